"""Figures of a paper: every number in the text is one of these, numbered, and written out in the appendix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from goldenthread.errors import DefinitionError
from goldenthread.measures.model import Unit
from goldenthread.measures.results import Result, Status
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind, add_months, parse_period, period_ending, reporting_year
from goldenthread.spc.stability import stability

SHOWS = (
    "value",
    "counts",
    "interval",
    "range",
    "target",
    "target_status",
    "set_by",
    "comparator",
    "period",
    "sentence",
    "stability",
    "change",
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A stated figure: what it says, what it is of, and the results behind it."""

    id: str
    text: str
    measure: str
    period: Period
    breakdown: str
    group: str
    show: str
    results: tuple[Result, ...]


@dataclass(kw_only=True)
class FigureBook:
    """Makes and numbers figures from the evidence; the same figure keeps its number."""

    evidence: Evidence
    figures: dict[tuple[str, str, str, str, str], Figure] = field(default_factory=dict)

    def state(self, name: str, options: dict[str, str]) -> Figure:
        """The figure a reference asks for; DefinitionError when it cannot be made."""
        show = options.get("show", "value")
        if show not in SHOWS:
            raise DefinitionError(f'show="{show}" is not known.', remedy=f"Write one of {', '.join(SHOWS)}.")
        period = self.period(name, options.get("period", "latest"))
        breakdown, group = options.get("breakdown", "all"), options.get("group", "all")
        key = (name, period.key, breakdown, group, f"{show} {options.get('over', '')} {options.get('area', '')}")
        if key not in self.figures:
            text, results = self._say(name, period, breakdown, group, show, options)
            self.figures[key] = Figure(
                id=f"F{len(self.figures) + 1:02d}",
                text=text,
                measure=name,
                period=period,
                breakdown=breakdown,
                group=group,
                show=show,
                results=results,
            )
        return self.figures[key]

    def period(self, name: str, text: str) -> Period:
        """The period meant by `latest`, `year_before`, `last_year`, `quarter`, `year_to_date` or a period's key."""
        latest = self.evidence.headline_period(name)
        if text == "latest":
            return latest
        if text == "year_before":
            return latest.a_year_earlier()
        last_day = self.evidence.last_day()
        if text == "last_year":
            end = last_day.replace(year=reporting_year(last_day) - 1, month=3, day=31)
            return self._for(name, PeriodKind.REPORTING_YEAR, end)
        if text in ("quarter", "year_to_date"):
            return self._for(name, PeriodKind(text), last_day)
        return parse_period(text)

    def _for(self, name: str, kind: PeriodKind, end: Any) -> Period:
        return period_ending(PeriodKind.SNAPSHOT if self.evidence.is_stock(name) else kind, end)

    def _say(
        self, name: str, period: Period, breakdown: str, group: str, show: str, options: dict[str, str]
    ) -> tuple[str, tuple[Result, ...]]:
        evidence, measure = self.evidence, self.evidence.measure(name)
        if show == "range":
            return self._range(name, period, options)
        if show in ("sentence", "stability"):
            return self._judged(name, show, options)
        if show in ("target", "target_status", "set_by"):
            return self._target(name, period, show)
        if show == "comparator":
            return self._comparator(name, options), ()
        if show == "period":
            return period.label, ()
        result = evidence.result(name, period, breakdown=breakdown, group=group)
        if show == "change":
            return self._change(name, period, result)
        if show == "counts":
            return words.counts_words(result, measure), (result,)
        if show == "interval":
            return words.interval_words(result, measure), (result,)
        if result.status is Status.SUPPRESSED and breakdown == "all" and measure.unit is Unit.COUNT:
            return f"fewer than {evidence.profile.threshold}", (result,)
        return words.result_words(result, measure), (result,)

    def _range(self, name: str, period: Period, options: dict[str, str]) -> tuple[str, tuple[Result, ...]]:
        """Lowest to highest month end over so many months, for stock; lowest to highest month otherwise."""
        months = int(options.get("over", "18").split()[0])
        kind = PeriodKind.SNAPSHOT if self.evidence.is_stock(name) else PeriodKind.MONTH
        first = add_months(period.end, -months, end_of_month=True)
        series = self.evidence.series(name, kind, months + 12)
        inside = tuple(one for one in series if first < one.period.end <= period.end)
        values = [one.value for one in inside if one.value is not None]
        if not values:
            raise DefinitionError(f"{name} has no values over {months} months to {period.end.isoformat()}.")
        measure = self.evidence.measure(name)
        low, high = words.rounded(min(values), measure.decimals), words.value_words(max(values), measure)
        return f"between {low} and {high}", inside

    def _judged(self, name: str, show: str, options: dict[str, str]) -> tuple[str, tuple[Result, ...]]:
        every = options.get("every", "quarter")
        analysis = self.evidence.analyse(name, every)
        kind = PeriodKind.QUARTER if every == "quarter" else PeriodKind.MONTH
        results = self.evidence.series(name, kind, len(analysis.points))
        said = stability(analysis, every=every) if show == "stability" else analysis.sentence
        return said, results

    def _target(self, name: str, period: Period, show: str) -> tuple[str, tuple[Result, ...]]:
        target, measure = self.evidence.target(name), self.evidence.measure(name)
        if target is None:
            raise DefinitionError(f"There is no target for {name} in force.", remedy="Add one to authority.toml.")
        if show == "set_by":
            return target.set_by, ()
        if show == "target":
            return words.target_words(target, measure), ()
        result = self.evidence.result(name, period)
        return words.target_status(result, target, measure), (result,)

    def _comparator(self, name: str, options: dict[str, str]) -> str:
        measure = self.evidence.measure(name)
        known = [c for c in self.evidence.comparators(name) if options.get("area", "") in ("", c.area, c.kind)]
        if not known:
            raise DefinitionError(f"There is no comparator for {name}.", remedy="Add one to authority.toml.")
        return words.value_words(known[0].value, measure)

    def _change(self, name: str, period: Period, result: Result) -> tuple[str, tuple[Result, ...]]:
        """From a year before, as a share of it: for counts only."""
        before = self.evidence.result(name, period.a_year_earlier())
        if not before.value or result.value is None:
            raise DefinitionError(f"{name} has no value a year earlier to compare with.")
        share = (result.value - before.value) / before.value * 100
        way = "higher" if share >= 0 else "lower"
        return f"{words.rounded(abs(share), 0)}% {way}", (before, result)

    def rows(self) -> list[Figure]:
        """The figures in the order of their numbers."""
        return sorted(self.figures.values(), key=lambda figure: figure.id)
