"""The only writer of what is recorded of actions: updates, dates, evidence, impact, measures, milestones, risks."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.loads.files import RefusedFilesError, keep
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.actions import stamp
from goldenthread_web.plans.evidence import impact_shown
from goldenthread_web.plans.history import note
from goldenthread_web.plans.models import (
    Action,
    DateChange,
    Evidence,
    Milestone,
    Resource,
    Risk,
    SuccessMeasure,
    Update,
)
from goldenthread_web.plans.ratings import SAYABLE, Impact
from goldenthread_web.plans.workflow import ENDED, NotYetError, State


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("priority", "owner", "team").get(pk=action.pk)


@transaction.atomic
def add_update(
    *,
    action: Action,
    text: str,
    on: dt.date,
    by: Person,
    percent: int | None = None,
    delivery: str = "",
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Update:
    """Report on an action; what was reported before stays."""
    now = _locked(action)
    if delivery and delivery not in SAYABLE:
        raise NotYetError("Say on track, at risk, or late or blocked; the rest follows from the state of the action.")
    made = Update.objects.create(
        action=now, on=on, at=stamp(at), by=by, text=text, percent=percent, delivery=delivery or now.delivery
    )
    if delivery and delivery != now.delivery:
        before, now.delivery = now.delivery, delivery
        now.edition += 1
        now.save(update_fields=["delivery", "edition"])
        note(now, by=by, kind="delivery", words=f"Delivery: {before} to {delivery}", reason=text, at=at)
    record(actor=by, verb=Verb.ACTION_UPDATED, what=f"action:{now.pk}", request=request)
    return made


@transaction.atomic
def ask_for_date(
    *,
    action: Action,
    after: dt.date,
    reason: str,
    access: Access,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> DateChange:
    """Ask for another due date. Who may write the plan approves it in asking; others wait for somebody who may."""
    now = _locked(action)
    if not reason.strip():
        raise NotYetError("Say why the date changes; the reason stays in the history.")
    if State(now.state) in ENDED:
        raise NotYetError(f"An action that is {now.state} has no due date to change.")
    if after == now.current_due:
        raise NotYetError("That is the due date already.")
    if now.starts and after < now.starts:
        raise NotYetError("The due date is before the day on which the work begins.")
    if now.date_changes.filter(approved_by__isnull=True, refused=False).exists():
        raise NotYetError("Another date has been asked for and waits to be decided.")
    made = DateChange.objects.create(
        action=now, before=now.current_due, after=after, reason=reason, by=access.person, at=stamp(at)
    )
    record(
        actor=access.person,
        verb=Verb.ACTION_DATED,
        what=f"action:{now.pk}",
        reason=reason,
        detail={"before": now.current_due and now.current_due.isoformat(), "after": after.isoformat()},
        request=request,
    )
    if access.can(Permission.PLAN_EDIT):
        decide_date(change=made, approve=True, by=access.person, request=request, at=at)
    return made


@transaction.atomic
def decide_date(
    *, change: DateChange, approve: bool, by: Person, request: HttpRequest | None = None, at: dt.datetime | None = None
) -> None:
    """Approve or refuse a date that was asked for."""
    now = _locked(change.action)
    one = DateChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if one.approved_by_id or one.refused:
        raise NotYetError("This date has been decided already.")
    one.approved_by, one.approved_at, one.refused = (by, stamp(at), False) if approve else (None, stamp(at), True)
    one.save()
    if approve:
        before = now.current_due
        now.current_due = one.after
        now.original_due = now.original_due or one.after
        if now.impact_due and before:
            now.impact_due += one.after - before
        now.edition += 1
        now.save()
        note(now, by=by, kind="dated", words=f"Due date: {before or 'none'} to {one.after}", reason=one.reason, at=at)
    detail = {"approved": approve, "after": one.after.isoformat()}
    record(actor=by, verb=Verb.ACTION_DATED, what=f"action:{now.pk}", detail=detail, request=request)


@transaction.atomic
def add_evidence(
    *,
    evidence: Evidence,
    by: Person,
    file: UploadedFile | None = None,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Evidence:
    """Add evidence to an action, with its file where one is given; somebody else reviews it before it counts."""
    if evidence.effective_to and evidence.effective_to < evidence.effective_from:
        raise NotYetError("The period of the evidence ends before it begins.")
    if evidence.expires and evidence.expires < evidence.effective_from:
        raise NotYetError("The evidence would expire before the period it speaks of.")
    if evidence.kind == Evidence.Kind.MEASURE and not evidence.measure:
        raise NotYetError("Say which measure it is.")
    if file is not None:
        evidence.folder = uuid.uuid4().hex
        try:
            kept = keep([file], evidence_folder() / evidence.folder)[0]
        except RefusedFilesError as error:
            raise NotYetError(str(error)) from None
        evidence.name, evidence.size, evidence.sha256 = kept.name, kept.size, kept.sha256
    evidence.added_by, evidence.added = by, stamp(at)
    evidence.save(force_insert=True)
    detail = {"evidence": evidence.pk, "kind": evidence.kind, "shows": evidence.shows}
    record(actor=by, verb=Verb.EVIDENCE_ADDED, what=f"action:{evidence.action_id}", detail=detail, request=request)
    return evidence


def evidence_folder() -> Path:
    """Where files of evidence are kept."""
    return Path(settings.GOLDENTHREAD_DATA) / "evidence"


@transaction.atomic
def review_evidence(
    *,
    evidence: Evidence,
    accepted: bool,
    note_given: str,
    by: Person,
    expires: dt.date | None = None,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Evidence:
    """Accept or reject evidence, also when it is looked at again: by somebody other than who added it.

    `expires` is the next day to look at it again; without one the day stays as it is.
    """
    now = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if now.added_by_id == by.pk:
        raise NotYetError("Evidence is reviewed by somebody other than the person who added it.")
    if not accepted and not note_given.strip():
        raise NotYetError("Say why it is not accepted, so that better evidence can be found.")
    now.accepted, now.reviewed_by, now.reviewed, now.review_note = accepted, by, stamp(at), note_given
    now.expires = expires or now.expires
    now.save()
    detail = {"evidence": now.pk, "accepted": accepted, "expires": now.expires and now.expires.isoformat()}
    record(
        actor=by, verb=Verb.EVIDENCE_REVIEWED, what=f"action:{now.action_id}", reason=note_given, detail=detail,
        request=request,
    )  # fmt: skip
    return now


@transaction.atomic
def rate_impact(
    *,
    action: Action,
    impact: Impact,
    reason: str,
    by: Person,
    today: dt.date,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Rate the impact of an action, no further than its evidence goes."""
    now = _locked(action)
    if not reason.strip():
        raise NotYetError("Say what the rating rests on; readers of the plan will see it.")
    shown = impact_shown(list(now.evidence.all()), today)
    if impact is Impact.SUSTAINED and shown is not Impact.SUSTAINED:
        raise NotYetError("Sustained wants reviewed evidence of at least two kinds over six months or more.")
    if impact is Impact.CHANGE and shown not in (Impact.CHANGE, Impact.SUSTAINED):
        raise NotYetError(
            "Evidence of change wants reviewed evidence of at least two different kinds, and none that things are worse."
        )
    before, now.impact = now.impact, impact
    now.edition += 1
    now.save(update_fields=["impact", "edition"])
    note(now, by=by, kind="impact", words=f"Impact: {before} to {impact}", reason=reason, at=at)
    detail = {"before": before, "after": impact}
    record(actor=by, verb=Verb.ACTION_RATED, what=f"action:{now.pk}", reason=reason, detail=detail, request=request)
    return now


