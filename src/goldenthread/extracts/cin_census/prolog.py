"""The start of an XML file, looked at before it is parsed: its root, its encoding, and no DTD.

Entities can only be declared in a DTD, and a return has none. Refusing the DTD itself, on its first words,
leaves nothing to expand or to fetch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.parsers import expat

from goldenthread.errors import InputError, Problem

_CHUNK: Final = 65_536
_EXPORT_AGAIN: Final = "Export the return again from the case system."
_ENCODING_ERRORS: Final = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING],
        expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING],
    }
)


_BROKEN_OFF: Final = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    }
)


class _SeenEnoughError(Exception):
    """Raised by a handler when enough has been seen."""


class Prolog:
    """What comes before the first child: the root element's name, and whether a DTD is declared."""

    def __init__(self) -> None:
        self.root = ""
        self.has_dtd = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes, *, final: bool) -> bool:
        """Take more of the file; True once the root element or a DTD has been met. Raises ExpatError."""
        try:
            self._parser.Parse(chunk, final)
        except _SeenEnoughError:
            return True
        return False

    def _doctype(self, *_declared: object) -> None:
        self.has_dtd = True
        raise _SeenEnoughError

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.root = name.rpartition(":")[2]
        raise _SeenEnoughError


def check_prolog(path: Path, name: str) -> str:
    """The local name of the root element of an XML file that is safe to parse.

    Raises InputError with code empty_file, not_xml, wrong_encoding or forbidden_entity.
    """
    prolog = Prolog()
    blank = True
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            blank = blank and not chunk.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe")
            if blank and not chunk:
                raise _error(name, "empty_file", "the file is empty", _EXPORT_AGAIN)
            try:
                met = prolog.feed(chunk, final=not chunk)
            except expat.ExpatError as error:
                raise _refused(name, error) from None
            except (LookupError, ValueError):  # an encoding that is unknown, or of several bytes a character
                raise _wrong_encoding(name, 1) from None
            if met:
                break
    if prolog.has_dtd:
        raise forbidden(name)
    return prolog.root


def forbidden(name: str) -> InputError:
    """The refusal of a file that declares a document type or entities."""
    return _error(
        name,
        "forbidden_entity",
        "the file declares a document type (DTD) or entities, which a statutory return never holds; nothing "
        "of it was read",
        "Find out where the file came from. If it is a genuine return, export it again without a DOCTYPE.",
    )


def _refused(name: str, error: expat.ExpatError) -> InputError:
    if error.code in _ENCODING_ERRORS:
        return _wrong_encoding(name, error.lineno)
    if error.code in _BROKEN_OFF:
        return _error(name, "truncated", "the file breaks off before its first element", _EXPORT_AGAIN, error.lineno)
    return _error(
        name,
        "not_xml",
        f"the file is not XML: {expat.ErrorString(error.code)}",
        "Give the XML file that was exported for the census, not a spreadsheet or a report of it.",
        line=error.lineno,
    )


def _wrong_encoding(name: str, line: int) -> InputError:
    return _error(
        name,
        "wrong_encoding",
        "the encoding declared in the first line is unknown, or not the one the file is written in",
        "Save or export the file as UTF-8 and declare encoding='utf-8'.",
        line,
    )


def _error(name: str, code: str, what: str, remedy: str, line: int | None = None) -> InputError:
    return InputError(Problem(what=f"{what[0].upper()}{what[1:]}.", remedy=remedy, file=name, row=line, code=code))
