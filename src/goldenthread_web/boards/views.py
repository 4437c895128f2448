"""Pages of boards: what they are for, who sits on them, what they decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread_web.boards import actions, carrying, queries
from goldenthread_web.boards.calendar import as_calendar
from goldenthread_web.boards.forms import BoardForm, MemberForm, SucceedForm, TermsForm
from goldenthread_web.boards.models import Board, Member
from goldenthread_web.boards.representation import coverage_of, who_came
from goldenthread_web.boards.voices import voices_of
from goldenthread_web.boards.workflow import NotYetError
from goldenthread_web.design.shortcuts import page
from goldenthread_web.inspections.queries import people_who_may_own
from goldenthread_web.people.guards import needs
from goldenthread_web.people.models import Team
from goldenthread_web.people.requests import SignedInRequest
from goldenthread_web.people.roles import Permission

_READS = (Permission.BOARDS_SEE, Permission.BOARDS_READ)
_RUNS = Permission.BOARDS_RUN


@require_safe
@needs(*_READS)
def boards(request: SignedInRequest) -> HttpResponse:
    """Every board, its next and its last meeting, and meetings that were removed."""
    found = []
    meetings = list(queries.with_counts(queries.meetings_for(request.access)))
    for one in queries.boards_for(request.access):
        mine = [each for each in meetings if each.board_id == one.pk]
        following = [each for each in mine if each.on >= request.today and each.state != "cancelled"]
        past = [each for each in mine if each.on < request.today]
        found.append((one, following[-1] if following else None, past[0] if past else None, len(mine)))
    context = {
        "found": found,
        "removed": queries.removed_meetings(request.access),
        "todo": queries.mine_to_do(request.access),
    }
    return page(request, "boards/boards.html", context, title="Boards")


@require_safe
@needs(*_READS)
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """One board: remit, members and who is not heard, meetings, what is to be done and what waits for an answer."""
    one = queries.board_for(request.access, pk)
    officer = request.access.can(Permission.BOARDS_SEE)
    members = queries.members_of(one) if officer else []
    challenges, escalations = queries.waiting(request.access, one, request.today) if officer else ([], [])
    day = min(request.today, one.ends) if one.ends else request.today
    context = {
        "board": one,
        "officer": officer,
        "terms": queries.terms_of(one, request.today),
        "ended": one.ended(request.today),
        "members": [each for each in members if each.sits(day)],
        "left": [each for each in members if not each.sits(day)],
        "coverage": coverage_of(one, members, list(Team.objects.order_by("name")), day) if officer else None,
        "came": who_came(one) if officer else ((), ()),
        "watched": queries.watched_by(one) if officer else [],
        "meetings": queries.with_counts(queries.meetings_for(request.access).filter(board=one)),
        "actions": queries.open_actions(request.access, one, request.today) if officer else [],
        "challenges": challenges,
        "escalations": escalations,
        "voices": voices_of(one),
        "followed_by": one.followed_by.first(),
    }
    return page(request, "boards/board.html", context, title=one.name)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def edit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Set up a board, or change one."""
    one = queries.board_for(request.access, pk) if pk else Board()
    names = ("name", "kind", "remit", "wanted", "quorum", "formed", "ends", "version")
    initial = {name: getattr(one, name) for name in names} if pk else {}
    if pk:
        initial["standing"] = "\n".join(each.title for each in one.standing_items.all())
    form = BoardForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_board(
                board=form.filled(one), standing=form.lines(), by=request.access.person, request=request
            )
            messages.success(request, f"{saved.name} is kept.")
            return redirect("boards:board", saved.pk)
        except actions.ConflictError as error:
            conflict = error.now
            again = request.POST.copy()
            again["version"] = str(conflict.version)
            form = BoardForm(again)
    title = f"Change: {one.name}" if pk else "Set up a board"
    told = f"{conflict.name}: {conflict.remit}" if conflict else ""
    context = {"form": form, "back": one if pk else None, "conflict": told, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=title, status=409 if conflict else 200)


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def terms(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write terms of reference; earlier ones stay."""
    one = queries.board_for(request.access, pk)
    last = one.terms.first()
    form = TermsForm(request.POST or None, initial={"text": last.text if last else "", "in_force_from": request.today})
    if request.method == "POST" and form.is_valid():
        actions.write_terms(board=one, by=request.access.person, request=request, **form.cleaned_data)
        messages.success(request, "The terms of reference are kept.")
        return redirect("boards:board", pk)
    context = {"form": form, "back": one, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"Terms of reference: {one.name}")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def succeed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the board that follows; members and standing items go over."""
    one = queries.board_for(request.access, pk)
    form = SucceedForm(request.POST or None, initial={"day": request.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        into = Board(name=given["name"], kind=given["kind"], remit=given["remit"], quorum=one.quorum)
        try:
            made = carrying.succeed(board=one, into=into, day=given["day"], by=request.access.person, request=request)
            messages.success(request, f"{made.name} follows {one.name}; its members sit on it.")
            return redirect("boards:board", made.pk)
        except NotYetError as error:
            form.add_error("day", str(error))
    context = {"form": form, "back": one, "form_has_errors": bool(form.errors)}
    return page(request, "boards/form.html", context, title=f"The board that follows {one.name}")


@require_http_methods(["GET", "POST"])
@needs(_RUNS)
def member(request: SignedInRequest, pk: int, seat: int | None = None) -> HttpResponse:
    """Give somebody a seat, or change or end one."""
    one = queries.board_for(request.access, pk)
    held = one.members.filter(pk=seat).first() if seat else Member(board=one)
    if held is None:
        raise Http404
    form = MemberForm(request.POST or None, member=held, people=people_who_may_own(request.today))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_member(member=form.filled(), by=request.access.person, request=request)
            messages.success(request, f"{saved.name} is kept.")
            return redirect("boards:board", pk)
        except NotYetError as error:
            form.add_error("person", str(error))
    title = f"{held.name} on {one.name}" if seat else f"A new member of {one.name}"
    return page(
        request, "boards/form.html", {"form": form, "back": one, "form_has_errors": bool(form.errors)}, title=title
    )


@require_safe
@needs(*_READS)
def decisions(request: SignedInRequest) -> HttpResponse:
    """The register of decisions, with search by words and by board."""
    words = request.GET.get("q", "").strip()[:100]
    chosen = request.GET.get("board", "")
    found = queries.decisions_for(request.access, words, request.today)
    if chosen.isdecimal():
        found = [one for one in found if one.meeting.board_id == int(chosen)]
    context = {
        "found": found[:200],
        "count": len(found),
        "words": words,
        "boards": queries.boards_for(request.access),
        "chosen": chosen,
        "named": request.access.can(Permission.BOARDS_SEE),
    }
    return page(request, "boards/decisions.html", context, title="Decisions")


@require_safe
@needs(Permission.BOARDS_SEE)
def calendar(request: SignedInRequest) -> HttpResponse:
    """The meetings to come of one's boards, for one's calendar."""
    found = queries.coming(request.access.person, request.today)
    answer = HttpResponse(as_calendar(found, host=request.get_host()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return answer
