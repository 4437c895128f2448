"""Small drawings made by hand: sparklines, and the icons of variation and assurance with a title each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from goldenthread.spc.model import AssuranceIcon, VariationIcon

_INK = "#1a1a1a"
VARIATION_WORDS: Mapping[VariationIcon | None, str] = {
    VariationIcon.COMMON: "usual variation: no sign of real change",
    VariationIcon.IMPROVEMENT_HIGH: "improvement: higher than chance explains",
    VariationIcon.IMPROVEMENT_LOW: "improvement: lower than chance explains",
    VariationIcon.CONCERN_HIGH: "concern: higher than chance explains",
    VariationIcon.CONCERN_LOW: "concern: lower than chance explains",
    VariationIcon.NEUTRAL_HIGH: "change: higher than chance explains; needs judgement",
    VariationIcon.NEUTRAL_LOW: "change: lower than chance explains; needs judgement",
    None: "too few points to judge",
}
ASSURANCE_WORDS = {
    AssuranceIcon.PASS: "target expected to be met consistently",
    AssuranceIcon.FAIL: "target not expected to be met unless something changes",
    AssuranceIcon.INCONSISTENT: "target met and missed by chance",
}
_FILLS = {"improvement": "#00b0f0", "concern": "#e46c0a", "neutral": "#490092"}


def sparkline(values: Sequence[float | None], *, title: str, width: int = 120, height: int = 28) -> str:
    """A tiny line of a series as SVG; gaps break it, the last point is marked."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    spread = (high - low) or 1.0
    step = (width - 8) / max(len(values) - 1, 1)
    places = [
        None if value is None else (4 + index * step, height - 4 - (value - low) / spread * (height - 8))
        for index, value in enumerate(values)
    ]
    path, pen = [], "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        path.append(f"{pen}{place[0]:.1f} {place[1]:.1f}" + ("h0" if pen == "M" else ""))
        pen = "L"
    last = next(place for place in reversed(places) if place is not None)
    return (
        f'<svg class="spark" role="img" xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(title)}</title>'
        f'<path d="{" ".join(path)}" fill="none" stroke="{_INK}" stroke-width="1.5" stroke-linecap="round"/>'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.6" fill="{_INK}"/></svg>'
    )


def variation_icon(variation: VariationIcon | None) -> str:
    """The variation icon as SVG: letter, shape and colour, with its meaning as title."""
    words = VARIATION_WORDS[variation]
    if variation is None or variation is VariationIcon.COMMON:
        inside = '<path d="M7 18 L12 12 L17 18 L23 13" fill="none" stroke="#505a5f" stroke-width="2"/>'
        if variation is None:
            inside = '<path d="M9 15 H21" stroke="#505a5f" stroke-width="2" stroke-dasharray="3 3"/>'
        return _icon(
            words, '<circle cx="15" cy="15" r="13.5" fill="#ffffff" stroke="#505a5f" stroke-width="2"/>', inside
        )
    kind, _, way = str(variation).partition("-")
    letter = {"high": "H", "low": "L"}[way]
    fill = _FILLS[kind]
    shape = f'<circle cx="15" cy="15" r="13.5" fill="{fill}" stroke="{_INK}" stroke-width="1.5"/>'
    if kind == "concern":
        shape = f'<rect x="2" y="2" width="26" height="26" fill="{fill}" stroke="{_INK}" stroke-width="1.5"/>'
    if kind == "neutral":
        letter = {"high": "\u2191", "low": "\u2193"}[way]
        shape = f'<path d="M15 1 L29 28 H1 Z" fill="{fill}" stroke="{_INK}" stroke-width="1.5"/>'
    colour = "#ffffff" if kind == "neutral" else _INK
    return _icon(words, shape, _letter(letter, colour, 24 if kind == "neutral" else 20))


def assurance_icon(assurance: AssuranceIcon | None) -> str:
    """The assurance icon as SVG: P, F or a question mark; nothing where there is no target to judge."""
    if assurance is None:
        return ""
    letter = {AssuranceIcon.PASS: "P", AssuranceIcon.FAIL: "F", AssuranceIcon.INCONSISTENT: "?"}[assurance]
    shape = '<rect x="2" y="2" width="26" height="26" rx="7" fill="#ffffff" stroke="#1a1a1a" stroke-width="2"/>'
    return _icon(ASSURANCE_WORDS[assurance], shape, _letter(letter, _INK, 20))


def _letter(letter: str, colour: str, baseline: int) -> str:
    return (
        f'<text x="15" y="{baseline}" font-family="Arial, Helvetica, sans-serif" font-size="15" font-weight="bold" '
        f'text-anchor="middle" fill="{colour}">{letter}</text>'
    )


def _icon(words: str, shape: str, inside: str) -> str:
    return (
        '<svg class="icon" role="img" xmlns="http://www.w3.org/2000/svg" width="30" height="30" viewBox="0 0 30 30">'
        f"<title>{escape(words)}</title>{shape}{inside}</svg>"
    )
