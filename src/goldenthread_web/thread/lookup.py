"""Finds what people wrote on the thread by its words, in one query, without reading the thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from goldenthread_web.boards.models import BoardAction
from goldenthread_web.boards.queries import decisions_readable
from goldenthread_web.indicators.paper import paper_for
from goldenthread_web.inspections.models import Finding, Statement
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Action, Evidence, Priority
from goldenthread_web.plans.workflow import WORDS as ACTION_WORDS
from goldenthread_web.plans.workflow import PlanState, State
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import State as SuggestionState
from goldenthread_web.thread.nodes import Graph, Kind, Node
from goldenthread_web.thread.reading import NEEDS, paragraphs_of
from goldenthread_web.thread.searching import MOST, Found, find

_Rows = QuerySet[Any, Any]
# Where a thing of each kind is opened, and what follows the address; a priority has no page but its thread.
_PAGES: Mapping[Kind, tuple[str, str]] = {
    Kind.FINDING: ("inspections:finding", ""),
    Kind.SUGGESTION: ("suggestions:suggestion", ""),
    Kind.DECISION: ("boards:item", ""),
    Kind.ACTION: ("plans:action", ""),
    Kind.ASKED: ("boards:item", ""),
    Kind.EVIDENCE: ("plans:action", "#evidence"),
}


@dataclass(frozen=True, kw_only=True)
class _Held:
    """Rows of one kind that may be read, and which fields hold its title, its place, its state and its page.

    The words are looked for in `about`, never in `place`, which only tells two of one title apart: the name of a plan would
    find every action under it.
    """

    rows: _Rows
    title: tuple[str | Value, ...]
    about: str = ""
    place: str = ""
    state: str = ""
    page: str = "pk"


def look_up(access: Access, words: str, today: dt.date, *, most: int = MOST) -> list[Found]:
    """What holds every word and this person may open, by kind in the order of the thread.

    Measures have a search of their own. The database compares without regard to case; SQLite does so for English letters only.
    """
    wanted = words.casefold().split()
    if not wanted:
        return []
    graph = Graph()
    read = [_matching(kind, held, wanted) for kind, held in _kept(access, today).items() if access.can(NEEDS[kind])]
    if read:
        for row in read[0].union(*read[1:], all=True).order_by("shown_kind", "pk"):
            graph.add(_node(*row))
    if access.can(NEEDS[Kind.PARAGRAPH]):
        paragraphs_of(graph, paper_for(access, today))
    return find(graph, words, most=most)


def _kept(access: Access, today: dt.date) -> dict[Kind, _Held]:
    """The same things that are on the thread, by the rules of the apps that keep them."""
    decisions = decisions_readable(access, today).select_related(None)
    withdrawn = PlanState.WITHDRAWN
    return {
        Kind.FINDING: _Held(
            rows=Finding.objects.exclude(kind=Finding.Kind.STRENGTH),
            title=("number", Value(": "), "text"),
            about="inspection__title",
            state="state",
        ),
        Kind.SUGGESTION: _Held(
            rows=Suggestion.objects.exclude(state=SuggestionState.MERGED), title=("text",), state="state"
        ),
        Kind.DECISION: _Held(rows=decisions, title=("text",), about="meeting__board__name", page="item"),
        Kind.PRIORITY: _Held(
            rows=Priority.objects.exclude(plan__state=withdrawn),
            title=("number", Value(". "), "title"),
            about="plan__title",
        ),
        Kind.ACTION: _Held(
            rows=Action.objects.exclude(priority__plan__state=withdrawn),
            title=("number", Value(" "), "title"),
            place="priority__plan__title",
            state="state",
        ),
        Kind.ASKED: _Held(
            rows=BoardAction.objects.filter(plan_action=None, item__in=decisions.values("item")),
            title=("text",),
            place="meeting__board__name",
            page="item",
        ),
        Kind.EVIDENCE: _Held(
            rows=Evidence.objects.exclude(action__priority__plan__state=withdrawn),
            title=("title",),
            place="action__priority__plan__title",
            page="action",
        ),
        Kind.STATEMENT: _Held(
            rows=Statement.objects.filter(dropped=False, replaced_by=None), title=("know",), page="framework"
        ),
    }


def _matching(kind: Kind, held: _Held, wanted: list[str]) -> _Rows:
    """Rows of one kind that hold the words, in columns that all kinds share."""
    title = Concat(*(_text(one) for one in held.title)) if len(held.title) > 1 else _text(held.title[0])
    found: _Rows = held.rows.order_by().annotate(
        shown_kind=Value(str(kind), output_field=TextField()),
        shown_title=title,
        shown_about=_text(held.about or held.place),
        shown_state=_text(held.state),
        shown_page=_text(held.page),
    )
    for word in wanted:
        about = Q(shown_about__icontains=word) if held.about else Q()
        found = found.filter(Q(shown_title__icontains=word) | about)
    columns: _Rows = found.values_list("shown_kind", "pk", "shown_title", "shown_about", "shown_state", "shown_page")
    return columns


def _text(field: str | Value) -> Any:
    if isinstance(field, Value) or not field:
        return Cast(field or Value(""), TextField())
    return Coalesce(Cast(F(field), TextField()), Value("", output_field=TextField()))


def _node(name: str, pk: int, title: str, about: str, state: str, page: str) -> Node:
    kind = Kind(name)
    where, anchor = _PAGES.get(kind, ("", ""))
    if kind is Kind.STATEMENT:
        return Node(
            kind=kind, ref=str(pk), title=title, page=("inspections:self_evaluation",), anchor=f"?framework={page}"
        )
    return Node(
        kind=kind,
        ref=str(pk),
        title=title,
        state=ACTION_WORDS[State(state)][0] if kind is Kind.ACTION else state,
        page=(where, int(page)) if where else (),
        anchor=anchor,
        details=(about,) if about else (),
    )
