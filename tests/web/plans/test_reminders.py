"""One e-mail for each owner and week, of their own actions only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from tests.web.plans.conftest import World

from goldenthread_web.inspections.demonstration import tell_story as tell_inspections
from goldenthread_web.inspections.models import Clock, Inspection
from goldenthread_web.plans.models import Reminder
from goldenthread_web.plans.reminders import digest_for, remind
from goldenthread_web.plans.tasks import send_digest

MONDAY = dt.datetime(2014, 10, 20, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def owned(world: World) -> World:
    world.begun("Mina is late", due=dt.date(2014, 10, 5))
    world.begun("Mina is due soon", due=dt.date(2014, 11, 20))
    world.begun("Mina has long", due=dt.date(2015, 6, 1))
    world.begun("Sol is due soon", owner="worker", due=dt.date(2014, 11, 20))
    world.begun("Quinn has long", owner="qa", due=dt.date(2015, 6, 1))
    return world


def test_each_owner_is_reminded_once_a_week_however_often_the_clock_ticks(owned: World, settings: Any) -> None:
    settings.GOLDENTHREAD_TODAY = None
    assert remind(MONDAY) == 2
    assert remind(MONDAY + dt.timedelta(seconds=30)) == 0
    assert remind(MONDAY + dt.timedelta(days=3)) == 0
    assert remind(MONDAY + dt.timedelta(days=7)) >= 2
    assert {
        (one.person.name, one.week, one.actions) for one in Reminder.objects.filter(week=dt.date(2014, 10, 20))
    } == {
        ("Mina Manager", dt.date(2014, 10, 20), 2),
        ("Sol Worker", dt.date(2014, 10, 20), 1),
    }


def test_the_e_mails_speak_of_the_day_of_which_the_pages_speak(owned: World, settings: Any) -> None:
    settings.GOLDENTHREAD_TODAY = dt.date(2014, 10, 20)
    twelve_years_on = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
    assert remind(twelve_years_on) == 2
    assert {one.week for one in Reminder.objects.all()} == {dt.date(2014, 10, 20)}
    settings.GOLDENTHREAD_ADDRESS = "http://127.0.0.1:8001/"
    send_digest.call(person=owned.cast["manager"].pk, today="2014-10-20")
    assert "http://127.0.0.1:8001/plan/mine/" in mail.outbox[-1].body


def test_nobody_is_reminded_before_seven_on_monday(owned: World, settings: Any) -> None:
    settings.GOLDENTHREAD_TODAY = None
    assert remind(dt.datetime(2014, 10, 20, 5, 59, tzinfo=dt.UTC)) == 0


def test_the_e_mail_holds_what_is_late_and_due_and_nobody_elses(owned: World) -> None:
    send_digest.call(person=owned.cast["manager"].pk, today="2014-10-20")
    [sent] = mail.outbox
    assert sent.to == ["manager@avonmere.example"]
    assert sent.subject == "Goldenthread: 2 of your actions need you"
    assert "Mina is late, due 5 October 2014" in sent.body
    assert "Mina is due soon, due 20 November 2014" in sent.body
    assert "Mina has long" not in sent.body
    assert "Sol" not in sent.body
    assert "/plan/mine/" in sent.body


def test_who_left_or_no_longer_sees_plans_gets_nothing(owned: World) -> None:
    manager = owned.cast["manager"]
    manager.roles_held.update(ends=dt.date(2014, 10, 1))
    assert digest_for(manager, dt.date(2014, 10, 20)).actions == 0
    owned.cast["worker"].is_active = False
    owned.cast["worker"].save()
    assert remind(MONDAY) == 0
    send_digest.call(person=manager.pk, today="2014-10-20")
    assert mail.outbox == []


def test_a_clock_that_runs_out_is_told_to_those_who_enter_inspections_and_to_nobody_else(world: World) -> None:
    tell_inspections(people=world.cast, today=dt.date(2014, 10, 20))
    [one] = Inspection.objects.all()
    clock = one.clocks.get()
    assert remind(MONDAY) == 0, "it was stopped in time"
    Clock.objects.filter(pk=clock.pk).update(done_on=None, due=dt.date(2014, 10, 31))
    assert remind(MONDAY) == 4
    told = {reminder.person.name for reminder in Reminder.objects.all()}
    assert told == {"Dana Director", "Hal Head", "Quinn Quality", "Ana Analyst"}
    send_digest.call(person=world.cast["head"].pk, today="2014-10-20")
    sent = mail.outbox[-1]
    assert sent.subject == "Goldenthread: a clock runs out"
    assert "Action plan sent, due by 31 October 2014 (Inspection of March 2013)" in sent.body
    assert "/inspections/" in sent.body
    before = len(mail.outbox)
    send_digest.call(person=world.cast["manager"].pk, today="2014-10-20")
    assert len(mail.outbox) == before
    send_digest.call(person=world.cast["head"].pk, today="2014-11-03")
    assert "Action plan sent, was due by 31 October 2014" in mail.outbox[-1].body
