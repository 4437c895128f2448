"""SSDA903 sets as councils really write them: headings, dates, encodings, faults."""

from __future__ import annotations

import datetime as dt

import pyarrow.parquet as pq
import pytest
from tests.made_returns import EPISODES, write_csv, write_set

from goldenthread.errors import InputError
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.registry import reader
from goldenthread.extracts.ssda903.layout import LAYOUTS

D = dt.date
AS_AT = D(2014, 9, 30)
PLAIN = "SYN1,02/07/2014,S,V2,N4,U6,PR1,01/08/2014,E8,CARPL,ZZ1 4AA,ZZ9 9ZZ,XXXXXXX"


def _read(folder, into, as_at=AS_AT, **more):
    return read_returns([folder], into=into, as_at=as_at, authority="999", **more)


def _rows(load, table):
    return pq.read_table(load.files[table]["s903"]).to_pylist()


def _codes(load, kind):
    return {code for source in load.manifest["sources"] for code in source[kind]}


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.part for layout in LAYOUTS])
def test_a_file_is_known_by_its_headings_in_any_case_and_order(layout):
    head = (";".join(reversed([name.title() for name in layout.columns])) + "\n").encode("utf-16")
    found = reader("s903").recognise(head, "no-matter.txt")
    assert found is not None
    assert found.part == layout.part


@pytest.mark.parametrize("head", [b"", b"a,b,c\n1,2,3\n", b"<Message/>", b"PAR1xxxx", b"child\n", b"CHILD,NAME,TOWN\n"])
def test_what_is_not_ssda903_is_not_claimed(head):
    assert reader("s903").recognise(head, "episodes.csv") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("style", ["%d/%m/%Y", "%Y-%m-%d"])
def test_any_common_encoding_and_either_date_style_read_the_same(tmp_path, encoding, style):
    start, end = D(2014, 7, 2).strftime(style), D(2014, 8, 1).strftime(style)
    write_set(tmp_path / "r", [f"SYN1,{start},S,V2,N4,U6,PR1,{end},E8,CARPL,,,"], encoding=encoding)
    row = _rows(_read(tmp_path / "r", tmp_path / "loads"), "cla_episode")[0]
    assert (row["start_date"], row["end_date"], row["end_reason"]) == (D(2014, 7, 2), D(2014, 8, 1), "E8")


def test_older_sets_have_no_urn_and_semicolons_do(tmp_path):
    header = EPISODES.removesuffix(",URN").replace(",", ";")
    write_set(tmp_path / "r", ["SYN1;02/07/2014;S;V2;N4;U6;PR1;;;;;"], header=header)
    assert _rows(_read(tmp_path / "r", tmp_path / "loads"), "cla_placement")[0]["placement_type"] == "U6"


@pytest.mark.parametrize(
    ("row", "kind", "code", "field", "expected"),
    [
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,,E8,,,,", "notes", "rec_without_dec", "end_reason", None),
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,01/08/2014,,,,,", "notes", "dec_without_rec", "end_date", D(2014, 8, 1)),
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,01/06/2014,E8,,,,", "notes", "end_before_start", "end_date", None),
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,31/02/2014,E8,,,,", "notes", "impossible_date", "end_date", None),
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,01/01/2030,E8,,,,", "notes", "future_date", "end_date", None),
        ("SYN1,02/07/2014,S,V2,N4,U6,PR1,01/01/1900,E8,,,,", "notes", "sentinel_date", "end_date", None),
        ("SYN1,02/07/2014,S,Q9,N4,U6,PR1,,,,,,", "notes", "unknown_code", "legal_status", None),
        ("SYN1,02/07/2014,s,v2,n4,u6,pr1,,,,,,", "notes", "no_distance", "legal_status", "V2"),
    ],
)  # fmt: skip
def test_faults_of_a_row_are_noted_and_the_row_is_kept(tmp_path, row, kind, code, field, expected):
    load = _read(write_set(tmp_path / "r", [row]), tmp_path / "loads")
    assert code in _codes(load, kind)
    assert _rows(load, "cla_episode")[0][field] == expected


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",02/07/2014,S,V2,N4,U6,PR1,,,,,,", "missing_key"),
        ("SYN9,,S,V2,N4,U6,PR1,,,,,,", "impossible_date"),
        ("SYN9,99/99/2014,S,V2,N4,U6,PR1,,,,,,", "impossible_date"),
        (PLAIN, "exact_duplicate"),
    ],
)
def test_rows_that_cannot_be_used_are_set_aside_and_counted(tmp_path, row, code):
    load = _read(write_set(tmp_path / "r", [PLAIN, row]), tmp_path / "loads")
    aside = load.manifest["sources"][0]["set_aside"]
    assert aside[code]["count"] == 1
    assert aside[code]["examples"][0]["row"] == 3
    assert [one["person_id"] for one in _rows(load, "cla_episode")] == ["SYN1"]


