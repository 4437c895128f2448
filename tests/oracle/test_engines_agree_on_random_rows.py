"""The whole catalogue over random rows gives the same figures on every engine, in every group and period."""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random
from typing import Any

import pytest
from tests.every_engine import OTHERS, differences, engine_or_skip
from tests.oracle.random_rows import AS_AT, AUTHORITIES, random_rows

from goldenthread.catalogue import COHORTS
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.results import Results
from goldenthread.tables import TABLES

MID_MONTH = dt.date(2024, 2, 19)
FIRST = dt.date(2021, 4, 1)
SEEDS = (11, 12, 13)


@cache
def _case(as_at: dt.date) -> tuple[dict[str, list[dict[str, Any]]], Scope, Results]:
    """Random rows of several seeds, each seed with authorities of its own, counted by the embedded engine."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for seed in SEEDS:
        for table, given in random_rows(Random(seed), as_at=as_at).items():  # noqa: S311 - test data
            rows.setdefault(table, []).extend({**row, "authority": f"{seed}{row['authority']}"} for row in given)
    areas = tuple(f"{seed}{area}" for seed in SEEDS for area in AUTHORITIES)
    covers = {name: dict.fromkeys(areas, FIRST - dt.timedelta(days=3000)) for name in TABLES}
    population = {area: {2020: 3000, 2022: 3200} for area in areas}
    scope = Scope(as_at=as_at, authorities=areas, covers_from=covers, population=population, first=FIRST)
    with engine_over_rows(rows) as engine:
        return rows, scope, evaluate(engine, COHORTS, scope)


@pytest.mark.parametrize("as_at", [AS_AT, MID_MONTH], ids=["month_end", "mid_month"])
@pytest.mark.parametrize("other", OTHERS)
def test_engines_agree(other: str, as_at: dt.date) -> None:
    rows, scope, expected = _case(as_at)
    with engine_or_skip(other, rows) as engine:
        found = evaluate(engine, COHORTS, scope)
    assert sum(block.numerator.size for block in expected.blocks.values()) > 100_000
    assert differences(expected, found) == []


def test_a_difference_is_found() -> None:
    _, _, expected = _case(AS_AT)
    other = Results([*expected.blocks.values()])
    assert differences(expected, other) == []
    block = expected.blocks["referrals"]
    changed = block.numerator.copy()
    changed[0, -1] += 1
    moved = Results([b if b is not block else _with(block, numerator=changed) for b in expected.blocks.values()])
    assert differences(expected, moved) == ["referrals: numerator"]
    fewer = _with(block, keys=block.keys[:-1])
    assert differences(expected, Results([b if b is not block else fewer for b in expected.blocks.values()]))


def _with(block: Any, **changed: Any) -> Any:
    from dataclasses import replace

    return replace(block, **changed)
