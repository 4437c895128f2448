"""Knowing an Annex A workbook by the names or the headings of its sheets, and a CSV export of a list by its headings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath

from goldenthread.errors import InputError
from goldenthread.extracts.annex_a.headings import ROWS_SEARCHED, judge
from goldenthread.extracts.annex_a.lists import named
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.sheets import first_rows
from goldenthread.extracts.workbook import open_workbook, sheet_names

_LISTS_NAMED = 2
# Other lists are joined to referrals (3, 6), and adoption (10) looks at who is in care (8): those are read first.
_ORDER = {3: 0, 6: 1, 8: 2, 10: 4}
_OTHERS = 3


def recognise(head: bytes, name: str) -> Recognised | None:
    """Recognise delimited text from its first bytes."""
    rows = first_rows(head)
    found = judge(rows, PurePosixPath(name).stem).fit if rows else None
    if found is None:
        return None
    return Recognised(source="annex_a", part=f"list {found.annex.number}", order=_order([found.annex.number]))


def _order(numbers: Iterable[int]) -> int:
    return min((_ORDER.get(number, _OTHERS) for number in numbers), default=_OTHERS)


def recognise_workbook(path: Path, name: str) -> Recognised | None:
    """Recognise a workbook; one that cannot be opened is taken too, so that the reader can say why."""
    try:
        called = [found.number for one in sheet_names(path, name) if (found := named(one)) is not None]
        if len(called) >= _LISTS_NAMED:
            return Recognised(source="annex_a", order=_order(called))
        with open_workbook(path, name) as sheets:
            judged = [judge(list(islice(sheet.rows(), ROWS_SEARCHED)), sheet.name).fit for sheet in sheets]
    except InputError:
        return Recognised(source="annex_a")
    held = [fit.annex.number for fit in judged if fit is not None]
    return Recognised(source="annex_a", order=_order(held)) if held else None
