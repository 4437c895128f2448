"""The explorers say what the records support, hide what is small, and own up to what cannot be told."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.api.disproportion import explore_disproportion, ratio_of
from goldenthread.api.explorers import explorations
from goldenthread.api.exploring import Part
from goldenthread.api.front_door import explore_front_door, per_school_day
from goldenthread.api.rivals import AGAINST, CANNOT, SUPPORTS, half_years
from goldenthread.api.row_store import write_rows
from goldenthread.api.timeliness import bands_of, explore_timeliness, timeliness_periods
from goldenthread.api.workspace import Workspace, open_workspace
from goldenthread.comparators.authority import PeopleInGroup
from goldenthread.loads import write_tables
from goldenthread.measures.results import Result, Status
from goldenthread.periods import PeriodKind, period_ending
from goldenthread.synthetic.demonstration import avonmere

SETTINGS = Path(__file__).parents[3] / "src" / "goldenthread" / "demonstration" / "authority.toml"
YEAR = period_ending(PeriodKind.ROLLING_12, dt.date(2014, 9, 30))
PROFILES = ("internal", "board", "committee")


@cache
def explored() -> tuple[Workspace, Path]:
    data, folder = avonmere(), Path(tempfile.mkdtemp(prefix="avonmere-"))
    covers = {data.authority: data.covers_from}
    load = write_tables(folder, as_at=data.end, tables=data.tables, source="ssd", covers_from=covers, made_up=True)
    splits = ("all", "team", "need", "factors", "complexity", "source", "ethnicity", "sex", "disability")
    space = open_workspace(load.path, SETTINGS, breakdowns=splits)
    return space, write_rows(space, folder / "rows")


def parts_of(page: object) -> dict[str, Part]:
    return {part.key: part for part in page.parts}  # type: ignore[attr-defined]


def rows_with(folder: Path, days: list[int | None]) -> Path:
    """A folder of rows with assessments that took so many days, alike in all else."""
    number = len(days)
    table = pa.table(
        {
            "authority": ["999"] * number,
            "day": pa.array([dt.date(2014, 6, 2)] * number, pa.date32()),
            "days": pa.array(days, pa.int32()),
            **{name: ["x"] * number for name in ("need", "factors", "team")},
            "complexity": ["low"] * number,
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "assessments.parquet")
    return folder


def test_the_fall_in_contacts_from_schools_is_explained_as_it_was_made() -> None:
    space, folder = explored()
    rivals = parts_of(explore_front_door(space.evidence("internal"), folder))["rivals"]
    verdicts = {part.key: part.verdict for part in rivals.parts}
    assert "fewer than chance explains" in rivals.said[1]
    assert verdicts["fewer_schools"] == CANNOT
    assert verdicts["fewer_each"] == AGAINST
    assert verdicts["threshold"] == SUPPORTS
    threshold = next(part for part in rivals.parts if part.key == "threshold")
    assert any("mostly not becoming referrals" in said for said in threshold.said)


def test_contacts_from_schools_are_counted_by_school_day() -> None:
    space, _ = explored()
    judged = per_school_day(space.evidence("internal"))
    assert judged is not None
    assert not [one for one in judged.points if one.point.date.month == 8]
    now, then = half_years(space.evidence("internal"))
    assert [one.end for one in now] == [dt.date(2014, 6, 30), dt.date(2014, 9, 30)]
    assert [one.end for one in then] == [dt.date(2013, 6, 30), dt.date(2013, 9, 30)]


def test_what_no_return_holds_is_said() -> None:
    space, folder = explored()
    said = " ".join(parts_of(explore_front_door(space.evidence("internal"), folder))["schools"].said)
    assert "No return and no template says which school" in said
    assert "one simple calendar for the whole of England" in said
    deprivation = parts_of(explore_disproportion(space.evidence("internal")))["deprivation"]
    assert "No return holds how deprived" in deprivation.said[0]


def test_the_pile_before_day_45_is_found(tmp_path: Path) -> None:
    space, _ = explored()
    folder = rows_with(tmp_path, [43] * 60 + [38] * 20 + [48] * 20)
    pile = parts_of(explore_timeliness(space.evidence("internal"), folder, YEAR))["pile"]
    assert pile.verdict == "yes"
    assert "60 of 100 assessments (60.0%) ended on days 41 to 45; expected 20.0. That is 3.00 (" in pile.said[0]


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ([43] * 20 + [38] * 20 + [48] * 20, "no clear sign"),
        ([43] * 2 + [38] * 40 + [48] * 40, "no"),
        ([43] * 3, "too few to tell"),
    ],
)
def test_no_pile_is_not_called_one(tmp_path: Path, days: list[int | None], verdict: str) -> None:
    space, _ = explored()
    page = explore_timeliness(space.evidence("internal"), rows_with(tmp_path, days), YEAR)
    assert parts_of(page)["pile"].verdict == verdict


def test_a_small_side_of_the_pile_is_hidden_from_a_committee(tmp_path: Path) -> None:
    space, _ = explored()
    folder = rows_with(tmp_path, [43] * 60 + [38] * 2 + [48] * 30)
    shown, hidden = (
        parts_of(explore_timeliness(space.evidence(p), folder, YEAR))["pile"] for p in ("internal", "committee")
    )
    assert shown.verdict == "yes"
    assert hidden.verdict == "hidden"
    assert not any("60" in said for said in hidden.said)


def test_the_distribution_counts_every_assessment_once(tmp_path: Path) -> None:
    space, folder = explored()
    page = parts_of(explore_timeliness(space.evidence("internal"), folder, YEAR))
    bars = sum(int(row[1].replace(",", "")) for row in page["whole"].pictures[0].table.rows)
    timed = space.results.one("assessments_45", YEAR).denominator
    assert bars == timed
    assert sum(bands_of([0, 10, 11, 45, 46, 99]).values()) == 6


def test_readers_outside_see_bands_and_no_team_and_no_numbers_by_complexity() -> None:
    space, folder = explored()
    page = parts_of(explore_timeliness(space.evidence("committee"), folder, YEAR))
    assert len(page["whole"].pictures[0].table.rows) == 8
    assert "team" not in page
    assert page["sooner"].tables == ()
    assert [one.pictures for one in page.values() if one.key != "whole"] == [()] * (len(page) - 1)


def test_how_many_of_low_complexity_took_longer_agrees_with_the_measure() -> None:
    space, folder = explored()
    counted = space.results.one("simple_assessments_over_20", YEAR)
    said = " ".join(parts_of(explore_timeliness(space.evidence("internal"), folder, YEAR))["sooner"].said)
    assert f"{counted.numerator:,.0f} of {counted.denominator:,.0f} assessments of low complexity" in said
    assert "a local proposal and not a national definition" in said


def counted(group: str, number: float, status: Status = Status.FINAL) -> Result:
    return Result(
        authority="999", measure="m", version=1, period=YEAR, breakdown="ethnicity", group=group,
        numerator=None if status is Status.SUPPRESSED else number, status=status,
    )  # fmt: skip


def test_a_ratio_is_of_the_shares_of_two_stages() -> None:
    stage = {"A": counted("A", 20), "B": counted("B", 30), "not known": counted("not known", 50)}
    found = ratio_of("A", stage, {"A": 100.0, "B": 300.0, "not known": 7.0})
    assert found is not None
    assert found.value == pytest.approx(2.0)
    assert 1.0 < found.lower < 2.0 < found.upper < 4.0
    assert found.differs


def test_no_ratio_rests_on_few_children_or_on_hidden_numbers() -> None:
    base = {"A": 100.0, "B": 300.0, "C": 100.0}
    few = {"A": counted("A", 9), "B": counted("B", 30)}
    assert ratio_of("A", few, base) is None
    hidden = {"A": counted("A", 20), "B": counted("B", 30), "C": counted("C", 3, Status.SUPPRESSED)}
    assert ratio_of("C", hidden, base) is None
    left = ratio_of("A", hidden, base)
    assert left is not None
    assert left.value == pytest.approx(20 / 100 / (30 / 300))


def test_with_a_population_of_the_groups_the_ratios_are_of_rates() -> None:
    from dataclasses import replace

    space, _ = explored()
    evidence = space.evidence("internal")
    people = tuple(
        PeopleInGroup(breakdown="sex", group=name, mid_year=2013, people=number, source="made up")
        for name, number in (("female", 17000), ("male", 17700))
    )
    with_people = replace(evidence, settings=replace(evidence.settings, people_in_groups=people))
    before, after = (parts_of(explore_disproportion(one))["sex"] for one in (evidence, with_people))
    assert "ratios of shares" in before.said[0]
    assert "ratios of rates" in after.said[0]
    referred = [row for row in after.tables[0].rows if row[0] == "children referred" and row[1] == "female"]
    assert "(" in referred[0][4]
    assert [row[4] for row in before.tables[0].rows if row[0] == "children referred"] == ["", "", ""]


def test_no_small_number_is_told_to_a_committee() -> None:
    space, folder = explored()
    for one in explorations(space, "committee", folder):
        for part in one.page["parts"]:
            for table in [*part["tables"], *(picture["table"] for picture in part["pictures"])]:
                for row in table["rows"]:
                    assert not {"1", "2", "3", "4"} & set(row[1:]), (one.kind, part["key"], row)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_picture_is_drawn_with_words_and_a_table(profile: str) -> None:
    space, folder = explored()
    pages = list(explorations(space, profile, folder))
    told = 5 if profile == "internal" else 1
    assert [one.kind for one in pages] == ["front-door", *["timeliness"] * told, "disproportion"]
    json.dumps([one.page for one in pages])
    for one in pages:
        for part in one.page["parts"]:
            for picture in part["pictures"]:
                assert picture["svg"].startswith("<svg role=")
                assert picture["alt"]
                assert picture["table"]["rows"]
                assert "style=" not in picture["svg"]


def test_periods_are_the_latest_year_and_four_quarters() -> None:
    space, _ = explored()
    found = timeliness_periods(space.evidence("internal"))
    assert [one.kind for one in found] == [PeriodKind.ROLLING_12, *[PeriodKind.QUARTER] * 4]
    assert found[1].end == dt.date(2014, 9, 30)


@pytest.mark.parametrize("profile", ["board", "committee"])
def test_no_hidden_month_of_a_source_can_be_worked_out_from_its_year(profile: str) -> None:
    space, folder = explored()
    evidence = space.evidence(profile)
    parts = parts_of(explore_front_door(evidence, folder))
    drawn = 0
    for name in ("contacts", "referrals"):
        assert "or a month must be hidden" in parts[name].said[-1]
        for one in parts[name].pictures[1:]:
            drawn += 1
            assert not [row for row in one.table.rows if "withheld" in row], one.title
    assert drawn >= 5
    hidden = [
        one.period.end.month
        for one in evidence.series("contacts_from_schools", PeriodKind.MONTH, 24)
        if one.value is None and one.period.end.month != 8
    ]
    told = [row for row in parts["schools"].pictures[0].table.rows if "withheld" in row]
    assert len(told) == len(hidden) == (2 if profile == "committee" else 0)


@pytest.mark.parametrize("profile", ["board", "committee"])
def test_no_hidden_quarter_can_be_worked_out_from_the_year_of_assessments(profile: str) -> None:
    space, _ = explored()
    assert timeliness_periods(space.evidence(profile)) == (YEAR,)


def test_nothing_read_is_said_and_not_drawn(tmp_path: Path) -> None:
    space, _ = explored()
    page = explore_timeliness(space.evidence("internal"), tmp_path, YEAR)
    assert page.parts == ()
    assert "No assessments were read" in page.said[0]
