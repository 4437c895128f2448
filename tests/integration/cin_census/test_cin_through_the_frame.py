"""CIN Census files read as a council gives them: zips, several years, several authorities, several versions."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.integration.cin_census.cin_files import assessment, child, episode, header, message, plan

from goldenthread.errors import InputError
from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load
from goldenthread.synthetic.output import write_returns
from goldenthread.synthetic.run import simulate
from goldenthread.tables import TABLES

AS_AT = dt.date(2015, 9, 30)


def _rows(load: Load, table: str) -> list[dict[str, Any]]:
    return list(pq.read_table(load.files[table]["cin"]).to_pylist())


def _read(folder: Path) -> Load:
    return read_returns([folder / "in"], into=folder / "loads", as_at=AS_AT)


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        place = folder / "in" / f"{name}.xml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def test_an_episode_open_in_one_year_and_closed_in_the_next_is_one(tmp_path: Path) -> None:
    closing = "<CINclosureDate>2014-06-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
    _write(
        tmp_path,
        z_first=message(child(episode(assessment()))),
        a_second=message(child(episode(closing, assessment())), head=header(2015)),
    )
    load = _read(tmp_path)
    (referral,) = _rows(load, "referral")
    assert referral["closure_date"] == dt.date(2014, 6, 1)
    assert referral["collection_year"] == 2015
    assert len(_rows(load, "assessment")) == 1


def test_several_authorities_with_the_same_child_ids(tmp_path: Path) -> None:
    _write(
        tmp_path,
        one=message(child(episode()), head=header(lea="998")),
        two=message(child(episode()), head=header(lea="999")),
    )
    load = _read(tmp_path)
    assert load.authorities == ("998", "999")
    assert {row["authority"] for row in _rows(load, "referral")} == {"998", "999"}


@pytest.mark.parametrize("later", ["a", "b"])
def test_the_higher_serial_number_wins_whatever_the_name(tmp_path: Path, later: str) -> None:
    earlier = "b" if later == "a" else "a"
    _write(
        tmp_path,
        **{
            later: message(child(episode(nfa="1")), head=header(serial="002")),
            earlier: message(child(episode(nfa="0")), head=header(serial="001")),
        },
    )
    (referral,) = _rows(_read(tmp_path), "referral")
    assert referral["nfa"] is True


def test_a_later_return_does_not_take_back_a_conference_that_led_to_a_plan(tmp_path: Path) -> None:
    transfer = "<DateOfInitialCPC>2013-07-01</DateOfInitialCPC>"
    _write(
        tmp_path,
        first=message(child(episode(transfer, plan(end="2014-01-31")))),
        second=message(child(episode(transfer)), head=header(2015)),
    )
    (conference,) = _rows(_read(tmp_path), "initial_cp_conference")
    assert conference["outcome_cp_plan"] is True
    assert conference["collection_year"] == 2014


def test_a_zip_with_a_file_in_utf_16(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "census.zip", "w") as packed:
        packed.writestr("2014/census.xml", message(child(episode())).encode("utf-16"))
    (row,) = _rows(_read(tmp_path), "referral")
    assert row["source_file"].endswith("census.zip/2014/census.xml")


def test_a_bad_file_among_good_ones_leaves_no_load(tmp_path: Path) -> None:
    good = message(child(episode()))
    _write(tmp_path, good=good, short=good[: len(good) // 2], other=message(head=header(collection="SLASC")))
    with pytest.raises(InputError) as refused:
        _read(tmp_path)
    assert {problem.code for problem in refused.value.problems} == {"truncated", "other_collection"}
    assert not list((tmp_path / "loads").glob("*/manifest.json"))


COMPARED = {
    "person": ("person_id", "sex", "ethnicity"),
    "disability": ("person_id", "code"),
    "referral": ("person_id", "referral_date", "source_code", "primary_need", "nfa", "closure_date", "closure_reason"),
    "assessment": ("person_id", "start_date", "internal_review_date", "authorised_date"),
    "s47_enquiry": ("person_id", "start_date"),
    "initial_cp_conference": ("person_id", "conference_date", "target_date", "transfer_in", "outcome_cp_plan"),
    "cp_plan": ("person_id", "start_date", "end_date", "initial_category", "latest_category", "previous_plans"),
    "cp_review": ("person_id", "review_date"),
}


def test_what_the_made_up_authority_writes_is_what_is_read(tmp_path: Path) -> None:
    end = dt.date(2014, 9, 30)
    (data,) = simulate(authorities=1, population=3000, years=3, end=end, seed=11)
    write_returns(data, tmp_path / "in", returns=("cin",))
    load = read_returns([tmp_path / "in"], into=tmp_path / "loads", as_at=end)
    others = {row["cp_plan_id"] for row in data.tables["cp_plan"].to_pylist() if row["ola"]}
    covered = load.covers_from["cin"]["999"]
    for table, columns in COMPARED.items():
        made = {
            tuple(row[name] for name in columns)
            for row in data.tables[table].to_pylist()
            if row.get("cp_plan_id") not in others or not others
        }
        read = {tuple(row[name] for name in columns) for row in _rows(load, table)}
        assert len(read) == len(_rows(load, table)) > 5, table
        assert read <= made, f"{table}: {sorted(map(str, read - made))[:3]}"
        if dated := TABLES[table].event_date:
            place = columns.index(dated)
            missed = {row for row in made - read if row[place] >= covered}
            assert not missed, f"{table}: {sorted(map(str, missed))[:3]}"
    assert {one["collection_year"] for one in load.manifest["sources"]} == {2013, 2014, 2015}
    assert all(not set(one["notes"]) - {"part_year"} for one in load.manifest["sources"])
