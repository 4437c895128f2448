"""Comparing the returns of one load with one another, and listing the children who differ."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

from goldenthread.catalogue.reconcile import (
    SUBJECTS,
    Comparison,
    Difference,
    Subject,
    compare_children,
    compare_events,
    happened,
    held_on,
)
from goldenthread.engines import TableFiles, open_engine
from goldenthread.errors import UserError
from goldenthread.loads import Load, find_load
from goldenthread.measures.model import CountContext
from goldenthread.periods import PeriodKind, add_months, long_date, period_ending, periods
from goldenthread.tables import TABLES

QUARTERS = 8
IDS_OF = {"cin": "lachild_id", "s903": "s903_id", "annex_a": "annex_a_id"}


def reconcile(
    path: Path,
    *,
    days: Sequence[dt.date] = (),
    quarters: int = QUARTERS,
    subjects: Sequence[str] = (),
    output: Path | None = None,
) -> Iterator[str]:
    """Compare the returns of a load: children on days, and events by quarter.

    `days` are the data date and the ends of the last quarters where none is given. With `output` the children who differ
    are written to a CSV file by id, for the analyst; they are never printed.
    """
    load = find_load(path)
    wanted = _subjects(subjects)
    made, differences = compare_returns(load, wanted, days=days, quarters=quarters)
    if not made:
        yield "No two returns of this load hold the same thing: there is nothing to compare."
        return
    yield f"Load {load.id}, data at {long_date(load.as_at)}"
    for subject in wanted:
        mine = [one for one in made if one.subject == subject.id]
        if mine:
            yield ""
            yield subject.title
            yield from _table(mine)
    yield ""
    if not differences:
        yield "The returns agree throughout."
        return
    yield f"{len(differences):,} differences, {len({one.person_id for one in differences}):,} children."
    if output is None:
        yield "Name a file with --output to list them by the child's id."
        return
    write_differences(differences, output)
    yield f"Listed by the child's id in {output}: for the analyst only, not for papers."


def _subjects(names: Sequence[str]) -> list[Subject]:
    known = {subject.id: subject for subject in SUBJECTS}
    strange = [name for name in names if name not in known]
    if strange:
        raise UserError(
            f"There is nothing called {', '.join(strange)} to compare.", remedy=f"Choose among: {', '.join(known)}."
        )
    return [known[name] for name in names] if names else list(SUBJECTS)


def compare_returns(
    load: Load, subjects: Sequence[Subject] = SUBJECTS, *, days: Sequence[dt.date] = (), quarters: int = QUARTERS
) -> tuple[list[Comparison], list[Difference]]:
    """Every pair of returns on every subject both hold, over the time both cover."""
    ends = quarter_ends(load.as_at, quarters)
    stock_days = sorted({*days} or {*ends, load.as_at})
    context = CountContext(as_at=load.as_at, first=min([*stock_days, *ends]).replace(day=1))
    made: list[Comparison] = []
    differences: list[Difference] = []
    held: dict[tuple[str, str], Any] = {}
    sources = sorted({source for tables in load.files.values() for source in tables} - {"template"})
    ids = {source: _ids(load, source) for source in sources}
    for source in sources:
        with open_engine(_files_of(load, source)) as engine:
            for subject in subjects:
                if all(source in load.files.get(table, {}) for table in subject.tables):
                    held[subject.id, source] = (
                        held_on(engine, subject, source, stock_days, context, ids[source])
                        if subject.stock
                        else happened(engine, subject, context, ids[source])
                    )
    for subject in subjects:
        for pair in combinations([source for source in sources if (subject.id, source) in held], 2):
            for authority in load.authorities:
                span = _both_cover(load, subject, pair, authority)
                for one, more in _compare(subject, authority, pair, held, stock_days, ends, span):
                    made.append(one)
                    differences += more
    return made, differences


def _compare(
    subject: Subject,
    authority: str,
    pair: tuple[str, str],
    held: Mapping[tuple[str, str], Any],
    days: Sequence[dt.date],
    ends: Sequence[dt.date],
    span: tuple[dt.date, dt.date],
) -> Iterator[tuple[Comparison, list[Difference]]]:
    first, last = span
    if subject.stock:
        for day in days:
            if first <= day <= last:
                both = [held[subject.id, source].get((authority, day), {}) for source in pair]
                yield compare_children(subject, authority, day, pair, both)
        return
    events = [held[subject.id, source].get(authority, set()) for source in pair]
    for end in ends:
        quarter = period_ending(PeriodKind.QUARTER, end)
        if first <= quarter.start and end <= last:
            yield compare_events(subject, authority, (quarter.start, end), pair, events)


def _both_cover(load: Load, subject: Subject, pair: tuple[str, str], authority: str) -> tuple[dt.date, dt.date]:
    """The time for which both returns are complete; a return that does not say from when is taken as it is."""
    starts = [load.covers_from.get(source, {}).get(authority) for source in pair]
    own = load.manifest.get("covers_tables", {})
    for place, source in enumerate(pair):
        told = [own.get(source, {}).get(table, {}).get(authority) for table in subject.tables]
        starts[place] = max((dt.date.fromisoformat(day) for day in told if day), default=starts[place])
    first = max((start for start in starts if start is not None), default=dt.date.min)
    return first, min(_reach(load, source) for source in pair)


def _reach(load: Load, source: str) -> dt.date:
    days = [
        dt.date.fromisoformat(one["as_at"])
        for one in load.manifest.get("sources", ())
        if one.get("source") == source and one.get("as_at")
    ]
    return max(days, default=load.as_at)


def quarter_ends(as_at: dt.date, number: int) -> list[dt.date]:
    """The ends of the last whole quarters up to a day, oldest first."""
    since = add_months(as_at.replace(day=1), -3 * (number + 1))
    return [period.end for period in periods(PeriodKind.QUARTER, since, as_at)][-number:]


def _files_of(load: Load, source: str) -> dict[str, TableFiles]:
    return {
        table: TableFiles(files=(sources[source],), keep=tuple((area, source) for area in load.authorities))
        for table, sources in load.files.items()
        if source in sources and table in TABLES
    }


def _ids(load: Load, source: str) -> dict[str, str]:
    """The dataset's id for each id of another return, from the id map where the authority has filled one in."""
    if source not in IDS_OF or "id_map" not in load.files:
        return {}
    files = {"id_map": TableFiles(files=tuple(load.files["id_map"].values()))}
    with open_engine(files) as engine:
        rows = engine.fetch(engine.table("id_map").select("person_id", IDS_OF[source])).to_pylist()
    return {row[IDS_OF[source]]: row["person_id"] for row in rows if row[IDS_OF[source]]}


def _table(made: Sequence[Comparison]) -> Iterator[str]:
    areas = len({one.authority for one in made}) > 1
    for one in made:
        where = f"{one.authority} " if areas else ""
        agree = "agree" if one.in_first == one.in_second == one.in_both else (
            f"only {one.first} {one.in_first - one.in_both:,}, only {one.second} {one.in_second - one.in_both:,}"
        )  # fmt: skip
        yield (
            f"  {where}{one.period}: {one.first} {one.in_first:,}, {one.second} {one.in_second:,}, "
            f"both {one.in_both:,}: {agree}"
        )


def write_differences(differences: Sequence[Difference], output: Path) -> None:
    """The differences as CSV, a line each."""
    output.parent.mkdir(parents=True, exist_ok=True)
    names = [field.name for field in fields(Difference)]
    with output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([getattr(one, name) for name in names] for one in differences)
