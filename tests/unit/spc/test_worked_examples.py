"""The worked examples published with the tools the rule sets agree with."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.unit.spc.series_of import analysed

from goldenthread.spc import signals
from goldenthread.spc.certificate import ALTERNATING, certificate
from goldenthread.spc.model import Rule
from goldenthread.spc.rule_sets import MDC_EXCEL, MDC_R, RuleSet


@pytest.mark.parametrize(("rules", "lower", "upper"), [(MDC_R, -0.72, 4.60), (MDC_EXCEL, -3.06, 6.95)])
def test_examples_a_and_b_limits_with_and_without_screening(rules: RuleSet, lower: float, upper: float) -> None:
    found = analysed(ALTERNATING, rules=rules)
    segment = found.segments[0]
    assert segment.centre == pytest.approx(35 / 18)
    assert segment.average_range == pytest.approx(1.8824, abs=5e-5)
    assert (segment.lower, segment.upper) == (pytest.approx(lower, abs=0.005), pytest.approx(upper, abs=0.005))
    assert segment.dropped == ((8, 9) if rules.screen else ())
    assert [place for place, point in enumerate(found.points, 1) if point.special] == [5]
    assert found.points[4].reason is Rule.OUTSIDE_ABOVE


def test_example_c_trend_detector() -> None:
    assert signals.trend_fires([1, 2, 3, 4, 5, 6, 7], 7) == [0, 0, 0, 0, 0, 0, 1]
    assert signals.trend_marks([1, 2, 3, 4, 5, 6, 7], 7) == [1] * 7
    assert signals.trend_marks([1, 2, 3, 3, 4, 5, 6], 7) == [0] * 7
    assert signals.trend_fires([7, 6, 5, 4, 3, 2, 1], 7) == [0, 0, 0, 0, 0, 0, -1]
    assert signals.trend_marks([7, 6, 5, 4, 3, 2, 1], 7) == [-1] * 7


def test_example_d_shift_detector() -> None:
    sides = [1] * 8 + [-1]
    assert signals.shift_fires(sides, 7) == [0, 0, 0, 0, 0, 0, 1, 1, 0]
    assert signals.shift_marks(sides, 7) == [1] * 8 + [0]


def test_the_certificate_holds_every_example_and_passes() -> None:
    printed = certificate(dt.date(2014, 9, 30))
    assert [check for check in printed.checks if not check.passed] == []
    assert printed.passed
    assert {check.rule_set for check in printed.checks} == {
        "mdc-r-0.2",
        "mdc-excel",
        "mdc-excel-6",
        "run-chart",
        "intervals",
    }
    assert sum("target 4" in check.example for check in printed.checks) == 9  # example E
