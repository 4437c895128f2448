"""What cohorts share about the past: the latest event of a child by a day, and bands of time since a start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from goldenthread.catalogue.common import with_team
from goldenthread.measures.count import snapshot_table
from goldenthread.measures.model import GROUP_ORDER, NOT_KNOWN, CountContext
from goldenthread.tables import dates

CHILD = ("authority", "source", "person_id")
DURATION_BANDS = GROUP_ORDER["duration"]
CASE_WORKER = "case_worker"
_FAR = "2999-12-31"


def with_latest(
    rows: Any,
    engine: Any,
    context: CountContext,
    events: Any,
    *,
    date: str,
    key: str,
    columns: Mapping[str, str],
    within_months: int = 0,
    until: str = "",
) -> Any:
    """Add to rows of children on days (`day`) what the child's latest event by that day says.

    `columns` names the new columns and those of `events` they come from; missing where there is no such event. Of
    events on one day the one with the greatest `key` is the latest. With `within_months` events older than that many
    calendar months on the day count as none; with `until` the event is over on the day in that column.
    """
    window = ibis.window(group_by=[events[name] for name in CHILD], order_by=[events[date], events[key]])
    events = events.filter(events[date].notnull()).mutate(following=events[date].lead(1).over(window))
    days = snapshot_table(engine, context)
    days = days.select(on_day=days.day)
    over = ibis.coalesce(events.following, ibis.date(_FAR))
    if until:
        over = ibis.least(over, ibis.coalesce(events[until], ibis.date(_FAR)))
    spells = events.mutate(over_on=over)
    known = spells.inner_join(days, [spells[date] <= days.on_day, days.on_day < spells.over_on])
    if within_months:
        known = known.filter(dates.add_months_expr(known.on_day, -within_months) <= known[date])
    named = {name: known[column] for name, column in columns.items()}
    facts = known.select(
        f_authority=known.authority, f_source=known.source, f_person=known.person_id, f_day=known.on_day, **named
    )
    return with_facts(rows, facts)


def with_facts(rows: Any, facts: Any) -> Any:
    """Join facts about children on days (f_authority, f_source, f_person, f_day and others) to rows of such days."""
    joined = rows.left_join(
        facts,
        [
            rows.authority == facts.f_authority,
            rows.source == facts.f_source,
            rows.person_id == facts.f_person,
            rows.day == facts.f_day,
        ],
    )
    return joined.drop("f_authority", "f_source", "f_person", "f_day")


def facts_between(engine: Any, context: CountContext, events: Any, *, start: str, end: str, **sums: Any) -> Any:
    """One row per child and day for the events of which the day lies from `start` to `end`, both included.

    `sums` name aggregates, each a function of the joined table.
    """
    days = snapshot_table(engine, context)
    days = days.select(f_day=days.day)
    known = events.inner_join(days, [events[start] <= days.f_day, days.f_day <= events[end]])
    grouped = known.group_by(
        f_authority=known.authority, f_source=known.source, f_person=known.person_id, f_day=known.f_day
    )
    return grouped.aggregate(**{name: make(known) for name, make in sums.items()})


def duration_band(start: Any, day: Any) -> Any:
    """How long from `start` to `day`, in the bands of the published tables; calendar months, two years as 730 days."""
    return ibis.cases(
        (start.isnull() | day.isnull() | (day < start), NOT_KNOWN),
        (dates.more_than_729_days_expr(start, day), DURATION_BANDS[4]),
        (dates.add_months_expr(start, 3) >= day, DURATION_BANDS[0]),
        (dates.add_months_expr(start, 6) >= day, DURATION_BANDS[1]),
        (dates.add_months_expr(start, 12) > day, DURATION_BANDS[2]),
        else_=DURATION_BANDS[3],
    )


def outcome_rows(rows: Any, engine: Any, outcomes: Mapping[str, str], *, identity: str) -> Any:
    """Each row once for each of its outcomes: `outcome` is the name, `counted` 1, and `with_outcome` 1 once a row.

    `outcomes` names yes/no columns and the outcome each stands for. Rows with none of them are left out.
    """
    import pyarrow as pa

    listed = pa.table(
        {
            "outcome": pa.array(outcomes.values(), pa.string()),
            "place": pa.array(range(len(outcomes)), pa.int32()),
        }
    )
    table = engine.values(f"outcomes_of_{identity}", listed)
    crossed = rows.cross_join(table)
    holds = ibis.cases(
        *(
            (crossed.outcome == label, crossed[name].fill_null(ibis.literal(value=False)))
            for name, label in outcomes.items()
        ),
        else_=False,
    )
    crossed = crossed.filter(holds)
    first = ibis.window(group_by=[crossed.authority, crossed.source, crossed[identity]], order_by=[crossed.place])
    crossed = crossed.mutate(counted=1, nth=ibis.row_number().over(first))
    return crossed.mutate(with_outcome=(crossed.nth == 0).cast("int32"))


def unknown(rows: Any, **kinds: str) -> Any:
    """Add empty columns, named with their kinds: what a table that was not loaded has to say."""
    return rows.mutate(**{name: ibis.null(kind) for name, kind in kinds.items()})


def with_case_worker(rows: Any, engine: Any, context: CountContext) -> Any:
    """Add `allocated` to rows of children on days: 1 when a case worker is recorded for the child on the day."""
    worker = engine.table("involvement")
    if not engine.has("involvement"):
        return rows.mutate(allocated=0)
    worker = worker.filter((worker.role == CASE_WORKER) & worker.professional_id.notnull())
    # Until the day before the end: a worker who left on the day is the child's worker no longer.
    worker = worker.mutate(until=(ibis.coalesce(worker.end_date, ibis.date(_FAR)) - ibis.interval(days=1)).cast("date"))
    facts = facts_between(
        engine, context, worker, start="start_date", end="until", f_workers=lambda known: known.count()
    )
    rows = with_facts(rows, facts)
    return rows.mutate(allocated=(rows.f_workers.fill_null(0) > 0).cast("int32")).drop("f_workers")


def with_case_team(rows: Any, engine: Any, context: CountContext) -> Any:
    """Add `team` to rows of children looked after on days: the team of the child's case worker on the day."""
    if not engine.has("involvement"):
        return rows.mutate(team=ibis.literal(NOT_KNOWN))
    days = snapshot_table(engine, context)
    days = days.select(f_day=days.day)
    held, care = _held_by_teams(engine), engine.table("cla_episode")
    # Most children with a case worker were never looked after.
    held = held.semi_join(care, [held[name] == care[name] for name in CHILD])
    known = held.inner_join(days, [held.start_date <= days.f_day, days.f_day < held.over_on])
    return with_team(with_facts(rows, _latest_team(known)), engine)


