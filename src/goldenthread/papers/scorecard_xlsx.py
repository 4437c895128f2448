"""The scorecard as a workbook: real numbers, native charts, and a sheet of notes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from goldenthread.measures.model import Unit
from goldenthread.papers.scorecard import Row, Scorecard, all_rows
from goldenthread.periods import long_date

_HEADINGS = (
    ("Stage", 18), ("Measure", 44), ("Code", 8), ("Period", 28), ("Value", 10), ("Unit", 12), ("Numerator", 11),
    ("Denominator", 12), ("Lower 95%", 10), ("Upper 95%", 10), ("Target", 16), ("Against target", 15),
    ("Target set by", 34), ("A year before", 13), ("Change", 30), ("Compared with", 40), ("Good", 20),
    ("Variation", 18), ("Assurance", 18), ("In a sentence", 70), ("Note", 40),
)  # fmt: skip


def render_workbook(card: Scorecard) -> bytes:
    """The workbook's bytes; the same scorecard gives the same bytes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        moment = dt.datetime.combine(card.as_at, dt.time())
        book.set_properties(
            {"title": f"Scorecard at {long_date(card.as_at)}", "author": card.authority, "created": moment}
        )
        formats = _formats(book)
        _summary(book, card, formats)
        _series(book, card, formats)
        _notes(book, card, formats)
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "one": book.add_format({"num_format": "#,##0.0", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
    }


def _summary(book: Any, card: Scorecard, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Scorecard")
    sheet.write(0, 0, f"{card.authority}: scorecard at {long_date(card.as_at)}", formats["title"])
    sheet.write(1, 0, " ".join(part for part in (card.banner, f"Load {card.load_id}.", card.hidden_rule) if part))
    for column, (heading, width) in enumerate(_HEADINGS):
        sheet.write(3, column, heading, formats["head"])
        sheet.set_column(column, column, width)
    for line, row in enumerate(all_rows(card), 4):
        _line(sheet, line, row, formats)
    sheet.freeze_panes(4, 2)
    sheet.autofilter(3, 0, 3 + len(all_rows(card)), len(_HEADINGS) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _line(sheet: Any, line: int, row: Row, formats: dict[str, Any]) -> None:
    number = formats["whole"] if row.measure.unit is Unit.COUNT else formats["one"]
    interval = row.now.interval
    texts = {
        0: str(row.measure.stage), 1: row.measure.title, 2: row.measure.code, 3: row.period, 5: str(row.measure.unit),
        10: row.target, 11: row.target_status, 12: row.target_set_by, 14: row.change, 15: "; ".join(row.comparators),
        16: str(row.measure.polarity), 17: str(row.analysis.variation or "too few points"),
        18: str(row.analysis.assurance or ""), 19: row.sentence, 20: row.note,
    }  # fmt: skip
    for column, text in texts.items():
        sheet.write_string(line, column, text, formats["text"])
    numbers = {
        4: (row.now.value, number),
        6: (row.now.numerator, formats["whole"]),
        7: (row.now.denominator, formats["whole"]),
        8: (interval[0] if interval else None, number),
        9: (interval[1] if interval else None, number),
        13: (row.before.value if row.before else None, number),
    }
    for column, (value, form) in numbers.items():
        if value is not None:
            sheet.write_number(line, column, value, form)
        elif column == 4:
            sheet.write_string(line, column, row.value, formats["text"])


def _series(book: Any, card: Scorecard, formats: dict[str, Any]) -> None:
    data = book.add_worksheet("Quarters")
    charts = book.add_worksheet("Charts")
    data.set_column(0, 0, 44)
    charts.write(0, 0, "Values by quarter", formats["title"])
    line = 0
    for place, row in enumerate(all_rows(card)):
        if len(row.series) < 2:
            continue
        data.write_string(line, 0, row.measure.title, formats["head"])
        for column, one in enumerate(row.series, 1):
            data.write_string(line, column, one.period.label if line == 0 else one.period.short_label, formats["head"])
            if one.value is not None:
                data.write_number(line + 1, column, one.value, formats["one"])
        data.write_string(line + 1, 0, f"{row.measure.title} ({row.measure.unit})")
        chart = book.add_chart({"type": "line"})
        last = len(row.series)
        chart.add_series(
            {
                "name": ["Quarters", line + 1, 0],
                "categories": ["Quarters", line, 1, line, last],
                "values": ["Quarters", line + 1, 1, line + 1, last],
                "line": {"color": "#1a1a1a", "width": 1.75},
                "marker": {"type": "circle", "size": 5, "fill": {"color": "#ffffff"}, "border": {"color": "#1a1a1a"}},
            }
        )
        chart.set_title({"name": row.measure.title, "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {"name": str(row.measure.unit), "major_gridlines": {"visible": True, "line": {"color": "#e6e6e6"}}}
        )
        chart.set_size({"width": 560, "height": 270})
        charts.insert_chart(2 + (place // 2) * 14, (place % 2) * 9, chart, {"description": row.sentence})
        line += 3


def _notes(book: Any, card: Scorecard, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Notes")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 110)
    lines = [
        ("Data date", long_date(card.as_at)),
        ("Load", card.load_id),
        ("Rule set of the signals", card.rule_set),
        ("Hidden numbers", card.hidden_rule),
        ("Signals", f"{card.signals} of {card.charts} charts; a few false ones are expected with this many."),
    ]
    lines += [
        (
            f"{row.measure.code} {row.measure.title}, version {row.measure.version}",
            f"{row.measure.how} Source: {row.measure.source}.",
        )
        for row in all_rows(card)
    ]
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, name, formats["text"])
        sheet.write_string(line, 1, text, formats["text"])
