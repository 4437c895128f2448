"""Every page of loads, measures and home in a real browser, as each role meets it: by keyboard, narrow and wide, without scripts.

Each scene ends in axe: nothing may be objected to, nothing may be stopped by the page's own policy.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from tests.avonmere import workspace
from tests.functional.site.following import arrive, follow
from tests.web.conftest import TODAY, counted_load, small_workspace
from tests.web.indicators.explored import store_explored

from goldenthread.api import write_example_narrative
from goldenthread_web.boards.demonstration import tell_story as tell_of_boards
from goldenthread_web.boards.models import Board, BoardAction, Challenge, Escalation
from goldenthread_web.config.demonstration import STORIES
from goldenthread_web.indicators.paper import narrative_folder, store_paper
from goldenthread_web.inspections.demonstration import tell_story
from goldenthread_web.inspections.models import Finding, Inspection, Statement
from goldenthread_web.loads import actions
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.workflow import State
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.suggestions.demonstration import tell_story as tell_of_suggestions
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.thread.reading import thread_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
IMAGES = Path(__file__).parents[3] / "docs" / "images"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="install Chromium to test the pages in a browser"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.django_db(transaction=True),
]
Open = Callable[..., Any]


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
    settings.GOLDENTHREAD_TODAY = TODAY
    settings.GOLDENTHREAD_COUNCIL = "Avonmere Council"
    return create_cast(today=TODAY)


@pytest.fixture
def load(people: dict[str, Person]) -> Load:
    """A released load with its rows, as every morning finds it."""
    made = counted_load(people["analyst"])
    store_explored(made, small_workspace())
    actions.release(load=made, by=people["analyst"], reason="looked over")
    return made


@pytest.fixture
def open_as(chromium: Any, live_server: Any, people: dict[str, Person]) -> Iterator[Open]:
    """A tab of somebody signed in; `width` in pixels, 320 being 1280 at 400% zoom."""
    contexts = []

    def opened(key: str, *, width: int = 1280, scripts: bool = True) -> Any:
        client = Client()
        client.force_login(people[key])
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        cookie = client.cookies[site.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        tab = context.new_page()
        tab.problems = []
        tab.on("console", lambda said: tab.problems.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: tab.problems.append(str(error)))
        return tab

    yield opened
    for context in contexts:
        context.close()


def looks_right(tab: Any) -> None:
    """One heading, a skip link first, no sideways scrolling, nothing axe or the page's own policy objects to."""
    arrive(tab)
    assert tab.locator("h1").count() == 1, tab.url
    assert tab.locator("a").first.get_attribute("href") == "#main-content", tab.url
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), tab.url
    found = Axe().run(
        tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, f"{tab.url}\n{found.generate_report()}"
    assert tab.problems == [], tab.url


PAGES = {
    "analyst": [
        "/", "/measures/", "/measures/?only=concerns", "/measures/?by=priority", "/measures/?every=yes&period=quarter",
        "/measures/rereferrals/", "/measures/contacts/?every=month", "/measures/priorities/", "/measures/rereferrals/target/",
        "/measures/rereferrals/commentary/", "/data/", "/data/new/", "/data/sources/", "/data/sources/new/",
        "/search/", "/search/?q=referral", "/search/?q=zebra", "/plan/", "/boards/", "/reviews/", "/practice/", "/papers/",
        "/inspections/", "/inspections/frameworks/", "/inspections/others/?framework=SIF-2013", "/inspections/others/import/",
        "/inspections/self-evaluation/?framework=SIF-2013", "/inspections/self-evaluation/SIF-2013/help/write/",
        "/inspections/new/", "/about/", "/accessibility/", "/privacy/", "/account/",
    ],
    "manager": ["/", "/measures/", "/measures/rereferrals/", "/measures/rereferrals/children/", "/measures/timeliness/"],
    "councillor": ["/", "/measures/", "/measures/rereferrals/", "/measures/front-door/", "/measures/disproportion/"],
    "chair": [
        "/", "/boards/", "/boards/new/", "/boards/decisions/?q=form", "/boards/decisions/?q=zebra",
        "/suggestions/", "/suggestions/new/", "/suggestions/you-said-we-did/",
    ],
    "former": ["/", "/search/?q=data"],
}  # fmt: skip


def thread_of_everything(people: dict[str, Person], load: Load, finding: Finding) -> list[str]:
    """The rest of Avonmere's story, and a walk from a thing of every kind."""
    write_example_narrative(narrative_folder())
    store_paper(workspace(), load, lambda _part, _said: None)
    for story in STORIES[1:]:
        import_string(story)(people=people, today=TODAY)
    graph = thread_for(access_for(people["analyst"], TODAY), TODAY)
    first = {one.kind: one.ref for one in reversed(graph.nodes.values()) if graph.above.get(one.key)}
    walks = [f"/thread/{kind}/{ref}/" for kind, ref in first.items()]
    return ["/thread/", "/thread/?q=advocate", "/thread/?q=zebra", f"/thread/finding/{finding.pk}/", *walks]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("key", PAGES)
def test_every_page_looks_right(
    key: str, width: int, load: Load, people: dict[str, Person], live_server: Any, open_as: Open
) -> None:
    # given somebody of this role on a screen of this width
    tab = open_as(key, width=width)
    titles: dict[str, str] = {}
    own = []
    if key == "analyst":
        tell_story(people=people, today=TODAY)
        one, finding, said = Inspection.objects.get(), Finding.objects.get(number="a"), Statement.objects.earliest("pk")
        own = [f"/data/{load.pk}/", f"/data/{load.pk}/release/", f"/data/{load.pk}/withdraw/"]
        own += [f"/inspections/{one.pk}/", f"/inspections/{one.pk}/change/", f"/inspections/{one.pk}/findings/new/"]
        own += [f"/inspections/findings/{finding.pk}/", f"/inspections/findings/{finding.pk}/change/"]
        own += [f"/inspections/self-evaluation/statements/{said.pk}/drop/"]
        own += thread_of_everything(people, load, finding)
    if key == "chair":
        tell_of_boards(people=people, today=TODAY)
        tell_of_suggestions(people=people, today=TODAY)
        board = Board.objects.get(kind="development")
        meeting, seat = board.meetings.filter(on__lt=TODAY).latest("on"), board.members.all()[0]
        item = meeting.items.get(standing=False)
        own = [
            f"/boards/{board.pk}/{one}"
            for one in (
                "",
                "change/",
                "terms/",
                "succeed/",
                "members/new/",
                "meetings/new/",
                "highlights/",
                "challenges/",
                "watch/",
            )
        ]
        own.append(f"/boards/{board.pk}/watch/{board.watched.all()[0].pk}/release/")
        own += [f"/boards/meetings/{meeting.pk}/{one}" for one in ("", "pack/", "attendance/", "remove/", "minutes/")]
        coming = board.meetings.latest("on")
        own += [f"/boards/{board.pk}/members/{seat.pk}/", f"/boards/items/{item.pk}/"]
        own += [f"/boards/items/{item.pk}/change/"]
        to_do = BoardAction.objects.filter(meeting__board=board, done_on=None, plan_action=None)[0]
        own += [f"/boards/actions/{to_do.pk}/{one}/" for one in ("done", "change")]
        own += [f"/boards/answers/challenge/{Challenge.objects.all()[0].pk}/"]
        own += [f"/boards/answers/escalation/{Escalation.objects.all()[0].pk}/"]
        own += [f"/boards/meetings/{coming.pk}/{one}" for one in ("", "items/new/", "change/", "pack/?copy=public")]
        own += [
            f"/suggestions/{Suggestion.objects.filter(state=state).earliest('pk').pk}/"
            for state in ("received", "something changed")
        ]
    for path in [*PAGES[key], *own]:
        # when they open the page
        answer = tab.goto(live_server.url + path)
        # then it is there, its title is its own, and it looks right
        assert answer.status == 200, path
        where = path.partition("?")[0]
        assert titles.setdefault(tab.title(), where) == where, f"{path} and {titles[tab.title()]} share a title"
        looks_right(tab)


def test_an_analyst_brings_returns_in_looks_them_over_and_releases_them(
    people: dict[str, Person], live_server: Any, open_as: Open, tmp_path: Path
) -> None:
    # given an analyst and no figures
    tab = open_as("analyst")
    tab.goto(live_server.url)
    follow(tab, tab.get_by_role("link", name="Bring in the first returns"))
    looks_right(tab)
    # when a file is chosen and sent, with scripts showing how far it is
    returns = tmp_path / "returns.csv"
    returns.write_text("not,a,return\n", encoding="utf-8")
    tab.get_by_label("Date of the data").first.fill("2014-09-30")
    tab.get_by_label("Files", exact=True).set_input_files(str(returns))
    tab.get_by_role("button", name="Upload and load").click()
    tab.wait_for_url(re.compile(r"/data/\d+/$"))
    assert "Waiting for its turn" in tab.content()
    looks_right(tab)
    # the page goes on asking, over the one connection to the database: leave it when it has just been answered
    tab.wait_for_event("response", lambda answer: answer.url.endswith("/progress/"))
    tab.goto("about:blank")
    # when the load is counted it can be released, with a reason
    load = counted_load(people["analyst"], digest="another")
    tab.goto(f"{live_server.url}{reverse('loads:load', args=[load.pk])}")
    follow(tab, tab.get_by_role("button", name="Release"))
    follow(tab, tab.get_by_role("button", name="Release"))
    tab.get_by_role("link", name="This field is required.").click()
    assert tab.evaluate("document.activeElement.name") == "reason"
    looks_right(tab)
    tab.get_by_label("Reason").fill("Looked over against the case system.")
    follow(tab, tab.get_by_role("button", name="Release"))
    # then everybody sees its figures
    tab.get_by_text("everybody sees its figures now").wait_for()
    looks_right(tab)
    director = open_as("director")
    director.goto(f"{live_server.url}/measures/")
    assert load.key in director.content()
    assert Load.objects.get(pk=load.pk).state == State.RELEASED


def test_commentary_is_written_queried_and_answered_for(load: Load, live_server: Any, open_as: Open) -> None:
    tab = open_as("head", width=320)
    tab.goto(f"{live_server.url}/measures/contacts/")
    follow(tab, tab.get_by_role("link", name="Write commentary"))
    tab.get_by_label("Commentary").fill("Contacts fell because of our new front door.")
    follow(tab, tab.get_by_role("button", name="Keep, and test what it claims"))
    tab.get_by_text("Goes further than the figures", exact=True).wait_for()
    looks_right(tab)
    tab.get_by_label("Why the words stand").fill("The audit of June names the cause.")
    follow(tab, tab.get_by_role("button", name="Let the words stand"))
    follow(tab, tab.get_by_role("button", name="Publish"))
    tab.get_by_text("Published", exact=True).wait_for()
    looks_right(tab)


def test_the_site_works_without_scripts(load: Load, live_server: Any, open_as: Open) -> None:
    tab = open_as("director", width=320, scripts=False)
    tab.goto(f"{live_server.url}/measures/")
    tab.get_by_label("Show", exact=True).select_option("concerns")
    follow(tab, tab.get_by_role("button", name="Show"))
    assert "only=concerns" in tab.url
    follow(tab, tab.get_by_role("link", name="Home"))
    tab.get_by_label("Search measures and pages").fill("referral")
    follow(tab, tab.get_by_role("button", name="Search"))
    follow(tab, tab.get_by_role("link", name="Re-referrals within 12 months").first)
    assert "/measures/rereferrals/" in tab.url


def test_the_skip_link_is_the_first_stop_of_the_keyboard(load: Load, live_server: Any, open_as: Open) -> None:
    tab = open_as("director")
    tab.goto(f"{live_server.url}/measures/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to main content"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main-content"


@pytest.mark.parametrize(
    ("name", "key", "path", "width"),
    [
        ("site-home", "director", "/", 1280),
        ("site-scorecard", "director", "/measures/", 1280),
        ("site-measure", "director", "/measures/rereferrals/", 1280),
        ("site-phone", "councillor", "/measures/", 320),
        ("site-plan", "head", "/plan/", 1280),
        ("site-board", "chair", "/boards/", 1280),
        ("site-thread", "head", "/thread/measure/rereferrals/", 1280),
    ],
)
def test_the_pictures_of_the_manual_can_be_taken(
    name: str, key: str, path: str, width: int, load: Load, people: dict[str, Person], live_server: Any,
    open_as: Open, tmp_path: Path,
) -> None:  # fmt: skip
    """With UPDATE_SCREENSHOTS=yes they are written into the manual; without it they are taken and thrown away."""
    folder = IMAGES if os.environ.get("UPDATE_SCREENSHOTS") == "yes" else tmp_path
    if name in ("site-plan", "site-board", "site-thread"):
        tell_story(people=people, today=TODAY)
        thread_of_everything(people, load, Finding.objects.get(number="a"))
    tab = open_as(key, width=width)
    tab.set_viewport_size({"width": width, "height": 1200})
    tab.goto(live_server.url + path)
    if name == "site-board":
        follow(tab, tab.get_by_role("link", name="Service Development Board", exact=True).first)
    tab.screenshot(path=str(folder / f"{name}.png"))
    assert (folder / f"{name}.png").stat().st_size > 10_000
    assert (IMAGES / f"{name}.png").is_file(), "run this test with UPDATE_SCREENSHOTS=yes"
