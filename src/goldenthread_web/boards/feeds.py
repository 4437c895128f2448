"""A calendar by an address of its own: calendars fetch it without signing in, so the address is the secret."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.models import CalendarKey
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import access_for

KEY_BYTES = 32


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


@transaction.atomic
def make_key(*, person: Person, request: HttpRequest | None = None) -> str:
    """A new secret for somebody's calendar, told once; the one before holds no longer."""
    key = secrets.token_urlsafe(KEY_BYTES)
    CalendarKey.objects.update_or_create(person=person, defaults={"digest": _digest(key), "made": timezone.now()})
    record(actor=person, verb=Verb.CALENDAR_ADDRESS_MADE, what=f"person:{person.pk}", request=request)
    return key


@transaction.atomic
def drop_key(*, person: Person, request: HttpRequest | None = None) -> None:
    """Take the address back."""
    if CalendarKey.objects.filter(person=person).delete()[0]:
        record(actor=person, verb=Verb.CALENDAR_ADDRESS_DROPPED, what=f"person:{person.pk}", request=request)


def whose(key: str, today: dt.date) -> Person | None:
    """Whose calendar a secret opens today: nobody's where the account is closed or sees no boards any more."""
    held = CalendarKey.objects.filter(digest=_digest(key), person__is_active=True).select_related("person").first()
    if held is None or not access_for(held.person, today).can(Permission.BOARDS_SEE):
        return None
    return held.person
