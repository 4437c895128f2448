"""Where one authority stands among the others: quarter, rank with its uncertainty, place on the funnel, and trend.

Pure functions over published figures. Nothing is ranked without an interval, and nothing has a good side without an
agreed direction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import fmean, quantiles

from goldenthread.comparators.store import Figure
from goldenthread.measures.model import Polarity
from goldenthread.spc.funnels import FEWEST_UNITS, INNER, OUTER, FunnelKind, FunnelLabel, label, limits_at
from goldenthread.spc.intervals import exact_poisson, wilson

FEWEST_RANKED = 20
FEWEST_YEARS = 5
MOST_YEARS_AHEAD = 10
_SHARES = ("pct",)


@dataclass(frozen=True, kw_only=True)
class Band:
    """The quarter of authorities a value is in: A the best, D the worst; `cuts` are the three values between them."""

    letter: str
    cuts: tuple[float, float, float]
    of: int


@dataclass(frozen=True, kw_only=True)
class Rank:
    """The places an authority may hold among `of`, best first where there is a best, otherwise highest first."""

    first: int
    last: int
    of: int
    lowest_first: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a value lies on the funnel of all authorities, how many of `of` lie beyond the 99.8% limits, and the base.

    `inner` and `outer` are the 95% and 99.8% limits for a place of its size, in the unit of the value.
    """

    label: FunnelLabel
    baseline: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    outside: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A straight line through the yearly values: change a year with its 95% interval, and whether it is real."""

    first: int
    last: int
    years: int
    slope: float
    lower: float
    upper: float

    @property
    def real(self) -> bool:
        """Whether the interval leaves no change out."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How far a value is from a target: in its unit, in children, and the years in which the trend would reach it.

    `short` is 0 when the target is met. `reached` is the likely year with the earliest and latest, None for
    "not on this trend"; the latest is None where the slower edge of the interval never gets there in ten years.
    """

    target: float
    short: float
    children: int | None
    reached: tuple[int, int, int | None] | None


def interval(unit: str, figure: Figure, level: float = 0.95) -> tuple[float, float] | None:
    """The interval of a published figure in its unit: Wilson for shares, exact Poisson for rates; None for the rest."""
    if figure.value is None or figure.numerator is None or not figure.denominator:
        return None
    if unit in _SHARES:
        if figure.numerator > figure.denominator:
            return None
        found = wilson(figure.numerator, figure.denominator, level)
        return (found[0] * 100, found[1] * 100) if found else None
    if unit == "per_10k":
        low, high = exact_poisson(figure.numerator, level)
        return low / figure.denominator * 10_000, high / figure.denominator * 10_000
    return None


def band(value: float | None, values: Sequence[float], polarity: Polarity) -> Band | None:
    """The quarter of `values` a value is in; None without a direction or with too few to quarter.

    A value that equals the value between two quarters is in the better one.
    """
    if value is None or polarity not in (Polarity.HIGH, Polarity.LOW) or len(values) < FEWEST_RANKED:
        return None
    low, middle, high = quantiles(values, n=4, method="inclusive")
    if polarity is Polarity.LOW:
        letter = "A" if value <= low else "B" if value <= middle else "C" if value <= high else "D"
    else:
        letter = "A" if value >= high else "B" if value >= middle else "C" if value >= low else "D"
    return Band(letter=letter, cuts=(low, middle, high), of=len(values))


def rank(
    area: str, intervals: Mapping[str, tuple[float, float]], polarity: Polarity, own: tuple[float, float] | None = None
) -> Rank | None:
    """The places an authority may hold: those whose whole interval is better are certainly before it, and so on.

    `own` stands for an interval that is not among the published ones. None with fewer than twenty.
    """
    others = [found for code, found in intervals.items() if code != area]
    mine = own if own is not None else intervals.get(area)
    if mine is None or len(others) + 1 < FEWEST_RANKED:
        return None
    below = sum(high < mine[0] for _, high in others)
    above = sum(low > mine[1] for low, _ in others)
    lowest_first = polarity is Polarity.LOW
    before, after = (below, above) if lowest_first else (above, below)
    return Rank(first=before + 1, last=len(others) + 1 - after, of=len(others) + 1, lowest_first=lowest_first)


def place(unit: str, figure: Figure, others: Sequence[Figure]) -> Place | None:
    """The position on the funnel whose baseline is all the authorities together; None for what has no counts."""
    kind, per = (FunnelKind.PROPORTION, 100.0) if unit in _SHARES else (FunnelKind.RATE, 10_000.0)
    counted = [one for one in others if _counted(unit, one)]
    if unit not in (*_SHARES, "per_10k") or not _counted(unit, figure) or len(counted) < FEWEST_UNITS:
        return None
    baseline = sum(one.numerator or 0 for one in counted) / sum(one.denominator or 0 for one in counted)
    if not 0 < baseline < 1:
        return None

    def position(one: Figure) -> FunnelLabel:
        return label(kind, one.numerator or 0, one.denominator or 0, baseline)

    def limits(level: float) -> tuple[float, float]:
        low, high = limits_at(kind, baseline, figure.denominator or 0, level)
        return low * per, high * per

    far = (FunnelLabel.HIGH_OUTER, FunnelLabel.LOW_OUTER)
    return Place(
        label=position(figure),
        baseline=baseline * per,
        inner=limits(INNER),
        outer=limits(OUTER),
        outside=sum(position(one) in far for one in counted),
        of=len(counted),
    )


def _counted(unit: str, figure: Figure) -> bool:
    if figure.numerator is None or not figure.denominator:
        return False
    return unit not in _SHARES or figure.numerator <= figure.denominator


def trend(values: Mapping[int, float]) -> Trend | None:
    """A straight line through yearly values with the 95% interval of its slope; None with fewer than five years."""
    from scipy.stats import t as student

    years = sorted(values)
    if len(years) < FEWEST_YEARS:
        return None
    middle, level = fmean(years), fmean(values[year] for year in years)
    spread = sum((year - middle) ** 2 for year in years)
    slope = sum((year - middle) * (values[year] - level) for year in years) / spread
    left = sum((values[year] - level - slope * (year - middle)) ** 2 for year in years)
    error = sqrt(left / (len(years) - 2) / spread)
    reach = float(student.ppf(0.975, len(years) - 2)) * error
    return Trend(
        first=years[0], last=years[-1], years=len(years), slope=slope, lower=slope - reach, upper=slope + reach
    )


def gap(
    value: float | None,
    denominator: float | None,
    *,
    target: float,
    polarity: Polarity,
    unit: str,
    line: Trend | None,
    year: int,
    count_children: bool = True,
) -> Gap | None:
    """How far a value is from a target and when a real trend would reach it; None without a value or a direction."""
    if value is None or polarity not in (Polarity.HIGH, Polarity.LOW):
        return None
    short = max(0.0, target - value if polarity is Polarity.HIGH else value - target)
    per = {"pct": 100.0, "per_10k": 10_000.0}.get(unit)
    children = ceil(short / per * denominator - 1e-9) if per and denominator and count_children else None
    return Gap(target=target, short=short, children=children, reached=_reached(short, polarity, line, year))


def _reached(short: float, polarity: Polarity, line: Trend | None, year: int) -> tuple[int, int, int | None] | None:
    if not short or line is None or not line.real:
        return None
    sign = 1 if polarity is Polarity.HIGH else -1
    towards = sorted((sign * line.lower, sign * line.upper))
    if towards[0] <= 0:
        return None  # it moves away
    likely = ceil(short / (sign * line.slope))
    if likely > MOST_YEARS_AHEAD:
        return None
    slowest = ceil(short / towards[0])
    return year + likely, year + ceil(short / towards[1]), year + slowest if slowest <= MOST_YEARS_AHEAD else None
