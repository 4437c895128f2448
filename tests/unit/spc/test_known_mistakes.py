"""Mistakes seen in other tools, each kept out by a test."""

from __future__ import annotations

import pytest
from tests.unit.spc.series_of import analysed

from goldenthread.spc import signals
from goldenthread.spc.model import Direction, Judgement, Rule, VariationIcon
from goldenthread.spc.rule_sets import MDC_EXCEL, MDC_EXCEL_6, MDC_R, RuleSet

STEADY = [10.0, 12.0] * 8


@pytest.mark.parametrize("rules", [MDC_R, MDC_EXCEL, MDC_EXCEL_6])
def test_a_falling_trend_is_flagged_as_a_rising_one_is(rules: RuleSet) -> None:
    falling = [*STEADY, 11.9, 11.7, 11.5, 11.3, 11.1, 10.9, 10.7, 10.5]
    rising = [22 - value for value in falling]
    for series, rule in ((falling, Rule.TREND_DOWN), (rising, Rule.TREND_UP)):
        last = analysed(series, rules=rules).points[-1]
        assert rule in last.rules


def test_a_trend_is_judged_by_its_steps_not_by_its_side_of_the_mean() -> None:
    falling_above_the_mean = [*[8.0, 12.0] * 8, 12.5, 12.3, 12.1, 11.9, 11.7, 11.5, 11.3]
    found = analysed(falling_above_the_mean, direction=Direction.DECREASE)
    last = found.points[-1]
    assert last.side == 1
    assert last.reason is Rule.TREND_DOWN
    assert last.judgement is Judgement.IMPROVEMENT
    assert found.variation is VariationIcon.IMPROVEMENT_LOW


def test_two_of_three_does_not_fire_on_opposite_sides() -> None:
    assert signals.two_of_three_marks([1, 1, -1], [True, False, True]) == [0, 0, 0]
    assert signals.two_of_three_marks([1, 0, 1], [True, False, True]) == [0, 0, 0]


def test_two_of_three_marks_only_the_points_that_count() -> None:
    assert signals.two_of_three_marks([1, 1, 1], [True, False, True]) == [1, 0, 1]
    assert signals.two_of_three_marks([-1, -1, -1], [False, True, True]) == [0, -1, -1]
    assert signals.two_of_three_marks([1, 1, 1], [False, False, True]) == [0, 0, 0]


def test_a_constant_base_still_has_limits_and_a_different_value_is_outside() -> None:
    found = analysed([5.0] * 12 + [5.1], fix_after_n=12)
    segment = found.segments[0]
    assert (segment.lower, segment.centre, segment.upper) == (5.0, 5.0, 5.0)
    assert [point.reason for point in found.points] == [Rule.COMMON] * 12 + [Rule.OUTSIDE_ABOVE]


def test_rounding_in_binary_arithmetic_makes_no_signal() -> None:
    tenths = [0.1 + 0.2, 0.3] * 10
    found = analysed(tenths)
    assert all(point.side == 0 and not point.special for point in found.points)


def test_where_two_trends_stand_back_to_back_the_joining_step_decides_and_a_warning_says_so() -> None:
    rising_twice = [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]
    assert signals.trend_marks(rising_twice, 7) == [1] * 6 + [-1] + [1] * 7
    assert signals.back_to_back(rising_twice, 7) == [6]
    assert any("back to back" in warning for warning in analysed(rising_twice).run.warnings)
    assert signals.back_to_back([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], 7) == []  # a peak belongs to both
