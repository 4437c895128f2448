"""A plan as files: a numbered table in the layout that councils publish, as Word, Excel or a page of HTML."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from goldenthread_web.design.cells import plain
from goldenthread_web.plans import history, wordfile
from goldenthread_web.plans.progress import COLUMNS as PROGRESS
from goldenthread_web.plans.progress import in_words, progress_of
from goldenthread_web.plans.ratings import DELIVERY_RULES, IMPACT_RULES

HEADINGS = (
    "No.", "What will be done", "Why", "How", "Who", "When", "First date", "Done", "What will show success",
    "State", "Delivery", "Impact",
)  # fmt: skip
PUBLIC = (0, 1, 4, 5, 8, 9, 10, 11)
# Of the public columns and of the progress table, in centimetres: together as wide as A4 across within its margins.
WIDTHS = (1.2, 6.6, 3.2, 2.6, 5.5, 2.6, 2.4, 2.6)
PROGRESS_WIDTHS = (12.7, 2.6, 2.8, 2.8, 2.8, 3.0)


def row_of(values: Mapping[str, Any], today: dt.date, titles: Mapping[str, str]) -> tuple[str, ...]:
    """One action in the order of HEADINGS; `titles` are those of counted measures."""
    who = ", ".join(part for part in (values["owner"], values["team"]) if part)
    rated = history.rated([values], today)[0]
    shows = history.successes(values, titles)
    return (
        values["number"], values["title"], values["why"], values["how"], who, history.told(values["current_due"]),
        history.told(values["original_due"]), history.told(values["done_on"]), shows, values["state"], rated["delivery_shown"], rated["impact_shown"],
    )  # fmt: skip


def notes_of(frozen: Mapping[str, Any], as_at: dt.date, said: str) -> list[str]:
    """What must stand in every file: the day it speaks of and under whom the plan stands."""
    governed = f" Overseen by {frozen['governed_by']}." if frozen["governed_by"] else ""
    return [f"As at {as_at.day} {as_at:%B %Y}. {said}{governed}"]


def by_priority(frozen: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    """Priorities with their lines, in order."""
    return [
        (one, [line for line in frozen["actions"] if line["priority"] == one["number"]]) for one in frozen["priorities"]
    ]


def as_docx(frozen: Mapping[str, Any], as_at: dt.date, said: str, titles: Mapping[str, str]) -> bytes:
    """The plan as a Word document on A4 across: how far it came, then a numbered table under each priority, then the keys."""
    document = wordfile.new_document(frozen["title"], as_at)
    for line in (*notes_of(frozen, as_at, said), frozen["vision"]):
        if line:
            document.add_paragraph(line)
    for heading, text in (
        ("What was achieved", frozen["report"]),
        ("What needs continued vigilance", frozen["vigilance"]),
    ):
        if text:
            document.add_heading(heading, 1)
            document.add_paragraph(text)
    counted = progress_of(frozen, as_at)
    document.add_heading("How far it has come", 1)
    document.add_paragraph(in_words(counted[-1]))
    wordfile.add_table(
        document, ("Priority", *PROGRESS), [(one.title, *map(str, one.counts)) for one in counted], PROGRESS_WIDTHS
    )
    for priority, lines in by_priority(frozen):
        document.add_heading(f"Priority {priority['number']}: {priority['title']}", 1)
        if priority["success_statement"]:
            document.add_paragraph(priority["success_statement"])
        rows = [[row_of(values, as_at, titles)[column] for column in PUBLIC] for values in lines]
        wordfile.add_table(document, [HEADINGS[column] for column in PUBLIC], rows, WIDTHS)
    for heading, rules in (
        ("Delivery: was it done on time", DELIVERY_RULES),
        ("Impact: did it make a difference", IMPACT_RULES),
    ):
        document.add_heading(heading, 1)
        for name, (_colour, rule) in rules.items():
            document.add_paragraph(f"{name.value.capitalize()}: {rule}", style="List Bullet")
    return wordfile.as_bytes(document)


def as_xlsx(frozen: Mapping[str, Any], as_at: dt.date, said: str, titles: Mapping[str, str]) -> bytes:
    """The plan as a workbook with every column, which the import takes again; every cell is text, so nothing is run."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": frozen["title"], "created": dt.datetime.combine(as_at, dt.time())})
        bold = book.add_format({"bold": True, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Plan")
        sheet.write_string(0, 0, plain(frozen["title"]), book.add_format({"bold": True, "font_size": 14}))
        for number, line in enumerate(notes_of(frozen, as_at, said), 1):
            sheet.write_string(number, 0, plain(line))
        head = 3
        for column, heading in enumerate(("Priority", *HEADINGS)):
            sheet.write_string(head, column, heading, bold)
        number = head
        for priority, lines in by_priority(frozen):
            for values in lines:
                number += 1
                for column, text in enumerate((priority["title"], *row_of(values, as_at, titles))):
                    sheet.write_string(number, column, plain(text), wrap)
        sheet.set_column(0, len(HEADINGS), 18)
        sheet.set_column(2, 4, 40)
        sheet.freeze_panes(head + 1, 3)
        sheet.set_landscape()
        sheet.set_paper(8)
    return stream.getvalue()


def as_html(frozen: Mapping[str, Any], as_at: dt.date, said: str, titles: Mapping[str, str]) -> bytes:
    """The plan as one page of HTML that stands alone, for the council's web site."""
    groups: Sequence[Any] = [
        (priority, [[row_of(values, as_at, titles)[column] for column in PUBLIC] for values in lines])
        for priority, lines in by_priority(frozen)
    ]
    counted = progress_of(frozen, as_at)
    context = {
        "frozen": frozen,
        "progress": counted,
        "progress_columns": PROGRESS,
        "progress_words": in_words(counted[-1]),
        "notes": notes_of(frozen, as_at, said),
        "headings": [HEADINGS[column] for column in PUBLIC],
        "groups": groups,
        "rules": [
            ("Delivery: was it done on time", [(n.value, rule) for n, (_c, rule) in DELIVERY_RULES.items()]),
            ("Impact: did it make a difference", [(n.value, rule) for n, (_c, rule) in IMPACT_RULES.items()]),
        ],
    }
    return render_to_string("plans/file.html", context, using="jinja2").encode("utf-8")
