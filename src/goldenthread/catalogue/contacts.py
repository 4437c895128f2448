"""Contacts: approaches to the front door about a child."""

from __future__ import annotations

from typing import Any

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, group, with_person
from goldenthread.catalogue.decisions import with_decision
from goldenthread.catalogue.history import outcome_rows
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes

SCHOOLS = codes.REFERRAL_SOURCE.in_group("Schools")
OUTCOMES = {
    "outcome_new_referral": "new referral",
    "outcome_existing_referral": "existing referral",
    "outcome_cp_enquiry": "child protection enquiry",
    "outcome_nfa": "no further action",
    "outcome_advice": "advice and information",
    "outcome_private_fostering": "private fostering",
    "outcome_non_agency_adoption": "non-agency adoption",
    "outcome_missing": "missing",
    "outcome_ola_cp": "plan of another authority",
    "outcome_other": "other",
}


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per child per contact, placed by the date of the contact."""
    contact = with_decision(
        engine.table("contact"), engine, kind="contact", key="contact_id", day="contact_date",
        decided="contact_decision_date",
    )  # fmt: skip
    contact = contact.select(
        "authority",
        "source",
        "person_id",
        "decided",
        "undecided",
        "decided_1",
        event_date=contact.contact_date,
        row_key=contact.contact_id,
        counted=1,
        from_school=flag(contact.source_code.isin(SCHOOLS)),
        outcome_known=flag(contact.outcome_new_referral.notnull()),
        led_to_referral=flag(contact.outcome_new_referral),
        source_group=group(contact.source_code, codes.REFERRAL_SOURCE),
    )
    contact = with_person(contact, engine, on="event_date")
    # The breakdown is called source, as the sector calls it; the provenance column of that name has done its work.
    return contact.mutate(source=contact.source_group)


def outcomes(engine: Any, _context: CountContext) -> Any:
    """One row per contact for each outcome it had."""
    contact = engine.table("contact")
    contact = contact.select(
        "authority", "source", "person_id", "contact_id", *OUTCOMES,
        event_date=contact.contact_date,
        source_group=group(contact.source_code, codes.REFERRAL_SOURCE),
    )  # fmt: skip
    contact = outcome_rows(contact, engine, OUTCOMES, identity="contact_id")
    return contact.mutate(source=contact.source_group)


_SOURCE = "Ofsted ILACS Annex A, list 1; SSD contacts"
CONTACTS = Measure(
    id="contacts",
    code="FD01",
    title="Contacts received",
    meaning="How many times somebody got in touch with children's social care about a child.",
    why="It is the size of the demand at the front door, before anything is decided about it.",
    how="Count every contact row in the period; a contact about three brothers and sisters is three.",
    numerator_words="contacts, one for each child each time",
    example="Two calls about one child and one call about twins are four contacts.",
    moves="Demand, but also how agencies are asked to make contact and whether advice calls are logged.",
    misread="More contacts is not more need: a new form or a new rule for the police can double it.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.FRONT_DOOR,
    headline=True,
    decimals=0,
    numerator="counted",
)
CONTACTS_FROM_SCHOOLS = Measure(
    id="contacts_from_schools",
    code="FD03",
    title="Contacts from schools",
    meaning="How many contacts came from a school.",
    why="A fall may mean that schools help earlier themselves, or that they have stopped asking.",
    how="Count contact rows whose source is school (2A).",
    numerator_words="contacts whose source is a school",
    example="Of four contacts, two from the police and two from a school, the answer is 2.",
    moves="School terms, pastoral staff in schools, and what schools believe the threshold to be.",
    misread="August is always low. Compare with the same months a year earlier.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.FRONT_DOOR,
    headline=True,
    decimals=0,
    numerator="from_school",
    cautions=("School holidays make a season: compare with the same period a year earlier.",),
)
CONTACTS_FROM_SCHOOLS_SHARE = Measure(
    id="contacts_from_schools_share",
    code="FD03",
    title="Share of contacts that came from schools",
    meaning="Of all contacts, the share that came from a school.",
    why="It shows whether schools' part in the demand is changing when all demand changes.",
    how="Contacts whose source is school (2A) divided by all contacts.",
    numerator_words="contacts whose source is a school",
    denominator_words="contacts",
    example="2 of 8 contacts is 25.0%.",
    moves="Contacts from schools, and equally contacts from everybody else.",
    misread="The share can fall because others make contact more often; read it beside the number.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=_SOURCE,
    stage=Stage.FRONT_DOOR,
    numerator="from_school",
    denominator="counted",
)
CONTACTS_LEADING_TO_REFERRAL = Measure(
    id="contacts_leading_to_referral",
    code="FD05",
    title="Contacts leading to a new referral",
    meaning="Of the contacts whose outcome is recorded, the share that became a new referral.",
    why="It is the front door's threshold in practice.",
    how="Contacts with a new-referral outcome divided by contacts with that outcome recorded either way.",
    numerator_words="contacts with a new referral as an outcome",
    denominator_words="contacts whose outcome is recorded",
    example="30 of 100 contacts with a recorded outcome is 30.0%; ten more without one are left out.",
    moves="What partners send, how well thresholds are understood, and how screening decides.",
    misread="Neither high nor low is good by itself: low can mean poor contacts or a high bar.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="SSD contact outcome; local definition",
    stage=Stage.FRONT_DOOR,
    headline=True,
    numerator="led_to_referral",
    denominator="outcome_known",
)
CONTACT_RATE = Measure(
    id="contact_rate",
    code="FD02",
    title="Contacts per 10,000 children",
    meaning="Contacts for every 10,000 people aged 0 to 17 in the area.",
    why="It lets years with different populations be compared.",
    how="Contacts divided by the mid-year population of the calendar year before the reporting year's end, times "
    "10,000; a part of a year is multiplied up to a whole one and marked.",
    numerator_words="contacts",
    denominator_words="people aged 0 to 17",
    example="3,500 contacts in a year and 35,000 children make 1,000.0.",
    moves="Demand, what is logged as a contact, and revisions of the population estimate.",
    misread="Contacts are counted so differently that the rate says little about other areas.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source="Local measure on the published rule for rates; not published nationally",
    stage=Stage.FRONT_DOOR,
    numerator="counted",
    denominator="population",
)
CONTACTS_BY_SOURCE = Measure(
    id="contacts_by_source",
    code="FD03",
    title="Contacts by source",
    meaning="Of all contacts, the share that came from each group of sources.",
    why="It shows who brings children to the council's attention, and who has stopped doing so.",
    how="Contacts from each published group of sources divided by all contacts.",
    numerator_words="contacts from the source",
    denominator_words="contacts",
    example="Of 8 contacts, 3 from the police is 37.5%.",
    moves="The sources themselves, and equally every other source: shares add up to 100%.",
    misread="A share can fall because another source rises; read it beside the numbers.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=_SOURCE,
    stage=Stage.FRONT_DOOR,
    numerator="counted",
    denominator="counted",
    share_by="source",
)
REPEAT_CONTACTS = Measure(
    id="children_repeat_contacts",
    code="FD06",
    title="Children with two contacts or more",
    meaning="Of the children somebody got in touch about, the share with two contacts or more in the period.",
    why="Repeated contacts can mean a worry nobody has answered.",
    how="Children with two contacts or more in the period divided by children with a contact in it.",
    numerator_words="children with two contacts or more",
    denominator_words="children with a contact",
    example="Three children, one with four contacts and two with one each: 33.3%.",
    moves="Worries that were not answered, several agencies reporting one event, and how contacts are logged.",
    misread="The longer the period the higher the share: compare periods of one length only.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="Local measure; not published nationally",
    stage=Stage.FRONT_DOOR,
    numerator="counted",
    denominator="counted",
    distinct=Distinct.SECOND,
    splits=PERSON_BREAKDOWNS,
    cautions=("By age a child is counted in each age band in which somebody got in touch about them.",),
)
DECIDED = Measure(
    id="contacts_decided_1_day",
    code="FD07",
    title="Contacts decided within one working day",
    meaning="Of the contacts decided, the share that a manager decided within one working day.",
    why="A child at risk should not wait in a tray.",
    how="Contacts whose decision came 0 or 1 working days after the contact, divided by contacts with a decision date; "
    "the day of the contact is day 0.",
    numerator_words="contacts decided within one working day",
    denominator_words="contacts with a decision date",
    example="A contact on Friday decided on Monday took one working day.",
    moves="Staffing of the front door, evenings and weekends, and chasing partners for information.",
    misread="A quick decision is not yet a good one: read it with contacts that come back.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source="Local measure seen in scrutiny papers; decision dates from the authority's own template",
    stage=Stage.FRONT_DOOR,
    numerator="decided_1",
    denominator="decided",
    excluded="undecided",
    excluded_words="have no decision date, or one before the contact",
)
OUTCOME = Measure(
    id="contact_outcomes",
    code="FD04",
    title="Contacts by outcome",
    meaning="Of the contacts with an outcome, the share with each outcome; a contact may have several.",
    why="It says what the front door does with what it receives.",
    how="Contacts with each outcome divided by contacts with any outcome recorded.",
    numerator_words="contacts with the outcome",
    denominator_words="contacts with an outcome",
    example="Of 10 contacts with an outcome, 6 ending in advice and 2 of those in a referral too: 60.0% and 20.0%.",
    moves="What partners send, thresholds, and which outcomes the case system offers.",
    misread="The shares add up to more than 100% because one contact may have several outcomes.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="SSD contact outcomes; not published nationally",
    stage=Stage.FRONT_DOOR,
    numerator="counted",
    denominator="with_outcome",
    share_by="outcome",
    share_within=("source",),
    cautions=("No return carries the team of a contact.",),
)
OUTCOME_COHORT = Cohort(
    id="contact_outcomes",
    title="Outcomes of contacts",
    kind=CohortKind.EVENT,
    table="contact",
    rows=outcomes,
    breakdowns=("outcome", "source"),
    measures=(OUTCOME,),
)
COHORT = Cohort(
    id="contacts",
    title="Contacts",
    kind=CohortKind.EVENT,
    table="contact",
    rows=rows,
    breakdowns=("source", *PERSON_BREAKDOWNS),
    once_in_each=("age_band",),
    measures=(
        CONTACTS,
        CONTACT_RATE,
        CONTACTS_BY_SOURCE,
        CONTACTS_FROM_SCHOOLS,
        CONTACTS_FROM_SCHOOLS_SHARE,
        CONTACTS_LEADING_TO_REFERRAL,
        REPEAT_CONTACTS,
        DECIDED,
    ),
)
