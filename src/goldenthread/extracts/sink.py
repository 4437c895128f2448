"""Where a reader puts what it reads: rows by table, rows set aside, and remarks, one sink per source file."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.errors import Problem
from goldenthread.tables import TABLES

BATCH_ROWS = 20_000
EXAMPLES_KEPT = 20


@dataclass(kw_only=True)
class Listing:
    """Problems of one kind: how many, and the first few as examples."""

    count: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Problem]] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Count a problem under its code and keep it when it is among the first."""
        self.count[problem.code] += 1
        kept = self.examples.setdefault(problem.code, [])
        if len(kept) < EXAMPLES_KEPT:
            kept.append(problem)


class Sink:
    """Receives the rows of one source file and writes them to staging Parquet in batches.

    A reader calls `describe` once, asks `rows` for a list per table and appends tuples of values in
    the column order it named, each ending with the source row number; it calls `flush` now and then.
    `set_aside` counts a row that could not be used, `note` anything a user should know. `version` is set
    where a return says which of several exports it is: of two for one year, the later in text order wins.
    """

    def __init__(self, *, staging: Path, source: str, file_name: str) -> None:
        self.staging = staging
        self.source = source
        self.file_name = file_name
        self.authority = ""
        self.collection_year: int | None = None
        self.as_at: dt.date | None = None
        self.covers_from: dt.date | None = None
        self.covers_tables: dict[str, dt.date] = {}
        self.version = ""
        self.rows_read: Counter[str] = Counter()
        self.aside = Listing()
        self.notes = Listing()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._pending: dict[str, list[tuple[Any, ...]]] = {}
        self._writers: dict[str, pq.ParquetWriter] = {}

    def describe(
        self, *, authority: str, collection_year: int | None, as_at: dt.date, covers_from: dt.date | None
    ) -> None:
        """Say which authority and year the file is for, what date it describes and from when it is complete."""
        self.authority, self.collection_year = authority, collection_year
        self.as_at, self.covers_from = as_at, covers_from

    def covers_table(self, table: str, start: dt.date) -> None:
        """Say that a table of this file is complete from another day than the rest; the earliest said counts."""
        self.covers_tables[table] = min(start, self.covers_tables.get(table, start))

    def rows(self, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The list to append to: tuples of `columns` values followed by the source row number.

        The list object stays the same for the life of the sink, so a reader may keep its `append`.
        """
        unknown = set(columns) - set(TABLES[table].column_names)
        if unknown:
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
        pending = self._pending.setdefault(table, [])
        if pending and self._columns[table] != tuple(columns):  # another part of the file fills other columns
            self._write(table, pending)
            pending.clear()
        self._columns[table] = tuple(columns)
        return pending

    def set_aside(self, problem: Problem) -> None:
        """Count a row that was not used, with its reason (`problem.code`)."""
        self.aside.add(problem)

    def note(self, problem: Problem) -> None:
        """Count a remark about a row that was used, or about the file."""
        self.notes.add(problem)

    def flush(self, *, everything: bool = False) -> None:
        """Write out tables with a full batch pending, or every table."""
        for table, pending in self._pending.items():
            if pending and (everything or len(pending) >= BATCH_ROWS):
                self._write(table, pending)
                pending.clear()

    def close(self) -> None:
        """Write what is pending and close the files."""
        self.flush(everything=True)
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def files(self) -> dict[str, Path]:
        """The staging file of each table written."""
        return {table: self._path(table) for table in self.rows_read}

    def _path(self, table: str) -> Path:
        return self.staging / f"{table}.parquet"

    def _write(self, table: str, pending: list[tuple[Any, ...]]) -> None:
        schema = TABLES[table].arrow_schema()
        count = len(pending)
        names = (*self._columns[table], "source_row")
        if len(pending[0]) != len(names):
            raise ValueError(f"{table}: a row of {len(pending[0])} values for {len(names)} columns")
        named = {name: [row[place] for row in pending] for place, name in enumerate(names)}
        constants = {
            "authority": self.authority,
            "source": self.source,
            "collection_year": self.collection_year,
            "as_at": self.as_at,
            "source_file": self.file_name,
            "load_id": None,
        }
        arrays = []
        for column in schema:
            if column.name in named:
                arrays.append(pa.array(named[column.name], type=column.type))
            else:
                arrays.append(pa.repeat(pa.scalar(constants.get(column.name), type=column.type), count))
        if table not in self._writers:
            self.staging.mkdir(parents=True, exist_ok=True)
            self._writers[table] = pq.ParquetWriter(
                self._path(table), schema, compression="lz4", use_dictionary=False, write_statistics=False
            )
        self._writers[table].write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
        self.rows_read[table] += count
