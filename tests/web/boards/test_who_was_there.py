"""Who was at a meeting beside its members, the interests they declared, and which meeting agreed the minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.boards.test_boards import SOON, a_meeting, an_item, text_of
from tests.web.boards.test_boards import board as board
from tests.web.boards.test_put_right import words_of
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import actions, attending, carrying
from goldenthread_web.boards.models import Board, Interest, Item, Meeting, Observer
from goldenthread_web.boards.workflow import MeetingState, NotYetError
from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Plan, Priority

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def called(board: Board, cast: dict[str, Person], on: dt.date = TODAY, *, public: bool = False) -> Meeting:
    meeting = a_meeting(board, cast["head"], on, public=public)
    actions.move_meeting(
        meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=min(on, TODAY) - dt.timedelta(days=14)
    )
    return meeting


def test_observers_and_interests_are_recorded_and_told_to_those_who_may_read_them(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], TODAY, public=True)
    item = an_item(meeting, cast["head"], "A contract")
    secret = an_item(meeting, cast["head"], "One post", exempt=True, exempt_reason="One person.")
    actions.move_meeting(
        meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY - dt.timedelta(days=14)
    )
    worker = board.members.get(person=cast["worker"])
    page = reverse("boards:attendance", args=[meeting.pk])
    clerk, chair = client_of("democratic"), client_of("chair")
    clerk.post(page, {"what": "observer", "name": "Olive Observer", "comes_from": "another council"})
    given = {"what": "interest", "member": worker.pk, "item": item.pk, "text": "Her brother bids.", "followed": "left"}
    assert clerk.post(page, given).status_code == 302
    assert "strike that out first" in text_of(clerk.post(page, given))
    assert "Enter" in text_of(clerk.post(page, given | {"text": ""})) or "required" in text_of(
        clerk.post(page, given | {"text": ""})
    )
    # an item the clerk may not read is not offered, and is refused
    assert "One post" not in text_of(clerk.get(page))
    clerk.post(page, given | {"item": secret.pk})
    assert Interest.objects.count() == 1
    chair.post(page, given | {"item": secret.pk, "text": "It is her post.", "followed": "took no part"})
    assert Interest.objects.count() == 2
    assert "It is her post." not in text_of(clerk.get(page))
    told = f"{worker.name}, in “A contract”: Her brother bids. Left the room."
    for name, read in (("boards:meeting", text_of), ("boards:pack", text_of), ("boards:pack_file", words_of)):
        at = reverse(name, args=[meeting.pk])
        inside, officer = read(chair.get(at)), read(client_of("qa").get(at))
        for copy in (inside, officer):
            assert "Olive Observer, another council" in copy, name
            assert told in " ".join(copy.split()), name
        assert "It is her post" in inside
        assert "It is her post" not in officer
        assert f"{worker.name}, in an exempt item. Stayed and took no part." in " ".join(officer.split())
        public = [read(client_of("councillor").get(at))]
        if name != "boards:meeting":
            public.append(read(chair.get(at + "?copy=public")))
        for copy in public:
            assert "Olive" not in copy, name
            assert "another council" in copy, name
            assert "A member, in “A contract”. Left the room." in " ".join(copy.split()), name
            assert "brother" not in copy
            assert worker.name not in copy
            assert "One post" not in copy
    minutes = text_of(chair.get(reverse("boards:minutes", args=[meeting.pk])))
    assert told in minutes
    assert "Olive Observer" in minutes


def test_what_was_recorded_by_mistake_is_struck_out_until_the_minutes_are_agreed(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = called(board, cast)
    item = an_item(meeting, cast["head"])
    member = board.members.get(person=cast["worker"])
    seen = attending.record_observer(meeting=meeting, name="Olive", comes_from="Elsewhere", by=cast["head"])
    given: dict[str, Any] = {"item": item, "member": member, "text": "x", "followed": "left", "by": cast["head"]}
    attending.declare_interest(**given)
    page = reverse("boards:attendance", args=[meeting.pk])
    assert client_of("head").post(page, {"what": "strike", "held": "observer-999"}).status_code == 404
    client_of("head").post(page, {"what": "strike", "held": f"observer-{seen.pk}"})
    client_of("head").post(page, {"what": "strike", "held": f"interest-{Interest.objects.get().pk}"})
    assert not Observer.objects.exists()
    assert not Interest.objects.exists()
    assert Event.objects.filter(verb=Verb.ATTENDANCE_STRUCK).count() == 2
    actions.record_attendance(meeting=meeting, was={member.pk: "apologies"}, by=cast["head"])
    with pytest.raises(NotYetError, match="was not there"):
        attending.declare_interest(**given)
    member.ends = TODAY - dt.timedelta(days=1)
    member.save()
    with pytest.raises(NotYetError, match="no seat"):
        attending.declare_interest(**given)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.AGREED)
    with pytest.raises(NotYetError, match="the meeting is agreed"):
        attending.record_observer(meeting=meeting, name="Late", comes_from="x", by=cast["head"])


def minuted(meeting: Meeting, cast: dict[str, Person]) -> None:
    member = meeting.board.members.first()
    assert member is not None
    actions.record_attendance(meeting=meeting, was={member.pk: "present"}, by=cast["head"])
    for then in (MeetingState.HELD, MeetingState.MINUTED):
        actions.move_meeting(meeting=meeting, then=then, by=cast["head"], today=TODAY)


def test_minutes_are_agreed_by_the_next_meeting_that_was_held(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    first, second, third = (called(board, cast, TODAY - dt.timedelta(days=days)) for days in (60, 30, 1))
    minuted(first, cast)
    actions.move_meeting(meeting=second, then=MeetingState.CANCELLED, by=cast["head"], today=TODAY)
    minuted(third, cast)
    page = reverse("boards:meeting", args=[first.pk])
    assert "Why they are agreed without" not in text_of(client_of("democratic").get(page))
    client_of("democratic").post(reverse("boards:move_meeting", args=[first.pk]), {"then": "agreed"})
    first.refresh_from_db()
    assert (first.state, first.agreed_at, first.agreed_on) == ("agreed", third, third.on), "the cancelled one did not"
    told = f"Minutes agreed on {third.on.day} {third.on:%B %Y}, meeting 3."
    for name, read in (("boards:meeting", text_of), ("boards:pack", text_of), ("boards:pack_file", words_of)):
        assert told in " ".join(read(client_of("member").get(reverse(name, args=[first.pk]))).split()), name


def test_without_a_later_meeting_minutes_are_agreed_only_with_a_reason(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = called(board, cast)
    minuted(meeting, cast)
    called(board, cast, SOON)
    page, move = (reverse(f"boards:{one}", args=[meeting.pk]) for one in ("meeting", "move_meeting"))
    clerk = client_of("democratic")
    assert "Why they are agreed without a later meeting" in text_of(clerk.get(page)), "one to come agrees nothing yet"
    assert "No later meeting has been held" in text_of(clerk.post(move, {"then": "agreed", "why": " "}, follow=True))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.MINUTED
    clerk.post(move, {"then": "agreed", "why": "The board ends."})
    assert f"agreed on {TODAY.day} {TODAY:%B %Y}, without a later meeting: The board ends." in text_of(clerk.get(page))
    assert Event.objects.filter(verb=Verb.MEETING_MOVED, reason="The board ends.").exists()


def test_the_board_that_follows_agrees_the_last_minutes(board: Board, cast: dict[str, Person]) -> None:
    last = called(board, cast, TODAY - dt.timedelta(days=60))
    minuted(last, cast)
    after = carrying.succeed(
        board=board, into=Board(name="Next board", kind="quality", remit="x", quorum=1),
        day=TODAY - dt.timedelta(days=40), by=cast["head"],
    )  # fmt: skip
    called(after, cast, TODAY)  # it sits today
    actions.move_meeting(meeting=last, then=MeetingState.AGREED, by=cast["head"], today=TODAY)
    assert last.agreed_words.endswith("meeting 1 of the Next board.")


def test_terms_of_a_board_that_has_ended_are_not_out_of_date(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    actions.write_terms(
        board=board, text="x", in_force_from=dt.date(2014, 1, 1), review_by=dt.date(2014, 6, 1), by=cast["head"]
    )
    page = reverse("boards:board", args=[board.pk])
    assert "out of date" in text_of(client_of("member").get(page))
    Board.objects.filter(pk=board.pk).update(ends=TODAY - dt.timedelta(days=1))
    assert "out of date" not in text_of(client_of("member").get(page))


def test_priorities_of_plans_are_offered_to_those_who_see_plans(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    plan = Plan.objects.create(
        title="Plan", starts=TODAY, created_by=cast["head"], created=dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    )
    priority = Priority.objects.create(plan=plan, number=1, title="A priority with a name of its own")
    meeting = called(board, cast)
    item = Item.objects.filter(meeting=meeting).first()
    assert item is not None
    page = reverse("boards:item", args=[item.pk])
    assert priority.title in text_of(client_of("chair").get(page))
    assert priority.title not in text_of(client_of("democratic").get(page))
    todo = {"todo": "Do it", "owner": cast["manager"].pk, "due": SOON.isoformat(), "priority": priority.pk}
    client_of("democratic").post(reverse("boards:act", args=[item.pk, "action"]), todo)
    assert item.actions.get().plan_action is None
    assert not priority.actions.exists()
