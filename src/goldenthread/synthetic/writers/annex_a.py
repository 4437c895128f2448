"""Annex A as a workbook: plainly as published, or as councils vary it, both with the same content."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.annex_a_rows import HEADINGS, TITLES, AnnexRows, Row

_EPOCH = dt.date(1899, 12, 30)
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_DATE_STYLES = ("cell", "uk", "iso", "serial", "cell", "uk")
# Headings that councils write otherwise, each a wording seen in a published sample or of the same words.
_OTHERWISE = {
    "Child Unique ID": "Unique Child ID", "Gender": "Sex", "Age": "Age of Child (Years)", "Date of Birth": "DOB",
    "Date of Contact": "Contact Date", "Referral NFA?": "Referral - NFA", "Date of Referral": "Referral Date",
    "Allocated Worker": "Social Worker", "Primary Need Code": "Primary Need", "CIN Start Date": "CIN Episode Start Date",
    "Child Protection Plan Start Date": "CP Plan Start Date", "Child Protection Plan End Date": "CP Plan End Date",
    "Continuous Assessment Start Date": "Single Assessment Start Date",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How one sheet is laid out: its name, titles above the headings, blank columns, how dates are written."""

    sheet: str
    titles: int = 0
    dates: str = "cell"
    blank_column: int | None = None
    blank_rows: bool = False
    extra: bool = False
    otherwise: bool = False
    shout: bool = False


def write_annex_a(data: AuthorityData, path: Path, *, vary: int | None = None) -> Path:
    """Write the authority's Annex A workbook as on the last day of its records; the same data gives the same bytes.

    `vary`: a seed for laying the sheets out as councils do; None writes them as published.
    """
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    lists = AnnexRows(data).all()
    layouts = _plain() if vary is None else _varied(random.Random(vary))  # noqa: S311 - a layout, not a secret
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    book.set_properties({"comments": f"MADE-UP DATA of {data.name}, seed {data.seed}", "created": _CREATED})
    bold = book.add_format({"bold": True})
    for number, layout in layouts:
        sheet = book.add_worksheet(layout.sheet)
        _write_list(sheet, layout, HEADINGS[number], lists[number], bold)
    if vary is not None:
        book.add_worksheet("Guidance").write(0, 0, "How these lists are made")
    book.close()
    return path


def _plain() -> list[tuple[int, Layout]]:
    return [(number, Layout(sheet=f"List {number}")) for number in HEADINGS]


def _varied(chance: random.Random) -> list[tuple[int, Layout]]:
    numbers = list(HEADINGS)
    chance.shuffle(numbers)
    return [(number, _layout(number, chance)) for number in numbers]


def _layout(number: int, chance: random.Random) -> Layout:
    name = chance.choice((f"List {number}", TITLES[number], f"{number} {TITLES[number]}", f"Annex A list {number:02d}"))
    return Layout(
        sheet=name,
        titles=chance.randrange(6),
        dates=chance.choice(_DATE_STYLES),
        blank_column=chance.randrange(4) if chance.random() < 0.5 else None,
        blank_rows=chance.random() < 0.5,
        extra=chance.random() < 0.5,
        otherwise=chance.random() < 0.5,
        shout=chance.random() < 0.3,
    )


def _write_list(sheet: Any, layout: Layout, headings: tuple[str, ...], rows: list[Row], bold: Any) -> None:
    line = 0
    for title in range(layout.titles):
        if title % 2 == 0:
            sheet.merge_range(line, 0, line, 5, f"{layout.sheet} (made up)", bold)
        line += 1
    places = [
        place + (layout.blank_column is not None and place >= layout.blank_column) for place in range(len(headings))
    ]
    for place, heading in zip(places, headings, strict=True):
        words = _OTHERWISE.get(heading, heading) if layout.otherwise else heading
        sheet.write_string(line, place, words.upper() if layout.shout else words, bold)
    if layout.extra:
        sheet.write_string(line, places[-1] + 1, "Local notes", bold)
    for count, row in enumerate(rows):
        line += 1 + (layout.blank_rows and count % 7 == 3)
        for place, value in zip(places, row, strict=True):
            _write_cell(sheet, line, place, value, layout.dates)
        if layout.extra:
            sheet.write_string(line, places[-1] + 1, "checked")


def _write_cell(sheet: Any, line: int, place: int, value: Any, dates: str) -> None:
    if value is None:
        return
    if isinstance(value, dt.date):
        if dates == "cell":
            sheet.write_datetime(line, place, value)
        elif dates == "serial":
            sheet.write_number(line, place, (value - _EPOCH).days)
        else:
            sheet.write_string(line, place, value.isoformat() if dates == "iso" else f"{value:%d/%m/%Y}")
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, value)
