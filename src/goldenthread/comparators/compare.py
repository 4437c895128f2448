"""One measure of one authority beside England, its region, its statistical neighbours, a chosen group and its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from goldenthread.comparators.areas import ENGLAND, LONDON, areas, name_of, region_of
from goldenthread.comparators.series import Series
from goldenthread.comparators.standing import Band, Gap, Place, Rank, Trend, band, gap, interval, place, rank, trend
from goldenthread.comparators.store import Figure, Neighbour, Store
from goldenthread.errors import UserError

Cells = Mapping[tuple[str, int], Figure]
SMALLEST = frozenset({"201", "420"})  # City of London and Isles of Scilly: too few children for a rate
NOT_CLOSE = "not close"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target to be compared with, and who set it."""

    value: float
    set_by: str


@dataclass(frozen=True, kw_only=True)
class Local:
    """A figure counted from the authority's own records: its value, counts, interval, period and data date in words.

    `past` are its reporting years, used where the authority has no published ones.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    interval: tuple[float, float] | None
    period: str
    data_date: str
    why_none: str = ""
    same_year: float | None = None
    past: tuple[tuple[int, float | None], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Member:
    """One authority of a list: its name, how close it is where that is told, and its figure."""

    code: str
    name: str
    closeness: str
    figure: Figure | None
    interval: tuple[float, float] | None

    @property
    def value(self) -> float | None:
        """Its value, None when there is none."""
        return self.figure.value if self.figure else None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Authorities compared with as a group: its members and both averages of those that have a value."""

    title: str
    model: str
    members: tuple[Member, ...]
    mean: float | None
    median: float | None
    low: float | None
    high: float | None

    @property
    def used(self) -> int:
        """How many members have a value."""
        return sum(member.value is not None for member in self.members)

    @property
    def distant(self) -> int:
        """How many members are marked as not close."""
        return sum(member.closeness == NOT_CLOSE for member in self.members)

    def average(self, kind: str) -> float | None:
        """The mean or the median, by name."""
        return self.mean if kind == "mean" else self.median


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything one page says about one measure of one authority in one published year."""

    series: Series
    authority: str
    name: str
    year: int
    own: Figure | None
    own_interval: tuple[float, float] | None
    england: Figure | None
    region: Figure | None
    region_name: str
    neighbours: Group | None
    group: Group | None
    past: tuple[Figure, ...]
    england_past: tuple[Figure, ...]
    region_past: tuple[Figure, ...]
    neighbours_past: tuple[tuple[int, float | None], ...]
    band: Band | None
    rank: Rank | None
    place: Place | None
    trend: Trend | None
    gap: Gap | None
    target: Target | None
    local: Local | None
    editions: tuple[str, ...]
    tables: tuple[str, ...]
    average: str

    @property
    def last_known(self) -> Figure | None:
        """The authority's newest published value in an earlier year, where the year compared has none."""
        if self.own is not None and self.own.value is not None:
            return None
        earlier = [one for one in self.past if one.value is not None and one.year < self.year]
        return earlier[-1] if earlier else None


def choose_model(store: Store, asked: str | None) -> str | None:
    """The list of statistical neighbours to use: the one asked for, or the newest; UserError for one not stored."""
    if asked is None:
        return store.models[0] if store.models else None
    if asked not in store.models:
        raise UserError(
            f"There is no list of statistical neighbours of {asked}.",
            remedy=f"Lists stored: {', '.join(store.models)}." if store.models else "Import one first.",
        )
    return asked


def choose_year(series: Series, cells: Cells, authority: str, asked: int | None, not_after: int | None = None) -> int:
    """The year to compare: the one asked for, or the newest in which England has a value.

    An authority whose own newest value is hidden is told so, not compared in an older year; without England, the newest
    year of the authority or of anybody. `not_after` keeps to the years over when a local figure's data were taken,
    where there are any.
    """
    years = sorted({year for (_, year), one in cells.items() if one.value is not None})
    if not years:
        raise UserError(f"Nothing is stored for {series.title} ({series.code}).", remedy="Import the published table.")
    if asked is not None:
        if asked not in years:
            raise UserError(
                f"Nothing is published for {series.title} in {asked}.",
                remedy=f"Years stored: {years[0]} to {years[-1]}.",
            )
        return asked
    years = [year for year in years if not_after is None or year <= not_after] or years
    for area in (ENGLAND, authority):
        own = [year for year in years if (one := cells.get((area, year))) is not None and one.value is not None]
        if own:
            return own[-1]
    return years[-1]


