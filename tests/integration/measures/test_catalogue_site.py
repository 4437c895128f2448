"""The catalogue as a site: every measure has a page, every link leads somewhere, and nothing is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goldenthread.catalogue import COHORTS, MEASURES, NOT_COMPUTABLE
from goldenthread.papers.catalogue_site import render, write_catalogue


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    written = write_catalogue(folder, COHORTS, NOT_COMPUTABLE, version="0.2.0")
    assert written[0].name == "index.html"
    return folder


def test_every_measure_has_a_page_with_a_title_of_its_own(site: Path) -> None:
    assert {path.stem for path in site.glob("*.html")} == {*MEASURES, "index"}
    titles = [re.search("<title>(.*?)</title>", path.read_text(encoding="utf-8")) for path in site.glob("*.html")]
    assert len({title[1] for title in titles if title}) == len(MEASURES) + 1


def test_every_page_has_one_heading_a_skip_link_and_no_script(site: Path) -> None:
    for path in site.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert text.count("<h1>") == 1, path.name
        assert '<a class="skip" href="#main">' in text
        assert '<html lang="en-GB">' in text
        assert "<script" not in text
        assert "default-src 'none'; style-src 'sha256-" in text.replace("&#39;", "'")


def test_every_link_leads_to_a_page(site: Path) -> None:
    links = 0
    for path in site.glob("*.html"):
        for link in re.findall(r'href="([^"#]+)"', path.read_text(encoding="utf-8")):
            assert (site / link).is_file(), (path.name, link)
            links += 1
    assert links > 2 * len(MEASURES)


def test_what_cannot_be_counted_is_told_with_its_reason(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    for line in NOT_COMPUTABLE:
        assert f"<td>{line.code}</td>" in index


def test_words_of_a_definition_are_shown_and_never_run() -> None:
    made = render("<b>bold</b>", "# <script>alert(1)</script>\n\nText & more", version="0.2.0")
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "&lt;b&gt;bold" in made
