"""How long `goldenthread --help` takes against starting Python, and which engines it imports (none)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import Any

HEAVY = ("ibis", "duckdb", "pyarrow", "pandas", "altair", "numpy", "scipy", "lxml", "docx", "typst")


def _seconds(arguments: list[str], runs: int = 7) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def run() -> list[dict[str, Any]]:
    """One row: help against a bare interpreter."""
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
        }
    ]
