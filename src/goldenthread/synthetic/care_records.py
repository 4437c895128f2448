"""What is recorded about children in care and after: reviews, visits, health, missing, leaving, permanence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldenthread.synthetic.caring import ADOPTED, GUARDIAN
from goldenthread.synthetic.days import NEVER, Ints, add_working, birthdays, year_ending
from goldenthread.synthetic.frame import draw
from goldenthread.synthetic.services import repeated
from goldenthread.synthetic.state import State

_YEAR = 365.2425


def care_reviews(state: State, periods: Ints) -> tuple[Ints, Ints]:
    """Looked-after reviews: within 20 working days, then three months, then every six."""
    rng, table = state.rng, state.periods
    start = table["start"][periods]
    finish = np.minimum(table["end"][periods], state.end)
    offsets = [add_working(start, 19 - rng.integers(0, 6, len(start)))]
    offsets.append(add_working(start + 112 - rng.integers(0, 12, len(start)), 0))
    owner = [np.flatnonzero(day <= finish) for day in offsets]
    more, day = repeated(rng, start, finish, first=285, gap=176, jitter=6)
    owners = np.concatenate([*owner, more])
    days = np.concatenate([offsets[0][owner[0]], offsets[1][owner[1]], day])
    keep = days >= state.start - 365
    pairs = np.unique(owners[keep] * 100_000 + days[keep])
    return periods[pairs // 100_000], pairs % 100_000


@dataclass(frozen=True, kw_only=True)
class YearInCare:
    """One row per child looked after for twelve months at the end of a reporting year (or at the end date)."""

    period: Ints
    year: Ints
    until: Ints
    flags: dict[str, Ints]
    sdq_score: Ints
    sdq_reason: Ints
    check_day: Ints


def years_in_care(state: State, periods: Ints) -> YearInCare:
    """Health, strengths and difficulties, offending and substance use, one row per child and year."""
    rng, table = state.rng, state.periods
    first = int(year_ending(np.array([state.start]))[0])
    final = int(year_ending(np.array([state.end]))[0])
    rows, years, untils = [], [], []
    for ending in range(first, final + 1):
        last = min(int(np.datetime64(f"{ending}-03-31", "D").astype(np.int64)), state.end)
        present = (table["start"][periods] <= last - 365) & (table["end"][periods] > last)
        rows.append(periods[present])
        years.append(np.full(int(present.sum()), ending))
        untils.append(np.full(int(present.sum()), last))
    period, year, until = np.concatenate(rows), np.concatenate(years), np.concatenate(untils)
    count = len(period)
    age = (until - state.children["born"][table["child"][period]]) / _YEAR

    def chance(share: float) -> Ints:
        return (rng.random(count) < share).astype(np.int64)

    misuse = chance(0.03) * (age >= 10)
    received = misuse * chance(0.41)
    flags = {
        "convicted": chance(0.03) * (age >= 10),
        "development": chance(0.88),
        "immunised": chance(0.84),
        "dental": chance(0.81),
        "health": chance(0.90),
        "misuse": misuse,
        "received": received,
        "offered": misuse * (1 - received) * chance(0.75),
    }
    score = np.clip(np.round(rng.gamma(3.6, 4.1, count)), 0, 40).astype(np.int64)
    asked = (age >= 4) & (age < 17)
    returned = asked & (rng.random(count) < 0.8)
    reason = np.where(asked, 2 + draw(rng, np.array([0.35, 0.05, 0.35, 0.25]), count), 1)
    day = np.maximum(until - rng.integers(5, 170, count), table["start"][period] + 1)
    return YearInCare(
        period=period,
        year=year,
        until=until,
        flags=flags,
        sdq_score=np.where(returned, score, -1),
        sdq_reason=np.where(returned, 0, reason),
        check_day=add_working(day, 0),
    )


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Episodes of being missing or away without authority; `end` is NEVER while it lasts."""

    period: Ints
    start: Ints
    end: Ints
    away: Ints
    offered: Ints
    accepted: Ints


def missing(state: State, periods: Ints) -> Missing:
    """About one child in nine goes missing in a year, most of them teenagers, some often."""
    rng, table = state.rng, state.periods
    start = np.maximum(table["start"][periods] + 1, state.start)
    finish = np.minimum(table["end"][periods] - 4, state.end)
    age = (start - state.children["born"][table["child"][periods]]) / _YEAR
    prone = rng.random(len(periods)) < np.where(age > 11, 0.3, 0.02)
    expected = np.where(prone & (finish > start), (finish - start) / _YEAR * 1.6, 0)
    count = np.minimum(rng.poisson(np.maximum(expected, 0)), 30)
    owner = np.repeat(np.arange(len(periods)), count)
    day = start[owner] + (rng.random(len(owner)) * (finish - start)[owner]).astype(np.int64)
    pairs = np.unique(owner * 100_000 + day)
    owner, day = pairs // 100_000, pairs % 100_000
    gap = np.append(np.where(owner[1:] == owner[:-1], np.diff(day), 99), 99)
    end = day + np.minimum(rng.geometric(0.55, len(day)), np.maximum(gap - 1, 0))
    keep = end > day
    owner, day, end = owner[keep], day[keep], end[keep]
    offered = draw(rng, np.array([0.85, 0.12, 0.03]), len(day))
    accepted = np.where(offered == 0, draw(rng, np.array([0.7, 0.3]), len(day)), 2)
    return Missing(
        period=periods[owner],
        start=day,
        end=np.where(end > state.end, NEVER, end),
        away=(rng.random(len(day)) < 0.2).astype(np.int64),
        offered=offered,
        accepted=accepted,
    )


