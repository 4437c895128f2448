"""Writes meetings as iCalendar (RFC 5545): lines ended by CRLF, folded at 75 octets, text escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from goldenthread_web.boards.models import Meeting

LONDON = ZoneInfo("Europe/London")
LASTS = dt.timedelta(hours=2)
MOST_OCTETS = 75


def as_calendar(meetings: Sequence[Meeting], *, host: str) -> str:
    """The meetings as a calendar; their times in UTC, so that summer time is nobody's question."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Goldenthread//Boards//EN", "CALSCALE:GREGORIAN"]
    for one in meetings:
        starts = dt.datetime.combine(one.on, one.at, LONDON).astimezone(dt.UTC)
        lines += [
            "BEGIN:VEVENT",
            f"UID:meeting-{one.pk}@{host}",
            f"DTSTAMP:{_stamp(starts)}",
            f"DTSTART:{_stamp(starts)}",
            f"DTEND:{_stamp(starts + LASTS)}",
            f"SUMMARY:{escaped(str(one))}",
            f"LOCATION:{escaped(one.place)}",
            f"STATUS:{'CONFIRMED' if one.state == 'called' else 'TENTATIVE'}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(one)}\r\n" for one in lines)


def _stamp(moment: dt.datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Text as a value: backslashes, commas, semicolons and line ends escaped."""
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
