"""A workbook of sixty thousand rows is read within bounded memory."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
import xlsxwriter
from tests.integration.annex_a.workbooks import PUBLISHED

ROWS = 60_000
MOST_MEGABYTES = 500
SCRIPT = """
import datetime as dt, sys
from pathlib import Path
from goldenthread.extracts.read import read_returns
load = read_returns([Path(sys.argv[1])], into=Path(sys.argv[2]), as_at=dt.date(2025, 9, 30), authority="999")
rows = load.manifest["files"]["contact"]["annex_a"]["rows"]
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(rows, int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux only; run this test on Linux")
def test_sixty_thousand_rows_stay_within_memory(tmp_path):
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "constant_memory": True}) as book:
        sheet = book.add_worksheet("List 1")
        sheet.write_row(0, 0, PUBLISHED[1])
        for number in range(ROWS):
            day = dt.date(2025, 4, 1) + dt.timedelta(days=number % 180)
            sheet.write_row(number + 1, 0, [f"SYN{number:07d}", "a) Male", "a) WBRI", "01/02/2012", 13])
            sheet.write_datetime(number + 1, 5, day)
            sheet.write_string(number + 1, 6, "g) 3A: Health services")
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(tmp_path / "loads")], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, told.stdout.split())
    assert rows == ROWS
    assert megabytes < MOST_MEGABYTES
