"""Files that are refused whole: the code, the line and the remedy, never a traceback."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from tests.integration.cin_census.cin_files import child, episode, message, read_made

from goldenthread.errors import InputError, Problem

GOOD = message(child(episode()))
LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE Message [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {this} '{f'&{last};' * 10}'>" for last, this in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><Message><Header>&j;</Header></Message>"
)


def _refusal(content: str | bytes, folder: Path) -> Problem:
    with pytest.raises(InputError) as refused:
        read_made(content, folder)
    (problem,) = refused.value.problems
    assert problem.file == "made.xml"
    assert problem.remedy
    assert problem.what.endswith(".")
    return problem


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n\t ", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"CHILD,SEX\r\nA1,1\r\n", "not_xml"),
        (b"PK\x03\x04 a workbook", "not_xml"),
        (b"\x89PNG\r\n", "not_xml"),
        (b"<?xml version='1.0'?>", "truncated"),
        (b"<Message", "truncated"),
        (b"<EXPSSDA903><CHILD/></EXPSSDA903>", "other_collection"),
        (b"<report><a/></report>", "wrong_root"),
        (message(child(), head="").replace("Message", "message").encode(), "wrong_root"),
        (GOOD.replace("</CINdetails>", "</CINdetail>").encode(), "not_xml"),
        (GOOD.replace("<Child>", "<Child>&nbsp;").encode(), "not_xml"),
        (GOOD.replace("<Child>", "<Child>\x01").encode(), "not_xml"),
        (f"{GOOD}{GOOD}".encode(), "not_xml"),
    ],
)
def test_what_is_not_a_census_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert _refusal(content, tmp_path).code == code


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_file_that_breaks_off_names_the_line(tmp_path: Path, share: float) -> None:
    lines = message(*(child(episode(), id=f"B{number}") for number in range(50))).replace("<C", "\n<C")
    cut = lines[: int(len(lines) * share)]
    problem = _refusal(cut, tmp_path)
    assert problem.code == "truncated"
    assert problem.row == cut.count("\n") + 1
    assert f"line {problem.row}" in problem.what
    assert "Export the return again" in problem.remedy


def test_entity_expansion_is_refused_before_anything_is_expanded(tmp_path: Path) -> None:
    started = time.perf_counter()
    assert _refusal(LAUGHS, tmp_path).code == "forbidden_entity"
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE Message SYSTEM 'file:///etc/hostname'>",
        "<!DOCTYPE Message SYSTEM 'http://192.0.2.1/made-up.dtd'>",
        "<!DOCTYPE Message [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE Message [<!ENTITY % x SYSTEM 'http://192.0.2.1/x'> %x;]>",
        "<!DOCTYPE Message []>",
        "<!DOCTYPE Message>",
    ],
)
def test_a_document_type_is_refused_whatever_it_declares(tmp_path: Path, declared: str) -> None:
    assert _refusal(declared + GOOD, tmp_path).code == "forbidden_entity"


def test_a_document_type_behind_a_long_comment_is_still_seen(tmp_path: Path) -> None:
    hidden = f"<!--{'x' * 300_000}--><!DOCTYPE Message [<!ENTITY x 'y'>]>{GOOD}"
    assert _refusal(hidden, tmp_path).code == "forbidden_entity"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_in_utf_16_is_still_seen(tmp_path: Path, encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='utf-16'?><!DOCTYPE Message [<!ENTITY x 'y'>]>{GOOD}"
    assert _refusal(text.encode(encoding), tmp_path).code == "forbidden_entity"


@pytest.mark.parametrize(
    ("declared", "written"),
    [("utf-8", "cp1252"), ("utf-16", "utf-8"), ("ascii", "utf-8"), ("made-up-1", "utf-8")],
)
def test_a_wrong_encoding_is_named(tmp_path: Path, declared: str, written: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?>\n{GOOD.replace('<Children>', '<Children>café ')}"
    problem = _refusal(text.encode(written), tmp_path)
    assert problem.code == "wrong_encoding"
    assert "UTF-8" in problem.remedy


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "latin-1"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_every_honest_encoding_is_read(tmp_path: Path, declared: str, written: str) -> None:
    declaration = f"<?xml version='1.0' encoding='{declared}'?>\n" if declared else ""
    text = declaration + GOOD.replace("<Children>", "<Children>café ")
    assert read_made(text.encode(written), tmp_path).one("referral")["referral_date"] == dt.date(2013, 5, 1)


def test_no_children_is_noted(tmp_path: Path) -> None:
    made = read_made(message(), tmp_path)
    assert made.tables == {}
    assert made.notes == {"no_children": 1}
    assert made.sink.authority == "999"


def test_a_file_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    depth = 20_000
    assert _refusal(f"<Message>{'<a>' * depth}{'</a>' * depth}</Message>", tmp_path).code in {
        "not_xml",
        "missing_header",
    }


def test_comments_instructions_and_character_data_sections(tmp_path: Path) -> None:
    text = GOOD.replace(
        "<CINreferralDate>2013-05-01", "<!-- a --><?b c?><CINreferralDate>2013<!-- d -->-05<![CDATA[-01]]>"
    )
    assert read_made(text, tmp_path).one("referral")["referral_date"] == dt.date(2013, 5, 1)
