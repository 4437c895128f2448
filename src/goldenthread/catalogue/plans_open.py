"""Children on a child protection plan at the end of a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    age_band,
    flag,
    label,
    with_day_number,
    with_person,
    with_team,
    without_overlap,
)
from goldenthread.catalogue.history import duration_band, unknown, with_case_worker, with_latest
from goldenthread.catalogue.plan_measures import OPEN_MORE, SEEN_ALONE_FROM_AGE, VISIT_WORKING_DAYS
from goldenthread.catalogue.plans_started import own_plans
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Extreme, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates

FIRST_REVIEW_MONTHS = 3
NEXT_REVIEW_MONTHS = 6


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per plan as a spell; `in_time_until` is the last day its reviews were all in time."""
    plan = without_overlap(own_plans(engine), key="cp_plan_id")
    plan = plan.mutate(
        category=label(ibis.coalesce(plan.latest_category, plan.initial_category), codes.ABUSE_CATEGORY),
        first_review_due=dates.add_months_expr(plan.start_date, FIRST_REVIEW_MONTHS),
    )
    plan = _with_breach(plan, engine)
    return with_team(with_person(plan, engine, on="start_date"), engine)


def _with_breach(plan: Any, engine: Any) -> Any:
    """Add `in_time_until`: the last day on which every review so far was in time.

    The first is due within three calendar months of the start, each next within six of the one before. A gap that
    was too long stays too long, so a plan is in time up to one day and never after it.
    """
    review = engine.table("cp_review")
    review = review.select(
        v_authority=review.authority, v_source=review.source, v_id=review.cp_plan_id, held=review.review_date
    ).distinct()
    plans = plan.select("authority", "source", "cp_plan_id", "start_date")
    review = plans.inner_join(
        review,
        [plans.authority == review.v_authority, plans.source == review.v_source, plans.cp_plan_id == review.v_id],
    )
    # A review on or before the start of the plan is an error of the data.
    review = review.filter(review.held > review.start_date)
    points = plans.select("authority", "source", "cp_plan_id", day=plans.start_date, review=0).union(
        review.select("authority", "source", "cp_plan_id", day=review.held, review=1)
    )
    window = ibis.window(group_by=[points.authority, points.source, points.cp_plan_id], order_by=[points.day])
    points = points.mutate(following=points.day.lead(1).over(window))
    first = dates.add_months_expr(points.day, FIRST_REVIEW_MONTHS)
    points = points.mutate(
        due=(points.review == 0).ifelse(first, dates.add_months_expr(points.day, NEXT_REVIEW_MONTHS))
    )
    late = points.filter(points.following.isnull() | (points.following > points.due))
    # On the very day the first review falls due a plan without one has gone three months unreviewed.
    last = (late.review == 0).ifelse(late.due - ibis.interval(days=1), late.due)
    found = late.group_by(b_authority=late.authority, b_source=late.source, b_id=late.cp_plan_id).aggregate(
        in_time_until=last.cast("date").min()
    )
    return plan.left_join(
        found, [plan.authority == found.b_authority, plan.source == found.b_source, plan.cp_plan_id == found.b_id]
    )


