"""Order, gaps, segments, fixed bases, short series, kinds and targets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.unit.spc.series_of import analysed, month, points

from goldenthread.spc.model import (
    AssuranceIcon,
    Direction,
    Frequency,
    GapPolicy,
    Point,
    PointStatus,
    Rule,
    SeriesError,
    SeriesKind,
    VariationIcon,
)
from goldenthread.spc.xmr import analyse

STEADY = [10.0, 12.0] * 8


def test_points_are_put_in_order_of_date() -> None:
    shuffled = [*reversed(points(STEADY))]
    found = analyse(shuffled, direction=Direction.DECREASE, kind=SeriesKind.RATE)
    assert [point.point.date for point in found.points] == [month(place) for place in range(16)]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([Point(date=month(3), value=1.0)] * 2, "two values for 31 July 2012"),
        ([Point(date=month(3), value=float("nan"))], "31 July 2012 is not a finite number"),
        ([Point(date=month(3), value=float("inf"))], "31 July 2012 is not a finite number"),
    ],
)
def test_a_series_that_cannot_be_read_is_refused_with_its_date(bad: list[Point], message: str) -> None:
    with pytest.raises(SeriesError, match=message):
        analyse(bad, direction=Direction.DECREASE, kind=SeriesKind.RATE)


def test_a_rolling_measure_is_refused() -> None:
    with pytest.raises(SeriesError, match="share eleven months"):
        analysed(STEADY, kind=SeriesKind.ROLLING)


def test_rebasing_restarts_mean_limits_runs_and_windows() -> None:
    series = STEADY + [30.0, 32.0] * 8
    found = analysed(series, rebase=[month(16)])
    first, second = found.segments
    assert (first.n, second.n) == (16, 16)
    assert (first.centre, second.centre) == (11.0, 31.0)
    assert first.lower == pytest.approx(11 - 2.66 * 2)
    assert second.upper == pytest.approx(31 + 2.66 * 2)
    assert not any(point.special for point in found.points)
    assert any(point.special for point in analysed(series).points)


def test_a_rebase_date_that_is_not_in_the_series_is_named() -> None:
    with pytest.raises(SeriesError, match="rebase date 15 May 2013 is not the date of a point"):
        analysed(STEADY, rebase=[dt.date(2013, 5, 15)])


def test_a_fixed_base_judges_later_points_by_the_first_limits() -> None:
    series = [10.0, 12.0] * 6 + [20.0, 21.0, 20.0]
    found = analysed(series, fix_after_n=12)
    segment = found.segments[0]
    assert (segment.base, segment.fixed, segment.centre) == (12, True, 11.0)
    assert segment.upper == pytest.approx(11 + 2.66 * 2)
    assert [point.outside for point in found.points[12:]] == [1, 1, 1]
    with pytest.raises(SeriesError, match="base of 11 points is too short"):
        analysed(series, fix_after_n=11)


def test_trial_limits_under_thirteen_points_are_marked_and_said() -> None:
    found = analysed(STEADY[:12])
    assert found.trial
    assert found.sentence.startswith("Early reading, based on 12 points: ")
    assert any("Trial limits" in caution for caution in found.cautions)
    assert not analysed(STEADY[:13]).trial


def test_under_six_points_there_are_no_icons_but_the_calculation_is_there() -> None:
    found = analysed([1.0, 2.0, 1.0, 2.0, 10.0], target=4.0)
    assert (found.variation, found.assurance) == (None, None)
    assert not found.segments[0].shown
    assert found.segments[0].upper is not None
    assert "too few points to say whether it is changing" in found.sentence
    assert analysed([1.0, 2.0, 1.0, 2.0, 1.0, 2.0], target=4.0).variation is VariationIcon.COMMON


def test_one_point_and_no_points_are_answered_without_limits() -> None:
    assert analysed([3.0]).segments[0].upper is None
    assert analysed([None, None]).segments == ()
    assert analysed([]).sentence == "The measure: no value in any period."


def test_no_range_and_no_run_is_taken_across_a_gap() -> None:
    whole = [10.0, 12.0] * 6 + [20.0] * 7
    gapped: list[float | None] = [*whole]
    gapped[15] = None
    assert any(Rule.SHIFT_ABOVE in point.rules for point in analysed(whole).points)
    found = analysed(gapped)
    assert not any(Rule.SHIFT_ABOVE in point.rules for point in found.points)
    assert found.missing == ("July 2013",)
    assert any("no value for July 2013" in caution for caution in found.cautions)
    jump = analysed([1.0, 1.0, 1.0, None, 9.0, 9.0, 9.0])
    assert jump.segments[0].average_range == 0


def test_an_expected_period_that_is_absent_is_a_gap_and_can_be_refused() -> None:
    series = [point for place, point in enumerate(points(STEADY)) if place not in (4, 5)]
    options: dict[str, Any] = {"direction": Direction.DECREASE, "kind": SeriesKind.RATE, "frequency": Frequency.MONTH}
    assert analyse(series, **options).missing == ("August 2012", "September 2012")
    with pytest.raises(SeriesError, match="no value for August 2012, September 2012"):
        analyse(series, gaps=GapPolicy.REFUSE, **options)


def test_quarters_are_named_and_expected_every_three_months() -> None:
    quarters = [Point(date=month(place), value=5.0) for place in (2, 5, 11)]
    found = analyse(quarters, direction=Direction.DECREASE, kind=SeriesKind.RATE, frequency=Frequency.QUARTER)
    assert found.missing == ("October to December 2012",)
    assert found.points[0].period == "April to June 2012"


def test_a_withheld_value_is_a_gap() -> None:
    series = points(STEADY)
    series[3] = Point(date=month(3), value=99.0, status=PointStatus.WITHHELD)
    found = analyse(series, direction=Direction.DECREASE, kind=SeriesKind.RATE, frequency=Frequency.MONTH)
    assert found.segments[0].n == 15
    assert found.points[3].segment is None
    assert "99" not in found.sentence
    assert "July 2012" in found.missing


def test_a_provisional_signal_is_marked() -> None:
    series = [*points(STEADY), Point(date=month(16), value=40.0, status=PointStatus.PROVISIONAL)]
    found = analyse(series, direction=Direction.DECREASE, kind=SeriesKind.RATE)
    assert found.points[-1].provisional
    assert found.points[-1].special
    assert found.sentence.endswith("The last value is provisional.")


def test_limits_outside_the_possible_range_keep_their_number_and_are_noted() -> None:
    found = analysed([97.0, 100.0] * 8, kind=SeriesKind.PROPORTION, direction=Direction.INCREASE)
    upper = found.segments[0].upper
    assert upper is not None
    assert upper > 100
    assert "The upper limit lies outside the possible range and is not drawn beyond it." in found.cautions
    assert " to 100.0)" in found.sentence


def test_a_stock_carries_its_caution() -> None:
    assert any("mostly the same children" in caution for caution in analysed(STEADY, kind=SeriesKind.STOCK).cautions)


def test_small_counts_small_denominators_and_changing_denominators_are_cautioned() -> None:
    assert any("lumpy" in caution for caution in analysed([3.0, 4.0] * 8, kind=SeriesKind.FLOW).cautions)
    series = [
        Point(date=month(place), value=50.0, numerator=size / 2, denominator=size)
        for place, size in enumerate([8.0, 20.0] * 8)
    ]
    cautions = analyse(series, direction=Direction.INCREASE, kind=SeriesKind.PROPORTION).cautions
    assert any("fewer than 10 cases" in caution for caution in cautions)
    assert any("changes a good deal" in caution for caution in cautions)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ((0.0, 30.0), AssuranceIcon.PASS),
        ((20.0, 30.0), AssuranceIcon.FAIL),
        ((0.0, 2.0), AssuranceIcon.FAIL),
        ((10.0, 30.0), AssuranceIcon.INCONSISTENT),
    ],
)
def test_assurance_of_a_range(target: tuple[float, float], expected: AssuranceIcon) -> None:
    found = analysed(STEADY, direction=Direction.RANGE, target=target)
    assert found.assurance is expected


def test_a_target_exactly_on_a_limit_is_inconsistent() -> None:
    upper = analysed(STEADY).segments[0].upper
    assert analysed(STEADY, target=upper).assurance is AssuranceIcon.INCONSISTENT
    assert analysed(STEADY, target=(upper or 0) + 0.01).assurance is AssuranceIcon.PASS


def test_a_signal_is_neutral_when_no_direction_is_agreed() -> None:
    found = analysed([*STEADY, 30.0], direction=Direction.NEUTRAL, target=10.0)
    assert found.variation is VariationIcon.NEUTRAL_HIGH
    assert found.assurance is None


def test_the_record_of_the_run_changes_with_the_input_and_only_then() -> None:
    assert analysed(STEADY).run == analysed(STEADY).run
    assert analysed(STEADY).run.input_hash != analysed([*STEADY, 10.0]).run.input_hash
    assert analysed(STEADY).run.rule_set == "mdc-r-0.2"
