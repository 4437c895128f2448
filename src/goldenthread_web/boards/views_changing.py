"""Pages where what a board keeps is put right: a meeting's day, an item's words, the agenda's order, papers, what is watched."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.boards import actions, changing, queries
from goldenthread_web.boards.asking import those_to_answer
from goldenthread_web.boards.attending import present_of
from goldenthread_web.boards.forms import ItemForm, MeetingForm, MinutesForm, ReasonForm, ReleaseForm, WatchForm
from goldenthread_web.boards.models import Escalation, Item, Meeting
from goldenthread_web.boards.workflow import AGENDA_OPEN, MINUTES_OPEN, NotYetError
from goldenthread_web.design.shortcuts import page
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission
from goldenthread_web.plans.queries import measure_names

_RUNS = Permission.BOARDS_RUN
_SEES = Permission.BOARDS_SEE
_ITEM_WORDS = ("title", "about", "purpose", "raised_from", "raised_team", "exempt", "exempt_reason", "version")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def change_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change when and where a meeting is."""
    one = queries.meeting_for(request.access, pk)
    initial = {name: getattr(one, name) for name in ("on", "at", "place", "public")}
    form = MeetingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            now = changing.change_meeting(
                meeting=one, given=form.cleaned_data, by=request.access.person, today=request.today, request=request
            )
            again = one.state != now.state
            messages.success(request, "Changed. Call it again: its day has moved." if again else "Changed.")
            return redirect("boards:meeting", pk)
        except NotYetError as error:
            form.add_error("on", str(error))
    context = {"form": form, "back": one.board, "meeting": one, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Change when and where: {one}")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def change_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what an item says of itself, who raised it and whether it is exempt."""
    one = queries.item_for(request.access, pk, request.today)
    initial = {name: getattr(one, name) for name in _ITEM_WORDS}
    members = queries.seats_on(one.meeting)
    form = ItemForm(request.POST or None, initial=initial, members=members)
    told = ""
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            changing.change_item(
                item=one, given=form.given(), version=version, by=request.access.person, request=request
            )
            messages.success(request, "The item is changed.")
            if form.cleaned_data["exempt"] and not queries.sees_exempt(
                request.access, one.meeting.board, request.today
            ):
                return redirect("boards:meeting", one.meeting_id)
            return redirect("boards:item", pk)
        except actions.ConflictError as error:
            told = f"{error.now.title}. {error.now.about}"
            again = request.POST.copy()
            again["version"] = str(error.now.version)
            form = ItemForm(again, initial=initial, members=members)
        except NotYetError as error:
            form.add_error("exempt_reason" if "exempt" in str(error) else "title", str(error))
    context = {"form": form, "back": one.meeting.board, "meeting": one.meeting, "conflict": told}
    context["form_has_errors"] = bool(form.errors)
    return page(
        request, "boards/form.html", context, title=f"Change the item: {one.title}", status=409 if told else 200
    )


@require_POST
@needs(_RUNS)
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move an item of an agenda up or down by one."""
    one = queries.meeting_for(request.access, pk)
    keys = list(one.items.values_list("pk", flat=True))
    asked, up = request.POST.get("item", ""), request.POST.get("to") == "up"
    if one.state not in AGENDA_OPEN or not asked.isdecimal() or int(asked) not in keys:
        messages.error(request, f"The agenda stays as it is: the meeting is {one.state}.")
        return redirect("boards:meeting", pk)
    place = keys.index(int(asked))
    other = place - 1 if up else place + 1
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
        actions.order_agenda(meeting=one, order=keys, by=request.access.person, request=request)
    return redirect("boards:meeting", pk)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes of a whole meeting on one page, to be taken while it sits."""
    one = queries.meeting_for(request.access, pk)
    if one.state not in MINUTES_OPEN:
        messages.error(request, f"Minutes cannot be written: the meeting is {one.state}.")
        return redirect("boards:meeting", pk)
    items = _minuted(request, one)
    form = MinutesForm(request.POST or None, items=items)
    conflicts: list[Item] = []
    if request.method == "POST" and form.is_valid():
        conflicts = actions.write_minutes(
            written=[(each, *form.written(each)) for each in items], by=request.access.person, request=request
        )
        if not conflicts:
            messages.success(request, "The minutes are kept.")
            return redirect("boards:minutes", pk)
        form = _again(request, one, {each.pk for each in conflicts})
    context = {
        "meeting": one,
        "present": present_of(
            one, exempt_too=queries.sees_exempt(request.access, one.board, request.today), named=True
        ),
        "form": form,
        "theirs": {each.pk: each.minute for each in conflicts},
        "form_has_errors": bool(form.errors),
    }
    return page(request, "boards/minutes.html", context, title=f"Minutes: {one}", status=409 if conflicts else 200)


def _minuted(request: SignedInRequest, one: Meeting) -> list[Item]:
    too = queries.sees_exempt(request.access, one.board, request.today)
    return [each for each in queries.items_of(one) if (too or not each.exempt) and each.state != "withdrawn"]


def _again(request: SignedInRequest, one: Meeting, mine: set[int]) -> MinutesForm:
    """The page again: the words of whoever sent it where somebody else wrote meanwhile, to be sent once more."""
    items = _minuted(request, one)
    data = request.POST.copy()
    for each in items:
        data[f"version-{each.pk}"] = str(each.version)
        if each.pk not in mine:
            data[f"minute-{each.pk}"] = each.minute
    return MinutesForm(data, items=items)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw a paper: its file is destroyed."""
    one = queries.paper_for(request.access, pk, request.today)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changing.withdraw_paper(
                paper=one, why=form.cleaned_data["reason"], by=request.access.person, request=request
            )
            messages.success(request, "The paper is withdrawn, and its file is destroyed.")
            return redirect("boards:item", one.item_id)
        except NotYetError as error:
            form.add_error("reason", str(error))
    context = {"form": form, "back": one.item.meeting.board, "meeting": one.item.meeting, "about": one.title}
    context["form_has_errors"] = bool(form.errors)
    return page(request, "boards/form.html", context, title="Withdraw a paper")


@require_safe
@needs(_SEES)
def challenges(request: SignedInRequest, pk: int) -> HttpResponse:
    """The challenge log: what was asked, by whom, what was answered, and how long it waited."""
    board = queries.board_for(request.access, pk)
    found = queries.asked_of(request.access, board, request.today)
    exempt_of = queries.exempt_boards(request.access, request.today)
    context = {
        "board": board,
        "found": found,
        "open": sum(one.answered_at is None for one in found),
        "to_answer": those_to_answer(
            request.access, [one for one in found if isinstance(one, Escalation)], request.today
        ),
        "exempt_of": {one.item.meeting.board_id for one in found} if exempt_of is None else exempt_of,
    }
    return page(request, "boards/challenges.html", context, title=f"Challenge log: {board.name}")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def watch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put something under the board's watch."""
    board = queries.board_for(request.access, pk)
    form = WatchForm(request.POST or None, measures=measure_names(request.access))
    if request.method == "POST" and form.is_valid():
        changing.watch(board=board, by=request.access.person, today=request.today, request=request, **form.cleaned_data)
        messages.success(request, "It stands before every meeting until it is released.")
        return redirect("boards:board", pk)
    context = {"form": form, "back": board, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Watch something: {board.name}")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def release(request: SignedInRequest, pk: int, area: int) -> HttpResponse:
    """Release something from the board's watch."""
    board = queries.board_for(request.access, pk)
    one = board.watched.filter(pk=area).first()
    if one is None:
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changing.release(
                area=one, why=form.cleaned_data["why"], by=request.access.person, today=request.today, request=request
            )
            messages.success(request, "It is watched no longer.")
            return redirect("boards:board", pk)
        except NotYetError as error:
            form.add_error("why", str(error))
    context = {"form": form, "back": board, "about": one.title, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title="Release from the board's watch")
