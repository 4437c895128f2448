"""What is taken out of boards: the pack as a PDF, the highlight report, the calendar by its secret address."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import feeds, queries
from goldenthread_web.boards.calendar import as_calendar
from goldenthread_web.boards.highlights import highlights_of
from goldenthread_web.boards.pack import pack_pdf
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest, SiteRequest
from goldenthread_web.people.roles import Permission

_READS = (Permission.BOARDS_SEE, Permission.BOARDS_READ)
_SEES = Permission.BOARDS_SEE


@require_safe
@needs(*_READS)
def pack_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pack of a meeting as one PDF; that it was taken is written down."""
    one = queries.meeting_for(request.access, pk)
    made = pack_pdf(
        one,
        queries.items_of(one),
        exempt_too=queries.sees_exempt(request.access, one.board, request.today),
        council=settings.GOLDENTHREAD_COUNCIL,
        notice=queries.notice_of(one),
        title=f"Pack: {one}, {one.on.day} {one.on:%B %Y}",
    )
    record(actor=request.access.person, verb=Verb.PACK_TAKEN, what=f"meeting:{pk}", request=request)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="pack-{one.on.isoformat()}.pdf"'
    return answer


@require_safe
@needs(_SEES)
def highlights(request: SignedInRequest, pk: int) -> HttpResponse:
    """The exceptions of the plan and of the board, made anew each time."""
    board = queries.board_for(request.access, pk)
    context = {"board": board, "parts": highlights_of(request.access, board, request.today)}
    return page(request, "boards/highlights.html", context, title=f"Highlight report: {board.name}")


@require_POST
@needs(_SEES)
def calendar_address(request: SignedInRequest) -> HttpResponse:
    """Make or take back the secret address of one's calendar."""
    if request.POST.get("drop"):
        feeds.drop_key(person=request.access.person, request=request)
        messages.success(request, "The address opens nothing any more.")
        return redirect("boards:boards")
    key = feeds.make_key(person=request.access.person, request=request)
    address = request.build_absolute_uri(reverse("boards:feed", args=[key]))
    return page(request, "boards/address.html", {"address": address}, title="The address of your calendar")


@require_safe
def feed(request: SiteRequest, key: str) -> HttpResponse:
    """The meetings of whoever's secret this is; for everybody else there is nothing here."""
    person = feeds.whose(key, request.today)
    if person is None:
        raise Http404
    answer = HttpResponse(
        as_calendar(queries.coming(person, request.today), host=request.get_host()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
