"""Children looked after: how many on a day, how many started and ceased. Short-break series are left out throughout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import PERSON_BREAKDOWNS, age_band, flag, group, label, with_person, without_overlap
from goldenthread.measures.model import (
    Cohort,
    CohortKind,
    CountContext,
    Distinct,
    Extreme,
    Measure,
    Polarity,
    Stage,
    Unit,
)
from goldenthread.tables import codes

SHORT_BREAKS = codes.LEGAL_STATUS.in_group("Short breaks")
STARTS, CONTINUES = "S", "X1"
_COLUMNS = (
    "authority",
    "source",
    "person_id",
    "cla_episode_id",
    "start_date",
    "end_date",
    "start_reason",
    "end_reason",
    "legal_status",
    "category_of_need",
)


def _episodes(engine: Any) -> Any:
    """Episodes outside the short-break series, with need and legal status as groups."""
    episode = engine.table("cla_episode").select(*_COLUMNS)
    short = flag(episode.legal_status.isin(SHORT_BREAKS)) == 1
    episode = _outside_short_breaks(episode.filter(~short), engine)
    return episode.mutate(
        counted=1,
        row_key=episode.cla_episode_id,
        need=label(episode.category_of_need, codes.PRIMARY_NEED),
        legal_status_group=group(episode.legal_status, codes.LEGAL_STATUS),
    )


def _outside_short_breaks(episode: Any, engine: Any) -> Any:
    """Where the episodes of a return carry no legal status (SSD), the child's legal status on the day tells."""
    status = engine.table("legal_status")
    status = status.filter(status.code.isin(SHORT_BREAKS))
    status = status.select(
        l_authority=status.authority, l_source=status.source, l_id=status.person_id, l_from=status.start_date,
        l_until=status.end_date,
    )  # fmt: skip
    return episode.anti_join(
        status,
        [
            episode.authority == status.l_authority,
            episode.source == status.l_source,
            episode.person_id == status.l_id,
            episode.legal_status.isnull(),
            status.l_from <= episode.start_date,
            status.l_until.isnull() | (status.l_until > episode.start_date),
        ],
    )


def open_rows(engine: Any, _context: CountContext) -> Any:
    """One row per episode as a spell; the episodes of one period of care join end to end."""
    episode = without_overlap(_episodes(engine), key="cla_episode_id")
    return with_person(episode, engine, on="start_date")


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    return spells.mutate(age_band=age_band(spells, spells.day))


def care_starts(engine: Any) -> Any:
    """Episodes that begin a period of care.

    Where no reason is recorded, those that do not carry on from an episode that ended the same day.
    """
    episode = _with_neighbours(_episodes(engine))
    carries_on = (episode.last_end == episode.start_date).fill_null(ibis.literal(value=False))
    return episode.filter((episode.start_reason == STARTS) | (episode.start_reason.isnull() & ~carries_on))


def started_rows(engine: Any, _context: CountContext) -> Any:
    """One row per period of care started."""
    episode = care_starts(engine)
    return with_person(episode.mutate(event_date=episode.start_date), engine, on="event_date")


def ceased_rows(engine: Any, _context: CountContext) -> Any:
    """One row per period of care ended; where no reason is recorded, those not carried on the same day."""
    episode = _with_neighbours(_episodes(engine))
    carried_on = (episode.next_start == episode.end_date).fill_null(ibis.literal(value=False))
    ended = (episode.end_reason != CONTINUES) | (episode.end_reason.isnull() & ~carried_on)
    episode = episode.filter(episode.end_date.notnull() & (episode.end_date >= episode.start_date) & ended)
    return with_person(episode.mutate(event_date=episode.end_date), engine, on="event_date")


def _with_neighbours(episode: Any) -> Any:
    window = ibis.window(
        group_by=[episode.authority, episode.source, episode.person_id],
        order_by=[episode.start_date, episode.cla_episode_id],
    )
    return episode.mutate(
        last_end=episode.end_date.lag(1).over(window), next_start=episode.start_date.lead(1).over(window)
    )


