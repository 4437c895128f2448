"""Reading a cell into the value its column declares, remarking on what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from goldenthread.errors import Problem
from goldenthread.extracts import values
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.values import BAD
from goldenthread.tables.model import Column, Kind

_DATE_REMEDY = "Correct it in the case system; until then the date is left out."
_BIRTHS_FROM = dt.date(1900, 1, 2)


class CellReader:
    """Reads cells of one file; what it remarks goes to the sink with the row and the column."""

    def __init__(self, sink: Sink, file: str, as_at: dt.date) -> None:
        self.sink, self.file, self.as_at = sink, file, as_at

    def note(self, code: str, what: str, row: int, column: str, remedy: str = "") -> None:
        """Remark on a cell that was read all the same."""
        self.sink.note(Problem(code=code, what=what, remedy=remedy, file=self.file, row=row, column=column))

    def read(self, column: Column, text: str, row: int, heading: str) -> Any:
        """The value of a cell, None where it is blank or cannot be used."""
        if column.kind is Kind.CODE and column.codes is not None and (code := column.codes.match(text)):
            return code  # first, because NONE is a code of one list and a blank everywhere else
        if values.is_blank(text):
            if text.strip().casefold() in values.PLACEHOLDERS:
                self.note("placeholder", f"{heading} holds a placeholder, not a value.", row, heading)
            return None
        return _READERS[column.kind](self, column, text, row, heading)

    def date(self, column: Column, text: str, row: int, heading: str) -> dt.date | None:
        """A date; impossible, sentinel and far-future dates are remarked on and left out."""
        day = values.parse_date(text)
        if not isinstance(day, dt.date):
            self.note("impossible_date", f"{heading} is not a date of the calendar.", row, heading, _DATE_REMEDY)
            return None
        if values.has_time(text):
            self.note("time_cut", f"{heading} carries a time of day, which was cut off.", row, heading)
        if column.name in ("date_of_birth", "expected_date_of_birth"):
            if day < _BIRTHS_FROM:
                self.note("sentinel_date", f"{heading} is {day.isoformat()}, a stand-in for no date.", row, heading)
                return None
            return day
        fault = values.event_date_fault(day, self.as_at)
        if not fault:
            return day
        code = {"future": "future_date", "sentinel": "sentinel_date", "too_early": "impossible_date"}[fault]
        self.note(code, f"{heading} is {day.isoformat()}, which cannot be.", row, heading, _DATE_REMEDY)
        return None

    def _datetime(self, _column: Column, text: str, row: int, heading: str) -> dt.datetime | None:
        found = values.parse_datetime(text)
        if not isinstance(found, dt.datetime):
            self.note("impossible_date", f"{heading} is not a date and time.", row, heading, _DATE_REMEDY)
            return None
        if values.event_date_fault(found.date(), self.as_at):
            self.note("impossible_date", f"{heading} is {found.date().isoformat()}, which cannot be.", row, heading)
            return None
        return found

    def _bool(self, _column: Column, text: str, row: int, heading: str) -> bool | None:
        found = values.parse_bool(text)
        if found is BAD:
            self.note("unknown_code", f"{heading} is neither yes nor no.", row, heading)
            return None
        return found if isinstance(found, bool) else None

    def _int(self, column: Column, text: str, row: int, heading: str) -> int | None:
        found = values.parse_int(text)
        return found if isinstance(found, int) and self._within(column, found, row, heading) else None

    def _decimal(self, column: Column, text: str, row: int, heading: str) -> float | None:
        found = values.parse_decimal(text)
        return found if isinstance(found, float) and self._within(column, found, row, heading) else None

    def _within(self, column: Column, number: float, row: int, heading: str) -> bool:
        low = column.least if column.least is not None else number
        high = column.most if column.most is not None else number
        if low <= number <= high:
            return True
        self.note("out_of_range", f"{heading} is {number:g}, outside {low:g} to {high:g}: left out.", row, heading)
        return False

    def _code(self, column: Column, text: str, row: int, heading: str) -> str | None:
        if column.codes is None:
            return text.strip()
        found = values.parse_code(text, column.codes)
        if isinstance(found, str):
            return found
        self.note(
            "unknown_code",
            f"{heading} holds a code that is not in the list of {column.codes.title.lower()}: left out.",
            row,
            heading,
            "Correct it in the case system.",
        )
        return None

    def _text(self, _column: Column, text: str, _row: int, _heading: str) -> str | None:
        return values.clean_id(text)


_READERS: dict[Kind, Callable[[CellReader, Column, str, int, str], Any]] = {
    Kind.DATE: CellReader.date,
    Kind.BOOL: CellReader._bool,
    Kind.INT: CellReader._int,
    Kind.DECIMAL: CellReader._decimal,
    Kind.CODE: CellReader._code,
    Kind.TEXT: CellReader._text,
    Kind.DATETIME: CellReader._datetime,
}
