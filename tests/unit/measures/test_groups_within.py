"""Groups within groups: how they are named, kept apart in the counts, and asked for by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.engines import engine_over_rows
from goldenthread.errors import DefinitionError
from goldenthread.measures.dense import Counts
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.model import (
    NOT_KNOWN,
    Cohort,
    CohortKind,
    CountContext,
    crossed_group,
    crossed_group_parts,
    crossed_name,
    crossed_parts,
)
from goldenthread.measures.results import Results
from goldenthread.periods import PeriodKind, period_ending
from goldenthread.tables import TABLES

APRIL, MAY = 2013 * 12 + 3, 2013 * 12 + 4
FIRST, AS_AT = dt.date(2013, 4, 1), dt.date(2013, 5, 31)
ENDED = COHORT_OF["in_need_closure_reasons"]
# Two breakdowns within the team are one key, in the order in which they were asked for.
BREAKDOWNS = ("all", "duration", "team", "closed_because", "duration_by_team", "closed_because_by_team")


def _counts(*rows: tuple[Any, ...], authorities: tuple[str, ...] = ("999",)) -> Counts:
    """Counts of April and May 2013 from rows of authority, month, breakdown, group, the groups within it, and a number."""
    counts = Counts(ENDED, BREAKDOWNS, authorities, (PeriodKind.MONTH,), FIRST, AS_AT)
    names = ("authority", "month", "breakdown", "grp", "crossed", "counted")
    kinds = (pa.string(), pa.int32(), pa.string(), pa.string(), pa.string(), pa.int64())
    schema = pa.schema(list(zip(names, kinds, strict=True)))
    counts.take_sums(pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema))
    return counts


def _within(counts: Counts, breakdown: str, part: str) -> dict[str, tuple[str, list[float]]]:
    """By group within a group: the group without, and what was counted in April and in May."""
    inner, outer = counts.within(breakdown, part, ("counted", "nowhere"))
    sums = inner.sum_of("counted").tolist()
    assert inner.sum_of("nowhere").tolist() == [[0.0, 0.0] for _ in inner.keys]
    assert {key[1] for key in inner.keys} <= {crossed_name(part, breakdown)}
    return {key[2]: (counts.keys[row][2], months) for key, row, months in zip(inner.keys, outer, sums, strict=True)}


def test_a_group_within_a_group_has_a_name_that_can_be_taken_apart() -> None:
    assert crossed_name("outcome", "source") == "outcome_by_source"
    assert crossed_parts("outcome_by_source") == ("outcome", "source")
    assert crossed_parts("age_band") == ("age_band", "")
    assert crossed_group("Schools", "advice") == "Schools · advice"
    # Teams are called what councils call them; the part is of our own lists.
    assert crossed_group_parts(crossed_group("North · Duty", "advice")) == ("North · Duty", "advice")


def test_each_part_is_told_within_each_group_in_order_of_both() -> None:
    counts = _counts(
        ("999", APRIL, "all", "all", None, 6),
        ("999", APRIL, "team", "South", "long · RC7", 1),
        ("999", APRIL, "team", "North", "short · RC7", 2),
        ("999", MAY, "team", "North", "long · RC5", 3),
        ("999", MAY, "team", "North", "long · RC7", 4),
        ("999", MAY, "duration", "long", None, 7),
    )
    assert list(_within(counts, "team", "duration").items()) == [
        ("North · long", ("North", [0.0, 7.0])),
        ("North · short", ("North", [2.0, 0.0])),
        ("South · long", ("South", [1.0, 0.0])),
    ]
    assert list(_within(counts, "team", "closed_because").items()) == [
        ("North · RC5", ("North", [0.0, 3.0])),
        ("North · RC7", ("North", [2.0, 4.0])),
        ("South · RC7", ("South", [1.0, 0.0])),
    ]
    # The sums of the group without are those of all its parts.
    assert counts.sum_of("counted")[counts.keys.index(("999", "team", "North"))].tolist() == [2.0, 7.0]


def test_what_was_not_asked_for_is_left_out() -> None:
    counts = _counts(
        ("999", APRIL, "team", "North", "long · RC7", 1),
        ("998", APRIL, "team", "North", "long · RC7", 10),
        ("999", APRIL - 1, "team", "North", "long · RC7", 100),
        ("999", MAY + 1, "team", "North", "short · RC7", 1000),
    )
    assert _within(counts, "team", "duration") == {"North · long": ("North", [1.0, 0.0])}


def test_authorities_are_kept_apart() -> None:
    rows = [(area, APRIL, "team", "North", "long · RC7", number) for number, area in enumerate(("998", "999"), 1)]
    counts = _counts(*rows, authorities=("998", "999"))
    inner, outer = counts.within("team", "duration", ("counted",))
    assert inner.keys == [(area, "duration_by_team", "North · long") for area in ("998", "999")]
    assert [counts.keys[row] for row in outer] == [(area, "team", "North") for area in ("998", "999")]
    assert inner.sum_of("counted")[:, 0].tolist() == [1.0, 2.0]


def test_a_team_may_be_called_anything() -> None:
    counts = _counts(("999", APRIL, "team", "North · Duty", "long · RC7", 1))
    assert _within(counts, "team", "closed_because") == {"North · Duty · RC7": ("North · Duty", [1.0, 0.0])}


def test_a_part_whose_name_holds_what_stands_between_two_is_refused_instead_of_cut() -> None:
    with pytest.raises(DefinitionError, match="'long · or so · RC7'"):
        _within(_counts(("999", APRIL, "team", "North", "long · or so · RC7", 1)), "team", "duration")


def test_where_nothing_was_counted_there_are_no_groups() -> None:
    assert _within(_counts(("999", APRIL, "duration", "long", None, 1)), "team", "duration") == {}
    assert _within(_counts(), "team", "duration") == {}
    never = Counts(ENDED, BREAKDOWNS, ("999",), (PeriodKind.MONTH,), FIRST, AS_AT)
    assert _within(never, "team", "duration") == {}


def _asked(measure: str, *breakdowns: str) -> Results:
    """What a cohort is told by where only some breakdowns are asked for."""
    where = {"authority": "999", "source": "cin"}
    contact = {
        "contact_id": "k1", "person_id": "A", "contact_date": FIRST, "source_code": "2A", "outcome_nfa": True,
    }  # fmt: skip
    referral = {"referral_id": "r1", "person_id": "A", "referral_date": FIRST, "nfa": False, "team_id": "T1"}
    scope = Scope(
        as_at=AS_AT,
        authorities=("999",),
        covers_from={table: {"999": dt.date(2010, 4, 1)} for table in TABLES},
        population={},
        first=FIRST,
        breakdowns=breakdowns,
    )
    with engine_over_rows({"contact": [{**where, **contact}], "referral": [{**where, **referral}]}) as engine:
        return evaluate(engine, (COHORT_OF[measure],), scope)


def test_a_breakdown_within_another_is_told_by_itself() -> None:
    assert _asked("contact_outcomes", "outcome_by_source").blocks["contact_outcomes"].keys == (
        ("999", "all", "all"),
        ("999", "outcome_by_source", "Schools · no further action"),
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("duration_by_team",), {"children_in_need_durations": "duration_by_team"}),
        (("team",), {"children_in_need": "team"}),
        (("duration",), {"children_in_need_durations": "duration", "children_in_need": "duration"}),
    ],
)
def test_only_what_was_asked_for_is_told(asked: tuple[str, ...], told: dict[str, str]) -> None:
    found = _asked("children_in_need", *asked)
    for measure in ("children_in_need", "children_in_need_durations"):
        wanted = {"all"} | ({told[measure]} if measure in told else set())
        assert {breakdown for _, breakdown, _ in found.blocks[measure].keys} == wanted, measure


def test_an_empty_group_and_one_called_not_known_are_the_same_group_to_a_child_counted_once() -> None:
    # given a cohort of a council's own whose groups are left empty once, and called not known once
    measure = replace(MEASURES["children_referred"], id="own_children")

    def rows(engine: Any, _context: CountContext) -> Any:
        contact = engine.table("contact")
        return contact.select(
            "authority", "person_id", event_date=contact.contact_date, row_key=contact.contact_id, counted=1,
            team=(contact.contact_id == "k1").ifelse(NOT_KNOWN, ibis.null("string")),
        )  # fmt: skip

    cohort = Cohort(
        id="own", title="Own", kind=CohortKind.EVENT, table="contact", rows=rows, breakdowns=("team",),
        measures=(measure,), once_in_each=("team",),
    )  # fmt: skip
    where = {"authority": "999", "source": "cin", "person_id": "A"}
    contacts = [{**where, "contact_id": f"k{day}", "contact_date": FIRST.replace(day=day)} for day in (1, 2)]
    covers = {table: {"999": dt.date(2010, 4, 1)} for table in TABLES}
    scope = Scope(as_at=AS_AT, authorities=("999",), covers_from=covers, population={}, first=FIRST)
    # when both contacts of one child are counted in April
    with engine_over_rows({"contact": contacts}) as engine:
        found = evaluate(engine, (cohort,), scope)
    # then the child counts once
    april = period_ending(PeriodKind.MONTH, dt.date(2013, 4, 30))
    assert found.one("own_children", april, breakdown="team", group=NOT_KNOWN).numerator == 1
