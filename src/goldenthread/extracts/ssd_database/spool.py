"""Rows of a database table put down as text, in order, with their number and a hash of what they say."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.extracts.ssd_database.tables import SsdTable, text_schema

FIELD, RECORD = b"\x1f", b"\x1e"


@dataclass(frozen=True, kw_only=True)
class Spooled:
    """A table put down: where, how many rows, and the SHA-256 of its columns and rows."""

    path: Path
    rows: int
    sha256: str


def spool(table: SsdTable, batches: Iterable[Sequence[Sequence[Any]]], place: Path) -> Spooled:
    """Write batches of rows, values in the order of `table.wanted`, to a Parquet file of text."""
    schema = text_schema(table)
    digest = hashlib.sha256("\n".join(table.columns).encode("utf-8") + RECORD)
    count = 0
    with pq.ParquetWriter(place, schema, compression="lz4") as writer:
        for rows in batches:
            texts = [[as_text(value) for value in row] for row in rows]
            for row in texts:
                digest.update(FIELD.join(b"" if cell is None else cell.encode("utf-8") for cell in row) + RECORD)
            count += len(texts)
            by_name = dict(zip(table.wanted, zip(*texts, strict=True), strict=True)) if texts else {}
            arrays = [
                pa.array(by_name[name], pa.string()) if name in by_name else pa.nulls(len(texts), pa.string())
                for name in table.columns
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return Spooled(path=place, rows=count, sha256=digest.hexdigest())


def as_text(value: Any) -> str | None:
    """A value of any type a database may give, as an SSD file would hold it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dict | list):
        return json.dumps(value)
    return str(value)
