"""Many authorities: a load in a folder for each, counted a few at a time, gives what counting them at once gives."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.every_engine import differences

from goldenthread.api import workspace
from goldenthread.catalogue import COHORTS
from goldenthread.engines import EngineChoice, open_engine
from goldenthread.errors import LoadError
from goldenthread.loads import MANIFEST, Load, engine_files, open_load
from goldenthread.measures.batches import evaluate_in_batches
from goldenthread.measures.count import count_query, count_sql
from goldenthread.measures.evaluate import Scope, context_of, evaluate
from goldenthread.synthetic.scale import write_load

END = dt.date(2024, 3, 31)
CHOSEN = tuple(cohort for cohort in COHORTS if cohort.id in ("referrals", "assessments", "cp_plans_open"))


@cache
def _loads() -> tuple[Load, Load]:
    """The same three authorities in one file for each table, and in a folder for each authority."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="many-"))
    made = {"authorities": 3, "population": 2_000, "years": 2, "end": END, "seed": 3}
    one, parted = (write_load(folder / name, partitioned=name == "parts", **made).load for name in ("one", "parts"))  # type: ignore[arg-type]
    return one, parted


def _scope(load: Load) -> Scope:
    first = dt.date(2022, 4, 1)
    return Scope(as_at=END, authorities=load.authorities, covers_from=load.covers(), population={}, first=first)


def test_a_partitioned_load_holds_the_rows_of_a_whole_one() -> None:
    one, parted = _loads()
    assert parted.is_partitioned
    assert not one.is_partitioned
    assert one.id != parted.id
    counts = [
        {table: sources["ssd"]["rows"] for table, sources in load.manifest["files"].items()} for load in (one, parted)
    ]
    assert counts[0] == counts[1]
    assert counts[0]["referral"] > 50
    for table in ("referral", "person"):
        found = []
        for load in (one, parted):
            with open_engine(engine_files(load)) as engine:
                rows = engine.fetch(engine.table(table)).drop_columns(["load_id"]).to_pylist()
            found.append(sorted(rows, key=str))
        assert found[0] == found[1]


def test_counting_a_few_at_a_time_gives_what_counting_at_once_gives() -> None:
    one, parted = _loads()
    with open_engine(engine_files(one)) as engine:
        whole = evaluate(engine, CHOSEN, _scope(one))
    told: list[int] = []
    opened: list[tuple[str, ...]] = []

    def open_for(areas: tuple[str, ...]) -> Any:
        opened.append(areas)
        return open_engine(engine_files(parted), authorities=areas)

    found = evaluate_in_batches(open_for, CHOSEN, _scope(parted), at_a_time=2, progress=told.append)
    assert (told, [len(areas) for areas in opened]) == ([2, 1], [2, 1])
    assert differences(whole, found) == []


def test_a_workspace_over_a_partitioned_load_is_counted_in_batches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, parted = _loads()
    settings = _settings(tmp_path, one.authorities[0])
    monkeypatch.setattr(workspace, "AT_A_TIME", 1)
    sizes: list[int] = []
    real = workspace.open_chosen

    def watched(choice: EngineChoice, files: Any) -> Any:
        sizes.append(len(choice.authorities))
        return real(choice, files)

    monkeypatch.setattr(workspace, "open_chosen", watched)
    only = {"only": frozenset({"referrals"}), "breakdowns": ("all",)}
    there = workspace.open_workspace(parted.path, settings, **only)  # type: ignore[arg-type]
    here = workspace.open_workspace(one.path, settings, **only)  # type: ignore[arg-type]
    assert differences(here.results, there.results) == []
    # Ten at a time is the batch; the whole load is opened at once without authorities named.
    assert sizes == [3, 0]


def test_little_memory_changes_nothing_but_the_disk() -> None:
    _, parted = _loads()
    found = []
    for limit in ("4GB", "150MB"):
        with open_engine(engine_files(parted), memory_limit=limit, threads=2) as engine:
            found.append(evaluate(engine, CHOSEN, _scope(parted)))
    assert differences(found[0], found[1]) == []


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_a_part_that_was_changed_removed_or_added_is_noticed(harm: str, tmp_path: Path) -> None:
    _, parted = _loads()
    copy = tmp_path / parted.path.name
    shutil.copytree(parted.path, copy)
    part = next(iter(sorted((copy / "referral" / "ssd").rglob("*.parquet"))))
    if harm == "changed":
        part.write_bytes(part.read_bytes()[:-1] + b"?")
    elif harm == "missing":
        part.unlink()
    else:
        shutil.copy(part, part.with_name("part-9.parquet"))
    words = {"changed": "was changed after", "missing": "is missing", "added": "not part of the load"}
    with pytest.raises(LoadError, match=words[harm]):
        open_load(copy)


