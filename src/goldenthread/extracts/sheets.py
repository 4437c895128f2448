"""From a file to sheets: those of a workbook, or a CSV export as the only sheet of one."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.delimited import LONGEST_CELL, encoding_of
from goldenthread.extracts.workbook import Sheet, has_workbook_inside, looks_like_workbook, open_workbook

_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 20


@contextmanager
def open_sheets(path: Path, name: str) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook or of delimited text; InputError when it cannot be read."""
    if looks_like_workbook(path, name) or has_workbook_inside(path):
        with open_workbook(path, name) as sheets:
            yield sheets
        return
    yield (Sheet(name=PurePosixPath(name).stem, rows=lambda: _text_rows(path, name)),)


def first_rows(head: bytes) -> list[tuple[int, list[str]]]:
    """The first rows of delimited text, titles above the headings included; none when it is not text."""
    if not head or head.startswith((b"PAR1", b"PK", b"%PDF", b"\xd0\xcf")):
        return []
    text = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff")
    if "\x00" in text or text.lstrip().startswith(("<", "{", "[")):
        return []
    lines = text.splitlines()[:_LINES_LOOKED_AT]
    rows = csv.reader(lines, delimiter=_delimiter(lines))
    try:
        return [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    except csv.Error:
        return []


def _delimiter(lines: list[str]) -> str:
    counts = Counter({mark: max((line.count(mark) for line in lines), default=0) for mark in _DELIMITERS})
    return counts.most_common(1)[0][0]


def _text_rows(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as stream:
        encoding = encoding_of(stream.read(65_536))
    number = 0
    try:
        with path.open("r", encoding=encoding, newline="") as text:
            delimiter = _delimiter(list(islice(text, _LINES_LOOKED_AT)))
            text.seek(0)
            for number, row in enumerate(csv.reader(text, delimiter=delimiter), 1):
                yield number, [cell.strip() for cell in row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            Problem(
                what=f"The row cannot be read ({error}).",
                remedy="Export it again as UTF-8.",
                file=name,
                row=number + 1,
                code="bad_row",
            )
        ) from None
