"""Pages about frameworks, judgements of other councils, and the self-evaluation."""

from __future__ import annotations

from itertools import pairwise

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators.queries import scorecard_lines
from goldenthread_web.inspections import actions, queries
from goldenthread_web.inspections.forms import PublishedForm, ReasonForm, StatementForm
from goldenthread_web.inspections.frameworks import FRAMEWORKS, not_met_before
from goldenthread_web.inspections.importing import read_published
from goldenthread_web.inspections.workflow import NotYetError
from goldenthread_web.loads.queries import released_load
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

NEWEST = "ILACS-2023"
MOST_BYTES = 5_000_000


def _asked(request: SignedInRequest, *, graded: bool) -> str:
    key = request.GET.get("framework", NEWEST)
    return key if key in FRAMEWORKS and (FRAMEWORKS[key].grades or not graded) else NEWEST


@require_safe
@needs(Permission.INSPECTIONS_SEE)
def frameworks(request: SignedInRequest) -> HttpResponse:
    """Every framework: when it held, what it judges, in which words, and what came new with it."""
    every = list(FRAMEWORKS.values())
    graded = [one for one in every if one.grades]
    new = {later.key: (earlier, not_met_before(earlier.key, later.key)) for earlier, later in pairwise(graded)}
    return page(request, "inspections/frameworks.html", {"every": every, "new": new}, title="Inspection frameworks")


@require_safe
@needs(Permission.INSPECTIONS_SEE)
def others(request: SignedInRequest) -> HttpResponse:
    """How other councils were judged."""
    key = _asked(request, graded=True)
    framework, kind = FRAMEWORKS[key], request.GET.get("kind", "")
    graded = [area for area in framework.areas if area.graded]
    area = next((one for one in graded if one.key == request.GET.get("area", "")), graded[0])
    context = {
        "framework": framework,
        "graded": [one for one in FRAMEWORKS.values() if one.grades],
        "areas": graded,
        "area": area,
        "kinds": queries.kinds_of_council(key),
        "kind": kind,
        "told": queries.context_of(key, area.key, kind),
    }
    return page(request, "inspections/others.html", context, title="How other councils were judged")


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTIONS_EDIT)
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Bring in published judgements from a file: all rows are right, or none is kept."""
    form = PublishedForm(request.POST or None, request.FILES or None)
    wrong: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        content = given["file"].read(MOST_BYTES + 1)
        rows, wrong = read_published(content, framework=given["framework"], area=given["area"])
        if len(content) > MOST_BYTES:
            wrong = ["The file is larger than 5 MB; it should hold one line for each judgement."]
        elif not rows and not wrong:
            wrong = ["The file holds no judgement."]
        if not wrong:
            kept = actions.import_published(
                rows=rows, source=given["source"], by=request.access.person, request=request
            )
            messages.success(request, f"{kept} judgements are kept.")
            return redirect("inspections:others")
    context = {"form": form, "wrong": wrong, "form_has_errors": bool(form.errors or wrong)}
    return page(request, "inspections/bring_in.html", context, title="Bring in published judgements")


@require_safe
@needs(Permission.FIGURES_MANAGEMENT)
def self_evaluation(request: SignedInRequest) -> HttpResponse:
    """What we know, how we know it, what we will do: by area, with what each statement lacks."""
    key = _asked(request, graded=False)
    told = queries.self_evaluation(request.access, key, request.today)
    context = {
        "framework": FRAMEWORKS[key],
        "every": list(FRAMEWORKS.values()),
        "told": told,
        "doubtful": sum(bool(one.doubts) for area in told for one in area.told),
        "written": sum(len(area.told) for area in told),
    }
    return page(request, "inspections/self_evaluation.html", context, title="Self-evaluation")


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTIONS_EDIT)
def write(request: SignedInRequest, framework: str, area: str) -> HttpResponse:
    """Write a statement, or one that replaces another."""
    if framework not in FRAMEWORKS or area not in {one.key for one in FRAMEWORKS[framework].areas}:
        raise Http404
    asked = request.GET.get("replaces", "")
    before = queries.statement_for(request.access, int(asked)) if asked.isdecimal() else None
    if before is not None and (before.framework, before.area) != (framework, area):
        raise Http404
    load = released_load()
    lines = scorecard_lines(request.access, load, every=True) if load else []
    initial = {} if before is None else {name: getattr(before, name) for name in ("know", "how", "will", "review_by")}
    if before is not None:
        rests = (
            f"{one.kind} {one.reference}{f' {one.of.isoformat()}' if one.of else ''}" for one in before.supports.all()
        )
        initial["supports"] = "\n".join(rests)
    form = StatementForm(request.POST or None, initial=initial, measures=[one.measure for one in lines])
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_statement(
                framework=framework, area=area, said=form.said(), by=request.access.person, replaces=before,
                request=request,
            )  # fmt: skip
            messages.success(request, "The statement is kept.")
            return redirect(f"/inspections/self-evaluation/?framework={framework}")
        except actions.ConflictError as error:
            conflict = error.now
    named = FRAMEWORKS[framework].area(area)
    context = {
        "form": form, "framework": FRAMEWORKS[framework], "area": named, "conflict": conflict,
        "lines": sorted(lines, key=lambda one: one.title), "form_has_errors": bool(form.errors),
    }  # fmt: skip
    return page(
        request,
        "inspections/write.html",
        context,
        title=f"Self-evaluation: {named.name}",
        status=409 if conflict else 200,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTIONS_EDIT)
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a statement out, with a reason."""
    one = queries.statement_for(request.access, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_statement(
                statement=one, reason=form.cleaned_data["reason"], by=request.access.person, request=request
            )
        except NotYetError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The statement is taken out; it stays in the history.")
            return redirect(f"/inspections/self-evaluation/?framework={one.framework}")
    context = {"form": form, "statement": one, "form_has_errors": bool(form.errors)}
    return page(request, "inspections/drop.html", context, title="Take a statement out")
