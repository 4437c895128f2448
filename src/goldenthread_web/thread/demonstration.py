"""What the paragraphs of Avonmere's panel report speak of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from goldenthread_web.boards.models import Decision
from goldenthread_web.indicators.models_paper import PanelPaper
from goldenthread_web.inspections.models import Finding
from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Priority
from goldenthread_web.thread.actions import tie
from goldenthread_web.thread.models import Tie
from goldenthread_web.thread.nodes import Kind

# The report names the five areas that inspectors found, each in a line of its own.
FINDINGS = {"5-1a": "a", "5-1b": "b", "5-1c": "c", "5-1d": "d", "5-1e": "e"}


def tell_story(*, people: Mapping[str, Person], today: dt.date) -> None:
    """Tie the paragraphs through the site's own actions, where there is a report and nothing is tied."""
    paper = PanelPaper.objects.filter(load__state="released").exclude(title="").first()
    if paper is None or Tie.objects.exists():
        return
    by = people["head"]
    found = {one.number: one.pk for one in Finding.objects.filter(inspection__starts__lte=today)}
    for paragraph, number in FINDINGS.items():
        if number in found:
            tie(paper=paper.title, paragraph=paragraph, kind=Kind.FINDING, ref=found[number], by=by)
    for one in Priority.objects.filter(plan__kind="improvement", title__startswith="Do-able"):
        tie(paper=paper.title, paragraph="5-3", kind=Kind.PRIORITY, ref=one.pk, by=by)
    for decided in Decision.objects.filter(text__startswith="Quality and consistency"):
        tie(paper=paper.title, paragraph="5-4", kind=Kind.DECISION, ref=decided.pk, by=by)
