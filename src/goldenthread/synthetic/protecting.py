"""Section 47 enquiries, initial conferences and child protection plans, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.arrivals import _whole
from goldenthread.synthetic.days import NEVER, Bools, Ints, add_working, birthdays, months_before, working_days_in
from goldenthread.synthetic.frame import draw, draw_bands, spread, weighted_order
from goldenthread.synthetic.state import HELD, IN_NEED, NOT_HELD, PENDING, State

_LATE_ENQUIRIES = 0.2  # share of enquiries on cases that are already open
_TWO_YEARS = 24
_SPARE_FOR_REPEATS = 15  # days a case must stay open after the month for a second plan to start from it


@dataclass(frozen=True, kw_only=True)
class PlanTargets:
    """Plans to start in each month, plans open at its end, and starts soon after an earlier plan (-1: by chance)."""

    starts: Ints
    stock: Ints
    repeats: Ints


def plan_targets(state: State) -> PlanTargets:
    """A path for the number of children on a plan that stays within the scenario's band, and starts to go with it."""
    scenario, rng, months = state.scenario, state.rng, state.months
    centre = scenario.plan_stock_rate * state.population / 10_000
    stock = wander(rng, centre, scenario.plan_band, len(months))
    yearly = scenario.plan_start_rate * state.population / 10_000
    starts = np.zeros(len(months), dtype=np.int64)
    repeats = np.full(len(months), -1, dtype=np.int64)
    for back in np.unique(state.year_index):
        chosen = np.flatnonzero(state.year_index == back)
        size = scenario.plan_starts[min(back, len(scenario.plan_starts) - 1)] if scenario.plan_starts else None
        total = int(rng.poisson(yearly)) if size is None else size
        starts[chosen] = _whole(np.exp(rng.normal(0, 0.12, len(chosen))), round(total * len(chosen) / 12))
        if scenario.repeat_plans is not None:
            wanted = scenario.repeat_plans[min(back, len(scenario.repeat_plans) - 1)]
            # Early in each three months, so that one that cannot be found yet has time to be.
            repeats[chosen] = _whole(np.tile([4.0, 1.0, 1.0], 4)[: len(chosen)], wanted)
    return PlanTargets(starts=starts, stock=stock, repeats=repeats)


def wander(rng: np.random.Generator, centre: float, band: float, count: int) -> Ints:
    """Whole numbers that wander around a centre and stay well inside plus or minus the band (a share of it)."""
    place, path = 0.0, []
    for step in rng.normal(0, 0.4, count):
        place = float(np.clip(0.8 * place + step, -1, 1))
        path.append(round(centre * (1 + 0.6 * band * place)))
    return np.array(path, dtype=np.int64)


def enquiries_of_month(state: State, first_row: int, month: int) -> None:
    """Enquiries that open soon after this month's referrals, and some on cases already open."""
    episodes, rng = state.episodes, state.rng
    rows = np.arange(first_row, len(episodes))
    in_need = rows[(episodes["outcome"][rows] == IN_NEED) & (episodes["need"][rows] != facts.ABSENT_PARENTING)]
    wanted = state.scenario.enquiry_ratio * len(rows)
    chance = min(wanted * (1 - _LATE_ENQUIRIES) / max(len(in_need), 1), 0.95)
    groups = np.unique(episodes["group"][in_need])
    groups = groups[rng.random(len(groups)) < chance]
    members = spread(state.groups["first"][groups], state.groups["count"][groups])
    members = members[np.isin(members, in_need)]
    each = _renumber(episodes["group"][members])
    delay = draw(rng, np.array([0.55, 0.2, 0.12, 0.08, 0.05]), len(groups) or 1)
    _open(state, members, add_working(episodes["date"][members], delay[each]), late=0)
    late = int(rng.poisson(wanted * _LATE_ENQUIRIES / 1.5))
    open_groups = _open_cases(state, month)
    chosen = open_groups[rng.permutation(len(open_groups))[:late]]
    days = working_days_in(*state.months[month])
    if len(days):
        start = days[rng.integers(0, len(days), len(chosen))]
        _open_on_groups(state, chosen, start, month)


