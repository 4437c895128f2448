"""One CINdetails group: a referral, and the groups under it handed to their own readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.assessing import read_assessment, read_cin_plan
from goldenthread.extracts.cin_census.protecting import read_cp_plan, read_enquiry
from goldenthread.extracts.cin_census.reading import Conference, Leaves, Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_READERS = {
    "Assessments": read_assessment,
    "CINPlanDates": read_cin_plan,
    "Section47": read_enquiry,
    "ChildProtectionPlans": read_cp_plan,
}
_NAMES = (
    "CINreferralDate",
    "ReferralSource",
    "PrimaryNeedCode",
    "ReferralNFA",
    "CINclosureDate",
    "ReasonForClosure",
    "DateOfInitialCPC",
)


def read_episode(reading: Reading, group: _Element) -> None:
    """Read one CINdetails group; its conferences wait for the child's plans.

    The groups under it wait until its own elements are read: the referral's date may stand after them.
    """
    leaves: dict[str, str | None] = {}
    nested = []
    reader_of = _READERS.get
    for element in group:
        tag = element.tag
        read_group = reader_of(tag)
        if read_group is None:
            leaves[tag] = element.text
        else:
            nested.append((read_group, element))
    if not leaves.keys() <= layout.EPISODE_LEAVES:
        reading.unread(group, layout.EPISODE_LEAVES | _READERS.keys())
    referral_id = _referral(reading, leaves, group)
    for read_group, element in nested:
        read_group(reading, element, referral_id)


def _referral(reading: Reading, leaves: Leaves, group: _Element) -> str | None:
    text = leaves.get
    values = (
        reading.dates[text("CINreferralDate")],
        reading.sources[text("ReferralSource")],
        reading.needs[text("PrimaryNeedCode")],
        reading.flags[text("ReferralNFA")],
        reading.dates[text("CINclosureDate")],
        reading.closures[text("ReasonForClosure")],
        reading.dates[text("DateOfInitialCPC")],
    )
    if reading.faults:
        values = reading.settle(_NAMES, values, group, required="CINreferralDate")
    day, source, need, nfa, closure, reason, transfer = values
    referral_id = None
    if day is None:
        reading.missing(leaves, "CINreferralDate", group)
    else:
        if closure is not None and closure < day:
            closure = None
            reading.out_of_order("CINclosureDate", group)
        built = f"{reading.child}:{reading.stamps[day]}"
        row = (built, reading.child, day, source, need, nfa, closure, reason, transfer, group.sourceline)
        referral_id = reading.keep("referral", row, "CINdetails", group)
    if transfer is not None:
        held = Conference(referral_id=referral_id, held=transfer, transfer_in=True, group=group)
        reading.conferences.append(held)
    return referral_id
