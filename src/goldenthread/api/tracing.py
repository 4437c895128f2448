"""From a figure of a paper back to its definition, its counts, the query that made them, and the files it came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from goldenthread.api.outputs import FIGURES
from goldenthread.api.workspace import Workspace, open_workspace, scope_of
from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.engines import open_engine
from goldenthread.errors import InputError, Problem, UserError
from goldenthread.loads import engine_files
from goldenthread.measures.count import count_sql
from goldenthread.measures.evaluate import context_of
from goldenthread.measures.model import Measure
from goldenthread.papers import words
from goldenthread.periods import long_date, parse_period


def trace(figure: str, *, report: Path, load: Path | None = None) -> Iterator[str]:
    """Follow a figure (F07) or a measure back; the counts are made again from the load and compared."""
    listed = _listed(report)
    stated = [one for one in listed["figures"] if figure in (one["id"], one["measure"])]
    if not stated:
        raise UserError(
            f"The paper has no figure {figure}.",
            remedy=f"It has {listed['figures'][0]['id']} to {listed['figures'][-1]['id']}; see {report / FIGURES}.",
        )
    settings = report / listed["settings_path"] if listed["settings_path"] else None
    names = frozenset(one["measure"] for one in stated)
    breakdowns = tuple({one["breakdown"] for one in stated})
    space = open_workspace(load or report / listed["load_path"], settings, only=names, breakdowns=breakdowns)
    for one in stated:
        yield from _figure(one, space)
    for name in sorted(names):
        yield from _definition(MEASURES[name])
        yield from _origin(name, space)


def _listed(report: Path) -> dict[str, Any]:
    place = report / FIGURES
    try:
        listed = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            Problem(
                what="There is no list of figures here.",
                remedy="Give the folder the report was written to with --report.",
                file=str(place),
            )
        ) from None
    except ValueError:
        raise InputError(Problem(what="The list of figures cannot be read.", file=str(place))) from None
    return dict(listed)


def _figure(one: Mapping[str, Any], space: Workspace) -> Iterator[str]:
    measure = MEASURES[one["measure"]]
    period = parse_period(one["period"])
    where = "" if one["breakdown"] == "all" else f", {one['breakdown']} {one['group']}"
    yield f"{one['id']}: {one['text']}"
    yield f"  {measure.code} {measure.title} ({one['show']}), {period.label}{where}"
    counts = one["counts"]
    for before in counts[-1:] if len(counts) == 1 else counts:
        result = space.results.get(
            one["measure"],
            parse_period(before["period"]),
            breakdown=one["breakdown"],
            group=one["group"],
            authority=space.authority,
        )
        if result is None:
            yield f"  {before['period']}: nothing is counted now"
            continue
        if before["numerator"] is None and result.numerator is not None:
            same = "hidden in the paper"
        else:
            same = "the same when counted again" if before["numerator"] == result.numerator else "DIFFERENT now"
        counted = words.counts_words(result, measure) or words.result_words(result, measure)
        yield f"  {result.period.label}: {words.result_words(result, measure)}, counted {counted}: {same}"


def _definition(measure: Measure) -> Iterator[str]:
    yield f"Definition: {measure.code} {measure.title}, version {measure.version} from {long_date(measure.valid_from)}"
    yield f"  {measure.meaning}"
    yield f"  {measure.how}"
    yield f"  Source of the definition: {measure.source}"


def _origin(name: str, space: Workspace) -> Iterator[str]:
    cohort = COHORT_OF[name]
    route = space.load.routes.get(cohort.table, {}).get(space.authority, "")
    yield f"Load {space.load.id} at {space.load.path}, data at {long_date(space.load.as_at)}"
    yield f"  Counted from {space.source_of(name)}:"
    for source in space.load.manifest["sources"]:
        rows = source["rows"].get(cohort.table)
        if rows and source["source"] == route:
            yield f"    {source['name']}: {rows:,} rows of {cohort.table}, SHA-256 {source['sha256'][:12]}"
    with open_engine(engine_files(space.load)) as engine:
        yield "Query:"
        yield count_sql(engine, cohort, context_of(cohort, scope_of(space.load, space.settings)))
