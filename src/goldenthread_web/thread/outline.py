"""A thread as an outline that can be read: of a long list the first lines, and every line below which it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread_web.thread.nodes import Branch, Node

MOST = 15


@dataclass(frozen=True, kw_only=True)
class Line:
    """A thing with the outline of what hangs on it; `again` where it already stands above with all of that."""

    node: Node
    again: bool
    below: Outline | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """Lines, and how many more there are, of which none is broken or has anything broken below it."""

    lines: tuple[Line, ...]
    left: int


def outline(branches: Sequence[Branch], *, most: int = MOST) -> Outline:
    """The first `most` branches of every list and, of the others, each that breaks."""
    return _outline(branches, most)[0]


def _outline(branches: Sequence[Branch], most: int) -> tuple[Outline, bool]:
    lines, left, any_broken = [], 0, False
    for place, one in enumerate(branches):
        below, broken_below = _outline(one.branches, most) if one.branches else (None, False)
        broken = broken_below or (bool(one.node.breaks) and not one.again)
        any_broken = any_broken or broken
        if place < most or broken:
            lines.append(Line(node=one.node, again=one.again, below=below))
        else:
            left += 1
    return Outline(lines=tuple(lines), left=left), any_broken
