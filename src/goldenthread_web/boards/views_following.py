"""Pages of what follows from a meeting: that an action is done or changed, and the answers to what was asked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldenthread_web.boards import asking, following, queries
from goldenthread_web.boards.actions import ConflictError
from goldenthread_web.boards.forms import AnswerForm, ChangeActionForm, DoneForm
from goldenthread_web.boards.workflow import NotYetError
from goldenthread_web.design.shortcuts import page
from goldenthread_web.inspections.queries import people_who_may_own
from goldenthread_web.people.guards import needs
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission


@require_http_methods(["GET", "POST"])
@needs(Permission.BOARDS_SEE)
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that an action of a board is done."""
    one = queries.action_for(request.access, pk, request.today)
    form = DoneForm(request.POST or None, initial={"done_on": request.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            following.finish_board_action(
                action=one, done_on=given["done_on"], said=given["said"], by=request.access.person,
                today=request.today, request=request,
            )  # fmt: skip
            messages.success(request, "It is recorded as done.")
            if one.item.exempt and not queries.sees_exempt(request.access, one.meeting.board, request.today):
                return redirect("boards:boards")
            return redirect("boards:item", one.item_id)
        except NotYetError as error:
            form.add_error("done_on", str(error))
    context = {"form": form, "back": one.meeting.board, "about": one.text, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Is it done? {one.meeting}")


@require_http_methods(["GET", "POST"])
@needs(Permission.BOARDS_RUN)
def change_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give an action of a board to another owner or another day; the ones it had are kept and shown."""
    one = queries.action_to_change(request.access, pk, request.today)
    initial = {"owner": one.owner_id, "due": one.due, "seen": one.changes.count()}
    people = people_who_may_own(request.today)
    form = ChangeActionForm(request.POST or None, initial=initial, people=people)
    told = ""
    if request.method == "POST" and form.is_valid():
        try:
            following.change_board_action(action=one, by=request.access.person, request=request, **form.cleaned_data)
            messages.success(request, "It is changed; the owner and the day it had are kept beside it.")
            return redirect("boards:item", one.item_id)
        except ConflictError as error:
            told = f"{error.now.owner}, by {error.now.due.day} {error.now.due:%B %Y}."
            again = request.POST.copy()
            again["seen"] = str(error.now.changes.count())
            form = ChangeActionForm(again, initial=initial, people=people)
        except NotYetError as error:
            form.add_error("due", str(error))
    context = {"form": form, "back": one.meeting.board, "meeting": one.meeting, "about": one.text, "conflict": told}
    context["form_has_errors"] = bool(form.errors)
    title = f"Another owner or day: {one.meeting}"
    return page(request, "boards/form.html", context, title=title, status=409 if told else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.BOARDS_SEE)
def answer(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """A challenge or an escalation, for those who may read it, to be answered by those who may."""
    if kind not in {"challenge", "escalation"}:
        raise Http404
    asked = queries.asked_for(request.access, kind, pk, request.today)
    may = asking.may_answer(request.access, asked, request.today)
    if request.method == "POST" and not may:
        raise PermissionDenied(asking.NOT_YOURS)
    reads = asking.reads_item(request.access, asked, request.today)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            following.answer(
                question=asked, text=form.cleaned_data["answer"], by=request.access.person, request=request
            )
            messages.success(request, "The answer is on record.")
            return redirect("boards:item", asked.item_id) if reads else redirect("boards:answer", kind, pk)
        except NotYetError as error:
            form.add_error("answer", str(error))
    waits = asked.answered_at is None and asked.by_id != request.access.person.pk
    context = {
        "asked": asked,
        "escalated": kind == "escalation",
        "reads": reads,
        "form": form if may and (waits or form.errors) else None,
        "not_yours": "" if may else asking.NOT_YOURS,
        "form_has_errors": bool(form.errors),
    }
    about = asked.item.title if reads else f"an exempt item of {asked.item.meeting}"
    return page(request, "boards/asked.html", context, title=f"{'Answer' if context['form'] else 'Asked'}: {about}")
