"""Annex A workbooks made by hand for tests: the published headings, and cells as the test gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load
from goldenthread.synthetic.writers.annex_a_rows import HEADINGS

AS_AT = dt.date(2025, 9, 30)
PUBLISHED = HEADINGS
CHILD = {"Child Unique ID": "SYN1", "Gender": "b) Female", "Ethnicity": "a) WBRI", "Date of Birth": dt.date(2012, 2, 1)}


def row(number: int, **cells: Any) -> list[Any]:
    """A row of a list: the child's columns filled, the others blank unless given by heading."""
    named = CHILD | cells
    return [named.get(heading) for heading in HEADINGS[number]]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Sheets by name, each a list of rows; dates become date cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(line, place, cell)
    return path


def read(folder: Path, into: Path, **more: Any) -> Load:
    """Read a file or folder as at the end of September 2025."""
    return read_returns([folder], into=into, as_at=AS_AT, **({"authority": "999"} | more))


def rows(load: Load, table: str) -> list[dict[str, Any]]:
    """The rows kept of a table."""
    return pq.read_table(load.files[table]["annex_a"]).to_pylist()


def told(load: Load, kind: str = "notes") -> dict[str, Any]:
    """What was remarked on or set aside, by code, over all files."""
    return {code: found for source in load.manifest["sources"] for code, found in source[kind].items()}
