"""Published values as comparators of our own measures: England, the region and the statistical neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path
from statistics import median

from goldenthread.comparators.areas import ENGLAND, name_of, region_of
from goldenthread.comparators.authority import Comparator
from goldenthread.comparators.compare import choose_model, choose_year
from goldenthread.comparators.series import SERIES, Series
from goldenthread.comparators.store import Figure, Store, open_store

FEWEST_NEIGHBOURS = 3
Cells = Mapping[tuple[str, int], Figure]


def published_comparators(
    folder: Path, authority: str, measures: Collection[str], as_at: dt.date
) -> tuple[Comparator, ...]:
    """What is published for the measures named, of the newest year that was over on the data date.

    Plain numbers are left out: places of different size are not compared by them. A region without a published value
    and a list with fewer than three neighbours that have one are left out too.
    """
    store = open_store(folder)
    wanted = [
        one
        for one in SERIES
        if one.measure in measures and one.breakdown == "all" and one.headline and one.between_places
    ]
    figures = store.figures([one.key for one in wanted])
    last_year = as_at.year if as_at >= dt.date(as_at.year, 3, 31) else as_at.year - 1
    found: list[Comparator] = []
    for series in wanted:
        cells = figures[series.key]
        if any(one.value is not None for one in cells.values()):
            year = choose_year(series, cells, authority, None, last_year)
            found += _of_series(series, cells, store, authority, year)
    return tuple(found)


def _of_series(series: Series, cells: Cells, store: Store, authority: str, year: int) -> list[Comparator]:
    found = []
    for area, kind in ((ENGLAND, "national"), (region_of(authority), "region")):
        figure = cells.get((area, year)) if area else None
        if area and figure is not None and figure.value is not None:
            found.append(_comparator(series, name_of(area), kind, "published value", figure, figure.value))
    model = choose_model(store, None)
    listed = store.neighbours(authority, model) if model else ()
    known = [one for neighbour in listed if (one := cells.get((neighbour.code, year))) and one.value is not None]
    if len(known) >= FEWEST_NEIGHBOURS:
        statistic = f"median of {len(known)} of {len(listed)}, list of {model}"
        middle = median(one.value for one in known if one.value is not None)
        found.append(_comparator(series, "Statistical neighbours", "neighbours", statistic, known[0], middle))
    return found


def _comparator(series: Series, area: str, kind: str, statistic: str, figure: Figure, value: float) -> Comparator:
    return Comparator(
        measure=series.measure,
        area=area,
        kind=kind,
        statistic=statistic,
        year=figure.year,
        value=value,
        source=f"published table {figure.source_table}",
        edition=figure.edition,
    )
