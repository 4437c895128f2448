"""SSD tables in PostgreSQL, with the types databases really have, give the load that their CSV files give."""

from __future__ import annotations

import csv
import datetime as dt
import json
import socket
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg import sql
from tests.databases import database, server

from goldenthread.cli import app
from goldenthread.errors import DatabaseError, InputError, UserError
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.ssd.mapping import BY_HAND
from goldenthread.extracts.ssd_database import SsdDatabase, fetch, mssql, postgres
from goldenthread.extracts.ssd_database import spool as spooling
from goldenthread.extracts.ssd_database.tables import BY_HAND_COLUMNS, ssd_tables
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.ssd import write_ssd

AS_AT = dt.date(2024, 3, 31)
Table = tuple[list[str], list[list[str]]]
PROVENANCE = ("source_file", "source_row", "load_id")


@cache
def _tables() -> dict[str, Table]:
    """A small made-up authority's SSD as columns and rows of text."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="ssd-"))
    [data] = simulate(authorities=1, population=3_000, years=2, end=AS_AT, seed=5)
    write_ssd(data, folder)
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            heading, *rows = csv.reader(stream)
        found[path.stem] = (heading, rows)
    return found


def _as_1_4_5(tables: dict[str, Table]) -> dict[str, Table]:
    return tables


def _as_1_3(tables: dict[str, Table]) -> dict[str, Table]:
    """No plan columns that came later, and columns of the supplier's own."""
    changed = dict(tables)
    changed["ssd_person"] = _with(_without(tables["ssd_person"], "pers_single_unique_id"), "pers_local_note", "NOTE")
    changed["ssd_cin_episodes"] = _without(tables["ssd_cin_episodes"], "cine_referral_outcome_json")
    changed["ssd_cp_plans"] = _with(tables["ssd_cp_plans"], "cppl_extra", "7")
    return changed


def _as_1_2(tables: dict[str, Table]) -> dict[str, Table]:
    """Rows of the system itself, repeated rows, tables that are not there yet."""
    changed = {name: table for name, table in _as_1_3(tables).items() if "voice" not in name and "s251" not in name}
    heading, rows = changed["ssd_person"]
    system = ["-1" if name == "pers_person_id" else "" for name in heading]
    changed["ssd_person"] = (heading, [system, *rows, rows[0]])
    return changed


VERSIONS: dict[str, Callable[[dict[str, Table]], dict[str, Table]]] = {
    "1.4.5": _as_1_4_5,
    "1.3": _as_1_3,
    "1.2": _as_1_2,
}


def _without(table: Table, column: str) -> Table:
    heading, rows = table
    place = heading.index(column)
    return [*heading[:place], *heading[place + 1 :]], [[*row[:place], *row[place + 1 :]] for row in rows]


def _with(table: Table, column: str, value: str) -> Table:
    return [*table[0], column], [[*row, value] for row in table[1]]


def _write_csv(folder: Path, tables: dict[str, Table]) -> Path:
    folder.mkdir()
    for name, (heading, rows) in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([heading, *rows])
    return folder


def _kind(column: str, values: list[str]) -> str:
    """A type such a column may have in somebody's database."""
    given = {value for value in values if value}
    if "date" in column or column == "pers_dob":
        return "timestamp" if all(_is_date(value) for value in given) else "varchar(48)"
    if column.endswith("_json"):
        return "jsonb" if column < "cinf" else "json"
    if given and given <= {"Y", "N"}:
        return "boolean"
    if given and all(value.isdigit() and value == str(int(value)) for value in given):
        return "numeric(12)"
    return "char(60)" if column.endswith("_code") else "varchar(4000)"


def _is_date(value: str) -> bool:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _fill(url: str, schema: str, tables: dict[str, Table], *, shout: bool = False) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        for name, (heading, rows) in tables.items():
            kinds = [_kind(column, [row[place] for row in rows]) for place, column in enumerate(heading)]
            names = [column.upper() if shout else column for column in heading]
            declared = sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind))
                for column, kind in zip(names, kinds, strict=True)
            )
            place = sql.Identifier(schema, name)
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(place, declared))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(place)) as copy:
                # Backwards, because a database promises no order.
                for row in reversed(rows):
                    copy.write_row([cell or None for cell in row])


def _content(load: Any) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table, sources in load.files.items():
        rows = pq.read_table(sources["ssd"]).drop_columns(list(PROVENANCE)).to_pylist()
        found[table] = sorted(rows, key=str)
    return found


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("schema", ["ssd_development", "The council's SSD"])
def test_a_database_gives_the_load_its_csv_files_give(tmp_path: Path, version: str, schema: str) -> None:
    tables = VERSIONS[version](_tables())
    url = database("ssd")
    _fill(url, schema, tables, shout=version == "1.3")
    more = {"as_at": AS_AT, "authority": "999"}
    by_file = read_returns([_write_csv(tmp_path / "csv", tables)], into=tmp_path / "a", **more)
    named = "" if schema == "ssd_development" else schema
    there = SsdDatabase(url=url, schema=named)
    by_database = read_returns([], into=tmp_path / "b", database=there, **more)
    ours, theirs = _content(by_file), _content(by_database)
    assert ours.keys() == theirs.keys()
    for table, rows in ours.items():
        assert theirs[table] == rows, table
    assert len(ours["referral"]) > 50
    assert by_file.covers_from == by_database.covers_from
    _fill(url, schema, {"ssd_nothing": (["a"], [])})


