"""start-here.md follows one number; every stop is a link to a file that holds what the page says of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "start-here.md"
TEXT = PAGE.read_text(encoding="utf-8")
STOPS = [line for line in TEXT.splitlines() if re.match(r"\d+\. ", line)]
LINKS = re.findall(r"\[([^\]]+)\]\(([^)#]+)\)", TEXT)


def test_there_are_ten_stops_each_with_a_link():
    assert len(STOPS) == 10
    assert all("](" in stop for stop in STOPS)


@pytest.mark.parametrize(("words", "target"), LINKS)
def test_a_link_leads_to_a_file_that_holds_what_it_names(words, target):
    place = (PAGE.parent / target).resolve()
    assert place.exists(), target
    named = re.findall(r"`(\w+)`", words)
    for name in named:
        assert name in place.read_text(encoding="utf-8"), f"{name} is not in {target}"


def test_the_figure_followed_is_the_one_in_the_paper():
    from tests.avonmere import panel

    figure = next(f for f in panel().figures if f.measure == "rereferrals" and f.show == "value")
    counted = figure.results[0]
    assert f"numbers it {figure.id}" in TEXT
    assert f"**{figure.text} of referrals" in TEXT
    assert f"{counted.numerator:.0f} of {counted.denominator:,.0f}" in TEXT
