"""PostgreSQL: tables counted where they live, one state of the data, nothing written, no password told."""

from __future__ import annotations

import builtins
import datetime as dt
import json
import socket
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.avonmere import SETTINGS
from tests.databases import database, server
from tests.every_engine import differences

from goldenthread import api
from goldenthread.api.workspace import open_workspace
from goldenthread.cli import app
from goldenthread.engines import EngineChoice, check_choice, open_chosen
from goldenthread.engines.postgres import connect, masked, open_postgres
from goldenthread.errors import DatabaseError, LoadError, UserError
from goldenthread.loads import Load, write_tables
from goldenthread.synthetic.demonstration import avonmere
from goldenthread.warehouse import COVERAGE_SCHEMA, copy_load, load_of

ONLY = frozenset({"referrals", "rereferrals", "cp_plans", "assessment_median", "cp_plans_started"})


@cache
def _load() -> Load:
    import tempfile

    data = avonmere()
    return write_tables(
        Path(tempfile.mkdtemp(prefix="avonmere-")),
        as_at=data.end,
        tables=data.tables,
        source="ssd",
        covers_from={data.authority: data.covers_from},
        made_up=True,
    )


@cache
def _copied() -> str:
    url = database("copies")
    counts = copy_load(_load(), url, schema="gold thread")
    assert counts["referral"] == _load().manifest["files"]["referral"]["ssd"]["rows"]
    return url


@pytest.fixture
def empty() -> str:
    url = database("scratch")
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS own CASCADE")
        connection.execute("CREATE SCHEMA own")
    return url


def _run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_load_copied_to_postgres_gives_the_figures_of_the_load() -> None:
    from goldenthread.catalogue import MEASURES

    wanted = ONLY & set(MEASURES)
    assert len(wanted) >= 4
    choice = EngineChoice(engine="postgres", database=_copied(), schema="gold thread")
    there = open_workspace(Path("nowhere"), SETTINGS, only=wanted, choice=choice)
    here = open_workspace(_load().path, SETTINGS, only=wanted)
    assert differences(here.results, there.results) == []
    assert (there.load.id, there.load.as_at, there.source_of("referrals")) == (here.load.id, here.load.as_at, "SSD")


def test_the_command_counts_in_the_database(capsys: pytest.CaptureFixture[str]) -> None:
    common = ["referrals", "--settings", str(SETTINGS), "--format", "json", "--period", "reporting_year"]
    told = []
    for where in (["--load", str(_load().path)], ["--database", _copied(), "--warehouse", "gold thread"]):
        app(["measure", *common, *where], standalone_mode=False)
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert len(told[0]) >= 2


def test_copying_again_replaces_the_copy_and_tables_of_others_are_safe(empty: str, tmp_path: Path) -> None:
    choice = {"database": empty, "schema": "fresh"}
    first = list(api.copy_load(_load().path, **choice))
    assert list(api.copy_load(_load().path, **choice)) == first
    assert "rows in" in first[0]
    _run(empty, "CREATE TABLE own.referral (a int)", "INSERT INTO own.referral VALUES (7)")
    with pytest.raises(DatabaseError, match="not copied there by Goldenthread"):
        copy_load(_load(), empty, schema="own")
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT a FROM own.referral").fetchall() == [(7,)]
        assert connection.execute("SELECT to_regclass('own.load_coverage')").fetchone() == (None,)


def test_types_and_columns_of_the_database_become_those_of_the_table(empty: str) -> None:
    _run(
        empty,
        "CREATE TABLE own.referral (referral_id int, person_id varchar(20), referral_date timestamp, nfa boolean, "
        "authority char(3), extra text)",
        "INSERT INTO own.referral VALUES (1, 'SYN1', '2014-03-01 00:00', true, '999', 'x'),"
        " (2, 'SYN2', NULL, NULL, '998', 'y')",
    )
    with open_postgres(empty, schema="own", authorities=("999",)) as engine:
        table = engine.table("referral")
        row = engine.fetch(table).to_pylist()
        assert not engine.has("contact")
        assert engine.fetch(engine.table("contact")).num_rows == 0
    assert len(row) == 1
    kept = {name: row[0][name] for name in ("referral_id", "referral_date", "nfa", "authority", "closure_date")}
    assert kept == {
        "referral_id": "1",
        "referral_date": dt.date(2014, 3, 1),
        "nfa": True,
        "authority": "999",
        "closure_date": None,
    }


def test_the_engine_sees_one_state_and_leaves_nothing_behind(empty: str) -> None:
    _run(empty, "CREATE TABLE own.person (person_id text, authority text)", "INSERT INTO own.person VALUES ('A','1')")
    with open_postgres(empty, schema="own") as engine:
        assert engine.fetch(engine.table("person").select("person_id")).num_rows == 1
        _run(empty, "INSERT INTO own.person VALUES ('B','1')")
        kept = engine.staged("kept", lambda: engine.table("person").select("person_id"))
        assert engine.fetch(kept).num_rows == 1
        engine._backend.con.execute("DELETE FROM own.person")  # what must never happen is undone all the same
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT count(*) FROM own.person").fetchone() == (2,)
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_text_is_ordered_by_its_letters_codes_whatever_the_databases_language(empty: str) -> None:
    _run(
        empty,
        "CREATE COLLATION IF NOT EXISTS own.other (provider = libc, locale = 'C.UTF-8')",
        "CREATE TABLE own.person (person_id text COLLATE own.other, authority text COLLATE own.other)",
        "INSERT INTO own.person VALUES ('b', '1'), ('A', '1'), ('B', '1'), ('a', '1')",
    )
    with open_postgres(empty, schema="own") as engine:
        ordered = engine.fetch(engine.table("person").select("person_id").order_by("person_id"))
        kept = engine.staged("kept", lambda: engine.table("person").select("person_id"))
        for table in ("person", kept.get_name()):
            [collation] = engine._backend.con.execute(
                f"SELECT DISTINCT pg_collation_for(person_id) FROM {table}"  # noqa: S608 - our own names
            ).fetchone()
            assert collation == '"C"'
    assert ordered.column("person_id").to_pylist() == ["A", "B", "a", "b"]


