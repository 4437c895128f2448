"""The embedded engine: Parquet where it lies, the chosen source only, little memory."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread.engines import Engine, TableFiles, engine_over_rows, open_engine
from goldenthread.errors import UserError
from goldenthread.tables import TABLES


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def test_only_the_chosen_source_of_each_authority_is_counted(tmp_path: Path) -> None:
    cin = _write(
        tmp_path / "cin.parquet", [{"contact_id": n, "authority": a, "source": "cin"} for n, a in ("1A", "2B")]
    )
    ssd = _write(
        tmp_path / "ssd.parquet", [{"contact_id": n, "authority": a, "source": "ssd"} for n, a in ("3A", "4B")]
    )
    files = {"contact": TableFiles(files=(cin, ssd), keep=(("A", "ssd"), ("B", "cin")))}
    with open_engine(files) as engine:
        kept = engine.fetch(engine.table("contact").select("contact_id").order_by("contact_id"))
    assert kept.column("contact_id").to_pylist() == ["2", "3"]


def test_every_source_is_kept_when_none_is_chosen_and_none_when_the_choice_is_empty(tmp_path: Path) -> None:
    file = _write(tmp_path / "person.parquet", [{"person_id": "A", "authority": "999", "source": "cin"}])
    for keep, number in ((None, 1), ((), 0)):
        with open_engine({"person": TableFiles(files=(file,), keep=keep)}) as engine:
            assert engine.fetch(engine.table("person").select("person_id")).num_rows == number


def test_a_file_of_an_older_reader_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    file = _write(
        tmp_path / "old.parquet", [{"contact_id": "1", "authority": "999", "contact_date": dt.date(2014, 3, 1)}]
    )
    with open_engine({"contact": TableFiles(files=(file,))}) as engine:
        table = engine.fetch(engine.table("contact"))
    assert table.column_names == TABLES["contact"].arrow_schema().names
    assert table.column("source_code").null_count == 1


def test_a_table_that_was_not_loaded_is_empty_and_has_its_columns() -> None:
    with engine_over_rows({}) as engine:
        table = engine.fetch(engine.table("cp_plan"))
        assert not engine.has("cp_plan")
    assert (table.num_rows, table.column_names) == (0, TABLES["cp_plan"].arrow_schema().names)


def test_a_path_with_a_quote_and_a_space_opens(tmp_path: Path) -> None:
    folder = tmp_path / "the council's loads"
    folder.mkdir()
    file = _write(folder / "contact.parquet", [{"contact_id": "1", "authority": "999"}])
    with open_engine({"contact": TableFiles(files=(file,))}) as engine:
        assert engine.fetch(engine.table("contact")).num_rows == 1


def test_work_larger_than_the_memory_allowed_is_spilled_and_still_right(tmp_path: Path) -> None:
    size = 1_500_000
    ids = pa.array([f"child-{n * 7919 % size:09d}" for n in range(size)])
    pq.write_table(pa.table({"person_id": ids, "authority": ["999"] * size}), tmp_path / "person.parquet")
    files = {"person": TableFiles(files=(tmp_path / "person.parquet",))}
    with open_engine(files, memory_limit="120MB", threads=1) as engine:
        person = engine.table("person")
        ordered = person.select("person_id").order_by("person_id")
        first = engine.fetch(ordered.limit(3, offset=size - 3))
        folder = Path(engine._spill.name) if engine._spill else tmp_path  # what is spilled is about children
        assert folder.is_dir()
        assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
    assert first.column("person_id").to_pylist() == [f"child-{n:09d}" for n in range(size - 3, size)]


def test_a_staged_table_is_made_once_and_its_query_can_be_shown() -> None:
    made = []
    with engine_over_rows({"person": [{"person_id": "A", "authority": "999"}]}) as engine:

        def make() -> object:
            made.append(1)
            return engine.table("person").select("person_id")

        for _ in range(2):
            assert engine.fetch(engine.staged("kept", make)).num_rows == 1
        assert "person_id" in engine.staged_sql()["kept"]
        assert engine.is_staged("kept")
        engine.let_go("kept")
        assert not engine.is_staged("kept")
        assert engine.fetch(engine.staged("kept", make)).num_rows == 1
    assert made == [1, 1]


def test_an_engine_nobody_knows_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(UserError, match=r"no engine called abacus.*duckdb"):
        open_engine({}, engine="abacus")


def test_no_progress_is_drawn_among_results() -> None:
    with open_engine({}) as engine:
        shown = engine._backend.con.sql("select current_setting('enable_progress_bar')").fetchall()
    assert shown == [(False,)]


def _endless(engine: Engine) -> Any:
    """A count over more rows than any machine gets through in a day."""
    rows = engine.values("many", pa.table({"n": pa.array(range(100_000), pa.int64())}))
    other, third = rows.view(), rows.view()
    crossed = rows.cross_join(other.select(m=other.n)).cross_join(third.select(o=third.n))
    return crossed.aggregate(n=(crossed.n * crossed.m % 7 + crossed.o % 5).sum())


def test_a_query_that_was_asked_runs_while_the_next_is_written() -> None:
    with engine_over_rows({"person": [{"person_id": name, "authority": "999"} for name in "AB"]}) as engine:
        person = engine.table("person")
        answers = [engine.asked(person.filter(person.person_id == name).select("person_id")) for name in "AB"]
        # Also what is kept meanwhile waits its turn and is there.
        kept = engine.staged("kept", lambda: person.select("person_id"))
        assert [answer().to_pylist() for answer in answers] == [[{"person_id": "A"}], [{"person_id": "B"}]]
        assert engine.fetch(kept).num_rows == 2


def test_a_query_that_fails_says_so_where_its_rows_are_called_for() -> None:
    with engine_over_rows({"person": [{"person_id": "A", "authority": "999"}]}) as engine:
        person = engine.table("person")
        answer = engine.asked(person.select(number=person.person_id.cast("int32")))
        with pytest.raises(Exception, match="Could not convert"):
            answer()
        assert engine.fetch(person.select("person_id")).num_rows == 1


def test_closing_breaks_off_a_query_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine({})
    begun = threading.Event()
    real = engine._answer

    def watched(query: str) -> pa.Table:
        begun.set()
        return real(query)

    monkeypatch.setattr(engine, "_answer", watched)
    answer = engine.asked(_endless(engine))
    assert begun.wait(60)
    engine.close()
    with pytest.raises(Exception, match=r"(?i)interrupt|closed"):
        answer()
