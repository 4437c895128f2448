"""Reading a filled-in template: every cell by its heading, problems by row and column, no free text and no names."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from goldenthread.errors import InputError, Problem
from goldenthread.extracts import values
from goldenthread.extracts.cells import CellReader
from goldenthread.extracts.delimited import nearest, normal
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sheets import open_sheets
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.templates.layout import BY_DAY, COMPONENT, Asked, Template
from goldenthread.extracts.templates.recognise import ROWS_SEARCHED, heading_row
from goldenthread.extracts.workbook import Cells, Sheet
from goldenthread.tables.model import Kind

LONGEST_WORDS = 60
FLUSH_EVERY = 20_000
_CHILDREN = frozenset({"person_id", "lachild_id", "s903_id", "annex_a_id", "contact_id", "referral_id"})
_QUARTER = re.compile(r"(20\d\d)[- ]?Q([1-4])", re.IGNORECASE)


def read(source: SourceFile, _recognised: Recognised, sink: Sink, *, context: ReadContext) -> None:
    """Read every template of a file; InputError when the authority is not known or a needed column is missing."""
    if not context.authority:
        raise InputError(
            Problem(
                what="A template does not say which authority it is from.",
                remedy="Give its three-digit DfE code with --authority.",
                file=source.name,
                code="no_authority",
            )
        )
    sink.describe(authority=context.authority, collection_year=None, as_at=context.as_at, covers_from=None)
    context.progress(source.size)
    with open_sheets(source.path, source.name) as sheets:
        for sheet in sheets:
            rows = list(islice(sheet.rows(), ROWS_SEARCHED))
            found = heading_row(rows)
            if found is not None:
                headings = next(cells for number, cells in rows if number == found[0])
                _Filled(source.name, sheet, found[1], headings, sink, context).read(found[0])


class _Filled:
    """One filled-in sheet."""

    def __init__(
        self, file: str, sheet: Sheet, template: Template, headings: Sequence[str], sink: Sink, context: ReadContext
    ) -> None:
        self.file, self.sheet, self.template, self.sink, self.context = file, sheet, template, sink, context
        self.cells = CellReader(sink, file, context.as_at)
        names = [normal(heading) for heading in headings]
        self.places = {name: names.index(name) for name in template.by_name if name in names}
        self._check_columns(names)
        self.columns = template.fills.column_names
        self.out = sink.rows(template.table, self.columns)
        self.ids: dict[str, int] = {}

    def _check_columns(self, names: Sequence[str]) -> None:
        others = [name for name in names if name and name not in self.template.by_name]
        problems = []
        for asked in self.template.asked:
            if asked.name in self.places:
                continue
            near = nearest(asked.name, others)
            problem = Problem(
                code="missing_column",
                what=f"The template {self.template.name} has a column {asked.heading}, which is not there.",
                remedy=f"The nearest is {near}: rename it." if near else "Write the template again and copy the rows.",
                file=self.file,
                column=asked.heading,
            )
            if asked.needed:
                problems.append(problem)
            else:
                self.sink.note(problem)
        if problems:
            raise InputError(problems)
        if others:
            what = f"Not read: {', '.join(others)}."
            self.sink.note(Problem(code="extra_column", what=what, file=self.file, column=self.sheet.name))

    def read(self, heading_number: int) -> None:
        """Read the rows below the headings."""
        for cell in self.sheet.errors:
            number = int("".join(letter for letter in cell if letter.isdigit()))
            self.cells.note("formula_error", f"The cell {cell} holds an error: read as blank.", number, cell)
        for number, cells in self._rows(heading_number):
            texts = {name: cells[place] for name, place in self.places.items() if place < len(cells)}
            if all(values.is_blank(text) for text in texts.values()):
                continue
            self._take(number, texts)
            if number % FLUSH_EVERY == 0:
                self.sink.flush()

    def _rows(self, heading_number: int) -> Iterator[Cells]:
        return ((number, cells) for number, cells in self.sheet.rows() if number > heading_number and any(cells))

    def _take(self, number: int, texts: dict[str, str]) -> None:
        found: dict[str, Any] = dict(self.template.fixed)
        for name, text in texts.items():
            asked = self.template.by_name[name]
            found[asked.column.name] = self._value(asked, text, number)
        self._components(found)
        if self.template.table == "decision_clock":
            found["record_id"] = self._record(found)
        elif self.template.own_id and not found.get(self.template.own_id):
            found[self.template.own_id] = self._made_id(texts)
        if self._usable(number, found, texts):
            self._cover(found)
            self.out.append((*(found.get(name) for name in self.columns), number))

    def _value(self, asked: Asked, text: str, number: int) -> Any:
        column = asked.column
        value = self.cells.read(column, text, number, asked.heading)
        if column.kind is not Kind.TEXT or not isinstance(value, str):
            return value
        if column.name in _CHILDREN:
            return self.context.person_ids(value)
        if column.name == "professional_id" and " " in value:
            self.cells.note(
                "name_in_id", f"{asked.heading} holds words where an id belongs: left out.", number, asked.heading
            )
            return None
        if column.name == "planned_quarter":
            return self._quarter(value, number, asked.heading)
        if len(value) > LONGEST_WORDS:
            self.cells.note("free_text", f"{asked.heading} holds a text: left out.", number, asked.heading,
                            "Use a short word from your own list.")  # fmt: skip
            return None
        return value

    def _quarter(self, text: str, number: int, heading: str) -> str | None:
        match = _QUARTER.fullmatch(text.strip())
        if match:
            return f"{match[1]}-Q{match[2]}"
        self.cells.note("unknown_code", f"{heading} is not a quarter such as 2025-Q3: left out.", number, heading)
        return None

    def _cover(self, found: dict[str, Any]) -> None:
        """A table is complete from the month of its first event, there being nothing else to go by."""
        day = found.get(self.template.fills.event_date) or found.get("decided_at") or self._quarter_start(found)
        if isinstance(day, dt.date):
            self.sink.covers_table(self.template.table, dt.date(day.year, day.month, 1))

    @staticmethod
    def _quarter_start(found: dict[str, Any]) -> dt.date | None:
        match = _QUARTER.fullmatch(found.get("planned_quarter") or "")
        return dt.date(int(match[1]), 3 * int(match[2]) - 2, 1) if match else None

    def _components(self, found: dict[str, Any]) -> None:
        graded = {
            name.removeprefix(COMPONENT): grade for name, grade in found.items() if name.startswith(COMPONENT) and grade
        }
        if graded:
            found["grade_components"] = json.dumps(graded, sort_keys=True)

    def _record(self, found: dict[str, Any]) -> str | None:
        """The id of the contact or referral decided on, or the child and the day until it is found."""
        kind = found["record_kind"]
        day, person = found.get(f"{kind}_date"), found.get("person_id")
        if found.get(f"{kind}_id"):
            return str(found[f"{kind}_id"])
        return f"{BY_DAY}{day.isoformat()}:{person}" if isinstance(day, dt.date) and person else None

    def _made_id(self, texts: dict[str, str]) -> str:
        """An id made of what the row says: the same row in a later file is the same row."""
        said = json.dumps([self.template.name, sorted(texts.items())])
        made = hashlib.sha256(self.context.person_ids(said).encode("utf-8")).hexdigest()[:16]
        self.ids[made] = self.ids.get(made, 0) + 1
        return made if self.ids[made] == 1 else f"{made}#{self.ids[made]}"

    def _usable(self, number: int, found: dict[str, Any], texts: dict[str, str]) -> bool:
        absent = [
            asked.heading for asked in self.template.asked if asked.needed and found.get(asked.column.name) is None
        ]
        if self.template.table == "decision_clock" and found.get("record_id") is None:
            absent.append(f"{found['record_kind'].capitalize()} id, or Person id with its date")
        if absent:
            given = any(texts.get(normal(heading)) for heading in absent)
            self.sink.set_aside(
                Problem(
                    code="unusable_value" if given else "missing_value",
                    what=f"The row has no usable {', '.join(absent)}.",
                    remedy="Fill it in as the sheet How to fill says.",
                    file=self.file,
                    row=number,
                    column=absent[0],
                )
            )
            return False
        for column in self.template.fills.columns:
            earlier, later = found.get(column.not_before), found.get(column.name)
            if column.not_before and earlier and later and later < earlier:
                self.cells.note(
                    "end_before_start", f"{column.name} is before {column.not_before}.", number, column.name
                )
        return True
