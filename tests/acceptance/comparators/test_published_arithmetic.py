"""The published figures made again from their numerators and denominators, row by row."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from goldenthread.comparators.published import above_authorities, mid_year, percentage, rate, recomputed

REFERENCE = Path("../shared/reference/comparators")
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs the published files in ../shared/reference")
# Shares of rows of authorities made again exactly, where not all are: compiled values, which were made from figures with
# more places (WF02, WF04, WF06), from another count of the same year (CL03, CL05) or before a revision (AS02, S08, LA22).
FLOORS = {
    ("AS02", "pct"): 0.99, ("LA22", "pct"): 0.998, ("S08", "pct"): 0.99, ("CL03", "pct"): 0.89, ("CL05", "pct"): 0.96, ("WF02", "pct"): 0.96,
    ("WF04", "cases_per_fte"): 0.97, ("WF06", "pct"): 0.90,
}  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below", "decimals", "published"),
    [
        (1003, 5378, 1, 18.7), (145, 1117, 1, 13.0), (1, 8, 1, 12.5), (1, 16, 1, 6.3), (9, 1000, 1, 0.9), (25, 200, 0, 13),
        (0, 5, 1, 0.0), (5, 0, 1, None), (None, 5, 1, None), (5, None, 1, None), (1, 3, 0, 33),
    ],
)  # fmt: skip
def test_percentages_are_half_up_and_never_out_of_nothing(above, below, decimals, published):
    assert percentage(above, below, decimals) == published


def test_rates_use_the_mid_year_before_and_counts_above_authorities_are_rounded_to_ten():
    assert mid_year(2024) == 2023
    assert rate(5378, 100_432) == 535.5
    assert rate(334, 20_417, 0) == 164
    assert rate(5, 0) is None
    assert [above_authorities(count) for count in (4, 5, 14.9, 15, 632_834)] == [0, 10, 10, 20, 632_830]
    assert recomputed("LA01", "per_10k", 334, 20_417) == 164
    assert recomputed("CP02", "per_10k", 494, 99_629) == 49.6
    assert recomputed("RF01", "n", 1, 1) is None


def _figures():
    for path in sorted(REFERENCE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row.get("measure_id") and row["numerator"] and row["denominator"] and row["value"]:
                    yield row


@needs_reference
def test_every_published_figure_with_counts_is_made_again():
    tally = defaultdict(lambda: [0, 0])
    for row in _figures():
        made = recomputed(row["measure_id"], row["unit"], float(row["numerator"]), float(row["denominator"]))
        level = "LA" if row["area_type"] == "LA" else "above"
        found = tally[row["measure_id"], row["unit"], level]
        found[0] += 1
        found[1] += made is not None and abs(made - float(row["value"])) < 1e-9
    print("\nmeasure, unit, level, rows, made again exactly")
    for (measure, unit, level), (rows, same) in sorted(tally.items()):
        print(f"{measure:5} {unit:13} {level:5} {rows:6} {same / rows:8.2%}")
    for (measure, unit, level), (rows, same) in tally.items():
        if level == "LA":
            assert same / rows >= FLOORS.get((measure, unit), 1.0), (measure, unit, same, rows)
    authorities = [counts for key, counts in tally.items() if key[2] == "LA"]
    assert sum(same for _, same in authorities) / sum(rows for rows, _ in authorities) > 0.995
    assert sum(rows for rows, _ in tally.values()) > 170_000


@needs_reference
def test_rates_use_the_population_of_the_mid_year_before_in_every_row():
    populations = {}
    with (REFERENCE / "population_0_17.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            populations[row["area_code"], int(row["mid_year"])] = float(row["population"])
    same = rows = 0
    for row in _figures():
        if row["measure_id"] in ("RF02", "S02", "S07", "CN02") and row["edition"] == "2025":
            rows += 1
            same += populations.get((row["area_code"], mid_year(int(row["year"])))) == float(row["denominator"])
    assert rows > 8_000
    assert same == rows
