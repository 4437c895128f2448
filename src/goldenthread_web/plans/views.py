"""Pages on which plans are read: the plan, its views, its past, its versions and its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from markupsafe import Markup

from goldenthread_web.activity.remembering import Remembered
from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators.actions import draw
from goldenthread_web.indicators.queries import drawings
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans import history, presenting, queries
from goldenthread_web.plans.forms import BetweenForm, DayForm
from goldenthread_web.plans.handing_over import who_left
from goldenthread_web.plans.models import Action, Plan, Priority
from goldenthread_web.plans.presenting import by_finding, by_owner, by_priority, grouped
from goldenthread_web.plans.progress import in_words, progress_of
from goldenthread_web.plans.standing import Standing, counted, measures_of, standing_of
from goldenthread_web.plans.workflow import PLAN_FOLLOWS, PlanState

CHARTS = 10
# Lines under each heading of a plan's page, unless every line is asked for.
MOST = 15


@require_safe
@needs(Permission.PLAN_READ, Permission.PLAN_SEE)
def plans(request: SignedInRequest) -> HttpResponse:
    """The running plan where there is one; otherwise, or with all=yes, every plan and approved version."""
    running = None if request.GET.get("all") else queries.running_plan(request.access)
    if running is not None:
        return redirect("plans:plan", running.pk)
    sees = request.access.can(Permission.PLAN_SEE)
    context = {
        "found": list(queries.plans_for(request.access)) if sees else [],
        "versions": queries.versions_for(request.access),
        "sees": sees,
    }
    return page(request, "plans/plans.html", context, title="Improvement and development plans")


def standings(access: Access, actions: Sequence[Action], today: Any) -> list[Standing]:
    """How these actions stand, with what the released figures say of their measures."""
    signals = queries.signals_for(access, measures_of(actions))
    return [standing_of(one, signals, today) for one in actions]


_Judged = tuple[Plan, list[Priority], list[Standing]]
# Every action of a plan is judged once for all who may see the same, until a record changes.
_JUDGED: Remembered[_Judged] = Remembered(most=6)
_SHOWN: Remembered[dict[str, Any]] = Remembered(most=6)


def _plan(request: SignedInRequest, pk: int, *, findings: bool = False) -> _Judged:
    access, today = request.access, request.today

    def make() -> _Judged:
        return _judged(access, pk, today, findings=findings)

    return _JUDGED.get(pk, findings, today, access.permissions, access.profile, make=make)


def _judged(access: Access, pk: int, today: dt.date, *, findings: bool = False, before: bool = False) -> _Judged:
    plan = queries.plan_for(access, pk)
    priorities = queries.priorities_of(plan, before=before)
    found = queries.lines_of(access, plan, priorities, today, findings=findings)
    return plan, priorities, standings(access, found, today)


@require_safe
@needs(Permission.PLAN_SEE)
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan: the impact gap first, then exceptions, then every line."""
    access = request.access
    shown = _SHOWN.get(
        pk, request.today, access.permissions, access.profile, make=lambda: _lines_shown(access, pk, request.today)
    )
    one = shown["plan"]
    context = {
        **shown,
        "charts": _charts(shown["gap"]),
        "keys": presenting.keys(),
        "ways": presenting.ways(),
        "most": shown["total"] if request.GET.get("every") else MOST,
        "follows": PLAN_FOLLOWS[PlanState(one.state)],
    }
    return page(request, "plans/plan.html", context, title=one.title)


def _lines_shown(access: Access, pk: int, today: dt.date) -> dict[str, Any]:
    """The lines of a plan under the headings of its page."""
    one, priorities, found = _judged(access, pk, today, before=True)
    lines = [line for line in found if line.action.priority.plan_id == pk]
    watched = [line for line in found if line.action.priority.plan_id != pk and line.gap]
    final = one.versions.first() if one.state == PlanState.CONCLUDED else None
    progress = progress_of(final.frozen, final.approved_on) if final else []
    return {
        "plan": one,
        "progress": progress,
        "progress_words": in_words(progress[-1]) if progress else "",
        "priorities": [priority for priority in priorities if priority.plan_id == pk],
        "watched": presenting.in_plan_order(watched),
        "gap": presenting.in_plan_order([line for line in lines if line.gap]),
        "early": sum(line.early for line in lines),
        "exceptions": presenting.exceptions_first(lines),
        "dates": [line for line in lines if line.waiting_date],
        "groups": {group.lines[0].action.priority_id: group for group in grouped(lines, by_priority)},
        "counts": counted(lines),
        "total": len(lines),
    }


def _charts(gap: Sequence[Standing]) -> dict[int, list[tuple[str, Markup]]]:
    """Titles and charts of what is done without a difference to show, by action; a measure is drawn where it comes first."""
    first: dict[str, tuple[int, str]] = {}
    for line in gap:
        for one in line.signals:
            if one.chart and one.judged and len(first) < CHARTS:
                first.setdefault(one.chart, (line.action.pk, one.title))
    drawn = drawings(first)
    charts: dict[int, list[tuple[str, Markup]]] = {}
    for key, (action, title) in first.items():
        if key in drawn:
            charts.setdefault(action, []).append((title, Markup(draw(drawn[key]))))  # noqa: S704 (drawn by ourselves)
    return charts


