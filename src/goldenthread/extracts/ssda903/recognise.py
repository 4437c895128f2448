"""Knowing a file of an SSDA903 set by its headings, one missing or misspelt heading forgiven."""

from __future__ import annotations

from goldenthread.extracts.delimited import heading, normal
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.ssda903.layout import LAYOUTS, Layout


def recognise(head: bytes, _name: str) -> Recognised | None:
    """Recognise a file from its first bytes."""
    columns = frozenset(normal(name) for name in heading(head))
    if "child" not in columns and "childid" not in columns and len(columns & {"dob", "decom"}) == 0:
        return None
    scored = [(_likeness(columns, layout), layout) for layout in LAYOUTS]
    likeness, layout = max(scored, key=lambda one: (one[0], len(one[1].tells)))
    if likeness == 1.0:
        return Recognised(source="s903", part=layout.part, order=layout.order)
    if likeness >= 0.6 and len(columns & set(layout.columns)) >= 3:
        return Recognised(source="s903", part=layout.part, order=layout.order, certain=False)
    return None


def _likeness(columns: frozenset[str], layout: Layout) -> float:
    return len(columns & layout.tells) / len(layout.tells)
