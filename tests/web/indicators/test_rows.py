"""From a number to the children behind it: who sees whom, that every sight is written down, and taking a list out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.indicators.explored import store_explored

from goldenthread.api import children_behind, parse_period
from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.indicators.rows import rows_folder
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person, RoleHeld

ClientOf = Callable[[str], Client]
CHILDREN = reverse("indicators:children", args=["assessments_45"])
EXPORT = reverse("indicators:children_export", args=["assessments_45"])
YEAR = "rolling12-2014-09-30"
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(released: Load) -> Load:
    store_explored(released)
    return released


def why(number: int, **asked: str) -> str:
    return (
        reverse("indicators:why", kwargs={"name": "assessments_45", "number": number})
        + "?"
        + "&".join(f"{name}={value}" for name, value in asked.items())
    )


def team_of(person: Person) -> str:
    held = RoleHeld.objects.filter(person=person, team__isnull=False).select_related("team").first()
    assert held is not None
    assert held.team is not None
    return held.team.code


def test_an_analyst_sees_the_children_behind_a_figure_in_few_queries(
    kept: Load, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("analyst")
    with django_assert_max_num_queries(10):
        answer = client.get(CHILDREN)
    found = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f"The figure counts {found.numerator:,.0f} out of {found.denominator:,.0f}" in text
    assert f"Rows 1 to 50 of {found.rows.num_rows:,}" in text
    assert found.listed().column("child")[0].as_py() in text


def test_every_child_on_the_page_is_written_down(kept: Load, client_of: ClientOf, cast: dict[str, Person]) -> None:
    client_of("head").get(CHILDREN + "?page=2&sort=child")
    rows = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR)).listed(sort="child")
    shown = list(dict.fromkeys(rows.slice(50, 50).column("child").to_pylist()))
    events = Event.objects.filter(verb=Verb.CHILD_LISTED).order_by("sequence")
    assert [one.child for one in events] == shown
    assert {one.actor_id for one in events} == {cast["head"].pk}
    assert all("assessments_45" in one.what and YEAR in one.what for one in events)


def test_a_manager_sees_only_own_teams_and_is_told_of_the_others(
    kept: Load, client_of: ClientOf, cast: dict[str, Person]
) -> None:
    team = team_of(cast["manager"])
    mine = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR), teams={team})
    everybody = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR))
    others = set(everybody.rows.column("child").to_pylist()) - set(mine.rows.column("child").to_pylist())
    assert mine.rows.num_rows
    client, seen = client_of("manager"), ""
    for number in range(1, mine.rows.num_rows // 50 + 2):
        seen += client.get(f"{CHILDREN}?page={number}").content.decode()
    assert f"{mine.not_shown:,} other rows of other teams are not shown" in seen
    listed = set(Event.objects.filter(verb=Verb.CHILD_LISTED).values_list("child", flat=True))
    assert listed == set(mine.rows.column("child").to_pylist())
    assert not any(f">{child}<" in seen for child in others)


def test_two_managers_see_no_child_in_common_row(kept: Load, cast: dict[str, Person], client_of: ClientOf) -> None:
    client_of("manager").get(CHILDREN)
    first = set(Event.objects.values_list("detail", flat=True))
    assert first
    east = team_of(cast["manager_east"])
    rows = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR), teams={east}).rows
    assert set(rows.column("team").to_pylist()) <= {east}


@pytest.mark.parametrize("key", ["director", "worker", "partner", "councillor", "chair", "administrator", "governance"])
def test_others_reach_no_list_and_nothing_is_written_down(kept: Load, client_of: ClientOf, key: str) -> None:
    client = client_of(key)
    assert client.get(CHILDREN).status_code == 403
    assert client.get(why(0)).status_code == 403
    assert client.post(EXPORT, {"reason": "a reason long enough", "form": "csv"}).status_code == 403
    assert not Event.objects.filter(verb__in=[Verb.CHILD_LISTED, Verb.CHILD_SEEN, Verb.CHILD_EXPORTED]).exists()


def test_a_list_can_be_narrowed_and_sorted(kept: Load, client_of: ClientOf) -> None:
    text = client_of("analyst").get(CHILDREN, {"show": "not counted", "sort": "team", "group": "sex\x1ffemale"})
    found = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR), "sex", "female")
    rows = found.listed("not counted", "team")
    assert f"of {rows.num_rows}" in text.content.decode()
    assert [one.child for one in Event.objects.filter(verb=Verb.CHILD_LISTED).order_by("sequence")] == list(
        dict.fromkeys(rows.slice(0, 50).column("child").to_pylist())
    )


def test_why_one_child_is_counted_is_said_and_written_down(
    kept: Load, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("analyst")
    row = children_behind(rows_folder(kept), "assessments_45", parse_period(YEAR)).listed().slice(3, 1).to_pylist()[0]
    with django_assert_max_num_queries(10):
        answer = client.get(why(3))
    assert row["child"] in answer.content.decode()
    assert "The rule in full" in answer.content.decode()
    assert list(Event.objects.filter(verb=Verb.CHILD_SEEN).values_list("child", flat=True)) == [row["child"]]


def test_no_childs_id_is_in_any_address(kept: Load, client_of: ClientOf) -> None:
    answer = client_of("analyst").get(CHILDREN)
    ids = set(Event.objects.filter(verb=Verb.CHILD_LISTED).values_list("child", flat=True))
    links = [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]
    assert ids
    assert not [link for link in links for child in ids if child in link]


def test_a_list_is_taken_out_only_with_a_reason(kept: Load, client_of: ClientOf) -> None:
    client = client_of("analyst")
    refused = client.post(EXPORT, {"reason": "", "form": "csv"})
    assert refused.status_code == 400
    assert "Enter why you need the list" in refused.content.decode()
    assert not Event.objects.filter(verb=Verb.CHILD_EXPORTED).exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_taken_out_is_the_list_and_every_child_is_written_down(
    kept: Load, client_of: ClientOf, form: str
) -> None:
    asked = f"{EXPORT}?period=quarter-2014-09-30&show=not+counted"
    answer = client_of("analyst").post(asked, {"reason": "audit of late assessments", "form": form})
    rows = children_behind(rows_folder(kept), "assessments_45", parse_period("quarter-2014-09-30")).listed(
        "not counted"
    )
    children = rows.column("child").to_pylist()
    assert answer.status_code == 200
    if form == "csv":
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [line[0] for line in lines[3:]] == children
    else:
        assert answer.content.startswith(b"PK")
    events = Event.objects.filter(verb=Verb.CHILD_EXPORTED)
    assert {one.child for one in events} == set(children)
    assert {one.reason for one in events} == {"audit of late assessments"}


@pytest.mark.parametrize(
    "asked", ["period=nonsense", "period=quarter-1999-03-31", "sort=name", "group=sex%1Fx", "show=all"]
)
def test_what_is_not_offered_is_not_found(kept: Load, client_of: ClientOf, asked: str) -> None:
    assert client_of("analyst").get(f"{CHILDREN}?{asked}").status_code == 404


def test_a_measure_that_counts_no_children_says_so(kept: Load, client_of: ClientOf) -> None:
    answer = client_of("analyst").get(reverse("indicators:children", args=["vacancy_rate"]))
    assert "counts posts and hours of staff" in answer.content.decode()


def test_a_load_without_kept_rows_says_what_to_do(
    released: Load, client_of: ClientOf, settings: Any, tmp_path: Any
) -> None:
    settings.GOLDENTHREAD_DATA = tmp_path
    answer = client_of("analyst").get(CHILDREN)
    assert "Load the returns again to keep them" in answer.content.decode()


def test_a_name_is_in_no_page_and_no_file(kept: Load, client_of: ClientOf) -> None:
    text = client_of("analyst").get(CHILDREN).content.decode()
    head = text.split("<tbody>")[0]
    assert "Child&#39;s id" in head
    assert "name</th>" not in head.lower()
