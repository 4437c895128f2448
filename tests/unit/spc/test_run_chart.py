"""Run charts: medians, useful points, the two tests, and words that never say stable."""

from __future__ import annotations

import pytest
from tests.unit.spc.series_of import analysed

from goldenthread.spc import run_chart
from goldenthread.spc.model import Analysis, Direction, VariationIcon
from goldenthread.spc.rule_sets import RUN_CHART

LATE = [1.0, 4.0, 1.0, 1.0, 4.0, 1.0, 1.0, 1.0, 4.0, *[1.0] * 6, *[4.0] * 9]  # ends in a run of nine


def _run(values: list[float | None], **changes: object) -> Analysis:
    return analysed(values, rules=RUN_CHART, **changes)


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    # Anhøj and Olesen (2014), table of limits by number of useful points
    [(10, 6, 2), (12, 7, 3), (15, 7, 4), (16, 7, 4), (20, 7, 6), (24, 8, 8)],
)
def test_limits_against_the_published_table(useful: int, longest: int, crossings: int) -> None:
    assert run_chart.longest_run_allowed(useful) == longest
    assert run_chart.fewest_crossings(useful - 1) == crossings


def test_fewest_crossings_are_the_binomial_quantile() -> None:
    from scipy.stats import binom

    expected = [int(binom.ppf(0.05, tosses, 0.5)) for tosses in range(9, 200)]
    assert [run_chart.fewest_crossings(tosses) for tosses in range(9, 200)] == expected


def test_points_on_the_median_neither_add_to_nor_break_a_run() -> None:
    found = _run([1.0, 1.0, 2.0, 1.0, 3.0, 2.0, 3.0, 3.0, 1.0, 3.0, 1.0, 3.0])
    assert found.run_chart is not None
    assert found.segments[0].centre == 2.0
    assert found.run_chart.useful == 10
    assert found.run_chart.longest_run == 3


def test_under_ten_useful_points_no_signal_is_stated() -> None:
    found = _run([1.0] * 4 + [9.0] * 5)
    assert found.run_chart is not None
    assert not found.run_chart.judged
    assert found.variation is None
    assert "too few points" in found.sentence


def test_a_long_run_at_the_end_has_a_direction_and_an_earlier_one_does_not() -> None:
    found = _run([*LATE], direction=Direction.DECREASE)
    assert found.run_chart is not None
    assert found.run_chart.long_run
    assert found.variation is VariationIcon.CONCERN_HIGH
    assert "above the median" in found.sentence
    assert "worse" in found.sentence
    earlier = _run([*reversed(LATE)])
    assert earlier.variation is None
    assert "shift earlier in the series" in earlier.sentence


def test_few_crossings_alone_give_a_pattern_without_direction() -> None:
    found = _run([1.0] * 5 + [3.0] * 5 + [1.0] * 5 + [3.0] * 5)
    assert found.run_chart is not None
    assert (found.run_chart.long_run, found.run_chart.few_crossings) == (False, True)
    assert found.variation is None
    assert "unlikely to be chance" in found.sentence


def test_a_run_is_not_taken_across_a_gap() -> None:
    found = _run([*LATE[:19], None, *LATE[19:]])
    assert found.run_chart is not None
    assert not found.run_chart.long_run


def test_a_run_chart_has_no_limits_no_assurance_and_never_says_stable_or_special_cause() -> None:
    for values in ([1.0, 3.0] * 10, [1.0] * 10 + [3.0] * 10, [1.0, 2.0]):
        found = _run([*values], target=2.0)
        assert found.assurance is None
        assert found.segments[0].upper is None
        assert "stable" not in found.sentence
        assert "special cause" not in found.sentence
