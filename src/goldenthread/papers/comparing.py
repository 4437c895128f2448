"""A comparison in words: lines of a table, sentences, cautions and what was used, the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor

from goldenthread.charts.bars import Bar, bars_chart
from goldenthread.charts.model import Chart, ChartTable
from goldenthread.charts.multiples import Line, SmallChart, small_chart
from goldenthread.comparators.compare import SMALLEST, Comparison, Group
from goldenthread.comparators.flags import words as flag_words
from goldenthread.comparators.published import decimals_of
from goldenthread.comparators.series import UNIT_WORDS, Series
from goldenthread.comparators.standing import FEWEST_YEARS, interval
from goldenthread.comparators.store import Figure
from goldenthread.measures.model import Polarity
from goldenthread.papers.words import rounded
from goldenthread.spc.funnels import FunnelLabel

_BANDS = {"A": "the best quarter", "B": "the second best quarter", "C": "the third quarter", "D": "the worst quarter"}
_FUNNEL = {
    FunnelLabel.HIGH_OUTER: "above the 99.8% limit",
    FunnelLabel.HIGH_INNER: "above the 95% limit, within the 99.8% limit",
    FunnelLabel.WITHIN: "within the 95% limits: no more than chance explains",
    FunnelLabel.LOW_INNER: "below the 95% limit, within the 99.8% limit",
    FunnelLabel.LOW_OUTER: "below the 99.8% limit",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table: who, the value as a number and in words, counts, interval, and what it is from."""

    who: str
    value: float | None
    words: str
    counts: str = ""
    interval: str = ""
    source: str = ""
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A comparison as a reader sees it."""

    comparison: Comparison
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    members: tuple[ChartTable, ...]
    lines: SmallChart | None
    bars: Chart | None

    @property
    def verdict(self) -> str:
        """The first sentence, for a list of many."""
        return self.sentences[0] if self.sentences else ""


def writer(series: Series) -> Callable[[float], str]:
    """Writes values of a series with their unit."""
    places = decimals_of(series.code, series.unit)
    after = {
        "pct": "%",
        "per_10k": " per 10,000",
        "pct_of_disabled": "%",
        "pct_not_in_touch": "%",
        "wd": " working days",
    }
    return lambda value: f"{rounded(value, places)}{after.get(series.unit, '')}"


def show(comparison: Comparison, *, charts: bool = True, large: bool = True) -> Shown:
    """Put a comparison into words; `charts` draws it, `large` for a page of its own."""
    series = comparison.series
    unit = UNIT_WORDS[series.unit]
    return Shown(
        comparison=comparison,
        title=series.title,
        subtitle=f"{series.code}{f', part {series.part}' if series.part else ''}; {unit}; {series.polarity}",
        rows=tuple(_rows(comparison)),
        sentences=tuple(_sentences(comparison)),
        cautions=tuple(_cautions(comparison)),
        members=tuple(_members(group, comparison) for group in (comparison.neighbours, comparison.group) if group),
        lines=_lines(comparison, large=large) if charts else None,
        bars=_bars(comparison) if charts and large else None,
    )


def _figure_row(who: str, figure: Figure | None, series: Series, source: str = "") -> Row:
    if figure is None:
        return Row(who=who, value=None, words="not published")
    told = source or f"published, year ending {figure.year}, edition {figure.edition}, table {figure.source_table}"
    found = interval(series.unit, figure)
    return Row(
        who=who,
        value=figure.value,
        words=writer(series)(figure.value) if figure.value is not None else flag_words(figure.flag),
        counts=_counts(figure.numerator, figure.denominator, series),
        interval=_between(found, series),
        source=told,
        numerator=figure.numerator,
        denominator=figure.denominator,
    )


def _counts(numerator: float | None, denominator: float | None, series: Series) -> str:
    if numerator is None or denominator is None or series.unit == "n":
        return ""
    return f"{numerator:,.0f} of {denominator:,.0f}"


def _between(found: tuple[float, float] | None, series: Series) -> str:
    if found is None:
        return ""
    places = max(1, decimals_of(series.code, series.unit))
    return f"{rounded(found[0], places)} to {rounded(found[1], places)}"


def _rows(one: Comparison) -> Iterator[Row]:
    series, write = one.series, writer(one.series)
    if one.local is not None:
        local = one.local
        yield Row(
            who=f"{one.name}, counted here",
            value=local.value,
            words=write(local.value) if local.value is not None else local.why_none,
            counts=_counts(local.numerator, local.denominator, series),
            interval=_between(local.interval, series),
            source=f"{local.period}, data at {local.data_date}",
            numerator=local.numerator,
            denominator=local.denominator,
        )
        if local.same_year is not None:
            yield Row(
                who=f"{one.name}, counted here for the published year",
                value=local.same_year,
                words=write(local.same_year),
                source=f"year ending {one.year}, data at {local.data_date}",
            )
    yield _figure_row(f"{one.name}, published", one.own, series)
    yield _figure_row("England", one.england, series)
    if one.region_name:
        yield _figure_row(one.region_name, one.region, series)
    for group in (one.neighbours, one.group):
        if group is None:
            continue
        used = f"{group.used} of {len(group.members)} have a value"
        whole = f"{group.title.split(' (')[0]}"
        for name, value in (("median", group.median), ("mean", group.mean)):
            yield Row(
                who=f"{whole}, {name}",
                value=value,
                words=write(value) if value is not None else "none has a value",
                source=f"list of {group.model}, {used}" if group.model else used,
            )


def _sentences(one: Comparison) -> Iterator[str]:
    yield from _against(one)
    if one.band is not None:
        yield (
            f"It is in band {one.band.letter}, {_BANDS[one.band.letter]} of {one.band.of} authorities "
            f"({one.series.polarity})."
        )
    elif one.series.polarity is Polarity.NEUTRAL:
        yield "It has no agreed good direction, so it has no quarter and no verdict."
    if one.rank is not None:
        first = "lowest" if one.rank.lowest_first else "highest"
        yield (
            f"Its place is between {_ordinal(one.rank.first)} and {_ordinal(one.rank.last)} of {one.rank.of} "
            f"(1st is the {first}): its 95% interval overlaps those of the rest."
            if one.rank.first != one.rank.last
            else f"It is {_ordinal(one.rank.first)} of {one.rank.of} (1st is the {first}); no other interval overlaps it."
        )
    if one.place is not None:
        yield (
            f"On the funnel of all authorities (baseline {writer(one.series)(one.place.baseline)}; limits for a place of "
            f"its size {_between(one.place.inner, one.series)} at 95%, {_between(one.place.outer, one.series)} at 99.8%) "
            f"it lies {_FUNNEL[one.place.label]}; {one.place.outside} of {one.place.of} authorities lie beyond the 99.8% "
            "limits."
        )
    yield _trend(one)
    yield from _gap(one)


def _against(one: Comparison) -> Iterator[str]:
    """How the newest figure, counted here if there is one, stands against England and the neighbours."""
    write = writer(one.series)
    value, found, what = (one.own.value if one.own else None), one.own_interval, f"in {one.year}"
    if one.local is not None and one.local.value is not None:
        value, found, what = one.local.value, one.local.interval, f"({one.local.period}, counted here)"
    if value is None:
        yield f"{one.name} has no published value in {one.year}" + (
            f": {flag_words(one.own.flag)}." if one.own and one.own.flag else "."
        )
        if one.last_known is not None and one.last_known.value is not None:
            yield f"Its newest published value is {write(one.last_known.value)} in {one.last_known.year}."
        return
    parts = []
    if one.england and one.england.value is not None and one.series.between_places:
        unsure = (f" in {one.year}" if one.local else "") + ("" if found else "; no interval")
        parts.append(f"{_than(value, found, one.england.value)} England ({write(one.england.value)}{unsure})")
    middle = one.neighbours.average(one.average) if one.neighbours and one.series.between_places else None
    if middle is not None:
        side = "the same as" if value == middle else "above" if value > middle else "below"
        parts.append(f"{side} the {one.average} of its statistical neighbours ({write(middle)})")
    yield f"{one.name} was {write(value)} {what}" + (f": {', and '.join(parts)}." if parts else ".")


def _than(value: float, found: tuple[float, float] | None, other: float) -> str:
    if found is None:
        return "equal to" if value == other else "above" if value > other else "below"
    if found[0] > other:
        return "higher than"
    return "lower than" if found[1] < other else "similar to"


def _trend(one: Comparison) -> str:
    line = one.trend
    kind = "published years" if any(figure.value is not None for figure in one.past) else "years counted here,"
    if line is None:
        return f"There are fewer than {FEWEST_YEARS} {kind.rstrip(',')}, so no trend is told."
    change = "risen" if line.slope > 0 else "fallen"
    between = f"{line.lower:+.2f} to {line.upper:+.2f}"
    if not line.real:
        return f"Over {line.years} {kind} to {line.last} there is no sure trend (change a year {between})."
    return f"Over {line.years} {kind} to {line.last} it has {change} by {abs(line.slope):.2f} a year (95% interval {between})."


def _gap(one: Comparison) -> Iterator[str]:
    if one.gap is None or one.target is None:
        return
    write = writer(one.series)
    goal = f"the target of {write(one.gap.target)} (set by {one.target.set_by})"
    if not one.gap.short:
        yield f"It meets {goal}."
        return
    more = "fewer" if one.series.polarity is Polarity.LOW else "more"
    unit = " points" if one.series.unit == "pct" else ""
    short = f"{rounded(one.gap.short, 1)}{unit}"
    children = f", {one.gap.children:,} {more} children or cases" if one.gap.children else ""
    yield f"It is {short} from {goal}{children}."
    if one.gap.reached is None:
        yield "The target would not be reached on this trend."
    else:
        likely, early, late = one.gap.reached
        span = f"between {early} and {late}" if late is not None else f"not before {early}, or not within ten years"
        yield f"If that trend went on, it would be reached about {likely} ({span})."


def _cautions(one: Comparison) -> Iterator[str]:
    ten = one.neighbours
    if ten is not None and ten.used < len(ten.members):
        yield f"Only {ten.used} of its {len(ten.members)} statistical neighbours have a value."
    if ten is not None and ten.distant > len(ten.members) / 2:
        yield f"{ten.distant} of its {len(ten.members)} statistical neighbours are not close."
    value = one.own.value if one.own else None
    if ten is not None and ten.mean is not None and ten.median is not None and value is not None:
        between = (value > ten.mean) != (value > ten.median)
        if between and one.series.between_places:
            yield "Above or below its neighbours depends on the average: it lies between their mean and their median."
    if one.neighbours is None:
        yield "It has no list of statistical neighbours."
    if not one.series.between_places:
        yield "A number tells how large a place is; compare the rate or the share between places."
    if one.series.unit == "per_10k" and one.authority in SMALLEST:
        yield "So few children live here that a rate is not reliable."
    if len(one.editions) > 1:
        yield f"The figures are of several editions: {', '.join(one.editions)}."
    if one.local is not None:
        yield (
            f"The period counted here is {one.local.period}; the published year ends in {one.year}. "
            "Published figures are annual and 6 to 18 months old."
        )


def _members(group: Group, one: Comparison) -> ChartTable:
    write = writer(one.series)
    rows = tuple(
        (
            str(place),
            f"{member.name} ({member.code})",
            member.closeness or "not told",
            write(member.value)
            if member.value is not None
            else (flag_words(member.figure.flag) if member.figure else "not published"),
            _between(member.interval, one.series),
        )
        for place, member in enumerate(group.members, start=1)
    )
    return ChartTable(
        caption=f"{group.title}, year ending {one.year}",
        headings=("No.", "Authority", "Closeness", "Value", "95% interval"),
        rows=rows,
    )


def _lines(one: Comparison, *, large: bool) -> SmallChart | None:
    def line(name: str, figures: tuple[Figure, ...], style: int = 0) -> Line:
        return Line(name=name, values=tuple((figure.year, figure.value) for figure in figures), style=style)

    lines = [line(one.name, one.past)]
    if not lines[0].known and one.local is not None:
        lines = [Line(name=f"{one.name}, counted here", values=one.local.past)]
    if one.series.between_places:  # numbers of England beside those of one place would flatten them
        lines.append(line("England", one.england_past, 1))
        if one.region_name:
            lines.append(line(one.region_name, one.region_past, 2))
    if one.neighbours is not None and one.series.between_places:
        lines.append(Line(name=f"Neighbours ({one.average})", values=one.neighbours_past, style=3))
    size = {"width": 480, "height": 270, "letters": 15} if large else {}
    unit = UNIT_WORDS[one.series.unit]
    return small_chart(lines, title=one.series.title, unit=unit, write=writer(one.series), **size)


def _bars(one: Comparison) -> Chart | None:
    shown = [(one.name, one.own, one.own_interval, True)]
    drawn: set[str] = set()
    for group in (one.neighbours, one.group):
        # A neighbour that was also chosen for the group is one authority, and one bar.
        members = [member for member in (group.members if group else ()) if member.code not in drawn]
        shown += [(member.name, member.figure, member.interval, False) for member in members]
        drawn |= {member.code for member in members}
    bars = [
        Bar(
            name=name,
            value=figure.value if figure else None,
            lower=found[0] if found else None,
            upper=found[1] if found else None,
            counts=_counts(figure.numerator, figure.denominator, one.series) if figure else "",
            shaded=own,
        )
        for name, figure, found, own in shown
    ]
    if not one.series.between_places or sum(bar.value is not None for bar in bars) < 2:
        return None
    england = one.england.value if one.england else None
    return bars_chart(
        bars,
        title=f"{one.series.title}, year ending {one.year}",
        unit=UNIT_WORDS[one.series.unit],
        write=writer(one.series),
        source=f"Published figures, edition {' and '.join(one.editions)}. In the order of the list, not ranked.",
        reference=("England", england) if england is not None else None,
    )


def _ordinal(number: int) -> str:
    ending = "th" if floor(number / 10) % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
