"""Every measure with SQL by hand gives, figure by figure, what SQL written by hand gives on a small council's six years."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from benchmarks.catalogue import PERIODS, both_ways, by_hand, check_pandas, check_same, ours
from benchmarks.catalogue_pandas import pandas_referrals
from benchmarks.large_council import large_council


def test_the_catalogue_agrees_with_sql_and_pandas_by_hand(tmp_path: Path) -> None:
    for table, rows in large_council(seed=3, referrals_a_year=250).items():
        pq.write_table(rows, tmp_path / f"{table}.parquet")
    cohorts = both_ways(tmp_path)
    assert len(cohorts) == 16
    assert sum(len(cohort.measures) for cohort in cohorts) >= 85
    results = ours(tmp_path, cohorts)
    assert check_same(results, by_hand(tmp_path, cohorts), cohorts) > 100_000
    check_pandas(results, pandas_referrals(tmp_path, PERIODS[::9]))
