"""The inside of a period in care: legal statuses and placements as joined episodes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldenthread.synthetic import calibration as facts
from goldenthread.synthetic.arrivals import _day
from goldenthread.synthetic.caring import (
    ADOPTED,
    ADULT,
    ARRANGEMENT,
    ASYLUM,
    COURT,
    GUARDIAN,
    HOME,
    HOME_UNPLANNED,
    OTHER,
    OTHER_AREA,
    POLICE,
    RELATIVE,
    REMAND,
    SHORT_BREAKS,
)
from goldenthread.synthetic.days import NEVER, Ints
from goldenthread.synthetic.frame import draw, draw_rows
from goldenthread.synthetic.state import State

LEGAL = ("V2", "C1", "C2", "E1", "L1", "J1", "V4")
V2, C1, C2, E1, L1, J1, V4 = range(7)
PLACES = ("U6", "U4", "U3", "U1", "K2", "H5", "P2", "P1", "A6", "A5", "R5", "K1", "S1", "K3")
U6, U4, U3, U1, K2, H5, P2, P1, A6, A5, R5, K1, S1, K3 = range(14)
_PLACES_BY_AGE = np.array(
    [
        [46, 15, 13, 10, 1, 0, 0, 20, 0, 0, 0, 0, 0, 0],
        [40, 17, 10, 11, 5, 0, 0, 18, 0, 0, 0, 0, 0, 0],
        [38, 17, 6, 8, 18, 0, 0, 13, 0, 0, 0, 0.7, 2, 0],
        [26, 12, 3, 4, 15, 36, 5, 8, 0, 0, 0, 1, 0, 0],
    ]
)
PROVIDERS = ("PR0", "PR1", "PR3", "PR4", "PR5")
_FOSTER = (U6, U4)
_PROVIDER_SHARES = {
    P1: (1, 0, 0, 0, 0),
    R5: (0, 0, 1, 0, 0),
    U3: (0, 1, 0, 0, 0),
    U1: (0, 1, 0, 0, 0),
    K2: (0, 0.2, 0, 0.72, 0.08),
    K1: (0, 0.3, 0.2, 0.5, 0),
    H5: (0, 0.15, 0, 0.7, 0.15),
    K3: (0, 0.15, 0, 0.7, 0.15),
    S1: (0, 0, 0.2, 0.7, 0.1),
}
_USUAL_PROVIDER = (0, 0.58, 0, 0.36, 0.06)
_MOST_MOVES = 14
_YEAR = 365.2425


@dataclass(frozen=True, kw_only=True)
class CareEpisodes:
    """Episodes and placements of the chosen periods, in order. Positions refer to the state's periods."""

    period: Ints
    start: Ints
    end: Ints
    began: NDArray[np.object_]
    ended: NDArray[np.object_]
    legal: Ints
    place: Ints
    placement: Ints
    placement_period: Ints
    placement_start: Ints
    placement_end: Ints
    placement_type: Ints
    provider: Ints
    change: NDArray[np.object_]
    miles: NDArray[np.float64]
    inside: NDArray[np.bool_]
    legal_period: Ints
    legal_code: Ints
    legal_start: Ints
    legal_end: Ints


