"""The only writer of actions: raising, changing and moving them. What is recorded of them is written in `recording`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.evidence import impact_shown, in_date
from goldenthread_web.plans.history import note
from goldenthread_web.plans.models import Action, Plan, Priority, SuccessMeasure
from goldenthread_web.plans.ratings import Impact
from goldenthread_web.plans.workflow import NotYetError, PlanState, State, Step, Who, check_follows

TEXTS = ("title", "why", "how", "contributors", "origin_words")
CHANGEABLE = (*TEXTS, "owner", "team", "starts", "impact_due", "origin")


class EditConflictError(Exception):
    """Somebody else changed the thing meanwhile: `differences` holds label, what stands now, what was typed."""

    def __init__(self, edition: int, differences: list[tuple[str, str, str]]) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.edition = edition
        self.differences = differences


@transaction.atomic
def raise_action(
    *,
    priority: Priority,
    title: str,
    by: Person,
    why: str = "",
    how: str = "",
    owner: Person | None = None,
    team: Team | None = None,
    contributors: str = "",
    starts: dt.date | None = None,
    due: dt.date | None = None,
    impact_due: dt.date | None = None,
    origin: str = Action.Origin.OTHER,
    origin_words: str = "",
    findings: Iterable[Any] = (),
    depends_on: Iterable[Action] = (),
    measures: Sequence[Mapping[str, Any]] = (),
    carried_from: Action | None = None,
    number: str = "",
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Enter a new action as a draft under a priority; `measures` are the fields of success measures."""
    check_dates(starts=starts, due=due, impact_due=impact_due)
    if priority.plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise NotYetError(f"A plan that is {priority.plan.state} takes no new actions.")
    Priority.objects.select_for_update().get(pk=priority.pk)
    number = number or next_number(priority)
    if Action.objects.filter(priority=priority, number=number).exists():
        raise NotYetError(f"Priority {priority.number} has an action {number} already; give another number.")
    action = Action.objects.create(
        priority=priority, number=number, title=title, why=why, how=how, owner=owner, team=team,
        contributors=contributors, starts=starts, original_due=due, current_due=due, impact_due=impact_due,
        origin=origin, origin_words=origin_words, carried_from=carried_from,
    )  # fmt: skip
    action.findings.set(findings)
    action.depends_on.set(depends_on)
    SuccessMeasure.objects.bulk_create(SuccessMeasure(action=action, **one) for one in measures)
    note(action, by=by, kind="raised", words="Entered", reason=origin_words, at=at)
    record(actor=by, verb=Verb.ACTION_RAISED, what=f"action:{action.pk}", detail={"number": number}, request=request)
    return action


def next_number(priority: Priority) -> str:
    """The next free number under a priority: 2.7 after 2.6."""
    taken = [one.rpartition(".")[2] for one in priority.actions.values_list("number", flat=True)]
    return f"{priority.number}.{max((int(one) for one in taken if one.isdecimal()), default=0) + 1}"


def check_dates(*, starts: dt.date | None, due: dt.date | None, impact_due: dt.date | None) -> None:
    """Raise NotYetError where dates contradict one another."""
    if starts and due and due < starts:
        raise NotYetError("The due date is before the day on which the work begins.")
    if due and impact_due and impact_due < due:
        raise NotYetError("The day by which a difference should show is before the due date.")


