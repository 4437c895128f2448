"""What was read is kept in memory until a record changes, and for nobody who may see something else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.models import Head
from goldenthread_web.activity.remembering import Remembered
from goldenthread_web.activity.verbs import OF_CHILDREN, OF_READING, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def remembering(settings: Any) -> None:
    settings.GOLDENTHREAD_REMEMBER = True


def change() -> None:
    record(actor=None, verb=Verb.ACTION_MOVED, what="action:1")


class Counted:
    """Says how many times it was asked to make something."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_it_is_made_once_until_something_is_written() -> None:
    change()
    made, kept = Counted(), Remembered[int](most=4)
    assert [kept.get("plan", 1, make=made) for _time in range(3)] == [1, 1, 1]
    with CaptureQueriesContext(connection) as asked:
        kept.get("plan", 1, make=made)
    assert len(asked) == 1
    change()
    assert kept.get("plan", 1, make=made) == 2
    assert kept.get("plan", 2, make=made) == 3, "another key is another thing"


@pytest.mark.parametrize("verb", sorted(OF_READING))
def test_it_stays_when_somebody_only_looks(verb: Verb) -> None:
    change()
    made, kept = Counted(), Remembered[int](most=4)
    kept.get(make=made)
    record(actor=None, verb=verb, what="x:1", child="C1" if verb in OF_CHILDREN else "")
    assert kept.get(make=made) == 1


@pytest.mark.parametrize("verb", sorted(set(Verb) - OF_READING))
def test_every_other_event_ends_it(verb: Verb) -> None:
    change()
    made, kept = Counted(), Remembered[int](most=4)
    kept.get(make=made)
    record(actor=None, verb=verb, what="x:1")
    assert kept.get(make=made) == 2


def test_a_change_that_was_undone_leaves_nothing_behind() -> None:
    change()
    made, kept = Counted(), Remembered[int](most=4)
    kept.get(make=made)
    with transaction.atomic():
        change()
        assert kept.get(make=made) == 2
        transaction.set_rollback(True)
    assert kept.get(make=made) == 3, "what was made of the change is forgotten with it"
    assert kept.get(make=made) == 3


def test_what_fails_is_not_kept_and_only_so_many_are() -> None:
    change()
    made, kept = Counted(), Remembered[int](most=2)

    def fail() -> int:
        raise LookupError

    for _time in range(2):
        with pytest.raises(LookupError):
            kept.get(1, make=fail)
    for number in (1, 2, 1, 3):
        kept.get(number, make=made)
    assert made.times == 3
    kept.get(1, make=made)
    assert made.times == 3, "the one used last stays"
    kept.get(2, make=made)
    assert made.times == 4


def test_nothing_is_kept_where_nothing_is_written_yet_or_it_is_turned_off(settings: Any) -> None:
    made, kept = Counted(), Remembered[int](most=4)
    assert not Head.objects.exclude(changed=None).exists()
    assert [kept.get(make=made) for _time in range(2)] == [1, 2]
    change()
    settings.GOLDENTHREAD_REMEMBER = False
    with CaptureQueriesContext(connection) as asked:
        assert [kept.get(make=made) for _time in range(2)] == [3, 4]
    assert len(asked) == 0


def test_what_was_begun_before_a_change_is_not_taken_for_what_came_after() -> None:
    change()
    kept = Remembered[str](most=4)

    def slowly() -> str:
        change()  # somebody writes while it is being made
        return "as it was"

    assert kept.get(make=slowly) == "as it was"
    assert kept.get(make=lambda: "as it is") == "as it is"
    assert kept.get(make=lambda: "made anew") == "as it is"


def test_the_day_is_part_of_the_key_of_whoever_uses_it() -> None:
    change()
    made, kept = Counted(), Remembered[int](most=4)
    days = [dt.date(2014, 10, 20), dt.date(2014, 10, 21), dt.date(2014, 10, 20)]
    assert [kept.get(day, make=made) for day in days] == [1, 2, 1]
