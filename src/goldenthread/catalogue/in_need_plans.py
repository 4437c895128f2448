"""Child in need plans: open on a day, started and ended; a narrower thing than being a child in need."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    age_band,
    flag,
    with_person,
    with_team,
    without_overlap,
)
from goldenthread.catalogue.history import with_latest
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import dates

OPEN_OVER_MONTHS = (9, 12, 24)
VISIT_WEEKS = (4, 6)
_COLUMNS = ("authority", "source", "person_id", "cin_plan_id", "start_date", "end_date", "team_id")


def open_rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan as a spell; a child with several at once counts once."""
    plan = without_overlap(engine.table("cin_plan").select(*_COLUMNS), key="cin_plan_id")
    return with_team(with_person(plan, engine, on="start_date"), engine)


def on_day(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    visit = engine.table("cin_visit").select("authority", "source", "person_id", "cin_visit_id", "visit_date")
    spells = with_latest(
        spells, engine, context, visit, date="visit_date", key="cin_visit_id",
        columns={"last_visit": "visit_date"}, within_months=12,
    )  # fmt: skip
    since = dates.days_between_expr(spells.last_visit, spells.day)
    on_plan = spells.last_visit >= spells.start_date
    visited = {f"visited_{weeks}": flag(on_plan & (since <= weeks * 7)) for weeks in VISIT_WEEKS}
    over = {
        f"over_{months}": flag(dates.add_months_expr(spells.start_date, months) < spells.day)
        for months in OPEN_OVER_MONTHS
    }
    return spells.mutate(counted=1, age_band=age_band(spells, spells.day), **visited, **over)


def started_rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan started, placed by its start."""
    plan = engine.table("cin_plan").select(*_COLUMNS)
    plan = plan.mutate(event_date=plan.start_date, counted=1)
    return with_team(with_person(plan, engine, on="event_date"), engine)


def ended_rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan ended, placed by its end."""
    plan = engine.table("cin_plan").select(*_COLUMNS)
    plan = plan.filter(plan.end_date.notnull() & (plan.end_date >= plan.start_date))
    plan = plan.mutate(event_date=plan.end_date, counted=1)
    return with_team(with_person(plan, engine, on="event_date"), engine)


_NARROW = "Children on a child in need plan only: 'children in need' counts every open episode."
ON_PLAN = Measure(
    id="cin_plans",
    code="CN09",
    title="Children on a child in need plan",
    meaning="How many children had a child in need plan open at the end of the day.",
    why="These are the families the service helps by agreement, below the threshold of protection.",
    how="Count children with a child in need plan started on or before the day and not ended by the end of it.",
    numerator_words="children with an open child in need plan",
    example="Of 1,150 children in need, 290 have a child in need plan; others are on protection plans or in care.",
    moves="Assessments that end in a plan, and step-downs from protection plans.",
    misread=_NARROW,
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE children in need statistics, table B7 (collected from 2021/22)",
    stage=Stage.IN_NEED,
    headline=True,
    decimals=0,
    numerator="counted",
    cautions=(_NARROW,),
)
ON_PLAN_RATE = replace(
    ON_PLAN,
    id="cin_plan_rate",
    title="Children on a child in need plan per 10,000 children",
    meaning="Children on a child in need plan for every 10,000 people aged 0 to 17.",
    why="A number cannot be compared with other areas; a rate can.",
    how="Children on a child in need plan on the day divided by the mid-year population of the calendar year before the "
    "reporting year's end, times 10,000; never multiplied up.",
    denominator_words="people aged 0 to 17",
    example="290 children on a plan and 34,000 in the area make 85.3.",
    unit=Unit.PER_10K,
    headline=False,
    decimals=1,
    denominator="population",
)
STARTED = replace(
    ON_PLAN,
    id="cin_plans_started",
    title="Child in need plans started",
    meaning="How many child in need plans were started.",
    why="With those ended it explains why the number on a plan moves or stands still.",
    how="Count child in need plans by their start date.",
    numerator_words="child in need plans started",
    example="A child with a plan in May and another in January is two starts.",
    misread="A plan renewed on the system counts as a new one.",
    headline=False,
    cautions=(),
)
ENDED = replace(
    STARTED,
    id="cin_plans_ended",
    title="Child in need plans ended",
    meaning="How many child in need plans were ended.",
    how="Count child in need plans by their end date.",
    numerator_words="child in need plans ended",
    example="A plan from 3 June to 12 December ends in December.",
    moves="Decisions to close, step-ups to protection plans, and children entering care.",
    misread="A plan may end because things are better, or because they are worse.",
)


_PER_10K = (
    "divided by the mid-year population of the calendar year before the reporting year's end, times 10,000; a part of a "
    "year is multiplied up to a whole one and marked."
)
STARTED_RATE = replace(
    STARTED,
    id="cin_plans_started_rate",
    title="Child in need plans started per 10,000 children",
    meaning="Child in need plans started for every 10,000 people aged 0 to 17.",
    how=f"Child in need plans started {_PER_10K}",
    denominator_words="people aged 0 to 17",
    example="310 plans and 34,000 children make 91.2.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
)
ENDED_RATE = replace(
    ENDED,
    id="cin_plans_ended_rate",
    title="Child in need plans ended per 10,000 children",
    meaning="Child in need plans ended for every 10,000 people aged 0 to 17.",
    how=f"Child in need plans ended {_PER_10K}",
    denominator_words="people aged 0 to 17",
    example="298 plans and 34,000 children make 87.6.",
    unit=Unit.PER_10K,
    decimals=1,
    denominator="population",
)


def _visited(weeks: int) -> Measure:
    return replace(
        ON_PLAN_RATE,
        id=f"cin_visited_{weeks}_weeks",
        code="CN10",
        title=f"Children on a child in need plan visited in the last {weeks} weeks",
        meaning=f"Of the children on a child in need plan, the share visited within the {weeks} weeks up to the day.",
        why="Help that nobody delivers is no help.",
        how=f"Children whose latest visit since the plan began lies 0 to {weeks * 7} days before the day, divided by "
        "children on a child in need plan.",
        numerator_words=f"children visited in the last {weeks} weeks",
        denominator_words="children on a child in need plan",
        example="Of 290 children on a plan, 261 visited in time is 90.0%.",
        moves="Workload, holidays, and visits written up late.",
        misread="Visits not yet written up count as not made.",
        polarity=Polarity.HIGH,
        unit=Unit.PERCENT,
        source="SSD visits; Ofsted ILACS Annex A, list 6 (latest visit only); the interval is local policy",
        numerator=f"visited_{weeks}",
        denominator="counted",
        needs=("cin_visit",),
        cautions=("Authorities set their own interval: use the one in your procedures.",),
    )


def _open_over(months: int) -> Measure:
    return replace(
        _visited(VISIT_WEEKS[0]),
        id=f"cin_plans_over_{months}_months",
        code="CN11",
        title=f"Child in need plans open for more than {months} months",
        meaning=f"Of the children on a child in need plan, the share whose plan has been open for more than {months} months.",
        why="A plan that goes on and on is not changing anything, or should be another kind of plan.",
        how=f"Open plans begun more than {months} calendar months before the day divided by open plans.",
        numerator_words=f"plans open for more than {months} months",
        example=f"Begun on 10 January, the plan is over {months} months from the 11th, {months} months on.",
        moves="Drift, and plans for disabled children, which are meant to last.",
        misread="Plans for disabled children last by design: look at them apart.",
        polarity=Polarity.LOW,
        source="Local measure; not published nationally",
        numerator=f"over_{months}",
        needs=(),
        cautions=(),
    )


OPEN_COHORT = Cohort(
    id="cin_plans_open",
    title="Children on a child in need plan",
    kind=CohortKind.STOCK,
    table="cin_plan",
    rows=open_rows,
    on_day=on_day,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(
        ON_PLAN,
        ON_PLAN_RATE,
        *(_visited(weeks) for weeks in VISIT_WEEKS),
        *(_open_over(months) for months in OPEN_OVER_MONTHS),
    ),
)
STARTED_COHORT = Cohort(
    id="cin_plans_started",
    title="Child in need plans started",
    kind=CohortKind.EVENT,
    table="cin_plan",
    rows=started_rows,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(STARTED, STARTED_RATE),
)
ENDED_COHORT = Cohort(
    id="cin_plans_ended",
    title="Child in need plans ended",
    kind=CohortKind.EVENT,
    table="cin_plan",
    rows=ended_rows,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(ENDED, ENDED_RATE),
)
