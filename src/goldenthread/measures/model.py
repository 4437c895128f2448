"""What a measure and a cohort are: definitions as data, with the words a reader needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NOT_KNOWN = "not known"
# Groups whose order is not that of the alphabet. What is not known comes last everywhere.
GROUP_ORDER: Mapping[str, tuple[str, ...]] = {
    "age_band": ("unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"),
    "disability": ("disabled", "not disabled"),
    "factors": ("no factor", "1 factor", "2 factors", "3 factors or more"),
    "complexity": ("low", "medium", "high"),
    "duration": (
        "3 months or less",
        "over 3 to 6 months",
        "over 6 months to under a year",
        "1 to under 2 years",
        "2 years or more",
    ),
}
# How a breakdown within another is named, and its groups: 'outcome_by_source', 'Schools · no further action'.
_CROSSED, BETWEEN = "_by_", " · "


def crossed_name(part: str, within: str) -> str:
    """The name of a breakdown within each group of another."""
    return f"{part}{_CROSSED}{within}"


def crossed_parts(breakdown: str) -> tuple[str, str]:
    """The breakdown and the one it is within; the latter is empty where the breakdown stands by itself."""
    part, _, within = breakdown.partition(_CROSSED)
    return part, within


def crossed_group(within: str, part: str) -> str:
    """The name of a group within a group of another breakdown."""
    return f"{within}{BETWEEN}{part}"


def crossed_group_parts(group: str) -> tuple[str, str]:
    """The group of the breakdown without, which may be called anything, and the group within it."""
    within, _, part = group.rpartition(BETWEEN)
    return within, part


class Polarity(StrEnum):
    """Which way is good."""

    HIGH = "high is good"
    LOW = "low is good"
    NEUTRAL = "no agreed direction"
    RANGE = "good between two values"


class Unit(StrEnum):
    """What a value is measured in."""

    COUNT = "number"
    PERCENT = "%"
    PER_10K = "per 10,000"
    WORKING_DAYS = "working days"
    DAYS = "days"
    MONTHS = "months"
    SCORE = "score"
    PERCENT_FTE = "% of full-time equivalents"
    FTE = "full-time equivalents"
    CASES_PER_FTE = "cases per full-time equivalent"


class Stage(StrEnum):
    """The stage of the child's journey a measure belongs to, in order."""

    FRONT_DOOR = "Front door"
    EARLY_HELP = "Early help"
    REFERRALS = "Referrals"
    ASSESSMENTS = "Assessments"
    ENQUIRIES = "Enquiries and conferences"
    IN_NEED = "Children in need"
    PROTECTION = "Child protection plans"
    LOOKED_AFTER = "Children looked after"
    PLACEMENTS = "Placements"
    HEALTH = "Health and wellbeing in care"
    LEAVERS = "Care leavers"
    ADOPTION = "Adoption and permanence"
    WORKFORCE = "Workforce and caseloads"
    QUALITY = "Quality of practice"
    VOICE = "Voice of children and families"


class Extreme(StrEnum):
    """For ranges of stock: the lowest or the highest of the month ends looked back over."""

    LOWEST = "lowest"
    HIGHEST = "highest"


