"""Reminders: one e-mail for each owner and week, with what of theirs is late, due soon or unreported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.models import Action, Reminder
from goldenthread_web.plans.queries import owned_by
from goldenthread_web.plans.standing import EXCEPTIONS, standing_of
from goldenthread_web.plans.workflow import OPEN, PlanState, State

AHEAD_DAYS = 45
FROM_HOUR = 7


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What a person is told of their own actions: late ones, those due soon, and what else is wrong."""

    late: Sequence[Action]
    soon: Sequence[Action]
    wrong: Sequence[tuple[Action, str]]

    @property
    def actions(self) -> int:
        """How many actions it tells of."""
        return len({one.pk for one in (*self.late, *self.soon, *(action for action, _words in self.wrong))})


def digest_for(person: Person, today: dt.date) -> Digest:
    """What of a person's actions needs them; nothing for who no longer sees plans."""
    held = owned_by(access_for(person, today), person, today)
    running = [one for one in held if one.priority.plan.state == PlanState.AGREED]
    live = [one for one in running if State(one.state) in OPEN and one.current_due]
    late = [one for one in live if one.current_due and one.current_due < today]
    soon = [one for one in live if one.current_due and 0 <= (one.current_due - today).days <= AHEAD_DAYS]
    told = ("no evidence", "evidence expired", "no update", "not working")
    wrong = [
        (one, EXCEPTIONS[name]) for one in running for name in standing_of(one, {}, today).exceptions if name in told
    ]
    return Digest(late=late, soon=soon, wrong=wrong)


def remind(now: dt.datetime) -> int:
    """Queue this week's e-mails, from seven on Monday morning on; however often it is called, one for each owner.

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
    for person in Person.objects.filter(pk__in=owning).exclude(pk__in=reminded):
        told = digest_for(person, today).actions
        if told and _claim(person, week, today, now, told):
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
