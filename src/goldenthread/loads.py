"""Loads: immutable folders of Parquet with a manifest that says what was read, what was not, and why.

A load is written to a temporary folder beside its place and renamed when it is complete, so a crash leaves
either the whole load or nothing. Opening one checks every file against its manifest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread import __version__
from goldenthread.engines import TableFiles
from goldenthread.engines.partitions import parts_of, write_partitions
from goldenthread.errors import DiskError, LoadError, Problem
from goldenthread.tables import TABLES

FORMAT = 1
# Of loads whose tables are folders with a folder for each authority; earlier versions do not read those.
PARTITIONED_FORMAT = 2
MANIFEST = "manifest.json"
PARTIAL = ".partial-"
# Rows of these tables describe children, workers and teams as one return knows them; they are joined within it.
ALL_SOURCES = frozenset({"person", "disability", "team", "professional"})
CARE_TABLES = frozenset(
    {"cla_episode", "cla_placement", "cla_review", "cla_visit", "cla_health", "sdq_score", "missing_episode"}
    | {"care_leaver", "permanence", "legal_status", "immigration_status", "deprivation_of_liberty"}
)
ROUTE_ORDER = ("ssd", "cin", "s903", "annex_a", "template")
Written = dict[str, dict[str, Path]]


@dataclass(frozen=True, kw_only=True)
class Load:
    """An open load.

    `files[table][source]` are its Parquet files, or folders with a folder for each authority; `routes[table][authority]` is the source counted;
    `covers_from[source][authority]` is the date from which that source is complete.
    """

    path: Path
    id: str
    as_at: dt.date
    authorities: tuple[str, ...]
    files: Mapping[str, Mapping[str, Path]]
    routes: Mapping[str, Mapping[str, str]]
    covers_from: Mapping[str, Mapping[str, dt.date]]
    manifest: Mapping[str, Any]

    @property
    def is_partitioned(self) -> bool:
        """Whether its tables lie in a folder for each authority."""
        return self.manifest.get("format") == PARTITIONED_FORMAT

    def covers(self) -> dict[str, dict[str, dt.date]]:
        """For each table and authority, the date from which the source counted is complete.

        Where a source holds a table for longer or shorter than the rest, the manifest's `covers_tables` says so.
        """
        found: dict[str, dict[str, dt.date]] = {}
        own = self.manifest.get("covers_tables", {})
        for table, areas in self.routes.items():
            for authority, source in areas.items():
                told = own.get(source, {}).get(table, {}).get(authority)
                start = dt.date.fromisoformat(told) if told else self.covers_from.get(source, {}).get(authority)
                if start is not None:
                    found.setdefault(table, {})[authority] = start
        return found


@dataclass(frozen=True, kw_only=True)
class LoadSummary:
    """One line of a list of loads; `problem` says why a load cannot be opened."""

    path: Path
    id: str
    as_at: dt.date | None
    authorities: tuple[str, ...]
    rows: int
    files_read: int
    problem: str = ""


def engine_files(load: Load) -> dict[str, TableFiles]:
    """What an engine opens: every table's files, and which authorities are counted from which source."""
    found = {}
    for table, sources in load.files.items():
        keep = None
        if table not in ALL_SOURCES and len(sources) > 1:
            keep = tuple(sorted(load.routes[table].items()))
        found[table] = TableFiles(files=tuple(sources[source] for source in sorted(sources)), keep=keep)
    return found


def open_load(path: Path) -> Load:
    """Open a load after checking its manifest and every file; LoadError when anything is missing or changed."""
    manifest = _read_manifest(path)
    problems = list(_file_problems(path, manifest))
    if problems:
        raise LoadError(problems)
    return Load(
        path=path,
        id=manifest["id"],
        as_at=dt.date.fromisoformat(manifest["as_at"]),
        authorities=tuple(manifest["authorities"]),
        files={
            table: {source: path / entry["path"] for source, entry in sources.items()}
            for table, sources in manifest["files"].items()
        },
        routes=manifest["routes"],
        covers_from={
            source: {area: dt.date.fromisoformat(day) for area, day in areas.items()}
            for source, areas in manifest["covers_from"].items()
        },
        manifest=manifest,
    )


def _read_manifest(path: Path) -> dict[str, Any]:
    place = path / MANIFEST
    again = "Read the returns again to make a new load."
    if path.name.startswith(PARTIAL):
        raise LoadError(Problem(what="This load was never finished.", remedy=again, file=path.name, code="partial"))
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LoadError(
            Problem(what="There is no load here: no manifest.", remedy=again, file=str(path), code="no_manifest")
        ) from None
    except (ValueError, UnicodeDecodeError):
        raise LoadError(
            Problem(what="The manifest cannot be read.", remedy=again, file=str(place), code="tampered")
        ) from None
    if not isinstance(manifest, dict) or manifest.get("format") not in (
        FORMAT,
        PARTITIONED_FORMAT,
    ):
        raise LoadError(
            Problem(
                what=f"The load's format is {manifest.get('format') if isinstance(manifest, dict) else 'unknown'}; "
                f"this version reads {FORMAT} and {PARTITIONED_FORMAT}.",
                remedy=again,
                file=str(place),
                code="format",
            )
        )
    if manifest.get("checksum") != _checksum(manifest):
        raise LoadError(
            Problem(
                what="The manifest was changed after it was written.", remedy=again, file=str(place), code="tampered"
            )
        )
    return manifest


