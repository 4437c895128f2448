"""Bringing a plan in from a workbook: the file, the columns with the preview, and taking it over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread_web.design.forms import StyledForm
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans import importing, queries
from goldenthread_web.plans.columns import FIELDS
from goldenthread_web.plans.lines import preview
from goldenthread_web.plans.models import Import
from goldenthread_web.plans.views_plans import attempt, form_page
from goldenthread_web.plans.workbook import cell_name
from goldenthread_web.plans.workflow import NotYetError

SHOWN = 300
MOST_UNKNOWN = 60


class BringForm(StyledForm):
    """A workbook."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="An Excel workbook (.xlsx) with a row for each action and headings such as What, Who and When. Several sheets may hold the plan.",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def bring(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the workbook."""
    plan = queries.plan_for(request.access, pk)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["workbook"]
        content, by = given.read(), request.access.person
        act = lambda: importing.bring(plan=plan, name=given.name, content=content, by=by, request=request)  # noqa: E731
        if made := attempt(form, act):
            return redirect("plans:columns", made.pk)
    return form_page(
        request, form, title=f"Bring a workbook into {plan.title}", button="Read the workbook", plan=plan, files=True
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which column is which and who is who, see every line with what is wrong with it, and take it over."""
    brought = queries.import_for(request.access, pk)
    trouble = ""
    if request.method == "POST":
        given, by = request.POST, request.access.person
        header = given.get("header", "")
        try:
            importing.set_columns(
                brought=brought,
                fields=_fields(given),
                header=int(header) - 1 if header.isdecimal() else None,
                owners=_owners(given),
            )
            if "take" in given:
                taken, left = importing.take_over(brought=brought, by=by, today=request.today, request=request)
                others = importing.left_of(brought)
                messages.success(request, _taken(taken, left, len(others)))
                return redirect("plans:columns", others[0].pk) if others else redirect("plans:plan", brought.plan_id)
        except NotYetError as error:
            trouble = str(error)
    return page(request, "plans/columns.html", _context(brought, trouble), title=f"Columns of {brought.name}")


def _taken(taken: int, left: int, others: int) -> str:
    more = f" {left} {'row was' if left == 1 else 'rows were'} left out." if left else ""
    if others:
        return f"{taken} actions are entered.{more} Now look at the next sheet of the workbook."
    return f"{taken} actions are entered.{more} Agree the plan when they are right."


def _fields(given: Mapping[str, Any]) -> dict[str, str]:
    """What each column was said to hold."""
    said = {key.removeprefix("column-"): str(value) for key, value in given.items() if key.startswith("column-")}
    return {column: name for column, name in said.items() if column.isdecimal() and (name in FIELDS or not name)}


def _owners(given: Mapping[str, Any]) -> dict[str, int]:
    """Who was chosen for a name that was not found; the name stands in a hidden field beside the choice."""
    return {
        str(given[f"said-{number}"]).casefold(): int(value)
        for key, value in given.items()
        if (number := key.removeprefix("owner-")) != key and str(value).isdecimal() and f"said-{number}" in given
    }


def _context(brought: Import, trouble: str) -> dict[str, Any]:
    fields = brought.columns["fields"]
    headings = brought.cells[brought.columns["header"]]
    lines = preview(brought) if "title" in fields.values() else []
    unknown = Counter(said for one in lines for said in one.unknown)
    return {
        "brought": brought,
        "trouble": trouble,
        "sheets": importing.left_of(brought),
        "columns": [
            (column, cell_name(0, column)[:-1], text, fields.get(str(column), ""))
            for column, text in enumerate(headings)
        ],
        "fields": [(name, title) for name, (title, _words) in FIELDS.items()],
        "lines": lines[:SHOWN],
        "total": len(lines),
        "stands": sorted(Counter(str(one.values["state_found"]) for one in lines if not one.problems).items()),
        "wrong": [said for one in lines for said in one.problems],
        "doubts": [said for one in lines for said in one.doubts],
        "unknown": unknown.most_common(MOST_UNKNOWN),
        "people": list(queries.owners()) if unknown else [],
        "filled": brought.columns["filled"],
        "good": sum(not one.problems for one in lines),
        "form_has_errors": bool(trouble),
    }