_SOURCE = "DfE children looked after statistics; SSDA903 episodes"
_STOCK = "A steady number can hide equal numbers starting and ceasing: read it with those."
LOOKED_AFTER = Measure(
    id="children_looked_after",
    code="LA01",
    title="Children looked after",
    meaning="How many children the council was looking after at the end of the day.",
    why="The council is their parent in law.",
    how="Count children with an episode of care begun on or before the day and not ended by the end of it; series of "
    "short breaks (V3, V4) are left out.",
    numerator_words="children with an open episode of care",
    example="A child who returns home on 31 March is not looked after at the end of that day.",
    moves="Children starting and ceasing to be looked after.",
    misread=_STOCK,
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.LOOKED_AFTER,
    headline=True,
    decimals=0,
    numerator="counted",
    cautions=(_STOCK,),
)
RATE = Measure(
    id="looked_after_rate",
    code="LA01",
    title="Children looked after per 10,000 children",
    meaning="Children looked after for every 10,000 people aged 0 to 17.",
    why="A number cannot be compared with other areas; a rate can.",
    how="Children looked after divided by the mid-year population of the calendar year before the reporting year's end, "
    "times 10,000. Published as a whole number. Never multiplied up.",
    numerator_words="children with an open episode of care",
    denominator_words="people aged 0 to 17",
    example="140 children looked after and 34,000 children in the area make 41.2.",
    moves="The number looked after, and revisions of the population estimate.",
    misread="Neither a high nor a low rate is good by itself.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PER_10K,
    source=_SOURCE,
    stage=Stage.LOOKED_AFTER,
    headline=True,
    numerator="counted",
    denominator="population",
)
STARTED = Measure(
    id="looked_after_started",
    code="LA02",
    title="Children who started to be looked after",
    meaning="How many children started to be looked after.",
    why="With those who ceased it explains why the number moves or stands still.",
    how="Count each child once in the period, at the first start; short breaks are left out.",
    numerator_words="children who started to be looked after",
    example="A child who comes into care twice in a year counts once in that year, once in each of two quarters.",
    moves="Courts, family breakdown, unaccompanied children, edge-of-care work.",
    misread="The quarters add up to more than the year.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.LOOKED_AFTER,
    headline=True,
    decimals=0,
    numerator="counted",
    distinct=Distinct.FIRST,
)
CEASED = Measure(
    id="looked_after_ceased",
    code="LA03",
    title="Children who ceased to be looked after",
    meaning="How many children ceased to be looked after.",
    why="With those who started it explains why the number moves or stands still.",
    how="Count each child once in the period, at the last end; short breaks are left out.",
    numerator_words="children who ceased to be looked after",
    example="A child who leaves, returns and leaves again in a year counts once, at the last end.",
    moves="Adoption, special guardianship, returns home, eighteenth birthdays.",
    misread="Leaving care is not always for the better: see why they left.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source=_SOURCE,
    stage=Stage.LOOKED_AFTER,
    headline=True,
    decimals=0,
    numerator="counted",
    distinct=Distinct.LAST,
)


def _range(extreme: Extreme) -> Measure:
    return replace(
        LOOKED_AFTER,
        id=f"children_looked_after_{extreme}_18_months",
        code="LA39",
        title=f"Children looked after, {extreme} of 18 month ends",
        meaning=f"The {extreme} number of children looked after at any month's end of the last 18 months.",
        why="With its counterpart it is the band the number kept within, which a committee asks for.",
        how=f"The {extreme} of the numbers at the last 18 month ends up to the day, the day included if it is one.",
        numerator_words=f"{extreme} number at a month's end",
        example="Month ends of 121, 129 and 125, and fifteen between: the lowest is 121, the highest 129.",
        misread="A band says nothing of limits: whether a number is stable is for a control chart.",
        source="Local measure in use before committees; not published nationally",
        headline=False,
        lookback_months=17,
        extreme=extreme,
        over_months=18,
    )


_BREAKDOWNS = ("need", *PERSON_BREAKDOWNS)
OPEN_COHORT = Cohort(
    id="looked_after_open",
    title="Children looked after",
    kind=CohortKind.STOCK,
    table="cla_episode",
    rows=open_rows,
    on_day=on_day,
    breakdowns=_BREAKDOWNS,
    measures=(LOOKED_AFTER, RATE, _range(Extreme.LOWEST), _range(Extreme.HIGHEST)),
)
STARTED_COHORT = Cohort(
    id="looked_after_started",
    title="Children who started to be looked after",
    kind=CohortKind.EVENT,
    table="cla_episode",
    rows=started_rows,
    breakdowns=_BREAKDOWNS,
    measures=(STARTED,),
)
CEASED_COHORT = Cohort(
    id="looked_after_ceased",
    title="Children who ceased to be looked after",
    kind=CohortKind.EVENT,
    table="cla_episode",
    rows=ceased_rows,
    breakdowns=_BREAKDOWNS,
    measures=(CEASED,),
)
