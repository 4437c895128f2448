"""Reads boards, meetings, items, decisions and what follows, narrowed to what the person may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from goldenthread_web.boards.models import (
    ActionChange,
    Attendance,
    Board,
    BoardAction,
    Challenge,
    Decision,
    Escalation,
    Item,
    Meeting,
    Member,
    Paper,
    Terms,
    WatchArea,
)
from goldenthread_web.boards.notice import agenda_out_by
from goldenthread_web.boards.workflow import MeetingState
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Plan, Priority
from goldenthread_web.plans.workflow import PlanState

EXEMPT_WORDS = (
    "This item is exempt from publication; only the board and those who answer for it may read it. Ask the chair."
)
CALENDAR_DAYS = 183
DUE_DAYS = 14
ARISES = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.HELD)
PUBLIC_STATES = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED, MeetingState.AGREED)


def boards_for(access: Access) -> QuerySet[Board]:
    """Every board, for who may see boards or what is public of them."""
    if not (access.can(Permission.BOARDS_SEE) or access.can(Permission.BOARDS_READ)):
        return Board.objects.none()
    return Board.objects.select_related("follows")


def board_for(access: Access, pk: int) -> Board:
    """One board; 404 where it is not there for this person."""
    found = boards_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def meetings_for(access: Access) -> QuerySet[Meeting]:
    """Meetings this person may see: all for officers, public ones that were called for others."""
    found = Meeting.objects.filter(removed_at=None).select_related("board", "agreed_at__board")
    if access.can(Permission.BOARDS_SEE):
        return found
    if access.can(Permission.BOARDS_READ):
        return found.filter(public=True, state__in=PUBLIC_STATES)
    return found.none()


def meeting_for(access: Access, pk: int) -> Meeting:
    """One meeting; 404 where it is not there for this person."""
    found = meetings_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def removed_meetings(access: Access) -> list[Meeting]:
    """Meetings that were removed, for those who may restore them."""
    if not access.can(Permission.BOARDS_RUN):
        return []
    return list(Meeting.objects.exclude(removed_at=None).select_related("board", "removed_by"))


def removed_meeting(access: Access, pk: int) -> Meeting:
    """One removed meeting."""
    found = next((one for one in removed_meetings(access) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def sees_exempt(access: Access, board: Board, today: dt.date) -> bool:
    """Whether this person may read exempt items of a board: by their role, or by their seat on it."""
    if access.can(Permission.EXEMPT_SEE):
        return True
    seats = Member.objects.filter(board=board, person=access.person, sees_exempt=True)
    return any(one.sits(today) for one in seats)


def items_of(meeting: Meeting) -> list[Item]:
    """The items of a meeting with all that belongs to them."""
    actions = BoardAction.objects.select_related("owner", "plan_action").annotate(**_moved())
    papers = Paper.objects.filter(withdrawn_at=None)
    found = meeting.items.select_related("raised_by", "carried_from__meeting").prefetch_related(
        Prefetch("papers", queryset=papers), "decisions", Prefetch("actions", queryset=actions)
    )
    return list(found)


def _moved() -> dict[str, Any]:
    """How often an action was changed, and the day it was first to be done by: for lists, in the query itself."""
    first = ActionChange.objects.filter(action=OuterRef("pk")).order_by("at", "pk")
    return {"times_changed": Count("changes"), "first_due": Subquery(first.values("due_before")[:1])}


def moved_words(action: BoardAction) -> str:
    """That an action of a list was changed, and its first day; empty where it was not."""
    times, first = getattr(action, "times_changed", 0), getattr(action, "first_due", None)
    if not times or first is None:
        return ""
    return f", first by {first.day} {first:%B %Y}, changed {'once' if times == 1 else f'{times} times'}"


def actions_of(item: Item) -> list[BoardAction]:
    """What is to be done after an item, each with the owners and days it had before."""
    told = Prefetch("changes", queryset=ActionChange.objects.select_related("owner_before", "owner_after", "by"))
    return list(item.actions.select_related("owner", "plan_action").prefetch_related(told))


def item_for(access: Access, pk: int, today: dt.date) -> Item:
    """One item; 404 where its meeting is not there for this person, 403 with a sentence where it is exempt."""
    found = Item.objects.select_related("meeting__board", "raised_by", "carried_from__meeting").filter(pk=pk).first()
    if found is None or not meetings_for(access).filter(pk=found.meeting_id).exists():
        raise Http404
    if found.exempt and not sees_exempt(access, found.meeting.board, today):
        raise PermissionDenied(EXEMPT_WORDS)
    return found


def beside(access: Access, item: Item, today: dt.date) -> tuple[Item | None, Item | None]:
    """The items before and after one on its agenda that this person may read."""
    readable = not_exempt_for(access, today, "exempt", "meeting__board")
    held = list(Item.objects.filter(readable, meeting=item.meeting_id).order_by("position", "pk"))
    place = next((number for number, one in enumerate(held) if one.pk == item.pk), 0)
    return (held[place - 1] if place else None, held[place + 1] if place + 1 < len(held) else None)


def seats_on(meeting: Meeting) -> QuerySet[Member]:
    """The seats of a board on the day of a meeting."""
    seats = meeting.board.members.filter(starts__lte=meeting.on)
    return seats.filter(Q(ends=None) | Q(ends__gte=meeting.on)).order_by("name", "pk")


def items_after(item: int) -> list[int]:
    """The keys of an item and of those to which it was carried."""
    found = [item]
    while (more := Item.objects.filter(carried_from=found[-1]).values_list("pk", flat=True).first()) is not None:
        found.append(more)
    return found


def paper_for(access: Access, pk: int, today: dt.date) -> Paper:
    """One paper; as its item."""
    found = Paper.objects.filter(pk=pk, withdrawn_at=None).select_related("item__meeting").first()
    if found is None:
        raise Http404
    item_for(access, found.item_id, today)
    return found


def terms_of(board: Board, today: dt.date) -> list[Terms]:
    """Terms of reference: those in force first, then those that are to come, then earlier ones."""
    held = list(board.terms.select_related("by"))
    begun = [one for one in held if one.in_force_from <= today]
    return [*begun[:1], *(one for one in held if one.in_force_from > today), *begun[1:]]


def members_of(board: Board) -> list[Member]:
    """Everybody who sits or sat on a board."""
    return list(board.members.select_related("team", "person", "substitute_for"))


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who was there."""
    return list(meeting.attendance.select_related("member__team"))


