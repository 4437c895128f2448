"""Teams and workers, and who held each case when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from goldenthread.synthetic.days import NEVER, Ints, add_working
from goldenthread.synthetic.frame import spread
from goldenthread.synthetic.state import State

TEAMS = (
    ("T1", "North Referral and Assessment", "Referral and Assessment Service"),
    ("T2", "South Referral and Assessment", "Referral and Assessment Service"),
    ("T3", "East Safeguarding and Support", "Safeguarding Service"),
    ("T4", "West Safeguarding and Support", "Safeguarding Service"),
    ("T5", "Children in Care and Care Leavers", "Corporate Parenting Service"),
)
TEAM_IDS = [team[0] for team in TEAMS]
CARE_TEAM = 4
_POSTS_PER_PERSON = 0.0019  # posts that hold cases, for each person aged 0 to 17 (about 15 cases each)
_TEAM_SHARE = np.array([0.2, 0.2, 0.22, 0.22, 0.16])
_STAY_DAYS = 2300
_SPELLS = 16
_SCALE = 100_000
FIRST_CONTACT, TRANSFER, LEFT = 0, 1, 2
CHANGE_REASONS = ("FCONTA", "TSPROC", "LEFTRL")


@dataclass(frozen=True, kw_only=True)
class Workforce:
    """Posts of each team, and the workers who held each post one after the other.

    `keys` are post * 100,000 + first day, in order; a worker is a position in it.
    """

    first_post: Ints
    posts: Ints
    keys: Ints
    fte: Ints
    agency: Ints

    def worker_at(self, post: Ints, day: Ints) -> Ints:
        """The worker in each post on each day."""
        return np.searchsorted(self.keys, post * _SCALE + day, side="right") - 1

    def post_of(self, team: Ints, case: Ints) -> Ints:
        """The post that a case belongs to in a team: siblings share one."""
        return self.first_post[team] + (case * 7919) % self.posts[team]

    @property
    def worker_post(self) -> Ints:
        """The post of each worker."""
        return self.keys // _SCALE

    @property
    def worker_start(self) -> Ints:
        """The first day of each worker in the post."""
        return self.keys % _SCALE


def workforce(state: State) -> Workforce:
    """Posts in proportion to the population; workers stay about six years."""
    rng = state.rng
    posts = np.maximum(np.round(state.population * _POSTS_PER_PERSON * _TEAM_SHARE), 2).astype(np.int64)
    total = int(posts.sum())
    stay = np.maximum(rng.exponential(_STAY_DAYS, (total, _SPELLS)), 120).astype(np.int64)
    begin = state.months[0][0] - 5000
    start = np.concatenate([np.zeros((total, 1), np.int64), np.cumsum(stay, axis=1)[:, :-1]], axis=1) + max(begin, 0)
    keep = start <= state.end
    keep[:, 0] = True
    start[:, 0] = 0
    keys = (np.arange(total)[:, None] * _SCALE + start)[keep]
    return Workforce(
        first_post=np.concatenate([[0], np.cumsum(posts)[:-1]]),
        posts=posts,
        keys=keys,
        fte=np.where(rng.random(len(keys)) < 0.8, 10, rng.integers(5, 9, len(keys))),
        agency=(rng.random(len(keys)) < 0.13).astype(np.int64),
    )


def support_team(groups: Ints) -> Ints:
    """The safeguarding team that takes a family on after assessment."""
    return 2 + (groups * 31) % 2


@dataclass(frozen=True, kw_only=True)
class Involvements:
    """Which worker held each episode of need, from when to when (NEVER while still so)."""

    episode: Ints
    worker: Ints
    team: Ints
    start: Ints
    end: Ints
    reason: Ints


def involvements(state: State, staff: Workforce, rows: Ints) -> Involvements:
    """The assessment team first, then a safeguarding team, then the care team; a new worker when one leaves."""
    episodes = state.episodes
    begin, close = episodes["date"][rows], episodes["close"][rows]
    assessed = np.where(episodes["a_end"][rows] < NEVER, episodes["a_end"][rows], begin)
    care = np.full(len(episodes), NEVER, dtype=np.int64)
    np.minimum.at(care, state.periods["episode"], state.periods["start"])
    handed = np.minimum(add_working(assessed, 3), close)
    to_care = np.minimum(np.maximum(handed, np.where(care[rows] < NEVER, care[rows] + 20, NEVER)), close)
    group = episodes["group"][rows]
    parts = [
        (begin, handed, episodes["team"][rows], np.full(len(rows), FIRST_CONTACT)),
        (handed, to_care, support_team(group), np.full(len(rows), TRANSFER)),
        (to_care, close, np.full(len(rows), CARE_TEAM), np.full(len(rows), TRANSFER)),
    ]
    found: list[tuple[Ints, ...]] = []
    for start, end, team, reason in parts:
        chosen = np.flatnonzero((end > start) & (start <= state.end) & (start < NEVER))
        found.append(_cut(state, staff, rows[chosen], start[chosen], end[chosen], team[chosen], reason[chosen]))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((columns[3], columns[0]))
    episode, worker, team, start, end, reason = (column[order] for column in columns)
    return Involvements(episode=episode, worker=worker, team=team, start=start, end=end, reason=reason)


def _cut(
    state: State, staff: Workforce, episode: Ints, start: Ints, end: Ints, team: Ints, reason: Ints
) -> tuple[Ints, ...]:
    """Cut spans where the worker in the post changes."""
    post = staff.post_of(team, state.episodes["group"][episode])
    first = staff.worker_at(post, start)
    last = staff.worker_at(post, np.minimum(end - 1, state.end))
    count = np.maximum(last - first, 0) + 1
    owner = np.repeat(np.arange(len(episode)), count)
    worker = spread(first, count)
    opening = worker == first[owner]
    begins = np.where(opening, start[owner], staff.worker_start[worker])
    final = worker == np.maximum(last, first)[owner]
    following = np.append(staff.worker_start, NEVER)[worker + 1]
    ends = np.where(final, end[owner], following)
    return episode[owner], worker, team[owner], begins, ends, np.where(opening, reason[owner], LEFT)
