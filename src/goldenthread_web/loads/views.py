"""Loads: the list, bringing returns in, one load, release and withdrawal, sources."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.activity.actions import record, record_children
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.design.cells import plain
from goldenthread_web.design.shortcuts import page
from goldenthread_web.loads import actions, queries
from goldenthread_web.loads.files import UPLOAD_FAILED, RefusedFilesError
from goldenthread_web.loads.forms import ReasonForm, SourceForm, SourceLoadForm, UploadForm
from goldenthread_web.loads.models import Source
from goldenthread_web.loads.workflow import State, WrongStateError
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

PER_PAGE = 25
RESTATED_SHOWN = 200


@require_safe
@needs(Permission.LOADS_SEE)
def loads(request: SignedInRequest) -> HttpResponse:
    """Every load, the newest first."""
    found = Paginator(queries.loads_seen_by(request.access), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "loads/loads.html", {"found": found}, title="Data: loads")


@require_http_methods(["GET", "POST"])
@needs(Permission.LOADS_UPLOAD)
def new(request: SignedInRequest) -> HttpResponse:
    """Bring returns in: upload files, or load from a source."""
    posted = request.POST if request.method == "POST" else None
    failed = request.META.get(UPLOAD_FAILED, "")
    from_source = posted is not None and "source" in posted
    upload = UploadForm(
        None if from_source or posted is None else posted,
        None if from_source else request.FILES or None,
        initial={"as_at": request.today},
    )
    source = SourceLoadForm(posted if from_source else None, initial={"source_as_at": request.today})
    trouble: str = failed
    if posted is not None and not failed:
        try:
            if from_source and source.is_valid():
                load = actions.load_from_source(
                    source=source.cleaned_data["source"],
                    as_at=source.cleaned_data["source_as_at"],
                    authority=settings.GOLDENTHREAD_AUTHORITY,
                    by=request.access.person,
                    request=request,
                )
                return redirect("loads:load", load.pk)
            if not from_source and upload.is_valid():
                load = actions.upload(
                    by=request.access.person,
                    files=upload.cleaned_data["files"],
                    as_at=upload.cleaned_data["as_at"],
                    authority=settings.GOLDENTHREAD_AUTHORITY,
                    request=request,
                )
                return redirect("loads:load", load.pk)
        except actions.SameFilesError as same:
            messages.warning(request, "These files were loaded before; this is that load. Nothing was loaded again.")
            return redirect("loads:load", same.load.pk)
        except RefusedFilesError as refused:
            trouble = str(refused)
    context = {
        "upload": upload,
        "source": source,
        "trouble": trouble,
        "has_sources": queries.sources().exists(),
        "form_has_errors": bool(trouble or upload.errors or source.errors),
    }
    return page(request, "loads/new.html", context, title="Bring in returns", status=507 if failed else 200)


@require_safe
@needs(Permission.LOADS_SEE)
def load(request: SignedInRequest, pk: int) -> HttpResponse:
    """One load: how far it is, what was read and set aside, what it moves, its releases."""
    one = queries.load_seen_by(request.access, pk)
    restated = Paginator(one.restatements.all(), RESTATED_SHOWN).get_page(request.GET.get("page"))
    context = {
        "load": one,
        "files": one.upload.files.all() if one.upload else [],
        "releases": one.releases.select_related("by", "withdrawn_by"),
        "restated": restated,
        "may_release": request.access.can(Permission.LOADS_RELEASE)
        and one.state in (State.FOR_REVIEW, State.SUPERSEDED, State.WITHDRAWN),
        "may_withdraw": request.access.can(Permission.LOADS_RELEASE)
        and one.state in (State.FOR_REVIEW, State.RELEASED),
        "may_run_again": request.access.can(Permission.LOADS_UPLOAD) and one.state in (State.FAILED, State.CANCELLED),
        "may_cancel": request.access.can(Permission.LOADS_UPLOAD) and one.is_waiting and not one.cancel_wanted,
        "may_see_children": request.access.can(Permission.CHILDREN_SERVICE),
    }
    return page(request, "loads/load.html", context, title=f"Load {one}")


@require_safe
@needs(Permission.LOADS_SEE)
def progress(request: SignedInRequest, pk: int) -> JsonResponse:
    """How far a load is, for the page that shows it."""
    one = queries.load_seen_by(request.access, pk)
    return JsonResponse(
        {
            "state": one.state,
            "words": one.words,
            "fraction": round(one.fraction, 3),
            "said": one.said,
            "waiting": one.is_waiting,
        }
    )


@require_POST
@needs(Permission.LOADS_UPLOAD)
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a load that has not come to its end."""
    return _act(request, pk, actions.cancel, "The load stops at its next step.")


