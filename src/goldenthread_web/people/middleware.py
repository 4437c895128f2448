"""Gives every request the day and what the person who asks may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread_web.people.requests import SiteRequest
from goldenthread_web.people.rules import access_for


class AccessMiddleware:
    """Sets `request.today` and `request.access`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with day and access known."""
        asking = cast(SiteRequest, request)
        asking.today = settings.GOLDENTHREAD_TODAY or timezone.localdate()
        asking.access = access_for(asking.user, asking.today) if asking.user.is_authenticated else None
        return self.get_response(request)