class Distinct(StrEnum):
    """For counts of children: which of a child's events in the period stands for the child.

    SECOND counts the children with two events or more in the period; every row of the cohort must count.
    """

    FIRST = "first"
    LAST = "last"
    SECOND = "second"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What one return can tell of a measure, where that is less than the others can.

    `never` says why it tells nothing. With `data_date_only` it tells of the date of the data and of no day before, as a
    list of latest visits does. `lookback_months` takes the place of the measure's own.
    """

    never: str = ""
    data_date_only: bool = False
    lookback_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A definition: the words, and which columns of its cohort are summed.

    `numerator`, `denominator`, `too_recent` and `excluded` name 0/1 columns of the cohort's rows;
    `denominator` is empty for a count and `population` for a rate. With `distinct` each child counts once
    in a period. With `quantile` the value is that quantile of the whole-number column `numerator`.
    `too_recent` rows are in neither count; `excluded` rows are told in the note, in `excluded_words`. `needs` are
    canonical tables, besides the cohort's own, without which there is no answer.
    With `extreme` the value is the lowest or highest of the last `over_months` month ends up to the day; without it
    `over_months` makes a flow the sum of that many months up to the period's end.
    `share_by` names a breakdown: the value of each of its groups is its part of the authority's whole; for every
    breakdown in `share_within` also its part of the whole of each group there. `rate_by` names
    a breakdown whose groups have a rate each. `splits`, where given, are the only breakdowns the measure is told by.
    With `hundredths` the summed columns hold hundredths, as full-time equivalents do. `scale` multiplies the value.
    A rate of a part of a year is multiplied up to twelve months unless `annualise` is off.
    With `complement` the summed numerator is what is taken away from the denominator.
    `also` are further lines of the published catalogue (`code`) that this measure answers.
    `limits` say, by source, what returns that tell less than the others can tell of it.
    `lookback_months` is the history needed before a period. Published definitions are never edited: a
    change is a new `version` with its own `valid_from`.
    """

    id: str
    code: str
    version: int = 1
    title: str
    meaning: str
    why: str
    how: str
    numerator_words: str
    denominator_words: str = ""
    example: str
    moves: str
    misread: str
    polarity: Polarity
    unit: Unit
    source: str
    owner: str = "Performance and insight"
    reviewed: dt.date = dt.date(2026, 11, 2)
    valid_from: dt.date = dt.date(2012, 4, 1)
    stage: Stage
    headline: bool = False
    decimals: int = 1
    numerator: str
    denominator: str = ""
    too_recent: str = ""
    excluded: str = ""
    excluded_words: str = ""
    distinct: Distinct | None = None
    quantile: float | None = None
    lookback_months: int = 0
    extreme: Extreme | None = None
    over_months: int = 0
    share_by: str = ""
    share_within: tuple[str, ...] = ()
    rate_by: str = ""
    splits: tuple[str, ...] | None = None
    hundredths: bool = False
    scale: float = 1.0
    annualise: bool = True
    complement: bool = False
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountContext:
    """What counting is told: the data date of the load, and the first day that stock is wanted for.

    `covers_from[authority]` is the day from which the table is complete that the cohort names in `coverage_of`.
    """

    as_at: dt.date
    first: dt.date = dt.date(2010, 4, 1)
    covers_from: Mapping[str, dt.date] = field(default_factory=dict)


class CohortKind(StrEnum):
    """Whether a cohort is things that happened, or things that were so on a day."""

    EVENT = "events"
    STOCK = "stock"


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The set of things counted.

    `rows(engine, context)` gives one row per event with `authority`, `person_id`, `event_date`; or per
    spell with `start_date`, `end_date` (None while open) and `counts_from`. Breakdown columns hold group
    names; measure columns hold 0/1 or whole numbers. For stock, `on_day(rows, engine, context)` adds the columns that
    depend on the day, given `day` and `day_number` (working-day number). `table` is the canonical table whose
    source and coverage decide what the cohort can answer. With `by_child` the rows of a child depend on that child's
    records alone, so that a new load need only count again the children it changed; with `follows_data_date` they may
    change with the data date although no record did. `coverage_of` names the table of which the rows must know since
    when it is complete. `once_in_each` are the breakdowns whose group may change from one event of a child to the next:
    measures that count a child once count it there once in each group it was in, so that groups may add up to more than
    the whole.
    """

    id: str
    title: str
    kind: CohortKind
    table: str
    rows: Callable[[Any, CountContext], Any]
    breakdowns: tuple[str, ...]
    measures: tuple[Measure, ...]
    on_day: Callable[[Any, Any, CountContext], Any] | None = None
    by_child: bool = True
    follows_data_date: bool = False
    coverage_of: str = ""
    once_in_each: tuple[str, ...] = ()

    @property
    def counted_by(self) -> tuple[str, ...]:
        """Every breakdown rows are counted by: its own, then those within another."""
        crossed = dict.fromkeys(crossed_name(m.share_by, within) for m in self.measures for within in m.share_within)
        return (*self.breakdowns, *crossed)

    def told_by(self, measure: Measure) -> tuple[str, ...]:
        """The breakdowns one of its measures is told by."""
        if measure.denominator == "population":
            return (measure.rate_by,) if measure.rate_by else ()
        if measure.share_by:
            return (measure.share_by, *(crossed_name(measure.share_by, within) for within in measure.share_within))
        return self.breakdowns if measure.splits is None else measure.splits
