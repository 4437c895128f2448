"""Initial child protection conferences, and whether they were held in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, calendar, flag, with_person, with_referral, with_team
from goldenthread.catalogue.plans_started import own_plans
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import dates

OUTCOME_DUE_DAYS = 45
DUE_WORKING_DAYS = 15
BANDS = ("0 to 10 working days", "11 to 15 working days", "16 to 20 working days", "21 working days or more")
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "icpc_id",
    "referral_id",
    "s47_enquiry_id",
    "conference_date",
    "outcome_cp_plan",
    "team_id",
)


def rows(engine: Any, context: CountContext) -> Any:
    """One row per child per conference, placed by the date it was held; transfers in are included."""
    conference = _with_plan(engine.table("initial_cp_conference").select(*_COLUMNS), engine)
    enquiry = engine.table("s47_enquiry")
    enquiry = enquiry.select(
        q_authority=enquiry.authority,
        q_source=enquiry.source,
        q_id=enquiry.s47_enquiry_id,
        enquiry_start=enquiry.start_date,
    )
    conference = conference.left_join(
        enquiry,
        [
            conference.authority == enquiry.q_authority,
            conference.source == enquiry.q_source,
            conference.s47_enquiry_id == enquiry.q_id,
        ],
    )
    conference = dates.with_working_days(
        conference, calendar(engine), start="enquiry_start", end="conference_date", name="days"
    )
    recent = conference.conference_date > ibis.literal(context.as_at - dt.timedelta(days=OUTCOME_DUE_DAYS))
    planned = conference.outcome_cp_plan.fill_null(conference.plan_after == 1)
    conference = conference.mutate(
        event_date=conference.conference_date,
        counted=1,
        within_15=flag(conference.days <= DUE_WORKING_DAYS),
        no_start=flag(conference.days.isnull()),
        waited=ibis.cases(
            (conference.days <= 10, BANDS[0]),
            (conference.days <= 15, BANDS[1]),
            (conference.days <= 20, BANDS[2]),
            (conference.days > 20, BANDS[3]),
            else_=NOT_KNOWN,
        ),
        led_to_plan=flag(planned & ~recent),
        too_recent=flag(recent),
        outcome_due=flag(~recent),
    )
    conference = with_team(with_person(with_referral(conference, engine), engine, on="event_date"), engine)
    return conference.mutate(source=conference.referral_source)


def _with_plan(conference: Any, engine: Any) -> Any:
    """Add `plan_after`: 1 when a plan of the child started on the day or in the 45 days after it.

    The census does not carry the conference's decision; the plan that follows stands for it.
    """
    plan = own_plans(engine)
    plan = plan.select(
        l_authority=plan.authority, l_source=plan.source, l_person=plan.person_id, l_start=plan.start_date
    )
    pairs = conference.select("authority", "source", "person_id", "icpc_id", "conference_date").inner_join(
        plan,
        [
            conference.authority == plan.l_authority,
            conference.source == plan.l_source,
            conference.person_id == plan.l_person,
        ],
    )
    gap = dates.days_between_expr(pairs.conference_date, pairs.l_start)
    pairs = pairs.filter((gap >= 0) & (gap <= OUTCOME_DUE_DAYS))
    followed = pairs.select(
        w_authority=pairs.authority, w_source=pairs.source, w_id=pairs.icpc_id, plan_after=1
    ).distinct()
    return conference.left_join(
        followed,
        [
            conference.authority == followed.w_authority,
            conference.source == followed.w_source,
            conference.icpc_id == followed.w_id,
        ],
    )


_C4 = "DfE children in need statistics, table C4"
HELD = Measure(
    id="conferences_held",
    code="S06",
    title="Initial child protection conferences",
    meaning="How many children were the subject of an initial conference.",
    why="A conference decides whether a child needs a protection plan.",
    how="Count conferences held in the period, one for each child each time; transfers in are included.",
    numerator_words="children conferenced, counted each time",
    example="One meeting about three sisters is three.",
    moves="Enquiries, and what leads to a conference.",
    misread="It counts children, not meetings.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_C4,
    stage=Stage.ENQUIRIES,
    headline=True,
    decimals=0,
    numerator="counted",
)
RATE = Measure(
    id="conference_rate",
    code="S07",
    title="Initial conferences per 10,000 children",
    meaning="Children conferenced for every 10,000 people aged 0 to 17.",
    why="It lets areas of different size be compared.",
    how="Conferences divided by the mid-year population before, times 10,000; part years multiplied up and marked.",
    numerator_words="children conferenced, counted each time",
    denominator_words="people aged 0 to 17",
    example="140 conferences and 35,000 children make 40.0.",
    moves="Conferences, and revisions of the population estimate.",
    misread="A part of a year multiplied up carries the season with it.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source=_C4,
    stage=Stage.ENQUIRIES,
    numerator="counted",
    denominator="population",
)
WITHIN_15 = Measure(
    id="conferences_15",
    code="S08",
    title="Conferences held within 15 working days",
    meaning="Of the initial conferences, the share held within 15 working days of the start of the enquiry.",
    why="A child thought to be at risk should not wait for the decision.",
    how="Conferences 0 to 15 working days after the strategy discussion that opened the enquiry, divided by all initial "
    "conferences. A transfer in has no enquiry: it stays in the denominator, and how many there were is stated.",
    numerator_words="conferences held within 15 working days of the start of the enquiry",
    denominator_words="initial conferences",
    example="Strategy discussion 3 March 2014, conference 24 March 2014: 15 working days, within.",
    moves="Booking of conference chairs, pre-birth conferences, school holidays.",
    misread="Conferences that never happened are not in it.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source=_C4,
    stage=Stage.ENQUIRIES,
    headline=True,
    numerator="within_15",
    denominator="counted",
    excluded="no_start",
    excluded_words="counted in the denominator without a dated enquiry before them, such as transfers in",
    needs=("s47_enquiry",),
)
TO_PLAN = Measure(
    id="conferences_leading_to_plan",
    code="S10",
    title="Conferences leading to a plan",
    meaning="Of the initial conferences, the share that ended in a child protection plan.",
    why="It shows whether the right children come to conference.",
    how="Conferences with a plan as their outcome divided by conferences, leaving out those of the last 45 days. Where the "
    "return does not carry the outcome, a plan of the child started within 45 days stands for it.",
    numerator_words="conferences that ended in a plan",
    denominator_words="conferences whose outcome is due",
    example="86 of 100 is 86.0%.",
    moves="How concerns are tested before conference, and the chairs' decisions.",
    misread="Near 100% can mean that conferences only confirm what was decided before.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="Local definition; the published tables do not link the two",
    stage=Stage.ENQUIRIES,
    numerator="led_to_plan",
    denominator="outcome_due",
    too_recent="too_recent",
    needs=("cp_plan",),
)
BY_WAIT = Measure(
    id="conference_bands",
    code="S09",
    title="Conferences by working days from the enquiry",
    meaning="Of the initial conferences, the share held in each band of working days after the enquiry began.",
    why="It shows how late the late ones are, which a share within 15 days hides.",
    how="Conferences in each published band of working days from the strategy discussion divided by all conferences.",
    numerator_words="conferences in the band",
    denominator_words="initial conferences",
    example="Of 200 conferences, 17 within 10 days is 8.5% and 146 in 11 to 15 days is 73.0%.",
    moves="Booking of chairs, and conferences put off because a report was missing.",
    misread="Transfers in have no enquiry: they are the group not known.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source=_C4,
    stage=Stage.ENQUIRIES,
    numerator="counted",
    denominator="counted",
    share_by="waited",
    share_within=("team",),
    needs=("s47_enquiry",),
)
COHORT = Cohort(
    id="conferences",
    title="Initial child protection conferences",
    kind=CohortKind.EVENT,
    table="initial_cp_conference",
    rows=rows,
    breakdowns=("team", "need", "source", "waited", *PERSON_BREAKDOWNS),
    measures=(HELD, RATE, WITHIN_15, TO_PLAN, BY_WAIT),
)