def _renumber(values: Ints) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _open(state: State, members: Ints, start: Ints, late: int, due: Ints | None = None) -> None:
    """Enquiry rows; siblings of a group share the day the conference would be held."""
    episodes, children, enquiries = state.episodes, state.children, state.enquiries
    if len(members) == 0:
        return
    groups, each = np.unique(episodes["group"][members], return_inverse=True)
    start = np.maximum(start, episodes["date"][members])
    if due is None:
        wait = _waits(state, len(groups))
        due = add_working(start, wait[each])
    child = episodes["child"][members]
    enquiries.append(
        len(members), episode=members, child=child, group=episodes["group"][members], start=start, due=due, late=late
    )
    children["last_enquiry"][child] = start
    # A case cannot close while its enquiry or the conference is to come.
    close = episodes["close"]
    close[members] = np.where(
        close[members] >= NEVER, NEVER, np.maximum(close[members], add_working(np.maximum(due, start + 14), 6))
    )
    children["busy"][child] = close[members]


def _waits(state: State, count: int) -> Ints:
    """Working days from enquiry to conference; the scenario says how often it is late."""
    late = np.array([1, 1, 1, state.scenario.conference_lateness, state.scenario.conference_lateness])
    shares = facts.shares(np.asarray(facts.CONFERENCE_SHARES) * late)
    return draw_bands(state.rng, facts.CONFERENCE_EDGES, shares, count=count)


def _open_cases(state: State, month: int) -> Ints:
    """Groups with a child in need who is on no plan and not in care, whose case stays open past the month."""
    first, last = state.months[month]
    return np.unique(state.episodes["group"][_open_episodes(state, first, last)])


def _open_episodes(state: State, first: int, last: int, spare: int = 60) -> Ints:
    episodes = state.episodes
    close = episodes["close"]
    rows = np.flatnonzero((close > last + spare) & (episodes["outcome"] == IN_NEED) & (episodes["date"] < first - 60))
    return rows[_can_have_plan(state, episodes["child"][rows], last) & _no_recent_enquiry(state, rows, first)]


def _no_recent_enquiry(state: State, rows: Ints, first: int) -> Bools:
    return np.asarray(state.children["last_enquiry"][state.episodes["child"][rows]] < first - 120, dtype=np.bool_)


def _can_have_plan(state: State, child: Ints, last: int) -> Bools:
    children = state.children
    return np.asarray(
        (children["plan_ended"][child] < NEVER)
        & (children["in_care"][child] == 0)
        & (birthdays(children["born"][child], 17) > last)
        & (children["died"][child] == NEVER),
        dtype=np.bool_,
    )


def _open_on_groups(
    state: State, groups: Ints, start: Ints, month: int, due: Ints | None = None, spare: int = 60
) -> None:
    first, last = state.months[month]
    members = spread(state.groups["first"][groups], state.groups["count"][groups])
    each = np.repeat(np.arange(len(groups)), state.groups["count"][groups])
    usable = np.isin(members, _open_episodes(state, first, last, spare))
    # A child whose plan has just ended is left in peace for a while.
    usable &= state.children["plan_ended"][state.episodes["child"][members]] < first - 45
    members, each = members[usable], each[usable]
    _open(state, members, start[each], late=1, due=None if due is None else due[each])


