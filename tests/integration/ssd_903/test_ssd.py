"""SSD extracts as they come: columns missing and extra, placeholders, JSON of either shape, dates as text."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_returns import write_csv

from goldenthread.errors import InputError
from goldenthread.extracts.read import read_returns

D = dt.date
AS_AT = D(2014, 9, 30)


def _read(folder, into=None, **more):
    place = into or Path(tempfile.mkdtemp())
    return read_returns([folder], into=place, as_at=AS_AT, authority="999", **more)


def _rows(load, table):
    return pq.read_table(load.files[table]["ssd"]).to_pylist() if table in load.files else []


def _listed(load, kind):
    return {code: one["count"] for source in load.manifest["sources"] for code, one in source[kind].items()}


def _one(tmp_path, table, header, *rows):
    load = _read(write_csv(tmp_path / "any-name.csv", header, *rows).parent, tmp_path / "loads")
    return load, _rows(load, table)


def test_sql_dates_are_cut_to_days_and_a_time_is_remarked_on(tmp_path):
    header = "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_referral_nfa"
    load, rows = _one(
        tmp_path, "referral", header,
        "R1,P1,2014-05-01 00:00:00,2014-06-01 13:45:00,Y", "R2,P2,01/05/2014,,0", "R3,P3,2014-05-01T00:00:00.000,,true",
    )  # fmt: skip
    assert {row["referral_date"] for row in rows} == {D(2014, 5, 1)}
    assert [row["nfa"] for row in rows] == [True, False, True]
    assert _listed(load, "notes")["time_cut"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Y", True), ("yes", True), ("1", True), ("TRUE", True), ("a) Yes", True), ("N", False), ("0", False),
     ("b) No", False), ("c) Unknown", None), ("", None), ("maybe", None)],
)  # fmt: skip
def test_yes_and_no_in_every_spelling(tmp_path, text, expected):
    _, rows = _one(
        tmp_path,
        "cp_plan",
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_ola",
        f"C1,P1,2014-05-01,{text}",
    )
    assert rows[0]["ola"] is expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('"[""3B"", ""16A""]"', {"3B", "16A"}),
        ('"{""3B"": ""Yes"", ""16A"": ""No"", ""4B"": 1}"', {"3B", "4B"}),
        ('"{""3b"": true, ""16A"": """"}"', {"3B"}),
        ('"[]"', set()),
        ("", set()),
        ("not json", set()),
        ('"[""RB"", ""21""]"', {"21"}),
    ],
)
def test_factors_in_every_shape(tmp_path, cell, expected):
    load, rows = _one(
        tmp_path, "assessment_factor", "cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json", f"F1,A1,{cell}"
    )
    assert {row["code"] for row in rows} == expected
    if cell == "not json":
        assert _listed(load, "notes")["bad_json"] == 1
    if "RB" in cell:
        assert _listed(load, "notes")["unknown_code"] == 1


def test_outcomes_held_as_json_become_columns_and_comments_are_dropped(tmp_path):
    header = "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code,cont_contact_outcome_json"
    outcome = '"{""NEW_REFERRAL_FLAG"": ""Y"", ""NFA_FLAG"": ""N"", ""COMMENTS"": ""SECRET WORDS""}"'
    load, rows = _one(tmp_path, "contact", header, f"C1,P1,2014-05-01,2A,{outcome}")
    assert (rows[0]["outcome_new_referral"], rows[0]["outcome_nfa"], rows[0]["outcome_advice"]) == (True, False, None)
    assert "SECRET" not in str(rows)
    assert "SECRET" not in str(load.manifest)


def test_columns_that_are_missing_or_extra_are_told_once(tmp_path):
    load, rows = _one(
        tmp_path,
        "cp_plan",
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_new_thing",
        "C1,P1,2014-05-01,x",
    )
    assert rows[0]["end_date"] is None
    notes = _listed(load, "notes")
    assert notes["extra_column"] == 1
    assert notes["missing_column"] >= 3


