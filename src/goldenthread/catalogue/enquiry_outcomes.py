"""What enquiries came to, and those still waiting for a conference."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, age_band, flag, with_day_number, with_person, with_team
from goldenthread.catalogue.enquiries import DUE_WORKING_DAYS
from goldenthread.catalogue.history import outcome_rows
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit

OUTCOMES = {
    "outcome_cp_conference": "child protection conference",
    "outcome_legal_action": "legal action",
    "outcome_services": "services",
    "outcome_continue_assessment": "assessment goes on",
    "outcome_monitor": "monitoring",
    "outcome_other": "other",
    "nfa": "no further action",
}


def outcomes(engine: Any, _context: CountContext) -> Any:
    """One row per enquiry ended for each outcome it had, placed by its end."""
    enquiry = engine.table("s47_enquiry")
    enquiry = enquiry.filter(enquiry.end_date.notnull() & (enquiry.end_date >= enquiry.start_date))
    enquiry = enquiry.select(
        "authority", "source", "person_id", "team_id", "s47_enquiry_id", *OUTCOMES, event_date=enquiry.end_date
    )
    return outcome_rows(with_team(enquiry, engine), engine, OUTCOMES, identity="s47_enquiry_id")


def open_rows(engine: Any, _context: CountContext) -> Any:
    """One row per enquiry that may need a conference, as a spell until it ends or its conference is held."""
    enquiry = engine.table("s47_enquiry")
    conference = engine.table("initial_cp_conference")
    held = conference.group_by(
        c_authority=conference.authority, c_source=conference.source, c_id=conference.s47_enquiry_id
    ).aggregate(held_on=conference.conference_date.min())
    enquiry = enquiry.left_join(
        held,
        [enquiry.authority == held.c_authority, enquiry.source == held.c_source, enquiry.s47_enquiry_id == held.c_id],
    )
    no_conference = enquiry.icpc_not_required | enquiry.nfa
    enquiry = enquiry.filter(~no_conference.fill_null(ibis.literal(value=False)))
    far = ibis.date("2999-12-31")
    # The census holds an enquiry in the file of its own year alone, and no end: what became of it later is not known.
    year_end = ibis.date(enquiry.collection_year.cast("int32"), ibis.literal(4, "int32"), ibis.literal(1, "int32"))
    told_until = ((enquiry.source == "cin") & enquiry.collection_year.notnull()).ifelse(year_end, far)
    over = ibis.least(ibis.coalesce(enquiry.end_date, far), ibis.coalesce(enquiry.held_on, far), told_until)
    spell = enquiry.select(
        "authority", "source", "person_id", "team_id", "start_date", counts_from=enquiry.start_date, end_date=over
    )
    spell = with_day_number(spell, engine, day="start_date", name="start_number")
    return with_team(with_person(spell, engine, on="start_date"), engine)


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    waited = spells.day_number - spells.start_number
    return spells.mutate(over_15=flag(waited > DUE_WORKING_DAYS), age_band=age_band(spells, spells.day))


OUTCOME = Measure(
    id="s47_outcomes",
    code="S05",
    title="Enquiries by outcome",
    meaning="Of the enquiries ended with an outcome, the share with each outcome; an enquiry may have several.",
    why="Many enquiries that end in nothing mean investigations of families who needed something else.",
    how="Enquiries ended in the period with each outcome divided by enquiries ended with any outcome recorded.",
    numerator_words="enquiries with the outcome",
    denominator_words="enquiries ended with an outcome",
    example="Of 50 ended, 18 with a conference is 36.0%.",
    moves="Thresholds for strategy discussions, police practice, and how outcomes are recorded.",
    misread="The shares add up to more than 100% where enquiries have several outcomes.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="SSD enquiries; not published nationally",
    stage=Stage.ENQUIRIES,
    numerator="counted",
    denominator="with_outcome",
    share_by="outcome",
    share_within=("team",),
)
WAITING = Measure(
    id="s47_open_over_15",
    code="S11",
    title="Enquiries over 15 working days old with no conference",
    meaning="How many enquiries had been open for more than 15 working days with no conference held.",
    why="A child thought to be at risk of significant harm is waiting for a decision.",
    how="Count enquiries started more than 15 working days before the day, not ended, not marked as needing no "
    "conference, and with no conference held by the day. From the census, only enquiries of the day's own year: a file "
    "does not tell what became of those of the years before.",
    numerator_words="enquiries open for more than 15 working days with no conference",
    example="Started on 3 March, no conference by 31 March: 20 working days, so it counts.",
    moves="Conference capacity, and enquiries that ended without being closed on the system.",
    misread="The census carries no end of an enquiry, so there old ones may only look open.",
    polarity=Polarity.LOW,
    unit=Unit.COUNT,
    source="Children in need census query 8675Q",
    stage=Stage.ENQUIRIES,
    decimals=0,
    numerator="over_15",
    needs=("initial_cp_conference",),
)
OUTCOME_COHORT = Cohort(
    id="s47_outcomes",
    title="Outcomes of enquiries",
    kind=CohortKind.EVENT,
    table="s47_enquiry",
    rows=outcomes,
    breakdowns=("outcome", "team"),
    measures=(OUTCOME,),
)
OPEN_COHORT = Cohort(
    id="s47_waiting",
    title="Enquiries waiting for a conference",
    kind=CohortKind.STOCK,
    table="s47_enquiry",
    rows=open_rows,
    on_day=on_day,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(WAITING,),
)
