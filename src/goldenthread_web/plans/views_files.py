"""Plans and versions as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from glob import escape
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans import exports, lifecycle, queries
from goldenthread_web.plans.recording import evidence_folder

Writer = Callable[[Mapping[str, Any], dt.date, str, Mapping[str, str]], bytes]
FORMS: Mapping[str, tuple[str, Writer]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", exports.as_docx),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.as_xlsx),
    "html": ("text/html; charset=utf-8", exports.as_html),
}


@require_safe
@needs(Permission.PLAN_SEE)
def plan_file(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """A plan as it stands today, as a file; written down as an export."""
    plan = queries.plan_for(request.access, pk)
    return _file(request, form, lifecycle.frozen_of(plan), request.today, "As it stands; not approved.", f"plan:{pk}")


@require_safe
@needs(Permission.PLAN_SEE)
def evidence_file(request: SignedInRequest, pk: int) -> FileResponse:
    """A file of evidence as it came; that it was opened is written down."""
    one = queries.evidence_for(request.access, pk)
    place = next((evidence_folder() / one.folder).rglob(escape(one.name)), None) if one.folder else None
    if place is None:
        raise Http404
    record(actor=request.access.person, verb=Verb.EVIDENCE_OPENED, what=f"evidence:{pk}", request=request)
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )


@require_safe
@needs(Permission.PLAN_READ)
def version_file(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """A version as it was approved, as a file."""
    one = queries.version_for(request.access, pk)
    day = one.approved_on
    said = f"Version {one.number}, approved by {one.approved_by_meeting}."
    return _file(request, form, one.frozen, day, said, f"plan:{one.plan_id} version {one.number}")


def _file(
    request: SignedInRequest, form: str, frozen: Mapping[str, Any], day: dt.date, said: str, what: str
) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    content = write(frozen, day, said, queries.figure_titles())
    lifecycle.log_export(by=request.access.person, what=what, form=form, request=request)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="plan-{day.isoformat()}.{form}"'
    return answer
