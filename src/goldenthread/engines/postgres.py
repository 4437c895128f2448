"""The PostgreSQL engine: canonical tables counted where they live.

Everything happens in one transaction that sees one state of the data (repeatable read) and is always rolled back:
counts agree with one another while others write, and nothing is left behind. Rows kept are temporary tables.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from goldenthread.engines.model import COVERAGE, Engine, as_they_are, complete_rows
from goldenthread.errors import DatabaseError, Problem, UserError
from goldenthread.tables import TABLES
from goldenthread.tables.model import Kind

REMEDY = 'Install it with: pip install "goldenthread[postgres]".'
CONNECT_SECONDS = 10
TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "text",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamp",
    Kind.BOOL: "boolean",
    Kind.INT: "integer",
    Kind.DECIMAL: "double precision",
}
_ARROW_TYPES = (
    (pa.types.is_string, "text"),
    (pa.types.is_date, "date"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_int64, "bigint"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "double precision"),
    (pa.types.is_timestamp, "timestamp"),
)


class PostgresEngine(Engine):
    """Canonical tables of a PostgreSQL schema, in one transaction that is rolled back when the engine closes."""

    dialect = "postgres"

    def __init__(self, name: str, backend: Any, tables: Mapping[str, Any], *, url: str) -> None:
        super().__init__(name, backend, tables)
        self._url = url

    def fetch(self, expression: Any) -> pa.Table:
        """Run an expression and return its rows as Arrow."""
        schema = expression.as_table().schema().to_pyarrow()
        with answering(self._url):
            rows = self._backend.con.execute(self._backend.compile(expression)).fetchall()
        columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(schema)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        return pa.Table.from_arrays(arrays, schema=schema)

    def asked(self, expression: Any) -> Callable[[], pa.Table]:
        """The rows of an expression when they are called for: a connection answers one query at a time."""
        return partial(self.fetch, expression)

    def _keep(self, name: str, rows: Any) -> Any:
        with answering(self._url):
            if isinstance(rows, pa.Table):
                fill(self._backend.con, name, rows, temporary=True)
            else:
                from psycopg import sql

                query = sql.SQL(self._backend.compile(rows))
                self._backend.con.execute(sql.SQL("CREATE TEMP TABLE {} AS {}").format(sql.Identifier(name), query))
            _analyze(self._backend.con, name)
            return self._backend.table(name)

    def _disconnect(self) -> None:
        with contextlib.suppress(Exception):
            self._backend.con.rollback()
        self._backend.con.close()


def open_postgres(url: str, *, schema: str = "public", authorities: tuple[str, ...] = ()) -> Engine:
    """An engine over the canonical tables of a schema; DatabaseError when the database refuses."""
    connection = connect(url)
    try:
        with answering(url):
            present = columns_of(connection, schema)
            for name in TABLES:
                if name in present:
                    _view(connection, schema, name, present[name], authorities)
            if not any(name in present for name in TABLES):
                raise UserError(
                    f"No canonical table is in the schema {schema} of {masked(url)}.",
                    remedy="Name the schema with --warehouse, or copy a load there first.",
                )
            coverage = _coverage(connection, schema) if COVERAGE in present else None
        engine = _engine(connection, [name for name in TABLES if name in present], url)
        engine.coverage = coverage
        return engine
    except BaseException:
        connection.close()
        raise


def postgres_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]], url: str) -> Engine:
    """An engine over rows given as dictionaries, as temporary tables. For worked examples."""
    connection = connect(url)
    for name, given in rows.items():
        fill(connection, name, complete_rows(name, given), temporary=True)
    return _engine(connection, list(rows), url)


def _coverage(connection: Any, schema: str) -> tuple[dict[str, Any], ...]:
    from psycopg import sql
    from psycopg.rows import dict_row

    query = sql.SQL(
        "SELECT load_id, CAST(as_at AS date) AS as_at, table_name, CAST(authority AS text) AS authority, source, "
        "CAST(covers_from AS date) AS covers_from FROM {} ORDER BY table_name, authority"
    ).format(sql.Identifier(schema, COVERAGE))
    return tuple(connection.cursor(row_factory=dict_row).execute(query).fetchall())


def _engine(connection: Any, names: Sequence[str], url: str) -> Engine:
    from ibis.backends.postgres import Backend

    # Only temporary tables and views are named without a schema, and theirs is the only one looked in.
    connection.execute("SET LOCAL search_path TO ''")
    backend = Backend.from_connection(connection)
    return PostgresEngine("postgres", backend, as_they_are({name: backend.table(name) for name in names}), url=url)


def connect(url: str, *, read_only: bool = False) -> Any:
    """A connection in a transaction that sees one state of the data; DatabaseError with retry advice when refused."""
    try:
        import psycopg
    except ImportError as error:
        raise UserError("Reading PostgreSQL is not installed.", remedy=REMEDY) from error
    with answering(url):
        connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS, application_name="goldenthread")
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = read_only or None
        connection.execute("SET LOCAL timezone TO 'UTC'")
    return connection


@contextlib.contextmanager
def answering(url: str) -> Iterator[None]:
    """What a database says is wrong, as an error a user can act on; no password and no value of a row is told."""
    import psycopg

    try:
        yield
    except psycopg.OperationalError as error:
        raise DatabaseError(_refusal(error, url)) from None
    except psycopg.Error as error:
        said = error.diag.message_primary or type(error).__name__
        raise DatabaseError(
            Problem(
                what=f"The database could not answer: {_without_values(said)}.",
                remedy="See that the tables have the names and types the documentation gives.",
                file=masked(url),
                code="database_error",
            )
        ) from None


def _refusal(error: Any, url: str) -> Problem:
    state = error.sqlstate or ""
    text = str(error).casefold()
    if state == "28P01" or "password" in text or "authentication" in text:
        what, remedy = "The database refuses the name or the password.", "Correct them; nothing was written."
        code = "database_refused"
    elif state == "57014" or "timeout" in text or "timed out" in text:
        what, remedy = "The database did not answer in time.", "Try again when it is less busy; nothing was written."
        code = "database_slow"
    elif not state and "connection" in text and ("refused" in text or "no such file" in text or "resolve" in text):
        what = "There is no database at this address, or it takes no connections."
        remedy, code = "See that the server runs and the address and port are right, and try again.", "database_absent"
    elif state == "3D000" or "does not exist" in text:
        what, remedy = "The server has no database or user of this name.", "Correct the name."
        code = "database_absent"
    else:
        what = "The connection to the database was lost."
        remedy, code = "Try again; nothing was written.", "database_lost"
    return Problem(what=what, remedy=remedy, file=masked(url), code=code)


def _without_values(said: str) -> str:
    """A message without what stands in quotation marks, which may be a value of a child's row."""
    return "".join(part for place, part in enumerate(said.split('"')) if place % 2 == 0).strip().rstrip(":. ")


