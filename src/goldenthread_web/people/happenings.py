"""What the people app tells the rest of the site, which it does not know: the activity log listens."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest

from goldenthread_web.people.models import Person

happened = Signal()


class Happening(StrEnum):
    """Something about signing in, people, roles or teams that is written down."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "failed to sign in"
    SIGN_IN_LOCKED = "was locked out"
    SIGNED_OUT = "signed out"
    SESSION_ENDED = "ended a session"
    PASSWORD_CHANGED = "changed a password"  # noqa: S105
    PASSWORD_RESET_ASKED = "asked for a new password"  # noqa: S105
    SECOND_FACTOR_ADDED = "added a second factor"
    SECOND_FACTOR_REMOVED = "removed a second factor"
    PERSON_ADDED = "added a person"
    PERSON_CHANGED = "changed a person's details"
    PERSON_INVITED = "invited a person"
    PERSON_CLOSED = "closed an account"
    PERSON_OPENED = "opened an account again"
    ROLE_GIVEN = "gave a role"
    ROLE_ENDED = "ended a role"
    TEAM_ADDED = "added a team"
    TEAM_CHANGED = "changed a team"
    BREAK_GLASS_TAKEN = "took emergency access"
    BREAK_GLASS_ENDED = "ended emergency access"


def tell(
    *,
    actor: Person | None,
    happening: Happening,
    what: str,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Tell of a happening within the present transaction; what a listener raises undoes the whole."""
    happened.send(
        sender=None,
        actor=actor,
        happening=happening,
        what=what,
        reason=reason,
        detail=dict(detail or {}),
        request=request,
    )
