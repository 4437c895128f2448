"""The log is searched and taken out by those who watch over it; looking up a child is itself written down."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread_web.activity.actions import record, record_children
from goldenthread_web.activity.models import Event
from goldenthread_web.activity.queries import Search, search, verify
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def governance(cast: dict[str, Person]) -> Client:
    client = Client()
    client.force_login(cast["governance"])
    return client


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


@pytest.fixture
def log(cast: dict[str, Person]) -> None:
    mina, ana = cast["manager"], cast["analyst"]
    record(actor=ana, verb=Verb.LOAD_RELEASED, what="load:1", at=at(2), detail={"files": 3})
    record_children(actor=mina, verb=Verb.CHILD_LISTED, what="measure:reassessed", children=["C1", "C2"], at=at(3))
    record(actor=mina, verb=Verb.CHILD_SEEN, what="measure:reassessed", child="C1", reason="complaint 7", at=at(4))
    record(
        actor=ana,
        verb=Verb.CHILD_EXPORTED,
        what="measure:reassessed",
        child="C1",
        reason="=cmd|'/c calc'!A1",
        at=at(5, 23),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Search(), 5),
        (Search(who="mina"), 3),
        (Search(who="performance analyst"), 2),
        (Search(verb=Verb.CHILD_SEEN.value), 1),
        (Search(what="load:"), 1),
        (Search(what="C1"), 3),
        (Search(what="C"), 0),
        (Search(words="complaint 7"), 1),
        (Search(words="files"), 1),
        (Search(first_day=dt.date(2026, 11, 4)), 2),
        (Search(last_day=dt.date(2026, 11, 3)), 3),
        (Search(first_day=dt.date(2026, 11, 5), last_day=dt.date(2026, 11, 5)), 1),
    ],
)
def test_the_log_is_searched(log: None, asked: Search, found: int) -> None:
    assert search(asked).count() == found


def test_a_search_is_a_page(log: None, governance: Client) -> None:
    page = governance.get(reverse("activity:search"), {"who": "mina", "last_day": "03/11/2026"}).content.decode()
    assert "2 events" in page
    assert "Mina Manager (team manager)" in page
    assert "Ana Analyst" not in page
    assert "No event matches." in governance.get(reverse("activity:search"), {"who": "zebra"}).content.decode()
    wrong = governance.get(
        reverse("activity:search"), {"first_day": "5/11/2026", "last_day": "4/11/2026"}
    ).content.decode()
    assert "The last day is before the first." in wrong


def test_long_logs_are_paged_and_the_search_is_kept(cast: dict[str, Person], governance: Client) -> None:
    record_children(
        actor=cast["analyst"], verb=Verb.CHILD_LISTED, what="measure:m", children=[f"C{n}" for n in range(120)]
    )
    page = governance.get(reverse("activity:search"), {"who": "ana analyst", "page": "2"}).content.decode()
    assert "Page 2 of 3" in page
    assert "who=ana+analyst&amp;page=3" in page


def test_a_search_asks_the_database_little(
    log: None, governance: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(6):
        governance.get(reverse("activity:search"))


def test_taking_the_log_out_needs_a_reason_is_written_down_and_runs_nothing(log: None, governance: Client) -> None:
    place = reverse("activity:export") + "?what=C1"
    refused = governance.post(place, {"reason": ""})
    assert refused.status_code == 400
    assert "Say why you take this out" in refused.content.decode()
    assert not Event.objects.filter(verb=Verb.LOG_EXPORTED.value).exists()
    answer = governance.post(place, {"reason": "the family asked who looked"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["did"] for row in rows] == [Verb.CHILD_EXPORTED, Verb.CHILD_SEEN, Verb.CHILD_LISTED]
    assert rows[0]["reason"].startswith("'=cmd")
    written = Event.objects.first()
    assert written is not None
    assert (written.verb, written.reason) == ("exported the activity log", "the family asked who looked")
    assert written.details == {"what": "C1", "events": 3}
    assert not verify().breaks


def test_a_childs_history_is_one_page_and_looking_is_written_down(log: None, governance: Client) -> None:
    place = reverse("activity:child")
    assert "Say why you are looking" in governance.post(place, {"child": "C1", "reason": ""}).content.decode()
    page = governance.post(place, {"child": "C1", "reason": "subject access request 3"}).content.decode()
    for words in ("Mina Manager", "Ana Analyst", "complaint 7", "exported a child", "saw a child in a list"):
        assert words in page
    assert "C2" not in page
    written = Event.objects.first()
    assert written is not None
    assert (written.verb, written.child, written.reason) == (Verb.CHILD_HISTORY_SEEN, "C1", "subject access request 3")
    assert (
        "subject access request 3"
        in governance.post(place, {"child": "C1", "reason": "looking again"}).content.decode()
    )


def test_nothing_known_of_a_child_says_what_to_do(log: None, governance: Client) -> None:
    page = governance.post(
        reverse("activity:child"), {"child": "C", "reason": "subject access request 3"}
    ).content.decode()
    assert "Nobody has looked at this child" in page


def test_many_looks_are_told_in_short(cast: dict[str, Person], governance: Client) -> None:
    for _ in range(3):
        record(actor=cast["qa"], verb=Verb.CHILD_SEEN, what="measure:m", child="C9")
    page = governance.post(
        reverse("activity:child"), {"child": "C9", "reason": "subject access request 3"}
    ).content.decode()
    assert page.count("Quinn Quality") == 1 + 3
