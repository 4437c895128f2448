"""What happens to children in care: placements that end, going missing, and who was looked after at any point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.care_day import day_after, with_placement_then
from goldenthread.catalogue.common import PERSON_BREAKDOWNS, age_band, flag, group, with_person, without_overlap
from goldenthread.catalogue.looked_after import episodes_of_care
from goldenthread.measures.count import snapshot_table
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
from goldenthread.tables import codes

IN_CARE, MISSING, AWAY = "C", "M", "A"


def placements_ended(engine: Any, _context: CountContext) -> Any:
    """One row per placement ended with a reason for the change, placed by its end."""
    placement = engine.table("cla_placement")
    placement = placement.filter(placement.end_date.notnull() & (placement.end_date >= placement.start_date))
    told = placement.change_reason.notnull()
    placement = placement.select(
        "authority", "source", "person_id",
        event_date=placement.end_date,
        counted=flag(told),
        untold=1 - flag(told),
        change=placement.change_reason.cases(
            *((code.code, f"{code.code} {code.label}") for code in codes.PLACEMENT_CHANGE_REASON.codes), else_=NOT_KNOWN
        ),
        placement=group(placement.placement_type, codes.PLACEMENT_TYPE),
        provider=placement.provider.cases(
            *((code.code, code.label) for code in codes.PLACEMENT_PROVIDER.codes), else_=NOT_KNOWN
        ),
    )  # fmt: skip
    return with_person(placement, engine, on="event_date")


def months(engine: Any, context: CountContext) -> Any:
    """One row per child and month in care, and per child and month missing or away while in care."""
    care = episodes_of_care(engine)
    care = care.select(
        "authority",
        "source",
        "person_id",
        "start_date",
        "end_date",
        row_key=care.cla_episode_id,
        kind=ibis.literal(IN_CARE),
    )
    away = _in_care(engine.table("missing_episode"), engine)
    away = away.filter(away.type.isin((MISSING, AWAY)))
    away = away.select(
        "authority", "source", "person_id", "start_date", "end_date", row_key=away.missing_episode_id, kind=away.type
    )
    spells = care.union(away).union(_moves(care, engine))
    days = snapshot_table(engine, context)
    days = days.mutate(first_day=days.day.truncate("M").cast("date"))
    over = ibis.coalesce(spells.end_date, ibis.date("2999-12-31"))
    month = spells.mutate(over=over).inner_join(days, [spells.start_date <= days.day, over >= days.first_day])
    month = month.filter(month.over >= month.start_date)
    month = month.select(
        "authority", "source", "person_id",
        event_date=ibis.greatest(month.start_date, month.first_day),
        row_key=month.row_key,
        in_care=flag(month.kind == IN_CARE),
        missing=flag(month.kind == MISSING),
        away=flag(month.kind == AWAY),
    )  # fmt: skip
    return with_placement_then(with_person(month, engine, on="event_date"), engine)


def _moves(care: Any, engine: Any) -> Any:
    """Days of care on which a placement began, or was over: so that a child is in care in every placement of a month."""
    placement = engine.table("cla_placement")
    began = placement.select("authority", "source", "person_id", "placement_id", day=placement.start_date)
    ended = placement.select("authority", "source", "person_id", "placement_id", day=day_after(placement.end_date))
    moved = began.union(ended)
    moved = moved.select(
        m_authority=moved.authority,
        m_source=moved.source,
        m_person=moved.person_id,
        m_id=moved.placement_id,
        m_day=moved.day,
    )
    held = care.inner_join(
        moved,
        [
            care.authority == moved.m_authority,
            care.source == moved.m_source,
            care.person_id == moved.m_person,
            care.start_date < moved.m_day,
            care.end_date.isnull() | (moved.m_day < care.end_date),
        ],
    )
    return held.select(
        "authority",
        "source",
        "person_id",
        start_date=held.m_day,
        end_date=held.m_day,
        row_key=held.m_id,
        kind=held.kind,
    )


def _in_care(missing: Any, engine: Any) -> Any:
    """Missing episodes that began while the child was looked after: a case system also records those of other children."""
    care = episodes_of_care(engine)
    care = care.select(
        c_authority=care.authority, c_source=care.source, c_person=care.person_id, c_from=care.start_date,
        c_until=ibis.coalesce(care.end_date, ibis.date("2999-12-31")),
    )  # fmt: skip
    return missing.semi_join(
        care,
        [
            missing.authority == care.c_authority,
            missing.source == care.c_source,
            missing.person_id == care.c_person,
            care.c_from <= missing.start_date,
            missing.start_date <= care.c_until,
        ],
    )


def missing_ended(engine: Any, _context: CountContext) -> Any:
    """One row per missing episode ended of a child in care, with what came of the return interview."""
    episode = _in_care(engine.table("missing_episode"), engine)
    episode = episode.filter(
        (episode.type == MISSING) & episode.end_date.notnull() & (episode.end_date >= episode.start_date)
    )
    offered, accepted = episode.interview_offered, episode.interview_accepted
    episode = episode.select(
        "authority", "source", "person_id",
        event_date=episode.end_date,
        offer_told=flag(offered.isin(("Y", "N"))),
        offer_untold=1 - flag(offered.isin(("Y", "N"))),
        offered=flag(offered == "Y"),
        offered_and_told=flag((offered == "Y") & accepted.isin(("Y", "N"))),
        offered_untold=flag((offered == "Y") & ~accepted.isin(("Y", "N")).fill_null(ibis.literal(value=False))),
        accepted=flag((offered == "Y") & (accepted == "Y")),
    )  # fmt: skip
    return with_person(episode, engine, on="event_date")


def liberty_rows(engine: Any, _context: CountContext) -> Any:
    """One row per order as a spell; a child with several at once counts once."""
    order = engine.table("deprivation_of_liberty").select(
        "authority", "source", "person_id", "dolo_id", "start_date", "end_date"
    )
    return with_person(without_overlap(order, key="dolo_id"), engine, on="start_date")


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the columns that depend on the day."""
    return spells.mutate(counted=1, age_band=age_band(spells, spells.day))


