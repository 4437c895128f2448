"""The front door explored: contacts and referrals by source over time, what became of them, and why they changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from goldenthread.api.charting import SHOWN
from goldenthread.api.exploring import HIDDEN_WORDS, Exploration, Part, Picture, picture, table
from goldenthread.api.rivals import FROM_SCHOOLS, rivals
from goldenthread.charts import ChartTable, control_chart
from goldenthread.measures.results import Result, Status
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind, long_date, period_ending
from goldenthread.spc.model import Analysis, Direction, Frequency, Point, PointStatus, SeriesKind, Words
from goldenthread.spc.rule_sets import DEFAULT, rule_set
from goldenthread.spc.xmr import analyse
from goldenthread.tables import school_terms

SOURCES = "source"
FROM = {
    "Anonymous": "anonymous callers",
    "Education services": "education services",
    "Health services": "health services",
    "Housing": "housing",
    "Individual": "individuals",
    "LA services": "services of the council",
    "Other": "other sources",
    "Other legal agency": "other legal agencies",
    "Police": "the police",
    "Schools": "schools",
    "not known": "sources not known",
}
LEAST_IN_A_YEAR = 24
LEAST_SCHOOL_DAYS = 5
SCHOOLS = "Schools"
SCHOOL_TYPES = (
    "No return and no template says which school made a contact, or of what type it is: a contact carries only a code "
    "of its source. The codes known are 2A school and 2B education services; a school nurse (3C) is counted under "
    "health. To tell nurseries, primary, secondary and special schools apart, the contact form would have to ask."
)


def explore_front_door(evidence: Evidence, folder: Path) -> Exploration:
    """The front door as the reader of the evidence may see it; `folder` holds the rows kept of the load."""
    year = period_ending(PeriodKind.ROLLING_12, evidence.last_day())
    title = "Who comes to the front door"
    if not _held(evidence, "contacts") and not _held(evidence, "referrals"):
        nothing = ("Neither contacts nor referrals were read, so there is nothing to show.",)
        return Exploration(title=title, period=year.label, said=nothing, parts=())
    said = (
        "A change at the front door has several explanations. Look at who comes, at what becomes of it, and then at the "
        "four questions at the end.",
        "Contacts by source are small numbers: a month is judged against the usual ups and downs of that source.",
    )
    parts = [
        *(_by_source(evidence, name) for name in ("contacts", "referrals") if _held(evidence, name)),
        _conversion(evidence, year),
        _schools(evidence, year),
        rivals(evidence, folder),
    ]
    return Exploration(title=title, period=year.label, said=said, parts=tuple(parts))


def _held(evidence: Evidence, name: str) -> bool:
    block = evidence.results.blocks.get(name)
    return block is not None and evidence.authority not in block.absent


def months_of(evidence: Evidence, last: int = SHOWN["month"]) -> tuple[Period, ...]:
    """The last whole months that were counted."""
    found = [one for one in evidence.results.periods(PeriodKind.MONTH) if one.end <= evidence.last_day()]
    return tuple(one for one in found if one.end.day >= 28)[-last:]


def group_series(evidence: Evidence, name: str) -> dict[str, list[Result]]:
    """The last months of each source of a measure, as the reader may see them."""
    found: dict[str, list[Result]] = {}
    for period in months_of(evidence):
        if evidence.results.groups(name, period, SOURCES, authority=evidence.authority):
            for one in evidence.groups(name, period, SOURCES):
                if one.status not in (Status.NOT_ENOUGH_HISTORY, Status.NOT_AVAILABLE):
                    found.setdefault(one.group, []).append(one)
    return found


def point_of(result: Result, value: float | None = None) -> Point:
    """A month as a point of a series; one that is hidden says so."""
    hidden = result.status is Status.SUPPRESSED
    number = result.numerator if value is None else value
    return Point(
        date=result.period.end,
        value=None if hidden else (number or 0.0),
        status=PointStatus.WITHHELD if hidden else PointStatus.FINAL,
        label=result.period.short_label,
    )


def judged(points: Sequence[Point], *, title: str, decimals: int, kind: SeriesKind, as_at: dt.date) -> Analysis:
    """A monthly series judged without a good direction: more is not better."""
    return analyse(
        points,
        rules=rule_set(DEFAULT.id),
        direction=Direction.NEUTRAL,
        kind=kind,
        frequency=Frequency.MONTH,
        words=Words(title=title, decimals=decimals),
        as_at=as_at,
    )


def _source(evidence: Evidence) -> str:
    made_up = " (made up)" if evidence.settings.made_up else ""
    return f"{evidence.settings.name}{made_up}, data at {long_date(evidence.as_at)}."


def _by_source(evidence: Evidence, name: str) -> Part:
    """A control chart of the whole and of each source that is not rare; the rest are named.

    The twelve months of each source are told beside it, so that a hidden month could be worked out from the others: a
    source with one has no chart.
    """
    measure = evidence.measure(name)
    whole = evidence.analyse(name, "month")
    pictures = [picture(evidence.draw(name, {"every": "month"}), group="all sources")]
    said, rare = [whole.sentence], []
    for group, series in group_series(evidence, name).items():
        hidden = any(one.status is Status.SUPPRESSED for one in series)
        # Few in a year, or in all: limits would say nothing.
        if hidden or sum(one.numerator or 0.0 for one in series[-12:]) < LEAST_IN_A_YEAR or len(series) < 12:
            rare.append(FROM.get(group, group))
            continue
        title = f"{measure.title} from {FROM.get(group, group)}"
        one = judged([point_of(result) for result in series], title=title, decimals=0, kind=SeriesKind.FLOW, as_at=evidence.as_at)  # fmt: skip
        said.append(one.sentence)
        chart = control_chart(one, title=f"{title}, by month", unit=str(measure.unit), source=_source(evidence))
        pictures.append(picture(chart, group=FROM.get(group, group)))
    if rare:
        said.append(f"Not judged by month, because they are few or a month must be hidden: {', '.join(rare)}.")
    return Part(key=name, heading=f"{measure.title} by source", said=tuple(said), pictures=tuple(pictures))


def _conversion(evidence: Evidence, year: Period) -> Part:
    """By source: the share of contacts that became referrals, and of referrals that led to an assessment, twice."""
    measures = [one for one in ("contacts_leading_to_referral", "referrals_leading_to_assessment", "referrals_nfa") if _held(evidence, one)]  # fmt: skip
    said = (
        "By source, with the twelve months before in brackets after the 95% interval. Referrals are not tied to the "
        "contact they came from, so the two shares are not of the same children.",
    )
    rows, headings = _conversion_rows(evidence, year, measures)
    caption = f"What became of contacts and referrals, {year.label}. {HIDDEN_WORDS}"
    tables: tuple[ChartTable, ...] = (table(caption, headings, rows),) if rows else ()
    return Part(key="conversion", heading="From contact to referral to assessment", said=said, tables=tables)


def _conversion_rows(
    evidence: Evidence, year: Period, measures: Sequence[str]
) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    before = year.a_year_earlier()
    now = {name: _groups(evidence, name, year) for name in measures}
    then = {name: _groups(evidence, name, before) for name in measures}
    names = list(dict.fromkeys(group for groups in now.values() for group in groups))
    rows = [("all sources", *(_share(evidence, name, evidence.result(name, year), evidence.result(name, before)) for name in measures))]  # fmt: skip
    for group in names:
        told = [_share(evidence, name, now[name].get(group), then[name].get(group)) for name in measures]
        rows.append((FROM.get(group, group), *told))
    return rows, ("Source", *(evidence.measure(name).title for name in measures))


def _groups(evidence: Evidence, name: str, period: Period) -> Mapping[str, Result]:
    if not evidence.results.groups(name, period, SOURCES, authority=evidence.authority):
        return {}
    return {one.group: one for one in evidence.groups(name, period, SOURCES)}


def _share(evidence: Evidence, name: str, now: Result | None, then: Result | None) -> str:
    if now is None:
        return ""
    measure = evidence.measure(name)
    between = words.interval_words(now, measure)
    said = words.result_words(now, measure) + (f", {between}" if between else "")
    return said if then is None else f"{said} ({words.result_words(then, measure)})"


def _schools(evidence: Evidence, year: Period) -> Part:
    """Contacts from schools for each day schools are open, so that holidays do not look like change."""
    own = evidence.settings.school_holidays
    said = [SCHOOL_TYPES, school_terms.OWN if own else school_terms.ASSUMED]
    tables: tuple[ChartTable, ...] = ()
    pictures: tuple[Picture, ...] = ()
    if _held(evidence, "contacts"):
        one = per_school_day(evidence)
        if one is not None:
            said.append(one.sentence)
            title = "Contacts from schools for each school day, by month"
            pictures = (
                picture(control_chart(one, title=title, unit="contacts a school day", source=_source(evidence))),
            )
        tables = (_education(evidence, year),)
    return Part(key="schools", heading="Contacts from schools", said=tuple(said), pictures=pictures, tables=tables)


def per_school_day(evidence: Evidence) -> Analysis | None:
    """Contacts from schools a school day, judged by month; months with hardly any school day are left out."""
    own, points = evidence.settings.school_holidays, []
    for one in evidence.series(FROM_SCHOOLS, PeriodKind.MONTH, SHOWN["month"]) if _held(evidence, FROM_SCHOOLS) else ():
        if one.status in (Status.NOT_ENOUGH_HISTORY, Status.NOT_AVAILABLE):
            continue
        days = school_terms.school_days(one.period.start, one.period.end, own)
        if days >= LEAST_SCHOOL_DAYS:
            points.append(point_of(one, (one.numerator or 0.0) / days))
    if not any(point.present for point in points):
        return None
    return judged(points, title="Contacts from schools a school day", decimals=2, kind=SeriesKind.RATE, as_at=evidence.as_at)  # fmt: skip


def _education(evidence: Evidence, year: Period) -> ChartTable:
    """The sources of education as the code list knows them, in this year and the one before."""
    before = year.a_year_earlier()
    now, then = _groups(evidence, "contacts", year), _groups(evidence, "contacts", before)
    measure = evidence.measure("contacts")
    rows = [
        (
            f"{code} {name.lower()}",
            *(words.result_words(one[name], measure) if name in one else "0" for one in (now, then)),
        )
        for code, name in (("2A", SCHOOLS), ("2B", "Education services"))
    ]
    return table(f"Contacts from education. {HIDDEN_WORDS}", ("Source", year.label, before.label), rows)
