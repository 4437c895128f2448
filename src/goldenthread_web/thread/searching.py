"""Finds things on the thread by their words, and says where the thread breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goldenthread_web.thread.breaks import BREAKS, Break
from goldenthread_web.thread.nodes import WORDS, Graph, Kind, Node

MOST = 40


@dataclass(frozen=True, kw_only=True)
class Found:
    """Things of one kind: those that are shown, and how many there are."""

    title: str
    nodes: Sequence[Node]
    count: int


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One kind of break with the things where the thread breaks so."""

    kind: Break
    nodes: Sequence[Node]


def find(graph: Graph, words: str, *, most: int = MOST) -> list[Found]:
    """Things whose title or place holds every word, by kind in the order of the thread."""
    wanted = words.casefold().split()
    found = []
    for kind in Kind:
        held = [
            one
            for one in graph.nodes.values()
            if one.kind is kind and all(word in f"{one.title} {' '.join(one.details)}".casefold() for word in wanted)
        ]
        if held and wanted:
            shown = [_placed(graph, one) for one in held[:most]]
            found.append(Found(title=WORDS[kind][1], nodes=shown, count=len(held)))
    return found


# Through which things above it something belongs to a plan or to a board.
_BELONGS: Mapping[Kind, tuple[Kind, ...]] = {
    Kind.ACTION: (Kind.PRIORITY,),
    Kind.EVIDENCE: (Kind.ACTION, Kind.PRIORITY),
    Kind.ASKED: (Kind.DECISION,),
}


def _placed(graph: Graph, node: Node) -> Node:
    """A thing with the plan or the board it belongs to, by which two of one title are told apart."""
    at = node
    for kind in _BELONGS.get(node.kind, ()):
        above = graph.above_of(at.key, kind)
        if not above:
            return node
        at = above[0]
    return node if at is node else replace(node, details=(*node.details, *at.details))


def breaks_in(graph: Graph) -> list[Broken]:
    """Where the thread breaks today, in the order of the thread; what belongs to plans that are over is left out."""
    return [
        Broken(kind=kind, nodes=held)
        for name, kind in BREAKS.items()
        if (held := [one for one in graph.nodes.values() if one.live and name in one.breaks])
    ]


def beginnings(graph: Graph) -> list[Found]:
    """What to begin a walk from: open findings, the priorities of running plans, the paragraphs with figures."""
    told = (
        ("Findings that are open", [one for one in graph.nodes.values() if one.kind is Kind.FINDING and one.live]),
        (
            "Priorities of running plans",
            [one for one in graph.nodes.values() if one.kind is Kind.PRIORITY and one.live],
        ),
        (
            "Paragraphs of the panel report that rest on something",
            [one for one in graph.nodes.values() if one.kind is Kind.PARAGRAPH and graph.above.get(one.key)],
        ),
    )
    return [Found(title=title, nodes=held[:MOST], count=len(held)) for title, held in told if held]
