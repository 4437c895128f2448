"""Shapes that many rules share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis

from goldenthread.checks.model import Check, Severity
from goldenthread.tables import TABLES, dates

_CORRECT = "Correct the dates in the case system."


def failing(rows: Any, table: str, day: str) -> Any:
    """The columns every rule gives, from the rows of a canonical table."""
    key = TABLES[table].key[0]
    return rows.select(
        authority=rows.authority, person_id=rows.person_id, row_id=rows[key].cast("string"), day=rows[day].cast("date")
    )


def before(
    code: str, title: str, table: str, later: str, earlier: str, *, severity: Severity = Severity.ERROR
) -> Check:
    """A date of a row lies before another date of the same row."""

    def rows(engine: Any, _as_at: Any) -> Any:
        found = engine.table(table)
        return failing(found.filter(found[later] < found[earlier]), table, later)

    return Check(
        code=code,
        title=title,
        severity=severity,
        table=table,
        explain=f"The {later.replace('_', ' ')} lies before the {earlier.replace('_', ' ')}, so no duration can be counted.",
        remedy=_CORRECT,
        rows=rows,
    )


def before_referral(code: str, title: str, table: str, day: str) -> Check:
    """An event lies before the referral it belongs to."""

    def rows(engine: Any, _as_at: Any) -> Any:
        found, referral = engine.table(table), engine.table("referral")
        referral = referral.select(
            r_authority=referral.authority,
            r_source=referral.source,
            r_id=referral.referral_id,
            referral_date=referral.referral_date,
        )
        found = found.inner_join(
            referral,
            [
                found.authority == referral.r_authority,
                found.source == referral.r_source,
                found.referral_id == referral.r_id,
            ],
        )
        return failing(found.filter(found[day] < found.referral_date), table, day)

    return Check(
        code=code,
        title=title,
        severity=Severity.ERROR,
        table=table,
        explain="The event is recorded before the referral that led to it.",
        remedy=_CORRECT,
        rows=rows,
    )


def after_closure(code: str, title: str, table: str, day: str) -> Check:
    """An event lies after the closure of the episode it belongs to."""

    def rows(engine: Any, _as_at: Any) -> Any:
        found, referral = engine.table(table), engine.table("referral")
        referral = referral.select(
            r_authority=referral.authority,
            r_source=referral.source,
            r_id=referral.referral_id,
            r_closed=referral.closure_date,
        )
        found = found.inner_join(
            referral,
            [
                found.authority == referral.r_authority,
                found.source == referral.r_source,
                found.referral_id == referral.r_id,
            ],
        )
        return failing(found.filter(found[day] > found.r_closed), table, day)

    return Check(
        code=code,
        title=title,
        severity=Severity.ERROR,
        table=table,
        explain="Something was done after the episode had been closed.",
        remedy="Correct the closure date, or move the event to the episode that was open.",
        rows=rows,
    )


def overlap(code: str, title: str, table: str, *, severity: Severity = Severity.ERROR) -> Check:
    """Two spells of one child overlap."""

    def rows(engine: Any, _as_at: Any) -> Any:
        found = engine.table(table)
        start, end = _span(table)
        key = TABLES[table].key[0]
        window = ibis.window(
            group_by=[found.authority, found.source, found.person_id],
            order_by=[found[start], found[key]],
            preceding=(None, 1),
        )
        ended = found[end].fill_null(ibis.date(2999, 12, 31))
        found = found.mutate(_ended=ended)
        found = found.mutate(_until=found._ended.max().over(window))
        return failing(found.filter(found._until > found[start]), table, start)

    return Check(
        code=code,
        title=title,
        severity=severity,
        table=table,
        explain="The child has another of the same kind open at the same time.",
        remedy="End the first, or delete the one entered twice. A child is counted once all the same.",
        rows=rows,
    )


def _span(table: str) -> tuple[str, str]:
    spans = {"referral": ("referral_date", "closure_date"), "assessment": ("start_date", "authorised_date")}
    return spans.get(table, ("start_date", "end_date"))


def where(
    code: str, title: str, table: str, day: str, explain: str, remedy: str, condition: Callable[[Any], Any], *,
    severity: Severity = Severity.ERROR,
) -> Check:  # fmt: skip
    """A condition on single rows."""

    def rows(engine: Any, _as_at: Any) -> Any:
        found = engine.table(table)
        return failing(found.filter(condition(found)), table, day)

    return Check(code=code, title=title, severity=severity, table=table, explain=explain, remedy=remedy, rows=rows)


def open_too_long(code: str, title: str, table: str, end: str, working_days: int, explain: str, remedy: str) -> Check:
    """Open for more than so many working days on the data date."""

    def rows(engine: Any, as_at: Any) -> Any:
        found = engine.table(table)
        calendar = engine.values("working_day_calendar", dates.calendar_table())
        found = found.filter(found[end].isnull()).mutate(data_date=ibis.literal(as_at))
        found = dates.with_working_days(found, calendar, start="start_date", end="data_date", name="days_open")
        return failing(found.filter(found.days_open > working_days), table, "start_date")

    return Check(
        code=code, title=title, severity=Severity.QUERY, table=table, explain=explain, remedy=remedy, rows=rows
    )
