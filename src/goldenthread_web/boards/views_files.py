"""What is taken out of boards: the pack as a PDF, the highlight report, the calendar by its secret address."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import feeds, queries
from goldenthread_web.boards.attending import Present, present_of
from goldenthread_web.boards.calendar import as_calendar
from goldenthread_web.boards.highlights import highlights_of, running_plans
from goldenthread_web.boards.models import Meeting
from goldenthread_web.boards.notice import notice_of
from goldenthread_web.boards.pack import Pack, pack_pdf
from goldenthread_web.boards.representation import quorum_of
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
    public = request.GET.get("copy") == "public"
    named = request.access.can(_SEES) and not public
    exempt_too = queries.sees_exempt(request.access, one.board, request.today) and not public
    present = present_of(one, exempt_too=exempt_too, named=named)
    held = Pack(
        meeting=one,
        items=queries.items_of(one),
        exempt_too=exempt_too,
        named=named,
        notice=" ".join(part for part in (notice_of(one, request.today), one.agreed_words) if part),
        before=_before(request, one, present) if named else _beside(present),
    )
    made = pack_pdf(held, council=settings.GOLDENTHREAD_COUNCIL)
    record(actor=request.access.person, verb=Verb.PACK_TAKEN, what=f"meeting:{pk}", request=request)
    answer = HttpResponse(made, content_type="application/pdf")
    kind = "-public" if public else "-exempt" if held.warning else ""
    answer["Content-Disposition"] = f'attachment; filename="pack-{one.on.isoformat()}{kind}.pdf"'
    return answer


def _beside(present: Present) -> list[tuple[str, Sequence[str]]]:
    told = (("Observers and visitors", present.observers), ("Interests declared", present.interests))
    return [(title, lines) for title, lines in told if lines]


def _before(request: SignedInRequest, one: Meeting, present: Present) -> list[tuple[str, Sequence[str]]]:
    """What comes before the items: who was there, matters arising and what is watched."""
    there = queries.attendance_of(one)
    came = [f"{each.member.name}: {each.get_was_display().lower()}" for each in there]
    if there:
        quorum = quorum_of(one, there)
        met = "quorate" if quorum.met else "not quorate"
        came.insert(0, f"{quorum.present} seats with a vote were filled, {quorum.wanted} are wanted: {met}.")
    arising = [
        f"{each.text}, {each.owner}, by {each.due.day} {each.due:%B %Y}"
        + (" (overdue)" if each.due < request.today else "")
        + queries.moved_words(each)
        + f"; from {each.meeting}"
        for each in queries.arising(request.access, one, request.today)
    ]
    watched = (
        [f"{each.title}: {each.why}" for each in queries.watched_by(one.board)] if one.state in queries.ARISES else []
    )
    told: list[tuple[str, Sequence[str]]] = [("Who was there", came), *_beside(present)]
    told += [("Matters arising", arising), ("Watched until released", watched)]
    return [(title, lines) for title, lines in told if lines]


@require_safe
@needs(_SEES)
def highlights(request: SignedInRequest, pk: int) -> HttpResponse:
    """The exceptions of the plan and of the board, made anew each time."""
    board = queries.board_for(request.access, pk)
    context = {
        "board": board,
        "parts": highlights_of(request.access, board, request.today),
        "plans": running_plans(request.access),
        "sees_plans": request.access.can(Permission.PLAN_SEE),
    }
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
