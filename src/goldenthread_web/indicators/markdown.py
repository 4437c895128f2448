"""Commentary in Markdown as safe HTML."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "ul", "ol", "li", "em", "strong", "blockquote", "br"}
_reader = MarkdownIt("commonmark", {"html": False, "breaks": False}).disable(
    ["image", "link", "autolink", "heading", "code", "fence"]
)


def render_markdown(text: str) -> Markup:
    """Paragraphs, points and emphasis; anything else stays as it was typed. Safe to put into a page."""
    return Markup(nh3.clean(_reader.render(text), tags=TAGS, attributes={}))  # noqa: S704
