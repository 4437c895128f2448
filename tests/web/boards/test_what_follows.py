"""What follows from a meeting: actions that are handed on or moved, who is asked and who answers, and who agreed the minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.boards.test_boards import SOON, a_meeting, an_item, text_of
from tests.web.boards.test_boards import board as board
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import actions, carrying, following
from goldenthread_web.boards.asking import people_to_choose
from goldenthread_web.boards.models import ActionChange, Board, BoardAction, Item, Member
from goldenthread_web.boards.workflow import MeetingState, NotYetError
from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Plan, Priority

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
LATER = SOON + dt.timedelta(days=30)


def a_task(board: Board, cast: dict[str, Person], **more: Any) -> BoardAction:
    """An action of a board of a meeting that was called, to be done by the manager."""
    meeting = a_meeting(board, cast["head"])
    item = an_item(meeting, cast["head"], **more)
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    return following.raise_board_action(
        item=item, text="Bring the audits", owner=cast["manager"], due=SOON, by=cast["head"]
    )


def test_an_action_is_given_to_another_or_moved_and_what_it_was_is_kept(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    task = a_task(board, cast)
    page = reverse("boards:change_action", args=[task.pk])
    given = {"owner": cast["manager_east"].pk, "due": LATER.isoformat(), "reason": "The sample comes later.", "seen": 0}
    assert client_of("manager").get(page).status_code == 403, "its owner asks; who runs the board decides"
    head = client_of("head")
    assert "Say why" in text_of(head.post(page, given | {"reason": " "})) or "required" in text_of(
        head.post(page, given | {"reason": " "})
    )
    assert "these are the ones it has" in text_of(
        head.post(page, given | {"owner": cast["manager"].pk, "due": SOON.isoformat()})
    )
    assert "due before the meeting" in text_of(
        head.post(page, given | {"due": (TODAY - dt.timedelta(days=1)).isoformat()})
    )
    assert not ActionChange.objects.exists()
    assert head.post(page, given).status_code == 302
    task.refresh_from_db()
    assert (task.owner, task.due) == (cast["manager_east"], LATER)
    kept = task.changes.get()
    assert (kept.owner_before, kept.due_before, kept.by) == (cast["manager"], SOON, cast["head"])
    shown = text_of(client_of("member").get(reverse("boards:item", args=[task.item_id])))
    assert "Handed from Mina Manager to Edi Eastman and moved from" in shown
    assert "The sample comes later." in shown
    for name, key in (
        ("boards:board", board.pk),
        ("boards:meeting", task.meeting_id),
        ("boards:pack", task.meeting_id),
    ):
        assert "changed once" in text_of(client_of("member").get(reverse(name, args=[key])))
    event = Event.objects.get(verb=Verb.BOARD_ACTION_CHANGED)
    assert SOON.isoformat() in event.detail
    assert LATER.isoformat() in event.detail
    assert client_of("manager_east").get(reverse("boards:done", args=[task.pk])).status_code == 200
    assert client_of("manager").get(reverse("boards:done", args=[task.pk])).status_code == 403


def test_two_who_move_one_action_see_each_other(board: Board, cast: dict[str, Person], client_of: As) -> None:
    task = a_task(board, cast)
    following.change_board_action(action=task, owner=cast["qa"], due=SOON, reason="She audits.", by=cast["chair"])
    page = reverse("boards:change_action", args=[task.pk])
    given = {"owner": cast["manager"].pk, "due": LATER.isoformat(), "reason": "Later.", "seen": 0}
    answer = client_of("head").post(page, given)
    assert answer.status_code == 409
    assert "Quinn Quality, by" in text_of(answer)
    task.refresh_from_db()
    assert (task.owner, task.due) == (cast["qa"], SOON), "nothing is overwritten unseen"
    assert client_of("head").post(page, given | {"seen": 1}).status_code == 302
    assert task.changes.count() == 2


def test_an_action_that_is_done_or_the_plans_is_not_moved_at_the_board(board: Board, cast: dict[str, Person]) -> None:
    task = a_task(board, cast)
    given: dict[str, Any] = {"owner": cast["qa"], "due": SOON, "reason": "x", "by": cast["head"]}
    following.finish_board_action(action=task, done_on=TODAY, said="", by=cast["head"], today=TODAY)
    with pytest.raises(NotYetError, match="that stays"):
        following.change_board_action(action=task, **given)
    plan = Plan.objects.create(
        title="Plan", starts=TODAY, created_by=cast["head"], created=dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    )
    priority = Priority.objects.create(plan=plan, number=1, title="Assessments")
    planned = following.raise_board_action(
        item=task.item, text="Look again", owner=cast["manager"], due=SOON, by=cast["head"], priority=priority
    )
    with pytest.raises(NotYetError, match="action of the plan"):
        following.change_board_action(action=planned, **given)


def test_an_action_of_an_exempt_item_is_moved_by_who_may_read_it(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    task = a_task(board, cast)
    Item.objects.filter(pk=task.item_id).update(exempt=True, exempt_reason="One person.")
    page = reverse("boards:change_action", args=[task.pk])
    assert client_of("democratic").get(page).status_code == 403, "runs boards, and has no seat on this one"
    assert client_of("chair").get(page).status_code == 200


def another_board(cast: dict[str, Person], *, members: tuple[str, ...]) -> Board:
    made = actions.save_board(
        board=Board(name="Another", kind="performance", remit="x", formed=dt.date(2014, 1, 1)), standing=[],
        by=cast["head"],
    )  # fmt: skip
    for key in members:
        actions.save_member(
            member=Member(
                board=made, person=cast[key], name=cast[key].name, level="senior manager", starts=dt.date(2014, 1, 1),
                sees_exempt=key != "commissioner",
            ),
            by=cast["head"],
        )  # fmt: skip
    return made


def test_whoever_an_escalation_is_taken_to_finds_it_on_their_first_page_and_alone_answers(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    act = reverse("boards:act", args=[item.pk, "escalate"])
    given = {"asked": "Will the two posts be found?", "to_person": cast["director"].pk}
    assert client_of("head").post(act, given).status_code == 302
    sent = item.escalations.get()
    page = reverse("boards:answer", args=["escalation", sent.pk])
    assert "Answer what was escalated to you" in text_of(client_of("director").get("/"))
    assert page in client_of("director").get("/").content.decode()
    for key in ("worker", "qa", "manager"):
        assert "Will the two posts be found?" not in text_of(client_of(key).get("/"))
        assert client_of(key).post(page, {"answer": "Yes."}).status_code == 403
        shown = client_of(key).get(page)
        assert "Only those it was taken to" in text_of(shown)
        assert "<textarea" not in shown.content.decode()
        assert page not in client_of(key).get(reverse("boards:item", args=[item.pk])).content.decode()
    sent.refresh_from_db()
    assert sent.answered_at is None
    assert client_of("director").post(page, {"answer": "Yes, from April."}).status_code == 302
    assert "Yes, from April." in text_of(client_of("worker").get(page))
    assert "Answer what was escalated" not in text_of(client_of("director").get("/"))
    councillor = following.escalate(item=item, question="Again?", to_person=cast["director"], by=cast["head"])
    assert councillor.whom(named=False) == "an officer", "staff are not named to the public"


def test_a_board_that_something_is_taken_to_reads_it_also_from_an_exempt_item_which_it_does_not_read(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    other = another_board(cast, members=("qa", "commissioner"))
    item = an_item(a_meeting(board, cast["head"]), cast["head"], "One post", exempt=True, exempt_reason="One person.")
    sent = following.escalate(item=item, question="May the post be kept?", to_board=other, by=cast["head"])
    page, log = reverse("boards:answer", args=["escalation", sent.pk]), reverse("boards:challenges", args=[other.pk])
    about = reverse("boards:board", args=[other.pk])
    for address in ("/", page, log, about, reverse("boards:highlights", args=[other.pk])):
        shown = text_of(client_of("qa").get(address))
        assert "May the post be kept?" in shown, address
        assert "One post" not in shown, address
    assert client_of("qa").get(reverse("boards:item", args=[item.pk])).status_code == 403
    for key in ("commissioner", "manager_east", "democratic"):
        assert client_of(key).get(page).status_code == 403, "no seat there by which exempt items are read"
        for address in ("/", log, about):
            assert "May the post be kept?" not in text_of(client_of(key).get(address)), (key, address)
    assert "May the post be kept?" in text_of(client_of("worker").get(page)), "of the board that asked"
    assert client_of("worker").post(page, {"answer": "Yes."}).status_code == 403
    answered = client_of("qa").post(page, {"answer": "It may."}, follow=True)
    assert "It may." in text_of(answered)
    assert "One post" not in text_of(answered)


def test_the_board_that_follows_the_one_that_was_asked_answers(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    other = another_board(cast, members=("qa",))
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    sent = following.escalate(item=item, question="Who pays?", to_board=other, by=cast["chair"])
    carrying.succeed(board=other, into=Board(name="Next", kind="quality", remit="x"), day=TODAY, by=cast["head"])
    assert "Who pays?" in text_of(client_of("qa").get("/"))
    assert "Who pays?" in text_of(client_of("head").get("/")), "who runs boards sees what a board was asked"
    assert "Who pays?" not in text_of(client_of("chair").get("/")), "who asked does not answer"
    following.escalate(item=item, question="Will the council?", to="the mayor", by=cast["chair"])
    assert "Bring the answer to what was escalated to the mayor" in text_of(client_of("head").get("/"))
    following.answer(question=sent, text="Both.", by=cast["qa"])
    assert "Who pays?" not in text_of(client_of("head").get("/"))


def test_nobody_takes_something_to_themselves_or_to_two(board: Board, cast: dict[str, Person]) -> None:
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    with pytest.raises(NotYetError, match="to yourself"):
        following.escalate(item=item, question="?", to_person=cast["head"], by=cast["head"])
    with pytest.raises(NotYetError, match="one of the three"):
        following.escalate(item=item, question="?", to_person=cast["qa"], to="the mayor", by=cast["head"])
    names = people_to_choose(TODAY)[1]
    assert cast["director"] in names
    assert cast["councillor"] not in names, "who cannot open boards is not asked there"
    assert cast["worker"] not in names, "something goes up, not to a team"
