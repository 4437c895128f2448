"""What the header decides: the authority, the year, the date the file describes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.integration.cin_census.cin_files import child, episode, header, message, read_made

from goldenthread.errors import InputError


def _refusal(text: str, folder: Path, **circumstances: object) -> tuple[str, str, str]:
    with pytest.raises(InputError) as refused:
        read_made(text, folder, **circumstances)  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert problem.file == "made.xml"
    assert problem.remedy
    return problem.code, problem.column, problem.what


def test_a_whole_year(tmp_path: Path) -> None:
    sink = read_made(message(child(episode())), tmp_path).sink
    assert (sink.authority, sink.collection_year) == ("999", 2014)
    assert (sink.as_at, sink.covers_from) == (dt.date(2014, 3, 31), dt.date(2013, 4, 1))
    assert sink.notes.count == {}


def test_the_later_of_two_versions_sorts_later(tmp_path: Path) -> None:
    versions = []
    for serial in ("009", "010", "2"):
        folder = tmp_path / serial
        folder.mkdir()
        versions.append(read_made(message(child(), head=header(serial=serial)), folder).sink.version)
    assert sorted(versions) == [versions[2], versions[0], versions[1]]


def test_the_reference_date_is_trusted_over_the_year(tmp_path: Path) -> None:
    made = read_made(message(child(episode()), head=header(2014, said="2013")), tmp_path)
    assert made.sink.collection_year == 2014
    assert made.notes == {"year_mismatch": 1}
    assert "2013/14" in made.problems[0].what


def test_a_part_year_extract(tmp_path: Path) -> None:
    head = header(2015, reference="2014-09-30")
    made = read_made(message(child(episode(date="2014-05-01")), head=head), tmp_path, as_at=dt.date(2014, 9, 30))
    assert (made.sink.collection_year, made.sink.as_at) == (2015, dt.date(2014, 9, 30))
    assert made.sink.covers_from == dt.date(2014, 4, 1)
    assert made.notes == {"part_year": 1}
    assert "30 September 2014" in made.problems[0].what


def test_a_file_exported_before_the_end_of_its_year(tmp_path: Path) -> None:
    made = read_made(message(child(), head=header(2015)), tmp_path, as_at=dt.date(2014, 9, 30))
    assert made.sink.as_at == dt.date(2014, 9, 30)
    assert made.one("person")["as_at"] == dt.date(2014, 9, 30)
    assert made.notes == {"reference_date_ahead": 1}


def test_a_file_of_a_year_after_the_load_is_refused(tmp_path: Path) -> None:
    code, column, what = _refusal(message(child(), head=header(2016)), tmp_path, as_at=dt.date(2014, 9, 30))
    assert (code, column) == ("after_as_at", "ReferenceDate")
    assert "2015/16" in what


def test_the_return_of_another_authority_is_refused_in_a_run_for_one(tmp_path: Path) -> None:
    code, column, what = _refusal(message(child(), head=header(lea="301")), tmp_path, authority="999")
    assert (code, column) == ("other_authority", "LEA")
    assert "301" in what
    assert "999" in what
    assert read_made(message(child(), head=header(lea="301")), tmp_path, authority=None).sink.authority == "301"


def test_a_missing_authority_is_taken_from_the_user(tmp_path: Path) -> None:
    made = read_made(message(child(), head=header(lea="")), tmp_path, authority="999")
    assert made.sink.authority == "999"
    assert made.notes == {"missing_header": 1}


@pytest.mark.parametrize("lea", ["", "99", "ABC", "1234"])
def test_no_authority_anywhere_is_refused(tmp_path: Path, lea: str) -> None:
    code, column, _what = _refusal(message(child(), head=header(lea=lea)), tmp_path, authority=None)
    assert (code, column) == ("missing_header", "LEA")


def test_several_authorities_in_one_header(tmp_path: Path) -> None:
    head = header(lea="999").replace("</Header>", "<Source><LEA>301</LEA></Source></Header>")
    made = read_made(message(child(), head=head), tmp_path)
    assert made.sink.authority == "999"
    assert made.notes == {"several_authorities": 1}


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    code, column, _what = _refusal(message(child(), head=""), tmp_path)
    assert (code, column) == ("missing_header", "ReferenceDate")


@pytest.mark.parametrize("reference", ["31st of March", "2014-02-30", "1914-03-31"])
def test_a_reference_date_that_cannot_be_is_refused(tmp_path: Path, reference: str) -> None:
    code, column, _what = _refusal(message(child(), head=header(reference=reference)), tmp_path)
    assert (code, column) == ("impossible_date", "ReferenceDate")


def test_a_reference_date_in_british_form(tmp_path: Path) -> None:
    made = read_made(message(child(), head=header(reference="31/03/2014")), tmp_path)
    assert made.sink.as_at == dt.date(2014, 3, 31)


def test_missing_year_and_collection_are_noted(tmp_path: Path) -> None:
    head = header().replace("<Collection>CIN</Collection>", "").replace("<Year>2014</Year>", "")
    made = read_made(message(child(), head=head), tmp_path)
    assert made.sink.collection_year == 2014
    assert made.notes == {"missing_header": 2}


@pytest.mark.parametrize("collection", ["CIN", "cin", " CIN ", "Children in Need Census"])
def test_the_collection_in_every_spelling(tmp_path: Path, collection: str) -> None:
    made = read_made(message(child(), head=header(collection=collection)), tmp_path)
    assert made.one("person")["person_id"] == "A1"


def test_another_collection_is_refused(tmp_path: Path) -> None:
    code, column, what = _refusal(message(child(), head=header(collection="SLASC")), tmp_path)
    assert (code, column) == ("other_collection", "Collection")
    assert "SLASC" in what
