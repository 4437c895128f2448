"""Reading a CIN Census file as a stream, child by child, with memory that does not grow with the file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from lxml import etree

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.cin_census.child import read_child
from goldenthread.extracts.cin_census.header import Header, describe, read_header
from goldenthread.extracts.cin_census.prolog import check_prolog, forbidden
from goldenthread.extracts.cin_census.reading import Reading
from goldenthread.extracts.cin_census.remarks import Remarks
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile
from goldenthread.extracts.sink import Sink

if TYPE_CHECKING:
    from lxml.etree import _Element

_FLUSH_EVERY: Final = 500
_TAIL_BYTES: Final = 65_536
_KNOWN_ROOTS: Final = {
    "EXPSSDA903": (
        "This is the SSDA903 return in its XML form, not a CIN Census.",
        "Give the SSDA903 return as its CSV files.",
    ),
}
# Nothing is fetched, nothing is expanded, no DTD is loaded; huge_tree lifts a limit on size, not a safeguard
# that is needed once a DTD has been refused.
_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "no_network": True,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
    "collect_ids": False,
}


class _Counted:
    """A file whose reader is told how many bytes were read."""

    def __init__(self, stream: IO[bytes], progress: Callable[[int], None]) -> None:
        self._stream, self._progress = stream, progress

    def read(self, size: int = -1) -> bytes:
        """Some bytes of the file."""
        chunk = self._stream.read(size)
        self._progress(len(chunk))
        return chunk


def read(source: SourceFile, recognised: Recognised, sink: Sink, *, context: ReadContext) -> None:  # noqa: ARG001
    """Read a CIN Census XML file into the sink.

    Fills person, disability, referral, assessment, assessment_factor, cin_plan, s47_enquiry,
    initial_cp_conference, cp_plan and cp_review. UPNs are never kept. Raises InputError when the file as a
    whole cannot be used: not XML, broken off, another collection, a DTD, a wrong encoding, no usable header.
    """
    root = check_prolog(source.path, source.name)
    if root != layout.ROOT:
        raise _wrong_root(root, source.name)
    with _worded_errors(source), _garbage_left_alone():
        description = describe(_find_header(source), name=source.name, context=context, sink=sink)
        sink.version = description.version
        sink.describe(
            authority=description.authority,
            collection_year=description.collection_year,
            as_at=description.as_at,
            covers_from=description.covers_from,
        )
        reading = Reading(
            sink=sink,
            remarks=Remarks(sink=sink, file=source.name),
            as_at=description.as_at,
            covers_from=description.covers_from,
            collection_year=description.collection_year,
            person_ids=context.person_ids,
        )
        count = _read_children(source.path, reading, context.progress)
        if reading.repeated:
            reading.second_pass = True
            _read_children(source.path, reading, _unwatched)
        sink.flush(everything=True)
    if not count:
        sink.note(
            Problem(
                what="There is no child in the file.",
                remedy="Check the export, unless the authority has no child in need.",
                file=source.name,
                code="no_children",
            )
        )


def _find_header(source: SourceFile) -> Header:
    with source.path.open("rb") as stream:
        for _event, element in etree.iterparse(stream, tag=("{*}Header", "{*}Child"), **_OPTIONS):
            if element.getroottree().docinfo.doctype:
                raise forbidden(source.name)  # whatever the look at the prolog made of it
            if etree.QName(element).localname == "Header":
                _drop_namespaces(element)
                return read_header(element)
            _forget(element)
    return read_header(None)


def _unwatched(_bytes_read: int) -> None:
    """A second pass over the same bytes is not progress."""


def _read_children(path: Path, reading: Reading, progress: Callable[[int], None]) -> int:
    count = 0
    flush = reading.sink.flush
    with path.open("rb") as stream:
        counted = _Counted(stream, progress)
        for _event, child in etree.iterparse(counted, tag="{*}Child", **_OPTIONS):
            if child.tag != "Child":
                _drop_namespaces(child)
            read_child(reading, child)
            _forget(child)
            count += 1
            if not count % _FLUSH_EVERY:
                flush()
    return count


def _forget(element: _Element) -> None:
    """Free an element that has been read, and those before it.

    The element itself stays, empty, until the next: the parser still has the text after it to hang there.
    """
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _drop_namespaces(element: _Element) -> None:
    for each in element.iter():
        each.tag = etree.QName(each).localname


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Pause the search for reference cycles: reading makes none, and each search walks every row pending."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _worded_errors(source: SourceFile) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise InputError(_syntax_problem(source, error)) from None


def _syntax_problem(source: SourceFile, error: etree.XMLSyntaxError) -> Problem:
    line = error.lineno or None
    if _bad_encoding(error):
        what = "The file holds bytes that are not of the encoding it declares."
        remedy = "Export it as UTF-8; a file edited by hand must be saved as UTF-8 too."
        code = "wrong_encoding"
    elif _breaks_off(source.path):
        what = f"The file breaks off at line {line}: the end of the return is missing. Nothing of it was used."
        remedy = "Export the return again and check that the whole file was copied."
        code = "truncated"
    else:
        what = f"The file is not well-formed XML at line {line}. Nothing of it was used."
        remedy = "Export the return again; if the file was edited by hand, look at that line."
        code = "not_xml"
    return Problem(what=what, remedy=remedy, file=source.name, row=line, code=code)


def _bad_encoding(error: etree.XMLSyntaxError) -> bool:
    codes = {etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_UNKNOWN_ENCODING}
    codes |= {etree.ErrorTypes.ERR_INVALID_CHAR} if "encoding" in str(error) else set()
    return getattr(error, "code", None) in codes or "proper UTF-8" in str(error)


def _breaks_off(path: Path) -> bool:
    """Whether the closing tag of the root is missing from the end of the file, in any encoding of ASCII letters."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read().replace(b"\x00", b"")
    return f"/{layout.ROOT}".encode("ascii") not in tail and f":{layout.ROOT}>".encode("ascii") not in tail


def _wrong_root(root: str, name: str) -> InputError:
    what, remedy = _KNOWN_ROOTS.get(
        root,
        (
            f"The file starts with <{root[:40]}>, not <{layout.ROOT}>: it is not a CIN Census.",
            "Give the XML file that was exported for the children in need census.",
        ),
    )
    code = "other_collection" if root in _KNOWN_ROOTS else "wrong_root"
    return InputError(Problem(what=what, remedy=remedy, file=name, row=None, column=root[:40], code=code))
