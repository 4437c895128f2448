"""The header of a CIN Census file: whose it is, for which year, and what date it describes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.cin_census.reading import line_of
from goldenthread.extracts.cin_census.recognise import is_cin_collection
from goldenthread.extracts.model import ReadContext
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.values import parse_date
from goldenthread.periods import long_date, reporting_year, reporting_year_label

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEA: Final = re.compile(r"\d{3}")
_EARLIEST_YEAR: Final = 2010
_EXPORT: Final = "Correct the header and export again."


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the header says, as text; '' where an element is missing. `line` is where the header starts."""

    collection: str
    year: str
    reference_date: str
    leas: tuple[str, ...]
    serial: str
    written: str
    line: int | None


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a file is for, worked out from its header and the circumstances of the run."""

    authority: str
    collection_year: int
    as_at: dt.date
    covers_from: dt.date
    version: str


def read_header(element: _Element | None) -> Header:
    """The header's texts, found by element name wherever they stand in it."""

    def texts(name: str) -> list[str]:
        found = [] if element is None else [(leaf.text or "").strip() for leaf in element.iter(name)]
        return [text for text in found if text]

    def first(name: str) -> str:
        return next(iter(texts(name)), "")

    return Header(
        collection=first("Collection"),
        year=first("Year"),
        reference_date=first("ReferenceDate"),
        leas=tuple(dict.fromkeys(texts("LEA"))),
        serial=max(texts("SerialNo"), default="", key=lambda text: (len(text.lstrip("0")), text)),
        written=max(texts("DateTime"), default=""),
        line=None if element is None else line_of(element),
    )


def describe(header: Header, *, name: str, context: ReadContext, sink: Sink) -> Description:
    """What the file is for; every doubt is noted in the sink.

    Raises InputError when the collection is another one, or authority or reference date cannot be told.
    """
    _check_collection(header, name)
    reference = _reference_date(header, name)
    year = reporting_year(reference)
    covers_from = dt.date(year - 1, 4, 1)
    if covers_from > context.as_at:
        raise InputError(
            Problem(
                what=f"The file describes {reporting_year_label(year)}, which starts after the date of this load "
                f"({long_date(context.as_at)}).",
                remedy="Give a later --as-at, or leave this file out.",
                file=name,
                row=header.line,
                column="ReferenceDate",
                code="after_as_at",
            )
        )
    description = Description(
        authority=_authority(header, name, context, sink),
        collection_year=year,
        as_at=min(reference, context.as_at),
        covers_from=covers_from,
        version=f"{header.serial.zfill(6)} {header.written}",
    )
    _note_dates(header, reference, year, context, sink, name)
    return description


def _check_collection(header: Header, name: str) -> None:
    if header.collection and not is_cin_collection(header.collection):
        raise InputError(
            Problem(
                what=f"The header says that this is the collection {header.collection[:20]}, not CIN.",
                remedy="Give the children in need census; other returns are read from their own files.",
                file=name,
                row=header.line,
                column="Collection",
                code="other_collection",
            )
        )


def _reference_date(header: Header, name: str) -> dt.date:
    day = parse_date(header.reference_date)
    if isinstance(day, dt.date) and reporting_year(day) >= _EARLIEST_YEAR:
        return day
    missing = day is None
    raise InputError(
        Problem(
            what="The header has no ReferenceDate, so the year of the return cannot be told."
            if missing
            else "The ReferenceDate in the header is not a date of a census year.",
            remedy=f"It is the 31 March that ends the year, as yyyy-mm-dd. {_EXPORT}",
            file=name,
            row=header.line,
            column="ReferenceDate",
            code="missing_header" if missing else "impossible_date",
        )
    )


def _authority(header: Header, name: str, context: ReadContext, sink: Sink) -> str:
    good = [lea for lea in header.leas if _LEA.fullmatch(lea)]
    if not good and not context.authority:
        raise InputError(
            Problem(
                what="The header does not say whose return this is: LEA is missing or not three digits.",
                remedy="Give the three-digit code with --authority, or correct the header and export again.",
                file=name,
                row=header.line,
                column="LEA",
                code="missing_header",
            )
        )

    def note(code: str, what: str, remedy: str) -> None:
        sink.note(Problem(what=what, remedy=remedy, file=name, row=header.line, column="LEA", code=code))

    if not good:
        note("missing_header", f"LEA is missing or not three digits; {context.authority} was used.", _EXPORT)
        return context.authority or ""
    if len(good) > 1:
        note("several_authorities", f"The header names several authorities; {good[0]}, the first, was used.", _EXPORT)
    if context.authority and good[0] != context.authority:
        raise InputError(
            Problem(
                what=f"This is the return of authority {good[0]}, and the run is for {context.authority} alone.",
                remedy="Leave the file out, or leave out --authority to read several authorities side by side. If it is "
                "your own return, the export writes a fixed LEA: correct the header.",
                file=name,
                row=header.line,
                column="LEA",
                code="other_authority",
            )
        )
    return good[0]


def _note_dates(header: Header, reference: dt.date, year: int, context: ReadContext, sink: Sink, name: str) -> None:
    def note(code: str, column: str, what: str, remedy: str = "") -> None:
        sink.note(Problem(what=what, remedy=remedy, file=name, row=header.line, column=column, code=code))

    if not header.collection:
        note("missing_header", "Collection", "The header does not name the collection; it was read as CIN.", _EXPORT)
    if header.year != str(year):
        said = f"Year in the header is {header.year[:10]}" if header.year else "The header has no Year"
        note(
            "year_mismatch" if header.year else "missing_header",
            "Year",
            f"{said}; by its ReferenceDate the file is for {reporting_year_label(year)}, and that was used.",
            "Year is the year in which the collection ends.",
        )
    if (reference.month, reference.day) != (3, 31):
        note(
            "part_year",
            "ReferenceDate",
            f"A part-year extract: {reporting_year_label(year)} up to {long_date(reference)}.",
            "The full year's return will replace what it holds.",
        )
    if reference > context.as_at:
        note(
            "reference_date_ahead",
            "ReferenceDate",
            f"ReferenceDate is after the date of this load; the rows describe {long_date(context.as_at)}.",
            "This is usual for a file exported before the end of its year.",
        )
