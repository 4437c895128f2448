"""How long a session lasts, and whether a second factor is still wanted in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread_web.people.roles import SENSITIVE
from goldenthread_web.people.rules import Access

BEGAN = "began_at"
SEEN = "seen_at"
SECOND_FACTOR = "second_factor"
# A session is written at most this often only to say that it is in use.
SEEN_EVERY_SECONDS = 60


def has_run_out(session: Mapping[str, Any], *, now: int, idle_seconds: int, whole_seconds: int) -> bool:
    """Whether a session was left unused too long, or is too old whatever was done; times in seconds."""
    seen, began = session.get(SEEN), session.get(BEGAN)
    if not isinstance(seen, int) or not isinstance(began, int):
        return False
    return now - seen > idle_seconds or now - began > whole_seconds


def wants_second_factor(access: Access, session: Mapping[str, Any], *, who: str, directory_does_it: bool) -> bool:
    """Whether this session must not go on by a password alone; `who` is everybody, sensitive or nobody."""
    if session.get(SECOND_FACTOR) or who == "nobody":
        return False
    methods = {one.get("method") for one in session.get("account_authentication_methods", [])}
    if "mfa" in methods or (directory_does_it and "socialaccount" in methods):
        return False
    return who == "everybody" or bool(access.permissions & SENSITIVE)
