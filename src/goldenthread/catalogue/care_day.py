"""What is so of a child looked after on a day: placement, length of care, visits, workers, health."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import flag, group
from goldenthread.catalogue.history import CASE_WORKER, facts_between, unknown, with_facts, with_latest
from goldenthread.measures.model import NOT_KNOWN, CountContext
from goldenthread.tables import codes, dates

MANY_PLACEMENTS = 3
MANY_WORKERS = 3
LONG_CARE_MONTHS, LONG_PLACEMENT_MONTHS = 30, 24
FAR_MILES = 20
VISIT_DAYS = 42
SAME_CARER_ADOPTION = ("A3", "A5")
ADOPTION = codes.PLACEMENT_TYPE.in_group("adoption")
TEMPORARY = codes.PLACEMENT_TYPE.in_group("temporary")
DONE = ("completed", "up_to_date", "yes")
FIRST_CONTACT = "FCONTA"
_FAR = "2999-12-31"
_LONG_AGO = "1900-01-01"
_CHILD = ("authority", "source", "person_id")
# A count is kept under 'f_', the yes or no made of it under the name measures use.
_HEALTH = {
    "health_assessment": "f_assessments",
    "dental": "f_dental",
    "immunisations": "f_immunised",
    "development_check": "f_development",
    "substance_misuse": "f_substance",
    "substance_intervention_received": "f_received",
    "substance_intervention_offered": "f_offered",
    "conviction": "f_convicted",
}


def _day_before(day: Any) -> Any:
    return (day - ibis.interval(days=1)).cast("date")


def day_after(day: Any) -> Any:
    """The next day."""
    return (day + ibis.interval(days=1)).cast("date")


def _a_year_on(day: Any) -> Any:
    """The last day on which something that ended on `day` lies in the twelve months before; never, while open."""
    return _day_before(dates.add_months_expr(ibis.coalesce(day, ibis.date(_FAR)), 12))


def with_placement(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add the placement on the day: type, group, provider, distance, and since when the child has lived there."""
    placement = engine.table("cla_placement")
    if not engine.has("cla_placement"):
        return unknown(
            spells,
            placement_code="string",
            provider_code="string",
            miles="float64",
            inside="boolean",
            lived_since="date",
            own_count="int32",
        ).mutate(placement=ibis.literal(NOT_KNOWN), provider=ibis.literal(NOT_KNOWN))
    in_order = ibis.window(
        group_by=[placement[name] for name in _CHILD], order_by=[placement.start_date, placement.placement_id]
    )
    previous = placement.start_date.lag(1).over(in_order)
    adoptive = placement.placement_type.isin(ADOPTION).fill_null(ibis.literal(value=False))
    # An adoptive placement carries on the home it grew from.
    placement = placement.mutate(lived_since=(adoptive & previous.notnull()).ifelse(previous, placement.start_date))
    spells = with_latest(
        spells, engine, context, placement, date="start_date", key="placement_id", until="end_date",
        columns={
            "placement_code": "placement_type",
            "provider_code": "provider",
            "miles": "distance_miles",
            "inside": "in_authority",
            "lived_since": "lived_since",
            "own_count": "placements_last_12m",
        },
    )  # fmt: skip
    return spells.mutate(
        placement=group(spells.placement_code, codes.PLACEMENT_TYPE),
        provider=spells.provider_code.cases(
            *((code.code, code.label) for code in codes.PLACEMENT_PROVIDER.codes), else_=NOT_KNOWN
        ),
    )


def with_placement_then(rows: Any, engine: Any) -> Any:
    """Add `placement` to events of children looked after: the group of the placement on `event_date`.

    It is the one that began last; it is the child's up to and with the day it ended, unless another began then.
    """
    if not engine.has("cla_placement"):
        return rows.mutate(placement=ibis.literal(NOT_KNOWN))
    placement = engine.table("cla_placement")
    placement = placement.filter(placement.start_date.notnull())
    in_order = ibis.window(
        group_by=[placement[name] for name in _CHILD], order_by=[placement.start_date, placement.placement_id]
    )
    following = placement.start_date.lead(1).over(in_order)
    placement = placement.mutate(
        over_on=ibis.least(*(ibis.coalesce(day, ibis.date(_FAR)) for day in (following, day_after(placement.end_date))))
    )
    lived = placement.select(
        l_authority=placement.authority, l_source=placement.source, l_person=placement.person_id,
        l_from=placement.start_date, l_until=placement.over_on, lived_in=placement.placement_type,
    )  # fmt: skip
    rows = rows.left_join(
        lived,
        [
            rows.authority == lived.l_authority,
            rows.source == lived.l_source,
            rows.person_id == lived.l_person,
            lived.l_from <= rows.event_date,
            rows.event_date < lived.l_until,
        ],
    )
    return rows.mutate(placement=group(rows.lived_in, codes.PLACEMENT_TYPE))


