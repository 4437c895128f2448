"""Reading one file of an SSDA903 set: columns by name, postcodes and pupil numbers never kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from goldenthread.errors import InputError, Problem
from goldenthread.extracts import values
from goldenthread.extracts.cells import CellReader
from goldenthread.extracts.delimited import DelimitedFile, nearest
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.ssda903 import children, episodes
from goldenthread.extracts.ssda903.layout import BY_PART, Layout
from goldenthread.extracts.ssda903.recognise import XML_FORM
from goldenthread.extracts.ssda903.xml_form import Spool, spool
from goldenthread.periods import reporting_year

FLUSH_EVERY = 20_000
_DATED = ("decom", "dec", "review", "mis_start", "mis_end", "sw_decom", "date_placed")


@dataclass(kw_only=True)
class Row:
    """A row of the file by column name, with its number; `person` is the child's id as it is kept."""

    number: int
    cells: dict[str, str]
    person: str

    def text(self, column: str) -> str:
        """The text of a column, '' when the file does not have it."""
        return self.cells.get(column, "")


@dataclass(kw_only=True)
class Reading:
    """What the readers of single files work with."""

    sink: Sink
    cells: CellReader
    context: ReadContext
    file: str
    year: int

    def set_aside(self, code: str, what: str, row: int, column: str, remedy: str = "") -> None:
        """Count a row that was not used."""
        self.sink.set_aside(Problem(code=code, what=what, remedy=remedy, file=self.file, row=row, column=column))


def read(source: SourceFile, recognised: Recognised, sink: Sink, *, context: ReadContext) -> None:
    """Read one file; InputError when the authority is not known or a column it cannot do without is missing."""
    if not context.authority:
        raise InputError(
            Problem(
                what="SSDA903 files do not say which authority they are from.",
                remedy="Give its three-digit DfE code with --authority.",
                file=source.name,
                code="no_authority",
            )
        )
    if recognised.part == XML_FORM:
        _read_xml(source, sink, context)
        return
    layout = BY_PART[recognised.part]
    file = DelimitedFile(source.path, source.name)
    columns = tuple("child" if name == "childid" else name for name in file.columns)
    _check_columns(layout, columns, source.name, sink)
    year = _year(file, columns, context)
    context.progress(source.size)
    reading = _reading(source, sink, context, year)
    _READERS[layout.part](reading, _rows(file, columns, reading))


def _read_xml(source: SourceFile, sink: Sink, context: ReadContext) -> None:
    """Read the XML form part by part, each as if it were a file of the set."""
    parts = spool(source, sink.staging / "spool")
    context.progress(source.size)
    if not parts:
        raise InputError(
            Problem(
                what="There is no child in the file.",
                remedy="Export the return again.",
                file=source.name,
                code="no_children",
            )
        )
    first = parts.get("episodes") or next(iter(parts.values()))
    reading = _reading(source, sink, context, _year(first, first.columns, context))
    for part, rows in parts.items():
        _READERS[part](reading, _rows(rows, rows.columns, reading))
        sink.flush()


def _reading(source: SourceFile, sink: Sink, context: ReadContext, year: int) -> Reading:
    sink.describe(
        authority=context.authority or "",
        collection_year=year,
        as_at=min(dt.date(year, 3, 31), context.as_at),
        covers_from=dt.date(year - 1, 4, 1),
    )
    cells = CellReader(sink, source.name, context.as_at)
    return Reading(sink=sink, cells=cells, context=context, file=source.name, year=year)


def _check_columns(layout: Layout, columns: tuple[str, ...], name: str, sink: Sink) -> None:
    missing = sorted(layout.needs - set(columns))
    problems = []
    others = [column for column in columns if column not in layout.columns]
    for column in missing:
        near = nearest(column, others)
        problems.append(
            Problem(
                code="misspelt_column" if near else "missing_column",
                what=f"This looks like the {layout.part} file of SSDA903, and the column {column.upper()} is not there.",
                remedy=f"The nearest is {near.upper()}: rename it." if near else "Export the file again with it.",
                file=name,
                row=1,
                column=column.upper(),
            )
        )
    if problems:
        raise InputError(problems)
    for column in sorted(set(layout.columns) - set(columns) - {"urn", "mc_dob"}):
        near = nearest(column, others)
        sink.note(
            Problem(
                code="misspelt_column" if near else "missing_column",
                what=f"The column {column.upper()} is not there.",
                remedy=f"The nearest is {near.upper()}." if near else "",
                file=name,
                row=1,
                column=column.upper(),
            )
        )
    extra = [column.upper() for column in others if column]
    if extra:
        sink.note(Problem(code="extra_column", what=f"Not read: {', '.join(extra)}.", file=name, row=1))


def _year(file: DelimitedFile | Spool, columns: tuple[str, ...], context: ReadContext) -> int:
    """The collection year: that of the latest date in the file, or of the files of the set read before it."""
    places = [columns.index(name) for name in _DATED if name in columns]
    latest: dt.date | None = None
    for _, row in file.rows() if places else ():
        for place in places:
            day = values.parse_date(row[place])
            if isinstance(day, dt.date) and day <= context.as_at and (latest is None or day > latest):
                latest = day
    known = context.shared.get("year")
    if "decom" in columns or known is None:
        year = reporting_year(latest or context.as_at)
        if latest is not None:
            context.shared["year"] = year
        return year
    return int(known)


def _rows(file: DelimitedFile | Spool, columns: tuple[str, ...], reading: Reading) -> Iterator[Row]:
    seen: set[tuple[str, ...]] = set()
    for number, cells in file.rows():
        exact = tuple(cells)
        if exact in seen:
            reading.set_aside("exact_duplicate", "The same row stands in the file twice.", number, "")
            continue
        seen.add(exact)
        named = dict(zip(columns, cells, strict=False))
        child = values.clean_id(named.get("child"))
        if child is None:
            reading.set_aside(
                "missing_key", "The row has no CHILD.", number, "CHILD", "Every row needs the child's id."
            )
            continue
        yield Row(number=number, cells=named, person=reading.context.person_ids(child))
        if number % FLUSH_EVERY == 0:
            reading.sink.flush()


_READERS: dict[str, Callable[[Any, Iterator[Any]], None]] = {
    "episodes": episodes.read_episodes,
    "header": children.read_header,
    "reviews": children.read_reviews,
    "uasc": children.read_uasc,
    "oc2": children.read_oc2,
    "oc3": children.read_oc3,
    "ad1": children.read_ad1,
    "placed_adoption": children.read_placed,
    "prev_perm": children.read_previous,
    "missing": children.read_missing,
    "sw_episodes": children.read_workers,
    "dolo": children.read_dolo,
}
