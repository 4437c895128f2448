"""The scorecard as a table in the terminal."""

from __future__ import annotations

import io

from goldenthread.papers.scorecard import Scorecard
from goldenthread.periods import long_date


def render_terminal(card: Scorecard, *, width: int = 120, colour: bool = False) -> str:
    """The scorecard as text of a given width."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=io.StringIO(), width=width, force_terminal=colour, no_color=not colour)
    console.print(f"{card.authority}, at {long_date(card.as_at)}. {card.banner}", highlight=False)
    for stage, rows in card.stages:
        table = Table(title=str(stage), title_justify="left", expand=True, show_lines=False)
        for heading, ratio in (
            ("Measure", 5),
            ("Now", 2),
            ("Counts", 3),
            ("Target", 3),
            ("Year before", 2),
            ("Change", 3),
        ):
            table.add_column(heading, ratio=ratio)
        for row in rows:
            target = f"{row.target} ({row.target_status})" if row.target else ""
            variation = str(row.analysis.variation or "too few points")
            table.add_row(row.measure.title, row.value, row.counts, target, row.before_value, variation)
        console.print(table, highlight=False)
    file = console.file
    return file.getvalue() if isinstance(file, io.StringIO) else ""
