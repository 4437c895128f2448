"""The page of an action, and the forms by which it is changed, moved, reported on and evidenced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators.actions import draw
from goldenthread_web.indicators.queries import drawings
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans import actions, presenting, queries, recording
from goldenthread_web.plans.actions import EditConflictError, may_take, owns
from goldenthread_web.plans.forms import (
    ActionForm,
    DateForm,
    DecideForm,
    EvidenceForm,
    HandOverForm,
    ImpactForm,
    MeasureForm,
    MilestoneForm,
    ReasonForm,
    ResourceForm,
    ReviewForm,
    RiskForm,
    UpdateForm,
)
from goldenthread_web.plans.models import Action, Evidence, Milestone, Resource, Risk, SuccessMeasure
from goldenthread_web.plans.ratings import Impact
from goldenthread_web.plans.standing import EXCEPTIONS, measures_of, standing_of
from goldenthread_web.plans.views_plans import attempt, form_page
from goldenthread_web.plans.workflow import STEPS, NotYetError, State

CHARTS = 2


@require_safe
@needs(Permission.PLAN_SEE)
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one action: its two ratings, measures, evidence, dates, reports and every change."""
    one = queries.action_with_parts(request.access, pk, request.today)
    signals = queries.signals_for(request.access, measures_of([one]))
    line = standing_of(one, signals, request.today)
    keys = [(s.measure, s.chart) for s in line.signals if s.chart and s.judged][:CHARTS]
    drawn = drawings([chart for _name, chart in keys])
    story = queries.story_of(one)
    here = story.later is None  # what was carried on is reported on and changed where it goes on
    edits, own = here and request.access.can(Permission.PLAN_EDIT), here and owns(one, request.access)
    context = {
        "one": one,
        "line": line,
        "signals": signals,
        "charts": {name: Markup(draw(drawn[chart])) for name, chart in keys if chart in drawn},  # noqa: S704
        "story": story,
        "steps": [
            (then.name.lower(), s.words)
            for then, s in STEPS[State(one.state)].items()
            if story.later is None and may_take(s, one, request.access)
        ],
        "edits": edits,
        "reports": edits or own,
        "verifies": request.access.can(Permission.PLAN_VERIFY),
        "wrong": [EXCEPTIONS[name] for name in line.exceptions],
        "keys": presenting.keys(),
    }
    return page(request, "plans/action.html", context, title=f"{one.number} {one.title}")


