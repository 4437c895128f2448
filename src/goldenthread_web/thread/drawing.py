"""Draws the thread: boxes in columns from what was found to what is said, joined by lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from goldenthread_web.thread.nodes import Graph, Kind, Node, Trace

COLUMNS: Mapping[Kind, int] = {
    Kind.SUGGESTION: 0,
    Kind.FINDING: 0,
    Kind.DECISION: 1,
    Kind.PRIORITY: 0,
    Kind.ASKED: 2,
    Kind.ACTION: 2,
    Kind.EVIDENCE: 3,
    Kind.MEASURE: 3,
    Kind.STATEMENT: 4,
    Kind.PARAGRAPH: 4,
}
WIDTH, HEIGHT, GAP, BETWEEN, EDGE, LINE = 182, 78, 14, 44, 10, 16
LETTERS, LINES = 25, 3
MOST = 36
_ROUNDS = 4


@dataclass(frozen=True, kw_only=True)
class Box:
    """A thing as it is drawn: its place in pixels and its words in lines."""

    node: Node
    x: int
    y: int
    lines: tuple[str, ...]
    picked: bool

    @property
    def texts(self) -> list[tuple[int, str]]:
        """Each line of its words with the height it stands at."""
        return [(self.y + 34 + LINE * number, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture in pixels; `left_out` things of the thread are not in it, for there are too many."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    left_out: int


def draw(graph: Graph, found: Trace) -> Drawing:
    """The picture of a trace: what is nearest to the thing that was picked first, and what is broken before the rest."""
    shown = _nearest(graph, found)
    columns = _columns(graph, found, shown)
    tallest = max(len(keys) for keys in columns)
    height = tallest * (HEIGHT + GAP) - GAP + 2 * EDGE
    places: dict[str, tuple[int, int]] = {}
    for number, keys in enumerate(columns):
        top = (height - (len(keys) * (HEIGHT + GAP) - GAP)) // 2
        for place, key in enumerate(keys):
            places[key] = (EDGE + number * (WIDTH + BETWEEN), top + place * (HEIGHT + GAP))
    boxes = tuple(
        Box(node=graph.nodes[key], x=x, y=y, lines=lines_of(graph.nodes[key].title), picked=key == found.node.key)
        for key, (x, y) in places.items()
    )
    paths = tuple(_path(places[a], places[b]) for a, b in found.edges if a in places and b in places)
    width = len(columns) * (WIDTH + BETWEEN) - BETWEEN + 2 * EDGE + BETWEEN // 2
    return Drawing(width=width, height=height, boxes=boxes, paths=paths, left_out=len(found.keys) - len(places))


def _nearest(graph: Graph, found: Trace) -> list[str]:
    """The keys to draw: by how many steps they are away, and at each step the broken ones first."""
    near: dict[str, list[str]] = {}
    for upper, lower in found.edges:
        near.setdefault(upper, []).append(lower)
        near.setdefault(lower, []).append(upper)
    shown, step = {found.node.key: None}, [found.node.key]
    while step and len(shown) < MOST:
        further = dict.fromkeys(other for one in step for other in near.get(one, ()) if other not in shown)
        step = sorted(further, key=lambda key: not graph.nodes[key].breaks)
        shown |= dict.fromkeys(step[: MOST - len(shown)])
    return list(shown)


def _columns(graph: Graph, found: Trace, shown: list[str]) -> list[list[str]]:
    """The keys by column, empty ones left out, each in an order that keeps joined things near each other."""
    used = sorted({COLUMNS[graph.nodes[key].kind] for key in shown})
    columns = [[key for key in shown if COLUMNS[graph.nodes[key].kind] == one] for one in used]
    near: dict[str, list[str]] = {key: [] for key in shown}
    for upper, lower in found.edges:
        if upper in near and lower in near:
            near[upper].append(lower)
            near[lower].append(upper)
    for _round in range(_ROUNDS):
        height = {key: place / max(1, len(keys) - 1) for keys in columns for place, key in enumerate(keys)}
        for keys in columns:
            keys.sort(key=lambda key: sum(height[o] for o in near[key]) / len(near[key]) if near[key] else height[key])
    return columns


def lines_of(title: str) -> tuple[str, ...]:
    """A title in at most three lines; what does not fit ends in an ellipsis."""
    lines = wrap(title, LETTERS, break_long_words=True)
    if len(lines) <= LINES:
        return tuple(lines)
    last = lines[LINES - 1][: LETTERS - 1].rstrip(" ,;:")
    return (*lines[: LINES - 1], f"{last}…")


def _path(upper: tuple[int, int], lower: tuple[int, int]) -> str:
    """A line from the right of one box to the left of another; within a column, round the right side."""
    x, y = upper[0] + WIDTH, upper[1] + HEIGHT // 2
    to_x, to_y = lower[0], lower[1] + HEIGHT // 2
    if to_x == upper[0]:
        out = x + BETWEEN // 2
        return f"M{x} {y} C{out} {y} {out} {to_y} {x} {to_y}"
    if to_x < upper[0]:
        x, to_x = upper[0], lower[0] + WIDTH
    bend = (x + to_x) // 2
    return f"M{x} {y} C{bend} {y} {bend} {to_y} {to_x} {to_y}"
