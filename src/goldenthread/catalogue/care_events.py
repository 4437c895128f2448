"""What happens to children in care: placements that end, going missing, and who was looked after at any point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.care_day import day_after, with_placement_then
from goldenthread.catalogue.common import (
    BANDS_BEGIN,
    PERSON_BREAKDOWNS,
    age_band,
    flag,
    group,
    with_person,
    without_overlap,
)
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
from goldenthread.tables import codes, dates

IN_CARE, MISSING, AWAY = "C", "M", "A"
_FAR = "2999-12-31"
_OF_A_CHILD = (
    "authority", "source", "person_id", "date_of_birth", "expected_date_of_birth", "sex", "ethnicity", "disability",
)  # fmt: skip


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
    """One row per child and month in care, and per child and month missing or away while in care.

    And one on every other day from which on the child was in another placement or age band.
    """
    spells = _spells(engine)
    spells = spells.union(_turns(spells, engine))
    days = snapshot_table(engine, context)
    days = days.mutate(first_day=days.day.truncate("M").cast("date"))
    month = spells.inner_join(days, [spells.start_date <= days.day, spells.over >= days.first_day])
    month = month.select(
        *_OF_A_CHILD,
        event_date=ibis.greatest(month.start_date, month.first_day),
        row_key=month.row_key,
        in_care=flag(month.kind == IN_CARE),
        missing=flag(month.kind == MISSING),
        away=flag(month.kind == AWAY),
    )
    return with_placement_then(month.mutate(age_band=age_band(month, month.event_date)), engine)


def _spells(engine: Any) -> Any:
    """Spells in care, and those missing or away as far as the child was in care; the day each was over included."""
    care = episodes_of_care(engine)
    care = care.select(
        "authority", "source", "person_id", "start_date",
        over=ibis.coalesce(care.end_date, ibis.date(_FAR)),
        row_key=care.cla_episode_id,
        kind=ibis.literal(IN_CARE),
    )  # fmt: skip
    gone = _in_care(engine.table("missing_episode"), engine)
    gone = gone.filter(gone.type.isin((MISSING, AWAY)))
    gone = gone.mutate(over=ibis.coalesce(gone.end_date, ibis.date(_FAR)))
    held = care.select(
        h_authority=care.authority, h_source=care.source, h_person=care.person_id, h_from=care.start_date,
        h_over=care.over,
    )  # fmt: skip
    gone = gone.inner_join(
        held, [gone.authority == held.h_authority, gone.source == held.h_source, gone.person_id == held.h_person]
    )
    gone = gone.select(
        "authority", "source", "person_id",
        start_date=ibis.greatest(gone.start_date, gone.h_from),
        over=ibis.least(gone.over, gone.h_over),
        row_key=gone.missing_episode_id,
        kind=gone.type,
    )  # fmt: skip
    spells = care.union(gone)
    spells = with_person(spells.filter(spells.over >= spells.start_date), engine, on="start_date")
    return spells.select(*_OF_A_CHILD, "start_date", "over", "row_key", "kind")


def _turns(spells: Any, engine: Any) -> Any:
    """Days within spells, each a spell of its own, on which a placement began or was over, or an age band began."""
    import pyarrow as pa

    placement = engine.table("cla_placement")
    began = placement.select("authority", "source", "person_id", day=placement.start_date)
    after = placement.select("authority", "source", "person_id", day=day_after(placement.end_date))
    turn = began.union(after)
    turn = turn.select(t_authority=turn.authority, t_source=turn.source, t_person=turn.person_id, turned_on=turn.day)
    moved = spells.inner_join(
        turn,
        [spells.authority == turn.t_authority, spells.source == turn.t_source, spells.person_id == turn.t_person],
    )
    ages = engine.values("ages_at_which_bands_begin", pa.table({"age": pa.array(BANDS_BEGIN, pa.int32())}))
    older = spells.cross_join(ages)
    older = older.mutate(turned_on=dates.add_months_expr(older.date_of_birth, older.age * 12))
    return _within(moved).union(_within(older))


def _within(spells: Any) -> Any:
    """Of spells with a day (`turned_on`) those that had begun before it and were not over, as that day alone."""
    spells = spells.filter((spells.start_date < spells.turned_on) & (spells.turned_on <= spells.over))
    return spells.select(
        *_OF_A_CHILD,
        start_date=spells.turned_on,
        over=spells.turned_on,
        row_key=spells.row_key,
        kind=spells.kind,
    )


def _in_care(missing: Any, engine: Any) -> Any:
    """Missing episodes that began while the child was looked after: a case system also records those of other children."""
    care = episodes_of_care(engine)
    care = care.select(
        c_authority=care.authority, c_source=care.source, c_person=care.person_id, c_from=care.start_date,
        c_until=ibis.coalesce(care.end_date, ibis.date(_FAR)),
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
    how="Children with a missing episode (M) on any day of the period on which they were looked after, episodes begun "
    "before it included, divided by children looked after on any day of it. Only episodes that began while the child was "
    "looked after count: a case system records other children too.",
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
    how="Children with an episode away without authorisation (A) on any day of the period on which they were looked after "
    "divided by children looked after on any day of it.",
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
