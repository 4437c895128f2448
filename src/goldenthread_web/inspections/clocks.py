"""The clocks that an inspection starts: what must be done, by when, and where the count begins.

Working days are those of England. From which day a clock runs is entered with each inspection, because letters differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread_web.indicators.working_days import add_working_days


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """What a clock is for; `working_days` from its first day, or `months` after it."""

    key: str
    what: str
    rule: str
    working_days: int = 0
    months: int = 0

    def due(self, starts: dt.date) -> dt.date:
        """The last day in time."""
        if self.working_days:
            return add_working_days(starts, self.working_days)
        year, month = divmod(starts.month - 1 + self.months, 12)
        last = (dt.date(starts.year + year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(starts.year + year, month + 1, min(starts.day, last))


RULES: Mapping[str, ClockRule] = {
    one.key: one
    for one in (
        ClockRule(key="plan", what="Action plan sent", rule="70 working days", working_days=70),
        ClockRule(key="priority_action", what="Draft answer to a priority action", rule="20 working days", working_days=20),
        ClockRule(key="monitoring", what="Next monitoring visit expected", rule="about three months", months=3),
        ClockRule(key="self_evaluation", what="Self-evaluation renewed", rule="twelve months", months=12),
    )
}  # fmt: skip
# Which clocks are offered with which framework.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "FOCUSED": ("priority_action",),
    "MONITORING": ("monitoring",),
    "NF-2023": ("self_evaluation",),
    "PEER": (),
    "LEARNING": (),
}
USUAL = ("plan",)
REMIND_DAYS = 14


def offered(framework: str, *, inadequate: bool = False) -> tuple[ClockRule, ...]:
    """The clocks that inspections by a framework may start; a judgement of inadequate brings monitoring visits."""
    keys = OFFERED.get(framework, USUAL)
    return tuple(RULES[key] for key in (*keys, *(("monitoring",) if inadequate and "monitoring" not in keys else ())))
