"""How counting grows with the authorities: time and peak memory of each step, and the power of the rows they grow by.

One and ten authorities, ten years, on both engines; `python -m benchmarks.scale` takes other sizes, up to England.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.scale import exponent
from benchmarks.scale import run as counted

SIZES, YEARS, ENGINES, MEMORY = (1, 10), 10, ("duckdb", "spark"), "8GB"


def run(
    sizes: Sequence[int] = SIZES, years: int = YEARS, engines: Sequence[str] = ENGINES, cohorts: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """A row for each engine; AssertionError when two engines count differently, RuntimeError when a step fails."""
    with tempfile.TemporaryDirectory(prefix="goldenthread-growth-") as folder:
        steps = counted(sizes, years, engines, MEMORY, Path(folder), cohorts=cohorts)
    failed = [step["failed"] for step in steps if "failed" in step]
    if failed:
        raise RuntimeError(failed[0])
    rows = []
    for engine in engines:
        own = [step for step in steps if step.get("engine") == engine]
        told = "; ".join(
            f"{step['authorities']}: {step['rows']:,} rows, {step['counting_seconds']} s of counting, "
            f"{step['peak_mb']:,} MB at most"
            for step in own
        )
        rows.append(
            {
                "name": f"counting on {engine}, {' and '.join(str(size) for size in sizes)} authorities: seconds grow as "
                "rows to the power",
                "ratio": round(exponent(own, "counting_seconds"), 2),
                "aim": "at most 1",
                "detail": f"{told}; memory to the power {exponent(own, 'peak_mb'):.2f}; the same figures on "
                f"{' and '.join(engines)}",
            }
        )
    return rows
