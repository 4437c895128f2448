"""Decorators that say who may open a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from goldenthread_web.people.requests import SignedInRequest, SiteRequest
from goldenthread_web.people.roles import Permission

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Only people who are signed in; others are sent to sign in and brought back."""

    @wraps(view)
    def guarded(request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.access is None:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Only people who hold one of these permissions somewhere; others are told that they may not (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.access.can(permission) for permission in permissions):
                raise PermissionDenied(f"This page is for people who may {' or '.join(permissions)}.")
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return decorate


def _to_sign_in(request: SiteRequest) -> HttpResponse:
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return redirect(f"{reverse('account_login')}{'?' + query if query else ''}")
