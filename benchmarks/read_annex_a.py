"""Reading an Annex A workbook of 60,000 contacts against bare readers that only walk its cells, and its memory."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CONTACTS = 60_000
RUNS = 3
AS_AT = dt.date(2025, 9, 30)


def write_workbook(path: Path, contacts: int = CONTACTS) -> None:
    """A made-up list 1; the same cells every time."""
    import xlsxwriter

    from goldenthread.synthetic.writers.annex_a_rows import HEADINGS

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "constant_memory": True}) as book:
        sheet = book.add_worksheet("List 1")
        sheet.write_row(0, 0, HEADINGS[1])
        for number in range(contacts):
            born = dt.date(2008, 1, 1) + dt.timedelta(days=number % 6000)
            sheet.write_row(number + 1, 0, [f"SYN{number:07d}", "a) Male", "a) WBRI"])
            sheet.write_datetime(number + 1, 3, born)
            sheet.write_number(number + 1, 4, 2025 - born.year)
            sheet.write_datetime(number + 1, 5, dt.date(2025, 4, 1) + dt.timedelta(days=number % 180))
            sheet.write_string(number + 1, 6, "g) 3A: Health services")


def _read(path: Path, staging: Path) -> None:
    from goldenthread.extracts.annex_a import read
    from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
    from goldenthread.extracts.sink import Sink

    sink = Sink(staging=staging, source="annex_a", file_name=path.name)
    source = SourceFile(name=path.name, path=path, size=path.stat().st_size, sha256="")
    read(source, Recognised(source="annex_a"), sink, context=ReadContext(as_at=AS_AT, authority="999"))
    sink.close()
    assert sink.rows_read["contact"] == CONTACTS


def _calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    assert sum(1 for _ in book.get_sheet_by_index(0).iter_rows()) == CONTACTS + 1
    book.close()


def _openpyxl(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) == CONTACTS + 1
    book.close()


def run() -> list[dict[str, Any]]:
    """Median seconds of each; the jobs take turns, so that a busy machine slows all of them alike."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write_workbook(path)
        turns = iter(range(1000))
        jobs: dict[str, Callable[[], None]] = {
            "read": lambda: _read(path, Path(folder) / f"staging{next(turns)}"),
            "calamine": lambda: _calamine(path),
            "openpyxl": lambda: _openpyxl(path),
        }
        taken: dict[str, list[float]] = {name: [] for name in jobs}
        for turn in range(RUNS + 1):
            for name, job in jobs.items():
                started = time.perf_counter()
                job()
                if turn:  # the first turn warms imports
                    taken[name].append(time.perf_counter() - started)
        seconds = {name: statistics.median(times) for name, times in taken.items()}
    return [
        {
            "name": f"reading Annex A, {CONTACTS:,} contacts, against openpyxl that only walks the cells",
            "ratio": round(seconds["read"] / seconds["openpyxl"], 2),
            "aim": "at most 1",
            "detail": f"{seconds['read']:.2f} s against {seconds['openpyxl']:.2f} s; staging Parquet written",
        },
        {
            "name": "the same against calamine that only walks the cells",
            "ratio": round(seconds["read"] / seconds["calamine"], 2),
            "aim": "(stricter; no aim)",
            "detail": f"{seconds['read']:.2f} s against {seconds['calamine']:.2f} s",
        },
    ]
