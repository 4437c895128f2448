"""Care leavers: in touch, suitably housed, in work or study.

SSDA903 says how things stood around a birthday of the year, SSD and Annex A how they stand now: a row of the first kind
counts at the end of its year, one of the second on the date of the data.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import flag, with_person, with_team
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates

GONE = ("DIED", "RHOM")
AWAY = ("G", "H", "R")
HIGHER = ("F1", "P1")
IN_WORK_OR_STUDY = ("F1", "F2", "F3", "F4", "F5", "P1", "P2", "P3", "P4", "P5")
NEITHER = ("G4", "G5", "G6")
UNKNOWN = "0"
YOUNGER, OLDER = "17 to 18", "19 to 21"
REVIEW_MONTHS = 6


def rows(engine: Any, context: CountContext) -> Any:
    """One row per young person, placed at the end of the year of the birthday or on the date of the data."""
    leaver = engine.table("care_leaver")
    as_at = ibis.literal(context.as_at)
    of_year = leaver.birthday_year.notnull()
    year = ibis.coalesce(leaver.birthday_year, context.as_at.year).cast("int32")
    year_end = ibis.date(year, ibis.literal(3, "int32"), ibis.literal(31, "int32"))
    leaver = leaver.mutate(
        # A year not over at the date of the data is placed on that date.
        event_date=of_year.ifelse(ibis.least(year_end, as_at), as_at),
        aged_on=of_year.ifelse(year_end, as_at),
    )
    leaver = with_team(with_person(leaver, engine, on="event_date"), engine)
    age = dates.age_expr(leaver.date_of_birth, leaver.aged_on)
    leaver = leaver.mutate(
        leaver_age=ibis.cases((age.between(17, 18), YOUNGER), (age.between(19, 21), OLDER), else_=NOT_KNOWN),
        home=leaver.accommodation.cases(
            *((code.code, f"{code.code} {code.label}") for code in codes.ACCOMMODATION.codes), else_=NOT_KNOWN
        ),
    )
    none = ibis.literal(value=False)
    kind = leaver.eligibility.isnull() | (leaver.eligibility == "former_relevant")
    ours = kind & (leaver.leaver_age != NOT_KNOWN) & ~leaver.in_touch.isin(GONE).fill_null(none)
    housed = ours & ~leaver.accommodation.isin(AWAY).fill_null(none)
    current = leaver.birthday_year.isnull()
    reviewed = dates.add_months_expr(as_at, -REVIEW_MONTHS) <= leaver.pathway_plan_review_date
    return leaver.select(
        "authority", "source", "person_id", "event_date", "leaver_age", "home", "team", "sex", "ethnicity", "disability",
        counted=flag(ours),
        in_touch=flag(ours & (leaver.in_touch == "YES")),
        housed=flag(housed),
        suitable=flag(housed & leaver.accommodation_suitable),
        active=flag(ours & leaver.activity.isin(IN_WORK_OR_STUDY)),
        idle=flag(ours & leaver.activity.isin(NEITHER)),
        higher=flag(ours & leaver.activity.isin(HIGHER)),
        unknown=flag(ours & (leaver.activity.isnull() | (leaver.activity == UNKNOWN))),
        current=flag(current),
        reviewed=flag(current & reviewed & (leaver.pathway_plan_review_date <= as_at)),
    )  # fmt: skip


_OF = "care leavers aged 17 to 21"
IN_TOUCH = Measure(
    id="care_leavers_in_touch",
    code="CL01",
    title="Care leavers the council is in touch with",
    meaning="Of the care leavers aged 17 to 21, the share the council is in touch with.",
    why="A parent knows where their children are.",
    how="Former relevant young people in touch (YES) divided by all of them, leaving out those who died or went home to "
    "their parents for six months or more. Those who refuse contact stay in the denominator.",
    numerator_words="care leavers in touch",
    denominator_words=_OF,
    example="Of 60 care leavers, 57 in touch is 95.0%.",
    moves="Personal advisers' caseloads, and young people who have moved away.",
    misread="SSDA903 asks around a birthday; SSD and Annex A say how it is now: never mix the two.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source="DfE children looked after statistics, care leavers; SSDA903 OC3",
    stage=Stage.LEAVERS,
    headline=False,
    decimals=0,
    numerator="in_touch",
    denominator="counted",
)
SUITABLE = replace(
    IN_TOUCH,
    id="care_leavers_suitable_homes",
    code="CL02",
    title="Care leavers in suitable accommodation",
    meaning="Of the care leavers aged 17 to 21, the share living somewhere suitable.",
    why="Nothing else holds without a decent home.",
    how="Care leavers whose accommodation is recorded as suitable divided by care leavers, leaving out also those abroad, "
    "deported, or whose home is not known by code.",
    numerator_words="care leavers in suitable accommodation",
    denominator_words="care leavers aged 17 to 21 not abroad, deported or at an address coded not known",
    example="Of 58 care leavers, 52 suitably housed is 89.7%.",
    moves="Housing supply, custody (counted as unsuitable), and young people not in touch.",
    misread="A young person not in touch counts as not suitably housed.",
    numerator="suitable",
    denominator="housed",
)
ACTIVE = replace(
    IN_TOUCH,
    id="care_leavers_in_work_or_study",
    code="CL03",
    title="Care leavers in education, employment or training",
    meaning="Of the care leavers aged 17 to 21, the share in education, employment or training.",
    why="It is what most parents hope for their children.",
    how="Care leavers whose activity is study, an apprenticeship, training or work (F1 to F5, P1 to P5) divided by care "
    "leavers; those not in touch stay in the denominator.",
    numerator_words="care leavers in education, employment or training",
    example="Of 60 care leavers, 33 is 55.0%.",
    moves="The local labour market, health, parenthood, and support to stay on a course.",
    misread="Not known counts as not in work or study.",
    numerator="active",
)
IDLE = replace(
    ACTIVE,
    id="care_leavers_neither",
    code="CL04",
    title="Care leavers not in education, employment or training",
    meaning="Of the care leavers aged 17 to 21, the share in neither work nor study.",
    how="Care leavers recorded as in neither because of illness or disability, pregnancy or parenting, or otherwise "
    "(G4, G5, G6) divided by care leavers.",
    numerator_words="care leavers in neither work nor study",
    example="Of 60 care leavers, 22 is 36.7%.",
    misread="It includes young parents and young people who are ill.",
    polarity=Polarity.LOW,
    numerator="idle",
)
HIGHER_EDUCATION = replace(
    ACTIVE,
    id="care_leavers_higher_education",
    code="CL05",
    title="Care leavers in higher education",
    meaning="Of the care leavers aged 17 to 21, the share in higher education.",
    how="Care leavers in higher education, full or part time (F1, P1), divided by care leavers.",
    numerator_words="care leavers in higher education",
    example="Of 60 care leavers, 4 is 6.7%.",
    misread="Few of the youngest can be there yet: look at ages 19 to 21.",
    numerator="higher",
)
ACTIVITY_UNKNOWN = replace(
    ACTIVE,
    id="care_leavers_activity_unknown",
    code="CL08",
    title="Care leavers whose activity is not known",
    meaning="Of the care leavers aged 17 to 21, the share of whom nobody knows what they do.",
    how="Care leavers with no activity recorded, or recorded as not known, divided by care leavers.",
    numerator_words="care leavers whose activity is not known",
    example="Of 60 care leavers, 3 is 5.0%.",
    misread="In touch is not the same as knowing how they are.",
    polarity=Polarity.LOW,
    numerator="unknown",
)
PATHWAY = replace(
    ACTIVE,
    id="care_leavers_pathway_plan_reviewed",
    code="CL07",
    title="Pathway plans reviewed in the last six months",
    meaning="Of the young people with a pathway plan now, the share whose plan was reviewed in the last six months.",
    why="A plan for a life changes as fast as the life.",
    how="Young people whose latest pathway plan review lies in the six calendar months before the date of the data, "
    "divided by all young people on the present list.",
    numerator_words="young people whose plan was reviewed in the last six months",
    denominator_words="young people on the present list",
    example="Reviewed on 2 October, data of 31 March: within six months.",
    moves="Personal advisers' caseloads, and young people who do not want to meet.",
    misread="Six months is a local reading; SSDA903 holds no review date, so there is no value from it.",
    polarity=Polarity.HIGH,
    source="SSD care leavers; Ofsted ILACS Annex A, list 9; local measure",
    numerator="reviewed",
    denominator="current",
)
COHORT = Cohort(
    id="care_leavers",
    follows_data_date=True,
    title="Care leavers",
    kind=CohortKind.EVENT,
    table="care_leaver",
    rows=rows,
    breakdowns=("leaver_age", "home", "team", "sex", "ethnicity", "disability"),
    measures=(IN_TOUCH, SUITABLE, ACTIVE, IDLE, HIGHER_EDUCATION, PATHWAY, ACTIVITY_UNKNOWN),
)
