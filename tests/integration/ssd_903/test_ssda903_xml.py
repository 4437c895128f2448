"""The XML form of SSDA903 holds what the CSV set holds; it is streamed, and neither expanded nor fetched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goldenthread.errors import InputError
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.registry import reader
from goldenthread.loads import Load
from goldenthread.synthetic.output import write_returns
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.ssda903 import Ssda903
from goldenthread.synthetic.writers.ssda903_xml import write_ssda903_xml
from goldenthread.synthetic.writers.years import return_years

D = dt.date
AS_AT = D(2026, 3, 31)
HEADER = "<CHILDID>SYN1</CHILDID><SEX>F</SEX><DOB>01/02/2012</DOB><ETHNIC>WBRI</ETHNIC><UPN>UN4</UPN><MOTHER>0</MOTHER>"
EPISODE = (
    "<EPISODE><DECOM>02/07/2025</DECOM><RNE>S</RNE><LS>V2</LS><CIN>N4</CIN><PL>U6</PL><PLACE_PROVIDER>PR1"
    "</PLACE_PROVIDER><DEC/><REC/></EPISODE>"
)
ELSEWHERE = ("source_file", "source_row", "load_id")


def _read(path: Path, into: Path) -> Load:
    return read_returns([path], into=into, as_at=AS_AT, authority="999")


def _rows(load: Load, table: str) -> list[dict]:
    return pq.read_table(load.files[table]["s903"]).to_pylist()


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _file(path: Path, header: str = HEADER, rest: str = EPISODE) -> Path:
    return _write(path, f"<EXPSSDA903><CHILD><HEADER>{header}</HEADER>{rest}</CHILD></EXPSSDA903>")


def test_the_same_children_give_the_same_tables_in_either_form(tmp_path):
    data = next(simulate(population=9_000, years=2, end=AS_AT, seed=8))
    write_returns(data, tmp_path, returns=("s903",))
    care = Ssda903(data)
    for year in return_years(data.covers_from, data.end):
        write_ssda903_xml(care, tmp_path / "xml" / f"{year.label}.xml", year)
    by_csv, by_xml = _read(tmp_path / "ssda903", tmp_path / "a"), _read(tmp_path / "xml", tmp_path / "b")
    assert (
        set(by_csv.files)
        == set(by_xml.files)
        >= {"cla_episode", "permanence", "care_leaver", "involvement", "sdq_score"}
    )
    for table in by_csv.files:
        first, second = (
            pq.read_table(load.files[table]["s903"]).drop_columns(list(ELSEWHERE)) for load in (by_csv, by_xml)
        )
        assert first.num_rows
        assert first.equals(second), table
    assert by_csv.covers_from == by_xml.covers_from


def test_every_group_fills_its_table(tmp_path):
    header = HEADER + (
        "<UASC>1</UASC><DUC>01/02/2026</DUC><IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>K1</ACCOM>"
        "<DATE_INT>01/05/2025</DATE_INT><NB_ADOPTR>2</NB_ADOPTR><SEX_ADOPTR>MF</SEX_ADOPTR>"
        "<AREVIEW><REVIEW>01/09/2025</REVIEW><REVIEW_CODE>PN3</REVIEW_CODE></AREVIEW>"
        "<AREVIEW><REVIEW>01/12/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
        "<AMISSING><MISSING>M</MISSING><MIS_START>03/08/2025</MIS_START></AMISSING>"
        "<AD_PLACED><DATE_PLACED>01/07/2025</DATE_PLACED></AD_PLACED><PERMANENCE><PREV_PERM>P2</PREV_PERM></PERMANENCE>"
        "<OC2><SDQ_SCORE>12</SDQ_SCORE><TEETH_CHECK>1</TEETH_CHECK></OC2>"
        "<DOLO><DOLO_START>02/08/2025</DOLO_START></DOLO>"
    )
    load = _read(_file(tmp_path / "a.xml", header), tmp_path / "loads")
    assert [row["participation"] for row in _rows(load, "cla_review")] == ["PN3", "PN1"]
    assert _rows(load, "missing_episode")[0]["start_date"] == D(2025, 8, 3)
    assert len(_rows(load, "permanence")) == 3
    assert _rows(load, "sdq_score")[0]["score"] == 12
    assert _rows(load, "care_leaver")[0]["accommodation"] == "K"
    assert _rows(load, "immigration_status")[0]["end_date"] == D(2026, 2, 1)
    assert _rows(load, "deprivation_of_liberty")[0]["start_date"] == D(2025, 8, 2)
    assert _rows(load, "cla_placement")[0]["placement_type"] == "U6"


def test_postcodes_and_pupil_numbers_are_not_kept_nor_left_behind(tmp_path):
    rest = EPISODE.replace("<DEC/>", "<HOME_POST>ZZ1 4AA</HOME_POST>")
    load = _read(_file(tmp_path / "a.xml", HEADER.replace("UN4", "ZZ12345678901"), rest), tmp_path / "loads")
    for file in (tmp_path / "loads").rglob("*"):
        assert not file.is_file() or not {b"ZZ1 4AA", b"ZZ12345678901"} & {*file.read_bytes().split(b'"')}
    assert not list((tmp_path / "loads").rglob("spool"))
    assert _rows(load, "person")[0]["upn_unknown_reason"] is None


def test_the_line_of_a_fault_is_told(tmp_path):
    text = f"<EXPSSDA903>\n<CHILD>\n<HEADER>{HEADER}</HEADER>\n{EPISODE.replace('02/07/2025', '99/99/2025')}\n</CHILD></EXPSSDA903>"
    load = _read(_write(tmp_path / "a.xml", text), tmp_path / "loads")
    assert load.manifest["sources"][0]["set_aside"]["impossible_date"]["examples"][0]["row"] == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_it_is_known_by_its_root(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- x -->\n<EXPSSDA903><CHILD>'.encode(encoding)
    found = reader("s903").recognise(head, "anything.txt")
    assert found is not None
    assert found.part == "xml"
    assert reader("s903").recognise(b"<Message><Header/></Message>", "x.xml") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<EXPSSDA903><CHILD><HEADER>", "not_xml"),
        ("<EXPSSDA903><CHILD></HEADER></CHILD></EXPSSDA903>", "not_xml"),
        ("<EXPSSDA903></EXPSSDA903>", "no_children"),
        (
            '<!DOCTYPE x [<!ENTITY e "x">]><EXPSSDA903><CHILD><HEADER>&e;</HEADER></CHILD></EXPSSDA903>',
            "forbidden_entity",
        ),
    ],
)
def test_files_that_cannot_be_used_are_refused(tmp_path, text, code):
    with pytest.raises(InputError) as caught:
        _read(_write(tmp_path / "a.xml", text), tmp_path / "loads")
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].remedy


def test_the_authority_must_be_given(tmp_path):
    with pytest.raises(InputError, match="--authority"):
        read_returns([_file(tmp_path / "a.xml")], into=tmp_path / "loads", as_at=AS_AT)
