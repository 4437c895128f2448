"""Timing pieces of work turn about, so that whatever else keeps the machine busy slows all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

RUNS = 5


class Taken(NamedTuple):
    """Median seconds by the clock, and of all processors together in this process (not in those it starts)."""

    seconds: float
    processor: float


def in_turn(*works: Callable[[], object], runs: int = RUNS) -> tuple[Taken, ...]:
    """What each piece of work took, each done once in every round."""
    taken: list[list[Taken]] = [[] for _ in works]
    for _ in range(runs):
        for found, work in zip(taken, works, strict=True):
            started, spent = time.perf_counter(), time.process_time()
            work()
            found.append(Taken(time.perf_counter() - started, time.process_time() - spent))
    return tuple(
        Taken(statistics.median(one.seconds for one in found), statistics.median(one.processor for one in found))
        for found in taken
    )
