"""Opening a workbook safely: refused when encrypted, broken, too old or absurdly large; cells read as text, no macro run."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from goldenthread.errors import InputError, Problem

MOST_UNPACKED_BYTES = 2 * 2**30
RATIO_FROM_BYTES = 64 * 2**20
MOST_RATIO = 200
MOST_CELLS = 20_000_000
ERRORS_KEPT = 1000
SURE_ENDINGS = (".xlsx", ".xlsm")
ENDINGS = (*SURE_ENDINGS, ".xls", ".xlsb", ".ods")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = b"PK\x03\x04"
_MAIN = "xl/workbook.xml"
_CHUNK = 2**20
_OVERLAP = 512
_ROW = re.compile(rb'<row\s[^>]*?\br="(\d{1,7})"')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d')
_ERROR = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*?\st="e"')
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError)
_SAVE_AGAIN = "Save it again from the program that made it, as an Excel workbook (.xlsx) without a password."

Cells = tuple[int, list[str]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: `rows()` gives every row with its number and its cells as text; `errors` are cells like D3 that hold #N/A."""

    name: str
    rows: Callable[[], Iterator[Cells]]
    hidden: bool = False
    errors: tuple[str, ...] = ()


def looks_like_workbook(path: Path, name: str) -> bool:
    """Whether a file is a workbook, also one that cannot be opened: by its bytes, or by its name when they do not say."""
    if name.lower().endswith(SURE_ENDINGS):
        return True
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        return name.lower().endswith(ENDINGS)
    return head.startswith(_PACKED) and (name.lower().endswith(ENDINGS) or has_workbook_inside(path))