def end_plans(state: State, month: int, targets: PlanTargets) -> None:
    """End as many plans as the month's stock asks for, and those that care or an eighteenth birthday ends."""
    first, last = state.months[month]
    plans, rng = state.plans, state.rng
    current = np.flatnonzero(plans["end"] >= NEVER)
    forced = current[plans["forced"][current] <= last]
    _finish(state, forced, np.maximum(plans["forced"][forced], first))
    left = current[(plans["forced"][current] > last) & (plans["start"][current] < first - 10)]
    wanted = len(current) - len(forced) + int(targets.starts[month]) - int(targets.stock[month])
    if wanted <= 0 or len(left) == 0:
        return
    age = np.clip((first - plans["start"][left]) // 30, 0, len(facts.PLAN_END_HAZARD) - 1)
    meeting = plans["meeting"][left]
    groups, at, each = np.unique(meeting, return_index=True, return_inverse=True)
    pressure = np.where(age[at] >= facts.LONG_PLAN_MONTHS, state.scenario.long_plan_pressure, 1.0)
    order = weighted_order(rng, facts.PLAN_END_HAZARD[age[at]] * pressure)
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(order))
    chosen_rows = np.argsort(rank[each], kind="stable")[:wanted]
    days = working_days_in(first, last)
    day = days[rng.integers(0, len(days), len(groups))]
    _finish(state, left[chosen_rows], day[each[chosen_rows]])


def _finish(state: State, rows: Ints, day: Ints) -> None:
    """End plans; the case closes some time after unless the child is in care."""
    if len(rows) == 0:
        return
    plans, episodes, children, rng = state.plans, state.episodes, state.children, state.rng
    plans["end"][rows] = day
    child, episode = plans["child"][rows], plans["episode"][rows]
    children["plan_ended"][child] = day
    step_down = np.where(rng.random(len(rows)) < 0.2, 3, 25 + rng.exponential(105, len(rows))).astype(np.int64)
    close = np.maximum(add_working(day + step_down, 1), episodes["a_end"][episode] + 1)
    close = np.where(children["in_care"][child] == 1, NEVER, close)
    episodes["close"][episode] = close
    children["busy"][child] = close


def start_plans(state: State, month: int, targets: PlanTargets, carried: int) -> int:
    """Hold the month's conferences and start its plans; answers repeat plans still wanted from earlier months."""
    first, last = state.months[month]
    wanted = int(targets.starts[month])
    repeats = int(targets.repeats[month])
    _ensure_candidates(state, month, wanted, 0 if repeats < 0 else repeats + carried)
    enquiries, children, rng = state.enquiries, state.children, state.rng
    rows = np.flatnonzero((enquiries["status"] == PENDING) & (enquiries["due"] <= last))
    allowed = _may_be_conferenced(state, rows, first, last)
    enquiries["status"][rows[~allowed]] = NOT_HELD
    rows = rows[allowed]
    recent = children["plan_ended"][enquiries["child"][rows]] >= months_before(first, _TWO_YEARS) - 31
    started = np.zeros(0, dtype=np.int64)
    if repeats >= 0:
        # A plan that ended about two years ago is left alone: it would count or not by a day.
        surely = children["plan_ended"][enquiries["child"][rows]] > months_before(last, _TWO_YEARS)
        started = rows[recent & surely][: repeats + carried]
        carried = repeats + carried - len(started)
        enquiries["status"][np.setdiff1d(rows[recent], started)] = NOT_HELD
        rows = rows[~recent]
    groups, each = np.unique(enquiries["group"][rows], return_inverse=True)
    # A family known from an earlier plan is conferenced more readily.
    before = np.zeros(len(groups))
    np.maximum.at(before, each, children["plans"][enquiries["child"][rows]] > 0)
    rank = np.argsort(weighted_order(rng, 1.0 + 25.0 * before))
    rows = rows[np.argsort(rank[each], kind="stable")]
    cut = max(wanted - len(started), 0)
    started = np.concatenate([started, rows[:cut]])
    others = rows[cut:]
    without = round(len(started) * (1 / state.scenario.plan_share_of_conferences - 1))
    _hold(state, started, others[:without])
    enquiries["status"][others[without:]] = NOT_HELD
    return carried


def _may_be_conferenced(state: State, rows: Ints, first: int, last: int) -> Bools:
    enquiries, episodes = state.enquiries, state.episodes
    return np.asarray(
        (enquiries["due"][rows] >= first)
        & (episodes["close"][enquiries["episode"][rows]] > enquiries["due"][rows])
        & _can_have_plan(state, enquiries["child"][rows], last),
        dtype=np.bool_,
    )


