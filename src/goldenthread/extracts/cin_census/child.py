"""One Child element: who the child is, and every episode of need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.episode import read_episode
from goldenthread.extracts.cin_census.protecting import write_conferences
from goldenthread.extracts.cin_census.reading import Leaves, Reading, line_of
from goldenthread.extracts.values import clean_id

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHILD_GROUPS = frozenset({"ChildIdentifiers", "ChildCharacteristics", "CINdetails"})
_DISABILITIES = "Disabilities"
_DISABILITY = "Disability"
_PERSON_KEY = "person"
_PERSON = (
    "PersonBirthDate",
    "PersonDeathDate",
    "ExpectedPersonBirthDate",
    "Sex",
    "GenderCurrent",
    "UPNunknown",
    "Ethnicity",
)


def read_child(reading: Reading, child: _Element) -> None:
    """Read one Child element into rows; a child without LAchildID is set aside whole."""
    leaves: dict[str, str | None] = {}
    disabilities: list[_Element] = []
    episodes: list[_Element] = []
    for group in child:
        tag = group.tag
        if tag == "CINdetails":
            episodes.append(group)
        elif tag == "ChildIdentifiers":
            for leaf in group:
                leaves[leaf.tag] = leaf.text
        elif tag == "ChildCharacteristics":
            _characteristics(group, leaves, disabilities)
    if not _begin(reading, leaves, child):
        return
    _person(reading, leaves, child)
    if disabilities:
        _disabilities(reading, disabilities)
    for group in episodes:
        read_episode(reading, group)
    if reading.conferences:
        write_conferences(reading)
    if len(child) != len(episodes) + 2 or not leaves.keys() <= layout.CHILD_LEAVES:
        _unread_of_child(reading, child)
    reading.finish()


def _begin(reading: Reading, leaves: Leaves, child: _Element) -> bool:
    own_id = clean_id(leaves.get("LAchildID"))
    if own_id is not None:
        return reading.begin(reading.person_ids(own_id))
    if not reading.second_pass:
        reading.remarks.set_aside("missing_key", "LAchildID", "", line_of(child))
    return False


def _characteristics(group: _Element, leaves: dict[str, str | None], disabilities: list[_Element]) -> None:
    for element in group:
        tag = element.tag
        if tag == _DISABILITIES:
            disabilities += element
        elif tag == _DISABILITY:
            disabilities.append(element)
        else:
            leaves[tag] = element.text


def _person(reading: Reading, leaves: Leaves, child: _Element) -> None:
    text = leaves.get
    born, died, expected, sex, gender, upn_reason, ethnicity = values = (
        reading.births[text("PersonBirthDate")],
        reading.births[text("PersonDeathDate")],
        reading.dates[text("ExpectedPersonBirthDate")],
        reading.sexes[text("Sex")],
        reading.genders[text("GenderCurrent")],
        reading.upn_reasons[text("UPNunknown")],
        reading.ethnicities[text("Ethnicity")],
    )
    if reading.faults:
        born, died, expected, sex, gender, upn_reason, ethnicity = reading.settle(_PERSON, values, child)
    if gender is not None and reading.collection_year >= layout.FIRST_YEAR_OF_SEX:
        reading.note("old_element", "GenderCurrent", child)
    if died is not None and born is not None and died < born:
        died = None
        reading.out_of_order("PersonDeathDate", child)
    row = (reading.child, born, expected, died, sex or gender, gender, ethnicity, upn_reason, child.sourceline)
    if not reading.earlier:
        reading.rows["person"].append(row)
        reading.placed[_PERSON_KEY] = (_PERSON_KEY, *row)
    elif hash((_PERSON_KEY, *row[:-1])) in reading.earlier:
        reading.set_aside("exact_duplicate", "Child", child)
    else:
        reading.set_aside("duplicate_child", "Child", child)


def _disabilities(reading: Reading, elements: list[_Element]) -> None:
    found = set()
    for element in elements:
        if element.tag != _DISABILITY:
            reading.unread_one(element)
            continue
        code = reading.disabilities[element.text]
        if reading.faults:
            (code,) = reading.settle((_DISABILITY,), (code,), element)
        if code is None:
            continue
        found.add(code)
        key = (_DISABILITY, code)
        if key in reading.placed or hash(key) in reading.earlier:
            reading.set_aside("exact_duplicate", _DISABILITY, element)
            continue
        row = reading.placed[key] = (reading.child, code, element.sourceline)
        reading.rows["disability"].append(row)
    if "NONE" in found and len(found) > 1:
        reading.note("none_with_others", _DISABILITY, elements[0])


def _unread_of_child(reading: Reading, child: _Element) -> None:
    for group in child:
        if group.tag == "ChildIdentifiers":
            reading.unread(group, layout.IDENTIFIER_LEAVES)
        elif group.tag == "ChildCharacteristics":
            reading.unread(group, {"Ethnicity", _DISABILITIES, _DISABILITY})
        elif group.tag not in _CHILD_GROUPS:
            reading.unread_one(group)
