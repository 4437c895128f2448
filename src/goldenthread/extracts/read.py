"""Reading returns into a load: gather, recognise, read each file, merge the years, write the manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread import loads
from goldenthread.errors import InputError, Problem
from goldenthread.extracts import pseudonym
from goldenthread.extracts.decisions import place_decisions
from goldenthread.extracts.gather import Found, Gathered, gather
from goldenthread.extracts.merge import Merger, Staged
from goldenthread.extracts.model import ReadContext
from goldenthread.extracts.progress import progress_bar
from goldenthread.extracts.registry import reader
from goldenthread.extracts.sink import Listing, Sink
from goldenthread.extracts.ssd_database import SsdDatabase, fetch
from goldenthread.loads import Load

Checkpoint = Callable[[str], None]


def _no_checkpoint(_stage: str) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class _Read:
    found: Found
    sink: Sink
    order: int


def read_returns(
    paths: Sequence[Path],
    *,
    into: Path,
    as_at: dt.date,
    authority: str | None = None,
    key: bytes | None = None,
    prefer: tuple[str, ...] = (),
    skip_bad: bool = False,
    database: SsdDatabase | None = None,
    checkpoint: Checkpoint = _no_checkpoint,
) -> Load:
    """Read every return under `paths` into a new load in the folder `into`.

    `as_at` is the date the data describe. `authority` is needed by returns that do not say whose they are.
    With `key` children's ids are replaced by keyed hashes. Files that cannot be used are reported together in
    one InputError, or with `skip_bad` left out and recorded. Reading the same files again gives the same load.
    With `database` the SSD tables there are read as well. `checkpoint` is called with the name of each stage.
    """
    _check_prefer(prefer)
    with loads.partial_folder(into, f"reading-{as_at.isoformat()}") as partial:
        checkpoint("start")
        staging = partial / "staging"
        gathered = _gather(paths, database, staging)
        checkpoint("gathered")
        name = loads.load_id(as_at, _identity(gathered, authority, key, prefer, skip_bad=skip_bad))
        if (into / name / loads.MANIFEST).exists():
            return loads.open_load(into / name)
        read, refused = _read_files(gathered, staging, as_at, authority, key, skip_bad=skip_bad)
        checkpoint("read")
        manifest = _merge(read, partial, staging, name, as_at, prefer)
        checkpoint("merged")
        manifest["sources"] += [_refusal(found, problems) for found, problems in refused]
        manifest["ignored"] = [{"file": problem.file, "why": problem.what} for problem in gathered.ignored]
        manifest["pseudonymised"] = key is not None
        manifest["key_fingerprint"] = pseudonym.fingerprint(key) if key else None
        _clear(staging)
        checkpoint("before rename")
        return loads.finish(partial, into, manifest)


def _gather(paths: Sequence[Path], database: SsdDatabase | None, staging: Path) -> Gathered:
    """The files, and the tables of a database put down as files."""
    if database is None:
        return gather(paths, staging / "unpacked")
    files = gather(paths, staging / "unpacked") if paths else Gathered()
    tables = fetch(database, staging / "database")
    return Gathered(found=[*files.found, *tables.found], ignored=[*files.ignored, *tables.ignored])


def _check_prefer(prefer: tuple[str, ...]) -> None:
    unknown = [source for source in prefer if source not in loads.ROUTE_ORDER]
    if unknown:
        raise InputError(
            Problem(
                what=f"There is no source called {', '.join(unknown)}.",
                remedy=f"Sources are {', '.join(loads.ROUTE_ORDER)}.",
                code="unknown_source",
            )
        )


def _identity(
    gathered: Gathered, authority: str | None, key: bytes | None, prefer: tuple[str, ...], *, skip_bad: bool
) -> list[str]:
    files = sorted(f"{one.file.name} {one.file.sha256}" for one in gathered.found)
    options = [authority or "", pseudonym.fingerprint(key) if key else "", *prefer, str(skip_bad)]
    return [*files, *options]


def _read_files(
    gathered: Gathered, staging: Path, as_at: dt.date, authority: str | None, key: bytes | None, *, skip_bad: bool
) -> tuple[list[_Read], list[tuple[Found, tuple[Problem, ...]]]]:
    read: list[_Read] = []
    refused: list[tuple[Found, tuple[Problem, ...]]] = []
    shared: dict[str, dict[str, Any]] = {}
    person_ids = pseudonym.pseudonyms(key) if key else None
    with progress_bar("Reading returns", gathered.size) as advance:
        for order, found in enumerate(gathered.found):
            place = f"{found.recognised.source} {found.set_of_files}"
            # Files of one set share what they know; "all" is shared by every set of the same return.
            known = shared.setdefault(place, {})
            known.setdefault("all", shared.setdefault(found.recognised.source, {}))
            context = ReadContext(
                as_at=as_at,
                authority=authority,
                progress=advance,
                set_of_files=found.set_of_files,
                shared=known,
            )
            if person_ids:
                context.person_ids = person_ids
            sink = Sink(staging=staging / f"{order:05d}", source=found.recognised.source, file_name=found.file.name)
            try:
                reader(found.recognised.source).read(found.file, found.recognised, sink, context=context)
                sink.close()
                read.append(_Read(found=found, sink=sink, order=order))
            except InputError as error:
                sink.close()
                refused.append((found, error.problems))
    if refused and (not skip_bad or not read):
        raise InputError([problem for _, problems in refused for problem in problems])
    return read, refused


def _merge(
    read: Sequence[_Read], partial: Path, staging: Path, name: str, as_at: dt.date, prefer: tuple[str, ...]
) -> dict[str, Any]:
    staged: dict[tuple[str, str], list[Staged]] = {}
    # Of several exports of one return and year the later serial number wins, whatever the files are called.
    for order, one in enumerate(sorted(read, key=lambda one: (one.sink.version, one.order))):
        for table, path in one.sink.files().items():
            staged.setdefault((table, one.sink.source), []).append(
                Staged(file_name=one.found.file.name, path=path, order=order)
            )
    merger = Merger(staging / "spill")
    try:
        written: loads.Written = {}
        accounts: dict[str, dict[str, dict[str, int]]] = {}
        with progress_bar("Merging", len(staged)) as advance:
            for (table, source), files in sorted(staged.items()):
                target = partial / table / f"{source}.parquet"
                for file_name, account in merger.merge(table, files, target, name).items():
                    accounts.setdefault(file_name, {})[table] = account
                written.setdefault(table, {})[source] = target
                advance(1)
        decisions = place_decisions(written)
        present = {
            table: {source: merger.authorities(path) for source, path in sources.items()}
            for table, sources in written.items()
        }
        orphans = {
            source: found
            for source in sorted({source for _, source in staged})
            if (found := merger.orphans({t: s[source] for t, s in written.items() if source in s}))
        }
    finally:
        merger.close()
    return _manifest(read, name, as_at, written, accounts, present, orphans, prefer) | {"decisions": decisions}


def _manifest(
    read: Sequence[_Read],
    name: str,
    as_at: dt.date,
    written: loads.Written,
    accounts: dict[str, dict[str, dict[str, int]]],
    present: dict[str, dict[str, list[str]]],
    orphans: dict[str, dict[str, int]],
    prefer: tuple[str, ...],
) -> dict[str, Any]:
    spans: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    reach: dict[str, dt.date] = {}
    for one in read:
        sink = one.sink
        if sink.covers_from and sink.as_at:
            spans.setdefault((sink.source, sink.authority), []).append((sink.covers_from, sink.as_at))
        if sink.as_at:
            reach[sink.source] = max(reach.get(sink.source, sink.as_at), sink.as_at)
    covers: dict[str, dict[str, str]] = {}
    for (source, authority), known in sorted(spans.items()):
        covers.setdefault(source, {})[authority] = unbroken_from(known).isoformat()
    own: dict[str, dict[str, dict[str, str]]] = {}
    for (source, table, authority), known in sorted(_table_spans(read).items()):
        own.setdefault(source, {}).setdefault(table, {})[authority] = unbroken_from(known).isoformat()
    areas = {area for sources in present.values() for found in sources.values() for area in found}
    return {
        "id": name,
        "as_at": as_at.isoformat(),
        "authorities": sorted(areas),
        "files": written,
        "routes": loads.choose_routes(present, as_at=as_at, source_as_at=reach, prefer=prefer),
        "covers_from": covers,
        "covers_tables": own,
        "sources": [_account(one, accounts.get(one.found.file.name, {})) for one in read],
        "orphans": orphans,
        "made_up": False,
    }


def _table_spans(read: Sequence[_Read]) -> dict[tuple[str, str, str], list[tuple[dt.date, dt.date]]]:
    """What the files say of single tables, where that differs from the whole."""
    spans: dict[tuple[str, str, str], list[tuple[dt.date, dt.date]]] = {}
    for one in read:
        sink = one.sink
        for table, start in sink.covers_tables.items():
            if sink.as_at:
                spans.setdefault((sink.source, table, sink.authority), []).append((start, sink.as_at))
    return spans


def unbroken_from(spans: Sequence[tuple[dt.date, dt.date]]) -> dt.date:
    """The start of the run of years that reaches the last day without a gap: a missing year hides what lies before it."""
    ordered = sorted(spans, reverse=True)
    start = max(ordered, key=lambda span: span[1])[0]
    for first, last in ordered:
        if first < start and last >= start - dt.timedelta(days=1):
            start = first
    return start


def _account(one: _Read, rows: dict[str, dict[str, int]]) -> dict[str, Any]:
    sink, file = one.sink, one.found.file
    from_database = {} if file.rows is None else {"rows_in_database": file.rows}
    return from_database | {
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "source": sink.source,
        "part": one.found.recognised.part,
        "authority": sink.authority,
        "collection_year": sink.collection_year,
        "as_at": sink.as_at.isoformat() if sink.as_at else None,
        "covers_from": sink.covers_from.isoformat() if sink.covers_from else None,
        "rows": {table: sum(account.values()) for table, account in sorted(rows.items())},
        "accounts": {table: {fate: n for fate, n in account.items() if n} for table, account in sorted(rows.items())},
        "set_aside": _listing(sink.aside),
        "notes": _listing(sink.notes),
    }


def _refusal(found: Found, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "name": found.file.name,
        "size": found.file.size,
        "sha256": found.file.sha256,
        "source": found.recognised.source,
        "part": found.recognised.part,
        "refused": [str(problem) for problem in problems],
        "rows": {},
        "accounts": {},
        "set_aside": {},
        "notes": {},
    }


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        code: {
            "count": count,
            "examples": [
                {"what": p.what, "remedy": p.remedy, "row": p.row, "column": p.column}
                for p in listing.examples.get(code, [])
            ],
        }
        for code, count in sorted(listing.count.items())
    }


def _clear(staging: Path) -> None:
    import shutil

    shutil.rmtree(staging)
