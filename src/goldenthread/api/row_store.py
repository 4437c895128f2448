"""Writes the rows behind the figures of a load once, so that a page need only look them up.

They are best written while the load is counted (`open_workspace` with `rows`): a cohort's rows are then made once on the
engine, counted, and written. One Parquet file for each cohort, in a folder that appears whole or not at all. The rows hold a child's id, dates, the
team, the worker's id, the groups and the 0/1 columns that are added up; never a name and never free text.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.catalogue.common import with_team
from goldenthread.catalogue.history import CASE_WORKER
from goldenthread.engines import Engine, open_engine
from goldenthread.loads import Load, engine_files
from goldenthread.measures import count
from goldenthread.measures.evaluate import OWN_TEMPLATE, Scope, context_of
from goldenthread.measures.model import Cohort, CohortKind, CountContext

if TYPE_CHECKING:
    from goldenthread.api.workspace import Workspace

INDEX = "rows.json"
_FAR = (2999, 12, 31)
_SMALL = pa.int32()
_ABOUT_A_ROW = (
    "authority", "source", "month", "day", "event_date", "person_id", "row_key", "start_date", "end_date",
)  # fmt: skip
# Cohorts whose rows are not of children, and what they are: their figures have no list of children.
NOT_OF_CHILDREN: Mapping[str, str] = {
    "workforce": "It counts posts and hours of staff, and no children.",
    "case_holders": "It counts workers, and no children.",
    "audits_planned": "It counts audits that were planned, before a child was chosen.",
    "audits": "It counts audits; each is told in the audit itself.",
    "audit_actions": "It counts actions agreed in audits, and no children.",
    "supervision": "It counts supervision meetings of workers.",
    "feedback_answers": "It counts answers to questions, which may be given without a name.",
    "feedback_received": "It counts complaints and compliments, which may be made without a child.",
    "complaints_closed": "It counts complaints, which may be made without a child.",
}
# Of these, the cohorts whose groups are of the service's own staff.
OF_STAFF = frozenset({"workforce", "case_holders", "supervision"})
# Cohorts that count something else once: the child is found through the row named.
THROUGH: Mapping[str, tuple[str, str]] = {"assessment_factors": ("assessment", "assessment_id")}


def write_rows(
    space: Workspace, folder: Path, *, progress: Callable[[float, str], None] = lambda _share, _words: None
) -> Path:
    """Write the rows of every cohort of children of a load into `folder`; what was there before is replaced.

    Nothing is done where they were written there while the load was counted. `progress` is told how much is done, from
    0 to 1. Answers the folder.
    """
    from goldenthread.api.workspace import scope_of

    if space.rows == folder:
        return folder
    wanted = [cohort for cohort in space.cohorts if cohort.id not in NOT_OF_CHILDREN]
    scope = scope_of(space.load, space.settings)
    with open_engine(engine_files(space.load)) as engine, keeping(engine, space.load, scope, folder) as keeper:
        for place, cohort in enumerate(wanted):
            progress(place / len(wanted), f"Keeping the rows of {cohort.title[:1].lower()}{cohort.title[1:]}")
            with keeper.kept(cohort):
                pass
    return folder


class RowKeeper:
    """Writes the rows of cohorts from an open engine into a folder, one cohort at a time."""

    def __init__(self, engine: Engine, load: Load, scope: Scope, folder: Path) -> None:
        self._engine, self._folder = engine, folder
        self._scope = scope
        self._same = _areas_with_allocations(load)
        self._rows: dict[str, int] = {}
        self._about = {"load": load.id, "as_at": scope.as_at.isoformat(), "first": scope.first.isoformat()}

    @contextmanager
    def kept(self, cohort: Cohort) -> Iterator[None]:
        """Make the rows of a cohort on the engine, where whatever counts it within this finds them; then write them."""
        if cohort.id in NOT_OF_CHILDREN or not self._engine.has(cohort.table):
            yield
            return
        context = context_of(cohort, self._scope)
        stage_rows(self._engine, cohort, context)
        yield
        rows = rows_to_keep(self._engine, cohort, context, self._same.get(cohort.table, ()))
        self._rows[cohort.id] = _write(self._engine, rows, self._folder / f"{cohort.id}.parquet")
        self._engine.let_go(count.stage_name(cohort, context))

    def write_index(self) -> None:
        """Say what lies in the folder."""
        index = {**self._about, "cohorts": self._rows}
        (self._folder / INDEX).write_text(json.dumps(index, indent=1), encoding="utf-8")


@contextmanager
def keeping(engine: Engine, load: Load, scope: Scope, folder: Path) -> Iterator[RowKeeper]:
    """A keeper of rows, whose folder appears whole in the place of `folder` when all went well, and otherwise not."""
    partial = folder.with_name(f".partial-{folder.name}-{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        keeper = RowKeeper(engine, load, scope, partial)
        yield keeper
        keeper.write_index()
        _swap(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _areas_with_allocations(load: Load) -> dict[str, tuple[str, ...]]:
    """For each table the authorities whose allocations name children by the same ids."""
    held = load.routes.get("involvement", {})
    return {
        table: tuple(area for area, route in routes.items() if held.get(area) in (route, OWN_TEMPLATE))
        for table, routes in load.routes.items()
    }


def stage_rows(engine: Engine, cohort: Cohort, context: CountContext) -> Any:
    """The rows of a cohort with what its figures and its lists of children need, made once on the engine.

    They stand where counting looks for rows that were made already.
    """

    def make() -> Any:
        base = count.every_row(engine, cohort, context)
        wanted = (*_ABOUT_A_ROW, *cohort.breakdowns, *number_columns(cohort))
        return base.select(*dict.fromkeys(one for one in wanted if one in base.columns))

    return engine.staged(count.stage_name(cohort, context), make)


def rows_to_keep(engine: Engine, cohort: Cohort, context: CountContext, areas: Iterable[str] = ()) -> Any:
    """The rows of a cohort as they are kept: `child`, `counted_as` (what is counted once), `day`, and the rest.

    `worker` and, where the cohort has no team of its own, `team` are those the child was allocated to on the day.
    """
    base = stage_rows(engine, cohort, context)
    stock = cohort.kind is CohortKind.STOCK
    base = base.mutate(on_day=base.day if stock else base.event_date)
    base = _with_child(base, cohort, engine)
    base = _with_allocation(base, engine, tuple(areas))
    own = "team" in cohort.breakdowns
    numbers = {name: base[name].cast("int32") for name in number_columns(cohort)}
    groups = {name: base[name].cast("string") for name in cohort.breakdowns if name != "team"}
    empty = ibis.null("date")
    kept = base.select(
        authority=base.authority,
        child=base.child,
        counted_as=base.person_id,
        day=base.on_day,
        row_key=base.row_key if "row_key" in base.columns else ibis.literal(""),
        starts=base.start_date if "start_date" in base.columns else empty,
        ends=base.end_date if "end_date" in base.columns else empty,
        team=base.team.cast("string") if own else base.a_team,
        worker=base.a_worker,
        **groups,
        **numbers,
    )
    return kept.order_by("day", "child")


def number_columns(cohort: Cohort) -> tuple[str, ...]:
    """The columns that are added up, looked at or told."""
    distinct = [column for _, column in count.distinct_columns(cohort)]
    return tuple(dict.fromkeys([*count.summed_columns(cohort), *distinct, *count.duration_columns(cohort)]))


def _with_child(base: Any, cohort: Cohort, engine: Engine) -> Any:
    """Add `child`: the child's id, where the rows count something else once."""
    if cohort.id not in THROUGH:
        return base.mutate(child=base.person_id)
    table, key = THROUGH[cohort.id]
    named = engine.table(table)
    named = named.select(
        k_authority=named.authority, k_source=named.source, k_key=named[key], child=named.person_id
    ).distinct()  # fmt: skip
    return base.left_join(
        named, [base.authority == named.k_authority, base.source == named.k_source, base.row_key == named.k_key]
    )


