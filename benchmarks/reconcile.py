"""Comparing the returns of a load against counting the same things once from each return."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.timing import in_turn
from goldenthread.api.reconciling import compare_returns
from goldenthread.catalogue import COHORTS
from goldenthread.engines import TableFiles, open_engine
from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.synthetic.demonstration import write_demonstration
from goldenthread.tables import TABLES

RUNS = 3
# The cohorts that hold what is compared.
ALIKE = (
    "referrals", "assessments", "s47_enquiries", "conferences", "in_need_open", "cin_plans_open", "cp_plans_open",
    "cp_plans_started", "looked_after_open", "looked_after_started",
)  # fmt: skip


def _count_each(load: Load) -> None:
    cohorts = tuple(cohort for cohort in COHORTS if cohort.id in ALIKE)
    for source in ("cin", "ssd", "s903"):
        files = {
            table: TableFiles(files=(sources[source],))
            for table, sources in load.files.items()
            if source in sources and table in TABLES
        }
        scope = Scope(
            as_at=load.as_at, authorities=load.authorities, covers_from=load.covers(), population={},
            first=load.as_at.replace(year=load.as_at.year - 2, day=1), breakdowns=("all",),
        )  # fmt: skip
        with open_engine(files) as engine:
            evaluate(engine, cohorts, scope)


def run() -> list[dict[str, Any]]:
    """One row: the comparison of three returns, eight quarters back, against counting them."""
    with tempfile.TemporaryDirectory() as folder:
        made = write_demonstration(Path(folder), seed=2014)
        load = read_returns([made.returns], into=Path(folder) / "loads", as_at=made.as_at, authority=made.authority)
        compared, _ = compare_returns(load)
        comparing, counting = in_turn(lambda: compare_returns(load), lambda: _count_each(load), runs=RUNS)
    return [
        {
            "name": "reconcile three returns against counting the same from each",
            "ratio": round(comparing.seconds / counting.seconds, 2),
            "aim": "at most 1",
            "detail": f"{comparing.seconds:.2f} s against {counting.seconds:.2f} s; {len(compared)} comparisons",
        }
    ]
