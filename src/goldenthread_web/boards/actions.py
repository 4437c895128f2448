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
from goldenthread_web.boards.carrying import carry_forward, carry_into
from goldenthread_web.boards.models import Attendance, Board, Item, Meeting, Member, Paper, StandingItem, Terms
from goldenthread_web.boards.notice import agenda_out_by, is_late
from goldenthread_web.boards.queries import next_held
from goldenthread_web.boards.workflow import (
    AGENDA_OPEN,
    MINUTES_OPEN,
    ItemState,
    MeetingState,
    NotYetError,
    check_item,
    check_meeting,
)
from goldenthread_web.loads.files import keep
from goldenthread_web.people.models import Person, Team


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
    if member.part == Member.Part.CHAIR and member.person_id == by.pk and not _chairs_already(member):
        raise NotYetError("Nobody makes themselves the chair, who reads what is raised in confidence; ask another.")
    if member.person_id is not None:
        held = Member.objects.filter(board=member.board_id, person=member.person_id).exclude(pk=member.pk)
        if any(_overlap(one, member) for one in held):
            raise NotYetError(f"{member.name} has a seat on this board in those days; change that one.")
    member.save()
    record(
        actor=by,
        verb=Verb.MEMBER_SAVED,
        what=f"board:{member.board_id}",
        detail={"member": member.name, "part": member.part},
        request=request,
    )
    return member


def _chairs_already(member: Member) -> bool:
    return Member.objects.filter(pk=member.pk, part=Member.Part.CHAIR, person=member.person_id).exists()


def _overlap(one: Member, other: Member) -> bool:
    far = dt.date.max
    return one.starts <= (other.ends or far) and other.starts <= (one.ends or far)


@transaction.atomic
def plan_meeting(*, meeting: Meeting, by: Person, request: HttpRequest | None = None) -> Meeting:
    """Put a meeting into the forward plan: standing items come onto it, and what waits from the last one."""
    board = Board.objects.select_for_update().get(pk=meeting.board_id)
    if board.ends and meeting.on > board.ends:
        raise NotYetError(f"{board} ended on {board.ends.day} {board.ends:%B %Y}; plan it for the board that follows.")
    meeting.number = (board.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting.changed_at = timezone.now()
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
    carry_into(meeting=meeting, by=by, request=request)
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    then: MeetingState,
    by: Person,
    today: dt.date,
    why: str = "",
    request: HttpRequest | None = None,
) -> Meeting:
    """Call, hold, minute, agree or cancel a meeting; what was not reached is carried to the next one.

    A public meeting whose agenda goes out too late for five clear days is called only with `why`. Minutes are agreed by the
    next meeting that was held; without one only with `why`.
    """
    now = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_meeting(MeetingState(now.state), then)
    if then is MeetingState.HELD and today < now.on:
        raise NotYetError(f"It is on {now.on.day} {now.on:%B %Y}; it cannot have been held yet.")
    if then is MeetingState.MINUTED:
        _check_minutes(now)
    if then is MeetingState.CALLED:
        _check_notice(now, today, why)
        now.called_on, now.called_late_why = today, why.strip() if is_late(now, today) else ""
    if then is MeetingState.AGREED:
        _agree(now, today, why)
    if then is MeetingState.PLANNED:
        now.called_on, now.called_late_why = None, ""
    now.state, now.edition, now.changed_at = then, now.edition + 1, timezone.now()
    now.save()
    if then in (MeetingState.MINUTED, MeetingState.CANCELLED):
        carry_forward(meeting=now, by=by, request=request)
    record(
        actor=by,
        verb=Verb.MEETING_MOVED,
        what=f"meeting:{now.pk}",
        reason={MeetingState.CALLED: now.called_late_why, MeetingState.AGREED: now.agreed_why}.get(then, ""),
        detail={"before": now.state, "after": str(then)},
        request=request,
    )
    meeting.refresh_from_db()
    return meeting


def _agree(meeting: Meeting, today: dt.date, why: str) -> None:
    """Say which meeting agreed the minutes, and when: the next one that was held, or today for a reason."""
    meeting.agreed_at = next_held(meeting, today)
    if meeting.agreed_at is not None:
        meeting.agreed_on, meeting.agreed_why = meeting.agreed_at.on, ""
        return
    if not why.strip():
        raise NotYetError(
            "No later meeting has been held, which would agree them. Say why they are agreed without one."
        )
    meeting.agreed_on, meeting.agreed_why = today, why.strip()


