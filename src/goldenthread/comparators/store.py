"""Imported comparators: immutable folders of Parquet with a manifest, opened together, the newest edition winning.

Each import is one folder, written to a partial folder beside its place and renamed when it is complete. A later import
adds a folder; nothing is changed. What is asked for may be limited to editions up to one named.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.comparators.schemas import SCHEMAS
from goldenthread.errors import LoadError, Problem

FORMAT = 1
MANIFEST = "manifest.json"
PARTIAL = ".partial-"
# A blank, or a dash in a compiled table, does not withdraw what an earlier edition said.
SAYS_NOTHING = frozenset({"-", "blank", ".."})
_AGAIN = "Import the files again."
SeriesKey = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published figure of an area and year; `value` None says why in `flag`."""

    area: str
    year: int
    value: float | None
    numerator: float | None
    denominator: float | None
    flag: str
    source_table: str
    edition: str


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """A statistical neighbour: its place in the list, 1 being the nearest, and how close it is where that is told."""

    code: str
    rank: int
    closeness: str


@dataclass(frozen=True)
class Import:
    """One import: its folder and its manifest, checked when it was opened."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The name of the folder, which changes with anything that was read."""
        return str(self.manifest["id"])

    def rows(self, kind: str, *, filters: Any = None) -> pa.Table:
        """The rows of a kind, with their files and row numbers; `filters` as Parquet readers take them."""
        entry = self.manifest["files"].get(kind)
        if entry is None:
            return SCHEMAS[kind].empty_table()
        return pq.read_table(self.path / entry["path"], filters=filters, schema=SCHEMAS[kind])


@dataclass(frozen=True)
class Store:
    """All imports of a folder, oldest first."""

    path: Path
    imports: tuple[Import, ...]

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """The editions of figures that are stored, newest first."""
        found = {edition for one in self.imports for edition in one.manifest["editions"]}
        return tuple(sorted(found, key=edition_order, reverse=True))

    def figures(
        self, series: Iterable[SeriesKey], *, up_to: str | None = None
    ) -> dict[SeriesKey, dict[tuple[str, int], Figure]]:
        """For each (measure, unit, breakdown), the figure of every area and year: the newest edition that speaks.

        `up_to` leaves out editions later than the one named.
        """
        wanted = frozenset(series)
        limit = edition_order(up_to) if up_to else None
        measures = sorted({key[0] for key in wanted})
        rows: list[tuple[Any, ...]] = []
        for place, one in enumerate(self.imports):
            table = one.rows("figures", filters=[("measure", "in", measures)]) if measures else None
            if table is not None:
                rows += [(*row, place) for row in _tuples(table, wanted)]
        orders = {edition: edition_order(edition) for edition in {row[10] for row in rows}}
        rows.sort(key=lambda row: (orders[row[10]], row[9], row[-1]))
        found: dict[SeriesKey, dict[tuple[str, int], Figure]] = {key: {} for key in wanted}
        for measure, unit, breakdown, area, year, numerator, denominator, value, flag, table_name, edition, _ in rows:
            if limit is not None and orders[edition] > limit:
                continue
            cells = found[measure, unit, breakdown]
            if (area, year) in cells and value is None and flag in SAYS_NOTHING:
                continue
            cells[area, year] = Figure(
                area=area, year=year, value=value, numerator=numerator, denominator=denominator, flag=flag,
                source_table=table_name, edition=edition,
            )  # fmt: skip
        return found

    @cached_property
    def models(self) -> tuple[str, ...]:
        """The years of the lists of statistical neighbours that are stored, newest first."""
        return tuple(sorted(self._neighbours, reverse=True))

    def neighbours(self, area: str, model: str) -> tuple[Neighbour, ...]:
        """The ten neighbours of an authority in a list, nearest first; none when it is not in the list."""
        return self._neighbours.get(model, {}).get(area, ())

    @cached_property
    def _neighbours(self) -> dict[str, dict[str, tuple[Neighbour, ...]]]:
        found: dict[str, dict[str, dict[int, Neighbour]]] = {}
        for one in self.imports:
            for row in one.rows("neighbours").to_pylist():
                neighbour = Neighbour(code=row["neighbour"], rank=row["rank"], closeness=row["closeness"])
                found.setdefault(row["model"], {}).setdefault(row["area"], {})[row["rank"]] = neighbour
        return {
            model: {area: tuple(own[rank] for rank in sorted(own)) for area, own in lists.items()}
            for model, lists in found.items()
        }

    @cached_property
    def inspections(self) -> tuple[dict[str, Any], ...]:
        """Every inspection outcome stored, oldest first."""
        rows = [row for one in self.imports for row in one.rows("inspections").to_pylist()]
        return tuple(sorted(rows, key=lambda row: (row["inspected"], row["area"])))

    def populations(self, area: str) -> dict[int, float]:
        """The population aged 0 to 17 of an area by mid-year, from the newest edition."""
        rows = [
            row for one in self.imports for row in one.rows("populations", filters=[("area", "=", area)]).to_pylist()
        ]
        rows.sort(key=lambda row: edition_order(row["edition"]))
        return {row["mid_year"]: row["population"] for row in rows}


