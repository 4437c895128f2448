"""Comparisons as tables in the terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence

from goldenthread.papers.comparing import Shown


def render_comparison_text(shown: Shown, *, width: int = 120) -> str:
    """One comparison as text."""
    from rich.table import Table

    console = _console(width)
    console.print(f"{shown.title} ({shown.subtitle})", highlight=False)
    table = Table(expand=True)
    for heading, ratio in (("", 4), ("Value", 3), ("Counts", 3), ("95% interval", 2), ("From", 6)):
        table.add_column(heading, ratio=ratio)
    for row in shown.rows:
        table.add_row(row.who, row.words, row.counts, row.interval, row.source)
    console.print(table, highlight=False)
    for sentence in (*shown.sentences, *(f"Caution: {caution}" for caution in shown.cautions)):
        console.print(sentence, highlight=False, markup=False)
    for members in shown.members:
        listed = Table(title=members.caption, title_justify="left", expand=True)
        for heading, ratio in zip(members.headings, (1, 6, 4, 3, 3), strict=True):
            listed.add_column(heading, ratio=ratio)
        for cells in members.rows:
            listed.add_row(*cells)
        console.print(listed, highlight=False)
    return _text(console)


def render_all_text(shown: Sequence[Shown], *, width: int = 120) -> str:
    """Many comparisons, a line for each."""
    from rich.table import Table

    console = _console(width)
    table = Table(expand=True)
    for heading, ratio in (
        ("Measure", 6),
        ("Year", 1),
        ("Authority", 3),
        ("England", 3),
        (f"Neighbours ({shown[0].comparison.average})", 3),
        ("Band", 1),
    ):
        table.add_column(heading, ratio=ratio)
    for one in shown:
        words = {row.who: row.words for row in one.rows}
        own, name = one.comparison, one.comparison.name
        average = words.get(f"Statistical neighbours, {own.average}", "")
        table.add_row(
            f"{one.title} ({own.series.code})", str(own.year), words[f"{name}, published"], words["England"], average,
            own.band.letter if own.band else "",
        )  # fmt: skip
    console.print(table, highlight=False)
    return _text(console)


def _console(width: int):  # type: ignore[no-untyped-def]  # rich is imported only when something is printed
    from rich.console import Console

    return Console(file=io.StringIO(), width=width, no_color=True)


def _text(console) -> str:  # type: ignore[no-untyped-def]
    file = console.file
    return file.getvalue() if isinstance(file, io.StringIO) else ""
