"""Administrators enter people, give and end roles; everything is written down, and nobody raises themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web.people.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.queries import verify
from goldenthread_web.people import queries
from goldenthread_web.people.cast import NORTH
from goldenthread_web.people.models import EmergencyAccess, Person, RoleHeld, Team
from goldenthread_web.people.roles import GRANTS, Permission, Role
from goldenthread_web.people.rules import access_for

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - dt.timedelta(days=1)
WHY = "moved to another council"


@pytest.fixture
def admin(client_of: Callable[[str], Client]) -> Client:
    return client_of("administrator")


def role_of(person: Person) -> RoleHeld:
    return RoleHeld.objects.get(person=person)


def test_a_person_is_entered_invited_given_a_role_and_signs_in(admin: Client, cast: dict[str, Person]) -> None:
    answer = admin.post(
        reverse("people:add"), {"name": "Nell Newcomer", "email": "Nell@Avonmere.example", "job_title": "Analyst"}
    )
    person = Person.objects.get(email="nell@avonmere.example")
    assert answer["Location"] == reverse("people:give_role", args=[person.pk])
    assert not person.has_usable_password()
    admin.post(answer["Location"], {"role": "performance analyst", "starts": "2026-11-23", "ends": "31/03/2027"})
    assert role_of(person).ends == dt.date(2027, 3, 31)
    assert [one.to for one in mail.outbox] == [[person.email]]
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link is not None
    newcomer = Client()
    place = newcomer.get(link.group(1), follow=True).redirect_chain[-1][0]
    password = "lantern gravel piano 38"  # noqa: S105  (made up)
    newcomer.post(place, {"password1": password, "password2": password})
    assert newcomer.post("/sign-in/", {"login": person.email, "password": password}).status_code == 302
    assert "Nell Newcomer" in newcomer.get(reverse("people:account")).content.decode()
    said = list(Event.objects.filter(actor=cast["administrator"]).order_by("sequence").values_list("verb", "what"))
    whom = f"person:{person.pk}"
    assert said[1:] == [("added a person", whom), ("invited a person", whom), ("gave a role", whom)]
    assert not verify().breaks


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "", "email": "x@example.org"}, "Write the person&#39;s name."),
        ({"name": "X", "email": "no address"}, "Write an e-mail address"),
        ({"name": "X", "email": "ANALYST@avonmere.example"}, "Somebody with this address is here already"),
    ],
)
def test_what_is_wrong_with_a_new_person_is_said(admin: Client, sent: dict[str, str], said: str) -> None:
    before = Person.objects.count()
    answer = admin.post(reverse("people:add"), sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("role", "team", "days", "said"),
    [
        ("team manager", "", {}, "Choose the team of the team manager."),
        ("performance analyst", NORTH, {}, "speaks for the whole service"),
        ("king", "", {}, "Select a valid choice"),
        ("performance analyst", "", {"starts": "23/11/2026", "ends": "22/11/2026"}, "The last day is before the first"),
        ("performance analyst", "", {"starts": "the day before yesterday"}, "write a date such as 24/11/2014"),
    ],
)
def test_roles_that_make_no_sense_are_refused(
    admin: Client, cast: dict[str, Person], role: str, team: str, days: dict[str, str], said: str
) -> None:
    sent = {"role": role, "team": Team.objects.get(code=team).pk if team else "", "starts": "2026-11-23", **days}
    answer = admin.post(reverse("people:give_role", args=[cast["former"].pk]), sent)
    assert answer.status_code == 400
    assert said in answer.content.decode(), answer.content.decode().split("There is a problem")[1][:300]
    assert not cast["former"].roles_held.exists()


def test_ending_a_role_says_what_is_lost_and_stops_access_at_once(
    admin: Client, client_of: Callable[[str], Client], cast: dict[str, Person]
) -> None:
    held = role_of(cast["manager"])
    page = admin.get(reverse("people:end_role", args=[held.pk])).content.decode()
    assert f"{Permission.CHILDREN_TEAM} (team {NORTH})" in page
    answer = admin.post(reverse("people:end_role", args=[held.pk]), {"last_day": YESTERDAY.isoformat(), "reason": WHY})
    assert answer.status_code == 302
    assert not access_for(cast["manager"], TODAY).permissions
    assert access_for(cast["manager"], YESTERDAY).can(Permission.CHILDREN_TEAM, NORTH)
    written = Event.objects.first()
    assert written is not None
    assert (written.verb, written.reason, written.details["last_day"]) == ("ended a role", WHY, "2026-11-22")


def test_what_another_role_still_allows_is_not_lost(cast: dict[str, Person]) -> None:
    board = RoleHeld.objects.get(person=cast["manager_east"], role=Role.BOARD_MEMBER.value)
    lost = queries.lost_with(board, TODAY)
    assert lost == [str(one) for one in Permission if one in GRANTS[Role.BOARD_MEMBER]], "kept for the team only"
    RoleHeld.objects.create(person=cast["manager_east"], role=Role.COMMISSIONER.value, starts=YESTERDAY)
    assert queries.lost_with(board, TODAY) == []


def test_a_role_given_by_mistake_today_can_be_taken_back_today(admin: Client, cast: dict[str, Person]) -> None:
    held = RoleHeld.objects.create(person=cast["former"], role=Role.ANALYST.value, starts=TODAY)
    admin.post(reverse("people:end_role", args=[held.pk]), {"last_day": YESTERDAY.isoformat(), "reason": "a mistake"})
    assert not access_for(cast["former"], TODAY).roles


def test_the_past_is_not_rewritten(admin: Client, cast: dict[str, Person]) -> None:
    held = role_of(cast["analyst"])
    answer = admin.post(reverse("people:end_role", args=[held.pk]), {"last_day": "2026-01-01", "reason": WHY})
    assert answer.status_code == 400
    assert "cannot be unseen" in answer.content.decode()
    assert role_of(cast["analyst"]).ends is None


def test_nobody_gives_or_ends_a_role_of_their_own(admin: Client, cast: dict[str, Person]) -> None:
    me = cast["administrator"]
    sent = {"role": "performance analyst", "starts": TODAY.isoformat()}
    assert admin.post(reverse("people:give_role", args=[me.pk]), sent).status_code == 400
    sent = {"last_day": TODAY.isoformat(), "reason": WHY}
    assert admin.post(reverse("people:end_role", args=[role_of(me).pk]), sent).status_code == 400
    assert admin.post(reverse("people:close", args=[me.pk]), {"reason": WHY}).status_code == 400
    assert [one.role for one in me.roles_held.all()] == ["system administrator"]
    assert "Nobody changes their own roles" in admin.get(reverse("people:person", args=[me.pk])).content.decode()


def test_the_last_administrator_stays(admin: Client, cast: dict[str, Person]) -> None:
    second = cast["former"]
    held = RoleHeld.objects.create(person=second, role=Role.ADMINISTRATOR.value, starts=YESTERDAY)
    other = Client()
    other.force_login(second)
    first = role_of(cast["administrator"])
    sent = {"last_day": YESTERDAY.isoformat(), "reason": WHY}
    assert other.post(reverse("people:end_role", args=[first.pk]), sent).status_code == 302
    from goldenthread_web.people.actions import close_account

    with pytest.raises(Exception, match="last administrator"):
        close_account(by=cast["head"], person=second, reason=WHY, today=TODAY, request=None)  # type: ignore[arg-type]
    held.refresh_from_db()
    assert held.ends is None


def test_closing_an_account_ends_sessions_and_roles_and_keeps_the_name(admin: Client, cast: dict[str, Person]) -> None:
    person = cast["worker"]
    password = "marble kettle horizon 71"  # noqa: S105  (made up)
    person.set_password(password)
    person.save()
    working = Client()
    working.post("/sign-in/", {"login": person.email, "password": password})
    assert working.get(reverse("people:account")).status_code == 200
    assert admin.post(reverse("people:close", args=[person.pk]), {"reason": WHY}).status_code == 302
    assert working.get(reverse("people:account")).status_code == 302
    assert role_of(person).ends == YESTERDAY
    assert "Sol Worker" in admin.get(reverse("people:people") + "?closed=yes").content.decode()
    assert admin.post(reverse("people:reopen", args=[person.pk])).status_code == 302
    assert working.post("/sign-in/", {"login": person.email, "password": password}).status_code == 302
    assert not access_for(person, TODAY).roles


def test_details_are_corrected_and_what_was_there_before_is_kept(admin: Client, cast: dict[str, Person]) -> None:
    person = cast["head"]
    sent = {"name": "Hal Header", "email": person.email, "job_title": person.job_title}
    admin.post(reverse("people:change", args=[person.pk]), sent)
    person.refresh_from_db()
    written = Event.objects.first()
    assert written is not None
    assert (person.name, written.details) == ("Hal Header", {"name_before": "Hal Head"})


def test_teams_are_added_once_and_renamed(admin: Client, cast: dict[str, Person]) -> None:
    place = reverse("people:teams")
    assert admin.post(place, {"code": "T9", "name": "Early help"}).status_code == 302
    assert admin.post(place, {"code": "T9", "name": "Again"}).status_code == 400
    team = Team.objects.get(code="T9")
    assert admin.post(reverse("people:team", args=[team.pk]), {"name": "Early help north"}).status_code == 302
    assert Team.objects.get(code="T9").name == "Early help north"


def test_people_are_found_by_words(admin: Client) -> None:
    page = admin.get(reverse("people:people"), {"q": "north team"}).content.decode()
    assert "Mina Manager" in page
    assert "Edi Eastman" not in page
    assert "Nobody matches." in admin.get(reverse("people:people"), {"q": "zebra"}).content.decode()


def test_the_list_of_people_asks_the_database_little(
    admin: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(7):
        admin.get(reverse("people:people"))


def test_emergency_access_needs_a_reason_ends_by_itself_and_is_told(admin: Client, cast: dict[str, Person]) -> None:
    place = reverse("people:emergency")
    assert admin.post(place, {"reason": "", "hours": "1"}).status_code == 400
    assert admin.post(place, {"reason": WHY, "hours": "24"}).status_code == 400
    assert not EmergencyAccess.objects.exists()
    assert admin.post(place, {"reason": "the analyst is ill and the court asks", "hours": "2"}).status_code == 302
    taken = EmergencyAccess.objects.get()
    assert taken.ends - taken.starts == dt.timedelta(hours=2)
    assert [one.to for one in mail.outbox] == [[cast["governance"].email]]
    assert "the court asks" in mail.outbox[0].body
    assert "Emergency access until" in admin.get(reverse("people:who_may")).content.decode()
    assert str(Permission.CHILDREN_SERVICE) in admin.get(reverse("people:account")).content.decode()
    assert admin.post(reverse("people:end_emergency")).status_code == 302
    assert not access_for(cast["administrator"], TODAY, timezone.now()).can_see_children
    said = list(Event.objects.order_by("sequence").values_list("verb", "reason"))
    assert said[-2:] == [
        ("took emergency access", "the analyst is ill and the court asks"),
        ("ended emergency access", ""),
    ]


def test_an_administrator_who_is_a_councillor_takes_no_emergency_access(admin: Client, cast: dict[str, Person]) -> None:
    RoleHeld.objects.create(person=cast["administrator"], role=Role.COUNCILLOR.value, starts=YESTERDAY)
    answer = admin.post(reverse("people:emergency"), {"reason": "a real emergency", "hours": "1"})
    assert answer.status_code == 400
    assert not EmergencyAccess.objects.exists()


def test_the_first_administrator_is_entered_by_a_command(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_administrator", "first@example.org", "Fia First", site="https://figures.example.org/")
    person = Person.objects.get()
    assert role_of(person).role == Role.ADMINISTRATOR
    link = capsys.readouterr().out.strip().splitlines()[-1]
    assert link.startswith("https://figures.example.org/sign-in/password/reset/key/")
    assert (
        "does not work"
        not in Client().get(link.removeprefix("https://figures.example.org"), follow=True).content.decode()
    )
    with pytest.raises(CommandError, match="already"):
        call_command("add_administrator", "first@example.org", "Fia First")


def test_the_demonstrations_people_are_there_only_in_the_demonstration(
    cast: dict[str, Person], settings: object
) -> None:
    settings.GOLDENTHREAD_DEMONSTRATION = True  # type: ignore[attr-defined]
    client = Client()
    assert "Dana Director" in client.get(reverse("people:demonstration")).content.decode()
    assert client.post(reverse("people:be", args=["director"])).status_code == 302
    assert "Dana Director" in client.get(reverse("people:account")).content.decode()
    assert client.post(reverse("people:be", args=["nobody"])).status_code == 404
    settings.GOLDENTHREAD_DEMONSTRATION = False  # type: ignore[attr-defined]
    stranger = Client()
    assert stranger.get(reverse("people:demonstration")).status_code == 404
    assert stranger.post(reverse("people:be", args=["director"])).status_code == 404
    assert stranger.get(reverse("people:account")).status_code == 302


def test_one_reads_what_is_recorded_about_oneself_and_nothing_else(
    client_of: Callable[[str], Client], cast: dict[str, Person]
) -> None:
    client_of("director")
    page = client_of("analyst").get(reverse("activity:mine")).content.decode()
    assert "Ana Analyst" in page
    assert "Dana Director" not in page