def _checksum(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def _file_problems(path: Path, manifest: Mapping[str, Any]) -> Iterator[Problem]:
    again = "Read the returns again to make a new load."
    listed = set()
    for sources in manifest["files"].values():
        for entry in sources.values():
            for place, sha256 in _files_of(path, entry).items():
                listed.add(place)
                if not place.is_file():
                    yield Problem(
                        what="The file is missing from the load.", remedy=again, file=str(place), code="missing"
                    )
                elif _sha256(place) != sha256:
                    yield Problem(
                        what="The file was changed after the load was written.",
                        remedy=again,
                        file=str(place),
                        code="tampered",
                    )
    for place in sorted(path.rglob("*.parquet")):
        if place not in listed:
            yield Problem(what="The file is not part of the load.", remedy=again, file=str(place), code="tampered")


def _files_of(path: Path, entry: Mapping[str, Any]) -> dict[Path, str]:
    """The files of an entry of the manifest with their SHA-256: one, or one or more for each authority."""
    place = path / entry["path"]
    if "parts" not in entry:
        return {place: entry["sha256"]}
    return {place / part: sha256 for part, sha256 in entry["parts"].items()}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def list_loads(folder: Path) -> tuple[LoadSummary, ...]:
    """Every load of a folder by data date; manifests are checked, files are not read."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [
        _summary(path)
        for path in paths
        if path.is_dir() and not path.name.startswith(".") and (path / MANIFEST).exists()
    ]
    return tuple(sorted(found, key=lambda load: (load.as_at or dt.date.min, load.path.name)))


def _summary(path: Path) -> LoadSummary:
    try:
        manifest = _read_manifest(path)
    except LoadError as error:
        problem = error.problems[0].what
        return LoadSummary(path=path, id=path.name, as_at=None, authorities=(), rows=0, files_read=0, problem=problem)
    return LoadSummary(
        path=path,
        id=manifest["id"],
        as_at=dt.date.fromisoformat(manifest["as_at"]),
        authorities=tuple(manifest["authorities"]),
        rows=sum(entry["rows"] for sources in manifest["files"].values() for entry in sources.values()),
        files_read=len(manifest["sources"]),
    )


def latest_load(folder: Path) -> Load:
    """The load with the latest data date; among several of one date the one written last."""
    usable = [load for load in list_loads(folder) if not load.problem and load.as_at]
    if not usable:
        raise LoadError(
            Problem(
                what="There is no load in this folder.",
                remedy="Make one with `goldenthread read RETURNS --as-at DATE --into` this folder.",
                file=str(folder),
                code="no_load",
            )
        )
    newest = max(usable, key=lambda load: (load.as_at, (load.path / MANIFEST).stat().st_mtime_ns))
    return open_load(newest.path)


def find_load(path: Path) -> Load:
    """The load at a path, or the latest load of a folder of loads."""
    return open_load(path) if (path / MANIFEST).exists() else latest_load(path)


def load_id(as_at: dt.date, parts: Iterable[str]) -> str:
    """The name of a load: its data date and ten letters that change with anything that was read."""
    content = "\n".join((str(FORMAT), __version__, *parts))
    return f"{as_at.isoformat()}-{hashlib.sha256(content.encode('utf-8')).hexdigest()[:10]}"


@contextlib.contextmanager
def partial_folder(into: Path, name: str) -> Iterator[Path]:
    """A temporary folder beside the load's place, removed whatever happens unless it was renamed.

    Raises DiskError when the disk is full or refuses a write.
    """
    new = not into.exists()
    into.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(into)
    place = into / f"{PARTIAL}{name}-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)) or "No space left" in str(error):
            raise DiskError(
                Problem(
                    what="The disk filled up while the load was being written; nothing was kept.",
                    remedy="Free some space, about four times the size of the returns, and read them again.",
                    file=str(into),
                    code="disk_full",
                )
            ) from error
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if new and not any(into.iterdir()):
            into.rmdir()  # nothing came of it: leave no empty folder behind


def _remove_leftovers(into: Path) -> None:
    """Remove what runs that were killed left behind; folders of runs still alive stay."""
    for place in into.glob(f"{PARTIAL}*"):
        process = place.name.rsplit("-", 1)[-1]
        if process.isdigit() and not _alive(int(process)):
            shutil.rmtree(place, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name == "nt":  # asking is not safe on Windows: assume it lives; the folder is harmless
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def finish(partial: Path, into: Path, manifest: Mapping[str, Any]) -> Load:
    """Write the manifest of a partial folder and put the folder in its place, in one step."""
    whole = dict(manifest) | {"format": FORMAT, "version": __version__}
    whole["files"] = {
        table: {source: _entry(partial, path) for source, path in sorted(sources.items())}
        for table, sources in sorted(manifest["files"].items())
    }
    if any("parts" in entry for sources in whole["files"].values() for entry in sources.values()):
        whole["format"] = PARTITIONED_FORMAT
    whole["checksum"] = _checksum(json.loads(json.dumps(whole, ensure_ascii=False)))
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (partial / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    final = into / whole["id"]
    if final.exists():
        shutil.rmtree(final)
    partial.replace(final)
    return open_load(final)


def _entry(partial: Path, path: Path) -> dict[str, Any]:
    if path.is_dir():
        parts = parts_of(path)
        return {
            "path": path.relative_to(partial).as_posix(),
            "rows": sum(pq.read_metadata(part).num_rows for part in parts),
            "parts": {part.relative_to(path).as_posix(): _sha256(part) for part in parts},
        }
    return {
        "path": path.relative_to(partial).as_posix(),
        "rows": pq.read_metadata(path).num_rows,
        "sha256": _sha256(path),
    }


def choose_routes(
    present: Mapping[str, Mapping[str, Iterable[str]]],
    *,
    as_at: dt.date,
    source_as_at: Mapping[str, dt.date],
    prefer: tuple[str, ...] = (),
) -> dict[str, dict[str, str]]:
    """Which source is counted for each table and authority.

    `present[table][source]` are the authorities with rows. SSD first, then the census, SSDA903 and Annex A;
    care tables from SSDA903 when it reaches the data date. `prefer` goes before everything.
    """
    routes: dict[str, dict[str, str]] = {}
    for table, sources in present.items():
        order: tuple[str, ...] = ROUTE_ORDER
        if table in CARE_TABLES and source_as_at.get("s903") == as_at:
            order = ("s903", *ROUTE_ORDER)
        for source in dict.fromkeys((*prefer, *order)):
            for authority in sources.get(source, ()):
                routes.setdefault(table, {}).setdefault(authority, source)
    return {table: dict(sorted(areas.items())) for table, areas in sorted(routes.items())}


def write_tables(
    into: Path,
    *,
    as_at: dt.date,
    tables: Mapping[str, pa.Table | Iterable[pa.RecordBatch | pa.Table]],
    source: str,
    covers_from: Mapping[str, dt.date],
    identity: Iterable[str] = (),
    made_up: bool = False,
    partitioned: bool = False,
) -> Load:
    """Write canonical rows straight into a load, for the simulation and for tests.

    `tables` holds whole Arrow tables or their batches, with the canonical columns; `identity` names what the
    rows were made from (seed, size), so that the load's name changes with it. With `partitioned` each table is a
    folder with a folder for each authority, whose rows should come together.
    """
    name = load_id(as_at, sorted((source, *identity, *(["partitioned"] if partitioned else []))))
    with partial_folder(into, name) as partial:
        written: Written = {}
        for table, batches in tables.items():
            path = partial / table / (source if partitioned else f"{source}.parquet")
            path.parent.mkdir(parents=True)
            _write_batches(path, table, batches, {"load_id": name, "source": source, "as_at": as_at})
            written[table] = {source: path}
        routes = {table: dict.fromkeys(sorted(covers_from), source) for table in sorted(written)}
        manifest = {
            "id": name,
            "as_at": as_at.isoformat(),
            "authorities": sorted(covers_from),
            "files": written,
            "routes": routes,
            "covers_from": {source: {area: day.isoformat() for area, day in sorted(covers_from.items())}},
            "sources": [],
            "made_up": made_up,
            "pseudonymised": False,
        }
        return finish(partial, into, manifest)


def _write_batches(path: Path, table: str, batches: Any, constants: Mapping[str, Any]) -> None:
    whole = _whole_batches(table, batches, constants)
    if path.suffix != ".parquet":
        path.mkdir()
        write_partitions(path, whole)
        return
    with pq.ParquetWriter(path, TABLES[table].arrow_schema(), compression="zstd") as writer:
        for rows in whole:
            writer.write_table(rows, row_group_size=100_000)


def _whole_batches(table: str, batches: Any, constants: Mapping[str, Any]) -> Iterator[pa.Table]:
    """Batches with every column of the table, in its order and types."""
    schema = TABLES[table].arrow_schema()
    for batch in [batches] if isinstance(batches, pa.Table) else batches:
        rows = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
        yield pa.Table.from_arrays([_column(rows, field, constants) for field in schema], schema=schema)


def _column(rows: pa.Table, field: pa.Field, constants: Mapping[str, Any]) -> Any:
    if field.name in constants:
        return pa.repeat(pa.scalar(constants[field.name], field.type), rows.num_rows)
    if field.name in rows.column_names:
        return rows.column(field.name).cast(field.type)
    return pa.nulls(rows.num_rows, field.type)
