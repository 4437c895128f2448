"""The interval of a ratio of two rates."""

from __future__ import annotations

import math

import pytest

from goldenthread.spc.intervals import rate_ratio, wilson


def test_it_is_the_interval_of_the_split_of_the_events() -> None:
    # Rothman's example: 41 cases in 28,010 person-years of women exposed to X-rays, 15 in 19,017 of women not exposed.
    found = rate_ratio(41, 28_010, 15, 19_017)
    share = wilson(41, 56)
    assert found is not None
    assert share is not None
    assert found[0] == pytest.approx(share[0] / (1 - share[0]) * 19_017 / 28_010)
    assert found == pytest.approx((1.04, 3.32), abs=0.03)
    assert found[0] < (41 / 28_010) / (15 / 19_017) < found[1]


def test_turned_over_it_is_the_inverse() -> None:
    one, other = rate_ratio(20, 100, 30, 300), rate_ratio(30, 300, 20, 100)
    assert one is not None
    assert other is not None
    assert one[0] == pytest.approx(1 / other[1])
    assert one[1] == pytest.approx(1 / other[0])


def test_no_events_in_the_second_has_no_upper_end_and_none_at_all_says_nothing() -> None:
    found = rate_ratio(5, 10, 0, 10)
    assert found is not None
    assert found[0] > 0
    assert math.isinf(found[1])
    assert rate_ratio(0, 10, 0, 10) is None
    assert rate_ratio(1, 0, 1, 10) is None