LIBERTY = Measure(
    id="deprived_of_liberty",
    code="LA36",
    title="Children looked after deprived of their liberty by an order",
    meaning="How many children were deprived of their liberty by an order at the end of the day.",
    why="It is the gravest thing a court lets anybody do to a child who has done no wrong.",
    how="Count children with an order begun on or before the day and not ended by the end of it.",
    numerator_words="children with an open order",
    example="An order from 3 May to 2 August is open at the end of June and July.",
    moves="Courts' decisions, and the lack of homes that can keep a child safe.",
    misread="SSDA903 collects the orders from 2026/27 only: none before then means not collected.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="SSDA903, deprivation of liberty, from 2026/27; not published yet",
    stage=Stage.LOOKED_AFTER,
    decimals=0,
    numerator="counted",
)
CHANGES = Measure(
    id="placement_change_reasons",
    code="LA37",
    title="Placements ended, by reason",
    meaning="Of the placements that ended with a reason recorded, the share that ended for each reason.",
    why="A planned move is one thing, a carer giving up another.",
    how="Placements ended in the period with each reason for change divided by placements ended with a reason recorded.",
    numerator_words="placements ended for the reason",
    denominator_words="placements ended with a reason recorded",
    example="Of 100 placements ended, 34 planned moves is 34.0%.",
    moves="Support for carers, emergencies, and how reasons are chosen.",
    misread="The last placement of a period of care often carries no reason, and is left out.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="SSDA903, REASON_PLACE_CHANGE",
    stage=Stage.PLACEMENTS,
    numerator="counted",
    denominator="counted",
    share_by="change",
    share_within=("placement", "provider"),
    excluded="untold",
    excluded_words="ended with no reason recorded and are left out",
)
MISSING_SHARE = Measure(
    id="missing_from_care",
    code="LA26",
    title="Children missing from care",
    meaning="Of the children looked after at any point of the period, the share missing at least once.",
    why="A missing child may be in danger, and is telling us something.",
    how="Children with a missing episode (M) on any day of the period, episodes begun before it included, divided by "
    "children looked after on any day of it. Only episodes that began while the child was looked after count: a case "
    "system records other children too.",
    numerator_words="children missing at least once",
    denominator_words="children looked after at any point of the period",
    example="Of 220 children looked after in the year, 24 missing at least once is 10.9%.",
    moves="Placements far from home, exploitation, and what is recorded as missing or as away.",
    misread="The longer the period the higher the share: compare periods of one length only.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    source="DfE children looked after statistics; SSDA903 missing episodes",
    stage=Stage.LOOKED_AFTER,
    numerator="missing",
    denominator="in_care",
    distinct=Distinct.FIRST,
    needs=("missing_episode",),
    cautions=(
        "By age and placement a child is counted in each age band and placement they were in, and as missing where they "
        "were missing from: numbers may add up to more than the whole.",
    ),
)
AWAY_SHARE = replace(
    MISSING_SHARE,
    id="away_without_authorisation",
    code="LA27",
    title="Children away from their placement without authorisation",
    meaning="Of the children looked after at any point of the period, the share away without authorisation at least once.",
    how="Children with an episode away without authorisation (A) on any day of the period divided by children looked after "
    "on any day of it.",
    numerator_words="children away without authorisation at least once",
    example="Of 220 children looked after in the year, 7 away at least once is 3.2%.",
    misread="Many authorities record every absence as missing: read it with children missing.",
    numerator="away",
)
OFFERED = replace(
    MISSING_SHARE,
    id="return_interviews_offered",
    code="LA28",
    title="Return interviews offered",
    meaning="Of the missing episodes of children looked after that ended, the share after which a return interview was offered.",
    why="Somebody should ask the child what happened.",
    how="Missing episodes begun in care and ended with an interview offered divided by those where it is recorded; 'not "
    "applicable' is left out.",
    numerator_words="missing episodes after which an interview was offered",
    denominator_words="missing episodes ended where it is recorded",
    example="Of 40 episodes ended, 36 offered is 90.0%.",
    moves="Capacity to visit within days, and placements in other areas.",
    misread="Offered is not held: see those accepted.",
    cautions=(),
    polarity=Polarity.HIGH,
    source="SSD missing episodes; Ofsted ILACS Annex A, list 8 (latest episode only)",
    numerator="offered",
    denominator="offer_told",
    distinct=None,
    needs=("cla_episode",),
    excluded="offer_untold",
    excluded_words="do not say whether an interview was offered, or say not applicable",
)
ACCEPTED = replace(
    OFFERED,
    id="return_interviews_accepted",
    title="Return interviews accepted",
    meaning="Of the return interviews offered after missing episodes, the share the child accepted.",
    how="Missing episodes ended with an interview accepted divided by those with one offered where the answer is recorded.",
    numerator_words="return interviews accepted",
    denominator_words="return interviews offered where the answer is recorded",
    example="Of 36 offered, 25 accepted is 69.4%.",
    misread="A child who says no may have been asked by the wrong person.",
    numerator="accepted",
    denominator="offered_and_told",
    excluded="offered_untold",
    excluded_words="were offered without an answer recorded",
)
LIBERTY_COHORT = Cohort(
    id="deprived_of_liberty",
    title="Children deprived of their liberty by an order",
    kind=CohortKind.STOCK,
    table="deprivation_of_liberty",
    rows=liberty_rows,
    on_day=on_day,
    breakdowns=PERSON_BREAKDOWNS,
    measures=(LIBERTY,),
)
PLACEMENTS_COHORT = Cohort(
    id="placements_ended",
    title="Placements ended",
    kind=CohortKind.EVENT,
    table="cla_placement",
    rows=placements_ended,
    breakdowns=("change", "placement", "provider", *PERSON_BREAKDOWNS),
    measures=(CHANGES,),
)
MONTHS_COHORT = Cohort(
    id="care_months",
    follows_data_date=True,
    title="Children looked after at any point",
    kind=CohortKind.EVENT,
    table="cla_episode",
    rows=months,
    breakdowns=("placement", *PERSON_BREAKDOWNS),
    once_in_each=("placement", "age_band"),
    measures=(MISSING_SHARE, AWAY_SHARE),
)
INTERVIEWS_COHORT = Cohort(
    id="missing_ended",
    title="Missing episodes ended",
    kind=CohortKind.EVENT,
    table="missing_episode",
    rows=missing_ended,
    breakdowns=PERSON_BREAKDOWNS,
    measures=(OFFERED, ACCEPTED),
)
