"""Every address of the site against every member of the cast, and against a stranger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.permissions import MATRIX

from goldenthread_web.people.cast import CAST
from goldenthread_web.people.models import Person


def names(patterns: list[URLPattern | URLResolver], within: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{within}{one.namespace}:" if one.namespace else within)
        else:
            yield f"{within}{one.name}"


def test_every_address_is_in_the_matrix_and_nothing_else() -> None:
    addresses = set(names(get_resolver().url_patterns))
    assert addresses - set(MATRIX) == set(), "say in tests/web/permissions.py who may open these"
    assert set(MATRIX) - addresses == set(), "these are no longer addresses of the site"


@pytest.mark.parametrize("name", MATRIX)
def test_who_may_open(name: str, cast: dict[str, Person]) -> None:
    row = MATRIX[name]
    address = reverse(name, kwargs=dict(row.arguments))
    found, expected = {}, {}
    for key in ("", *CAST):
        client = Client()
        if key:
            client.force_login(cast[key])
        answer = getattr(client, row.method)(address, dict(row.data))
        found[key or "a stranger"] = answer.status_code
        expected[key or "a stranger"] = row.expected(key)
        if not key and answer.status_code == 302 and row.stranger == 302:
            assert answer["Location"].startswith("/sign-in/"), name
    assert found == expected


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.method == "post"])
def test_what_changes_something_is_not_done_by_opening_an_address(name: str, cast: dict[str, Person]) -> None:
    row = MATRIX[name]
    client = Client()
    client.force_login(cast[min(row.let_in)])
    assert client.get(reverse(name, kwargs=dict(row.arguments))).status_code == 405


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.method == "post"])
def test_no_other_site_can_have_it_done(name: str, cast: dict[str, Person]) -> None:
    row = MATRIX[name]
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast[min(row.let_in)])
    assert client.post(reverse(name, kwargs=dict(row.arguments)), dict(row.data)).status_code == 403
