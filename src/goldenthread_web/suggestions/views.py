"""Pages of suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.boards.queries import first_seen
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs, signed_in
from goldenthread_web.people.models import Team
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans.models import Action
from goldenthread_web.suggestions import actions, queries
from goldenthread_web.suggestions.forms import FollowForm, MergeForm, MoveForm, RaiseForm
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import NotYetError, State

_RUNS = Permission.BOARDS_RUN
_SEES = Permission.BOARDS_SEE


@require_safe
@signed_in
def suggestions(request: SignedInRequest) -> HttpResponse:
    """Suggestions and how they fare; for who does not see boards, their own."""
    only = request.GET.get("show", "")
    found = queries.suggestions_for(request.access)
    if only in set(State):
        found = found.filter(state=only)
    elif only == "mine":
        found = found.filter(raised_by=request.access.person)
    context = {
        "shown": queries.shown_to(request.access, list(found[:300]), request.today),
        "states": list(State),
        "only": only,
        "figures": queries.figures_of(request.today) if request.access.can(_SEES) else None,
        "open": queries.boards_open(request.today).exists(),
    }
    return page(request, "suggestions/suggestions.html", context, title="Suggestions")


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Raise an issue or a solution, by name or in confidence."""
    boards = queries.boards_open(request.today)
    own = Team.objects.filter(code__in=sorted({team for _permission, team in request.access.by_team})).first()
    first = boards.first()
    initial = {"level": first_seen(request.access.person), "team": own, "board": first.pk if first else None}
    form = RaiseForm(request.POST or None, boards=boards, initial=initial)
    if request.method == "POST" and form.is_valid():
        one = form.filled()
        one.on = request.today
        try:
            made = actions.raise_suggestion(suggestion=one, by=request.access.person, request=request)
            messages.success(request, "Thank you. You will read here what becomes of it.")
            return redirect("suggestions:suggestion", made.pk)
        except NotYetError as error:
            form.add_error("board", str(error))
    context = {"form": form, "open": first is not None, "form_has_errors": bool(form.errors)}
    return page(request, "suggestions/new.html", context, title="Raise a suggestion")


@require_safe
@needs(_SEES)
def you_said(request: SignedInRequest) -> HttpResponse:
    """You said, we did."""
    context = {"found": queries.answered(request.access, request.today)}
    return page(request, "suggestions/you_said.html", context, title="You said, we did")


@require_safe
@signed_in
def suggestion(request: SignedInRequest, pk: int) -> HttpResponse:
    """One suggestion and its way."""
    return _page(request, queries.suggestion_for(request.access, pk), {})


def _move_form(data: Any, request: SignedInRequest, one: Suggestion) -> MoveForm:
    ways = queries.ways_on(request.access, one)
    boards = queries.boards_after(one) if State.CONSIDERED in ways else []  # else there is nothing to choose
    return MoveForm(
        data,
        ways=ways,
        items=queries.items_open(request.access, boards, request.today),
        meetings=queries.meetings_open(boards),
        decisions=queries.decisions_of(request.access, one, request.today),
        actions=queries.actions_open(request.access) if State.ACTED in ways else Action.objects.none(),
    )


def _page(request: SignedInRequest, one: Suggestion, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    ways, others = queries.ways_on(request.access, one), queries.may_merge(request.access, one)
    runs = request.access.can(_RUNS)
    done = one.state in (State.ACTED, State.CHANGED)
    context = {
        "shown": queries.shown_to(request.access, [one], request.today)[0],
        "item": queries.item_shown(request.access, one, request.today),
        "steps": one.steps.select_related("by"),
        "merged": one.merged.all(),
        "move": (forms.get("move") or _move_form(None, request, one)) if ways else None,
        "merge": (forms.get("merge") or MergeForm(None, others=others)) if runs and others else None,
        "follow": (forms.get("follow") or FollowForm(None)) if runs and done else None,
        "form_has_errors": any(form.errors for form in forms.values()),
    }
    return page(request, "suggestions/suggestion.html", context, title=f"Suggestion {one.pk}", status=status)


@require_POST
@needs(_RUNS)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a suggestion on."""
    one = queries.suggestion_for(request.access, pk)
    form = _move_form(request.POST, request, one)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.move(
                suggestion=one, then=State(given["then"]), words=given["words"], by=request.access.person,
                today=request.today, item=given.get("item"), meeting=given.get("meeting"),
                decision=given.get("decision"), action=given.get("action"), request=request,
            )  # fmt: skip
            messages.success(request, f"The suggestion is {one.state}.")
            return redirect("suggestions:suggestion", pk)
        except NotYetError as error:
            form.add_error("words", str(error))
    return _page(request, one, {"move": form})


@require_POST
@needs(_RUNS)
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Merge a suggestion with one like it."""
    one = queries.suggestion_for(request.access, pk)
    form = MergeForm(request.POST, others=queries.may_merge(request.access, one))
    if form.is_valid():
        try:
            actions.merge(
                suggestion=one, into=form.cleaned_data["into"], by=request.access.person, today=request.today,
                request=request,
            )  # fmt: skip
            messages.success(request, "It is merged; its answer is the other one's.")
            return redirect("suggestions:suggestion", pk)
        except NotYetError as error:
            form.add_error("into", str(error))
    return _page(request, one, {"merge": form})


@require_POST
@needs(_RUNS)
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what it saved."""
    one = queries.suggestion_for(request.access, pk)
    form = FollowForm(request.POST)
    if form.is_valid():
        try:
            actions.follow_up(
                suggestion=one, hours=form.cleaned_data["hours"], by=request.access.person, today=request.today,
                request=request,
            )  # fmt: skip
            messages.success(request, "What it saved is recorded.")
            return redirect("suggestions:suggestion", pk)
        except NotYetError as error:
            form.add_error("hours", str(error))
    return _page(request, one, {"follow": form})
