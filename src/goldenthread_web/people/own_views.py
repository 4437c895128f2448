"""Pages about oneself: the account, emergency access, who may see what, and the people of the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.people import actions, queries
from goldenthread_web.people.cast import CAST, email_of
from goldenthread_web.people.forms import EmergencyForm
from goldenthread_web.people.guards import needs, signed_in
from goldenthread_web.people.models import Person
from goldenthread_web.people.requests import SignedInRequest, SiteRequest
from goldenthread_web.people.roles import GRANTS, NEVER_CHILDREN, Permission, Role
from goldenthread_web.people.views import tried

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Who one is here, one's roles and what they allow, and how one signs in."""
    context = {
        "person": request.access.person,
        "roles": list(queries.roles_of(request.user)),
        "may": sorted(request.access.permissions),
        "has_password": request.user.has_usable_password(),
        "second_factor_needed": getattr(request, "second_factor_needed", False),
        "may_take_emergency": request.access.can(Permission.PEOPLE_MANAGE),
    }
    return page(request, "people/account.html", context, title="Your account", section="account")


@require_safe
@signed_in
def who_may(request: SignedInRequest) -> HttpResponse:
    """The permission table, for anybody here to read."""
    context = {"roles": list(Role), "permissions": list(Permission), "grants": GRANTS, "barred": sorted(NEVER_CHILDREN)}
    return page(request, "people/who_may.html", context, title="Who may see what", section="people")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def emergency(request: SignedInRequest) -> HttpResponse:
    """Take access to children's records for some hours, with a reason."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        if tried(
            form,
            lambda: actions.take_emergency_access(
                by=request.user,
                reason=given["reason"],
                hours=given["hours"],
                at=now,
                today=request.today,
                request=request,
            ),
        ):
            messages.warning(
                request, "Children's records are open to you for a while. Everything you look at is written down."
            )
            return redirect("people:account")
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "taken": queries.emergencies(),
        "allowed": queries.may_take_emergency_access(request.user, request.today),
    }
    return page(
        request,
        "people/emergency.html",
        context,
        title="Emergency access",
        section="people",
        status=400 if form.errors else 200,
    )


@require_POST
@needs(Permission.PEOPLE_MANAGE)
def end_emergency(request: SignedInRequest) -> HttpResponse:
    """Give emergency access back."""
    actions.end_emergency_access(by=request.user, at=timezone.now(), request=request)
    messages.success(request, "Your emergency access has ended.")
    return redirect("people:account")


@require_safe
def not_entered(request: SiteRequest) -> HttpResponse:
    """For somebody whom the directory knows and this site does not."""
    return page(request, "people/not_entered.html", title="You have not been entered here", section="", status=403)


@require_safe
def demonstration(request: SiteRequest) -> HttpResponse:
    """The made-up people, each with a button to be them."""
    _only_made_up()
    context = {"cast": CAST}
    return page(request, "people/demonstration.html", context, title="Whom do you want to be?", section="")


@require_POST
def be(request: SiteRequest, key: str) -> HttpResponse:
    """Sign in as one of the made-up people."""
    _only_made_up()
    person = Person.objects.filter(email=email_of(key), is_active=True).first() if key in CAST else None
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("home:home")


def _only_made_up() -> None:
    if not settings.GOLDENTHREAD_DEMONSTRATION:
        raise Http404
