"""The children behind a number and the explorers in a real browser: by keyboard, at 320 px, with nothing axe objects to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from tests.functional.site.following import arrive, enter, follow
from tests.web.conftest import TODAY, counted_load
from tests.web.indicators.explored import store_explored

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.loads import actions
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SHOTS = os.environ.get("SITE_SHOTS", "")
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
def cast(settings: Any) -> dict[str, Person]:
    settings.GOLDENTHREAD_TODAY = TODAY
    made = create_cast(today=TODAY)
    load = counted_load(made["analyst"])
    actions.release(load=load, by=made["analyst"], reason="looked over")
    load.refresh_from_db()
    store_explored(load)
    return made


@pytest.fixture(params=[320, 1280])
def tab(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    opened.problems = []
    opened.on("console", lambda said: opened.problems.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()


def given_somebody_is_signed_in(tab: Any, site: Any, person: Person) -> None:
    client = Client()
    client.force_login(person)
    tab.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])


def then_it_looks_right(tab: Any, name: str) -> None:
    """One heading, no sideways scrolling, nothing axe objects to, nothing that the policy of the page stopped."""
    arrive(tab)
    assert tab.locator("h1").count() == 1, tab.url
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), tab.url
    if SHOTS:
        tab.screenshot(path=str(Path(SHOTS) / f"{name}-{tab.viewport_size['width']}.png"), full_page=True)
    found = Axe().run(tab)
    assert found.violations_count == 0, f"{tab.url}\n{found.generate_report()}"
    assert [one for one in tab.problems if "Content Security Policy" in one or "TypeError" in one] == [], tab.url


def test_from_a_number_to_a_child_and_why_it_is_counted(tab: Any, live_server: Any, cast: dict[str, Person]) -> None:
    given_somebody_is_signed_in(tab, live_server, cast["manager"])
    tab.goto(f"{live_server.url}/measures/assessments_45/")
    follow(tab, tab.get_by_role("link", name="The children behind this number"))
    assert "other teams are not shown" in tab.content()
    then_it_looks_right(tab, "children")
    seen = Event.objects.filter(verb=Verb.CHILD_LISTED).count()
    assert seen > 0
    tab.get_by_role("link", name="In full for row 1", exact=True).focus()
    enter(tab)
    tab.wait_for_url("**/children/0/**")
    assert "The rule in full" in tab.content()
    assert Event.objects.filter(verb=Verb.CHILD_SEEN).count() == 1
    then_it_looks_right(tab, "why")


def test_a_list_without_a_reason_stays_and_says_what_is_missing(
    tab: Any, live_server: Any, cast: dict[str, Person]
) -> None:
    given_somebody_is_signed_in(tab, live_server, cast["analyst"])
    tab.goto(f"{live_server.url}/measures/assessments_45/children/")
    follow(tab, tab.get_by_role("button", name="Take out"))
    assert tab.get_by_role("alert").get_by_text("Enter why you need the list").is_visible()
    then_it_looks_right(tab, "take-out")
    assert not Event.objects.filter(verb=Verb.CHILD_EXPORTED).exists()


@pytest.mark.parametrize("kind", ["front-door", "timeliness", "disproportion"])
def test_the_explorers(tab: Any, live_server: Any, cast: dict[str, Person], kind: str) -> None:
    given_somebody_is_signed_in(tab, live_server, cast["analyst"])
    tab.goto(f"{live_server.url}/measures/{kind}/")
    then_it_looks_right(tab, kind)
