"""Child protection plans ended, and how long they had lasted."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, label, with_person, with_team
from goldenthread.catalogue.history import duration_band
from goldenthread.catalogue.plan_measures import ENDED_MORE
from goldenthread.catalogue.plans_started import own_plans
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan ended, placed by its end."""
    plan = own_plans(engine)
    plan = plan.filter(plan.end_date.notnull() & (plan.end_date >= plan.start_date))
    plan = plan.mutate(
        event_date=plan.end_date,
        row_key=plan.cp_plan_id,
        counted=1,
        two_years=flag(dates.more_than_729_days_expr(plan.start_date, plan.end_date)),
        within_3_months=flag(dates.add_months_expr(plan.start_date, 3) >= plan.end_date),
        duration=duration_band(plan.start_date, plan.end_date),
        category=label(ibis.coalesce(plan.latest_category, plan.initial_category), codes.ABUSE_CATEGORY),
    )
    return with_team(with_person(plan, engine, on="event_date"), engine)


ENDED = Measure(
    id="cp_plans_ended",
    code="CP04",
    title="Child protection plans ended",
    meaning="How many child protection plans were ended.",
    why="With the plans started it explains why the number on a plan moves or stands still.",
    how="Count plans ended in the period, every one.",
    numerator_words="plans ended",
    example="A plan from 3 June to 12 December ends in December.",
    moves="Reviews' decisions, moves to other areas, children entering care.",
    misread="A plan may end because the child is safer, entered care or moved away.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE children in need statistics, table D1",
    stage=Stage.PROTECTION,
    headline=True,
    decimals=0,
    numerator="counted",
)
TWO_YEARS = Measure(
    id="cp_plans_ended_2_years_plus",
    code="CP08",
    title="Plans that had lasted two years or more when they ended",
    meaning="Of the plans ended, the share that had lasted two years or more.",
    why="A plan that long asks whether anything changed for the child.",
    how="Plans ended more than 729 days after their start, divided by plans ended.",
    numerator_words="plans ended after two years or more",
    denominator_words="plans ended",
    example="5 of 100 is 5.0%.",
    moves="Drift, and clearing a backlog of old plans, which raises it for a while.",
    misread="It rises when long plans are at last ended, which is good.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table D7",
    stage=Stage.PROTECTION,
    numerator="two_years",
    denominator="counted",
)
COHORT = Cohort(
    id="cp_plans_ended",
    title="Child protection plans ended",
    kind=CohortKind.EVENT,
    table="cp_plan",
    rows=rows,
    breakdowns=("team", "category", "duration", *PERSON_BREAKDOWNS),
    measures=(ENDED, TWO_YEARS, *ENDED_MORE),
)
