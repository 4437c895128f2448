"""Writes what is put right before minutes are agreed: the day of a meeting, the words of an item, a paper, what is watched."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.actions import ConflictError, papers_folder
from goldenthread_web.boards.models import Board, Item, Meeting, Paper, WatchArea
from goldenthread_web.boards.notice import clear_days, is_late
from goldenthread_web.boards.workflow import AGENDA_OPEN, MINUTES_OPEN, MeetingState, NotYetError
from goldenthread_web.people.models import Person

_MEETING_WORDS = ("on", "at", "place", "public")
_ITEM_WORDS = (
    "title", "about", "purpose", "raised_by", "raised_name", "raised_from", "raised_team", "exempt", "exempt_reason",
)  # fmt: skip


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, given: Mapping[str, Any], by: Person, today: dt.date, request: HttpRequest | None = None
) -> Meeting:
    """Change when and where a meeting is, while its agenda is open.

    One that was called and is now too soon, or becomes public too late, has to be called again.
    """
    now = Meeting.objects.select_for_update(of=("self",)).select_related("board").get(pk=meeting.pk)
    if now.state not in AGENDA_OPEN:
        raise NotYetError(f"Its day stays as it is: the meeting is {now.state}.")
    if now.board.ended(given["on"]):
        raise NotYetError(f"{now.board} has ended by then; plan it for the board that follows.")
    before = now.on
    for name in _MEETING_WORDS:
        setattr(now, name, given[name])
    called = now.state == MeetingState.CALLED and now.called_on is not None
    if called and now.public and clear_days(now.called_on or today, now.on) < 5 and not now.called_late_why:
        if is_late(now, today):
            raise NotYetError(
                "That leaves fewer than five clear working days for a public meeting; choose a later day."
            )
        now.state, now.called_on = MeetingState.PLANNED, None
    now.edition, now.changed_at = now.edition + 1, timezone.now()
    now.save()
    detail = {"before": before.isoformat(), "after": now.on.isoformat()}
    record(actor=by, verb=Verb.MEETING_CHANGED, what=f"meeting:{now.pk}", detail=detail, request=request)
    return now


@transaction.atomic
def change_item(
    *, item: Item, given: Mapping[str, Any], version: int, by: Person, request: HttpRequest | None = None
) -> Item:
    """Change what an item says of itself until the minutes are agreed; ConflictError where somebody else did meanwhile.

    Made exempt, or open, it is so at every meeting to which it was carried.
    """
    now = Item.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    if now.meeting.state not in AGENDA_OPEN | MINUTES_OPEN:
        raise NotYetError(f"The item stays as it is: the meeting is {now.meeting.state}.")
    if now.version != version:
        raise ConflictError(now)
    if given["exempt"] and not given["exempt_reason"].strip():
        raise NotYetError("Say why the item is exempt from publication.")
    if given["exempt"] and now.actions.exclude(plan_action=None).exists():
        raise NotYetError("An action of the plan came of it, which everybody reads; it cannot become exempt.")
    for name in _ITEM_WORDS:
        if name in given:
            setattr(now, name, given[name])
    now.version = version + 1
    now.save()
    same = {"exempt": now.exempt, "exempt_reason": now.exempt_reason}
    Item.objects.filter(pk__in=chain_of(now)).update(**same)
    record(
        actor=by,
        verb=Verb.ITEM_CHANGED,
        what=f"item:{now.pk}",
        detail={"exempt": now.exempt},
        request=request,
    )
    return now


def chain_of(item: Item) -> list[int]:
    """The keys of an item as it stood at each meeting from which and to which it was carried."""
    found = [item.pk]
    at = item.carried_from_id
    while at is not None and at not in found:
        found.append(at)
        at = Item.objects.values_list("carried_from", flat=True).get(pk=at)
    waiting = [item.pk]
    while waiting:
        more = Item.objects.filter(carried_from__in=waiting).exclude(pk__in=found).values_list("pk", flat=True)
        waiting = list(more)
        found += waiting
    return found


@transaction.atomic
def withdraw_paper(*, paper: Paper, why: str, by: Person, request: HttpRequest | None = None) -> Paper:
    """Withdraw a paper with the reason: its file is destroyed, and that there was one stays on the record."""
    now = Paper.objects.select_for_update(of=("self",)).select_related("item__meeting").get(pk=paper.pk)
    if now.item.meeting.state not in AGENDA_OPEN | MINUTES_OPEN:
        raise NotYetError("The minutes are agreed: what lay before the meeting stays on the record.")
    if not why.strip():
        raise NotYetError("Say why the paper is withdrawn.")
    folder = now.folder
    now.withdrawn_at, now.withdrawn_by, now.withdrawn_why = timezone.now(), by, why.strip()
    now.folder = now.page = ""
    now.save()
    record(actor=by, verb=Verb.PAPER_WITHDRAWN, what=f"item:{now.item_id}", reason=why, request=request)
    if folder:
        transaction.on_commit(lambda: shutil.rmtree(papers_folder() / folder, ignore_errors=True))
    return now


@transaction.atomic
def watch(
    *,
    board: Board,
    title: str,
    why: str,
    measure: str,
    challenger: str,
    by: Person,
    today: dt.date,
    request: HttpRequest | None = None,
) -> WatchArea:
    """Put something under a board's watch: it stands before every meeting until it is released."""
    made = WatchArea.objects.create(
        board=board, title=title.strip(), why=why.strip(), measure=measure, challenger=challenger.strip(), since=today
    )
    record(actor=by, verb=Verb.WATCHED, what=f"board:{board.pk}", detail={"watch": made.pk}, request=request)
    return made


@transaction.atomic
def release(*, area: WatchArea, why: str, by: Person, today: dt.date, request: HttpRequest | None = None) -> WatchArea:
    """Release something from a board's watch, with what shows that it may be."""
    now = WatchArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if now.released_on:
        raise NotYetError("It was released before.")
    if not why.strip():
        raise NotYetError("Say what shows that it need not be watched any more.")
    now.released_on, now.released_why = today, why.strip()
    now.save()
    record(actor=by, verb=Verb.WATCH_RELEASED, what=f"board:{now.board_id}", detail={"watch": now.pk}, request=request)
    return now
