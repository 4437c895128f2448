"""Reading folders of returns: years merged, every row accounted for, bad input told, nothing half done."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import zipfile

import pyarrow.parquet as pq
import pytest
from tests.made_returns import three_years, write_csv, write_set

from goldenthread import loads
from goldenthread.errors import InputError
from goldenthread.extracts import gather, pseudonym
from goldenthread.extracts.read import read_returns

D = dt.date
AS_AT = D(2014, 9, 30)


def _read(folder, into, **more):
    return read_returns([folder], into=into, as_at=AS_AT, authority="999", **more)


def _rows(load, table, source="s903"):
    return pq.read_table(load.files[table][source]).to_pylist()


def test_an_episode_open_in_one_year_and_closed_in_the_next_is_one(tmp_path):
    load = _read(three_years(tmp_path / "r"), tmp_path / "loads")
    episodes = {row["cla_episode_id"]: row for row in _rows(load, "cla_episode")}
    assert sorted(episodes) == ["SYN1:e20120601", "SYN1:e20130910", "SYN1:e20140105", "SYN2:e20140702"]
    assert episodes["SYN1:e20140105"]["end_date"] == D(2014, 8, 1)
    assert episodes["SYN1:e20120601"]["collection_year"] == 2014


def test_a_period_and_a_placement_keep_their_ids_over_the_years(tmp_path):
    load = _read(three_years(tmp_path / "r"), tmp_path / "loads")
    episodes = [row for row in _rows(load, "cla_episode") if row["person_id"] == "SYN1"]
    assert {row["period_id"] for row in episodes} == {"SYN1:c20120601"}
    placements = {row["placement_id"]: row for row in _rows(load, "cla_placement")}
    assert placements["SYN1:l20120601"]["end_date"] == D(2014, 1, 5)
    assert placements["SYN1:l20140105"]["end_date"] == D(2014, 8, 1)


def test_the_manifest_says_what_was_new_changed_and_repeated(tmp_path):
    load = _read(three_years(tmp_path / "r"), tmp_path / "loads")
    by_name = {source["name"]: source["accounts"]["cla_episode"] for source in load.manifest["sources"]}
    assert by_name["2012-13/anything.csv"] == {"new": 1}
    assert by_name["2013-14/anything.csv"] == {"new": 2, "changed": 1}
    assert by_name["2014-15/anything.csv"] == {"new": 1, "changed": 1}
    again = three_years(tmp_path / "r2")
    write_set(again / "2014-15b", ["SYN2,02/07/2014,S,V2,N4,U6,PR1,,,,,,", "SYN3,03/07/2014,S,V2,N4,U6,PR1,,,,,,"])
    load = _read(again, tmp_path / "loads2")
    by_name = {source["name"]: source["accounts"]["cla_episode"] for source in load.manifest["sources"]}
    assert by_name["2014-15b/anything.csv"] == {"new": 1, "repeated": 1}


def test_a_missing_year_hides_what_lies_before_it(tmp_path):
    whole = _read(three_years(tmp_path / "r"), tmp_path / "whole")
    assert whole.covers_from["s903"]["999"] == D(2012, 4, 1)
    for path in (tmp_path / "r" / "2013-14").iterdir():
        path.unlink()
    broken = _read(tmp_path / "r", tmp_path / "broken")
    assert broken.covers_from["s903"]["999"] == D(2014, 4, 1)


def test_a_blank_in_a_later_return_does_not_erase_who_the_child_is(tmp_path):
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
    write_set(tmp_path / "r" / "2012-13", ["SYN1,01/06/2012,S,V2,N1,U6,PR1,,,,,,"])
    write_csv(tmp_path / "r" / "2012-13" / "h.csv", header, "SYN1,1,02/03/2004,WBRI,,,")
    write_set(tmp_path / "r" / "2013-14", ["SYN1,01/06/2012,S,V2,N1,U6,PR1,02/02/2014,E8,,,,"])
    write_csv(tmp_path / "r" / "2013-14" / "h.csv", header, "SYN1,,02/03/2004,MWBC,,,")
    person = _rows(_read(tmp_path / "r", tmp_path / "loads"), "person")[0]
    assert (person["sex"], person["ethnicity"]) == ("M", "MWBC")


def test_reading_the_same_files_again_gives_the_same_load(tmp_path):
    folder = three_years(tmp_path / "r")
    first, second = _read(folder, tmp_path / "a"), _read(folder, tmp_path / "b")
    assert first.id == second.id
    for path in sorted(path for path in first.path.rglob("*") if path.is_file()):
        assert path.read_bytes() == (second.path / path.relative_to(first.path)).read_bytes(), path.name
    assert _read(folder, tmp_path / "a").id == first.id


def test_a_zip_in_a_zip_is_read_and_its_odd_names_do_no_harm(tmp_path):
    folder = three_years(tmp_path / "r")
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(folder / "2014-15" / "anything.csv", "../../../../etc/evil.csv")
        archive.writestr("__MACOSX/._x.csv", "junk")
    outer = tmp_path / "returns.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
    load = _read(outer, tmp_path / "loads")
    assert len(_rows(load, "cla_episode")) == 2
    assert load.manifest["sources"][0]["name"].startswith("returns.zip/inner.zip/")
    assert not (tmp_path / "etc").exists()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(gather, "RATIO_FROM_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("episodes.csv", "0" * 5_000_000)
    with pytest.raises(InputError, match="would unpack to"):
        _read(tmp_path / "bomb.zip", tmp_path / "loads")
    assert loads.list_loads(tmp_path / "loads") == ()


def _empty(folder):
    folder.mkdir()


def _only_empty_file(folder):
    folder.mkdir()
    (folder / "episodes.csv").write_bytes(b"")


def _only_other_files(folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("minutes of a meeting", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")


@pytest.mark.parametrize("make", [_empty, _only_empty_file, _only_other_files])
def test_a_folder_without_returns_says_what_is_accepted(tmp_path, make):
    make(tmp_path / "r")
    with pytest.raises(InputError, match="No returns were found") as caught:
        _read(tmp_path / "r", tmp_path / "loads")
    assert "CIN Census XML" in str(caught.value)
    assert not (tmp_path / "loads").exists()


def test_other_files_and_copies_are_left_alone_and_listed(tmp_path):
    folder = three_years(tmp_path / "r")
    (folder / "notes.txt").write_text("minutes", encoding="utf-8")
    (folder / "copy.csv").write_bytes((folder / "2014-15" / "anything.csv").read_bytes())
    load = _read(folder, tmp_path / "loads")
    told = {one["file"]: one["why"] for one in load.manifest["ignored"]}
    assert told["notes.txt"] == "Not a return: ignored."
    assert any("read once" in why for why in told.values())


def test_bad_files_are_reported_together_or_left_out_on_request(tmp_path):
    folder = three_years(tmp_path / "r")
    (folder / "broken.xml").write_text("<Message><Header>", encoding="utf-8")
    write_csv(folder / "bad" / "reviews.csv", "CHILD,DOB,REVEIW,REVIEW_CODE", "SYN1,01/01/2004,01/02/2014,PN1")
    with pytest.raises(InputError) as caught:
        _read(folder, tmp_path / "loads")
    assert {problem.file for problem in caught.value.problems} == {"broken.xml", "bad/reviews.csv"}
    assert "REVEIW" in str(caught.value)
    assert loads.list_loads(tmp_path / "loads") == ()
    load = _read(folder, tmp_path / "loads", skip_bad=True)
    assert sum("refused" in source for source in load.manifest["sources"]) == 2


def test_children_are_pseudonymised_the_same_everywhere_and_the_key_is_not_kept(tmp_path):
    folder = three_years(tmp_path / "r")
    write_csv(folder / "2014-15" / "reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE", "SYN2,01/01/2004,01/09/2014,PN1")
    key = b"k" * 40
    load = _read(folder, tmp_path / "loads", key=key)
    expected = pseudonym.pseudonyms(key)("SYN2")
    assert _rows(load, "cla_review")[0]["person_id"] == expected
    assert expected in {row["person_id"] for row in _rows(load, "cla_episode")}
    for path in load.path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"SYN1" not in content
            assert b"SYN2" not in content
            assert key not in content
    other = _read(folder, tmp_path / "other", key=b"z" * 40)
    assert other.id != load.id
    assert load.manifest["key_fingerprint"] != other.manifest["key_fingerprint"]


def test_a_short_key_is_refused(tmp_path):
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(InputError, match="at least 32"):
        pseudonym.read_key(tmp_path / "key")
    with pytest.raises(InputError, match="cannot be read"):
        pseudonym.read_key(tmp_path / "none")


def test_an_unknown_source_to_prefer_is_told(tmp_path):
    with pytest.raises(InputError, match="no source called sdd"):
        _read(three_years(tmp_path / "r"), tmp_path / "loads", prefer=("sdd",))


SCRIPT = """
import datetime as dt, sys, time
from pathlib import Path
from goldenthread.extracts.read import read_returns

