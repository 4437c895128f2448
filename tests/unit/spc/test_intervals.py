"""Intervals agree with published answers."""

from __future__ import annotations

import pytest

from goldenthread.spc import intervals


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_wilson_against_published_intervals(x: int, n: int, lower: float, upper: float) -> None:
    found = intervals.wilson(x, n)
    assert found is not None
    assert found == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_wilson_touches_the_ends_exactly_and_is_none_of_nothing() -> None:
    none, every = intervals.wilson(0, 7), intervals.wilson(7, 7)
    assert none is not None
    assert every is not None
    assert (none[0], every[1]) == (0.0, 1.0)
    assert intervals.wilson(0, 0) is None


@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (9, 4.1154, 17.0848)],
)
def test_exact_poisson_against_published_tables(x: int, lower: float, upper: float) -> None:
    assert intervals.poisson(x) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


@pytest.mark.parametrize(("x", "lower", "upper"), [(10, 4.79, 18.39), (100, 81.36, 121.63)])
def test_byar_against_its_formula_worked_by_hand(x: int, lower: float, upper: float) -> None:
    assert intervals.poisson(x) == (pytest.approx(lower, abs=0.01), pytest.approx(upper, abs=0.01))


def test_byar_is_near_the_exact_interval_from_ten_up() -> None:
    for x in (10, 25, 60, 200):
        exact = intervals.exact_poisson(x)
        assert intervals.byar(x) == (pytest.approx(exact[0], rel=0.005), pytest.approx(exact[1], rel=0.005))


def test_a_rate_scales_its_count_and_needs_a_population() -> None:
    low, high = intervals.poisson(120)
    assert intervals.rate(120, 34_100) == (pytest.approx(low / 3.41), pytest.approx(high / 3.41))
    assert intervals.rate(120, 0) is None


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe (1998), Statistics in Medicine 17, 873-890, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_difference_against_published_intervals(
    first: tuple[int, int], second: tuple[int, int], lower: float, upper: float
) -> None:
    found = intervals.difference(*first, *second)
    assert found == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))
    assert intervals.difference(1, 0, *second) is None


def test_the_level_is_two_sided() -> None:
    assert intervals.normal_quantile(0.95) == pytest.approx(1.959964, abs=5e-7)
    assert intervals.normal_quantile(0.998) == pytest.approx(3.090232, abs=5e-7)