def with_moves(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add `f_placements`, those of the twelve months to the day, and `f_workers`, the case workers of that time."""
    placement, worker = engine.table("cla_placement"), engine.table("involvement")
    if engine.has("cla_placement"):
        passing = placement.placement_type.isin((*TEMPORARY, *SAME_CARER_ADOPTION)).fill_null(ibis.literal(value=False))
        placement = placement.filter(~passing)
        placement = placement.mutate(until=_a_year_on(placement.end_date))
        moves = facts_between(
            engine, context, placement, start="start_date", end="until", f_placements=lambda known: known.count()
        )
        spells = with_facts(spells, moves)
    else:
        spells = unknown(spells, f_placements="int64")
    if not engine.has("involvement"):
        return unknown(spells, f_workers="int64")
    worker = worker.filter((worker.role == CASE_WORKER) & worker.professional_id.notnull())
    worker = worker.mutate(until=_a_year_on(worker.end_date))
    workers = facts_between(
        engine, context, worker, start="start_date", end="until",
        f_workers=lambda known: known.professional_id.nunique(),
    )  # fmt: skip
    return with_facts(spells, workers)


def with_uasc(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add `uasc`: 1 when the child is an unaccompanied asylum-seeking child on the day."""
    known = uasc_spells(engine)
    if not engine.has("immigration_status"):
        return spells.mutate(uasc=0)
    facts = facts_between(engine, context, known, start="from_day", end="until", f_uasc=lambda joined: joined.count())
    spells = with_facts(spells, facts)
    return spells.mutate(uasc=flag(spells.f_uasc > 0))


def uasc_spells(engine: Any) -> Any:
    """The spells of unaccompanied asylum-seeking children, from `from_day` to `until`, both included."""
    status = engine.table("immigration_status")
    status = status.filter(status.status.lower().contains("unaccompanied"))
    return status.select(
        *_CHILD,
        from_day=ibis.coalesce(status.start_date, ibis.date(_LONG_AGO)),
        until=_day_before(ibis.coalesce(status.end_date, ibis.date(_FAR))),
    )


def with_visit(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add `visited`: 1 when the latest visit since care began was within six weeks."""
    visit = engine.table("cla_visit").select(*_CHILD, "cla_visit_id", "visit_date")
    if not engine.has("cla_visit"):
        return spells.mutate(visited=0)
    spells = with_latest(
        spells, engine, context, visit, date="visit_date", key="cla_visit_id",
        columns={"last_visit": "visit_date"}, within_months=3,
    )  # fmt: skip
    soon = dates.days_between_expr(spells.last_visit, spells.day) <= VISIT_DAYS
    return spells.mutate(visited=flag(soon & (spells.last_visit >= spells.period_start)))


def with_legal_status(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add `legal_status_group`: of the episode, or where it carries none, of the child's legal status on the day."""
    status = engine.table("legal_status")
    if not engine.has("legal_status"):
        return spells.mutate(legal_status_group=group(spells.legal_status, codes.LEGAL_STATUS))
    status = status.filter(status.code.isin([code.code for code in codes.LEGAL_STATUS.codes]))
    spells = with_latest(
        spells, engine, context, status, date="start_date", key="legal_status_id", until="end_date",
        columns={"status_then": "code"},
    )  # fmt: skip
    return spells.mutate(
        legal_status_group=group(ibis.coalesce(spells.legal_status, spells.status_then), codes.LEGAL_STATUS)
    )


def placement_flags(spells: Any) -> Any:
    """Add what measures of placements add up."""
    far = spells.miles > FAR_MILES
    kinds = {
        "fostered": "foster",
        "in_homes": "secure and children's homes",
        "supported": "supported / independent",
        "with_parents": "parents",
        "other_residential": "other residential",
        "other_placement": "other",
    }
    settled = (dates.age_expr(spells.date_of_birth, spells.day) < 16) & (
        spells.period_start <= dates.add_months_expr(spells.day, -LONG_CARE_MONTHS)
    )
    return spells.mutate(
        **{name: flag(spells.placement == kind) for name, kind in kinds.items()},
        far=flag(far),
        miles_known=flag(spells.miles.notnull()),
        miles_unknown=flag(spells.miles.isnull()),
        far_outside=flag(far & ~spells.inside),
        place_known=flag(spells.miles.notnull() & spells.inside.notnull()),
        place_unknown=1 - flag(spells.miles.notnull() & spells.inside.notnull()),
        many_placements=flag(ibis.coalesce(spells.own_count, spells.f_placements) >= MANY_PLACEMENTS),
        many_workers=flag(spells.f_workers >= MANY_WORKERS),
        long_in_care=flag(settled),
        settled=flag(settled & (spells.lived_since <= dates.add_months_expr(spells.day, -LONG_PLACEMENT_MONTHS))),
    )


def with_health(spells: Any, engine: Any, context: CountContext) -> Any:
    """Add what was done for the child's health in the twelve months to the day, for children a year in care.

    SSDA903 holds one answer for each year to 31 March, so on any other day nothing is known from it.
    """
    spells = _with_checks(spells, engine, context)
    age = dates.age_expr(spells.date_of_birth, spells.day)
    year_end = (spells.day.month() == 3) & (spells.day.day() == 31)
    told = flag((spells.source != "s903") | year_end)
    needed = (age < 5).ifelse(2, 1)
    young, school, grown = flag(age < 5), flag((age >= 5) & (age <= 16)), flag((age >= 10) & (age <= 17))
    year_answer = spells.f_assessments_year.fill_null(0) > 0
    scored = spells.last_score.notnull() & (spells.scored_on > dates.add_months_expr(spells.day, -12))
    misused = told * flag(spells.f_substance > 0)
    return spells.mutate(
        told=told,
        assessed=told * flag(year_answer | (spells.f_assessments >= needed)),
        dental=told * flag(spells.f_dental > 0),
        immunised=told * flag(spells.f_immunised > 0),
        young=told * young,
        developing=told * young * flag(spells.f_development > 0),
        misused=misused,
        helped=misused * flag(spells.f_received > 0),
        refused=misused * flag((spells.f_offered > 0) & (spells.f_received.fill_null(0) == 0)),
        grown=told * grown,
        convicted=told * grown * flag(spells.f_convicted > 0),
        school=told * school,
        scored=told * school * flag(scored),
        score=told * school * flag(scored) * spells.last_score.fill_null(0),
    )


def _with_checks(spells: Any, engine: Any, context: CountContext) -> Any:
    check = engine.table("cla_health")
    check = check.filter(check.status.isin(DONE))
    dated = check.filter(check.check_date.notnull())
    dated = dated.select(
        *_CHILD, "check_type", by_year=0, from_day=dated.check_date, until=_a_year_on(dated.check_date)
    )
    yearly = check.filter(check.check_date.isnull() & check.check_year.notnull())
    year_end = ibis.date(yearly.check_year.cast("int32"), ibis.literal(3, "int32"), ibis.literal(31, "int32"))
    yearly = yearly.select(*_CHILD, "check_type", by_year=1, from_day=year_end, until=year_end)

    def how_many(kind: str) -> Any:
        return lambda known: (known.check_type == kind).cast("int32").sum()

    facts = facts_between(
        engine, context, dated.union(yearly), start="from_day", end="until",
        f_assessments_year=lambda known: ((known.check_type == "health_assessment").cast("int32") * known.by_year).sum(),
        **{name: how_many(kind) for kind, name in _HEALTH.items()},
    )  # fmt: skip
    spells = with_facts(spells, facts)
    score = engine.table("sdq_score")
    year_end = ibis.date(score.collection_year.cast("int32"), ibis.literal(3, "int32"), ibis.literal(31, "int32"))
    on = ibis.coalesce(score.completed_date, score.collection_year.notnull().ifelse(year_end, ibis.null("date")))
    score = score.filter(score.score.notnull()).mutate(scored_on=on)
    return with_latest(
        spells, engine, context, score, date="scored_on", key="sdq_id",
        columns={"last_score": "score", "scored_on": "scored_on"},
    )  # fmt: skip
