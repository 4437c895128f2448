"""Copying the SSD tables of a database into a folder, all of one moment, for the reader of SSD files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from goldenthread.engines.postgres import masked
from goldenthread.errors import InputError, Problem
from goldenthread.extracts.gather import Found, Gathered
from goldenthread.extracts.model import SourceFile
from goldenthread.extracts.progress import progress_bar
from goldenthread.extracts.ssd_database.spool import Spooled, spool
from goldenthread.extracts.ssd_database.tables import USUAL_SCHEMAS, SsdTable, ssd_tables, write_empty

_POSTGRES = ("postgresql", "postgres")
_SQL_SERVER = ("mssql", "sqlserver")


@dataclass(frozen=True, kw_only=True)
class SsdDatabase:
    """The address of a database and the schema of its SSD tables; without a schema the usual ones are tried."""

    url: str
    schema: str = ""


class _Source(Protocol):
    def tables(self, schema: str) -> Mapping[str, Mapping[str, str]]: ...

    def schemas(self) -> Sequence[str]: ...

    def batches(self, table: SsdTable) -> Iterator[Sequence[Sequence[Any]]]: ...

    def close(self) -> None: ...


def fetch(database: SsdDatabase, folder: Path) -> Gathered:
    """Put the SSD tables of a database down in `folder`, to be read like files.

    InputError when the address is of no known kind or no schema holds SSD tables; DatabaseError when the database
    refuses, does not answer in time or drops the connection.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = masked(database.url)
    gathered = Gathered()
    with closing(_open(database.url)) as source:
        schema, tables, others = _find(source, database, place)
        with progress_bar("Copying from the database", len(tables)) as advance:
            for number, table in enumerate(tables):
                spooled = _put_down(source, table, folder / f"{number:03d}.parquet")
                file = SourceFile(
                    name=f"{place}/{schema}.{table.name}",
                    path=spooled.path,
                    size=spooled.path.stat().st_size,
                    sha256=spooled.sha256,
                    rows=spooled.rows if table.is_read else None,
                )
                found = Found(file=file, recognised=table.recognised, set_of_files=f"{place}/{schema}")
                gathered.found.append(found)
                advance(1)
    gathered.ignored += [
        Problem(what="Not an SSD table: ignored.", file=f"{place}/{schema}.{name}", code="not_a_return")
        for name in others
    ]
    return gathered


def _open(url: str) -> _Source:
    kind = urlsplit(url).scheme
    if kind in _POSTGRES:
        from goldenthread.extracts.ssd_database.postgres import PostgresSource

        return PostgresSource(url)
    if kind in _SQL_SERVER:
        from goldenthread.extracts.ssd_database.mssql import SqlServerSource

        return SqlServerSource(url)
    raise InputError(
        Problem(
            what="The address is neither of a PostgreSQL nor of a SQL Server database.",
            remedy="Write it as postgresql://user@host/name or mssql://user@host/name.",
            code="unknown_database",
        )
    )


def _find(source: _Source, database: SsdDatabase, place: str) -> tuple[str, list[SsdTable], list[str]]:
    """The schema that holds SSD tables, and its tables."""
    tried = (database.schema,) if database.schema else USUAL_SCHEMAS
    known = set(source.schemas())
    for schema in tried:
        if schema in known:
            tables, others = ssd_tables(schema, source.tables(schema))
            if tables:
                return schema, tables, others
    elsewhere = [s for s in sorted(known - set(tried)) if ssd_tables(s, source.tables(s))[0]]
    raise InputError(
        Problem(
            what=f"There are no SSD tables in {' or '.join(tried)}.",
            remedy=f"They are in {' and '.join(elsewhere)}: name it with --ssd-schema."
            if elsewhere
            else "Name their schema with --ssd-schema, and see that this user may read them.",
            file=place,
            code="no_ssd_tables",
        )
    )


def _put_down(source: _Source, table: SsdTable, place: Path) -> Spooled:
    if table.is_read:
        return spool(table, source.batches(table), place)
    write_empty(table, place)
    return spool(table, (), place)
