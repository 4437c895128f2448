"""Signing in and the pages for people and the log in a real browser: by keyboard, at 320 px, with nothing axe objects to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.functional.site.following import arrive, enter, follow
from tests.web.people.conftest import PASSWORD

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="install Chromium to test the pages in a browser"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Django takes the driver's loop for one of its own; it is not.
    before, os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE", ""), "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def people(settings: Any) -> dict[str, Person]:
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.GOLDENTHREAD_TODAY = None
    import datetime as dt

    made = create_cast(today=dt.date(2026, 11, 23))
    for key in ("administrator", "governance"):
        made[key].set_password(PASSWORD)
        made[key].save()
    return made


@pytest.fixture(params=[320, 1280])
def tab(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    opened.problems = []
    opened.on("console", lambda said: opened.problems.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()


def looks_right(tab: Any) -> None:
    """One heading, no sideways scrolling, nothing axe objects to, nothing that the policy of the page stopped."""
    arrive(tab)
    assert tab.locator("h1").count() == 1, tab.url
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), tab.url
    found = Axe().run(tab)
    assert found.violations_count == 0, f"{tab.url}\n{found.generate_report()}"
    stopped = [one for one in tab.problems if "Content Security Policy" in one or "TypeError" in one]
    assert stopped == [], tab.url


def sign_in(tab: Any, site: Any, person: Person) -> None:
    tab.goto(f"{site.url}/sign-in/")
    tab.get_by_label("E-mail address").fill(person.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    enter(tab)
    tab.wait_for_url(lambda address: "/sign-in/" not in address)


def test_somebody_signs_in_by_keyboard_and_is_told_what_is_wrong(
    tab: Any, live_server: Any, people: dict[str, Person]
) -> None:
    # given a stranger on the first page
    tab.goto(f"{live_server.url}/account/")
    looks_right(tab)
    # when the password is wrong
    tab.get_by_label("E-mail address").fill(people["administrator"].email)
    tab.get_by_label("Password", exact=True).fill("not the password")
    enter(tab)
    # then the page says so, and its title too
    tab.get_by_role("alert").wait_for()
    assert tab.title().startswith("Error: Sign in")
    looks_right(tab)
    # when it is right, then they are where they wanted to go
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    enter(tab)
    tab.wait_for_url(f"{live_server.url}/account/")
    looks_right(tab)
    for path in (
        "/sign-in/password/reset/",
        "/sign-in/password/change/",
        "/sign-in/out/",
        "/sign-in/second/",
        "/sign-in/devices/",
    ):
        tab.goto(live_server.url + path)
        looks_right(tab)


def test_an_administrator_enters_people(tab: Any, live_server: Any, people: dict[str, Person]) -> None:
    sign_in(tab, live_server, people["administrator"])
    manager = people["manager"]
    paths = ["/people/", "/people/teams/", f"/people/{manager.pk}/", f"/people/{manager.pk}/role/", f"/people/{manager.pk}/close/",
             "/who-may-see-what/", "/account/emergency/"]  # fmt: skip
    held = manager.roles_held.get()
    for path in [*paths, f"/people/roles/{held.pk}/end/"]:
        tab.goto(live_server.url + path)
        looks_right(tab)
    # when details are missing, then each is named with a link to its box
    tab.goto(f"{live_server.url}/people/add/")
    follow(tab, tab.get_by_role("button", name="Add and invite"))
    tab.get_by_role("link", name="Write the person's name.").click()
    assert tab.evaluate("document.activeElement.name") == "name"
    looks_right(tab)


def test_an_app_is_added_from_its_square(tab: Any, live_server: Any, people: dict[str, Person]) -> None:
    sign_in(tab, live_server, people["administrator"])
    tab.goto(f"{live_server.url}/sign-in/second/app/add/")
    looks_right(tab)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    enter(tab)
    tab.get_by_alt_text("Square code for the app").wait_for()
    looks_right(tab)
    tab.goto(f"{live_server.url}/sign-in/second/keys/add/")
    looks_right(tab)


def test_whoever_watches_over_the_log_searches_it(tab: Any, live_server: Any, people: dict[str, Person]) -> None:
    record(actor=people["manager"], verb=Verb.CHILD_SEEN, what="measure:reassessed", child="C1", reason="complaint 7")
    sign_in(tab, live_server, people["governance"])
    for path in ("/activity/", "/activity/?who=zebra", "/activity/mine/"):
        tab.goto(live_server.url + path)
        looks_right(tab)
    tab.goto(f"{live_server.url}/activity/child/")
    looks_right(tab)
    tab.get_by_label("The child's id").fill("C1")
    tab.get_by_label("Why you are looking").fill("subject access request 3")
    enter(tab)
    tab.get_by_role("heading", name="Who has looked at child C1").wait_for()
    looks_right(tab)
