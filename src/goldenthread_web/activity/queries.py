"""Reads the activity log: searched, for one child, for oneself, and whole to see that it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from goldenthread_web.activity.chain import Break, breaks
from goldenthread_web.activity.models import Event, Head
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person

SHOWN_BREAKS = 20


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is looked for; empty parts narrow nothing. The days are included."""

    who: str = ""
    verb: str = ""
    what: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How often somebody did one thing with a child's record, and between which times."""

    actor_words: str
    verb: str
    times: int
    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a check of the whole log found; `count` and `last` say where it ends."""

    count: int
    last: str
    breaks: list[Break]


def search(asked: Search) -> QuerySet[Event]:
    """Events that match everything asked, newest first."""
    found = Event.objects.all()
    if asked.who:
        found = found.filter(actor_words__icontains=asked.who)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.what:
        found = found.filter(Q(what__icontains=asked.what) | Q(child=asked.what))
    if asked.first_day:
        found = found.filter(at__gte=_midnight(asked.first_day))
    if asked.last_day:
        found = found.filter(at__lt=_midnight(asked.last_day + dt.timedelta(days=1)))
    for word in asked.words.split():
        found = found.filter(Q(reason__icontains=word) | Q(detail__icontains=word) | Q(where_from__icontains=word))
    return found


def of_child(child: str) -> QuerySet[Event]:
    """Everything anybody did with this child's record, newest first."""
    return Event.objects.filter(child=child)


def who_saw(child: str) -> list[Seen]:
    """Who saw this child, once for each person and thing done, the latest first."""
    groups = (
        of_child(child)
        .exclude(verb=Verb.CHILD_HISTORY_SEEN.value)
        .order_by()
        .values("actor_words", "verb")
        .annotate(times=Count("sequence"), first=Min("at"), last=Max("at"))
        .order_by("-last", "actor_words")
    )
    return [Seen(**one) for one in groups]


def about(person: Person) -> QuerySet[Event]:
    """What this person did, and what was done to their account, newest first."""
    return Event.objects.filter(Q(actor=person) | Q(what=f"person:{person.pk}"))


def verify(*, since: str = "") -> Verified:
    """Read the whole log and say where it breaks; `since` is NUMBER:HASH kept from an earlier check."""
    head = Head.objects.filter(pk=1).first() or Head(count=0, hash="")
    written = Event.objects.order_by("sequence").filter(sequence__lte=head.count)
    found = list(islice(breaks(written.iterator(chunk_size=2000), count=head.count, last=head.hash), SHOWN_BREAKS))
    if not found and (beyond := _beyond(head)):
        found = [beyond]
    if since and (lost := _lost(since)):
        found.append(lost)
    return Verified(count=head.count, last=head.hash, breaks=found)


def _beyond(head: Head) -> Break | None:
    """An event after the head, unless it was written while the log was read."""
    now = Head.objects.filter(pk=1).values_list("count", flat=True).first() or 0
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    if last <= max(now, head.count):
        return None
    return Break(sequence=last, words=f"Event {last} is not known to the head of the log: it was put in from outside.")


def _lost(since: str) -> Break | None:
    number, _colon, kept = since.strip().partition(":")
    sequence = int(number) if number.isdecimal() else 0
    if sequence == 0 and kept == "":
        return None
    if Event.objects.filter(sequence=sequence, hash=kept).exists():
        return None
    return Break(
        sequence=sequence, words=f"Event {sequence} is not the one that was there at the earlier check ({since})."
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
