"""What is taken out of boards: the pack as one PDF, the exceptions alone, and a calendar by a secret address."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.conftest import TODAY
from tests.web.filling import text_of

from goldenthread_web.activity.models import Event
from goldenthread_web.boards import actions, following, queries
from goldenthread_web.boards.demonstration import tell_story
from goldenthread_web.boards.models import Board, BoardAction, CalendarKey, Challenge, Escalation, Item, Meeting
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans import demonstration as plans
from goldenthread_web.plans.models import Action

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def board(cast: dict[str, Person], settings: Any, tmp_path: Path) -> Board:
    settings.GOLDENTHREAD_DATA = tmp_path
    tell_story(people=cast, today=TODAY)
    return Board.objects.get(kind="development")


def a_pdf(pages: int) -> bytes:
    made = pypdf.PdfWriter()
    for _ in range(pages):
        made.add_blank_page(595, 842)
    held = io.BytesIO()
    made.write(held)
    return held.getvalue()


def pages_of(answer: Any) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return [re.sub(r"\s+", " ", one.extract_text()) for one in reader.pages]


def test_the_pack_is_one_pdf_with_its_pages_numbered_through(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    meeting = board.meetings.filter(state="minuted").latest("on")
    at = reverse("boards:pack_file", args=[meeting.pk])
    alone = client_of("member").get(at)
    assert alone["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in alone.content, "without papers of others it claims to be accessible"
    assert client_of("member").get(at).content == alone.content, "the same twice"
    item = meeting.items.get(standing=False)
    Item.objects.filter(pk=item.pk).update(about="#emph[no markup] $x$ \\ </text> *stays*")
    for name, content in (("one.pdf", a_pdf(3)), ("two.docx", b"x"), ("broken.pdf", b"%PDF-1.7 nothing")):
        actions.attach_paper(
            item=item, title=f"Title of {name}", by=cast["head"], file=SimpleUploadedFile(name, content)
        )
    bound = pages_of(client_of("member").get(at))
    before = pages_of(alone)
    assert len(bound) >= len(before) + 3
    assert all(f"Page {number} of {len(bound)}" in text for number, text in enumerate(bound, 1))
    whole = " ".join(bound)
    assert "Title of one.pdf, on the pages that follow" in whole
    assert "Title of two.docx, kept as two.docx" in whole
    assert "Title of broken.pdf, kept as broken.pdf" in whole
    assert "#emph[no markup] $x$ \\ </text> *stays*" in whole
    assert item.decisions.get().text in whole
    assert Event.objects.filter(verb="took the pack of a meeting").count() == 3


def test_an_exempt_item_is_in_no_pack_of_those_who_may_not_read_it(board: Board, client_of: As) -> None:
    meeting = board.meetings.filter(state="minuted").latest("on")
    item = meeting.items.get(standing=False)
    Item.objects.filter(pk=item.pk).update(exempt=True, exempt_reason="It is about one person.")
    at = reverse("boards:pack_file", args=[meeting.pk])
    inside, outside = (" ".join(pages_of(client_of(key).get(at))) for key in ("chair", "commissioner"))
    assert item.title in inside
    assert item.title not in outside
    assert "Not for publication: It is about one person." in outside
    assert client_of("councillor").get(at).status_code == 404, "the meeting was not public"


def test_what_waits_of_an_exempt_item_is_told_to_those_who_may_read_it(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    task = BoardAction.objects.filter(meeting__board=board, done_on=None, plan_action=None).first()
    assert task is not None
    following.challenge(item=task.item, text="What of this one case?", by=cast["chair"])
    page = reverse("boards:board", args=[board.pk])
    assert task.text in text_of(client_of("commissioner").get(page))
    Item.objects.filter(pk=task.item_id).update(exempt=True)
    for address in (page, reverse("boards:highlights", args=[board.pk])):
        shown = text_of(client_of("commissioner").get(address))
        assert task.text not in shown
        assert "What of this one case?" not in shown
    assert task.text in text_of(client_of("chair").get(page))
    assert task not in queries.open_actions(access_for(cast["commissioner"], TODAY), board, TODAY)


def test_the_highlight_report_tells_the_exceptions_and_nothing_else(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    at = reverse("boards:highlights", args=[board.pk])
    BoardAction.objects.update(due=TODAY + dt.timedelta(days=9))
    for model in (Challenge, Escalation):
        model.objects.filter(answered_at=None).delete()
    assert "There is no exception today." in text_of(client_of("chair").get(at))
    plans.tell_story(people=cast, today=TODAY)
    BoardAction.objects.filter(done_on=None).update(due=TODAY - dt.timedelta(days=9))
    item = Item.objects.filter(meeting__board=board, standing=False).first()
    assert item is not None
    asked = following.challenge(item=item, text="How do we know that it helps?", by=cast["chair"])
    shown = text_of(client_of("chair").get(at))
    assert "How do we know" not in shown, "it has waited for less than two weeks"
    Challenge.objects.filter(pk=asked.pk).update(at=asked.at - dt.timedelta(days=20 * 365))
    shown = text_of(client_of("chair").get(at))
    assert "How do we know that it helps?" in shown
    assert "9 days late" in shown
    assert "Done, and no difference shows" in shown
    running = Action.objects.filter(priority__plan__state="agreed")
    late = running.filter(state="in progress", current_due__lt=TODAY)
    assert late.exists()
    assert all(one.title in shown for one in late)
    well = running.filter(state="draft")
    assert all(one.title not in shown for one in well if one.owner_id)


def test_a_calendar_is_fetched_by_its_secret_address_alone(board: Board, client_of: As) -> None:
    worker = client_of("worker")
    made = worker.post(reverse("boards:calendar_address"))
    (key,) = re.findall(r"calendar/([\w-]{40,})\.ics", made.content.decode())
    assert key not in str(list(CalendarKey.objects.values())), "only its digest is kept"
    stranger = Client()
    at = reverse("boards:feed", args=[key])
    got = stranger.get(at)
    assert got["Content-Type"].startswith("text/calendar")
    assert got["Cache-Control"] == "private, no-store"
    planned = Meeting.objects.get(board=board, state="planned", on__gt=TODAY)
    assert f"DTSTART:{planned.on:%Y%m%d}" in got.content.decode()
    assert "What the development board is for" not in got.content.decode(), "days and places, no business"
    # a new address ends the old one
    again = worker.post(reverse("boards:calendar_address"))
    assert stranger.get(at).status_code == 404
    (key,) = re.findall(r"calendar/([\w-]{40,})\.ics", again.content.decode())
    at = reverse("boards:feed", args=[key])
    assert stranger.get(at).status_code == 200
    # who leaves has no calendar any more
    Person.objects.filter(name="Sol Worker").update(is_active=False)
    assert stranger.get(at).status_code == 404
    Person.objects.filter(name="Sol Worker").update(is_active=True)
    worker = client_of("worker")
    worker.post(reverse("boards:calendar_address"), {"drop": "yes"})
    assert stranger.get(at).status_code == 404
    assert not CalendarKey.objects.exists()
