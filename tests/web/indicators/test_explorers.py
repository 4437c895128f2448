"""The pages of the explorers: what each reader sees, in how few queries, and that no drawn chart breaks the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.indicators.explored import explored_workspace, store_explored

from goldenthread_web.indicators import rows as stored
from goldenthread_web.indicators.models_rows import ExplorerPage, ExplorerPicture
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person

ClientOf = Callable[[str], Client]
KINDS = ("front-door", "timeliness", "disproportion")
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(released: Load) -> Load:
    store_explored(released)
    return released


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["analyst", "manager", "chair", "councillor"])
def test_every_explorer_opens_in_few_queries(
    kept: Load, client_of: ClientOf, django_assert_max_num_queries: Any, kind: str, key: str
) -> None:
    client = client_of(key)
    with django_assert_max_num_queries(10):
        answer = client.get(reverse(f"indicators:{kind}"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1") == 1
    assert "Data at 30 September 2014" in text
    assert 'style="' not in text


def test_the_front_door_answers_its_four_questions(kept: Load, client_of: ClientOf) -> None:
    text = client_of("analyst").get(reverse("indicators:front-door")).content.decode()
    for question in (
        "fewer schools sending?",
        "fewer contacts each?",
        "earlier help instead?",
        "a shift of the threshold?",
    ):
        assert question in text
    assert "cannot be told from the returns" in text
    assert "No return and no template says which school" in text


def test_another_source_can_be_chosen(kept: Load, client_of: ClientOf) -> None:
    client, address = client_of("analyst"), reverse("indicators:front-door")
    first, second = (client.get(f"{address}?contacts={number}").content.decode() for number in (0, 1))
    page = ExplorerPage.objects.get(load=kept, kind="front-door", profile="internal")
    titles = [one["title"] for part in page.page["parts"] if part["key"] == "contacts" for one in part["pictures"]]
    assert f"Chart: {titles[0]}" in first
    assert f"Chart: {titles[1]}" not in first
    assert f"Chart: {titles[1]}" in second
    assert ExplorerPicture.objects.get(page=page, part="contacts", number=1).svg in second


def test_a_period_can_be_chosen_and_none_other(kept: Load, client_of: ClientOf) -> None:
    client, address = client_of("analyst"), reverse("indicators:timeliness")
    assert "Q2 2014/15" in client.get(f"{address}?period=quarter-2014-09-30").content.decode()
    assert client.get(f"{address}?period=quarter-2001-09-30").status_code == 404


def test_a_reader_from_whom_small_numbers_are_hidden_chooses_no_quarter(kept: Load, client_of: ClientOf) -> None:
    client, address = client_of("councillor"), reverse("indicators:timeliness")
    assert "Q2 2014/15" not in client.get(address).content.decode()
    assert client.get(f"{address}?period=quarter-2014-09-30").status_code == 404


def test_a_manager_sees_the_times_of_own_teams_only(kept: Load, client_of: ClientOf) -> None:
    text = client_of("manager").get(reverse("indicators:timeliness")).content.decode()
    whole = client_of("analyst").get(reverse("indicators:timeliness")).content.decode()
    assert "South Referral and Assessment" in whole
    assert ("South Referral and Assessment" in text) != ("North Referral and Assessment" in text)


def test_a_councillor_sees_no_team_and_no_single_days(kept: Load, client_of: ClientOf) -> None:
    text = client_of("councillor").get(reverse("indicators:timeliness")).content.decode()
    assert "Referral and Assessment" not in text
    assert "31 to 40" in text


def test_no_small_number_is_stored_for_the_public(kept: Load) -> None:
    for page in ExplorerPage.objects.filter(load=kept, profile="committee", kind="disproportion"):
        for part in page.page["parts"]:
            for table in part["tables"]:
                assert not [row for row in table["rows"] if row[2] in {"1", "2", "3", "4"}]


def test_storing_again_replaces_what_was_stored(kept: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ExplorerPage.objects.filter(load=kept).count()
    told: list[float] = []
    monkeypatch.setattr(stored.api, "write_rows", lambda _space, folder, **_more: folder)
    stored.store_rows(explored_workspace(), kept, lambda share, _words: told.append(share))
    assert ExplorerPage.objects.filter(load=kept).count() == before == 13
    assert told == sorted(told)
    assert not [one for one in ExplorerPage.objects.filter(load=kept) if '"svg"' in json.dumps(one.page)]


def test_a_load_without_explorers_says_what_to_do(released: Load, client_of: ClientOf) -> None:
    text = client_of("chair").get(reverse("indicators:front-door")).content.decode()
    assert "Ask an analyst to load the returns again" in text


def test_nothing_released_says_so(cast: dict[str, Person], client_of: ClientOf) -> None:
    assert "No figures have been released" in client_of("chair").get(reverse("indicators:timeliness")).content.decode()
