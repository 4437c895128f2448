"""Bringing a plan in from a workbook: the file, the columns with the preview, and taking it over."""

from __future__ import annotations

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
from goldenthread_web.plans.models import Import
from goldenthread_web.plans.views_plans import attempt, form_page
from goldenthread_web.plans.workbook import cell_name
from goldenthread_web.plans.workflow import NotYetError

SHOWN = 60


class BringForm(StyledForm):
    """A workbook."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="An Excel workbook (.xlsx) with a row for each action and headings such as What, Who and When.",
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
    """Say which column is which, see every line with what is wrong with it, and take it over."""
    brought = queries.import_for(request.access, pk)
    trouble = ""
    if request.method == "POST":
        try:
            fields = {
                key.removeprefix("column-"): str(value)
                for key, value in request.POST.items()
                if key.startswith("column-")
            }
            importing.set_columns(brought=brought, fields=_known(fields))
            if "take" in request.POST:
                taken, left = importing.take_over(brought=brought, by=request.access.person, request=request)
                more = f" {left} rows were left out." if left else ""
                messages.success(
                    request, f"{taken} actions are entered as drafts.{more} Agree the plan when they are right."
                )
                return redirect("plans:plan", brought.plan_id)
        except NotYetError as error:
            trouble = str(error)
    return page(request, "plans/columns.html", _context(brought, trouble), title=f"Columns of {brought.name}")


def _known(fields: dict[str, str]) -> dict[str, str]:
    return {
        column: name for column, name in fields.items() if column.isdecimal() and (name in importing.FIELDS or not name)
    }


def _context(brought: Import, trouble: str) -> dict[str, Any]:
    fields = brought.columns["fields"]
    headings = brought.cells[brought.columns["header"]]
    lines = importing.preview(brought) if "title" in fields.values() else []
    return {
        "brought": brought,
        "trouble": trouble,
        "columns": [
            (column, cell_name(0, column)[:-1], text, fields.get(str(column), ""))
            for column, text in enumerate(headings)
        ],
        "fields": [(name, title) for name, (title, _words) in importing.FIELDS.items()],
        "lines": lines[:SHOWN],
        "total": len(lines),
        "wrong": [said for one in lines for said in one.problems],
        "doubts": [said for one in lines for said in one.doubts],
        "filled": brought.columns["filled"],
        "good": sum(not one.problems for one in lines),
        "form_has_errors": bool(trouble),
    }
