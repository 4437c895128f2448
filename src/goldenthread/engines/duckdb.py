"""The embedded engine: DuckDB in process, reading Parquet where it lies and spilling when memory is short."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import ibis

from goldenthread.engines.model import Engine, TableFiles, as_they_are, canonical, complete_rows
from goldenthread.engines.partitions import parts_of
from goldenthread.tables import TABLES


def open_duckdb(
    files: Mapping[str, TableFiles],
    *,
    memory_limit: str | None = None,
    threads: int | None = None,
    authorities: tuple[str, ...] = (),
) -> Engine:
    """An engine over Parquet files; `memory_limit` such as '4GB' makes larger work spill to a temporary folder.

    With `authorities` only theirs are opened; of partitioned files no other is read.
    """
    spill = private_folder()
    try:
        backend = _connect(memory_limit, threads, spill)
    except BaseException:
        spill.cleanup()
        raise
    tables = {name: partial(_view, backend, name, table, authorities) for name, table in files.items() if table.files}
    return Engine("duckdb", backend, tables, spill=spill)


def duckdb_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    """An engine over rows given as dictionaries; columns not given are empty. For worked examples."""
    spill = private_folder()
    backend = _connect(None, 1, spill)
    tables = {name: backend.create_table(name, complete_rows(name, given), temp=True) for name, given in rows.items()}
    return Engine("duckdb", backend, as_they_are(tables), spill=spill)


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder only this user may open: what is spilled there is about children. It goes when the engine closes."""
    return tempfile.TemporaryDirectory(prefix="goldenthread-", ignore_cleanup_errors=True)


def _connect(memory_limit: str | None, threads: int | None, spill: tempfile.TemporaryDirectory[str]) -> Any:
    settings: dict[str, Any] = {"temp_directory": str(Path(spill.name) / "spill")}
    if memory_limit:
        settings["memory_limit"] = memory_limit
    if threads:
        settings["threads"] = threads
    return ibis.duckdb.connect(**settings)


def _view(backend: Any, name: str, table: TableFiles, authorities: tuple[str, ...]) -> Any:
    raw = [_read(backend, name, place, path, authorities) for place, path in enumerate(table.files)]
    parts = [canonical(rows, name, table, authorities) for rows in raw]
    return backend.create_view(name, parts[0].union(*parts[1:]) if parts[1:] else parts[0], overwrite=True)


def _read(backend: Any, name: str, place: int, path: Path, authorities: tuple[str, ...]) -> Any:
    own = f"{name}_files_{place}"
    if not path.is_dir():
        return backend.read_parquet(_literal(path), table_name=own)
    parts = parts_of(path, authorities)
    if not parts:
        return backend.create_table(own, TABLES[name].arrow_schema().empty_table(), temp=True)
    # Codes such as 001 are text.
    options = {"hive_partitioning": True, "hive_types_autocast": False}
    return backend.read_parquet([_literal(part) for part in parts], table_name=own, **options)


def _literal(path: Path) -> str:
    """A path as DuckDB reads it: letters that would stand for others are put in brackets."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
