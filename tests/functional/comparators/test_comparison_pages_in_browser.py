"""The pages of comparisons in a real browser: nothing axe objects to, no sideways scrolling, nothing blocked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.unit.comparators import made_comparators as made

from goldenthread import api
from goldenthread.comparators.importing import import_files

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="install Chromium to test the pages in a browser"
    ),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    import_files(made.store_files(folder / "files"), folder / "store")
    against = api.Against(comparators=folder / "store", authority="Leeds", group=("384",))
    found = {"one": folder / "one.html", "all": folder / "all.html"}
    api.compare_measure("rereferrals", against, output=found["one"])
    api.compare_all(against, output=found["all"])
    return found


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("name", ["one", "all"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_the_page_reflows(name, width, pages, browser):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    wide = page.evaluate("document.documentElement.scrollWidth")
    results = Axe().run(page)
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]] == []
    assert wide <= width


@pytest.mark.parametrize("name", ["one", "all"])
def test_the_policy_of_the_page_blocks_nothing_of_its_own(name, pages, browser):
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(pages[name].as_uri())
    styled = page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")
    context.close()
    assert complaints == []
    assert styled != "32px"