def care_episodes(state: State, periods: Ints) -> CareEpisodes:
    """Legal changes and moves of each period, cut into episodes that join end to end."""
    table, rng = state.periods, state.rng
    start = table["start"][periods]
    finish = table["end"][periods]
    until = np.minimum(finish, state.end + 1)
    legal_days, legal_codes = _legal_path(state, periods, start, until)
    order_day = np.where(legal_codes == E1, legal_days, NEVER).min(axis=1)
    move_days = _moves(state, periods, start, until, order_day)
    owner, day = _cut_points(np.concatenate([legal_days, move_days], axis=1), np.minimum(until, state.end + 1))
    legal_slot = (legal_days[owner] <= day[:, None]).sum(axis=1) - 1
    move_slot = (move_days[owner] <= day[:, None]).sum(axis=1) - 1
    first = np.diff(owner, prepend=-1) != 0
    last = np.append(first[1:], True)
    legal_new = first | (np.diff(legal_slot, prepend=-1) != 0)
    move_new = first | (np.diff(move_slot, prepend=-1) != 0)
    end = np.where(last, finish[owner], np.append(day[1:], NEVER))
    end = np.where(end > state.end, NEVER, end)
    began = np.select([first, legal_new & move_new, move_new], ["S", "B", "P"], "L").astype(object)
    ended = np.where(last, _final_reason(state, periods, finish)[owner], "X1").astype(object)
    ended[end >= NEVER] = None
    legal = legal_codes[owner, legal_slot]
    at = np.flatnonzero(move_new)
    stop = _run_ends(at, end, len(day))
    type_ = _place_types(state, periods[owner[at]], day[at], legal[at], order_day[owner[at]])
    placement = np.cumsum(move_new) - 1
    provider = _providers(rng, type_)
    moved_on = ~last[np.append(at[1:], len(day)) - 1] if len(at) else np.zeros(0, dtype=bool)
    miles = np.where(type_ == P1, rng.exponential(1.5, len(at)), rng.lognormal(1.9, 1.1, len(at)))
    runs = np.flatnonzero(legal_new)
    return CareEpisodes(
        period=periods[owner],
        start=day,
        end=end,
        began=began,
        ended=ended,
        legal=legal,
        place=type_[placement] if len(at) else np.zeros(0, np.int64),
        placement=placement,
        placement_period=periods[owner[at]],
        placement_start=day[at],
        placement_end=stop,
        placement_type=type_,
        provider=provider,
        change=_change_reasons(state, moved_on, stop),
        miles=np.minimum(np.round(miles, 1), 240.0),
        inside=miles < rng.lognormal(2.5, 0.5, len(at)),
        legal_period=periods[owner[runs]],
        legal_code=legal[runs],
        legal_start=day[runs],
        legal_end=_run_ends(runs, end, len(day)),
    )


def _cut_points(days: Ints, until: Ints) -> tuple[Ints, Ints]:
    """Where something changes in each period before its end: the period's place in the list, and the day."""
    live = days < until[:, None]
    owner = np.broadcast_to(np.arange(len(days))[:, None], days.shape)[live]
    pairs = np.unique(owner * 100_000 + days[live])
    return pairs // 100_000, pairs % 100_000


def _run_ends(starts: Ints, end: Ints, count: int) -> Ints:
    return end[np.append(starts[1:], count) - 1] if len(starts) else np.zeros(0, dtype=np.int64)


def _legal_path(state: State, periods: Ints, start: Ints, until: Ints) -> tuple[Ints, Ints]:
    """Up to four legal statuses for each period, with the day each begins (NEVER when it does not)."""
    table, rng = state.periods, state.rng
    count = len(periods)
    kind, ending = table["kind"][periods], table["ending"][periods]
    court = kind == COURT
    adopted = (ending == ADOPTED) & (table["end"][periods] < NEVER)
    proceedings = court | ((kind == POLICE) & (rng.random(count) < 0.6)) | adopted
    proceedings |= (ending == GUARDIAN) & (table["end"][periods] < NEVER)
    breaks = kind == SHORT_BREAKS
    straight = proceedings & (rng.random(count) < 0.6)
    first = np.select([breaks, kind == POLICE, kind == REMAND, straight], [V4, L1, J1, C1], V2)
    days = np.full((count, 4), NEVER, dtype=np.int64)
    codes = np.zeros((count, 4), dtype=np.int64)
    days[:, 0], codes[:, 0] = start, first
    short = start + np.select([first == L1, first == J1], [rng.integers(1, 4, count), rng.integers(20, 120, count)], 40)
    changes = (first == L1) | (first == J1) | ((first == V2) & proceedings)
    days[:, 1] = np.where(changes, short, NEVER)
    codes[:, 1] = np.where(proceedings, C1, V2)
    full = start + rng.integers(170, 300, count)
    days[:, 2] = np.where(proceedings, full, NEVER)
    codes[:, 2] = np.where(adopted, E1, C2)
    days[days >= until[:, None] - 1] = NEVER
    days[:, 0] = start
    order = np.argsort(days, axis=1, kind="stable")
    return np.take_along_axis(days, order, axis=1), np.take_along_axis(codes, order, axis=1)