@transaction.atomic
def add_part(
    *,
    part: SuccessMeasure | Milestone | Resource | Risk,
    by: Person,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Any:
    """Add a success measure, a milestone, a resource or a risk."""
    part.save(force_insert=True)
    action: Action | None = part.action
    kind = type(part).__name__
    if action is not None and isinstance(part, SuccessMeasure):
        note(_locked(action), by=by, kind="measure", words=f"Success measure: {part}", at=at)
    what = f"action:{action.pk}" if action is not None else f"plan:{getattr(part, 'plan_id', '')}"
    record(actor=by, verb=Verb.ACTION_CHANGED, what=what, detail={"added": kind, "words": str(part)}, request=request)
    return part


@transaction.atomic
def drop_part(
    *,
    part: SuccessMeasure | Milestone | Resource | Risk,
    reason: str,
    by: Person,
    request: HttpRequest | None = None,
) -> None:
    """Take a success measure, a milestone, a resource or a risk out, with a reason; that it was there stays in the history."""
    if not reason.strip():
        raise NotYetError("Say why it is taken out; the reason stays in the history.")
    kind = part._meta.verbose_name
    words = f"No longer a {kind}: {part}"
    if isinstance(part, SuccessMeasure) and part.aim:
        words = f"{words}, {part.aim}"
    action = part.action
    part.delete()
    what = f"plan:{getattr(part, 'plan_id', '')}"
    if action is not None:
        note(_locked(action), by=by, kind="dropped", words=words, reason=reason)
        what = f"action:{action.pk}"
    record(actor=by, verb=Verb.ACTION_CHANGED, what=what, reason=reason, detail={"dropped": words}, request=request)


@transaction.atomic
def finish_milestone(*, milestone: Milestone, on: dt.date, by: Person, request: HttpRequest | None = None) -> Milestone:
    """Say that a milestone was reached."""
    now = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if now.done_on:
        raise NotYetError("This milestone was reached already.")
    now.done_on = on
    now.save()
    record(
        actor=by, verb=Verb.ACTION_CHANGED, what=f"action:{now.action_id}", detail={"milestone": now.title},
        request=request,
    )  # fmt: skip
    return now
