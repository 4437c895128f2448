"""Adoption and permanence: how long each step took, who is waiting, and plans that changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.care_day import SAME_CARER_ADOPTION
from goldenthread.catalogue.common import flag, with_person
from goldenthread.catalogue.looked_after import CEASED_REASONS, episodes_of_care
from goldenthread.measures.model import Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import dates

THREE_YEARS = 36
DAYS_A_MONTH = 365.25 / 12
ORDER_STATUSES = ("E1", "D1")
# Reasons for a new episode that say the legal status changed with it.
LEGAL_CHANGES = ("S", "L", "B", "U")
_COLUMNS = (
    "authority", "source", "person_id", "permanence_id", "adm_decision_date", "placement_order_date", "matched_date",
    "placed_date", "placed_ffa_date", "placed_with_carer_date", "adopted_by_carer", "order_date", "order_type",
    "decision_reversed_date", "reversed_reason",
)  # fmt: skip
STEPS = {
    "entry_to_decision": ("entered", "adm_decision_date"),
    "decision_to_match": ("adm_decision_date", "matched_date"),
    "match_to_placed": ("matched_date", "placed_date"),
    "entry_to_placed": ("entered", "placed_date"),
    "placed_to_order": ("placed_date", "adopted_on"),
    "entry_to_order": ("entered", "adopted_on"),
}


def processes(engine: Any) -> Any:
    """One row per child and process of adoption.

    SSDA903 tells of one process in several files, a row each: they are put together by child.
    """
    rows = engine.table("permanence").select(*_COLUMNS)
    key = (rows.source == "s903").ifelse(rows.person_id, rows.permanence_id)
    rows = rows.mutate(process=key, by_carer=rows.adopted_by_carer.cast("int32"))
    told = [name for name in _COLUMNS[4:] if name != "adopted_by_carer"]
    grouped = rows.group_by("authority", "source", "person_id", "process").aggregate(
        by_carer=rows.by_carer.max(), **{name: rows[name].max() for name in told}
    )
    grouped = grouped.mutate(permanence_id=grouped.process, adopted_by_carer=grouped.by_carer == 1)
    return _with_carer(_with_order(grouped, engine), engine)


def orders_of_episodes(engine: Any) -> Any:
    """The day a placement order was made, by child, where only the legal status of episodes tells: SSDA903.

    An order that was there when the files begin has no day of its making in them.
    """
    episode = engine.table("cla_episode")
    made = episode.filter(
        (episode.source == "s903")
        & episode.legal_status.isin(ORDER_STATUSES)
        & episode.start_reason.isin(LEGAL_CHANGES)
    )
    return made.group_by(o_authority=made.authority, o_source=made.source, o_person=made.person_id).aggregate(
        ordered_on=made.start_date.min()
    )


def _with_order(permanence: Any, engine: Any) -> Any:
    order = orders_of_episodes(engine)
    permanence = permanence.left_join(
        order,
        [
            permanence.authority == order.o_authority,
            permanence.source == order.o_source,
            permanence.person_id == order.o_person,
        ],
    )
    day = ibis.coalesce(permanence.placement_order_date, permanence.ordered_on)
    return permanence.mutate(placement_order_date=day).drop("o_authority", "o_source", "o_person", "ordered_on")


def _with_carer(permanence: Any, engine: Any) -> Any:
    """Where nothing says since when the child lived with the carer who adopted, the placement before the adoptive one does."""
    placement = engine.table("cla_placement")
    in_order = ibis.window(
        group_by=[placement.authority, placement.source, placement.person_id],
        order_by=[placement.start_date, placement.placement_id],
    )
    placement = placement.mutate(
        before=placement.start_date.lag(1).over(in_order), ended=placement.end_date.lag(1).over(in_order)
    )
    grown = placement.filter(
        placement.placement_type.isin(SAME_CARER_ADOPTION) & (placement.ended == placement.start_date)
    )
    grown = grown.group_by(w_authority=grown.authority, w_source=grown.source, w_person=grown.person_id).aggregate(
        with_carer_since=grown.before.max()
    )
    permanence = permanence.left_join(
        grown,
        [
            permanence.authority == grown.w_authority,
            permanence.source == grown.w_source,
            permanence.person_id == grown.w_person,
        ],
    )
    day = ibis.coalesce(permanence.placed_with_carer_date, permanence.with_carer_since)
    return permanence.mutate(placed_with_carer_date=day).drop("w_authority", "w_source", "w_person", "with_carer_since")


def _with_care(permanence: Any, engine: Any) -> Any:
    """Add `entered`, the start of the period of care the child was adopted from, and `adopted_on`, the order.

    Where the return holds no order date, the end of the period of care by adoption is the day of the order.
    """
    episode = episodes_of_care(engine)
    adopted = episode.filter(episode.end_reason.isin(CEASED_REASONS["adopted"]) & episode.end_date.notnull())
    adopted = adopted.group_by(
        a_authority=adopted.authority, a_source=adopted.source, a_person=adopted.person_id
    ).aggregate(care_ended=adopted.end_date.max())
    permanence = permanence.left_join(
        adopted,
        [
            permanence.authority == adopted.a_authority,
            permanence.source == adopted.a_source,
            permanence.person_id == adopted.a_person,
        ],
    )
    permanence = permanence.mutate(adopted_on=ibis.coalesce(permanence.order_date, permanence.care_ended))
    starts = episode.filter(_starts(episode))
    starts = starts.select(
        s_authority=starts.authority, s_source=starts.source, s_person=starts.person_id, s_day=starts.start_date
    )
    before = permanence.inner_join(
        starts,
        [
            permanence.authority == starts.s_authority,
            permanence.source == starts.s_source,
            permanence.person_id == starts.s_person,
            starts.s_day <= permanence.adopted_on,
        ],
    )
    entered = before.group_by(
        e_authority=before.authority, e_source=before.source, e_id=before.permanence_id
    ).aggregate(entered=before.s_day.max())
    return permanence.left_join(
        entered,
        [
            permanence.authority == entered.e_authority,
            permanence.source == entered.e_source,
            permanence.permanence_id == entered.e_id,
        ],
    )


def _starts(episode: Any) -> Any:
    return (episode.start_reason == "S").fill_null(ibis.literal(value=False)) | episode.start_reason.isnull()


def adopted_rows(engine: Any, _context: CountContext) -> Any:
    """One row per child adopted, placed by the order, with the days of every step."""
    permanence = _with_care(processes(engine), engine)
    permanence = permanence.filter(
        permanence.adopted_on.notnull() & (permanence.order_type.isnull() | (permanence.order_type == "adoption"))
    )
    columns: dict[str, Any] = {}
    for name, (start, end) in STEPS.items():
        days = _days(permanence, start, end)
        columns[f"{name}_days"] = days.fill_null(0)
        columns[f"{name}_known"] = flag(days.notnull())
    moved_in = _days(permanence, "entered", "placed_date")
    # A carer who adopts had the child before: the clock stops when the child came to live there.
    with_carer = permanence.adopted_by_carer.fill_null(ibis.literal(value=False))
    settled = ibis.coalesce(with_carer.ifelse(_days(permanence, "entered", "placed_with_carer_date"), None), moved_in)
    matched = _days(permanence, "placement_order_date", "matched_date")
    first = permanence.matched_date < permanence.placement_order_date
    matched = first.ifelse(0, matched)
    permanence = permanence.select(
        "authority", "source", "person_id",
        event_date=permanence.adopted_on,
        moved_in_days=moved_in.fill_null(0),
        moved_in_known=flag(moved_in.notnull()),
        moved_in_unknown=flag(moved_in.isnull()),
        settled_days=settled.fill_null(0),
        settled_known=flag(settled.notnull()),
        settled_unknown=flag(settled.isnull()),
        matched_days=matched.fill_null(0),
        matched_known=flag(matched.notnull()),
        matched_unknown=flag(matched.isnull()),
        **columns,
    )  # fmt: skip
    return with_person(permanence, engine, on="event_date")


def _days(rows: Any, start: str, end: str) -> Any:
    """Days between two dates in order; missing otherwise."""
    return (rows[end] >= rows[start]).ifelse(dates.days_between_expr(rows[start], rows[end]), ibis.null("int32"))


def step_rows(engine: Any, context: CountContext) -> Any:
    """One row per decision and per placement order, placed by its own date."""
    permanence = processes(engine)
    decided = permanence.filter(permanence.adm_decision_date.notnull())
    undone = decided.decision_reversed_date <= ibis.literal(context.as_at)
    decided = decided.select(
        "authority", "source", "person_id",
        event_date=decided.adm_decision_date, decided=1, ordered=0, reversed=flag(undone),
    )  # fmt: skip
    ordered = permanence.filter((permanence.source != "s903") & permanence.placement_order_date.notnull())
    ordered = ordered.select("authority", "source", "person_id", event_date=ordered.placement_order_date)
    # SSDA903 has no row on adoption for a child with an order who is not placed yet: its episodes tell of every order.
    of_episodes = orders_of_episodes(engine)
    of_episodes = of_episodes.select(
        authority=of_episodes.o_authority, source=of_episodes.o_source, person_id=of_episodes.o_person,
        event_date=of_episodes.ordered_on,
    )  # fmt: skip
    ordered = ordered.union(of_episodes).mutate(decided=0, ordered=1, reversed=flag(ibis.literal(value=False)))
    return with_person(decided.union(ordered), engine, on="event_date")


def waiting_rows(engine: Any, _context: CountContext) -> Any:
    """One row per child with a decision for adoption, as a spell until placed, adopted or the decision is reversed."""
    permanence = processes(engine)
    permanence = permanence.filter(permanence.adm_decision_date.notnull())
    far = ibis.date("2999-12-31")
    ends = (
        permanence.placed_date,
        permanence.placed_ffa_date,
        permanence.order_date,
        permanence.decision_reversed_date,
    )
    permanence = permanence.select(
        "authority", "source", "person_id",
        start_date=permanence.adm_decision_date,
        counts_from=permanence.adm_decision_date,
        end_date=ibis.least(*(ibis.coalesce(day, far) for day in ends)),
    )  # fmt: skip
    return with_person(permanence, engine, on="start_date")


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Every child waiting on the day counts."""
    return spells.mutate(counted=1)


