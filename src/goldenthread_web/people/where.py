"""Where a request came from, through as many proxies as the council trusts and no more."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of who asks: what the outermost trusted proxy saw; an empty text when it makes no sense."""
    trusted: int = settings.GOLDENTHREAD_TRUSTED_PROXIES
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    said = passed[-min(trusted, len(passed))] if trusted and passed else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(said.strip("[]")))
    except ValueError:
        return ""
