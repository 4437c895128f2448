"""Hiding small numbers: which figures a reader may see, and proof that a hidden one cannot be worked out.

Counts from 1 to one below the threshold are hidden, with the shares they would give away and their
complements. Within a breakdown whose total is shown at least one more group is hidden, until every hidden
count could have at least three values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from goldenthread.measures.model import Unit
from goldenthread.measures.results import Result, Status

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
    if result.breakdown in rules.hidden_breakdowns:
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
    total_shown = total is not None and protect(total, rules).status is not Status.SUPPRESSED
    while total_shown and not _safe(groups, shown, rules):
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
