"""An open set of canonical tables, ready to be counted."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.tables import TABLES


@dataclass(frozen=True, kw_only=True)
class TableFiles:
    """The Parquet files of one canonical table, and which (authority, source) pairs of rows count; None is all."""

    files: tuple[Path, ...]
    keep: tuple[tuple[str, str], ...] | None = None


class Engine:
    """Canonical tables as Ibis expressions on one backend; a context manager that closes it."""

    def __init__(
        self,
        name: str,
        backend: Any,
        tables: Mapping[str, Any],
        *,
        spill: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.name = name
        self._spill = spill
        self._backend = backend
        self._tables = dict(tables)
        self._loaded = frozenset(tables)
        self._values: dict[str, Any] = {}
        self._staged: dict[str, Any] = {}

    def table(self, name: str) -> Any:
        """A canonical table with every declared column; empty when nothing was loaded into it."""
        if name not in TABLES:
            raise KeyError(f"{name} is not a canonical table")
        if name not in self._tables:
            self._tables[name] = self.values(f"no_{name}", TABLES[name].arrow_schema().empty_table())
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether anything was loaded into a table."""
        return name in self._loaded

    def values(self, name: str, table: pa.Table) -> Any:
        """A small table of values, kept under its name for the life of the engine."""
        if name not in self._values:
            self._values[name] = self._backend.create_table(name, table, temp=True)
        return self._values[name]

    def staged(self, name: str, make: Callable[[], Any]) -> Any:
        """The rows of the expression that `make` builds, kept under their name so that many queries read them at no
        new cost; `make` is called once in the life of the engine."""
        if name not in self._values:
            expression = make()
            self._staged[name] = expression
            self._values[name] = self._backend.create_table(name, obj=expression, temp=True)
        return self._values[name]

    def staged_sql(self) -> dict[str, str]:
        """The queries behind the tables kept on the engine, by name, to show where a figure comes from."""
        return {name: self.sql(expression) for name, expression in self._staged.items()}

    def fetch(self, expression: Any) -> pa.Table:
        """Run an expression and return its rows as Arrow."""
        return self._backend.to_pyarrow(expression)

    def sql(self, expression: Any) -> str:
        """The query an expression becomes on this engine."""
        import ibis

        return str(ibis.to_sql(expression, dialect=self.name))

    def close(self) -> None:
        """Let go of the backend, and of what it spilled to disk."""
        self._backend.disconnect()
        if self._spill is not None:
            self._spill.cleanup()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
