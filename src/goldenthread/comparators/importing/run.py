"""An import from beginning to end: find the files, read each, check that they agree, write the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.comparators.importing.derive import with_rates
from goldenthread.comparators.importing.figures import LONG, TIDY, filter_values, read_long, read_table
from goldenthread.comparators.importing.places import read_areas, read_inspections, read_neighbours, read_populations
from goldenthread.comparators.importing.sheet import Sheet, read_sheet
from goldenthread.comparators.importing.topics import TOPICS, topic_of
from goldenthread.comparators.schemas import KEYS, SCHEMAS, VALUES, Part
from goldenthread.comparators.store import SAYS_NOTHING, Store, open_store, write_import
from goldenthread.errors import InputError, Problem
from goldenthread.extracts.progress import progress_bar

_ENDINGS = (".csv", ".txt", ".tsv")
_SHOWN = 20
# In every table published on Explore education statistics: they do not tell one from another.
_PLACE_AND_TIME = frozenset(
    {
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
        "region_name", "new_la_code", "old_la_code", "la_name",
    }
)  # fmt: skip
_META = frozenset({"col_name", "col_type", "label"})


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import made: the store as written, what each file was, what was set aside and what was left alone."""

    store: Store
    read: tuple[tuple[str, str, int], ...]
    aside: tuple[Problem, ...]
    ignored: tuple[Problem, ...]


def import_files(paths: Sequence[Path], into: Path, *, edition: str | None = None, skip_bad: bool = False) -> Imported:
    """Read comparator files into an immutable folder under `into`; the same files give the same folder.

    `edition` names the edition of files that do not say it. InputError lists everything that stops the import; with
    `skip_bad` files that cannot be read are left out instead.
    """
    files = list(_files(paths))
    sheets: list[Sheet] = []
    parts: list[Part] = []
    refused: list[Problem] = []
    ignored: list[Problem] = []
    with progress_bar("Reading", len(files)) as advance:
        for name, path in files:
            try:
                sheet = read_sheet(path, name)
                part = _read(sheet, edition)
            except InputError as error:
                refused += error.problems
            else:
                if part is None:
                    ignored.append(Problem(what="This describes the columns of another file; left alone.", file=name))
                elif sheet.sha256 in {one.sha256 for one in sheets}:
                    ignored.append(Problem(what="The same file was read already.", file=name))
                else:
                    sheets.append(sheet)
                    parts.append(part)
            advance(1)
    if refused and not skip_bad:
        raise InputError(refused)
    if not parts:
        raise InputError(refused or [_nothing(paths)])
    rows = {kind: _together(kind, parts) for kind in SCHEMAS}
    before = _already(into)
    rows["figures"] = with_rates(rows["figures"], rows["populations"], before)
    disagreeing = [problem for kind in SCHEMAS for problem in _disagreements(kind, rows[kind], before)]
    if disagreeing:
        raise InputError(disagreeing)
    rows = {kind: _once(kind, table) for kind, table in rows.items()}
    aside = tuple(problem for sheet, part in zip(sheets, parts, strict=True) for problem in (*sheet.aside, *part.aside))
    store = write_import(
        into,
        rows=rows,
        sources=[
            {
                "name": sheet.name,
                "sha256": sheet.sha256,
                "kind": part.kind,
                "what": part.what,
                "rows": part.rows.num_rows,
            }
            for sheet, part in zip(sheets, parts, strict=True)
        ],
        aside=aside,
        named_edition=edition or "",
    )
    return Imported(
        store=store,
        read=tuple((sheet.name, part.what, part.rows.num_rows) for sheet, part in zip(sheets, parts, strict=True)),
        aside=aside,
        ignored=(*ignored, *refused),
    )


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise InputError(
            [Problem(what="There is no such file or folder.", file=str(path), code="missing") for path in missing]
        )
    for path in paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                if found.is_file() and found.suffix.lower() in _ENDINGS:
                    yield found.relative_to(path).as_posix(), found
        else:
            yield path.name, path


def _nothing(paths: Sequence[Path]) -> Problem:
    return Problem(
        what="There is nothing to import.",
        remedy=f"Name CSV files, or folders that hold them ({', '.join(_ENDINGS)}).",
        file=", ".join(str(path) for path in paths),
        code="nothing",
    )


