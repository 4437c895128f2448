"""What follows the simulated months: further assessments, closures, child in need plans, visits and reviews."""

from __future__ import annotations

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.arrivals import _day
from goldenthread.synthetic.assessing import durations
from goldenthread.synthetic.caring import ADOPTED, ARRANGEMENT, GUARDIAN, OTHER_AREA
from goldenthread.synthetic.days import NEVER, Bools, Ints, add_working, months_before, working_between
from goldenthread.synthetic.frame import Frame, draw, spread, weighted_order
from goldenthread.synthetic.state import IN_NEED, NFA, NOT_IN_NEED, State

_RC8, _RC9 = "RC8", "RC9"
REASONS = (*facts.CLOSURE_REASONS, _RC8, _RC9)


def assessments(state: State) -> Frame:
    """Every assessment: the one after each referral, and later ones on cases that stay open long."""
    episodes, rng = state.episodes, state.rng
    table = Frame({"episode": 0, "start": 0, "end": NEVER, "factors": 0, "simple": 0, "second": 0})
    rows = np.flatnonzero(episodes["outcome"] != NFA)
    table.append(
        len(rows),
        episode=rows,
        start=episodes["a_start"][rows],
        end=episodes["a_end"][rows],
        factors=episodes["factors"][rows],
        simple=episodes["simple"][rows],
    )
    until = np.minimum(episodes["close"], state.end + 30)
    room = until - episodes["a_end"] - 180
    rows = np.flatnonzero((episodes["outcome"] == IN_NEED) & (room > 30) & (episodes["a_end"] < NEVER))
    rows = rows[rng.random(len(rows)) < state.scenario.second_assessment_share]
    start = add_working(episodes["a_end"][rows] + 60 + (rng.random(len(rows)) * room[rows]).astype(np.int64), 1)
    factors = draw(rng, facts.shares(facts.FACTOR_COUNT_IN_NEED), len(rows))
    days = durations(state, rows, np.zeros(len(rows), dtype=bool), factors, rng.random(len(rows)))
    finish = add_working(start, np.minimum(days, 70))
    keep = (finish < episodes["close"][rows] - 1) & (start <= state.end)
    table.append(
        int(keep.sum()), episode=rows[keep], start=start[keep], end=finish[keep], factors=factors[keep], second=1
    )
    _steer(state, table)
    return table


