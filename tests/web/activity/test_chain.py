"""The chain of events holds when it is left alone, and shows where it was touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory

from goldenthread_web.activity.actions import record, record_children
from goldenthread_web.activity.chain import canonical
from goldenthread_web.activity.devices import device_family
from goldenthread_web.activity.models import Event, Head, LogIsFinal
from goldenthread_web.activity.queries import verify
from goldenthread_web.activity.triggers import creating, dropping
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.happenings import Happening, tell
from goldenthread_web.people.models import Person, RoleHeld

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def person() -> Person:
    made = Person.objects.create(email="nadia@example.org", name="Nadia Number", joined=dt.date(2020, 1, 1))
    RoleHeld.objects.create(person=made, role="performance analyst", starts=dt.date(2020, 1, 1))
    return made


@pytest.fixture
def five(person: Person) -> list[Event]:
    return [record(actor=person, verb=Verb.LOAD_RELEASED, what=f"load:{n}", at=AT, detail={"n": n}) for n in range(5)]


def tamper(*statements: str) -> None:
    """What somebody does who may write to the database itself."""
    with connection.cursor() as cursor:
        for statement in [*dropping(connection.vendor), *statements, *creating(connection.vendor)]:
            cursor.execute(statement)


def test_an_event_says_who_what_when_where_and_why(person: Person) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.7", headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/150.0"}
    )
    record(
        actor=person, verb=Verb.CHILD_SEEN, what="measure:7", child="C1", reason="complaint 12", request=request, at=AT,
        detail={"place": 2.5, "day": dt.date(2026, 3, 31)},
    )  # fmt: skip
    written = Event.objects.get()
    assert written.actor_words == "Nadia Number (performance analyst), nadia@example.org"
    assert (written.verb, written.what, written.child, written.reason) == (
        "saw a child's record",
        "measure:7",
        "C1",
        "complaint 12",
    )
    assert (written.where_from, written.device, written.at) == ("192.0.2.7", "Firefox on Linux", AT)
    assert written.details == {"place": "2.5", "day": "2026-03-31"}


def test_who_somebody_was_stays_as_it_was(person: Person) -> None:
    record(actor=person, verb=Verb.LOAD_RELEASED, what="load:1")
    Person.objects.filter(pk=person.pk).update(name="Nadia Newname")
    assert Event.objects.get().actor_words.startswith("Nadia Number (")
    assert not verify().breaks


def test_strangers_and_the_site_itself_are_told_apart() -> None:
    record(actor=None, verb=Verb.SIGN_IN_FAILED, what="sign-in", request=RequestFactory().get("/"))
    record(actor=None, verb=Verb.LOAD_STARTED, what="load:1")
    assert list(Event.objects.order_by("sequence").values_list("actor_words", flat=True)) == [
        "Somebody not signed in",
        "The site itself",
    ]


def test_the_chain_holds_and_the_head_counts(five: list[Event]) -> None:
    assert [one.sequence for one in five] == [1, 2, 3, 4, 5]
    assert [one.previous for one in five[1:]] == [one.hash for one in five[:-1]]
    found = verify()
    assert (found.count, found.last, found.breaks) == (5, five[-1].hash, [])


def test_odd_characters_are_written_as_every_database_keeps_them(person: Person) -> None:
    record(
        actor=person, verb=Verb.CHILD_SEEN, what="a\x00b", child="\ud800", reason="Zoë 🎈", detail={"\ud800": "\x00"}
    )
    assert not verify().breaks


def test_many_children_are_one_event_each_in_few_queries(
    person: Person, django_assert_max_num_queries: Callable[..., object]
) -> None:
    record(actor=person, verb=Verb.LOAD_STARTED, what="load:1")
    with django_assert_max_num_queries(9):
        record_children(actor=person, verb=Verb.CHILD_LISTED, what="measure:7", children=[f"C{n}" for n in range(400)])
    assert Event.objects.filter(verb=Verb.CHILD_LISTED.value).values("child").distinct().count() == 400
    assert not verify().breaks
    assert record_children(actor=person, verb=Verb.CHILD_LISTED, what="measure:7", children=[]) == []


def test_nothing_is_changed_or_removed_through_the_models(five: list[Event], person: Person) -> None:
    for attempt in (
        five[0].save,
        five[0].delete,
        lambda: Event.objects.update(reason="none"),
        lambda: Event.objects.filter(pk=1).delete(),
        lambda: Event.objects.bulk_update(five, ["reason"]),
    ):
        with pytest.raises(LogIsFinal):
            attempt()
    with pytest.raises(ProtectedError):
        person.delete()
    assert Event.objects.count() == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity_event SET reason = 'none' WHERE sequence = 2",
        "DELETE FROM activity_event WHERE sequence = 2",
        "DELETE FROM activity_event",
        "UPDATE activity_head SET count = 4",
        "DELETE FROM activity_head",
    ],
)
def test_the_database_itself_refuses(five: list[Event], statement: str) -> None:
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not verify().breaks


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (["UPDATE activity_event SET reason = 'none' WHERE sequence = 2"], ["Event 2 was changed"]),
        (["DELETE FROM activity_event WHERE sequence = 3"], ["Event 3 was removed."]),
        (["DELETE FROM activity_event WHERE sequence IN (2, 3)"], ["Events 2 to 3 were removed."]),
        (["DELETE FROM activity_event WHERE sequence = 1"], ["Event 1 was removed."]),
        (["DELETE FROM activity_event WHERE sequence > 3"], ["Events 4 to 5 were removed from the end"]),
        (["DELETE FROM activity_event WHERE sequence = 5", "UPDATE activity_head SET count = 4"], ["The head of the log"]),
        (
            [
                "UPDATE activity_event SET sequence = 99 WHERE sequence = 2",
                "UPDATE activity_event SET sequence = 2 WHERE sequence = 3",
                "UPDATE activity_event SET sequence = 3 WHERE sequence = 99",
            ],
            ["Event 2 does not follow event 1", "Event 3 does not follow event 2", "Event 4 does not follow event 3"],
        ),
        (["UPDATE activity_event SET sequence = 6 WHERE sequence = 5"], ["Event 5 was removed"]),
        (["UPDATE activity_head SET count = 4"], ["The head of the log"]),
    ],
)  # fmt: skip
def test_what_was_done_behind_its_back_shows(five: list[Event], statements: list[str], words: list[str]) -> None:
    tamper(*statements)
    said = " ".join(one.words for one in verify().breaks)
    assert all(one in said for one in words), said


def test_an_event_put_in_from_outside_shows(five: list[Event]) -> None:
    forged = Event(
        sequence=6,
        at=AT,
        actor_words="Nobody",
        verb=Verb.CHILD_SEEN.value,
        what="x",
        previous=five[-1].hash,
        hash="f" * 64,
    )
    forged.save()
    assert "Event 6 is not known to the head" in verify().breaks[0].words


def test_the_command_says_that_the_log_holds_or_where_it_breaks(
    five: list[Event], person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_activity")
    kept = capsys.readouterr().out.strip().splitlines()[-1]
    assert kept == f"5:{five[-1].hash}"
    record(actor=person, verb=Verb.LOAD_RELEASED, what="load:9")
    call_command("verify_activity", since=kept)
    with pytest.raises(CommandError):
        call_command("verify_activity", since=f"5:{'0' * 64}")
    assert "Event 5 is not the one" in capsys.readouterr().err
    tamper("UPDATE activity_event SET what = 'load:7' WHERE sequence = 4")
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_activity")
    assert "Event 4 was changed" in capsys.readouterr().err


def test_what_fails_afterwards_leaves_no_event(person: Person) -> None:
    @transaction.atomic
    def release() -> None:
        record(actor=person, verb=Verb.LOAD_RELEASED, what="load:1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        release()
    assert not Event.objects.exists()
    assert Head.objects.count() in {0, 1}
    record(actor=person, verb=Verb.LOAD_RELEASED, what="load:1")
    assert not verify().breaks


def test_what_the_people_app_tells_is_written_down(person: Person) -> None:
    tell(actor=person, happening=Happening.ROLE_GIVEN, what="person:1", reason="new post", detail={"role": "director"})
    written = Event.objects.get()
    assert (written.verb, written.reason, written.details) == ("gave a role", "new post", {"role": "director"})


def test_every_happening_has_its_verb() -> None:
    assert {one.value for one in Happening} <= {one.value for one in Verb}
    assert all(len(one.value) <= 60 for one in Verb)
    assert len({one.value for one in Verb}) == len(Verb)


def test_one_content_has_one_writing() -> None:
    assert canonical({"b": [1, {"y": None, "x": True}], "a": "é"}) == '{"a":"é","b":[1,{"x":true,"y":null}]}'


@pytest.mark.parametrize(
    ("sent", "family"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPad"),
        ("python-requests/2.34", "a script"),
        ("something", "another browser"),
        ("", ""),
    ],
)
def test_only_the_family_of_a_browser_is_kept(sent: str, family: str) -> None:
    assert device_family(sent) == family
