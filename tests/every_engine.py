"""The engines that answers are held to besides the embedded one, and how two sets of results are compared.

Starting Spark and asking it anything takes seconds, so many examples are counted together, each as an authority of
its own, and every figure of every example must be what the embedded engine gave.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from tests.databases import database

from goldenthread.engines import Engine, engine_over_rows
from goldenthread.measures.results import Block, Results

OTHERS = ("spark", "postgres")
_FIELDS = ("numerator", "denominator", "value", "status", "too_recent", "excluded")


def engine_or_skip(engine: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    """Rows on another engine; skipped with what to install where it cannot run."""
    if engine == "postgres":
        return engine_over_rows(rows, engine="postgres", database=database("examples"))
    if engine == "spark" and not shutil.which("java"):
        pytest.skip("install Java 17 or later (openjdk-17-jre-headless) to count on Spark")
    return engine_over_rows(rows, engine=engine, master="local[2]")


def differences(first: Results, second: Results, named: Mapping[str, str] | None = None) -> list[str]:
    """Where the second results differ from the first; `named` gives the authority in the second for one in the first."""
    named = named or {}
    found = []
    for measure, block in first.blocks.items():
        other = second.blocks[measure]
        wanted = {(named.get(key[0], key[0]), *key[1:]): row for row, key in enumerate(block.keys)}
        areas = {key[0] for key in wanted}
        there = {key: row for key, row in other.row_of.items() if key[0] in areas}
        if wanted.keys() != there.keys():
            found.append(f"{measure}: groups {sorted(wanted.keys() ^ there.keys())[:3]}")
            continue
        if block.periods != other.periods:
            found.append(f"{measure}: periods")
            continue
        ours, theirs = list(wanted.values()), [there[key] for key in wanted]
        found += [f"{measure}: {what}" for what in _FIELDS if not _same(block, other, what, ours, theirs)]
    return found


def _same(first: Block, second: Block, field: str, ours: list[int], theirs: list[int]) -> bool:
    one, other = getattr(first, field, None), getattr(second, field, None)
    if one is None or other is None:
        return one is other
    one, other = np.asarray(one)[ours], np.asarray(other)[theirs]
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
