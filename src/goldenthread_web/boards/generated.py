"""Papers made here: the highlight report as a PDF that stays as it was when it was attached."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread_web.boards.highlights import Part, highlights_of, running_plans
from goldenthread_web.boards.models import Item
from goldenthread_web.boards.workflow import NotYetError
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access

_TEMPLATE = """
#let told = json("told.json")
#set document(title: told.title, author: told.council, date: datetime(year: told.day.at(0), month: told.day.at(1), day: told.day.at(2)))
#set text(lang: "en", region: "GB", font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"), size: 11pt)
#set page(paper: "a4", margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm))
#set par(leading: 0.65em, spacing: 0.9em)
#show heading: set text(fill: rgb("#1f4e5f"))
#show heading: set block(above: 1.6em, below: 0.8em)
#heading(level: 1, told.title)
#par(told.about)
#for part in told.parts {
  heading(level: 2, part.title)
  list(..part.lines.map(line => [#line.at(0) #linebreak() #text(size: 9.5pt, line.at(1))]))
}
"""


def highlights_file(access: Access, item: Item, today: dt.date, *, council: str) -> SimpleUploadedFile:
    """The highlight report of an item's board as a PDF; of exempt items it tells only in a paper of an exempt item."""
    if not access.can(Permission.PLAN_SEE):
        raise NotYetError("The report tells of the plan as it stands, which you may not see; ask the head of service.")
    board = item.meeting.board
    parts = highlights_of(access, board, today, exempt_too=item.exempt)
    plans = ", ".join(str(one) for one in running_plans(access)) or "no plan runs"
    made = as_pdf(
        parts,
        title=f"Highlight report: {board}",
        about=f"Exceptions alone, as they stood on {today.day} {today:%B %Y}. Plans: {plans}."
        + ("" if parts else " There is no exception."),
        council=council,
        day=today,
    )
    return SimpleUploadedFile(f"highlights-{today.isoformat()}.pdf", made, content_type="application/pdf")


def as_pdf(parts: Sequence[Part], *, title: str, about: str, council: str, day: dt.date) -> bytes:
    """The lines of a report as a tagged PDF; the same gives the same bytes."""
    import typst

    data = {
        "title": title,
        "about": about,
        "council": council,
        "day": [day.year, day.month, day.day],
        "parts": [
            {"title": f"{one.title} ({len(one.lines)})", "lines": [[line.text, line.about] for line in one.lines]}
            for one in parts
        ],
    }
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "told.json").write_text(json.dumps(data), encoding="utf-8")
        (Path(name) / "told.typ").write_text(_TEMPLATE, encoding="utf-8")
        return bytes(typst.compile(str(Path(name) / "told.typ"), root=name, format="pdf", pdf_standards="ua-1"))
