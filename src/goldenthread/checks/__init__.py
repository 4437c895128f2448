"""Data-quality rules, in small files by subject, and their report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

import ibis

from goldenthread.checks import content, order, overlaps
from goldenthread.checks.model import Check, CheckResult, Severity

CHECKS: tuple[Check, ...] = (*order.CHECKS, *overlaps.CHECKS, *content.CHECKS)
EXAMPLES = 3
_BATCH = 8


def _quiet(_rules_done: int) -> None:
    return None


def run(
    engine: Any, as_at: dt.date, checks: Sequence[Check] = CHECKS, progress: Callable[[int], None] = _quiet
) -> tuple[CheckResult, ...]:
    """Run every rule over a load's tables; a few queries count many rules each."""
    counts: dict[str, dict[str, int]] = {check.code: {} for check in checks}
    for start in range(0, len(checks), _BATCH):
        parts = [_count(engine, as_at, check) for check in checks[start : start + _BATCH]]
        table = engine.fetch(reduce(lambda first, second: first.union(second), parts))
        for row in table.to_pylist():
            counts[row["code"]][row["authority"]] = row["failing"]
        progress(len(parts))
    return tuple(
        CheckResult(check=check, counts=counts[check.code], examples=_examples(engine, as_at, check, counts))
        for check in checks
    )


def _count(engine: Any, as_at: dt.date, check: Check) -> Any:
    rows = check.rows(engine, as_at)
    return rows.group_by(code=ibis.literal(check.code), authority=rows.authority).aggregate(failing=rows.count())


def _examples(engine: Any, as_at: dt.date, check: Check, counts: dict[str, dict[str, int]]) -> tuple[str, ...]:
    if not counts[check.code]:
        return ()
    rows = check.rows(engine, as_at)
    rows = rows.filter(rows.person_id.notnull())
    table = engine.fetch(rows.select(rows.person_id).distinct().order_by("person_id").limit(EXAMPLES))
    return tuple(str(value) for value in table.column("person_id").to_pylist())


def report_lines(results: Sequence[CheckResult]) -> Iterator[str]:
    """The report as lines of text, errors first, worst first."""
    failing = sorted(
        (result for result in results if result.failing),
        key=lambda result: (result.check.severity is Severity.QUERY, -result.failing),
    )
    for result in failing:
        check = result.check
        yield f"{check.severity} {check.code}: {check.title}: {result.failing:,}{_such_as(result)}"
        yield f"    {check.explain} {check.remedy}"
    yield f"{len(results) - len(failing)} of {len(results)} rules find nothing wrong"


def _such_as(result: CheckResult) -> str:
    return f" (such as {', '.join(result.examples)})" if result.examples else ""


def failing_rows(
    engine: Any, as_at: dt.date, results: Sequence[CheckResult]
) -> Iterator[tuple[str, str, str, str, str, str, str]]:
    """Every failing row: code, severity, title, authority, child's id, row's id, date."""
    for result in results:
        if not result.failing:
            continue
        check = result.check
        rows = check.rows(engine, as_at)
        for row in engine.fetch(rows.order_by(["authority", "person_id", "row_id"])).to_pylist():
            day = row["day"].isoformat() if row["day"] else ""
            yield (
                check.code, str(check.severity), check.title, row["authority"], row["person_id"] or "",
                row["row_id"] or "", day,
            )  # fmt: skip


__all__ = ["CHECKS", "Check", "CheckResult", "Severity", "failing_rows", "report_lines", "run"]
