"""The only writer of boards, members, meetings, items, papers, attendance and minutes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Max
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.models import Attendance, Board, Item, Meeting, Member, Paper, StandingItem, Terms
from goldenthread_web.boards.workflow import (
    AGENDA_OPEN,
    CARRIED,
    MINUTES_OPEN,
    ItemState,
    MeetingState,
    NotYetError,
    check_item,
    check_meeting,
)
from goldenthread_web.loads.files import keep
from goldenthread_web.people.models import Person, Team

NOTICE_WORKING_DAYS = 5


class ConflictError(Exception):
    """Somebody else changed it since it was read; `now` is what it holds, and nothing was written."""

    def __init__(self, now: Any) -> None:
        super().__init__("Somebody else has changed this since you opened it. Both texts are shown; nothing is lost.")
        self.now = now


@transaction.atomic
def save_board(*, board: Board, standing: Sequence[str], by: Person, request: HttpRequest | None = None) -> Board:
    """Set up or change a board with its standing items."""
    if board.pk:
        if not Board.objects.filter(pk=board.pk, version=board.version).update(version=F("version") + 1):
            raise ConflictError(Board.objects.get(pk=board.pk))
        board.version += 1
    board.save()
    board.standing_items.all().delete()
    StandingItem.objects.bulk_create(
        StandingItem(board=board, title=title, position=place) for place, title in enumerate(standing)
    )
    record(actor=by, verb=Verb.BOARD_SAVED, what=f"board:{board.pk}", detail={"name": board.name}, request=request)
    return board


@transaction.atomic
def succeed(*, board: Board, into: Board, day: dt.date, by: Person, request: HttpRequest | None = None) -> Board:
    """End a board and begin the one that follows it: its members and standing items go over."""
    if board.ends and board.ends < day:
        raise NotYetError("This board has ended before that day.")
    into.follows, into.formed = board, day
    standing = [one.title for one in board.standing_items.all()]
    save_board(board=into, standing=standing, by=by, request=request)
    sitting = [one for one in board.members.all() if one.sits(day)]
    for one in sitting:
        Member.objects.filter(pk=one.pk).update(ends=day - dt.timedelta(days=1))
        one.pk, one.board, one.starts, one.ends, one.substitute_for = None, into, day, None, None
        one.save(force_insert=True)
    Board.objects.filter(pk=board.pk).update(ends=day - dt.timedelta(days=1))
    record(
        actor=by,
        verb=Verb.BOARD_SUCCEEDED,
        what=f"board:{board.pk}",
        detail={"by": into.pk, "members": len(sitting)},
        request=request,
    )
    return into


@transaction.atomic
def write_terms(
    *,
    board: Board,
    text: str,
    in_force_from: dt.date,
    review_by: dt.date,
    by: Person,
    request: HttpRequest | None = None,
) -> Terms:
    """Write terms of reference; the ones before stay."""
    last = board.terms.aggregate(last=Max("number"))["last"] or 0
    made = Terms.objects.create(
        board=board, number=last + 1, text=text, in_force_from=in_force_from, review_by=review_by, by=by,
        at=timezone.now(),
    )  # fmt: skip
    record(actor=by, verb=Verb.TERMS_WRITTEN, what=f"board:{board.pk}", detail={"number": made.number}, request=request)
    return made


@transaction.atomic
def save_member(*, member: Member, by: Person, request: HttpRequest | None = None) -> Member:
    """Add somebody to a board, or change or end their seat."""
    if member.substitute_for_id and member.substitute_for_id == member.pk:
        raise NotYetError("Nobody stands in for themselves.")
    member.save()
    record(
        actor=by,
        verb=Verb.MEMBER_SAVED,
        what=f"board:{member.board_id}",
        detail={"member": member.name, "part": member.part},
        request=request,
    )
    return member


@transaction.atomic
def plan_meeting(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> Meeting:
    """Put a meeting into the forward plan: standing items come onto it, and what waits from the last one."""
    board = Board.objects.select_for_update().get(pk=meeting.board_id)
    if board.ends and meeting.on > board.ends:
        raise NotYetError(f"{board} ended on {board.ends.day} {board.ends:%B %Y}; plan it for the board that follows.")
    meeting.number = (board.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting.save()
    for place, one in enumerate(board.standing_items.all(), start=1):
        Item.objects.create(
            meeting=meeting, position=place, title=one.title, raised_on=meeting.on, standing=True,
            state=ItemState.ON_AGENDA,
        )  # fmt: skip
    record(
        actor=by,
        verb=Verb.MEETING_PLANNED,
        what=f"meeting:{meeting.pk}",
        detail={"on": meeting.on.isoformat()},
        request=request,
    )
    return meeting


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, then: MeetingState, by: Person, today: dt.date, request: HttpRequest | None = None
) -> Meeting:
    """Call, hold, minute, agree or cancel a meeting; what was not reached is carried to the next one."""
    now = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_meeting(MeetingState(now.state), then)
    if then is MeetingState.HELD and today < now.on:
        raise NotYetError(f"It is on {now.on.day} {now.on:%B %Y}; it cannot have been held yet.")
    if then is MeetingState.MINUTED:
        _check_minutes(now)
        carry_forward(meeting=now, by=by, request=request)
    called = {"called_on": today} if then is MeetingState.CALLED else {}
    Meeting.objects.filter(pk=now.pk).update(state=then, **called)
    record(
        actor=by,
        verb=Verb.MEETING_MOVED,
        what=f"meeting:{now.pk}",
        detail={"before": now.state, "after": str(then)},
        request=request,
    )
    meeting.refresh_from_db()
    return meeting


def _check_minutes(meeting: Meeting) -> None:
    if not meeting.attendance.exists():
        raise NotYetError("Record who was there first.")
    silent = meeting.items.filter(state=ItemState.DISCUSSED, minute="").first()
    if silent is not None:
        raise NotYetError(f"Write the minute of “{silent.title}” first: it was discussed.")


def carry_forward(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> list[Item]:
    """Take what was deferred or not reached to the next meeting that is planned, where there is one."""
    following = (
        Meeting.objects.filter(board=meeting.board, on__gt=meeting.on, removed_at=None, state__in=sorted(AGENDA_OPEN))
        .order_by("on")
        .first()
    )
    if following is None:
        return []
    made = []
    for one in meeting.items.filter(state__in=sorted(CARRIED), standing=False, carried_to=None):
        place = (following.items.aggregate(last=Max("position"))["last"] or 0) + 1
        made.append(
            Item.objects.create(
                meeting=following,
                position=place,
                title=one.title,
                about=one.about,
                purpose=one.purpose,
                raised_by=one.raised_by,
                raised_from=one.raised_from,
                raised_team=one.raised_team,
                raised_on=one.raised_on,
                exempt=one.exempt,
                exempt_reason=one.exempt_reason,
                state=ItemState.ON_AGENDA,
                carried_from=one,
            )
        )
        if one.state != ItemState.DEFERRED:
            Item.objects.filter(pk=one.pk).update(state=ItemState.DEFERRED)
    if made:
        record(
            actor=by,
            verb=Verb.ITEMS_CARRIED,
            what=f"meeting:{meeting.pk}",
            detail={"to": following.pk, "items": len(made)},
            request=request,
        )
    return made


@transaction.atomic
def remove_meeting(*, meeting: Meeting, by: Person, reason: str, request: HttpRequest | None = None) -> None:
    """Take a meeting out of the list; it is kept whole and can be restored."""
    if not reason.strip():
        raise NotYetError("Say why the meeting is removed.")
    if meeting.state == MeetingState.AGREED:
        raise NotYetError("Its minutes are agreed: it is part of the record and stays.")
    Meeting.objects.filter(pk=meeting.pk).update(removed_at=timezone.now(), removed_by=by)
    record(actor=by, verb=Verb.MEETING_REMOVED, what=f"meeting:{meeting.pk}", reason=reason, request=request)


@transaction.atomic
def restore_meeting(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> None:
    """Bring a removed meeting back with all that was on it."""
    Meeting.objects.filter(pk=meeting.pk).update(removed_at=None, removed_by=None)
    record(actor=by, verb=Verb.MEETING_RESTORED, what=f"meeting:{meeting.pk}", request=request)


@transaction.atomic
def propose_item(*, item: Item, by: Person, request: HttpRequest | None = None) -> Item:
    """Propose an item, or put one onto the agenda; who proposes it is its raiser unless another is named."""
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state not in AGENDA_OPEN:
        raise NotYetError(f"The agenda is closed: the meeting is {meeting.state}.")
    if item.exempt and not item.exempt_reason.strip():
        raise NotYetError("Say why the item is exempt from publication.")
    item.position = (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item.raised_by = item.raised_by or by
    item.save()
    record(actor=by, verb=Verb.ITEM_PROPOSED, what=f"item:{item.pk}", detail={"meeting": meeting.pk}, request=request)
    return item


@transaction.atomic
def name_voice(*, item: Item, level: str, team: Team | None, by: Person, request: HttpRequest | None = None) -> None:
    """Say from which level and team an item comes, where nobody has said so yet."""
    if Item.objects.filter(pk=item.pk, raised_from="", standing=False).update(raised_from=level, raised_team=team):
        record(actor=by, verb=Verb.ITEM_VOICE, what=f"item:{item.pk}", detail={"level": level}, request=request)


@transaction.atomic
def move_item(*, item: Item, then: ItemState, by: Person, request: HttpRequest | None = None) -> Item:
    """Take an item on: onto the agenda, discussed, deferred, withdrawn. Decisions have an action of their own."""
    now = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    check_item(ItemState(now.state), then)
    if then is ItemState.DECIDED and not now.decisions.exists():
        raise NotYetError("Record the decision; the item is then decided.")
    Item.objects.filter(pk=now.pk).update(state=then)
    record(
        actor=by,
        verb=Verb.ITEM_MOVED,
        what=f"item:{now.pk}",
        detail={"before": now.state, "after": str(then)},
        request=request,
    )
    item.refresh_from_db()
    return item


@transaction.atomic
def order_agenda(*, meeting: Meeting, order: Sequence[int], by: Person, request: HttpRequest | None = None) -> None:
    """Put the items of an agenda in an order."""
    items = {one.pk: one for one in meeting.items.all()}
    wanted = [pk for pk in order if pk in items] + [pk for pk in items if pk not in order]
    for place, pk in enumerate(wanted, start=1):
        Item.objects.filter(pk=pk).update(position=place)
    record(actor=by, verb=Verb.AGENDA_ORDERED, what=f"meeting:{meeting.pk}", request=request)


@transaction.atomic
def write_minute(*, item: Item, text: str, version: int, by: Person, request: HttpRequest | None = None) -> Item:
    """Write what was said of an item, while the minutes are open; ConflictError where somebody else wrote meanwhile."""
    now = Item.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    if now.meeting.state not in MINUTES_OPEN:
        raise NotYetError(f"Minutes cannot be written: the meeting is {now.meeting.state}.")
    if now.version != version:
        raise ConflictError(now)
    now.minute, now.version = text.strip(), version + 1
    if now.state == ItemState.ON_AGENDA and now.minute:
        now.state = ItemState.DISCUSSED
    now.save()
    record(actor=by, verb=Verb.MINUTE_WRITTEN, what=f"item:{now.pk}", request=request)
    return now


@transaction.atomic
def record_attendance(
    *, meeting: Meeting, was: Mapping[int, str], by: Person, request: HttpRequest | None = None
) -> None:
    """Record how each member was at a meeting; `was` by the member's key, those without a word are left out."""
    if meeting.state not in MINUTES_OPEN:
        raise NotYetError(f"Attendance cannot be recorded: the meeting is {meeting.state}.")
    for pk, how in was.items():
        if how:
            Attendance.objects.update_or_create(meeting=meeting, member_id=pk, defaults={"was": how})
        else:
            Attendance.objects.filter(meeting=meeting, member_id=pk).delete()
    present = sum(how == Attendance.Was.PRESENT for how in was.values())
    record(
        actor=by,
        verb=Verb.ATTENDANCE_RECORDED,
        what=f"meeting:{meeting.pk}",
        detail={"present": present},
        request=request,
    )


def attach_paper(
    *,
    item: Item,
    title: str,
    by: Person,
    file: UploadedFile | None = None,
    page: str = "",
    request: HttpRequest | None = None,
) -> Paper:
    """Attach a file, kept under the data folder, or a page of this site."""
    if (file is None) == (not page):
        raise NotYetError("Attach a file or the address of a page of this site, one of the two.")
    if page and (not page.startswith("/") or page.startswith("//")):
        raise NotYetError("Give the address of a page of this site, beginning with a single /.")
    paper = Paper(item=item, title=title, page=page, by=by, at=timezone.now())
    if file is not None:
        folder = uuid.uuid4().hex
        kept = keep([file], papers_folder() / folder)[0]
        paper.folder, paper.name, paper.size, paper.sha256 = folder, kept.name, kept.size, kept.sha256
    with transaction.atomic():
        paper.save()
        record(actor=by, verb=Verb.PAPER_ATTACHED, what=f"item:{item.pk}", detail={"title": title}, request=request)
    return paper


def papers_folder() -> Path:
    """Where papers are kept."""
    return Path(settings.GOLDENTHREAD_DATA) / "papers"
