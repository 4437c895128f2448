"""One Child element: who the child is, and every episode of need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.episode import ChildEvents, Conference, read_episode
from goldenthread.extracts.cin_census.reading import Leaves, Reading, Row, line_of
from goldenthread.extracts.values import clean_id

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHILD_GROUPS = frozenset({"ChildIdentifiers", "ChildCharacteristics", "CINdetails"})
_DISABILITIES = "Disabilities"
_DISABILITY = "Disability"
_PERSON_KEY = "person"


def read_child(reading: Reading, child: _Element) -> None:
    """Read one Child element into rows; a child without LAchildID is set aside whole."""
    identifiers: dict[str, str | None] = {}
    characteristics: list[_Element] = []
    episodes: list[_Element] = []
    for group in child:
        tag = group.tag
        if tag == "CINdetails":
            episodes.append(group)
        elif tag == "ChildIdentifiers":
            for leaf in group:
                identifiers[leaf.tag] = leaf.text
        elif tag == "ChildCharacteristics":
            characteristics += group
    own_id = clean_id(identifiers.get("LAchildID"))
    if own_id is None:
        reading.remarks.set_aside("missing_key", "LAchildID", "", line_of(child))
        return
    reading.begin(reading.person_ids(own_id))
    _person(reading, identifiers, characteristics, child)
    events = ChildEvents()
    for group in episodes:
        read_episode(reading, group, events)
    if events.conferences:
        _conferences(reading, events)
    if len(child) != len(episodes) + 2 or not identifiers.keys() <= layout.IDENTIFIER_LEAVES:
        _unread_of_child(reading, child)
    reading.finish()


def _person(reading: Reading, leaves: Leaves, characteristics: list[_Element], child: _Element) -> None:
    ethnicity = None
    disabilities: list[_Element] = []
    for element in characteristics:
        tag = element.tag
        if tag == "Ethnicity":
            ethnicity = reading.text_value(reading.ethnicities, element)
        elif tag == _DISABILITIES:
            disabilities += element
        elif tag == _DISABILITY:
            disabilities.append(element)
        else:
            reading.unread_one(element)
    born = reading.value(reading.births, leaves, "PersonBirthDate", child)
    died = reading.value(reading.births, leaves, "PersonDeathDate", child)
    gender = reading.value(reading.genders, leaves, "GenderCurrent", child)
    sex = reading.value(reading.sexes, leaves, "Sex", child)
    if gender is not None and reading.collection_year >= layout.FIRST_YEAR_OF_SEX:
        reading.note("old_element", "GenderCurrent", child)
    row = (
        reading.child,
        born,
        reading.value(reading.dates, leaves, "ExpectedPersonBirthDate", child),
        reading.in_order(born, died, "PersonDeathDate", child),
        sex or gender,
        gender,
        ethnicity,
        reading.value(reading.upn_reasons, leaves, "UPNunknown", child),
        child.sourceline,
    )
    _place_person(reading, row, child)
    _disabilities(reading, disabilities)


def _place_person(reading: Reading, row: Row, child: _Element) -> None:
    if not reading.earlier:
        reading.rows["person"].append(row)
        reading.placed[_PERSON_KEY] = (_PERSON_KEY, *row)
    elif hash((_PERSON_KEY, *row[:-1])) in reading.earlier:
        reading.set_aside("exact_duplicate", "Child", child)
    else:
        reading.set_aside("duplicate_child", "Child", child)


def _disabilities(reading: Reading, elements: list[_Element]) -> None:
    for element in elements:
        if element.tag != _DISABILITY:
            reading.unread_one(element)
            continue
        code = reading.text_value(reading.disabilities, element)
        if code is None:
            continue
        key = (_DISABILITY, code)
        if key in reading.placed or hash(key) in reading.earlier:
            reading.set_aside("exact_duplicate", _DISABILITY, element)
            continue
        row = reading.placed[key] = (reading.child, code, element.sourceline)
        reading.rows["disability"].append(row)
    if len(elements) > 1 and (_DISABILITY, "NONE") in reading.placed and _several_disabilities(reading):
        reading.note("none_with_others", _DISABILITY, elements[0])


def _several_disabilities(reading: Reading) -> bool:
    return sum(key[0] == _DISABILITY for key in reading.placed) > 1


def _conferences(reading: Reading, events: ChildEvents) -> None:
    under_enquiry = {held.held for held in events.conferences if not held.transfer_in}
    for conference in sorted(events.conferences, key=lambda each: each.transfer_in):
        if conference.transfer_in and under_enquiry:
            reading.note("two_conferences", "DateOfInitialCPC", conference.group)
            if conference.held in under_enquiry:
                continue
        _conference(reading, conference, events.plans.get(conference.held))


def _conference(reading: Reading, conference: Conference, plan_id: str | None) -> None:
    contents = (
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
    icpc_id, new = reading.place(contents, "DateOfInitialCPC", conference.group)
    if new:
        reading.rows["initial_cp_conference"].append((icpc_id, *contents[1:]))


def _unread_of_child(reading: Reading, child: _Element) -> None:
    for group in child:
        if group.tag == "ChildIdentifiers":
            reading.unread(group, layout.IDENTIFIER_LEAVES)
        elif group.tag not in _CHILD_GROUPS:
            reading.unread_one(group)
