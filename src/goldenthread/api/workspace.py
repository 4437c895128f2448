"""A load opened with its settings and counted: what every output is written from."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from goldenthread.api.charting import analysis_of, chart_of, series_shown
from goldenthread.api.own import cohorts_with
from goldenthread.catalogue import COHORTS
from goldenthread.charts import Chart
from goldenthread.comparators.authority import AuthoritySettings, read_authority
from goldenthread.engines import Engine, EngineChoice, check_choice, open_chosen, open_engine
from goldenthread.errors import InputError, Problem, UserError
from goldenthread.extracts.progress import progress_bar
from goldenthread.loads import Load, engine_files, find_load
from goldenthread.measures import disclosure
from goldenthread.measures.batches import AT_A_TIME, evaluate_in_batches
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.measures.model import Cohort
from goldenthread.measures.results import Block, Results
from goldenthread.papers.evidence import Evidence
from goldenthread.spc.model import Analysis
from goldenthread.spc.rule_sets import DEFAULT
from goldenthread.warehouse import load_of

SETTINGS = "authority.toml"
EMBEDDED = EngineChoice()


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A load, the settings of its authority, and the results counted from it.

    `rows` is the folder in which the rows behind the figures were written while they were counted, if they were.
    """

    load: Load
    settings: AuthoritySettings
    settings_path: Path | None
    results: Results
    cohorts: tuple[Cohort, ...] = COHORTS
    rows: Path | None = None

    @property
    def authority(self) -> str:
        """The authority the settings speak of, or the only one of the load."""
        return self.settings.code

    def evidence(
        self, profile: str = "internal", rules: str = DEFAULT.id, *, judged: dict[Hashable, Analysis] | None = None
    ) -> Evidence:
        """The results as a reader of a profile may see them, for papers and charts.

        `judged` holds series of this load that were judged by the same rules already: readers who see the same points
        are told the same.
        """
        try:
            hiding = disclosure.rules_for(profile)
        except ValueError:
            raise UserError(
                f"There is no profile called {profile}.",
                remedy=f"Choose one of: {', '.join(disclosure.Profile)}.",
            ) from None
        sources = {name: self.source_of(name) for name in self.results.measures}

        known = {} if judged is None else judged

        def analyse(name: str, every: str) -> Analysis:
            points = series_shown(evidence, name, every)
            if (name, every, points) not in known:
                known[name, every, points] = analysis_of(evidence, name, every=every, rules=rules)
            return known[name, every, points]

        def draw(name: str, options: dict[str, str]) -> Chart:
            judged = None if "breakdown" in options else analyse(name, options.get("every", "quarter"))
            return chart_of(evidence, name, options, rules=rules, analysis=judged)

        evidence = Evidence(
            results=self.results,
            settings=self.settings,
            load_id=self.load.id,
            as_at=self.load.as_at,
            authority=self.authority,
            analyse=analyse,
            draw=draw,
            source_of=lambda name: sources[name],
            profile=hiding,
        )
        return evidence

    def source_of(self, measure: str) -> str:
        """The return a measure is counted from, as people call it."""
        table = next(c.table for c in self.cohorts if any(one.id == measure for one in c.measures))
        route = self.load.routes.get(table, {}).get(self.authority, "")
        return SOURCE_NAMES.get(route, route or "not loaded")


SOURCE_NAMES: Mapping[str, str] = {
    "cin": "CIN Census",
    "s903": "SSDA903",
    "ssd": "SSD",
    "annex_a": "Annex A",
    "template": "own template",
}


