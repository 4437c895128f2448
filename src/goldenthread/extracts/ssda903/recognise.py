"""Knowing a file of an SSDA903 set by its headings, one missing or misspelt heading forgiven, and its XML form."""

from __future__ import annotations

from difflib import get_close_matches

from goldenthread.extracts.delimited import heading, normal
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.ssda903.layout import LAYOUTS, Layout
from goldenthread.extracts.ssda903.xml_form import is_xml

XML_FORM = "xml"

_ALIKE = 0.75


def recognise(head: bytes, _name: str) -> Recognised | None:
    """Recognise a file from its first bytes."""
    if is_xml(head):
        return Recognised(source="s903", part=XML_FORM)
    columns = frozenset(normal(name) for name in heading(head))
    if "child" not in columns and "childid" not in columns and len(columns & {"dob", "decom"}) == 0:
        return None
    scored = [(_likeness(columns, layout), layout) for layout in LAYOUTS]
    likeness, layout = max(scored, key=lambda one: (one[0], len(one[1].tells)))
    if likeness == 1.0:
        return Recognised(source="s903", part=layout.part, order=layout.order)
    if likeness >= 0.6 and len(columns & set(layout.columns)) >= 2:
        return Recognised(source="s903", part=layout.part, order=layout.order, certain=False)
    return None


def _likeness(columns: frozenset[str], layout: Layout) -> float:
    """From 0 to 1: how many of the telling columns are there; a misspelt one counts nearly in full."""
    others = [column for column in columns if column not in layout.columns]
    found = 0.0
    for column in layout.tells:
        if column in columns:
            found += 1
        elif get_close_matches(column, others, n=1, cutoff=_ALIKE):
            found += 0.9
    return found / len(layout.tells)