def has_workbook_inside(path: Path) -> bool:
    """Whether a zip is a workbook, whatever it is called."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _MAIN in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """The names of the sheets; InputError when the workbook cannot be opened."""
    with _archive(path, name) as archive:
        return tuple(sheet for sheet, _, _ in _sheets(archive, name))


@contextmanager
def open_workbook(path: Path, name: str) -> Iterator[tuple[Sheet, ...]]:
    """The sheets of a workbook, none of them read yet; InputError when it cannot be read safely."""
    from python_calamine import CalamineError, CalamineWorkbook

    with _archive(path, name) as archive:
        _check_size(archive, name)
        listed = _sheets(archive, name)
        errors = {sheet: _scan(archive, member, name, sheet) for sheet, member, _ in listed}
    try:
        book = CalamineWorkbook.from_object(path)
    except CalamineError as error:
        raise _unreadable(name, f"The workbook cannot be opened ({error}).", "corrupt_workbook") from None
    try:
        yield tuple(
            Sheet(name=sheet, hidden=hidden, errors=errors[sheet], rows=_rows_of(book, sheet, name))
            for sheet, _, hidden in listed
        )
    finally:
        book.close()


def _rows_of(book: Any, sheet: str, name: str) -> Callable[[], Iterator[Cells]]:
    def rows() -> Iterator[Cells]:
        from python_calamine import CalamineError

        try:
            for number, cells in enumerate(book.get_sheet_by_name(sheet).iter_rows(), 1):
                yield number, [cell_text(cell) for cell in cells]
        except CalamineError as error:
            raise _unreadable(name, f"The sheet {sheet} cannot be read ({error}).", "corrupt_workbook") from None

    return rows


def cell_text(value: Any) -> str:
    """A cell as the text a reader understands: ISO dates, whole numbers without a fraction, true and false."""
    if isinstance(value, str):
        return value.replace("\xa0", " ").strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def _unreadable(name: str, what: str, code: str, remedy: str = _SAVE_AGAIN) -> InputError:
    return InputError(Problem(what=what, remedy=remedy, file=name, code=code))


def _archive(path: Path, name: str) -> zipfile.ZipFile:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        if locked:
            raise _unreadable(name, "The workbook is protected by a password.", "encrypted_workbook")
        raise _unreadable(name, "The workbook is in the old Excel format (.xls).", "old_workbook")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _unreadable(name, f"The workbook is damaged ({error}).", "corrupt_workbook") from None
    if _MAIN in archive.namelist():
        return archive
    archive.close()
    what = "The file is called a workbook, and there is no workbook of Excel's .xlsx format in it."
    raise _unreadable(name, what, "corrupt_workbook")


def _check_size(archive: zipfile.ZipFile, name: str) -> None:
    total = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist()) or 1
    if total > MOST_UNPACKED_BYTES or (total > RATIO_FROM_BYTES and total / packed > MOST_RATIO):
        raise _unreadable(
            name,
            f"The workbook would unpack to {total / 2**20:,.0f} MB from {packed / 2**20:,.1f} MB, more than a return can.",
            "unsafe_workbook",
            "Copy the sheets you need into a new workbook, or export them as CSV.",
        )


def _sheets(archive: zipfile.ZipFile, name: str) -> list[tuple[str, str, bool]]:
    """Name, member of the zip and whether it is hidden, of every worksheet."""
    try:
        book = _parsed(archive, _MAIN)
        links = _parsed(archive, "xl/_rels/workbook.xml.rels")
    except _DAMAGE as error:
        raise _unreadable(name, f"The workbook is damaged ({error}).", "corrupt_workbook") from None
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("xl", str(link.get("Target")))).removeprefix("/")
        for link in links
        if str(link.get("Type", "")).endswith("/worksheet")
    }
    found = []
    for sheet in book.iter("{*}sheet"):
        link_id = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        if link_id in targets:
            found.append((str(sheet.get("name")), targets[link_id], str(sheet.get("state", "visible")) != "visible"))
    return found


def _parsed(archive: zipfile.ZipFile, member: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(member), parser)


def _scan(archive: zipfile.ZipFile, member: str, name: str, sheet: str) -> tuple[str, ...]:
    """Cells of a sheet that hold errors; InputError when it is damaged or so large that it would fill the memory."""
    last_row, widest, errors = 1, b"Z", list[str]()
    try:
        with archive.open(member) as stream:
            for text in _overlapping(stream):
                last_row = max([last_row, *map(int, _ROW.findall(text))])
                widest = max([widest, *_WIDE.findall(text)], key=lambda letters: (len(letters), letters))
                if b't="e"' in text and len(errors) < ERRORS_KEPT:
                    errors += [cell.decode() for cell in _ERROR.findall(text)]
        if last_row * column_number(widest.decode()) > MOST_CELLS:
            with archive.open(member) as stream:
                last_row, columns = _filled(stream)
            if last_row * columns > MOST_CELLS:
                raise _unreadable(
                    name,
                    f"The sheet {sheet} spans {last_row:,} rows and {columns:,} columns, more than can be read.",
                    "unsafe_workbook",
                    "Delete what stands far below or to the right of the list, and save it again.",
                )
    except (*_DAMAGE, NotImplementedError, RuntimeError, OSError) as error:
        raise _unreadable(name, f"The sheet {sheet} is damaged ({error}).", "corrupt_workbook") from None
    return tuple(dict.fromkeys(errors))


def _overlapping(stream: IO[bytes]) -> Iterator[bytes]:
    """A stream in pieces that overlap, so that no cell falls between two."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _filled(stream: IO[bytes]) -> tuple[int, int]:
    """The last row and column that hold a value; cells that are only formatted do not count."""
    from lxml import etree

    last, widest = 1, 1
    for _, cell in etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False):
        place = re.fullmatch(r"([A-Z]{1,3})(\d+)", str(cell.get("r", "")))
        if place and len(cell):
            last, widest = max(last, int(place[2])), max(widest, column_number(place[1]))
        cell.clear()
        parent = cell.getparent()
        while cell.getprevious() is not None and parent is not None:
            del parent[0]
    return last, widest


def column_number(letters: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
