"""Confidence intervals: Wilson for shares, Byar or exact Poisson for counts and rates, Newcombe for differences.

Ratios of rates condition on the total of events. Sources: Wilson (1927); Byar's approximation and the switch to exact below ten events as used for public
health profiles; Newcombe (1998), method 10.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from statistics import NormalDist

EXACT_BELOW = 10


@lru_cache(maxsize=16)
def normal_quantile(level: float) -> float:
    """z for a two-sided interval: 1.959964 at 0.95, 3.090232 at 0.998."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(x: float, n: float, level: float = 0.95) -> tuple[float, float] | None:
    """Wilson score interval of x out of n, as proportions from 0 to 1; None when n is 0."""
    if n <= 0:
        return None
    z = normal_quantile(level)
    centre = 2 * x + z * z
    spread = z * sqrt(max(0.0, z * z + 4 * x * (1 - x / n)))
    below = 2 * (n + z * z)
    lower = 0.0 if x <= 0 else (centre - spread) / below
    upper = 1.0 if x >= n else (centre + spread) / below
    return lower, upper


def exact_poisson(x: float, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of the mean of a Poisson count of x events."""
    from scipy.stats import chi2

    tail = (1 - level) / 2
    lower = 0.0 if x <= 0 else float(chi2.ppf(tail, 2 * x)) / 2
    return lower, float(chi2.ppf(1 - tail, 2 * x + 2)) / 2


def byar(x: float, level: float = 0.95) -> tuple[float, float]:
    """Byar's approximation for a count of x events; meant for ten or more."""
    z = normal_quantile(level)
    lower = x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3
    y = x + 1
    upper = y * (1 - 1 / (9 * y) + z / (3 * sqrt(y))) ** 3
    return lower, upper


@lru_cache(maxsize=65536)
def poisson(x: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a count of x events: exact below ten or where Byar would go below zero, Byar otherwise."""
    if x < EXACT_BELOW:
        return exact_poisson(x, level)
    lower, upper = byar(x, level)
    return (lower, upper) if lower >= 0 else exact_poisson(x, level)


def rate(x: float, population: float, per: float = 10_000, level: float = 0.95) -> tuple[float, float] | None:
    """Interval of a rate of x events per `per` people; None when there is no population."""
    if population <= 0:
        return None
    lower, upper = poisson(x, level)
    return lower / population * per, upper / population * per


def difference(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> tuple[float, float] | None:
    """Newcombe's interval of the difference of two proportions, first less second; None when either n is 0."""
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    if first is None or second is None:
        return None
    p1, p2 = x1 / n1, x2 / n2
    gap = p1 - p2
    lower = gap - sqrt((p1 - first[0]) ** 2 + (second[1] - p2) ** 2)
    upper = gap + sqrt((first[1] - p1) ** 2 + (p2 - second[0]) ** 2)
    return lower, upper


def rate_ratio(x1: float, n1: float, x2: float, n2: float, level: float = 0.95) -> tuple[float, float] | None:
    """Interval of the ratio of two rates, x1 events among n1 to x2 among n2; None when it cannot be said.

    Given the total of events their split is binomial, so Wilson's interval of the first one's share gives that of the
    ratio; the upper end is infinite when there are no events in the second.
    """
    if n1 <= 0 or n2 <= 0 or x1 + x2 <= 0:
        return None
    found = wilson(x1, x1 + x2, level)
    if found is None:
        return None
    lower, upper = found
    return lower / (1 - lower) * n2 / n1, (upper / (1 - upper) * n2 / n1 if upper < 1 else float("inf"))
