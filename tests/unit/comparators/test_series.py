"""Which published series answers which measure: the mapping fits the catalogue and every reference series is in it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.comparators.series import BY_KEY, SERIES, UNITS, find_series, not_published
from goldenthread.errors import UserError

REFERENCE = Path("../shared/reference/comparators")
MAPPED = [series for series in SERIES if series.measure]
# Two bands are one line of the short catalogue and one of the long.
ALSO = {("AS03", "AS04")}


@pytest.mark.parametrize("series", MAPPED, ids=lambda series: f"{series.measure}-{series.part}")
def test_a_mapping_fits_the_measure_it_names(series):
    measure = MEASURES[series.measure]
    assert series.code == measure.code or series.code in measure.also or (series.code, measure.code) in ALSO
    assert measure.unit in UNITS[series.unit]
    assert series.polarity is measure.polarity
    assert series.breakdown == "all" or series.breakdown in COHORT_OF[measure.id].breakdowns


def test_no_series_is_listed_twice():
    assert len(BY_KEY) == len(SERIES)


@pytest.mark.parametrize(
    "name", ["assessments_45_from_referral", "rereferrals_after_closure", "cp_second_plan_2_years"]
)
def test_what_is_not_published_is_compared_with_nothing(name):
    assert not_published(name)
    with pytest.raises(UserError, match="Nothing is published"):
        find_series(name)


def test_a_measure_in_parts_asks_for_one_and_knows_it_by_either_name():
    with pytest.raises(UserError, match="--part"):
        find_series("referrals_by_source")
    assert find_series("referrals_by_source", "police").part == "police"
    assert find_series("RF06", "Schools").group == "Schools"
    assert find_series("LA01").unit == "per_10k"
    assert find_series("LA01", unit="n").measure == "children_looked_after"
    with pytest.raises(UserError, match="has no part"):
        find_series("RF06", "astronauts")
    with pytest.raises(UserError, match="Did you mean rereferrals"):
        find_series("rereferal")


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs the published files in ../shared/reference")
def test_every_series_of_the_published_files_is_known():
    found = set()
    for path in REFERENCE.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            found |= {
                (row["measure_id"], row["unit"], row["breakdown"])
                for row in csv.DictReader(stream)
                if "measure_id" in row
            }
    assert len(found) > 250
    assert found - set(BY_KEY) == set()
