"""When a manager decided: the clock of a contact or a referral, kept in the authority's own template."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.catalogue.common import flag, with_day_number

DECIDED_WITHIN = 1
SLOW_AFTER = 3


def with_decision(rows: Any, engine: Any, *, kind: str, key: str, day: str, decided: str) -> Any:
    """Add `decided`, `undecided`, `decided_1` and `decided_late`: from working days between `day` and the decision.

    The decision is that of the template `decision_clock` for the row `key`, or else the date in the column `decided`.
    A decision before the day the row was received is an error of the data, and counts as none.
    """
    clock = engine.table("decision_clock")
    if not engine.has("decision_clock"):
        return _timed(rows.mutate(decision_day=rows[decided]), engine, day)
    clock = clock.filter(clock.record_kind == kind)
    clock = clock.group_by(k_authority=clock.authority, k_id=clock.record_id).aggregate(
        k_decided=clock.decided_at.date().min()
    )
    rows = rows.left_join(clock, [rows.authority == clock.k_authority, rows[key] == clock.k_id])
    return _timed(rows.mutate(decision_day=ibis.coalesce(rows.k_decided, rows[decided])), engine, day)


def _timed(rows: Any, engine: Any, day: str) -> Any:
    """Add what the decision day says of the time it took."""
    rows = with_day_number(rows, engine, day=day, name="received_number")
    rows = with_day_number(rows, engine, day="decision_day", name="decided_number")
    in_order = rows.decision_day.notnull() & (rows.decision_day >= rows[day])
    taken = rows.decided_number - rows.received_number
    return rows.mutate(
        decided=flag(in_order),
        undecided=1 - flag(in_order),
        decided_1=flag(in_order & (taken <= DECIDED_WITHIN)),
        decided_late=flag(in_order & (taken > SLOW_AFTER)),
    )