def open_workspace(
    path: Path,
    settings: Path | None = None,
    *,
    only: frozenset[str] = frozenset(),
    breakdowns: tuple[str, ...] | None = None,
    choice: EngineChoice = EMBEDDED,
    catalogue: Path | None = None,
    keep_counts: bool = False,
    rows: Path | None = None,
) -> Workspace:
    """Open a load (or the latest of a folder), read its settings, count the catalogue.

    `only` limits the measures, `breakdowns` the breakdowns; unknown names are a UserError with those there are.
    `choice` says which engine counts; where it names a database or warehouse, the tables there are counted and not
    those of a load. `catalogue` is a folder of measures of the council's own, counted beside ours. With `keep_counts` the
    counts are kept beside the load, and a later load is counted only where it differs. With `rows` the rows behind the
    figures are written into that folder as they are counted (`children_behind` reads them), where the load is counted
    by the embedded engine in one piece; whether they were is in `Workspace.rows`.
    """
    cohorts = cohorts_with(catalogue)
    _check_names(only, breakdowns, cohorts)
    check_choice(choice)
    wanted: dict[str, Any] = {"only": only, "breakdowns": breakdowns, "cohorts": cohorts}
    if choice.holds_tables:
        with open_chosen(choice, {}) as engine:
            load = load_of(engine.coverage, choice.schema or "public")
            return _workspace(load, settings, cohorts, lambda own: count_with(engine, load, own, **wanted))
    load = find_load(path)
    if keep_counts:
        return _workspace(load, settings, cohorts, lambda own: _count_kept(load, own, choice, **wanted))
    if rows is None or not _in_one_piece(load, choice):
        return _workspace(load, settings, cohorts, lambda own: _count_chosen(load, own, choice, **wanted))
    space = _workspace(load, settings, cohorts, lambda own: _count_keeping_rows(load, own, choice, rows, **wanted))
    return replace(space, rows=rows)


def _count_keeping_rows(
    load: Load, settings: AuthoritySettings, choice: EngineChoice, folder: Path, **wanted: Any
) -> Results:
    """Count a load and write the rows behind its figures, each cohort's rows made once for both."""
    from goldenthread.api.row_store import keeping

    with (
        open_chosen(choice, engine_files(load)) as engine,
        keeping(engine, load, scope_of(load, settings), folder) as keeper,
    ):
        return count_with(engine, load, settings, around=keeper.kept, **wanted)


def _count_kept(
    load: Load,
    settings: AuthoritySettings,
    choice: EngineChoice,
    *,
    only: frozenset[str],
    breakdowns: tuple[str, ...] | None,
    cohorts: tuple[Cohort, ...],
) -> Results:
    from goldenthread.api.keeping import count_kept

    if choice.engine != "duckdb":
        raise UserError("Counts are kept for the embedded engine only.", remedy="Leave out --engine or --keep-counts.")
    results, said = count_kept(load, cohorts, scope_of(load, settings, breakdowns=breakdowns))
    print(said, file=sys.stderr)
    return Results(block for name, block in results.blocks.items() if not only or name in only)


def _count_chosen(
    load: Load,
    settings: AuthoritySettings,
    choice: EngineChoice,
    *,
    only: frozenset[str],
    breakdowns: tuple[str, ...] | None,
    cohorts: tuple[Cohort, ...],
) -> Results:
    """Count a load on the engine chosen; many authorities in process a few at a time, where the load is laid out so."""
    files = engine_files(load)
    if choice.engine != "duckdb" or _in_one_piece(load, choice):
        with open_chosen(choice, files) as engine:
            return count_with(engine, load, settings, only=only, breakdowns=breakdowns, cohorts=cohorts)
    scope = scope_of(load, settings, breakdowns=breakdowns)
    with progress_bar("Counting authorities", len(scope.authorities)) as advance:
        return evaluate_in_batches(
            lambda areas: open_chosen(replace(choice, authorities=areas), files),
            cohorts,
            scope,
            only=only,
            progress=advance,
        )


def _in_one_piece(load: Load, choice: EngineChoice) -> bool:
    """Whether the embedded engine counts all authorities of a load at once."""
    return choice.engine == "duckdb" and (not load.is_partitioned or len(load.authorities) <= AT_A_TIME)


def _workspace(
    load: Load, settings: Path | None, cohorts: tuple[Cohort, ...], count: Callable[[AuthoritySettings], Results]
) -> Workspace:
    place = find_settings(load, settings)
    measures = {measure.id: measure for cohort in cohorts for measure in cohort.measures}
    chosen = read_authority(place, measures=measures) if place else _without_settings(load)
    if chosen.code not in load.authorities:
        raise InputError(
            Problem(
                what=f"The settings are for authority {chosen.code}, the load holds {', '.join(load.authorities)}.",
                remedy="Name the right settings with --settings.",
                file=str(place or ""),
                code="other_authority",
            )
        )
    return Workspace(
        load=load,
        settings=chosen,
        settings_path=place,
        results=count(chosen),
        cohorts=cohorts,
    )


