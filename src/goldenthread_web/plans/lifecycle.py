"""The only writer of plans: entering and agreeing them, priorities, frozen versions, concluding and carrying on."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.indicators.actions import set_priorities
from goldenthread_web.people.models import Person
from goldenthread_web.plans.actions import EditConflictError, raise_action, stamp
from goldenthread_web.plans.history import in_order, note, values_of
from goldenthread_web.plans.models import Action, Milestone, Plan, PlanVersion, Priority
from goldenthread_web.plans.workflow import UNFINISHED, NotYetError, PlanState, State, check_plan_follows

CHANGEABLE = ("title", "kind", "starts", "ends", "governed_by", "inspection", "trigger", "vision", "vigilance")


@transaction.atomic
def enter_plan(*, plan: Plan, by: Person, request: HttpRequest | None = None, at: dt.datetime | None = None) -> Plan:
    """Enter a plan as a draft."""
    _check_period(plan.starts, plan.ends)
    plan.created_by, plan.created = by, stamp(at)
    plan.save(force_insert=True)
    record(actor=by, verb=Verb.PLAN_WRITTEN, what=f"plan:{plan.pk}", detail={"title": plan.title}, request=request)
    return plan


def _check_period(starts: dt.date, ends: dt.date | None) -> None:
    if ends and ends < starts:
        raise NotYetError("The plan would end before it begins.")


@transaction.atomic
def change_plan(
    *, plan: Plan, edition: int, values: dict[str, Any], by: Person, request: HttpRequest | None = None
) -> Plan:
    """Change what a plan says of itself; EditConflictError when somebody else did so since `edition` was read."""
    now = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if now.edition != edition:
        found = [
            (name.replace("_", " ").capitalize(), str(getattr(now, name) or ""), str(values[name] or ""))
            for name in CHANGEABLE
            if name in values and str(getattr(now, name) or "") != str(values[name] or "")
        ]
        raise EditConflictError(now.edition, found)
    for name in CHANGEABLE:
        if name in values:
            setattr(now, name, values[name])
    _check_period(now.starts, now.ends)
    now.edition += 1
    now.save()
    record(actor=by, verb=Verb.PLAN_WRITTEN, what=f"plan:{now.pk}", detail={"edition": now.edition}, request=request)
    return now


@transaction.atomic
def enter_priority(
    *,
    plan: Plan,
    title: str,
    success_statement: str,
    by: Person,
    sponsor: Person | None = None,
    request: HttpRequest | None = None,
) -> Priority:
    """Add a priority at the end of a plan."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = plan.priorities.order_by("-number").first()
    made = Priority.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        title=title,
        success_statement=success_statement,
        sponsor=sponsor,
    )
    record(actor=by, verb=Verb.PLAN_WRITTEN, what=f"plan:{plan.pk}", detail={"priority": title}, request=request)
    return made


def priority_edition(priority: Priority) -> int:
    """A number that changes with what a priority says, by which two changes at one time are seen."""
    said = (priority.title, priority.success_statement, priority.sponsor_id)
    return zlib.crc32(repr(said).encode())


@transaction.atomic
def change_priority(
    *,
    priority: Priority,
    edition: int,
    title: str,
    success_statement: str,
    sponsor: Person | None,
    by: Person,
    request: HttpRequest | None = None,
) -> Priority:
    """Change what a priority says; EditConflictError when somebody else did so since `edition` was read."""
    now = Priority.objects.select_for_update(of=("self",)).select_related("plan").get(pk=priority.pk)
    if priority_edition(now) != edition:
        pairs = (
            ("Priority", now.title, title), ("What success will look like", now.success_statement, success_statement),
            ("Sponsor", str(now.sponsor or ""), str(sponsor or "")),
        )  # fmt: skip
        raise EditConflictError(priority_edition(now), [one for one in pairs if one[1] != one[2]])
    if now.plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise NotYetError(f"A plan that is {now.plan.state} is not changed any more.")
    before = now.title
    now.title, now.success_statement, now.sponsor = title, success_statement, sponsor
    now.save()
    if now.plan.state == PlanState.AGREED and before != title:
        tell_scorecard(now.plan, by=by, request=request)
    detail = {"priority": title, "before": before}
    record(actor=by, verb=Verb.PLAN_WRITTEN, what=f"plan:{now.plan_id}", detail=detail, request=request)
    return now


