"""Whether the returns of one authority tell the same story: the same children on a day, the same events in a quarter.

Each return is counted by itself with the rules of the catalogue; what differs is listed child by child.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.catalogue import assessments as completed
from goldenthread.catalogue import conferences as initial
from goldenthread.catalogue import enquiries as started
from goldenthread.catalogue import in_need, in_need_plans, looked_after, plans_open, plans_started
from goldenthread.catalogue import referrals as received
from goldenthread.measures.model import CountContext

NEAR_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is compared: children on a day (`stock`), or events of children in a quarter.

    `tables` must all be held by a return for it to answer. `rows` gives spells with `counts_from` and `end_date`, or
    events with `event_date`.
    """

    id: str
    title: str
    tables: tuple[str, ...]
    stock: bool
    rows: Callable[[Any, CountContext], Any]


SUBJECTS = (
    Subject(id="cp_plans", title="Children on a protection plan", tables=("cp_plan",), stock=True, rows=plans_open.rows),
    Subject(
        id="looked_after", title="Children looked after", tables=("cla_episode",), stock=True, rows=looked_after.open_rows
    ),
    Subject(id="in_need", title="Children in need", tables=("referral",), stock=True, rows=in_need.open_rows),
    Subject(
        id="cin_plans", title="Children on a child in need plan", tables=("cin_plan",), stock=True,
        rows=in_need_plans.open_rows,
    ),
    Subject(id="referrals", title="Referrals", tables=("referral",), stock=False, rows=received.rows),
    Subject(id="assessments", title="Assessments completed", tables=("assessment",), stock=False, rows=completed.rows),
    Subject(id="enquiries", title="Section 47 enquiries started", tables=("s47_enquiry",), stock=False, rows=started.rows),
    Subject(
        id="conferences", title="Initial conferences held", tables=("initial_cp_conference",), stock=False,
        rows=initial.rows,
    ),
    Subject(
        id="plans_started", title="Protection plans started", tables=("cp_plan",), stock=False, rows=plans_started.rows
    ),
    Subject(
        id="care_started", title="Periods of care started", tables=("cla_episode",), stock=False,
        rows=looked_after.started_rows,
    ),
)  # fmt: skip
Ids = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A child (or an event of a child) in one return and not in the other, and what the other says that is nearest."""

    subject: str
    authority: str
    period: str
    person_id: str
    day: dt.date
    present_in: str
    absent_from: str
    nearest: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two returns on one subject on a day or in a quarter: how many each holds, and in how many they agree."""

    subject: str
    title: str
    authority: str
    period: str
    first: str
    second: str
    in_first: int
    in_second: int
    in_both: int


def held_on(
    engine: Any, subject: Subject, source: str, days: Sequence[dt.date], context: CountContext, ids: Ids
) -> dict[tuple[str, dt.date], dict[str, dt.date]]:
    """For each authority and day the children of a return with an open spell, and when that spell began."""
    spells = subject.rows(engine, context)
    columns = ["authority", "person_id", "start_date", "counts_from", "end_date"]
    rows = engine.fetch(spells.filter(spells.source == source).select(*columns)).to_pylist()
    found: dict[tuple[str, dt.date], dict[str, dt.date]] = {}
    for row in rows:
        for day in days:
            if row["counts_from"] <= day and (row["end_date"] is None or day < row["end_date"]):
                child = ids.get(row["person_id"], row["person_id"])
                found.setdefault((row["authority"], day), {})[child] = row["start_date"]
    return found


def happened(engine: Any, subject: Subject, context: CountContext, ids: Ids) -> dict[str, set[tuple[str, dt.date]]]:
    """For each authority the events of a return: which child, on which day."""
    events = subject.rows(engine, context)
    # The breakdown called source has taken the name of the return: the engine must be opened for one return only.
    rows = engine.fetch(events.select("authority", "person_id", "event_date")).to_pylist()
    found: dict[str, set[tuple[str, dt.date]]] = {}
    for row in rows:
        if row["event_date"] is not None and row["event_date"] <= context.as_at:
            child = ids.get(row["person_id"], row["person_id"])
            found.setdefault(row["authority"], set()).add((child, row["event_date"]))
    return found


def compare_children(
    subject: Subject, authority: str, day: dt.date, pair: tuple[str, str], held: Sequence[Mapping[str, dt.date]]
) -> tuple[Comparison, list[Difference]]:
    """Which children two returns hold on a day, and those only one of them does."""
    first, second = (set(children) for children in held)
    period = f"at {day.isoformat()}"
    made = Comparison(
        subject=subject.id, title=subject.title, authority=authority, period=period, first=pair[0], second=pair[1],
        in_first=len(first), in_second=len(second), in_both=len(first & second),
    )  # fmt: skip
    found = [
        Difference(
            subject=subject.id, authority=authority, period=period, person_id=child, day=held[place][child],
            present_in=pair[place], absent_from=pair[1 - place], nearest="",
        )
        for place, only in ((0, first - second), (1, second - first))
        for child in sorted(only)
    ]  # fmt: skip
    return made, found


def compare_events(
    subject: Subject, authority: str, quarter: tuple[dt.date, dt.date], pair: tuple[str, str],
    events: Sequence[Iterable[tuple[str, dt.date]]],
) -> tuple[Comparison, list[Difference]]:  # fmt: skip
    """Which events two returns hold in a quarter, those only one does, and the nearest in the other within a week."""
    start, end = quarter
    every = [set(one) for one in events]
    first, second = ({event for event in one if start <= event[1] <= end} for one in every)
    period = f"{start.isoformat()} to {end.isoformat()}"
    made = Comparison(
        subject=subject.id, title=subject.title, authority=authority, period=period, first=pair[0], second=pair[1],
        in_first=len(first), in_second=len(second), in_both=len(first & second),
    )  # fmt: skip
    days: list[dict[str, list[dt.date]]] = []
    for one in every:
        by_child: dict[str, list[dt.date]] = {}
        for child, day in one:
            by_child.setdefault(child, []).append(day)
        days.append(by_child)
    found = []
    for place, only in ((0, first - second), (1, second - first)):
        for child, day in sorted(only):
            near = [other for other in days[1 - place].get(child, ()) if abs((other - day).days) <= NEAR_DAYS]
            closest = min(((abs((other - day).days), other) for other in near), default=(0, None))[1]
            found.append(
                Difference(
                    subject=subject.id, authority=authority, period=period, person_id=child, day=day,
                    present_in=pair[place], absent_from=pair[1 - place],
                    nearest=closest.isoformat() if closest else "",
                )
            )  # fmt: skip
    return made, found
