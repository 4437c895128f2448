"""Copying a load into a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from goldenthread import warehouse
from goldenthread.engines.postgres import masked
from goldenthread.loads import find_load


def copy_load(load: Path, *, database: str, schema: str) -> Iterator[str]:
    """Copy what is counted of a load into a schema of a PostgreSQL database; DatabaseError when it refuses."""
    opened = find_load(load)
    counts = warehouse.copy_load(opened, database, schema=schema)
    yield f"Load {opened.id}: {sum(counts.values()):,} rows in {len(counts)} tables of {schema} at {masked(database)}"
