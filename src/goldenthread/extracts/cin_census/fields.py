"""The text of an element into a value, each spelling worked out once per file.

A lookup answers the value, None for a blank, or a Fault that says what is wrong and what value is left. Faults
are also put on a list all lookups of a file share, so that a row without any costs one look at that list.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from goldenthread.extracts.values import (
    PLACEHOLDERS,
    SENTINELS,
    event_date_fault,
    is_blank,
    parse_bool,
    parse_code,
    parse_date,
    parse_int,
)
from goldenthread.tables.model import CodeList

_SPELLINGS_KEPT: Final = 100_000
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LOOKS_LIKE_A_CODE: Final = re.compile(r"[A-Z0-9]{1,4}")
_EARLIEST_UNREMARKABLE_BIRTH: Final = dt.date(1990, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something to remark on: the remark's code, the value to use (None when there is none), what may be quoted."""

    code: str
    value: Any = None
    quoted: str = ""


class Spellings(dict[str | None, Any]):
    """Text to value, worked out on first sight; starts afresh when a file brings too many spellings."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self._faults = faults

    def __missing__(self, text: str | None) -> Any:
        value = self._read(text)
        if value.__class__ is Fault:
            self._faults.append(value)
            return value
        if len(self) >= _SPELLINGS_KEPT:
            self.clear()
        self[text] = value
        return value

    def _read(self, text: str | None) -> Any:
        if text is not None and text.strip().casefold() in PLACEHOLDERS:
            return Fault(code="placeholder")
        return self.read(text)

    def read(self, text: str | None) -> Any:
        """The value of one spelling; each kind of field says how."""
        raise NotImplementedError


class EventDates(Spellings):
    """Dates of events: impossible ones are left out, those after the date the file describes remarked on."""

    def __init__(self, faults: list[Fault], as_at: dt.date) -> None:
        super().__init__(faults)
        self._as_at = as_at

    def read(self, text: str | None) -> Any:
        """A date, or what is wrong with it."""
        day = parse_date(text)
        if day is None:
            return None
        if not isinstance(day, dt.date):
            return Fault(code="impossible_date")
        wrong = event_date_fault(day, self._as_at)
        if wrong:
            return Fault(code={"sentinel": "sentinel_date", "future": "future_date"}.get(wrong, "impossible_date"))
        return _remarkable(text, day, "after_reference_date" if day > self._as_at else "")


class BirthDates(Spellings):
    """Dates of birth and death: before 1990 is remarked on and kept, because ages come from them."""

    def __init__(self, faults: list[Fault], as_at: dt.date) -> None:
        super().__init__(faults)
        self._as_at = as_at

    def read(self, text: str | None) -> Any:
        """A date, or what is wrong with it."""
        day = parse_date(text)
        if day is None:
            return None
        if not isinstance(day, dt.date) or day.year < 1900:
            return Fault(code="impossible_date")
        if day in SENTINELS:
            return Fault(code="sentinel_date")
        if day > self._as_at + dt.timedelta(days=366):
            return Fault(code="future_date")
        return _remarkable(text, day, "early_birth_date" if day < _EARLIEST_UNREMARKABLE_BIRTH else "")


def _remarkable(text: str | None, day: dt.date, code: str) -> dt.date | Fault:
    if code:
        return Fault(code=code, value=day)
    if not _ISO_DATE.fullmatch((text or "").strip()):
        return Fault(code="date_format", value=day)
    return day


class Codes(Spellings):
    """Codes of one list."""

    def __init__(self, faults: list[Fault], codes: CodeList, year: int) -> None:
        super().__init__(faults)
        self._codes, self._year = codes, year

    def read(self, text: str | None) -> Any:
        """A code of the list, or a remark that quotes the text when it is short enough to be a code."""
        code = parse_code(text, self._codes)
        if isinstance(code, str):
            known = self._codes.by_code[code]
            right = (known.first_year or 0) <= self._year <= (known.last_year or self._year)
            return code if right else Fault(code="code_of_another_year", value=code, quoted=f" ({code})")
        if code is None:
            return None
        stripped = (text or "").strip()
        quoted = f" ({stripped})" if _LOOKS_LIKE_A_CODE.fullmatch(stripped) else ""
        return Fault(code="unknown_code", quoted=quoted)


class SexCodes(Codes):
    """The Sex element, M, F or U since 2024/25; numbers of the older element are converted and remarked on."""

    def read(self, text: str | None) -> Any:
        """A code of the list."""
        code = super().read(text)
        return Fault(code="old_code", value=code) if isinstance(code, str) and (text or "").strip().isdigit() else code


class Flags(Spellings):
    """Yes and no, written 0 and 1 or true and false."""

    def read(self, text: str | None) -> Any:
        """True, False, or a remark."""
        flag = parse_bool(text)
        return flag if flag is None or isinstance(flag, bool) else Fault(code="bad_value")


class Counts(Spellings):
    """Whole numbers from 0."""

    def read(self, text: str | None) -> Any:
        """The number, or a remark."""
        if is_blank(text):
            return None
        number = parse_int(text)
        return number if isinstance(number, int) and 0 <= number < 1000 else Fault(code="bad_value")


class Stamps(dict[dt.date, str]):
    """Dates as eight digits, for built row ids."""

    def __missing__(self, day: dt.date) -> str:
        stamp = self[day] = f"{day.year:04d}{day.month:02d}{day.day:02d}"
        return stamp
