"""A small line chart drawn by hand: one authority's yearly values against England, its region and its neighbours.

Light enough for a hundred on a page: no library draws it, no script runs. Each line has its own dash and its own mark
as well as its shade, so that it is read in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from goldenthread.charts import axes, look
from goldenthread.charts.model import ChartTable

WIDTH, HEIGHT, LETTERS = 300, 150, 11
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 8, 22
_STYLES = (
    (look.INK, "", 2.4, "circle"),
    ("#1d5f8a", "7 3", 1.7, "square"),
    ("#8a5a00", "2 3", 1.9, "none"),
    ("#6b3fa0", "9 3 2 3", 1.7, "none"),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: its name, its values by year (None leaves a gap), and which of the four styles it is drawn in."""

    name: str
    values: tuple[tuple[int, float | None], ...]
    style: int = 0

    @property
    def known(self) -> tuple[tuple[int, float], ...]:
        """The years that have a value."""
        return tuple((year, value) for year, value in self.values if value is not None)


@dataclass(frozen=True, kw_only=True)
class SmallChart:
    """A drawn chart with what says the same in words and in a table."""

    svg: str
    alt: str
    table: ChartTable


def small_chart(
    lines: Sequence[Line],
    *,
    title: str,
    unit: str,
    write: Callable[[float], str],
    width: int = WIDTH,
    height: int = HEIGHT,
    letters: int = LETTERS,
) -> SmallChart | None:
    """Draw the lines, the authority first and on top; None when fewer than two years have a value.

    `letters` is the height of the text, in the pixels of `width`.
    """
    drawn = [(line, _STYLES[line.style]) for line in lines if line.known]
    years = sorted({year for line, _ in drawn for year, _ in line.known})
    if len(years) < 2:
        return None
    scale = axes.scale([value for line, _ in drawn for _, value in line.known])
    left, bottom = _LEFT * letters / LETTERS, _BOTTOM * letters / LETTERS
    across, down = width - left - _RIGHT, height - _TOP - bottom

    def x(year: int) -> float:
        return left + (year - years[0]) / (years[-1] - years[0]) * across

    def y(value: float) -> float:
        return _TOP + scale.pixel(value, down)

    alt = _alt(lines, title, write)
    parts = [
        f'<svg role="img" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="Arial, Helvetica, sans-serif" font-size="{letters}" fill="{look.INK}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
    ]
    ticks = scale.ticks if len(scale.ticks) <= 5 else scale.ticks[:: (len(scale.ticks) + 3) // 4]
    parts += [
        f'<path d="M{left:g} {y(tick):.1f}H{width - _RIGHT}" stroke="#dddddd"/>'
        f'<text x="{left - 4:g}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:,.{scale.decimals}f}</text>'
        for tick in ticks
    ]
    for year, anchor in ((years[0], "start"), (years[-1], "end")):
        parts.append(f'<text x="{x(year):.1f}" y="{height - 6}" text-anchor="{anchor}">{year}</text>')
    for line, (colour, dash, thick, mark) in reversed(drawn):
        parts.append(_path(line, x, y, colour, dash, thick))
        parts += _marks(line, x, y, colour, mark)
    parts.append("</svg>")
    return SmallChart(svg="".join(parts), alt=alt, table=_table(lines, title, unit, write))


def key_of(names: Sequence[tuple[str, int]]) -> str:
    """The key to the lines: for each name a sample of its style as a drawing, and the name as text."""
    items = []
    for name, style in names:
        colour, dash, thick, mark = _STYLES[style]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        items.append(
            '<span class="item"><svg aria-hidden="true" xmlns="http://www.w3.org/2000/svg" width="36" height="14" '
            f'viewBox="0 0 36 14"><path d="M1 7h34" stroke="{colour}" stroke-width="{thick}"{dashed}/>'
            f"{_mark(18, 7, colour, mark)}</svg> {escape(name)}</span>"
        )
    return "".join(items)


def _path(
    line: Line, x: Callable[[int], float], y: Callable[[float], float], colour: str, dash: str, thick: float
) -> str:
    steps, pen = [], "M"
    for year, value in line.values:
        if value is None:
            pen = "M"
            continue
        steps.append(f"{pen}{x(year):.1f} {y(value):.1f}")
        pen = "L"
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{"".join(steps)}" fill="none" stroke="{colour}" stroke-width="{thick}"{dashed}/>'


def _marks(line: Line, x: Callable[[int], float], y: Callable[[float], float], colour: str, mark: str) -> list[str]:
    places = line.known if mark == "circle" else line.known[-1:]
    return [_mark(x(year), y(value), colour, mark) for year, value in places]


def _mark(x: float, y: float, colour: str, mark: str) -> str:
    if mark == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colour}"/>'
    if mark == "square":
        return f'<path d="M{x - 3:.1f} {y - 3:.1f}h6v6h-6z" fill="{colour}"/>'
    return ""


def _alt(lines: Sequence[Line], title: str, write: Callable[[float], str]) -> str:
    said = []
    for line in lines:
        if line.known:
            (first, was), (last, now) = line.known[0], line.known[-1]
            said.append(f"{line.name} {write(now)} in {last}" + (f", {write(was)} in {first}" if last != first else ""))
    return f"{title}. {'; '.join(said)}."


def _table(lines: Sequence[Line], title: str, unit: str, write: Callable[[float], str]) -> ChartTable:
    years = sorted({year for line in lines for year, _ in line.values}, reverse=True)
    known = [dict(line.values) for line in lines]
    rows = tuple(
        (str(year), *("none" if (value := cells.get(year)) is None else write(value) for cells in known))
        for year in years
    )
    return ChartTable(caption=f"{title} ({unit})", headings=("Year ending", *(line.name for line in lines)), rows=rows)