def _tuples(table: pa.Table, wanted: frozenset[SeriesKey]) -> Iterator[tuple[Any, ...]]:
    names = (
        "measure",
        "unit",
        "breakdown",
        "area",
        "year",
        "numerator",
        "denominator",
        "value",
        "flag",
        "source_table",
        "edition",
    )
    columns = (table[name].to_pylist() for name in names)
    return (row for row in zip(*columns, strict=True) if row[:3] in wanted)


def edition_order(edition: str) -> tuple[int, int, str]:
    """How editions follow each other: 2024, 2025, 2025 revised, LAIT-2026-04."""
    found = re.search(r"(20\d\d)(?:-(\d\d)\b)?", edition)
    if not found:
        return 0, 0, edition
    return int(found[1]), int(found[2] or 12), edition[found.end() :]


def open_store(path: Path) -> Store:
    """Open a folder of imports, or one import; LoadError when there is none or one was changed."""
    if (path / MANIFEST).is_file():
        return Store(path.parent, (open_import(path),))
    places = sorted(one.parent for one in path.glob(f"*/{MANIFEST}") if not one.parent.name.startswith(PARTIAL))
    if not places:
        raise LoadError(
            Problem(
                what="There are no comparators here.",
                remedy="Import some with `goldenthread comparators import FILES --into` this folder.",
                file=str(path),
                code="no_comparators",
            )
        )
    imports = [open_import(place) for place in places]
    imports.sort(
        key=lambda one: (max((edition_order(e) for e in one.manifest["editions"]), default=(0, 0, "")), one.id)
    )
    return Store(path, tuple(imports))


def open_import(path: Path) -> Import:
    """Open one import after checking its manifest and files."""
    place = path / MANIFEST
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise LoadError(Problem(what="The manifest cannot be read.", remedy=_AGAIN, file=str(place))) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or manifest.get("holds") != "comparators":
        raise LoadError(
            Problem(what="This is not a folder of comparators that this version reads.", remedy=_AGAIN, file=str(place))
        )
    problems = []
    if manifest.get("checksum") != _checksum(manifest):
        problems.append(Problem(what="The manifest was changed after it was written.", remedy=_AGAIN, file=str(place)))
    for entry in manifest["files"].values():
        file = path / entry["path"]
        if not file.is_file():
            problems.append(Problem(what="The file is missing.", remedy=_AGAIN, file=str(file), code="missing"))
        elif _sha256(file) != entry["sha256"]:
            problems.append(
                Problem(
                    what="The file was changed after it was imported.", remedy=_AGAIN, file=str(file), code="tampered"
                )
            )
    if problems:
        raise LoadError(problems)
    return Import(path, manifest)


def write_import(
    into: Path,
    *,
    rows: Mapping[str, pa.Table],
    sources: Sequence[Mapping[str, Any]],
    aside: Sequence[Problem],
    named_edition: str,
) -> Store:
    """Write an import and open the folder it is in; one that is there already is left as it is."""
    with _partial(into) as place:
        files = {}
        for kind, table in rows.items():
            if table.num_rows:
                folder = place / kind
                folder.mkdir()
                pq.write_table(table, folder / "part-0.parquet", compression="zstd", row_group_size=32_768)
                files[kind] = {
                    "path": f"{kind}/part-0.parquet",
                    "rows": table.num_rows,
                    "sha256": _sha256(folder / "part-0.parquet"),
                }
        manifest: dict[str, Any] = {
            "holds": "comparators",
            "format": FORMAT,
            "named_edition": named_edition,
            "editions": sorted(set(rows["figures"]["edition"].to_pylist()), key=edition_order),
            "models": sorted(set(rows["neighbours"]["model"].to_pylist())),
            "sources": sorted(sources, key=lambda source: (source["name"], source["sha256"])),
            "set_aside": [
                {"what": one.what, "remedy": one.remedy, "file": one.file, "row": one.row, "column": one.column}
                for one in aside
            ],
            "files": files,
        }
        manifest["id"] = f"comparators-{_checksum(manifest)[:10]}"
        manifest["checksum"] = _checksum(manifest)
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (place / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        final = into / manifest["id"]
        if not final.exists():
            place.replace(final)
    return open_store(into)


@contextlib.contextmanager
def _partial(into: Path) -> Iterator[Path]:
    into.mkdir(parents=True, exist_ok=True)
    place = into / f"{PARTIAL}{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _checksum(manifest: Mapping[str, Any]) -> str:
    content = {key: value for key, value in manifest.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