def count_load(
    load: Load,
    settings: AuthoritySettings,
    *,
    only: frozenset[str] = frozenset(),
    breakdowns: tuple[str, ...] | None = None,
) -> Results:
    """Count the catalogue over a load."""
    with open_engine(engine_files(load)) as engine:
        return count_with(engine, load, settings, only=only, breakdowns=breakdowns)


def count_with(
    engine: Engine,
    load: Load,
    settings: AuthoritySettings,
    *,
    only: frozenset[str] = frozenset(),
    breakdowns: tuple[str, ...] | None = None,
    cohorts: tuple[Cohort, ...] = COHORTS,
    around: Callable[[Cohort], AbstractContextManager[None]] | None = None,
) -> Results:
    """Count the catalogue over the tables that are open on an engine; each cohort is counted within `around` it, if any."""
    scope = scope_of(load, settings, breakdowns=breakdowns)
    blocks: list[Block] = []
    with progress_bar("Counting", len(cohorts)) as advance:
        if around is None:
            return evaluate(engine, cohorts, scope, only=only, done=lambda: advance(1))
        for cohort in cohorts:
            with around(cohort):
                blocks += evaluate(engine, [cohort], scope, only=only).blocks.values()
            advance(1)
    return Results(blocks)


def scope_of(load: Load, settings: AuthoritySettings, *, breakdowns: tuple[str, ...] | None = None) -> Scope:
    """What of a load is counted: its authorities from the first day any source covers to the data date."""
    covers = load.covers()
    starts = [day for areas in covers.values() for day in areas.values()]
    first = min(starts, default=load.as_at).replace(day=1)
    return Scope(
        as_at=load.as_at,
        authorities=load.authorities,
        covers_from=covers,
        population={settings.code: settings.population},
        first=max(first, dt.date(2005, 4, 1)),
        breakdowns=breakdowns,
        routes=load.routes,
    )


def find_settings(load: Load, given: Path | None) -> Path | None:
    """The settings named, or authority.toml in the load's folder, its parent, or the working folder."""
    if given is not None:
        return given
    places = (load.path.parent / SETTINGS, load.path.parent.parent / SETTINGS, Path(SETTINGS))
    return next((place for place in places if place.is_file()), None)


def _without_settings(load: Load) -> AuthoritySettings:
    if len(load.authorities) > 1:
        raise InputError(
            Problem(
                what=f"The load holds {len(load.authorities)} authorities and there is no {SETTINGS}.",
                remedy="Write one for the authority you mean, or name it with --settings.",
                code="no_settings",
            )
        )
    return AuthoritySettings(
        code=load.authorities[0] if load.authorities else "",
        name=f"Authority {load.authorities[0]}" if load.authorities else "No authority",
        service="Children's social care",
        kind="",
        made_up=bool(load.manifest.get("made_up")),
        population={},
        population_source="",
        targets=(),
        comparators=(),
    )


def _check_names(only: frozenset[str], breakdowns: tuple[str, ...] | None, cohorts: tuple[Cohort, ...]) -> None:
    from difflib import get_close_matches

    problems = []
    measures = [measure.id for cohort in cohorts for measure in cohort.measures]
    for name in sorted(only - set(measures)):
        near = get_close_matches(name, measures, n=3)
        remedy = f"Did you mean {' or '.join(near)}?" if near else "`goldenthread catalogue` lists them all."
        problems.append(Problem(what=f"There is no measure called {name}.", remedy=remedy))
    known = {"all", *(b for cohort in cohorts for b in cohort.counted_by)}
    problems += [
        Problem(what=f"There is no breakdown called {name}.", remedy=f"Breakdowns are: {', '.join(sorted(known))}.")
        for name in breakdowns or ()
        if name not in known
    ]
    if problems:
        raise UserError(problems)
