"""Nothing of the catalogue is silently missing: every line is a measure, or said not to be computable and why."""

from __future__ import annotations

from collections import Counter

import pytest

from goldenthread.catalogue import COHORT_OF, COHORTS, MEASURES, NOT_COMPUTABLE
from goldenthread.catalogue.common import PERSON_BREAKDOWNS
from goldenthread.catalogue.pages import breakdown_words, index, page
from goldenthread.measures.model import BETWEEN, Distinct, Polarity, Unit, crossed_parts
from goldenthread.tables import codes
from goldenthread.tables.model import CodeList

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
        for name in (*(measure.splits or ()), measure.share_by, *measure.share_within, measure.rate_by):
            assert not name or name in cohort.breakdowns, (measure.id, name)
        if measure.share_by:
            assert measure.unit is Unit.PERCENT
            assert measure.denominator
        if measure.distinct is Distinct.SECOND:
            assert measure.numerator == measure.denominator
        if measure.unit is Unit.COUNT and measure.polarity is not Polarity.NEUTRAL:
            assert measure.decimals == 0
    assert set(cohort.once_in_each) <= set(cohort.breakdowns)
    assert not cohort.once_in_each or any(measure.distinct for measure in cohort.measures)


@pytest.mark.parametrize("cohort", COHORTS, ids=lambda cohort: cohort.id)
def test_every_breakdown_has_words_of_its_own(cohort) -> None:
    for name in cohort.counted_by:
        assert "_" not in breakdown_words(name)
    for measure in cohort.measures:
        assert f"| Code | {measure.code}" in page(measure, cohort)


CODE_LISTS = [one for one in vars(codes).values() if isinstance(one, CodeList)]


@pytest.mark.parametrize("code_list", CODE_LISTS, ids=lambda one: one.name)
def test_no_group_of_our_own_holds_what_stands_between_two_groups(code_list) -> None:
    names = [name for code in code_list.codes for name in (code.code, code.label, code.group)]
    assert not [name for name in names if BETWEEN in name]


# What the list of measures asks that each line be told by: P who the child is, S source, N need, C category of abuse,
# T team, PT placement, PR provider, W role, and others by name. Months are periods, which every measure has.
ASKED = {
    "FD01": "P S T", "FD03": "T", "FD04": "S T", "FD05": "S T", "FD06": "P", "FD07": "S T",
    "EH01": "P", "EH02": "P T", "EH03": "T", "EH04": "P T",
    "RF01": "P S T", "RF03": "P", "RF04": "P S N T", "RF05": "P", "RF06": "T", "RF07": "S T", "RF08": "S N T",
    "RF09": "S", "RF10": "S T", "RF11": "S N T", "RF12": "P S N T",
    "AS01": "P T", "AS02": "P S N T", "AS03": "T N", "AS04": "T N", "AS05": "T N", "AS06": "T", "AS07": "P",
    "AS09": "P T", "AS10": "T N", "AS11": "T", "AS12": "N T complexity", "AS13": "N T complexity", "AS14": "N T S",
    "AS15": "T N",
    "S01": "P T", "S03": "P", "S04": "T N", "S05": "T", "S06": "P T", "S08": "T", "S09": "T", "S10": "T C", "S11": "T",
    "CP01": "P C T", "CP03": "P C", "CP04": "C", "CP05": "P C", "CP06": "P C", "CP07": "C", "CP08": "C", "CP09": "C",
    "CP10": "P", "CP11": "T", "CP12": "T", "CP13": "T P", "CP15": "T", "CP16": "C", "CP17": "P T", "CP18": "T",
    "CN01": "P N T", "CN03": "P N", "CN04": "N T", "CN05": "N T", "CN06": "P", "CN07": "P", "CN08": "T", "CN09": "P T",
    "CN10": "T", "CN11": "T", "CN12": "T",
    "LA01": "P T", "LA02": "P N", "LA03": "P", "LA04": "P", "LA05": "P PT", "LA06": "P PT", "LA07": "P PR",
    "LA08": "P PR", "LA09": "P PR", "LA10": "P", "LA11": "PT PR", "LA12": "PT PR", "LA13": "P", "LA14": "T",
    "LA15": "P T", "LA16": "T", "LA17": "P", "LA18": "P", "LA19": "P", "LA21": "P", "LA22": "P PT", "LA23": "P",
    "LA24": "P", "LA25": "P", "LA26": "P PT", "LA27": "P PT", "LA28": "P", "LA29": "P T", "LA31": "P", "LA32": "P",
    "LA33": "P", "LA34": "P", "LA36": "P", "LA37": "PT PR", "LA38": "P",
    "CL01": "P", "CL02": "P accommodation", "CL03": "P", "CL04": "P", "CL05": "P", "CL07": "T",
    "AD01": "P",
    "WF01": "W T", "WF02": "W", "WF03": "W T", "WF04": "T", "WF05": "W T", "WF07": "W", "WF08": "T", "WF09": "T",
    "WF10": "T",
    "QA01": "T theme", "QA02": "T theme", "QA03": "theme", "QA04": "T",
    "VO01": "T P", "VO02": "T question", "VO03": "T theme", "VO04": "T",
}  # fmt: skip
BREAKDOWNS = {
    "P": PERSON_BREAKDOWNS, "S": ("source",), "N": ("need",), "C": ("category",), "T": ("team",), "PT": ("placement",),
    "PR": ("provider",), "W": ("role",), "accommodation": ("home",),
}  # fmt: skip
# No return carries the team of a contact, of early help, or of a case that steps down to it.
NO_TEAM = ("FD01", "FD03", "FD04", "FD05", "FD07", "EH02", "EH03", "EH04")
CANNOT = {(line, "T") for line in NO_TEAM}
# Only a conference that led to a plan has a category: all of them led to one.
CANNOT.add(("S10", "C"))


def _wanted(line: str, letter: str) -> set[str]:
    names = set(BREAKDOWNS.get(letter, (letter,)))
    # Care leavers are told by the ages the return asks about.
    return {"leaver_age" if line.startswith("CL") and name == "age_band" else name for name in names}


@pytest.mark.parametrize("line", ASKED)
def test_a_line_is_told_by_all_that_is_asked_for(line: str) -> None:
    measures = [measure for measure in MEASURES.values() if line in (measure.code, *measure.also)]
    assert measures
    for measure in measures:
        # Of groups below the authority no population is known.
        if measure.denominator == "population":
            continue
        told = {within or part for part, within in map(crossed_parts, COHORT_OF[measure.id].told_by(measure))}
        for letter in ASKED[line].split():
            assert (_wanted(line, letter) <= told) is ((line, letter) not in CANNOT), (measure.id, letter)


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
