"""The measures of children looked after beyond how many: placements, visits, workers, health, starting and ceasing."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.catalogue.common import PERSON_BREAKDOWNS
from goldenthread.measures.model import Distinct, Measure, Polarity, Stage, Unit

_STATISTICS = "DfE children looked after statistics; SSDA903"
_OF = "children looked after on the day"
_BASE = Measure(
    id="looked_after_base",
    code="LA07",
    title="Children looked after in foster care",
    meaning="Of the children looked after, the share living with foster carers.",
    why="Most children do best in a family.",
    how="Children whose placement on the day is with foster carers, relatives or friends among them (U1 to U6), divided "
    "by children looked after on the day.",
    numerator_words="children in foster care",
    denominator_words=_OF,
    example="Of 140 children looked after, 94 in foster care is 67.1%.",
    moves="Carers available, sufficiency of homes nearby, and the age and needs of children.",
    misread="Children placed for adoption and at home with parents are in the denominator too.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source=_STATISTICS,
    stage=Stage.PLACEMENTS,
    numerator="fostered",
    denominator="counted",
    needs=("cla_placement",),
)
FOSTERED = replace(_BASE, id="looked_after_foster_care")


def _placed(
    name: str, code: str, numerator: str, polarity: Polarity, title: str, where: str, codes: str, **words: str
) -> Measure:
    return replace(
        _BASE,
        id=f"looked_after_{name}",
        code=code,
        title=f"Children looked after {title}",
        meaning=f"Of the children looked after, the share living {where}.",
        how=f"Children whose placement on the day is {codes}, divided by children looked after on the day.",
        numerator_words=f"children living {where}",
        example=words["example"],
        why=words["why"],
        misread=words["misread"],
        polarity=polarity,
        numerator=numerator,
    )


IN_HOMES = _placed(
    "children_homes", "LA08", "in_homes", Polarity.NEUTRAL, "in secure units and children's homes",
    "in a secure unit or children's home", "a secure children's home (K1) or a children's home (K2)",
    why="Homes suit some children, and cost many times what a family does.",
    misread="A low share can mean that children who need a home are in worse places.",
    example="Of 140 children looked after, 17 in homes is 12.1%.",
)  # fmt: skip
SUPPORTED = _placed(
    "supported", "LA09", "supported", Polarity.NEUTRAL, "in supported or independent accommodation",
    "in supported or independent accommodation", "supported accommodation (K3; H5 and P2 before 2024/25)",
    why="It is for young people aged 16 and over who are ready, not for want of a home.",
    misread="The codes changed in 2024/25: read across that year with care.",
    example="Of 140 children looked after, 13 in supported accommodation is 9.3%.",
)  # fmt: skip
WITH_PARENTS = _placed(
    "with_parents", "LA10", "with_parents", Polarity.HIGH, "placed with parents",
    "with their own parents", "with parents (P1)",
    why="A child at home under a care order is on the way home, or at risk there.",
    misread="The published tool calls high good; ask of each child whether the order is still needed.",
    example="Of 140 children looked after, 8 with parents is 5.7%.",
)  # fmt: skip
OTHER = _placed(
    "other_placements", "LA13", "other_placement", Polarity.LOW, "in other placements",
    "in a placement outside every listed kind", "another placement (Z1, Z11 to Z14)",
    why="These include settings that are not registered to care for children.",
    misread="Not every other placement is unregistered: look at each one.",
    example="Of 140 children looked after, 4 in other placements is 2.9%.",
)  # fmt: skip
OTHER_COUNT = replace(
    OTHER,
    id="looked_after_other_placements_count",
    title="Number of children looked after in other placements",
    meaning="How many children looked after lived in a placement outside every listed kind.",
    how="Count children whose placement on the day is another placement (Z1, Z11 to Z14).",
    denominator_words="",
    example="Of 140 children looked after, 4 in other placements: the answer is 4.",
    unit=Unit.COUNT,
    decimals=0,
    denominator="",
)
RESIDENTIAL = _placed(
    "other_residential", "LA38", "other_residential", Polarity.NEUTRAL, "in other residential settings",
    "in another residential setting", "another residential setting (P3, R1, R2, R3, R5, S1)",
    why="It covers schools, hospitals, parent and baby units and custody: each asks for something else.",
    misread="Few children and very different settings: the share moves with one child.",
    example="Of 140 children looked after, 2 in a residential school is 1.4%.",
)  # fmt: skip
FAR = replace(
    _BASE,
    id="looked_after_over_20_miles",
    code="LA12",
    title="Children looked after over 20 miles from home",
    meaning="Of the children looked after, the share placed more than 20 miles from home.",
    why="Distance cuts children off from family, school and friends.",
    how="Children placed more than 20 miles from home, in a straight line, divided by children whose distance is known.",
    numerator_words="children placed more than 20 miles from home",
    denominator_words="children looked after whose distance from home is known",
    example="Of 130 children with a known distance, 24 over 20 miles is 18.5%.",
    moves="Sufficiency of homes nearby, and children placed with relatives who live far away.",
    misread="The published table is of placements that began in the year, not of children on the day.",
    polarity=Polarity.LOW,
    numerator="far",
    denominator="miles_known",
    excluded="miles_unknown",
    excluded_words="left out: distance from home not known",
)
FAR_OUTSIDE = replace(
    FAR,
    id="looked_after_over_20_miles_outside",
    code="LA11",
    title="Children looked after over 20 miles from home and outside the authority",
    meaning="Of the children looked after, the share placed more than 20 miles from home and outside the authority.",
    how="Children placed more than 20 miles from home and outside the authority's boundary, divided by children for whom "
    "both are known.",
    numerator_words="children placed over 20 miles from home and outside the authority",
    denominator_words="children looked after whose distance and area of placement are known",
    example="Of 130 children for whom both are known, 22 is 16.9%.",
    misread="In a large county a child can be far from home and still inside the authority.",
    numerator="far_outside",
    denominator="place_known",
    excluded="place_unknown",
    excluded_words="left out: distance or area of placement not known",
)
MOVES = replace(
    _BASE,
    id="looked_after_3_placements",
    code="LA05",
    title="Children looked after with three placements or more",
    meaning="Of the children looked after, the share who had three or more placements in the twelve months to the day.",
    why="Every move costs a child people, a bed and often a school.",
    how="Children with three or more placements at any time in the twelve months to the day divided by children looked "
    "after. Temporary placements (T codes) and a placement for adoption with the same carer (A3, A5) are no move.",
    numerator_words="children with three or more placements in twelve months",
    example="Placed on 1 February, moved in May and again in September: three by 31 January.",
    moves="Emergencies, matching, and support for carers.",
    misread="A change recorded as a new placement with the same carer counts as one here.",
    polarity=Polarity.LOW,
    numerator="many_placements",
    lookback_months=11,
    cautions=(
        "Annex A gives the council's own count of placements, by its own rule: read from it, that count is used.",
    ),
)
SETTLED = replace(
    _BASE,
    id="looked_after_long_term_stability",
    code="LA06",
    title="Long-term stability of placements",
    meaning="Of the children under 16 looked after for two and a half years or more, the share in one placement for two.",
    why="Staying put is what makes a placement a home.",
    how="Children under 16, looked after for 30 months or more, who have lived in the same placement for 24 months or "
    "more, divided by all children under 16 looked after for 30 months or more. An adoptive placement counts "
    "together with the one before it.",
    numerator_words="children in the same placement for two years or more",
    denominator_words="children under 16 looked after for two and a half years or more",
    example="Of 60 such children, 41 in one placement for two years is 68.3%.",
    moves="Matching, support for carers, and plans for permanence.",
    misread="Few children in a small authority: one sibling group moves it.",
    numerator="settled",
    denominator="long_in_care",
    lookback_months=29,
)
WORKERS = replace(
    _BASE,
    id="looked_after_3_workers",
    code="LA29",
    title="Children looked after with three social workers or more",
    meaning="Of the children looked after, the share who had three or more case workers in the twelve months to the day.",
    why="Children count the adults who come and go.",
    how="Children with three or more different case workers at any time in the twelve months to the day, before care "
    "included, divided by children looked after.",
    numerator_words="children with three or more case workers in twelve months",
    example="One worker to June, a second to October, a third since: three workers by 31 March.",
    moves="Turnover, agency staff, and handovers between teams.",
    misread="A planned move from an assessment team to a care team counts as a change.",
    polarity=Polarity.LOW,
    stage=Stage.LOOKED_AFTER,
    numerator="many_workers",
    needs=("involvement",),
    lookback_months=11,
    source="SSDA903 social worker episodes (from 2023/24); SSD involvements",
)
VISITED = replace(
    WORKERS,
    id="looked_after_visited_6_weeks",
    code="LA16",
    title="Children looked after visited in the last six weeks",
    meaning="Of the children looked after, the share visited within the 42 days up to the day.",
    why="A visit is where somebody sees how the child is living.",
    how="Children whose latest visit since care began lies 0 to 42 days before the day, divided by children looked after.",
    numerator_words="children visited in the last six weeks",
    example="Of 140 children looked after, 128 visited in six weeks is 91.4%.",
    moves="Workload, distance, and visits written up late.",
    misread="Some children may by agreement be visited less often: they count as not visited in six weeks.",
    polarity=Polarity.HIGH,
    numerator="visited",
    needs=("cla_visit",),
    lookback_months=0,
    source="SSD visits; Ofsted ILACS Annex A, list 8 (latest visit only); local measure",
)
UASC = replace(
    WORKERS,
    id="looked_after_uasc_share",
    code="LA04",
    title="Unaccompanied asylum-seeking children among those looked after",
    meaning="Of the children looked after, the share who are unaccompanied asylum-seeking children.",
    why="Their needs and their journey differ, and they can explain a rise by themselves.",
    how="Children recorded as unaccompanied asylum-seeking on the day divided by children looked after.",
    numerator_words="unaccompanied asylum-seeking children",
    example="Of 140 children looked after, 11 is 7.9%.",
    moves="The national transfer scheme, and where children arrive.",
    misread="A child whose status was decided is no longer among them, though still looked after.",
    polarity=Polarity.NEUTRAL,
    numerator="uasc",
    needs=("immigration_status",),
    lookback_months=0,
    source=_STATISTICS,
)
UASC_COUNT = replace(
    UASC,
    id="looked_after_uasc",
    title="Unaccompanied asylum-seeking children looked after",
    meaning="How many unaccompanied asylum-seeking children were looked after at the end of the day.",
    how="Count children looked after who are recorded as unaccompanied asylum-seeking on the day.",
    denominator_words="",
    example="Of 140 children looked after, 11 are unaccompanied: the answer is 11.",
    unit=Unit.COUNT,
    decimals=0,
    denominator="",
)
LEGAL = replace(
    WORKERS,
    id="looked_after_legal_status",
    code="LA33",
    title="Children looked after, by legal status",
    meaning="Of the children looked after, the share in each group of legal status.",
    why="It says by what right the council looks after each child.",
    how="Children in each group of legal statuses on the day divided by children looked after.",
    numerator_words="children with the legal status",
    example="Of 140 children looked after, 84 on care orders is 60.0%.",
    moves="Courts, agreements with parents, and delay in proceedings.",
    misread="A parent's agreement (section 20) may be right or may be drift: the share does not say.",
    polarity=Polarity.NEUTRAL,
    numerator="counted",
    share_by="legal_status_group",
    share_within=PERSON_BREAKDOWNS,
    needs=(),
    lookback_months=0,
    source="SSDA903, legal status of the episode",
)
OPEN_MORE = (
    MOVES, SETTLED, FOSTERED, IN_HOMES, SUPPORTED, WITH_PARENTS, FAR_OUTSIDE, FAR, OTHER, OTHER_COUNT, RESIDENTIAL, UASC_COUNT, UASC,
    VISITED, WORKERS, LEGAL,
)  # fmt: skip

_YEAR = "children looked after for twelve months or more"
HEALTH = replace(
    _BASE,
    id="looked_after_health_assessments",
    code="LA17",
    title="Health assessments up to date",
    meaning="Of the children looked after for twelve months or more, the share whose health assessment is up to date.",
    why="Children in care have often missed health care before.",
    how="Children with a health assessment done in the twelve months to the day (two where the child is under five and "
    f"the checks are dated) divided by {_YEAR}. A refusal counts as not done.",
    numerator_words="children whose health assessment is up to date",
    denominator_words=_YEAR,
    example="Of 100 children a year in care, 90 assessed is 90.0%.",
    moves="Health services' capacity, placements far away, and young people who refuse.",
    misread="From SSDA903 it is known for 31 March only; on other days there is no value.",
    stage=Stage.HEALTH,
    numerator="assessed",
    denominator="told",
    needs=("cla_health",),
    source="DfE outcomes for children looked after; SSDA903 OC2",
)


def _check(name: str, code: str, numerator: str, title: str, has: str, why: str) -> Measure:
    return replace(
        HEALTH,
        id=f"looked_after_{name}",
        code=code,
        title=title,
        meaning=f"Of the children looked after for twelve months or more, the share {has}.",
        how=f"Children {has} in the twelve months to the day divided by {_YEAR}.",
        numerator_words=f"children {has}",
        example="Of 100 children a year in care, 84 is 84.0%.",
        why=why,
        numerator=numerator,
    )


DENTAL = _check(
    "dental_checks",
    "LA18",
    "dental",
    "Dental checks",
    "who had their teeth checked",
    "Toothache is a common hidden harm.",
)
IMMUNISED = _check(
    "immunisations", "LA19", "immunised", "Immunisations up to date", "whose immunisations are recorded as up to date",
    "Children who moved often have missed the ordinary protection.",
)  # fmt: skip
DEVELOPMENT = replace(
    _check(
        "development_checks", "LA20", "developing", "Development checks of under-fives",
        "aged under five whose development check is up to date", "Delay found early can be put right.",
    ),
    how="Children under five with a development check done in the twelve months to the day divided by children under five "
    "looked after for twelve months or more.",
    denominator_words="children under five looked after for twelve months or more",
    example="Of 16 children under five, 14 is 87.5%.",
    denominator="young",
)  # fmt: skip
SCORE = replace(
    HEALTH,
    id="looked_after_sdq_score",
    code="LA22",
    title="Average strengths and difficulties score",
    meaning="The average strengths and difficulties score of children aged 5 to 16 looked after for twelve months or more.",
    why="It is the one measure of how children in care feel that every authority collects.",
    how="The sum of the latest scores of the twelve months to the day divided by the children who have one. Scores run "
    "from 0 to 40: up to 13 normal, 14 to 16 borderline, 17 and over a cause for concern.",
    numerator_words="sum of the scores",
    denominator_words="children aged 5 to 16 with a score",
    example="Scores of 8, 13 and 21 have an average of 14.0.",
    moves="Which children have a score, and who filled in the form.",
    misread="Carers fill it in: a new carer scores differently. Look at the share returned beside it.",
    polarity=Polarity.LOW,
    unit=Unit.SCORE,
    numerator="score",
    denominator="scored",
    needs=("sdq_score",),
    source="DfE outcomes for children looked after; SSDA903 SDQ_SCORE",
)
SCORED = replace(
    SCORE,
    id="looked_after_sdq_returned",
    code="LA23",
    title="Strengths and difficulties scores returned",
    meaning="Of the children aged 5 to 16 looked after for twelve months or more, the share with a score.",
    why="An average of few children says little of the rest.",
    how="Children aged 5 to 16 with a score in the twelve months to the day divided by all such children.",
    numerator_words="children with a score",
    denominator_words="children aged 5 to 16 looked after for twelve months or more",
    example="Of 80 children aged 5 to 16, 62 with a score is 77.5%.",
    moves="Whether carers are asked, and who chases the form.",
    misread="Nothing here says what was done with the score.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    numerator="scored",
    denominator="school",
)
MISUSED = replace(
    _check(
        "substance_misuse", "LA24", "misused", "Substance misuse", "identified as having a substance misuse problem",
        "It is a danger in itself and a sign of distress.",
    ),
    misread="A low share can mean that nobody asked.",
    polarity=Polarity.LOW,
    example="Of 100 children a year in care, 3 is 3.0%.",
)  # fmt: skip
HELPED = replace(
    MISUSED,
    id="looked_after_substance_help",
    title="Substance misuse: children who received help",
    meaning="Of the children identified with a substance misuse problem, the share who received an intervention.",
    how="Children identified who received an intervention in the twelve months to the day divided by children identified.",
    numerator_words="children who received an intervention",
    denominator_words="children identified with a substance misuse problem",
    example="Of 5 children identified, 2 who received help is 40.0%.",
    misread="So few children that the share should seldom leave the room.",
    polarity=Polarity.HIGH,
    numerator="helped",
    denominator="misused",
)
REFUSED = replace(
    HELPED,
    id="looked_after_substance_refused",
    title="Substance misuse: children offered help who did not take it",
    meaning="Of the children identified with a substance misuse problem, the share offered help who did not receive it.",
    how="Children identified who were offered an intervention and did not receive one divided by children identified.",
    numerator_words="children offered an intervention who did not receive it",
    example="Of 5 children identified, 2 who were offered help and did not have it is 40.0%.",
    polarity=Polarity.NEUTRAL,
    numerator="refused",
)
CONVICTED = replace(
    MISUSED,
    id="looked_after_convicted",
    code="LA25",
    title="Convicted or cautioned",
    meaning="Of the children aged 10 to 17 looked after for twelve months or more, the share convicted or cautioned.",
    why="Children in care should not be criminalised for what a family would settle at home.",
    how="Children aged 10 to 17 with a conviction, youth caution or conditional caution in the twelve months to the day, "
    "divided by all such children.",
    numerator_words="children convicted or cautioned",
    denominator_words="children aged 10 to 17 looked after for twelve months or more",
    example="Of 70 children aged 10 to 17, 2 is 2.9%.",
    moves="Police practice with homes, and the children in care.",
    misread="One child's bad year moves it by more than a point.",
    numerator="convicted",
    denominator="grown",
)
YEAR_IN_CARE = (
    HEALTH, DENTAL, IMMUNISED, DEVELOPMENT, SCORE, SCORED, MISUSED, HELPED, REFUSED, CONVICTED,
)  # fmt: skip

_ANNUAL = (
    "divided by the mid-year population of the calendar year before the reporting year's end, times 10,000; a part of "
    "a year is multiplied up to a whole one and marked."
)
STARTED_RATE = replace(
    _BASE,
    id="looked_after_started_rate",
    code="LA02",
    title="Children who started to be looked after per 10,000 children",
    meaning="Children who started to be looked after for every 10,000 people aged 0 to 17.",
    why="A number cannot be compared with other areas; a rate can.",
    how=f"Children who started, each once in the period, {_ANNUAL} Published as a whole number.",
    numerator_words="children who started to be looked after",
    denominator_words="people aged 0 to 17",
    example="88 children and 34,000 in the area make 25.9.",
    moves="Courts, family breakdown, unaccompanied children, edge-of-care work.",
    misread="Neither a high nor a low rate is good by itself.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    stage=Stage.LOOKED_AFTER,
    numerator="counted",
    denominator="population",
    distinct=Distinct.FIRST,
    needs=(),
)
_STARTED = replace(STARTED_RATE, unit=Unit.PERCENT, denominator="counted", denominator_words="children who started")
UASC_STARTED = replace(
    _STARTED,
    id="looked_after_started_uasc",
    code="LA04",
    title="Unaccompanied asylum-seeking children among those who started",
    meaning="Of the children who started to be looked after, the share who were unaccompanied asylum-seeking children.",
    why="They can explain a rise in starts by themselves.",
    how="Children unaccompanied and asylum-seeking on the day they started divided by children who started.",
    numerator_words="unaccompanied asylum-seeking children who started",
    example="Of 88 children who started, 19 is 21.6%.",
    moves="The national transfer scheme, and where children arrive.",
    misread="Starts and numbers on a day tell different stories: most stay for years.",
    numerator="uasc",
    needs=("immigration_status",),
)
RETURNED = replace(
    _STARTED,
    id="looked_after_returned_12_months",
    code="LA34",
    title="Children who came back into care within twelve months",
    meaning="Of the children who started to be looked after, the share who had left care in the twelve months before.",
    why="A return home that fails is a second loss for the child.",
    how="Children who started within twelve calendar months after an earlier period of care ended, divided by children "
    "who started. Each child once, at the first such start.",
    numerator_words="children who had left care in the twelve months before",
    example="Home on 10 May, back in care on 2 February: counted.",
    moves="Support after a return home, and planned endings that were not ready.",
    misread="A child who comes back to safety was not failed by coming back.",
    polarity=Polarity.LOW,
    source="SSDA903 episodes; Ofsted ILACS Annex A, list 8; not published nationally",
    numerator="returned",
    lookback_months=12,
)
FIRST_HEALTH = replace(
    _STARTED,
    id="looked_after_first_health_assessment",
    code="LA21",
    title="First health assessments within 20 working days",
    meaning="Of the children who started to be looked after, the share with a health assessment within 20 working days.",
    why="Nobody can care for a child whose health they do not know.",
    how="Periods of care begun with a health assessment done 0 to 20 working days after the start, divided by those begun "
    "more than 20 working days before the date of the data.",
    numerator_words="starts followed by a health assessment within 20 working days",
    denominator_words="starts more than 20 working days ago",
    example="Started on 3 March, assessed on 31 March: 20 working days, in time.",
    moves="Consent, paperwork to the health service, and its capacity.",
    misread="SSDA903 holds no date of a check, so there is no value from it.",
    polarity=Polarity.HIGH,
    source="SSD health checks; local measure",
    stage=Stage.HEALTH,
    numerator="health_in_time",
    denominator="health_due",
    too_recent="health_recent",
    distinct=None,
    needs=("cla_health",),
)
STARTED_MORE = (STARTED_RATE, UASC_STARTED, RETURNED, FIRST_HEALTH)

CEASED_RATE = replace(
    STARTED_RATE,
    id="looked_after_ceased_rate",
    code="LA03",
    title="Children who ceased to be looked after per 10,000 children",
    meaning="Children who ceased to be looked after for every 10,000 people aged 0 to 17.",
    how=f"Children who ceased, each once in the period, {_ANNUAL} Published as a whole number.",
    numerator_words="children who ceased to be looked after",
    example="92 children and 34,000 in the area make 27.1.",
    moves="Adoption, special guardianship, returns home, eighteenth birthdays.",
    misread="Leaving care is not always for the better: see why they left.",
    distinct=Distinct.LAST,
)


def _ceased(name: str, code: str, numerator: str, title: str, polarity: Polarity, why: str) -> Measure:
    return replace(
        CEASED_RATE,
        id=f"looked_after_ceased_{name}",
        code=code,
        title=f"Children who ceased to be looked after: {title}",
        meaning=f"Of the children who ceased to be looked after, the share: {title}.",
        why=why,
        how=f"Children who ceased, {title}, each once in the period at the last such end, divided by children who ceased.",
        numerator_words=f"children who ceased: {title}",
        denominator_words="children who ceased to be looked after",
        example="Of 92 children who ceased, 11 is 12.0%.",
        misread="Shares of one whole: each falls when another rises.",
        polarity=polarity,
        unit=Unit.PERCENT,
        numerator=numerator,
        denominator="counted",
    )


ADOPTED_COUNT = replace(
    CEASED_RATE,
    id="children_adopted",
    code="AD01",
    title="Children adopted",
    meaning="How many children ceased to be looked after because they were adopted.",
    why="Adoption gives a child a family for life.",
    how="Count children whose period of care ended with an adoption order (E11, E12), each once.",
    numerator_words="children adopted",
    denominator_words="",
    example="Two brothers adopted in May are two children.",
    moves="Courts' decisions, adopters available, and kinship arrangements instead.",
    misread="More adoptions are not better where relatives could care for the child.",
    polarity=Polarity.HIGH,
    unit=Unit.COUNT,
    stage=Stage.ADOPTION,
    decimals=0,
    numerator="adopted",
    denominator="",
)
BY_REASON = replace(
    CEASED_RATE,
    id="looked_after_ceased_reasons",
    code="LA31",
    title="Children who ceased to be looked after, by reason",
    meaning="Of the children who ceased to be looked after, the share for each reason, at the last end of the period.",
    why="Why children leave care matters more than how many do.",
    how="Children by the reason of their last end in the period divided by children who ceased.",
    numerator_words="children who ceased for the reason",
    denominator_words="children who ceased to be looked after",
    example="Of 92 children who ceased, 15 planned returns home is 16.3%.",
    unit=Unit.PERCENT,
    numerator="counted",
    denominator="counted",
    share_by="ceased_because",
    share_within=PERSON_BREAKDOWNS,
)
CEASED_MORE = (
    CEASED_RATE,
    BY_REASON,
    _ceased("sgo", "LA31", "guardianship", "a special guardianship order", Polarity.NEUTRAL,
            "Special guardianship gives a child a lasting home, most often with relatives."),
    _ceased("cao", "LA31", "arrangements", "a child arrangements order", Polarity.NEUTRAL,
            "A child arrangements order settles with whom a child lives, outside care."),
    _ceased("home_planned", "LA32", "home_planned", "home to parents, planned", Polarity.NEUTRAL,
            "A return home that was prepared is more likely to last."),
    _ceased("home_unplanned", "LA32", "home_unplanned", "home to parents, not planned", Polarity.NEUTRAL,
            "A return home that nobody prepared is more likely to fail."),
    ADOPTED_COUNT,
    replace(
        _ceased("adopted", "AD01", "adopted", "adopted", Polarity.HIGH, "Adoption gives a child a family for life."),
        stage=Stage.ADOPTION,
    ),
)  # fmt: skip
