"""The scorecard as files: CSV, Excel and Word. A cell that a spreadsheet would take for a formula is made plain text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence

from goldenthread_web.design.cells import plain
from goldenthread_web.indicators.scorecard import Group
from goldenthread_web.loads.models import Load

HEADINGS = (
    "Group", "Measure", "Code", "Period", "Value", "Numerator and denominator", "95% interval", "Target", "Against target",
    "Target set by", "A year before", "Change", "Compared with", "Good", "Variation", "Assurance", "In a sentence", "Note",
)  # fmt: skip


def rows_of(groups: Sequence[Group]) -> Iterator[tuple[str, ...]]:
    """The lines as texts in the order of HEADINGS."""
    for group in groups:
        for one in group.lines:
            row = one.row
            yield tuple(
                plain(text)
                for text in (
                    group.title, one.title, one.code, one.period, one.value, one.counts, one.interval, row["target"],
                    row["target_status"], row["target_set_by"], row["before"], row["change"], "; ".join(row["comparators"]),
                    row["polarity"], row["variation"], row["assurance"], row["sentence"], row["note"],
                )
            )  # fmt: skip


def about(load: Load, hidden: str) -> list[str]:
    """What must stand in every file: the date of the data, the load, what is hidden."""
    return [f"Data at {load.as_at.day} {load.as_at:%B %Y}, load {load.key}.", hidden]


def as_csv(groups: Sequence[Group], load: Load, hidden: str) -> bytes:
    """The scorecard as CSV with the notes first; UTF-8 with a mark so that Excel reads it rightly."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in about(load, hidden):
        writer.writerow([line])
    writer.writerow(HEADINGS)
    writer.writerows(rows_of(groups))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_xlsx(groups: Sequence[Group], load: Load, hidden: str, title: str) -> bytes:
    """The scorecard as a workbook; every cell is text, so nothing in it is run."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title, "created": dt.datetime.combine(load.as_at, dt.time())})
        bold, wrap = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        sheet = book.add_worksheet("Scorecard")
        sheet.write(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for number, line in enumerate(about(load, hidden), 1):
            sheet.write(number, 0, line)
        for column, heading in enumerate(HEADINGS):
            sheet.write(4, column, heading, bold)
        for line_number, row in enumerate(rows_of(groups), 5):
            for column, text in enumerate(row):
                sheet.write_string(line_number, column, text, wrap)
        sheet.set_column(0, len(HEADINGS) - 1, 16)
        sheet.set_column(1, 1, 44)
        sheet.set_column(16, 17, 60)
        sheet.freeze_panes(5, 2)
        sheet.set_landscape()
        sheet.set_paper(8)
    return stream.getvalue()


def as_docx(groups: Sequence[Group], load: Load, hidden: str, title: str) -> bytes:
    """The scorecard as a Word document in landscape, a table for each group with its heading row repeated."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    document.core_properties.title = title
    document.core_properties.created = document.core_properties.modified = dt.datetime.combine(load.as_at, dt.time())
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(9)
    document.add_heading(title, 0)
    for line in about(load, hidden):
        document.add_paragraph(line)
    chosen = (1, 4, 5, 7, 8, 16)
    for group in groups:
        document.add_heading(group.title, 1)
        table = document.add_table(rows=1, cols=len(chosen), style="Light Grid Accent 1")
        for cell, column in zip(table.rows[0].cells, chosen, strict=True):
            cell.text = HEADINGS[column]
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in rows_of([group]):
            for cell, column in zip(table.add_row().cells, chosen, strict=True):
                cell.text = row[column]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