@transaction.atomic
def agree_plan(
    *, plan: Plan, by: Person, reason: str = "", request: HttpRequest | None = None, at: dt.datetime | None = None
) -> int:
    """Agree a plan and those of its drafts that have an owner and a date; the scorecard then reads by its priorities.

    Answers how many actions stay drafts.
    """
    _move_plan(plan, PlanState.AGREED)
    left = 0
    for action in Action.objects.filter(priority__plan=plan, state=State.DRAFT).select_related("priority", "owner"):
        if not (action.owner_id and action.current_due):
            left += 1
            continue
        action.state, action.edition = State.AGREED, action.edition + 1
        action.save(update_fields=["state", "edition"])
        note(action, by=by, kind="moved", words="draft to agreed", reason="The plan was agreed", at=at)
    tell_scorecard(plan, by=by, request=request)
    record(
        actor=by, verb=Verb.PLAN_MOVED, what=f"plan:{plan.pk}", reason=reason, detail={"left": left}, request=request
    )
    return left


def tell_scorecard(plan: Plan, *, by: Person, request: HttpRequest | None = None) -> None:
    """Let the scorecard be read by the plan's priorities and the measures that its actions are to move."""
    wanted = []
    for one in plan.priorities.prefetch_related("actions__success_measures"):
        names = [part.measure for action in one.actions.all() for part in action.success_measures.all()]
        wanted.append((one.title, list(dict.fromkeys(name for name in names if name))))
    set_priorities(wanted=wanted, by=by, request=request)


def _move_plan(plan: Plan, then: PlanState) -> None:
    now = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    check_plan_follows(PlanState(now.state), then)
    Plan.objects.filter(pk=plan.pk).update(state=then, edition=now.edition + 1)
    plan.refresh_from_db()


@transaction.atomic
def move_plan(*, plan: Plan, then: PlanState, reason: str, by: Person, request: HttpRequest | None = None) -> None:
    """Withdraw a plan, or take one back up; with a reason."""
    if not reason.strip():
        raise NotYetError("Say why; the reason stays in the history.")
    _move_plan(plan, then)
    record(
        actor=by, verb=Verb.PLAN_MOVED, what=f"plan:{plan.pk}", reason=reason, detail={"after": then}, request=request
    )


