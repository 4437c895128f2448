"""Measures of a council's own: Python files beside ours, read, checked all together, and counted with the rest.

A file names its cohorts in `COHORTS`, made whole or with `extend` from one of ours. Files are run as Python: read only
folders you trust.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from goldenthread.catalogue import COHORTS, MEASURES
from goldenthread.catalogue.problems import find_problems
from goldenthread.errors import DefinitionError, Problem
from goldenthread.measures.model import Cohort, CountContext, Measure
from goldenthread.tables import TABLES

REVIEW_AFTER_DAYS = 730
_TEMPLATE = "See docs/how-to/add-a-measure.md for a file that works."
_OURS = {cohort.id: cohort for cohort in COHORTS}


def extend(
    cohort: str,
    *,
    id: str,  # noqa: A002 (the field's own name)
    measures: Sequence[Measure],
    columns: Callable[[Any], Mapping[str, Any]] | None = None,
    title: str = "",
) -> Cohort:
    """A cohort of the same things as one of ours, with further 0/1 columns and measures over them.

    `cohort` is the id of one of ours. `columns(rows)` gives the further columns as Ibis expressions over its rows; for
    stock they are made on each day. DefinitionError when there is no such cohort.
    """
    if cohort not in _OURS:
        raise DefinitionError(
            f"There is no cohort called {cohort}.", remedy=f"Cohorts are: {', '.join(sorted(_OURS))}."
        )
    base = _OURS[cohort]

    def rows(engine: Any, context: CountContext) -> Any:
        made = base.rows(engine, context)
        return made if columns is None else made.mutate(**columns(made))

    def on_day(spells: Any, engine: Any, context: CountContext) -> Any:
        made = spells if base.on_day is None else base.on_day(spells, engine, context)
        return made if columns is None else made.mutate(**columns(made))

    extended = replace(base, id=id, title=title or base.title, measures=tuple(measures))
    return replace(extended, on_day=on_day) if base.on_day else replace(extended, rows=rows)


def read_catalogue(folder: Path, *, today: dt.date) -> tuple[tuple[Cohort, ...], tuple[Problem, ...]]:
    """The cohorts of a folder (or of one file) and the warnings about them.

    Every mistake of every file is told in one DefinitionError: the file, the measure, what is wrong and what to do.
    """
    files = _files(folder)
    cohorts: list[Cohort] = []
    problems: list[Problem] = []
    for path in files:
        found, wrong = _read_file(path, today)
        clash = [_clash(path, cohort, cohorts) for cohort in found]
        problems += [*wrong, *(problem for some in clash for problem in some)]
        cohorts += found
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DefinitionError(problems)
    return tuple(cohorts), tuple(problems)


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_")) if folder.is_dir() else []
    if not files:
        raise DefinitionError(
            Problem(
                what="There is no measure file here.",
                remedy=f"Name a Python file or a folder of them. {_TEMPLATE}",
                file=str(folder),
                code="no_catalogue",
            )
        )
    return files


def _read_file(path: Path, today: dt.date) -> tuple[list[Cohort], list[Problem]]:
    try:
        cohorts = getattr(_run(path), "COHORTS", None)
        listed = list(cohorts) if isinstance(cohorts, Iterable) else None
    # A file that calls sys.exit() must not end the program without a word.
    except (Exception, SystemExit) as error:
        return [], [_raised(path, error)]
    if listed is None:
        return [], [_problem(path, "it has no list called COHORTS", f"End it with COHORTS = (…,). {_TEMPLATE}")]
    strange = [one for one in listed if not isinstance(one, Cohort)]
    if strange:
        kind = type(strange[0]).__name__
        return [], [_problem(path, f"COHORTS holds a {kind}", f"It may hold cohorts only. {_TEMPLATE}")]
    problems = [replace(problem, file=path.name) for problem in find_problems(listed, today=today)]
    problems += [problem for cohort in listed for problem in _cohort_problems(path, cohort, today)]
    return listed, problems


def _run(path: Path) -> ModuleType:
    name = f"goldenthread_own_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None, path  # noqa: S101, PT018
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while they are being made.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules.pop(name, None)
    return module


def _raised(path: Path, error: BaseException) -> Problem:
    """Where in the file it went wrong, and how, without a traceback."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    row = frames[-1].lineno if frames else getattr(error, "lineno", None)
    said = str(error) or type(error).__name__
    return Problem(
        what=f"The file could not be run: {type(error).__name__}: {said}",
        remedy="Mend the line named, or take the file out of the folder.",
        file=path.name,
        row=row,
        code="raised",
    )


def _problem(path: Path, what: str, remedy: str, *, column: str = "", severity: str = "error") -> Problem:
    text = f"{what[0].upper()}{what[1:]}."
    return Problem(what=text, remedy=remedy, file=path.name, column=column, code="definition", severity=severity)


def _cohort_problems(path: Path, cohort: Cohort, today: dt.date) -> list[Problem]:
    found = []
    if cohort.table not in TABLES:
        found.append(
            _problem(path, f"{cohort.id}: there is no table called {cohort.table}", f"Tables: {', '.join(TABLES)}.")
        )
    for measure in cohort.measures:
        if (today - measure.reviewed).days > REVIEW_AFTER_DAYS:
            old = f"{measure.id}: the definition was last reviewed on {measure.reviewed.isoformat()}"
            found.append(
                _problem(
                    path, old, "Read it again and set the date of the review.", column="reviewed", severity="warning"
                )
            )
    if not found or all(problem.severity == "warning" for problem in found):
        found += _query_problems(path, cohort)
    return found


def _query_problems(path: Path, cohort: Cohort) -> list[Problem]:
    """Whether the cohort's query can be built and run, over no rows at all."""
    from goldenthread.engines import engine_over_rows
    from goldenthread.measures import count

    context = CountContext(as_at=dt.date(2014, 3, 31), first=dt.date(2014, 3, 1))
    with engine_over_rows({}) as engine:
        try:
            engine.fetch(count.count_query(engine, cohort, context, (count.ALL, *cohort.counted_by)))
        except (Exception, SystemExit) as error:
            said = (str(error) or type(error).__name__).splitlines()[0]
            remedy = "Check that rows and columns give every column the measures and breakdowns name."
            return [_problem(path, f"{cohort.id}: its query cannot be made: {said}", remedy)]
    return []


def _clash(path: Path, cohort: Cohort, before: Sequence[Cohort]) -> list[Problem]:
    """Ids that are taken, by ours or by another file."""
    taken = {*_OURS, *(other.id for other in before)}
    names = {*MEASURES, *(measure.id for other in before for measure in other.measures)}
    rename = "Give it an id of its own, such as one that begins with your council's name."
    found = []
    if cohort.id in taken:
        found.append(_problem(path, f"there is a cohort called {cohort.id} already", rename))
    found += [
        _problem(path, f"there is a measure called {measure.id} already", rename)
        for measure in cohort.measures
        if measure.id in names
    ]
    return found
