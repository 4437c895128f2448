"""Each collection year's layout of SSDA903 fills the tables, with the codes of its time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.made_returns import EPISODES, write_csv, write_set

from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"


def _read(folder: Path, into: Path, year: int) -> Load:
    return read_returns([folder], into=into, as_at=dt.date(year, 3, 31), authority="999")


def _first(load: Load, table: str) -> dict:
    return pq.read_table(load.files[table]["s903"]).to_pylist()[0]


@pytest.mark.parametrize(
    ("year", "sex", "place", "change", "ended", "activity"),
    [
        (2015, "1", "H5", "CARPL", "E43", "F3"),
        (2017, "1", "P2", "CREQB", "E44", "P3"),
        (2019, "2", "H5", "CUSTOD", "E45", "F3"),
        (2022, "2", "P2", "OTHER", "E48", "F4"),
        (2024, "1", "H5", "CHILD", "E46", "P5"),
        (2025, "M", "K3", "LAREQ", "E47", "F5"),
        (2026, "F", "Z12", "", "E5", "G6"),
        (2027, "U", "Z14", "", "E17", "0"),
    ],
)
def test_a_years_codes_and_columns_are_read(tmp_path, year, sex, place, change, ended, activity):
    columns = EPISODES if year >= 2016 else EPISODES.removesuffix(",URN")
    start, end = f"02/05/{year - 1}", f"01/03/{year}"
    cells = f"SYN1,{start},S,C2,N1,{place},PR4,{end},{ended},{change},,"
    folder = write_set(tmp_path / "r", [cells + (",SC999999" if year >= 2016 else "")], header=columns)
    write_csv(folder / "h.csv", HEADER, f"SYN1,{sex},01/02/2010,WBRI,,,")
    write_csv(folder / "oc3.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", f"SYN1,01/02/2010,YES,{activity},Z1")
    if year >= 2024:
        write_csv(folder / "sw.csv", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", f"SYN1,,SW1,{start},,MANAGE")
    if year >= 2027:
        write_csv(folder / "dolo.csv", "CHILD,DOB,DOLO_START,DOLO_END", f"SYN1,,{start},{end}")
    load = _read(folder, tmp_path / "loads", year)
    assert _first(load, "person")["sex"] == {"1": "M", "2": "F"}.get(sex, sex)
    placement, episode = _first(load, "cla_placement"), _first(load, "cla_episode")
    assert placement["placement_type"] == place
    assert placement["change_reason"] == (change or None)
    assert placement["urn"] == ("SC999999" if year >= 2016 else None)
    assert (episode["end_reason"], episode["collection_year"]) == (ended, year)
    assert (_first(load, "care_leaver")["activity"], _first(load, "care_leaver")["birthday_year"]) == (activity, year)
    assert ("involvement" in load.files) == (year >= 2024)
    assert ("deprivation_of_liberty" in load.files) == (year >= 2027)
