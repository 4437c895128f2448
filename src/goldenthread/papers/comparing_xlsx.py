"""Comparisons as a workbook: real numbers, the list of neighbours, the years, and what was used."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from goldenthread.comparators.published import decimals_of
from goldenthread.comparators.series import UNIT_WORDS
from goldenthread.papers.comparing import Shown

_COLUMNS = (
    ("Measure", 40), ("Code", 8), ("Part", 14), ("Unit", 24), ("Good", 22), ("Who", 34), ("Value", 10), ("In words", 22),
    ("Numerator", 12), ("Denominator", 13), ("95% interval", 16), ("From", 52),
)  # fmt: skip
_WHEN = dt.datetime(2020, 1, 1)  # noqa: DTZ001 (a fixed moment, so that the same comparison is the same bytes)


def render_comparison_workbook(shown: Sequence[Shown]) -> bytes:
    """The workbook's bytes; the same comparisons give the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        name = shown[0].comparison.name
        book.set_properties({"title": f"{name} compared", "author": name, "created": _WHEN})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            0: book.add_format({"num_format": "#,##0", "valign": "top"}),
            1: book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        }
        _compared(book, shown, formats)
        _years(book, shown, formats)
        _members(book, shown, formats)
        _notes(book, shown, formats)
    return stream.getvalue()


def _sheet(book: Any, name: str, title: str, columns: Sequence[tuple[str, int]], formats: dict[Any, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, formats["title"])
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, heading, formats["head"])
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    return sheet


def _compared(book: Any, shown: Sequence[Shown], formats: dict[Any, Any]) -> None:
    sheet = _sheet(book, "Compared", f"{shown[0].comparison.name} compared", _COLUMNS, formats)
    line = 3
    for one in shown:
        series = one.comparison.series
        number = formats[decimals_of(series.code, series.unit)]
        for row in one.rows:
            texts = {
                0: one.title, 1: series.code, 2: series.part, 3: UNIT_WORDS[series.unit], 4: str(series.polarity), 5: row.who,
                7: row.words, 10: row.interval, 11: row.source,
            }  # fmt: skip
            for column, text in texts.items():
                sheet.write_string(line, column, text, formats["text"])
            for column, value, form in (
                (6, row.value, number),
                (8, row.numerator, formats[0]),
                (9, row.denominator, formats[0]),
            ):
                if value is not None:
                    sheet.write_number(line, column, value, form)
            line += 1
    sheet.autofilter(2, 0, line - 1, len(_COLUMNS) - 1)


def _years(book: Any, shown: Sequence[Shown], formats: dict[Any, Any]) -> None:
    columns = (
        ("Measure", 40),
        ("Code", 8),
        ("Year ending", 12),
        ("Authority", 14),
        ("England", 14),
        ("Region", 14),
        (f"Neighbours ({shown[0].comparison.average})", 14),
    )
    sheet = _sheet(book, "Years", "Published figures by year", columns, formats)
    line = 3
    for one in shown:
        found = one.comparison
        number = formats[decimals_of(found.series.code, found.series.unit)]
        parts = [{f.year: f.value for f in past} for past in (found.past, found.england_past, found.region_past)]
        parts.append(dict(found.neighbours_past))
        for year in sorted({year for part in parts for year in part}):
            sheet.write_string(line, 0, one.title, formats["text"])
            sheet.write_string(line, 1, found.series.code, formats["text"])
            sheet.write_number(line, 2, year)
            for column, part in enumerate(parts, start=3):
                if (value := part.get(year)) is not None:
                    sheet.write_number(line, column, value, number)
            line += 1


def _members(book: Any, shown: Sequence[Shown], formats: dict[Any, Any]) -> None:
    columns = (
        ("Measure", 40),
        ("List", 30),
        ("No.", 6),
        ("Authority", 34),
        ("Code", 8),
        ("Closeness", 16),
        ("Value", 10),
    )
    sheet = _sheet(book, "Neighbours", "The authorities compared with", columns, formats)
    line = 3
    for one in shown:
        number = formats[decimals_of(one.comparison.series.code, one.comparison.series.unit)]
        for group in (one.comparison.neighbours, one.comparison.group):
            for place, member in enumerate(group.members if group else (), start=1):
                assert group is not None  # noqa: S101 (it has members)
                sheet.write_string(line, 0, one.title, formats["text"])
                sheet.write_string(line, 1, group.title, formats["text"])
                sheet.write_number(line, 2, place)
                sheet.write_string(line, 3, member.name, formats["text"])
                sheet.write_string(line, 4, member.code, formats["text"])
                sheet.write_string(line, 5, member.closeness, formats["text"])
                if member.value is not None:
                    sheet.write_number(line, 6, member.value, number)
                line += 1


def _notes(book: Any, shown: Sequence[Shown], formats: dict[Any, Any]) -> None:
    sheet = _sheet(
        book, "In words", "What the figures say, and what to be careful of", (("Measure", 40), ("", 120)), formats
    )
    line = 3
    for one in shown:
        for text in (*one.sentences, *(f"Caution: {caution}" for caution in one.cautions)):
            sheet.write_string(line, 0, one.title, formats["text"])
            sheet.write_string(line, 1, text, formats["text"])
            line += 1
    sheet.write_string(
        line + 1, 0, "Contains public sector information licensed under the Open Government Licence v3.0."
    )
