"""Further measures of referrals: where they come from, how soon they were decided, and what they led to."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.measures.model import Measure, Polarity, Stage, Unit

BY_SOURCE = Measure(
    id="referrals_by_source",
    code="RF06",
    title="Referrals by source",
    meaning="Of all referrals, the share that came from each group of sources.",
    why="It shows who refers children, and whose part in it is changing.",
    how="Referrals from each published group of sources divided by all referrals.",
    numerator_words="referrals from the source",
    denominator_words="referrals",
    example="Of 1,050 referrals, 298 from the police is 28.4%.",
    moves="Police and school practice, and equally every other source: shares add up to 100%.",
    misread="A share can fall because another source rises; read it beside the numbers.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="DfE children in need statistics, table C5",
    stage=Stage.REFERRALS,
    numerator="counted",
    denominator="counted",
    share_by="source",
    share_within=("team",),
)
NOT_IN_NEED = replace(
    BY_SOURCE,
    id="referrals_not_in_need",
    code="RF08",
    title="Referrals assessed and found not in need",
    meaning="Of all referrals, the share closed after assessment because the child was not in need.",
    why="Each is a family assessed without help following: too many asks whether thresholds are shared.",
    how="Referrals closed with reason RC8 or RC9 (no further action after assessment) divided by all referrals.",
    numerator_words="referrals closed after assessment with nothing further",
    denominator_words="referrals",
    example="308 of 1,000 referrals closed with RC8 or RC9 is 30.8%.",
    moves="Thresholds at the door, early help on offer, and how closures are coded.",
    misread="For recent referrals the answer is not yet in: many are still open and may close so.",
    source="DfE children in need statistics, table C1",
    share_by="",
    share_within=(),
    numerator="not_in_need",
    cautions=("Referrals of the last three months may yet be closed this way.",),
)
DECIDED_1 = replace(
    BY_SOURCE,
    id="referrals_decided_1_day",
    code="RF10",
    title="Referrals decided within one working day",
    meaning="Of the referrals with a decision date, the share decided within one working day.",
    why="Guidance expects a decision on the next step within one working day of a referral.",
    how="Referrals whose decision came 0 or 1 working days after the referral, divided by referrals with a decision "
    "date; the day of the referral is day 0.",
    numerator_words="referrals decided within one working day",
    denominator_words="referrals with a decision date",
    example="Referred on Friday, decided on Monday: one working day.",
    moves="Staffing of the front door and how quickly partners answer questions.",
    misread="No return holds the decision date: without the template there is no value.",
    polarity=Polarity.HIGH,
    source="Local measure seen in scrutiny papers; decision dates from SSD or the authority's own template",
    share_by="",
    share_within=(),
    numerator="decided_1",
    denominator="decided",
    excluded="undecided",
    excluded_words="have no decision date, or one before the referral",
)
DECIDED_LATE = replace(
    DECIDED_1,
    id="referrals_decided_late",
    title="Referrals decided after more than three working days",
    meaning="Of the referrals with a decision date, the share that waited more than three working days.",
    how="Referrals whose decision came more than three working days after the referral, divided by referrals with a "
    "decision date.",
    numerator_words="referrals decided after more than three working days",
    example="Referred on Monday, decided the Monday after: five working days, so it counts.",
    polarity=Polarity.LOW,
    numerator="decided_late",
)
ASSESSED = replace(
    BY_SOURCE,
    id="referrals_leading_to_assessment",
    code="RF11",
    title="Referrals leading to an assessment",
    meaning="Of the referrals, the share for which an assessment was started.",
    why="It shows how much of what is accepted as a referral goes on to be looked into.",
    how="Referrals with an assessment started, or marked as leading to one, divided by referrals at least 30 days old.",
    numerator_words="referrals with an assessment started",
    denominator_words="referrals at least 30 days old at the date of the data",
    example="Of 90 referrals old enough to tell, 81 with an assessment is 90.0%.",
    moves="Screening before referral, and referrals on cases that are open already.",
    misread="A second referral on a case that is being assessed leads to no new assessment.",
    source="Local measure; not published nationally",
    share_by="",
    share_within=(),
    numerator="led_to_assessment",
    denominator="outcome_due",
    too_recent="too_recent",
)
MORE = (BY_SOURCE, NOT_IN_NEED, DECIDED_1, DECIDED_LATE, ASSESSED)
