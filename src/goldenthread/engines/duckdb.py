"""The embedded engine: DuckDB in process, reading Parquet where it lies and spilling when memory is short."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from goldenthread.engines.model import Engine, TableFiles
from goldenthread.tables import TABLES


def open_duckdb(
    files: Mapping[str, TableFiles], *, memory_limit: str | None = None, threads: int | None = None
) -> Engine:
    """An engine over Parquet files; `memory_limit` such as '4GB' makes larger work spill to a temporary folder."""
    spill = _private_folder()
    backend = _connect(memory_limit, threads, spill)
    tables = {name: _view(backend, name, table) for name, table in files.items() if table.files}
    return Engine("duckdb", backend, tables, spill=spill)


def duckdb_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Engine:
    """An engine over rows given as dictionaries; columns not given are empty. For worked examples."""
    spill = _private_folder()
    backend = _connect(None, 1, spill)
    tables = {}
    for name, given in rows.items():
        schema = TABLES[name].arrow_schema()
        complete = [{column: row.get(column) for column in schema.names} for row in given]
        tables[name] = backend.create_table(name, pa.Table.from_pylist(complete, schema=schema), temp=True)
    return Engine("duckdb", backend, tables, spill=spill)


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder only this user may open: what is spilled there is about children. It goes when the engine closes."""
    return tempfile.TemporaryDirectory(prefix="goldenthread-", ignore_cleanup_errors=True)


def _connect(memory_limit: str | None, threads: int | None, spill: tempfile.TemporaryDirectory[str]) -> Any:
    settings: dict[str, Any] = {"temp_directory": str(Path(spill.name) / "spill")}
    if memory_limit:
        settings["memory_limit"] = memory_limit
    if threads:
        settings["threads"] = threads
    return ibis.duckdb.connect(**settings)


def _view(backend: Any, name: str, table: TableFiles) -> Any:
    raw = backend.read_parquet([str(path) for path in table.files], table_name=f"{name}_files", union_by_name=True)
    wanted = ibis.schema(TABLES[name].arrow_schema())
    columns = {
        column: (raw[column] if column in raw.columns else ibis.null(kind)).cast(kind)
        for column, kind in wanted.items()
    }
    rows = raw.select(**columns)
    if table.keep is not None:
        rows = rows.filter(_any([(rows.authority == area) & (rows.source == source) for area, source in table.keep]))
    return backend.create_view(name, rows, overwrite=True)


def _any(conditions: list[Any]) -> Any:
    return ibis.or_(*conditions) if conditions else ibis.literal(value=False)
