"""Run every benchmark and print one table; each line is a ratio within one run on the same data."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

SUBJECTS = (
    "read_cin", "read_annex_a", "catalogue", "comparators", "reconcile", "report", "start", "browsing", "background_load",
    "long_plan", "growth",
)  # fmt: skip


def main() -> None:
    """Run the named benchmarks, all of them by default; `--json FILE` keeps the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", nargs="*", default=SUBJECTS, help=f"any of {', '.join(SUBJECTS)}")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    chosen = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for subject in chosen.subjects:
        rows += importlib.import_module(f"benchmarks.{subject}").run()
    table = Table(title="Ratios within one run on the same data")
    for heading in ("what", "ratio", "aim", "detail"):
        table.add_column(heading)
    for row in rows:
        table.add_row(row["name"], str(row["ratio"]), row["aim"], row["detail"])
    Console(width=140).print(table)
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
