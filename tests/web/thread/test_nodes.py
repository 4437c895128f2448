"""The thread as a graph: everything above and below a thing is found, once, and what is hidden is only counted."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread_web.thread.breaks import BREAKS
from goldenthread_web.thread.drawing import LETTERS, LINES, MOST, draw, lines_of
from goldenthread_web.thread.nodes import WORDS, Branch, Graph, Kind, Node, counts, narrow, trace
from goldenthread_web.thread.reading import NEEDS
from goldenthread_web.thread.searching import breaks_in, find


def graph_of(*ties: tuple[str, str], **more: Node) -> Graph:
    made = Graph()
    for key in dict.fromkeys(one for pair in ties for one in pair):
        kind, _, ref = key.partition("-")
        made.add(more.get(key.replace("-", "_")) or Node(kind=Kind(kind), ref=ref, title=f"Title of {key}"))
    for upper, lower in ties:
        made.tie(upper, lower)
    return made


def keys_of(branches: Iterable[Branch]) -> set[str]:
    return {one.node.key for one in branches} | {key for one in branches for key in keys_of(one.branches)}


WHOLE = graph_of(
    ("finding-1", "action-1"), ("finding-1", "action-2"), ("priority-1", "action-1"), ("decision-1", "action-1"),
    ("suggestion-1", "decision-1"), ("action-1", "measure-a"), ("action-2", "measure-a"), ("action-2", "measure-b"),
    ("action-1", "evidence-1"), ("action-2", "evidence-2"), ("measure-a", "paragraph-1"), ("measure-b", "paragraph-2"),
    ("finding-2", "paragraph-1"), ("finding-2", "action-3"), ("action-3", "measure-b"),
)  # fmt: skip


def test_every_kind_has_words_and_a_permission() -> None:
    assert set(WORDS) == set(NEEDS) == set(Kind)
    assert all(one.kind in Kind and one.remedy for one in BREAKS.values())


def test_the_whole_thread_down_from_a_finding() -> None:
    found = trace(WHOLE, "finding-1")
    assert keys_of(found.up) == set()
    assert keys_of(found.down) == {
        "action-1", "action-2", "measure-a", "measure-b", "evidence-1", "evidence-2", "paragraph-1", "paragraph-2",
    }  # fmt: skip
    first, second = found.down
    assert [one.node.key for one in first.branches] == ["measure-a", "evidence-1"]
    again = next(one for one in second.branches if one.node.key == "measure-a")
    assert again.again, "what stands above is not unfolded a second time"
    assert again.branches == ()


def test_a_measure_is_walked_up_to_what_it_serves_with_the_evidence_of_each_action() -> None:
    found = trace(WHOLE, "measure-a")
    assert keys_of(found.up) == {
        "action-1", "action-2", "finding-1", "priority-1", "decision-1", "suggestion-1", "evidence-1", "evidence-2",
    }  # fmt: skip
    assert keys_of(found.down) == {"paragraph-1"}


def test_a_paragraph_is_walked_down_to_what_became_of_what_it_speaks_of_and_to_no_other_paragraph() -> None:
    found = trace(WHOLE, "paragraph-1")
    assert {"measure-a", "action-1", "evidence-1", "finding-1", "finding-2", "action-3", "measure-b"} <= found.keys
    assert "paragraph-2" not in found.keys
    assert found.down == ()


def test_the_thread_of_one_action_leaves_its_sisters_out() -> None:
    found = trace(WHOLE, "action-1")
    assert "action-2" not in found.keys
    assert keys_of(found.up) >= {"finding-1", "priority-1", "decision-1", "suggestion-1", "evidence-1"}


def test_actions_carried_round_in_a_circle_end() -> None:
    round_ = graph_of(("action-1", "action-2"), ("action-2", "action-3"), ("action-3", "action-1"))
    found = trace(round_, "action-1")
    assert keys_of(found.down) == {"action-1", "action-2", "action-3"}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40), st.integers(0, 9))
def test_all_above_and_all_below_are_found_in_any_graph(pairs: list[tuple[int, int]], at: int) -> None:
    graph = graph_of((f"measure-{at}", f"measure-{at}"), *((f"measure-{a}", f"measure-{b}") for a, b in pairs))
    found = trace(graph, f"measure-{at}")

    def reached(ways: dict[str, list[str]]) -> set[str]:
        seen, waiting = set(), list(ways.get(f"measure-{at}", ()))
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += ways.get(one, ())
        return seen

    assert keys_of(found.down) == reached(graph.below)
    assert keys_of(found.up) == reached(graph.above)
    drawn = draw(graph, found)
    assert {one.node.key for one in drawn.boxes} == set(found.keys)
    assert len({(one.x, one.y) for one in drawn.boxes}) == len(drawn.boxes), "no box upon another"


def test_what_is_hidden_is_counted_and_what_it_joins_stays_joined() -> None:
    done = Node(kind=Kind.ACTION, ref="1", title="Secret one", groups=("done",))
    graph = graph_of(
        ("finding-1", "action-1"), ("finding-1", "action-2"), ("action-1", "measure-a"), ("action-1", "evidence-1"),
        ("measure-a", "paragraph-1"), action_1=done,
    )  # fmt: skip
    seen = narrow(graph, lambda node: node.kind not in (Kind.ACTION, Kind.EVIDENCE))
    assert set(seen.nodes) == {"finding-1", "measure-a", "paragraph-1"}
    assert seen.below["finding-1"] == ["measure-a"]
    assert seen.nodes["finding-1"].details == ("2 actions of plans: 1 done", "1 evidence")
    assert seen.nodes["measure-a"].details == ("1 action of a plan: 1 done",)
    assert narrow(graph, lambda _node: True) is graph


def test_counts_say_how_many_of_each() -> None:
    nodes = [Node(kind=Kind.EVIDENCE, ref=str(n), title="x", groups=("audit" if n else "feedback",)) for n in range(3)]
    assert counts(nodes) == ("3 items of evidence: 2 audit, 1 feedback",)
    assert counts([]) == ()


def test_too_many_to_draw_leaves_the_whole_ones_out_first() -> None:
    graph = Graph()
    graph.add(Node(kind=Kind.PRIORITY, ref="1", title="One"))
    for number in range(60):
        broken = ("action late",) if number >= 50 else ()
        graph.add(Node(kind=Kind.ACTION, ref=str(number), title=f"Action {number}", breaks=broken))
        graph.tie("priority-1", f"action-{number}")
    drawn = draw(graph, trace(graph, "priority-1"))
    assert len(drawn.boxes) == MOST
    assert drawn.left_out == 61 - MOST
    assert sum(bool(one.node.breaks) for one in drawn.boxes) == 10


def test_titles_are_cut_to_what_fits_a_box() -> None:
    lines = lines_of("word " * 60)
    assert len(lines) == LINES
    assert lines[-1].endswith("…")
    assert all(len(one) <= LETTERS for one in lines)
    assert lines_of("Short") == ("Short",)


def test_breaks_of_what_is_over_are_left_to_the_walk() -> None:
    graph = Graph()
    for ref, live in (("1", True), ("2", False)):
        graph.add(Node(kind=Kind.ACTION, ref=ref, title="Form", breaks=("action late",), live=live))
    (late,) = breaks_in(graph)
    assert [one.ref for one in late.nodes] == ["1"]
    assert trace(graph, "action-2").broken == (graph.nodes["action-2"],)
    (found,) = find(graph, "form")
    assert found.count == 2
    assert find(graph, "zebra") == []
