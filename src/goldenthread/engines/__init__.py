"""Opening tables for counting: DuckDB by default. Nothing else knows an engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.engines.model import Engine, TableFiles
from goldenthread.errors import UserError

ENGINES = ("duckdb",)


def open_engine(
    files: Mapping[str, TableFiles],
    *,
    engine: str = "duckdb",
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Engine:
    """Open canonical tables on an engine by name; UserError when there is no such engine."""
    _check(engine)
    from goldenthread.engines.duckdb import open_duckdb

    return open_duckdb(files, memory_limit=memory_limit, threads=threads)


def engine_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]], *, engine: str = "duckdb") -> Engine:
    """An engine over rows given as dictionaries by table, for worked examples and tests."""
    _check(engine)
    from goldenthread.engines.duckdb import duckdb_over_rows

    return duckdb_over_rows(rows)


def _check(engine: str) -> None:
    if engine not in ENGINES:
        raise UserError(f"There is no engine called {engine}.", remedy=f"Choose one of: {', '.join(ENGINES)}.")


__all__ = ["ENGINES", "Engine", "TableFiles", "engine_over_rows", "open_engine"]