@transaction.atomic
def freeze(
    *,
    plan: Plan,
    title: str,
    approved_by_meeting: str,
    approved_on: dt.date,
    by: Person,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> PlanVersion:
    """Keep the plan as a board approved it. What is frozen is never changed."""
    now = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = now.versions.order_by("-number").first()
    made = PlanVersion.objects.create(
        plan=now,
        number=last.number + 1 if last else 1,
        title=title,
        approved_by_meeting=approved_by_meeting,
        approved_on=approved_on,
        frozen=frozen_of(now),
        at=stamp(at),
        by=by,
    )
    detail = {"version": made.number, "approved by": approved_by_meeting}
    record(actor=by, verb=Verb.PLAN_FROZEN, what=f"plan:{plan.pk}", detail=detail, request=request)
    return made


def frozen_of(plan: Plan) -> dict[str, Any]:
    """Everything of a plan that is printed, as it stands now."""
    found = (
        Action.objects.filter(priority__plan=plan)
        .select_related("priority", "owner", "team")
        .prefetch_related("success_measures", "findings")
    )
    return {
        "title": plan.title,
        "kind": plan.kind,
        "starts": plan.starts.isoformat(),
        "ends": plan.ends.isoformat() if plan.ends else "",
        "governed_by": plan.governed_by,
        "vision": plan.vision,
        "priorities": [
            {"number": one.number, "title": one.title, "success_statement": one.success_statement}
            for one in plan.priorities.all()
        ],
        "actions": in_order(values_of(one) for one in found),
        "report": plan.concluded_report,
        "vigilance": plan.vigilance,
    }


@transaction.atomic
def conclude(
    *,
    plan: Plan,
    on: dt.date,
    report: str,
    vigilance: str,
    approved_by_meeting: str,
    by: Person,
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> PlanVersion:
    """End a plan with its final report; its final version is frozen."""
    if len(report.strip()) < 20:
        raise NotYetError("Say in the final report what was achieved, in a few sentences.")
    if on < plan.starts:
        raise NotYetError("The plan would end before it began.")
    _move_plan(plan, PlanState.CONCLUDED)
    Plan.objects.filter(pk=plan.pk).update(
        concluded_on=on, concluded_report=report, vigilance=vigilance, ends=plan.ends or on
    )
    plan.refresh_from_db()
    return freeze(
        plan=plan, title="Final version", approved_by_meeting=approved_by_meeting, approved_on=on, by=by,
        request=request, at=at,
    )  # fmt: skip


@transaction.atomic
def carry_on(
    *,
    plan: Plan,
    title: str,
    starts: dt.date,
    governed_by: str,
    by: Person,
    vision: str = "",
    request: HttpRequest | None = None,
    at: dt.datetime | None = None,
) -> tuple[Plan, int]:
    """Make a development plan of what a concluded plan left unfinished; each line keeps the way back to its history."""
    if plan.state != PlanState.CONCLUDED:
        raise NotYetError("Conclude the plan first; then carry what is unfinished into the next one.")
    if plan.continued_by.exists():
        raise NotYetError("This plan has been carried on already.")
    new = enter_plan(
        plan=Plan(
            title=title, kind=Plan.Kind.DEVELOPMENT, starts=starts, governed_by=governed_by, continues=plan,
            vision=vision or plan.vision, vigilance=plan.vigilance, inspection=plan.inspection,
            trigger=f"Carries on {plan.title}",
        ),
        by=by, request=request, at=at,
    )  # fmt: skip
    carried: dict[int, Action] = {}
    for one in plan.priorities.all():
        priority = None
        lines = one.actions.filter(state__in=sorted(UNFINISHED)).select_related("owner", "team")
        for action in lines.prefetch_related("findings", "success_measures"):
            priority = priority or enter_priority(
                plan=new, title=one.title, success_statement=one.success_statement, sponsor=one.sponsor, by=by,
                request=request,
            )  # fmt: skip
            carried[action.pk] = _carry(action, priority, by=by, request=request, at=at)
    links = Action.depends_on.through.objects.filter(from_action__in=carried, to_action__in=carried)
    for one_, other in links.values_list("from_action_id", "to_action_id"):
        carried[one_].depends_on.add(carried[other])
    return new, len(carried)


def _carry(
    action: Action, priority: Priority, *, by: Person, request: HttpRequest | None, at: dt.datetime | None
) -> Action:
    measures = [
        {
            "measure": m.measure,
            "words": m.words,
            "baseline": m.baseline,
            "target": m.target,
            "target_date": m.target_date,
        }
        for m in action.success_measures.all()
    ]
    made = raise_action(
        priority=priority, title=action.title, by=by, why=action.why, how=action.how, owner=action.owner,
        team=action.team, contributors=action.contributors, due=action.current_due, impact_due=action.impact_due,
        origin=action.origin, origin_words=f"Carried from action {action.number} of {action.priority.plan.title}"[:300],
        findings=list(action.findings.all()), measures=measures, carried_from=action, request=request, at=at,
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(action=made, title=one.title, due=one.due) for one in action.milestones.filter(done_on__isnull=True)
    )
    return made


def log_export(*, by: Person, what: str, form: str, request: HttpRequest) -> None:
    """Write down that a plan was taken out of the site."""
    record(actor=by, verb=Verb.PLAN_EXPORTED, what=what, detail={"form": form}, request=request)
