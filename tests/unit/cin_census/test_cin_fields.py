"""The text of one element into a value or a fault."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from goldenthread.extracts.cin_census.fields import (
    BirthDates,
    Codes,
    Counts,
    EventDates,
    Fault,
    Flags,
    SexCodes,
    Stamps,
)
from goldenthread.tables import codes

AS_AT = dt.date(2014, 3, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        (" n/a ", None),
        ("2014-03-31", dt.date(2014, 3, 31)),
        ("\n 2014-03-31 \n", dt.date(2014, 3, 31)),
        ("31/03/2014", Fault(code="date_format", value=dt.date(2014, 3, 31))),
        ("2014-3-31", Fault(code="date_format", value=dt.date(2014, 3, 31))),
        ("2014-04-01", Fault(code="after_reference_date", value=dt.date(2014, 4, 1))),
        ("2015-04-01", Fault(code="after_reference_date", value=dt.date(2015, 4, 1))),
        ("2015-04-02", Fault(code="future_date")),
        ("1980-01-01", dt.date(1980, 1, 1)),
        ("1979-12-31", Fault(code="impossible_date")),
        ("1900-01-01", Fault(code="sentinel_date")),
        ("2013-02-29", Fault(code="impossible_date")),
        ("PLACEHOLDER_DATA", Fault(code="placeholder")),
    ],
)
def test_event_dates(text: str | None, expected: Any) -> None:
    faults: list[Fault] = []
    assert EventDates(faults, AS_AT)[text] == expected
    assert faults == ([expected] if isinstance(expected, Fault) else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-01-01", dt.date(1990, 1, 1)),
        ("1989-12-31", Fault(code="early_birth_date", value=dt.date(1989, 12, 31))),
        ("1900-01-01", Fault(code="sentinel_date")),
        ("1899-12-31", Fault(code="impossible_date")),
        ("2016-01-01", Fault(code="future_date")),
    ],
)
def test_birth_dates(text: str, expected: Any) -> None:
    assert BirthDates([], AS_AT)[text] == expected


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("NONE", 2014, "NONE"),
        ("ld", 2014, "LD"),
        ("", 2014, None),
        ("XX", 2014, Fault(code="unknown_code", quoted=" (XX)")),
        ("somebody", 2014, Fault(code="unknown_code")),
        ("Bob", 2014, Fault(code="unknown_code")),
    ],
)
def test_disability_codes(text: str, year: int, expected: Any) -> None:
    assert Codes([], codes.DISABILITY, year)[text] == expected


@pytest.mark.parametrize(("year", "kept"), [(2020, False), (2021, True), (2025, True)])
def test_a_code_knows_its_years(year: int, kept: bool) -> None:
    value = Codes([], codes.ASSESSMENT_FACTOR, year)["18B"]
    assert value == ("18B" if kept else Fault(code="code_of_another_year", value="18B", quoted=" (18B)"))


def test_a_fault_is_reported_each_time_and_a_value_worked_out_once() -> None:
    faults: list[Fault] = []
    sexes = SexCodes(faults, codes.SEX, 2025)
    assert [sexes["1"], sexes["1"], sexes["F"]] == [Fault(code="old_code", value="M")] * 2 + ["F"]
    assert len(faults) == 2
    assert set(sexes) == {"F"}


def test_flags_and_counts() -> None:
    assert [Flags([])[text] for text in ("0", "true", "", None)] == [False, True, None, None]
    assert Flags([])["maybe"] == Fault(code="bad_value")
    assert [Counts([])[text] for text in ("0", "12", " ", None)] == [0, 12, None, None]
    assert [Counts([])[text] for text in ("-1", "2.5", "1000")] == [Fault(code="bad_value")] * 3


def test_a_file_of_endless_spellings_does_not_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldenthread.extracts.cin_census.fields._SPELLINGS_KEPT", 10)
    counts = Counts([])
    assert [counts[str(number)] for number in range(100)] == list(range(100))
    assert len(counts) <= 10


def test_stamps_are_eight_digits() -> None:
    assert Stamps()[dt.date(2014, 3, 5)] == "20140305"
