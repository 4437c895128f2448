"""Signing in with a password: who gets in, who does not, what is told and what is written down."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from tests.web.people.conftest import PASSWORD

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.queries import verify
from goldenthread_web.people.models import Person
from goldenthread_web.people.sessions import BEGAN, SEEN
from goldenthread_web.people.where import client_address

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def sign_in(client: Client, email: str, password: str) -> object:
    return client.post(SIGN_IN, {"login": email, "password": password})


def verbs() -> list[str]:
    return list(Event.objects.order_by("sequence").values_list("verb", flat=True))


def test_the_right_password_leads_home_and_is_written_down(client: Client, ana: Person) -> None:
    answer = sign_in(client, ana.email.upper(), PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home:home"))
    assert ana.password.startswith("argon2$argon2id$")
    written = Event.objects.get()
    assert (written.verb, written.actor, written.what, written.details) == (
        "signed in",
        ana,
        f"person:{ana.pk}",
        {"by": "password"},
    )
    client.post(reverse("account_logout"))
    assert verbs() == ["signed in", "signed out"]


def test_somebody_sent_to_sign_in_is_brought_back(client: Client, ana: Person) -> None:
    answer = client.get(reverse("people:account"))
    assert answer["Location"] == f"{SIGN_IN}?next=%2Faccount%2F"
    answer = client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD, "next": "/account/"})
    assert answer["Location"] == "/account/"
    client.post(reverse("account_logout"))
    answer = client.post(SIGN_IN, {"login": ana.email, "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == reverse("home:home")


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client, ana: Person) -> None:
    wrong = sign_in(client, ana.email, "not the password at all")
    unknown = sign_in(client, "secret-typed-as-address@example.org", PASSWORD)
    said = [
        re.search(r"<h2 class=\"govuk-error-summary__title\".*?</ul>", one.content.decode(), re.S)
        for one in (wrong, unknown)
    ]
    assert said[0] is not None
    assert said[1] is not None
    assert said[0].group() == said[1].group()
    assert "is not right" in said[0].group()
    assert verbs() == ["failed to sign in", "failed to sign in"]
    assert [one.what for one in Event.objects.order_by("sequence")] == [f"person:{ana.pk}", "an address nobody has"]
    assert not Event.objects.filter(detail__contains="secret-typed").exists()


def test_five_failures_lock_the_address_out_and_nobody_else(
    client: Client, ana: Person, cast: dict[str, Person]
) -> None:
    for _ in range(5):
        sign_in(client, ana.email, "not the password at all")
    answer = sign_in(client, ana.email, PASSWORD)
    assert answer.status_code == 200
    assert "Too many failed attempts" in answer.content.decode()
    assert verbs()[-1] == "was locked out"
    other = cast["head"]
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(Client(), other.email, PASSWORD).status_code == 302


def test_what_a_stranger_says_of_where_they_come_from_does_not_unlock(client: Client, ana: Person) -> None:
    for count in range(6):
        client.post(
            SIGN_IN, {"login": ana.email, "password": "wrong wrong"}, headers={"x-forwarded-for": f"192.0.2.{count}"}
        )
    assert set(Event.objects.values_list("where_from", flat=True)) == {"127.0.0.1"}
    assert verbs()[-1] == "was locked out"


@pytest.mark.parametrize(
    ("trusted", "passed", "found"),
    [
        (0, "192.0.2.9", "10.0.0.1"),
        (1, "192.0.2.9", "192.0.2.9"),
        (1, "203.0.113.5, 192.0.2.9", "192.0.2.9"),
        (2, "203.0.113.5, 192.0.2.9, 10.0.0.2", "192.0.2.9"),
        (2, "192.0.2.9", "192.0.2.9"),
        (1, "", "10.0.0.1"),
        (1, "no address", ""),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_trusted_proxies_are_believed(settings: object, trusted: int, passed: str, found: str) -> None:
    settings.GOLDENTHREAD_TRUSTED_PROXIES = trusted
    headers = {"x-forwarded-for": passed} if passed else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)) == found


def test_a_closed_account_neither_signs_in_nor_goes_on(client: Client, ana: Person) -> None:
    sign_in(client, ana.email, PASSWORD)
    assert client.get(reverse("people:account")).status_code == 200
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get(reverse("people:account")).status_code == 302
    sign_in(client, ana.email, PASSWORD)
    assert client.get(reverse("people:account")).status_code == 302
    assert verbs()[-1] == "failed to sign in"


def test_a_new_password_is_asked_for_without_telling_who_is_here(client: Client, ana: Person) -> None:
    pages = []
    for email in (ana.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        pages.append((answer.status_code, answer.redirect_chain, re.sub(r'value="[^"]+"', "", answer.content.decode())))
    assert pages[0] == pages[1]
    assert [one.to for one in mail.outbox] == [[ana.email]]
    assert verbs() == ["asked for a new password"]


def link_in(message: str) -> str:
    found = re.search(r"http://testserver(\S+)", message)
    assert found is not None
    return found.group(1)


def test_the_link_sets_a_password_once(client: Client, ana: Person) -> None:
    client.post(reverse("account_reset_password"), {"email": ana.email})
    link = link_in(mail.outbox[0].body)
    form = client.get(link, follow=True)
    place = form.redirect_chain[-1][0]
    new = "lantern gravel piano 38"
    assert client.post(place, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), ana.email, PASSWORD).status_code == 200
    assert sign_in(Client(), ana.email, new).status_code == 302
    assert "does not work" in Client().get(link, follow=True).content.decode()
    assert "changed a password" in verbs()
    assert mail.outbox[-1].body.count("changed by a link") == 1
    assert not verify().breaks


def test_a_closed_account_is_sent_no_link(client: Client, ana: Person) -> None:
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    answer = client.post(reverse("account_reset_password"), {"email": ana.email})
    assert answer.status_code == 302
    assert mail.outbox == []


@pytest.mark.parametrize(
    "refused",
    [
        "short one",
        "123456789012345",
        "password1234",
        "P@ssw0rd2026!!",
        "!!!Sunshine1999",
        "footballfootball",
        "ana analyst 2026",
        "Avonmere-Council-2026",
        "goldenthread!!!!",
        "Safeguarding2026",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
    ],
)
def test_passwords_that_are_tried_first_are_refused(refused: str, settings: object) -> None:
    settings.GOLDENTHREAD_COUNCIL = "Avonmere Council"
    person = Person(email="ana@example.org", name="Ana Analyst")
    with pytest.raises(ValidationError):
        validate_password(refused, person)


@pytest.mark.parametrize(
    "taken", [PASSWORD, "correct horse battery staple", "gR7#pLm2!vQx9", "children play in sunlit meadows"]
)
def test_passwords_of_unrelated_words_or_signs_are_taken(taken: str) -> None:
    validate_password(taken, Person(email="ana@example.org", name="Ana Analyst"))


def test_nobody_signs_themselves_up(client: Client, cast: dict[str, Person]) -> None:
    for name in ("account_signup", "socialaccount_signup", "account_email", "socialaccount_connections"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), {"email": "new@example.org"}).status_code == 404
    assert Person.objects.count() == len(cast)


@pytest.mark.parametrize(("clock", "minutes"), [(SEEN, 31), (BEGAN, 12 * 60 + 1)])
def test_sessions_end_unused_and_in_any_case_after_a_working_day(
    client_of: Callable[[str], Client], clock: str, minutes: int
) -> None:
    client = client_of("analyst")
    session = client.session
    now = int(timezone.now().timestamp())
    session[clock] = now - minutes * 60 + 90
    session.save()
    assert client.get(reverse("people:account")).status_code == 200
    session = client.session
    session[clock] = now - minutes * 60
    session.save()
    answer = client.get(reverse("people:account"), follow=True)
    assert answer.redirect_chain[0][0].startswith(SIGN_IN)
    assert "You were signed out" in answer.content.decode()
    assert verbs()[-1] == "signed out"


def test_a_session_is_not_written_for_every_page(
    client_of: Callable[[str], Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of("commissioner")
    with django_assert_max_num_queries(4):
        client.get(reverse("people:account"))


def test_changing_the_password_needs_the_present_one_and_is_told_by_mail(client: Client, ana: Person) -> None:
    sign_in(client, ana.email, PASSWORD)
    new = "lantern gravel piano 38"
    place = reverse("account_change_password")
    wrong = client.post(place, {"oldpassword": "something else", "password1": new, "password2": new})
    assert wrong.status_code == 200
    assert client.post(place, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert verbs()[-1] == "changed a password"
    assert "Your password was changed." in mail.outbox[-1].body
    assert client.get(reverse("people:account")).status_code == 200


def test_other_devices_are_listed_and_signed_out(client: Client, ana: Person) -> None:
    sign_in(client, ana.email, PASSWORD)
    other = Client(headers={"user-agent": "Another browser"})
    sign_in(other, ana.email, PASSWORD)
    place = reverse("usersessions_list")
    assert "Another browser" in client.get(place).content.decode()
    assert client.post(place).status_code == 302
    assert other.get(reverse("people:account")).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
