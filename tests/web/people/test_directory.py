"""Signing in through the council's directory, against a small OpenID Connect provider on this machine."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import reverse

from goldenthread_web.activity.models import Event
from goldenthread_web.people.models import Person

pytestmark = pytest.mark.django_db
CLIENT, SECRET = "site-of-the-council", "made-up secret of the client, long enough to sign"


class Directory:
    """What the provider knows: whom it says it is, and what it saw."""

    def __init__(self) -> None:
        self.says: dict[str, object] = {}
        self.challenges: dict[str, str] = {}
        self.refused = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def approves(self, authorize: str) -> tuple[str, str]:
        """What the browser brings back after the person has signed in at the directory: code and state."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(authorize).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        return code, asked["state"]

    def answers(self, path: str, sent: dict[str, str]) -> dict[str, object] | None:
        if path == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "userinfo_endpoint": "/userinfo",
                "jwks_uri": "/keys",
            }
            return {"issuer": self.address, **{name: self.address + end for name, end in ends.items()},
                    "token_endpoint_auth_methods_supported": ["client_secret_post"]}  # fmt: skip
        if path == "/token":
            proof = (
                base64.urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
            )
            if sent.get("client_secret") != SECRET or self.challenges.pop(sent.get("code", ""), "") != proof:
                self.refused += 1
                return None
            token = jwt.encode(
                {"iss": self.address, "aud": CLIENT, "exp": 4_000_000_000, "iat": 1, **self.says}, SECRET, "HS256"
            )
            return {"access_token": "made-up", "token_type": "Bearer", "id_token": token}
        return self.says if path == "/userinfo" else None

    def _handler(directory) -> type[BaseHTTPRequestHandler]:  # noqa: N805  (the handler's own self is another)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer({key: values[0] for key, values in parse_qs(body).items()})

            def _answer(self, sent: dict[str, str]) -> None:
                found = directory.answers(urlsplit(self.path).path, sent)
                self.send_response(200 if found is not None else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(found or {"error": "invalid_grant"}).encode())

            def log_message(self, *_args: object) -> None:
                """Nothing."""

        return Handler


@pytest.fixture
def directory(settings: object) -> Iterator[Directory]:
    one = Directory()
    thread = threading.Thread(target=one.server.serve_forever, daemon=True)
    thread.start()
    app = {"provider_id": "directory", "name": "your council account", "client_id": CLIENT, "secret": SECRET,
           "settings": {"server_url": one.address}}  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}  # type: ignore[attr-defined]
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


def come_through(directory: Directory, client: Client, **says: object) -> object:
    """Sign in through the directory as whom it says, and follow to where that ends."""
    directory.says = says
    to_directory = client.post(reverse("openid_connect_login", args=["directory"]))
    assert to_directory.status_code == 302, to_directory.content.decode()
    assert to_directory["Location"].startswith(directory.address + "/authorize?")
    code, state = directory.approves(to_directory["Location"])
    return client.get(
        reverse("openid_connect_callback", args=["directory"]), {"code": code, "state": state}, follow=False
    )


def test_somebody_entered_here_is_let_in_by_verified_address(directory: Directory, cast: dict[str, Person]) -> None:
    client, person = Client(), cast["analyst"]
    assert "Sign in with your council account" in client.get("/sign-in/").content.decode()
    answer = come_through(directory, client, sub="u1", email=person.email.title(), email_verified=True, name="Ana A")
    assert answer["Location"] == reverse("home:home")
    assert "Ana Analyst" in client.get(reverse("people:account")).content.decode()
    written = Event.objects.first()
    assert written is not None
    assert (written.verb, written.actor, written.details) == ("signed in", person, {"by": "socialaccount"})
    # From now on the directory's own number for the person counts, not the address.
    again = Client()
    come_through(directory, again, sub="u1", email="married@avonmere.example", email_verified=True)
    assert "Ana Analyst" in again.get(reverse("people:account")).content.decode()


