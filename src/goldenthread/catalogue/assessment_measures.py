"""The measures counted over completed assessments."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.measures.model import Measure, Polarity, Stage, Unit

_C2 = "DfE children in need statistics, table C2"
_TIMED = "completed assessments with a start and an end in order"
_CLOCK = "The clock runs from the start of the assessment to its authorisation, in working days."
COMPLETED = Measure(
    id="assessments_completed",
    code="AS01",
    title="Assessments completed",
    meaning="How many assessments of children and families were completed (authorised).",
    why="It is the amount of assessment work the service finished.",
    how="Count assessments whose authorisation date lies in the period.",
    numerator_words="assessments authorised in the period",
    example="A child assessed twice in the year is two assessments.",
    moves="Referrals, staffing, and whether work on open cases is recorded as a new assessment.",
    misread="It follows referrals by about two months.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C2,
    stage=Stage.ASSESSMENTS,
    headline=True,
    decimals=0,
    numerator="counted",
    excluded="untimed",
    excluded_words="without a start and an end in order, so left out of every duration",
)
WITHIN_45 = Measure(
    id="assessments_45",
    code="AS02",
    title="Assessments completed within 45 working days",
    meaning="Of the assessments completed, the share that took 45 working days or fewer from start to authorisation.",
    why="Families should learn promptly what the council thinks should happen.",
    how="Assessments of 0 to 45 working days divided by assessments completed. Weekends and England's bank holidays do "
    "not count; the day of starting is day 0. This is the published clock: start to authorisation.",
    numerator_words="assessments that took 45 working days or fewer",
    denominator_words=_TIMED,
    example="Started Monday 3 March 2014, authorised Thursday 8 May 2014: 45 working days, within.",
    moves="Allocation, workload, management sign-off; and leaving late assessments open, which flatters it.",
    misread="Look at open assessments over 45 days beside it: late work that is still open is not in the share.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source=_C2,
    stage=Stage.ASSESSMENTS,
    headline=True,
    numerator="within_45",
    denominator="timed",
    excluded="untimed",
    excluded_words="left out: without a start and an end in order",
)
FROM_REFERRAL = replace(
    WITHIN_45,
    id="assessments_45_from_referral",
    code="AS15",
    title="Assessments completed within 45 working days of the referral",
    meaning="Of the first assessments of a referral, the share authorised within 45 working days of the referral date.",
    why="It is the time the family waited, which starts when the referral is made.",
    how="First assessments authorised 0 to 45 working days after the referral, divided by first assessments linked to a "
    "referral. Later assessments of a case that was already open are left out.",
    numerator_words="first assessments authorised within 45 working days of the referral",
    denominator_words="first assessments linked to a referral",
    example="Referred 1 May, started 12 May, authorised 4 July 2014: 45 working days from the referral.",
    misread="There is no published figure for it: never compare it with the published 45-day measure.",
    source="Statutory guidance, Working Together: 45 working days from the point of referral",
    headline=False,
    numerator="within_45_of_referral",
    denominator="first_of_referral",
    excluded="not_first_of_referral",
    excluded_words="left out: later assessments of a case, and those without a referral before them",
    needs=("referral",),
)
WITHIN_10 = Measure(
    id="assessments_10",
    code="AS12",
    title="Assessments completed within 10 working days",
    meaning="Of the assessments completed, the share that took 10 working days or fewer.",
    why="A simple need should not take a long assessment.",
    how="Assessments of 0 to 10 working days divided by assessments completed. " + _CLOCK,
    numerator_words="assessments that took 10 working days or fewer",
    denominator_words=_TIMED,
    example="12 of 100 is 12.0%.",
    moves="How needs are sorted at the start, and whether managers review at 10 days.",
    misread="A high share can be proportionate work or thin work: read it beside re-referrals.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=_C2,
    stage=Stage.ASSESSMENTS,
    headline=True,
    numerator="days_0_10",
    denominator="timed",
    excluded="untimed",
    excluded_words="left out: without a start and an end in order",
)
WITHIN_20 = replace(
    WITHIN_10,
    id="assessments_20",
    code="AS13",
    title="Assessments completed within 20 working days",
    meaning="Of the assessments completed, the share that took 20 working days or fewer.",
    how="Assessments of 0 to 20 working days divided by assessments completed. " + _CLOCK,
    numerator_words="assessments that took 20 working days or fewer",
    example="30 of 100 is 30.0%.",
    moves="How needs are sorted at the start, and whether managers review at 20 days.",
    numerator="within_20",
)


def _band(name: str, code: str, column: str, words: str) -> Measure:
    return replace(
        WITHIN_10,
        id=f"assessments_{name}",
        code=code,
        title=f"Assessments that took {words}",
        meaning=f"Of the assessments completed, the share that took {words}.",
        why="The bands show the whole spread of durations, which one deadline hides.",
        how=f"Assessments that took {words}, divided by assessments completed. {_CLOCK}",
        numerator_words=f"assessments that took {words}",
        example="25 of 100 is 25.0%.",
        moves="Allocation, complexity, and the deadline itself, which draws endings to the days just before it.",
        misread="Bands of one set add to 100%; bands of two sets overlap and must not be added.",
        headline=False,
        numerator=column,
    )


BANDS = (
    _band("0_10", "AS04", "days_0_10", "0 to 10 working days"),
    _band("11_20", "AS04", "days_11_20", "11 to 20 working days"),
    _band("21_30", "AS04", "days_21_30", "21 to 30 working days"),
    _band("31_45", "AS04", "days_31_45", "31 to 45 working days"),
    _band("over_45", "AS04", "over_45", "46 working days or more"),
    _band("same_day", "AS03", "same_day", "no working day (ended the day it started)"),
    _band("1_10", "AS03", "days_1_10", "1 to 10 working days"),
    _band("31_40", "AS03", "days_31_40", "31 to 40 working days"),
    _band("41_45", "AS03", "days_41_45", "41 to 45 working days"),
    _band("46_50", "AS03", "days_46_50", "46 to 50 working days"),
    _band("51_60", "AS03", "days_51_60", "51 to 60 working days"),
    _band("61_plus", "AS03", "days_61_plus", "61 working days or more"),
)


def _quartile(name: str, share: float, words: str) -> Measure:
    return Measure(
        id=f"assessment_{name}",
        code="AS05",
        title=f"{words.capitalize()} of assessment durations",
        meaning=f"The number of working days within which {share:.0%} of completed assessments were done.",
        why="A typical duration says more than whether one deadline was met.",
        how=f"The {words} of working days from start to authorisation over the assessments completed; between two values "
        "it is interpolated in proportion.",
        numerator_words=_TIMED,
        example="Durations 10, 20, 30, 40 have a median of 25.",
        moves="The whole spread of durations.",
        misread="Low is not always good: an assessment can be too short for the need.",
        polarity=Polarity.NEUTRAL,
        unit=Unit.WORKING_DAYS,
        source=_C2,
        stage=Stage.ASSESSMENTS,
        decimals=1,
        numerator="days",
        quantile=share,
    )


SIMPLE_OVER_20 = Measure(
    id="simple_assessments_over_20",
    code="AS14",
    title="Simple assessments that took more than 20 working days",
    meaning="Of the assessments of low complexity, the share that took more than 20 working days.",
    why="It asks whether the time taken is in proportion to the need.",
    how="Low complexity: no factor or one factor recorded, no Section 47 enquiry during the assessment, and nothing "
    "further done afterwards. Those over 20 working days are divided by all of them.",
    numerator_words="low-complexity assessments that took more than 20 working days",
    denominator_words="low-complexity assessments completed",
    example="Of 200 low-complexity assessments 44 took more than 20 working days: 22.0%.",
    moves="Early sorting, check points at 10 and 20 days, and how fully factors are recorded.",
    misread="Complexity is only what was recorded: a thin record makes a hard case look simple.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="Proposed local definition; complexity groups need an owner's agreement",
    stage=Stage.ASSESSMENTS,
    headline=True,
    numerator="simple_over_20",
    denominator="simple",
    needs=("assessment_factor",),
    cautions=("The grouping by complexity is a local proposal, not a national definition.",),
)
MEASURES = (
    COMPLETED,
    WITHIN_45,
    FROM_REFERRAL,
    WITHIN_10,
    WITHIN_20,
    *BANDS,
    _quartile("lower_quartile", 0.25, "lower quartile"),
    _quartile("median", 0.5, "median"),
    _quartile("upper_quartile", 0.75, "upper quartile"),
    SIMPLE_OVER_20,
)
