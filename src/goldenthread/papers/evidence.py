"""What a paper is written from: results already counted, judged series, settings and the load they come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from goldenthread.charts import Chart
from goldenthread.comparators.authority import AuthoritySettings, Comparator, Target
from goldenthread.errors import DefinitionError
from goldenthread.measures import disclosure
from goldenthread.measures.model import Measure, crossed_parts
from goldenthread.measures.results import Result, Results
from goldenthread.periods import Period, PeriodKind, add_months, month_end, period_ending
from goldenthread.spc.model import Analysis

Analyse = Callable[[str, str], Analysis]
Draw = Callable[[str, dict[str, str]], Chart]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything a paper may state.

    `analyse(measure, every)` is the judged series of a measure by month or quarter as the reader may see it;
    `draw(measure, options)` is its chart; `source_of(measure)` names the return counted; `profile` decides what small numbers are hidden.
    """

    results: Results
    settings: AuthoritySettings
    load_id: str
    as_at: dt.date
    authority: str
    analyse: Analyse
    draw: Draw
    source_of: Callable[[str], str]
    profile: disclosure.Rules
    authority_name: str = field(default="")
    _told: dict[tuple[str, PeriodKind], tuple[Result, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def measure(self, name: str) -> Measure:
        """A definition by its id; DefinitionError with the nearest names when there is none."""
        if name not in self.results.measures:
            from difflib import get_close_matches

            near = get_close_matches(name, self.results.measures, n=3)
            raise DefinitionError(
                f"There is no measure called {name}.",
                remedy=f"Did you mean {' or '.join(near)}?" if near else "See `goldenthread measure`.",
            )
        return self.results.measures[name]

    def is_stock(self, name: str) -> bool:
        """Whether a measure describes a day rather than a span."""
        return self.results.blocks[self.measure(name).id].is_stock

    def headline_period(self, name: str) -> Period:
        """The period a headline states: twelve months to the data date, or the data date itself."""
        kind = PeriodKind.SNAPSHOT if self.is_stock(name) else PeriodKind.ROLLING_12
        return period_ending(kind, self.last_day())

    def last_day(self) -> dt.date:
        """The last month end counted in full."""
        if month_end(self.as_at) == self.as_at:
            return self.as_at
        return add_months(self.as_at, -1, end_of_month=True)

    def result(self, name: str, period: Period, *, breakdown: str = "all", group: str = "all") -> Result:
        """A result as the reader may see it."""
        if breakdown != "all":
            found = {one.group: one for one in self.groups(name, period, breakdown)}
            if group not in found:
                raise DefinitionError(
                    f"{name} has no group {group} in {breakdown}.", remedy=f"Groups are {', '.join(sorted(found))}."
                )
            return found[group]
        found_one = self.results.one(name, period, authority=self.authority)
        return disclosure.protect(found_one, self.profile)

    def groups(self, name: str, period: Period, breakdown: str) -> tuple[Result, ...]:
        """The groups of a breakdown as the reader may see them."""
        groups = self.results.groups(name, period, breakdown, authority=self.authority)
        if not groups:
            raise DefinitionError(f"{name} has no breakdown called {breakdown} for {period.label}.")
        if crossed_parts(breakdown)[1]:
            return disclosure.protect_crossed(groups, self._parts(name, period, breakdown), self.profile)
        total = self.results.get(name, period, authority=self.authority)
        return disclosure.protect_groups(groups, total, self.profile)

    def _parts(self, name: str, period: Period, breakdown: str) -> tuple[Result, ...]:
        """The groups within by themselves; none where they were not counted, and then none may be told."""
        part = crossed_parts(breakdown)[0]
        counted = self.results.groups(name, period, part, authority=self.authority)
        return self.groups(name, period, part) if counted else ()

    def series(self, name: str, kind: PeriodKind, last: int) -> tuple[Result, ...]:
        """The last so many results of a kind of period as the reader may see them."""
        if (name, kind) not in self._told:
            self._told[name, kind] = self._protected(name, kind)
        return self._told[name, kind][-last:]

    def _protected(self, name: str, kind: PeriodKind) -> tuple[Result, ...]:
        series = self._whole(name, kind)
        quarters = series if kind is PeriodKind.QUARTER else self._whole(name, PeriodKind.QUARTER)
        return disclosure.protect_series(series, quarters, self.last_day(), self.profile, is_stock=self.is_stock(name))

    def _whole(self, name: str, kind: PeriodKind) -> tuple[Result, ...]:
        last_day = self.last_day()
        series = self.results.series(name, kind, authority=self.authority)
        return tuple(one for one in series if one.period.end <= last_day)

    def target(self, name: str) -> Target | None:
        """The target in force on the data date."""
        return self.settings.target_for(name, self.as_at)

    def comparators(self, name: str) -> Sequence[Comparator]:
        """What a measure is compared with."""
        return self.settings.comparators_for(name)
