"""The distributed engine: Spark on this machine or on a cluster, over the same Parquet or a warehouse's own tables.

One Spark application serves the whole process, because starting one takes seconds; each engine has a session of
its own within it, so that names and settings of one never meet another's.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from goldenthread.engines.model import COVERAGE, Engine, TableFiles, as_they_are, canonical, complete_rows
from goldenthread.errors import DatabaseError, Problem, UserError
from goldenthread.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEDY = 'Install it with: pip install "goldenthread[spark]" and Java 17 or later.'
_LOCAL = "local"
_RUNNING: dict[str, tuple[Any, str]] = {}
_LOGGING = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c: %m%n
"""
# Numbers that overflow, and text that is no date, are errors on DuckDB and PostgreSQL: on Spark too.
_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    # Codes such as 001 are text, also where they are the names of folders.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Java never compiles a method above 8,000 bytes: a query that would become one is run step by step, not interpreted.
    "spark.sql.codegen.hugeMethodLimit": "8000",
}


# On this machine: rows of so many bytes of Parquet are sorted or joined as one piece, within bounds.
_BYTES_A_PIECE = 8 * 2**20
_FEWEST_PIECES, _MOST_PIECES = 8, 200
# SQLSTATE of queries that could not be understood: unknown columns, and syntax.
_OURS = ("42703", "42601", "42000", "42K09", "42P01")
# Over a handful of rows what costs is planning: one task for each step, and no compiling of Java.
_FOR_FEW_ROWS = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}


class SparkEngine(Engine):
    """Canonical tables on Spark; rows kept are cached in memory and on local disk, never written to a catalogue."""

    dialect = "pyspark"

    def __init__(self, name: str, backend: Any, tables: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__(name, backend, tables)
        self._kept: list[Any] = []
        self._dealt: dict[str, Any] = {}

    def fetch(self, expression: Any) -> pa.Table:
        """Run an expression and return its rows as Arrow."""
        wanted = expression.as_table().schema().to_pyarrow()
        with _answering():
            return self._backend.raw_sql(self._backend.compile(expression)).toArrow().cast(wanted)

    def asked(self, expression: Any) -> Callable[[], pa.Table]:
        """The rows of an expression when they are called for: writing a query is little beside answering it."""
        return partial(self.fetch, expression)

    def dealt(self, rows: Any) -> Any:
        """The rows dealt out by authority and month: what is grouped by both afterwards need not be dealt again.

        It also ends the step of Spark in which the rows are made, so that making many of each is one of its own, small
        enough for Java to compile.
        """
        if self._backend._session.conf.get("spark.sql.shuffle.partitions") == "1":
            return rows
        query = self._backend.compile(rows)
        name = f"dealt_{sha256(query.encode()).hexdigest()[:16]}"
        if name not in self._dealt:
            with _answering():
                frame = self._backend.raw_sql(query).repartition("authority", "month")
            frame.createOrReplaceTempView(name)
            self._dealt[name] = rows
        return self._backend.table(name)

    def staged_sql(self) -> dict[str, str]:
        """The queries behind the tables kept and the rows dealt out, by name."""
        return super().staged_sql() | {name: self.sql(expression) for name, expression in self._dealt.items()}

    def _keep(self, name: str, rows: Any) -> Any:
        session = self._backend._session
        if isinstance(rows, pa.Table):
            frame = _frame(session, rows)
        else:
            with _answering():
                frame = self._backend.raw_sql(self._backend.compile(rows))
        frame.cache().createOrReplaceTempView(name)
        self._kept.append(frame)
        return self._backend.table(name)

    def _disconnect(self) -> None:
        """Let go of the rows kept; the application stays for the next engine and ends with the process."""
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()


def open_spark(
    files: Mapping[str, TableFiles],
    *,
    master: str = "local[*]",
    memory: str = "",
    authorities: tuple[str, ...] = (),
) -> Engine:
    """An engine over Parquet files that Spark can reach; of partitioned files only the authorities' are read.

    `memory` such as 8GB is for Spark on this machine, where it has not been started in this process before.
    """
    backend = _backend(master, memory)
    if master.startswith(_LOCAL):
        backend._session.conf.set("spark.sql.shuffle.partitions", str(_pieces(files.values(), authorities)))
    tables = {name: partial(_view, backend, name, table, authorities) for name, table in files.items() if table.files}
    return SparkEngine("spark", backend, tables)


def open_spark_warehouse(schema: str, *, master: str = "local[*]", authorities: tuple[str, ...] = ()) -> Engine:
    """An engine over canonical tables that live in a schema of Spark's own warehouse, such as Hive or Unity."""
    backend = _backend(master)
    outer, _, database = schema.rpartition(".")
    place: Any = (outer, database) if outer else database
    present = set(_tables_of(backend, schema))

    def view(name: str) -> Any:
        rows = canonical(backend.table(name, database=place), name, TableFiles(files=()), authorities)
        return backend.create_view(f"canonical_{name}", rows, overwrite=True)

    engine = SparkEngine("spark", backend, {name: partial(view, name) for name in TABLES if name in present})
    if COVERAGE in present:
        engine.coverage = _coverage(backend, schema)
    return engine


def _coverage(backend: Any, schema: str) -> tuple[dict[str, Any], ...]:
    place = ".".join(_quoted(part) for part in (*schema.split("."), COVERAGE))
    rows = backend._session.table(place).selectExpr(
        "load_id",
        "CAST(as_at AS date) AS as_at",
        "table_name",
        "CAST(authority AS string) AS authority",
        "source",
        "CAST(covers_from AS date) AS covers_from",
    )
    return tuple(row.asDict() for row in rows.orderBy("table_name", "authority").collect())


def spark_over_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]], *, master: str = "local[*]") -> Engine:
    """An engine over rows given as dictionaries; columns not given are empty. For worked examples."""
    backend = _backend(master)
    for key, value in _FOR_FEW_ROWS.items():
        backend._session.conf.set(key, value)
    tables = {}
    for name, given in rows.items():
        _frame(backend._session, complete_rows(name, given)).createOrReplaceTempView(name)
        tables[name] = backend.table(name)
    return SparkEngine("spark", backend, as_they_are(tables))


