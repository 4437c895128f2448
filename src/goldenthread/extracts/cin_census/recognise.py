"""Whether the first bytes of a file are a CIN Census, or XML that somebody took for one."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from goldenthread.extracts.cin_census import layout
from goldenthread.extracts.model import Recognised

_PAGES_AND_PICTURES: Final = frozenset({"html", "svg", "rss", "project", "workbook", "worddocument"})
_OWN_ELEMENTS: Final = frozenset({"LAchildID", "CINdetails", "CINreferralDate"})


class _Shape:
    """The element names and the collection found in the head of a file."""

    def __init__(self) -> None:
        self.root = ""
        self.names: set[str] = set()
        self.collection = ""
        self._inside = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity

    def look(self, head: bytes) -> None:
        """Go as far as the bytes are well-formed; what was met before a fault still counts."""
        try:
            self._parser.Parse(head, False)
        except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding nobody knows
            return

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self.root = self.root or local
        self._inside = local
        self.names.add(local)

    def _text(self, text: str) -> None:
        if self._inside == "Collection":
            self.collection += text.strip()

    def _entity(self, *_declared: object) -> None:
        raise ValueError("entities are not looked into")


def recognise(head: bytes, name: str) -> Recognised | None:  # noqa: ARG001 - the same signature for every reader
    """A CIN Census when the root is Message and the collection or the elements say so.

    Other XML is claimed too, as uncertain: reading it says which collection it is and what to give instead.
    Web pages, pictures and what is not XML are not claimed.
    """
    if not head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return None
    shape = _Shape()
    shape.look(head)
    if shape.root.casefold() in _PAGES_AND_PICTURES or head.lstrip()[:14].lower() == b"<!doctype html":
        return None
    own = is_cin_collection(shape.collection) or (not shape.collection and not _OWN_ELEMENTS.isdisjoint(shape.names))
    return Recognised(source="cin", certain=shape.root == layout.ROOT and own)


def is_cin_collection(collection: str) -> bool:
    """Whether the header's Collection is the children in need census."""
    folded = collection.strip().casefold()
    return folded == "cin" or folded.startswith(("cin census", "children in need"))