def masked(url: str) -> str:
    """A database's address without user name, password and options."""
    parts = urlsplit(url)
    if not parts.scheme:
        return "the database"
    where = parts.hostname or ""
    with contextlib.suppress(ValueError):
        where += f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{where}{parts.path}"


def columns_of(connection: Any, schema: str) -> dict[str, dict[str, str]]:
    """The tables and views of a schema that this user may see: column names with their types, in order."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = %s ORDER BY table_name, ordinal_position",
        (schema,),
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def _view(connection: Any, schema: str, name: str, present: Mapping[str, str], authorities: tuple[str, ...]) -> None:
    """The canonical table as a temporary view: declared columns and types, text ordered as on every other engine."""
    from psycopg import sql

    columns = []
    for column in TABLES[name].all_columns:
        value = sql.Identifier(column.name) if column.name in present else sql.NULL
        columns.append(sql.SQL("{} AS {}").format(_cast(value, TYPES[column.kind]), sql.Identifier(column.name)))
    where: Any = sql.SQL("")
    if authorities:
        wanted = sql.SQL(", ").join(sql.Literal(code) for code in authorities)
        where = sql.SQL(" WHERE CAST(authority AS text) IN ({})").format(wanted)
    connection.execute(
        sql.SQL("CREATE TEMP VIEW {} AS SELECT {} FROM {}{}").format(
            sql.Identifier(name), sql.SQL(", ").join(columns), sql.Identifier(schema, name), where
        )
    )


def _cast(value: Any, kind: str) -> Any:
    from psycopg import sql

    cast = sql.SQL("CAST({} AS {})").format(value, sql.SQL(kind))
    return sql.SQL('{} COLLATE "C"').format(cast) if kind == "text" else cast


def fill(connection: Any, name: str, rows: pa.Table, *, schema: str = "", temporary: bool = False) -> None:
    """Make a table of a name and copy the rows of an Arrow table into it."""
    make_table(connection, name, rows.schema, schema=schema, temporary=temporary)
    copy_rows(connection, name, rows.to_batches(max_chunksize=20_000), schema=schema)


def copy_rows(connection: Any, name: str, batches: Iterable[pa.RecordBatch], *, schema: str = "") -> int:
    """Copy batches of rows into a table that has their columns in their order; answers how many rows."""
    from psycopg import sql

    place = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    count = 0
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(place)) as copy:
        for batch in batches:
            count += batch.num_rows
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                copy.write_row(row)
    return count


def make_schema(connection: Any, schema: str) -> None:
    """Make a schema where there is none."""
    from psycopg import sql

    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))


def drop_table(connection: Any, name: str, *, schema: str) -> None:
    """Drop a table of a schema."""
    from psycopg import sql

    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schema, name)))


def make_table(connection: Any, name: str, columns: pa.Schema, *, schema: str = "", temporary: bool = False) -> None:
    """Make an empty table with the columns of an Arrow schema."""
    from psycopg import sql

    kind = sql.SQL("TEMP TABLE" if temporary else "TABLE")
    place = sql.Identifier(schema, name) if schema else sql.Identifier(name)
    declared = [sql.SQL("{} {}").format(sql.Identifier(field.name), _column_type(field.type)) for field in columns]
    connection.execute(sql.SQL("CREATE {} {} ({})").format(kind, place, sql.SQL(", ").join(declared)))


def _column_type(kind: pa.DataType) -> Any:
    from psycopg import sql

    named = next((name for is_kind, name in _ARROW_TYPES if is_kind(kind)), None)
    if named is None:
        raise TypeError(f"{kind} has no counterpart in PostgreSQL here")
    return sql.SQL('text COLLATE "C"' if named == "text" else named)


def _analyze(connection: Any, name: str) -> None:
    """Tell the planner how many rows a temporary table has; nobody else does."""
    from psycopg import sql

    connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))