_SCORECARD = "DfE adoption scorecard guidance; threshold periods have changed and are not judged here"
MOVED_IN = Measure(
    id="adoption_care_to_moving_in",
    code="AD02",
    title="Adoption: days from entering care to moving in (A1)",
    meaning="Of the children adopted in the three years, the average days from entering care to moving in.",
    why="Each month of waiting is a large part of a young child's life.",
    how="The days from the start of the period of care to the day the child moved in with the adoptive family, summed over "
    "children adopted in the 36 months up to the end of the period, divided by those children.",
    numerator_words="days from entering care to moving in, summed",
    denominator_words="children adopted in the three years with both dates",
    example="Two children who waited 400 and 500 days have an average of 450.",
    moves="Courts, adopters for brothers and sisters or older children, and a few very long waits.",
    misread="It looks back at children already adopted: those still waiting are not in it.",
    polarity=Polarity.LOW,
    unit=Unit.DAYS,
    source=_SCORECARD,
    stage=Stage.ADOPTION,
    decimals=0,
    numerator="moved_in_days",
    denominator="moved_in_known",
    excluded="moved_in_unknown",
    excluded_words="adopted children left out: one of the two dates is not in the returns",
    over_months=THREE_YEARS,
    needs=("cla_episode",),
)
MATCHED = replace(
    MOVED_IN,
    id="adoption_order_to_match",
    code="AD03",
    title="Adoption: days from placement order to match (A2)",
    meaning="Of the children adopted in the three years, the average days from the placement order to the match.",
    how="The days from the placement order to the match with adopters, 0 where the match came first, summed over children "
    "adopted in the 36 months up to the end of the period, divided by those with both dates. SSDA903 holds no date of "
    "the order: it is the start of the episode whose legal status became E1.",
    numerator_words="days from placement order to match, summed",
    example="Matched 90 days after the order, and matched before it: an average of 45.",
    numerator="matched_days",
    denominator="matched_known",
    excluded="matched_unknown",
    needs=(),
)
SETTLED = replace(
    MOVED_IN,
    id="adoption_care_to_settled",
    code="AD04",
    title="Adoption: days from entering care to living with the adopters (A10)",
    meaning="As the days to moving in, with adoptions by foster carers counted to the start of that foster placement.",
    how="As A1, but where the child's foster carer adopted, the clock stops on the day the child came to live there: as "
    "recorded, or else the start of the placement that turned into one for adoption with the same carer (A3, A5).",
    numerator_words="days from entering care to living with the adopters, summed",
    example="Fostered from day 100 and adopted by the same carer: 100 days, not the 700 to the placement for adoption.",
    numerator="settled_days",
    denominator="settled_known",
    excluded="settled_unknown",
)


