"""Referrals of a month: families never known before, families coming back soon, and families coming back late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.assessing import close_after_assessment, first_assessments
from goldenthread.synthetic.days import LONG_AGO, NEVER, Bools, Ints, month_of, months_before, working_days_in
from goldenthread.synthetic.frame import draw, draw_rows, spread, weighted_order
from goldenthread.synthetic.state import IN_NEED, NFA, NOT_IN_NEED, State, value_back

_YEAR = 365.2425
_OLDEST_DAYS = int(17.4 * _YEAR)


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Children referred in each month, and how many of them again within 12 months, from schools, seeking asylum."""

    referrals: Ints
    again: Ints
    from_schools: Ints
    asylum: Ints


def plan_demand(state: State) -> Demand:
    """How many referrals each month brings: the year's rate spread by month and working days, in whole children."""
    scenario, months = state.scenario, state.months
    yearly = scenario.referral_rate * state.population / 10_000
    weight = np.array([facts.REFERRALS_BY_MONTH[int(month_of(np.array([first]))[0])] for first, _ in months])
    days = np.array([len(working_days_in(first, last)) for first, last in months])
    noise = np.exp(state.rng.normal(0, 0.05, len(months)))
    expected = yearly * weight / 100 * noise
    referrals = np.zeros(len(months), dtype=np.int64)
    again = np.zeros(len(months), dtype=np.int64)
    for back in np.unique(state.year_index):
        chosen = np.flatnonzero(state.year_index == back)
        total = round(float(expected[chosen].sum()))
        referrals[chosen] = _whole(expected[chosen], total)
        share = value_back(scenario.rereferral_share, int(back))
        again[chosen] = _whole(referrals[chosen] * 1.0, round(share * int(referrals[chosen].sum())))
    seasons = np.array([facts.SCHOOL_MONTH[int(month_of(np.array([first]))[0])] for first, _ in months])
    schools = _whole(referrals * seasons * (days > 0), round(float(referrals.sum()) * scenario.school_share))
    care_starts = 0.42 * scenario.care_stock_rate * state.population / 10_000 / 12
    asylum = np.minimum(state.rng.poisson(scenario.asylum_share * care_starts, len(months)), referrals // 4)
    return Demand(referrals=referrals, again=np.minimum(again, referrals), from_schools=schools, asylum=asylum)


def _whole(weights: np.ndarray, total: int) -> Ints:
    """`total` split in proportion to the weights, in whole numbers that add up to it."""
    exact = np.cumsum(weights) * (total / max(float(weights.sum()), 1e-9))
    return np.diff(np.round(exact), prepend=0).astype(np.int64)


def referrals_of_month(state: State, month: int, demand: Demand) -> None:
    """Add the month's referrals, their assessments and, for most, the day their episode of need will close."""
    first, last = state.months[month]
    wanted = int(demand.referrals[month] - demand.asylum[month])
    soon, late = _returning(state, month, int(demand.again[month]), wanted)
    children = np.concatenate([soon, late])
    new = _new_families(state, wanted - len(children), last)
    children = np.concatenate([children, new])
    if len(children) == 0:
        return
    returned = np.concatenate([np.ones(len(soon)), np.zeros(len(late) + len(new))]).astype(np.int64)
    _refer(state, children, first, last, int(demand.from_schools[month]), returned)


def _returning(state: State, month: int, again: int, wanted: int) -> tuple[Ints, Ints]:
    first, last = state.months[month]
    families, children, rng = state.families, state.children, state.rng
    if len(families) == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    busy = np.maximum.reduceat(children["busy"], families["first"])
    latest = np.maximum.reduceat(children["last_referral"], families["first"])
    recent_from = months_before(last, 12) + 1
    old_before = months_before(first, 12)
    free = busy < first - 1
    able = (
        (children["born"] > first - _OLDEST_DAYS)
        & (children["died"] == NEVER)
        & (children["in_care"] == 0)
        & (children["born"] < first + 120)
    )
    # A quick closure comes back more often than a case that had a service.
    quick = (busy - latest) < 100
    weights = np.where(free & (latest >= recent_from), np.where(quick, 2.0, 1.0), 0.0)
    soon = _take(state, weighted_order(rng, weights), able & (children["last_referral"] >= recent_from), again)
    never_or_old = able & (children["last_referral"] < old_before)
    late_wanted = min(round(state.scenario.late_return_share * wanted), wanted - len(soon))
    planned = np.maximum.reduceat(children["plans"], families["first"]) > 0
    late_weights = np.where(free & (latest < old_before) & (latest > LONG_AGO), np.where(planned, 12.0, 1.0), 0.0)
    late = _take(state, weighted_order(rng, late_weights), never_or_old, late_wanted)
    return soon, late


def _take(state: State, families: Ints, usable: Bools, wanted: int) -> Ints:
    """Usable children of the families in their order, as many as wanted (the last family may come in part)."""
    if wanted <= 0:
        return np.zeros(0, dtype=np.int64)
    families = families[: 4 * wanted + 50]
    members = spread(state.families["first"][families], state.families["count"][families])
    return members[usable[members]][:wanted]


def _new_families(state: State, wanted: int, last: int) -> Ints:
    if wanted <= 0:
        return np.zeros(0, dtype=np.int64)
    rng = state.rng
    sizes = draw(rng, facts.shares(facts.FAMILY_SIZES), wanted) + 1
    count = int(np.searchsorted(np.cumsum(sizes), wanted) + 1)
    sizes = sizes[:count]
    sizes[-1] -= int(sizes.sum()) - wanted
    band = draw(rng, facts.shares(facts.AGE_WEIGHTS), count)
    edges = np.array(facts.AGE_BANDS_YEARS)[band]
    eldest = edges[:, 0] + rng.random(count) * (edges[:, 1] - edges[:, 0])
    return add_family(state, sizes, (eldest * _YEAR).astype(np.int64), last)


def add_family(state: State, sizes: Ints, age_days: Ints, on: int, asylum: int = 0) -> Ints:
    """New families, the child who brings them `age_days` old on a day, and siblings around that age."""
    rng = state.rng
    family = state.families.append(
        len(sizes),
        first=len(state.children) + np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        count=sizes,
        ethnicity=draw(rng, facts.shares(facts.ETHNICITY_WEIGHTS), len(sizes)),
        team=rng.integers(0, 2, len(sizes)),
    )
    total = int(sizes.sum())
    order = spread(np.zeros(len(sizes), dtype=np.int64), sizes)
    gap = order * rng.integers(330, 1300, total)
    base = np.repeat(age_days, sizes)
    ages = base - gap
    ages = np.where(ages < -150, base + gap, ages)
    ages = np.clip(ages, -164, _OLDEST_DAYS - 40)
    sex = (rng.random(total) < 0.44).astype(np.int64)
    disabled = rng.random(total) < np.where(ages > 3 * 365, 0.13, 0.03)
    return state.children.append(
        total,
        family=np.repeat(family, sizes),
        born=on - ages,
        sex=sex if not asylum else (rng.random(total) < 0.1).astype(np.int64),
        disability=disabled.astype(np.int64),
        asylum=asylum,
    )


def _refer(state: State, members: Ints, first: int, last: int, from_schools: int, returned: Ints) -> Ints:
    """One referral for each child; children of a family in a row come together on one day."""
    rng, children = state.rng, state.children
    family = children["family"][members]
    starts = np.flatnonzero(np.diff(family, prepend=-1) != 0)
    counts = np.diff(np.append(starts, len(members)))
    days = working_days_in(first, last)
    if len(days) == 0:
        days = np.array([first])
    date = days[rng.integers(0, len(days), len(starts))]
    source = _sources(state, counts, from_schools, date)
    outcome = _outcomes(state, source)
    return add_referrals(
        state, members=members, counts=counts, date=date, source=source, outcome=outcome, returned=returned
    )


def add_referrals(
    state: State, *, members: Ints, counts: Ints, date: Ints, source: Ints, outcome: Ints, returned: Ints
) -> Ints:
    """Referral rows for groups of children referred together; dates, sources and outcomes are one per group."""
    rng, children, episodes = state.rng, state.children, state.episodes
    first_row = len(episodes) + np.concatenate([[0], np.cumsum(counts)[:-1]])
    group = state.groups.append(len(counts), first=first_row, count=counts)
    each = np.repeat(np.arange(len(counts)), counts)
    ages = (np.repeat(date, counts) - children["born"][members]) / _YEAR
    bands = np.clip(np.searchsorted([1.0, 5.0, 10.0, 16.0], ages, side="right"), 0, 4)
    needs = draw_rows(rng, facts.shares(facts.NEED_BY_AGE)[bands])
    eldest_need = needs[np.concatenate([[0], np.cumsum(counts)[:-1]])]
    needs = np.where(rng.random(len(members)) < 0.8, eldest_need[each], needs)
    disabled = children["disability"][members] == 1
    needs = np.where((needs == facts.CHILD_DISABILITY) & ~disabled, 0, needs)
    needs = np.where(disabled & (rng.random(len(members)) < 0.55), facts.CHILD_DISABILITY, needs)
    needs = np.where(children["asylum"][members] == 1, facts.ABSENT_PARENTING, needs)
    team = state.families["team"][children["family"][members]]
    rows = episodes.append(
        len(members),
        child=members,
        group=group[each],
        date=date[each],
        source=source[each],
        need=needs,
        outcome=outcome[each],
        team=team,
        returned=returned,
    )
    first_assessments(state, rows, each)
    close_after_assessment(state, rows, each)
    children["last_referral"][members] = episodes["date"][rows]
    children["busy"][members] = episodes["close"][rows]
    return rows


def _sources(state: State, counts: Ints, from_schools: int, date: Ints) -> Ints:
    rng = state.rng
    weights = facts.SOURCE_WEIGHTS | {"2A": 0.0}
    source = draw(rng, facts.shares(weights), len(counts))
    # Early help became a source of its own in 2022/23.
    early = (source == facts.EARLY_HELP) & (date < _day(2022, 4, 1))
    source = np.where(early, facts.OTHER_INTERNAL, source)
    order = rng.permutation(len(counts))
    schools = order[np.cumsum(counts[order]) <= from_schools + 0.5]
    source[schools] = facts.SCHOOL
    return np.asarray(source, dtype=np.int64)


def _day(year: int, month: int, day: int) -> int:
    return int(np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D").astype(np.int64))


def _outcomes(state: State, source: Ints) -> Ints:
    scenario, rng = state.scenario, state.rng
    factor = np.ones(len(facts.SOURCE_CODES))
    for code, times in facts.NFA_BY_SOURCE.items():
        factor[code] = times
    nfa = np.clip(scenario.nfa_share * factor[source], 0, 0.6)
    place = rng.random(len(source))
    return np.where(place < nfa, NFA, np.where(place < nfa + scenario.not_in_need_share, NOT_IN_NEED, IN_NEED)).astype(
        np.int64
    )
