"""From evidence to judged series and charts."""

from __future__ import annotations

import datetime as dt

from goldenthread.charts import Bar, Chart, bars_chart, control_chart, funnel_chart
from goldenthread.errors import DefinitionError
from goldenthread.measures.model import Measure, Polarity, Unit, crossed_parts
from goldenthread.measures.results import Result, Status
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import PeriodKind, long_date
from goldenthread.spc.model import Analysis, Direction, Frequency, Point, PointStatus, SeriesKind, Words
from goldenthread.spc.rule_sets import DEFAULT, rule_set
from goldenthread.spc.xmr import analyse

SHOWN = {"month": 24, "quarter": 20, "reporting_year": 12}
_KINDS = {
    "month": PeriodKind.MONTH,
    "quarter": PeriodKind.QUARTER,
    "reporting_year": PeriodKind.REPORTING_YEAR,
}
_FREQUENCY = {"month": Frequency.MONTH, "quarter": Frequency.QUARTER, "reporting_year": Frequency.YEAR}
_DIRECTION = {
    Polarity.HIGH: Direction.INCREASE,
    Polarity.LOW: Direction.DECREASE,
    Polarity.NEUTRAL: Direction.NEUTRAL,
    Polarity.RANGE: Direction.RANGE,
}


def series_shown(evidence: Evidence, name: str, every: str) -> tuple[Result, ...]:
    """The results a chart by month, quarter or reporting year shows, as the reader may see them."""
    if every not in _KINDS:
        raise DefinitionError(f'every="{every}" is not known.', remedy=f"Write one of {', '.join(_KINDS)}.")
    return evidence.series(name, _KINDS[every], SHOWN[every])


def analysis_of(evidence: Evidence, name: str, *, every: str = "quarter", rules: str = DEFAULT.id) -> Analysis:
    """The judged series of a measure by month, quarter or reporting year, as the reader may see it."""
    measure = evidence.measure(name)
    series = series_shown(evidence, name, every)
    usable = [one for one in series if one.status not in (Status.NOT_ENOUGH_HISTORY, Status.NOT_AVAILABLE)]
    target = evidence.target(name)
    return analyse(
        [_point(one) for one in usable],
        rules=rule_set(rules),
        direction=_DIRECTION[measure.polarity],
        target=None
        if target is None
        else (target.value if target.value is not None else (target.low or 0.0, target.high or 0.0)),
        kind=_kind(evidence, measure),
        frequency=_FREQUENCY[every],
        rebase=_rebases(evidence, name, usable),
        words=words_of(measure),
        measure=measure.id,
        measure_version=measure.version,
        as_at=evidence.as_at,
    )


def _rebases(evidence: Evidence, name: str, series: list[Result]) -> list[dt.date]:
    """The end of the first period of the series that ends on or after each agreed date."""
    found = []
    for rebase in evidence.settings.rebases_for(name):
        later = [one.period.end for one in series if one.period.end >= rebase.period_end]
        if later and later[0] != series[0].period.end:
            found.append(later[0])
    return sorted(set(found))


def _point(result: Result) -> Point:
    status = PointStatus.FINAL
    if result.status is Status.SUPPRESSED:
        status = PointStatus.WITHHELD
    elif result.status is Status.PROVISIONAL:
        status = PointStatus.PROVISIONAL
    return Point(
        date=result.period.end,
        value=result.value,
        numerator=result.numerator,
        denominator=result.denominator if result.unit is Unit.PERCENT else None,
        status=status,
        label=result.period.short_label,
    )


def _kind(evidence: Evidence, measure: Measure) -> SeriesKind:
    if evidence.is_stock(measure.id) and measure.unit not in (Unit.PERCENT, Unit.PERCENT_FTE):
        return SeriesKind.STOCK
    return {
        Unit.COUNT: SeriesKind.FLOW,
        Unit.FTE: SeriesKind.FLOW,
        Unit.PERCENT: SeriesKind.PROPORTION,
        Unit.PERCENT_FTE: SeriesKind.RATE,
        Unit.PER_10K: SeriesKind.RATE,
        Unit.CASES_PER_FTE: SeriesKind.RATE,
    }.get(measure.unit, SeriesKind.DURATION)


def words_of(measure: Measure) -> Words:
    """How a measure is spoken of in sentences and on axes."""
    suffix = words.SUFFIXES.get(measure.unit, "")
    return Words(title=measure.title, decimals=measure.decimals, suffix=suffix)


def chart_of(
    evidence: Evidence,
    name: str,
    options: dict[str, str],
    *,
    rules: str = DEFAULT.id,
    analysis: Analysis | None = None,
) -> Chart:
    """A control chart by default; with `breakdown` bars with intervals; with `funnel` as well, a funnel.

    `analysis` is the judged series where it is known already.
    """
    measure = evidence.measure(name)
    source = f"{evidence.settings.name}{' (made up)' if evidence.settings.made_up else ''}, data at {long_date(evidence.as_at)}."
    if "breakdown" in options:
        return _by_group(evidence, measure, options["breakdown"], source, funnel="funnel" in options)
    every = options.get("every", "quarter")
    analysis = analysis or analysis_of(evidence, name, every=every, rules=rules)
    title = f"{measure.title}, by {'year' if every == 'reporting_year' else every}"
    if evidence.is_stock(name):
        title = f"{measure.title}, at the end of each {'year' if every == 'reporting_year' else every}"
    return control_chart(analysis, title=title, unit=str(measure.unit), source=source)


def _by_group(evidence: Evidence, measure: Measure, breakdown: str, source: str, *, funnel: bool) -> Chart:
    period = evidence.headline_period(measure.id)
    groups = evidence.groups(measure.id, period, breakdown)
    # What a share is of stands in its title already.
    by = f" by {breakdown.replace('_', ' ')}" if not measure.share_by else ""
    within = crossed_parts(breakdown)[1]
    by = f", by {within.replace('_', ' ')}" if within else by
    title = f"{measure.title}{by}, {period.label}"
    if funnel:
        return _funnel(measure, groups, title, source)
    total = evidence.result(measure.id, period)
    bars = [
        Bar(
            name=one.group,
            value=one.value,
            lower=one.lower,
            upper=one.upper,
            counts=words.counts_words(one, measure),
        )
        for one in groups
        if one.status is Status.SUPPRESSED or one.numerator or one.denominator
    ]
    reference = None
    if total.value is not None and measure.unit is not Unit.COUNT:
        reference = (evidence.settings.name, total.value)
    return bars_chart(
        bars, title=title, unit=str(measure.unit), write=words.writer(measure), source=source, reference=reference
    )


def _funnel(measure: Measure, groups: tuple[Result, ...], title: str, source: str) -> Chart:
    from goldenthread.spc import funnels

    if measure.unit is not Unit.PERCENT:
        raise DefinitionError(
            f"A funnel needs a share, and {measure.id} is not one.",
            remedy="Leave out --funnel for bars with intervals.",
        )
    usable = [one for one in groups if one.denominator and one.value is not None]
    made = funnels.funnel(
        [funnels.Unit(name=one.group, events=one.numerator or 0.0, size=one.denominator or 0.0) for one in usable],
        kind=funnels.FunnelKind.PROPORTION,
        per=100,
    )
    return funnel_chart(
        made,
        title=title,
        unit=str(measure.unit),
        size=measure.denominator_words,
        write=words.writer(measure),
        source=source,
    )
