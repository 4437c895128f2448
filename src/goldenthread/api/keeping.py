"""Keeping the counts of a load beside it, and bringing them up to date when the next load comes.

The counts hold numbers of groups and months, no child's id. They lie in the folder `.counts` beside the loads, one folder
for each load, and are made again whenever the way of counting changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import goldenthread
from goldenthread import __version__
from goldenthread.catalogue import COHORTS
from goldenthread.engines import open_engine
from goldenthread.errors import LoadError
from goldenthread.loads import Load, engine_files, open_load, partial_folder
from goldenthread.measures.evaluate import Scope, breakdowns_of
from goldenthread.measures.incremental import Account, Counted, Kept, Side, count_whole, results_of, update
from goldenthread.measures.model import Cohort
from goldenthread.measures.results import Results

FOLDER = ".counts"
STATE = "counts.json"


def count_kept(load: Load, cohorts: Sequence[Cohort], scope: Scope) -> tuple[Results, str]:
    """The results of a load, counted from what was kept of an earlier one where that is quicker, and what was done."""
    prints = fingerprints(cohorts, scope)
    own = _read(load, load.path.parent / FOLDER / load.id)
    earlier = None if own is not None else _latest(load)
    if own is not None and own[1].fingerprints == prints:
        counted, said = dict(own[1].cohorts), "Nothing was counted: the counts of this load were kept."
    elif earlier is not None:
        before, kept = earlier
        counted, account = update(kept, _side(before), _side(load), cohorts, scope, prints)
        said = _account(account, before)
    else:
        with open_engine(engine_files(load)) as engine:
            counted = count_whole(engine, cohorts, scope)
        said = f"All {len(cohorts)} cohorts were counted; their counts are kept for the next load."
    _write(load, Kept(as_at=scope.as_at, first=scope.first, cohorts=counted, fingerprints=prints))
    return results_of(cohorts, counted, scope), said


def fingerprints(cohorts: Sequence[Cohort], scope: Scope) -> dict[str, str]:
    """How each cohort is counted, in a few letters: our code, breakdowns and coverage; '' for a cohort of a council's own.

    What a council's own file does cannot be seen from outside, so such a cohort is counted whole each time.
    """
    ours = {cohort.id for cohort in COHORTS}
    code = _code()
    found = {}
    for cohort in cohorts:
        covered = sorted(scope.covers_from.get(cohort.coverage_of, {}).items())
        since = [f"{authority} {day.isoformat()}" for authority, day in covered]
        text = "\n".join((code, cohort.id, *breakdowns_of(cohort, scope), *since))
        found[cohort.id] = sha256(text.encode("utf-8")).hexdigest()[:16] if cohort.id in ours else ""
    return found


@cache
def _code() -> str:
    """A digest of the code that makes counts."""
    whole = sha256(__version__.encode("utf-8"))
    for package in ("catalogue", "engines", "measures", "tables"):
        for path in sorted((Path(goldenthread.__file__).parent / package).glob("*.py")):
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _side(load: Load) -> Side:
    listed = load.manifest["files"]
    digests = {}
    for table, sources in listed.items():
        routes = sorted(load.routes.get(table, {}).items())
        sums = sorted((source, str(entry.get("sha256", entry))) for source, entry in sources.items())
        digests[table] = repr((routes, sums))
    return Side(open=lambda: open_engine(engine_files(load)), digests=digests)


def _account(account: Account, before: Load) -> str:
    return (
        f"Of {len(account.unchanged) + len(account.updated) + len(account.whole)} cohorts {len(account.unchanged)} are as "
        f"in load {before.id}, {len(account.updated)} were brought up to date for {account.children:,} children, "
        f"{len(account.whole)} were counted whole."
    )


def _latest(load: Load) -> tuple[Load, Kept] | None:
    """The newest earlier load of the same authorities whose counts were kept and which is still there."""
    folder = load.path.parent / FOLDER
    for state in sorted(folder.glob(f"*/{STATE}"), reverse=True):
        place = load.path.parent / state.parent.name
        if state.parent.name == load.id or not place.is_dir():
            continue
        try:
            before = open_load(place)
        except LoadError:
            continue
        if before.authorities == load.authorities:
            found = _read(before, state.parent)
            if found is not None:
                return found
    return None


def _read(load: Load, folder: Path) -> tuple[Load, Kept] | None:
    """What was kept of a load; None where there is nothing, or it cannot be read."""
    try:
        state: dict[str, Any] = json.loads((folder / STATE).read_text(encoding="utf-8"))
        cohorts = {
            name: Counted(
                sums=pq.read_table(folder / f"{name}.parquet"),
                durations={column: pq.read_table(folder / f"{name}.{column}.parquet") for column in columns},
            )
            for name, columns in state["cohorts"].items()
        }
    except (OSError, ValueError, KeyError):
        return None
    return load, Kept(
        as_at=dt.date.fromisoformat(state["as_at"]),
        first=dt.date.fromisoformat(state["first"]),
        cohorts=cohorts,
        fingerprints=state["fingerprints"],
    )


def _write(load: Load, kept: Kept) -> None:
    """Write what was counted, whole or not at all."""
    target = load.path.parent / FOLDER / load.id
    if (target / STATE).exists():
        old = _read(load, target)
        if old is not None and old[1].fingerprints == kept.fingerprints:
            return
    with partial_folder(target.parent, load.id) as partial:
        for name, one in kept.cohorts.items():
            pq.write_table(one.sums, partial / f"{name}.parquet")
            for column, table in one.durations.items():
                pq.write_table(table, partial / f"{name}.{column}.parquet")
        state = {
            "as_at": kept.as_at.isoformat(),
            "first": kept.first.isoformat(),
            "cohorts": {name: sorted(one.durations) for name, one in kept.cohorts.items()},
            "fingerprints": dict(kept.fingerprints),
        }
        (partial / STATE).write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8", newline="\n")
        _replace(partial, target)


def _replace(partial: Path, target: Path) -> None:
    import shutil

    if target.exists():
        shutil.rmtree(target)
    partial.rename(target)
