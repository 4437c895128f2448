"""Counts kept beside a load: used again, brought up to date, and never trusted when they cannot be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from tests.every_engine import differences
from tests.oracle.random_rows import random_rows

from goldenthread.api import keeping
from goldenthread.api.keeping import FOLDER, STATE, count_kept, fingerprints
from goldenthread.catalogue import COHORTS
from goldenthread.engines import open_engine
from goldenthread.loads import Load, engine_files, write_tables
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.results import Results
from goldenthread.tables import TABLES

AS_AT = dt.date(2024, 3, 31)
SOME = tuple(cohort for cohort in COHORTS if cohort.id in ("referrals", "assessments", "cla_reviews", "workforce"))


def _load(folder: Path, seed: int = 1, *, without: str = "") -> Load:
    """A load of random rows of one authority; `without` leaves out the first row of a table."""
    import pyarrow as pa

    drawn = random_rows(Random(seed), children=20, as_at=AS_AT)  # noqa: S311 - test data
    tables = {}
    for name, rows in drawn.items():
        mine = [{**dict.fromkeys(TABLES[name].by_name), **row} for row in rows if row["authority"] == "997"]
        mine = mine[1:] if name == without else mine
        schema = TABLES[name].arrow_schema()
        tables[name] = pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in mine], schema=schema)
    return write_tables(
        folder, as_at=AS_AT, tables=tables, source="cin", covers_from={"997": dt.date(2012, 4, 1)},
        identity=(str(seed), without),
    )  # fmt: skip


def _scope(load: Load) -> Scope:
    return Scope(
        as_at=load.as_at, authorities=load.authorities, covers_from=load.covers(), population={},
        first=dt.date(2022, 4, 1), routes=load.routes,
    )  # fmt: skip


def _scratch(load: Load) -> Results:
    with open_engine(engine_files(load)) as engine:
        return evaluate(engine, SOME, _scope(load))


def test_a_load_is_counted_once(tmp_path: Path) -> None:
    load = _load(tmp_path)
    first, said = count_kept(load, SOME, _scope(load))
    assert said.startswith("All 4 cohorts were counted")
    again, said = count_kept(load, SOME, _scope(load))
    assert said.startswith("Nothing was counted")
    assert differences(first, again) == []
    assert differences(_scratch(load), again) == []


def test_counts_that_rest_on_since_when_a_return_is_complete_are_made_anew_when_that_changes(tmp_path: Path) -> None:
    load = _load(tmp_path)
    scope = _scope(load)
    earlier = {**scope.covers_from, "assessment": {"997": dt.date(2011, 4, 1)}}
    before, after = fingerprints(SOME, scope), fingerprints(SOME, replace(scope, covers_from=earlier))
    assert {name for name in before if before[name] != after[name]} == {"assessments"}


def test_the_next_load_is_counted_where_it_differs(tmp_path: Path) -> None:
    before = _load(tmp_path)
    count_kept(before, SOME, _scope(before))
    after = _load(tmp_path, without="cla_review")
    found, said = count_kept(after, SOME, _scope(after))
    assert said == (
        f"Of 4 cohorts 3 are as in load {before.id}, 1 were brought up to date for 1 children, 0 were counted whole."
    )
    assert differences(_scratch(after), found) == []


@pytest.mark.parametrize("spoilt", [STATE, "referrals.parquet"])
def test_spoilt_counts_are_made_again(tmp_path: Path, spoilt: str) -> None:
    load = _load(tmp_path)
    count_kept(load, SOME, _scope(load))
    (tmp_path / FOLDER / load.id / spoilt).write_bytes(b"nothing of the kind")
    found, said = count_kept(load, SOME, _scope(load))
    assert said.startswith("All 4 cohorts were counted")
    assert differences(_scratch(load), found) == []


def test_counts_made_in_another_way_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = _load(tmp_path)
    count_kept(load, SOME, _scope(load))
    monkeypatch.setattr(keeping, "_code", lambda: "a later version")
    _, said = count_kept(load, SOME, _scope(load))
    assert said.startswith("All 4 cohorts were counted")


def test_what_is_kept_names_no_child(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    load = _load(tmp_path)
    count_kept(load, SOME, _scope(load))
    for path in (tmp_path / FOLDER / load.id).glob("*.parquet"):
        assert "person_id" not in pq.read_schema(path).names
