"""Section 47 enquiries: asking whether a child is suffering, or likely to suffer, significant harm."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, with_person, with_referral, with_team
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure, Polarity, Stage, Unit
from goldenthread.tables import dates

DUE_WORKING_DAYS = 15
_COLUMNS = ("authority", "source", "person_id", "s47_enquiry_id", "referral_id", "start_date", "team_id")


def rows(engine: Any, context: CountContext) -> Any:
    """One row per enquiry started, placed by the strategy discussion that opened it."""
    enquiry = engine.table("s47_enquiry").select(*_COLUMNS)
    conference = engine.table("initial_cp_conference")
    conference = conference.filter(
        conference.s47_enquiry_id.notnull() & (conference.conference_date <= ibis.literal(context.as_at))
    )
    held = conference.select(
        c_authority=conference.authority, c_source=conference.source, c_id=conference.s47_enquiry_id, linked=1
    ).distinct()
    enquiry = enquiry.left_join(
        held,
        [enquiry.authority == held.c_authority, enquiry.source == held.c_source, enquiry.s47_enquiry_id == held.c_id],
    )
    # Whether or not a conference was held: counting only the quick ones would make recent months look better.
    recent = enquiry.start_date > ibis.literal(_last_due(context.as_at))
    enquiry = enquiry.mutate(
        event_date=enquiry.start_date,
        row_key=enquiry.s47_enquiry_id,
        counted=1,
        led_to_conference=flag((enquiry.linked == 1) & ~recent),
        too_recent=flag(recent),
        outcome_due=flag(~recent),
    )
    enquiry = with_team(with_person(with_referral(enquiry, engine), engine, on="event_date"), engine)
    return enquiry.mutate(source=enquiry.referral_source)


def _last_due(as_at: dt.date) -> dt.date:
    """The last day from which a conference was due by the data date."""
    day = as_at
    while (dates.working_days(day, as_at) or 0) < DUE_WORKING_DAYS:
        day -= dt.timedelta(days=1)
    return day


_C4 = "DfE children in need statistics, table C4"
STARTED = Measure(
    id="s47_started",
    code="S01",
    title="Section 47 enquiries started",
    meaning="How many enquiries into significant harm were started.",
    why="It is the step at which concern becomes an investigation.",
    how="Count enquiries whose opening strategy discussion lies in the period; one for each child.",
    numerator_words="enquiries started",
    example="Two brothers in one strategy discussion are two enquiries.",
    moves="Police referrals, thresholds for strategy discussions.",
    misread="Many enquiries and few conferences can mean that the bar for an enquiry is low.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C4,
    stage=Stage.ENQUIRIES,
    headline=True,
    decimals=0,
    numerator="counted",
)
RATE = Measure(
    id="s47_rate",
    code="S02",
    title="Section 47 enquiries per 10,000 children",
    meaning="Enquiries started for every 10,000 people aged 0 to 17.",
    why="It lets areas of different size be compared.",
    how="Enquiries divided by the mid-year population before, times 10,000; part years multiplied up and marked.",
    numerator_words="enquiries started",
    denominator_words="people aged 0 to 17",
    example="300 enquiries and 35,000 children make 85.7.",
    moves="Enquiries, and revisions of the population estimate.",
    misread="A part of a year multiplied up carries the season with it.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source=_C4,
    stage=Stage.ENQUIRIES,
    numerator="counted",
    denominator="population",
)
CHILDREN = Measure(
    id="children_s47",
    code="S03",
    title="Children subject to an enquiry",
    meaning="How many different children had an enquiry started.",
    why="Enquiries count events; this counts children.",
    how="Count each child once in the period.",
    numerator_words="children with an enquiry in the period",
    example="A child with two enquiries in the year is one child.",
    moves="The same things as enquiries, without the effect of repeats.",
    misread="The children of the quarters add up to more than the children of the year.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C4,
    stage=Stage.ENQUIRIES,
    decimals=0,
    numerator="counted",
    distinct=Distinct.FIRST,
)
TO_CONFERENCE = Measure(
    id="s47_leading_to_conference",
    code="S04",
    title="Enquiries leading to a conference",
    meaning="Of the enquiries, the share that led to an initial child protection conference.",
    why="It shows whether the enquiries opened are the right ones.",
    how="Enquiries with a conference linked to them divided by enquiries started, leaving out every one begun fewer than "
    "15 working days before the data date.",
    numerator_words="enquiries with a conference",
    denominator_words="enquiries old enough to have had one",
    example="31 of 100 is 31.0%; five more begun last week are too recent to tell.",
    moves="The threshold for opening an enquiry, and how well concerns are tested first.",
    misread="Neither high nor low is good by itself.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="Local definition; the published tables do not link the two",
    stage=Stage.ENQUIRIES,
    numerator="led_to_conference",
    denominator="outcome_due",
    too_recent="too_recent",
    needs=("initial_cp_conference",),
)
COHORT = Cohort(
    id="s47_enquiries",
    title="Section 47 enquiries started",
    kind=CohortKind.EVENT,
    table="s47_enquiry",
    rows=rows,
    breakdowns=("team", "need", "source", *PERSON_BREAKDOWNS),
    measures=(STARTED, RATE, CHILDREN, TO_CONFERENCE),
)
