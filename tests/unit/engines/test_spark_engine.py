"""Spark: partitions pruned, files and warehouse tables read alike, nothing listening beyond this machine."""

from __future__ import annotations

import builtins
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.engines import EngineChoice, TableFiles, open_chosen, open_engine, spark
from goldenthread.engines.partitions import parts_of, write_partitions
from goldenthread.errors import DatabaseError, UserError
from goldenthread.tables import TABLES

LOCAL = "local[2]"
needs_java = pytest.mark.skipif(
    not shutil.which("java"), reason="install Java 17 or later (openjdk-17-jre-headless) to count on Spark"
)


def _contacts(*authorities: str, source: str = "cin") -> pa.Table:
    rows = [
        {"contact_id": f"{area}-{n}", "authority": area, "source": source, "contact_date": dt.date(2014, 3, n + 1)}
        for area in authorities
        for n in range(3)
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["contact"].arrow_schema())


@pytest.fixture
def partitioned(tmp_path: Path) -> Path:
    folder = tmp_path / "the council's [loads]" / "contact" / "cin"
    write_partitions(folder, [_contacts("001", "002"), _contacts("002", "003")])
    return folder


def test_rows_lie_in_a_folder_for_each_authority_and_none_is_lost(partitioned: Path) -> None:
    found = [path.relative_to(partitioned).as_posix() for path in parts_of(partitioned)]
    # 002 ends one batch and begins the next: one file.
    assert found == [f"authority={code}/part-0.parquet" for code in ("001", "002", "003")]
    assert [pq.read_metadata(path).num_rows for path in parts_of(partitioned)] == [3, 6, 3]
    assert "authority" not in pq.read_schema(parts_of(partitioned)[0]).names


def test_an_authority_that_comes_back_gets_another_file(tmp_path: Path) -> None:
    write_partitions(tmp_path / "contact", [_contacts("001", "002", "001")])
    names = [path.relative_to(tmp_path / "contact").as_posix() for path in parts_of(tmp_path / "contact")]
    assert names == ["authority=001/part-0.parquet", "authority=001/part-1.parquet", "authority=002/part-0.parquet"]


def test_duckdb_reads_the_folders_of_the_authorities_wanted_and_no_other(partitioned: Path) -> None:
    files = {"contact": TableFiles(files=(partitioned,))}
    (partitioned / "authority=003" / "part-0.parquet").write_bytes(b"not parquet at all")
    with open_engine(files, authorities=("001", "002")) as engine:
        table = engine.table("contact")
        counted = engine.fetch(table.group_by("authority").aggregate(n=table.count()).order_by("authority"))
    assert counted.to_pylist() == [{"authority": "001", "n": 3}, {"authority": "002", "n": 6}]
    with open_engine(files) as engine, pytest.raises(Exception, match=r"part-0\.parquet"):
        engine.fetch(engine.table("contact"))


@needs_java
def test_spark_reads_the_folders_of_the_authorities_wanted_and_no_other(partitioned: Path) -> None:
    files = {"contact": TableFiles(files=(partitioned,))}
    with open_engine(files, engine="spark", master=LOCAL, authorities=("002",)) as engine:
        expression = engine.table("contact").select("authority", "contact_id", "contact_date").order_by("contact_id")
        assert engine.fetch(expression).to_pylist() == [
            {"authority": "002", "contact_id": f"002-{n}", "contact_date": dt.date(2014, 3, n + 1)}
            for n in (0, 0, 1, 1, 2, 2)
        ]
        frame = engine._backend.raw_sql(engine._backend.compile(expression))
        plan = frame._jdf.queryExecution().executedPlan().toString()
        assert "PartitionFilters: [" in plan
        assert "authority" in plan.split("PartitionFilters: [")[1].split("]")[0]
        assert {Path(name).parent.name for name in frame.inputFiles()} == {
            f"authority={c}" for c in ("001", "002", "003")
        }
        frame.collect()
        scan = frame._jdf.queryExecution().executedPlan().collectLeaves().head()
        assert _files_read(scan) == 1


