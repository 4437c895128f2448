"""The thread as a graph of plain things: what leads to what, what comes of it, and what is hidden from a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from goldenthread_web.design.addresses import address_of


class Kind(StrEnum):
    """What a thing on the thread is; the value is its name in addresses."""

    FINDING = "finding"
    SUGGESTION = "suggestion"
    DECISION = "decision"
    PRIORITY = "priority"
    ACTION = "action"
    ASKED = "asked"
    EVIDENCE = "evidence"
    MEASURE = "measure"
    STATEMENT = "statement"
    PARAGRAPH = "paragraph"


# One of them, several of them.
WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.FINDING: ("Finding", "Findings"),
    Kind.SUGGESTION: ("Suggestion", "Suggestions"),
    Kind.DECISION: ("Decision of a board", "Decisions of boards"),
    Kind.PRIORITY: ("Priority of a plan", "Priorities of plans"),
    Kind.ACTION: ("Action of a plan", "Actions of plans"),
    Kind.ASKED: ("Task from a board", "Tasks from boards"),
    Kind.EVIDENCE: ("Evidence", "Items of evidence"),
    Kind.MEASURE: ("Measure", "Measures"),
    Kind.STATEMENT: ("Statement of the self-evaluation", "Statements of the self-evaluation"),
    Kind.PARAGRAPH: ("Paragraph of the panel report", "Paragraphs of the panel report"),
}
# What a paragraph is tied to by hand is followed to what became of it, not only to where it came from.
_TIED = frozenset({Kind.FINDING, Kind.SUGGESTION, Kind.DECISION, Kind.PRIORITY})


@dataclass(kw_only=True, slots=True)
class Node:
    """A thing on the thread. `groups` sort it into the counts that are told where it may not be shown.

    `more` is told of it where it is picked; `breaks` are names in breaks.BREAKS; `page` is the name of its own page's address, with what the address takes, and `anchor` what follows it.
    """

    kind: Kind
    ref: str
    title: str
    state: str = ""
    colour: str = ""
    page: tuple[str | int, ...] = ()
    anchor: str = ""
    breaks: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    more: str = ""
    groups: tuple[str, ...] = ()
    live: bool = True

    @property
    def key(self) -> str:
        """Its name in the graph."""
        return f"{self.kind}-{self.ref}"

    @property
    def url(self) -> str:
        """The address of its own page; empty where it has none. Worked out when it is asked for: few of many are."""
        return f"{address_of(str(self.page[0]), *self.page[1:])}{self.anchor}" if self.page else ""

    @property
    def what(self) -> str:
        """What it is, for people."""
        return WORDS[self.kind][0]


@dataclass(kw_only=True)
class Graph:
    """Things by their keys, and what is below and above each: below is what follows from it."""

    nodes: dict[str, Node] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)
    above: dict[str, list[str]] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        """Put a thing in; one that is there is replaced."""
        self.nodes[node.key] = node

    def tie(self, upper: str, lower: str) -> None:
        """Say that `lower` follows from `upper`, once; what is not there, and a thing with itself, is passed over."""
        if upper == lower or upper not in self.nodes or lower not in self.nodes:
            return
        known = self.below.setdefault(upper, [])
        if lower not in known:
            known.append(lower)
            self.above.setdefault(lower, []).append(upper)

    def below_of(self, key: str, kind: Kind | None = None) -> list[Node]:
        """What follows directly from a thing."""
        return [self.nodes[one] for one in self.below.get(key, ()) if kind is None or self.nodes[one].kind is kind]

    def above_of(self, key: str, kind: Kind | None = None) -> list[Node]:
        """What a thing directly comes from."""
        return [self.nodes[one] for one in self.above.get(key, ()) if kind is None or self.nodes[one].kind is kind]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A thing with what hangs on it; `again` where it already stands above, and is not unfolded a second time."""

    node: Node
    branches: tuple[Branch, ...] = ()
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Trace:
    """The whole thread through one thing: what it comes from and what follows, as trees, and all that is in them."""

    node: Node
    up: tuple[Branch, ...]
    down: tuple[Branch, ...]
    keys: frozenset[str]
    edges: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> bool:
        """Whether nothing on it breaks."""
        return not self.broken

    @property
    def broken(self) -> tuple[Node, ...]:
        """The things on it where it breaks: the one picked first, then as they stand in the outline."""
        found: dict[str, Node] = {}

        def look(branches: Iterable[Branch]) -> None:
            for one in branches:
                if one.node.breaks:
                    found.setdefault(one.node.key, one.node)
                look(one.branches)

        look([Branch(node=self.node), *self.up, *self.down])
        return tuple(found.values())