def test_the_manifest_names_the_database_with_rows_and_hashes_and_no_credentials(tmp_path: Path) -> None:
    url = database("ssd_manifest")
    _fill(url, "ssd_development", {**_tables(), "backlog": (["a", "b"], [["1", "2"]])})
    secret = url.replace("postgres:@", "postgres:hush-hush@")
    loads = [
        read_returns([], into=tmp_path / name, as_at=AS_AT, authority="999", database=SsdDatabase(url=secret))
        for name in ("a", "b")
    ]
    assert loads[0].id == loads[1].id
    manifest = (loads[0].path / "manifest.json").read_text(encoding="utf-8")
    assert "hush" not in manifest
    sources = {source["name"]: source for source in json.loads(manifest)["sources"]}
    person = sources[next(name for name in sources if name.endswith("/ssd_development.ssd_person"))]
    assert person["name"].startswith("postgresql:///")
    assert person["rows_in_database"] == len(_tables()["ssd_person"][1])
    assert len(person["sha256"]) == 64
    assert [one["file"].rsplit(".", 1)[1] for one in json.loads(manifest)["ignored"]] == ["backlog"]
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE ssd_development.ssd_cin_episodes SET cine_referral_id = cine_referral_id || 'x'")
    changed = read_returns([], into=tmp_path / "c", as_at=AS_AT, authority="999", database=SsdDatabase(url=url))
    assert changed.id != loads[0].id


def test_names_of_people_stay_in_the_database(tmp_path: Path) -> None:
    url = database("ssd_names")
    _fill(url, "ssd_development", _tables())
    gathered = fetch(SsdDatabase(url=url), tmp_path / "spool")
    taken = {found.file.name.rsplit(".", 1)[1]: pq.read_table(found.file.path) for found in gathered.found}
    told = "".join(str(table.to_pylist()) for table in taken.values())
    assert "MADE-UP WORKER" not in told
    assert "MADE-UP HOUSE" not in told
    assert set(taken["ssd_professionals"]["prof_social_worker_registration_no"].to_pylist()) == {"given"}
    for column in ("pers_forename", "pers_surname", "pers_upn"):
        assert any(row[_tables()["ssd_person"][0].index(column)] for row in _tables()["ssd_person"][1])
        assert taken["ssd_person"][column].null_count == taken["ssd_person"].num_rows
    assert taken["ssd_address"].num_rows == 0


