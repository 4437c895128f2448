"""Pages of meetings: agenda, who was there, the pack, and where the meeting is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.boards import actions, attending, queries
from goldenthread_web.boards.forms import AttendanceForm, InterestForm, MeetingForm, ObserverForm, ReasonForm
from goldenthread_web.boards.models import Interest, Meeting, Observer
from goldenthread_web.boards.notice import is_late, notice_of
from goldenthread_web.boards.representation import quorum_of
from goldenthread_web.boards.workflow import AGENDA_OPEN, MEETING_FOLLOWS, MINUTES_OPEN, MeetingState, NotYetError
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

_READS = (Permission.BOARDS_SEE, Permission.BOARDS_READ)
_RUNS = Permission.BOARDS_RUN
DOES = {
    MeetingState.PLANNED: "Plan it again",
    MeetingState.CALLED: "Call it: the agenda goes out",
    MeetingState.HELD: "It was held",
    MeetingState.MINUTED: "The minutes are written",
    MeetingState.AGREED: "The minutes are agreed",
    MeetingState.CANCELLED: "Cancel it",
}
# What a pack is without, and without which names, for the public.
PUBLIC_COPY = {"exempt_too": False, "named": False, "attendance": [], "arising": [], "watched": [], "public_copy": True}
# What going back is called.
AGAIN = {(MeetingState.MINUTED, MeetingState.HELD): "Open the minutes again"}


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a meeting into the forward plan."""
    board = queries.board_for(request.access, pk)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_meeting(meeting=form.filled(board), by=request.access.person, request=request)
            messages.success(request, f"Meeting {made.number} is planned.")
            return redirect("boards:meeting", made.pk)
        except NotYetError as error:
            form.add_error("on", str(error))
    context = {"form": form, "back": board, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Plan a meeting: {board.name}")


@require_safe
@needs(*_READS)
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """One meeting: its agenda with papers, minutes, decisions and actions; who was there; what comes next."""
    one = queries.meeting_for(request.access, pk)
    order = list(MeetingState)
    ways = sorted(MEETING_FOLLOWS[MeetingState(one.state)], key=order.index)
    runs = request.access.can(_RUNS)
    context = _of(request, one) | {
        "ways": [(way, AGAIN.get((MeetingState(one.state), way), DOES[way])) for way in ways] if runs else [],
        "may_propose": request.access.can(Permission.BOARDS_SEE) and one.state in AGENDA_OPEN,
        "may_attend": runs and one.state in MINUTES_OPEN,
        "may_change": runs and one.state in AGENDA_OPEN,
        "late": runs and one.state == MeetingState.PLANNED and is_late(one, request.today),
        "alone": runs and one.state == MeetingState.MINUTED and queries.next_held(one, request.today) is None,
        "may_remove": runs and one.state != MeetingState.AGREED,
    }
    return page(request, "boards/meeting.html", context, title=f"{one}, {one.on.day} {one.on:%B %Y}")


def _of(request: SignedInRequest, one: Meeting) -> dict[str, object]:
    named = request.access.can(Permission.BOARDS_SEE)
    there = queries.attendance_of(one)
    exempt_too = queries.sees_exempt(request.access, one.board, request.today)
    return {
        "present": attending.present_of(one, exempt_too=exempt_too, named=named),
        "meeting": one,
        "items": queries.items_of(one),
        "exempt_too": exempt_too,
        "named": named,
        "attendance": there if named else [],
        "quorum": quorum_of(one, there) if there else None,
        "notice": notice_of(one, request.today),
        "arising": queries.arising(request.access, one, request.today),
        "watched": queries.watched_by(one.board) if named and one.state in queries.ARISES else [],
    }


@require_safe
@needs(*_READS)
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything of a meeting on one page with one numbering, to print or keep; also as the public may read it."""
    one = queries.meeting_for(request.access, pk)
    context = _of(request, one) | {"public_copy": False}
    if request.GET.get("copy") == "public":
        context |= PUBLIC_COPY | {"present": attending.present_of(one, exempt_too=False, named=False)}
    context["may_publish"] = context["named"] and one.public
    return page(request, "boards/pack.html", context, title=f"Pack: {one}, {one.on.day} {one.on:%B %Y}")


@require_POST
@needs(_RUNS)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a meeting on."""
    one = queries.meeting_for(request.access, pk)
    then = request.POST.get("then", "")
    if then not in set(MeetingState):
        messages.error(request, "Choose what has happened to the meeting.")
        return redirect("boards:meeting", pk)
    try:
        actions.move_meeting(
            meeting=one, then=MeetingState(then), by=request.access.person, today=request.today,
            why=request.POST.get("why", "")[:300], request=request,
        )  # fmt: skip
        messages.success(request, f"The meeting is {then}.")
    except NotYetError as error:
        messages.error(request, str(error))
    return redirect("boards:meeting", pk)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a meeting that was planned by mistake; it can be restored."""
    one = queries.meeting_for(request.access, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_meeting(
                meeting=one, by=request.access.person, reason=form.cleaned_data["reason"], request=request
            )
            messages.success(request, "The meeting is removed. It can be restored from the list of boards.")
            return redirect("boards:boards")
        except NotYetError as error:
            form.add_error("reason", str(error))
    context = {"form": form, "back": one.board, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Remove {one}")


@require_POST
@needs(_RUNS)
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Restore a removed meeting."""
    one = queries.removed_meeting(request.access, pk)
    actions.restore_meeting(meeting=one, by=request.access.person, request=request)
    messages.success(request, f"{one} is restored with all that was on it.")
    return redirect("boards:meeting", pk)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record who was there: members, observers, and the interests that members declared."""
    one = queries.meeting_for(request.access, pk)
    what = request.POST.get("what", "members") if request.method == "POST" else ""
    members = [each for each in queries.members_of(one.board) if each.sits(one.on)]
    was = {each.member_id: each.was for each in queries.attendance_of(one)}
    exempt_too = queries.sees_exempt(request.access, one.board, request.today)
    items = [each for each in one.items.all() if exempt_too or not each.exempt]
    data = {what: request.POST}
    forms: dict[str, Any] = {
        "members": AttendanceForm(data.get("members"), members=members, was=was),
        "interest": InterestForm(data.get("interest"), members=members, items=items),
        "observer": ObserverForm(data.get("observer")),
    }
    if what == "strike" or (what in forms and forms[what].is_valid()):
        try:
            messages.success(request, _record(request, one, what, forms))
            return redirect("boards:meeting" if what == "members" else "boards:attendance", pk)
        except NotYetError as error:
            messages.error(request, str(error))
    context = {
        "forms": forms,
        "meeting": one,
        "observers": one.observers.all(),
        "interests": [
            each for each in one.interests.select_related("member", "item") if exempt_too or not each.item.exempt
        ],
        "form_has_errors": any(form.errors for form in forms.values()),
    }
    return page(request, "boards/attendance.html", context, title=f"Who was at {one}")


def _record(request: SignedInRequest, one: Meeting, what: str, forms: Mapping[str, Any]) -> str:
    """Record one of the things that are told of who was there; what to tell the person."""
    who: dict[str, Any] = {"by": request.access.person, "request": request}
    if what == "members":
        actions.record_attendance(meeting=one, was=forms["members"].was(), **who)
        return "Attendance is recorded."
    if what == "observer":
        return f"{attending.record_observer(meeting=one, **forms['observer'].cleaned_data, **who)} is recorded."
    if what == "interest":
        attending.declare_interest(**forms["interest"].cleaned_data, **who)
        return "The interest is recorded."
    kind, _, key = request.POST.get("held", "").partition("-")
    held: Observer | Interest | None = None
    if key.isdecimal():
        kept = one.observers if kind == "observer" else one.interests
        held = kept.filter(pk=int(key)).first()
    if held is None:
        raise Http404
    if isinstance(held, Interest):
        queries.item_for(request.access, held.item_id, request.today)
    attending.strike(held=held, **who)
    return "It is struck out."