@require_safe
@needs(Permission.PLAN_SEE)
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every report, date and change of an action, its milestones, risks, resources and what waits for what."""
    one = queries.action_for(request.access, pk)
    edits = request.access.can(Permission.PLAN_EDIT)
    context = {
        "one": one,
        "story": queries.record_of(one),
        "edits": edits,
        "reports": edits or owns(one, request.access),
    }
    return page(request, "plans/history.html", context, title=f"History of action {one.number} {one.title}")


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what an action says; where somebody else did so meanwhile, both texts are shown."""
    one = queries.action_for(request.access, pk)
    names = (*actions.CHANGEABLE, "edition")
    initial = {name: getattr(one, f"{name}_id" if name in ("owner", "team") else name) for name in names}
    initial |= {"findings": one.findings.all(), "depends_on": one.depends_on.all()}
    form = ActionForm(request.POST or None, plan=one.priority.plan, action=one, initial=initial)
    conflict: list[tuple[str, str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        parts = {"findings": given.pop("findings"), "depends_on": given.pop("depends_on")}
        edition, by = given.pop("edition") or 0, request.access.person
        try:
            kept = {"action": one, "edition": edition, "values": given, "by": by, "request": request, **parts}
            if attempt(form, lambda: actions.change_action(**kept)):
                messages.success(request, "The action is changed.")
                return redirect("plans:action", pk)
        except EditConflictError as error:
            conflict = error.differences
            again = request.POST.copy()
            again["edition"] = str(error.edition)
            form = ActionForm(again, plan=one.priority.plan, action=one)
    more = {"plan": one.priority.plan, "one": one, "conflict": conflict}
    return form_page(request, form, title=f"Change action {one.number}", button="Keep", **more)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_SEE)
def move(request: SignedInRequest, pk: int, then: str) -> HttpResponse:
    """Take an action to another state."""
    one = queries.action_for(request.access, pk)
    if then not in {state.name.lower() for state in State}:
        raise Http404
    state = State[then.upper()]
    step = STEPS[State(one.state)].get(state)
    if step is not None and not may_take(step, one, request.access):
        raise PermissionDenied(f"This step is for {step.who}.")
    form = ReasonForm(request.POST or None, wanted=step is None or step.reason)
    if request.method == "POST" and form.is_valid():
        given = {"access": request.access, "today": request.today, "reason": form.cleaned_data["reason"]}
        if attempt(form, lambda: actions.move(action=one, then=state, request=request, **given)):
            messages.success(request, f"Action {one.number} is {state} now.")
            return redirect("plans:action", pk)
    title = f"{step.words if step else state.capitalize()}: action {one.number}"
    return form_page(
        request, form, title=title, button=step.words if step else "Go on", one=one, plan=one.priority.plan
    )


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that is added to an action: who may, its form, how it is kept, and what is said then."""

    title: str
    button: str
    done: str
    owner_may: bool
    form: Callable[[SignedInRequest, Action], Any]
    keep: Callable[[SignedInRequest, Action, dict[str, Any]], Any]


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _names(request: SignedInRequest) -> list[tuple[str, str]]:
    return queries.measure_names(request.access)


def _add(request: SignedInRequest, part: Any) -> Any:
    return recording.add_part(part=part, by=request.access.person, request=request)


def _keep_impact(request: SignedInRequest, one: Action, given: dict[str, Any]) -> Any:
    return recording.rate_impact(
        action=one, impact=Impact(given["impact"]), reason=given["reason"], by=request.access.person,
        today=request.today, request=request,
    )  # fmt: skip


def _keep_evidence(request: SignedInRequest, one: Action, given: dict[str, Any]) -> Any:
    file = given.pop("file")
    return recording.add_evidence(
        evidence=Evidence(action=one, **given), file=file, by=request.access.person, request=request
    )


PARTS: Mapping[str, Part] = {
    "update": Part(
        title="Report on action",
        button="Keep the report",
        done="The report is kept.",
        owner_may=True,
        form=lambda r, _o: UpdateForm(_posted(r), today=r.today, initial={"on": r.today}),
        keep=lambda r, o, g: recording.add_update(action=o, by=r.access.person, request=r, **g),
    ),
    "date": Part(
        title="Another due date for action",
        button="Ask for this date",
        done="The date is kept with its reason. It holds once somebody who writes the plan has approved it.",
        owner_may=True,
        form=lambda r, o: DateForm(_posted(r), today=r.today, initial={"after": o.current_due}),
        keep=lambda r, o, g: recording.ask_for_date(action=o, access=r.access, request=r, **g),
    ),
    "evidence": Part(
        title="Evidence for action",
        button="Add the evidence",
        done="The evidence is added. It counts once somebody else has reviewed it.",
        owner_may=True,
        form=lambda r, _o: EvidenceForm(_posted(r), r.FILES or None, measures=_names(r)),
        keep=_keep_evidence,
    ),
    "impact": Part(
        title="Rate the impact of action",
        button="Keep the rating",
        done="The rating is kept with its reason.",
        owner_may=False,
        form=lambda r, o: ImpactForm(_posted(r), initial={"impact": o.impact}),
        keep=_keep_impact,
    ),
    "measure": Part(
        title="A success measure of action",
        button="Add the measure",
        done="The measure is added.",
        owner_may=False,
        form=lambda r, _o: MeasureForm(_posted(r), measures=_names(r)),
        keep=lambda r, o, g: _add(r, SuccessMeasure(action=o, **g)),
    ),
    "milestone": Part(
        title="A milestone of action",
        button="Add the milestone",
        done="The milestone is added.",
        owner_may=True,
        form=lambda r, _o: MilestoneForm(_posted(r)),
        keep=lambda r, o, g: _add(r, Milestone(action=o, **g)),
    ),
    "resource": Part(
        title="A resource for action",
        button="Add the resource",
        done="The resource is added.",
        owner_may=False,
        form=lambda r, _o: ResourceForm(_posted(r)),
        keep=lambda r, o, g: _add(r, Resource(action=o, **g)),
    ),
    "risk": Part(
        title="A risk of action",
        button="Add the risk",
        done="The risk is added.",
        owner_may=True,
        form=lambda r, _o: RiskForm(_posted(r)),
        keep=lambda r, o, g: _add(r, Risk(action=o, plan=o.priority.plan, **g)),
    ),
}


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_SEE)
def add(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Add a report, date, evidence, rating, measure, milestone, resource or risk to an action."""
    one, part = queries.action_for(request.access, pk), PARTS[what]
    if not (request.access.can(Permission.PLAN_EDIT) or (part.owner_may and owns(one, request.access))):
        who = "its owner and those who write the plan" if part.owner_may else "those who write the plan"
        raise PermissionDenied(f"This is for {who}.")
    form = part.form(request, one)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: part.keep(request, one, dict(form.cleaned_data)))
    ):
        messages.success(request, part.done)
        return redirect("plans:action", pk)
    title = f"{part.title} {one.number}"
    plan = one.priority.plan
    return form_page(request, form, title=title, button=part.button, one=one, plan=plan, files=form.is_multipart())


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def drop(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Take a success measure, milestone, resource or risk out of an action, with a reason."""
    part = queries.part_for(request.access, kind, pk)
    one = part.action
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], request.access.person
        attempt(form, lambda: recording.drop_part(part=part, reason=reason, by=by, request=request))
        if not form.errors:
            messages.success(request, "It is taken out; that it was there stays in the history.")
            return redirect("plans:action", one.pk)
    return form_page(request, form, title=f"Take out: {part}", button="Take it out", one=one)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def decide_date(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve or refuse a due date that was asked for."""
    change_ = queries.date_change_for(request.access, pk)
    one = change_.action
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approve, by = form.cleaned_data["decision"] == "approve", request.access.person
        attempt(form, lambda: recording.decide_date(change=change_, approve=approve, by=by, request=request))
        if not form.errors:
            messages.success(request, "The new date holds." if approve else "The date stays as it was.")
            return redirect("plans:action", one.pk)
    more = {"one": one, "asked": change_}
    return form_page(request, form, title=f"A new date for action {one.number}", button="Decide", **more)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_VERIFY)
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept evidence or not."""
    item = queries.evidence_for(request.access, pk)
    one = item.action
    form = ReviewForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        accepted, said = form.cleaned_data["accepted"] == "yes", form.cleaned_data["note"]
        given = {"evidence": item, "accepted": accepted, "note_given": said, "by": request.access.person}
        given["expires"] = form.cleaned_data["expires"]
        if attempt(form, lambda: recording.review_evidence(request=request, **given)):
            messages.success(request, "Your review is kept.")
            return redirect("plans:action", one.pk)
    return form_page(request, form, title=f"Review: {item.title}", button="Keep the review", one=one, item=item)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give an action to another owner."""
    one = queries.action_for(request.access, pk)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.access.person
        if attempt(form, lambda: actions.hand_over(action=one, by=by, request=request, **form.cleaned_data)):
            messages.success(request, "The action has a new owner.")
            return redirect("plans:action", pk)
    return form_page(request, form, title=f"Hand over action {one.number}", button="Hand over", one=one)


@require_POST
@needs(Permission.PLAN_SEE)
def finish_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a milestone was reached."""
    one = queries.milestone_for(request.access, pk)
    if not (request.access.can(Permission.PLAN_EDIT) or owns(one.action, request.access)):
        raise PermissionDenied("This is for the owner of the action and those who write the plan.")
    try:
        recording.finish_milestone(milestone=one, on=request.today, by=request.access.person, request=request)
    except NotYetError as error:
        messages.error(request, str(error))
    return redirect("plans:action", one.action_id)
