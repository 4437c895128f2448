"""Importing published statistics, and comparing an authority with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from goldenthread.api.workspace import Workspace, open_workspace
from goldenthread.comparators.areas import find_area, name_of
from goldenthread.comparators.compare import Comparison, Local, Target, choose_model, choose_year, compare
from goldenthread.comparators.importing import import_files
from goldenthread.comparators.series import SERIES, Series, find_series
from goldenthread.comparators.store import Figure, Store, open_store
from goldenthread.errors import UserError
from goldenthread.papers.comparing import Shown, show
from goldenthread.papers.comparing_html import render_all, render_comparison
from goldenthread.papers.comparing_terminal import render_all_text, render_comparison_text
from goldenthread.papers.comparing_xlsx import render_comparison_workbook
from goldenthread.papers.evidence import Evidence
from goldenthread.papers.panel import MADE_UP
from goldenthread.periods import PeriodKind, long_date, period_ending

AVERAGES = ("median", "mean")
_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Against:
    """What to compare with: the store, the authority (a code or a name; the load's own when empty) and the choices.

    `year` is a published year, `group` other authorities by code or name, `model` the list of statistical neighbours,
    `edition` the newest edition to use, `average` median or mean.
    """

    comparators: Path
    authority: str = ""
    year: int | None = None
    group: tuple[str, ...] = ()
    model: str | None = None
    edition: str | None = None
    average: str = "median"
    load: Path | None = None
    settings: Path | None = None
    profile: str = "internal"


def import_comparators(
    paths: Sequence[Path], *, into: Path, edition: str | None = None, skip_bad: bool = False
) -> Iterator[str]:
    """Import published files into a folder; says what each was, what was set aside and where it was put."""
    imported = import_files(paths, into, edition=edition, skip_bad=skip_bad)
    for name, what, rows in imported.read:
        yield f"{name}: {what}, {rows:,} rows"
    for problem in imported.ignored:
        yield f"Left out: {problem}"
    for problem in imported.aside[:_SHOWN]:
        yield f"Set aside: {problem}"
    if len(imported.aside) > _SHOWN:
        yield f"... and {len(imported.aside) - _SHOWN:,} more, all listed in the manifest."
    yield from _held(imported.store)


def describe_comparators(folder: Path) -> Iterator[str]:
    """What comparators a folder holds: imports, editions, lists of neighbours."""
    yield from _held(open_store(folder))


def _held(store: Store) -> Iterator[str]:
    for one in store.imports:
        kinds = ", ".join(f"{entry['rows']:,} {kind}" for kind, entry in one.manifest["files"].items())
        yield f"{one.path}: {kinds}; {len(one.manifest['set_aside']):,} set aside"
    yield f"Editions: {', '.join(store.editions) or 'none'}. Neighbour lists: {', '.join(store.models) or 'none'}."


def compare_measure(
    measure: str, against: Against, *, part: str | None = None, unit: str | None = None, output: Path | None = None
) -> str:
    """Compare one measure (our id, or a published code); text for the terminal, and a file when `output` is named."""
    series = find_series(measure, part, unit)
    store = open_store(against.comparators)
    space = _workspace(against, (series,))
    cells = store.figures([series.key], up_to=_edition(store, against))
    shown = show(_compared(series, cells[series.key], store, against, space))
    if output is not None:
        _write(output, [shown], space)
    said = render_comparison_text(shown)
    return f"{said}Written to {output}" if output is not None else said.rstrip("\n")


def compare_all(against: Against, *, output: Path | None = None) -> str:
    """Compare every published series that has a headline; the small charts go to `output` (.html or .xlsx)."""
    store = open_store(against.comparators)
    wanted = tuple(series for series in SERIES if series.headline)
    space = _workspace(against, wanted)
    figures = store.figures([series.key for series in wanted], up_to=_edition(store, against))
    shown = []
    for series in wanted:
        cells = figures[series.key]
        if any(one.value is not None and (against.year in (None, year)) for (_, year), one in cells.items()):
            shown.append(show(_compared(series, cells, store, against, space), large=False))
    if not shown:
        raise UserError("Nothing is stored to compare with.", remedy="Import the published tables first.")
    if output is not None:
        _write(output, shown, space, together=True)
    said = render_all_text(shown)
    return f"{said}Written to {output}" if output is not None else said.rstrip("\n")


def _write(output: Path, shown: Sequence[Shown], space: Workspace | None, *, together: bool = False) -> None:
    kind = output.suffix.lower()
    banner = MADE_UP if space is not None and space.settings.made_up else ""
    if kind not in (".html", ".xlsx"):
        raise UserError(f"{output} is neither .html nor .xlsx.", remedy="Name the file with one of those endings.")
    output.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".xlsx":
        output.write_bytes(render_comparison_workbook(shown))
    else:
        page = render_all(shown, banner=banner) if together else render_comparison(shown[0], banner=banner)
        output.write_text(page, encoding="utf-8", newline="\n")


def _edition(store: Store, against: Against) -> str | None:
    if against.edition is None:
        return None
    if against.edition not in store.editions:
        raise UserError(
            f"There is no edition {against.edition}.", remedy=f"Editions stored: {', '.join(store.editions)}."
        )
    return against.edition


def _workspace(against: Against, wanted: Sequence[Series]) -> Workspace | None:
    if against.average not in AVERAGES:
        raise UserError(f"There is no average called {against.average}.", remedy="Choose median or mean.")
    if against.load is None:
        return None
    ours = frozenset(series.measure for series in wanted if series.measure)
    if not ours:
        return open_workspace(against.load, against.settings, only=frozenset({"referrals"}), breakdowns=("all",))
    breakdowns = tuple(sorted({"all", *(series.breakdown for series in wanted)}))
    return open_workspace(against.load, against.settings, only=ours, breakdowns=breakdowns)


def _compared(
    series: Series, cells: dict[tuple[str, int], Figure], store: Store, against: Against, space: Workspace | None
) -> Comparison:
    authority = find_area(against.authority) if against.authority else space.authority if space else ""
    if not authority:
        raise UserError("Which authority?", remedy="Name it with --authority, or give its load with --load.")
    own = space is not None and space.authority == authority
    model = choose_model(store, against.model)
    return compare(
        series,
        cells,
        authority=authority,
        name=space.settings.name if own and space else name_of(authority),
        year=choose_year(series, cells, authority, against.year, _last_year_over(space) if space else None),
        neighbours=store.neighbours(authority, model) if model else (),
        model=model or "",
        group=_group(authority, against.group),
        average=against.average,
        target=_target(series, space) if own and space else None,
        local=_local(series, space, against) if own and space else None,
    )


def _group(authority: str, chosen: Sequence[str]) -> tuple[str, ...]:
    """The codes of a chosen group, each once; UserError when the authority itself is among them."""
    codes = tuple(dict.fromkeys(find_area(one) for one in chosen))
    if authority in codes:
        raise UserError(
            f"{name_of(authority)} cannot be in the group it is compared with.", remedy="Name other authorities."
        )
    return codes


def _last_year_over(space: Workspace) -> int:
    """The newest reporting year that was over on the data date."""
    as_at = space.load.as_at
    return as_at.year if as_at >= dt.date(as_at.year, 3, 31) else as_at.year - 1


def _target(series: Series, space: Workspace) -> Target | None:
    if not series.measure or series.breakdown != "all":
        return None
    found = space.settings.target_for(series.measure, space.load.as_at)
    return Target(value=found.value, set_by=found.set_by) if found and found.value is not None else None


def _local(series: Series, space: Workspace, against: Against) -> Local | None:
    """The figure counted from the load for the newest period a headline states, as the reader may see it."""
    if not series.measure or series.measure not in space.results.measures:
        return None
    evidence = space.evidence(against.profile)
    if not any(key[0] == space.authority for key in space.results.blocks[series.measure].keys):
        return None
    period = evidence.headline_period(series.measure)
    try:
        found = evidence.result(series.measure, period, breakdown=series.breakdown, group=series.group)
    except UserError:  # a group that nobody is in
        return None
    return Local(
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        interval=found.interval,
        period=period.label,
        data_date=long_date(space.load.as_at),
        why_none=str(found.status),
        same_year=_same_year(series, evidence, against),
        past=_own_past(series, evidence),
    )


def _own_past(series: Series, evidence: Evidence) -> tuple[tuple[int, float | None], ...]:
    """The reporting years counted here, as the reader may see them."""
    if series.breakdown != "all" or series.code.startswith("WF"):
        return ()
    years = evidence.series(series.measure, PeriodKind.REPORTING_YEAR, 12)
    return tuple((one.period.end.year, one.value) for one in years)


def _same_year(series: Series, evidence: Evidence, against: Against) -> float | None:
    """The value counted here for the reporting year asked for, to hold against the one published for it."""
    if against.year is None or series.code.startswith("WF") or series.breakdown != "all":
        return None
    year = period_ending(PeriodKind.REPORTING_YEAR, dt.date(against.year, 3, 31))
    if evidence.results.get(series.measure, year, authority=evidence.authority) is None:
        return None
    return evidence.result(series.measure, year).value