class _Cut:
    """A database connection that is ended from outside after the first rows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
        real = postgres.PostgresSource.batches
        cut = threading.Event()
        monkeypatch.setattr(postgres, "ROWS_AT_A_TIME", 5)

        def batches(source: Any, table: Any) -> Any:
            for rows in real(source, table):
                yield rows
                if not cut.is_set():
                    cut.set()
                    number = source.connection.info.backend_pid
                    with psycopg.connect(url, autocommit=True) as other:
                        other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))

        monkeypatch.setattr(postgres.PostgresSource, "batches", batches)


def test_a_connection_lost_in_the_middle_leaves_nothing_and_gives_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database("ssd_lost")
    _fill(url, "ssd_development", _tables())
    into = tmp_path / "loads"
    _Cut(monkeypatch, url)
    with pytest.raises(DatabaseError, match=r"lost\. Try again; nothing was written") as told:
        read_returns([], into=into, as_at=AS_AT, authority="999", database=SsdDatabase(url=url))
    assert told.value.problems[0].code == "database_lost"
    assert not into.exists()
    monkeypatch.undo()
    assert read_returns([], into=into, as_at=AS_AT, authority="999", database=SsdDatabase(url=url)).id


def test_everything_read_is_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = database("ssd_moment")
    _fill(url, "ssd_development", _tables())
    real = postgres.PostgresSource.batches
    deleted = []

    def batches(source: Any, table: Any) -> Any:
        yield from real(source, table)
        if not deleted:
            deleted.append(table.name)
            with psycopg.connect(url) as other:
                other.execute("DELETE FROM ssd_development.ssd_cp_plans")

    monkeypatch.setattr(postgres.PostgresSource, "batches", batches)
    load = read_returns([], into=tmp_path, as_at=AS_AT, authority="999", database=SsdDatabase(url=url))
    assert deleted != ["ssd_cp_plans"]
    assert pq.read_table(load.files["cp_plan"]["ssd"]).num_rows > 0


def test_the_session_cannot_write_and_a_slow_answer_is_given_up() -> None:
    source = postgres.PostgresSource(database("ssd_session"), statement_seconds=0.05)
    with pytest.raises(DatabaseError, match="did not answer in time"), postgres.answering(source.url):
        source.connection.execute("SELECT pg_sleep(5)")
    source.close()
    source = postgres.PostgresSource(database("ssd_session"))
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        source.connection.execute("CREATE TABLE left_behind (a int)")
    source.close()


def test_a_closed_port_a_wrong_address_and_a_schema_without_tables_are_each_told(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql://ann:hush@127.0.0.1:{unused.getsockname()[1]}/x"
        with pytest.raises(DatabaseError, match="no database at this address") as told:
            read_returns([], into=tmp_path / "a", as_at=AS_AT, authority="999", database=SsdDatabase(url=url))
    assert "hush" not in str(told.value)
    assert not (tmp_path / "a").exists()
    with pytest.raises(InputError, match="neither of a PostgreSQL nor of a SQL Server"):
        fetch(SsdDatabase(url="oracle://x/y"), tmp_path / "b")
    url = database("ssd_elsewhere")
    _fill(url, "warehouse", {"ssd_person": _tables()["ssd_person"]})
    with pytest.raises(InputError, match=r"They are in warehouse: name it with --ssd-schema"):
        fetch(SsdDatabase(url=url), tmp_path / "c")
    with pytest.raises(InputError, match="no SSD tables in nowhere"):
        fetch(SsdDatabase(url=url, schema="nowhere"), tmp_path / "d")


def test_the_command_reads_files_and_a_database_or_says_that_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = database("ssd_command")
    _fill(url, "ssd_development", _tables())
    common = ["read", "--as-at", "2024-03-31", "--authority", "999", "--into", str(tmp_path / "loads")]
    app([*common, "--ssd", url], standalone_mode=False)
    told = capsys.readouterr().out
    assert "ssd_development.ssd_person (ssd)" in told
    with pytest.raises(UserError, match="nothing to read"):
        app(common, standalone_mode=False)
    assert server()


def test_columns_read_by_hand_are_those_that_are_taken() -> None:
    text = Path(spooling.__file__).parents[1].joinpath("ssd", "by_hand.py").read_text(encoding="utf-8")
    for prefix, columns in BY_HAND_COLUMNS.items():
        for column in columns:
            suffix = column.removeprefix(prefix)
            assert f'"{column}"' in text or f'{{prefix}}{suffix}"' in text, column
    assert set(BY_HAND_COLUMNS) == set(BY_HAND)


def test_values_of_every_type_become_the_text_of_a_file() -> None:
    given = [None, "x", True, False, 7, dt.date(2014, 1, 2), dt.datetime(2014, 1, 2, 3, 4), {"A": "Y"}, ["3B"]]  # noqa: DTZ001
    texts = [None, "x", "1", "0", "7", "2014-01-02", "2014-01-02 03:04:00", '{"A": "Y"}', '["3B"]']
    assert [spooling.as_text(value) for value in given] == texts


def _sql_server_query() -> str:
    present = {"ssd_professionals": {"prof_professional_id": "", "prof_social_worker_registration_no": "",
                                     "prof_professional_name": "", "prof_agency_worker_flag": ""}}  # fmt: skip
    [table], _ = ssd_tables("ssd_development", present)
    kinds = {
        "prof_professional_id": "string",
        "prof_social_worker_registration_no": "string",
        "prof_professional_name": "string",
        "prof_agency_worker_flag": "boolean",
    }
    rows = ibis.table(kinds, name=table.name, database=table.schema)
    return str(ibis.to_sql(mssql.query(rows, table), dialect="mssql"))


def test_the_query_for_sql_server_takes_what_is_wanted_in_order() -> None:
    query = _sql_server_query()
    assert "[ssd_development].[ssd_professionals]" in query
    assert "prof_professional_name" not in query
    assert "[prof_professional_id]" in query.split("ORDER BY")[1]
    assert "N'given'" in query or "'given'" in query
    assert "FROM" in query
    assert ";" not in query.strip().rstrip(";")


def test_the_address_of_a_sql_server() -> None:
    found = mssql.address("mssql://ann:p%40ss@db.example:1444/children?driver=FreeTDS")
    assert found == {
        "driver": "FreeTDS",
        "host": "db.example",
        "port": 1444,
        "database": "children",
        "user": "ann",
        "password": "p@ss",
    }
    assert mssql.address("mssql://db.example/children")["driver"].startswith("ODBC Driver")


def test_without_the_driver_the_extra_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r'pip install "goldenthread\[mssql\]"'):
        fetch(SsdDatabase(url="mssql://ann@db.example/children"), tmp_path)