def _check_minutes(meeting: Meeting) -> None:
    if not meeting.attendance.exists():
        raise NotYetError("Record who was there first.")
    silent = meeting.items.filter(state=ItemState.DISCUSSED, minute="").first()
    if silent is not None:
        name = "the exempt item" if silent.exempt else f"“{silent.title}”"
        raise NotYetError(f"Write the minute of {name} first: it was discussed.")


def _check_notice(meeting: Meeting, today: dt.date, why: str) -> None:
    if is_late(meeting, today) and not why.strip():
        out_by = agenda_out_by(meeting.on)
        raise NotYetError(
            f"Its agenda had to be out by {out_by.day} {out_by:%B %Y}, five clear working days before a public meeting. "
            "Say why it cannot wait, or choose a later day."
        )


@transaction.atomic
def remove_meeting(*, meeting: Meeting, by: Person, reason: str, request: HttpRequest | None = None) -> None:
    """Take a meeting out of the list; it is kept whole and can be restored. What had been carried to it goes on."""
    if not reason.strip():
        raise NotYetError("Say why the meeting is removed.")
    if meeting.state == MeetingState.AGREED:
        raise NotYetError("Its minutes are agreed: it is part of the record and stays.")
    Meeting.objects.filter(pk=meeting.pk).update(removed_at=timezone.now(), removed_by=by)
    record(actor=by, verb=Verb.MEETING_REMOVED, what=f"meeting:{meeting.pk}", reason=reason, request=request)
    carry_forward(meeting=meeting, by=by, request=request)


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
    if not item.raised_name:
        item.raised_by = item.raised_by or by
    item.save()
    record(actor=by, verb=Verb.ITEM_PROPOSED, what=f"item:{item.pk}", detail={"meeting": meeting.pk}, request=request)
    return item


@transaction.atomic
def name_voice(
    *, item: Item, level: str, team: Team | None, on: dt.date, by: Person, request: HttpRequest | None = None
) -> None:
    """Say from which level and team an item comes, where nobody has said so yet, and since when the matter waits."""
    Item.objects.filter(pk=item.pk, standing=False, raised_on__gt=on).update(raised_on=on)
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


def write_minutes(
    *, written: Sequence[tuple[Item, str, int]], by: Person, request: HttpRequest | None = None
) -> list[Item]:
    """Write the minutes of several items, each with the version that was read; those whose words did not change are left.

    Gives the items that somebody else wrote meanwhile, as they are now: theirs are kept, and so is everything else.
    """
    conflicts = []
    for item, text, version in written:
        if text.strip() == item.minute and version == item.version:
            continue
        try:
            write_minute(item=item, text=text, version=version, by=by, request=request)
        except ConflictError as error:
            if text.strip() != error.now.minute:
                conflicts.append(error.now)
    return conflicts


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
    at: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> Paper:
    """Attach a file, kept under the data folder, or a page of this site, until the minutes are agreed."""
    if item.meeting.state not in AGENDA_OPEN | MINUTES_OPEN:
        raise NotYetError(f"A paper cannot be attached any more: the meeting is {item.meeting.state}.")
    if (file is None) == (not page):
        raise NotYetError("Attach a file or the address of a page of this site, one of the two.")
    if page and (not page.startswith("/") or page.startswith("//")):
        raise NotYetError("Give the address of a page of this site, beginning with a single /.")
    paper = Paper(item=item, title=title, page=page, by=by, at=at or timezone.now())
    if file is not None:
        folder = uuid.uuid4().hex
        kept = keep([file], papers_folder() / folder)[0]
        paper.folder, paper.name, paper.size, paper.sha256 = folder, kept.name, kept.size, kept.sha256
    with transaction.atomic():
        paper.save()
        told = {} if item.exempt else {"title": title}
        record(actor=by, verb=Verb.PAPER_ATTACHED, what=f"item:{item.pk}", detail=told, request=request)
    return paper


def papers_folder() -> Path:
    """Where papers are kept."""
    return Path(settings.GOLDENTHREAD_DATA) / "papers"


def file_of(paper: Paper) -> Path | None:
    """Where the file of a paper lies; None where it is a page of this site, was withdrawn, or is gone."""
    if not paper.folder or not paper.name:
        return None
    places = sorted((papers_folder() / paper.folder).glob("*/"))
    return next((place / paper.name for place in places if (place / paper.name).is_file()), None)