def _stage(name: str, title: str) -> Measure:
    return replace(
        MOVED_IN,
        id=f"adoption_{name}",
        code="AD06",
        title=f"Adoption: months from {title}",
        meaning=f"Of the children adopted in the period, the average months from {title}.",
        how=f"The days from {title} summed over children adopted in the period, divided by those with both dates in order, "
        "in months of 30.44 days.",
        numerator_words=f"days from {title}, summed",
        denominator_words="children adopted in the period with both dates",
        example="Two children, 200 and 287 days: an average of 243.5 days, 8.0 months.",
        unit=Unit.MONTHS,
        source="DfE children looked after statistics, average time between adoption stages",
        decimals=1,
        numerator=f"{name}_days",
        denominator=f"{name}_known",
        excluded="",
        excluded_words="",
        over_months=0,
        scale=1 / DAYS_A_MONTH,
    )


DECISIONS = replace(
    MOVED_IN,
    id="adoption_decisions",
    code="AD07",
    title="Decisions that a child should be placed for adoption",
    meaning="How many decisions were made that a child should be placed for adoption.",
    why="Today's decisions are the adoptions of a year or two from now.",
    how="Count decisions by the date the decision maker made them.",
    numerator_words="decisions made",
    denominator_words="",
    example="A decision for each of two brothers is two decisions.",
    moves="Courts' judgments, and relatives who come forward.",
    misread="Fewer decisions can mean more children kept within their families.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.COUNT,
    source="DfE adoption scorecard, A15",
    numerator="decided",
    denominator="",
    excluded="",
    excluded_words="",
    over_months=0,
    needs=(),
)
ORDERS = replace(
    DECISIONS,
    id="adoption_placement_orders",
    title="Placement orders granted",
    meaning="How many placement orders were granted.",
    how="Count placement orders by their date; in SSDA903 the start of the episode whose legal status became E1.",
    numerator_words="placement orders granted",
    example="An order for each of two brothers is two orders.",
    source="DfE adoption scorecard, A16",
    numerator="ordered",
)
CHANGED = replace(
    DECISIONS,
    id="adoption_plans_changed",
    code="AD08",
    title="Plans changed away from adoption",
    meaning="Of the decisions for adoption made in the period, the share reversed by the date of the data.",
    why="A plan that does not come about has cost the child time.",
    how="Decisions made in the period that were reversed on or before the date of the data divided by decisions made in "
    "the period.",
    numerator_words="decisions reversed since",
    denominator_words="decisions made",
    example="Of 16 decisions made in the year, 4 have been reversed since: 25.0%.",
    moves="No adopters found, courts that refuse, and children's needs that change.",
    misread="Recent decisions have had little time to be reversed: older periods are always higher.",
    unit=Unit.PERCENT,
    source="DfE adoption scorecard, A5",
    decimals=1,
    numerator="reversed",
    denominator="decided",
    cautions=("It goes on rising after the period: compare periods of the same age.",),
)
WAITING = replace(
    DECISIONS,
    id="adoption_waiting",
    title="Children waiting to be placed for adoption",
    meaning="How many children had a decision for adoption and were not yet placed at the end of the day.",
    why="These are the children the family finders are looking for.",
    how="Count children with a decision for adoption, not placed with adopters, adopted or reversed by the end of the day.",
    numerator_words="children waiting",
    example="Decided on 3 May, placed on 9 September: waiting at the end of June, not of September.",
    moves="Decisions made and placements found.",
    misread="Children with a decision but no placement order yet are among them.",
    source="DfE adoption scorecard, A9",
    polarity=Polarity.NEUTRAL,
    numerator="counted",
)
_P = ("sex", "ethnicity", "disability")
ADOPTED_COHORT = Cohort(
    id="adopted",
    title="Children adopted",
    kind=CohortKind.EVENT,
    table="permanence",
    rows=adopted_rows,
    breakdowns=_P,
    measures=(
        MOVED_IN,
        MATCHED,
        SETTLED,
        _stage("entry_to_decision", "entering care to the decision"),
        _stage("decision_to_match", "the decision to the match"),
        _stage("match_to_placed", "the match to being placed"),
        _stage("entry_to_placed", "entering care to being placed"),
        _stage("placed_to_order", "being placed to the adoption order"),
        _stage("entry_to_order", "entering care to the adoption order"),
    ),
)
STEPS_COHORT = Cohort(
    id="adoption_steps",
    title="Steps towards adoption",
    kind=CohortKind.EVENT,
    table="permanence",
    rows=step_rows,
    breakdowns=_P,
    measures=(DECISIONS, ORDERS, CHANGED),
)
WAITING_COHORT = Cohort(
    id="adoption_waiting",
    title="Children waiting to be placed for adoption",
    kind=CohortKind.STOCK,
    table="permanence",
    rows=waiting_rows,
    on_day=on_day,
    breakdowns=_P,
    measures=(WAITING,),
)
