"""The XML form of SSDA903: the same facts as the CSV set, streamed into spools that the same readers read.

`EXPSSDA903 / CHILD` holds a `HEADER`, whose leaves are the Header, UASC, OC3 and AD1 files in one, and groups that
are rows of the other files; each `EPISODE` is a row of the Episodes file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from lxml import etree

from goldenthread.errors import InputError, Problem
from goldenthread.extracts import values
from goldenthread.extracts.cin_census.prolog import check_prolog, forbidden
from goldenthread.extracts.delimited import encoding_of
from goldenthread.extracts.model import SourceFile
from goldenthread.extracts.ssda903.layout import BY_PART, LAYOUTS

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOT: Final = "EXPSSDA903"
_ROOT_TAG: Final = re.compile(rf"<(?:\w+:)?{ROOT}[\s>/]")
_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": False, "load_dtd": False, "dtd_validation": False, "attribute_defaults": False,
    "no_network": True, "huge_tree": True, "remove_comments": True, "remove_pis": True, "remove_blank_text": True,
}  # fmt: skip
# Files whose columns are leaves of the HEADER; the others are groups of their own.
_IN_HEADER: Final = ("oc2", "oc3", "ad1")
_OTHER_NAMES: Final = {"childid": "child", "pl": "place"}
_SHARED: Final = frozenset({"child", "dob"})
Leaves = dict[str, str]


def is_xml(head: bytes) -> bool:
    """Whether the first bytes of a file are those of the XML form."""
    text = head[:4096].decode(encoding_of(head), errors="replace").lstrip("\ufeff \r\n\t")
    return text.startswith("<") and _ROOT_TAG.search(text) is not None


class Spool:
    """The rows of one file of the set, kept on disk with the line of the XML each came from."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.path, self.columns = path, columns

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row with its line."""
        with self.path.open("r", encoding="utf-8", newline="") as stream:
            for line, *cells in csv.reader(stream):
                yield int(line), cells


def spool(source: SourceFile, folder: Path) -> dict[str, Spool]:
    """Stream the file into one spool for each part that has rows; InputError when it is not well-formed or has a DTD."""
    root = check_prolog(source.path, source.name)
    if root != ROOT:
        raise _broken(source.name, f"The file starts with <{root[:40]}>, not <{ROOT}>.", None)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:
        writers: dict[str, Any] = {}
        try:
            for part, line, leaves in _rows(source):
                if part not in writers:
                    file: IO[str] = opened.enter_context(_place(folder, part).open("w", encoding="utf-8", newline=""))
                    writers[part] = csv.writer(file)
                writers[part].writerow([line, *(leaves.get(column, "") for column in BY_PART[part].columns)])
        except etree.XMLSyntaxError as error:
            what = f"The file is not well-formed XML at line {error.lineno}. Nothing of it was used."
            raise _broken(source.name, what, error.lineno) from None
    return {
        layout.part: Spool(_place(folder, layout.part), layout.columns) for layout in LAYOUTS if layout.part in writers
    }


def _place(folder: Path, part: str) -> Path:
    return folder / f"{part}.csv"


def _broken(name: str, what: str, line: int | None) -> InputError:
    remedy = "Export the return again and check that the whole file was copied, or give its CSV files."
    return InputError(Problem(what=what, remedy=remedy, file=name, row=line, code="not_xml"))


def _rows(source: SourceFile) -> Iterator[tuple[str, int, Leaves]]:
    for _event, element in etree.iterparse(str(source.path), tag="{*}CHILD", **_OPTIONS):
        if element.getroottree().docinfo.doctype:
            raise forbidden(source.name)
        if len(element):
            yield from _child(element)
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _child(child: _Element) -> Iterator[tuple[str, int, Leaves]]:
    header = next((each for each in child if _name(each) == "header"), child)
    known = _leaves(header)
    line = _line(header)
    who = {"child": known.get("child", ""), "dob": known.get("dob", "")}
    yield "header", line, known
    if values.parse_bool(known.get("uasc")) is True or not values.is_blank(known.get("duc")):
        yield "uasc", line, known
    for part in _IN_HEADER:
        if any(known.get(column) for column in BY_PART[part].columns if column not in _SHARED):
            yield part, line, known
    for group in child.iter():
        leaves = _leaves(group)
        if group in (child, header) or not leaves:
            continue
        part = "episodes" if _name(group) == "episode" else _part(leaves)
        if part:
            yield part, _line(group), who | leaves


def _part(leaves: Leaves) -> str:
    """The file a group is a row of: the one that shares most columns with it."""
    shared = {layout.part: len((set(layout.columns) - _SHARED) & set(leaves)) for layout in LAYOUTS}
    best = max(shared, key=lambda part: shared[part])
    return best if shared[best] else ""


def _leaves(element: _Element) -> Leaves:
    found: Leaves = {}
    for each in element:
        if len(each) == 0:
            name = _name(each)
            found[_OTHER_NAMES.get(name, name)] = (each.text or "").strip()
    return found


def _name(element: _Element) -> str:
    return etree.QName(element).localname.casefold()


def _line(element: _Element) -> int:
    line: Any = element.sourceline
    return line if isinstance(line, int) else 0
