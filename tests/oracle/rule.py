"""What a measure is in the plainest form: which events pass, out of which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle import plain

Test = Callable[[plain.Event], bool]


def is_true(name: str) -> Test:
    return lambda event: event.true[name]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A measure in the plainest form: events of a cohort that pass `hit`, out of those that pass `base`.

    `children` counts each child once, in the group of the "first" or the "last" event that passes. `population`
    is a rate. `quantile` is of the days of events that pass `base`. `least` children have so many events in the period.
    `share` is of the base of the whole authority; `within` names the breakdowns it is told by besides, like 'outcome_by_source'. `sums` are the numbers added up instead of events counted: of the
    numerator, and of the denominator where it is a number too. `turned` counts the base that does not pass. `months` is
    the span counted up to the end of a period; `scale` what a mean is multiplied with; `annual` is off where a rate of a part-year is not multiplied up.
    `each` are the breakdowns in which a child counts once in every group it was in, instead of once in all.
    """

    cohort: str
    hit: Test
    base: Test | None = None
    recent: Test | None = None
    left_out: Test | None = None
    children: str = ""
    population: bool = False
    quantile: Fraction | None = None
    extreme: Callable[[Sequence[int]], int] | None = None
    least: int = 1
    share: bool = False
    sums: tuple[str, ...] = ()
    percent: bool = True
    turned: bool = False
    months: int = 0
    scale: float = 1.0
    annual: bool = True
    within: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
