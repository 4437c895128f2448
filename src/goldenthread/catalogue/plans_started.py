"""Child protection plans started, and how many children had been on a plan before."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, label, with_person, with_previous, with_team
from goldenthread.catalogue.plan_measures import STARTED_MORE
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates

TWO_YEARS_MONTHS = 24
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "cp_plan_id",
    "start_date",
    "end_date",
    "previous_plans",
    "initial_category",
    "latest_category",
    "ola",
    "team_id",
)


def own_plans(engine: Any) -> Any:
    """Plans of the authority itself: temporary plans of other authorities are not counted."""
    plan = engine.table("cp_plan").select(*_COLUMNS)
    return plan.filter(~plan.ola.fill_null(ibis.literal(value=False)))


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan started, placed by its start."""
    plan = with_previous(own_plans(engine), key="cp_plan_id", start="start_date", end="end_date")
    recorded = plan.previous_plans.fill_null(0)
    within = dates.within_months_expr(plan.previous_end, plan.start_date, TWO_YEARS_MONTHS).fill_null(
        ibis.literal(value=False)
    )
    # An earlier plan elsewhere, or one without an end, might have ended within the two years: nobody can tell.
    undated = (recorded > plan.earlier_ends) | (plan.earlier_starts > plan.earlier_ends)
    plan = plan.mutate(
        event_date=plan.start_date,
        counted=1,
        second_ever=flag((recorded > 0) | (plan.earlier_starts > 0)),
        second_2_years=flag(within),
        date_unknown=flag(~within & undated),
        category=label(plan.initial_category, codes.ABUSE_CATEGORY),
    )
    return with_team(with_person(plan, engine, on="event_date"), engine)


_NEUTRAL = "A plan started can be a child kept safe in time or a problem caught late."
STARTED = Measure(
    id="cp_plans_started",
    code="CP03",
    title="Child protection plans started",
    meaning="How many child protection plans were started.",
    why="With the plans ended it explains why the number on a plan moves or stands still.",
    how="Count plans started in the period, every one; temporary plans of other authorities are left out.",
    numerator_words="plans started",
    example="A child whose plan ends in May and who has a new one in December is two starts.",
    moves="Conferences and their decisions.",
    misread=_NEUTRAL,
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE children in need statistics, table D1",
    stage=Stage.PROTECTION,
    headline=True,
    decimals=0,
    numerator="counted",
)
STARTED_RATE = Measure(
    id="cp_plans_started_rate",
    code="CP03",
    title="Child protection plans started per 10,000 children",
    meaning="Plans started for every 10,000 people aged 0 to 17.",
    why="It lets areas of different size be compared.",
    how="Plans started divided by the mid-year population before, times 10,000; part years multiplied up and marked.",
    numerator_words="plans started",
    denominator_words="people aged 0 to 17",
    example="120 starts and 34,000 children make 35.3.",
    moves="Starts, and revisions of the population estimate.",
    misread="A part of a year multiplied up carries the season with it.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source="DfE children in need statistics, table D1",
    stage=Stage.PROTECTION,
    numerator="counted",
    denominator="population",
)
SECOND_EVER = Measure(
    id="cp_second_plan_ever",
    code="CP05",
    title="Second or subsequent plan, ever",
    meaning="Of the plans started, the share for a child who had been on a plan before, however long ago.",
    why="It is the published measure of protection that had to be repeated.",
    how="Plans started where an earlier plan of the child is counted or known, divided by plans started.",
    numerator_words="plans started for a child with an earlier plan",
    denominator_words="plans started",
    example="A child first on a plan as a baby and again at twelve counts.",
    moves="How plans end, and how long records go back.",
    misread="Very low is also a question. It is not the measure within two years.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table D3",
    stage=Stage.PROTECTION,
    numerator="second_ever",
    denominator="counted",
)
SECOND_2_YEARS = Measure(
    id="cp_second_plan_2_years",
    code="CP06",
    title="Second or subsequent plan within two years",
    meaning="Of the plans started, the share for a child whose previous plan had ended within the two years before.",
    why="A plan needed again so soon asks whether the first one ended too early.",
    how="Plans started within 24 calendar months after the end of the child's previous plan, divided by plans started. "
    "Where the record says that there was an earlier plan but not when it ended, the plan stays in the denominator and "
    "is stated as date unknown.",
    numerator_words="plans started within two years of the end of the previous plan",
    denominator_words="plans started",
    example="Ended 10 May 2012, new plan 9 May 2014: counted. New plan 11 May 2014: not.",
    moves="How plans end and what help goes on after; a handful of children moves it at this size.",
    misread="It rests on few children: look at the number, not only the share. Bandings for the measure ever do not apply.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="Local measure in use before committees; not published nationally",
    stage=Stage.PROTECTION,
    headline=True,
    numerator="second_2_years",
    denominator="counted",
    excluded="date_unknown",
    excluded_words="with an earlier plan whose end is not known",
    lookback_months=24,
)
COHORT = Cohort(
    id="cp_plans_started",
    title="Child protection plans started",
    kind=CohortKind.EVENT,
    table="cp_plan",
    rows=rows,
    breakdowns=("team", "category", *PERSON_BREAKDOWNS),
    measures=(STARTED, STARTED_RATE, SECOND_EVER, SECOND_2_YEARS, *STARTED_MORE),
)
