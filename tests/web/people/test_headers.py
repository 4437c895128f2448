"""What every answer carries: no framing, no foreign scripts, cookies that scripts and other sites cannot use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.people.conftest import PASSWORD

from goldenthread_web.people.models import Person

pytestmark = pytest.mark.django_db
OWN_PAGES = [
    "people:account",
    "people:who_may",
    "mfa_index",
    "activity:mine",
    "account_set_password",
    "mfa_activate_totp",
]


def policy(answer: object) -> dict[str, list[str]]:
    said = answer.headers["Content-Security-Policy"].split(";")  # type: ignore[attr-defined]
    return {words[0]: words[1:] for words in (one.split() for one in said)}


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/sign-in/password/reset/", "/no-such-page/", "/not-entered/", "/about/"]
)
def test_answers_to_strangers_carry_the_guards(db: None, address: str) -> None:
    answer = Client().get(address)
    found = policy(answer)
    assert (found["default-src"], found["script-src"], found["style-src"]) == (["'none'"], ["'self'"], ["'self'"])
    assert (found["frame-ancestors"], found["form-action"], found["base-uri"]) == (["'none'"], ["'self'"], ["'none'"])
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_hold_nothing_that_the_policy_forbids(client_of: Callable[[str], Client], name: str) -> None:
    page = client_of("administrator").get(reverse(name), follow=True).content.decode()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
    assert "<style" not in page
    for script in re.findall(r"<script[^>]*>", page):
        assert " src=" in script or 'type="application/json"' in script, script


def test_pages_for_the_signed_in_are_titled_have_one_heading_and_a_skip_link(
    client_of: Callable[[str], Client],
) -> None:
    client, titles = client_of("administrator"), set()
    for name in OWN_PAGES[:-1]:
        page = client.get(reverse(name)).content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.S)
        assert title is not None
        titles.add(title.group(1))
        assert page.count("<h1") == 1, name
        assert 'href="#main-content"' in page
    assert len(titles) == len(OWN_PAGES) - 1


def test_cookies_are_kept_from_scripts_and_other_sites(ana: Person) -> None:
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": ana.email, "password": PASSWORD})
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax"), name


def test_forms_of_other_sites_do_nothing(ana: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    for name in ("account_login", "account_reset_password", "account_logout"):
        assert client.post(reverse(name), {"login": ana.email, "password": PASSWORD}).status_code == 403, name


def test_a_real_council_is_served_by_https_only(tmp_path: Path) -> None:
    said = "import django; django.setup(); from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.GOLDENTHREAD_SECOND_FACTOR)"
    wanted = {key: value for key, value in os.environ.items() if not key.startswith(("GOLDENTHREAD", "DJANGO"))}
    wanted |= {
        "GOLDENTHREAD_DATA": str(tmp_path),
        "GOLDENTHREAD_SECRET_KEY": "k" * 40,
        "DJANGO_SETTINGS_MODULE": "goldenthread_web.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", said], env=wanted, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "True", "True", "True", "sensitive"], done.stderr


def test_settings_of_signing_in_that_make_no_sense_are_named(tmp_path: Path) -> None:
    wanted = {key: value for key, value in os.environ.items() if not key.startswith(("GOLDENTHREAD", "DJANGO"))}
    wanted |= {
        "GOLDENTHREAD_DATA": str(tmp_path),
        "GOLDENTHREAD_SECRET_KEY": "k" * 40,
        "GOLDENTHREAD_SECOND_FACTOR": "perhaps",
        "GOLDENTHREAD_IDLE_MINUTES": "never",
        "GOLDENTHREAD_DIRECTORY": "https://directory.example.org",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import goldenthread_web.config.settings"],
        env=wanted,
        capture_output=True,
        text=True,
        check=False,
    )
    for name in ("GOLDENTHREAD_SECOND_FACTOR", "GOLDENTHREAD_IDLE_MINUTES", "GOLDENTHREAD_DIRECTORY_CLIENT"):
        assert name in done.stderr
