"""Contacts: approaches to the front door about a child."""

from __future__ import annotations

from typing import Any

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, group, with_person
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes

SCHOOLS = codes.REFERRAL_SOURCE.in_group("Schools")
_COLUMNS = ("authority", "source", "person_id", "contact_id", "contact_date", "source_code", "outcome_new_referral")


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per child per contact, placed by the date of the contact."""
    contact = engine.table("contact")
    contact = contact.select(
        "authority",
        "source",
        "person_id",
        event_date=contact.contact_date,
        counted=1,
        from_school=flag(contact.source_code.isin(SCHOOLS)),
        outcome_known=flag(contact.outcome_new_referral.notnull()),
        led_to_referral=flag(contact.outcome_new_referral),
        source_group=group(contact.source_code, codes.REFERRAL_SOURCE),
    )
    contact = with_person(contact, engine, on="event_date")
    # The breakdown is called source, as the sector calls it; the provenance column of that name has done its work.
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
COHORT = Cohort(
    id="contacts",
    title="Contacts",
    kind=CohortKind.EVENT,
    table="contact",
    rows=rows,
    breakdowns=("source", *PERSON_BREAKDOWNS),
    measures=(CONTACTS, CONTACTS_FROM_SCHOOLS, CONTACTS_FROM_SCHOOLS_SHARE, CONTACTS_LEADING_TO_REFERRAL),
)
