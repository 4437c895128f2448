"""A row of a list, read cell by cell; what is wrong is remarked on with the sheet, the row and the column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from goldenthread.errors import Problem
from goldenthread.extracts import values
from goldenthread.extracts.annex_a import words
from goldenthread.extracts.annex_a.headings import Fit
from goldenthread.extracts.cells import CellReader
from goldenthread.extracts.model import ReadContext
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.values import BAD
from goldenthread.extracts.workers import worker_id
from goldenthread.tables import TABLES

_GROUP_REMEDY = "Grouped figures are right; give the codes themselves to see more."
FLUSH_EVERY = 20_000


@dataclass(frozen=True, kw_only=True)
class Source:
    """A sheet known to be a list: its name, how its headings fit, and its rows below them."""

    sheet: str
    fit: Fit
    rows: Callable[[], Iterator[tuple[int, list[str]]]]

    @cached_property
    def columns(self) -> dict[str, str]:
        """Each field's column as the user knows it: Contacts!Date of Contact."""
        return {field.name: f"{self.sheet}!{field.heading}" for field in self.fit.annex.fields}


@dataclass(kw_only=True)
class Person:
    """What the lists say of one child; the first that is not blank is kept."""

    row: int
    born: dt.date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    disability: str | None = None


@dataclass(kw_only=True)
class Reading:
    """What the readers of single lists work with; `shared` is known to all workbooks of the run."""

    sink: Sink
    context: ReadContext
    file: str
    cells: CellReader
    covers_from: dt.date
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    workers: dict[str, int] = field(default_factory=dict)

    @property
    def shared(self) -> dict[str, Any]:
        """What workbooks read before have told."""
        known: dict[str, Any] = self.context.shared.setdefault("all", {})
        return known

    def lines(self, source: Source) -> Iterator[Line]:
        """The rows of a list that can be used; the same row twice is set aside, as is one without a child."""
        seen: set[tuple[str, ...]] = set()
        for number, cells in source.rows():
            if number % FLUSH_EVERY == 0:
                self.sink.flush()
            texts = {name: cells[place] for name, place in source.fit.places.items() if place < len(cells)}
            if all(values.is_blank(text) for text in texts.values()):
                continue
            line = Line(reading=self, source=source, number=number, texts=texts, person="")
            exact = tuple(cells)
            if exact in seen:
                line.set_aside("exact_duplicate", "The same row stands in the list twice.", "child")
                continue
            seen.add(exact)
            child = values.clean_id(texts.get("child"))
            if child is None:
                line.set_aside("missing_key", "The row has no child's id.", "child", "Every row needs the child's id.")
                continue
            line.person = self.context.person_ids(child)
            line.know_child()
            yield line

    def worker_id(self, name: str, row: int) -> str:
        """An id in place of a worker's name, remembered with the row it was first met in."""
        known = worker_id(self.context, name)
        self.workers.setdefault(known, row)
        return known


@dataclass(kw_only=True)
class Line:
    """One row of a list by field; `person` is the child's id as it is kept."""

    reading: Reading
    source: Source
    number: int
    texts: dict[str, str]
    person: str

    def place(self, name: str) -> str:
        """A column as the user knows it: Contacts!Date of Contact."""
        return self.source.columns[name]

    def text(self, name: str) -> str:
        """The text of a field, '' when the list does not have it."""
        return self.texts.get(name, "")

    def note(self, code: str, what: str, name: str, remedy: str = "") -> None:
        """Remark on a cell."""
        self.reading.cells.note(code, what, self.number, self.place(name), remedy)

    def set_aside(self, code: str, what: str, name: str, remedy: str = "") -> None:
        """Count the row as one that was not used."""
        self.reading.sink.set_aside(
            Problem(
                code=code, what=what, remedy=remedy, file=self.reading.file, row=self.number, column=self.place(name)
            )
        )

    def value(self, name: str, table: str, column: str) -> Any:
        """A field read as the canonical column it fills."""
        return self.reading.cells.read(TABLES[table].by_name[column], self.text(name), self.number, self.place(name))

    def day(self, name: str, table: str, column: str) -> dt.date | None:
        """A date, None where it is blank or cannot be."""
        found = self.value(name, table, column)
        return found if isinstance(found, dt.date) else None

    def needed_day(self, name: str, table: str, column: str) -> dt.date | None:
        """A date the row cannot do without; None after setting the row aside."""
        found = self.day(name, table, column)
        if found is None:
            heading = self.source.fit.annex.by_name(name).heading
            self.set_aside(
                "impossible_date", f"The row has no usable {heading}.", name, "Correct it in the case system."
            )
        return found

    def span(self, name: str, table: str, column: str, start: dt.date) -> dt.date | None:
        """A date that must not precede another of the row; remarked on where it does."""
        end = self.day(name, table, column)
        if end is not None and end < start:
            self.note("end_before_start", "The end is before the start.", name, "Correct it in the case system.")
        return end

    def code(self, name: str, kind: str) -> str | None:
        """A code, however it is written."""
        text = self.text(name)
        if values.is_blank(text):
            return None
        return self._meant(words.code_of(text, kind, self.reading.context.as_at), name)

    def _meant(self, meant: words.Meant, name: str) -> str | None:
        if not meant.known:
            self.note("unknown_code", "The cell holds a value that is not in the list: left out.", name,
                      "Use the values of the guidance.")  # fmt: skip
        elif meant.group_only:
            self.note("group_only", "The cell names a group of codes, not a code.", name, _GROUP_REMEDY)
        return meant.code

    def yes(self, name: str) -> bool | None:
        """Yes or no; unknown is None."""
        found = words.yes_no(self.text(name))
        if found is BAD:
            self.note("unknown_code", "The cell is neither yes nor no.", name)
            return None
        return found if isinstance(found, bool) else None

    def team(self) -> str | None:
        """The team by its name, which is kept."""
        name = values.clean_id(self.text("team"))
        if name:
            self.reading.teams.setdefault(name, self.number)
        return name

    def worker(self, name: str = "worker") -> str | None:
        """The worker by an id; the name is not kept."""
        text = self.text(name)
        return None if values.is_blank(text) else self.reading.worker_id(text, self.number)

    def know_child(self) -> None:
        """Take in what the row says of the child."""
        known = self.reading.people.setdefault(self.person, Person(row=self.number))
        born = self.day("born", "person", "date_of_birth") if self.text("born") else None
        if born and known.born and born != known.born:
            self.note(
                "person_differs", "The child has another date of birth in another row: the first is kept.", "born"
            )
        known.born = known.born or born
        known.sex = known.sex or self.code("sex", "sex")
        if not values.is_blank(self.text("ethnicity")):
            known.ethnicity = known.ethnicity or self._meant(words.ethnicity_of(self.text("ethnicity")), "ethnicity")
        if not values.is_blank(self.text("disability")):
            disabled = self.yes("disability")
            if disabled is not None:
                known.disability = known.disability or ("YES" if disabled else "NONE")
