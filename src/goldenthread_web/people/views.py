"""Pages by which administrators enter people, their roles and teams."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.people import actions, queries
from goldenthread_web.people.forms import EndRoleForm, PersonForm, ReasonForm, RoleForm, TeamForm, TeamNameForm
from goldenthread_web.people.guards import needs
from goldenthread_web.people.models import Person, RoleHeld, Team
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission, Role

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
managing = needs(Permission.PEOPLE_MANAGE)


def tried(form: Form, act: Callable[[], object]) -> bool:
    """Whether an action could be done; what stands against it becomes an error of the form."""
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@require_safe
@managing
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody entered here, with the roles of today."""
    words, closed = request.GET.get("q", "").strip()[:100], request.GET.get("closed") == "yes"
    found = queries.people(words=words, today=request.today, closed=closed)
    context = {"found": found, "words": words, "closed": closed}
    return page(request, "people/people.html", context, title="People", section="people")


@get_or_post
@managing
def add(request: SignedInRequest) -> HttpResponse:
    """Enter a person and send the invitation."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in ("email", "name", "job_title")}
        person = actions.add_person(by=request.user, today=request.today, request=request, **details)
        actions.invite(by=request.user, person=person, request=request)
        messages.success(
            request, f"{person.name} was entered, and a link to choose a password is on its way. Now give a role."
        )
        return redirect("people:give_role", person.pk)
    return _form_page(request, form, "people/add.html", "Add a person", {})


@require_safe
@managing
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: details, every role, what can be done."""
    found = get_object_or_404(Person, pk=pk)
    context = {"person": found, "roles": list(queries.roles_of(found)), "oneself": found.pk == request.user.pk}
    return page(request, "people/person.html", context, title=found.name, section="people")


@get_or_post
@managing
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a person's details."""
    found = get_object_or_404(Person, pk=pk)
    initial = {"name": found.name, "email": found.email, "job_title": found.job_title}
    form = PersonForm(request.POST or None, initial=initial, person=found)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in ("email", "name", "job_title")}
        actions.change_person(by=request.user, person=found, request=request, **details)
        messages.success(request, "The details were changed.")
        return redirect("people:person", found.pk)
    return _form_page(request, form, "people/change.html", f"Change the details of {found.name}", {"person": found})


@require_POST
@managing
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the link to choose a password again."""
    found = get_object_or_404(Person, pk=pk, is_active=True)
    actions.invite(by=request.user, person=found, request=request)
    messages.success(request, f"A link to choose a password is on its way to {found.email}.")
    return redirect("people:person", found.pk)


@get_or_post
@managing
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop somebody's access at once."""
    found = get_object_or_404(Person, pk=pk, is_active=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(
            form,
            lambda: actions.close_account(
                by=request.user, person=found, reason=reason, today=request.today, request=request
            ),
        ):
            messages.success(request, f"The account of {found.name} is closed. The name stays in histories.")
            return redirect("people:person", found.pk)
    roles = queries.roles_current_or_to_come(found, request.today)
    return _form_page(
        request, form, "people/close.html", f"Close the account of {found.name}", {"person": found, "roles": roles}
    )


@require_POST
@managing
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody sign in again."""
    found = get_object_or_404(Person, pk=pk, is_active=False)
    actions.open_account(by=request.user, person=found, request=request)
    messages.success(request, f"{found.name} may sign in again. Now give a role.")
    return redirect("people:person", found.pk)


@get_or_post
@managing
def give_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    found = get_object_or_404(Person, pk=pk, is_active=True)
    form = RoleForm(request.POST or None, initial={"starts": request.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        role = Role(given["role"])
        if tried(
            form,
            lambda: actions.give_role(
                by=request.user, person=found, role=role, team=given["team"], starts=given["starts"], ends=given["ends"],
                request=request,
            ),
        ):  # fmt: skip
            messages.success(request, f"{found.name} is given the role of {role}.")
            return redirect("people:person", found.pk)
    return _form_page(request, form, "people/give_role.html", f"Give {found.name} a role", {"person": found})


@get_or_post
@managing
def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a role end, having seen what the person loses."""
    held = get_object_or_404(RoleHeld.objects.select_related("person", "team"), pk=pk)
    form = EndRoleForm(request.POST or None, initial={"last_day": request.today - dt.timedelta(days=1)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(
            form, lambda: actions.end_role(by=request.user, held=held, today=request.today, request=request, **given)
        ):
            messages.success(request, f"The role of {held.role} ends for {held.person.name}.")
            return redirect("people:person", held.person_id)
    context = {"held": held, "lost": queries.lost_with(held, request.today)}
    return _form_page(request, form, "people/end_role.html", f"End a role of {held.person.name}", context)


@get_or_post
@managing
def teams(request: SignedInRequest) -> HttpResponse:
    """The teams, and a form to add one."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = actions.add_team(by=request.user, request=request, **form.cleaned_data)
        messages.success(request, f"{team.name} was added.")
        return redirect("people:teams")
    return _form_page(request, form, "people/teams.html", "Teams", {"teams": queries.teams()})


@get_or_post
@managing
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another name for a team."""
    found = get_object_or_404(Team, pk=pk)
    form = TeamNameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_team(by=request.user, team=found, name=form.cleaned_data["name"], request=request)
        messages.success(request, "The team was renamed.")
        return redirect("people:teams")
    return _form_page(request, form, "people/team.html", f"Rename the team {found.code}", {"team": found})


def _form_page(
    request: SignedInRequest, form: Form, template: str, title: str, context: dict[str, object]
) -> HttpResponse:
    whole = {"form": form, "form_has_errors": bool(form.errors), **context}
    return page(request, template, whole, title=title, section="people", status=400 if form.errors else 200)
