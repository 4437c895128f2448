"""A chart: one specification for page, Word and PDF, with its alternative text and its data as a table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import Any

VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_CHATTER = re.compile(r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"')
_EMPTY = re.compile(r'<path d=""[^>]*/>|<path d="M0,0h0v0h0Z"[^>]*/>')


@dataclass(frozen=True, kw_only=True)
class ChartTable:
    """The data behind a chart: headings with units, rows as text."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart as a Vega-Lite specification.

    `alt` says in words what it shows; `table` holds the numbers; `rule_set` names the rules that judged it ('' for
    none). The same chart is always the same bytes.
    """

    title: str
    alt: str
    table: ChartTable
    spec: Mapping[str, Any]
    rule_set: str = ""

    def svg(self) -> str:
        """The chart as SVG with its own ids, safe to put into a page beside others; no scripts, no styles."""
        return self._tidied

    def png(self, scale: float = 2.0) -> bytes:
        """The chart as PNG; `scale` 2 is sharp in print."""
        import vl_convert

        return bytes(vl_convert.svg_to_png(self.svg(), scale=scale))

    @cached_property
    def _tidied(self) -> str:
        import vl_convert

        written = json.dumps(self.spec, sort_keys=True, ensure_ascii=False)
        drawn = str(vl_convert.vegalite_to_svg(written, vl_version=VEGA_LITE, allowed_base_urls=[]))
        own = sha256((written + self.title + self.alt).encode("utf-8")).hexdigest()[:10]
        return _tidy(drawn, f"c{own}", self.title, self.alt)


def _tidy(svg: str, prefix: str, title: str, alt: str) -> str:
    """One picture to a screen reader, with ids of its own: the renderer numbers ids by what it drew before."""
    svg = _EMPTY.sub("", _CHATTER.sub("", svg))
    for number, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))):
        svg = svg.replace(f'id="{name}"', f'id="{prefix}-{number}"').replace(
            f"url(#{name})", f"url(#{prefix}-{number})"
        )
    head = (
        f'<svg role="img" aria-labelledby="{prefix}-title {prefix}-desc"\\1><title id="{prefix}-title">'
        f'{_literal(title)}</title><desc id="{prefix}-desc">{_literal(alt)}</desc>'
    )
    return re.sub(r"^<svg([^>]*)>", head, svg, count=1)


def _literal(text: str) -> str:
    return escape(text).replace("\\", "\\\\")
