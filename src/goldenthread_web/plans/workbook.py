"""Reads a plan's workbook into texts by cell; merged cells are filled down, and where they were is told."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from goldenthread_web.plans.workflow import NotYetError

MOST_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000
MOST_ROWS, MOST_COLUMNS, MOST_TEXT, MOST_ALL = 2_000, 40, 4_000, 3_000_000
MOST_SHEETS = 12
# A single cell far away would make the reader lay out every cell before it: such a sheet is not opened.
FAR_ROW, FAR_COLUMN = 10_000, 256
_CHUNK, _OVERLAP = 2**20, 64
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")


_UNREADABLE = "The file cannot be read as a workbook. Save it in Excel as .xlsx and bring it again."


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A sheet as rows of texts, dates as 2014-03-31, and the names of cells that were filled from a merged one."""

    sheet: str
    rows: list[list[str]]
    filled: list[str]


def read_workbook(content: bytes, name: str) -> list[Cells]:
    """The sheets of a workbook that people see and that hold something, the fullest first; NotYetError says what is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if len(content) > MOST_BYTES:
        raise NotYetError("The workbook is larger than 10 MB. Take pictures and other sheets out of it.")
    _check_size(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(one) for one in book.sheet_names if one in seen]
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise NotYetError(_UNREADABLE) from error
    sheets = sorted((one for one in sheets if one.total_height), key=lambda one: -one.total_height * one.total_width)
    if not sheets:
        raise NotYetError("No sheet of the workbook has anything in it.")
    if sheets[0].total_height > MOST_ROWS or sheets[0].total_width > MOST_COLUMNS:
        raise NotYetError(f"The sheet has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns. Bring the plan alone.")
    return _cells(
        [one for one in sheets if one.total_height <= MOST_ROWS and one.total_width <= MOST_COLUMNS][:MOST_SHEETS]
    )


def _cells(sheets: list[Any]) -> list[Cells]:
    found, length = [], 0
    for one in sheets:
        texts = [[_text(cell) for cell in row] for row in one.to_python(skip_empty_area=False)]
        length += sum(len(cell) for row in texts for cell in row)
        if length > MOST_ALL:
            raise NotYetError("The workbook holds far more text than a plan. Bring the plan alone.")
        found.append(Cells(sheet=one.name, rows=texts, filled=_fill(texts, one.merged_cell_ranges or [])))
    return found


def _check_size(content: bytes, name: str) -> None:
    """Refuse what is no workbook, what would unpack to far more than it is, and sheets with a cell far away."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if sum(one.file_size for one in members) > MOST_UNPACKED:
                raise NotYetError("The workbook unpacks to far more than a plan holds. It is not read.")
            if any(_reaches_far(packed, one) for one in members if one.filename.startswith("xl/worksheets/")):
                raise NotYetError(
                    "A sheet has a cell far below or right of the plan. Copy the plan into a new workbook."
                )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotYetError(f"{name} is not an Excel workbook (.xlsx). Save it as one and bring it again.") from error


def _reaches_far(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    before = b""
    with packed.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            for letters, row in _PLACE.findall(before + chunk):
                if int(row) > FAR_ROW or _column(letters) > FAR_COLUMN:
                    return True
            before = chunk[-_OVERLAP:]
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").strip()[:MOST_TEXT]


def _fill(rows: list[list[str]], merged: list[Any]) -> list[str]:
    """Write what a merged cell says into every row it covers, in its first column."""
    filled = []
    for (top, left), (bottom, _right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
            if left < len(rows[row]) and not rows[row][left]:
                rows[row][left] = rows[top][left]
                filled.append(cell_name(row, left))
    return filled


def cell_name(row: int, column: int) -> str:
    """The name of a cell as Excel shows it: B7."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
