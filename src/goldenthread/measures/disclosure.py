"""Hiding small numbers: which figures a reader may see, and proof that a hidden one cannot be worked out.

Counts from 1 to one below the threshold are hidden, with the shares they would give away and their
complements. Within a breakdown whose total is shown at least one more group is hidden, until every hidden
count could have at least three values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from goldenthread.measures.model import Unit, crossed_group_parts, crossed_parts
from goldenthread.measures.results import Result, Status
from goldenthread.periods import PeriodKind, add_months, period_ending

LEAST_VALUES = 3
LEAST_DENOMINATOR = 6


class Profile(StrEnum):
    """For whom: named managers see everything; boards all but small groups; the public nothing small."""

    INTERNAL = "internal"
    BOARD = "board"
    COMMITTEE = "committee"


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The settings of a paper: counts of 1 to `threshold` - 1 are hidden; zero is shown."""

    profile: Profile
    threshold: int = 5
    hidden_breakdowns: frozenset[str] = frozenset()


# Averages over children: it is how few they are averaged over that could tell of one.
AVERAGES = frozenset({Unit.DAYS, Unit.MONTHS, Unit.SCORE})
# Posts and hours are no child's.
OF_STAFF = frozenset({Unit.FTE, Unit.PERCENT_FTE, Unit.CASES_PER_FTE})
PUBLIC_NEVER = frozenset({"team", "role", "provider"})


def rules_for(profile: str, threshold: int = 5) -> Rules:
    """The rules of a profile by name; ValueError when there is no such profile."""
    chosen = Profile(profile)
    never = PUBLIC_NEVER if chosen is Profile.COMMITTEE else frozenset()
    return Rules(profile=chosen, threshold=threshold, hidden_breakdowns=never)


def may_be_told(breakdown: str, rules: Rules) -> bool:
    """Whether a reader may see anything of a breakdown, or of one within another."""
    return rules.hidden_breakdowns.isdisjoint(crossed_parts(breakdown))


def is_small(result: Result, rules: Rules) -> bool:
    """Whether a result by itself would give away a small number."""
    if result.unit in OF_STAFF:
        return False
    if result.unit in AVERAGES:
        return 0 < (result.denominator or 0) < LEAST_DENOMINATOR
    if result.numerator is None or result.unit is Unit.WORKING_DAYS:
        return 0 < (result.numerator or 0) < LEAST_DENOMINATOR
    if _small(result.numerator, rules):
        return True
    if result.unit is not Unit.PERCENT or result.denominator is None:
        return False
    complement = result.denominator - result.numerator
    return _small(complement, rules) or 0 < result.denominator < LEAST_DENOMINATOR


def _small(count: float, rules: Rules) -> bool:
    return 0 < count < rules.threshold


def hide(result: Result) -> Result:
    """The result with its numbers taken out."""
    return replace(
        result,
        numerator=None,
        denominator=None,
        value=None,
        too_recent=0,
        excluded=0,
        status=Status.SUPPRESSED,
    )


def protect(result: Result, rules: Rules) -> Result:
    """A single result as the reader may see it."""
    if rules.profile is Profile.INTERNAL:
        return result
    if not may_be_told(result.breakdown, rules):
        return hide(result)
    headline = result.breakdown == "all"
    if rules.profile is Profile.BOARD and headline:
        return result
    return hide(result) if is_small(result, rules) else result


def protect_groups(groups: Sequence[Result], total: Result | None, rules: Rules) -> tuple[Result, ...]:
    """The groups of one breakdown as the reader may see them beside their total.

    Hides further groups, the smallest first, until no hidden count can be worked out from the total.
    """
    if rules.profile is Profile.INTERNAL:
        return tuple(groups)
    shown = [protect(group, rules) for group in groups]
    if total is None or _hidden(protect(total, rules)):
        return tuple(shown)
    return _protected(groups, shown, rules)


def _protected(groups: Sequence[Result], shown: list[Result], rules: Rules) -> tuple[Result, ...]:
    """The parts of a total that a reader knows: further ones are hidden, the smallest first, until none can be worked out."""
    while not _safe(groups, shown, rules):
        candidates = [
            place
            for place, (before, after) in enumerate(zip(groups, shown, strict=True))
            if after.status is not Status.SUPPRESSED and (before.numerator or before.denominator)
        ]
        if not candidates:
            break
        smallest = min(candidates, key=lambda place: (groups[place].numerator or 0.0, groups[place].group))
        shown[smallest] = hide(groups[smallest])
    return tuple(shown)


