"""The scorecard as data: the child's journey from contact to care, one row for each headline measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.charts import sparkline
from goldenthread.measures.model import Measure, Stage
from goldenthread.measures.results import Result, Status
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind, long_date
from goldenthread.spc.model import Analysis

QUARTERS_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure: every cell as words, and the numbers behind them for the workbook."""

    measure: Measure
    now: Result
    before: Result | None
    value: str
    counts: str
    interval: str
    period: str
    target: str
    target_status: str
    target_set_by: str
    before_value: str
    change: str
    comparators: tuple[str, ...]
    series: tuple[Result, ...]
    spark: str
    analysis: Analysis
    sentence: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Scorecard:
    """The whole scorecard, with what a reader must know to read it."""

    authority: str
    service: str
    banner: str
    as_at: dt.date
    load_id: str
    rule_set: str
    stages: tuple[tuple[Stage, tuple[Row, ...]], ...]
    signals: int
    charts: int
    hidden_rule: str


def build_scorecard(evidence: Evidence, *, banner: str = "") -> Scorecard:
    """Every headline measure the evidence can answer, by stage of the journey."""
    rows = [
        build_row(evidence, measure)
        for measure in evidence.results.measures.values()
        if measure.headline and evidence.authority in {key[0] for key in evidence.results.blocks[measure.id].keys}
    ]
    stages = tuple(
        (stage, found) for stage in Stage if (found := tuple(row for row in rows if row.measure.stage is stage))
    )
    rule_sets = sorted({row.analysis.rule_set for row in rows})
    return Scorecard(
        authority=evidence.settings.name,
        service=evidence.settings.service,
        banner=banner,
        as_at=evidence.as_at,
        load_id=evidence.load_id,
        rule_set=", ".join(rule_sets),
        stages=stages,
        signals=sum(row.analysis.signal for row in rows),
        charts=sum(row.analysis.variation is not None for row in rows),
        hidden_rule=_hidden_rule(evidence),
    )


def _hidden_rule(evidence: Evidence) -> str:
    profile, threshold = str(evidence.profile.profile), evidence.profile.threshold
    if profile == "internal":
        return "Nothing is hidden: for named managers only, not for publication."
    where = "of groups within the authority" if profile == "board" else "everywhere"
    return f"Numbers from 1 to {threshold - 1} are hidden {where} and shown as {words.HIDDEN}."


def build_row(evidence: Evidence, measure: Measure) -> Row:
    """One measure as a line of the scorecard."""
    period = evidence.headline_period(measure.id)
    now = evidence.result(measure.id, period)
    earlier = period.a_year_earlier()
    before = evidence.result(measure.id, earlier) if _has(evidence, measure.id, earlier) else None
    target = evidence.target(measure.id)
    series = evidence.series(measure.id, PeriodKind.QUARTER, QUARTERS_SHOWN)
    analysis = evidence.analyse(measure.id, "quarter")
    values = [one.value for one in series]
    return Row(
        measure=measure,
        now=now,
        before=before,
        value=words.result_words(now, measure),
        counts=words.counts_words(now, measure) if measure.unit != "number" else "",
        interval=words.interval_words(now, measure),
        period=period.label,
        target=words.target_words(target, measure) if target else "",
        target_status=words.target_status(now, target, measure) if target else "",
        target_set_by=f"set by {target.set_by}, {long_date(target.set_on)}" if target else "",
        before_value=words.result_words(before, measure) if before else "",
        change=_change(now, before),
        comparators=tuple(
            f"{c.area} {words.value_words(c.value, measure)} ({c.year - 1}/{c.year % 100:02d})"
            for c in evidence.comparators(measure.id)
        ),
        series=series,
        spark=sparkline(values, title=f"{measure.title}, the last {len(series)} quarters"),
        analysis=analysis,
        sentence=analysis.sentence,
        note=_note(now, measure),
    )


def _has(evidence: Evidence, name: str, period: Period) -> bool:
    return evidence.results.get(name, period, authority=evidence.authority) is not None


def _change(now: Result, before: Result | None) -> str:
    """Up or down on a year before, and whether chance alone could explain it where that can be said."""
    if before is None or now.value is None or before.value is None:
        return ""
    way = "same" if now.value == before.value else "up" if now.value > before.value else "down"
    if now.interval is None or before.interval is None or way == "same":
        return way
    apart = now.interval[0] > before.interval[1] or now.interval[1] < before.interval[0]
    return f"{way}, more than chance explains" if apart else f"{way}, within what chance explains"


def _note(now: Result, measure: Measure) -> str:
    parts = []
    if now.too_recent:
        parts.append(f"{now.too_recent} too recent to tell, left out")
    if now.excluded and now.status is not Status.SUPPRESSED:
        parts.append(f"{now.excluded} {measure.excluded_words}")
    if now.note:
        parts.append(now.note)
    return "; ".join(parts)


def all_rows(card: Scorecard) -> Sequence[Row]:
    """The rows of every stage in order."""
    return [row for _, rows in card.stages for row in rows]
