"""Canonical tables that live in a database: copying a load there, and knowing what is counted from where.

Beside the canonical tables a schema holds one table more, `load_coverage`: for each table and authority the source
that is counted and the day from which that source is complete. Whoever fills the tables writes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.engines import open_engine
from goldenthread.engines.model import COVERAGE
from goldenthread.engines.postgres import answering, columns_of, connect, copy_rows, drop_table, make_schema, make_table
from goldenthread.errors import DatabaseError, LoadError, Problem
from goldenthread.loads import Load, engine_files
from goldenthread.tables import TABLES

COVERAGE_SCHEMA = pa.schema(
    [
        ("load_id", pa.string()),
        ("as_at", pa.date32()),
        ("table_name", pa.string()),
        ("authority", pa.string()),
        ("source", pa.string()),
        ("covers_from", pa.date32()),
    ]
)


def coverage_of(load: Load) -> pa.Table:
    """What of a load is counted from where, as the table `load_coverage`."""
    rows = [
        {
            "load_id": load.id,
            "as_at": load.as_at,
            "table_name": table,
            "authority": authority,
            "source": source,
            "covers_from": load.covers_from.get(source, {}).get(authority),
        }
        for table, areas in load.routes.items()
        for authority, source in areas.items()
    ]
    return pa.Table.from_pylist(rows, schema=COVERAGE_SCHEMA)


def copy_load(load: Load, url: str, *, schema: str) -> dict[str, int]:
    """Copy what is counted of a load into a schema of a PostgreSQL database; answers the rows of each table.

    All or nothing, in one transaction. Tables that an earlier copy left there are replaced; a schema that holds
    tables of these names from elsewhere is refused.
    """
    connection = connect(url)
    counts: dict[str, int] = {}
    try:
        with answering(url), open_engine(engine_files(load)) as engine:
            _make_room(connection, schema)
            for name in load.files:
                make_table(connection, name, TABLES[name].arrow_schema(), schema=schema)
                counts[name] = copy_rows(connection, name, engine.batches(engine.table(name)), schema=schema)
            make_table(connection, COVERAGE, COVERAGE_SCHEMA, schema=schema)
            copy_rows(connection, COVERAGE, coverage_of(load).to_batches(), schema=schema)
            connection.commit()
    finally:
        connection.close()
    return counts


def _make_room(connection: Any, schema: str) -> None:
    make_schema(connection, schema)
    present = [name for name in columns_of(connection, schema) if name in TABLES or name == COVERAGE]
    if present and COVERAGE not in present:
        raise DatabaseError(
            Problem(
                what=f"The schema {schema} holds tables that were not copied there by Goldenthread, such as {present[0]}.",
                remedy="Choose a schema of its own for the copy.",
                code="schema_taken",
            )
        )
    for name in present:
        drop_table(connection, name, schema=schema)


def load_of(rows: Sequence[Mapping[str, Any]] | None, place: str) -> Load:
    """The load that the coverage of a warehouse tells of; LoadError when it is missing or contradicts itself."""
    if not rows:
        raise LoadError(
            Problem(
                what=f"The tables have no {COVERAGE} beside them, so nobody can say what they cover.",
                remedy="Write it as docs/how-to/count-on-another-engine.md shows, or copy a load there.",
                file=place,
                code="no_coverage",
            )
        )
    problems = [Problem(what=what, file=f"{place}, {COVERAGE}", code="bad_coverage") for what in _faults(rows)]
    if problems:
        raise LoadError(problems)
    routes: dict[str, dict[str, str]] = {}
    covers: dict[str, dict[str, dt.date]] = {}
    for row in rows:
        routes.setdefault(row["table_name"], {})[row["authority"]] = row["source"]
        if row["covers_from"] is not None:
            day = covers.setdefault(row["source"], {}).get(row["authority"], row["covers_from"])
            covers[row["source"]][row["authority"]] = max(day, row["covers_from"])
    areas = sorted({row["authority"] for row in rows})
    return Load(
        path=Path(place),
        id=str(rows[0]["load_id"] or place),
        as_at=rows[0]["as_at"],
        authorities=tuple(areas),
        files={},
        routes={table: dict(sorted(known.items())) for table, known in sorted(routes.items())},
        covers_from=covers,
        manifest={"sources": [], "made_up": False},
    )


def _faults(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    days, seen = set(), set()
    for row in rows:
        pair = (row["table_name"], row["authority"])
        if any(row[name] is None for name in ("as_at", "table_name", "authority", "source")):
            yield "A row lacks as_at, table_name, authority or source."
        elif row["table_name"] not in TABLES:
            yield f"{row['table_name']} is not a canonical table."
        elif pair in seen:
            yield f"{pair[0]} of authority {pair[1]} is there twice: one source of each is counted."
        seen.add(pair)
        days.add(row["as_at"])
    if len(days) > 1:
        yield f"Rows describe {len(days)} different dates; all must describe one."
