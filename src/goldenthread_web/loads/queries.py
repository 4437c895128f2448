"""Reads loads, narrowed to what the person who asks may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from goldenthread_web.loads.models import Load, Source
from goldenthread_web.loads.workflow import COUNTED, State
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access


def released_load() -> Load | None:
    """The load whose figures everybody sees, or None."""
    return Load.objects.filter(state=State.RELEASED).order_by("-finished").first()


def load_for(access: Access, load_id: str | None) -> Load | None:
    """The released load; or, for those who look loads over, the counted load they name. 404 for others."""
    if not load_id:
        return released_load()
    if not access.can(Permission.LOADS_SEE) or not load_id.isdecimal():
        raise Http404
    found = Load.objects.filter(pk=int(load_id), state__in=sorted(COUNTED)).first()
    if found is None:
        raise Http404
    return found


def loads_seen_by(access: Access) -> QuerySet[Load]:
    """Every load, for those who look them over; none for others."""
    if not access.can(Permission.LOADS_SEE):
        return Load.objects.none()
    return Load.objects.select_related("started_by", "source")


def load_seen_by(access: Access, pk: int) -> Load:
    """One load with its upload; 404 for those who may not know of it."""
    found = loads_seen_by(access).select_related("upload", "against").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sources() -> QuerySet[Source]:
    """Every place returns can be fetched from."""
    return Source.objects.order_by("name")
