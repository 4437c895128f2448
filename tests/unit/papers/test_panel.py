"""The demonstration's paper: the structure of the panel's paper, the story, claims and what is missing."""

from __future__ import annotations

from dataclasses import replace

from tests.avonmere import narrative, panel, workspace

from goldenthread.papers import claims, completeness
from goldenthread.papers.panel import SECTIONS, build_panel


def test_the_eight_sections_stand_in_order():
    assert [(s.number, s.heading) for s in panel().paper.sections] == [(n, h) for n, h, _ in SECTIONS]


def test_the_paper_tells_the_story_from_its_records():
    said = {(f.measure, f.show, f.period.end.year): f.text for f in panel().figures}
    assert said["assessments_45", "value", 2014] == "91.7%"
    assert said["rereferrals", "value", 2014] == "21.5%"
    assert said["rereferrals", "value", 2013] == "24.0%"
    assert said["cp_second_plan_2_years", "value", 2014] == "4.1%"
    assert said["rereferrals", "target", 2014] == "below 22.0%"


def test_stock_ranges_lie_in_the_bands_of_the_story():
    for measure, low, high in (("cp_plans", 120, 130), ("children_looked_after", 135, 145)):
        figure = next(f for f in panel().figures if f.measure == measure and f.show == "range")
        values = [r.value for r in figure.results]
        assert len(values) == 18
        assert low <= min(values) <= max(values) <= high


def test_every_figure_is_in_the_appendix_with_its_load():
    table = panel().paper.appendix.blocks[1]
    assert [row[0] for row in table.rows] == [f.id for f in panel().figures]
    assert all(panel().paper.load_id in row[5] for row in table.rows)


def test_nothing_is_missing_from_the_demonstration():
    assert panel().missing == ()


def test_what_is_missing_is_named():
    heading = replace(panel().paper.heading, ward="", attachments=("Plan, to follow",))
    paper = replace(panel().paper, heading=heading, contact=())
    found = " ".join(
        p.what for p in completeness.missing_parts(paper, workspace().evidence("committee"), panel().figures)
    )
    assert "no ward" in found
    assert "to follow" in found
    assert "no contact person" in found


def _claims(text: str) -> list[claims.Claim]:
    files = narrative() | {"7-other-options.md": text}
    built = build_panel(workspace().evidence("committee"), files)
    return [claim for claim in built.claims if claim.paragraph.startswith("7.")]


def test_a_claim_of_improvement_over_a_flat_series_is_not_supported():
    found = _claims('Referrals have improved to {{ measure "referrals" }}.')
    assert [claim.verdict for claim in found] == [claims.Verdict.NOT_SUPPORTED]


def test_a_cause_is_never_supported_by_a_chart():
    found = _claims('Re-referrals were {{ measure "rereferrals" }} because of the new policy.')
    assert claims.Verdict.NOT_CHECKABLE in [claim.verdict for claim in found]


def test_words_of_the_wrong_direction_are_not_supported():
    """A series that moved one way supports one of two words and not the other."""
    found = {}
    for word in ("risen", "fallen"):
        claim = _claims("Timely assessments have " + word + ' to {{ measure "assessments_45" }}.')
        found[word] = (claim[0].kind, claim[0].verdict)
    assert [kind for kind, _ in found.values()] == ["risen", "fallen"]
    verdicts = [verdict for _, verdict in found.values()]
    assert verdicts.count(claims.Verdict.SUPPORTED) == 1, found


def test_a_missed_target_claimed_as_met_is_not_supported():
    found = _claims('We met the target with {{ measure "simple_assessments_over_20" }}.')
    assert [claim.verdict for claim in found] == [claims.Verdict.NOT_SUPPORTED]


def test_the_public_paper_hides_a_small_count_and_says_fewer():
    text = 'At the end {{ measure "assessments_open_over_45" }} were open.'
    built = build_panel(workspace().evidence("committee"), narrative() | {"7-other-options.md": text})
    result = workspace().results.one(
        "assessments_open_over_45", workspace().evidence().headline_period("assessments_open_over_45")
    )
    said = built.paper.sections[6].blocks[0].text
    if result.value is not None and 0 < result.value < 5:
        assert "fewer than 5" in said
    else:
        assert f"{result.value:.0f}" in said
