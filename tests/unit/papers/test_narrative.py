"""The narrative refers to figures; it may not type them, and what does not resolve is an error with its place."""

from __future__ import annotations

import pytest
from tests.avonmere import narrative, panel, workspace

from goldenthread.errors import DefinitionError
from goldenthread.papers.panel import build_panel

SECTION = "7-other-options.md"


def _problems(text: str) -> list[str]:
    files = narrative() | {SECTION: text}
    with pytest.raises(DefinitionError) as caught:
        build_panel(workspace().evidence("committee"), files)
    return [str(problem) for problem in caught.value.problems]


def test_a_figure_typed_into_the_text_is_refused_with_its_line():
    problems = _problems("All is well.\n\nOf referrals 21.5% came back.\n")
    assert len(problems) == 1
    assert "7-other-options.md, row 3" in problems[0]
    assert "21.5%" in problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "The inspection was in March 2013 and the panel met on 24 November 2014.",
        "Within 45 working days, and 10 and 20 working days, under section 47.",
        "The Children Act 1989 and 12 months later, at age 5 to 9.",
    ],
)
def test_dates_lengths_of_time_and_acts_may_be_typed(text):
    built = build_panel(workspace().evidence("committee"), narrative() | {SECTION: text})
    assert built.paper.sections[6].blocks


def test_an_unknown_measure_names_the_nearest():
    assert any("Did you mean rereferrals" in one for one in _problems('It was {{ measure "rereferals" }}.'))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{ measure "rereferrals" show="colour" }}', "is not known"),
        ('{{ measure "rereferrals" period="whenever" }}', "is not a period"),
        ("{{ measure rereferrals }}", "needs a name in quotes"),
        ('{{ picture "rereferrals" }}', "is not known"),
        ('{{ fact "9" }}', "needs a source"),
        ('{{ field "nothing" }}', "There is no field nothing"),
        ('{{ measure "contacts" show="target" }}', "There is no target"),
        ('{{ measure "contacts" show="comparator" }}', "There is no comparator"),
    ],
)
def test_what_cannot_be_resolved_says_why(text, expected):
    assert any(expected in one for one in _problems(f"So: {text}."))


def test_all_problems_are_reported_together():
    assert len(_problems('{{ measure "a" }} and {{ measure "b" }} and 99.9%')) == 3


def test_a_missing_file_of_the_narrative_is_named():
    files = {name: text for name, text in narrative().items() if name != SECTION}
    with pytest.raises(DefinitionError, match=SECTION):
        build_panel(workspace().evidence("committee"), files)


def test_a_fact_from_elsewhere_is_printed_with_its_source_in_the_notes():
    text = 'Of those inspected {{ fact "9" source="A made-up bulletin" }} were good.'
    built = build_panel(workspace().evidence("committee"), narrative() | {SECTION: text})
    assert "Of those inspected 9 were good." in built.paper.sections[6].blocks[0].text
    notes = " ".join(run.text for item in built.paper.notes.blocks[0].items for run in item)
    assert "9: A made-up bulletin." in notes


def test_paragraphs_are_numbered_within_their_section():
    numbers = [block.number for block in panel().paper.sections[0].blocks]
    assert numbers == ["1.1", "1.2"]


def test_the_same_figure_keeps_its_number():
    by_key = {}
    for figure in panel().figures:
        key = (figure.measure, figure.period, figure.show, figure.text)
        assert by_key.setdefault(key, figure.id) == figure.id
    assert [figure.id for figure in panel().figures] == [f"F{n:02d}" for n in range(1, len(panel().figures) + 1)]


def test_html_in_the_narrative_stays_text():
    built = build_panel(workspace().evidence("committee"), narrative() | {SECTION: "<script>alert()</script> told."})
    from goldenthread.papers.html import render_html

    assert "<script>" not in render_html(built.paper)