def test_a_renamed_column_no_row_can_do_without_is_named_with_the_nearest(tmp_path):
    load, rows = _one(tmp_path, "cp_plan", "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_startdate", "C1,P1,2014-05-01")
    assert rows == []
    aside = load.manifest["sources"][0]["set_aside"]["misspelt_column"]
    assert "cppl_cp_plan_start_date" in aside["examples"][0]["what"]
    assert "cppl_cp_plan_startdate" in aside["examples"][0]["remedy"]


def test_placeholders_are_missing_and_a_placeholder_table_is_not_supplied(tmp_path):
    header = "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_date,cppr_cp_review_participation"
    load, rows = _one(
        tmp_path, "cp_review", header, "V1,P1,C1,2014-05-01,PLACEHOLDER_DATA", ",".join(["PLACEHOLDER_DATA"] * 5)
    )
    assert len(rows) == 1
    assert rows[0]["participation"] is None
    assert _listed(load, "notes")["not_supplied"] == 1


def test_system_rows_and_names_where_ids_belong_are_not_kept(tmp_path):
    header = (
        "invo_involvements_id,invo_person_id,invo_professional_id,invo_professional_role_id,invo_involvement_start_date"
    )
    load, rows = _one(
        tmp_path, "involvement", header, "I1,P1,Jane Example,Allocated Case Worker,2014-05-01", "I2,-1,W1,CW,2014-05-01",
        "I3,P3,W1,Support,2014-05-01",
    )  # fmt: skip
    assert [(row["involvement_id"], row["professional_id"], row["role"]) for row in rows] == [
        ("I1", None, "case_worker"), ("I3", "W1", "other"),
    ]  # fmt: skip
    assert _listed(load, "set_aside")["system_row"] == 1
    assert _listed(load, "notes")["name_in_id"] == 1


@pytest.mark.parametrize("key", [None, b"k" * 40])
def test_ids_of_the_system_are_not_children_whether_ids_are_kept_or_hashed(tmp_path, key):
    plans = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date"
    write_csv(
        tmp_path / "r" / "p.csv", plans, "C1,-1,2014-05-01", "C2,0,2014-05-01", "C3,-23,2014-05-01", "C4,007,2014-05-01"
    )
    checks = (
        "clah_health_check_id,clah_person_id,clah_health_check_type,clah_health_check_date,clah_health_check_status"
    )
    write_csv(
        tmp_path / "r" / "h.csv", checks, "H1,-1,Dental,2014-05-01,Completed", "H2,P2,Dental,2014-05-01,Completed"
    )
    load = _read(tmp_path / "r", tmp_path / "loads", key=key)
    assert len(_rows(load, "cp_plan")) == 1
    assert len(_rows(load, "cla_health")) == 1
    assert _listed(load, "set_aside") | {"system_row": None} == {"system_row": None}
    assert sum(source["set_aside"]["system_row"]["count"] for source in load.manifest["sources"]) == 4


def test_codes_and_words_and_known_misprints_are_understood(tmp_path):
    _, rows = _one(
        tmp_path,
        "person",
        "pers_person_id,pers_sex,pers_ethnicity,pers_dob",
        "P1,Male,CNHE,1990-01-01",
        "P2,2,wbri,01/01/2014",
    )
    assert [(row["sex"], row["ethnicity"]) for row in rows] == [("M", "CHNE"), ("F", "WBRI")]


def test_none_is_a_code_of_disability_and_a_blank_elsewhere(tmp_path):
    _, rows = _one(tmp_path, "disability", "disa_person_id,disa_disability_code", "P1,NONE", "P2,AUT")
    assert [row["code"] for row in rows] == ["NONE", "AUT"]


def test_parquet_is_read_like_text(tmp_path):
    table = pa.table(
        {
            "CPPL_CP_PLAN_ID": ["C1"],
            "cppl_person_id": ["P1"],
            "cppl_cp_plan_start_date": pa.array([dt.datetime(2014, 5, 1)], pa.timestamp("us")),  # noqa: DTZ001
            "cppl_cp_plan_end_date": pa.array([D(2014, 6, 1)], pa.date32()),
            "cppl_cp_plan_initial_category": ["Neglect"],
        }
    )
    (tmp_path / "r").mkdir()
    pq.write_table(table, tmp_path / "r" / "x.bin")
    row = _rows(_read(tmp_path / "r", tmp_path / "loads"), "cp_plan")[0]
    assert (row["start_date"], row["end_date"], row["initial_category"]) == (D(2014, 5, 1), D(2014, 6, 1), "NEG")