def _moves(state: State, periods: Ints, start: Ints, until: Ints, order_day: Ints) -> Ints:
    """Days on which a new placement begins, the first at the start; NEVER fills the row."""
    table, rng = state.periods, state.rng
    count = len(periods)
    gaps = rng.exponential(620, (count, _MOST_MOVES)) + 4
    gaps[:, 0] = np.where(rng.random(count) < 0.3, rng.exponential(30, count) + 3, gaps[:, 0])
    days = start[:, None] + np.cumsum(gaps, axis=1).astype(np.int64)
    adopted = (table["ending"][periods] == ADOPTED) & (table["end"][periods] < NEVER) & (order_day < NEVER)
    length = until - order_day
    placed = np.where(adopted, order_day + 5 + (np.maximum(length, 0) * 0.45).astype(np.int64), NEVER)
    days = np.where(days >= np.minimum(placed - 20, until - 2)[:, None], NEVER, days)
    placed = np.where(placed < until - 5, placed, NEVER)
    days[table["kind"][periods] == SHORT_BREAKS] = NEVER
    return np.sort(np.concatenate([start[:, None], days, placed[:, None]], axis=1), axis=1)


def _place_types(state: State, periods: Ints, day: Ints, legal: Ints, order_day: Ints) -> Ints:
    table, rng = state.periods, state.rng
    age = (day - state.children["born"][table["child"][periods]]) / _YEAR
    band = np.searchsorted([5.0, 10.0, 15.7], age, side="right")
    type_ = draw_rows(rng, facts.shares(_PLACES_BY_AGE)[band])
    parents = (type_ == P1) & ~np.isin(legal, (C1, C2))
    type_[parents] = U6
    asylum = (table["kind"][periods] == ASYLUM) & (rng.random(len(type_)) < 0.6) & (age >= 16)
    type_[asylum] = H5
    type_[(legal == J1) & (rng.random(len(type_)) < 0.7)] = R5
    type_[(type_ == H5) & (age < 16)] = K2
    type_[(table["kind"][periods] == SHORT_BREAKS) & (type_ != K2)] = U6
    adopted = (legal == E1) & (day > order_day) & (table["ending"][periods] == ADOPTED)
    type_[adopted & (table["end"][periods] - day < 500)] = np.where(rng.random(len(type_)) < 0.8, A6, A5)[
        adopted & (table["end"][periods] - day < 500)
    ]
    # Independent living ended in October 2023; supported accommodation took over in 2024/25.
    type_ = np.where((type_ == P2) & (day >= _day(2023, 4, 1)), H5, type_)
    return np.where((type_ == H5) & (day >= _day(2024, 4, 1)), K3, type_).astype(np.int64)


def _providers(rng: np.random.Generator, type_: Ints) -> Ints:
    share = np.array([_PROVIDER_SHARES.get(number, _USUAL_PROVIDER) for number in range(len(PLACES))])
    share[A5] = share[A6] = share[P2] = (0, 1, 0, 0, 0)
    return draw_rows(rng, facts.shares(share)[type_])


def _change_reasons(state: State, moved_on: NDArray[np.bool_], stop: Ints) -> NDArray[np.object_]:
    rng = state.rng
    names = np.array(list(facts.PLACEMENT_CHANGE), dtype=object)
    chosen = names[draw(rng, facts.shares(facts.PLACEMENT_CHANGE), len(stop))]
    chosen[~(moved_on & (stop < NEVER))] = None
    return chosen


def _final_reason(state: State, periods: Ints, finish: Ints) -> NDArray[np.object_]:
    """Why care ended, in the codes of the day: guardianship had other codes until 2017/18."""
    rng = state.rng
    count = len(periods)
    ending = state.periods["ending"][periods]
    place = rng.random(count)
    old = finish < _day(2018, 4, 1)
    adult = np.select([place < 0.28, place < 0.6, place < 0.78, place < 0.85], ["E17", "E5", "E6", "E7"], "E8")
    guardian = np.select(
        [old & (place < 0.6), old, place < 0.4, place < 0.6, place < 0.9], ["E43", "E44", "E45", "E46", "E47"], "E48"
    )
    other = np.select([place < 0.1, place < 0.15], ["E9", "E16"], "E8")
    options = {
        HOME: np.full(count, "E4A"),
        HOME_UNPLANNED: np.full(count, "E4B"),
        ADOPTED: np.where(place < 0.4, "E11", "E12"),
        GUARDIAN: guardian,
        ADULT: adult,
        OTHER_AREA: np.full(count, "E3"),
        OTHER: other,
        RELATIVE: np.full(count, "E13"),
        ARRANGEMENT: np.full(count, "E41"),
    }
    return np.select([ending == key for key in options], list(options.values()), "E8").astype(object)