@require_POST
@needs(Permission.LOADS_UPLOAD)
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Run a failed or cancelled load again."""
    return _act(request, pk, actions.run_again, "The load is queued again.")


def _act(request: SignedInRequest, pk: int, act: Any, done: str) -> HttpResponse:
    one = queries.load_seen_by(request.access, pk)
    try:
        act(load=one, by=request.access.person, request=request)
    except (WrongStateError, actions.SameFilesError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("loads:load", pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.LOADS_RELEASE)
def decide(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Release or withdraw a load, with a reason."""
    one = queries.load_seen_by(request.access, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if what == "release":
                actions.release(load=one, by=request.access.person, reason=reason, request=request)
                messages.success(request, "The load is released: everybody sees its figures now.")
            else:
                back = actions.withdraw(load=one, by=request.access.person, reason=reason, request=request)
                messages.success(
                    request,
                    f"The load is withdrawn. {f'Everybody sees the figures of load {back} again.' if back else 'Nobody sees its figures.'}",
                )
            return redirect("loads:load", pk)
        except WrongStateError as error:
            messages.error(request, str(error))
    title = f"Release load {one}" if what == "release" else f"Withdraw load {one}"
    context = {
        "load": one,
        "form": form,
        "what": what,
        "moved": one.restatements.count(),
        "form_has_errors": bool(form.errors),
    }
    return page(request, "loads/decide.html", context, title=title)


@require_safe
@needs(Permission.LOADS_SEE)
def restatements_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which published figures a load moves, as CSV."""
    one = queries.load_seen_by(request.access, pk)
    rows = ((r.title, r.measure, r.period, r.before, r.after, r.moved_words) for r in one.restatements.all())
    record(
        actor=request.access.person,
        verb=Verb.FIGURES_EXPORTED,
        what=f"load:{pk}",
        detail={"form": "restatements"},
        request=request,
    )
    return _csv(f"restatements-load-{pk}.csv", ("Measure", "Short name", "Period", "Was", "Is", "Moved"), rows)


@require_http_methods(["POST"])
@needs(Permission.CHILDREN_EXPORT)
def findings_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that fail a data-quality rule, by the children's ids, for mending; with a reason, and written down."""
    one = queries.load_seen_by(request.access, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say what the list is for: it names children by their ids.")
        return redirect("loads:load", pk)
    place = Path(settings.GOLDENTHREAD_DATA) / "findings" / f"{one.pk}.csv"
    if not place.is_file():
        raise Http404
    with place.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    children = sorted({row[4] for row in rows[1:] if row[4]})
    record_children(
        actor=request.access.person,
        verb=Verb.CHILD_EXPORTED,
        what=f"load:{pk}",
        children=children,
        reason=form.cleaned_data["reason"],
        detail={"list": "data quality"},
        request=request,
    )
    return _csv(f"to-mend-load-{pk}.csv", tuple(rows[0]), (tuple(row) for row in rows[1:]))


def _csv(name: str, headings: tuple[str, ...], rows: Any) -> HttpResponse:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([plain(str(cell)) for cell in row])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@needs(Permission.LOADS_SEE)
def sources(request: SignedInRequest) -> HttpResponse:
    """Where returns come from, and when they are loaded by themselves."""
    return page(request, "loads/sources.html", {"found": queries.sources()}, title="Sources of returns")


@require_http_methods(["GET", "POST"])
@needs(Permission.LOADS_UPLOAD)
def source(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Enter or change a source."""
    one = get_object_or_404(Source, pk=pk) if pk else Source()
    form = SourceForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        actions.save_source(source=form.save(commit=False), by=request.access.person, request=request)
        messages.success(request, "The source is kept.")
        return redirect("loads:sources")
    title = f"Source: {one.name}" if pk else "A new source"
    return page(
        request,
        "loads/source.html",
        {"form": form, "one": one if pk else None, "form_has_errors": bool(form.errors)},
        title=title,
    )


@require_POST
@needs(Permission.LOADS_UPLOAD)
def remove_source(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a source away."""
    actions.remove_source(source=get_object_or_404(Source, pk=pk), by=request.access.person, request=request)
    messages.success(request, "The source is gone, or where loads came from it, no longer loaded by itself.")
    return redirect("loads:sources")
