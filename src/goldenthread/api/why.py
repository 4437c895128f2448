"""Says why a row is counted in a figure or is not, from the definition's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.api.rows import Standing
from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.measures.model import CohortKind, Distinct, Extreme, Measure
from goldenthread.papers.words import SUFFIXES
from goldenthread.periods import Period, long_date

_WHICH = {
    Distinct.FIRST: "Each child counts once in a period, by the first such record in it",
    Distinct.LAST: "Each child counts once in a period, by the last such record in it",
    Distinct.SECOND: "A child counts when there are two such records or more in the period, by the second of them",
}


def why_counted(measure: str, row: Mapping[str, Any], period: Period) -> tuple[str, ...]:
    """Sentences that say how one row of `children_behind` stands to a figure, and by which rule.

    `row` has standing, day, starts, ends and amount.
    """
    definition = MEASURES[measure]
    said = [_placed(definition, row, period), _verdict(definition, row), _once(definition), _amount(definition, row)]
    if row.get("remarked"):
        said.append(f"The note under the figure tells of it: such records {definition.excluded_words}.")
    said.append(f"The rule in full: {definition.how}")
    return tuple(one for one in said if one)


def in_brief(measure: str, row: Mapping[str, Any]) -> str:
    """The verdict in the fewest words, for a line of a list that says beside it how the row stands."""
    definition, standing = MEASURES[measure], Standing(row["standing"])
    days = _amount(definition, row)
    if standing is Standing.COUNTED:
        words = definition.numerator_words
        if _divides(definition) and definition.unit.value != "%":
            words = definition.denominator_words
        return f"One of the {words}. {days}".strip()
    if standing is Standing.NOT_COUNTED:
        return f"Not one of the {definition.numerator_words}."
    return _verdict(definition, row)


def _placed(measure: Measure, row: Mapping[str, Any], period: Period) -> str:
    day = long_date(row["day"])
    if COHORT_OF[measure.id].kind is CohortKind.STOCK:
        began = f"; it began on {long_date(row['starts'])}" if row.get("starts") else ""
        of = f", the {measure.extreme} of the month ends looked at" if measure.extreme in set(Extreme) else ""
        return f"The record was so at the end of {day}{of}{began}."
    return f"The record is placed by its date, {day}, which lies in the span counted for {period.label}."


def _verdict(measure: Measure, row: Mapping[str, Any]) -> str:
    standing = Standing(row["standing"])
    if standing is Standing.COUNTED:
        if measure.quantile is not None or not _divides(measure):
            return f"Counted: one of the {measure.numerator_words}."
        if measure.unit.value != "%":
            return f"Counted: one of the {measure.denominator_words}."
        return f"Counted: one of the {measure.numerator_words}, out of the {measure.denominator_words}."
    if standing is Standing.NOT_COUNTED:
        return f"Not counted: one of the {measure.denominator_words}, but not of the {measure.numerator_words}."
    if standing is Standing.TOO_RECENT:
        return "In neither count: too recent to tell at the date of the data."
    if standing is Standing.LEFT_OUT:
        return f"Left out: such records {measure.excluded_words}."
    return "Not counted again: another record of the same child in the period stands for the child."


def _divides(measure: Measure) -> bool:
    return bool(measure.denominator) and measure.denominator != "population"


def _once(measure: Measure) -> str:
    return f"{_WHICH[measure.distinct]}." if measure.distinct else ""


def _amount(measure: Measure, row: Mapping[str, Any]) -> str:
    amount = row.get("amount")
    if amount is None:
        return ""
    if measure.quantile is not None:
        return f"It lasted {amount:,}{SUFFIXES.get(measure.unit, '')}."
    return f"It adds {amount:,} to what is divided." if measure.unit.value == "score" else f"It took {amount:,} days."