def test_the_history_begins_where_closures_do_not_where_old_cases_opened(tmp_path):
    header = "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date"
    load, _ = _one(
        tmp_path, "referral", header, "R1,P1,2002-05-01,2009-02-20", "R2,P2,2009-01-05,2009-01-06", "R3,P3,2014-01-05,"
    )
    assert load.covers_from["ssd"]["999"] == D(2009, 1, 1)


def test_the_authority_must_be_given(tmp_path):
    write_csv(tmp_path / "r" / "x.csv", "disa_person_id,disa_disability_code", "P1,AUT")
    with pytest.raises(InputError, match="--authority"):
        read_returns([tmp_path / "r"], into=tmp_path / "loads", as_at=AS_AT)


PLANTED = {
    "pers_forename": "ZEBEDEE", "pers_surname": "QUIXOTE", "pers_upn": "Z999888777666", "pers_legacy_id": "L-OLD-1",
    "pers_nhs_number": "9998887776", "pers_address": "1 NOWHERE LANE QQ7 7QQ",
}  # fmt: skip


def test_names_numbers_and_addresses_never_reach_a_load(tmp_path):
    columns = ["pers_person_id", "pers_dob", "pers_sex", *PLANTED]
    write_csv(tmp_path / "r" / "p.csv", ",".join(columns), ",".join(["P1", "2010-01-01", "F", *PLANTED.values()]))
    write_csv(
        tmp_path / "r" / "w.csv", "prof_professional_id,prof_professional_name,prof_social_worker_registration_no,prof_staff_id",
        "W1,ZEBEDEE QUIXOTE,SW999888777666,S1",
    )  # fmt: skip
    write_csv(tmp_path / "r" / "a.csv", "addr_table_id,addr_person_id,addr_address_postcode", "A1,P1,QQ7 7QQ")
    load = _read(tmp_path / "r", tmp_path / "loads")
    told = "".join(str(_rows(load, table)) for table in load.files) + (load.path / "manifest.json").read_text(
        encoding="utf-8"
    )
    for secret in ("ZEBEDEE", "QUIXOTE", "999888777666", "9998887776", "NOWHERE", "QQ7"):
        assert secret not in told, secret
    assert _rows(load, "professional")[0]["registered"] is True


COLUMNS = {
    "cppl_cp_plan_id": "C1", "cppl_person_id": "P1", "cppl_cp_plan_start_date": "2014-05-01",
    "cppl_cp_plan_end_date": "2014-06-01", "cppl_cp_plan_initial_category": "Neglect", "cppl_referral_id": "R1",
}  # fmt: skip
NEEDED = {"cppl_cp_plan_id", "cppl_person_id", "cppl_cp_plan_start_date"}


@settings(max_examples=15, deadline=None)
@given(st.permutations(list(COLUMNS)), st.sets(st.sampled_from(sorted(set(COLUMNS) - NEEDED))), st.booleans())
def test_any_order_and_any_subset_of_columns_reads_the_same(order, left_out, upper):
    names = [name for name in order if name not in left_out]
    folder = Path(tempfile.mkdtemp())
    header = ",".join(name.upper() if upper else name for name in names)
    write_csv(folder / "r" / "x.csv", header, ",".join(COLUMNS[name] for name in names))
    row = _rows(_read(folder / "r", folder / "loads"), "cp_plan")[0]
    assert (row["cp_plan_id"], row["person_id"], row["start_date"]) == ("C1", "P1", D(2014, 5, 1))
    assert row["end_date"] == (None if "cppl_cp_plan_end_date" in left_out else D(2014, 6, 1))
    assert row["initial_category"] == (None if "cppl_cp_plan_initial_category" in left_out else "NEG")