def _read(sheet: Sheet, edition: str | None) -> Part | None:
    """The rows of a file, by what its columns are; None for a description of columns; InputError for anything else."""
    columns = frozenset(sheet.columns)
    if columns >= _META:
        return None
    if columns >= LONG:
        return read_long(sheet, edition)
    if columns >= {"inspection_date", "leaders"} or columns >= {"inspection_date", "overall_effectiveness"}:
        return read_inspections(sheet)
    if "neighbour_code" in columns or "sn_1" in columns or "sn1" in columns:
        return read_neighbours(sheet, edition)
    if columns >= {"area_code", "mid_year", "population"} or (
        columns >= TIDY | {"population_estimate"} and "number" not in columns
    ):
        return read_populations(sheet, edition)
    if columns >= {"area_code", "area_type", "ons_code", "region_code"}:
        return read_areas(sheet)
    topic = topic_of(sheet.columns, filter_values(sheet)) if columns >= TIDY else None
    if topic is not None:
        return read_table(sheet, topic, edition)
    raise InputError(_wrong_topic(sheet, tidy=columns >= TIDY))


def _wrong_topic(sheet: Sheet, *, tidy: bool) -> Problem:
    known = ", ".join(f"{topic.table} {topic.title}" for topic in TOPICS)
    own = [heading for column, heading in sheet.headings.items() if column not in _PLACE_AND_TIME]
    shown = ", ".join((own or list(sheet.headings.values()))[:8])
    if tidy:
        what = f"The file is a published table, but not one that is compared: its columns are {shown}."
    else:
        what = f"The file is not published statistics, populations, neighbours or inspections: its columns are {shown}."
    return Problem(
        what=what,
        remedy=f"Leave it out. Tables read are: {known}; and the compiled long shape.",
        file=sheet.name,
        code="wrong_topic",
    )


def _together(kind: str, parts: Sequence[Part]) -> pa.Table:
    tables = [part.rows for part in parts if part.kind == kind]
    return pa.concat_tables(tables) if tables else SCHEMAS[kind].empty_table()


def _already(into: Path) -> Store | None:
    return open_store(into) if into.is_dir() and any(into.glob("*/manifest.json")) else None


def _disagreements(kind: str, rows: pa.Table, before: Store | None) -> Iterator[Problem]:
    """Rows that are the same fact and say different things, within the import and against what is stored."""
    if not rows.num_rows:
        return
    both = rows
    if before is not None:
        both = pa.concat_tables([*(one.rows(kind) for one in before.imports), rows])
    if kind == "figures":  # a figure that is not there disagrees with nobody
        silent = pc.and_(pc.is_null(both["value"]), pc.is_in(both["flag"], pa.array(["x", *SAYS_NOTHING])))
        both = both.filter(pc.invert(silent))
    keys = list(KEYS[kind])
    times = both.select(keys).append_column("times", pa.repeat(pa.scalar(1), both.num_rows)).group_by(keys)
    repeated = times.aggregate([("times", "sum")]).filter(pc.field("times_sum") > 1).select(keys)
    if not repeated.num_rows:
        return
    told: dict[tuple[object, ...], list[dict[str, object]]] = {}
    both = both.append_column("place", pa.array(range(both.num_rows), pa.int64()))
    for row in both.join(repeated, keys, join_type="left semi").sort_by("place").to_pylist():
        told.setdefault(tuple(row[name] for name in keys), []).append(row)
    shown = 0
    for key, same in told.items():
        first = same[0]
        other = next((row for row in same if any(row[name] != first[name] for name in VALUES[kind])), None)
        if other is None or shown == _SHOWN:
            continue
        shown += 1
        fact = ", ".join(f"{name} {part}" for name, part in zip(keys, key, strict=True) if part not in ("", None))
        yield Problem(
            what=f"Rows {first['row']} (of {first['file']}) and {other['row']} (of {other['file']}) disagree: {fact}.",
            remedy="Keep the right one; a revised file is imported with an --edition of its own.",
            file=str(other["file"]),
            row=int(str(other["row"])),
            code="disagree",
        )


def _once(kind: str, rows: pa.Table) -> pa.Table:
    """Each fact once, in a fixed order: what does not depend on the order in which files were named."""
    if not rows.num_rows:
        return rows
    order = [*KEYS[kind], "file", "row"]
    ordered = rows.sort_by([(name, "ascending") for name in order])
    places = ordered.append_column("place", pa.array(range(ordered.num_rows), pa.int64()))
    # Groups come in any order where several threads make them; places put them back into one.
    first = places.group_by(list(KEYS[kind])).aggregate([("place", "min")])["place_min"]
    return ordered.take(pc.take(first, pc.sort_indices(first)))
