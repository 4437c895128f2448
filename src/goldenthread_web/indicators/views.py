"""The scorecard, the pages of measures and the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from markupsafe import Markup

from goldenthread import api
from goldenthread_web.activity.remembering import Remembered
from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators import actions, exports, queries
from goldenthread_web.indicators.markdown import render_markdown
from goldenthread_web.indicators.measures import as_table, narrowed, target_history
from goldenthread_web.indicators.models import Commentary, TargetSet
from goldenthread_web.indicators.scorecard import PERIODS, Asked, Group, legend, present, read_asked
from goldenthread_web.indicators.workflow import WORDS, CommentaryState
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.queries import load_for
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access

HIDDEN = {
    "internal": "Small numbers are shown: for staff of the service only, not for publication.",
    "board": "Numbers from 1 to 4 of groups within the authority are hidden and shown as c.",
    "committee": "Numbers from 1 to 4, and what would give them away, are hidden and shown as c.",
}
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
@needs(Permission.FIGURES_PUBLIC)
def scorecard(request: SignedInRequest) -> HttpResponse:
    """Every headline measure by stage or by priority, as the person may see it."""
    load = load_for(request.access, request.GET.get("load"))
    if load is None:
        return page(request, "indicators/nothing.html", title="Scorecard")
    asked, groups, context = _scorecard(request, load)
    titles = {"changed": "what has changed", "concerns": "what is of concern"}
    title = f"Scorecard: {titles[asked.only]}" if asked.only else "Scorecard"
    context |= {
        "groups": groups,
        "asked": asked,
        "periods": PERIODS,
        "legend": legend(),
        "hidden": HIDDEN[request.access.profile],
    }
    return page(request, "indicators/scorecard.html", context, title=title)


def _scorecard(request: SignedInRequest, load: Load) -> tuple[Asked, list[Group], dict[str, Any]]:
    teams = queries.teams_for(request.access)
    stages = queries.stages_of(request.access, load)
    asked = read_asked(request.GET, stages, teams)
    lines = queries.scorecard_lines(
        request.access,
        load,
        stage=asked.stage,
        every=asked.every or asked.by == "priority",
        changed=asked.only == "changed",
        concerns=asked.only == "concerns",
    )
    priorities = queries.priorities() if asked.by == "priority" else []
    context = {"load": load, "stages": stages, "teams": teams, "icons": api.variation_icons() | api.assurance_icons()}
    return asked, present(lines, asked, priorities), context | {"review": load.state != "released"}


@require_safe
@needs(Permission.FIGURES_PUBLIC)
def scorecard_file(request: SignedInRequest, form: str) -> HttpResponse:
    """The scorecard that is on screen as a file; written down as an export."""
    load = load_for(request.access, request.GET.get("load"))
    if load is None or form not in FORMS:
        raise Http404
    _asked, groups, _context = _scorecard(request, load)
    hidden = HIDDEN[request.access.profile]
    title = f"Scorecard at {load.as_at.day} {load.as_at:%B %Y}"
    if form == "csv":
        content = exports.as_csv(groups, load, hidden)
    else:
        content = (exports.as_xlsx if form == "xlsx" else exports.as_docx)(groups, load, hidden, title)
    actions.log_export(by=request.access.person, what="scorecard", form=form, load=load.key, request=request)
    answer = HttpResponse(content, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="scorecard-{load.as_at.isoformat()}.{form}"'
    return answer


@dataclass(frozen=True, kw_only=True)
class _Beside:
    """What people have written about a measure: its targets, its commentary in words, and what other apps add."""

    targets: list[TargetSet]
    commentary: list[tuple[Commentary, Markup, Any]]
    parts: list[dict[str, str]]


# The same for all who may do the same, whatever load they read.
_BESIDE: Remembered[_Beside] = Remembered(most=200)


def _beside(access: Access, name: str) -> _Beside:
    said = queries.commentary_on(access, name)
    return _Beside(
        targets=queries.targets_of(name),
        commentary=[(one, render_markdown(one.text), WORDS[CommentaryState(one.state)]) for one in said],
        parts=[part for name_ in settings.GOLDENTHREAD_MEASURE_PARTS for part in import_string(name_)(access, name)],
    )


@require_safe
@needs(Permission.FIGURES_PUBLIC)
def measure(request: SignedInRequest, name: str) -> HttpResponse:
    """Everything about one measure."""
    load = load_for(request.access, request.GET.get("load"))
    if load is None:
        raise Http404
    found = queries.measure_figures(request.access, load, name)
    every = request.GET.get("every", "quarter")
    every = every if every in found.page["series"] else "quarter"
    series = found.page["series"][every]
    more = narrowed(found.page, request.access, split=queries.sees_split(request.access, name, found.stage))
    drawn = queries.drawings([series["chart"], more["funnel"]])
    beside = _BESIDE.get(name, request.access.permissions, make=lambda: _beside(request.access, name))
    context = {
        "load": load,
        "figures": found,
        "row": found.row,
        "more": more,
        "as_table": as_table,
        "every": every,
        "series": series,
        "chart": _drawn(drawn, series["chart"]),
        "funnel": _drawn(drawn, more["funnel"]),
        "icons": api.variation_icons() | api.assurance_icons(),
        "targets": target_history(more["targets"], beside.targets, more["definition"]),
        "commentary": [(one, text, words, one.load_id != load.pk) for one, text, words in beside.commentary],
        "hidden": HIDDEN[request.access.profile],
        "parts": beside.parts,
    }
    return page(request, "indicators/measure.html", context, title=found.title)


def _drawn(drawings: dict[str, Any], key: str) -> Markup | None:
    return Markup(actions.draw(drawings[key])) if key in drawings else None  # noqa: S704 (drawn by ourselves from counted figures)
