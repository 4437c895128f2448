"""The cast, and what signing in needs: mail sent at once, failures counted afresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person

TODAY = dt.date(2026, 11, 23)
PASSWORD = "marble kettle horizon 71"  # noqa: S105  (made up)


@pytest.fixture(autouse=True)
def _afresh(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What waits for the end of a transaction runs at once: the transaction of a test never ends.
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_args, **_more: act())
    settings.GOLDENTHREAD_TODAY = TODAY  # type: ignore[attr-defined]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(db: None) -> dict[str, Person]:
    return create_cast(today=TODAY)


@pytest.fixture
def client_of(cast: dict[str, Person]) -> Callable[[str], Client]:
    def made(key: str) -> Client:
        client = Client()
        client.force_login(cast[key])
        return client

    return made


@pytest.fixture
def ana(cast: dict[str, Person]) -> Person:
    """The analyst, with a password."""
    person = cast["analyst"]
    person.set_password(PASSWORD)
    person.save()
    return person
