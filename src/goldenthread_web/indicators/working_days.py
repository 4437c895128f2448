"""Working days of England, as the library counts them."""

from __future__ import annotations

import datetime as dt

from goldenthread import api


def add_working_days(start: dt.date, count: int) -> dt.date:
    """The day `count` working days after `start`; `start` itself is day 0."""
    return api.add_working_days(start, count)


def working_days(start: dt.date, end: dt.date) -> int | None:
    """Working days after `start` up to and including `end`; None where `end` is before `start`."""
    return api.working_days(start, end)
