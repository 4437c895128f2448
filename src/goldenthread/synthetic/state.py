"""The working memory of one authority's simulation: who there is and what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from goldenthread.synthetic.days import LONG_AGO, NEVER, Ints, day_of, month_starts, months_before
from goldenthread.synthetic.frame import Frame
from goldenthread.synthetic.scenario import Scenario

NFA, NOT_IN_NEED, IN_NEED = 0, 1, 2
PENDING, HELD, NOT_HELD = 0, 1, 2


def _families() -> Frame:
    return Frame({"first": 0, "count": 0, "ethnicity": 0, "team": 0})


def _children() -> Frame:
    return Frame(
        {
            "family": 0,
            "born": 0,
            "sex": 0,
            "disability": 0,
            "asylum": 0,
            "died": NEVER,
            "last_referral": LONG_AGO,
            "busy": LONG_AGO,  # the day the latest episode of need closes
            "plan_ended": LONG_AGO,  # NEVER while on a plan
            "plans": 0,
            "in_care": 0,
            "care_ended": LONG_AGO,
            "last_enquiry": LONG_AGO,
        }
    )


def _episodes() -> Frame:
    return Frame(
        {
            "child": 0,
            "group": 0,
            "date": 0,
            "source": 0,
            "need": 0,
            "outcome": IN_NEED,
            "close": NEVER,
            "reason": -1,
            "a_start": NEVER,
            "a_end": NEVER,
            "factors": 0,
            "simple": 0,
            "team": 0,
            "returned": 0,
        }
    )


@dataclass(kw_only=True)
class State:
    """Everything a month's steps read and change. Days are numbers since 1970-01-01."""

    scenario: Scenario
    population: int
    rng: np.random.Generator
    start: int
    end: int
    months: list[tuple[int, int]]
    year_index: Ints
    families: Frame = field(default_factory=_families)
    children: Frame = field(default_factory=_children)
    episodes: Frame = field(default_factory=_episodes)
    enquiries: Frame = field(
        default_factory=lambda: Frame(
            {"episode": 0, "child": 0, "group": 0, "start": 0, "due": 0, "status": PENDING, "late": 0}
        )
    )
    conferences: Frame = field(
        default_factory=lambda: Frame({"enquiry": 0, "episode": 0, "child": 0, "date": 0, "meeting": 0, "plan": -1})
    )
    plans: Frame = field(
        default_factory=lambda: Frame(
            {
                "conference": 0,
                "episode": 0,
                "child": 0,
                "meeting": 0,
                "start": 0,
                "end": NEVER,
                "forced": NEVER,
                "category": 0,
                "latest": 0,
                "earlier": 0,
            }
        )
    )
    periods: Frame = field(
        default_factory=lambda: Frame(
            {"child": 0, "episode": 0, "start": 0, "end": NEVER, "limit": NEVER, "kind": 0, "ending": 0}
        )
    )
    groups: Frame = field(default_factory=lambda: Frame({"first": 0, "count": 0}))

    @property
    def warm_up_ends(self) -> int:
        """The first day the output covers."""
        return self.start


def new_state(
    *, scenario: Scenario, population: int, rng: np.random.Generator, years: int, end: dt.date, warm_up_years: int
) -> State:
    """An empty authority, with the months it will live through: `years` of output after the warm-up."""
    end_day = day_of(end)
    start = months_before(end_day + 1, 12 * years)
    first = months_before(start, 12 * warm_up_years)
    from goldenthread.synthetic.days import date_of

    months = month_starts(date_of(first), end)
    back = np.arange(len(months))[::-1] // 12  # 0 for the last 12 months, 1 for those before
    return State(
        scenario=scenario,
        population=population,
        rng=rng,
        start=start,
        end=end_day,
        months=months,
        year_index=back.astype(np.int64),
    )


def value_back(values: tuple[float, ...], years_back: int) -> float:
    """The value for so many years back; the last one holds for all earlier years."""
    return values[min(years_back, len(values) - 1)]
