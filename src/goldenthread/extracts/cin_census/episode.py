"""One CINdetails group: a referral and the assessments, plans, enquiries and conferences under it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.reading import Leaves, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, kw_only=True)
class Conference:
    """An initial conference waiting for the child's plans to be known."""

    referral_id: str | None
    enquiry_id: str | None
    target: dt.date | None
    held: dt.date
    transfer_in: bool
    group: _Element


@dataclass(kw_only=True)
class ChildEvents:
    """What must be known of all a child's episodes before conferences can be written."""

    plans: dict[dt.date, str] = field(default_factory=dict)
    conferences: list[Conference] = field(default_factory=list)


def read_episode(reading: Reading, group: _Element, events: ChildEvents) -> None:
    """Read one CINdetails group; its conferences are left in `events`."""
    leaves: dict[str, str | None] = {}
    nested = []
    for element in group:
        tag = element.tag
        if tag in layout.EPISODE_GROUPS:
            nested.append((_GROUPS[tag], element))
        else:
            leaves[tag] = element.text
    if not leaves.keys() <= layout.EPISODE_LEAVES:
        reading.unread(group, layout.EPISODE_LEAVES | layout.EPISODE_GROUPS)
    referral_id = _referral(reading, leaves, group, events)
    for read_group, element in nested:
        read_group(reading, element, referral_id, events)


def _referral(reading: Reading, leaves: Leaves, group: _Element, events: ChildEvents) -> str | None:
    day = reading.start_date(leaves, "CINreferralDate", group)
    transfer = reading.value(reading.dates, leaves, "DateOfInitialCPC", group)
    referral_id = None
    if day is not None:
        closure = reading.value(reading.dates, leaves, "CINclosureDate", group)
        contents = (
            f"{reading.child}:{reading.stamps[day]}",
            reading.child,
            day,
            reading.value(reading.sources, leaves, "ReferralSource", group),
            reading.value(reading.needs, leaves, "PrimaryNeedCode", group),
            reading.value(reading.flags, leaves, "ReferralNFA", group),
            reading.in_order(day, closure, "CINclosureDate", group),
            reading.value(reading.closures, leaves, "ReasonForClosure", group),
            transfer,
            group.sourceline,
        )
        referral_id, new = reading.place(contents, "CINdetails", group)
        if new:
            reading.rows["referral"].append((referral_id, *contents[1:]))
    if transfer is not None:
        events.conferences.append(
            Conference(
                referral_id=referral_id, enquiry_id=None, target=None, held=transfer, transfer_in=True, group=group
            )
        )
    return referral_id


def _assessment(reading: Reading, group: _Element, referral_id: str | None, _events: ChildEvents) -> None:
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
    start = reading.start_date(leaves, "AssessmentActualStartDate", group)
    if start is None:
        return
    review = reading.value(reading.dates, leaves, "AssessmentInternalReviewDate", group)
    authorised = reading.value(reading.dates, leaves, "AssessmentAuthorisationDate", group)
    line = group.sourceline
    row = (
        reading.child,
        referral_id,
        start,
        reading.in_order(start, review, "AssessmentInternalReviewDate", group),
        reading.in_order(start, authorised, "AssessmentAuthorisationDate", group),
    )
    built = f"{reading.child}:a{reading.stamps[start]}"
    assessment_id, new = reading.place((built, *row, tuple(factors), line), "Assessments", group)
    if new:
        reading.rows["assessment"].append((assessment_id, *row, line))
        reading.rows["assessment_factor"] += [(assessment_id, code, at) for code, at in factors.items()]


def _factors(reading: Reading, group: _Element, found: dict[str, Any]) -> None:
    for element in group:
        if element.tag != layout.FACTOR:
            reading.note("unread_element", str(element.tag), element)
            continue
        code = reading.text_value(reading.factors, element)
        if code is None:
            continue
        if code in found:
            reading.set_aside("exact_duplicate", layout.FACTOR, element)
        else:
            found[code] = element.sourceline
    if "21" in found and len(found) > 1:
        reading.note("none_with_others", layout.FACTOR, group)


