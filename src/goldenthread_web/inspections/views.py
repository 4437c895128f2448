"""Pages of inspections and findings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.inspections import actions, queries
from goldenthread_web.inspections.clocks import RULES, offered
from goldenthread_web.inspections.forms import ClockForm, FindingForm, FrameworkForm, InspectionForm, MoveForm
from goldenthread_web.inspections.frameworks import FRAMEWORKS, alike
from goldenthread_web.inspections.models import Clock, Finding, Inspection
from goldenthread_web.inspections.workflow import FindingState, NotYetError
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

_EDITS = Permission.INSPECTIONS_EDIT


@require_safe
@needs(Permission.INSPECTIONS_SEE)
def inspections(request: SignedInRequest) -> HttpResponse:
    """Every inspection, visit and review, the latest first."""
    found = list(queries.inspections_for(request.access))
    context = {"found": found, "pressing": queries.pressing_for(request.access, request.today).clocks}
    return page(request, "inspections/inspections.html", context, title="Inspections")


@require_safe
@needs(Permission.INSPECTIONS_SEE)
def inspection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One inspection: what was judged, what was found and where each finding stands, its clocks."""
    one = queries.inspection_for(request.access, pk)
    judged = {judgement.area: judgement for judgement in one.judgements.all()}
    found = list(queries.findings_for(request.access).filter(inspection=one))
    clocks = {clock.rule: clock for clock in one.clocks.all()}
    rules = [(rule, clocks.get(rule.key)) for rule in offered(one.framework, inadequate=_inadequate(one))]
    context = {
        "inspection": one,
        "judged": [(area, judged.get(area.key)) for area in one.by.areas],
        "groups": _in_order(found),
        "clocks": [(rule, clock, clock.standing(request.today) if clock else None) for rule, clock in rules],
        "form": ClockForm(None),
    }
    return page(request, "inspections/inspection.html", context, title=one.title)


def _inadequate(one: Inspection) -> bool:
    return any(judgement.grade == "inadequate" for judgement in one.judgements.all())