def test_a_load_of_a_format_yet_unknown_is_refused(tmp_path: Path) -> None:
    _, parted = _loads()
    copy = tmp_path / parted.path.name
    shutil.copytree(parted.path, copy)
    manifest = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    (copy / MANIFEST).write_text(json.dumps(manifest | {"format": 3}), encoding="utf-8")
    with pytest.raises(LoadError, match="format is 3; this version reads 1 and 2"):
        open_load(copy)


def _settings(folder: Path, authority: str) -> Path:
    text = (Path(workspace.__file__).parents[1] / "demonstration" / "authority.toml").read_text(encoding="utf-8")
    place = folder / "authority.toml"
    place.write_text(text.split("[[", 1)[0].replace('"999"', f'"{authority}"'), encoding="utf-8")
    return place


@pytest.mark.skipif(not shutil.which("java"), reason="install Java 17 or later (openjdk-17-jre-headless)")
def test_the_command_counts_on_spark_over_a_load_and_over_its_warehouse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from goldenthread.cli import app
    from goldenthread.engines.spark import spark_session
    from goldenthread.warehouse import coverage_of

    one, parted = _loads()
    session = spark_session("local[2]")
    session.sql("CREATE DATABASE IF NOT EXISTS golden")
    with open_engine(engine_files(one)) as engine:
        for name in ("referral", "person", "disability", "team", "contact", "assessment"):
            rows = session.createDataFrame(engine.fetch(engine.table(name)))
            rows.write.mode("overwrite").saveAsTable(f"golden.{name}")
    session.createDataFrame(coverage_of(one)).write.mode("overwrite").saveAsTable("golden.load_coverage")
    settings = str(_settings(tmp_path, one.authorities[0]))
    spark = ["--engine", "spark", "--master", "local[2]"]
    told = {}
    for name, where in {
        "DuckDB": ["--load", str(one.path)],
        "Spark": ["--load", str(parted.path), *spark],
        "warehouse": [*spark, "--warehouse", "golden"],
    }.items():
        app(
            ["measure", "referrals", "rereferrals", "--settings", settings, "--format", "json", *where],
            standalone_mode=False,
        )
        rows = json.loads(capsys.readouterr().out)
        told[name] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    assert len(told["DuckDB"]) > 100
    assert told["Spark"] == told["DuckDB"]
    assert told["warehouse"] == told["DuckDB"]


@pytest.mark.skipif(not shutil.which("java"), reason="install Java 17 or later (openjdk-17-jre-headless)")
def test_spark_deals_rows_out_before_it_makes_many_of_them_and_says_so() -> None:
    _, parted = _loads()
    scope = replace(_scope(parted), breakdowns=("team", "age_band"))
    chosen = [cohort for cohort in CHOSEN if cohort.id != "referrals"]
    with open_engine(engine_files(parted)) as engine:
        whole = evaluate(engine, chosen, scope)
    with open_engine(engine_files(parted), engine="spark", master="local[2]") as engine:
        assert differences(whole, evaluate(engine, chosen, scope)) == []
        for cohort in chosen:
            shown = count_sql(engine, cohort, context_of(cohort, scope))
            *before, counts = shown.split("\n\n-- ")
            (dealt,) = [part for part in before if part.startswith("rows kept as dealt_")]
            name = dealt.split("\n")[0].removeprefix("rows kept as ")
            # The counts are of the rows dealt out, and those are of the tables.
            assert f"`{name}`" in counts
            assert name not in dealt.split("\n", 1)[1]
            query = count_query(engine, cohort, context_of(cohort, scope), ("all", *cohort.breakdowns))
            plan = engine._backend.raw_sql(engine._backend.compile(query))._jdf.queryExecution().toString()
            assert "REPARTITION_BY_COL" in plan
