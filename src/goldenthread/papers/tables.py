"""Tables of measures: now, a year before, target, comparator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goldenthread.papers import words
from goldenthread.papers.model import TableBlock

if TYPE_CHECKING:
    from goldenthread.papers.figures import FigureBook


def headline_table(book: FigureBook, names: Sequence[str], caption: str) -> TableBlock:
    """One row for each measure: value with counts, the same a year before, target with its setter, comparator."""
    rows = tuple(_row(book, name) for name in names)
    headings = ("Measure", "Now", "A year before", "Target", "Compared with")
    return TableBlock(caption=caption or "Headline measures", headings=headings, rows=rows)


def _row(book: FigureBook, name: str) -> tuple[str, ...]:
    evidence = book.evidence
    measure = evidence.measure(name)
    now = book.state(name, {})
    before = book.state(name, {"period": "year_before"})
    counts = book.state(name, {"show": "counts"}) if measure.unit != "number" else None
    target = evidence.target(name)
    comparators = evidence.comparators(name)
    aim = f"{words.target_words(target, measure)}, set by {target.set_by}" if target else "none set"
    against = "; ".join(
        f"{c.area} {words.value_words(c.value, measure)} ({c.statistic}, {c.year - 1}/{c.year % 100:02d})"
        for c in comparators
    )
    return (
        f"{measure.title} ({now.period.label})",
        f"{now.text} ({counts.text})" if counts and counts.text not in ("", words.HIDDEN) else now.text,
        before.text,
        aim,
        against or "no comparator",
    )
