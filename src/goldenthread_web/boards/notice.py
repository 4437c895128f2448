"""Five clear working days: by when the agenda of a public meeting has to be out, and whether it was.

Local Government Act 1972, section 100B(3): at least five clear days before the meeting, neither the day it goes out nor
the day of the meeting counting; where it is called at shorter notice, when it is called.
"""

from __future__ import annotations

import datetime as dt

from goldenthread_web.boards.models import Meeting
from goldenthread_web.indicators.working_days import working_days

CLEAR_DAYS = 5


def clear_days(out: dt.date, on: dt.date) -> int:
    """Working days between the day an agenda goes out and the day of the meeting, neither counted; never below 0."""
    between = working_days(out, on - dt.timedelta(days=1))
    return between or 0


def agenda_out_by(on: dt.date) -> dt.date:
    """The last working day on which the agenda of a meeting on a day can go out with five clear days."""
    for back in range(CLEAR_DAYS + 1, 4 * CLEAR_DAYS):
        day = on - dt.timedelta(days=back)
        if clear_days(day, on) >= CLEAR_DAYS and working_days(day - dt.timedelta(days=1), day):
            return day
    return on - dt.timedelta(days=CLEAR_DAYS + 3)  # beyond the years whose bank holidays are known: a week and a day


def is_late(meeting: Meeting, today: dt.date) -> bool:
    """Whether the agenda of a public meeting goes out too late today."""
    return meeting.public and clear_days(today, meeting.on) < CLEAR_DAYS


def notice_of(meeting: Meeting, today: dt.date) -> str:
    """For a public meeting: by when its agenda has to be out, or how many clear days before it was."""
    if not meeting.public:
        return ""
    if meeting.called_on is None:
        by = agenda_out_by(meeting.on)
        passed = " That day has passed: it can be called only with a reason." if is_late(meeting, today) else ""
        return f"Its agenda is to be out by {by.day} {by:%B %Y}, five clear working days before.{passed}"
    clear = clear_days(meeting.called_on, meeting.on)
    told = f"Its agenda was out {clear} clear working days before"
    if clear >= CLEAR_DAYS:
        return f"{told}."
    why = f" It could not wait: {meeting.called_late_why}" if meeting.called_late_why else ""
    return f"{told}, fewer than the five wanted.{why}"
