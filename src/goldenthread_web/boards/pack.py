"""The pack of a meeting as one PDF with one page numbering: agenda, papers, minutes, decisions. Made by Typst."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread_web.boards.actions import file_of
from goldenthread_web.boards.models import Item, Meeting, Paper
from goldenthread_web.boards.queries import moved_words

MOST_PAGES, MOST_BYTES = 300, 50_000_000
# Every text comes from the data as text: nothing that somebody wrote is ever read as markup.
_TEMPLATE = """
#let pack = json("pack.json")
#set document(title: pack.title, author: pack.council, date: datetime(year: pack.day.at(0), month: pack.day.at(1), day: pack.day.at(2)))
#set text(lang: "en", region: "GB", font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"), size: 11pt)
#set page(
  paper: "a4",
  margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm),
  footer: context [#set text(size: 9pt)
    #grid(columns: (1fr, auto), if pack.warning != "" [#pack.title. #pack.warning] else [#pack.title], [Page #counter(page).display() of #counter(page).final().first()])],
)
#set par(leading: 0.65em, spacing: 0.9em)
#show heading: set text(fill: rgb("#1f4e5f"))
#show heading: set block(above: 1.6em, below: 0.8em)
#heading(level: 1, pack.title)
#par(pack.when)
#if pack.notice != "" { par(pack.notice) }
#if pack.warning != "" { par(strong(pack.warning)) }
#outline(title: "Contents", target: heading.where(level: 2))
#for part in pack.before {
  heading(level: 2, part.title)
  list(..part.lines)
}
#for item in pack.items {
  heading(level: 2, item.title)
  for words in item.lines { par(words) }
  for (name, lines) in item.parts { heading(level: 3, name); for words in lines { par(words) } }
  for paper in item.papers {
    for n in range(1, paper.pages + 1) {
      page(image(paper.file, page: n, width: 100%, height: 100%, fit: "contain", alt: paper.title + ", page " + str(n)))
    }
  }
}
"""


WARNING = "Holds exempt items: not for publication."


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What of a meeting goes into a pack: for whom it is decides whether exempt items and names of staff are in it."""

    meeting: Meeting
    items: Sequence[Item]
    exempt_too: bool
    named: bool
    notice: str
    before: Sequence[tuple[str, Sequence[str]]]

    @property
    def title(self) -> str:
        """Its title."""
        return f"Pack: {self.meeting}, {self.meeting.on.day} {self.meeting.on:%B %Y}"

    @property
    def warning(self) -> str:
        """That it is not for publication, where it holds exempt items."""
        return WARNING if self.exempt_too and any(one.exempt for one in self.items) else ""


def pack_pdf(pack: Pack, *, council: str) -> bytes:
    """The pack; PDF papers are bound in with the pages numbered through, others are named. The same gives the same bytes.

    Without bound papers it claims PDF/UA-1; with them it cannot, for nobody knows what is in them.
    """
    import typst

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        meeting = pack.meeting
        told = [_told(number, one, place, pack) for number, one in enumerate(pack.items, 1)]
        data = {
            "title": pack.title,
            "warning": pack.warning,
            "before": [{"title": title, "lines": list(lines)} for title, lines in pack.before],
            "council": council,
            "day": [meeting.on.year, meeting.on.month, meeting.on.day],
            "when": f"{meeting.on.day} {meeting.on:%B %Y} at {meeting.at:%H:%M}, {meeting.place}",
            "notice": pack.notice,
            "items": told,
        }
        (place / "pack.json").write_text(json.dumps(data), encoding="utf-8")
        (place / "pack.typ").write_text(_TEMPLATE, encoding="utf-8")
        bound = any(one["papers"] for one in told)
        standards: dict[str, Any] = {} if bound else {"pdf_standards": "ua-1"}
        return bytes(typst.compile(str(place / "pack.typ"), root=name, format="pdf", **standards))


def _told(number: int, item: Item, place: Path, pack: Pack) -> dict[str, Any]:
    if item.exempt and not pack.exempt_too:
        reason = f"Not for publication: {item.exempt_reason}"
        return {"title": f"{number}. Exempt item", "lines": [reason], "parts": [], "papers": []}
    raiser = item.raiser(named=pack.named)
    raised = f"; raised by {raiser}" if raiser else ""
    papers, bound, lines = list(item.papers.all()), [], [f"{item.get_purpose_display()}{raised}.", *_lines(item.about)]
    for count, paper in enumerate(papers, 1):
        pages = _bind(paper, place)
        how = "on the pages that follow" if pages else f"kept as {paper.name}" if paper.name else "a page of this site"
        lines.append(f"Paper {count}: {paper.title}, {how}.")
        if pages:
            bound.append({"file": f"{paper.pk}.pdf", "title": paper.title, "pages": pages})
    parts = [("Minute", _lines(item.minute))]
    parts.append(("Decisions", [_decision(one) for one in item.decisions.all()]))
    todo = [
        f"{one.text}, {one.owned_by(named=pack.named)}, by {one.due.day} {one.due:%B %Y}"
        + (moved_words(one) if pack.named else "")
        for one in item.actions.all()
    ]
    parts.append(("To do", todo))
    return {
        "title": f"{number}. {item.title}{' (exempt)' if item.exempt else ''}",
        "lines": lines,
        "parts": [one for one in parts if one[1]],
        "papers": bound,
    }


def _decision(one: Any) -> str:
    dissent = f" Not agreed by: {one.dissent}" if one.dissent else ""
    return f"{one.number}. {one.text} Because: {one.reason}{dissent}"


def _lines(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def _bind(paper: Paper, place: Path) -> int:
    """Put a PDF paper beside the pack and say how many pages it has; 0 for what is no readable PDF, or too large."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if not paper.name.lower().endswith(".pdf") or paper.size > MOST_BYTES:
        return 0
    held = file_of(paper)
    if held is None:
        return 0
    try:
        reader = PdfReader(held)
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return 0
    if not 0 < pages <= MOST_PAGES:
        return 0
    shutil.copyfile(held, place / f"{paper.pk}.pdf")
    return pages
