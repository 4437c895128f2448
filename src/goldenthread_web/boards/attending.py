"""Who else was at a meeting, and the interests that members declared: written until its minutes are agreed, and told to readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.models import Attendance, Interest, Item, Meeting, Member, Observer
from goldenthread_web.boards.workflow import MINUTES_OPEN, NotYetError
from goldenthread_web.people.models import Person

_AWAY = (Attendance.Was.APOLOGIES, Attendance.Was.ABSENT, Attendance.Was.SUBSTITUTED)


@dataclass(frozen=True, kw_only=True)
class Present:
    """Observers and interests of a meeting as lines to be read."""

    observers: Sequence[str]
    interests: Sequence[str]


def present_of(meeting: Meeting, *, exempt_too: bool, named: bool) -> Present:
    """Who observed, and which interests were declared; without names for the public, and of exempt items only that there was one."""
    observers = [f"{one.name}, {one.comes_from}" if named else one.comes_from for one in meeting.observers.all()]
    interests = []
    for one in meeting.interests.select_related("member", "item"):
        hidden = one.item.exempt and not exempt_too
        about = "an exempt item" if hidden else f"“{one.item.title}”"
        why = f": {one.text.rstrip('.')}" if named and not hidden else ""
        who = one.member.name if named else "A member"
        interests.append(f"{who}, in {about}{why}. {one.get_followed_display()}.")
    return Present(observers=observers, interests=interests)


@transaction.atomic
def record_observer(
    *, meeting: Meeting, name: str, comes_from: str, by: Person, request: HttpRequest | None = None
) -> Observer:
    """Record somebody who was there without a seat."""
    now = _open(meeting)
    if now.observers.filter(name__iexact=name.strip()).exists():
        raise NotYetError(f"{name.strip()} is recorded already.")
    made = Observer.objects.create(meeting=now, name=name.strip(), comes_from=comes_from.strip())
    record(actor=by, verb=Verb.OBSERVER_RECORDED, what=f"meeting:{now.pk}", request=request)
    return made


@transaction.atomic
def declare_interest(
    *, item: Item, member: Member, text: str, followed: str, by: Person, request: HttpRequest | None = None
) -> Interest:
    """Record that a member declared an interest in an item, and what they did while it was taken."""
    now = _open(item.meeting)
    if member.board_id != now.board_id or not member.sits(now.on):
        raise NotYetError(f"{member.name} has no seat on this board on that day.")
    if now.attendance.filter(member=member, was__in=_AWAY).exists():
        raise NotYetError(f"{member.name} was not there; put right who was there first.")
    if Interest.objects.filter(item=item, member=member).exists():
        raise NotYetError(f"{member.name} has declared an interest in this item; strike that out first.")
    if not text.strip():
        raise NotYetError("Say what the interest is.")
    made = Interest.objects.create(meeting=now, member=member, item=item, text=text.strip(), followed=followed)
    record(
        actor=by,
        verb=Verb.INTEREST_RECORDED,
        what=f"item:{item.pk}",
        detail={"member": member.pk, "followed": followed},
        request=request,
    )
    return made


@transaction.atomic
def strike(*, held: Observer | Interest, by: Person, request: HttpRequest | None = None) -> None:
    """Strike out what was recorded by mistake, until the minutes are agreed; that it was stays in the activity log."""
    now = _open(held.meeting)
    kind = "observer" if isinstance(held, Observer) else "interest"
    record(
        actor=by,
        verb=Verb.ATTENDANCE_STRUCK,
        what=f"meeting:{now.pk}",
        detail={"kind": kind, "key": held.pk},
        request=request,
    )
    held.delete()


def _open(meeting: Meeting) -> Meeting:
    now = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if now.state not in MINUTES_OPEN:
        raise NotYetError(f"It cannot be recorded: the meeting is {now.state}.")
    return now
