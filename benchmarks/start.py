"""How long it takes to ask for help, against starting Python; and for one measure of a small load, against its imports."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from goldenthread.loads import write_tables
from goldenthread.synthetic.demonstration import avonmere

HEAVY = ("ibis", "duckdb", "pyarrow", "pandas", "altair", "numpy", "scipy", "lxml", "docx", "typst")


def _seconds(arguments: list[str], runs: int = 7) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _one_measure() -> dict[str, Any]:
    """From the command to the figure, against importing what counting cannot do without."""
    data = avonmere()
    with tempfile.TemporaryDirectory() as folder:
        load = write_tables(
            Path(folder), as_at=data.end, tables=data.tables, source="ssd",
            covers_from={data.authority: data.covers_from}, made_up=True,
        )  # fmt: skip
        imported = _seconds(["-c", "import ibis, duckdb, numpy, pyarrow.parquet, scipy.stats"], runs=5)
        asked = ["-m", "goldenthread.cli", "measure", "rereferrals", "--load", str(load.path), "--period", "rolling_12"]
        measured = _seconds(asked, runs=5)
    return {
        "name": "goldenthread measure, one measure of one small load, against importing Ibis, DuckDB and Arrow",
        "ratio": round(measured / imported, 1),
        "aim": "at most 3",
        "detail": f"{measured:.2f} s against {imported:.2f} s",
    }


def run() -> list[dict[str, Any]]:
    """Two rows: help against a bare interpreter, one measure against its imports."""
    bare = _seconds(["-c", "pass"])
    helped = _seconds(["-m", "goldenthread.cli", "--help"])
    probe = f"import sys, goldenthread.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    imported = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout.strip()
    return [
        {
            "name": "goldenthread --help against starting Python",
            "ratio": round(helped / bare, 1),
            "aim": "no engine imported",
            "detail": f"{helped:.2f} s against {bare:.2f} s; heavy modules imported: {imported}",
        },
        _one_measure(),
    ]
