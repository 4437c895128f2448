"""Children coming into care and leaving it, month by month."""

from __future__ import annotations

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.arrivals import add_family, add_referrals
from goldenthread.synthetic.days import NEVER, Ints, add_working, birthdays, working_days_in
from goldenthread.synthetic.frame import draw, weighted_order
from goldenthread.synthetic.protecting import wander
from goldenthread.synthetic.state import IN_NEED, State

# How a period in care ends.
HOME, HOME_UNPLANNED, ADOPTED, GUARDIAN, ADULT, OTHER_AREA, OTHER, RELATIVE, ARRANGEMENT = range(9)
# What kind of period it is: voluntary, court, police protection first, remand, unaccompanied asylum seeking,
# or an agreed series of short breaks.
VOLUNTARY, COURT, POLICE, REMAND, ASYLUM, SHORT_BREAKS = range(6)
_KINDS = np.array([0.47, 0.36, 0.13, 0.04])
_YEAR = 365.2425
_FIRST_AGES = np.array([0.05, 0.13, 0.18, 0.39, 0.25])
_FIRST_EDGES = np.array([[0.1, 1], [1, 5], [5, 10], [10, 16], [16, 17.8]])


def care_targets(state: State) -> Ints:
    """Children to be looked after at the end of each month."""
    centre = state.scenario.care_stock_rate * state.population / 10_000
    return wander(state.rng, centre, state.scenario.care_band, len(state.months))


def first_children_in_care(state: State, count: int) -> None:
    """Children already in care when the simulation begins, taken in over the ten years before."""
    rng, on = state.rng, state.months[0][0]
    band = draw(rng, _FIRST_AGES, count)
    edges = _FIRST_EDGES[band]
    age = edges[:, 0] + rng.random(count) * (edges[:, 1] - edges[:, 0])
    children = add_family(state, np.ones(count, dtype=np.int64), (age * _YEAR).astype(np.int64), on)
    born = state.children["born"][children]
    in_care = np.minimum(rng.exponential(2.6 * _YEAR, count), 0.95 * (on - born)).astype(np.int64)
    start = add_working(on - np.maximum(in_care, 5), 0)
    start = np.maximum(start, born + 1)
    referral = add_working(np.maximum(start - rng.integers(1, 200, count), born), 0)
    rows = add_referrals(
        state,
        members=children,
        counts=np.ones(count, dtype=np.int64),
        date=np.minimum(referral, start),
        source=draw(rng, facts.shares(facts.SOURCE_WEIGHTS | {"5D": 0.0}), count),
        outcome=np.full(count, IN_NEED),
        returned=np.zeros(count, dtype=np.int64),
    )
    _enter(state, rows, start, draw(rng, _KINDS, count))


def end_care(state: State, month: int) -> None:
    """Children leave care: at eighteen on the day, others by a chance that depends on how long they have stayed."""
    first, last = state.months[month]
    periods, rng = state.periods, state.rng
    current = np.flatnonzero(periods["end"] >= NEVER)
    adult = current[periods["limit"][current] <= last]
    _leave(state, adult, periods["limit"][adult], np.full(len(adult), ADULT))
    rest = current[(periods["limit"][current] > last) & (periods["start"][current] < first - 3)]
    stayed = first - periods["start"][rest]
    hazard = np.select([stayed < 45, stayed < 200, stayed < 720], [0.15, 0.055, 0.028], 0.013)
    court = np.isin(periods["kind"][rest], (COURT, POLICE))
    young = (periods["start"][rest] - state.children["born"][periods["child"][rest]]) / _YEAR < 6
    through_court = np.select([stayed < 300, stayed < 1300], [0.02, np.where(young, 0.085, 0.026)], 0.009)
    hazard = np.where(court, through_court, hazard)
    asylum = periods["kind"][rest] == ASYLUM
    leaving = rest[rng.random(len(rest)) < np.where(asylum, 0.01, hazard)]
    days = working_days_in(first, last)
    _leave(state, leaving, days[rng.integers(0, len(days), len(leaving))], _endings(state, leaving, first))


