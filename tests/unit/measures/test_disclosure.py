"""Small numbers: hidden with what would give them away, and never recoverable from the total."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.disclosure import protect, protect_groups, rules_for, values_possible
from goldenthread.measures.model import Unit
from goldenthread.measures.results import Result, Status
from goldenthread.periods import PeriodKind, period_ending

PERIOD = period_ending(PeriodKind.REPORTING_YEAR, dt.date(2014, 3, 31))
PUBLIC, BOARD, INTERNAL = rules_for("committee"), rules_for("board"), rules_for("internal")


def _count(value, group="all"):
    breakdown = "all" if group == "all" else "category"
    return Result(
        authority="999", measure="m", version=1, period=PERIOD, breakdown=breakdown, group=group,
        numerator=float(value), value=float(value), unit=Unit.COUNT,
    )  # fmt: skip


def _share(numerator, denominator, group="all"):
    breakdown = "all" if group == "all" else "category"
    return Result(
        authority="999", measure="m", version=1, period=PERIOD, breakdown=breakdown, group=group,
        numerator=float(numerator), denominator=float(denominator), value=numerator / denominator * 100,
        unit=Unit.PERCENT,
    )  # fmt: skip


@pytest.mark.parametrize(("value", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_of_one_to_four_are_hidden_and_zero_is_not(value, hidden):
    assert (protect(_count(value), PUBLIC).status is Status.SUPPRESSED) == hidden


@pytest.mark.parametrize(
    ("x", "n", "hidden"), [(3, 100, True), (97, 100, True), (5, 100, False), (0, 4, True), (50, 100, False)]
)
def test_a_share_is_hidden_with_its_numerator_complement_or_denominator(x, n, hidden):
    protected = protect(_share(x, n), PUBLIC)
    assert (protected.status is Status.SUPPRESSED) == hidden
    if hidden:
        assert protected.value is None
        assert protected.numerator is None
        assert protected.denominator is None
        assert protected.interval is None


def test_a_board_sees_headlines_but_not_small_groups():
    assert protect(_count(3), BOARD).value == 3
    assert protect(_count(3, "NEG"), BOARD).status is Status.SUPPRESSED


def test_named_managers_see_everything():
    assert protect(_count(1), INTERNAL).value == 1


def test_a_single_hidden_group_takes_another_with_it():
    groups = [_count(3, "PHY"), _count(40, "NEG"), _count(12, "EMO")]
    shown = protect_groups(groups, _count(55), PUBLIC)
    assert [one.group for one in shown if one.status is Status.SUPPRESSED] == ["PHY", "EMO"]


def _feasible(hidden: list[int], threshold: int) -> list[set[int]]:
    """By trying everything: the values each hidden count could have for a reader who knows their sum."""
    total = sum(hidden)
    found = [set() for _ in hidden]
    for values in product(range(1, total + 1), repeat=len(hidden)):
        if sum(values) == total and any(value < threshold for value in values):
            for place, value in enumerate(values):
                found[place].add(value)
    return found


@given(st.lists(st.integers(1, 9), min_size=2, max_size=3))
def test_the_count_of_possible_values_is_never_more_than_there_are(hidden):
    if any(value < 5 for value in hidden):
        fewest = min(len(one) for one in _feasible(hidden, 5))
        assert values_possible([float(value) for value in hidden], 5) <= fewest


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5))
def test_no_hidden_count_can_be_worked_out_from_the_total(values):
    groups = [_count(value, f"G{place}") for place, value in enumerate(values)]
    shown = protect_groups(groups, _count(sum(values)), PUBLIC)
    hidden = [value for value, one in zip(values, shown, strict=True) if one.status is Status.SUPPRESSED]
    assert all(one.status is Status.SUPPRESSED for value, one in zip(values, shown, strict=True) if 0 < value < 5)
    others_left = any(one.status is not Status.SUPPRESSED and v for v, one in zip(values, shown, strict=True))
    if hidden and others_left and protect(_count(sum(values)), PUBLIC).status is not Status.SUPPRESSED:
        assert len(hidden) >= 2