returns, into, stop, ready = sys.argv[1:]

def checkpoint(stage):
    if stage == stop:
        Path(ready).write_text(stage, encoding="utf-8")
        # Short sleeps: a signal that comes just before a long one would be seen only when that is over.
        for _ in range(1200):
            time.sleep(0.05)

try:
    read_returns([Path(returns)], into=Path(into), as_at=dt.date(2014, 9, 30), authority="999", checkpoint=checkpoint)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently on Windows; run this test on Linux or macOS")
@pytest.mark.parametrize("stage", ["start", "read", "merged", "before rename"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill", "ctrl-c"])
def test_an_interrupted_run_leaves_no_half_load_and_the_next_run_is_whole(tmp_path, stage, how):
    folder, into, ready = three_years(tmp_path / "r"), tmp_path / "loads", tmp_path / "ready"
    command = [sys.executable, "-c", SCRIPT, str(folder), str(into), stage, str(ready)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not ready.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert ready.exists()
        process.send_signal(how)
        process.wait(30)
    assert loads.list_loads(into) == ()
    if how == signal.SIGINT:
        assert not into.exists() or not list(into.glob(".partial-*"))
    load = _read(folder, into)
    undisturbed = _read(folder, tmp_path / "undisturbed")
    assert load.id == undisturbed.id
    assert not list(into.glob(".partial-*"))
    for path in (path for path in load.path.rglob("*") if path.is_file()):
        assert path.read_bytes() == (undisturbed.path / path.relative_to(load.path)).read_bytes()