def test_a_value_that_cannot_be_what_its_column_holds_is_told_without_the_value(empty: str) -> None:
    _run(empty, "CREATE TABLE own.person (date_of_birth text)", "INSERT INTO own.person VALUES ('SYN secret')")
    with open_postgres(empty, schema="own") as engine, pytest.raises(DatabaseError, match="could not answer") as told:
        engine.fetch(engine.table("person"))
    assert "secret" not in str(told.value)


def test_a_database_that_drops_the_connection_gives_retry_advice(empty: str) -> None:
    _run(empty, "CREATE TABLE own.person (person_id text)")
    with open_postgres(empty, schema="own") as engine:
        number = engine._backend.con.info.backend_pid
        _run(empty, f"SELECT pg_terminate_backend({number})")
        with pytest.raises(DatabaseError, match=r"lost\. Try again") as told:
            engine.fetch(engine.table("person"))
    assert told.value.exit_code == 7


def test_no_server_no_database_no_schema_and_no_coverage_are_each_told(empty: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(DatabaseError, match="no database at this address") as told:
            open_postgres(f"postgresql://ann:hush@127.0.0.1:{port}/children")
    assert "hush" not in str(told.value)
    assert "ann" not in str(told.value)
    with pytest.raises(DatabaseError, match="no database or user of this name"):
        open_postgres(server().get_uri(database="not_there"))
    with pytest.raises(UserError, match="No canonical table"):
        open_postgres(empty, schema="own")
    _run(empty, "CREATE TABLE own.person (person_id text)")
    with pytest.raises(LoadError, match="nobody can say what they cover"):
        open_workspace(Path("x"), SETTINGS, choice=EngineChoice(engine="postgres", database=empty, schema="own"))


def test_a_wrong_password_is_told_without_it(locked: str) -> None:
    with pytest.raises(DatabaseError, match="refuses the name or the password") as told:
        connect(locked.replace("right", "wr0ng-secret"))
    assert "wr0ng-secret" not in str(told.value)
    connect(locked).close()


@pytest.fixture(scope="module")
def locked() -> str:
    """The address, with its password, of a user who must give one."""
    with psycopg.connect(server().get_uri(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS locked")
        connection.execute("CREATE ROLE locked LOGIN PASSWORD 'right'")
        [place] = connection.execute("SHOW hba_file").fetchone() or [""]
        rules = Path(place)
        line = "local all locked scram-sha-256\n"
        if line not in rules.read_text():
            rules.write_text(line + rules.read_text())
        connection.execute("SELECT pg_reload_conf()")
    return str(server().get_uri()).replace("postgres:@", "locked:right@")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:hush@db.example:5433/children?sslmode=require", "postgresql://db.example:5433/children"),
        ("postgresql://ann@/children?host=/run/pg", "postgresql:///children"),
        ("host=db password=hush", "the database"),
    ],
)
def test_an_address_is_shown_without_user_and_password(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize(
    ("choice", "what"),
    [
        (EngineChoice(engine="abacus"), "no engine called abacus"),
        (EngineChoice(engine="postgres"), "needs an address"),
        (EngineChoice(engine="spark", database="postgresql://x/y"), "does not count in a database"),
        (EngineChoice(engine="duckdb", schema="children"), "counts loads, not a warehouse"),
        (EngineChoice(memory_limit="plenty"), "not an amount of memory"),
    ],
)
def test_choices_that_do_not_go_together_are_refused(choice: EngineChoice, what: str) -> None:
    with pytest.raises(UserError, match=what):
        check_choice(choice)
    with pytest.raises(UserError, match=what):
        open_chosen(choice, {})


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def hidden(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == "psycopg":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", hidden)
    with pytest.raises(UserError, match=r'pip install "goldenthread\[postgres\]"'):
        open_postgres("postgresql://ann@127.0.0.1/children")


def _row(**changed: Any) -> dict[str, Any]:
    row = {"load_id": "x", "as_at": dt.date(2014, 9, 30), "table_name": "referral", "authority": "999"}
    return row | {"source": "ssd", "covers_from": dt.date(2010, 4, 1)} | changed


def test_coverage_makes_a_load_and_faults_in_it_are_told_together() -> None:
    assert set(_row()) == set(COVERAGE_SCHEMA.names)
    load = load_of([_row(), _row(table_name="contact", covers_from=dt.date(2011, 4, 1))], "children")
    assert load.covers()["referral"] == {"999": dt.date(2011, 4, 1)}
    faulty = [_row(), _row(), _row(table_name="referrals"), _row(authority=None), _row(as_at=dt.date(2015, 1, 1))]
    with pytest.raises(LoadError) as told:
        load_of(faulty, "children")
    said = str(told.value)
    for what in ("there twice", "referrals is not a canonical table", "lacks as_at", "2 different dates"):
        assert what in said
