"""Referrals, and how many of them are about a child who was referred or helped shortly before."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, group, label, with_person, with_previous, with_team
from goldenthread.catalogue.decisions import with_decision
from goldenthread.catalogue.referral_measures import MORE
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates

_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "referral_id",
    "referral_date",
    "closure_date",
    "closure_reason",
    "decision_date",
    "outcome_assessment",
    "nfa",
    "source_code",
    "primary_need",
    "team_id",
)


NOT_IN_NEED = ("RC8", "RC9")
ASSESSED_WITHIN_DAYS = 30


def rows(engine: Any, context: CountContext) -> Any:
    """One row per referral; several of one child on one day are one referral."""
    every = engine.table("referral").select(*_COLUMNS)
    # Of two rows of one day the closure of either is one that came before later referrals.
    referral = _one_a_day(with_previous(every, key="referral_id", start="referral_date", end="closure_date"))
    referral = _with_assessment(referral, engine, context)
    referral = with_decision(
        referral, engine, kind="referral", key="referral_id", day="referral_date", decided="decision_date"
    )
    recent = dates.days_between_expr(referral.referral_date, ibis.literal(context.as_at)) < ASSESSED_WITHIN_DAYS
    assessed = (referral.assessed == 1) | referral.outcome_assessment
    referral = referral.select(
        "authority",
        "source",
        "person_id",
        "team_id",
        "decided",
        "undecided",
        "decided_1",
        "decided_late",
        too_recent=flag(recent),
        outcome_due=1 - flag(recent),
        led_to_assessment=flag(assessed & ~recent),
        not_in_need=flag(referral.closure_reason.isin(NOT_IN_NEED)),
        event_date=referral.referral_date,
        row_key=referral.referral_id,
        counted=1,
        rereferred=flag(dates.within_12_months_expr(referral.previous_start, referral.referral_date)),
        after_closure=flag(dates.within_12_months_expr(referral.previous_end, referral.referral_date)),
        nfa_known=flag(referral.nfa.notnull()),
        closed_nfa=flag(referral.nfa),
        from_school=flag(referral.source_code.isin(codes.REFERRAL_SOURCE.in_group("Schools"))),
        need=label(referral.primary_need, codes.PRIMARY_NEED),
        source_group=group(referral.source_code, codes.REFERRAL_SOURCE),
    )
    referral = with_team(with_person(referral, engine, on="event_date"), engine)
    return referral.mutate(source=referral.source_group)


def _with_assessment(referral: Any, engine: Any, context: CountContext) -> Any:
    """Add `assessed`: 1 when an assessment of this referral had started by the data date."""
    assessment = engine.table("assessment")
    assessment = assessment.filter(assessment.start_date <= ibis.literal(context.as_at))
    started = assessment.select(
        a_authority=assessment.authority, a_source=assessment.source, a_referral=assessment.referral_id, assessed=1
    ).distinct()
    return referral.left_join(
        started,
        [
            referral.authority == started.a_authority,
            referral.source == started.a_source,
            referral.referral_id == started.a_referral,
        ],
    )


def _one_a_day(referral: Any) -> Any:
    same_day = ibis.window(
        group_by=[referral.authority, referral.source, referral.person_id, referral.referral_date],
        order_by=[referral.referral_id],
    )
    referral = referral.mutate(place=ibis.row_number().over(same_day))
    return referral.filter(referral.place == 0)


_C1 = "DfE children in need statistics, table C1"
REFERRALS = Measure(
    id="referrals",
    code="RF01",
    also=("RF09",),
    title="Referrals",
    meaning="How many referrals to children's social care were received.",
    why="Every assessment, enquiry and plan starts here.",
    how="Count referrals received in the period; several of one child on one day are one.",
    numerator_words="referrals",
    example="A child referred in May and again in November of one year is two referrals.",
    moves="Need in the area, partners' thresholds, and what the front door turns into a referral.",
    misread="A fall may be better early help, or contacts that are no longer taken.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C1,
    stage=Stage.REFERRALS,
    headline=True,
    decimals=0,
    numerator="counted",
)
REFERRAL_RATE = Measure(
    id="referral_rate",
    code="RF02",
    title="Referrals per 10,000 children",
    meaning="Referrals for every 10,000 people aged 0 to 17 in the area.",
    why="It lets areas of different size be compared.",
    how="Referrals divided by the mid-year population of the calendar year before the reporting year's end, times "
    "10,000; a part of a year is multiplied up to a whole one and marked.",
    numerator_words="referrals",
    denominator_words="people aged 0 to 17",
    example="1,050 referrals in a year and 35,000 children make 300.0.",
    moves="Referrals, and revisions of the population estimate.",
    misread="A part of a year multiplied up carries the season with it.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source=_C1,
    stage=Stage.REFERRALS,
    numerator="counted",
    denominator="population",
)
CHILDREN_REFERRED = Measure(
    id="children_referred",
    code="RF03",
    title="Children referred",
    meaning="How many different children were referred.",
    why="Referrals count events; this counts children.",
    how="Count each child once in the period, in the group of the first referral of the period.",
    numerator_words="children with a referral in the period",
    example="A child referred three times in the year is one child.",
    moves="The same things as referrals, without the effect of repeats.",
    misread="The children of the four quarters add up to more than the children of the year.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C1,
    stage=Stage.REFERRALS,
    decimals=0,
    numerator="counted",
    distinct=Distinct.FIRST,
)
REREFERRALS = Measure(
    id="rereferrals",
    code="RF04",
    title="Re-referrals within 12 months",
    meaning="Of all referrals, the share about a child who had another referral in the 12 months before.",
    why="A child who comes back soon may not have had the right help the first time.",
    how="Referrals with an earlier referral of the same child on or after the same day a year before and before this "
    "one, divided by all referrals. Calendar months; an earlier referral counts even when nothing further was done.",
    numerator_words="referrals whose child had an earlier referral in the 12 months before",
    denominator_words="referrals",
    example="A child referred on 3 May 2013 and 3 May 2014: the second is a re-referral. On 2 May 2013 it is not.",
    moves="Help that ends too early, thresholds at closure, and families who come back because they trust the service.",
    misread="It counts referral to referral, not closure to referral; see the measure after closure.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source=_C1,
    stage=Stage.REFERRALS,
    headline=True,
    numerator="rereferred",
    denominator="counted",
    lookback_months=12,
)
CHILDREN_REREFERRED = Measure(
    id="children_rereferred",
    code="RF05",
    title="Children re-referred",
    meaning="Of the children referred, the share who had a re-referral.",
    why="It is the children's version of re-referrals: one child with many referrals counts once.",
    how="Different children with a re-referral in the period divided by different children with a referral.",
    numerator_words="children with a re-referral in the period",
    denominator_words="children referred in the period",
    example="Of 100 children referred, 19 of whom had a re-referral: 19.0%.",
    moves="The same things as re-referrals.",
    misread="It is lower than the referral version; never compare one with the other.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source=_C1,
    stage=Stage.REFERRALS,
    numerator="rereferred",
    denominator="counted",
    distinct=Distinct.FIRST,
    lookback_months=12,
)
REREFERRALS_AFTER_CLOSURE = Measure(
    id="rereferrals_after_closure",
    code="RF12",
    title="Referrals soon after closure",
    meaning="Of all referrals, the share about a child whose case had been closed in the 12 months before.",
    why="It asks the bounce-back question directly: did the case come back after it was closed?",
    how="Referrals whose child had an episode closed in the 12 calendar months before, divided by all referrals.",
    numerator_words="referrals whose child had an episode closed in the 12 months before",
    denominator_words="referrals",
    example="Closed on 10 January, referred on 9 January a year later: counted.",
    moves="How cases are closed and what support goes on after.",
    misread="There is no published figure for it. It is not the national re-referral measure.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="Local definition: cases that come back after closure",
    stage=Stage.REFERRALS,
    numerator="after_closure",
    denominator="counted",
    lookback_months=12,
)
REFERRALS_NFA = Measure(
    id="referrals_nfa",
    code="RF07",
    title="Referrals with no further action",
    meaning="Of the referrals, the share closed before any assessment.",
    why="Many such referrals mean work at the door that leads to no help.",
    how="Referrals marked no further action divided by referrals where that is recorded.",
    numerator_words="referrals marked no further action",
    denominator_words="referrals where it is recorded",
    example="5 of 100 is 5.0%.",
    moves="Screening before referral: where contacts are filtered first, few referrals end this way.",
    misread="A low figure can mean that the filter sits earlier, not that the threshold is lower.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=_C1,
    stage=Stage.REFERRALS,
    numerator="closed_nfa",
    denominator="nfa_known",
)
REFERRALS_FROM_SCHOOLS = Measure(
    id="referrals_from_schools",
    code="RF06",
    title="Referrals from schools",
    meaning="How many referrals came from a school.",
    why="Beside contacts from schools it shows whether fewer contacts means fewer children in need.",
    how="Count referrals whose source is school (2A).",
    numerator_words="referrals whose source is a school",
    example="Contacts fall by a third while these hold: the contacts that stopped were not becoming referrals.",
    moves="School terms, and what schools believe the threshold to be.",
    misread="August is always low. Compare with the same months a year earlier.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE children in need statistics, table C5",
    stage=Stage.REFERRALS,
    decimals=0,
    numerator="from_school",
    cautions=("School holidays make a season: compare with the same period a year earlier.",),
)
COHORT = Cohort(
    id="referrals",
    title="Referrals",
    kind=CohortKind.EVENT,
    table="referral",
    rows=rows,
    breakdowns=("team", "need", "source", *PERSON_BREAKDOWNS),
    measures=(
        REFERRALS,
        REFERRAL_RATE,
        CHILDREN_REFERRED,
        REREFERRALS,
        CHILDREN_REREFERRED,
        REREFERRALS_AFTER_CLOSURE,
        REFERRALS_NFA,
        REFERRALS_FROM_SCHOOLS,
        *MORE,
    ),
)
