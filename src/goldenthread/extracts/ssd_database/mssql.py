"""SSD tables of a SQL Server database, through Ibis.

The queries are compiled and tested; they have not been run against a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from goldenthread.engines.postgres import masked
from goldenthread.errors import DatabaseError, Problem, UserError
from goldenthread.extracts.ssd_database.tables import SsdTable

REMEDY = 'Install it with: pip install "goldenthread[mssql]" and Microsoft\'s ODBC driver.'
ROWS_AT_A_TIME = 20_000
_DRIVER = "ODBC Driver 18 for SQL Server"


class SqlServerSource:
    """A connection to the database."""

    def __init__(self, url: str) -> None:
        self.url = url
        try:
            import ibis
            import pyodbc  # type: ignore[import-not-found,unused-ignore]
        except ImportError as error:
            raise UserError("Reading SQL Server is not installed.", remedy=REMEDY) from error
        self._refusal = pyodbc.Error
        try:
            self.backend = ibis.mssql.connect(**address(url))
        except pyodbc.Error as error:
            raise DatabaseError(self._problem(error)) from None

    def _problem(self, error: Any) -> Problem:
        state = str(error.args[0]) if error.args else ""
        refused = state.startswith("28")
        return Problem(
            what="The database refuses the name or the password."
            if refused
            else f"The database could not be reached or dropped the connection ({state}).",
            remedy="Correct them; nothing was written." if refused else "Try again; nothing was written.",
            file=masked(self.url),
            code="database_refused" if refused else "database_lost",
        )

    def tables(self, schema: str) -> Mapping[str, Mapping[str, str]]:
        """Tables and views of a schema with their columns and types."""
        try:
            return {
                name: {column: str(kind) for column, kind in self.backend.get_schema(name, database=schema).items()}
                for name in self.backend.list_tables(database=schema)
            }
        except self._refusal as error:
            raise DatabaseError(self._problem(error)) from None

    def schemas(self) -> Sequence[str]:
        """Schemas this user may see."""
        return list(self.backend.list_databases())

    def batches(self, table: SsdTable) -> Iterator[Sequence[Sequence[Any]]]:
        """The wanted columns of every row, in an order that depends on nothing but what they say."""
        expression = query(self.backend.table(table.name, database=table.schema), table)
        try:
            for batch in self.backend.to_pyarrow_batches(expression, chunk_size=ROWS_AT_A_TIME):
                yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        except self._refusal as error:
            raise DatabaseError(self._problem(error)) from None

    def close(self) -> None:
        """Let go of the database."""
        self.backend.disconnect()


def address(url: str) -> dict[str, Any]:
    """What Ibis needs to connect, from mssql://user:password@host:port/database?driver=…"""
    parts = urlsplit(url)
    given: dict[str, Any] = {"driver": _DRIVER} | dict(parse_qsl(parts.query))
    given |= {"host": parts.hostname or "localhost", "port": parts.port or 1433, "database": parts.path.strip("/")}
    if parts.username:
        given["user"] = unquote(parts.username)
    if parts.password:
        given["password"] = unquote(parts.password)
    return given


def query(rows: Any, table: SsdTable) -> Any:
    """The query for a table as an expression. Values keep their types: the server's own text of a date is not ISO."""
    chosen = {}
    for column in table.wanted:
        value = rows[column]
        if column in table.present_only:
            value = (value.notnull() & (value.cast("string").strip() != "")).ifelse("given", None)
        chosen[column] = value
    selected = rows.select(**chosen)
    return selected.order_by([selected[column] for column in table.wanted])