def _endings(state: State, rows: Ints, on: int) -> Ints:
    periods, rng = state.periods, state.rng
    age = (periods["start"][rows] - state.children["born"][periods["child"][rows]]) / _YEAR
    stayed = on - periods["start"][rows]
    court = (periods["kind"][rows] == COURT) | (periods["kind"][rows] == POLICE)
    adopted = court & (age < 6) & (stayed > 400) & (stayed < 1300) & (rng.random(len(rows)) < 0.75)
    guardian = court & (stayed > 240) & (rng.random(len(rows)) < 0.5)
    usual = draw(rng, np.array([0.58, 0.14, 0, 0.0, 0, 0.04, 0.1, 0.1, 0.04]), len(rows))
    return np.select([adopted, guardian], [ADOPTED, GUARDIAN], usual).astype(np.int64)


def _leave(state: State, rows: Ints, day: Ints, ending: Ints) -> None:
    if len(rows) == 0:
        return
    periods, plans, episodes, children, rng = state.periods, state.plans, state.episodes, state.children, state.rng
    periods["end"][rows] = day
    periods["ending"][rows] = ending
    child, episode = periods["child"][rows], periods["episode"][rows]
    children["in_care"][child] = 0
    children["care_ended"][child] = day
    on_plan = children["plan_ended"][child] >= NEVER
    still = np.flatnonzero((plans["end"] >= NEVER) & np.isin(plans["child"], child[on_plan]))
    plans["forced"][still] = birthdays(children["born"][plans["child"][still]], 18)
    settled = np.isin(ending, (ADOPTED, GUARDIAN, ARRANGEMENT, OTHER_AREA))
    after = np.where(settled, 0, 30 + rng.exponential(110, len(rows))).astype(np.int64)
    close = add_working(day + after, 1)
    leaver = (ending == ADULT) & (rng.random(len(rows)) < 0.75)
    close = np.where(leaver, add_working(birthdays(children["born"][child], 21), 1), close)
    close = np.maximum(close, episodes["a_end"][episode] + 1)
    close = np.where(on_plan, NEVER, close)
    episodes["close"][episode] = close
    children["busy"][child] = close
    # A child who was adopted comes back, if ever, under another identity.
    children["died"][child[ending == ADOPTED]] = NEVER - 1


def start_care(state: State, month: int, targets: Ints, asylum: int) -> None:
    """Take in the month's unaccompanied children, and as many others as keep the number looked after on its path."""
    first, last = state.months[month]
    rng = state.rng
    _asylum_seekers(state, month, asylum)
    wanted = int(targets[month]) - int((state.periods["end"] >= NEVER).sum())
    rows = _candidates(state, first, last, wanted) if wanted > 0 else np.zeros(0, dtype=np.int64)
    if len(rows) == 0:
        return
    episodes, children = state.episodes, state.children
    days = working_days_in(first, last)
    group = np.unique(episodes["group"][rows], return_inverse=True)[1]
    day = days[rng.integers(0, len(days), len(rows))][group]
    earliest = np.maximum(episodes["date"][rows], children["born"][episodes["child"][rows]] + 1)
    start = np.clip(day, earliest, last)
    _enter(state, rows, start, draw(rng, _KINDS, len(rows)))