def protect_crossed(cells: Sequence[Result], parts: Sequence[Result], rules: Rules) -> tuple[Result, ...]:
    """The groups of a breakdown within those of another as the reader may see them, beside the totals of both ways.

    `parts` are the groups of the breakdown by itself as the reader may see them: the rows of those that are hidden there
    are hidden whole, for their sums would tell them. A hidden cell takes three others with it, at the corners of a rectangle: what is added to two of them may be taken from
    the other two, and no total of a row or column tells. Of those that leave every corner at least three values the
    smallest is taken; where a hidden cell has none, the whole table is hidden.
    """
    if rules.profile is Profile.INTERNAL:
        return tuple(cells)
    numbers = {crossed_group_parts(cell.group): int(cell.numerator or 0) for cell in cells}
    told = {part.group for part in parts if not _hidden(part)}
    hidden = {place for place in numbers if place[1] not in told}
    hidden |= {crossed_group_parts(cell.group) for cell in cells if _hidden(protect(cell, rules))}
    for cell in sorted(hidden):
        if numbers[cell]:
            corners = _corners(cell, numbers, hidden)
            if not corners:
                return tuple(hide(one) if one.denominator else one for one in cells)
            hidden |= corners
    return tuple(hide(one) if crossed_group_parts(one.group) in hidden else one for one in cells)


def _corners(
    cell: tuple[str, str], numbers: Mapping[tuple[str, str], int], hidden: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The other corners of the rectangle that hides a cell with the least else hidden; empty where there is none."""
    found: list[tuple[int, list[tuple[str, str]]]] = []
    for other in numbers:
        beside, across = (cell[0], other[1]), (other[0], cell[1])
        corners = [beside, across, other]
        if cell[0] == other[0] or cell[1] == other[1] or not all(numbers.get(one) for one in corners):
            continue
        up = min(numbers[beside], numbers[across]) - 1
        down = min(numbers[cell], numbers[other]) - 1
        if 1 + up + down >= LEAST_VALUES:
            found.append((sum(numbers[one] for one in corners if one not in hidden), corners))
    return set(min(found)[1]) if found else set()


def protect_series(
    series: Sequence[Result], quarters: Sequence[Result], last_day: dt.date, rules: Rules, *, is_stock: bool
) -> tuple[Result, ...]:
    """Every result of one kind of period as the reader may see it beside the other kinds of the same measure.

    In public every kind stands on one page, so that months, quarters, years and the twelve months of the headline could
    be taken from each other. There a hidden quarter brings another of its twelve months with it (counted back from
    `last_day`), and a year that holds a hidden quarter is hidden. The months of a quarter are shown together or not at
    all; where the twelve months do not end with a quarter, all months are. `quarters` is every quarter of the measure.
    What describes a day (`is_stock`) adds up to nothing, so each is judged by itself.
    """
    alone = tuple(protect(one, rules) for one in series)
    if rules.profile is not Profile.COMMITTEE or is_stock or not series:
        return alone
    spans = [(one.period.start, one.period.end) for one in _hidden_quarters(quarters, last_day, rules)]
    if series[0].period.kind is PeriodKind.MONTH:
        small = [one.period.end for one in alone if _hidden(one)]
        if small and last_day.month % 3:
            return tuple(hide(one) for one in series)
        quarter = [
            period_ending(PeriodKind.QUARTER, add_months(day, -day.month % 3, end_of_month=True)) for day in small
        ]
        spans += [(one.start, one.end) for one in quarter]
    return tuple(
        hide(one) if any(one.period.start <= end and start <= one.period.end for start, end in spans) else shown
        for one, shown in zip(series, alone, strict=True)
    )


def _hidden_quarters(quarters: Sequence[Result], last_day: dt.date, rules: Rules) -> list[Result]:
    """The quarters that are hidden: small ones, and in each twelve months what would give one away."""
    blocks: dict[int, list[Result]] = {}
    for one in quarters:
        months = (last_day.year - one.period.end.year) * 12 + last_day.month - one.period.end.month
        blocks.setdefault(months // 12, []).append(one)
    protected = [_protected(block, [protect(one, rules) for one in block], rules) for block in blocks.values()]
    return [shown for block in protected for shown in block if _hidden(shown)]


def _hidden(result: Result) -> bool:
    return result.status is Status.SUPPRESSED


def _safe(groups: Sequence[Result], shown: Sequence[Result], rules: Rules) -> bool:
    """Whether every hidden numerator, and denominator, could have at least three values given the total."""
    hidden = [g for g, s in zip(groups, shown, strict=True) if s.status is Status.SUPPRESSED]
    if not hidden:
        return True
    if len(hidden) == 1:
        return False
    return all(
        values_possible([getattr(one, column) or 0.0 for one in hidden], rules.threshold) >= LEAST_VALUES
        for column in ("numerator", "denominator")
        if any(getattr(one, column) for one in hidden)
    )


def values_possible(hidden: Sequence[float], threshold: int) -> int:
    """How many values each of several hidden counts could have for a reader who knows their sum.

    The reader knows that each is at least 1 and that at least one of them is below the threshold.
    """
    total, others = int(sum(hidden)), len(hidden) - 1
    if others == 1:
        return sum(1 for value in range(1, total) if value < threshold or total - value < threshold)
    return max(0, total - others)
