"""A file of evidence: kept as it came, opened by those who see plans, and each opening is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.conftest import TODAY
from tests.web.filling import fill, text_of

from goldenthread_web.activity.models import Event
from goldenthread_web.people.models import Person
from goldenthread_web.plans.demonstration import tell_story
from goldenthread_web.plans.models import Action, Evidence

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def action(cast: dict[str, Person], settings: Any, tmp_path: Path) -> Action:
    settings.GOLDENTHREAD_DATA = tmp_path
    tell_story(people=cast, today=TODAY)
    return Action.objects.filter(priority__plan__state="agreed", owner=cast["manager"], state="in progress")[0]


def test_a_file_is_kept_as_it_came_and_every_opening_is_written_down(action: Action, client_of: As) -> None:
    fill(
        client_of("manager"), reverse("plans:add_evidence", args=[action.pk]), kind="document", shows="delivery",
        title="The new form", effective_from="2014-09-01",
        file=SimpleUploadedFile("..\\..\\new form [v2].docx", b"what it holds"),
    )  # fmt: skip
    one = Evidence.objects.get(title="The new form")
    assert (one.name, one.size, one.sha256) == ("new form [v2].docx", 13, hashlib.sha256(b"what it holds").hexdigest())
    at = reverse("plans:evidence_file", args=[one.pk])
    assert at in client_of("qa").get(reverse("plans:action", args=[action.pk])).content.decode()
    assert at in client_of("qa").get(reverse("plans:review", args=[one.pk])).content.decode()
    got = client_of("qa").get(at)
    assert b"".join(got.streaming_content) == b"what it holds"
    assert got["Content-Disposition"] == 'attachment; filename="new form [v2].docx"'
    assert Event.objects.filter(verb="opened a file of evidence", what=f"evidence:{one.pk}").count() == 1
    assert client_of("councillor").get(at).status_code == 403
    other = Evidence.objects.exclude(pk=one.pk)[0]
    assert client_of("qa").get(reverse("plans:evidence_file", args=[other.pk])).status_code == 404, "it has no file"


def test_a_file_that_is_empty_or_too_large_is_refused_and_nothing_is_lost(
    action: Action, client_of: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldenthread_web.plans import forms

    monkeypatch.setattr(forms, "MOST_BYTES", 5)
    before = Evidence.objects.count()
    given = {"kind": "document", "shows": "delivery", "title": "The new form", "effective_from": "2014-09-01"}
    manager, at = client_of("manager"), reverse("plans:add_evidence", args=[action.pk])
    for content, said in ((b"far too large", "larger than 50 MB"), (b"", "empty")):
        shown = manager.post(at, {**given, "file": SimpleUploadedFile("form.docx", content)})
        assert shown.status_code == 200
        assert said in text_of(shown)
        assert "The new form" in shown.content.decode()
    assert Evidence.objects.count() == before
