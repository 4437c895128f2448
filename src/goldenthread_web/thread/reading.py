"""Reads the thread out of the records of every app below, narrowed to what the reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, Q

from goldenthread_web.activity.remembering import Remembered
from goldenthread_web.boards.models import BoardAction
from goldenthread_web.boards.queries import decisions_readable, exempt_boards, not_exempt_for
from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.indicators.models_paper import PanelPaper, PaperParagraph
from goldenthread_web.indicators.paper import paper_for
from goldenthread_web.indicators.queries import sees_split
from goldenthread_web.inspections.models import Finding, Statement, Support
from goldenthread_web.inspections.workflow import COLOURS as FINDING_COLOURS
from goldenthread_web.inspections.workflow import FindingState
from goldenthread_web.loads.workflow import State as LoadState
from goldenthread_web.people.models import Team
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Action, Evidence, Priority, SuccessMeasure
from goldenthread_web.plans.standing import CLAIMS
from goldenthread_web.plans.workflow import DONE, ENDED, OPEN, WORDS, PlanState, State
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import COLOURS as SUGGESTION_COLOURS
from goldenthread_web.suggestions.workflow import State as SuggestionState
from goldenthread_web.thread.models import Tie
from goldenthread_web.thread.nodes import Graph, Kind, Node, narrow

REST_DAYS = 30
# What a reader must be allowed to see things of a kind one by one; others are told how many there are.
NEEDS: Mapping[Kind, Permission] = {
    Kind.FINDING: Permission.INSPECTIONS_SEE,
    Kind.SUGGESTION: Permission.BOARDS_SEE,
    Kind.DECISION: Permission.BOARDS_READ,
    Kind.PRIORITY: Permission.PLAN_SEE,
    Kind.ACTION: Permission.PLAN_SEE,
    Kind.ASKED: Permission.BOARDS_SEE,
    Kind.EVIDENCE: Permission.PLAN_SEE,
    Kind.MEASURE: Permission.FIGURES_PUBLIC,
    Kind.STATEMENT: Permission.FIGURES_MANAGEMENT,
    Kind.PARAGRAPH: Permission.FIGURES_PUBLIC,
}


_READ: Remembered[Graph] = Remembered(most=8)


def thread_for(access: Access, today: dt.date) -> Graph:
    """The whole thread as this person may see it: what they may not open is only counted beside what they may.

    It is shared by all who may see the same, until a record changes: read it, and change nothing of it.
    """
    return _READ.get(today, *seen_by(access, today), make=lambda: read_thread(access, today))


def seen_by(access: Access, today: dt.date) -> tuple[Hashable, ...]:
    """What the thread depends on beside the records and the day: those for whom it is the same see the same thread."""
    return access.permissions, access.profile, exempt_boards(access, today)


def read_thread(access: Access, today: dt.date) -> Graph:
    """The same, read from the records each time."""
    graph = Graph()
    paper = paper_for(access, today)
    _findings(graph)
    _plans(graph, today)
    _boards(graph, access, today)
    _suggestions(graph, access, today)
    figures = paragraphs_of(graph, paper)
    supports = _statements(graph, today)
    _measures(graph, access, figures, supports)
    if paper is not None:
        for tie in Tie.objects.filter(paper=paper.title).values_list("kind", "ref", "paragraph"):
            graph.tie(f"{tie[0]}-{tie[1]}", f"{Kind.PARAGRAPH}-{tie[2]}")
    allowed = {kind for kind, needed in NEEDS.items() if access.can(needed)}
    return narrow(graph, lambda node: node.kind in allowed)


def _findings(graph: Graph) -> None:
    """Findings that are not strengths; those within a main finding hang on it."""
    rows = Finding.objects.exclude(kind=Finding.Kind.STRENGTH).annotate(answers=Count("actions"))
    within = []
    for pk, number, text, state, inspection, main, answers in rows.values_list(
        "pk", "number", "text", "state", "inspection__title", "within", "answers"
    ):
        live = state != FindingState.CLOSED
        graph.add(
            Node(
                kind=Kind.FINDING,
                ref=str(pk),
                title=f"{number}: {text}",
                state=state,
                colour=FINDING_COLOURS[FindingState(state)],
                page=("inspections:finding", pk),
                details=(inspection,),
                groups=("closed" if not live else "open",),
                live=live,
                breaks=("finding without action",) if live and not answers else (),
            )
        )
        if main:
            within.append((main, pk))
    for main, pk in within:
        graph.tie(f"{Kind.FINDING}-{main}", f"{Kind.FINDING}-{pk}")
    _answered_together(graph, {f"{Kind.FINDING}-{main}" for main, _pk in within})


def _answered_together(graph: Graph, mains: set[str]) -> None:
    """A finding within another is answered by what answers that; a main one by answers to all that is within it.

    Where both are unanswered the thread breaks at the main one, and is told once.
    """
    for main in mains & set(graph.nodes):
        lesser = graph.below_of(main, Kind.FINDING)
        if not graph.nodes[main].breaks:
            for one in lesser:
                graph.add(replace(one, breaks=()))
        elif any(not one.breaks for one in lesser):
            graph.add(replace(graph.nodes[main], breaks=()))
        else:
            for one in lesser:
                graph.add(replace(one, breaks=()))


def _plans(graph: Graph, today: dt.date) -> None:
    """Priorities, actions and evidence of plans that were not withdrawn, with the findings that actions answer."""
    kept = {"plan__state": PlanState.WITHDRAWN}
    for pk, place, title, plan, plan_state, actions in (
        Priority.objects.exclude(**kept)
        .annotate(actions_in_it=Count("actions"))
        .values_list("pk", "number", "title", "plan__title", "plan__state", "actions_in_it")
    ):
        live = plan_state == PlanState.AGREED
        graph.add(
            Node(
                kind=Kind.PRIORITY,
                ref=str(pk),
                title=f"{place}. {title}",
                details=(plan,),
                live=live,
                breaks=("priority without action",) if live and not actions else (),
            )
        )
    measured = set(SuccessMeasure.objects.values_list("action", flat=True))
    evidenced = set(Evidence.objects.values_list("action", flat=True))
    carried = []
    for pk, number, title, state, due, priority, plan_state, before in Action.objects.exclude(
        priority__plan__state=PlanState.WITHDRAWN
    ).values_list("pk", "number", "title", "state", "current_due", "priority", "priority__plan__state", "carried_from"):
        graph.add(
            _action(pk, f"{number} {title}", State(state), due, plan_state, pk in measured, pk in evidenced, today)
        )
        graph.tie(f"{Kind.PRIORITY}-{priority}", f"{Kind.ACTION}-{pk}")
        if before:
            carried.append((before, pk))
    for before, pk in carried:
        old = graph.nodes.get(f"{Kind.ACTION}-{before}")
        if old is not None:  # what is wrong with it is told of the one that carries it on
            graph.add(replace(old, breaks=()))
        graph.tie(f"{Kind.ACTION}-{before}", f"{Kind.ACTION}-{pk}")
    for finding, answer in Action.findings.through.objects.values_list("finding", "action"):
        graph.tie(f"{Kind.FINDING}-{finding}", f"{Kind.ACTION}-{answer}")
    _evidence(graph, today)


_SHARE = {State.DRAFT: "drafted", State.PAUSED: "paused", State.WITHDRAWN: "withdrawn", State.SUPERSEDED: "superseded"}


def _action(
    pk: int, title: str, state: State, due: dt.date | None, plan_state: str, measured: bool, evidenced: bool, today: dt.date
) -> Node:  # fmt: skip
    counts = state not in ENDED or state in CLAIMS
    holds = {
        "action without measure": counts and state is not State.DRAFT and not measured,
        "action without evidence": state in CLAIMS and not evidenced,
        "action late": plan_state == PlanState.AGREED and state in OPEN and due is not None and due < today,
    }
    words, colour = WORDS[state]
    return Node(
        kind=Kind.ACTION,
        ref=str(pk),
        title=title,
        state=words,
        colour=colour,
        page=("plans:action", pk),
        groups=("done" if state in DONE else _SHARE.get(state, "under way"),),
        live=plan_state == PlanState.AGREED,
        breaks=tuple(name for name, so in holds.items() if so),
    )


def _evidence(graph: Graph, today: dt.date) -> None:
    kinds, shows = dict(Evidence.Kind.choices), dict(Evidence.Shows.choices)
    for pk, action, kind, shown, title, expires, accepted in Evidence.objects.values_list(
        "pk", "action", "kind", "shows", "title", "expires", "accepted"
    ):
        above = graph.nodes.get(f"{Kind.ACTION}-{action}")
        if above is None:
            continue
        old = expires is not None and expires < today
        breaks = ("evidence out of date",) if old else ("evidence refused",) if accepted is False else ()
        graph.add(
            Node(
                kind=Kind.EVIDENCE,
                ref=str(pk),
                title=title,
                state={True: "accepted", False: "not accepted", None: "not reviewed"}[accepted],
                colour={True: "green", False: "orange", None: "grey"}[accepted],
                page=("plans:action", action),
                anchor="#evidence",
                details=(f"{kinds[kind]}: {shows[shown].lower()}",),
                groups=(kinds[kind].lower(),),
                live=above.live,
                breaks=breaks,
            )
        )
        graph.tie(above.key, f"{Kind.EVIDENCE}-{pk}")


def _boards(graph: Graph, access: Access, today: dt.date) -> None:
    """Decisions this person may read, what was to be done after them, and the actions of plans that became of it."""
    readable = not_exempt_for(access, today, "item__exempt", "meeting__board")
    tasks = BoardAction.objects.filter(readable, meeting__removed_at=None)
    by_item: dict[int, list[tuple[Any, ...]]] = {}
    for row in tasks.values_list("pk", "item", "text", "due", "done_on", "plan_action", "plan_action__done_on"):
        by_item.setdefault(row[1], []).append(row)
    answered = set(Suggestion.objects.exclude(decision=None).exclude(action=None).values_list("decision", flat=True))
    decisions = decisions_readable(access, today).select_related(None)
    for pk, item, text, acts, board, number, on in decisions.values_list(
        "pk", "item", "text", "calls_for_action", "meeting__board__name", "meeting__number", "meeting__on"
    ):
        after = by_item.get(item, [])
        late = any(due < today and not (done or plan_done) for _p, _i, _t, due, done, _a, plan_done in after)
        rests = acts and not after and pk not in answered and (today - on).days > REST_DAYS
        graph.add(
            Node(
                kind=Kind.DECISION,
                ref=str(pk),
                title=text,
                page=("boards:item", item),
                details=(f"{board}, meeting {number}, {on.day} {on:%B %Y}",),
                breaks=("decision late",) if late else ("decision not acted on",) if rests else (),
            )
        )
        for one in after:
            _task(graph, f"{Kind.DECISION}-{pk}", one, today)


def _task(graph: Graph, decision: str, row: tuple[Any, ...], today: dt.date) -> None:
    pk, item, text, due, done, plan_action, _plan_done = row
    if plan_action:
        graph.tie(decision, f"{Kind.ACTION}-{plan_action}")
        return
    late = not done and due < today
    graph.add(
        Node(
            kind=Kind.ASKED,
            ref=str(pk),
            title=text,
            state="done" if done else "late" if late else "to do",
            colour="green" if done else "red" if late else "blue",
            page=("boards:item", item),
            details=(f"by {due.day} {due:%B %Y}",),
            groups=("done" if done else "late" if late else "to do",),
        )
    )
    graph.tie(decision, f"{Kind.ASKED}-{pk}")


def _suggestions(graph: Graph, access: Access, today: dt.date) -> None:
    """Suggestions, never with who raised them, with the decision and the action they led to."""
    own = Q() if access.can(Permission.BOARDS_SEE) else Q(decision__isnull=False) | Q(action__isnull=False)
    for pk, text, state, decided, decision, action in (
        Suggestion.objects.filter(own)
        .exclude(state=SuggestionState.MERGED)
        .values_list("pk", "text", "state", "decided_on", "decision", "action")
    ):
        rests = state == SuggestionState.ADOPTED and not action and decided and (today - decided).days > REST_DAYS
        graph.add(
            Node(
                kind=Kind.SUGGESTION,
                ref=str(pk),
                title=text,
                state=state,
                colour=SUGGESTION_COLOURS[SuggestionState(state)],
                page=("suggestions:suggestion", pk),
                breaks=("suggestion not acted on",) if rests else (),
            )
        )
        for kind, ref in ((Kind.DECISION, decision), (Kind.ACTION, action)):
            graph.tie(f"{Kind.SUGGESTION}-{pk}", f"{kind}-{ref}")


def paragraphs_of(graph: Graph, paper: PanelPaper | None) -> dict[str, set[str]]:
    """The paragraphs of the report; gives the measures that each states figures of."""
    found: dict[str, set[str]] = {}
    if paper is None:
        return found
    unnumbered = 0
    for section, number, text, figures in PaperParagraph.objects.filter(paper=paper).values_list(
        "section", "number", "text", "figures"
    ):
        unnumbered += not number
        ref = number.replace(" ", "").replace(".", "-") or f"summary-{unnumbered}"
        states = "; ".join(dict.fromkeys(f"{one['text']} ({one['id']}, {one['period']})" for one in figures))
        node = Node(
            kind=Kind.PARAGRAPH,
            ref=ref,
            title=f"{number}: {text}" if number else text,
            details=(f"{paper.title}, {section}",),
            more=f"Figures: {states}." if states else "",
        )
        graph.add(node)
        found[node.key] = {one["measure"] for one in figures}
    return found


def _statements(graph: Graph, today: dt.date) -> dict[str, set[str]]:
    """The statements of the self-evaluation that stand; gives the measures that each rests on."""
    supports: dict[int, list[tuple[str, str]]] = {}
    for pk, kind, reference in Support.objects.values_list("statement", "kind", "reference"):
        supports.setdefault(pk, []).append((kind, reference))
    found: dict[str, set[str]] = {}
    standing = Statement.objects.filter(dropped=False, replaced_by=None)
    for pk, know, framework, review_by in standing.values_list("pk", "know", "framework", "review_by"):
        held = supports.get(pk, [])
        others = [reference for kind, reference in held if kind != Support.Kind.MEASURE]
        node = Node(
            kind=Kind.STATEMENT,
            ref=str(pk),
            title=know,
            page=("inspections:self_evaluation",),
            anchor=f"?framework={framework}",
            details=(f"Rests on {'; '.join(others)}",) if others else (),
            breaks=("statement unsupported",) if not held else ("statement stale",) if review_by < today else (),
        )
        graph.add(node)
        found[node.key] = {reference for kind, reference in held if kind == Support.Kind.MEASURE}
    return found


def _measures(graph: Graph, access: Access, *said: Mapping[str, set[str]]) -> None:
    """The measures that actions are to move or that something said rests on, and those of concern."""
    aims: dict[str, list[str]] = {}
    for action, measure in SuccessMeasure.objects.exclude(measure="").values_list("action", "measure"):
        aims.setdefault(measure, []).append(f"{Kind.ACTION}-{action}")
    named = set(aims).union(*(names for held in said for names in held.values()))
    for node in _figures(access, named, graph, aims):
        graph.add(node)
    for name in named:
        if f"{Kind.MEASURE}-{name}" not in graph.nodes:
            title = name.replace("_", " ").capitalize()
            breaks = ("measure without figure",)
            graph.add(Node(kind=Kind.MEASURE, ref=name, title=title, state="no figure", colour="grey", breaks=breaks))
    for name, actions in aims.items():
        for key in actions:
            graph.tie(key, f"{Kind.MEASURE}-{name}")
    for held in said:
        for said_key, names in held.items():
            for name in sorted(names):
                graph.tie(f"{Kind.MEASURE}-{name}", said_key)


def _figures(access: Access, named: set[str], graph: Graph, aims: Mapping[str, list[str]]) -> Iterable[Node]:
    """The released figures of these measures and of headline measures of concern, as this person may see them."""
    if not access.can(Permission.FIGURES_PUBLIC):
        return
    rows = FigureSet.objects.filter(load__state=LoadState.RELEASED, profile=access.profile).filter(
        Q(measure__in=sorted(named)) | Q(concern=True, headline=True)
    )
    for name, title, concern, value, status, variation, period, sentence in rows.values_list(
        "measure", "title", "concern", "row__value", "row__status", "row__variation", "row__period", "row__sentence"
    ):
        wrong = str(variation or "").startswith("concern")
        acted = any(graph.nodes[one].live for one in aims.get(name, ()) if one in graph.nodes)
        holds = {
            "measure the wrong way": wrong,
            "measure without action": concern and not acted,
            "measure without figure": str(status or "").startswith("not available"),
        }
        yield Node(
            kind=Kind.MEASURE,
            ref=name,
            title=title,
            state=str(value),
            colour="red" if wrong else "green" if str(variation or "").startswith("improvement") else "grey",
            page=("indicators:measure", name),
            details=tuple(text for text in (str(period or ""), str(sentence or "")) if text),
            breaks=tuple(key for key, so in holds.items() if so),
        )


def teams_of(access: Access, names: Iterable[str]) -> dict[str, list[tuple[str, str, str]]]:
    """By measure, what each team's figure is: name, value, counts; of the teams whose figures this person may see."""
    if not access.can(Permission.FIGURES_TEAM):
        return {}
    own = access.teams_for(Permission.FIGURES_TEAM)
    called = dict(Team.objects.values_list("code", "name"))
    rows = FigureSet.objects.filter(
        load__state=LoadState.RELEASED, profile=access.profile, measure__in=sorted(set(names))
    ).values_list("measure", "stage", "row__teams")
    return {
        measure: [
            (called.get(team, team), str(one["value"]), str(one["counts"]))
            for team, one in sorted((teams or {}).items())
            if own is None or team in own
        ]
        for measure, stage, teams in rows
        if teams and sees_split(access, measure, stage)
    }
