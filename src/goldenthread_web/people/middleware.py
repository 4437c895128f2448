"""Gives every request the day and what the person who asks may do; ends old sessions; asks for a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from goldenthread_web.people.requests import SiteRequest
from goldenthread_web.people.rules import access_for
from goldenthread_web.people.sessions import BEGAN, SEEN, SEEN_EVERY_SECONDS, has_run_out, wants_second_factor

Answer = Callable[[HttpRequest], HttpResponse]
# What may be opened before the second factor is there.
WITHOUT_SECOND_FACTOR = frozenset(
    {"theme", "account_logout", "account_reauthenticate", "account_change_password", "account_set_password", "usersessions_list",
     "people:account", "home:about", "home:accessibility", "home:privacy"}
)  # fmt: skip


class SessionLimitMiddleware:
    """Ends a session that was left unused, or that is older than a working day."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, as a stranger's when the session has run out."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            idle, whole = settings.GOLDENTHREAD_IDLE_MINUTES * 60, settings.GOLDENTHREAD_SESSION_HOURS * 3600
            if has_run_out(request.session, now=now, idle_seconds=idle, whole_seconds=whole):
                logout(request)
                messages.info(request, "You were signed out because nothing was done for a while. Sign in again.")
            elif now - request.session.get(SEEN, 0) > SEEN_EVERY_SECONDS:
                request.session.setdefault(BEGAN, now)
                request.session[SEEN] = now
        return self.get_response(request)


class AccessMiddleware:
    """Sets `request.today` and `request.access`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with day and access known."""
        asking = cast(SiteRequest, request)
        now = timezone.now()
        asking.today = settings.GOLDENTHREAD_TODAY or timezone.localdate(now)
        asking.access = access_for(asking.user, asking.today, now) if asking.user.is_authenticated else None
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends people whose role reaches children's records to add a second factor, before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to where a second factor is added."""
        access = cast(SiteRequest, request).access
        if access is not None and wants_second_factor(
            access,
            request.session,
            who=settings.GOLDENTHREAD_SECOND_FACTOR,
            directory_does_it=settings.GOLDENTHREAD_DIRECTORY_SECOND_FACTOR,
        ):
            request.second_factor_needed = True  # type: ignore[attr-defined]
            if not _open_without(request.path_info):
                return redirect("mfa_index")
        return self.get_response(request)


def _open_without(path: str) -> bool:
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True
    return name in WITHOUT_SECOND_FACTOR or name.startswith("mfa_")