def _in_order(found: list[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by kind, each main one followed by its lesser ones."""
    groups = []
    for kind, words in (
        (Finding.Kind.IMPROVEMENT, "Areas for improvement"),
        (Finding.Kind.RECOMMENDATION, "Recommendations"),
        (Finding.Kind.STRENGTH, "Strengths"),
    ):
        mine = [one for one in found if one.kind == kind]
        main = [one for one in mine if one.within_id not in {other.pk for other in mine}]
        order = [each for one in main for each in (one, *(lesser for lesser in mine if lesser.within_id == one.pk))]
        if order:
            groups.append((words, order))
    return groups


@require_http_methods(["GET", "POST"])
@needs(_EDITS)
def edit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Enter or change an inspection; a new one begins with its framework."""
    one = queries.inspection_for(request.access, pk) if pk else Inspection()
    key = one.framework or request.GET.get("framework", "")
    if key not in FRAMEWORKS:
        return page(request, "inspections/new.html", {"form": FrameworkForm()}, title="Enter an inspection")
    form = InspectionForm(request.POST or None, framework=FRAMEWORKS[key], inspection=one)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_inspection(
                inspection=form.filled(), grades=form.grades(), by=request.access.person, request=request
            )
            messages.success(request, "The inspection is kept.")
            return redirect("inspections:inspection", saved.pk)
        except actions.ConflictError as error:
            conflict = error.now
    title = f"Change: {one.title}" if pk else f"Enter an inspection: {FRAMEWORKS[key].name}"
    context = {
        "form": form,
        "inspection": one if pk else None,
        "framework": FRAMEWORKS[key],
        "conflict": conflict,
        "form_has_errors": bool(form.errors),
    }
    return page(request, "inspections/edit.html", context, title=title, status=409 if conflict else 200)


@require_safe
@needs(Permission.INSPECTIONS_SEE)
def finding(request: SignedInRequest, finding: int) -> HttpResponse:
    """One finding: its words, where it stands, its history, and what newer frameworks call its area."""
    one = queries.finding_for(request.access, finding)
    return _finding_page(request, one, MoveForm(None, ways=queries.ways_on(request.access, one)))


def _finding_page(request: SignedInRequest, one: Finding, form: MoveForm, status: int = 200) -> HttpResponse:
    newer = [key for key, other in FRAMEWORKS.items() if other.until is None and other.grades]
    context = {
        "finding": one,
        "form": form,
        "ways": queries.ways_on(request.access, one),
        "moves": one.moves.select_related("by"),
        "lesser": one.lesser.all(),
        "elsewhere": [(FRAMEWORKS[key], alike(one.inspection.framework, one.area, key)) for key in newer],
        "form_has_errors": bool(form.errors),
    }
    return page(
        request, "inspections/finding.html", context, title=f"Finding {one.number}: {one.inspection}", status=status
    )


@require_http_methods(["GET", "POST"])
@needs(_EDITS)
def edit_finding(request: SignedInRequest, pk: int | None = None, finding: int | None = None) -> HttpResponse:
    """Enter a finding of an inspection, or correct one."""
    if finding:
        one = queries.finding_for(request.access, finding)
    else:
        one = Finding(inspection=queries.inspection_for(request.access, pk or 0))
    form = FindingForm(request.POST or None, finding=one, owners=queries.people_who_may_own(request.today))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_finding(finding=form.filled(), by=request.access.person, request=request)
            messages.success(request, f"Finding {saved.number} is kept.")
            return redirect("inspections:finding", saved.pk)
        except actions.ConflictError as error:
            conflict = error.now
    title = f"Change finding {one.number}" if finding else f"Enter a finding: {one.inspection}"
    context = {"form": form, "finding": one, "conflict": conflict, "form_has_errors": bool(form.errors)}
    return page(request, "inspections/edit_finding.html", context, title=title, status=409 if conflict else 200)


@require_POST
@needs(Permission.INSPECTIONS_EDIT, Permission.FINDINGS_CLOSE)
def move(request: SignedInRequest, finding: int) -> HttpResponse:
    """Take a finding on."""
    one = queries.finding_for(request.access, finding)
    form = MoveForm(request.POST, ways=queries.ways_on(request.access, one))
    if form.is_valid():
        then = FindingState(form.cleaned_data["then"])
        try:
            actions.move_finding(
                finding=one, then=then, reason=form.cleaned_data["reason"], by=request.access.person, request=request
            )
            messages.success(request, f"Finding {one.number} is now {then}.")
            return redirect("inspections:finding", one.pk)
        except NotYetError as error:
            form.add_error("reason", str(error))
    return _finding_page(request, one, form, status=200)


@require_POST
@needs(_EDITS)
def clock(request: SignedInRequest, pk: int, rule: str) -> HttpResponse:
    """Start a clock from a day, or stop it on the day the thing was done."""
    one = queries.inspection_for(request.access, pk)
    if rule not in {each.key for each in offered(one.framework, inadequate=_inadequate(one))}:
        raise Http404
    form = ClockForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter a day for the clock.")
        return redirect("inspections:inspection", pk)
    given: dict[str, Any] = {"by": request.access.person, "request": request}
    day = form.cleaned_data["day"]
    try:
        if request.POST.get("what") == "stop":
            running = Clock.objects.filter(inspection=one, rule=rule).first()
            if running is None:
                raise Http404
            actions.stop_clock(clock=running, done_on=day, **given)
            messages.success(request, f"{RULES[rule].what}: recorded as done.")
        else:
            made = actions.start_clock(inspection=one, rule=rule, starts=day, **given)
            messages.success(request, f"{made.what}: due by {made.due.day} {made.due:%B %Y}.")
    except NotYetError as error:
        messages.error(request, str(error))
    return redirect("inspections:inspection", pk)
