"""What must hold of any series: moving, stretching and mirroring it change nothing that they should not."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.spc.series_of import analysed, month, points

from goldenthread.spc import funnels, intervals
from goldenthread.spc.model import Analysis, Direction, Rule, VariationIcon
from goldenthread.spc.rule_sets import RULE_SETS

# Whole numbers keep sums exact, so that a property can be asked for without tolerance.
VALUES = st.lists(st.integers(0, 40).map(float), min_size=2, max_size=40)
SETS = st.sampled_from(sorted(RULE_SETS))
QUICK = settings(max_examples=60, deadline=None)
MIRROR = {
    rule: next(
        other
        for other in Rule
        if other.value.rsplit("-", 1)[0] == rule.value.rsplit("-", 1)[0] and other.sign == -rule.sign
    )
    for rule in Rule
    if rule is not Rule.COMMON
}


def _marks(found: Analysis) -> list[tuple[Rule, ...]]:
    return [point.rules for point in found.points]


def _analysed(values: list[float], name: str, **changes: Any) -> Analysis:
    return analysed(values, rules=RULE_SETS[name], **changes)


@QUICK
@given(VALUES, SETS, st.integers(-1000, 1000))
def test_adding_a_constant_changes_no_signal(values: list[float], name: str, by: int) -> None:
    moved = _analysed([value + by for value in values], name)
    assert _marks(moved) == _marks(_analysed(values, name))


@QUICK
@given(VALUES, SETS, st.sampled_from([0.125, 0.5, 2.0, 64.0]))
def test_stretching_changes_no_signal(values: list[float], name: str, by: float) -> None:
    stretched, plain = _analysed([value * by for value in values], name), _analysed(values, name)
    assert _marks(stretched) == _marks(plain)
    assert stretched.variation == plain.variation


@QUICK
@given(VALUES, SETS)
def test_a_mirrored_series_has_mirrored_signals(values: list[float], name: str) -> None:
    mirrored = _marks(_analysed([-value for value in values], name, direction=Direction.NEUTRAL))
    plain = _marks(_analysed(values, name, direction=Direction.NEUTRAL))
    assert mirrored == [tuple(MIRROR[rule] for rule in hit) for hit in plain]


@QUICK
@given(VALUES, SETS)
def test_turning_the_good_direction_round_swaps_improvement_and_concern(values: list[float], name: str) -> None:
    up = _analysed(values, name, direction=Direction.INCREASE)
    down = _analysed([-value for value in values], name, direction=Direction.DECREASE)
    swapped = {"high": "low", "low": "high"}

    def turned(icon: VariationIcon | None) -> str | None:
        if icon is None or icon is VariationIcon.COMMON:
            return icon
        judged, way = icon.split("-")
        return f"{judged}-{swapped[way]}"

    assert turned(up.variation) == down.variation


@QUICK
@given(VALUES, SETS, st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(values: list[float], name: str, random: Any) -> None:
    from goldenthread.spc.model import SeriesKind
    from goldenthread.spc.xmr import analyse

    shuffled = points(values)
    random.shuffle(shuffled)
    options: dict[str, Any] = {"rules": RULE_SETS[name], "direction": Direction.DECREASE, "kind": SeriesKind.RATE}
    assert analyse(shuffled, **options) == analyse(points(values), **options)


@QUICK
@given(VALUES, VALUES, SETS)
def test_a_segment_knows_nothing_of_the_one_before(first: list[float], second: list[float], name: str) -> None:
    whole = _analysed([*first, *second], name, rebase=[month(len(first))])
    assert _marks(whole)[len(first) :] == _marks(_analysed(second, name))
    assert _marks(whole)[: len(first)] == _marks(_analysed(first, name))


@QUICK
@given(VALUES, SETS)
def test_a_point_within_limits_and_runs_is_common_and_the_sentence_names_the_last_value(
    values: list[float], name: str
) -> None:
    found = _analysed(values, name)
    assert all((point.reason is Rule.COMMON) == (not point.rules) for point in found.points)
    assert found.sentence.endswith(".")
    assert found.last is not None
    assert found.last.point.value == values[-1]


@QUICK
@given(st.integers(0, 300), st.integers(1, 300), st.sampled_from([0.9, 0.95, 0.998]))
def test_intervals_hold_the_value_and_widen_with_the_level(x: int, more: int, level: float) -> None:
    n = x + more
    share, wider = intervals.wilson(x, n, level), intervals.wilson(x, n, 0.999)
    assert share is not None
    assert wider is not None
    assert 0 <= wider[0] <= share[0] <= x / n <= share[1] <= wider[1] <= 1
    low, high = intervals.poisson(x, level)
    assert 0 <= low <= x <= high


@QUICK
@given(st.integers(0, 80), st.integers(1, 200), st.floats(0.01, 0.99))
def test_a_unit_inside_the_funnel_has_an_interval_that_holds_the_baseline(x: int, more: int, baseline: float) -> None:
    n = x + more
    inside = funnels.label(funnels.FunnelKind.PROPORTION, x, n, baseline) is funnels.FunnelLabel.WITHIN
    interval = intervals.wilson(x, n)
    assert interval is not None
    assert inside == (interval[0] <= baseline <= interval[1])