@pytest.mark.parametrize(
    "says",
    [
        {"sub": "u2", "email": "stranger@avonmere.example", "email_verified": True},
        {"sub": "u2", "email": "analyst@avonmere.example", "email_verified": False},
        {"sub": "u2", "email": "analyst@avonmere.example"},
        {"sub": "u2"},
    ],
    ids=["not entered", "not verified", "silent on it", "no address"],
)
def test_others_are_turned_away_and_nobody_is_entered(
    directory: Directory, cast: dict[str, Person], says: dict[str, object]
) -> None:
    client = Client()
    answer = come_through(directory, client, **says)
    assert answer["Location"] == reverse("people:not_entered")
    assert client.get(reverse("people:account")).status_code == 302
    assert Person.objects.count() == len(cast)
    written = Event.objects.get()
    assert (written.verb, written.what, written.actor) == ("failed to sign in", "directory", None)


def test_a_directory_of_the_councils_own_addresses_may_be_believed(
    directory: Directory, cast: dict[str, Person], settings: object
) -> None:
    settings.GOLDENTHREAD_DIRECTORY_VERIFIED = True  # type: ignore[attr-defined]
    client = Client()
    come_through(directory, client, sub="u3", email="head@avonmere.example")
    assert "Hal Head" in client.get(reverse("people:account")).content.decode()


def test_a_closed_account_is_not_opened_by_the_directory(directory: Directory, cast: dict[str, Person]) -> None:
    says = {"sub": "u4", "email": "head@avonmere.example", "email_verified": True}
    come_through(directory, Client(), **says)
    Person.objects.filter(pk=cast["head"].pk).update(is_active=False)
    client = Client()
    assert come_through(directory, client, **says)["Location"] == reverse("account_inactive")
    assert client.get(reverse("people:account")).status_code == 302


def test_what_did_not_begin_here_does_not_end_here(directory: Directory, cast: dict[str, Person]) -> None:
    directory.says = {"sub": "u5", "email": "head@avonmere.example", "email_verified": True}
    begun = Client()
    to_directory = begun.post(reverse("openid_connect_login", args=["directory"]))
    code, state = directory.approves(to_directory["Location"])
    other = Client()
    answer = other.get(reverse("openid_connect_callback", args=["directory"]), {"code": code, "state": state})
    assert answer.status_code in {401, 403}
    assert "You were not signed in" in answer.content.decode()
    assert other.get(reverse("people:account")).status_code == 302
    assert Event.objects.get().verb == "failed to sign in"


def test_a_code_that_somebody_else_caught_is_worth_nothing(directory: Directory, cast: dict[str, Person]) -> None:
    directory.says = {"sub": "u6", "email": "head@avonmere.example", "email_verified": True}
    theirs = Client()
    caught, _state = directory.approves(theirs.post(reverse("openid_connect_login", args=["directory"]))["Location"])
    mine = Client()
    to_directory = mine.post(reverse("openid_connect_login", args=["directory"]))
    state = parse_qs(urlsplit(to_directory["Location"]).query)["state"][0]
    answer = mine.get(reverse("openid_connect_callback", args=["directory"]), {"code": caught, "state": state})
    assert answer.status_code in {401, 403}
    assert directory.refused == 1


@pytest.mark.parametrize(("does_it", "asked"), [(False, True), (True, False)])
def test_whether_the_directorys_second_factor_counts_is_a_setting(
    directory: Directory, cast: dict[str, Person], settings: object, does_it: bool, asked: bool
) -> None:
    settings.GOLDENTHREAD_SECOND_FACTOR = "sensitive"  # type: ignore[attr-defined]
    settings.GOLDENTHREAD_DIRECTORY_SECOND_FACTOR = does_it  # type: ignore[attr-defined]
    client = Client()
    come_through(directory, client, sub="u7", email="analyst@avonmere.example", email_verified=True)
    assert client.get(reverse("people:who_may")).status_code == (302 if asked else 200)


def test_the_directory_is_opened_by_a_button_only(directory: Directory, cast: dict[str, Person]) -> None:
    page = Client().get(reverse("openid_connect_login", args=["directory"]))
    assert page.status_code == 200
    assert "Go to your council account" in page.content.decode()
    assert Client().get(reverse("openid_connect_login", args=["elsewhere"])).status_code == 404
