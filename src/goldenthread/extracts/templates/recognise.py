"""Knowing a filled-in template by the headings of a file or of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from goldenthread.errors import InputError
from goldenthread.extracts.delimited import normal
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.sheets import first_rows
from goldenthread.extracts.templates.layout import TEMPLATES, Template
from goldenthread.extracts.workbook import open_workbook

ROWS_SEARCHED = 8
_SHARE_FOUND = 0.6
_SHARE_KNOWN = 0.5


def template_of(headings: Sequence[str]) -> Template | None:
    """The template whose columns are most of the headings, and most of whose columns are there."""
    names = {normal(heading) for heading in headings if heading}
    counted = [(len(names & set(one.by_name)), one) for one in TEMPLATES]
    usable = [
        (count, count / len(one.asked), one)
        for count, one in counted
        if count > 1 and count >= len(one.asked) * _SHARE_FOUND and count >= len(names) * _SHARE_KNOWN
    ]
    return max(usable, key=lambda one: one[:2])[2] if usable else None


def heading_row(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, Template] | None:
    """The number of the heading row among the first rows, and the template it is of."""
    for number, cells in rows[:ROWS_SEARCHED]:
        found = template_of(cells)
        if found is not None:
            return number, found
    return None


def recognise(head: bytes, _name: str) -> Recognised | None:
    """Recognise delimited text from its first bytes."""
    found = heading_row(first_rows(head))
    return Recognised(source="template", part=found[1].name) if found else None


def recognise_workbook(path: Path, name: str) -> Recognised | None:
    """Recognise a workbook with a filled-in template on any sheet."""
    try:
        with open_workbook(path, name) as sheets:
            for sheet in sheets:
                found = heading_row(list(islice(sheet.rows(), ROWS_SEARCHED)))
                if found:
                    return Recognised(source="template", part=found[1].name)
    except InputError:
        return None
    return None
