"""Writes meetings as iCalendar (RFC 5545): lines ended by CRLF, folded at 75 octets, text escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from goldenthread_web.boards.models import Meeting

LONDON = ZoneInfo("Europe/London")
LASTS = dt.timedelta(hours=2)
MOST_OCTETS = 75
STATUS = {"planned": "TENTATIVE", "cancelled": "CANCELLED"}
# A calendar holds at least one component (RFC 5545, section 3.6): where there is no meeting, the time zone alone.
NOTHING = (
    "BEGIN:VTIMEZONE", "TZID:Europe/London",
    "BEGIN:DAYLIGHT", "DTSTART:19810329T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


def as_calendar(meetings: Sequence[Meeting], *, host: str) -> str:
    """The meetings as a calendar; their times in UTC, so that summer time is nobody's question."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Goldenthread//Boards//EN", "CALSCALE:GREGORIAN"]
    for one in meetings:
        starts = dt.datetime.combine(one.on, one.at, LONDON).astimezone(dt.UTC)
        lines += [
            "BEGIN:VEVENT",
            f"UID:meeting-{one.pk}@{host}",
            f"DTSTAMP:{_stamp(one.changed_at or starts)}",
            f"SEQUENCE:{one.edition}",
            f"DTSTART:{_stamp(starts)}",
            f"DTEND:{_stamp(starts + LASTS)}",
            f"SUMMARY:{escaped(str(one))}",
            f"LOCATION:{escaped(one.place)}",
            f"STATUS:{STATUS.get(one.state, 'CONFIRMED')}",
            "END:VEVENT",
        ]
    lines += [] if meetings else NOTHING
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(one)}\r\n" for one in lines)


def _stamp(moment: dt.datetime) -> str:
    moment = moment.astimezone(dt.UTC)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text as a value: backslashes, commas, semicolons and line ends escaped."""
    text = "".join(one for one in text if one in "\r\n\t" or ord(one) >= 32)
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """A line cut so that none has more than 75 octets and no character is cut in two."""
    parts, at = [""], 0
    for letter in line:
        size = len(letter.encode())
        if at + size > MOST_OCTETS:
            parts.append(" ")
            at = 1
        parts[-1] += letter
        at += size
    return "\r\n".join(parts)
