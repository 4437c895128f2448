"""Assessments completed: how long they took, and whether the time suited the need."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.assessment_measures import MEASURES
from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    covered_from,
    flag,
    with_day_number,
    with_person,
    with_referral,
    with_team,
)
from goldenthread.catalogue.looked_after import care_starts
from goldenthread.catalogue.plans_started import own_plans
from goldenthread.measures.model import Cohort, CohortKind, CountContext

BANDS = {
    "same_day": (0, 0),
    "days_0_10": (0, 10),
    "days_1_10": (1, 10),
    "days_11_20": (11, 20),
    "days_21_30": (21, 30),
    "days_31_40": (31, 40),
    "days_31_45": (31, 45),
    "days_41_45": (41, 45),
    "days_46_50": (46, 50),
    "days_51_60": (51, 60),
    "days_61_plus": (61, 100_000),
    "within_20": (0, 20),
    "within_45": (0, 45),
    "over_45": (46, 100_000),
}
SIMPLE_DAYS = 20
FIRST_WITHIN_DAYS = 45
SOON_WORKING_DAYS = 10
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "assessment_id",
    "referral_id",
    "start_date",
    "authorised_date",
    "outcome_nfa",
    "child_seen",
    "team_id",
)
NOTHING_FURTHER = ("RC8", "RC9")


def rows(engine: Any, context: CountContext) -> Any:
    """One row per assessment completed (authorised), placed by the date of completion."""
    done = _timed(engine)
    done = with_referral(_with_complexity(done, engine), engine)
    ended = done.outcome_nfa.fill_null(ibis.literal(value=False)) | done.referral_closure_reason.isin(
        NOTHING_FURTHER
    ).fill_null(ibis.literal(value=False))
    low = (done.factor_count <= 1) & ended
    done = done.mutate(
        complexity=ibis.cases((done.high == 1, "high"), (low, "low"), else_="medium"),
        days_from_referral=(done.authorised_date >= done.referral_date).ifelse(
            done.end_number - done.referral_number, ibis.null("int32")
        ),
    )
    return _flags(done, engine, context)


def _may_be_later(done: Any, context: CountContext) -> Any:
    """Whether an assessment may be a later one of its case although the return holds none before it.

    The return leaves out assessments that were over when it begins. One begun more than 45 working days after a referral
    of that time was most likely not the first.
    """
    before = (done.referral_date < covered_from(done, context)).fill_null(ibis.literal(value=False))
    return before & (done.start_number - done.referral_number > FIRST_WITHIN_DAYS)


def _flags(done: Any, engine: Any, context: CountContext) -> Any:
    """What the measures add up."""
    bands = {name: flag((done.days >= low) & (done.days <= high)) for name, (low, high) in BANDS.items()}
    first = (done.place == 0) & done.days_from_referral.notnull() & ~_may_be_later(done, context)
    simple = (done.complexity == "low") & done.days.notnull()
    done = done.select(
        "authority",
        "source",
        "person_id",
        "team_id",
        "days",
        "need",
        "factors",
        "complexity",
        "referral_source",
        event_date=done.authorised_date,
        counted=1,
        timed=flag(done.days.notnull()),
        untimed=flag(done.days.isnull()),
        first_of_referral=flag(first),
        not_first_of_referral=1 - flag(first),
        within_45_of_referral=flag(first & (done.days_from_referral <= 45)),
        simple=flag(simple),
        simple_over_20=flag(simple & (done.days > SIMPLE_DAYS)),
        seen=flag(done.child_seen),
        seen_known=flag(done.child_seen.notnull()),
        seen_unknown=flag(done.child_seen.isnull()),
        ended_nfa=flag(done.outcome_nfa),
        nfa_known=flag(done.outcome_nfa.notnull()),
        nfa_unknown=flag(done.outcome_nfa.isnull()),
        with_factors=flag(done.recorded > 0),
        **bands,
    )
    done = with_team(with_person(done, engine, on="event_date"), engine)
    return done.mutate(source=done.referral_source)


def _timed(engine: Any) -> Any:
    """Assessments completed with working-day numbers, `days`, and their place among those of the referral."""
    every = engine.table("assessment").select(*_COLUMNS)
    # Assessments still open take their place too: the second on a case is not the first because it ended sooner.
    on_referral = ibis.window(
        group_by=[every.authority, every.source, every.referral_id], order_by=[every.start_date, every.assessment_id]
    )
    every = every.mutate(place=ibis.row_number().over(on_referral))
    done = every.filter(every.authorised_date.notnull())
    done = with_day_number(done, engine, day="start_date", name="start_number")
    done = with_day_number(done, engine, day="authorised_date", name="end_number")
    in_order = done.authorised_date >= done.start_date
    return done.mutate(days=in_order.ifelse(done.end_number - done.start_number, ibis.null("int32")))


def _with_complexity(done: Any, engine: Any) -> Any:
    """Add `factors`, `factor_count` (code 21 not counted) and `high`: 1 when complexity is high, a proposed grouping.

    High is three factors or more, an enquiry during the assessment, or a plan or a start of care within ten working
    days after it.
    """
    factor = engine.table("assessment_factor")
    found = (factor.code != "21").ifelse(factor.code, ibis.null("string"))
    factor = factor.group_by(f_authority=factor.authority, f_source=factor.source, f_id=factor.assessment_id).aggregate(
        f_count=found.nunique(), f_recorded=factor.code.count()
    )
    touched = _touched(done, engine)
    joined = done.left_join(
        factor,
        [done.authority == factor.f_authority, done.source == factor.f_source, done.assessment_id == factor.f_id],
    ).left_join(
        touched,
        [done.authority == touched.x_authority, done.source == touched.x_source, done.assessment_id == touched.x_id],
    )
    joined = joined.mutate(factor_count=joined.f_count.fill_null(0), recorded=joined.f_recorded.fill_null(0))
    words = ibis.cases(
        (joined.factor_count == 0, "no factor"),
        (joined.factor_count == 1, "1 factor"),
        (joined.factor_count == 2, "2 factors"),
        else_="3 factors or more",
    )
    high = (joined.factor_count >= 3) | (joined.touched.fill_null(0) == 1)
    return joined.mutate(factors=words, high=high.cast("int32"))


def _touched(done: Any, engine: Any) -> Any:
    """Assessments with an enquiry during them, or a plan or a start of care within ten working days after."""
    enquiry = engine.table("s47_enquiry")
    plan = own_plans(engine)
    care = care_starts(engine)
    same = ("authority", "source", "person_id", "start_date")
    later = plan.select(*same).union(care.select(*same)).mutate(during=0)
    events = enquiry.select(*same).mutate(during=1).union(later)
    events = with_day_number(events, engine, day="start_date", name="event_number")
    events = events.select(
        o_authority=events.authority,
        o_source=events.source,
        o_person=events.person_id,
        o_day=events.start_date,
        o_number=events.event_number,
        during=events.during,
    )
    left = done.select(
        "authority", "source", "person_id", "assessment_id", "start_date", "authorised_date", "end_number"
    )
    pairs = left.inner_join(
        events,
        [left.authority == events.o_authority, left.source == events.o_source, left.person_id == events.o_person],
    )
    inside = (pairs.o_day >= pairs.start_date) & (pairs.o_day <= pairs.authorised_date)
    after = (pairs.o_day >= pairs.authorised_date) & (pairs.o_number - pairs.end_number <= SOON_WORKING_DAYS)
    pairs = pairs.filter(((pairs.during == 1) & inside) | ((pairs.during == 0) & after))
    return (
        pairs.select(x_authority=pairs.authority, x_source=pairs.source, x_id=pairs.assessment_id)
        .distinct()
        .mutate(touched=1)
    )


COHORT = Cohort(
    id="assessments",
    title="Assessments completed",
    kind=CohortKind.EVENT,
    table="assessment",
    rows=rows,
    breakdowns=("team", "need", "source", "factors", "complexity", *PERSON_BREAKDOWNS),
    measures=MEASURES,
    coverage_of="assessment",
)