def test_a_misspelt_column_is_named_with_the_nearest(tmp_path):
    write_set(tmp_path / "r", [PLAIN], header=EPISODES.replace("DECOM", "DECOMM"))
    with pytest.raises(InputError, match=r"column DECOM: .*column DECOM is not there\. The nearest is DECOMM"):
        _read(tmp_path / "r", tmp_path / "loads")


def test_the_authority_must_be_given(tmp_path):
    folder = write_set(tmp_path / "r", [PLAIN])
    with pytest.raises(InputError, match="--authority"):
        read_returns([folder], into=tmp_path / "loads", as_at=AS_AT)


def test_every_other_file_of_the_set_fills_its_table(tmp_path):
    folder = write_set(tmp_path / "r", ["SYN1,02/07/2025,S,V2,N4,U6,PR1,,,,,,"])
    files = {
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB": "SYN1,F,01/02/2012,WBRI,UN4,0,",
        "CHILD,DOB,REVIEW,REVIEW_CODE": "SYN1,01/02/2012,01/09/2025,PN3",
        "CHILD,SEX,DOB,DUC": "SYN1,F,01/02/2012,01/02/2030",
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
        "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED": "SYN1,01/02/2012,41,,0,,1,1,1,0,,",
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM": "SYN1,01/02/2008,YES,F2,K1",
        "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR": "SYN1,,01/05/2025,01/06/2025,0,2,MF,L11",
        "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED": "SYN1,,01/07/2025,,",
        "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM": "SYN1,,P2,,zz/05/2020",
        "CHILD,DOB,MISSING,MIS_START,MIS_END": "SYN1,,M,03/08/2025,04/08/2025",
        "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON": "SYN1,,SW1,02/07/2025,,PCCHAN ",
        "CHILD,DOB,DOLO_START,DOLO_END": "SYN1,,02/08/2025,",
    }
    for number, (header, row) in enumerate(files.items()):
        write_csv(folder / f"{number}.csv", header, row)
    load = _read(folder, tmp_path / "loads", as_at=D(2026, 3, 31))
    person = _rows(load, "person")[0]
    assert (person["sex"], person["upn_unknown_reason"]) == ("F", "UN4")
    assert _rows(load, "cla_review")[0]["participation"] == "PN3"
    assert {row["check_type"]: row["status"] for row in _rows(load, "cla_health")}["dental"] == "yes"
    assert "sdq_score" not in load.files or _rows(load, "sdq_score")[0]["score"] is None
    leaver = _rows(load, "care_leaver")[0]
    assert (leaver["accommodation"], leaver["accommodation_suitable"]) == ("K", True)
    assert {row["previous_permanence_date"] for row in _rows(load, "permanence")} == {None, "zz/05/2020"}
    assert _rows(load, "missing_episode")[0]["type"] == "M"
    assert _rows(load, "involvement")[0]["change_reason"] == "PCCHAN"
    (order,) = _rows(load, "deprivation_of_liberty")
    assert (order["start_date"], order["end_date"]) == (D(2025, 8, 2), None)
    assert "out_of_range" in _codes(load, "notes")
    assert {source["collection_year"] for source in load.manifest["sources"]} == {2026}


def test_postcodes_and_pupil_numbers_never_reach_a_load(tmp_path):
    write_set(tmp_path / "r", [PLAIN.replace("ZZ1 4AA", "QQ7 7QQ")])
    write_csv(
        tmp_path / "r" / "h.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", "SYN1,1,01/02/2012,WBRI,Q123456789012,,"
    )
    load = _read(tmp_path / "r", tmp_path / "loads")
    for table, sources in load.files.items():
        for path in sources.values():
            told = str(pq.read_table(path).to_pylist())
            assert "QQ7 7QQ" not in told, table
            assert "Q123456789012" not in told, table
    assert "QQ7" not in (load.path / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [None, b"k" * 40])
def test_registration_numbers_of_workers_are_not_kept(tmp_path, key):
    folder = write_set(tmp_path / "r", ["SYN1,02/07/2024,S,V2,N4,U6,PR1,,,,,,"])
    write_csv(folder / "w.csv", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "SYN1,,SW987654,02/07/2024,01/08/2024,",
              "SYN1,,SW987654,09/08/2024,,MANAGE", "SYN1,,AGENCY7,01/08/2024,09/08/2024,ABSENC")  # fmt: skip
    load = _read(folder, tmp_path / "loads", as_at=D(2024, 9, 30), key=key)
    spells = {row["start_date"]: row["professional_id"] for row in _rows(load, "involvement")}
    assert spells[D(2024, 7, 2)] == spells[D(2024, 8, 9)] != spells[D(2024, 8, 1)]
    workers = {row["professional_id"]: row["registered"] for row in _rows(load, "professional")}
    assert workers == {spells[D(2024, 7, 2)]: True, spells[D(2024, 8, 1)]: False}
    for file in load.path.rglob("*"):
        assert not file.is_file() or b"987654" not in file.read_bytes()