def _with_allocation(base: Any, engine: Engine, areas: tuple[str, ...]) -> Any:
    """Add `a_worker` and `a_team`: the latest case worker allocated by the day whose allocation was not over."""
    if not engine.has("involvement") or not areas:
        return base.mutate(a_worker=ibis.null("string"), a_team=ibis.null("string"))
    held = engine.staged("allocations_without_overlap", lambda: _allocations(engine))
    held = held.filter(held.h_authority.isin(areas))
    return base.left_join(
        held,
        [
            base.authority == held.h_authority,
            base.child == held.h_child,
            base.on_day >= held.h_from,
            base.on_day < held.h_until,
        ],
    )


def _allocations(engine: Engine) -> Any:
    """Each child's allocations as spells that do not overlap: a later one ends an earlier one."""
    held = engine.table("involvement")
    held = held.filter((held.role == CASE_WORKER) & held.professional_id.notnull() & held.start_date.notnull())
    held = with_team(held, engine)
    in_order = ibis.window(
        group_by=[held.authority, held.person_id], order_by=[held.start_date, held.involvement_id]
    )  # fmt: skip
    far = ibis.date(*_FAR)
    day_after = (held.end_date + ibis.interval(days=1)).cast("date")
    held = held.mutate(following=held.start_date.lead(1).over(in_order), over=ibis.coalesce(day_after, far))
    held = held.mutate(until=ibis.least(held.over, ibis.coalesce(held.following, far)))
    return held.filter(held.until > held.start_date).select(
        h_authority=held.authority,
        h_child=held.person_id,
        h_from=held.start_date,
        h_until=held.until,
        a_worker=held.professional_id,
        a_team=held.team,
    )


def _write(engine: Engine, rows: Any, place: Path) -> int:
    """Write rows as they come, some at a time; answers how many."""
    schema = pa.schema([pa.field(name, kind) for name, kind in _types(rows)])
    number = 0
    with pq.ParquetWriter(place, schema, compression="zstd") as writer:
        for batch in engine.batches(rows):
            table = pa.Table.from_batches([batch]).cast(schema)
            writer.write_table(table)
            number += table.num_rows
    place.chmod(0o600)
    return number


def _types(rows: Any) -> list[tuple[str, pa.DataType]]:
    known = {"date": pa.date32(), "int32": _SMALL}
    return [(name, known.get(str(kind).lstrip("!"), pa.string())) for name, kind in rows.schema().items()]


def _swap(partial: Path, folder: Path) -> None:
    """Put a whole new folder in the place of the old one."""
    old = folder.with_name(f".old-{folder.name}-{os.getpid()}")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
