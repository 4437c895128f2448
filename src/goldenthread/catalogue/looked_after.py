"""Children looked after: how many on a day, how many started and ceased. Short-break series are left out throughout."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue import care_day, unaccompanied
from goldenthread.catalogue.care_measures import CEASED_MORE, OPEN_MORE, STARTED_MORE, YEAR_IN_CARE
from goldenthread.catalogue.common import (
    PERSON_BREAKDOWNS,
    age_band,
    flag,
    label,
    with_day_number,
    with_person,
    without_overlap,
)
from goldenthread.catalogue.history import with_case_team
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
from goldenthread.tables import codes, dates

SHORT_BREAKS = codes.LEGAL_STATUS.in_group("Short breaks")
STARTS, CONTINUES = "S", "X1"
FIRST_HEALTH_WORKING_DAYS = 20
CEASED_REASONS = {
    "adopted": codes.EPISODE_END_REASON.in_group("Adopted"),
    "guardianship": codes.EPISODE_END_REASON.in_group("Special guardianship order"),
    "arrangements": codes.EPISODE_END_REASON.in_group("Child arrangements order"),
    "home_planned": ("E4A",),
    "home_unplanned": ("E4B",),
}
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


def episodes_of_care(engine: Any) -> Any:
    """Episodes outside the short-break series, with need and legal status as groups."""
    episode = engine.table("cla_episode").select(*_COLUMNS)
    short = flag(episode.legal_status.isin(SHORT_BREAKS)) == 1
    episode = _outside_short_breaks(episode.filter(~short), engine)
    return episode.mutate(
        counted=1,
        row_key=episode.cla_episode_id,
        need=label(episode.category_of_need, codes.PRIMARY_NEED),
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
    episode = _with_neighbours(episodes_of_care(engine))
    so_far = ibis.window(
        group_by=[episode.authority, episode.source, episode.person_id],
        order_by=[episode.start_date, episode.cla_episode_id],
        preceding=(None, 0),
    )
    # The first episode in the data stands for the start of its period, where the return does not go back to it.
    in_order = ibis.window(
        group_by=[episode.authority, episode.source, episode.person_id],
        order_by=[episode.start_date, episode.cla_episode_id],
    )
    episode = episode.mutate(nth=ibis.row_number().over(in_order))
    began = (_begins(episode) | (episode.nth == 0)).ifelse(episode.start_date, ibis.null("date"))
    episode = episode.mutate(period_start=began.max().over(so_far))
    return with_person(without_overlap(episode, key="cla_episode_id"), engine, on="start_date")


def on_day(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    spells = care_day.with_placement(spells, engine, context)
    spells = care_day.with_moves(spells, engine, context)
    spells = care_day.with_uasc(spells, engine, context)
    spells = care_day.with_visit(spells, engine, context)
    spells = care_day.with_legal_status(spells, engine, context)
    spells = with_case_team(spells, engine, context)
    return care_day.placement_flags(spells).mutate(age_band=age_band(spells, spells.day))


def year_on_day(spells: Any, engine: Any, context: CountContext) -> Any:
    """Children looked after for twelve months or more on the day, with what was done for their health."""
    spells = spells.filter(spells.period_start <= dates.add_months_expr(spells.day, -12))
    spells = care_day.with_placement(care_day.with_health(spells, engine, context), engine, context)
    return spells.mutate(age_band=age_band(spells, spells.day))


def _begins(episode: Any) -> Any:
    """Whether an episode begins a period of care.

    Where no reason is recorded, those do that do not carry on from an episode that ended the same day.
    """
    carries_on = (episode.last_end == episode.start_date).fill_null(ibis.literal(value=False))
    starts = (episode.start_reason == STARTS).fill_null(ibis.literal(value=False))
    return starts | (episode.start_reason.isnull() & ~carries_on)


def care_starts(engine: Any) -> Any:
    """Episodes that begin a period of care."""
    episode = _with_neighbours(episodes_of_care(engine))
    return episode.filter(_begins(episode))


def started_rows(engine: Any, context: CountContext) -> Any:
    """One row per period of care started."""
    episode = care_starts(engine)
    episode = _with_first_health_assessment(episode, engine, context)
    episode = _with_uasc(episode, engine)
    episode = episode.mutate(
        event_date=episode.start_date,
        uasc=flag(episode.unaccompanied == 1),
        returned=flag(dates.within_12_months_expr(episode.last_end, episode.start_date)),
    )
    return with_person(episode, engine, on="event_date")


def _with_uasc(episode: Any, engine: Any) -> Any:
    """Add `unaccompanied`: 1 when the child was an unaccompanied asylum-seeking child on the day the episode began."""
    spells = care_day.uasc_spells(engine)
    spells = spells.select(
        u_authority=spells.authority, u_source=spells.source, u_person=spells.person_id, u_from=spells.from_day,
        u_until=spells.until,
    )  # fmt: skip
    found = episode.inner_join(
        spells,
        [
            episode.authority == spells.u_authority,
            episode.source == spells.u_source,
            episode.person_id == spells.u_person,
            spells.u_from <= episode.start_date,
            episode.start_date <= spells.u_until,
        ],
    )
    found = found.select(
        v_authority=found.authority, v_source=found.source, v_id=found.cla_episode_id, unaccompanied=1
    ).distinct()
    return episode.left_join(
        found,
        [
            episode.authority == found.v_authority,
            episode.source == found.v_source,
            episode.cla_episode_id == found.v_id,
        ],
    )


def _with_first_health_assessment(episode: Any, engine: Any, context: CountContext) -> Any:
    """Add whether the first health assessment after the start was done within twenty working days, and who it is due for."""
    check = engine.table("cla_health")
    check = check.filter(
        (check.check_type == "health_assessment") & check.status.isin(care_day.DONE) & check.check_date.notnull()
    )
    check = check.select(
        h_authority=check.authority, h_source=check.source, h_person=check.person_id, h_day=check.check_date
    )
    later = episode.inner_join(
        check,
        [
            episode.authority == check.h_authority,
            episode.source == check.h_source,
            episode.person_id == check.h_person,
            check.h_day >= episode.start_date,
        ],
    )
    first = later.group_by(i_authority=later.authority, i_source=later.source, i_id=later.cla_episode_id).aggregate(
        first_check=later.h_day.min()
    )
    episode = episode.left_join(
        first,
        [
            episode.authority == first.i_authority,
            episode.source == first.i_source,
            episode.cla_episode_id == first.i_id,
        ],
    )
    episode = episode.mutate(data_date=ibis.literal(context.as_at))
    for day, name in (("start_date", "began_number"), ("first_check", "check_number"), ("data_date", "data_number")):
        episode = with_day_number(episode, engine, day=day, name=name)
    # SSDA903 holds a yearly answer and no date, so nothing can be said from it.
    dated = episode.source != "s903"
    due = dated & (episode.data_number - episode.began_number > FIRST_HEALTH_WORKING_DAYS)
    return episode.mutate(
        health_due=flag(due),
        health_recent=flag(dated & ~due),
        health_in_time=flag(due & (episode.check_number - episode.began_number <= FIRST_HEALTH_WORKING_DAYS)),
    )


def ceased_rows(engine: Any, _context: CountContext) -> Any:
    """One row per period of care ended; where no reason is recorded, those not carried on the same day."""
    episode = _with_neighbours(episodes_of_care(engine))
    carried_on = (episode.next_start == episode.end_date).fill_null(ibis.literal(value=False))
    ended = (episode.end_reason != CONTINUES) | (episode.end_reason.isnull() & ~carried_on)
    episode = episode.filter(episode.end_date.notnull() & (episode.end_date >= episode.start_date) & ended)
    groups = codes.EPISODE_END_REASON
    episode = episode.mutate(
        event_date=episode.end_date,
        ceased_because=label(episode.end_reason, groups),
        **{name: flag(episode.end_reason.isin(reasons)) for name, reasons in CEASED_REASONS.items()},
    )
    return with_person(episode, engine, on="event_date")


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
_PLACED = ("team", "placement", "provider", "legal_status_group")
OPEN_COHORT = Cohort(
    id="looked_after_open",
    title="Children looked after",
    kind=CohortKind.STOCK,
    table="cla_episode",
    rows=open_rows,
    on_day=on_day,
    breakdowns=(*_PLACED, *_BREAKDOWNS),
    measures=(LOOKED_AFTER, RATE, _range(Extreme.LOWEST), _range(Extreme.HIGHEST), *OPEN_MORE, unaccompanied.RATE),
)
YEAR_COHORT = Cohort(
    id="looked_after_12_months",
    title="Children looked after for twelve months or more",
    kind=CohortKind.STOCK,
    table="cla_episode",
    rows=open_rows,
    on_day=year_on_day,
    breakdowns=("placement", *_BREAKDOWNS),
    measures=YEAR_IN_CARE,
)
STARTED_COHORT = Cohort(
    id="looked_after_started",
    title="Children who started to be looked after",
    kind=CohortKind.EVENT,
    table="cla_episode",
    rows=started_rows,
    breakdowns=_BREAKDOWNS,
    measures=(STARTED, *STARTED_MORE, unaccompanied.STARTED, unaccompanied.STARTED_PER_10K),
)
CEASED_COHORT = Cohort(
    id="looked_after_ceased",
    title="Children who ceased to be looked after",
    kind=CohortKind.EVENT,
    table="cla_episode",
    rows=ceased_rows,
    breakdowns=("ceased_because", *_BREAKDOWNS),
    measures=(CEASED, *CEASED_MORE),
)
