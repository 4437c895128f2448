"""Assessments with their factors, and child in need plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASSESSMENT = ("AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate")
_CIN_PLAN = ("CINPlanStartDate", "CINPlanEndDate")


def read_assessment(reading: Reading, group: _Element, referral_id: str | None) -> None:
    """Read one Assessments group into assessment and assessment_factor."""
    leaves: dict[str, str | None] = {}
    factors: dict[str, Any] = {}
    for element in group:
        tag = element.tag
        if tag == layout.FACTOR_GROUP:
            _factors(reading, element, factors)
        else:
            leaves[tag] = element.text
    if not leaves.keys() <= layout.ASSESSMENT_LEAVES:
        reading.unread(group, layout.ASSESSMENT_LEAVES | {layout.FACTOR_GROUP})
    dates = reading.dates
    text = leaves.get
    start = dates[text("AssessmentActualStartDate")]
    review = dates[text("AssessmentInternalReviewDate")]
    authorised = dates[text("AssessmentAuthorisationDate")]
    if reading.faults:
        values = (start, review, authorised)
        start, review, authorised = reading.settle(_ASSESSMENT, values, group, required=_ASSESSMENT[0])
    if start is None:
        reading.missing(leaves, _ASSESSMENT[0], group)
        return
    if review is not None and review < start:
        review = None
        reading.out_of_order(_ASSESSMENT[1], group)
    if authorised is not None and authorised < start:
        authorised = None
        reading.out_of_order(_ASSESSMENT[2], group)
    row = (f"{reading.child}:a{reading.stamps[start]}", reading.child, referral_id, start, review, authorised)
    _place(reading, row, factors, group)


def _place(reading: Reading, row: tuple[Any, ...], factors: dict[str, Any], group: _Element) -> None:
    """Keep an assessment; two are the same only when their factors are too."""
    line = group.sourceline
    assessment_id, new = reading.place((*row, tuple(factors), line), "Assessments", group)
    if new:
        reading.rows["assessment"].append((assessment_id, *row[1:], line))
        reading.rows["assessment_factor"] += [(assessment_id, code, at) for code, at in factors.items()]


def _factors(reading: Reading, group: _Element, found: dict[str, Any]) -> None:
    """Read the factors of an assessment; an empty group means that none was recorded."""
    codes, faults = reading.factors, reading.faults
    for element in group:
        if element.tag != "AssessmentFactors":
            reading.unread_one(element)
            continue
        code = codes[element.text]
        if faults:
            (code,) = reading.settle((layout.FACTOR,), (code,), element)
        if code in found:
            reading.set_aside("exact_duplicate", layout.FACTOR, element)
        elif code is not None:
            found[code] = element.sourceline
    if "21" in found and len(found) > 1:
        reading.note("none_with_others", layout.FACTOR, group)


def read_cin_plan(reading: Reading, group: _Element, referral_id: str | None) -> None:
    """Read one CINPlanDates group into cin_plan."""
    leaves = reading.leaves(group, layout.CIN_PLAN_LEAVES)
    start, end = values = tuple(reading.dates[leaves.get(name)] for name in _CIN_PLAN)
    if reading.faults:
        start, end = reading.settle(_CIN_PLAN, values, group, required=_CIN_PLAN[0])
    if start is None:
        reading.missing(leaves, _CIN_PLAN[0], group)
        return
    if end is not None and end < start:
        end = None
        reading.out_of_order(_CIN_PLAN[1], group)
    built = f"{reading.child}:n{reading.stamps[start]}"
    row = (built, reading.child, referral_id, start, end, group.sourceline)
    reading.keep("cin_plan", row, "CINPlanDates", group)
