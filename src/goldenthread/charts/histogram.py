"""A distribution drawn by hand: one bar for each step, a marked limit, and the same in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import shorten

from goldenthread.charts import axes, look
from goldenthread.charts.model import ChartTable
from goldenthread.charts.multiples import SmallChart

WIDTH, HEIGHT = 640, 290
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 56, 44


def histogram(
    steps: Sequence[tuple[str, int | None]],
    *,
    title: str,
    unit: str,
    marked_after: int | None = None,
    marked_words: str = "",
    shaded: frozenset[int] = frozenset(),
    label_every: int = 5,
) -> SmallChart:
    """Bars in the order given, each a name and a number (None is hidden and not drawn).

    `marked_after` draws a line behind the bar at that place, named `marked_words`; bars in `shaded` are dark and hatched
    by an outline. `unit` says what the bars count along the bottom.
    """
    known = [number for _, number in steps if number is not None]
    scale = axes.scale([0.0, float(max(known, default=0) or 1)], (0.0, None))
    across, down = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    wide = across / max(1, len(steps))
    alt = _alt(steps, title, unit, marked_words, marked_after)
    parts = [
        f'<svg role="img" xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Arial, Helvetica, sans-serif" font-size="12" fill="{look.INK}">'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
        f'<text x="0" y="16" font-size="15" font-weight="bold">{escape(shorten(title, 76, placeholder="…"))}</text>'
    ]
    for tick in scale.ticks:
        y = _TOP + scale.pixel(tick, down)
        parts.append(
            f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="#dddddd"/>'
            f'<text x="{_LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{tick:,.{scale.decimals}f}</text>'
        )
    for place, (name, number) in enumerate(steps):
        left = _LEFT + place * wide
        if number:
            top = _TOP + scale.pixel(number, down)
            fill, edge = (look.INK, look.INK) if place in shaded else (look.BAR, look.INK)
            parts.append(
                f'<rect x="{left + wide * 0.08:.1f}" y="{top:.1f}" width="{wide * 0.84:.1f}" '
                f'height="{_TOP + down - top:.1f}" fill="{fill}" stroke="{edge}" stroke-width="0.5"/>'
            )
        # The last bar is named, and none so near it that the names would run together.
        if place == len(steps) - 1 or (place % label_every == 0 and (place < len(steps) - 2 or label_every == 1)):
            parts.append(
                f'<text x="{left + wide / 2:.1f}" y="{HEIGHT - _BOTTOM + 16}" text-anchor="middle">{escape(name)}</text>'
            )
    if marked_after is not None:
        x = _LEFT + (marked_after + 1) * wide
        parts.append(
            f'<path d="M{x:.1f} {_TOP - 4}V{_TOP + down}" stroke="{look.TARGET}" stroke-width="1.8" '
            f'stroke-dasharray="2 3"/><text x="{x + 4:.1f}" y="{_TOP - 8}" fill="{look.TARGET}">'
            f"{escape(marked_words)}</text>"
        )
    parts.append(
        f'<text x="{_LEFT + across / 2:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(unit)}</text></svg>'
    )
    return SmallChart(svg="".join(parts), alt=alt, table=_table(steps, title, unit))


def _alt(
    steps: Sequence[tuple[str, int | None]], title: str, unit: str, marked_words: str, marked_after: int | None
) -> str:
    known = [(name, number) for name, number in steps if number is not None]
    total = sum(number for _, number in known)
    if not total:
        return f"{title}: nothing to show."
    tallest = max(known, key=lambda one: one[1])
    said = f"{title}: {total:,} in all; the tallest bar is {tallest[0]} ({unit}) with {tallest[1]:,}."
    if marked_after is not None and len(known) == len(steps):
        before = sum(number for _, number in known[: marked_after + 1])
        said += f" {before:,} lie up to the line named {marked_words}, {total - before:,} after it."
    hidden = len(steps) - len(known)
    return said + (f" {hidden} bars are hidden because they are small." if hidden else "")


def _table(steps: Sequence[tuple[str, int | None]], title: str, unit: str) -> ChartTable:
    rows = tuple((name, "c" if number is None else f"{number:,}") for name, number in steps)
    return ChartTable(
        caption=f"Data behind the chart: {title}", headings=(unit[:1].upper() + unit[1:], "Number"), rows=rows
    )
