"""What goes into an analysis of variation and what comes out of it: points, rule sets, segments, signals, icons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from goldenthread.errors import UserError


class SeriesError(UserError):
    """A series that cannot be analysed as asked: two values on a day, an unknown rebase date, a rolling measure."""

    exit_code = 5


class Direction(StrEnum):
    """Which way is good. `RANGE` is good between two values, so high and low are both neutral."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"
    RANGE = "range"


class SeriesKind(StrEnum):
    """What the values are, which decides the cautions and the possible range. Proportions run from 0 to 100."""

    FLOW = "flow"
    STOCK = "stock"
    PROPORTION = "proportion"
    RATE = "rate"
    DURATION = "duration"
    ROLLING = "rolling"


class PointStatus(StrEnum):
    """How settled a value is."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    RESTATED = "restated"
    WITHHELD = "withheld"


class Frequency(StrEnum):
    """How often a value is expected; gaps are found against it."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class GapPolicy(StrEnum):
    """What a missing period does: `BREAK` stops ranges and runs from spanning it, `REFUSE` is an error."""

    BREAK = "break"
    REFUSE = "refuse"


class Rule(StrEnum):
    """Why a point is marked."""

    OUTSIDE_ABOVE = "outside-above"
    OUTSIDE_BELOW = "outside-below"
    TREND_UP = "trend-up"
    TREND_DOWN = "trend-down"
    TWO_OF_THREE_ABOVE = "two-of-three-above"
    TWO_OF_THREE_BELOW = "two-of-three-below"
    SHIFT_ABOVE = "shift-above"
    SHIFT_BELOW = "shift-below"
    COMMON = "common"

    @property
    def sign(self) -> int:
        """+1 for above or rising, -1 for below or falling, 0 for common."""
        if self is Rule.COMMON:
            return 0
        return 1 if self.value.endswith(("above", "up")) else -1


class Judgement(StrEnum):
    """What a signal means given the direction that is good."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class VariationIcon(StrEnum):
    """What the last point says about change."""

    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement-high"
    IMPROVEMENT_LOW = "improvement-low"
    CONCERN_HIGH = "concern-high"
    CONCERN_LOW = "concern-low"
    NEUTRAL_HIGH = "neutral-high"
    NEUTRAL_LOW = "neutral-low"


class AssuranceIcon(StrEnum):
    """What the limits say about meeting the target if nothing changes."""

    PASS = "consistently pass"  # noqa: S105 (not a password)
    FAIL = "consistently fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """A named, versioned set of rules. Changing any field makes a new id.

    `shift` and `trend` are numbers of points; `outside_counts` lets a point outside the limits count in two of
    three; `improvement_first` shows improvement when a point is both; limits and icons appear from `limits_from`
    points. `run_chart` uses the median and the rules for run charts instead.
    """

    id: str
    agrees_with: str
    screen: bool = False
    shift: int = 7
    trend: int = 7
    outside_counts: bool = False
    improvement_first: bool = False
    limits_from: int = 1
    continuous_lines: bool = False
    run_chart: bool = False


@dataclass(frozen=True, kw_only=True)
class Point:
    """One value: the day its period ends, the value (None is a gap), its counts, and the period's name."""

    date: dt.date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    status: PointStatus = PointStatus.FINAL
    label: str = ""

    @property
    def present(self) -> bool:
        """Whether there is a value to judge."""
        return self.value is not None and self.status is not PointStatus.WITHHELD


