"""Assessments completed: how long they took, and whether the time suited the need."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.assessment_measures import MEASURES
from goldenthread.catalogue.common import PERSON_BREAKDOWNS, calendar, flag, with_person, with_referral, with_team
from goldenthread.measures.model import Cohort, CohortKind, CountContext
from goldenthread.tables import dates

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
SOON_AFTER = 10
NOTHING_FURTHER = ("RC8", "RC9")
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "assessment_id",
    "referral_id",
    "start_date",
    "authorised_date",
    "outcome_nfa",
    "team_id",
)


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per assessment completed (authorised), placed by the date of completion."""
    done = engine.table("assessment").select(*_COLUMNS)
    done = done.filter(done.authorised_date.notnull())
    done = dates.with_working_days(done, calendar(engine), start="start_date", end="authorised_date", name="days")
    done = with_referral(done, engine)
    done = dates.with_working_days(
        done, calendar(engine), start="referral_date", end="authorised_date", name="days_from_referral"
    )
    done = _with_complexity(done, engine)
    on_referral = ibis.window(
        group_by=[done.authority, done.source, done.referral_id], order_by=[done.start_date, done.assessment_id]
    )
    done = done.mutate(_place=ibis.row_number().over(on_referral))
    bands = {name: flag((done.days >= low) & (done.days <= high)) for name, (low, high) in BANDS.items()}
    first = done.referral_date.notnull() & (done._place == 0) & done.days_from_referral.notnull()
    simple = (done.complexity == "low") & done.days.notnull()
    done = done.mutate(
        event_date=done.authorised_date,
        row_key=done.assessment_id,
        counted=1,
        timed=flag(done.days.notnull()),
        untimed=flag(done.days.isnull()),
        first_of_referral=flag(first),
        within_45_of_referral=flag(first & (done.days_from_referral <= 45)),
        simple=flag(simple),
        simple_over_20=flag(simple & (done.days > SIMPLE_DAYS)),
        **bands,
    )
    done = with_team(with_person(done, engine, on="event_date"), engine)
    return done.drop("source").rename(source="referral_source")


def _with_complexity(done: Any, engine: Any) -> Any:
    """Add `factors` (how many, 21 not counted) and `complexity` (low, medium, high), a proposed grouping."""
    done = _with_factor_count(done, engine)
    during = _pairs(done, engine.table("s47_enquiry"))
    during = during.filter((during.o_start >= during.start_date) & (during.o_start <= during.authorised_date))
    done = _marked(done, during, "s47_touched")
    for table, name in (("cp_plan", "plan_touched"), ("cla_episode", "care_touched")):
        after = _pairs(done, engine.table(table))
        after = after.filter(after.o_start >= after.authorised_date)
        after = dates.with_working_days(
            after, calendar(engine), start="authorised_date", end="o_start", name=f"{name}_days"
        )
        done = _marked(done, after.filter(after[f"{name}_days"] <= SOON_AFTER), name)
    high = (done.factor_count >= 3) | (done.s47_touched == 1) | (done.plan_touched == 1) | (done.care_touched == 1)
    ended = done.outcome_nfa.fill_null(ibis.literal(value=False)) | done.referral_closure_reason.isin(
        NOTHING_FURTHER
    ).fill_null(ibis.literal(value=False))
    low = (done.factor_count <= 1) & (done.s47_touched == 0) & ended
    words = ibis.cases(
        (done.factor_count == 0, "no factor"), (done.factor_count == 1, "1 factor"), (done.factor_count == 2, "2 factors"),
        else_="3 factors or more",
    )  # fmt: skip
    return done.mutate(factors=words, complexity=ibis.cases((high, "high"), (low, "low"), else_="medium"))


def _with_factor_count(done: Any, engine: Any) -> Any:
    factor = engine.table("assessment_factor")
    factor = factor.filter(factor.code != "21")
    factor = factor.group_by(f_authority=factor.authority, f_source=factor.source, f_id=factor.assessment_id).aggregate(
        f_count=factor.count()
    )
    done = done.left_join(
        factor,
        [done.authority == factor.f_authority, done.source == factor.f_source, done.assessment_id == factor.f_id],
    )
    return done.mutate(factor_count=done.f_count.fill_null(0)).drop("f_authority", "f_source", "f_id", "f_count")


def _pairs(done: Any, other: Any) -> Any:
    """Assessments beside every event of `other` for the same child in the same return, its date as `o_start`."""
    left = done.select("authority", "source", "person_id", "assessment_id", "start_date", "authorised_date")
    right = other.select(
        o_authority=other.authority, o_source=other.source, o_person=other.person_id, o_start=other.start_date
    )
    pairs = left.inner_join(
        right, [left.authority == right.o_authority, left.source == right.o_source, left.person_id == right.o_person]
    )
    return pairs.drop("o_authority", "o_source", "o_person")


def _marked(done: Any, pairs: Any, name: str) -> Any:
    """Add the 0/1 column `name`: whether the assessment is among the pairs."""
    touched = pairs.select(x_authority=pairs.authority, x_source=pairs.source, x_id=pairs.assessment_id).distinct()
    touched = touched.mutate(**{name: 1})
    done = done.left_join(
        touched,
        [done.authority == touched.x_authority, done.source == touched.x_source, done.assessment_id == touched.x_id],
    ).drop("x_authority", "x_source", "x_id")
    return done.mutate(**{name: done[name].fill_null(0)})


COHORT = Cohort(
    id="assessments",
    title="Assessments completed",
    kind=CohortKind.EVENT,
    table="assessment",
    rows=rows,
    breakdowns=("team", "need", "source", "factors", "complexity", *PERSON_BREAKDOWNS),
    measures=MEASURES,
)