def test_rows_are_dealt_into_more_pieces_the_more_of_them_are_read(
    partitioned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [TableFiles(files=(partitioned,))]
    assert spark._pieces(tables, ()) == 8
    size = {path.parent.name: path.stat().st_size for path in parts_of(partitioned)}["authority=002"]
    monkeypatch.setattr(spark, "_BYTES_A_PIECE", size // 100)
    # Of the authorities that are read alone: of all three there would be more than the most.
    assert spark._pieces(tables, ("002",)) == size // (size // 100)
    assert spark._pieces(tables, ()) == 200
    whole = tmp_path / "person.parquet"
    shutil.copy(parts_of(partitioned)[1], whole)
    assert spark._pieces([TableFiles(files=(whole,))], ("301",)) == size // (size // 100)


@needs_java
def test_an_engine_over_more_rows_deals_them_into_more_pieces(
    partitioned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"contact": TableFiles(files=(partitioned,))}
    monkeypatch.setattr(spark, "_BYTES_A_PIECE", 1)
    with open_engine(files, engine="spark", master=LOCAL) as engine:
        assert engine._backend._session.conf.get("spark.sql.shuffle.partitions") == "200"
    monkeypatch.undo()
    with open_engine(files, engine="spark", master=LOCAL) as engine:
        assert engine._backend._session.conf.get("spark.sql.shuffle.partitions") == "8"


def _files_read(scan: Any) -> int:
    """How many files a step of Spark's plan read; adaptive plans hold the step inside."""
    while scan.nodeName().startswith(("AdaptiveSparkPlan", "QueryStage", "ShuffleQueryStage", "ResultQueryStage")):
        inner = scan.executedPlan() if scan.nodeName().startswith("Adaptive") else scan.plan()
        scan = inner.collectLeaves().head()
    return int(scan.metrics().apply("numFiles").value())


@needs_java
def test_spark_keeps_the_chosen_source_and_fills_columns_an_older_file_lacks(tmp_path: Path) -> None:
    for source, area in (("cin", "A"), ("ssd", "B")):
        rows = [{"contact_id": f"{source}{n}", "authority": n, "source": source} for n in ("A", "B")]
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{source}.parquet")
        assert area
    files = TableFiles(files=(tmp_path / "cin.parquet", tmp_path / "ssd.parquet"), keep=(("A", "ssd"), ("B", "cin")))
    with open_engine({"contact": files}, engine="spark", master=LOCAL) as engine:
        table = engine.fetch(engine.table("contact").order_by("contact_id"))
        assert not engine.has("cp_plan")
        assert engine.fetch(engine.table("cp_plan")).num_rows == 0
    assert table.column("contact_id").to_pylist() == ["cinB", "ssdA"]
    assert table.schema.equals(TABLES["contact"].arrow_schema())


@needs_java
def test_tables_of_a_warehouse_are_counted_where_they_are(tmp_path: Path) -> None:
    session = spark.spark_session(LOCAL)
    session.sql("CREATE DATABASE IF NOT EXISTS children")
    session.createDataFrame(_contacts("301", "302").drop_columns(["source_row"])).write.mode("overwrite").saveAsTable(
        "children.contact"
    )
    session.sql("DROP TABLE IF EXISTS children.other")
    session.sql("CREATE TABLE children.other (a INT) USING parquet")
    choice = EngineChoice(engine="spark", master=LOCAL, schema="children", authorities=("302",))
    with open_chosen(choice, {}) as engine:
        assert engine.fetch(engine.table("contact").select("contact_id")).num_rows == 3
        assert not engine.has("referral")
    with pytest.raises(UserError, match="no schema called nowhere"):
        open_chosen(EngineChoice(engine="spark", master=LOCAL, schema="nowhere"), {})


@needs_java
def test_the_session_is_set_so_that_answers_are_those_of_the_other_engines() -> None:
    session = spark.spark_session(LOCAL)
    conf = {name: session.conf.get(name) for name in ("spark.sql.session.timeZone", "spark.sql.ansi.enabled")}
    assert conf == {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
    context = session.sparkContext.getConf()
    assert context.get("spark.ui.enabled") == "false"
    assert context.get("spark.driver.bindAddress") == "127.0.0.1"
    # What is counted of a country is more than the gigabyte that Spark lets through of itself.
    assert context.get("spark.driver.maxResultSize") == "0"
    folder = Path(context.get("spark.local.dir"))
    assert folder.stat().st_mode & 0o077 == 0
    other = spark.spark_session(LOCAL)
    session.createDataFrame([(1,)], ["a"]).createOrReplaceTempView("only_here")
    assert session.catalog.tableExists("only_here")
    assert not other.catalog.tableExists("only_here")


@needs_java
def test_what_spark_says_is_told_without_the_rows_it_quotes(tmp_path: Path) -> None:
    rows = pa.table({"contact_id": ["SYN-77-secret"], "authority": ["999"]})
    pq.write_table(rows, tmp_path / "contact.parquet")
    with open_engine(
        {"contact": TableFiles(files=(tmp_path / "contact.parquet",))}, engine="spark", master=LOCAL
    ) as engine:
        impossible = engine.table("contact").mutate(number=engine.table("contact").contact_id.cast("int32"))
        with pytest.raises(DatabaseError, match="Spark could not answer") as told:
            engine.fetch(impossible.select("number"))
    assert "SYN-77" not in str(told.value)


@needs_java
def test_one_process_has_one_spark() -> None:
    spark.spark_session(LOCAL)
    with pytest.raises(UserError, match=r"already runs at local\[2\]"):
        spark.spark_session("spark://127.0.0.1:7077")


def test_without_pyspark_the_extra_and_java_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def hidden(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == "pyspark":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", hidden)
    with pytest.raises(UserError, match=r'pip install "goldenthread\[spark\]" and Java 17') as told:
        spark._start(LOCAL, "")
    assert "not installed" in str(told.value)


def test_without_java_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark.shutil, "which", lambda _name: None)
    with pytest.raises(UserError, match="Spark runs on Java"):
        spark._start(LOCAL, "")


def test_a_pandas_spark_cannot_use_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "version", lambda _name: "3.1.1")
    with pytest.raises(UserError, match="pandas below 3"):
        spark._start(LOCAL, "")
