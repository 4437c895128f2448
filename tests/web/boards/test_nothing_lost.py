"""Nothing open is lost: what waits goes to the next meeting and to the board that follows, with what is watched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.boards.test_boards import SOON, a_meeting, an_item, text_of
from tests.web.boards.test_boards import board as board
from tests.web.conftest import TODAY

from goldenthread_web.boards import actions, carrying, changing, following, queries
from goldenthread_web.boards.models import Board, Item, Meeting, Member
from goldenthread_web.boards.workflow import ItemState, MeetingState, NotYetError
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db
LATER = SOON + dt.timedelta(days=30)


def hold(meeting: Meeting, by: Person) -> None:
    """Call, hold and minute a meeting of today."""
    if meeting.state == MeetingState.PLANNED:
        actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=by, today=TODAY)
    actions.record_attendance(meeting=meeting, was={meeting.board.members.all()[0].pk: "present"}, by=by)
    for then in (MeetingState.HELD, MeetingState.MINUTED):
        actions.move_meeting(meeting=meeting, then=then, by=by, today=TODAY)


def test_what_waits_comes_onto_a_meeting_that_is_planned_afterwards(board: Board, cast: dict[str, Person]) -> None:
    first = a_meeting(board, cast["head"])
    left = an_item(first, cast["worker"], "Left", exempt=True, exempt_reason="One person.")
    hold(first, cast["head"])
    left.refresh_from_db()
    assert left.state == ItemState.ON_AGENDA, "there was no meeting to carry it to"
    second = a_meeting(board, cast["head"], SOON)
    carried = second.items.get(standing=False)
    assert (carried.title, carried.carried_from, carried.raised_on) == ("Left", left, left.raised_on)
    assert carried.exempt, "it stays exempt"
    third = a_meeting(board, cast["head"], LATER)
    assert not third.items.filter(standing=False).exists(), "once is enough"


def test_what_was_discussed_may_be_deferred_and_is_carried(board: Board, cast: dict[str, Person]) -> None:
    first = a_meeting(board, cast["head"])
    item = an_item(first, cast["head"], "Not yet")
    actions.move_meeting(meeting=first, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    item = actions.write_minute(item=item, text="Members asked for figures.", version=1, by=cast["head"])
    actions.move_item(item=item, then=ItemState.DEFERRED, by=cast["head"])
    hold(first, cast["head"])
    assert a_meeting(board, cast["head"], SOON).items.get(standing=False).carried_from == item


@pytest.mark.parametrize("how", ["cancelled", "removed"])
def test_a_matter_carried_to_a_meeting_that_is_not_held_goes_on(
    board: Board, cast: dict[str, Person], how: str
) -> None:
    first, second = a_meeting(board, cast["head"]), a_meeting(board, cast["head"], SOON)
    an_item(first, cast["worker"], "Goes on")
    hold(first, cast["head"])
    assert second.items.filter(title="Goes on").exists()
    third = a_meeting(board, cast["head"], LATER)
    if how == "cancelled":
        actions.move_meeting(meeting=second, then=MeetingState.CANCELLED, by=cast["head"], today=TODAY)
    else:
        actions.remove_meeting(meeting=second, by=cast["head"], reason="Not needed.")
    assert third.items.get(standing=False).title == "Goes on"


def test_a_board_that_ended_a_while_ago_is_followed_with_all_that_was_open(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    # given a board that ended at the end of September with something deferred, asked, watched, and somebody standing in
    seat = board.members.get(person=cast["manager"])
    actions.save_member(
        member=Member(board=board, name="Stan In", level="team manager", starts=seat.starts, substitute_for=seat),
        by=cast["head"],
    )
    gone = Member(board=board, name="Left Long", level="front line", starts=seat.starts, ends=dt.date(2014, 8, 1))
    actions.save_member(member=gone, by=cast["head"])
    last = a_meeting(board, cast["head"], dt.date(2014, 9, 23))
    item = an_item(last, cast["worker"], "Left over")
    actions.move_meeting(meeting=last, then=MeetingState.CALLED, by=cast["head"], today=dt.date(2014, 9, 10))
    asked = following.challenge(item=item, text="What of families?", by=cast["worker"])
    hold(last, cast["head"])
    area = changing.watch(
        board=board, title="Plans", why="Uneven.", measure="", challenger="", by=cast["head"], today=last.on
    )
    planned = a_meeting(board, cast["head"], SOON)
    Board.objects.filter(pk=board.pk).update(ends=dt.date(2014, 9, 30))
    # when the board that follows begins
    page = reverse("boards:succeed", args=[board.pk])
    answer = client_of("chair").post(
        page, {"name": "The next board", "kind": "development", "remit": "Goes on.", "day": "2014-10-01"}
    )
    after = Board.objects.get(follows=board)
    assert answer["Location"] == reverse("boards:board", args=[after.pk])
    # then all of it is there, and the first board ended when it did
    board.refresh_from_db()
    assert board.ends == dt.date(2014, 9, 30)
    assert set(after.members.values_list("name", flat=True)) == {
        "Bo Chair", "Mina Manager", "Sol Worker", "Stan In",
    }  # fmt: skip
    assert after.members.get(name="Stan In").substitute_for == after.members.get(person=cast["manager"])
    planned.refresh_from_db()
    assert (planned.board, planned.number) == (after, 1)
    assert planned.items.filter(title="Left over").count() == 1
    assert queries.watched_by(after) == [area]
    assert queries.waiting(access_for(cast["head"], TODAY), after, TODAY)[0] == [asked]
    for page in ("boards:board", "boards:challenges"):
        assert "What of families?" in text_of(client_of("member").get(reverse(page, args=[after.pk])))
    with pytest.raises(NotYetError, match="follows this board already"):
        carrying.succeed(board=board, into=Board(name="Again", kind="development"), day=TODAY, by=cast["head"])
    assert "Begin the board that follows" not in text_of(
        client_of("chair").get(reverse("boards:board", args=[board.pk]))
    )


def test_what_is_watched_stands_before_each_meeting_until_it_is_released(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    chair = client_of("chair")
    chair.post(
        reverse("boards:watch", args=[board.pk]),
        {"title": "Whether help lasts", "why": "It may not hold.", "challenger": "Cass"},
    )
    meeting = a_meeting(board, cast["head"], SOON)
    for page in ("boards:meeting", "boards:pack"):
        assert "Whether help lasts" in text_of(client_of("member").get(reverse(page, args=[meeting.pk])))
    area = board.watched.get()
    at = reverse("boards:release", args=[board.pk, area.pk])
    assert "required" in text_of(chair.post(at, {"why": ""}))
    chair.post(at, {"why": "Three audits in a row held."})
    assert "Whether help lasts" not in text_of(client_of("member").get(reverse("boards:meeting", args=[meeting.pk])))
    area.refresh_from_db()
    assert (area.released_on, area.released_why) == (TODAY, "Three audits in a row held.")


def test_matters_arising_are_those_of_earlier_meetings_until_the_minutes_are_written(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    first = a_meeting(board, cast["head"])
    item = an_item(first, cast["head"])
    actions.move_meeting(meeting=first, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    following.raise_board_action(item=item, text="Ask the supplier", owner=cast["manager"], due=SOON, by=cast["head"])
    second = a_meeting(board, cast["head"], SOON)
    shown = [text_of(client_of("member").get(reverse("boards:meeting", args=[one.pk]))) for one in (first, second)]
    assert ["Matters arising Ask the supplier" in one for one in shown] == [False, True]


def test_a_removed_meeting_keeps_what_was_raised_for_it(board: Board, cast: dict[str, Person]) -> None:
    meeting = a_meeting(board, cast["head"])
    item = an_item(meeting, cast["worker"], "Raised for it")
    a_meeting(board, cast["head"], SOON)
    actions.remove_meeting(meeting=meeting, by=cast["head"], reason="Wrong day.")
    actions.restore_meeting(meeting=meeting, by=cast["head"])
    item.refresh_from_db()
    assert item.state == ItemState.ON_AGENDA
    assert not Item.objects.filter(carried_from=item).exists()