def trace(graph: Graph, key: str) -> Trace:
    """Everything on the thread through one thing. KeyError where it is not in the graph."""
    node = graph.nodes[key]
    edges: dict[tuple[str, str], None] = {}
    said: frozenset[str] = frozenset()

    def walk(at: str, seen: set[str], *, up: bool) -> tuple[Branch, ...]:
        branches = []
        for other, lower, on in _onward(graph, at, up=up):
            if other in said:
                continue
            edges[(at, other) if lower else (other, at)] = None
            if other in seen:
                branches.append(Branch(node=graph.nodes[other], again=True))
                continue
            seen.add(other)
            branches.append(Branch(node=graph.nodes[other], branches=walk(other, seen, up=on)))
        # What stands under a sister, as an action that carries another on does, need not be named beside it again.
        within = {key for one in branches for key in _keys(one.branches)}
        return tuple(one for one in branches if not (one.again and one.node.key in within))

    down = walk(key, {key}, up=False)
    # On the way up nothing that is said in public is met again: it would lead down other threads.
    said = frozenset(one for one, other in graph.nodes.items() if other.kind is Kind.PARAGRAPH and one != key)
    up = walk(key, {key}, up=True)
    keys = frozenset({key, *(one for pair in edges for one in pair)})
    return Trace(node=node, up=up, down=down, keys=keys, edges=tuple(edges))


def _keys(branches: Iterable[Branch]) -> set[str]:
    return {one.node.key for one in branches} | {key for one in branches for key in _keys(one.branches)}


def _onward(graph: Graph, at: str, *, up: bool) -> list[tuple[str, bool, bool]]:
    """What is next to a thing on the way up or down: its key, whether it lies below, whether the way goes on up.

    On the way up an action comes with its evidence; and what a paragraph is tied to by hand, with all that became of it.
    """
    node = graph.nodes[at]
    if not up:
        return [(one, True, False) for one in graph.below.get(at, ())]
    tied = _TIED if node.kind is Kind.PARAGRAPH else frozenset()
    found = [(one, False, graph.nodes[one].kind not in tied) for one in graph.above.get(at, ())]
    if node.kind is Kind.ACTION:
        found += [(one.key, True, False) for one in graph.below_of(at, Kind.EVIDENCE)]
    return found


def narrow(graph: Graph, seen: Callable[[Node], bool]) -> Graph:
    """The graph for a reader: what they may not see is taken out, what it joined stays joined, and it is only counted."""
    hidden = {key for key, node in graph.nodes.items() if not seen(node)}
    if not hidden:
        return graph
    made = Graph()
    for key, node in graph.nodes.items():
        if key in hidden:
            continue
        under, over = _through(graph.below, key, hidden), _through(graph.above, key, hidden)
        if node.kind is Kind.PARAGRAPH:  # what it is tied to by hand is followed to what became of it, as on a walk
            tied = [one for one in over if graph.nodes[one].kind in _TIED]
            over = list(dict.fromkeys([*over, *(more for one in tied for more in _through(graph.below, one, hidden))]))
        told = counts([graph.nodes[one] for one in (under or over)])
        made.add(replace(node, details=(*node.details, *told)))
    for key in made.nodes:
        for lower in _joined(graph.below, key, hidden):
            made.tie(key, lower)
    return made


def _through(ways: Mapping[str, Sequence[str]], key: str, hidden: set[str]) -> list[str]:
    """The hidden things that are reached from a thing without passing one that is seen."""
    found: dict[str, None] = {}
    waiting = [one for one in ways.get(key, ()) if one in hidden]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = None
            waiting += [other for other in ways.get(one, ()) if other in hidden]
    return list(found)


def _joined(ways: Mapping[str, Sequence[str]], key: str, hidden: set[str]) -> list[str]:
    """The seen things that follow from a thing, directly or through hidden ones only."""
    found = dict.fromkeys(one for one in ways.get(key, ()) if one not in hidden)
    for one in _through(ways, key, hidden):
        found |= dict.fromkeys(other for other in ways.get(one, ()) if other not in hidden)
    found.pop(key, None)
    return list(found)


def counts(nodes: Iterable[Node]) -> tuple[str, ...]:
    """What there is, in counts alone: "7 actions of plans: 3 done, 4 under way"."""
    by_kind: dict[Kind, list[Node]] = {}
    for one in nodes:
        by_kind.setdefault(one.kind, []).append(one)
    told = []
    for kind in Kind:
        held = by_kind.get(kind, [])
        if not held:
            continue
        groups = Counter(group for one in held for group in one.groups)
        split = ", ".join(f"{count} {group}" for group, count in sorted(groups.items()))
        one_, many = WORDS[kind]
        told.append(f"{len(held)} {(one_ if len(held) == 1 else many).lower()}{f': {split}' if split else ''}")
    return tuple(told)
