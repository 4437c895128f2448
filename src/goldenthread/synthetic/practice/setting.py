"""What made-up practice is made from: children, teams and workers of an authority, its quarters, and when it changed."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np

from goldenthread.periods import add_months, month_end
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.rows import rows_of

Row = dict[str, Any]
MARK = "MADE-UP-"
_T = TypeVar("_T")
_STREAM = 5  # 0 and 1 are the children's lives, 4 the planted faults
_DAY = dt.timedelta(days=1)
_STILL_HERE = dt.timedelta(days=60)


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A worker who holds cases: from the first case to the last, `until` None for who is still there."""

    id: str
    team: str
    since: dt.date
    until: dt.date | None
    fte: float
    agency: bool

    def there(self, day: dt.date) -> bool:
        """Whether the worker is in post on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Setting:
    """One authority, seen by those who record its practice."""

    data: AuthorityData

    def chance(self, number: int) -> np.random.Generator:
        """A stream of chance of its own for each subject, apart from that of the children's lives."""
        return np.random.default_rng([self.data.seed, _STREAM, number])

    def ago(self, months: int) -> dt.date:
        """The first day of the last so many months of the records."""
        return add_months(self.data.end + _DAY, -months)

    @cached_property
    def months(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """First and last day of every month of the records."""
        found, first = [], self.data.covers_from.replace(day=1)
        while first <= self.data.end:
            found.append((first, min(month_end(first), self.data.end)))
            first = add_months(first, 1)
        return tuple(found)

    @cached_property
    def quarters(self) -> tuple[tuple[str, dt.date, dt.date], ...]:
        """Every whole calendar quarter of the records: its name such as 2014-Q3, first and last day."""
        return tuple(
            (f"{first.year}-Q{(first.month + 2) // 3}", first, month_end(add_months(first, 2)))
            for first, _last in self.months
            if first.month % 3 == 1 and month_end(add_months(first, 2)) <= self.data.end
        )

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Teams by id."""
        return tuple(team for (team,) in rows_of(self.data.tables["team"], ("team_id",)))

    @cached_property
    def workers(self) -> tuple[Worker, ...]:
        """Everybody who ever held a case, in the order of their ids."""
        held: dict[str, tuple[dt.date, dt.date, str]] = {}
        columns = ("professional_id", "start_date", "end_date", "team_id")
        for worker, start, end, team in rows_of(self.data.tables["involvement"], columns):
            first, last, _ = held.get(worker, (start, start, team))
            held[worker] = (min(first, start), max(last, end or dt.date.max), team)
        known = rows_of(self.data.tables["professional"], ("professional_id", "fte", "agency"))
        return tuple(
            Worker(
                id=worker, team=held[worker][2], since=held[worker][0], fte=float(fte or 1), agency=bool(agency),
                until=None if held[worker][1] > self.data.end - _STILL_HERE else held[worker][1],
            )
            for worker, fte, agency in sorted(known)
            if worker in held
        )  # fmt: skip

    @cached_property
    def born(self) -> dict[str, dt.date | None]:
        """When each child was born."""
        return dict(rows_of(self.data.tables["person"], ("person_id", "date_of_birth")))

    @cached_property
    def cases(self) -> tuple[tuple[str, str, str, dt.date, dt.date], ...]:
        """Child, worker and team of every case, from the day it was held to the day it was not (the last of all days)."""
        columns = ("person_id", "professional_id", "team_id", "start_date", "end_date")
        rows = rows_of(self.data.tables["involvement"], columns)
        return tuple((child, worker, team, start, end or dt.date.max) for child, worker, team, start, end in rows)

    def open_cases(self, day: dt.date) -> list[tuple[str, str, str]]:
        """Child, worker and team of every case held on a day."""
        return [
            (child, worker, team) for child, worker, team, start, end in self.cases if worker and start <= day < end
        ]

    def age(self, child: str, day: dt.date) -> float:
        """Years of age, 0 for who is not born or whose birth is not known."""
        born = self.born.get(child)
        return max(0.0, (day - born).days / 365.25) if born else 0.0


def some_day(rng: np.random.Generator, first: dt.date, last: dt.date) -> dt.date:
    """Any day from the first to the last."""
    return first + int(rng.integers(0, (last - first).days + 1)) * _DAY


def pick(rng: np.random.Generator, among: Sequence[_T], shares: Sequence[float] | None = None) -> _T:
    """One of several, evenly or by their shares."""
    if shares is None:
        return among[int(rng.integers(0, len(among)))]
    place = bisect_right(list(accumulate(shares)), rng.random() * sum(shares))
    return among[min(place, len(among) - 1)]


def numbered(letter: str) -> Iterator[str]:
    """Ids that nobody takes for real: MADE-UP-A00001, MADE-UP-A00002 and so on."""
    number = 0
    while True:
        number += 1
        yield f"{MARK}{letter}{number:05d}"