@dataclass(frozen=True, kw_only=True)
class Words:
    """How the measure is spoken of: its title, decimals shown, and what follows a value (such as %).

    `plural` None lets the title's first word decide between was and were.
    """

    title: str = "The measure"
    decimals: int = 1
    suffix: str = ""
    plural: bool | None = None

    def show(self, value: float) -> str:
        """A value as printed."""
        text = f"{value:,.{self.decimals}f}"
        return f"{text.lstrip('-') if not text.strip('-0.,') else text}{self.suffix}"

    def show_limit(self, value: float) -> str:
        """A centre or a limit as printed: one decimal place even where the values are whole numbers."""
        return Words(decimals=max(1, self.decimals), suffix=self.suffix).show(value)

    def show_between(self, low: float, high: float) -> str:
        """Two limits as printed, a unit in words being said once: 40.1 to 45.2 per 10,000."""
        return f"{self.bare.show_limit(low)} to {self.show_limit(high)}"

    @property
    def bare(self) -> Words:
        """The same without a unit in words, for tables and labels whose heading gives the unit; % stays."""
        return replace(self, suffix=self.suffix if len(self.suffix) == 1 else "")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A stretch of the series judged by one centre and one pair of limits.

    `base` points made the limits; `average_range` is the mean moving range before screening and `range_used`
    after; `dropped` lists the moving ranges screened out. Limits are None with fewer than two points.
    """

    start: dt.date
    end: dt.date
    n: int
    base: int
    fixed: bool
    centre: float
    average_range: float | None = None
    range_used: float | None = None
    dropped: tuple[float, ...] = ()
    lower: float | None = None
    upper: float | None = None
    near_lower: float | None = None
    near_upper: float | None = None
    trial: bool = False
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class PointResult:
    """A point judged: segment number, side of the centre, rules hit in order of precedence, and what they mean."""

    point: Point
    period: str
    segment: int | None = None
    side: int = 0
    outside: int = 0
    near: int = 0
    rules: tuple[Rule, ...] = ()
    reason: Rule = Rule.COMMON
    judgement: Judgement = Judgement.COMMON

    @property
    def special(self) -> bool:
        """Whether any rule marks the point."""
        return bool(self.rules)

    @property
    def provisional(self) -> bool:
        """Whether the value may still change."""
        return self.point.status is PointStatus.PROVISIONAL


@dataclass(frozen=True, kw_only=True)
class RunChartResult:
    """The two tests of a run chart: longest run against its limit, crossings against theirs.

    `side` is +1 or -1 when the long run includes the last useful point, otherwise 0.
    """

    useful: int
    longest_run: int
    longest_allowed: int
    crossings: int
    fewest_expected: int
    long_run: bool
    few_crossings: bool
    side: int
    judged: bool


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """What made an analysis, so that it can be made again."""

    rule_set: str
    code_version: str
    input_hash: str
    measure: str
    measure_version: int
    as_at: dt.date | None
    gap_policy: GapPolicy
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The whole answer about one series: every point judged, the icons, one sentence, and what to be careful of."""

    run: RunRecord
    rules: RuleSet
    words: Words
    direction: Direction
    kind: SeriesKind
    frequency: Frequency | None
    target: float | tuple[float, float] | None
    bounds: tuple[float | None, float | None]
    segments: tuple[Segment, ...]
    points: tuple[PointResult, ...]
    missing: tuple[str, ...]
    variation: VariationIcon | None
    assurance: AssuranceIcon | None
    run_chart: RunChartResult | None
    cautions: tuple[str, ...]
    sentence: str = ""

    @property
    def rule_set(self) -> str:
        """The id of the rule set, printed wherever the answer is."""
        return self.rules.id

    @property
    def trial(self) -> bool:
        """Whether the limits that judge the last point are trial limits."""
        return bool(self.segments) and self.segments[-1].trial

    @property
    def present(self) -> tuple[PointResult, ...]:
        """The points that have a value, oldest first."""
        return tuple(result for result in self.points if result.point.present)

    @property
    def last(self) -> PointResult | None:
        """The last point that has a value."""
        present = self.present
        return present[-1] if present else None

    @property
    def signal(self) -> bool:
        """Whether the last point (or the run chart as a whole) signals a change that is shown."""
        if self.run_chart is not None:
            return self.run_chart.judged and (self.run_chart.long_run or self.run_chart.few_crossings)
        return self.variation not in (None, VariationIcon.COMMON)
