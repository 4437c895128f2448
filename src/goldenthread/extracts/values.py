"""Turning the text found in returns into values: blanks, dates, yes/no, whole numbers and codes.

Every function answers a value, None for a blank, or BAD for text that is neither.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, Literal

from goldenthread.tables.model import CodeList


class _Bad:
    def __repr__(self) -> str:
        return "BAD"


BAD: Final = _Bad()
BLANKS: Final = frozenset({"", "null", "none", "nan", "placeholder_data", "placeholderstr", "n/a", ".", "..", "-"})
PLACEHOLDERS: Final = frozenset({"placeholder_data", "placeholderstr"})
EARLIEST_EVENT: Final = dt.date(1980, 1, 1)
SENTINELS: Final = frozenset({dt.date(1900, 1, 1), dt.date(9999, 12, 31)})
_YES: Final = frozenset({"y", "yes", "true", "1", "1.0", "a) yes"})
_NO: Final = frozenset({"n", "no", "false", "0", "0.0", "b) no"})
_UNKNOWN: Final = frozenset({"c) unknown", "unknown", "u"})
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NAMED: Final = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([A-Za-z]{3,9})[\s.,/-]+(\d{4}|\d{2})(?!\d)"
)
_UK: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]{3,9})\s+(\d{1,2}),?\s+(\d{4})(?!\d)")
_BASIC: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MIDNIGHT: Final = re.compile(r"[T ]?(00:00(:00(\.0+)?)?|12:00(:00)?\s?AM)?(Z|\+00:00)?$", re.IGNORECASE)
_CLOCK: Final = re.compile(r"[T ](\d{1,2}):(\d{2})(?::[\d.]+)?\s?([AaPp][Mm])?")
_MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS: Final = {word: number for number, name in enumerate(_MONTH_NAMES, 1) for word in (name, name[:3], name[:4])}
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_SPACE: Final = re.compile(r"[\r\n\t]+")


def is_blank(text: str | None) -> bool:
    """Whether the text means that no value was given."""
    return text is None or text.strip().casefold() in BLANKS


def clean_id(text: str | None) -> str | None:
    """An identifier: trimmed, line feeds and tabs removed, case and leading zeros kept; None when blank."""
    if text is None or is_blank(text):
        return None
    trimmed = text.strip()
    return trimmed if trimmed.isalnum() else _SPACE.sub("", trimmed)


@lru_cache(maxsize=65536)
def parse_date(text: str | None) -> dt.date | _Bad | None:
    """A date written as ISO, dd/mm/yyyy, 2 July 2025 or 02-JUL-25, SQL DATETIME text or an Excel serial number.

    A time part is cut off. Two-digit years are read as 19xx from 70, otherwise 20xx.
    """
    if text is None or is_blank(text):
        return None
    text = text.strip()
    if match := _ISO.match(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _UK.match(text):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if (match := _NAMED.match(text)) and (month := _MONTHS.get(match[2].casefold())):
        return _date(_year(match[3]), month, int(match[1]))
    if (match := _MONTH_FIRST.match(text)) and (month := _MONTHS.get(match[1].casefold())):
        return _date(int(match[3]), month, int(match[2]))
    if match := _BASIC.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    return BAD


@lru_cache(maxsize=65536)
def parse_datetime(text: str | None) -> dt.datetime | _Bad | None:
    """A date with or without a time of day, in the spellings of `parse_date`; without one it is midnight."""
    if text is None or is_blank(text):
        return None
    text = text.strip()
    if re.fullmatch(r"\d{5}\.\d+", text):
        return dt.datetime.combine(_EXCEL_EPOCH, dt.time()) + dt.timedelta(minutes=round(float(text) * 1440))
    day = parse_date(text)
    if not isinstance(day, dt.date):
        return BAD
    clock = _CLOCK.search(text)
    try:
        return dt.datetime.combine(day, dt.time(_hour(clock), int(clock[2])) if clock else dt.time())
    except ValueError:
        return BAD


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock[1]), (clock[3] or "").casefold()
    return hour % 12 + (12 if half == "pm" else 0) if half else hour


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        year += 1900 if year >= 70 else 2000
    return year


def _date(year: int, month: int, day: int) -> dt.date | _Bad:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return BAD


def has_time(text: str | None) -> bool:
    """Whether a date carries a time of day other than midnight (worth listing, never a reason to refuse)."""
    if not text:
        return False
    text = text.strip()
    if re.fullmatch(r"\d{5}\.\d*[1-9]\d*", text):
        return True
    match = _ISO.match(text) or _UK.match(text) or _NAMED.match(text) or _MONTH_FIRST.match(text)
    return match is not None and not _MIDNIGHT.match(text[match.end() :])


def event_date_fault(day: dt.date, as_at: dt.date) -> Literal["", "sentinel", "too_early", "future"]:
    """Why an event date cannot be true: a sentinel, before 1980, or over a year after the extract."""
    if day in SENTINELS:
        return "sentinel"
    if day < EARLIEST_EVENT:
        return "too_early"
    if day > as_at + dt.timedelta(days=366):
        return "future"
    return ""


def parse_bool(text: str | None) -> bool | _Bad | None:
    """Yes or no in any of the spellings of the returns; 'unknown' is None, never no."""
    if text is None or is_blank(text):
        return None
    folded = text.strip().casefold()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    return None if folded in _UNKNOWN else BAD


def parse_int(text: str | None) -> int | _Bad | None:
    """A whole number, also when written 3.0."""
    if text is None or is_blank(text):
        return None
    try:
        number = float(text.strip().replace(",", ""))
    except ValueError:
        return BAD
    return int(number) if number.is_integer() else BAD


def parse_decimal(text: str | None) -> float | _Bad | None:
    """A number."""
    if text is None or is_blank(text):
        return None
    try:
        number = float(text.strip().replace(",", ""))
    except ValueError:
        return BAD
    return number if number == number and abs(number) != float("inf") else BAD


def parse_code(text: str | None, codes: CodeList) -> str | _Bad | None:
    """A code of the list, written as code, label or known alias.

    A code is looked for before a blank: NONE is a disability code, not a missing value.
    """
    if text is not None and text.strip() in codes.by_code:
        return text.strip()
    if text is None or is_blank(text):
        return None
    return codes.match(text) or BAD
