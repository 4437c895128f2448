"""SSD tables of a PostgreSQL database: one state of the data, read only, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldenthread.engines.postgres import answering, columns_of, connect
from goldenthread.extracts.ssd_database.tables import SsdTable
from goldenthread.extracts.values import BLANKS

ROWS_AT_A_TIME = 20_000
# A query or a fetch that takes longer is given up.
STATEMENT_SECONDS = 900
LOCK_SECONDS = 30


class PostgresSource:
    """A connection to the database; everything read through it is of one moment."""

    def __init__(self, url: str, *, statement_seconds: float = STATEMENT_SECONDS) -> None:
        self.url = url
        self.connection = connect(url, read_only=True)
        with answering(url):
            for name, seconds in (("statement_timeout", statement_seconds), ("lock_timeout", LOCK_SECONDS)):
                self.connection.execute("SELECT set_config(%s, %s, true)", (name, str(round(seconds * 1000))))
            self.connection.execute("SELECT set_config('datestyle', 'ISO, YMD', true)")

    def tables(self, schema: str) -> Mapping[str, Mapping[str, str]]:
        """Tables and views of a schema with their columns and types."""
        with answering(self.url):
            return columns_of(self.connection, schema)

    def schemas(self) -> Sequence[str]:
        """Schemas this user may see."""
        with answering(self.url):
            rows = self.connection.execute("SELECT nspname FROM pg_namespace ORDER BY 1").fetchall()
        return [name for (name,) in rows if not name.startswith("pg_") and name != "information_schema"]

    def batches(self, table: SsdTable) -> Iterator[Sequence[Sequence[Any]]]:
        """The wanted columns of every row as text, in an order that depends on nothing but what they say."""
        # A cursor on the server: rows come some at a time, whatever the size of the table.
        with answering(self.url), self.connection.cursor(name="goldenthread_ssd") as cursor:
            cursor.execute(query(table), {"blanks": sorted(BLANKS)})
            while rows := cursor.fetchmany(ROWS_AT_A_TIME):
                yield rows

    def close(self) -> None:
        """End the transaction and let go of the database."""
        self.connection.close()


def query(table: SsdTable) -> Any:
    """The query for a table: identifiers quoted, everything cast to text by the server."""
    from psycopg import sql

    columns = []
    for column in table.wanted:
        text = sql.SQL('CAST({} AS text) COLLATE "C"').format(sql.Identifier(column))
        if column in table.present_only:
            text = sql.SQL("CASE WHEN lower(btrim({})) = ANY(%(blanks)s) THEN NULL ELSE 'given' END").format(
                sql.SQL("CAST(COALESCE(CAST({} AS text), '') AS text)").format(sql.Identifier(column))
            )
        columns.append(sql.SQL("{} AS {}").format(text, sql.Identifier(column)))
    places = sql.SQL(", ").join(sql.SQL(str(place)) for place in range(1, len(columns) + 1))
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(columns), sql.Identifier(table.schema, table.name), places
    )
