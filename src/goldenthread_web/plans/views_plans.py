"""Pages on which plans are written: entering, agreeing, priorities, new actions, versions, concluding, carrying on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans import actions, lifecycle, queries
from goldenthread_web.plans.actions import EditConflictError
from goldenthread_web.plans.forms import (
    ActionForm,
    CarryForm,
    ConcludeForm,
    FreezeForm,
    PlanForm,
    PriorityForm,
    ReasonForm,
)
from goldenthread_web.plans.progress import in_words, progress_of
from goldenthread_web.plans.workflow import NotYetError, PlanState


def form_page(request: SignedInRequest, form: Any, *, title: str, button: str, **more: Any) -> HttpResponse:
    """A page that is one form: what it is for, the way back, the button, and a conflict where there is one."""
    context = {"form": form, "button": button, "form_has_errors": bool(form.errors), **more}
    return page(request, "plans/form.html", context, title=title)


def attempt(form: Any, act: Callable[[], Any]) -> Any:
    """Do what a form asks for; what may not be is said on the form, and None is answered."""
    try:
        return act()
    except NotYetError as error:
        form.add_error(None, str(error))
        return None


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a plan."""
    form = PlanForm(request.POST or None, initial={"starts": request.today})
    if request.method == "POST" and form.is_valid():
        by = request.access.person
        made = attempt(form, lambda: lifecycle.enter_plan(plan=form.save(commit=False), by=by, request=request))
        if made:
            messages.success(request, "The plan is entered as a draft. Add its priorities, or bring in a workbook.")
            return redirect("plans:plan", made.pk)
    return form_page(request, form, title="A new plan", button="Enter the plan")


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what a plan says of itself."""
    plan = queries.plan_for(request.access, pk)
    # The form writes what was typed into the plan it is given: that is a copy, so that a conflict shows both.
    form = PlanForm(
        request.POST or None, instance=queries.plan_for(request.access, pk), initial={"edition": plan.edition}
    )
    conflict: list[tuple[str, str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data.pop("edition") or 0
        values, by = form.cleaned_data, request.access.person
        try:
            if attempt(
                form, lambda: lifecycle.change_plan(plan=plan, edition=edition, values=values, by=by, request=request)
            ):
                messages.success(request, "The plan is changed.")
                return redirect("plans:plan", pk)
        except EditConflictError as error:
            conflict = error.differences
            form = PlanForm({**request.POST.dict(), "edition": error.edition}, instance=plan)
    return form_page(request, form, title=f"Change {plan.title}", button="Keep", plan=plan, conflict=conflict)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a priority to a plan."""
    plan = queries.plan_for(request.access, pk)
    form = PriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "edition"}
        lifecycle.enter_priority(plan=plan, by=request.access.person, request=request, **given)
        messages.success(request, "The priority is added.")
        return redirect("plans:plan", pk)
    return form_page(request, form, title=f"A new priority of {plan.title}", button="Add the priority", plan=plan)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def change_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what a priority says, what success will look like, or its sponsor."""
    one = queries.priority_for(request.access, pk)
    initial = {
        "title": one.title, "success_statement": one.success_statement, "sponsor": one.sponsor_id,
        "edition": lifecycle.priority_edition(one),
    }  # fmt: skip
    form = PriorityForm(request.POST or None, initial=initial)
    conflict: list[tuple[str, str, str]] | None = None
    if request.method == "POST" and form.is_valid():
        given, by = dict(form.cleaned_data), request.access.person
        given["edition"] = given["edition"] or 0
        try:
            if attempt(form, lambda: lifecycle.change_priority(priority=one, by=by, request=request, **given)):
                messages.success(request, "The priority is changed.")
                return redirect("plans:plan", one.plan_id)
        except EditConflictError as error:
            conflict = error.differences
            form = PriorityForm({**request.POST.dict(), "edition": error.edition})
    more = {"plan": one.plan, "conflict": conflict}
    return form_page(request, form, title=f"Change priority {one.number}", button="Keep", **more)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def new_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter an action under a priority."""
    priority = queries.priority_for(request.access, pk)
    form = ActionForm(request.POST or None, plan=priority.plan)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "edition"}
        by = request.access.person
        made = attempt(form, lambda: actions.raise_action(priority=priority, by=by, request=request, **given))
        if made:
            messages.success(request, f"Action {made.number} is entered as a draft.")
            return redirect("plans:action", made.pk)
    title = f"A new action under priority {priority}"
    return form_page(request, form, title=title, button="Enter the action", plan=priority.plan)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def move(request: SignedInRequest, pk: int, then: str) -> HttpResponse:
    """Agree a plan, withdraw it or take it back up."""
    plan = queries.plan_for(request.access, pk)
    if then not in {one.name.lower() for one in PlanState} - {"concluded"}:
        raise Http404
    state = PlanState[then.upper()]
    agreeing = state is PlanState.AGREED and plan.state == PlanState.DRAFT
    form = ReasonForm(request.POST or None, wanted=not agreeing)
    if request.method == "POST" and form.is_valid():
        by, reason = request.access.person, form.cleaned_data["reason"]
        if agreeing:
            left = attempt(form, lambda: lifecycle.agree_plan(plan=plan, by=by, reason=reason, request=request))
        else:
            attempt(form, lambda: lifecycle.move_plan(plan=plan, then=state, reason=reason, by=by, request=request))
            left = 0
        if not form.errors:
            more = f" {left} actions stay drafts, for they lack an owner or a due date." if left else ""
            messages.success(request, f"The plan is {state} now.{more}")
            return redirect("plans:plan", pk)
    return form_page(request, form, title=f"{plan.title}: {state}", button="Go on", plan=plan)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def freeze(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a version that a board approved."""
    plan = queries.plan_for(request.access, pk)
    form = FreezeForm(request.POST or None, initial={"approved_on": request.today})
    if request.method == "POST" and form.is_valid():
        made = lifecycle.freeze(plan=plan, by=request.access.person, request=request, **form.cleaned_data)
        messages.success(request, f"Version {made.number} is kept and never changes.")
        return redirect("plans:version", made.pk)
    return form_page(request, form, title=f"Keep a version of {plan.title}", button="Keep the version", plan=plan)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def conclude(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a plan with its final report."""
    plan = queries.plan_for(request.access, pk)
    form = ConcludeForm(request.POST or None, initial={"on": request.today, "vigilance": plan.vigilance})
    if request.method == "POST" and form.is_valid():
        by = request.access.person
        made = attempt(form, lambda: lifecycle.conclude(plan=plan, by=by, request=request, **form.cleaned_data))
        if made:
            messages.success(request, "The plan is concluded. Carry what is unfinished into the next plan.")
            return redirect("plans:plan", pk)
    progress = progress_of(lifecycle.frozen_of(plan), request.today)
    more = {"plan": plan, "progress": progress, "words": in_words(progress[-1])}
    return form_page(request, form, title=f"Conclude {plan.title}", button="Conclude the plan", **more)


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def carry_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Carry what a concluded plan left unfinished into a new plan."""
    plan = queries.plan_for(request.access, pk)
    form = CarryForm(request.POST or None, initial={"starts": request.today, "title": "Service development plan"})
    if request.method == "POST" and form.is_valid():
        by = request.access.person
        done = attempt(form, lambda: lifecycle.carry_on(plan=plan, by=by, request=request, **form.cleaned_data))
        if done:
            messages.success(request, f"{done[1]} unfinished actions are carried into this plan as drafts.")
            return redirect("plans:plan", done[0].pk)
    return form_page(request, form, title=f"Carry on {plan.title}", button="Make the new plan", plan=plan)
