"""The catalogue as a small site: a page for each measure and an index, without scripts, from the definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from goldenthread.catalogue.beyond import NotComputable
from goldenthread.catalogue.pages import index, page
from goldenthread.measures.model import Cohort
from goldenthread.papers.html import environment, style

_LINK = re.compile(r'href="([a-z0-9_]+)\.md"')


def write_catalogue(
    into: Path, cohorts: Sequence[Cohort], beyond: Sequence[NotComputable], *, version: str
) -> tuple[Path, ...]:
    """Write the pages of the catalogue as HTML into a folder; what was written, the index first."""
    into.mkdir(parents=True, exist_ok=True)
    texts = {"index": ("Measures", index(cohorts, beyond))}
    for cohort in cohorts:
        for measure in cohort.measures:
            texts[measure.id] = (measure.title, page(measure, cohort))
    written = []
    for name, (title, text) in texts.items():
        place = into / f"{name}.html"
        place.write_text(render(title, text, version=version), encoding="utf-8", newline="\n")
        written.append(place)
    return tuple(written)


def render(title: str, text: str, *, version: str) -> str:
    """One page of Markdown as HTML; tables can be scrolled sideways on a narrow screen."""
    from markdown_it import MarkdownIt

    # Only what is written in a definition is shown: HTML in it is shown as letters.
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(_without_comments(text))
    made = _LINK.sub(r'href="\1.html"', made)
    made = made.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")
    sheet, digest = style("catalogue.css")
    body = Markup(made)  # noqa: S704 (escaped by the Markdown renderer)
    return (
        environment()
        .get_template("catalogue.html.j2")
        .render(title=title, body=body, style=sheet, digest=digest, version=version)
    )


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("<!--"))
