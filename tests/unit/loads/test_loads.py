"""Loads: whole or not at all, refused when changed, the same bytes for the same rows."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from goldenthread import loads
from goldenthread.errors import DiskError, LoadError
from goldenthread.tables import TABLES

D = dt.date
AS_AT = D(2014, 9, 30)


def _referrals(*ids):
    rows = [
        {"referral_id": one, "person_id": "SYN1", "referral_date": D(2014, 5, 1), "authority": "999"} for one in ids
    ]
    schema = TABLES["referral"].arrow_schema()
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def _write(folder, *ids, as_at=AS_AT):
    return loads.write_tables(
        folder, as_at=as_at, tables={"referral": _referrals(*ids)}, source="ssd", covers_from={"999": D(2010, 1, 1)},
        identity=ids,
    )  # fmt: skip


def test_a_load_opens_as_it_was_written(tmp_path):
    load = _write(tmp_path, "R1", "R2")
    again = loads.open_load(load.path)
    table = pq.read_table(again.files["referral"]["ssd"])
    assert table.column("load_id").unique().to_pylist() == [load.id]
    assert table.column("source").unique().to_pylist() == ["ssd"]
    assert again.routes == {"referral": {"999": "ssd"}}
    assert again.covers() == {"referral": {"999": D(2010, 1, 1)}}


def test_the_same_rows_give_the_same_load_to_the_byte(tmp_path):
    first, second = _write(tmp_path / "a", "R1"), _write(tmp_path / "b", "R1")
    assert first.id == second.id
    names = sorted(path.relative_to(first.path) for path in first.path.rglob("*") if path.is_file())
    assert names
    for name in names:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes()


def test_loads_are_listed_by_date_and_the_latest_is_found(tmp_path):
    old = _write(tmp_path, "R1", as_at=D(2014, 3, 31))
    new = _write(tmp_path, "R1")
    assert [load.id for load in loads.list_loads(tmp_path)] == [old.id, new.id]
    assert loads.latest_load(tmp_path).id == new.id
    assert loads.find_load(old.path).id == old.id
    assert loads.list_loads(tmp_path / "none") == ()


def _flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _edit(path, **change):
    manifest = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda load: _flip(load.files["referral"]["ssd"]), "changed after the load was written"),
        (lambda load: load.files["referral"]["ssd"].unlink(), "missing from the load"),
        (lambda load: (load.path / "referral" / "more.parquet").write_bytes(b"x"), "not part of the load"),
        (lambda load: _edit(load.path / loads.MANIFEST, as_at="2013-01-01"), "changed after it was written"),
        (lambda load: _edit(load.path / loads.MANIFEST, format=99), "format is 99"),
        (lambda load: (load.path / loads.MANIFEST).write_text("{", encoding="utf-8"), "cannot be read"),
        (lambda load: (load.path / loads.MANIFEST).unlink(), "no manifest"),
    ],
)
def test_a_load_that_was_touched_is_refused_with_what_and_what_to_do(tmp_path, spoil, expected):
    load = _write(tmp_path, "R1")
    spoil(load)
    with pytest.raises(LoadError, match=expected) as caught:
        loads.open_load(load.path)
    assert "Read the returns again" in str(caught.value)


def test_a_partial_folder_is_neither_listed_nor_opened(tmp_path):
    place = tmp_path / f"{loads.PARTIAL}x-1"
    place.mkdir()
    (place / loads.MANIFEST).write_text("{}", encoding="utf-8")
    assert loads.list_loads(tmp_path) == ()
    with pytest.raises(LoadError, match="never finished"):
        loads.open_load(place)
    with pytest.raises(LoadError, match="no load in this folder"):
        loads.latest_load(tmp_path)


def test_a_disk_that_fills_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(DiskError, match="disk filled up"):
        _write(tmp_path / "loads", "R1")
    assert not (tmp_path / "loads").exists()


def test_leftovers_of_a_dead_run_are_removed_and_those_of_a_live_one_kept(tmp_path):
    dead, alive = tmp_path / f"{loads.PARTIAL}x-99999999", tmp_path / f"{loads.PARTIAL}x-{os.getppid()}"
    dead.mkdir()
    alive.mkdir()
    _write(tmp_path, "R1")
    assert not dead.exists()
    assert alive.exists()


@pytest.mark.parametrize(
    ("reach", "prefer", "expected"),
    [
        ({"ssd": AS_AT, "s903": AS_AT}, (), {"referral": "ssd", "cla_episode": "s903"}),
        ({"ssd": AS_AT, "s903": D(2014, 3, 31)}, (), {"referral": "ssd", "cla_episode": "ssd"}),
        ({"ssd": AS_AT, "s903": AS_AT}, ("cin",), {"referral": "cin", "cla_episode": "s903"}),
    ],
)
def test_one_source_is_counted_for_each_table(reach, prefer, expected):
    present = {
        "referral": {"ssd": ["999"], "cin": ["999"]},
        "cla_episode": {"ssd": ["999"], "s903": ["999"]},
    }
    routes = loads.choose_routes(present, as_at=AS_AT, source_as_at=reach, prefer=prefer)
    assert {table: areas["999"] for table, areas in routes.items()} == expected


def test_an_authority_that_one_source_lacks_is_counted_from_another():
    present = {"referral": {"ssd": ["998"], "cin": ["998", "999"]}}
    assert loads.choose_routes(present, as_at=AS_AT, source_as_at={})["referral"] == {"998": "ssd", "999": "cin"}
