"""An open set of canonical tables, ready to be counted."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.tables import TABLES

# Beside the canonical tables of a warehouse: what is counted from which source, and from when it is complete.
COVERAGE = "load_coverage"


@dataclass(frozen=True, kw_only=True)
class TableFiles:
    """The Parquet of one canonical table, and which (authority, source) pairs of rows count; None is all.

    Each of `files` is a file, or a folder with a folder `authority=CODE` for each authority.
    """

    files: tuple[Path, ...]
    keep: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, kw_only=True)
class EngineChoice:
    """Which engine counts, and where: said once and passed along.

    `master` is the address of a Spark cluster, or local[N] for this machine. `database` is the URL of a PostgreSQL
    database and `schema` the schema there, or the warehouse's schema on Spark, that holds canonical tables; without
    either the rows are those of the load. `memory_limit` (such as 8GB) is for this machine, `threads` for DuckDB.
    `authorities`, when given, are the only ones opened.
    """

    engine: str = "duckdb"
    master: str = "local[*]"
    database: str = ""
    schema: str = ""
    memory_limit: str = ""
    threads: int | None = None
    authorities: tuple[str, ...] = ()

    @property
    def holds_tables(self) -> bool:
        """Whether the canonical tables live where the engine is, and not in a load."""
        return bool(self.database or self.schema)


class Engine:
    """Canonical tables as Ibis expressions on one backend; a context manager that closes it.

    `tables[name]` makes a table the first time it is asked for: whoever counts one measure opens the tables it needs.
    This is the embedded engine; the others differ in how rows are kept and fetched.
    """

    dialect = "duckdb"
    # The rows of `load_coverage`, where the tables live in a warehouse that has it.
    coverage: tuple[dict[str, Any], ...] | None = None

    def __init__(
        self,
        name: str,
        backend: Any,
        tables: Mapping[str, Callable[[], Any]],
        *,
        spill: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.name = name
        self._spill = spill
        self._backend = backend
        self._makers = dict(tables)
        self._tables: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._staged: dict[str, Any] = {}
        # One query at a time: what is kept on a connection is seen by that connection alone.
        self._turn = threading.RLock()
        self._runner: ThreadPoolExecutor | None = None

    def table(self, name: str) -> Any:
        """A canonical table with every declared column; empty when nothing was loaded into it."""
        if name not in TABLES:
            raise KeyError(f"{name} is not a canonical table")
        if name not in self._tables:
            make = self._makers.get(name)
            empty = TABLES[name].arrow_schema().empty_table
            with self._turn:
                self._tables[name] = make() if make else self.values(f"no_{name}", empty())
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether anything was loaded into a table."""
        return name in self._makers

    def values(self, name: str, table: pa.Table) -> Any:
        """A small table of values, kept under its name for the life of the engine."""
        if name not in self._values:
            with self._turn:
                self._values[name] = self._keep(name, table)
        return self._values[name]

    def staged(self, name: str, make: Callable[[], Any]) -> Any:
        """The rows of the expression that `make` builds, kept under their name so that many queries read them at no
        new cost; `make` is called once in the life of the engine."""
        if name not in self._values:
            expression = make()
            self._staged[name] = expression
            with self._turn:
                self._values[name] = self._keep(name, expression)
        return self._values[name]

    def dealt(self, rows: Any) -> Any:
        """The rows of an expression (with `authority` and `month`) that are about to be made many of, and grouped by both.

        In one process they stay as they are; an engine that deals rows out does it now, while there are few.
        """
        return rows

    def is_staged(self, name: str) -> bool:
        """Whether rows are kept under a name now."""
        return name in self._staged

    def let_go(self, name: str) -> None:
        """Drop the rows kept under a name, for no query will read them again."""
        if self._staged.pop(name, None) is not None:
            del self._values[name]
            with self._turn:
                self._backend.drop_table(name)

    def staged_sql(self) -> dict[str, str]:
        """The queries behind the tables kept on the engine, by name, to show where a figure comes from."""
        return {name: self.sql(expression) for name, expression in self._staged.items()}

    def fetch(self, expression: Any) -> pa.Table:
        """Run an expression and return its rows as Arrow."""
        return self.asked(expression)()

    def asked(self, expression: Any) -> Callable[[], pa.Table]:
        """Begin to run an expression; call what is returned to wait for its rows.

        Writing a query takes Python about as long as answering it takes the engine: the next one is written meanwhile.
        """
        rows = expression.as_table()
        with _nested():
            query = self._backend.compile(rows)
        if self._runner is None:
            self._runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="counting")
        answer = self._runner.submit(self._answer, query)
        wanted = rows.schema().to_pyarrow()
        return lambda: answer.result().cast(wanted)

    def batches(self, expression: Any) -> Iterator[pa.RecordBatch]:
        """Run an expression and give its rows as Arrow, some at a time."""
        with _nested():
            query = self._backend.compile(expression)
        with self._turn:
            reader = self._backend.con.sql(query).to_arrow_reader(20_000)
        yield from reader

    def sql(self, expression: Any) -> str:
        """The query an expression becomes on this engine."""
        import ibis

        return str(ibis.to_sql(expression, dialect=self.dialect))

    def close(self) -> None:
        """Let go of the backend, and of what it spilled to disk; a query that still runs is broken off."""
        if self._runner is not None:
            self._runner.shutdown(wait=False, cancel_futures=True)
            # More than once: what is said to a query before it begins it does not hear.
            while not self._turn.acquire(timeout=0.05):
                self._backend.con.interrupt()
            self._turn.release()
        self._disconnect()
        if self._spill is not None:
            self._spill.cleanup()

    def _answer(self, query: str) -> pa.Table:
        with self._turn:
            return self._backend.con.sql(query).to_arrow_table()

    def _keep(self, name: str, rows: Any) -> Any:
        """Keep an Arrow table, or the rows of an expression, under a name until the engine is closed."""
        with _nested():
            return self._backend.create_table(name, rows, temp=True)

    def _disconnect(self) -> None:
        self._backend.disconnect()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _nested() -> Iterator[None]:
    """Queries as they were built, one select within another: merging them is the dearer half of writing a query.

    DuckDB's planner merges them itself, so that it answers no slower; what is shown to readers stays merged.
    """
    import ibis

    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before


def as_they_are(tables: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """Tables that are there already, in the form in which an engine takes them."""
    return {name: partial(_itself, table) for name, table in tables.items()}


def _itself(table: Any) -> Any:
    return table


def complete_rows(name: str, given: Any) -> pa.Table:
    """Rows given as dictionaries as the Arrow table of a canonical table; columns not given are empty."""
    schema = TABLES[name].arrow_schema()
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in given], schema=schema)


def canonical(raw: Any, name: str, files: TableFiles, authorities: tuple[str, ...]) -> Any:
    """Rows as they lie made into the canonical table: every declared column with its type, only what is counted."""
    import ibis

    wanted = ibis.schema(TABLES[name].arrow_schema())
    columns = {
        column: (raw[column] if column in raw.columns else ibis.null(kind)).cast(kind)
        for column, kind in wanted.items()
    }
    rows = raw.select(**columns)
    if files.keep is not None:
        kept = [(rows.authority == area) & (rows.source == source) for area, source in files.keep]
        rows = rows.filter(ibis.or_(*kept) if kept else ibis.literal(value=False))
    if authorities:
        rows = rows.filter(rows.authority.isin(authorities))
    return rows
