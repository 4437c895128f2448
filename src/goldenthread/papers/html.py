"""Accessible HTML: one file, no scripts, a strict content security policy, charts as images with their data beside them."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from goldenthread.papers.model import ChartBlock, ListBlock, Paper, Paragraph, TableBlock, heading_rows
from goldenthread.periods import long_date


def environment() -> Environment:
    """The templates' environment: everything escaped, undefined names an error."""
    made = Environment(
        loader=PackageLoader("goldenthread.papers", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["long_date"] = long_date
    made.globals["kind_of"] = _kind
    made.globals["heading_rows"] = heading_rows
    return made


def style(name: str = "paper.css") -> tuple[Markup, str]:
    """The style sheet and its hash for the content security policy."""
    text = files("goldenthread.papers").joinpath("templates", name).read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
    return Markup(text), f"sha256-{digest}"  # noqa: S704 (our own style sheet)


def picture(chart: Any) -> str:
    """A chart as an address that holds the drawing itself."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.svg().encode("utf-8")).decode("ascii")


def _kind(block: object) -> str:
    names = {Paragraph: "paragraph", ListBlock: "list", TableBlock: "table", ChartBlock: "chart"}
    return names[type(block)]


def render_html(paper: Paper) -> str:
    """The paper as one HTML page."""
    sheet, digest = style()
    template = environment().get_template("panel.html.j2")
    return template.render(paper=paper, style=sheet, digest=digest, picture=picture)
