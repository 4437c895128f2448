"""A CIN Census is known by its content, whatever its name and encoding; other XML is claimed as uncertain."""

from __future__ import annotations

import pytest

from goldenthread.extracts.cin_census.recognise import recognise

CENSUS = "<Message><Header><Collection>CIN</Collection></Header><Children><Child/></Children></Message>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_census_in_any_encoding(encoding: str) -> None:
    found = recognise(CENSUS.encode(encoding), "holiday.jpg")
    assert found is not None
    assert (found.source, found.part, found.certain) == ("cin", "", True)


def test_a_head_cut_in_the_middle_is_enough() -> None:
    found = recognise(CENSUS[:-30].encode(), "")
    assert found is not None
    assert found.certain


def test_without_a_header_the_elements_tell() -> None:
    found = recognise(b"<Message><Children><Child><ChildIdentifiers><LAchildID>1</LAchildID>", "")
    assert found is not None
    assert found.certain


@pytest.mark.parametrize(
    "text",
    [
        "<Message><Header><Collection>SLASC</Collection></Header>",
        "<Message><Header/><Children><Pupil/></Children></Message>",
        "<EXPSSDA903><CHILD/></EXPSSDA903>",
        "<?xml version='1.0' encoding='utf-16'?><Message><Children/></Message>",
        "<?xml version='1.0' encoding='made-up-1'?><Message/>",
        "<!DOCTYPE Message [<!ENTITY a 'b'><!ENTITY b '&a;&a;'>]><Message>&b;</Message>",
        "<",
    ],
)
def test_other_xml_is_claimed_as_uncertain(text: str) -> None:
    found = recognise(text.encode(), "")
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "head",
    [b"", b"CHILD,SEX,DOB\r\n", b"PK\x03\x04", b"PAR1", b"<!DOCTYPE html><html/>", b"<html><body/></html>", b"<svg/>"],
)
def test_what_is_not_such_xml_is_left_alone(head: bytes) -> None:
    assert recognise(head, "census.xml") is None
