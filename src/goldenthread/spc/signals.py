"""The point rules: which points of a segment are outside, in a trend, near a limit two in three, or in a shift."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import isclose

TOLERANCE = 1e-9
Marks = list[int]


def compare(value: float, other: float) -> int:
    """+1, 0 or -1; differences that binary arithmetic could make by itself are none."""
    if isclose(value, other, rel_tol=TOLERANCE, abs_tol=1e-12):
        return 0
    return 1 if value > other else -1


def trends(values: Sequence[float | None], length: int) -> Marks:
    """For each point +1 or -1 when it belongs to `length` values each strictly beyond the one before, else 0.

    A tie or a gap cancels. A point in two trends takes the direction of the step to its right when the next
    point is marked too, otherwise of the step to its left.
    """
    steps = [
        0 if before is None or after is None else compare(after, before) for before, after in itertools.pairwise(values)
    ]
    marked = [False] * len(values)
    for start in range(len(values) - length + 1):
        window = steps[start : start + length - 1]
        if window and window[0] != 0 and all(step == window[0] for step in window):
            for place in range(start, start + length):
                marked[place] = True
    found = []
    for place in range(len(values)):
        if not marked[place]:
            found.append(0)
        elif place + 1 < len(values) and marked[place + 1] and steps[place] != 0:
            found.append(steps[place])
        else:
            found.append(steps[place - 1])
    return found


def shifts(sides: Sequence[int | None], length: int) -> Marks:
    """For each point its side when it belongs to `length` consecutive points on one side of the mean, else 0."""
    marked = [0] * len(sides)
    for start in range(len(sides) - length + 1):
        window = sides[start : start + length]
        if window[0] and all(side == window[0] for side in window):
            for place in range(start, start + length):
                marked[place] = window[0] or 0
    return marked


def two_of_three(sides: Sequence[int | None], counting: Sequence[bool]) -> Marks:
    """For each counting point its side when three consecutive points share it and at least two count, else 0."""
    marked = [0] * len(sides)
    for start in range(len(sides) - 2):
        window = sides[start : start + 3]
        counts = [place for place in range(start, start + 3) if counting[place]]
        if window[0] and all(side == window[0] for side in window) and len(counts) >= 2:
            for place in counts:
                marked[place] = window[0] or 0
    return marked
