"""Reading one SSD table: columns by name, missing ones remarked on, placeholders and names never kept."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from goldenthread.errors import InputError, Problem
from goldenthread.extracts import values
from goldenthread.extracts.cells import CellReader
from goldenthread.extracts.delimited import DelimitedFile, nearest, normal
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sink import Sink
from goldenthread.extracts.ssd import by_hand
from goldenthread.extracts.ssd.mapping import LEFT_ALONE, Source, prefixes, sources
from goldenthread.tables import TABLES
from goldenthread.tables.model import Kind

FLUSH_EVERY = 20_000
# Ids of staff and teams are not children's; every other id may give a child away and goes through the same door.
_NOT_CHILDREN = {"team_id", "professional_id", "staff_id", "adviser_id", "parent_team_id"}
_LONGEST_LISTED = 60
# Looked at before ids are pseudonymised: no child has an id of nought or below.
_SYSTEM_ID = re.compile(r"-\d+(\.0+)?|0+(\.0+)?")


def read(source: SourceFile, recognised: Recognised, sink: Sink, *, context: ReadContext) -> None:
    """Read one SSD file into its canonical table; InputError when the authority is not known."""
    if not context.authority:
        raise InputError(
            Problem(
                what="An SSD extract does not say which authority it is from.",
                remedy="Give its three-digit DfE code with --authority.",
                file=source.name,
                code="no_authority",
            )
        )
    sink.describe(authority=context.authority, collection_year=None, as_at=context.as_at, covers_from=None)
    context.progress(source.size)
    if recognised.part == "version":
        return
    if recognised.part in LEFT_ALONE:
        sink.note(
            Problem(
                code="not_supplied",
                what=f"{LEFT_ALONE[recognised.part]} holds nothing the measures use: not read.",
                file=source.name,
            )
        )
        return
    columns, rows = _open(source)
    reader = _TableReader(source, recognised.part, columns, sink, context)
    for number, row in rows:
        reader.take(number, row)
        if number % FLUSH_EVERY == 0:
            sink.flush()
    sink.describe(
        authority=context.authority, collection_year=None, as_at=context.as_at, covers_from=reader.covers_from()
    )


def _open(source: SourceFile) -> tuple[Sequence[str], Iterator[tuple[int, list[str]]]]:
    with source.path.open("rb") as stream:
        parquet = stream.read(4) == b"PAR1"
    if not parquet:
        file = DelimitedFile(source.path, source.name)
        return file.columns, file.rows()
    import pyarrow.parquet as pq

    opened = pq.ParquetFile(source.path)
    return [normal(name) for name in opened.schema_arrow.names], _parquet_rows(opened)


def _parquet_rows(opened: Any) -> Iterator[tuple[int, list[str]]]:
    number = 1
    for batch in opened.iter_batches(batch_size=20_000):
        columns = [column.to_pylist() for column in batch.columns]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, ["" if cell is None else _as_text(cell) for cell in cells]
    opened.close()


def _as_text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, list | dict):
        return json.dumps(cell)
    return str(cell)


class _TableReader:
    """Reads the rows of one SSD table."""

    def __init__(
        self, source: SourceFile, prefix: str, columns: Sequence[str], sink: Sink, context: ReadContext
    ) -> None:
        self.file, self.prefix, self.sink, self.context = source.name, prefix, sink, context
        self.table = TABLES[prefixes()[prefix]]
        self.place = {name: position for position, name in enumerate(columns)}
        self.cells = CellReader(sink, source.name, context.as_at)
        self.sources = self._usable(columns)
        named = (one.ssd for one in self.sources if one.column.name == "person_id")
        self.child_column = next(named, f"{prefix}_person_id")
        self.out = sink.rows(self.table.name, self.table.column_names)
        self.earliest_closure: dt.date | None = None
        hand = by_hand.READERS.get(prefix)
        self.hand: Callable[..., Iterator[dict[str, Any]]] | None = hand

    def _usable(self, columns: Sequence[str]) -> tuple[Source, ...]:
        wanted = sources(self.table.name, self.prefix)
        usable = tuple(one for one in wanted if one.ssd in self.place)
        for one in sorted({one.ssd for one in wanted} - {one.ssd for one in usable}):
            near = nearest(one, columns)
            self.sink.note(
                Problem(
                    code="misspelt_column" if near and near not in {w.ssd for w in wanted} else "missing_column",
                    what=f"The column {one} is not there.",
                    remedy=f"The nearest is {near}." if near and near not in {w.ssd for w in wanted} else "",
                    file=self.file,
                    column=one,
                )
            )
        extra = [name for name in columns if name not in {one.ssd for one in wanted}]
        if extra:
            self.sink.note(Problem(code="extra_column", what=f"Not read: {', '.join(extra)}.", file=self.file))
        self._absent_columns(wanted, usable, columns)
        return usable

    def _absent_columns(self, wanted: Sequence[Source], usable: Sequence[Source], columns: Sequence[str]) -> None:
        """Columns no row can do without that the file does not have at all, with the nearest it does have."""
        present = {one.column.name for one in usable}
        known = {one.ssd for one in wanted}
        self.without: dict[str, tuple[str, str]] = {}
        for one in wanted:
            if one.column.required and one.column.name not in present:
                near = nearest(one.ssd, [name for name in columns if name not in known])
                self.without[one.column.name] = (one.ssd, near)

    def take(self, number: int, row: list[str]) -> None:
        """Read one row; several canonical rows may come of it."""
        if all(values.is_blank(cell) or cell.strip().casefold() in values.PLACEHOLDERS for cell in row):
            self.sink.note(
                Problem(code="not_supplied", what="The row holds placeholders only.", file=self.file, row=number)
            )
            return
        if _SYSTEM_ID.fullmatch(self.cell(row, self.child_column).strip()):
            self.sink.set_aside(
                Problem(
                    code="system_row", what="The id belongs to the system, not to a child.", file=self.file, row=number
                )
            )
            return
        read = self._values(number, row)
        for one in self.hand(self, number, row, read) if self.hand else (read,):
            self._keep(number, one)

    def cell(self, row: list[str], column: str) -> str:
        """The text of a column by its SSD name, '' when the file does not have it."""
        position = self.place.get(column)
        return row[position] if position is not None else ""

    def _values(self, number: int, row: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.sources:
            if found.get(one.column.name) is not None:
                continue
            text = row[self.place[one.ssd]]
            if one.key:
                text = self._json_key(text, one.key, number, one.ssd)
            if one.present_only:
                found[one.column.name] = not values.is_blank(text)
                continue
            found[one.column.name] = self._read(one, text, number)
        return found

    def _json_key(self, text: str, key: str, number: int, column: str) -> str:
        parsed = parse_json(text)
        if parsed is None and not values.is_blank(text):
            self.cells.note("bad_json", f"{column} is not JSON: left out.", number, column)
        if not isinstance(parsed, dict):
            return ""
        value = parsed.get(key, "")
        return "" if value is None else str(value)

    def _read(self, one: Source, text: str, number: int) -> Any:
        column = one.column
        if column.name == "role":
            return self._role(text)
        if column.name == "status" and self.table.name == "immigration_status":
            return (
                None if values.is_blank(text) else ("unaccompanied" if "unaccompanied" in text.casefold() else "other")
            )
        value = self.cells.read(column, text, number, one.ssd)
        if isinstance(value, str) and column.kind is Kind.TEXT:
            return self._identity(column.name, value, number, one.ssd)
        return value

    def _role(self, text: str) -> str | None:
        if values.is_blank(text):
            return None
        folded = text.strip().casefold()
        return "case_worker" if folded == "cw" or "case worker" in folded else "other"

    def _identity(self, name: str, value: str, number: int, heading: str) -> str | None:
        if name in _NOT_CHILDREN:
            if " " in value:
                self.cells.note("name_in_id", f"{heading} holds words where an id belongs: left out.", number, heading)
                return None
            return value
        if name.endswith("_id"):
            return self.context.person_ids(value)
        return value if len(value) <= _LONGEST_LISTED else None

    def _keep(self, number: int, found: dict[str, Any]) -> None:
        absent = [name for name in self.table.required if found.get(name) is None]
        if absent:
            self._set_aside(number, absent)
            return
        for column in self.table.columns:
            earlier, later = found.get(column.not_before), found.get(column.name)
            if column.not_before and earlier and later and later < earlier:
                self.cells.note(
                    "end_before_start", f"{column.name} is before {column.not_before}.", number, column.name
                )
        if self.prefix == "cine" and found.get("closure_date"):
            self.earliest_closure = min(self.earliest_closure or found["closure_date"], found["closure_date"])
        self.out.append((*(found.get(name) for name in self.table.column_names), number))

    def _set_aside(self, number: int, absent: list[str]) -> None:
        if named := [self.without[name] for name in absent if name in self.without]:
            ssd, near = named[0]
            self.sink.set_aside(
                Problem(
                    code="misspelt_column" if near else "missing_column",
                    what=f"The file has no column {ssd}, so no row of it can be used.",
                    remedy=f"The nearest is {near}: rename it." if near else "Extract the table again with it.",
                    file=self.file,
                    row=number,
                    column=ssd,
                )
            )
            return
        dates = [name for name in absent if self.table.by_name[name].kind is Kind.DATE]
        self.sink.set_aside(
            Problem(
                code="impossible_date" if dates and len(dates) == len(absent) else "missing_key",
                what=f"The row has no usable {' or '.join(absent)}.",
                remedy="Correct it in the case system and extract again.",
                file=self.file,
                row=number,
                column=", ".join(absent),
            )
        )

    def covers_from(self) -> dt.date | None:
        """From when the extract is complete, judged by its earliest closure: closed cases before it are left out.

        Open cases go back further, so the earliest referral would promise too much.
        """
        first = self.earliest_closure
        if first is None:
            return None
        if first.day <= 7:
            return first.replace(day=1)
        return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def parse_json(text: str) -> Any:
    """JSON in a cell, or None when it is blank or is not JSON."""
    if values.is_blank(text):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