def with_case_team_then(rows: Any, engine: Any) -> Any:
    """Add `team` to events of children looked after: the team of the child's case worker on `event_date`."""
    if not engine.has("involvement"):
        return rows.mutate(team=ibis.literal(NOT_KNOWN))
    held = _held_by_teams(engine)
    days = rows.select(
        e_authority=rows.authority, e_source=rows.source, e_person=rows.person_id, f_day=rows.event_date
    ).distinct()
    known = held.inner_join(
        days,
        [
            held.authority == days.e_authority,
            held.source == days.e_source,
            held.person_id == days.e_person,
            held.start_date <= days.f_day,
            days.f_day < held.over_on,
        ],
    )
    return with_team(with_facts(rows.mutate(day=rows.event_date), _latest_team(known)), engine).drop("day")


def _held_by_teams(engine: Any) -> Any:
    """Case workers of children where the team is told; over on the day in `over_on`."""
    worker = engine.table("involvement")
    worker = worker.filter((worker.role == CASE_WORKER) & worker.team_id.notnull())
    return worker.mutate(over_on=ibis.coalesce(worker.end_date, ibis.date(_FAR)))


def _latest_team(known: Any) -> Any:
    """For each child and day (`f_day`) the team of the case worker who began last, under `team_id`."""
    last = ibis.window(
        group_by=[*(known[name] for name in CHILD), known.f_day],
        order_by=[known.start_date.desc(), known.involvement_id.desc()],
    )
    known = known.mutate(nth=ibis.row_number().over(last))
    known = known.filter(known.nth == 0)
    return known.select(
        "f_day", "team_id", f_authority=known.authority, f_source=known.source, f_person=known.person_id
    )
