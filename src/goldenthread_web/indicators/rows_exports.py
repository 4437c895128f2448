"""A list of children as a file, in which a spreadsheet runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldenthread import api
from goldenthread_web.design.cells import plain

HEADINGS = ("Child's id", "Date", "Started", "Ended", "Team", "Worker", "Counted", "Why")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def cells(measure: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The rows as texts in the order of HEADINGS."""
    for row in rows:
        dates = (row[name].isoformat() if row[name] else "" for name in ("day", "starts", "ends"))
        text = (row["child"], *dates, row["team"] or "", row["worker"] or "", row["standing"])
        yield tuple(plain(str(one)) for one in (*text, api.in_brief(measure, row)))


def as_csv(measure: str, rows: Sequence[Mapping[str, Any]], about: Sequence[str]) -> bytes:
    """The list as CSV with what it is on the first lines; UTF-8 with a mark so that Excel reads it rightly."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in about:
        writer.writerow([plain(line)])
    writer.writerow(HEADINGS)
    writer.writerows(cells(measure, rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_xlsx(measure: str, rows: Sequence[Mapping[str, Any]], about: Sequence[str]) -> bytes:
    """The list as a workbook; every cell is text."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet, bold = book.add_worksheet("Children"), book.add_format({"bold": True})
        for number, line in enumerate(about):
            sheet.write_string(number, 0, line)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(len(about), column, heading, bold)
        for number, row in enumerate(cells(measure, rows), len(about) + 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        sheet.set_column(0, len(HEADINGS) - 2, 16)
        sheet.set_column(len(HEADINGS) - 1, len(HEADINGS) - 1, 70)
    return stream.getvalue()