def on_day(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    spells = _with_last_visit(spells, engine, context)
    spells = with_case_worker(spells, engine, context)
    reviewable = spells.first_review_due <= spells.day
    old_enough = flag(dates.age_expr(spells.date_of_birth, spells.day) >= SEEN_ALONE_FROM_AGE)
    waited = spells.day_number - spells.visit_number
    visited = {f"visited_{days}": flag(waited <= days) for days in VISIT_WORKING_DAYS}
    return spells.mutate(
        **visited,
        old_enough=old_enough,
        seen_alone=flag((old_enough == 1) & spells.last_seen_alone),
        not_allocated=1 - spells.allocated,
        duration=duration_band(spells.start_date, spells.day),
        counted=1,
        two_years=flag(dates.more_than_729_days_expr(spells.start_date, spells.day)),
        reviewable=flag(reviewable),
        in_time=flag(reviewable & (spells.in_time_until >= spells.day)),
        age_band=age_band(spells, spells.day),
    )


def _with_last_visit(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the working-day number of the child's last visit while on this plan, and whether the child was seen alone."""
    visit = engine.table("cp_visit")
    if not engine.has("cp_visit"):
        return unknown(spells, last_visit="date", visit_number="int32", last_seen_alone="boolean")
    visit = visit.select("authority", "source", "person_id", "cp_visit_id", "visit_date", "seen_alone")
    visit = with_day_number(visit, engine, day="visit_date", name="visit_number")
    found = with_latest(
        spells, engine, context, visit, date="visit_date", key="cp_visit_id",
        columns={"last_visit": "visit_date", "visit_number": "visit_number", "last_seen_alone": "seen_alone"},
        within_months=12,
    )  # fmt: skip
    on_this_plan = (found.last_visit >= found.start_date).fill_null(ibis.literal(value=False))
    return found.mutate(
        visit_number=on_this_plan.ifelse(found.visit_number, ibis.null("int32")),
        last_seen_alone=on_this_plan & found.last_seen_alone,
    )


_STOCK = "A steady number can hide equal numbers starting and ending: read it with plans started and ended."
ON_PLAN = Measure(
    id="cp_plans",
    code="CP01",
    title="Children on a child protection plan",
    meaning="How many children had a child protection plan at the end of the day.",
    why="These are the children thought to be suffering, or likely to suffer, significant harm at home.",
    how="Count children with a plan started on or before the day and not ended by the end of it; one plan for each "
    "child; temporary plans of other authorities are left out.",
    numerator_words="children with an open plan",
    example="A plan that ends on 31 March is not open at the end of that day.",
    moves="Plans started and plans ended.",
    misread=_STOCK,
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE children in need statistics, table D1",
    stage=Stage.PROTECTION,
    headline=True,
    decimals=0,
    numerator="counted",
    cautions=(_STOCK,),
)
RATE = Measure(
    id="cp_plan_rate",
    code="CP02",
    title="Children on a plan per 10,000 children",
    meaning="Children on a plan for every 10,000 people aged 0 to 17.",
    why="A number cannot be compared with other areas; a rate can.",
    how="Children on a plan divided by the mid-year population of the calendar year before the reporting year's end, "
    "times 10,000. Never multiplied up.",
    numerator_words="children with an open plan",
    denominator_words="people aged 0 to 17",
    example="125 children on a plan and 34,000 children in the area make 36.8.",
    moves="The number on a plan, and revisions of the population estimate.",
    misread="Neither a high nor a low rate is good by itself.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source="DfE children in need statistics, table D1",
    stage=Stage.PROTECTION,
    headline=True,
    numerator="counted",
    denominator="population",
)
TWO_YEARS = Measure(
    id="cp_plans_2_years_plus",
    code="CP07",
    title="On a plan for two years or more",
    meaning="Of the children on a plan, the share whose plan had been open for two years or more.",
    why="A plan open so long asks whether it is changing anything.",
    how="Open plans started more than 729 days before the day divided by open plans on the day.",
    numerator_words="open plans of two years or more",
    denominator_words="open plans",
    example="3 of 125 is 2.4%.",
    moves="Drift in individual cases: at this size one family can double it.",
    misread="The denominator is plans open on the day, not plans during the year.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table D5",
    stage=Stage.PROTECTION,
    numerator="two_years",
    denominator="counted",
)
REVIEWED = Measure(
    id="cp_reviews_in_time",
    code="CP11",
    title="Plans reviewed within timescales",
    meaning="Of the plans open for three months or more, the share whose every review was held in time.",
    why="A review is where the plan is tested and the child is heard.",
    how="First review within three calendar months of the start, then never more than six calendar months between "
    "reviews, the last gap measured to the day.",
    numerator_words="open plans with every review in time",
    denominator_words="plans open for three months or more",
    example="Started 10 January, reviewed 9 April and 8 October: in time on 31 March. Reviewed 12 April: late for good.",
    moves="Booking, chairs' capacity, school holidays.",
    misread="One late review counts against a plan until it ends.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table D6",
    stage=Stage.PROTECTION,
    headline=True,
    numerator="in_time",
    denominator="reviewable",
    needs=("cp_review",),
)


def _range(extreme: Extreme) -> Measure:
    return replace(
        ON_PLAN,
        id=f"cp_plans_{extreme}_18_months",
        code="CP19",
        title=f"Children on a protection plan, {extreme} of 18 month ends",
        meaning=f"The {extreme} number of children on a protection plan at any month's end of the last 18 months.",
        why="With its counterpart it is the band the number kept within, which a committee asks for.",
        how=f"The {extreme} of the numbers at the last 18 month ends up to the day, the day included if it is one.",
        numerator_words=f"{extreme} number at a month's end",
        example="Month ends of 121, 129 and 125, and fifteen between: the lowest is 121, the highest 129.",
        misread="A band says nothing of limits: whether a number is stable is for a control chart.",
        source="Local measure in use before committees; not published nationally",
        headline=False,
        lookback_months=17,
        extreme=extreme,
        over_months=18,
    )


COHORT = Cohort(
    id="cp_plans_open",
    title="Children on a child protection plan",
    kind=CohortKind.STOCK,
    table="cp_plan",
    rows=rows,
    on_day=on_day,
    breakdowns=("team", "category", "duration", *PERSON_BREAKDOWNS),
    measures=(ON_PLAN, RATE, TWO_YEARS, REVIEWED, _range(Extreme.LOWEST), _range(Extreme.HIGHEST), *OPEN_MORE),
)
