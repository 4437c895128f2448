"""The voice of children and families: advocacy, feedback, complaints and compliments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, with_person
from goldenthread.catalogue.quality import named
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes

ANSWERS = ("yes", "no", "partly")
UPHELD = ("upheld", "partly_upheld")


def advocacy_rows(engine: Any, _context: CountContext) -> Any:
    """One row per event at which an advocate was to be offered, placed by its date."""
    event = engine.table("advocacy")
    event = event.select(
        "authority", "source", "person_id",
        event_date=event.event_date,
        counted=1,
        offered=flag(event.offered),
        taken_up=flag(event.offered & event.taken_up),
        why_eligible=named(event.event_type, codes.ADVOCACY_EVENT),
        team=event.team_id.fill_null(NOT_KNOWN),
    )  # fmt: skip
    return with_person(event, engine, on="event_date")


def survey_rows(engine: Any, _context: CountContext) -> Any:
    """One row per answer of a child to one question, placed by the day it came in."""
    answer = engine.table("feedback")
    answer = answer.filter((answer.kind == "survey") & (answer.respondent == "child"))
    return answer.select(
        "authority", "source", "person_id",
        event_date=answer.received_date,
        answered=flag(answer.answer.isin(ANSWERS)),
        yes=flag(answer.answer == "yes"),
        question=named(answer.question, codes.FEEDBACK_QUESTION),
        team=answer.team_id.fill_null(NOT_KNOWN),
    )  # fmt: skip


def received_rows(engine: Any, _context: CountContext) -> Any:
    """One row per complaint and compliment, placed by the day it came in."""
    item = engine.table("feedback")
    return item.select(
        "authority", "source", "person_id",
        event_date=item.received_date,
        complaint=flag(item.kind == "complaint"),
        compliment=flag(item.kind == "compliment"),
        team=item.team_id.fill_null(NOT_KNOWN),
        theme=item.theme.fill_null(NOT_KNOWN),
    )  # fmt: skip


def closed_rows(engine: Any, _context: CountContext) -> Any:
    """One row per complaint answered, placed by the day it was closed."""
    item = engine.table("feedback")
    item = item.filter((item.kind == "complaint") & item.closed_date.notnull())
    first = (item.stage == "1") & item.due_date.notnull()
    return item.select(
        "authority", "source", "person_id",
        event_date=item.closed_date,
        first_stage=flag(first),
        in_time=flag(first & (item.closed_date <= item.due_date)),
        decided=flag(item.outcome.notnull() & (item.outcome != "withdrawn")),
        upheld=flag(item.outcome.isin(UPHELD)),
        team=item.team_id.fill_null(NOT_KNOWN),
        theme=item.theme.fill_null(NOT_KNOWN),
    )  # fmt: skip


_OWN = "The authority's own template; not published nationally"
OFFERED = Measure(
    id="advocacy_offered",
    code="VO01",
    title="Advocacy offered",
    meaning="Of the times a child was entitled to an advocate, the share at which one was offered.",
    why="A child alone in a room of professionals needs somebody on their side.",
    how="Conferences, reviews, meetings and complaints recorded in the template with an advocate offered divided by all "
    "recorded.",
    numerator_words="times an advocate was offered",
    denominator_words="times a child was entitled to an advocate",
    example="Of 40 conferences and reviews, an advocate was offered for 34: 85.0%.",
    moves="Whether the offer is part of the invitation, and the ages of children.",
    misread="An offer in a leaflet is not the same as an offer by a person.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source=_OWN,
    stage=Stage.VOICE,
    numerator="offered",
    denominator="counted",
)
TAKEN_UP = replace(
    OFFERED,
    id="advocacy_taken_up",
    title="Advocacy taken up",
    meaning="Of the times an advocate was offered, the share at which the child said yes.",
    how="Offers taken up divided by offers made.",
    numerator_words="offers taken up",
    denominator_words="times an advocate was offered",
    example="Of 34 offers, 15 taken up is 44.1%.",
    moves="How the offer is made, and whether the advocate is known to the child.",
    misread="A child who speaks for themself may need no advocate.",
    numerator="taken_up",
    denominator="offered",
)
FEEDBACK = replace(
    OFFERED,
    id="children_feedback_yes",
    code="VO02",
    title="Children's answers of yes",
    meaning="Of the answers children gave to the five questions, the share that was yes.",
    why="Children know whether anybody explained, listened and helped.",
    how="Answers yes divided by answers yes, no or partly; questions not answered are left out. Look at each question.",
    numerator_words="answers of yes",
    denominator_words="answers",
    example="Of 50 answers, 39 yes, 6 partly and 5 no: 78.0%.",
    moves="Which children are asked, by whom, and practice.",
    misread="Children who are content answer more readily.",
    source="The authority's own template, on five questions to children",
    numerator="yes",
    denominator="answered",
)
COMPLAINTS = replace(
    OFFERED,
    id="complaints",
    code="VO03",
    title="Complaints received",
    meaning="How many complaints were received.",
    why="A complaint is a free inspection.",
    how="Count complaints by the day they came in.",
    numerator_words="complaints received",
    denominator_words="",
    example="One letter from two parents is one complaint.",
    moves="Practice, and how easy it is to complain.",
    misread="Few complaints can mean that nobody knows how to make one.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    decimals=0,
    numerator="complaint",
    denominator="",
)
COMPLIMENTS = replace(
    COMPLAINTS,
    id="compliments",
    title="Compliments received",
    meaning="How many compliments were received.",
    why="It says what families valued, and who should hear it.",
    how="Count compliments by the day they came in.",
    numerator_words="compliments received",
    example="A card to a worker, passed on, is one compliment.",
    moves="Practice, and whether teams pass compliments on.",
    misread="They are counted where somebody takes the trouble.",
    numerator="compliment",
)
IN_TIME = replace(
    OFFERED,
    id="complaints_in_time",
    code="VO03",
    title="Complaints answered in time at stage 1",
    meaning="Of the stage 1 complaints closed, the share answered by the date due.",
    why="A late answer is a second injury.",
    how="Stage 1 complaints closed in the period on or before the date due divided by those closed with a date due.",
    numerator_words="stage 1 complaints answered by the date due",
    denominator_words="stage 1 complaints closed",
    example="Of 12 closed, 9 in time is 75.0%.",
    moves="Managers' time, and complaints about several services at once.",
    misread="In time says nothing of whether the answer was fair.",
    numerator="in_time",
    denominator="first_stage",
)
COMPLAINTS_UPHELD = replace(
    IN_TIME,
    id="complaints_upheld",
    title="Complaints upheld",
    meaning="Of the complaints decided, the share upheld in whole or in part.",
    why="It says how often families were right.",
    how="Complaints closed in the period as upheld or partly upheld divided by complaints closed with a decision.",
    numerator_words="complaints upheld or partly upheld",
    denominator_words="complaints closed with a decision",
    example="Of 12 decided, 5 upheld or partly is 41.7%.",
    moves="Practice, and how willing the service is to admit a mistake.",
    misread="A rise can be honesty.",
    polarity=Polarity.NEUTRAL,
    numerator="upheld",
    denominator="decided",
)
ADVOCACY_COHORT = Cohort(
    id="advocacy",
    by_child=False,
    title="Times a child was entitled to an advocate",
    kind=CohortKind.EVENT,
    table="advocacy",
    rows=advocacy_rows,
    breakdowns=("why_eligible", "team", *PERSON_BREAKDOWNS),
    measures=(OFFERED, TAKEN_UP),
)
SURVEY_COHORT = Cohort(
    id="feedback_answers",
    by_child=False,
    title="Children's answers",
    kind=CohortKind.EVENT,
    table="feedback",
    rows=survey_rows,
    breakdowns=("question", "team"),
    measures=(FEEDBACK,),
)
RECEIVED_COHORT = Cohort(
    id="feedback_received",
    by_child=False,
    title="Complaints and compliments received",
    kind=CohortKind.EVENT,
    table="feedback",
    rows=received_rows,
    breakdowns=("team", "theme"),
    measures=(COMPLAINTS, COMPLIMENTS),
)
CLOSED_COHORT = Cohort(
    id="complaints_closed",
    by_child=False,
    title="Complaints closed",
    kind=CohortKind.EVENT,
    table="feedback",
    rows=closed_rows,
    breakdowns=("team", "theme"),
    measures=(IN_TIME, COMPLAINTS_UPHELD),
)
