"""Reads boards, meetings, items, decisions and what follows, narrowed to what the person may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from goldenthread_web.boards.models import (
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
)
from goldenthread_web.boards.workflow import MeetingState
from goldenthread_web.indicators.working_days import working_days
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Plan, Priority
from goldenthread_web.plans.workflow import PlanState

EXEMPT_WORDS = (
    "This item is exempt from publication; only the board and those who answer for it may read it. Ask the chair."
)
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
    found = Meeting.objects.filter(removed_at=None).select_related("board")
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
    actions = BoardAction.objects.select_related("owner", "plan_action")
    found = meeting.items.select_related("raised_by", "carried_from__meeting").prefetch_related(
        "papers", "decisions", Prefetch("actions", queryset=actions)
    )
    return list(found)


def item_for(access: Access, pk: int, today: dt.date) -> Item:
    """One item; 404 where its meeting is not there for this person, 403 with a sentence where it is exempt."""
    found = Item.objects.select_related("meeting__board", "raised_by", "carried_from__meeting").filter(pk=pk).first()
    if found is None or not meetings_for(access).filter(pk=found.meeting_id).exists():
        raise Http404
    if found.exempt and not sees_exempt(access, found.meeting.board, today):
        raise PermissionDenied(EXEMPT_WORDS)
    return found


def paper_for(access: Access, pk: int, today: dt.date) -> Paper:
    """One paper; as its item."""
    found = Paper.objects.filter(pk=pk).select_related("item").first()
    if found is None:
        raise Http404
    item_for(access, found.item_id, today)
    return found


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Who sits on a board by team or partner and level: `rows` are names with a number for each level."""

    levels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    gaps: tuple[str, ...]


def coverage_of(members: Sequence[Member], teams: Sequence[Team], day: dt.date) -> Coverage:
    """Levels by teams and partners on a day, and which team or level nobody speaks for."""
    sitting = [one for one in members if one.sits(day) and one.part != Member.Part.SECRETARY]
    levels = tuple(Member.Level.values)
    partners = sorted({one.partner for one in sitting if one.partner})
    names = [*(one.name for one in teams), *partners, "the whole service"]

    def place(one: Member) -> str:
        return one.team.name if one.team else one.partner or "the whole service"

    rows = tuple(
        (name, tuple(sum(place(one) == name and one.level == level for one in sitting) for level in levels))
        for name in names
    )
    gaps = [f"Nobody speaks for {name}." for name, counts in rows[: len(teams)] if not any(counts)]
    gaps += [
        f"No {Member.Level(level).label.casefold()} sits on it."
        for number, level in enumerate(levels[:5])
        if not any(counts[number] for _name, counts in rows)
    ]
    return Coverage(levels=tuple(Member.Level.labels), rows=rows, gaps=tuple(gaps))


def members_of(board: Board) -> list[Member]:
    """Everybody who sits or sat on a board."""
    return list(board.members.select_related("team", "person", "substitute_for"))


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Whether enough were there: those present with a vote, and how many it takes."""

    present: int
    wanted: int

    @property
    def met(self) -> bool:
        """Whether decisions could be taken."""
        return self.present >= self.wanted


def quorum_of(meeting: Meeting, attendance: Sequence[Attendance]) -> Quorum:
    """Voting members who were there or sent a substitute."""
    there = (Attendance.Was.PRESENT, Attendance.Was.SUBSTITUTED)
    present = sum(one.was in there and one.member.voting for one in attendance)
    return Quorum(present=present, wanted=meeting.board.quorum)


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who was there."""
    return list(meeting.attendance.select_related("member__team"))


def open_actions(access: Access, board: Board, today: dt.date) -> list[BoardAction]:
    """Matters arising: what was to be done after meetings of this board and of those before it, and is not done."""
    found = BoardAction.objects.filter(meeting__board__in=_line(board), meeting__removed_at=None, done_on=None)
    found = found.filter(not_exempt_for(access, today, "item__exempt", "meeting__board"))
    held = found.select_related("owner", "plan_action", "meeting__board")
    return [one for one in held if not (one.plan_action and one.plan_action.done_on)]


def _line(board: Board) -> list[int]:
    found: list[int] = []
    at: Board | None = board
    while at is not None and at.pk not in found:
        found.append(at.pk)
        at = at.follows
    return found


def waiting(access: Access, board: Board, today: dt.date) -> tuple[list[Challenge], list[Escalation]]:
    """Challenges of a board without an answer, and escalations from it or to it, as far as this person may read them."""
    readable = not_exempt_for(access, today, "item__exempt", "item__meeting__board")
    challenges = Challenge.objects.filter(item__meeting__board=board, answered_at=None, item__meeting__removed_at=None)
    escalations = Escalation.objects.filter(Q(item__meeting__board=board) | Q(to_board=board), answered_at=None)
    return (
        list(challenges.filter(readable).select_related("by", "item__meeting__board")),
        list(escalations.filter(readable).select_related("by", "to_board", "item__meeting__board")),
    )


def asked_for(access: Access, kind: str, pk: int, today: dt.date) -> Challenge | Escalation:
    """A challenge or an escalation, as its item."""
    found = (Challenge if kind == "challenge" else Escalation).objects.filter(pk=pk).select_related("item").first()
    if found is None:
        raise Http404
    item_for(access, found.item_id, today)
    return found


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


def notice_of(meeting: Meeting) -> str:
    """For a public meeting: whether its agenda was out five clear working days before."""
    if not meeting.public:
        return ""
    if meeting.called_on is None:
        return "A public meeting: its agenda is to be out five clear working days before."
    clear = (working_days(meeting.called_on, meeting.on) or 0) - 1
    return (
        f"Its agenda was out {clear} clear working days before{'' if clear >= 5 else ', fewer than the five wanted'}."
    )


def priorities_open() -> QuerySet[Priority]:
    """Priorities of plans that are being carried out, under which an action arising may go."""
    running = Plan.objects.exclude(state__in=[PlanState.CONCLUDED, PlanState.WITHDRAWN]).values("pk")
    return Priority.objects.filter(plan__in=running).select_related("plan")


def mine_to_do(access: Access) -> list[BoardAction]:
    """Actions of boards that are this person's and not done; those of the plan are told by the plan."""
    found = BoardAction.objects.filter(owner=access.person, done_on=None, plan_action=None, meeting__removed_at=None)
    return list(found.select_related("meeting__board"))


def action_for(access: Access, pk: int, today: dt.date) -> BoardAction:
    """One action of a board, for its owner and those who run boards."""
    found = BoardAction.objects.filter(pk=pk).select_related("meeting__board", "item", "owner").first()
    if found is None:
        raise Http404
    item_for(access, found.item_id, today)
    if found.owner_id != access.person.pk and not access.can(Permission.BOARDS_RUN):
        raise PermissionDenied("Only its owner, or whoever runs the board, says that it is done.")
    return found


def coming(person: Person, today: dt.date) -> list[Meeting]:
    """Meetings to come of the boards a person sits on, for their calendar."""
    seats = Member.objects.filter(Q(ends=None) | Q(ends__gte=today), person=person, starts__lte=today).values("board")
    planned = (MeetingState.PLANNED, MeetingState.CALLED)
    found = Meeting.objects.filter(board__in=seats, on__gte=today, removed_at=None, state__in=planned)
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
