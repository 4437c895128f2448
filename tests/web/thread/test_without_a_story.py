"""The thread of a site that holds nothing yet, or a panel report that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from tests.avonmere import workspace
from tests.web.conftest import TODAY
from tests.web.filling import text_of

from goldenthread.api import write_example_narrative
from goldenthread_web.indicators.models_paper import PanelPaper, PaperParagraph
from goldenthread_web.indicators.paper import is_public, narrative_folder, store_paper
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Plan
from goldenthread_web.thread.nodes import Kind

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def narrative(tmp_path: Path, settings: Any) -> Path:
    settings.GOLDENTHREAD_DATA = tmp_path
    write_example_narrative(narrative_folder())
    return narrative_folder()


def test_a_narrative_that_does_not_resolve_stops_no_load_and_is_told(
    cast: dict[str, Person], released: Load, narrative: Path, client_of: As
) -> None:
    place = narrative / "6-rationale.md"
    place.write_text('It was {{ measure "no_such_measure" }}.\n', encoding="utf-8")
    store_paper(workspace(), released, lambda _part, _said: None)
    paper = PanelPaper.objects.get()
    assert any("6-rationale.md" in one for one in paper.problems)
    assert not PaperParagraph.objects.exists()
    shown = text_of(client_of("analyst").get(reverse("thread:thread")))
    assert "The panel report could not be read." in shown
    assert "6-rationale.md" in shown
    assert "6-rationale.md" not in text_of(client_of("worker").get(reverse("thread:thread")))


def test_without_a_narrative_there_is_no_paper(
    cast: dict[str, Person], released: Load, tmp_path: Path, settings: Any
) -> None:
    settings.GOLDENTHREAD_DATA = tmp_path
    store_paper(workspace(), released, lambda _part, _said: None)
    assert not PanelPaper.objects.exists()
    assert site.GOLDENTHREAD_LOAD_STEPS[-1].endswith("store_paper")


def test_a_paper_is_public_when_its_agenda_is_out() -> None:
    paper = PanelPaper(on=dt.date(2014, 11, 24))
    assert not is_public(paper, dt.date(2014, 11, 13))
    assert is_public(paper, dt.date(2014, 11, 14)), "five clear working days before"
    assert is_public(paper, dt.date(2015, 1, 1))
    assert not is_public(PanelPaper(), TODAY)


def test_nothing_is_there_before_anything_is_kept(cast: dict[str, Person], client_of: As) -> None:
    shown = text_of(client_of("analyst").get(reverse("thread:thread")))
    assert "Nothing to walk from yet" in shown
    assert Plan.objects.count() == 0
    assert client_of("analyst").get(reverse("thread:walk", args=[Kind.FINDING, "1"])).status_code == 404
