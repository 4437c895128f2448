"""What is wrong with the definitions, all of it at once: nothing left blank, nothing contradictory."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from goldenthread.errors import Problem
from goldenthread.measures.model import Cohort, Distinct, Measure, Unit, crossed_parts

_EMPTY = {"", "n/a", "na", "none", "tbc", "tbd", "todo", "-", "to do", "not applicable"}
_WORDS = (
    "title", "meaning", "why", "how", "numerator_words", "example", "moves", "misread", "source", "owner",
)  # fmt: skip
_LEAST_WORDS = 4
_LONGER = ("meaning", "why", "how", "example", "moves", "misread")


def find_problems(cohorts: Sequence[Cohort], *, today: dt.date) -> tuple[Problem, ...]:
    """Every mistake in the definitions of `cohorts`; empty when they hold together.

    `today` is the date no review may lie after.
    """
    found = [problem for cohort in cohorts for measure in cohort.measures for problem in _measure(measure, today)]
    for what, names in (
        ("measure", [measure.id for cohort in cohorts for measure in cohort.measures]),
        ("cohort", [cohort.id for cohort in cohorts]),
    ):
        found += [
            Problem(what=f"Two definitions are called {name}.", remedy=f"Give each {what} its own id.", code="same_id")
            for name, times in Counter(names).items()
            if times > 1
        ]
    found += [problem for cohort in cohorts for problem in _breakdowns(cohort)]
    return tuple(found)


def _breakdowns(cohort: Cohort) -> list[Problem]:
    """Breakdowns named like one within another, and those a share is told within that the cohort has not."""
    found = [
        Problem(
            what=f"{cohort.id}: a breakdown is called {name}, like one within another.",
            remedy="Choose a name without _by_.",
            column="breakdowns",
            code="definition",
        )
        for name in cohort.breakdowns
        if crossed_parts(name)[1]
    ]
    found += [
        _problem(measure, "share_within", f"names {name}", f"{cohort.id} has no such breakdown.")
        for measure in cohort.measures
        for name in measure.share_within
        if name not in cohort.breakdowns
    ]
    return found


def _measure(measure: Measure, today: dt.date) -> list[Problem]:
    found = []
    for name in _WORDS:
        text = str(getattr(measure, name)).strip()
        short = name in _LONGER and len(text.split()) < _LEAST_WORDS
        if text.casefold().rstrip(".") in _EMPTY or short:
            found.append(_problem(measure, name, f"says '{text}'", "Write what a reader needs to know."))
    if measure.denominator and not measure.denominator_words:
        found.append(_problem(measure, "denominator_words", "is missing", "Say what it is a share of."))
    if measure.unit in (Unit.PERCENT, Unit.PERCENT_FTE, Unit.PER_10K) and not measure.denominator:
        found.append(_problem(measure, "denominator", "is missing", f"A value in {measure.unit} needs one."))
    if (measure.unit is Unit.PER_10K) != (measure.denominator == "population"):
        found.append(_problem(measure, "denominator", "does not fit the unit", "Rates are of the population."))
    if measure.excluded and not measure.excluded_words:
        found.append(_problem(measure, "excluded_words", "is missing", "Say what is left out and why."))
    if measure.share_within and not measure.share_by:
        found.append(_problem(measure, "share_by", "is missing", "Say what is shared within those groups."))
    if measure.share_by and (measure.complement or measure.quantile is not None or measure.distinct is Distinct.SECOND):
        found.append(_problem(measure, "share_by", "does not fit the rest", "A share is of rows, or of children once."))
    if measure.reviewed > today:
        found.append(_problem(measure, "reviewed", f"is {measure.reviewed}", "It cannot lie in the future."))
    return found


def _problem(measure: Measure, name: str, what: str, remedy: str) -> Problem:
    return Problem(what=f"{measure.id}: {name} {what}.", remedy=remedy, column=name, code="definition")
