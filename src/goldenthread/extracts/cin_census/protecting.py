"""Section 47 enquiries, initial conferences, child protection plans and their reviews."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.reading import Conference, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENQUIRY = ("S47ActualStartDate", "ICPCnotRequired", "InitialCPCtarget", "DateOfInitialCPC")
_CP_PLAN = (
    "CPPstartDate",
    "CPPendDate",
    "InitialCategoryOfAbuse",
    "LatestCategoryOfAbuse",
    "NumberOfPreviousCPP",
)


def read_enquiry(reading: Reading, group: _Element, referral_id: str | None) -> None:
    """Read one Section47 group into s47_enquiry; its conference waits for the child's plans."""
    leaves = reading.leaves(group, layout.ENQUIRY_LEAVES)
    text = leaves.get
    dates = reading.dates
    start, not_required, target, held = values = (
        dates[text("S47ActualStartDate")],
        reading.flags[text("ICPCnotRequired")],
        dates[text("InitialCPCtarget")],
        dates[text("DateOfInitialCPC")],
    )
    if reading.faults:
        start, not_required, target, held = reading.settle(_ENQUIRY, values, group, required=_ENQUIRY[0])
    enquiry_id = None
    if start is None:
        reading.missing(leaves, _ENQUIRY[0], group)
    else:
        built = f"{reading.child}:s{reading.stamps[start]}"
        row = (built, reading.child, referral_id, start, not_required, group.sourceline)
        enquiry_id = reading.keep("s47_enquiry", row, "Section47", group)
    if held is not None and start is not None and held < start:
        reading.set_aside("end_before_start", "DateOfInitialCPC", group)
    elif held is not None:
        reading.conferences.append(
            Conference(
                referral_id=referral_id,
                held=held,
                transfer_in=False,
                group=group,
                enquiry_id=enquiry_id,
                target=target,
            )
        )


def write_conferences(reading: Reading) -> None:
    """Write a child's initial conferences; one led to a plan when a plan of the child starts that day.

    A date for the episode (a transfer in) that repeats the one under an enquiry is the same conference. One held
    before the file's year is left to that year's return when no plan is found: the plan may have ended since,
    and a plan that ended before the year is not in the file.
    """
    conferences = reading.conferences
    under_enquiry: set[dt.date] = set()
    if len(conferences) > 1:
        under_enquiry = {each.held for each in conferences if not each.transfer_in}
        conferences = sorted(conferences, key=lambda each: each.transfer_in)
    for conference in conferences:
        if conference.transfer_in and under_enquiry:
            reading.note("two_conferences", "DateOfInitialCPC", conference.group)
            if conference.held in under_enquiry:
                continue
        plan_id = reading.plans.get(conference.held)
        if plan_id is None and conference.held < reading.covers_from:
            reading.set_aside("earlier_conference", "DateOfInitialCPC", conference.group)
        else:
            _conference(reading, conference, plan_id)


def _conference(reading: Reading, conference: Conference, plan_id: str | None) -> None:
    row = (
        f"{reading.child}:i{reading.stamps[conference.held]}",
        reading.child,
        conference.referral_id,
        conference.enquiry_id,
        plan_id,
        conference.transfer_in,
        conference.target,
        conference.held,
        plan_id is not None,
        conference.group.sourceline,
    )
    reading.keep("initial_cp_conference", row, "DateOfInitialCPC", conference.group)


def read_cp_plan(reading: Reading, group: _Element, referral_id: str | None) -> None:
    """Read one ChildProtectionPlans group into cp_plan and cp_review.

    Reviews come as one group of many dates, many groups of one date, or a group called CPPreviews.
    """
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
    plan = _cp_plan(reading, leaves, group, referral_id)
    for review in reviews:
        if plan is None:
            reading.set_aside("no_plan", layout.REVIEW, review)
        else:
            _review(reading, review, *plan)
    if plan is not None:
        reading.plans.setdefault(plan[1], plan[0])


def _cp_plan(
    reading: Reading, leaves: dict[str, str | None], group: _Element, referral_id: str | None
) -> tuple[str, dt.date] | None:
    text = leaves.get
    values = (
        reading.dates[text("CPPstartDate")],
        reading.dates[text("CPPendDate")],
        reading.categories[text("InitialCategoryOfAbuse")],
        reading.categories[text("LatestCategoryOfAbuse")],
        reading.counts[text("NumberOfPreviousCPP")],
    )
    if reading.faults:
        values = reading.settle(_CP_PLAN, values, group, required=_CP_PLAN[0])
    start, end, initial, latest, previous = values
    if start is None:
        reading.missing(leaves, _CP_PLAN[0], group)
        return None
    if end is not None and end < start:
        end = None
        reading.out_of_order(_CP_PLAN[1], group)
    built = f"{reading.child}:p{reading.stamps[start]}"
    row = (built, reading.child, referral_id, start, end, initial, latest, previous, group.sourceline)
    return reading.keep("cp_plan", row, "ChildProtectionPlans", group), start


def _review(reading: Reading, element: _Element, plan_id: str, plan_start: dt.date) -> None:
    if element.tag != layout.REVIEW:
        reading.unread_one(element)
        return
    text = element.text
    day = reading.dates[text]
    if reading.faults:
        (day,) = reading.settle((layout.REVIEW,), (day,), element, required=layout.REVIEW)
    if day is None:
        reading.missing({layout.REVIEW: text}, layout.REVIEW, element)
    elif day <= plan_start:
        reading.set_aside("review_on_start", layout.REVIEW, element)
    else:
        built = f"{reading.child}:r{plan_id.rpartition(':p')[2]}{reading.stamps[day]}"
        reading.keep("cp_review", (built, reading.child, plan_id, day, element.sourceline), layout.REVIEW, element)
