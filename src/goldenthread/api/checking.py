"""Checking the data of a load."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from goldenthread import checks
from goldenthread.engines import open_engine
from goldenthread.extracts.progress import progress_bar
from goldenthread.loads import engine_files, find_load


def check(load: Path, *, output: Path | None = None) -> Iterator[str]:
    """Run every data-quality rule; with `output` write the failing rows to a CSV file."""
    opened = find_load(load)
    with open_engine(engine_files(opened)) as engine:
        with progress_bar("Checking", len(checks.CHECKS)) as advance:
            results = checks.run(engine, opened.as_at, progress=advance)
        yield from checks.report_lines(results)
        if output is not None:
            output.parent.mkdir(parents=True, exist_ok=True)
            with output.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(("code", "severity", "title", "authority", "person_id", "row_id", "date"))
                count = 0
                for row in checks.failing_rows(engine, opened.as_at, results):
                    writer.writerow(row)
                    count += 1
            yield f"{count:,} failing rows written to {output}"
