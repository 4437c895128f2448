"""Knowing an Annex A workbook by the names or the headings of its sheets, and a CSV export of a list by its headings."""

from __future__ import annotations

from itertools import islice
from pathlib import Path, PurePosixPath

from goldenthread.errors import InputError
from goldenthread.extracts.annex_a.headings import ROWS_SEARCHED, judge
from goldenthread.extracts.annex_a.lists import named
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.sheets import first_rows
from goldenthread.extracts.workbook import open_workbook, sheet_names

_LISTS_NAMED = 2


def recognise(head: bytes, name: str) -> Recognised | None:
    """Recognise delimited text from its first bytes."""
    rows = first_rows(head)
    found = judge(rows, PurePosixPath(name).stem).fit if rows else None
    if found is None:
        return None
    return Recognised(source="annex_a", part=f"list {found.annex.number}", order=found.annex.number)


def recognise_workbook(path: Path, name: str) -> Recognised | None:
    """Recognise a workbook; one that cannot be opened is taken too, so that the reader can say why."""
    whole = Recognised(source="annex_a")
    try:
        names = sheet_names(path, name)
        if sum(named(one) is not None for one in names) >= _LISTS_NAMED:
            return whole
        with open_workbook(path, name) as sheets:
            for sheet in sheets:
                rows = list(islice(sheet.rows(), ROWS_SEARCHED))
                if judge(rows, sheet.name).fit is not None:
                    return whole
    except InputError:
        return whole
    return None
