"""From a number to the children behind it: the list, why a child is counted, and taking a list out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from goldenthread import api
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.design.shortcuts import page
from goldenthread_web.indicators import rows_exports
from goldenthread_web.indicators.rows import rows_folder
from goldenthread_web.indicators.rows_actions import log_children
from goldenthread_web.indicators.rows_forms import ExportForm, RowsForm, group_key
from goldenthread_web.indicators.rows_queries import AskedRows, behind
from goldenthread_web.loads.models import Load
from goldenthread_web.loads.queries import load_for
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

ON_A_PAGE = 50
COLOURS = {
    "counted": "green",
    "not counted": "grey",
    "too recent to tell": "yellow",
    "left out": "orange",
    "counted already": "blue",
}
_MAY = needs(Permission.CHILDREN_TEAM, Permission.CHILDREN_SERVICE)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A list that somebody opened: what was asked, what was found, and the form that asks again."""

    load: Load
    asked: AskedRows
    found: api.Behind
    form: RowsForm

    @property
    def query(self) -> str:
        """The same list again, as the end of an address."""
        asked = self.asked
        held = {
            "period": asked.period.key, "group": group_key(asked.by, asked.group), "show": asked.show,
            "sort": asked.sort, "load": "" if self.load.state == "released" else str(self.load.pk),
        }  # fmt: skip
        return urlencode({name: value for name, value in held.items() if value})


def _open(request: SignedInRequest, name: str) -> Opened:
    """The list asked for; Http404 where there is nothing of that name, api.UserError where it cannot be listed."""
    load = load_for(request.access, request.GET.get("load"))
    if load is None:
        raise Http404
    folder = rows_folder(load)
    periods = api.periods_offered(folder, name)
    wanted = request.GET.get("period") or periods[0].key
    chosen = next((one for one in periods if one.key == wanted), None)
    if chosen is None:
        raise Http404
    form = RowsForm(request.GET, periods, api.groups_offered(folder, name, chosen))
    if not form.is_valid():
        raise Http404
    asked = form.asked(name)
    return Opened(load=load, asked=asked, found=behind(request.access, load, asked), form=form)


@require_safe
@_MAY
def children(request: SignedInRequest, name: str) -> HttpResponse:
    """The children behind a figure, some at a time; each sight of a child is written down."""
    return _list(request, name, ExportForm())


def _list(request: SignedInRequest, name: str, export: ExportForm, *, status: int = 200) -> HttpResponse:
    if not api.has_measure(name):
        raise Http404
    try:
        opened = _open(request, name)
    except api.UserError as error:
        return page(
            request,
            "indicators/rows_none.html",
            {"problems": error.problems, "measure": name},
            title="No list of children",
        )
    rows = opened.found.listed(opened.asked.show, opened.asked.sort)
    shown = Paginator(range(rows.num_rows), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = _lines(opened, rows.slice(shown.start_index() - 1 if rows.num_rows else 0, ON_A_PAGE).to_pylist(), shown)
    log_children(
        by=request.user, verb=Verb.CHILD_LISTED, asked=opened.asked, load=opened.load,
        children=(line["child"] for line in lines), page=shown.number, request=request,
    )  # fmt: skip
    measure = opened.found.measure
    spells = ("Started", "Ended") if any(line["starts"] for line in lines) else ()
    context = {
        "opened": opened, "load": opened.load, "found": opened.found, "measure": measure, "form": opened.form,
        "lines": lines, "shown": shown, "rows": rows.num_rows, "export": export, "colours": COLOURS,
        "form_has_errors": bool(export.errors), "may_export": request.access.can(Permission.CHILDREN_EXPORT),
        "own_teams": opened.found.not_shown > 0,
        "columns": ("Child's id", "Date", *spells, "Team", "Worker", "Counted", "Why"),
    }  # fmt: skip
    return page(request, "indicators/rows.html", context, title=f"Children behind: {measure.title}", status=status)


def _lines(opened: Opened, rows: list[dict[str, Any]], shown: Page[int]) -> list[dict[str, Any]]:
    """The rows of a page with the verdict of each and its number in the list, by which its own page finds it."""
    start = shown.start_index() - 1
    return [
        {**row, "why": api.in_brief(opened.asked.measure, row), "number": start + place}
        for place, row in enumerate(rows)
    ]


@require_safe
@_MAY
def why(request: SignedInRequest, name: str, number: int) -> HttpResponse:
    """Why one child of a list is counted or not, from the definition. The child's id is in no address."""
    if not api.has_measure(name):
        raise Http404
    try:
        opened = _open(request, name)
    except api.UserError:
        raise Http404 from None
    rows = opened.found.listed(opened.asked.show, opened.asked.sort)
    if number >= rows.num_rows:
        raise Http404
    row = rows.slice(number, 1).to_pylist()[0]
    log_children(
        by=request.user,
        verb=Verb.CHILD_SEEN,
        asked=opened.asked,
        load=opened.load,
        children=[row["child"]],
        request=request,
    )
    context = {
        "opened": opened, "load": opened.load, "measure": opened.found.measure, "row": row, "colours": COLOURS,
        "said": api.why_counted(name, row, opened.asked.period),
    }  # fmt: skip
    return page(request, "indicators/rows_why.html", context, title="Why is this child counted?")


@require_POST
@needs(Permission.CHILDREN_EXPORT)
def export(request: SignedInRequest, name: str) -> HttpResponse:
    """The whole list as a file, once a reason is given; every child in it is written down."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _list(request, name, form, status=400)
    if not api.has_measure(name):
        raise Http404
    try:
        opened = _open(request, name)
    except api.UserError:
        raise Http404 from None
    rows = opened.found.listed(opened.asked.show, opened.asked.sort).to_pylist()
    log_children(
        by=request.user, verb=Verb.CHILD_EXPORTED, asked=opened.asked, load=opened.load,
        children=(row["child"] for row in rows), reason=form.cleaned_data["reason"], request=request,
    )  # fmt: skip
    kind = form.cleaned_data["form"]
    write = rows_exports.as_xlsx if kind == "xlsx" else rows_exports.as_csv
    answer = HttpResponse(write(name, rows, _about(opened)), content_type=rows_exports.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="children-{name}-{opened.asked.period.key}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _about(opened: Opened) -> list[str]:
    asked, load = opened.asked, opened.load
    group = "" if asked.by == "all" else f", {asked.by.replace('_', ' ')} {asked.group}"
    return [
        f"Children behind: {opened.found.measure.title}, {asked.period.label}{group}.",
        f"Data at {load.as_at.day} {load.as_at:%B %Y}, load {load.key}. About children: keep it as safe as their records.",
    ]