@require_safe
@needs(Permission.PLAN_SEE)
def on_a_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan on one page, for printing."""
    one, priorities, lines = _plan(request, pk)
    context = {
        "plan": one,
        "priorities": priorities,
        "groups": {group.lines[0].action.priority_id: group for group in grouped(lines, by_priority)},
        "counts": counted(lines),
        "total": len(lines),
        "gap": sum(line.gap for line in lines),
        "risks": queries.risks_of(one),
        "money": queries.money_of(one),
    }
    return page(request, "plans/on_a_page.html", context, title=f"{one.title} on a page")


@require_safe
@needs(Permission.PLAN_SEE)
def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    """When each action begins and is due, drawn and as a table."""
    one, _priorities, lines = _plan(request, pk)
    context = {
        "plan": one,
        "drawn": presenting.timeline_of(lines, one.starts, request.today, queries.milestones_of(one)),
    }
    return page(request, "plans/timeline.html", context, title=f"Timeline: {one.title}")


@require_safe
@needs(Permission.PLAN_SEE)
def by(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """A plan by owner or by the findings it answers."""
    plan_, _priorities, lines = _plan(request, pk, findings=what == "finding")
    groups = grouped(lines, by_owner if what == "owner" else by_finding)
    bare = queries.unanswered(request.access, plan_) if what == "finding" else []
    context = {"plan": plan_, "groups": groups, "bare": bare, "empty_words": "This plan has no action yet."}
    return page(request, "plans/by.html", context, title=f"{plan_.title} by {what}")


@require_safe
@needs(Permission.PLAN_SEE)
def mine(request: SignedInRequest) -> HttpResponse:
    """The actions of the person who is signed in."""
    found = queries.owned_by(request.access, request.access.person, request.today)
    groups = grouped(standings(request.access, found, request.today), by_priority)
    context = {"plan": None, "groups": groups, "empty_words": "You own no action that is still open."}
    return page(request, "plans/by.html", context, title="My actions")


@require_safe
@needs(Permission.PLAN_SEE)
def hand_over_list(request: SignedInRequest) -> HttpResponse:
    """Actions whose owner's account is closed."""
    found = queries.to_hand_over(request.access, request.today)
    groups = grouped(standings(request.access, found, request.today), by_owner)
    words = "Every open action has an owner with an account."
    left = who_left() if request.access.can(Permission.PLAN_EDIT) else []
    context = {"plan": None, "groups": groups, "hands": True, "left": left, "empty_words": words}
    return page(request, "plans/by.html", context, title="Actions to hand over")


@require_safe
@needs(Permission.PLAN_SEE)
def as_at(request: SignedInRequest, pk: int) -> HttpResponse:
    """A plan as it stood at the end of a past day."""
    one = queries.plan_for(request.access, pk)
    form = DayForm(request.GET or None, today=request.today, initial={"day": request.today})
    rows, day = [], None
    if form.is_valid():
        day = form.cleaned_data["day"]
        rows = history.rated(history.state_on(one, day), day)
    context = {"plan": one, "form": form, "rows": rows, "day": day, "form_has_errors": bool(form.errors)}
    return page(request, "plans/as_at.html", context, title=f"{one.title} as at a day")


@require_safe
@needs(Permission.PLAN_SEE)
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """What differs between two days of a plan, or between two frozen versions."""
    one = queries.plan_for(request.access, pk)
    versions = list(one.versions.all())
    form = BetweenForm(
        request.GET if "since" in request.GET else None, today=request.today, initial={"until": request.today}
    )
    found, between = None, ""
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        found = history.compare(history.state_on(one, since), history.state_on(one, until), queries.figure_titles())
        between = f"Between {since.day} {since:%B %Y} and {until.day} {until:%B %Y}"
    elif "first" in request.GET:
        by_number = {str(version.number): version for version in versions}
        first, second = by_number.get(request.GET["first"]), by_number.get(request.GET.get("second", ""))
        if first is None or second is None:
            raise Http404
        found = history.compare(first.frozen["actions"], second.frozen["actions"], queries.figure_titles())
        between = f"Between version {first.number} and version {second.number}"
    context = {"plan": one, "form": form, "versions": versions, "found": found, "between": between}
    return page(request, "plans/compare.html", context, title=f"Compare: {one.title}")


@require_safe
@needs(Permission.PLAN_READ)
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """A version as a board approved it."""
    one = queries.version_for(request.access, pk)
    lines = history.rated(one.frozen["actions"], one.approved_on)
    counted_ = progress_of(one.frozen, one.approved_on)
    context = {
        "one": one,
        "frozen": one.frozen,
        "lines": lines,
        "progress": counted_,
        "words": in_words(counted_[-1]),
        "sees": request.access.can(Permission.PLAN_SEE),
    }
    return page(request, "plans/version.html", context, title=f"{one.plan.title}: {one.title}")
