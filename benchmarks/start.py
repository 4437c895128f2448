"""How long it takes to ask for help, against starting Python; and for one measure of a small load, against its imports."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.timing import in_turn
from goldenthread.loads import write_tables
from goldenthread.synthetic.demonstration import avonmere

HEAVY = ("ibis", "duckdb", "pyarrow", "pandas", "altair", "numpy", "scipy", "lxml", "docx", "typst")


def _started(*arguments: str) -> Callable[[], object]:
    return partial(subprocess.run, [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def _one_measure() -> dict[str, Any]:
    """From the command to the figure, against importing what counting cannot do without."""
    data = avonmere()
    with tempfile.TemporaryDirectory() as folder:
        load = write_tables(
            Path(folder), as_at=data.end, tables=data.tables, source="ssd",
            covers_from={data.authority: data.covers_from}, made_up=True,
        )  # fmt: skip
        imports = _started("-c", "import ibis, duckdb, numpy, pyarrow.parquet, scipy.stats")
        asked = ("-m", "goldenthread.cli", "measure", "rereferrals", "--load", str(load.path), "--period", "rolling_12")
        imported, measured = in_turn(imports, _started(*asked))
    return {
        "name": "goldenthread measure, one measure of one small load, against importing Ibis, DuckDB and Arrow",
        "ratio": round(measured.seconds / imported.seconds, 1),
        "aim": "at most 3",
        "detail": f"{measured.seconds:.2f} s against {imported.seconds:.2f} s",
    }


def run() -> list[dict[str, Any]]:
    """Two rows: help against a bare interpreter, one measure against its imports."""
    bare, helped = in_turn(_started("-c", "pass"), _started("-m", "goldenthread.cli", "--help"), runs=7)
    probe = f"import sys, goldenthread.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    imported = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True).stdout.strip()
    return [
        {
            "name": "goldenthread --help against starting Python",
            "ratio": round(helped.seconds / bare.seconds, 1),
            "aim": "no engine imported",
            "detail": f"{helped.seconds:.2f} s against {bare.seconds:.2f} s; heavy modules imported: {imported}",
        },
        _one_measure(),
    ]