def _steer(state: State, table: Frame) -> None:
    """Shorten some assessments of the last 12 months until the shares the scenario asks for are met.

    Only assessments that stay inside the twelve months are touched, so the number completed does not move.
    """
    scenario, rng = state.scenario, state.rng
    window = months_before(state.end + 1, 12)

    def over(limit: int, among: Bools) -> Ints:
        inside = (table["end"] >= window) & (table["end"] <= state.end) & among
        return np.flatnonzero(inside & (working_between(table["start"], table["end"]) > limit))

    def count(among: Bools) -> int:
        return int(((table["end"] >= window) & (table["end"] <= state.end) & among).sum())

    def shorten(rows: Ints, limit: int, low: int, wanted: int) -> None:
        movable = rows[add_working(table["start"][rows], low) >= window]
        # The slower team stays the slower one.
        slow = state.episodes["team"][table["episode"][movable]] == 0
        chosen = movable[weighted_order(rng, np.where(slow, 1.0, 4.0))][: max(len(rows) - wanted, 0)]
        finish = add_working(table["start"][chosen], rng.integers(low, limit + 1, len(chosen)))
        _bring_forward(state, table, chosen, finish)

    simple = table["simple"] == 1
    if scenario.simple_over_20 is not None:
        shorten(over(20, simple), 20, 11, round(count(simple) * scenario.simple_over_20 / 100))
    if scenario.within_45 is not None:
        _drop_until_possible(state, table, window, scenario.within_45)
        everything = np.ones(len(table), dtype=bool)
        late = _late_allowed(count(everything), scenario.within_45)
        shorten(over(45, everything), 45, 40, count(everything) // 12 if late is None else late)


def _late_allowed(completed: int, percent: float) -> int | None:
    """How many of the completed may be late for the share in time to print as `percent`; None when no number does."""
    near = round(completed * (1 - percent / 100))
    fits = [late for late in (near, near - 1, near + 1) if round(100 * (completed - late) / completed, 1) == percent]
    return fits[0] if completed and fits else None


def _drop_until_possible(state: State, table: Frame, window: int, percent: float) -> None:
    """Leave out a few later assessments completed in time, until some number of late ones gives the share asked for."""
    inside = (table["end"] >= window) & (table["end"] <= state.end)
    spare = inside & (table["second"] == 1) & (working_between(table["start"], table["end"]) <= 45)
    completed = int(inside.sum())
    for row in np.flatnonzero(spare):
        if completed == 0 or _late_allowed(completed, percent) is not None:
            return
        table["start"][row] = table["end"][row] = NEVER
        completed -= 1


def _bring_forward(state: State, table: Frame, rows: Ints, finish: Ints) -> None:
    episodes = state.episodes
    earlier = table["end"][rows] - finish
    table["end"][rows] = finish
    first = table["second"][rows] == 0
    episode = table["episode"][rows][first]
    episodes["a_end"][episode] = finish[first]
    quick = episodes["outcome"][episode] == NOT_IN_NEED
    close = np.maximum(add_working(episodes["close"][episode] - earlier[first], 0), finish[first])
    episodes["close"][episode] = np.where(quick, close, episodes["close"][episode])


def closures(state: State) -> None:
    """Give every closed episode its reason; a very few children die, and nothing happens to them afterwards."""
    episodes, children, periods, rng = state.episodes, state.children, state.periods, state.rng
    count = len(episodes)
    reason = draw(rng, facts.shares(facts.CLOSURE_WEIGHTS), count)
    names = {name: number for number, name in enumerate(REASONS)}
    latest = np.zeros(len(children), dtype=np.int64)
    np.maximum.at(latest, episodes["child"], np.arange(count))
    in_care_since = np.zeros(count, dtype=bool)
    in_care_since[periods["episode"]] = True
    dying = reason == names["RC2"]
    possible = (latest[episodes["child"]] == np.arange(count)) & ~in_care_since & (episodes["close"] <= state.end)
    possible &= (episodes["outcome"] == IN_NEED) & (children["born"][episodes["child"]] < episodes["close"])
    reason[dying & ~possible] = names["RC7"]
    dead = np.flatnonzero(dying & possible)
    children["died"][episodes["child"][dead]] = episodes["close"][dead]
    for ending, name in ((ADOPTED, "RC1"), (GUARDIAN, "RC4"), (ARRANGEMENT, "RC3"), (OTHER_AREA, "RC5")):
        reason[periods["episode"][(periods["ending"] == ending) & (periods["end"] < NEVER)]] = names[name]
    closed_early = episodes["outcome"] != IN_NEED
    help_offered = (episodes["close"] >= _day(2022, 4, 1)) & (rng.random(count) < 0.3)
    help_offered &= episodes["outcome"] == NOT_IN_NEED
    reason[closed_early] = np.where(help_offered, names[_RC9], names[_RC8])[closed_early]
    episodes["reason"][:] = reason


def child_in_need_plans(state: State) -> Frame:
    """Plans before any protection plan or care, and stepping down after it: never beside either."""
    episodes, rng = state.episodes, state.rng
    table = Frame({"episode": 0, "start": 0, "end": NEVER})
    begins, ends = _protected(state)
    rows = np.flatnonzero(episodes["outcome"] == IN_NEED)
    rows = rows[_by_group(rng, episodes["group"][rows], 0.42)]
    start = add_working(episodes["a_end"][rows], 1 + rng.integers(0, 10, len(rows)))
    finish = np.minimum(episodes["close"][rows], begins[rows] - 1)
    _add_plans(state, table, rows, start, finish)
    rows = np.flatnonzero((ends > 0) & (ends < NEVER))
    rows = rows[_by_group(rng, episodes["group"][rows], 0.6)]
    start = add_working(np.maximum(ends[rows], episodes["a_end"][rows]), 1)
    _add_plans(state, table, rows, start, episodes["close"][rows])
    return table


def _by_group(rng: np.random.Generator, groups: Ints, share: float) -> Bools:
    """The same chance for all children of a group together."""
    if len(groups) == 0:
        return np.zeros(0, dtype=bool)
    return np.asarray(rng.random(int(groups.max()) + 1)[groups] < share, dtype=np.bool_)


def _add_plans(state: State, table: Frame, rows: Ints, start: Ints, finish: Ints) -> None:
    finish = np.where(finish >= NEVER - 1, NEVER, finish)
    keep = (finish - start > 10) & (start <= state.end)
    table.append(int(keep.sum()), episode=rows[keep], start=start[keep], end=finish[keep])


def _protected(state: State) -> tuple[Ints, Ints]:
    """For each episode the first day on a plan or in care, and the last (NEVER while it lasts, 0 when never)."""
    begins = np.full(len(state.episodes), NEVER, dtype=np.int64)
    ends = np.zeros(len(state.episodes), dtype=np.int64)
    for table in (state.plans, state.periods):
        np.minimum.at(begins, table["episode"], table["start"])
        np.maximum.at(ends, table["episode"], table["end"])
    return begins, ends


def repeated(
    rng: np.random.Generator, start: Ints, finish: Ints, *, first: int, gap: int, jitter: int
) -> tuple[Ints, Ints]:
    """Regular events inside spans: which span each belongs to, and its working day."""
    room = finish - start - first
    count = np.where(room >= 0, room // gap + 1, 0).astype(np.int64)
    owner = np.repeat(np.arange(len(start)), count)
    step = spread(np.zeros(len(start), dtype=np.int64), count)
    day = start[owner] + first + step * gap + rng.integers(-jitter, jitter + 1, len(owner))
    day = add_working(day, 0)
    keep = (day > start[owner]) & (day <= finish[owner])
    return owner[keep], day[keep]


def reviews(state: State, rows: Ints) -> tuple[Ints, Ints, Ints, Bools]:
    """Review conferences of plans: plan, day due, day held, and whether the plan continued.

    The first falls within three months and the others within six; a plan ends at a review. About one plan in
    twenty has a review held late.
    """
    plans, rng = state.plans, state.rng
    start = plans["start"][rows]
    finish = np.minimum(plans["end"][rows], state.end)
    slow = np.where(rng.random(len(rows)) < 0.05, 25, 0)
    room = finish - start - 82
    count = np.where(room >= 0, room // 172 + 1, 0).astype(np.int64)
    owner = np.repeat(np.arange(len(rows)), count)
    step = spread(np.zeros(len(rows), dtype=np.int64), count)
    due = np.where(step == 0, start[owner] + 88, start[owner] + 82 + step * 172 + 7)
    held = add_working(start[owner] + 82 + step * 172 - rng.integers(0, 8, len(owner)) + slow[owner], 0)
    ended = plans["end"][rows] <= state.end
    # The review at which the plan ended takes the place of one planned for the weeks before.
    last = finish[owner]
    keep = (held > start[owner]) & np.where(ended[owner], held < last - 40, held <= last)
    closing = np.flatnonzero(ended & (finish > start + 20))
    owner = np.concatenate([owner[keep], closing])
    due = np.concatenate([due[keep], finish[closing]])
    held = np.concatenate([held[keep], finish[closing]])
    goes_on = np.arange(len(owner)) < int(keep.sum())
    order = np.lexsort((held, owner))
    return owner[order], due[order], held[order], goes_on[order]


def factor_codes(state: State, table: Frame) -> tuple[Ints, list[str]]:
    """Factors of completed assessments: the assessment of each, and its code as the codes of the time have it."""
    rng = state.rng
    completed = np.flatnonzero(table["end"] <= state.end)
    codes = list(facts.FACTORS)
    weights = facts.shares(facts.FACTORS).astype(np.float32)
    most = 6
    extra = np.where(table["factors"][completed] >= 5, rng.integers(0, 2, len(completed)), 0)
    number = np.minimum(table["factors"][completed] + extra, most)
    owners, positions = [], []
    for chunk in np.array_split(np.arange(len(completed)), max(len(completed) // 20_000, 1)):
        keys = rng.standard_exponential((len(chunk), len(codes)), dtype=np.float32) / weights
        best = np.argpartition(keys, most, axis=1)[:, :most]
        best = np.take_along_axis(best, np.argsort(np.take_along_axis(keys, best, axis=1), axis=1), axis=1)
        chosen = np.arange(most) < number[chunk][:, None]
        owners.append(np.repeat(completed[chunk], chosen.sum(axis=1)))
        positions.append(best[chosen])
    owner, position = np.concatenate(owners), np.concatenate(positions)
    names = list(codes)
    day = table["end"][owner]
    for new, old in facts.FACTORS_BEFORE_2021.items():
        if old not in names:
            names.append(old)
        position = np.where((day < _day(2020, 4, 1)) & (position == codes.index(new)), names.index(old), position)
    position = np.where((day < _day(2021, 4, 1)) & (position == codes.index("24A")), codes.index("20"), position)
    none = completed[number == 0]
    names.append("21")
    owner = np.concatenate([owner, none])
    position = np.concatenate([position, np.full(len(none), len(names) - 1)])
    pairs = np.unique(owner * 100 + position)
    return np.stack([pairs // 100, pairs % 100]), names
