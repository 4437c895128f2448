"""Reminders: one e-mail for each owner and week, with what of theirs is late, due soon or unreported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.inspections.clocks import REMIND_DAYS
from goldenthread_web.inspections.models import Clock
from goldenthread_web.inspections.queries import pressing_for
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import GRANTS, Permission
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.models import Action, Reminder
from goldenthread_web.plans.queries import owned_by
from goldenthread_web.plans.standing import EXCEPTIONS, standing_of
from goldenthread_web.plans.workflow import OPEN, PlanState, State

AHEAD_DAYS = 45
MAY_INSPECT = tuple(role for role, may in GRANTS.items() if Permission.INSPECTIONS_EDIT in may)
FROM_HOUR = 7


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a person is told of their own: actions late, due soon or otherwise wrong, and clocks of inspections that run out."""

    late: Sequence[Action]
    soon: Sequence[Action]
    wrong: Sequence[tuple[Action, str]]
    clocks: Sequence[Clock] = ()

    @property
    def actions(self) -> int:
        """How many actions it tells of."""
        return len({one.pk for one in (*self.late, *self.soon, *(action for action, _words in self.wrong))})


def digest_for(person: Person, today: dt.date) -> Digest:
    """What of a person's actions needs them; nothing for who no longer sees plans."""
    access = access_for(person, today)
    held = owned_by(access, person, today)
    running = [one for one in held if one.priority.plan.state == PlanState.AGREED]
    live = [one for one in running if State(one.state) in OPEN and one.current_due]
    late = [one for one in live if one.current_due and one.current_due < today]
    soon = [one for one in live if one.current_due and 0 <= (one.current_due - today).days <= AHEAD_DAYS]
    told = ("no evidence", "evidence expired", "no update", "not working")
    wrong = [
        (one, EXCEPTIONS[name]) for one in running for name in standing_of(one, {}, today).exceptions if name in told
    ]
    return Digest(late=late, soon=soon, wrong=wrong, clocks=pressing_for(access, today).clocks)


def remind(now: dt.datetime) -> int:
    """Queue this week's e-mails, from seven on Monday morning on; however often it is called, one for each person.

    Answers how many were queued.
    """
    # The pages and the e-mails of an installation that stands on a fixed day speak of the same day.
    today = settings.GOLDENTHREAD_TODAY or timezone.localdate(now)
    week = today - dt.timedelta(days=today.weekday())
    if today.weekday() == 0 and timezone.localtime(now).hour < FROM_HOUR:
        return 0
    reminded = Reminder.objects.filter(week=week).values("person")
    owning = Action.objects.filter(priority__plan__state=PlanState.AGREED, owner__is_active=True).values("owner")
    queued = 0
    running_out = Clock.objects.filter(done_on=None, due__lte=today + dt.timedelta(days=REMIND_DAYS)).exists()
    inspect = Q(roles_held__role__in=MAY_INSPECT) if running_out else Q(pk__in=())
    people = Person.objects.filter(Q(pk__in=owning) | inspect, is_active=True).exclude(pk__in=reminded).distinct()
    for person in people:
        digest = digest_for(person, today)
        if (digest.actions or digest.clocks) and _claim(person, week, today, now, digest.actions):
            queued += 1
    return queued


def _claim(person: Person, week: dt.date, today: dt.date, now: dt.datetime, told: int) -> bool:
    """Write down that this person is reminded and queue the e-mail; False where another worker has done so."""
    from goldenthread_web.plans.tasks import send_digest

    try:
        with transaction.atomic():
            Reminder.objects.create(person=person, week=week, at=now, actions=told)
            record(actor=None, verb=Verb.REMINDED, what=f"person:{person.pk}", detail={"actions": told}, at=now)
            transaction.on_commit(lambda: send_digest.enqueue(person=person.pk, today=today.isoformat()))
    except IntegrityError:
        return False
    return True
