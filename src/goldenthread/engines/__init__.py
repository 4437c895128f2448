"""Opening tables for counting: DuckDB by default, Spark or PostgreSQL by choice. Nothing else knows an engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.engines.model import Engine, EngineChoice, TableFiles
from goldenthread.errors import UserError

ENGINES = ("duckdb", "spark", "postgres")


def open_engine(
    files: Mapping[str, TableFiles],
    *,
    engine: str = "duckdb",
    memory_limit: str | None = None,
    threads: int | None = None,
    master: str = "local[*]",
    authorities: tuple[str, ...] = (),
) -> Engine:
    """Open canonical tables that lie in files on an engine by name; UserError when there is no such engine.

    `threads` is DuckDB's, `master` is Spark's: the address of a cluster, or local[N]; `memory_limit` (such as 8GB) is
    for both on this machine.
    """
    _check(engine)
    if engine == "postgres":
        raise UserError(
            "PostgreSQL counts tables of its own, not files.",
            remedy="Name the database with --database, and copy the load there first if it is not there.",
        )
    if engine == "spark":
        from goldenthread.engines.spark import open_spark

        return open_spark(files, master=master, memory=memory_limit or "", authorities=authorities)
    from goldenthread.engines.duckdb import open_duckdb

    return open_duckdb(files, memory_limit=memory_limit, threads=threads, authorities=authorities)


def open_chosen(choice: EngineChoice, files: Mapping[str, TableFiles]) -> Engine:
    """Open what was chosen: the tables of a warehouse or database where one is named, otherwise the files."""
    _check(choice.engine)
    check_choice(choice)
    if choice.engine == "postgres":
        from goldenthread.engines.postgres import open_postgres

        return open_postgres(choice.database, schema=choice.schema or "public", authorities=choice.authorities)
    if choice.engine == "spark" and choice.schema:
        from goldenthread.engines.spark import open_spark_warehouse

        return open_spark_warehouse(choice.schema, master=choice.master, authorities=choice.authorities)
    return open_engine(
        files,
        engine=choice.engine,
        memory_limit=choice.memory_limit or None,
        threads=choice.threads,
        master=choice.master,
        authorities=choice.authorities,
    )


def engine_over_rows(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    engine: str = "duckdb",
    master: str = "local[2]",
    database: str = "",
) -> Engine:
    """An engine over rows given as dictionaries by table, for worked examples and tests."""
    _check(engine)
    if engine == "spark":
        from goldenthread.engines.spark import spark_over_rows

        return spark_over_rows(rows, master=master)
    if engine == "postgres":
        from goldenthread.engines.postgres import postgres_over_rows

        return postgres_over_rows(rows, database)
    from goldenthread.engines.duckdb import duckdb_over_rows

    return duckdb_over_rows(rows)


def check_choice(choice: EngineChoice) -> None:
    """UserError when an engine and where its tables are do not go together."""
    _check(choice.engine)
    if choice.memory_limit and not re.fullmatch(r"[1-9]\d*[MG]B", choice.memory_limit):
        raise UserError(f"{choice.memory_limit} is not an amount of memory.", remedy="Write it as 8GB or 500MB.")
    if choice.engine == "postgres" and not choice.database:
        raise UserError("PostgreSQL needs an address.", remedy="Name it with --database postgresql://user@host/name.")
    if choice.engine != "postgres" and choice.database:
        raise UserError(
            f"{choice.engine} does not count in a database.", remedy="Leave --engine out, or choose --engine postgres."
        )
    if choice.engine == "duckdb" and choice.schema:
        raise UserError(
            "DuckDB counts loads, not a warehouse.", remedy="Choose --engine spark, or name a database with --database."
        )


def _check(engine: str) -> None:
    if engine not in ENGINES:
        raise UserError(f"There is no engine called {engine}.", remedy=f"Choose one of: {', '.join(ENGINES)}.")


__all__ = [
    "ENGINES",
    "Engine",
    "EngineChoice",
    "TableFiles",
    "check_choice",
    "engine_over_rows",
    "open_chosen",
    "open_engine",
]
