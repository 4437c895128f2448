"""The panel report and the scorecard: how long each rendering takes against building the paper once."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldenthread.api.outputs import read_narrative
from goldenthread.api.workspace import open_workspace
from goldenthread.loads import write_tables
from goldenthread.papers.docx import render_docx
from goldenthread.papers.html import render_html
from goldenthread.papers.panel import build_panel
from goldenthread.papers.pdf import render_pdf
from goldenthread.papers.scorecard import build_scorecard
from goldenthread.papers.scorecard_html import render_scorecard
from goldenthread.papers.scorecard_xlsx import render_workbook
from goldenthread.synthetic.demonstration import avonmere

RUNS = 3
SETTINGS = Path("src/goldenthread/demonstration/authority.toml")


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def run() -> list[dict[str, Any]]:
    """One row for each format: its time as a multiple of building the paper from counted results."""
    data = avonmere()
    with tempfile.TemporaryDirectory() as folder:
        covers = {data.authority: data.covers_from}
        load = write_tables(
            Path(folder), as_at=data.end, tables=data.tables, source="ssd", covers_from=covers, made_up=True
        )
        space = open_workspace(load.path, SETTINGS, breakdowns=("all",))
        counting = _seconds(lambda: open_workspace(load.path, SETTINGS, breakdowns=("all",)))
        narrative = read_narrative(None)
        building = _seconds(lambda: build_panel(space.evidence("committee"), narrative))
        paper = build_panel(space.evidence("committee"), narrative).paper
        card = build_scorecard(space.evidence("board"))
        formats: dict[str, Callable[[], object]] = {
            "panel report, HTML": lambda: render_html(paper),
            "panel report, Word": lambda: render_docx(paper),
            "panel report, PDF/UA-1": lambda: render_pdf(paper),
            "scorecard, HTML": lambda: render_scorecard(card),
            "scorecard, Excel": lambda: render_workbook(card),
        }
        return [
            {
                "name": f"{name} against counting the load",
                "ratio": round(seconds / counting, 2),
                "aim": "small beside counting",
                "detail": f"{seconds:.2f} s; counting {counting:.2f} s; building the paper {building:.2f} s",
            }
            for name, seconds in ((name, _seconds(work)) for name, work in formats.items())
        ]
