"""Writing empty templates: a workbook with lists to choose from, or a CSV heading with a note beside it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from goldenthread.extracts.templates.layout import Asked, Template
from goldenthread.tables.model import Kind

ROWS_CHECKED = 5000
FORMATS = ("xlsx", "csv")
_CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_EARLIEST = dt.date(1980, 1, 1)
_WIDEST = 40
_HOW = "How to fill"
_KINDS = {
    Kind.DATE: "date, dd/mm/yyyy",
    Kind.DATETIME: "date and time, dd/mm/yyyy hh:mm",
    Kind.BOOL: "Yes or No",
    Kind.INT: "whole number",
    Kind.DECIMAL: "number",
    Kind.TEXT: "short text",
    Kind.CODE: "choose from the list",
}
_GENERAL = (
    "Put one record in each row. Leave a cell blank when the answer is not known.",
    "Columns marked as needed must be filled in, or the row is set aside and counted.",
    "Write no names and no text about a child: use the ids and the lists.",
    "Do not change the headings. Extra columns are ignored and told.",
    "Read it with: goldenthread read FILE --as-at DATE --authority CODE --into loads/, alone or beside the returns.",
)


def write_template(template: Template, folder: Path, *, file_format: str = "xlsx") -> tuple[Path, ...]:
    """Write one empty template into a folder; answers the files. The same template gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    if file_format == "csv":
        return _write_csv(template, folder)
    return (_write_workbook(template, folder / f"{template.name}.xlsx"),)


def choices(asked: Asked) -> tuple[str, ...]:
    """The words to choose from, () where any value goes."""
    if asked.column.kind is Kind.BOOL:
        return ("Yes", "No")
    return tuple(code.label for code in asked.column.codes.codes) if asked.column.codes else ()


def _explained(asked: Asked) -> tuple[str, ...]:
    listed = ", ".join(choices(asked))
    meaning = asked.column.meaning
    words = f"{meaning[:1].upper()}{meaning[1:]}.{' ' + asked.advice if asked.advice else ''}"
    return (asked.heading, "yes" if asked.needed else "", _KINDS[asked.column.kind], words, asked.example, listed)


_EXPLAINED = ("Column", "Needed", "Write it as", "What it means", "Example", "Choose from")


def _write_csv(template: Template, folder: Path) -> tuple[Path, Path]:
    path, note = folder / f"{template.name}.csv", folder / f"{template.name}.how-to-fill.txt"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerow([asked.heading for asked in template.asked])
    lines = [template.title, "", template.about, "", *_GENERAL, ""]
    for asked in template.asked:
        heading, needed, kind, words, example, listed = _explained(asked)
        lines.append(f"{heading}{' (needed)' if needed else ''}: {kind}. {words}")
        lines += [f"  Choose from: {listed}"] if listed else []
        lines += [f"  Example: {example}"] if example else []
    note.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path, note


def _write_workbook(template: Template, path: Path) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": template.title, "created": _CREATED})
        sheet = book.add_worksheet(template.title)
        how = book.add_worksheet(_HOW)
        lists = book.add_worksheet("Lists")
        lists.hide()
        heading = book.add_format({"bold": True, "bg_color": "#1d70b8", "font_color": "#ffffff", "text_wrap": True,
                                   "valign": "top", "border": 1})  # fmt: skip
        needed = book.add_format({"bold": True, "bg_color": "#003078", "font_color": "#ffffff", "text_wrap": True,
                                  "valign": "top", "border": 1})  # fmt: skip
        styles = {
            Kind.DATE: book.add_format({"num_format": "dd/mm/yyyy"}),
            Kind.DATETIME: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            Kind.TEXT: book.add_format({"num_format": "@"}),
        }
        for place, asked in enumerate(template.asked):
            sheet.write_string(0, place, asked.heading, needed if asked.needed else heading)
            sheet.set_column(place, place, min(max(len(asked.heading), 12), _WIDEST), styles.get(asked.column.kind))
            _validate(sheet, lists, place, asked)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 32)
        _explain(book, how, template)
    return path


def _validate(sheet: Any, lists: Any, place: int, asked: Asked) -> None:
    words = choices(asked)
    rule: dict[str, Any] = {"input_title": asked.heading[:32], "input_message": _explained(asked)[3][:255]}
    if words:
        column = _letters(place)
        lists.write_column(0, place, words)
        rule |= {"validate": "list", "source": f"=Lists!${column}$1:${column}${len(words)}",
                 "error_message": "Choose one of the list."}  # fmt: skip
    elif asked.column.kind in (Kind.DATE, Kind.DATETIME):
        rule |= {"validate": "date", "criteria": ">=", "value": _EARLIEST, "error_message": "Write a date: dd/mm/yyyy."}
    elif asked.column.kind is Kind.INT:
        rule |= {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "Write a whole number."}
    elif asked.column.kind is Kind.DECIMAL:
        rule |= {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "Write a number."}
    else:
        rule |= {"validate": "any"}
    sheet.data_validation(1, place, ROWS_CHECKED, place, rule)


def _explain(book: Any, sheet: Any, template: Template) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, template.title, book.add_format({"bold": True, "font_size": 16}))
    for line, words in enumerate((template.about, *_GENERAL), 1):
        sheet.write_string(line, 0, words)
    start = len(_GENERAL) + 3
    for place, words in enumerate(_EXPLAINED):
        sheet.write_string(start, place, words, bold)
    for line, asked in enumerate(template.asked, start + 1):
        for place, words in enumerate(_explained(asked)):
            sheet.write_string(line, place, words, wrapped)
    for place, width in enumerate((28, 8, 26, 60, 18, 60)):
        sheet.set_column(place, place, width)


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else _letters(place // 26 - 1) + chr(65 + place % 26)