def _cin_plan(reading: Reading, group: _Element, referral_id: str | None, _events: ChildEvents) -> None:
    leaves = _leaves(reading, group, layout.CIN_PLAN_LEAVES)
    start = reading.start_date(leaves, "CINPlanStartDate", group)
    if start is None:
        return
    end = reading.value(reading.dates, leaves, "CINPlanEndDate", group)
    contents = (
        f"{reading.child}:n{reading.stamps[start]}",
        reading.child,
        referral_id,
        start,
        reading.in_order(start, end, "CINPlanEndDate", group),
        group.sourceline,
    )
    plan_id, new = reading.place(contents, "CINPlanDates", group)
    if new:
        reading.rows["cin_plan"].append((plan_id, *contents[1:]))


def _enquiry(reading: Reading, group: _Element, referral_id: str | None, events: ChildEvents) -> None:
    leaves = _leaves(reading, group, layout.ENQUIRY_LEAVES)
    start = reading.start_date(leaves, "S47ActualStartDate", group)
    enquiry_id = None
    if start is not None:
        contents = (
            f"{reading.child}:s{reading.stamps[start]}",
            reading.child,
            referral_id,
            start,
            reading.value(reading.flags, leaves, "ICPCnotRequired", group),
            group.sourceline,
        )
        enquiry_id, new = reading.place(contents, "Section47", group)
        if new:
            reading.rows["s47_enquiry"].append((enquiry_id, *contents[1:]))
    target = reading.value(reading.dates, leaves, "InitialCPCtarget", group)
    held = reading.value(reading.dates, leaves, "DateOfInitialCPC", group)
    if held is None:
        return
    if start is not None and held < start:
        reading.set_aside("end_before_start", "DateOfInitialCPC", group)
        return
    events.conferences.append(
        Conference(
            referral_id=referral_id, enquiry_id=enquiry_id, target=target, held=held, transfer_in=False, group=group
        )
    )


def _cp_plan(reading: Reading, group: _Element, referral_id: str | None, events: ChildEvents) -> None:
    leaves: dict[str, str | None] = {}
    reviews: list[_Element] = []
    for element in group:
        tag = element.tag
        if tag in layout.REVIEW_GROUPS:
            reviews += element
        elif tag == layout.REVIEW:
            reviews.append(element)
        else:
            leaves[tag] = element.text
    if not leaves.keys() <= layout.CP_PLAN_LEAVES:
        reading.unread(group, layout.CP_PLAN_LEAVES | layout.REVIEW_GROUPS | {layout.REVIEW})
    start = reading.start_date(leaves, "CPPstartDate", group)
    if start is None:
        for review in reviews:
            reading.set_aside("missing_key", "CPPstartDate", review)
        return
    end = reading.value(reading.dates, leaves, "CPPendDate", group)
    contents = (
        f"{reading.child}:p{reading.stamps[start]}",
        reading.child,
        referral_id,
        start,
        reading.in_order(start, end, "CPPendDate", group),
        reading.value(reading.categories, leaves, "InitialCategoryOfAbuse", group),
        reading.value(reading.categories, leaves, "LatestCategoryOfAbuse", group),
        reading.value(reading.counts, leaves, "NumberOfPreviousCPP", group),
        group.sourceline,
    )
    plan_id, new = reading.place(contents, "ChildProtectionPlans", group)
    events.plans.setdefault(start, plan_id)
    if new:
        reading.rows["cp_plan"].append((plan_id, *contents[1:]))
    for review in reviews:
        _review(reading, review, plan_id, start)


def _review(reading: Reading, element: _Element, plan_id: str, plan_start: dt.date) -> None:
    if element.tag != layout.REVIEW:
        reading.note("unread_element", str(element.tag), element)
        return
    leaf = {layout.REVIEW: element.text}
    day = reading.start_date(leaf, layout.REVIEW, element)
    if day is None:
        return
    if day <= plan_start:
        reading.set_aside("review_on_start", layout.REVIEW, element)
        return
    built = f"{reading.child}:r{plan_id.rpartition(':p')[2]}{reading.stamps[day]}"
    contents = (built, reading.child, plan_id, day, element.sourceline)
    review_id, new = reading.place(contents, layout.REVIEW, element)
    if new:
        reading.rows["cp_review"].append((review_id, *contents[1:]))


def _leaves(reading: Reading, group: _Element, known: frozenset[str]) -> dict[str, str | None]:
    leaves = {str(leaf.tag): leaf.text for leaf in group}
    if not leaves.keys() <= known:
        reading.unread(group, known)
    return leaves


_GROUPS = {
    "Assessments": _assessment,
    "CINPlanDates": _cin_plan,
    "Section47": _enquiry,
    "ChildProtectionPlans": _cp_plan,
}