@transaction.atomic
def change_action(
    *,
    action: Action,
    edition: int,
    values: Mapping[str, Any],
    findings: Iterable[Any],
    depends_on: Iterable[Action],
    by: Person,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Change what an action says; EditConflictError when somebody else did so since `edition` was read."""
    now = Action.objects.select_for_update(of=("self",)).select_related("priority", "owner", "team").get(pk=action.pk)
    wanted, findings = list(depends_on), list(findings)
    # Two changes at one moment could each be right alone and a circle together: the plan's are made one by one.
    Plan.objects.select_for_update(of=("self",)).get(pk=now.priority.plan_id)
    if now.edition != edition:
        found = differences(now, values)
        for label, stands, typed in (
            ("Findings", now.findings.all(), findings),
            ("Waits for", now.depends_on.all(), wanted),
        ):
            held, given = ", ".join(sorted(map(str, stands))), ", ".join(sorted(map(str, typed)))
            found += [(label, held, given)] if held != given else []
        raise EditConflictError(now.edition, found)
    check_dates(starts=values.get("starts"), due=now.current_due, impact_due=values.get("impact_due"))
    check_no_circle(now, wanted)
    before = now.owner
    for name in CHANGEABLE:
        if name in values:
            setattr(now, name, values[name])
    now.edition += 1
    now.save()
    now.findings.set(findings)
    now.depends_on.set(wanted)
    words = "Changed" if before == now.owner else f"Owner: {before or 'nobody'} to {now.owner or 'nobody'}"
    note(now, by=by, kind="changed", words=words, at=at)
    detail = {"edition": now.edition, "owner": now.owner_id}
    record(actor=by, verb=Verb.ACTION_CHANGED, what=f"action:{now.pk}", detail=detail, request=request)
    return now


def differences(now: Action, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What was typed and what stands now, where they differ."""
    found = []
    for name in CHANGEABLE:
        stands, typed = str(getattr(now, name) or ""), str(values.get(name) or "")
        if name in values and stands != typed:
            found.append((name.replace("_", " ").capitalize(), stands, typed))
    return found


def check_no_circle(action: Action, wanted: Sequence[Action]) -> None:
    """Raise NotYetError when an action would wait for itself, by whatever way round."""
    links: dict[int, set[int]] = {}
    through = Action.depends_on.through.objects.filter(from_action__priority__plan=action.priority.plan_id)
    for one, other in through.values_list("from_action_id", "to_action_id"):
        links.setdefault(one, set()).add(other)
    for first in wanted:
        seen, waiting = set(), [first.pk]
        while waiting:
            here = waiting.pop()
            if here == action.pk:
                round_about = "itself" if first.pk == action.pk else f"{first.number}, which waits for {action.number}"
                raise NotYetError(f"Action {action.number} cannot wait for {round_about}: that is a circle.")
            if here not in seen:
                seen.add(here)
                waiting.extend(links.get(here, ()))


def may_take(step: Step, action: Action, access: Access) -> bool:
    """Whether this person may take this step of this action."""
    person = access.person
    if step.who is Who.EDITOR:
        return access.can(Permission.PLAN_EDIT)
    if step.who is Who.OWNER:
        return access.can(Permission.PLAN_EDIT) or owns(action, access)
    return access.can(Permission.PLAN_VERIFY) and person.pk not in (action.owner_id, action.claimed_by_id)


def owns(action: Action, access: Access) -> bool:
    """Whether this person sees the plan and the action is theirs."""
    return access.can(Permission.PLAN_SEE) and action.owner_id == access.person.pk


@transaction.atomic
def move(
    *,
    action: Action,
    then: State,
    access: Access,
    today: dt.date,
    reason: str = "",
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> Action:
    """Take an action to another state; NotYetError says in a sentence why it may not go there."""
    now = Action.objects.select_for_update(of=("self",)).select_related("priority", "owner", "team").get(pk=action.pk)
    before = State(now.state)
    step = check_follows(before, then)
    if not may_take(step, now, access):
        raise NotYetError(f"This step is for {step.who}.")
    if step.reason and not reason.strip():
        raise NotYetError("Say why, for readers of the plan will see it.")
    _check_not_carried(now)
    _check_fit(now, then, today)
    if then is State.CLAIMED:
        now.done_on, now.claimed_by = today, access.person
    elif then in (State.REOPENED, State.IN_PROGRESS):
        now.done_on, now.claimed_by = None, None
    now.state = then
    now.edition += 1
    now.save()
    note(now, by=access.person, kind="moved", words=f"{before} to {then}", reason=reason, at=at)
    detail = {"before": before, "after": then}
    record(
        actor=access.person,
        verb=Verb.ACTION_MOVED,
        what=f"action:{now.pk}",
        reason=reason,
        detail=detail,
        request=request,
    )
    return now


def _check_not_carried(action: Action) -> None:
    """Raise NotYetError where the work goes on in a later plan: there it is moved, and here it stays as it was."""
    on = action.carried_to.select_related("priority__plan").first()
    if on is not None:
        raise NotYetError(f"This was carried on as action {on.number} of {on.priority.plan.title}. Move it there.")


def _check_fit(action: Action, then: State, today: dt.date) -> None:
    """Raise NotYetError unless what a state promises is so."""
    if then is State.AGREED and not (action.owner_id and action.current_due):
        raise NotYetError("An action is agreed when it has an owner and a due date. Enter them first.")
    if then is State.VERIFIED and not any(one.accepted is not False for one in action.evidence.all()):
        raise NotYetError("There is nothing to verify it by. Ask its owner to add evidence that it was done.")
    if then is State.EMBEDDED:
        held = [one for one in action.evidence.all() if in_date(one, today)]
        if impact_shown(held, today) is not Impact.SUSTAINED:
            raise NotYetError(
                "A change is embedded when reviewed evidence of at least two kinds shows it over six months or more."
            )


@transaction.atomic
def hand_over(*, action: Action, to: Person, by: Person, reason: str, request: HttpRequest | None = None) -> Action:
    """Give an action to another owner, as when its owner leaves."""
    now = Action.objects.select_for_update(of=("self",)).select_related("priority", "owner", "team").get(pk=action.pk)
    if not to.is_active:
        raise NotYetError(f"{to.name} no longer has an account, so cannot own an action.")
    before, now.owner = now.owner, to
    now.edition += 1
    now.save()
    note(now, by=by, kind="changed", words=f"Owner: {before or 'nobody'} to {to}", reason=reason)
    detail = {"owner": to.pk, "before": before.pk if before else None}
    record(actor=by, verb=Verb.ACTION_CHANGED, what=f"action:{now.pk}", reason=reason, detail=detail, request=request)
    return now


def stamp(at: dt.datetime | None) -> dt.datetime:
    """The moment given, or now."""
    return at or timezone.now()
