"""Checking the data of a load."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from goldenthread import checks
from goldenthread.engines import open_engine
from goldenthread.extracts.progress import progress_bar
from goldenthread.loads import engine_files, find_load


def check_findings(load: Path, *, output: Path | None = None) -> list[dict[str, Any]]:
    """Every rule that finds something: code, severity, title, explain, remedy, failing; worst first.

    With `output` the failing rows are written to a CSV file, which names children by their ids.
    """
    opened = find_load(load)
    with open_engine(engine_files(opened)) as engine:
        with progress_bar("Checking", len(checks.CHECKS)) as advance:
            results = checks.run(engine, opened.as_at, progress=advance)
        if output is not None:
            _write_failing(engine, opened.as_at, results, output)
    failing = [one for one in results if one.failing]
    return [
        {
            "code": one.check.code,
            "severity": str(one.check.severity),
            "title": one.check.title,
            "explain": one.check.explain,
            "remedy": one.check.remedy,
            "failing": one.failing,
        }
        for one in sorted(failing, key=lambda one: (one.check.severity is checks.Severity.QUERY, -one.failing))
    ]


def check(load: Path, *, output: Path | None = None) -> Iterator[str]:
    """Run every data-quality rule; with `output` write the failing rows to a CSV file."""
    opened = find_load(load)
    with open_engine(engine_files(opened)) as engine:
        with progress_bar("Checking", len(checks.CHECKS)) as advance:
            results = checks.run(engine, opened.as_at, progress=advance)
        yield from checks.report_lines(results)
        if output is not None:
            count = _write_failing(engine, opened.as_at, results, output)
            yield f"{count:,} failing rows written to {output}"


def _write_failing(engine: Any, as_at: dt.date, results: Sequence[checks.CheckResult], output: Path) -> int:
    """Write every failing row to a CSV file; the number of rows."""
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("code", "severity", "title", "authority", "person_id", "row_id", "date"))
        count = 0
        for row in checks.failing_rows(engine, as_at, results):
            writer.writerow(row)
            count += 1
    return count
