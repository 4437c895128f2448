"""Pages of the thread."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from goldenthread_web.activity.remembering import Remembered
from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators.paper import paper_for
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.thread import actions
from goldenthread_web.thread.breaks import BREAKS
from goldenthread_web.thread.drawing import HEIGHT, WIDTH, Drawing, draw
from goldenthread_web.thread.forms import TieForm
from goldenthread_web.thread.models import Tie
from goldenthread_web.thread.nodes import Graph, Kind, Node, Trace, trace
from goldenthread_web.thread.outline import MOST, outline
from goldenthread_web.thread.reading import seen_by, teams_of, thread_for
from goldenthread_web.thread.searching import beginnings, breaks_in, find

_READS = Permission.FIGURES_PUBLIC
_TIES = Permission.PLAN_EDIT
_WALKED: Remembered[tuple[Graph, Trace, Drawing]] = Remembered(most=32)


@require_safe
@needs(_READS)
def start(request: SignedInRequest) -> HttpResponse:
    """Where to begin a walk, and where the thread breaks."""
    words = request.GET.get("q", "").strip()[:100]
    graph = thread_for(request.access, request.today)
    paper = paper_for(request.access, request.today)
    context = {
        "words": words,
        "found": find(graph, words) if words else [],
        "broken": breaks_in(graph),
        "beginnings": beginnings(graph),
        "problems": paper.problems if paper and request.access.can(Permission.LOADS_SEE) else [],
    }
    title = f"Found on the thread: {words}" if words else "The golden thread"
    return page(request, "thread/start.html", context, title=title)


@require_safe
@needs(_READS)
def walk(request: SignedInRequest, kind: str, ref: str) -> HttpResponse:
    """The whole thread through one thing, as an outline and as a picture."""
    return _walk(request, f"{kind}-{ref}", None)


def _walked(request: SignedInRequest, key: str) -> tuple[Graph, Trace, Drawing]:
    graph = thread_for(request.access, request.today)
    _node(graph, key)
    found = trace(graph, key)
    return graph, found, draw(graph, found)


def _walk(request: SignedInRequest, key: str, form: TieForm | None) -> HttpResponse:
    seen = seen_by(request.access, request.today)
    graph, found, drawing = _WALKED.get(request.today, *seen, key, make=lambda: _walked(request, key))
    node = found.node
    ties: list[Tie] = []
    if node.kind is Kind.PARAGRAPH and request.access.can(_TIES):
        form = form or TieForm(graph=graph, paragraph=key)
        ties = list(Tie.objects.filter(paper=_paper_title(request), paragraph=node.ref))
    measures = [graph.nodes[one].ref for one in found.keys if graph.nodes[one].kind is Kind.MEASURE]
    most = len(found.keys) if request.GET.get("every") else MOST
    context = {
        "node": node,
        "up": outline(found.up, most=most),
        "down": outline(found.down, most=most),
        "trace": found,
        "breaks": BREAKS,
        "drawing": drawing,
        "box": (WIDTH, HEIGHT),
        "teams": teams_of(request.access, measures) if measures else {},
        "form": form,
        "ties": [(one, graph.nodes.get(f"{one.kind}-{one.ref}")) for one in ties],
        "form_has_errors": form is not None and bool(form.errors),
    }
    title = f"Thread: {node.what.lower()} {node.title}"
    short = title if len(title) <= 110 else f"{title[:108].rstrip()}…"
    return page(request, "thread/walk.html", context, title=short, help_name="thread:walk")


def _node(graph: Graph, key: str) -> Node:
    if key not in graph.nodes:
        raise Http404
    return graph.nodes[key]


def _paper_title(request: SignedInRequest) -> str:
    paper = paper_for(request.access, request.today)
    if paper is None:
        raise Http404
    return paper.title


@require_POST
@needs(_TIES)
def tie(request: SignedInRequest, ref: str) -> HttpResponse:
    """Tie a paragraph to what it speaks of."""
    graph, key = thread_for(request.access, request.today), f"{Kind.PARAGRAPH}-{ref}"
    _node(graph, key)
    form = TieForm(request.POST, graph=graph, paragraph=key)
    if not form.is_valid():
        return _walk(request, key, form)
    other = graph.nodes[form.cleaned_data["to"]]
    actions.tie(
        paper=_paper_title(request), paragraph=ref, kind=other.kind, ref=int(other.ref), by=request.access.person,
        request=request,
    )  # fmt: skip
    messages.success(request, "The paragraph is tied to it.")
    return redirect("thread:walk", Kind.PARAGRAPH, ref)


@require_POST
@needs(_TIES)
def untie(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a tie back."""
    one = get_object_or_404(Tie, pk=pk)
    ref = one.paragraph
    actions.untie(tie=one, by=request.access.person, request=request)
    messages.success(request, "It is untied.")
    return redirect("thread:walk", Kind.PARAGRAPH, ref)
