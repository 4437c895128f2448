"""Hears what the sign-in library and Django say of sessions and factors, and tells the rest of the site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.people.happenings import Happening, tell
from goldenthread_web.people.models import Person
from goldenthread_web.people.sessions import BEGAN, SECOND_FACTOR, SEEN


def signed_in(*, request: HttpRequest, user: Person, **_more: Any) -> None:
    """The clocks of the session start."""
    if hasattr(request, "session"):
        now = int(timezone.now().timestamp())
        request.session[BEGAN] = request.session[SEEN] = now
    tell(actor=user, happening=Happening.SIGNED_IN, what=f"person:{user.pk}", detail=_how(request), request=request)


def signed_out(*, request: HttpRequest, user: Person | None, **_more: Any) -> None:
    """Somebody left."""
    if user is not None:
        tell(actor=user, happening=Happening.SIGNED_OUT, what=f"person:{user.pk}", request=request)


def factor_used(*, request: HttpRequest, **_more: Any) -> None:
    """This session has been opened with a second factor."""
    request.session[SECOND_FACTOR] = True


def factor_added(*, request: HttpRequest, user: Person, authenticator: Authenticator, **_more: Any) -> None:
    """A factor somebody adds proves itself as it is added."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session[SECOND_FACTOR] = True
    _tell_factor(Happening.SECOND_FACTOR_ADDED, request, user, authenticator)


def factor_removed(*, request: HttpRequest, user: Person, authenticator: Authenticator, **_more: Any) -> None:
    """Without any factor left, the session counts as opened by a password alone."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    if not Authenticator.objects.filter(user=user, type__in=kinds).exclude(pk=authenticator.pk).exists():
        request.session.pop(SECOND_FACTOR, None)
    _tell_factor(Happening.SECOND_FACTOR_REMOVED, request, user, authenticator)


def factor_failed(*, request: HttpRequest, user: Person, **_more: Any) -> None:
    """A wrong code."""
    tell(
        actor=None,
        happening=Happening.SIGN_IN_FAILED,
        what=f"person:{user.pk}",
        reason="second factor",
        request=request,
    )


def listen() -> None:
    """Begin to listen; once, however often it is called."""
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (authenticator_used, factor_used),
        (authenticator_added, factor_added),
        (authenticator_removed, factor_removed),
        (authentication_failed, factor_failed),
    ):
        signal.connect(receiver, dispatch_uid=f"people.{receiver.__name__}", weak=False)


def _tell_factor(happening: Happening, request: HttpRequest, user: Person, authenticator: Authenticator) -> None:
    kind = str(authenticator.get_type_display())
    tell(actor=user, happening=happening, what=f"person:{user.pk}", detail={"kind": kind}, request=request)


def _how(request: HttpRequest) -> dict[str, str]:
    session = getattr(request, "session", None) or {}
    methods = [str(one.get("method")) for one in session.get("account_authentication_methods", [])]
    return {"by": ", ".join(methods)} if methods else {}
