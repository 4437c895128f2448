"""Keeps what the panel report states, paragraph by paragraph, so that each can be walked down to what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction

from goldenthread import api
from goldenthread_web.indicators.models_paper import PanelPaper, PaperParagraph
from goldenthread_web.indicators.working_days import working_days
from goldenthread_web.loads.models import Load
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access

# An agenda with its papers is out for the public this many clear working days before the meeting.
CLEAR_DAYS = 5


def narrative_folder() -> Path:
    """Where the council's narrative of its panel report lies, beside its settings."""
    return Path(settings.GOLDENTHREAD_DATA) / "panel-report"


def store_paper(space: api.Workspace, load: Load, progress: Callable[[float, str], None]) -> None:
    """Store what the report written from this load states; without a narrative nothing. A fault in it stops no load."""
    folder = narrative_folder()
    PanelPaper.objects.filter(load=load).delete()
    if not folder.is_dir():
        return
    progress(0.0, "Writing the panel report")
    try:
        made = api.paper_statements(space, folder)
    except api.UserError as error:
        PanelPaper.objects.create(load=load, problems=[str(one) for one in error.problems])
        return
    with transaction.atomic():
        paper = PanelPaper.objects.create(load=load, title=made.title[:300], body=made.body[:200], on=made.on)
        PaperParagraph.objects.bulk_create(
            PaperParagraph(
                paper=paper,
                position=place,
                section=one.section[:200],
                number=one.number,
                text=one.text,
                figures=[asdict(figure) for figure in one.figures],
            )
            for place, one in enumerate(made.statements)
        )


def paper_for(access: Access, today: dt.date) -> PanelPaper | None:
    """The report of the released figures: a draft for those who see management figures, for others once it is public."""
    if not access.can(Permission.FIGURES_PUBLIC):
        return None
    paper = PanelPaper.objects.filter(load__state="released").order_by("-load__as_at").first()
    if paper is None or access.can(Permission.FIGURES_MANAGEMENT) or is_public(paper, today):
        return paper
    return None


def is_public(paper: PanelPaper, today: dt.date) -> bool:
    """Whether the agenda with this paper is out on a day."""
    if paper.on is None:
        return False
    left = working_days(today, paper.on)
    return left is None or left - 1 <= CLEAR_DAYS
