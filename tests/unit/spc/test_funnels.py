"""Funnels: limits by inversion, labels that agree with the curves, nobody ranked."""

from __future__ import annotations

import pytest

from goldenthread.spc.funnels import (
    INNER,
    OUTER,
    Funnel,
    FunnelKind,
    FunnelLabel,
    Unit,
    expected_at_limits,
    expected_limits,
    funnel,
    label,
    phe_label,
    proportion_limits,
)
from goldenthread.spc.intervals import wilson
from goldenthread.spc.model import SeriesError

TEAMS = [
    Unit(name=name, events=events, size=size)
    for name, events, size in (
        ("North", 10, 50),
        ("South", 20, 60),
        ("East", 5, 70),
        ("West", 40, 90),
        ("Central", 12, 60),
        ("District", 30, 300),
    )
]


@pytest.mark.parametrize("level", [INNER, OUTER])
def test_a_proportion_on_its_limit_has_an_interval_that_just_touches_the_baseline(level: float) -> None:
    low, high = proportion_limits(0.2, 400, level)
    at_low, at_high = wilson(low * 400, 400, level), wilson(high * 400, 400, level)
    assert at_low is not None
    assert at_high is not None
    assert at_low[1] == pytest.approx(0.2, abs=1e-9)
    assert at_high[0] == pytest.approx(0.2, abs=1e-9)


def test_limits_of_a_proportion_are_clipped() -> None:
    assert proportion_limits(0.05, 10, OUTER)[0] == 0.0
    assert proportion_limits(0.95, 10, OUTER)[1] == 1.0


def test_expected_counts_at_which_whole_counts_lie_on_the_curves() -> None:
    assert expected_at_limits(0, INNER) == (pytest.approx(3.6889, abs=5e-5), None)
    assert expected_at_limits(5, INNER) == (pytest.approx(11.6683, abs=5e-5), pytest.approx(1.6235, abs=5e-5))


def test_the_two_ratio_conventions_differ() -> None:
    low, high = expected_limits(20, INNER)
    assert (low, high) == (pytest.approx(12.2165 / 20, abs=5e-5), pytest.approx(30.8884 / 20, abs=5e-5))
    # 30 seen where 20 were expected is inside one convention's curve and outside the other's
    assert label(FunnelKind.RATIO_EXPECTED, 30, 20, 1.0) is FunnelLabel.WITHIN
    assert label(FunnelKind.RATIO, 30, 20, 1.0) is FunnelLabel.HIGH_INNER


def test_the_outer_level_is_tested_first_and_equality_is_within() -> None:
    assert label(FunnelKind.PROPORTION, 40, 90, 0.2) is FunnelLabel.HIGH_OUTER
    assert label(FunnelKind.PROPORTION, 5, 70, 0.2) is FunnelLabel.LOW_INNER
    on_the_curve = expected_at_limits(5, INNER)[0]
    assert label(FunnelKind.RATE, 5, on_the_curve, 1.0) is FunnelLabel.WITHIN
    assert label(FunnelKind.RATE, 5, on_the_curve * 1.0001, 1.0) is FunnelLabel.LOW_INNER


def test_a_label_agrees_with_the_curve_drawn() -> None:
    for count in range(0, 60, 3):
        on_lower, on_upper = expected_at_limits(count, OUTER)
        assert label(FunnelKind.RATIO, count, on_lower * 1.001, 1.0) is FunnelLabel.LOW_OUTER
        assert label(FunnelKind.RATIO, count, on_lower * 0.999, 1.0) is not FunnelLabel.LOW_OUTER
        if on_upper is not None:
            assert label(FunnelKind.RATIO, count, on_upper * 0.999, 1.0) is FunnelLabel.HIGH_OUTER


def _placed(found: Funnel) -> dict[str, FunnelLabel]:
    return {point.unit.name: point.label for point in found.points}


def test_units_are_placed_against_their_own_pooled_baseline_in_the_order_given() -> None:
    found = funnel(TEAMS, kind=FunnelKind.PROPORTION, per=100)
    assert found.baseline == pytest.approx(117 / 630 * 100)
    assert [point.unit.name for point in found.points] == [unit.name for unit in TEAMS]
    assert _placed(found) == {
        "North": FunnelLabel.WITHIN,
        "South": FunnelLabel.HIGH_INNER,
        "East": FunnelLabel.LOW_INNER,
        "West": FunnelLabel.HIGH_OUTER,
        "Central": FunnelLabel.WITHIN,
        "District": FunnelLabel.LOW_OUTER,
    }


def test_an_outside_baseline_is_named() -> None:
    found = funnel(TEAMS, kind=FunnelKind.PROPORTION, per=100, baseline=0.25, named="England 2014")
    assert (found.baseline, found.baseline_words) == (25.0, "England 2014")


@pytest.mark.parametrize("kind", list(FunnelKind))
def test_curves_narrow_as_units_grow_and_the_outer_holds_the_inner(kind: FunnelKind) -> None:
    found = funnel(TEAMS, kind=kind)
    first, last = found.curve[0], found.curve[-1]
    assert first.outer_upper is not None
    assert last.outer_upper is not None
    assert first.outer_upper > last.outer_upper > found.baseline
    for point in found.curve:
        assert (point.outer_lower or 0) <= (point.inner_lower or 0) <= found.baseline
        assert (point.inner_upper or 0) <= (point.outer_upper or 0)


def test_the_drawn_curve_passes_through_the_exact_points() -> None:
    found = funnel(TEAMS, kind=FunnelKind.RATE)
    for point in found.curve[20::20]:
        assert point.inner_upper is not None
        events = point.inner_upper * point.size
        below = expected_at_limits(int(events), INNER)[1] or 0.0
        above = expected_at_limits(int(events) + 1, INNER)[1] or 0.0
        assert below <= found.baseline * point.size <= above


def test_few_units_are_refused_and_empty_ones_are_named() -> None:
    with pytest.raises(SeriesError, match="needs 5 units or more; there are 4"):
        funnel(TEAMS[:4], kind=FunnelKind.PROPORTION)
    found = funnel([*TEAMS, Unit(name="New team", events=0, size=0)], kind=FunnelKind.PROPORTION)
    assert "Left out, having nothing to count: New team." in found.cautions
    assert any("not widened" in caution for caution in found.cautions)


def test_the_public_health_label_uses_byar_from_ten_up() -> None:
    assert phe_label(40, 1000, 0.02, INNER) == 1
    assert phe_label(20, 1000, 0.02, INNER) == 0
    assert phe_label(5, 1000, 0.02, INNER) == -1