def _candidates(state: State, first: int, last: int, wanted: int) -> Ints:
    episodes, children, rng = state.episodes, state.children, state.rng
    rows = np.flatnonzero(
        (episodes["close"] > last + 5) & (episodes["outcome"] == IN_NEED) & (episodes["date"] < last - 2)
    )
    child = episodes["child"][rows]
    usable = (
        (children["in_care"][child] == 0)
        & (children["care_ended"][child] < first - 60)
        & (children["born"][child] < last - 3)
        & (birthdays(children["born"][child], 17) > last)
        & (children["died"][child] == NEVER)
        & (children["asylum"][child] == 0)
    )
    rows, child = rows[usable], child[usable]
    on_plan = children["plan_ended"][child] >= NEVER
    enquiry = children["last_enquiry"][child] > first - 200
    age = (first - children["born"][child]) / _YEAR
    weights = np.where(on_plan, 6.0, np.where(enquiry, 2.0, 0.5)) * np.where((age < 1) | (age > 13), 1.8, 1.0)
    order = rows[weighted_order(rng, weights)][: wanted + 20]
    # Half of the families: all their children together.
    together = np.unique(episodes["group"][order[: max(wanted // 2, 1)]])
    siblings = rows[np.isin(episodes["group"][rows], together)]
    chosen = list(dict.fromkeys([*siblings.tolist(), *order.tolist()]))
    return np.array(chosen[:wanted], dtype=np.int64)


def _asylum_seekers(state: State, month: int, count: int) -> None:
    if count == 0:
        return
    rng = state.rng
    first, last = state.months[month]
    ages = ((15.0 + 2.6 * rng.random(count)) * _YEAR).astype(np.int64)
    children = add_family(state, np.ones(count, dtype=np.int64), ages, last, asylum=1)
    days = working_days_in(first, last)
    date = days[rng.integers(0, len(days), count)]
    rows = add_referrals(
        state,
        members=children,
        counts=np.ones(count, dtype=np.int64),
        date=date,
        source=np.full(count, facts.OTHER_LEGAL),
        outcome=np.full(count, IN_NEED),
        returned=np.zeros(count, dtype=np.int64),
    )
    _enter(state, rows, date, np.full(count, ASYLUM))


def _enter(state: State, rows: Ints, start: Ints, kind: Ints) -> None:
    episodes, children, plans, rng = state.episodes, state.children, state.plans, state.rng
    child = episodes["child"][rows]
    state.periods.append(
        len(rows), child=child, episode=rows, start=start, kind=kind, limit=birthdays(children["born"][child], 18)
    )
    children["in_care"][child] = 1
    episodes["close"][rows] = NEVER
    children["busy"][child] = NEVER
    # The plan ends when care has settled, one to nine weeks later.
    on_plan = np.flatnonzero((plans["end"] >= NEVER) & np.isin(plans["child"], child))
    if len(on_plan):
        order = np.argsort(child, kind="stable")
        at = order[np.searchsorted(child[order], plans["child"][on_plan])]
        later = add_working(start[at] + rng.integers(7, 63, len(on_plan)), 1)
        plans["forced"][on_plan] = np.minimum(plans["forced"][on_plan], later)


def add_short_breaks(state: State) -> None:
    """Agreements for series of short breaks (V4): disabled children with an open case who were never in care.

    Called after the simulated months, so that the number looked after keeps to its path without them.
    """
    episodes, rng = state.episodes, state.rng
    used = np.zeros(len(state.children), dtype=bool)
    used[state.periods["child"]] = True
    used[state.plans["child"]] = True
    room = np.minimum(episodes["close"], state.end) - episodes["a_end"]
    able = (room > 250) & (episodes["need"] == facts.CHILD_DISABILITY) & ~used[episodes["child"]]
    able &= (episodes["a_end"] >= state.start - 400) & (episodes["outcome"] == IN_NEED)
    rows = rng.permutation(np.flatnonzero(able))
    rows = np.sort(rows[np.unique(episodes["child"][rows], return_index=True)[1]])
    wanted = round(state.scenario.short_break_rate * state.population / 10_000)
    rows = rng.permutation(rows)[:wanted]
    start = add_working(episodes["a_end"][rows] + rng.integers(20, 60, len(rows)), 0)
    end = add_working(start + 180 + rng.integers(0, 700, len(rows)), 0)
    close = episodes["close"][rows]
    state.periods.append(
        len(rows),
        child=episodes["child"][rows],
        episode=rows,
        start=start,
        end=np.where(np.minimum(end, close) > state.end, NEVER, np.minimum(end, close)),
        kind=SHORT_BREAKS,
        ending=HOME,
    )
