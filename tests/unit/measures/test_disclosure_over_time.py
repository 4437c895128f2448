"""Months, quarters, years and the twelve months of the headline on one public page: none gives another away."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.measures.disclosure import protect, protect_series, rules_for
from goldenthread.measures.model import Unit
from goldenthread.measures.results import Result, Status
from goldenthread.periods import Period, PeriodKind, add_months, period_ending

PUBLIC, BOARD = rules_for("committee"), rules_for("board")
COUNTS = st.lists(st.sampled_from((0, 0, 1, 3, 5, 6, 8, 12, 20)), min_size=30, max_size=30)


def _result(period: Period, value: float) -> Result:
    return Result(
        authority="999", measure="m", version=1, period=period, breakdown="all", group="all",
        numerator=float(value), value=float(value), unit=Unit.COUNT,
    )  # fmt: skip


def _months(last_day: dt.date, counts: list[int]) -> dict[dt.date, int]:
    ends = [add_months(last_day, -back, end_of_month=True) for back in range(len(counts))]
    return dict(zip(reversed(ends), counts, strict=True))


def _whole(kind: PeriodKind, months: dict[dt.date, int], last_day: dt.date) -> list[Result]:
    """Every period of a kind that lies within the months."""
    found = []
    for end in months:
        period = period_ending(kind, end)
        is_whole = kind is PeriodKind.MONTH or (end.month % 3 == 0 and (kind is PeriodKind.QUARTER or end.month == 3))
        if is_whole and period.start >= min(months).replace(day=1) and end <= last_day:
            found.append(_result(period, sum(n for day, n in months.items() if period.start <= day <= period.end)))
    return found


def _shown(months: dict[dt.date, int], last_day: dt.date) -> list[Result]:
    quarters = _whole(PeriodKind.QUARTER, months, last_day)
    shown = []
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.REPORTING_YEAR):
        shown += protect_series(_whole(kind, months, last_day), quarters, last_day, PUBLIC, is_stock=False)
    for end in (last_day, add_months(last_day, -12, end_of_month=True)):
        period = period_ending(PeriodKind.ROLLING_12, end)
        shown.append(
            protect(_result(period, sum(n for d, n in months.items() if period.start <= d <= period.end)), PUBLIC)
        )
    return shown


def _parts(period: Period, months: dict[dt.date, int]) -> list[float]:
    return [1.0 if period.start <= day <= period.end else 0.0 for day in months]


@given(counts=COUNTS)
@pytest.mark.parametrize(
    "last_day", [dt.date(2014, 9, 30), dt.date(2014, 3, 31), dt.date(2014, 8, 31), dt.date(2014, 7, 31)]
)
def test_no_hidden_figure_follows_from_those_that_are_shown(last_day: dt.date, counts: list[int]) -> None:
    months = _months(last_day, counts)
    shown = _shown(months, last_day)
    known = [_parts(one.period, months) for one in shown if one.status is not Status.SUPPRESSED]
    rank = np.linalg.matrix_rank(np.array(known)) if known else 0
    for one in shown:
        small = 0 < sum(n for d, n in months.items() if one.period.start <= d <= one.period.end) < PUBLIC.threshold
        if small:
            assert one.status is Status.SUPPRESSED
            more = np.linalg.matrix_rank(np.array([*known, _parts(one.period, months)]))
            assert more > rank, f"{one.period.label} can be worked out"


def test_a_board_sees_every_headline() -> None:
    months = _months(dt.date(2014, 9, 30), [3] * 30)
    series = _whole(PeriodKind.MONTH, months, dt.date(2014, 9, 30))
    quarters = _whole(PeriodKind.QUARTER, months, dt.date(2014, 9, 30))
    assert protect_series(series, quarters, dt.date(2014, 9, 30), BOARD, is_stock=False) == tuple(series)


def test_what_describes_a_day_is_judged_by_itself() -> None:
    last_day = dt.date(2014, 9, 30)
    months = _months(last_day, [6, 6, 3] + [7] * 27)
    series = _whole(PeriodKind.MONTH, months, last_day)
    shown = protect_series(series, (), last_day, PUBLIC, is_stock=True)
    assert [one.status is Status.SUPPRESSED for one in shown].count(True) == 1


def test_months_of_a_quarter_are_hidden_together_and_others_stay() -> None:
    last_day = dt.date(2014, 9, 30)
    months = _months(last_day, [10] * 27 + [10, 2, 10])
    series = _whole(PeriodKind.MONTH, months, last_day)
    quarters = _whole(PeriodKind.QUARTER, months, last_day)
    shown = protect_series(series, quarters, last_day, PUBLIC, is_stock=False)
    assert [one.period.end.month for one in shown if one.status is Status.SUPPRESSED] == [7, 8, 9]
