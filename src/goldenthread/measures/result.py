"""One figure with all it carries: counts, value, interval, status, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goldenthread.measures.model import Unit
from goldenthread.periods import Period


class Status(StrEnum):
    """How far a figure may be relied on, or why there is none."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    NOT_ENOUGH_HISTORY = "not enough history"
    NONE_IN_PERIOD = "none in period"
    NOT_AVAILABLE = "not available"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One figure.

    `value` is at full precision: a percentage as 0 to 100, a rate per 10,000, a count, working days.
    `denominator` of a rate is the population; of a count there is none. `too_recent` and `excluded`
    rows are in neither count; `unknown` rows are in the denominator and could not be judged.
    """

    authority: str
    measure: str
    version: int
    unit: Unit
    period: Period
    breakdown: str
    group: str
    numerator: float | None
    denominator: float | None
    too_recent: int
    excluded: int
    unknown: int
    value: float | None
    status: Status
    annualised: bool
    note: str

    @property
    def lower(self) -> float | None:
        """Lower end of the 95% interval, in the unit of `value`; None where there is none."""
        return self._interval()[0]

    @property
    def upper(self) -> float | None:
        """Upper end of the 95% interval, in the unit of `value`; None where there is none."""
        return self._interval()[1]

    def _interval(self) -> tuple[float | None, float | None]:
        # Worked out when asked for: a whole catalogue has far more figures than are ever printed.
        from goldenthread.spc import intervals

        if self.value is None or self.numerator is None or not self.denominator:
            return None, None
        if self.unit is Unit.PERCENT:
            low, high = intervals.wilson(int(self.numerator), int(self.denominator))
            return float(low) * 100, float(high) * 100
        if self.unit is Unit.PER_10K:
            low, high = intervals.poisson(int(self.numerator))
            scale = 10_000 / self.denominator * (12 / self.period.months if self.annualised else 1)
            return float(low) * scale, float(high) * scale
        return None, None
