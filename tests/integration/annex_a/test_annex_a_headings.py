"""Headings of Annex A as councils write them: numbered, with notes in brackets, on two rows; dates in every spelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from tests.integration.annex_a.workbooks import PUBLISHED, read, rows, told, write_workbook

from goldenthread.extracts import values
from goldenthread.extracts.annex_a.headings import judge
from goldenthread.extracts.values import BAD

D = dt.date
WRITTEN: dict[str, Callable[[int, str], str]] = {
    "with a format": lambda _place, heading: f"{heading} (dd/mm/yyyy)" if "Date" in heading else heading,
    "numbered": lambda place, heading: f"{place + 1}. {heading}",
    "numbered without a dot": lambda place, heading: f"{place + 1} {heading}",
    "lettered": lambda place, heading: f"{chr(97 + place % 26)}) {heading}",
    "with a note": lambda _place, heading: f"{heading} (see guidance)",
    "with a note in square brackets": lambda _place, heading: f"{heading} [if applicable]",
    "on several lines": lambda _place, heading: heading.replace(" ", "\n"),
    "with underscores": lambda _place, heading: heading.replace(" ", "_").lower(),
}


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("number", list(PUBLISHED))
def test_headings_are_known_however_they_are_numbered_and_noted(number: int, way: str) -> None:
    written = [WRITTEN[way](place, heading) for place, heading in enumerate(PUBLISHED[number])]
    found = judge([(1, written)], "Sheet1")
    assert found.fit is not None
    assert (found.fit.annex.number, found.rival) == (number, None)
    assert [field.heading for field in found.fit.missing] == []
    assert found.fit.extra == ()


def _cells(day: object) -> list[object]:
    return ["SYN1", "a) Male", "a) WBRI", D(2012, 2, 1), 13, day, "q) 6: Police", "b) No", 1, "North", "Pat Example"]


def test_headings_that_take_two_rows_are_read_together(tmp_path):
    # Merged downwards where there is one heading, and across over the parts of a referral.
    upper = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Referral", "", "", "", "Allocated Team",
             "Allocated Worker"]  # fmt: skip
    lower = ["", "", "", "", "", "Date", "Source", "NFA?", "Number of Referrals in Last 12 Months", "", ""]
    book = {"Front door": [["Made for the inspection"], upper, lower, _cells(D(2025, 7, 2))]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    (referral,) = rows(load, "referral")
    assert (referral["referral_date"], referral["source_code"], referral["nfa"]) == (D(2025, 7, 2), "6", False)
    assert (referral["referrals_last_12_months"], referral["source_row"]) == (1, 4)
    (child,) = rows(load, "person")
    assert (child["date_of_birth"], child["sex"]) == (D(2012, 2, 1), "M")


def test_a_row_of_data_below_the_headings_is_never_taken_for_a_part_of_them(tmp_path):
    sparse = ["SYN1", "", "", "", "", D(2025, 7, 2), "", "", "", "", ""]
    book = {"List 3": [PUBLISHED[3], sparse, [*_cells(D(2025, 7, 3))]]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert [row["source_row"] for row in rows(load, "referral")] == [2, 3]


@pytest.mark.parametrize(
    "text",
    ["02/07/2025", "2.7.25", "2025-07-02", "2025/07/02", "20250702", "2 July 2025", "02-JUL-25", "2nd Jul 2025",
     "Wednesday, 2 July 2025", "Jul  2 2025 12:00AM", "July 2, 2025", "45840", "45840.0", "2025-07-02T00:00:00.000"],
)  # fmt: skip
def test_a_date_in_words_or_numbers_is_that_day(tmp_path, text):
    assert values.parse_date(text) == D(2025, 7, 2)
    assert not values.has_time(text)
    book = {"List 3": [PUBLISHED[3], _cells(text)]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert rows(load, "referral")[0]["referral_date"] == D(2025, 7, 2)


@pytest.mark.parametrize("text", ["45840.604", "02-Jul-2025 14:30", "Jul  2 2025  2:30PM", "2 July 2025 14:30:00"])
def test_a_time_of_day_is_cut_off_a_date_and_told(tmp_path, text):
    assert values.parse_datetime(text) == dt.datetime(2025, 7, 2, 14, 30)  # noqa: DTZ001
    book = {"List 3": [PUBLISHED[3], _cells(text)]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert rows(load, "referral")[0]["referral_date"] == D(2025, 7, 2)
    assert told(load)["time_cut"]["count"] == 1


@pytest.mark.parametrize("text", ["31 June 2025", "May 2025", "2 Jult 2025", "20251302", "N/K", "2025-07-021"])
def test_what_is_no_date_is_not_guessed(text):
    assert values.parse_date(text) is BAD