def spark_session(master: str = "local[*]", memory: str = "") -> Any:
    """A session of its own in the process's one Spark application; UserError when Spark or Java is not installed."""
    running = _RUNNING.get("application")
    if running is None:
        running = _RUNNING["application"] = (_start(master, memory), master)
    if running[1] != master:
        raise UserError(
            f"Spark already runs at {running[1]} in this process.",
            remedy=f"Count at {master} in a process of its own.",
        )
    session = running[0].newSession()
    for key, value in _SESSION.items():
        session.conf.set(key, value)
    return session


def _tables_of(backend: Any, schema: str) -> list[str]:
    try:
        rows = backend.raw_sql(f"SHOW TABLES IN {'.'.join(_quoted(part) for part in schema.split('.'))}").collect()
    except Exception as error:
        raise UserError(
            f"Spark has no schema called {schema}.",
            remedy="Name the warehouse's schema as Spark knows it, and start Spark with that warehouse's settings.",
        ) from error
    return [row.tableName for row in rows if not row.isTemporary]


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _frame(session: Any, rows: pa.Table) -> Any:
    return session.createDataFrame(rows)


def _view(backend: Any, name: str, table: TableFiles, authorities: tuple[str, ...]) -> Any:
    import ibis
    from ibis.backends.pyspark.datatypes import PySparkSchema

    # With the columns told beforehand Spark need not open a file to learn them; those a file lacks are empty.
    schema = PySparkSchema.from_ibis(ibis.schema(TABLES[name].arrow_schema()))
    raw = []
    for place, path in enumerate(table.files):
        frame = backend._session.read.schema(schema).parquet(_place(path))
        frame.createOrReplaceTempView(f"{name}_files_{place}")
        raw.append(canonical(backend.table(f"{name}_files_{place}"), name, table, authorities))
    return backend.create_view(name, raw[0].union(*raw[1:]) if raw[1:] else raw[0], overwrite=True)


