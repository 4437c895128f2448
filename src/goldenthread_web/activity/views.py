"""The pages of the activity log: search, export, one child's history, one's own."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from goldenthread_web.activity import exports, queries
from goldenthread_web.activity.actions import record
from goldenthread_web.activity.forms import ChildForm, ReasonForm, SearchForm
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs, signed_in
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

ON_A_PAGE = 50


@require_safe
@needs(Permission.ACTIVITY_SEARCH)
def search(request: SignedInRequest) -> HttpResponse:
    """Events that match what is asked, newest first."""
    return _search_page(request, ReasonForm())


@require_POST
@needs(Permission.ACTIVITY_SEARCH)
def export(request: SignedInRequest) -> HttpResponseBase:
    """The events that match as a CSV file, once a reason is given; that they were taken out is written down."""
    why = ReasonForm(request.POST)
    form = SearchForm(request.GET)
    if not why.is_valid() or not form.is_valid():
        return _search_page(request, why, status=400)
    asked = form.asked()
    last = queries.search(asked).values_list("sequence", flat=True).first() or 0
    found = queries.search(asked).filter(sequence__lte=last)
    detail = {name: value for name, value in form.cleaned_data.items() if value}
    record(
        actor=request.user, verb=Verb.LOG_EXPORTED, what="activity log", reason=why.cleaned_data["reason"],
        detail={**detail, "events": found.count()}, request=request,
    )  # fmt: skip
    answer = StreamingHttpResponse(
        exports.lines(found.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="activity-{request.today.isoformat()}.csv"'
    return answer


@needs(Permission.ACTIVITY_CHILD)
def child(request: SignedInRequest) -> HttpResponse:
    """Who saw one child's record, when and why; looking is itself written down."""
    form = ChildForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        of, reason = form.cleaned_data["child"], form.cleaned_data["reason"]
        events = list(queries.of_child(of)[:500])
        context |= {"child": of, "events": events, "seen": queries.who_saw(of), "count": queries.of_child(of).count()}
        record(
            actor=request.user, verb=Verb.CHILD_HISTORY_SEEN, what="activity log", child=of, reason=reason,
            request=request,
        )  # fmt: skip
    title = f"Who has looked at child {context['child']}" if "child" in context else "Who has looked at a child"
    return page(request, "activity/child.html", context, title=title, section="activity")


@require_safe
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What has been written down about the person who asks."""
    found = Paginator(queries.about(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return page(request, "activity/mine.html", {"found": found}, title="What is recorded about you", section="account")


def _search_page(request: SignedInRequest, why: ReasonForm, *, status: int = 200) -> HttpResponse:
    form = SearchForm(request.GET or None)
    found = Paginator(queries.search(form.asked()), ON_A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "why": why,
        "found": found,
        "query": asked.urlencode(),
        "form_has_errors": bool(form.errors or why.errors),
        "may_see_child": request.access.can(Permission.ACTIVITY_CHILD),
    }
    return page(
        request,
        "activity/search.html",
        context,
        title="Activity log",
        help_name="activity:search",
        section="activity",
        status=status,
    )
