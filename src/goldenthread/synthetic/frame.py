"""A set of equally long columns that grow: the working memory of the simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.synthetic.days import Floats, Ints


class Frame:
    """Columns by name; rows are only ever added, and values may be changed in place."""

    def __init__(self, defaults: Mapping[str, int]) -> None:
        """Columns and the value each takes when a row does not say."""
        self.defaults = dict(defaults)
        self.size = 0
        self._columns = {name: np.full(1024, value, dtype=np.int64) for name, value in defaults.items()}

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, name: str) -> Ints:
        return self._columns[name][: self.size]

    def append(self, count: int, /, **values: Any) -> Ints:
        """Add `count` rows and answer their positions. Values are arrays or single numbers."""
        start, end = self.size, self.size + count
        for name, column in self._columns.items():
            grown = column
            if end > len(column):
                grown = np.full(max(end, 2 * len(column)), self.defaults[name], dtype=np.int64)
                grown[:start] = column[:start]
                self._columns[name] = grown
            grown[start:end] = values.get(name, self.defaults[name])
        if unknown := values.keys() - self._columns.keys():
            raise KeyError(f"no column {sorted(unknown)}")
        self.size = end
        return np.arange(start, end)


def spread(first: Ints, count: Ints) -> Ints:
    """The positions first, first+1 … of every run, one run after the other."""
    total = int(count.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    starts = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
    return np.asarray(starts + np.arange(total), dtype=np.int64)


def weighted_order(rng: np.random.Generator, weights: Floats) -> Ints:
    """Positions in a random order in which heavier ones tend to come first; weight 0 is left out."""
    chance = np.asarray(weights, dtype=np.float64)
    usable = np.flatnonzero(chance > 0)
    keys = rng.standard_exponential(len(usable)) / chance[usable]
    return np.asarray(usable[np.argsort(keys, kind="stable")], dtype=np.int64)


def draw(rng: np.random.Generator, share: Floats, count: int) -> Ints:
    """`count` positions drawn with the given shares."""
    return np.minimum(np.searchsorted(np.cumsum(share), rng.random(count)), len(share) - 1).astype(np.int64)


def draw_rows(rng: np.random.Generator, share: Floats) -> Ints:
    """One position for each row of a table of shares."""
    cumulative = np.cumsum(share, axis=1)
    place = (rng.random(len(share))[:, None] > cumulative).sum(axis=1)
    return np.asarray(np.minimum(place, share.shape[1] - 1), dtype=np.int64)


def draw_bands(
    rng: np.random.Generator,
    edges: tuple[tuple[int, int], ...],
    share: Floats,
    at: Floats | None = None,
    count: int = 0,
) -> Ints:
    """Whole numbers from bands with given shares; `at` gives the place in the distribution (0 to 1) of each draw."""
    place = rng.random(count) if at is None else at
    cumulative = np.concatenate([[0.0], np.cumsum(share)])
    band = np.clip(np.searchsorted(cumulative, place, side="right") - 1, 0, len(share) - 1)
    low = np.array([edge[0] for edge in edges])[band]
    high = np.array([edge[1] for edge in edges])[band]
    inside = np.clip((place - cumulative[band]) / np.maximum(share[band], 1e-12), 0, 0.999999)
    return np.asarray(low + np.floor(inside * (high - low + 1)), dtype=np.int64)


def pick(values: tuple[str, ...], positions: Ints) -> NDArray[np.object_]:
    """The texts at the positions."""
    return np.array(values, dtype=object)[positions]
