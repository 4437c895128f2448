"""The pages in a real browser: nothing axe objects to, no sideways scrolling on a narrow screen."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.avonmere import panel, workspace

from goldenthread.papers.html import render_html
from goldenthread.papers.scorecard import build_scorecard
from goldenthread.papers.scorecard_html import render_scorecard

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="install Chromium to test the pages in a browser"
    ),
    # The driver's loop is closed by the interpreter; its late warnings are not ours.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "scorecard": render_scorecard(build_scorecard(workspace().evidence("board"), banner="Made up")),
        "panel": render_html(panel().paper),
    }
    found = {}
    for name, text in made.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(text, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("name", ["scorecard", "panel"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_the_page_reflows(name, width, pages, browser):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    results = Axe().run(page)
    context.close()
    found = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    assert found == []
    assert wide <= width


@pytest.mark.parametrize("name", ["scorecard", "panel"])
def test_the_policy_of_the_page_blocks_nothing_of_its_own(name, pages, browser):
    context = browser.new_context()
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(pages[name].as_uri())
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Arial")
    context.close()
    assert complaints == []
