"""A chart: one specification for page, Word and PDF, with its alternative text and its data as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any


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
    none).
    """

    title: str
    alt: str
    table: ChartTable
    spec: Mapping[str, Any]
    rule_set: str = ""

    def svg(self) -> str:
        """The chart as SVG with its own ids, safe to put into a page beside others; no scripts, no styles."""
        return _own_ids(self._drawn, sha256((self.title + self._drawn).encode("utf-8")).hexdigest()[:8])

    @cached_property
    def _drawn(self) -> str:
        import vl_convert

        return str(vl_convert.vegalite_to_svg(dict(self.spec)))

    def png(self, scale: float = 2.0) -> bytes:
        """The chart as PNG; `scale` 2 is sharp in print."""
        import vl_convert

        return bytes(vl_convert.vegalite_to_png(dict(self.spec), scale=scale))


def _own_ids(svg: str, prefix: str) -> str:
    """Make ids unique to the chart, so that several may stand in one page."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="c{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#c{prefix}-\1)", svg)
    return re.sub(r'xlink:href="#([^"]+)"', rf'xlink:href="#c{prefix}-\1"', svg)