def compare(
    series: Series,
    cells: Cells,
    *,
    authority: str,
    name: str = "",
    year: int,
    neighbours: Sequence[Neighbour] = (),
    model: str = "",
    group: Sequence[str] = (),
    average: str = "median",
    target: Target | None = None,
    local: Local | None = None,
) -> Comparison:
    """Compare one series of one authority in one year; `cells` are its published figures by area and year."""
    own = cells.get((authority, year))
    everyone = _authorities(cells, year)
    values = [one.value for one in everyone.values() if one.value is not None]
    intervals = {code: found for code, one in everyone.items() if (found := interval(series.unit, one))}
    own_interval = interval(series.unit, own) if own else None
    years = sorted({one for _, one in cells})
    past = _past(cells, authority, years)
    known = {one.year: one.value for one in past if one.value is not None and one.year <= year}
    if not known and local is not None:
        known = {when: value for when, value in local.past if value is not None}
    line = trend(known)
    value, below = (own.value, own.denominator) if own else (None, None)
    if local is not None and local.value is not None:
        value, below = local.value, local.denominator
    region_code = _region_with_figures(cells, authority, year)
    ten = _group(f"Statistical neighbours ({model})", model, series, cells, neighbours, year) if neighbours else None
    chosen = [Neighbour(code=code, rank=place_ + 1, closeness="") for place_, code in enumerate(group)]
    england = cells.get((ENGLAND, year))
    shown = [one for one in (own, england, *(member.figure for member in ten.members if ten)) if one] if ten else [
        one for one in (own, england) if one
    ]  # fmt: skip
    comparable = series.between_places and not (series.unit == "per_10k" and authority in SMALLEST)
    return Comparison(
        series=series,
        authority=authority,
        name=name or name_of(authority),
        year=year,
        own=own,
        own_interval=own_interval,
        england=england,
        region=cells.get((region_code, year)) if region_code else None,
        region_name=name_of(region_code) if region_code else "",
        neighbours=ten,
        group=_group("Chosen group", "", series, cells, chosen, year) if chosen else None,
        past=past,
        england_past=_past(cells, ENGLAND, years),
        region_past=_past(cells, region_code, years) if region_code else (),
        neighbours_past=tuple((one, _average_of(cells, neighbours, one, average)) for one in years)
        if neighbours
        else (),
        band=band(own.value, values, series.polarity) if own and comparable else None,
        rank=rank(authority, intervals, series.polarity) if comparable and authority in intervals else None,
        place=place(series.unit, own, list(everyone.values())) if own and comparable else None,
        trend=line,
        gap=gap(
            value,
            below,
            target=target.value,
            polarity=series.polarity,
            unit=series.unit,
            line=line,
            year=year,
            count_children=series.of_children,
        )
        if target
        else None,
        target=target,
        local=local,
        editions=tuple(sorted({one.edition for one in shown})),
        tables=tuple(sorted({one.source_table for one in shown})),
        average=average,
    )


def _authorities(cells: Cells, year: int) -> dict[str, Figure]:
    """The figures of authorities in a year; joint returns count as one, and so are not counted twice."""
    known = areas()
    return {
        area: one
        for (area, when), one in cells.items()
        if when == year and area in known and known[area].kind in ("authority", "joint") and area not in SMALLEST
    }


def _region_with_figures(cells: Cells, authority: str, year: int) -> str | None:
    code = region_of(authority)
    if code and (code, year) not in cells and areas()[code].within == LONDON:
        return LONDON
    return code


def _past(cells: Cells, area: str, years: Sequence[int]) -> tuple[Figure, ...]:
    return tuple(one for year in years if (one := cells.get((area, year))) is not None)


def _group(title: str, model: str, series: Series, cells: Cells, listed: Sequence[Neighbour], year: int) -> Group:
    members = tuple(
        Member(
            code=one.code,
            name=name_of(one.code),
            closeness=one.closeness,
            figure=(figure := cells.get((one.code, year))),
            interval=interval(series.unit, figure) if figure else None,
        )
        for one in listed
    )
    values = [member.value for member in members if member.value is not None]
    return Group(
        title=title,
        model=model,
        members=members,
        mean=fmean(values) if values else None,
        median=median(values) if values else None,
        low=min(values, default=None),
        high=max(values, default=None),
    )


def _average_of(cells: Cells, neighbours: Sequence[Neighbour], year: int, average: str) -> float | None:
    found = [one.value for n in neighbours if (one := cells.get((n.code, year))) is not None and one.value is not None]
    if not found:
        return None
    return fmean(found) if average == "mean" else median(found)
