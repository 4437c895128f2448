"""Many authorities counted a few at a time: nothing is counted across authorities, so memory need not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import numpy as np

from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.model import Cohort
from goldenthread.measures.results import Block, Results

AT_A_TIME = 10


def evaluate_in_batches(
    open_for: Callable[[tuple[str, ...]], AbstractContextManager[Any]],
    cohorts: Iterable[Cohort],
    scope: Scope,
    *,
    only: frozenset[str] = frozenset(),
    at_a_time: int = AT_A_TIME,
    progress: Callable[[int], None] | None = None,
) -> Results:
    """What `evaluate` gives, with an engine opened for `at_a_time` authorities after the other.

    `progress` is told how many authorities were counted.
    """
    found = []
    chosen = tuple(cohorts)
    for start in range(0, len(scope.authorities), at_a_time):
        areas = scope.authorities[start : start + at_a_time]
        with open_for(areas) as engine:
            found.append(evaluate(engine, chosen, replace(scope, authorities=areas), only=only))
        if progress is not None:
            progress(len(areas))
    return joined(found)


def joined(parts: Sequence[Results]) -> Results:
    """Results of different authorities over the same periods as one."""
    if len(parts) == 1:
        return parts[0]
    names = list(dict.fromkeys(name for part in parts for name in part.blocks))
    return Results([_joined_block([part.blocks[name] for part in parts if name in part.blocks]) for name in names])


def _joined_block(blocks: Sequence[Block]) -> Block:
    first = blocks[0]
    stacked: dict[str, Any] = {
        name: np.concatenate([getattr(block, name) for block in blocks])
        for name in ("numerator", "too_recent", "excluded", "value", "status")
    }
    denominators = [block.denominator for block in blocks if block.denominator is not None]
    return replace(
        first,
        keys=tuple(key for block in blocks for key in block.keys),
        denominator=np.concatenate(denominators) if denominators else None,
        notes={area: words for block in blocks for area, words in block.notes.items()},
        absent={area: words for block in blocks for area, words in block.absent.items()},
        **stacked,
    )
