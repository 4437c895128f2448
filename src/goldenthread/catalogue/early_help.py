"""Early help: episodes started, open and ended, and whether children came back with a referral."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, age_band, flag, with_person, without_overlap
from goldenthread.measures.model import (
    NOT_KNOWN,
    Cohort,
    CohortKind,
    CountContext,
    Distinct,
    Measure,
    Polarity,
    Stage,
    Unit,
)
from goldenthread.tables import dates

FOLLOW_UP = (6, 12)
_COLUMNS = ("authority", "source", "person_id", "early_help_episode_id", "start_date", "end_date", "end_reason")


def _episodes(engine: Any) -> Any:
    return engine.table("early_help_episode").select(*_COLUMNS)


def started_rows(engine: Any, _context: CountContext) -> Any:
    """One row per episode, placed by its start."""
    episode = _episodes(engine)
    return with_person(episode.mutate(event_date=episode.start_date, counted=1), engine, on="event_date")


def open_rows(engine: Any, _context: CountContext) -> Any:
    """One row per episode as a spell; a child with several at once counts once."""
    return with_person(without_overlap(_episodes(engine), key="early_help_episode_id"), engine, on="start_date")


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    return spells.mutate(counted=1, age_band=age_band(spells, spells.day))


def ended_rows(engine: Any, context: CountContext) -> Any:
    """One row per episode ended, with whether a referral followed within six and twelve calendar months."""
    episode = _episodes(engine)
    episode = episode.filter(episode.end_date.notnull() & (episode.end_date >= episode.start_date))
    episode = _with_next_referral(episode, engine)
    columns: dict[str, Any] = {}
    for months in FOLLOW_UP:
        watched = dates.add_months_expr(episode.end_date, months) <= ibis.literal(context.as_at)
        back = dates.within_months_expr(episode.end_date, episode.next_referral, months)
        columns[f"watched_{months}"] = flag(watched)
        columns[f"recent_{months}"] = 1 - flag(watched)
        columns[f"back_{months}"] = flag(watched & back)
    episode = episode.mutate(
        event_date=episode.end_date,
        row_key=episode.early_help_episode_id,
        counted=1,
        ended_because=episode.end_reason.fill_null(NOT_KNOWN),
        **columns,
    )
    return with_person(episode, engine, on="event_date")


def _with_next_referral(episode: Any, engine: Any) -> Any:
    """Add `next_referral`: the child's first referral after the day the episode ended."""
    referral = engine.table("referral")
    referral = referral.select(
        n_authority=referral.authority,
        n_source=referral.source,
        n_person=referral.person_id,
        n_day=referral.referral_date,
    )
    later = episode.inner_join(
        referral,
        [
            episode.authority == referral.n_authority,
            episode.source == referral.n_source,
            episode.person_id == referral.n_person,
            referral.n_day > episode.end_date,
        ],
    )
    found = later.group_by(
        x_authority=later.authority, x_source=later.source, x_id=later.early_help_episode_id
    ).aggregate(next_referral=later.n_day.min())
    return episode.left_join(
        found,
        [
            episode.authority == found.x_authority,
            episode.source == found.x_source,
            episode.early_help_episode_id == found.x_id,
        ],
    )


_SOURCE = "SSD early help episodes; Ofsted ILACS Annex A, list 2"
_NOT_ADDED = "Annex A lists assessments, the case system whole episodes: never add the two together."
STARTED = Measure(
    id="early_help_started",
    code="EH01",
    title="Early help episodes started",
    meaning="How many early help episodes were started, each child counted each time.",
    why="Help given early is the service's first answer to need, and what keeps some children from the front door.",
    how="Count early help episodes by their start date.",
    numerator_words="early help episodes started",
    example="Twins helped from May and one of them again from November are three episodes.",
    moves="What partners offer themselves, step-downs from social care, and how episodes are recorded.",
    misread="More early help is not fewer children at risk: read it with referrals that follow early help.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.EARLY_HELP,
    decimals=0,
    numerator="counted",
    cautions=(_NOT_ADDED,),
)
OPEN = replace(
    STARTED,
    id="early_help_open",
    code="EH02",
    title="Children receiving early help",
    meaning="How many children had an early help episode open at the end of the day.",
    why="It is the size of the work done before social care is needed.",
    how="Count children with an episode started on or before the day and not ended by the end of it.",
    numerator_words="children with an open early help episode",
    example="An episode from 3 May to 9 July is open at the end of June and closed at the end of July.",
    moves="Episodes started and ended, and whether ended ones are closed on the system.",
    misread="Cases nobody closed look like help being given.",
)
ENDED_BECAUSE = replace(
    STARTED,
    id="early_help_end_reasons",
    code="EH03",
    title="Early help ended, by reason",
    meaning="Of the early help episodes that ended, the share that ended for each reason.",
    why="It says whether help ended because it worked, because the family left it, or because worries grew.",
    how="Episodes ended in the period with each reason on the authority's own list, divided by all that ended.",
    numerator_words="episodes ended for the reason",
    denominator_words="episodes ended",
    example="Of 40 ended, 26 with needs met is 65.0% and 6 stepped up to social care is 15.0%.",
    moves="Families' consent, stepping up to social care, and how the list of reasons is used.",
    misread="The list is local, so shares cannot be compared with another authority.",
    unit=Unit.PERCENT,
    decimals=1,
    denominator="counted",
    share_by="ended_because",
)


def _followed(months: int) -> Measure:
    return replace(
        STARTED,
        id=f"early_help_then_referral_{months}_months",
        code="EH04",
        title=f"Early help followed by a referral within {months} months",
        meaning=f"Of the children whose early help ended, the share referred within the {months} months after.",
        why="Help that held needs no social worker soon after.",
        how=f"Children with an episode ended in the period and a referral after it within {months} calendar months, "
        f"divided by children with an episode ended, once {months} months have passed since the end.",
        numerator_words=f"children referred within {months} months of early help ending",
        denominator_words="children whose early help ended, long enough ago to tell",
        example="Early help ends on 10 January, a referral comes on 2 March: the child counts.",
        moves="Cases closed too soon, step-ups recorded as new referrals, and what partners see.",
        misread="A referral that follows may be early help doing its job of spotting harm.",
        polarity=Polarity.LOW,
        unit=Unit.PERCENT,
        source="Local measure; not published nationally",
        decimals=1,
        numerator=f"back_{months}",
        denominator=f"watched_{months}",
        too_recent=f"recent_{months}",
        distinct=Distinct.FIRST,
        needs=("referral",),
        cautions=(),
    )


STARTED_COHORT = Cohort(
    id="early_help_started",
    title="Early help episodes started",
    kind=CohortKind.EVENT,
    table="early_help_episode",
    rows=started_rows,
    breakdowns=PERSON_BREAKDOWNS,
    measures=(STARTED,),
)
OPEN_COHORT = Cohort(
    id="early_help_open",
    title="Children receiving early help",
    kind=CohortKind.STOCK,
    table="early_help_episode",
    rows=open_rows,
    on_day=on_day,
    breakdowns=PERSON_BREAKDOWNS,
    measures=(OPEN,),
)
ENDED_COHORT = Cohort(
    id="early_help_ended",
    title="Early help episodes ended",
    kind=CohortKind.EVENT,
    table="early_help_episode",
    rows=ended_rows,
    breakdowns=("ended_because", *PERSON_BREAKDOWNS),
    measures=(ENDED_BECAUSE, *(_followed(months) for months in FOLLOW_UP)),
)
