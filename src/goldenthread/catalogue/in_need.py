"""Children in need: episodes of need open on a day, started, ended, and at any point of a period.

An episode of need runs from referral to closure. Referrals closed with no further action, and cases assessed as not
in need with no enquiry or plan of any kind, are not episodes of need.
"""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    age_band,
    covered_from,
    flag,
    label,
    with_person,
    with_team,
    without_overlap,
)
from goldenthread.catalogue.history import duration_band, with_case_worker
from goldenthread.catalogue.in_need_measures import ANY_POINT, ENDED, OPEN, STARTED
from goldenthread.measures.count import snapshot_table
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext
from goldenthread.tables import codes

NOT_IN_NEED = ("RC8", "RC9")
FURTHER = ("s47_enquiry", "cin_plan", "cp_plan")
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "referral_id",
    "referral_date",
    "closure_date",
    "closure_reason",
    "primary_need",
    "nfa",
    "team_id",
)


def episodes(engine: Any) -> Any:
    """Episodes of need as spells from `start_date` to `end_date`; an end before the start counts as none."""
    referral = engine.table("referral").select(*_COLUMNS)
    further = _linked(engine, FURTHER[0])
    for table in FURTHER[1:]:
        further = further.union(_linked(engine, table))
    further = further.distinct().mutate(went_on=1)
    referral = referral.left_join(
        further,
        [
            referral.authority == further.g_authority,
            referral.source == further.g_source,
            referral.referral_id == further.g_id,
        ],
    )
    no = ibis.literal(value=False)
    nothing = referral.closure_reason.isin(NOT_IN_NEED).fill_null(no) & referral.went_on.isnull()
    referral = referral.filter(~referral.nfa.fill_null(no) & ~nothing)
    return referral.select(
        "authority", "source", "person_id", "referral_id", "team_id", "closure_reason",
        start_date=referral.referral_date,
        end_date=(referral.closure_date >= referral.referral_date).ifelse(referral.closure_date, ibis.null("date")),
        need=label(referral.primary_need, codes.PRIMARY_NEED),
    )  # fmt: skip


def _linked(engine: Any, table: str) -> Any:
    """The referrals that rows of a table name."""
    rows = engine.table(table)
    rows = rows.filter(rows.referral_id.notnull())
    return rows.select(g_authority=rows.authority, g_source=rows.source, g_id=rows.referral_id)


def open_rows(engine: Any, context: CountContext) -> Any:
    """One row per episode as a spell, with the day of its first assessment.

    An episode that began before assessments are complete in the return was assessed by then: the return leaves out the
    assessments that were over when it begins.
    """
    episode = without_overlap(episodes(engine), key="referral_id")
    assessment = engine.table("assessment")
    first = assessment.group_by(
        a_authority=assessment.authority, a_source=assessment.source, a_referral=assessment.referral_id
    ).aggregate(first_assessment=assessment.start_date.min())
    episode = episode.left_join(
        first,
        [
            episode.authority == first.a_authority,
            episode.source == first.a_source,
            episode.referral_id == first.a_referral,
        ],
    )
    older = (episode.start_date < covered_from(episode, context)).fill_null(ibis.literal(value=False))
    episode = episode.mutate(
        first_assessment=ibis.coalesce(episode.first_assessment, older.ifelse(episode.start_date, ibis.null("date")))
    )
    return with_team(with_person(episode, engine, on="start_date"), engine)


def on_day(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    spells = with_case_worker(spells, engine, context)
    return spells.mutate(
        counted=1,
        duration=duration_band(spells.start_date, spells.day),
        disabled=flag(spells.disability == "disabled"),
        awaiting=flag(spells.first_assessment.isnull() | (spells.first_assessment > spells.day)),
        unallocated=1 - spells.allocated,
        age_band=age_band(spells, spells.day),
    )


def started_rows(engine: Any, _context: CountContext) -> Any:
    """One row per episode of need, placed by the referral."""
    episode = episodes(engine)
    episode = episode.mutate(event_date=episode.start_date, counted=1)
    return with_team(with_person(episode, engine, on="event_date"), engine)


def ended_rows(engine: Any, _context: CountContext) -> Any:
    """One row per episode of need ended, placed by its closure."""
    episode = episodes(engine)
    episode = episode.filter(episode.end_date.notnull())
    episode = episode.mutate(
        event_date=episode.end_date,
        counted=1,
        duration=duration_band(episode.start_date, episode.end_date),
        closed_because=label(episode.closure_reason, codes.CLOSURE_REASON),
    )
    return with_team(with_person(episode, engine, on="event_date"), engine)


def month_rows(engine: Any, context: CountContext) -> Any:
    """One row per child and month in which the child was in need, so that children in a span can be counted once."""
    episode = episodes(engine)
    days = snapshot_table(engine, context)
    far = ibis.date("2999-12-31")
    over = ibis.coalesce(episode.end_date, far)
    first = days.day.truncate("M").cast("date")
    days = days.mutate(first_day=first)
    month = episode.inner_join(days, [episode.start_date <= days.day, over >= days.first_day])
    month = month.select(
        "authority", "source", "person_id",
        # Within the month it can only be the first day of the month or that of the referral, if later.
        event_date=ibis.greatest(month.start_date, month.first_day),
        row_key=month.referral_id,
        need=month.need.fill_null(NOT_KNOWN),
        counted=1,
    )  # fmt: skip
    return with_person(month, engine, on="event_date")


OPEN_COHORT = Cohort(
    id="in_need_open",
    title="Children in need",
    kind=CohortKind.STOCK,
    table="referral",
    rows=open_rows,
    on_day=on_day,
    breakdowns=("team", "need", "duration", *PERSON_BREAKDOWNS),
    measures=OPEN,
    coverage_of="assessment",
)
STARTED_COHORT = Cohort(
    id="in_need_started",
    title="Episodes of need started",
    kind=CohortKind.EVENT,
    table="referral",
    rows=started_rows,
    breakdowns=("team", "need", *PERSON_BREAKDOWNS),
    measures=STARTED,
)
ENDED_COHORT = Cohort(
    id="in_need_ended",
    title="Episodes of need ended",
    kind=CohortKind.EVENT,
    table="referral",
    rows=ended_rows,
    breakdowns=("team", "need", "duration", "closed_because", *PERSON_BREAKDOWNS),
    measures=ENDED,
)
ANY_COHORT = Cohort(
    id="in_need_any_point",
    follows_data_date=True,
    title="Children in need at any point",
    kind=CohortKind.EVENT,
    table="referral",
    rows=month_rows,
    breakdowns=("need", *PERSON_BREAKDOWNS),
    measures=ANY_POINT,
)
