"""What goes into and comes out of a control chart: points, segments, signals and what they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way is better; a range is good between two values."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"
    RANGE = "range"


class SeriesKind(StrEnum):
    """What the points are; rolling series may not be charted, stocks carry a caution."""

    FLOW = "flow"
    STOCK = "stock"
    PROPORTION = "proportion"
    RATE = "rate"
    DURATION = "duration"
    ROLLING = "rolling"


class PointStatus(StrEnum):
    """Whether a point is settled."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    RESTATED = "restated"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True)
class Point:
    """A value at the end of its period; None is a gap, never zero."""

    date: dt.date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    status: PointStatus = PointStatus.FINAL
    label: str = ""


class Reason(StrEnum):
    """Why a point is a signal, in order of precedence."""

    OUTSIDE = "outside the limits"
    TREND = "a trend"
    TWO_OF_THREE = "two of three near a limit"
    SHIFT = "a shift"
    NONE = "common cause"


class Judgement(StrEnum):
    """What a signal means for the direction that is better."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Variation(StrEnum):
    """The variation icon, from the last point."""

    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement-high"
    IMPROVEMENT_LOW = "improvement-low"
    CONCERN_HIGH = "concern-high"
    CONCERN_LOW = "concern-low"
    NEUTRAL_HIGH = "neutral-high"
    NEUTRAL_LOW = "neutral-low"
    NONE = "too few points"


class Assurance(StrEnum):
    """The assurance icon: the last limits against the target."""

    PASS = "consistently pass"  # noqa: S105
    FAIL = "consistently fail"
    INCONSISTENT = "hit and miss"


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """A named, versioned set of rules; changing any value makes a new id."""

    id: str
    agrees_with: str
    shift: int
    trend: int
    screen: bool
    near_only: bool
    limits_from: int
    trial_under: int = 13
    limit_constant: float = 2.66
    screen_constant: float = 3.267
    improvement_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A run of points with one set of limits: from `first` up to, not including, `until` (positions)."""

    first: int
    until: int
    points: int
    mean: float | None
    average_range: float | None
    upper: float | None
    lower: float | None
    near_upper: float | None
    near_lower: float | None
    ranges_screened: int
    trial: bool


@dataclass(frozen=True, kw_only=True)
class PointResult:
    """A point with its place in the chart: side of the mean, signals hit, reason shown and judgement.

    `high` is +1 for above or rising, -1 for below or falling, 0 for none.
    """

    point: Point
    segment: int
    side: int
    outside: bool
    near: bool
    hits: tuple[str, ...]
    reason: Reason
    high: int
    judgement: Judgement


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The result of a rule set on a series, with the sentence that says it."""

    rule_set: RuleSet
    direction: Direction
    kind: SeriesKind
    target: float | tuple[float, float] | None
    segments: tuple[Segment, ...]
    points: tuple[PointResult, ...]
    variation: Variation
    assurance: Assurance | None
    cautions: tuple[str, ...]
    shown: bool

    @property
    def last_segment(self) -> Segment:
        """The segment the last point is judged by."""
        return self.segments[-1]

    @property
    def trial(self) -> bool:
        """Whether the limits are trial limits."""
        return self.last_segment.trial
