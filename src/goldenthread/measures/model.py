"""What a measure is, and the cohort of things it is counted over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

    from goldenthread.engines import Engine


class Polarity(StrEnum):
    """Which way is better, where anyone agrees."""

    HIGH = "high is good"
    LOW = "low is good"
    NEUTRAL = "no agreed direction"
    RANGE = "a range is good"


class Unit(StrEnum):
    """What a value is a number of."""

    COUNT = "count"
    PERCENT = "percent"
    PER_10K = "per 10,000 children"
    WORKING_DAYS = "working days"


class Stage(StrEnum):
    """Where on the child's journey a measure sits; the order is that of a scorecard."""

    FRONT_DOOR = "Front door"
    REFERRALS = "Referrals"
    ASSESSMENTS = "Assessments"
    ENQUIRIES = "Enquiries and conferences"
    PLANS = "Child protection plans"
    LOOKED_AFTER = "Looked-after children"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One definition, in words for people and in names of tallies for the engine.

    `numerator`, `denominator`, `too_recent`, `excluded` and `unknown` name tallies of the cohort:
    columns of its rows that are summed, or children counted once (`Cohort.children`).
    `too_recent` and `excluded` rows are in neither numerator nor denominator; `unknown` rows stay in
    the denominator and are told in the note (`unknown_words`). With `quantile` the value is that
    quantile of the cohort's duration. With `of_all` the denominator is the whole, not the group.
    `needs` lists canonical tables, besides the cohort's own, without which there is no answer.
    `breakdowns` limits those of the cohort (None = all of them).
    A published definition is never edited: it gets the next `version` with its own `valid_from`.
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
    polarity: Polarity
    unit: Unit
    source: str
    owner: str = "Data and performance lead"
    reviewed: dt.date
    valid_from: dt.date = dt.date(2012, 4, 1)
    stage: Stage
    lookback_months: int = 0
    headline: bool = False
    decimals: int = 1
    example: str
    what_moves_it: str
    misreadings: str
    cautions: tuple[str, ...] = ()
    numerator: str
    denominator: str = ""
    too_recent: str = ""
    too_recent_words: str = ""
    excluded: str = ""
    excluded_words: str = ""
    unknown: str = ""
    unknown_words: str = ""
    quantile: float | None = None
    of_all: bool = False
    needs: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """A way to split a cohort: `column` of its rows holds codes, `labels` names the group of each code.

    Several codes may share a group. A code that is missing belongs to `unknown`; one that is not
    in `labels` is its own group (team names). `order` is the order of groups on a page.
    """

    name: str
    title: str
    column: str
    labels: Mapping[str, str] = field(default_factory=dict)
    unknown: str = "Not known"
    order: tuple[str, ...] = ()

    def group_of(self, code: str | None) -> str:
        """The group that a code of this breakdown is counted in."""
        return self.unknown if code is None or code == "" else self.labels.get(code, code)


@dataclass(frozen=True, kw_only=True)
class Children:
    """A tally of children, each once in a period however often `flag` is true for them.

    A child is counted in the group of the first such row in the period, or of the `last` one.
    """

    name: str
    flag: str
    last: bool = False


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a cohort's rows may depend on besides the tables: the data date, and for stocks the days.

    `first` is the earliest day counted (earlier rows serve look-back only); `days` are the days on
    which stocks are taken: month ends from `first`, and `as_at`.
    """

    as_at: dt.date
    first: dt.date
    days: tuple[dt.date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """The things counted, each placed in time, and the measures counted over them.

    `rows(engine, context)` gives a portable table with authority, person_id, row_id, `event_date`
    (for a stock: the day it is taken on), the columns of `breakdowns`, and every tally as a
    yes/no or whole-number column. `table` is the canonical table whose coverage decides whether
    there is an answer. `duration` names the column that quantiles are taken of.
    """

    id: str
    title: str
    table: str
    rows: Callable[[Engine, Context], ibis.Table]
    measures: tuple[Measure, ...]
    breakdowns: tuple[Breakdown, ...]
    stock: bool = False
    children: tuple[Children, ...] = ()
    duration: str = ""

    @property
    def tallies(self) -> tuple[str, ...]:
        """The columns of the rows that are summed, each once, in order of first use."""
        named = {children.name for children in self.children}
        used = (
            name
            for measure in self.measures
            for name in (
                "" if measure.quantile is not None else measure.numerator,
                measure.denominator,
                measure.too_recent,
                measure.excluded,
                measure.unknown,
            )
        )
        return tuple(dict.fromkeys(name for name in used if name and name not in named))