def open_actions(access: Access, board: Board, today: dt.date) -> list[BoardAction]:
    """Matters arising: what was to be done after meetings of this board and of those before it, and is not done."""
    found = BoardAction.objects.filter(meeting__board__in=board_line(board), meeting__removed_at=None, done_on=None)
    found = found.filter(not_exempt_for(access, today, "item__exempt", "meeting__board"))
    held = found.select_related("owner", "plan_action", "meeting__board", "item").annotate(**_moved())
    return [one for one in held if not (one.plan_action and one.plan_action.done_on)]


def board_line(board: Board) -> list[int]:
    """The keys of a board and of those that it follows."""
    found: list[int] = []
    at: Board | None = board
    while at is not None and at.pk not in found:
        found.append(at.pk)
        at = at.follows
    return found


def waiting(access: Access, board: Board, today: dt.date) -> tuple[list[Challenge], list[Escalation]]:
    """Challenges without an answer of a board and of those before it, and escalations from them or to them, as far as this person may read them."""
    readable = not_exempt_for(access, today, "item__exempt", "item__meeting__board") & Q(item__meeting__removed_at=None)
    line = board_line(board)
    challenges = Challenge.objects.filter(item__meeting__board__in=line, answered_at=None)
    escalations = escalations_readable(access, today).filter(
        Q(item__meeting__board__in=line) | Q(to_board__in=line), answered_at=None
    )
    return (
        list(challenges.filter(readable).select_related("by", "item__meeting__board")),
        list(escalations.select_related("by", "to_board", "to_person", "item__meeting__board")),
    )


