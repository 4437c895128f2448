"""Reviews held: of protection plans and of children looked after, and whether the child took part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, flag, with_person, with_team
from goldenthread.catalogue.history import with_case_team_then
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Distinct, Measure, Polarity, Stage, Unit
from goldenthread.tables import dates

TOOK_PART = ("PN1", "PN2", "PN3", "PN5", "PN6")
FROM_AGE = 4


def cp_rows(engine: Any, _context: CountContext) -> Any:
    """One row per child per review of a protection plan, placed by the date it was held."""
    review = engine.table("cp_review")
    plan = engine.table("cp_plan")
    plan = plan.select(
        k_authority=plan.authority, k_source=plan.source, k_id=plan.cp_plan_id, team_id=plan.team_id, ola=plan.ola
    )
    review = review.left_join(
        plan,
        [review.authority == plan.k_authority, review.source == plan.k_source, review.cp_plan_id == plan.k_id],
    )
    review = review.filter(~review.ola.fill_null(ibis.literal(value=False)))
    review = review.select(
        "authority", "source", "person_id", "participation", "team_id",
        event_date=review.review_date,
        quorum_known=flag(review.quorate.notnull()),
        quorum_unknown=flag(review.quorate.isnull()),
        quorate=flag(review.quorate),
    )  # fmt: skip
    review = with_team(with_person(review, engine, on="event_date"), engine)
    return _with_participation(review)


def _with_participation(review: Any) -> Any:
    """Add whether a child old enough took part; a child under four, and a review that does not say, is in neither."""
    old_enough = dates.age_expr(review.date_of_birth, review.event_date) >= FROM_AGE
    told = review.participation.notnull() & (review.participation != "PN0")
    return review.mutate(
        heard_known=flag(old_enough & told),
        heard_unknown=flag(old_enough & ~told),
        heard=flag(old_enough & review.participation.isin(TOOK_PART)),
    )


def cla_rows(engine: Any, _context: CountContext) -> Any:
    """One row per child per review of a child looked after, placed by the date it was held; cancelled ones left out."""
    review = engine.table("cla_review")
    review = review.filter(~review.cancelled.fill_null(ibis.literal(value=False)))
    review = review.select("authority", "source", "person_id", "participation", event_date=review.review_date)
    review = with_case_team_then(with_person(review, engine, on="event_date"), engine)
    return _with_participation(review)


def due_rows(engine: Any, context: CountContext) -> Any:
    """One row per review of a child looked after that has a date it was due by, placed by that date."""
    review = engine.table("cla_review")
    review = review.filter(review.due_date.notnull())
    in_time = review.review_date <= review.due_date
    cancelled = review.cancelled.fill_null(ibis.literal(value=False))
    review = review.select(
        "authority", "source", "person_id",
        event_date=review.due_date,
        row_key=review.cla_review_id,
        due=1,
        late=1 - flag(in_time & ~cancelled & (review.review_date <= ibis.literal(context.as_at))),
    )  # fmt: skip
    return with_case_team_then(with_person(review, engine, on="event_date"), engine)


TOOK_PART_CP = Measure(
    id="cp_reviews_child_took_part",
    code="CP17",
    title="Protection plan reviews the child took part in",
    meaning=f"Of the reviews of plans of children aged {FROM_AGE} or over, the share in which the child's views were heard.",
    why="The plan is about the child: it should not be reviewed without them.",
    how="Reviews with participation PN1, PN2, PN3, PN5 or PN6 divided by reviews where participation is recorded, for "
    f"children aged {FROM_AGE} or over on the day.",
    numerator_words="reviews in which the child took part",
    denominator_words=f"reviews of children aged {FROM_AGE} or over with participation recorded",
    example="Of 50 reviews, 31 attended or written to by the child is 62.0%.",
    moves="Advocacy, when and where reviews are held, and how participation is recorded.",
    misread="A child who sat in the room and said nothing (PN4) has not taken part.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source="SSD reviews; participation codes of SSDA903",
    stage=Stage.PROTECTION,
    numerator="heard",
    denominator="heard_known",
    excluded="heard_unknown",
    excluded_words="do not say whether the child took part",
)
QUORATE = replace(
    TOOK_PART_CP,
    id="cp_reviews_quorate",
    code="CP18",
    title="Protection plan reviews with a quorum",
    meaning="Of the reviews of protection plans, the share at which enough agencies were present.",
    why="A plan made by one agency binds no other.",
    how="Reviews recorded as quorate divided by reviews where it is recorded.",
    numerator_words="reviews with a quorum",
    denominator_words="reviews where it is recorded",
    example="46 of 50 is 92.0%.",
    moves="Partners' capacity, notice given, and school holidays.",
    misread="What makes a quorum is set locally.",
    source="SSD reviews; not published nationally",
    numerator="quorate",
    denominator="quorum_known",
    excluded="quorum_unknown",
    excluded_words="do not say whether there was a quorum",
)
TOOK_PART_CLA = replace(
    TOOK_PART_CP,
    id="cla_reviews_child_took_part",
    code="LA15",
    title="Reviews of children looked after that the child took part in",
    meaning=f"Of the reviews of children looked after aged {FROM_AGE} or over, the share in which the child's views were "
    "heard.",
    example="Of 200 reviews, 184 attended or written to by the child is 92.0%.",
    source="SSDA903 reviews, REVIEW_CODE",
    stage=Stage.LOOKED_AFTER,
    why="The care plan is about the child: it should not be reviewed without them.",
)
IN_TIME = Measure(
    id="cla_reviews_in_time",
    code="LA14",
    title="Children looked after with every review in time",
    meaning="Of the children with a review due in the period, the share whose reviews were all held by the day due.",
    why="The review is where somebody independent asks whether the care plan is working.",
    how="Children with reviews due in the period, each held on or before the day it was due, divided by children with a "
    "review due. The due date is the one on the case system; a cancelled review is late.",
    numerator_words="children whose reviews were all held by the day due",
    denominator_words="children with a review due",
    example="Two reviews due in the year, one held a day late: the child is not in time that year.",
    moves="Capacity of reviewing officers, placements far away, and due dates entered wrongly.",
    misread="It trusts the due date of the case system: a review rescheduled there looks in time.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source="SSD reviews; measure seen in scrutiny papers; no longer published nationally",
    stage=Stage.LOOKED_AFTER,
    numerator="late",
    denominator="due",
    distinct=Distinct.FIRST,
    complement=True,
    cautions=(
        "By team a child is counted in each team that held the case when a review was due, and by age in each age band: a "
        "team answers for the reviews due while it held the case.",
    ),
)
CP_COHORT = Cohort(
    id="cp_reviews",
    title="Reviews of protection plans",
    kind=CohortKind.EVENT,
    table="cp_review",
    rows=cp_rows,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(TOOK_PART_CP, QUORATE),
)
CLA_COHORT = Cohort(
    id="cla_reviews",
    title="Reviews of children looked after",
    kind=CohortKind.EVENT,
    table="cla_review",
    rows=cla_rows,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    measures=(TOOK_PART_CLA,),
)
DUE_COHORT = Cohort(
    id="cla_reviews_due",
    title="Reviews of children looked after that were due",
    kind=CohortKind.EVENT,
    table="cla_review",
    rows=due_rows,
    breakdowns=("team", *PERSON_BREAKDOWNS),
    once_in_each=("team", "age_band"),
    measures=(IN_TIME,),
)
