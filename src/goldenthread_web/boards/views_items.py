"""Pages of items: what is raised, said, decided, done, challenged and escalated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import actions, following, queries
from goldenthread_web.boards.asking import people_to_choose, those_to_answer
from goldenthread_web.boards.forms import (
    ActionForm,
    ChallengeForm,
    DecisionForm,
    EscalateForm,
    ItemForm,
    MinuteForm,
    PaperForm,
)
from goldenthread_web.boards.generated import highlights_file
from goldenthread_web.boards.models import Item
from goldenthread_web.boards.voices import team_of
from goldenthread_web.boards.workflow import AGENDA_OPEN, ITEM_FOLLOWS, MINUTES_OPEN, ItemState, NotYetError
from goldenthread_web.design.forms import StyledForm
from goldenthread_web.design.shortcuts import page
from goldenthread_web.loads.files import RefusedFilesError
from goldenthread_web.people.guards import needs
from goldenthread_web.people.models import Person
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

_READS = (Permission.BOARDS_SEE, Permission.BOARDS_READ)
_RUNS = Permission.BOARDS_RUN
# What may be done with an item: in words, who may, and the form.
MAKES: Mapping[str, tuple[str, Permission, str]] = {
    "minute": ("Write the minute", _RUNS, "Keep the minute"),
    "decision": ("Record a decision", _RUNS, "Record the decision"),
    "action": ("Raise an action", _RUNS, "Raise the action"),
    "paper": ("Attach a paper", Permission.BOARDS_SEE, "Attach"),
    "challenge": ("Challenge", Permission.BOARDS_SEE, "Put the challenge on record"),
    "escalate": ("Escalate", _RUNS, "Escalate"),
}
RAISED = "Your item is raised; whoever runs the board puts it onto the agenda."
ON_IT = "The item is on the agenda."
MOVES = (ItemState.ON_AGENDA, ItemState.DISCUSSED, ItemState.DEFERRED, ItemState.WITHDRAWN)


@require_http_methods(["GET", "POST"])
@needs(Permission.BOARDS_SEE)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer the call for items."""
    meeting = queries.meeting_for(request.access, pk)
    who = request.access.person
    initial = {"raised_from": queries.first_seen(who), "raised_team": team_of(who, request.today)}
    members = queries.seats_on(meeting) if request.access.can(_RUNS) else None
    form = ItemForm(request.POST or None, initial=initial, members=members)
    if request.method == "POST" and form.is_valid():
        one = Item(meeting=meeting, raised_on=request.today, **form.given())
        one.state = ItemState.ON_AGENDA if request.access.can(_RUNS) else ItemState.PROPOSED
        try:
            actions.propose_item(item=one, by=request.access.person, request=request)
            messages.success(request, ON_IT if request.access.can(_RUNS) else RAISED)
            return redirect("boards:meeting", pk)
        except NotYetError as error:
            form.add_error("exempt_reason" if "exempt" in str(error) else "title", str(error))
    context = {"form": form, "back": meeting.board, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Raise an item: {meeting}")


@require_safe
@needs(*_READS)
def item(request: SignedInRequest, pk: int) -> HttpResponse:
    """One item."""
    return _page(request, queries.item_for(request.access, pk, request.today), {})


def _forms(request: SignedInRequest, one: Item) -> dict[str, StyledForm]:
    """The forms this person may fill in, as the state of the meeting allows."""
    open_now = one.meeting.state in MINUTES_OPEN
    allowed = {
        key: request.access.can(needed)
        and (open_now or key in {"challenge", "escalate"} or (key == "paper" and one.meeting.state in AGENDA_OPEN))
        for key, (_words, needed, _button) in MAKES.items()
    }
    own, ask = people_to_choose(request.today) if allowed["escalate"] or allowed["action"] else ([], [])
    made: Mapping[str, Callable[[], StyledForm]] = {
        "minute": lambda: MinuteForm(None, initial={"minute": one.minute, "version": one.version}),
        "decision": lambda: DecisionForm(None),
        "action": lambda: _action_form(None, request, own),
        "paper": lambda: PaperForm(None),
        "challenge": lambda: ChallengeForm(None),
        "escalate": lambda: EscalateForm(None, people=ask),
    }
    return {key: make() for key, make in made.items() if allowed[key]}


def _action_form(data: Any, request: SignedInRequest, people: list[Person]) -> ActionForm:
    sees_plans = request.access.can(Permission.PLAN_SEE)
    return ActionForm(data, people=people, priorities=queries.priorities_open() if sees_plans else None)


def _page(request: SignedInRequest, one: Item, given: Mapping[str, Any], status: int = 200) -> HttpResponse:
    forms = _forms(request, one) | dict(given.get("forms", {}))
    closed = one.meeting.state not in (AGENDA_OPEN | MINUTES_OPEN)
    escalations = list(one.escalations.select_related("by", "to_board", "to_person", "answered_by"))
    context = {
        "item": one,
        "forms": [(key, *MAKES[key], form) for key, form in forms.items()],
        "conflict": given.get("conflict"),
        "decisions": one.decisions.select_related("by"),
        "actions": queries.actions_of(one),
        "papers": one.papers.select_related("by", "withdrawn_by"),
        "named": request.access.can(Permission.BOARDS_SEE),
        "may_change": not closed and request.access.can(_RUNS),
        "beside": queries.beside(request.access, one, request.today),
        "challenges": one.challenges.select_related("by", "answered_by"),
        "escalations": escalations,
        "to_answer": those_to_answer(request.access, escalations, request.today),
        "moves": []
        if closed or not request.access.can(_RUNS)
        else [way for way in MOVES if way in ITEM_FOLLOWS[ItemState(one.state)]],
        "form_has_errors": any(form.errors for form in forms.values()),
    }
    return page(request, "boards/item.html", context, title=f"{one.title}: {one.meeting}", status=status)


@require_POST
@needs(Permission.BOARDS_SEE)
def act(request: SignedInRequest, pk: int, what: str) -> HttpResponse:
    """Do one of the things that may be done with an item."""
    one = queries.item_for(request.access, pk, request.today)
    if what == "move":
        return _move(request, one)
    if what not in MAKES:
        raise Http404
    if what not in _forms(request, one):
        messages.error(
            request, f"That cannot be done now: the meeting is {one.meeting.state}, or it is not yours to do."
        )
        return redirect("boards:item", pk)
    form = _filled(request, what)
    if form.is_valid():
        try:
            messages.success(request, _do(request, one, what, form.cleaned_data))
            return redirect("boards:item", pk)
        except actions.ConflictError as error:
            # Sent again, it is kept: whoever sends it has both texts before them.
            again = request.POST.copy()
            again["version"] = str(error.now.version)
            return _page(request, one, {"forms": {what: MinuteForm(again)}, "conflict": error.now}, status=409)
        except (NotYetError, RefusedFilesError) as error:
            form.add_error(None, str(error))
    return _page(request, one, {"forms": {what: form}})


def _filled(request: SignedInRequest, what: str) -> StyledForm:
    if what == "action":
        return _action_form(request.POST, request, people_to_choose(request.today)[0])
    if what == "escalate":
        return EscalateForm(request.POST, people=people_to_choose(request.today)[1])
    kinds: Mapping[str, type[StyledForm]] = {
        "minute": MinuteForm, "decision": DecisionForm, "paper": PaperForm, "challenge": ChallengeForm,
    }  # fmt: skip
    return kinds[what](request.POST, request.FILES)


def _do(request: SignedInRequest, one: Item, what: str, given: dict[str, Any]) -> str:
    """Carry one thing out; what to tell the person."""
    who: dict[str, Any] = {"by": request.access.person, "request": request}
    if what == "minute":
        actions.write_minute(item=one, text=given["minute"], version=given["version"], **who)
        return "The minute is kept."
    if what == "decision":
        made = following.decide(
            item=one, text=given["text"], reason=given["reason"], dissent=given["dissent"],
            calls_for_action=not given["nobody"], **who,
        )  # fmt: skip
        return f"Decision {made.number} is recorded."
    if what == "action":
        following.raise_board_action(
            item=one, text=given["todo"], owner=given["owner"], due=given["due"], priority=given.get("priority"), **who
        )
        return "The action is raised."
    if what == "paper":
        file, page_too = given["file"], given["page"]
        if given["made"]:
            if file or page_too:
                raise NotYetError("Attach a file, a page of this site, or what is made here: one of the three.")
            file = highlights_file(request.access, one, request.today, council=settings.GOLDENTHREAD_COUNCIL)
        actions.attach_paper(item=one, title=given["paper_title"], file=file, page=page_too, **who)
        return "The paper is attached."
    if what == "challenge":
        following.challenge(item=one, text=given["question"], **who)
        return "The challenge is on record until it is answered."
    following.escalate(
        item=one,
        question=given["asked"],
        to_board=given["to_board"],
        to_person=given["to_person"],
        to=given["to"],
        **who,
    )
    return "It is escalated, and stays open until it is answered."


def _move(request: SignedInRequest, one: Item) -> HttpResponse:
    then = request.POST.get("then", "")
    if not request.access.can(_RUNS) or then not in {str(way) for way in MOVES}:
        messages.error(request, "Only whoever runs the board moves items on.")
        return redirect("boards:item", one.pk)
    try:
        actions.move_item(item=one, then=ItemState(then), by=request.access.person, request=request)
        messages.success(request, f"The item is {then}.")
    except NotYetError as error:
        messages.error(request, str(error))
    return redirect("boards:item", one.pk)


@require_safe
@needs(*_READS)
def paper(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """A paper as the file it came as; that it was opened is written down."""
    one = queries.paper_for(request.access, pk, request.today)
    if one.page:
        return redirect(one.page)
    place = actions.file_of(one)
    if place is None:
        raise Http404
    record(actor=request.access.person, verb=Verb.PAPER_OPENED, what=f"paper:{pk}", request=request)
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
