"""One file being read: where its rows go, its fields, and what has been seen of its children."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.fields import (
    BirthDates,
    Codes,
    Counts,
    EventDates,
    Fault,
    Flags,
    SexCodes,
    Stamps,
)
from goldenthread.extracts.cin_census.remarks import Remarks
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.values import PLACEHOLDERS, is_blank
from goldenthread.tables import codes

if TYPE_CHECKING:
    from lxml.etree import _Element

Row = tuple[Any, ...]
Leaves = Mapping[str, str | None]


def line_of(element: _Element) -> int | None:
    """The line of the file on which an element starts."""
    line: Any = element.sourceline
    return line if isinstance(line, int) else None


class Conference(NamedTuple):
    """An initial conference, kept until all of the child's plans are known: did one start that day?"""

    referral_id: str | None
    held: dt.date
    transfer_in: bool
    group: _Element
    enquiry_id: str | None = None
    target: dt.date | None = None


class Reading:
    """The state of one file while its children are read one after another.

    `child` is the id of the child being read, `placed` the rows of this record by id, `plans`
    its protection plans' ids by start date. A child who comes a
    second time is left for a second pass over the file: only then are rows of two records compared, as hashes,
    so that the usual file, in which every child comes once, pays nothing for it.
    """

    def __init__(
        self,
        *,
        sink: Sink,
        remarks: Remarks,
        as_at: dt.date,
        covers_from: dt.date,
        collection_year: int,
        person_ids: Callable[[str], str],
    ) -> None:
        self.sink, self.remarks = sink, remarks
        self.collection_year, self.covers_from = collection_year, covers_from
        self.person_ids = person_ids
        self.rows: dict[str, list[Row]] = {
            table: sink.rows(table, columns) for table, columns in layout.COLUMNS.items()
        }
        self.faults: list[Fault] = []
        self._prepare_lookups(as_at)
        self.child = ""
        self.placed: dict[str | tuple[str, str], Row] = {}
        self.earlier: frozenset[int] = frozenset()
        self.plans: dict[dt.date, str] = {}
        self.conferences: list[Conference] = []
        self.second_pass = False
        self.repeated: set[str] = set()
        self._met: set[str] = set()
        self._hashes: dict[str, frozenset[int]] = {}
        self._written = self.rows
        self._unwritten: dict[str, list[Row]] = {table: [] for table in self.rows}

    def _prepare_lookups(self, as_at: dt.date) -> None:
        faults, year = self.faults, self.collection_year
        self.dates, self.births, self.stamps = EventDates(faults, as_at), BirthDates(faults, as_at), Stamps()
        self.sexes, self.genders = SexCodes(faults, codes.SEX, year), Codes(faults, codes.SEX, year)
        self.ethnicities = Codes(faults, codes.ETHNICITY, year)
        self.upn_reasons = Codes(faults, codes.UPN_UNKNOWN, year)
        self.disabilities = Codes(faults, codes.DISABILITY, year)
        self.factors = Codes(faults, codes.ASSESSMENT_FACTOR, year)
        self.sources = Codes(faults, codes.REFERRAL_SOURCE, year)
        self.needs = Codes(faults, codes.PRIMARY_NEED, year)
        self.closures = Codes(faults, codes.CLOSURE_REASON, year)
        self.categories = Codes(faults, codes.ABUSE_CATEGORY, year)
        self.flags, self.counts = Flags(faults), Counts(faults)

    def begin(self, child: str) -> bool:
        """Turn to a record of a child; False when it is not to be read in this pass."""
        if self.second_pass:
            if child not in self.repeated:
                return False
            self._compare_with_earlier(child)
        elif child in self._met:
            self.repeated.add(child)
            return False
        self._met.add(child)
        self.child, self.placed = child, {}
        self.plans, self.conferences = {}, []
        return True

    def _compare_with_earlier(self, child: str) -> None:
        self.earlier = self._hashes.get(child, frozenset())
        first = not self.earlier
        self.remarks.muted = first
        self.rows = self._unwritten if first else self._written

    def finish(self) -> None:
        """In the second pass, remember the record's rows: hashes of their ids and of their contents."""
        if not self.second_pass:
            return
        contents = (hash(row[:-1]) for row in self.placed.values())
        self._hashes[self.child] = self.earlier.union(map(hash, self.placed), contents)
        for rows in self._unwritten.values():
            rows.clear()

    def settle(
        self, names: tuple[str, ...], values: tuple[Any, ...], group: _Element, *, required: str = ""
    ) -> tuple[Any, ...]:
        """The values with every fault remarked on and replaced by what is left of it.

        A fault that leaves nothing of the `required` element sets the row aside.
        """
        self.faults.clear()
        return tuple(
            self._settled(value, name, group, required) if value.__class__ is Fault else value
            for name, value in zip(names, values, strict=True)
        )

    def _settled(self, fault: Fault, name: str, group: _Element, required: str) -> Any:
        element = next(group.iterdescendants(name), group) if group.tag != name else group
        if fault.value is None and name == required:
            self.set_aside(fault.code, name, element)
        elif not (fault.code == "after_reference_date" and name in layout.PLANNED_DATES):
            self.note(fault.code, name, element, quoted=fault.quoted)
        return fault.value

    def missing(self, leaves: Leaves, name: str, group: _Element) -> None:
        """Set a row aside because a date it cannot do without is blank (a faulty one has been already)."""
        text = leaves.get(name)
        if is_blank(text) and (text or "").strip().casefold() not in PLACEHOLDERS:
            self.set_aside("missing_key", name, group)

    def out_of_order(self, name: str, group: _Element) -> None:
        """Remark on an end before its start; there is no value left."""
        self.note("end_before_start", name, next(group.iterdescendants(name), group))

    def note(self, code: str, name: str, element: _Element, *, quoted: str = "") -> None:
        """Remark on something of this child that was used."""
        self.remarks.note(code, name, self.child, line_of(element), quoted=quoted)

    def set_aside(self, code: str, name: str, element: _Element) -> None:
        """Count a row of this child that was not used."""
        self.remarks.set_aside(code, name, self.child, line_of(element))

    def leaves(self, group: _Element, known: frozenset[str]) -> dict[str, str | None]:
        """The texts of a group that holds nothing but leaves, by element name."""
        found: dict[str, str | None] = {leaf.tag: leaf.text for leaf in group}
        if not found.keys() <= known:
            self.unread(group, known)
        return found

    def keep(self, table: str, row: Row, name: str, group: _Element) -> str:
        """Place a row and write it when it is new; its id, which may have gained #2."""
        row_id: str = row[0]
        if row_id not in self.placed and not self.earlier:
            self.placed[row_id] = row
            self.rows[table].append(row)
            return row_id
        row_id, new = self._place_again(row, name, group)
        if new:
            self.rows[table].append((row_id, *row[1:]))
        return row_id

    def place(self, contents: Row, name: str, group: _Element) -> tuple[str, bool]:
        """The id under which a row is kept, and whether it is new.

        `contents` starts with the built id and ends with the line. A row that repeats another word for word is
        counted once; one with the same id and other contents is kept under id#2, id#3 and remarked on.
        """
        row_id: str = contents[0]
        if row_id not in self.placed and not self.earlier:
            self.placed[row_id] = contents
            return row_id, True
        return self._place_again(contents, name, group)

    def _place_again(self, contents: Row, name: str, group: _Element) -> tuple[str, bool]:
        row_id, repeat = contents[0], 1
        while True:
            candidate = row_id if repeat == 1 else f"{row_id}#{repeat}"
            there = self.placed.get(candidate)
            mine = (candidate, *contents[1:-1])
            if (there is not None and there[:-1] == mine) or hash(mine) in self.earlier:
                self.set_aside("exact_duplicate", name, group)
                return candidate, False
            if there is None and hash(candidate) not in self.earlier:
                break
            repeat += 1
        if repeat > 1:
            self.note("duplicate_key", name, group)
        self.placed[candidate] = (candidate, *contents[1:])
        return candidate, True

    def unread(self, group: _Element, known: Collection[str]) -> None:
        """Remark on the elements of a group that are not read."""
        for element in group:
            if element.tag not in known:
                self.unread_one(element)

    def unread_one(self, element: _Element) -> None:
        """Remark on an element that is not read."""
        self.note(self._unread_code(element), str(element.tag), element)

    def _unread_code(self, element: _Element) -> str:
        if self.collection_year < layout.FIRST_YEAR_WITH_SCHEMA and "assessment" in str(element.tag).casefold():
            return "legacy_assessment"
        return "unread_group" if len(element) else "unread_element"
