"""Adds events to the activity log. Nothing else writes to it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.chain import START, _text, canonical, hash_of
from goldenthread_web.activity.devices import device_family
from goldenthread_web.activity.models import Event, Head
from goldenthread_web.activity.verbs import OF_READING
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import Access, access_for
from goldenthread_web.people.where import client_address

NOBODY = "Somebody not signed in"
THE_SITE = "The site itself"


def record(
    *,
    actor: Person | None,
    verb: StrEnum,
    what: str,
    child: str = "",
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Write down that somebody did something; part of the present transaction, and undone with it.

    `what` names the thing briefly ("load:12"). Without `actor` the words say whether a stranger (there is a
    request) or the site itself did it. From here to the end of the transaction other writers wait, so record last.
    """
    return record_children(
        actor=actor, verb=verb, what=what, children=[child], reason=reason, detail=detail, request=request, at=at
    )[0]


@transaction.atomic(savepoint=False)
def record_children(
    *,
    actor: Person | None,
    verb: StrEnum,
    what: str,
    children: Iterable[str],
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> list[Event]:
    """Write down one event for each child, in three queries for a page of them.

    What cannot be written down must not happen: a failure here undoes the whole transaction.
    """
    same: dict[str, Any] = {
        "at": at or timezone.now(),
        "actor": actor,
        "actor_words": actor_words(actor, request)[:400],
        "verb": verb.value,
        "what": _text(what)[:200],
        "reason": _text(reason),
        "where_from": client_address(request)[:64] if request else "",
        "device": device_family(request.headers.get("User-Agent", "")) if request else "",
        "detail": canonical(dict(detail or {})),
    }
    events = [Event(child=_text(child)[:64], **same) for child in children]
    if events:
        _append(events)
    return events


def _append(events: list[Event]) -> None:
    """Number and chain events after the last one; the lock on the head keeps one chain."""
    head, _made = Head.objects.select_for_update().get_or_create(pk=1)
    for event in events:
        event.sequence, event.previous = head.count + 1, head.hash or START
        event.hash = hash_of(event)
        head.count, head.hash = event.sequence, event.hash
    if any(event.verb not in OF_READING for event in events):
        head.changed = uuid.uuid4()
    Event.objects.bulk_create(events, batch_size=500)
    head.save()


def actor_words(actor: Person | None, request: HttpRequest | None) -> str:
    """A person with the roles they hold today: a later reader must know what they were then."""
    if actor is None:
        return NOBODY if request else THE_SITE
    access: Access | None = getattr(request, "access", None)
    if access is None or access.person.pk != actor.pk:
        access = access_for(actor, getattr(request, "today", None) or timezone.localdate())
    roles = ", ".join(sorted(access.roles)) or "no role"
    return _text(f"{actor.name} ({roles}), {actor.email}")
