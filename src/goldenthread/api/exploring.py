"""An exploration: what a page of an explorer says, as parts with sentences, charts and tables, ready to be stored.

Everything in it is already as the reader of one profile may see it, small numbers hidden in words, charts and tables
alike; a page only prints it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from goldenthread.charts import Chart, ChartTable
from goldenthread.charts.multiples import SmallChart
from goldenthread.measures import disclosure
from goldenthread.measures.model import Unit
from goldenthread.measures.results import Result, Status
from goldenthread.periods import Period

HIDDEN = "c"
HIDDEN_WORDS = "c: hidden, because the number is small and could tell of a child."


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawn chart, what it shows in words, and its numbers as a table; `group` is the group it is of, if any."""

    title: str
    group: str
    svg: str
    alt: str
    table: ChartTable


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a page. `verdict` is a few words that answer the heading where it is a question.

    Of a part by team (`key` is "team") a reader may be shown only the pictures and rows of own teams.
    """

    key: str
    heading: str
    said: tuple[str, ...] = ()
    verdict: str = ""
    pictures: tuple[Picture, ...] = ()
    tables: tuple[ChartTable, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exploration:
    """A whole page: its title, the period it is about, what must be known first, and its parts."""

    title: str
    period: str
    said: tuple[str, ...]
    parts: tuple[Part, ...]

    def as_json(self) -> dict[str, Any]:
        """The page as plain lists, texts and dictionaries."""
        return asdict(self)


def picture(chart: Chart, group: str = "") -> Picture:
    """Draw a chart."""
    drawn = _drawn(chart.title, chart.alt, json.dumps(chart.spec, sort_keys=True))
    return Picture(title=chart.title, group=group, svg=drawn, alt=chart.alt, table=chart.table)


@lru_cache(maxsize=128)
def _drawn(title: str, alt: str, spec: str) -> str:
    """A chart as SVG; readers who see the same series are shown the same drawing."""
    empty = ChartTable(caption="", headings=(), rows=())
    return Chart(title=title, alt=alt, table=empty, spec=json.loads(spec)).svg()


def small_picture(chart: SmallChart, title: str, group: str = "") -> Picture:
    """A chart drawn by hand."""
    return Picture(title=title, group=group, svg=chart.svg, alt=chart.alt, table=chart.table)


def protected_counts(
    counts: Mapping[str, float], period: Period, breakdown: str, rules: disclosure.Rules, total: float | None = None
) -> dict[str, float | None]:
    """Counts by group as a reader may see them beside their total; None is hidden."""
    results = [_count(name, number, period, breakdown) for name, number in counts.items()]
    whole = _count("all", sum(counts.values()) if total is None else total, period, "all")
    shown = disclosure.protect_groups(results, whole, rules)
    return {one.group: None if one.status is Status.SUPPRESSED else one.numerator for one in shown}


def protected_count(number: float, period: Period, rules: disclosure.Rules) -> float | None:
    """One count as a reader may see it; None is hidden."""
    shown = disclosure.protect(_count("all", number, period, "all"), rules)
    return None if shown.status is Status.SUPPRESSED else number


def _count(group: str, number: float, period: Period, breakdown: str) -> Result:
    return Result(
        authority="", measure="", version=1, period=period, breakdown=breakdown, group=group, numerator=number,
        value=number, unit=Unit.COUNT,
    )  # fmt: skip


def number_words(number: float | None) -> str:
    """A count, or that it is hidden."""
    return HIDDEN if number is None else f"{number:,.0f}"


def share_words(part: float | None, whole: float | None) -> str:
    """A share with one decimal, that it is hidden, or nothing where there is nothing to share."""
    if part is None or whole is None:
        return HIDDEN
    return f"{part / whole * 100:.1f}%" if whole else "none"


def ratio_words(value: float, interval: tuple[float, float] | None) -> str:
    """A ratio with its interval."""
    if interval is None:
        return "none"
    upper = "no upper end" if interval[1] == float("inf") else f"{interval[1]:.2f}"
    return f"{value:.2f} ({interval[0]:.2f} to {upper})"


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> ChartTable:
    """A table of texts."""
    return ChartTable(caption=caption, headings=tuple(headings), rows=tuple(tuple(row) for row in rows))