TOUCH = ("YES", "NO", "REFU", "NREQ", "RHOM")
ACTIVITIES = ("F1", "F2", "F4", "F5", "P2", "P5", "G4", "G5", "G6", "0")
HOMES = ("U", "Z", "B", "D", "K", "E", "X", "S", "Y", "0")
_ACTIVITY_SHARE = np.array([5, 20, 3, 18, 4, 5, 12, 20, 7, 6])
_HOME_SHARE = np.array([34, 12, 14, 16, 6, 6, 4, 1.5, 3, 3.5])


@dataclass(frozen=True, kw_only=True)
class Leavers:
    """A care leaver at a birthday (17 to 21), or as things stand at the end date (`age` 0)."""

    child: Ints
    birthday: Ints
    age: Ints
    touch: Ints
    activity: Ints
    home: Ints
    suitable: Ints


def care_leavers(state: State, periods: Ints, *, now: bool) -> Leavers:
    """Young people who left care at 16 or over after 13 weeks in it: at each birthday, or now."""
    rng, table, children = state.rng, state.periods, state.children
    born = children["born"][table["child"][periods]]
    left = table["end"][periods]
    eligible = (left <= state.end) & (left >= birthdays(born, 16)) & (left - table["start"][periods] > 91)
    eligible &= table["ending"][periods] != ADOPTED
    chosen = np.flatnonzero(eligible)
    chosen = chosen[np.unique(table["child"][periods[chosen]], return_index=True)[1]]
    child, born, left = table["child"][periods[chosen]], born[chosen], left[chosen]
    in_care = children["in_care"][child] == 1
    if now:
        age = (state.end - born) / _YEAR
        keep = (age >= 16) & (age < 21) & ~in_care
        child, day, years = child[keep], np.full(int(keep.sum()), state.end), np.zeros(int(keep.sum()), np.int64)
    else:
        parts = []
        for years_old in range(17, 22):
            day = birthdays(born, years_old)
            keep = (day > left) & (day >= state.start) & (day <= state.end)
            parts.append((child[keep], day[keep], np.full(int(keep.sum()), years_old)))
        child, day, years = (np.concatenate(column) for column in zip(*parts, strict=True))
    count = len(child)
    touch = draw(rng, np.array([0.9, 0.05, 0.02, 0.02, 0.01]), count)
    known = touch == 0
    activity = np.where(known, draw(rng, _ACTIVITY_SHARE / _ACTIVITY_SHARE.sum(), count), len(ACTIVITIES) - 1)
    home = np.where(known, draw(rng, _HOME_SHARE / _HOME_SHARE.sum(), count), len(HOMES) - 1)
    bad = np.isin(home, (HOMES.index("X"), HOMES.index("S")))
    suitable = np.where(bad, 0, rng.random(count) < 0.94).astype(np.int64)
    return Leavers(child=child, birthday=day, age=years, touch=touch, activity=activity, home=home, suitable=suitable)


@dataclass(frozen=True, kw_only=True)
class Permanence:
    """Children with a decision for adoption, or who left care to special guardians."""

    period: Ints
    adopted: Ints
    decided: Ints
    order: Ints
    matched: Ints
    placed: Ints
    made: Ints
    adopters: Ints


def permanence(state: State, periods: Ints, placement_order: dict[int, int], placed: dict[int, int]) -> Permanence:
    """Dates on the way to a permanent family. The dictionaries give each period's placement order and placing."""
    table, rng = state.periods, state.rng
    ended = table["end"][periods] <= state.end
    adopted = (table["ending"][periods] == ADOPTED) & ended
    rows = periods[adopted | ((table["ending"][periods] == GUARDIAN) & ended)]
    is_adopted = table["ending"][rows] == ADOPTED
    order = np.array([placement_order.get(int(row), NEVER) for row in rows], dtype=np.int64)
    living = np.array([placed.get(int(row), NEVER) for row in rows], dtype=np.int64)
    order = np.where(is_adopted, order, NEVER)
    living = np.where(is_adopted, living, NEVER)
    decided = np.where(
        order < NEVER, add_working(np.minimum(order, 40_000) - rng.integers(20, 60, len(rows)), 0), NEVER
    )
    decided = np.where(decided < NEVER, np.maximum(decided, table["start"][rows] + 5), NEVER)
    match = add_working(np.minimum(living, 40_000) - rng.integers(8, 25, len(rows)), 0)
    matched = np.where(living < NEVER, np.maximum(match, np.minimum(order, living - 1)), NEVER)
    return Permanence(
        period=rows,
        adopted=is_adopted.astype(np.int64),
        decided=decided,
        order=order,
        matched=matched,
        placed=living,
        made=table["end"][rows],
        adopters=draw(rng, np.array([0.8, 0.1, 0.02, 0.05, 0.03]), len(rows)),
    )
