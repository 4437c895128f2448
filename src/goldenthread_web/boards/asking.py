"""Reads who is asked: whom an escalation may be taken to, who answers it, and what waits for somebody's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from goldenthread_web.boards.models import BoardAction, Challenge, Escalation
from goldenthread_web.boards.queries import (
    escalations_readable,
    mine_to_do,
    sees_exempt,
    taken_to,
    tasks_of,
)
from goldenthread_web.inspections.queries import people_who_may_own
from goldenthread_web.people.models import Person, RoleHeld
from goldenthread_web.people.roles import GRANTS, ON_A_TEAM, Permission
from goldenthread_web.people.rules import Access

NOT_YOURS = "Only those it was taken to, or whoever runs the board, answer it."


def people_to_choose(today: dt.date) -> tuple[list[Person], list[Person]]:
    """People who may be given something to do, and those of them to whom something may be escalated; read once.

    Something goes up to those who see boards and speak for the whole service, not to a team.
    """
    roles = [role for role, grants in GRANTS.items() if Permission.BOARDS_SEE in grants and role not in ON_A_TEAM]
    held = RoleHeld.objects.filter(Q(ends=None) | Q(ends__gte=today), person=OuterRef("pk"), starts__lte=today)
    people = list(people_who_may_own(today).annotate(sees_boards=Exists(held.filter(role__in=roles))))
    return [*people], [one for one in people if one.sees_boards]


def answerable(access: Access, today: dt.date) -> QuerySet[Escalation]:
    """Escalations this person may answer: taken to them or to a board of theirs, and of every board for those who run boards."""
    found = escalations_readable(access, today)
    return found if access.can(Permission.BOARDS_RUN) else found.filter(taken_to(access, today))


def may_answer(access: Access, asked: Challenge | Escalation, today: dt.date) -> bool:
    """Whether this person, who may read it, may answer a challenge or an escalation."""
    return isinstance(asked, Challenge) or answerable(access, today).filter(pk=asked.pk).exists()


def those_to_answer(access: Access, asked: Iterable[Escalation], today: dt.date) -> frozenset[int]:
    """The keys of those escalations without an answer that this person may answer and did not ask."""
    open_ones = [one.pk for one in asked if one.answered_at is None and one.by_id != access.person.pk]
    if not open_ones:
        return frozenset()
    return frozenset(answerable(access, today).filter(pk__in=open_ones).values_list("pk", flat=True))


def waits_for(access: Access, today: dt.date) -> tuple[list[BoardAction], list[Escalation]]:
    """What waits for this person at boards: their actions, and escalations they are to answer, the oldest first.

    Those who run boards also see what went to a board or to somebody outside this site. Where nothing waits, it is one query.
    """
    if not access.can(Permission.BOARDS_SEE):
        return mine_to_do(access), []
    asked = answerable(access, today).filter(answered_at=None).exclude(by=access.person)
    if access.can(Permission.BOARDS_RUN):
        asked = asked.filter(taken_to(access, today) | Q(to_person=None))
    keys = [
        one.order_by().annotate(kind=Value(kind)).values_list("kind", "pk")
        for kind, one in (("task", tasks_of(access)), ("asked", asked))
    ]
    found = list(keys[0].union(*keys[1:], all=True))
    wanted = [pk for kind, pk in found if kind == "asked"]
    named = ("by", "to_board", "to_person", "item__meeting__board")
    return (
        mine_to_do(access) if len(wanted) < len(found) else [],
        list(Escalation.objects.filter(pk__in=wanted).select_related(*named)) if wanted else [],
    )


def reads_item(access: Access, asked: Challenge | Escalation, today: dt.date) -> bool:
    """Whether this person may also read the item from which it was asked."""
    return not asked.item.exempt or sees_exempt(access, asked.item.meeting.board, today)
