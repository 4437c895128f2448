"""Delimited text as councils export it: any common encoding, comma or semicolon or tab, headings in any case."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from goldenthread.errors import InputError, Problem

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000


def encoding_of(head: bytes) -> str:
    """The encoding of a text by its byte-order mark or its bytes: UTF-8, UTF-16 or Windows-1252."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if head[:200].count(b"\x00") > len(head[:200]) // 4:
        return "utf-16-be" if head[:1] == b"\x00" else "utf-16-le"
    try:
        head[: max(len(head) - 4, 0)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def heading(head: bytes) -> tuple[str, ...]:
    """The names of the first row of a text, trimmed; empty when it is not delimited text."""
    if not head or head.startswith((b"PAR1", b"PK", b"%PDF")):
        return ()
    text = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first or first.lstrip().startswith(("<", "{", "[")) or "\x00" in first:
        return ()
    return tuple(name.strip().strip('"') for name in next(csv.reader([first], delimiter=delimiter_of(first))))


def delimiter_of(line: str) -> str:
    """The delimiter that divides a heading row into the most names."""
    return max(_DELIMITERS, key=line.count)


def normal(name: str) -> str:
    """A column's name in lower case with anything but letters and digits as one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")


class DelimitedFile:
    """A delimited file opened for reading: its heading, and its rows with their numbers (the heading is row 1)."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        with path.open("rb") as stream:
            head = stream.read(65_536)
        self.encoding = encoding_of(head)
        self.columns = tuple(normal(column) for column in heading(head))
        line = head.decode(self.encoding, errors="replace").lstrip("\ufeff")
        self.delimiter = delimiter_of(next((one for one in line.splitlines() if one.strip()), ","))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row below the heading that is not blank, padded to the heading; InputError for undecodable bytes."""
        csv.field_size_limit(LONGEST_CELL)
        width = len(self.columns)
        number = 0
        try:
            with self.path.open("r", encoding=self.encoding, newline="") as stream:
                found_heading = False
                for number, row in enumerate(csv.reader(stream, delimiter=self.delimiter), 1):
                    if not any(cell.strip() for cell in row):
                        continue
                    if not found_heading:
                        found_heading = True
                        continue
                    if len(row) < width:
                        row += [""] * (width - len(row))
                    yield number, row
        except UnicodeDecodeError as error:
            raise InputError(
                Problem(
                    what=f"The file begins as {self.encoding} and then holds bytes that are not ({error.reason}).",
                    remedy="Export it again as UTF-8.",
                    file=self.name,
                    row=number + 1,
                    code="wrong_encoding",
                )
            ) from None
        except csv.Error as error:
            raise InputError(
                Problem(what=f"The row cannot be read ({error}).", file=self.name, row=number + 1, code="bad_row")
            ) from None


def nearest(wanted: str, present: Sequence[str]) -> str:
    """The present column most like a wanted one, or ''."""
    found = get_close_matches(normal(wanted), present, n=1, cutoff=0.7)
    return found[0] if found else ""


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as comma-separated text, for messages and tests."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