def asked_of(access: Access, board: Board, today: dt.date) -> list[Challenge | Escalation]:
    """The challenge log: every challenge and escalation of a board and of those before it, what waits longest first."""
    line = board_line(board)
    readable = not_exempt_for(access, today, "item__exempt", "item__meeting__board") & Q(item__meeting__removed_at=None)
    challenges = Challenge.objects.filter(readable, item__meeting__board__in=line)
    here = Q(item__meeting__board__in=line) | Q(to_board__in=line)
    escalations = escalations_readable(access, today).filter(here)
    named = ("by", "answered_by", "item__meeting__board")
    found: list[Challenge | Escalation] = [*challenges.select_related(*named)]
    found += escalations.select_related("to_board", "to_person", *named)
    return sorted(found, key=lambda one: (one.answered_at is not None, -one.waits(today), one.pk))


def asked_for(access: Access, kind: str, pk: int, today: dt.date) -> Challenge | Escalation:
    """A challenge or an escalation, as its item; an escalation also by whoever it was taken to, exempt or not."""
    asked = (Challenge if kind == "challenge" else Escalation).objects.filter(pk=pk)
    found = asked.select_related("by", "answered_by", "item__meeting__board").first()
    if found is None:
        raise Http404
    if kind == "challenge" or not escalations_readable(access, today).filter(pk=pk).exists():
        item_for(access, found.item_id, today)
    return found


def escalations_readable(access: Access, today: dt.date) -> QuerySet[Escalation]:
    """Escalations of items this person may read, and those taken to them or to a board whose exempt items they may read."""
    if not access.can(Permission.BOARDS_SEE):
        return Escalation.objects.none()
    kept = Escalation.objects.filter(item__meeting__removed_at=None)
    if access.can(Permission.EXEMPT_SEE):
        return kept
    of_item = not_exempt_for(access, today, "item__exempt", "item__meeting__board")
    return kept.filter(of_item | taken_to(access, today))


def taken_to(access: Access, today: dt.date) -> Q:
    """That an escalation went to this person, or to a board on which, or on one of the two after it, they have a seat."""
    seats = Member.objects.filter(Q(ends=None) | Q(ends__gte=today), person=access.person, starts__lte=today)

    def line(held: QuerySet[Member]) -> QuerySet[Board, int]:
        own = held.values("board")
        after = Q(followed_by__in=own) | Q(followed_by__followed_by__in=own)
        return Board.objects.filter(Q(pk__in=own) | after).order_by().values_list("pk", flat=True)

    exempt_too = Q(to_board__in=line(seats.filter(sees_exempt=True)))
    return Q(to_person=access.person) | exempt_too | Q(item__exempt=False, to_board__in=line(seats))


def decisions_for(access: Access, words: str, today: dt.date) -> list[Decision]:
    """The register: decisions this person may read that have every word in them, the latest first."""
    found = decisions_readable(access, today).select_related("meeting__board", "item__raised_by")
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(reason__icontains=word) | Q(item__title__icontains=word))
    return list(found)


def decisions_readable(access: Access, today: dt.date) -> QuerySet[Decision]:
    """Decisions of meetings this person may see, without those on exempt items they may not read."""
    found = Decision.objects.filter(meeting__in=meetings_for(access))
    return found.filter(not_exempt_for(access, today, "item__exempt", "meeting__board"))


def not_exempt_for(access: Access, today: dt.date, exempt: str, board: str) -> Q:
    """That an item is not exempt, or that this person may read exempt items of its board; by the names of both fields."""
    if access.can(Permission.EXEMPT_SEE):
        return Q()
    return Q(**{exempt: False}) | Q(**{f"{board}__in": _seats_with_exempt(access, today).values("board")})


def _seats_with_exempt(access: Access, today: dt.date) -> QuerySet[Member]:
    seats = Member.objects.filter(person=access.person, sees_exempt=True, starts__lte=today)
    return seats.filter(Q(ends=None) | Q(ends__gte=today))


def exempt_boards(access: Access, today: dt.date) -> frozenset[int] | None:
    """The boards whose exempt items this person may read by a seat; None for whoever may read those of every board."""
    if access.can(Permission.EXEMPT_SEE):
        return None
    return frozenset(_seats_with_exempt(access, today).values_list("board", flat=True))


def watched_by(board: Board) -> list[WatchArea]:
    """What a board keeps its eye on."""
    return list(board.watched.filter(released_on=None))


