"""The figures of a load as a site stores them: words, series, charts and verdicts worked out once, for one kind of reader.

Everything here has gone through the disclosure rules of the profile: what is hidden from a reader is not in it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from goldenthread.api.workspace import Workspace
from goldenthread.catalogue.pages import breakdown_words
from goldenthread.charts import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    Chart,
    ChartTable,
    assurance_icon,
    sparkline,
    variation_icon,
)
from goldenthread.comparators.authority import Comparator, Target
from goldenthread.measures.disclosure import Profile, may_be_told
from goldenthread.measures.model import Measure, Stage, Unit, crossed_group_parts, crossed_parts
from goldenthread.measures.results import Result, Status, group_order
from goldenthread.papers import claims, words
from goldenthread.papers.evidence import Evidence
from goldenthread.papers.scorecard import Row, build_row
from goldenthread.periods import PeriodKind, long_date
from goldenthread.spc.model import Analysis, VariationIcon

SERIES = {
    "quarter": (PeriodKind.QUARTER, 20, "By quarter"),
    "month": (PeriodKind.MONTH, 24, "By month"),
    "reporting_year": (PeriodKind.REPORTING_YEAR, 12, "By year"),
}
GROUP_QUARTERS = 8
FUNNEL_LEAST = 5
_OF_A_CELL = ("group", "value", "number", "counts", "numerator", "denominator", "interval", "status")
TEAM = "team"
_BETTER = (VariationIcon.IMPROVEMENT_HIGH, VariationIcon.IMPROVEMENT_LOW)
_CONCERN = (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW)


@dataclass(frozen=True, kw_only=True)
class ChartFigures:
    """A chart not yet drawn: `key` is a digest of what it shows; `spec` is Vega-Lite as JSON text."""

    key: str
    title: str
    alt: str
    spec: str

    def draw(self) -> str:
        """The chart as SVG, safe to put into a page."""
        empty = ChartTable(caption="", headings=(), rows=())
        return Chart(title=self.title, alt=self.alt, table=empty, spec=json.loads(self.spec)).svg()


@dataclass(frozen=True, kw_only=True)
class MeasureFigures:
    """One measure for one kind of reader.

    `row` holds what a line of the scorecard shows, `page` what the measure's own page shows; both hold only texts,
    numbers, lists and dictionaries, so that they may be stored as JSON. `charts` are those that `page` names by key.
    `concern` says that the last point is a signal for the worse, that the target is not expected to be met and nothing
    improves, or that it is missed now by more than the tolerance; `changed` that the last point signals a change of either kind.
    """

    measure: str
    code: str
    title: str
    stage: str
    position: int
    headline: bool
    concern: bool
    changed: bool
    row: Mapping[str, Any]
    page: Mapping[str, Any]
    charts: tuple[ChartFigures, ...]


def present_figures(
    space: Workspace, profile: str, *, targets: Sequence[Target] = (), comparators: Sequence[Comparator] = ()
) -> Iterator[MeasureFigures]:
    """Every measure of the load as a reader of `profile` (internal, board, committee) may see it.

    `targets` set elsewhere than in the settings are added to those there, and `comparators` too, but where the settings
    name a value for a measure and kind of area, theirs stands.
    """
    for _, made in present_to(space, (profile,), targets=targets, comparators=comparators):
        yield made


def present_to(
    space: Workspace,
    profiles: Sequence[str],
    *,
    targets: Sequence[Target] = (),
    comparators: Sequence[Comparator] = (),
) -> Iterator[tuple[str, MeasureFigures]]:
    """`present_figures` for several kinds of reader, measure by measure: what they see alike is judged and drawn once."""
    settings = replace(space.settings, targets=(*space.settings.targets, *targets))
    own = {(one.measure, one.kind) for one in settings.comparators}
    more = tuple(one for one in comparators if (one.measure, one.kind) not in own)
    settings = replace(settings, comparators=(*settings.comparators, *more))
    seen_to, judged = replace(space, settings=settings), dict[Hashable, Analysis]()
    readers = [(profile, seen_to.evidence(profile, judged=judged)) for profile in profiles]
    order = {stage: number for number, stage in enumerate(Stage)}
    known = [one for one in space.results.measures.values() if _is_counted(space, one)]
    for position, measure in enumerate(sorted(known, key=lambda one: (order[one.stage], not one.headline))):
        drawn: dict[int, ChartFigures] = {}
        for profile, evidence in readers:
            yield profile, _figures(evidence, measure, position, drawn)
        judged.clear()


def _is_counted(space: Workspace, measure: Measure) -> bool:
    return any(key[0] == space.authority for key in space.results.blocks[measure.id].keys)


def _figures(evidence: Evidence, measure: Measure, position: int, drawn: dict[int, ChartFigures]) -> MeasureFigures:
    """`drawn` holds the charts of series that were drawn for another reader."""
    shown = build_row(evidence, measure)
    analysis = shown.analysis
    charts, page = _page(evidence, measure, shown, drawn)
    better = analysis.variation in _BETTER
    worse = analysis.variation in _CONCERN or (str(analysis.assurance or "") == "consistently fail" and not better)
    return MeasureFigures(
        measure=measure.id,
        code=measure.code,
        title=measure.title,
        stage=str(measure.stage),
        position=position,
        headline=measure.headline,
        concern=bool(worse or shown.target_status == "not met"),
        changed=bool(analysis.signal),
        row=_row(evidence, measure, shown),
        page=page,
        charts=charts,
    )


def _row(evidence: Evidence, measure: Measure, shown: Row) -> dict[str, Any]:
    analysis = shown.analysis
    quarter = shown.series[-1] if shown.series else None
    return {
        "meaning": measure.meaning,
        "unit": str(measure.unit),
        "polarity": str(measure.polarity),
        "value": shown.value,
        "number": None if shown.now.status is Status.SUPPRESSED else shown.now.value,
        "status": str(shown.now.status),
        "counts": shown.counts,
        "interval": shown.interval,
        "period": shown.period,
        "target": shown.target,
        "target_status": shown.target_status,
        "target_set_by": shown.target_set_by,
        "before": shown.before_value,
        "change": shown.change,
        "comparators": list(shown.comparators),
        "spark": shown.spark,
        "variation": str(analysis.variation or ""),
        "assurance": str(analysis.assurance or ""),
        "sentence": shown.sentence,
        "note": shown.note,
        "source": evidence.source_of(measure.id),
        "quarter": _point(quarter, measure) if quarter else None,
        "teams": _teams(evidence, measure),
    }


def _point(result: Result, measure: Measure) -> dict[str, Any]:
    """One figure in words; what is hidden has no numbers beside it."""
    hidden = result.status is Status.SUPPRESSED
    return {
        "period": result.period.label,
        "end": result.period.end.isoformat(),
        "group": result.group,
        "value": words.result_words(result, measure),
        "number": None if hidden else result.value,
        "counts": words.counts_words(result, measure) if measure.unit is not Unit.COUNT else "",
        "numerator": None if hidden else result.numerator,
        "denominator": None if hidden else result.denominator,
        "interval": "" if hidden else words.interval_words(result, measure),
        "status": str(result.status),
        "note": "" if hidden else result.note,
    }


def _teams(evidence: Evidence, measure: Measure) -> dict[str, dict[str, Any]]:
    if TEAM not in _breakdowns(evidence, measure):
        return {}
    groups = evidence.groups(measure.id, evidence.headline_period(measure.id), TEAM)
    return {one.group: _point(one, measure) for one in groups}


def _breakdowns(evidence: Evidence, measure: Measure) -> list[str]:
    """The breakdowns this reader may see; teams only where small numbers are shown, for they are told to their own."""
    keys = evidence.results.blocks[measure.id].keys
    named = {key[1] for key in keys if key[0] == evidence.authority and key[1] != "all"}
    told = {name for name in named if may_be_told(name, evidence.profile)}
    return sorted(name for name in told if _is_internal(evidence) or TEAM not in crossed_parts(name))


def _is_internal(evidence: Evidence) -> bool:
    return evidence.profile.profile is Profile.INTERNAL


def _page(
    evidence: Evidence, measure: Measure, shown: Row, drawn: dict[int, ChartFigures]
) -> tuple[tuple[ChartFigures, ...], dict[str, Any]]:
    charts: list[ChartFigures] = []
    series = {}
    for every, (kind, last, title) in SERIES.items():
        points = [_point(one, measure) for one in evidence.series(measure.id, kind, last)]
        chart = _series_chart(evidence, measure, every, drawn) if points else None
        charts += [chart] if chart else []
        sentence = evidence.analyse(measure.id, every).sentence if points else ""
        series[every] = {"title": title, "points": points, "chart": chart.key if chart else "", "sentence": sentence}
    funnel = _funnel(evidence, measure)
    charts += [funnel] if funnel else []
    page = {
        "definition": _definition(measure),
        "series": series,
        "breakdowns": [_breakdown(evidence, measure, name) for name in _breakdowns(evidence, measure)],
        "funnel": funnel.key if funnel else "",
        "funnel_alt": funnel.alt if funnel else "",
        "targets": [_target(one, measure) for one in _targets(evidence, measure)],
        "rule": _rule(target, measure) if (target := evidence.target(measure.id)) else "",
        "comparators": [_comparator(one, measure) for one in evidence.comparators(measure.id)],
        "cautions": [*shown.analysis.cautions, *measure.cautions],
        "rule_set": shown.analysis.rule_set,
        "claims": claims.verdicts(measure.id, evidence),
        "numerator": None if shown.now.status is Status.SUPPRESSED else shown.now.numerator,
        "denominator": None if shown.now.status is Status.SUPPRESSED else shown.now.denominator,
        "lag": _lag(evidence, measure),
    }
    return tuple(charts), page


def _series_chart(evidence: Evidence, measure: Measure, every: str, drawn: dict[int, ChartFigures]) -> ChartFigures:
    """The control chart of a series; the same judged series is the same chart."""
    place = id(evidence.analyse(measure.id, every))
    if place not in drawn:
        drawn[place] = _chart(evidence.draw(measure.id, {"every": every}))
    return drawn[place]


def _lag(evidence: Evidence, measure: Measure) -> str:
    """How old the figure is, and why it may be older than the data."""
    said = (
        f"Data at {long_date(evidence.as_at)}; the last month counted in full ended {long_date(evidence.last_day())}."
    )
    if measure.too_recent:
        said += " Events whose outcome is not due yet are left out until it is."
    return said


def _definition(measure: Measure) -> dict[str, Any]:
    return {
        "meaning": measure.meaning,
        "why": measure.why,
        "how": measure.how,
        "counted": measure.numerator_words,
        "out_of": measure.denominator_words,
        "example": measure.example,
        "moves": measure.moves,
        "misread": measure.misread,
        "polarity": str(measure.polarity),
        "unit": str(measure.unit),
        "source": measure.source,
        "owner": measure.owner,
        "version": measure.version,
        "valid_from": long_date(measure.valid_from),
        "reviewed": long_date(measure.reviewed),
        "codes": [measure.code, *measure.also],
    }


def _chart(chart: Chart) -> ChartFigures:
    spec = json.dumps(chart.spec, sort_keys=True, ensure_ascii=False)
    key = sha256(f"{chart.title}\0{chart.alt}\0{spec}".encode()).hexdigest()[:40]
    return ChartFigures(key=key, title=chart.title, alt=chart.alt, spec=spec)


def _funnel(evidence: Evidence, measure: Measure) -> ChartFigures | None:
    """Teams against each other, where there are five or more with a share each and none is hidden."""
    if measure.unit is not Unit.PERCENT or measure.share_by or TEAM not in _breakdowns(evidence, measure):
        return None
    groups = evidence.groups(measure.id, evidence.headline_period(measure.id), TEAM)
    usable = [
        one for one in groups if one.value is not None and one.denominator and (one.numerator or 0) <= one.denominator
    ]
    if len(usable) < FUNNEL_LEAST or len(usable) < len([one for one in groups if one.denominator]):
        return None
    return _chart(evidence.draw(measure.id, {"breakdown": TEAM, "funnel": "yes"}))


def _breakdown(evidence: Evidence, measure: Measure, name: str) -> dict[str, Any]:
    """The groups of a breakdown for the headline period, each with its last quarters as a small line.

    Groups within those of another breakdown have no lines; they say which of each they are.
    """
    period = evidence.headline_period(measure.id)
    groups = list(evidence.groups(measure.id, period, name))
    shown = [one for one in groups if one.status is Status.SUPPRESSED or one.numerator or one.denominator]
    part, within = crossed_parts(name)
    about = {"name": name, "words": breakdown_words(name), "period": period.label, "within": within}
    if within:
        cells = [_cell(one, measure) for one in shown]
        rows = sorted({cell["inner"] for cell in cells}, key=lambda group: group_order(part, group))
        return {**about, "groups": cells, "rows": rows}
    past = _past(evidence, measure, name)
    said = []
    for one in shown:
        values = [] if one.status is Status.SUPPRESSED else past.get(one.group, [])
        line = sparkline(values, title=f"{measure.title}, {one.group}, the last {len(values)} quarters")
        said.append({**_point(one, measure), "spark": line})
    return {**about, "groups": said}


def _cell(one: Result, measure: Measure) -> dict[str, Any]:
    """A group within a group of another breakdown: its figure in words, and what it is out of."""
    outer, inner = crossed_group_parts(one.group)
    point = _point(one, measure)
    return {name: point[name] for name in _OF_A_CELL} | {"outer": outer, "inner": inner}


def _past(evidence: Evidence, measure: Measure, name: str) -> dict[str, list[float | None]]:
    """The last quarters of each group; none of a group with a hidden quarter, which its other quarters could give away."""
    found: dict[str, list[float | None]] = {}
    hidden = set()
    quarters = evidence.series(measure.id, PeriodKind.QUARTER, GROUP_QUARTERS)
    for number, quarter in enumerate(quarters):
        if quarter.status in (Status.NOT_ENOUGH_HISTORY, Status.NOT_AVAILABLE):
            continue
        for one in evidence.groups(measure.id, quarter.period, name):
            found.setdefault(one.group, [None] * len(quarters))[number] = one.value
            if one.status is Status.SUPPRESSED or quarter.status is Status.SUPPRESSED:
                hidden.add(one.group)
    return {group: values for group, values in found.items() if group not in hidden}


def _targets(evidence: Evidence, measure: Measure) -> list[Target]:
    own = [one for one in evidence.settings.targets if one.measure == measure.id]
    return sorted(own, key=lambda one: one.valid_from, reverse=True)


def _target(target: Target, measure: Measure) -> dict[str, Any]:
    return {
        "words": words.target_words(target, measure),
        "tolerance": words.value_words(target.tolerance, measure),
        "set_by": target.set_by,
        "set_on": long_date(target.set_on),
        "valid_from": long_date(target.valid_from),
        "valid_to": long_date(target.valid_to) if target.valid_to else "",
        "rule": _rule(target, measure),
        "level": target.level,
        "reason": target.reason,
    }


def _rule(target: Target, measure: Measure) -> str:
    """By what rule the words met, within tolerance and not met are given."""
    aim = words.target_words(target, measure)
    if target.value is None:
        return f"Met from {aim}; not met outside it."
    edge = target.value + (target.tolerance if str(measure.polarity) == "low is good" else -target.tolerance)
    if not target.tolerance:
        return f"Met when {aim}; otherwise not met."
    return f"Met when {aim}; within tolerance as far as {words.value_words(edge, measure)}; not met beyond that."


def _comparator(one: Any, measure: Measure) -> dict[str, Any]:
    return {
        "area": one.area,
        "kind": one.kind,
        "statistic": one.statistic,
        "value": words.value_words(one.value, measure),
        "year": f"{one.year - 1}/{one.year % 100:02d}",
        "source": one.source,
        "edition": one.edition,
    }


@dataclass(frozen=True, kw_only=True)
class Restated:
    """A published figure that two loads give differently; `moved` is after less before, None where one has no value."""

    measure: str
    title: str
    period: str
    period_end: dt.date
    before: str
    after: str
    moved: float | None
    moved_words: str


def restatements(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str]
) -> list[Restated]:
    """Which figures of `before` are given otherwise in `after`, from the `page` of each measure's figures.

    Only periods that both hold and that had ended before are compared: a provisional figure is expected to move.
    The largest moves come first.
    """
    found = []
    for measure, old in before.items():
        new = after.get(measure)
        if new is None:
            continue
        for every in SERIES:
            later = {one["end"]: one for one in new["series"][every]["points"]}
            for one in old["series"][every]["points"]:
                other = later.get(one["end"])
                if other is None or one["status"] == str(Status.PROVISIONAL) or one["value"] == other["value"]:
                    continue
                found.append(_restated(measure, titles.get(measure, measure), one, other))
    return sorted(found, key=lambda one: (-abs(one.moved or 0.0), one.title, one.period))


def _restated(measure: str, title: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Restated:
    moved = None if one["number"] is None or other["number"] is None else other["number"] - one["number"]
    way = "" if moved is None else f"{'up' if moved > 0 else 'down'} {words.rounded(abs(moved), 1)}"
    return Restated(
        measure=measure,
        title=title,
        period=one["period"],
        period_end=dt.date.fromisoformat(one["end"]),
        before=one["value"],
        after=other["value"],
        moved=moved,
        moved_words=way or "a value came or went",
    )


def variation_icons() -> dict[str, tuple[str, str]]:
    """What a series may show: name of the icon to (drawing as SVG, words)."""
    return {str(name or ""): (variation_icon(name), said) for name, said in VARIATION_WORDS.items()}


def assurance_icons() -> dict[str, tuple[str, str]]:
    """What the limits may say of a target: name of the icon to (drawing as SVG, words)."""
    return {str(name): (assurance_icon(name), said) for name, said in ASSURANCE_WORDS.items()}


claims_in = claims.claims_in

__all__ = [
    "ChartFigures",
    "MeasureFigures",
    "Restated",
    "assurance_icons",
    "claims_in",
    "present_figures",
    "present_to",
    "restatements",
    "variation_icons",
]
