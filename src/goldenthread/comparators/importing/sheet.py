"""A comparator file as a table of text: any common encoding, column names made alike, broken rows reported."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from goldenthread.comparators.flags import FLAGS
from goldenthread.comparators.importing.topics import normal
from goldenthread.errors import InputError, Problem
from goldenthread.extracts.delimited import delimiter_of, encoding_of

ROW = "row_in_file"
# Thousands are separated in threes, by commas or spaces: 12,5 is no number of these tables, and never 125.
_SPACE = " \u00a0\u2009\u202f"
_NUMBER = rf"^[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:[,{_SPACE}][0-9]{{3}})+)(?:\.[0-9]*)?%?$"
_MOST_BYTES = 512 * 2**20


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file read: its columns as text by the name used for comparing, their names as written, and its bytes' hash.

    Each row carries its number in the file, the heading being row 1. `aside` are rows that could not be read.
    """

    name: str
    sha256: str
    table: pa.Table
    headings: Mapping[str, str]
    aside: tuple[Problem, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names for comparing, without the row number."""
        return tuple(name for name in self.table.column_names if name != ROW)

    def column(self, *names: str) -> pa.ChunkedArray:
        """The first of the columns named, trimmed; KeyError when there is none."""
        for name in names:
            if name in self.table.column_names:
                return self.table[name]
        raise KeyError(names[0])

    def values(self, column: str) -> frozenset[str]:
        """The distinct values of a column."""
        return frozenset(pc.unique(self.table[column]).to_pylist())


def read_sheet(path: Path, name: str) -> Sheet:
    """Read a delimited text file; InputError when it is no such thing or breaks off in the middle of a row."""
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    text = _text_of(content, name)
    first = text.split("\n", 1)[0].rstrip("\r")
    if not first.strip():
        raise InputError(Problem(what="The file is empty.", remedy="Download it again.", file=name, code="empty"))
    delimiter = delimiter_of(first)
    broken: list[Any] = []

    def skip(row: Any) -> str:
        broken.append(row)
        return "skip"

    try:
        table = pacsv.read_csv(
            pa.BufferReader(text.encode("utf-8")),
            read_options=pacsv.ReadOptions(use_threads=False),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, invalid_row_handler=skip, newlines_in_values='"' in text
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={heading: pa.string() for heading in next(csv.reader([first], delimiter=delimiter))},
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, ValueError) as error:
        raise InputError(
            Problem(
                what=f"The file is not a table of text: {str(error).splitlines()[0][:160]}",
                remedy="Download it again as CSV; save a workbook as CSV first.",
                file=name,
                code="not_csv",
            )
        ) from None
    return _sheet(name, sha256, table, broken)


def _text_of(content: bytes, name: str) -> str:
    if len(content) > _MOST_BYTES:
        raise InputError(Problem(what="The file is far larger than any published table.", file=name, code="too_large"))
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(
            Problem(
                what="This is a workbook or a zip, not a CSV file.",
                remedy="Unpack it, or save the sheet as CSV, and import that.",
                file=name,
                code="not_csv",
            )
        )
    encoding = encoding_of(content[:4096])
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet(name: str, sha256: str, table: pa.Table, broken: Sequence[Any]) -> Sheet:
    wanted = len(table.column_names)
    total = table.num_rows + len(broken)
    bad = sorted(int(row.number) for row in broken if row.number is not None)
    if bad and bad[-1] == total + 1 and broken[-1].actual_columns < wanted:
        raise InputError(
            Problem(
                what=f"The file breaks off: its last row has {broken[-1].actual_columns} of {wanted} columns.",
                remedy="It was not downloaded to the end; download it again.",
                file=name,
                row=total + 1,
                code="truncated",
            )
        )
    headings: dict[str, str] = {}
    arrays: list[Any] = []
    for written, column in zip(table.column_names, table.columns, strict=True):
        plain = normal(written)
        if plain:
            times = sum(1 for known in headings if known == plain or re.fullmatch(rf"{plain}_\d+", known)) + 1
            headings[plain if plain not in headings else f"{plain}_{times}"] = written
            arrays.append(pc.utf8_trim_whitespace(column))
    skipped = frozenset(bad)
    places = [number for number in range(2, total + 2) if number not in skipped]
    made = pa.table([*arrays, pa.array(places, pa.int32())], names=[*headings, ROW])
    return Sheet(
        name=name,
        sha256=sha256,
        table=made.filter(_not_blank(made, headings)),
        headings=headings,
        aside=tuple(
            Problem(
                what=f"The row has {row.actual_columns} columns where the heading has {wanted}.",
                remedy="Mend the row in the file, or download it again.",
                file=name,
                row=int(row.number),
                code="columns",
            )
            for row in broken
        ),
    )


def _not_blank(table: pa.Table, headings: Mapping[str, str]) -> Any:
    lengths = [pc.greater(pc.binary_length(table[column]), 0) for column in headings]
    found = lengths[0]
    for one in lengths[1:]:
        found = pc.or_(found, one)
    return found


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """A column of figures: values, the flag where there is none, and the places that are neither."""

    values: pa.Array
    flags: pa.Array
    unreadable: pa.Array


def numbers(column: Any) -> Numbers:
    """Text as numbers: thousands separators and percent signs are taken off, codes of the tables become flags."""
    plain = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    plain = pc.replace_substring_regex(pc.utf8_trim_whitespace(plain), rf"[{_SPACE}]+%$", "%")
    is_number = pc.match_substring_regex(plain, _NUMBER)
    digits = pc.replace_substring_regex(plain, f"[,%{_SPACE}]", "")
    values = pc.cast(pc.if_else(is_number, digits, pa.scalar(None, pa.string())), pa.float64())
    lowered = pc.utf8_lower(plain)
    flags = pc.if_else(is_number, pa.scalar(""), pc.if_else(pc.equal(lowered, ""), pa.scalar("blank"), lowered))
    known = pc.is_in(flags, pa.array(["", *FLAGS]))
    return Numbers(values=values, flags=flags, unreadable=pc.invert(known))
