"""Ties paragraphs of the panel report to what they speak of, and unties them."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person
from goldenthread_web.thread.models import Tie
from goldenthread_web.thread.nodes import Kind


@transaction.atomic
def tie(
    *, paper: str, paragraph: str, kind: Kind, ref: int, by: Person, request: HttpRequest | None = None
) -> tuple[Tie, bool]:
    """Tie a paragraph to a thing; the tie, and whether it is new."""
    made, new = Tie.objects.get_or_create(
        paper=paper, paragraph=paragraph, kind=kind, ref=ref, defaults={"by": by, "at": timezone.now()}
    )
    if new:
        detail = {"paper": paper, "paragraph": paragraph, "to": f"{kind}-{ref}"}
        record(actor=by, verb=Verb.PARAGRAPH_TIED, what=f"tie:{made.pk}", detail=detail, request=request)
    return made, new


@transaction.atomic
def untie(*, tie: Tie, by: Person, request: HttpRequest | None = None) -> None:
    """Take a tie back; the log keeps that it was there."""
    detail = {"paper": tie.paper, "paragraph": tie.paragraph, "from": f"{tie.kind}-{tie.ref}"}
    record(actor=by, verb=Verb.PARAGRAPH_UNTIED, what=f"tie:{tie.pk}", detail=detail, request=request)
    tie.delete()
