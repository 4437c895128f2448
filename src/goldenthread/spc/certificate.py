"""A certificate that the calculations give the published answers: worked examples, expected and obtained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread import __version__
from goldenthread.spc import signals
from goldenthread.spc.intervals import byar, exact_poisson, wilson
from goldenthread.spc.limits import limits
from goldenthread.spc.model import Direction, RuleSet, Segment
from goldenthread.spc.rule_sets import LIMIT_CONSTANT, MDC_EXCEL, MDC_EXCEL_6, MDC_R
from goldenthread.spc.run_chart import fewest_crossings, longest_run_allowed
from goldenthread.spc.xmr import assurance

ALTERNATING = (1.0, 2.0, 1.0, 2.0, 10.0, *(1.0, 2.0) * 6, 1.0)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One quantity of a worked example: what was published, what is obtained, and how near they must be."""

    rule_set: str
    example: str
    quantity: str
    expected: str
    obtained: str
    tolerance: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """Every check, the code that ran them and the day."""

    on: dt.date
    code_version: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every quantity agrees."""
        return all(check.passed for check in self.checks)


def certificate(on: dt.date) -> Certificate:
    """Run every worked example. `on` is the day printed."""
    checks = (*_limits(), *_detectors(), *_assurance(), *_run_chart(), *_intervals())
    return Certificate(on=on, code_version=__version__, checks=checks)


def _number(rule_set: str, example: str, quantity: str, expected: float, obtained: float, within: float) -> Check:
    return Check(
        rule_set=rule_set,
        example=example,
        quantity=quantity,
        expected=f"{expected:g}",
        obtained=f"{obtained:.4f}",
        tolerance=f"{within:g}",
        passed=abs(expected - obtained) <= within,
    )


def _exact(rule_set: str, example: str, quantity: str, expected: object, obtained: object) -> Check:
    return Check(
        rule_set=rule_set,
        example=example,
        quantity=quantity,
        expected=str(expected),
        obtained=str(obtained),
        tolerance="exact",
        passed=expected == obtained,
    )


def _limits() -> Iterator[Check]:
    for rules, low, high in ((MDC_R, -0.72, 4.60), (MDC_EXCEL, -3.06, 6.95), (MDC_EXCEL_6, -3.06, 6.95)):
        example = "1, 2, 1, 2, 10, then 1, 2 repeated"
        mean, _, used, _, _ = limits([ALTERNATING], rules)
        spread = LIMIT_CONSTANT * (used or 0.0)
        yield _number(rules.id, example, "mean", 1.94, mean, 0.005)
        yield _number(rules.id, example, "lower limit", low, mean - spread, 0.005)
        yield _number(rules.id, example, "upper limit", high, mean + spread, 0.005)
        outside = [n for n, value in enumerate(ALTERNATING, 1) if value > mean + spread or value < mean - spread]
        yield _exact(rules.id, example, "points outside the limits", [5], outside)


def _detectors() -> Iterator[Check]:
    rules: RuleSet
    for rules in (MDC_R, MDC_EXCEL):
        trends = (
            ((1, 2, 3, 4, 5, 6, 7), [1] * 7),
            ((1, 2, 3, 3, 4, 5, 6), [0] * 7),
            ((7, 6, 5, 4, 3, 2, 1), [-1] * 7),
        )
        for values, expected in trends:
            example = f"trend in {', '.join(map(str, values))}"
            yield _exact(rules.id, example, "points marked", expected, signals.trend_marks(values, rules.trend))
        sides = [1] * 8 + [-1]
        fires = signals.shift_fires(sides, rules.shift)
        example = "eight points above the mean, then one below"
        yield _exact(rules.id, example, "fires at", [7, 8], [n for n, fired in enumerate(fires, 1) if fired])
        marks = signals.shift_marks(sides, rules.shift)
        yield _exact(rules.id, example, "points marked", [1] * 8 + [0], marks)


def _assurance() -> Iterator[Check]:
    day = dt.date(2014, 9, 30)
    expected = {
        (1.0, 3.0): ("consistently fail", "consistently pass", "none"),
        (5.0, 7.0): ("consistently pass", "consistently fail", "none"),
        (1.0, 5.0): ("inconsistent", "inconsistent", "none"),
    }
    for (low, high), answers in expected.items():
        segment = Segment(
            start=day, end=day, n=20, base=20, fixed=False, centre=(low + high) / 2, lower=low, upper=high
        )
        for direction, answer in zip((Direction.INCREASE, Direction.DECREASE, Direction.NEUTRAL), answers, strict=True):
            found = assurance(segment, 4.0, direction)
            example = f"limits {low:g} to {high:g}, target 4, good is {direction}"
            yield _exact(MDC_R.id, example, "assurance", answer, "none" if found is None else str(found))


def _run_chart() -> Iterator[Check]:
    for useful, longest, crossings in ((10, 6, 2), (16, 7, 4), (20, 7, 6), (24, 8, 8)):
        example = f"{useful} useful points"
        yield _exact("run-chart", example, "longest run allowed", longest, longest_run_allowed(useful))
        yield _exact("run-chart", example, "fewest crossings expected", crossings, fewest_crossings(useful - 1))


def _intervals() -> Iterator[Check]:
    share = wilson(81, 263) or (0.0, 0.0)
    yield _number("intervals", "Newcombe (1998): 81 of 263, Wilson", "lower", 0.2553, share[0], 0.00005)
    yield _number("intervals", "Newcombe (1998): 81 of 263, Wilson", "upper", 0.3662, share[1], 0.00005)
    low, high = exact_poisson(5)
    yield _number("intervals", "5 events, exact Poisson", "lower", 1.6235, low, 0.00005)
    yield _number("intervals", "5 events, exact Poisson", "upper", 11.6683, high, 0.00005)
    low, high = byar(10)
    yield _number("intervals", "10 events, Byar", "lower", 4.79, low, 0.01)
    yield _number("intervals", "10 events, Byar", "upper", 18.39, high, 0.01)