def _pieces(tables: Iterable[TableFiles], authorities: tuple[str, ...]) -> int:
    """Into how many pieces rows are dealt when they are sorted and joined, so that one fits in memory."""
    wanted = {f"authority={area}" for area in authorities}
    parts = [
        part for table in tables for path in table.files for part in ([path] if path.is_file() else path.rglob("*"))
    ]
    held = sum(
        part.stat().st_size
        for part in parts
        if part.is_file()
        and (not wanted or not part.parent.name.startswith("authority=") or part.parent.name in wanted)
    )
    return max(_FEWEST_PIECES, min(_MOST_PIECES, held // _BYTES_A_PIECE))


def _place(path: Path) -> str:
    """A path as Spark reads it: letters that would stand for others are told apart."""
    return "file://" + "".join(f"\\{letter}" if letter in "*?[]{}\\" else letter for letter in str(path.resolve()))


def _backend(master: str, memory: str = "") -> Any:
    session = spark_session(master, memory)
    import ibis

    return ibis.pyspark.connect(session)


def _start(master: str, memory: str) -> Any:
    """Start the one Spark application of this process."""
    try:
        from pyspark.sql import SparkSession

        pandas = version("pandas")
    except (ImportError, PackageNotFoundError) as error:
        raise UserError("The Spark engine is not installed.", remedy=REMEDY) from error
    if int(pandas.split(".")[0]) >= 3:
        raise UserError(f"Spark needs pandas below 3; this is {pandas}.", remedy=REMEDY)
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise UserError("Spark runs on Java, and there is none here.", remedy=REMEDY)
    folder = tempfile.mkdtemp(prefix="goldenthread-spark-")  # only this user may open it
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    builder = SparkSession.builder.appName("goldenthread").master(master)
    for key, value in (_SESSION | _settings(master, folder, memory)).items():
        builder = builder.config(key, value)
    try:
        with _quiet(master, folder):
            session = builder.getOrCreate()
    except Exception as error:
        raise UserError(
            f"Spark did not start at {master} ({_first_line(error)}).",
            remedy="See that the address is right, that the cluster answers, and that Java is version 17 or later.",
        ) from error
    # It logs whole queries with what went wrong in them, and errors may quote rows.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    atexit.register(session.stop)
    return session


def _settings(master: str, folder: str, memory: str) -> dict[str, str]:
    common = {
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
        "spark.ui.enabled": "false",
    }
    if not master.startswith(_LOCAL):
        return common
    # On this machine: nothing listens beyond it, and nothing is left on its disk.
    return common | {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": str(Path(folder) / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder} -Djava.io.tmpdir={folder} -XX:+UseParallelGC",
        "spark.driver.memory": memory.lower().removesuffix("b") or "2g",
        "spark.sql.shuffle.partitions": str(_FEWEST_PIECES),
        # What is counted of a whole country is fetched at once; a gigabyte, Spark's own limit, is less than that.
        "spark.driver.maxResultSize": "0",
    }


@contextmanager
def _quiet(master: str, folder: str) -> Iterator[None]:
    """On this machine Spark is told where to log and which address it has before it starts."""
    given = {}
    if master.startswith(_LOCAL):
        (Path(folder) / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        given = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": folder}
    missing = {key: value for key, value in given.items() if key not in os.environ}
    os.environ.update(missing)
    try:
        yield
    finally:
        for key in missing:
            os.environ.pop(key, None)


@contextmanager
def _answering() -> Iterator[None]:
    """What Spark says is wrong, as an error a user can act on; values of rows, which it may quote, are not told."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        # Definitions that Spark cannot read are ours to mend, and are shown whole.
        if error.getSqlState() in _OURS:
            raise
        what = f"Spark could not answer ({error.getCondition() or type(error).__name__})."
        remedy = "See that its workers run, can read the load's folder and have memory, and try again."
        raise DatabaseError(Problem(what=what, remedy=remedy, code="database_error")) from None
    except Py4JError:
        what = "The connection to Spark was lost."
        raise DatabaseError(
            Problem(what=what, remedy="Try again; nothing was written.", code="database_lost")
        ) from None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
