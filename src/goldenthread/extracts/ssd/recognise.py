"""Knowing an SSD table by the letters that begin its columns."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from goldenthread.extracts.delimited import heading, normal
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.ssd.mapping import LEFT_ALONE, prefixes

VERSION_COLUMNS = {"version_number", "release_date"}
_FIRST = ("pers", "cine")


def recognise(head: bytes, _name: str) -> Recognised | None:
    """Recognise a CSV file from its first bytes."""
    return from_columns([normal(name) for name in heading(head)])


def recognise_file(path: Path) -> Recognised | None:
    """Recognise a Parquet file from its schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        names = pq.read_schema(path).names
    except (pa.ArrowInvalid, OSError):
        return None
    return from_columns([normal(name) for name in names])


def from_columns(columns: list[str]) -> Recognised | None:
    """The SSD table whose letters begin most of the columns, at least two of them."""
    if set(columns) >= VERSION_COLUMNS:
        return Recognised(source="ssd", part="version", order=9)
    begun = Counter(column[:4] for column in columns if column[4:5] == "_")
    known = {prefix: count for prefix, count in begun.items() if prefix in prefixes() or prefix in LEFT_ALONE}
    if not known:
        return None
    prefix, count = max(known.items(), key=lambda item: item[1])
    if count < 2 or count * 2 < len(columns):
        return None
    return Recognised(source="ssd", part=prefix, order=0 if prefix in _FIRST else 1)
