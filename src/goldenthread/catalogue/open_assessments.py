"""Assessments open at the end of a day, and those open too long."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    age_band,
    flag,
    with_day_number,
    with_person,
    with_referral,
    with_team,
)
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit

LONGEST_WORKING_DAYS = 45
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "assessment_id",
    "referral_id",
    "start_date",
    "authorised_date",
    "team_id",
)


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per assessment as a spell from its start to its authorisation."""
    spell = engine.table("assessment").select(*_COLUMNS)
    spell = spell.mutate(end_date=spell.authorised_date, counts_from=spell.start_date)
    spell = with_day_number(spell, engine, day="start_date", name="start_number")
    spell = with_team(with_person(with_referral(spell, engine), engine, on="start_date"), engine)
    return spell.mutate(source=spell.referral_source)


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    return spells.mutate(
        counted=1,
        over_45=flag(spells.day_number - spells.start_number > LONGEST_WORKING_DAYS),
        age_band=age_band(spells, spells.day),
    )


OPEN = Measure(
    id="assessments_open",
    code="AS06",
    title="Assessments open",
    meaning="How many assessments were open at the end of the day.",
    why="Work in hand: what is late and still open never shows in the share completed on time.",
    how="Count assessments started on or before the day and not authorised by the end of it.",
    numerator_words="assessments open",
    example="Started 1 March, authorised 20 April: open on 31 March.",
    moves="Referrals coming in, assessments going out.",
    misread="A growing number may be more children helped or a queue.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="CIN census query 8670Q",
    stage=Stage.ASSESSMENTS,
    decimals=0,
    numerator="counted",
)
OPEN_OVER_45 = Measure(
    id="assessments_open_over_45",
    code="AS06",
    title="Assessments open more than 45 working days",
    meaning="How many open assessments had been open for more than 45 working days.",
    why="A service can raise its share on time by leaving late assessments open; this shows it.",
    how="Count open assessments whose start lies more than 45 working days before the day.",
    numerator_words="assessments open more than 45 working days",
    example="On 31 March an assessment started on 10 January is over; one started on 3 February is not.",
    moves="Sign-off queues, and assessments that were finished but never closed on the system.",
    misread="Some may be recording: finished work that nobody authorised.",
    polarity=Polarity.LOW,
    unit=Unit.COUNT,
    source="CIN census query 8670Q",
    stage=Stage.ASSESSMENTS,
    headline=True,
    decimals=0,
    numerator="over_45",
)
SHARE_OVER_45 = replace(
    OPEN_OVER_45,
    id="assessments_open_over_45_share",
    title="Share of open assessments that are over 45 working days",
    meaning="Of the assessments open on the day, the share that had been open for more than 45 working days.",
    how="Open assessments whose start lies more than 45 working days before the day divided by open assessments.",
    denominator_words="assessments open",
    example="6 of 112 open is 5.4%.",
    unit=Unit.PERCENT,
    headline=False,
    decimals=1,
    denominator="counted",
)
COHORT = Cohort(
    id="open_assessments",
    title="Assessments open",
    kind=CohortKind.STOCK,
    table="assessment",
    rows=rows,
    on_day=on_day,
    breakdowns=("team", "need", "source", *PERSON_BREAKDOWNS),
    measures=(OPEN, OPEN_OVER_45, SHARE_OVER_45),
)