def _ensure_candidates(state: State, month: int, wanted: int, repeats: int) -> None:
    """Open further enquiries on open cases when too few conferences fall due, or a returning child is needed."""
    first, last = state.months[month]
    enquiries, children = state.enquiries, state.children
    days = working_days_in(first, last)
    rows = np.flatnonzero((enquiries["status"] == PENDING) & (enquiries["due"] <= last))
    rows = rows[_may_be_conferenced(state, rows, first, last)]
    limit = months_before(first, _TWO_YEARS) - 31
    recent = children["plan_ended"][enquiries["child"][rows]] >= limit
    surely = children["plan_ended"][enquiries["child"][rows]] > months_before(last, _TWO_YEARS)
    open_rows = _open_episodes(state, first, last)
    open_recent = children["plan_ended"][state.episodes["child"][open_rows]]
    # Twenty-three months keep clear of the edge of the two years.
    back = _open_episodes(state, first, last, _SPARE_FOR_REPEATS)
    ended = children["plan_ended"][state.episodes["child"][back]]
    back = back[(ended >= months_before(first, 23)) & (ended < first - 45)]
    if repeats > int(surely.sum()) and len(back):
        lacking = repeats - int(surely.sum())
        _open_for(state, np.unique(state.episodes["group"][back]), lacking, days, month, _SPARE_FOR_REPEATS)
    need = round(wanted / state.scenario.plan_share_of_conferences) + 1 - int((~recent).sum())
    if need > 0:
        fresh = open_rows[open_recent < limit]
        _open_for(state, np.unique(state.episodes["group"][fresh]), need, days, month)


def _open_for(state: State, groups: Ints, wanted: int, days: Ints, month: int, spare: int = 60) -> None:
    rng = state.rng
    chosen = groups[rng.permutation(len(groups))[:wanted]]
    due = days[rng.integers(0, len(days), len(chosen))]
    wait = _waits(state, len(chosen))
    _open_on_groups(state, chosen, add_working(due, -wait), month, due, spare)


def _hold(state: State, with_plan: Ints, without: Ints) -> None:
    """Conference rows, and a plan from the same day for those that lead to one."""
    enquiries, children, rng = state.enquiries, state.children, state.rng
    rows = np.concatenate([with_plan, without])
    if len(rows) == 0:
        return
    enquiries["status"][rows] = HELD
    meeting = enquiries["group"][rows] * 10_000 + enquiries["due"][rows] % 10_000
    conference = state.conferences.append(
        len(rows),
        enquiry=rows,
        episode=enquiries["episode"][rows],
        child=enquiries["child"][rows],
        date=enquiries["due"][rows],
        meeting=meeting,
    )
    count = len(with_plan)
    child = enquiries["child"][with_plan]
    episode = enquiries["episode"][with_plan]
    start = enquiries["due"][with_plan]
    unborn = children["born"][child] > start
    _, each = np.unique(meeting[:count], return_inverse=True)
    category = draw(rng, facts.shares(facts.CATEGORY_WEIGHTS), count)[each] if count else np.zeros(0, np.int64)
    category = np.where(unborn, draw(rng, facts.shares(facts.CATEGORY_UNBORN), count), category)
    latest = np.where((category == 0) & (rng.random(count) < 0.06), 1, category)
    plan = state.plans.append(
        count,
        conference=conference[:count],
        episode=episode,
        child=child,
        meeting=meeting[:count],
        start=start,
        forced=birthdays(children["born"][child], 18),
        category=category,
        latest=latest,
        earlier=children["plans"][child],
    )
    state.conferences["plan"][conference[:count]] = plan
    children["plans"][child] += 1
    children["plan_ended"][child] = NEVER
    children["busy"][child] = NEVER
    state.episodes["close"][episode] = NEVER
