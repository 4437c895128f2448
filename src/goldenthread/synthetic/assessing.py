"""Assessments: when they start, how many factors they find, how long they take; and when a case then closes."""

from __future__ import annotations

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.days import NEVER, Ints, add_working, birthdays
from goldenthread.synthetic.frame import draw, draw_bands
from goldenthread.synthetic.state import IN_NEED, NFA, NOT_IN_NEED, State

_LATE_BANDS = 3  # the last bands are the late ones
_SLOW_TEAM = 0


def first_assessments(state: State, rows: Ints, each: Ints) -> None:
    """Start, length and number of factors of the assessment of each referral that is not closed at once.

    `each` numbers the group a row came with: siblings are assessed together.
    """
    episodes, rng = state.episodes, state.rng
    groups = int(each[-1]) + 1
    assessed = episodes["outcome"][rows] != NFA
    in_need = episodes["outcome"][rows] == IN_NEED
    factors = np.where(
        in_need,
        draw(rng, facts.shares(facts.FACTOR_COUNT_IN_NEED), len(rows)),
        draw(rng, facts.shares(facts.FACTOR_COUNT_NOT_IN_NEED), len(rows)),
    )
    simple = assessed & ~in_need & (factors <= 1)
    delay = draw(rng, np.array([0.5, 0.27, 0.14, 0.09]), groups)[each]
    start = add_working(episodes["date"][rows], delay)
    start = np.maximum(start, episodes["date"][rows])
    days = durations(state, rows, simple, factors, _even(rng, each, groups))
    episodes["factors"][rows] = np.where(assessed, factors, 0)
    episodes["simple"][rows] = simple
    episodes["a_start"][rows] = np.where(assessed, start, NEVER)
    episodes["a_end"][rows] = np.where(assessed, add_working(start, days), NEVER)


def _even(rng: np.random.Generator, each: Ints, groups: int) -> np.ndarray:
    """A place from 0 to 1 for each row, one for a whole group, spread evenly over the groups of the month."""
    place = (rng.permutation(groups) + rng.random(groups)) / groups
    return np.asarray(place[each])


def durations(state: State, rows: Ints, simple: np.ndarray, factors: Ints, place: np.ndarray) -> Ints:
    """Working days each assessment takes: longer with more factors and in the slower team."""
    scenario = state.scenario
    shift = np.where(state.episodes["team"][rows] == _SLOW_TEAM, scenario.slow_team_shift, -scenario.slow_team_shift)
    full = np.clip(place + shift * 4 * place * (1 - place), 0, 0.999999)
    # More factors move an assessment up the distribution without changing how many are late.
    late_from = 1 - facts.shares(scenario.duration_shares)[-_LATE_BANDS:].sum()
    weight = np.where(factors >= 3, 0.85, 1.2) * scenario.pace
    inner = np.where(full < late_from, late_from * (full / late_from) ** weight, full)
    ordinary = draw_bands(state.rng, facts.DURATION_EDGES, facts.shares(scenario.duration_shares), inner)
    quick = draw_bands(state.rng, facts.DURATION_EDGES, facts.shares(scenario.simple_shares), full**scenario.pace)
    return np.where(simple, quick, ordinary).astype(np.int64)


def close_after_assessment(state: State, rows: Ints, each: Ints) -> None:
    """The day each episode closes if nothing more happens: at once, after the assessment, or after a service."""
    episodes, children, rng = state.episodes, state.children, state.rng
    groups = int(each[-1]) + 1
    outcome = episodes["outcome"][rows]
    quick = add_working(episodes["date"][rows], 1 + rng.integers(0, 2, groups)[each])
    done = np.where(outcome == NFA, episodes["date"][rows], episodes["a_end"][rows])
    after = add_working(done, rng.integers(0, 6, groups)[each])
    service = done + _service_days(rng, groups)[each]
    need = episodes["need"][rows] == facts.CHILD_DISABILITY
    service = np.where(need, done + 200 + rng.exponential(900, len(rows)).astype(np.int64), service)
    adult = birthdays(children["born"][episodes["child"][rows]], 18)
    service = np.where(service > adult, np.maximum(adult, done + 20), service)
    service = add_working(service, 1)
    episodes["close"][rows] = np.select([outcome == NFA, outcome == NOT_IN_NEED], [quick, after], service)


def _service_days(rng: np.random.Generator, count: int) -> Ints:
    """Days from the assessment to closure for a child in need: mostly months, some years (choice)."""
    short = 20 + rng.exponential(76, count)
    long = 200 + rng.exponential(430, count)
    return np.where(rng.random(count) < 0.8, short, long).astype(np.int64)
