"""Nothing of the catalogue is silently missing: every line is a measure, or said not to be computable and why."""

from __future__ import annotations

from collections import Counter

import pytest

from goldenthread.catalogue import COHORTS, MEASURES, NOT_COMPUTABLE
from goldenthread.catalogue.pages import breakdown_words, index, page
from goldenthread.measures.model import Distinct, Polarity, Unit

# The lines of the catalogue by part and number: front door 1 to 7 and so on; NF are indicators of the national
# framework that need other data.
LINES = {
    "FD": range(1, 8), "EH": range(1, 5), "RF": range(1, 13), "AS": range(1, 16), "S": range(1, 12), "CP": range(1, 20),
    "PP": range(1, 3), "CN": range(1, 13), "LA": range(1, 40), "CL": range(1, 9), "AD": range(1, 9), "WF": range(1, 11),
    "QA": range(1, 5), "VO": range(1, 5), "OF": range(1, 2), "CX": range(1, 2), "FI": range(1, 2), "NF": range(1, 6),
}  # fmt: skip
EVERY = {f"{part}{number:02d}" for part, numbers in LINES.items() for number in numbers}


def _computed() -> set[str]:
    return {code for measure in MEASURES.values() for code in (measure.code, *measure.also)}


def test_every_line_is_a_measure_or_said_not_to_be_computable() -> None:
    beyond = {line.code for line in NOT_COMPUTABLE}
    assert _computed() | beyond == EVERY
    assert len(EVERY) == 163


def test_no_line_is_both() -> None:
    assert not _computed() & {line.code for line in NOT_COMPUTABLE}
    assert max(Counter(line.code for line in NOT_COMPUTABLE).values()) == 1


@pytest.mark.parametrize("line", NOT_COMPUTABLE, ids=lambda line: line.code)
def test_a_line_without_a_figure_says_why_and_what_would_give_it_one(line) -> None:
    for words in (line.title, line.meaning, line.reason, line.would_need, line.source):
        assert len(words.split()) >= 2 or words == line.source
    assert f"| {line.code} | {line.title} | {line.reason} |" in index(COHORTS, NOT_COMPUTABLE)


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: cohort.id)
def test_what_a_measure_is_told_by_is_counted(cohort) -> None:
    for measure in cohort.measures:
        for name in (*(measure.splits or ()), measure.share_by, measure.rate_by):
            assert not name or name in cohort.breakdowns, (measure.id, name)
        if measure.share_by:
            assert measure.unit is Unit.PERCENT
            assert measure.denominator
        if measure.distinct is Distinct.SECOND:
            assert measure.numerator == measure.denominator
        if measure.unit is Unit.COUNT and measure.polarity is not Polarity.NEUTRAL:
            assert measure.decimals == 0


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: cohort.id)
def test_every_breakdown_has_words_of_its_own(cohort) -> None:
    for name in cohort.breakdowns:
        assert "_" not in breakdown_words(name)
    for measure in cohort.measures:
        assert f"| Code | {measure.code}" in page(measure, cohort)


def test_both_clocks_both_counts_and_both_kinds_of_need_are_told_apart() -> None:
    pairs = (
        ("assessments_45", "assessments_45_from_referral"),
        ("rereferrals", "children_rereferred"),
        ("referrals", "children_referred"),
        ("children_in_need", "cin_plans"),
        ("rereferrals", "rereferrals_after_closure"),
    )
    for one, other in pairs:
        assert MEASURES[one].title != MEASURES[other].title
        assert MEASURES[one].code != MEASURES[other].code
    assert "open episode" in MEASURES["children_in_need"].title
    assert any("child in need plan" in caution for caution in MEASURES["children_in_need"].cautions)
    assert any("every open episode" in caution for caution in MEASURES["cin_plans"].cautions)
