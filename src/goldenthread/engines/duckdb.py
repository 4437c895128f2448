"""The embedded engine: DuckDB in process, reading Parquet where it lies and spilling when memory is short."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis

from goldenthread.engines.model import Engine, TableFiles, canonical, complete_rows


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
    backend = _connect(memory_limit, threads, spill)
    tables = {name: _view(backend, name, table, authorities) for name, table in files.items() if table.files}
    return Engine("duckdb", backend, tables, spill=spill)


def duckdb_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    """An engine over rows given as dictionaries; columns not given are empty. For worked examples."""
    spill = private_folder()
    backend = _connect(None, 1, spill)
    tables = {name: backend.create_table(name, complete_rows(name, given), temp=True) for name, given in rows.items()}
    return Engine("duckdb", backend, tables, spill=spill)


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
    parts = [_read(backend, f"{name}_files_{place}", path) for place, path in enumerate(table.files)]
    whole = [canonical(raw, name, table, authorities) for raw in parts]
    return backend.create_view(name, whole[0].union(*whole[1:]) if whole[1:] else whole[0], overwrite=True)


def _read(backend: Any, name: str, path: Path) -> Any:
    if not path.is_dir():
        return backend.read_parquet(_without_wildcards(path), table_name=name)
    # Codes such as 001 are text; folders of authorities that are not wanted are not opened.
    place = f"{_without_wildcards(path)}/authority=*/*.parquet"
    options = {"hive_partitioning": True, "hive_types_autocast": False, "union_by_name": True}
    return backend.read_parquet(place, table_name=name, **options)


def _without_wildcards(path: Path) -> str:
    """A path as DuckDB reads it: letters that would stand for others are put in brackets."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
