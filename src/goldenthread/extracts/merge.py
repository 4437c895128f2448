"""Merging successive returns: one row for each natural key, the later return winning, and every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from goldenthread.tables import PROVENANCE, TABLES, Table

COUNTED = ("new", "changed", "repeated", "duplicate", "conflicting")


@dataclass(frozen=True, kw_only=True)
class Staged:
    """The staging Parquet of one table from one source file; a higher `order` is read later."""

    file_name: str
    path: Path
    order: int


class Merger:
    """Merges staged rows with DuckDB, on disk when they are large."""

    def __init__(self, workspace: Path) -> None:
        workspace.mkdir(parents=True, exist_ok=True)
        self._connection = duckdb.connect()
        self._connection.execute("SET temp_directory = ?", [str(workspace)])
        self._connection.execute("SET preserve_insertion_order = true")

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def merge(self, table: str, staged: Sequence[Staged], target: Path, load_id: str) -> dict[str, dict[str, int]]:
        """Write the merged rows of one table and source to `target`, sorted.

        Answers, for each source file, how many rows were new, changed, repeated, or duplicates in the file.
        """
        definition = TABLES[table]
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE ranked AS {_ranked(definition, staged)}")
        target.parent.mkdir(parents=True, exist_ok=True)
        merged = _person_query(definition) if table == "person" else _latest_query(definition)
        named = ", ".join(
            f"{_text(load_id)} AS load_id" if name == "load_id" else name for name in definition.arrow_schema().names
        )
        order = ", ".join(("authority", *definition.natural_key))
        self._connection.execute(
            f"COPY (SELECT {named} FROM ({merged}) ORDER BY {order}) TO {_text(str(target))} "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )
        return self._accounts(staged)

    def _accounts(self, staged: Sequence[Staged]) -> dict[str, dict[str, int]]:
        rows = self._connection.execute("SELECT source_file, fate, count(*) FROM ranked GROUP BY ALL").fetchall()
        accounts = {one.file_name: dict.fromkeys(COUNTED, 0) for one in staged}
        for name, fate, count in rows:
            accounts[name][fate] = count
        return accounts

    def orphans(self, files: Mapping[str, Path]) -> dict[str, int]:
        """Rows that refer to a row that was not read, by 'table.column'; only where the other table was read."""
        found = {}
        for table in files:
            for column in TABLES[table].columns:
                other = column.references
                if not other or other not in files or len(TABLES[other].key) != 1:
                    continue
                query = (
                    f"SELECT count(*) FROM {_read(files[table])} AS a WHERE a.{column.name} IS NOT NULL AND NOT EXISTS "
                    f"(SELECT 1 FROM {_read(files[other])} AS b WHERE b.authority = a.authority "
                    f"AND b.{TABLES[other].key[0]} = a.{column.name})"
                )
                count = self._connection.execute(query).fetchone()
                if count and count[0]:
                    found[f"{table}.{column.name}"] = int(count[0])
        return found

    def authorities(self, path: Path) -> list[str]:
        """The authorities with rows in a file."""
        rows = self._connection.execute(f"SELECT DISTINCT authority FROM {_read(path)} ORDER BY 1").fetchall()
        return [str(row[0]) for row in rows]


def _text(text: str) -> str:
    """A literal for SQL; file names and load ids are ours or the user's own paths, quoted all the same."""
    return "'" + text.replace("'", "''") + "'"


def _read(path: Path) -> str:
    return f"read_parquet({_text(str(path))})"


def _ranked(table: Table, staged: Sequence[Staged]) -> str:
    """Every staged row with its place in the history of its key and what became of it."""
    content = [name for name in table.column_names if name not in table.natural_key] or list(table.natural_key)
    parts = [f"SELECT *, {one.order} AS file_order FROM {_read(one.path)}" for one in staged]
    key = ", ".join(("authority", *table.natural_key))
    history = f"PARTITION BY {key} ORDER BY collection_year NULLS FIRST, as_at, file_order, source_row"
    hashed = f"hash({', '.join(content)})"
    return f"""
        WITH everything AS ({" UNION ALL ".join(parts)}),
        hashed AS (SELECT *, {hashed} AS content FROM everything),
        placed AS (
            SELECT *,
                row_number() OVER ({history}) AS place,
                row_number() OVER (PARTITION BY {key}
                    ORDER BY collection_year DESC NULLS LAST, as_at DESC, file_order DESC, source_row DESC) AS from_last,
                lag(content) OVER ({history}) AS content_before,
                lag(source_file) OVER ({history}) AS file_before
            FROM hashed
        )
        SELECT * EXCLUDE (content, content_before, file_before),
            CASE
                WHEN place = 1 THEN 'new'
                WHEN file_before = source_file AND content = content_before THEN 'duplicate'
                WHEN file_before = source_file THEN 'conflicting'
                WHEN content = content_before THEN 'repeated'
                ELSE 'changed'
            END AS fate
        FROM placed
    """


def _latest_query(table: Table) -> str:
    return f"SELECT {', '.join(table.arrow_schema().names)} FROM ranked WHERE from_last = 1"


def _person_query(table: Table) -> str:
    """For people a blank in a later return does not erase what an earlier one said."""
    provenance = {column.name for column in PROVENANCE}
    chosen: list[Any] = []
    for name in table.arrow_schema().names:
        if name in ("authority", *table.natural_key):
            chosen.append(name)
        elif name in provenance:
            chosen.append(f"arg_max_null({name}, place) AS {name}")
        else:
            chosen.append(f"arg_max({name}, place) AS {name}")
    return f"SELECT {', '.join(chosen)} FROM ranked GROUP BY {', '.join(('authority', *table.natural_key))}"