def arising(access: Access, meeting: Meeting, today: dt.date) -> list[BoardAction]:
    """Matters arising for a meeting that is still to be held or minuted: what earlier meetings asked for and is not done."""
    if not access.can(Permission.BOARDS_SEE) or meeting.state not in ARISES:
        return []
    return [one for one in open_actions(access, meeting.board, today) if one.meeting.on < meeting.on]


def priorities_open() -> QuerySet[Priority]:
    """Priorities of plans that are being carried out, under which an action arising may go."""
    running = Plan.objects.exclude(state__in=[PlanState.CONCLUDED, PlanState.WITHDRAWN]).values("pk")
    return Priority.objects.filter(plan__in=running).select_related("plan")


def mine_to_do(access: Access) -> list[BoardAction]:
    """Actions of boards that are this person's and not done; those of the plan are told by the plan."""
    return list(tasks_of(access).select_related("meeting__board"))


def tasks_of(access: Access) -> QuerySet[BoardAction]:
    """The same, to be counted or joined."""
    return BoardAction.objects.filter(owner=access.person, done_on=None, plan_action=None, meeting__removed_at=None)


def agendas_due(access: Access, today: dt.date) -> list[tuple[Meeting, dt.date]]:
    """Public meetings not called yet whose agenda has to be out within two weeks, with the day, for those who run boards."""
    if not access.can(Permission.BOARDS_RUN):
        return []
    soon = Meeting.objects.filter(
        public=True, state=MeetingState.PLANNED, removed_at=None, on__gte=today, on__lte=today + dt.timedelta(days=28)
    )
    told = [(one, agenda_out_by(one.on)) for one in soon.select_related("board").order_by("on")]
    return [(one, by) for one, by in told if by <= today + dt.timedelta(days=DUE_DAYS)]


def action_for(access: Access, pk: int, today: dt.date) -> BoardAction:
    """One action of a board, for its owner and those who run boards."""
    found = BoardAction.objects.filter(pk=pk).select_related("meeting__board", "item", "owner").first()
    if found is None:
        raise Http404
    if found.owner_id == access.person.pk:  # whoever is to do it may say that it is done, also of an exempt item
        meeting_for(access, found.meeting_id)
        return found
    item_for(access, found.item_id, today)
    if not access.can(Permission.BOARDS_RUN):
        raise PermissionDenied("Only its owner, or whoever runs the board, says that it is done.")
    return found


def action_to_change(access: Access, pk: int, today: dt.date) -> BoardAction:
    """One action of a board, for those who run boards and may read its item."""
    found = BoardAction.objects.filter(pk=pk).select_related("meeting__board", "item", "owner").first()
    if found is None:
        raise Http404
    item_for(access, found.item_id, today)
    return found


def next_held(meeting: Meeting, today: dt.date) -> Meeting | None:
    """The first later meeting that was held, or sits today, of the board or of one of the two after it: it agrees the minutes."""
    board = meeting.board_id
    line = Q(board=board) | Q(board__follows=board) | Q(board__follows__follows=board)
    sat = Q(state__in=[MeetingState.HELD, MeetingState.MINUTED, MeetingState.AGREED])
    sits = Q(state=MeetingState.CALLED, on__lte=today)
    later = Q(on__gt=meeting.on) | Q(on=meeting.on, at__gt=meeting.at)
    found = Meeting.objects.filter(line, sat | sits, later, removed_at=None)
    return found.select_related("board").order_by("on", "at", "pk").first()


def coming(person: Person, today: dt.date) -> list[Meeting]:
    """Meetings of the boards a person sits on, for their calendar: those to come, cancelled ones, and those of the last half year."""
    seats = Member.objects.filter(Q(ends=None) | Q(ends__gte=today), person=person, starts__lte=today).values("board")
    since = today - dt.timedelta(days=CALENDAR_DAYS)
    found = Meeting.objects.filter(board__in=seats, on__gte=since, removed_at=None)
    return list(found.select_related("board").order_by("on", "at"))


def with_counts(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with how many items and decisions each has."""
    return found.annotate(
        item_count=Count("items", distinct=True), decision_count=Count("decisions", distinct=True)
    ).order_by("-on", "-pk")


def first_seen(person: Person) -> str:
    """The level somebody speaks from by their seats, for the items they raise; empty where they have none."""
    seat = Member.objects.filter(person=person, ends=None).order_by("-starts").first()
    return seat.level if seat else ""
