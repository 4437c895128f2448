"""Sees that nothing open is lost: items carried to the next meeting, and a board's business to the board that follows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.models import Board, Item, Meeting, Member, StandingItem, WatchArea
from goldenthread_web.boards.queries import board_line
from goldenthread_web.boards.workflow import AGENDA_OPEN, CARRIED, ItemState, MeetingState, NotYetError
from goldenthread_web.people.models import Person

_OVER = (MeetingState.MINUTED, MeetingState.AGREED, MeetingState.CANCELLED)
_KEPT = (
    "title", "about", "purpose", "raised_by", "raised_name", "raised_from", "raised_team", "raised_on", "exempt",
    "exempt_reason",
)  # fmt: skip


def carry_forward(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> list[Item]:
    """Take what was deferred or not reached to the next meeting that is planned, of its board or of the one that follows.

    Where there is none it waits, and comes onto the next one that is planned.
    """
    following = _following(meeting)
    return _carry(_waiting(Meeting.objects.filter(pk=meeting.pk)), following, by, request) if following else []


def carry_into(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> list[Item]:
    """Take what waits from earlier meetings of a board, and of those it follows, onto a meeting that is planned."""
    earlier = Meeting.objects.filter(board__in=board_line(meeting.board), on__lte=meeting.on).exclude(pk=meeting.pk)
    return _carry(_waiting(earlier), meeting, by, request)


def _waiting(meetings: QuerySet[Meeting]) -> list[Item]:
    """Items of meetings that are over, and of those that were removed only what had been carried to them."""
    over = Q(meeting__removed_at=None, meeting__state__in=_OVER)
    removed = Q(meeting__removed_at__isnull=False, carried_from__isnull=False)
    found = Item.objects.filter(over | removed, meeting__in=meetings, state__in=sorted(CARRIED), standing=False)
    return list(found.filter(carried_to=None).order_by("meeting__on", "position"))


def _following(meeting: Meeting) -> Meeting | None:
    board: Board | None = meeting.board
    seen: set[int] = set()
    while board is not None and board.pk not in seen:
        seen.add(board.pk)
        planned = board.meetings.filter(removed_at=None, state__in=sorted(AGENDA_OPEN), on__gte=meeting.on)
        found = planned.exclude(pk=meeting.pk).order_by("on", "pk").first()
        if found is not None:
            return found
        board = board.followed_by.first()
    return None


def _carry(items: list[Item], to: Meeting, by: Person, request: HttpRequest | None) -> list[Item]:
    place = to.items.aggregate(last=Max("position"))["last"] or 0
    made = []
    for number, one in enumerate(items, start=place + 1):
        kept = {name: getattr(one, name) for name in _KEPT}
        again = Item(meeting=to, position=number, state=ItemState.ON_AGENDA, carried_from=one, **kept)
        again.save(force_insert=True)
        made.append(again)
    Item.objects.filter(pk__in=[one.pk for one in items]).update(state=ItemState.DEFERRED)
    if made:
        record(
            actor=by,
            verb=Verb.ITEMS_CARRIED,
            what=f"meeting:{items[0].meeting_id}",
            detail={"to": to.pk, "items": len(made)},
            request=request,
        )
    return made


@transaction.atomic
def succeed(*, board: Board, into: Board, day: dt.date, by: Person, request: HttpRequest | None = None) -> Board:
    """Begin the board that follows another, at once or after a while.

    Members with those who stand in for them, standing items, what is watched and meetings planned from that day on go
    over; what waits comes onto the first of these, or onto the first that is planned.
    """
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    after = board.followed_by.first()
    if after is not None:
        raise NotYetError(f"{after} follows this board already.")
    if day <= board.formed:
        raise NotYetError("The board that follows cannot begin before this one.")
    last = min(board.ends or day, day - dt.timedelta(days=1))
    into.follows, into.formed, into.wanted = board, day, into.wanted or board.wanted
    into.save()
    StandingItem.objects.bulk_create(
        StandingItem(board=into, title=one.title, position=one.position) for one in board.standing_items.all()
    )
    sitting = _seats_go_over(board, into, last, day)
    Board.objects.filter(pk=board.pk).update(ends=last)
    for one in board.watched.filter(released_on=None):
        WatchArea.objects.filter(pk=one.pk).update(board=into)
    _meetings_go_over(board, into, day, by, request)
    record(
        actor=by,
        verb=Verb.BOARD_SUCCEEDED,
        what=f"board:{board.pk}",
        detail={"by": into.pk, "members": sitting},
        request=request,
    )
    return into


def _seats_go_over(board: Board, into: Board, last: dt.date, day: dt.date) -> int:
    sitting = [one for one in board.members.all() if one.sits(last) and (one.ends is None or one.ends > last)]
    made: dict[int, Member] = {}
    for one in sitting:
        Member.objects.filter(pk=one.pk).update(ends=last)
        before, stands_for = one.pk, one.substitute_for_id
        one.pk, one.board, one.starts, one.ends, one.substitute_for = None, into, day, None, None
        one.save(force_insert=True)
        made[before] = one
        if stands_for:
            one.substitute_for_id = stands_for  # kept until every seat is made
    for one in made.values():
        if one.substitute_for_id:
            stands_in = made.get(one.substitute_for_id)
            Member.objects.filter(pk=one.pk).update(substitute_for=stands_in)
    return len(sitting)


def _meetings_go_over(board: Board, into: Board, day: dt.date, by: Person, request: HttpRequest | None) -> None:
    planned = board.meetings.filter(on__gte=day, state__in=sorted(AGENDA_OPEN), removed_at=None).order_by("on", "pk")
    moved = list(planned)
    for number, one in enumerate(moved, start=1):
        Meeting.objects.filter(pk=one.pk).update(board=into, number=number)
        one.board, one.number = into, number
    if moved:
        carry_into(meeting=moved[0], by=by, request=request)
