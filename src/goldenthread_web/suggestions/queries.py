"""Reads suggestions; who raised one in confidence is told to nobody but the chair of its board and themselves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Q, QuerySet
from django.http import Http404

from goldenthread_web.boards.models import Board, Decision, Item, Meeting, Member
from goldenthread_web.boards.queries import decisions_readable, items_after, meetings_for, not_exempt_for
from goldenthread_web.boards.voices import FRONT, LEAST
from goldenthread_web.boards.workflow import AGENDA_OPEN, MINUTES_OPEN
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Action
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import DECIDED, FOLLOWS, WAITING, State

# Fewer decided suggestions than this of a team or level are not told apart.
CONFIDENCE = "in confidence"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A suggestion as one person may see it: `who` names its raiser, or says that it was raised in confidence."""

    suggestion: Suggestion
    who: str
    team: str
    mine: bool


def chairs(access: Access, today: dt.date) -> frozenset[int]:
    """The boards this person is the chair of today, with the boards that those follow."""
    seats = Member.objects.filter(person=access.person, part=Member.Part.CHAIR).select_related("board__follows")
    boards: set[int] = set()
    for one in seats:
        if one.sits(today):
            at: Board | None = one.board
            while at is not None and at.pk not in boards:
                boards.add(at.pk)
                at = at.follows
    return frozenset(boards)


def suggestions_for(access: Access) -> QuerySet[Suggestion]:
    """Every suggestion, for who may see boards; for others their own."""
    found = Suggestion.objects.select_related("raised_by", "team", "board", "item__meeting__board", "merged_into")
    return found if access.can(Permission.BOARDS_SEE) else found.filter(raised_by=access.person)


def shown_to(access: Access, found: Sequence[Suggestion], today: dt.date) -> list[Shown]:
    """Suggestions with what this person may know of who raised them: of one in confidence neither name nor team."""
    own_boards = chairs(access, today)
    return [
        Shown(
            suggestion=one,
            who=one.raised_by.name if told else CONFIDENCE,
            team=one.team.name if told and one.team else "",
            mine=one.raised_by_id == access.person.pk,
        )
        for one in found
        for told in [not one.in_confidence or one.board_id in own_boards or one.raised_by_id == access.person.pk]
    ]


def suggestion_for(access: Access, pk: int) -> Suggestion:
    """One suggestion; 404 where it is not there for this person."""
    found = suggestions_for(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def ways_on(access: Access, suggestion: Suggestion) -> list[State]:
    """The states this person may take it to."""
    if not access.can(Permission.BOARDS_RUN):
        return []
    order = list(State)
    return sorted(FOLLOWS[State(suggestion.state)] - {State.MERGED}, key=order.index)


def may_merge(access: Access, suggestion: Suggestion) -> QuerySet[Suggestion]:
    """The suggestions it may be merged with."""
    if not access.can(Permission.BOARDS_RUN) or State.MERGED not in FOLLOWS[State(suggestion.state)]:
        return Suggestion.objects.none()
    return Suggestion.objects.exclude(pk=suggestion.pk).exclude(state=State.MERGED)


def boards_after(suggestion: Suggestion) -> list[int]:
    """The keys of its board and of those that follow it."""
    found = [suggestion.board_id]
    while more := list(Board.objects.filter(follows=found[-1]).exclude(pk__in=found).values_list("pk", flat=True)):
        found += more
    return found


def items_open(access: Access, boards: Sequence[int], today: dt.date) -> QuerySet[Item]:
    """Items of these boards at which a suggestion may be considered, of those this person may read, on agendas that are open."""
    states = sorted(AGENDA_OPEN | MINUTES_OPEN)
    readable = not_exempt_for(access, today, "exempt", "meeting__board")
    found = Item.objects.filter(
        readable, meeting__board__in=boards, meeting__removed_at=None, meeting__state__in=states
    )
    return found.select_related("meeting__board").order_by("-meeting__on", "position")


def meetings_open(boards: Sequence[int]) -> QuerySet[Meeting]:
    """Meetings of these boards onto whose agenda it may be put as an item of its own, the next one first."""
    found = Meeting.objects.filter(board__in=boards, removed_at=None, state__in=sorted(AGENDA_OPEN | MINUTES_OPEN))
    return found.select_related("board").order_by("on", "pk")


def item_shown(access: Access, suggestion: Suggestion, today: dt.date) -> Item | None:
    """The item at which it was considered, where this person may open it."""
    item = suggestion.item
    if item is None:
        return None
    if access.can(Permission.BOARDS_SEE) and not item.exempt:
        return item if item.meeting.removed_at is None else None
    readable = not_exempt_for(access, today, "exempt", "meeting__board")
    found = Item.objects.filter(readable, pk=item.pk, meeting__in=meetings_for(access))
    return found.select_related("meeting__board").first()


def decisions_of(access: Access, suggestion: Suggestion, today: dt.date) -> QuerySet[Decision]:
    """Decisions this person may read on the item at which it was considered, also where that was carried to a later meeting."""
    if suggestion.item_id is None:
        return Decision.objects.none()
    return decisions_readable(access, today).filter(item__in=items_after(suggestion.item_id))


def actions_open(access: Access) -> QuerySet[Action]:
    """Actions of plans, by which it may be acted on, for who sees plans as they stand."""
    if not access.can(Permission.PLAN_SEE):
        return Action.objects.none()
    return Action.objects.select_related("priority__plan").order_by("-priority__plan__starts", "priority__number", "pk")


def boards_open(today: dt.date) -> QuerySet[Board]:
    """Boards to which a suggestion may go."""
    return Board.objects.filter(Q(ends=None) | Q(ends__gte=today))


@dataclass(frozen=True, kw_only=True)
class Share:
    """Of the suggestions of a team or level: how many were decided, and half within how many days; None for too few."""

    name: str
    decided: int | None
    days: float | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How suggestions fare: counts, the share of decided ones from the front line, days to an answer, hours saved."""

    raised: int
    waiting: int
    oldest: int
    decided: int
    from_front: float | None
    days: float | None
    levels: list[Share]
    teams: list[Share]
    hours_hoped: float
    hours_found: float


def figures_of(today: dt.date) -> Figures:
    """The figures of all suggestions; small groups are not told apart, and those in confidence are in no team."""
    found = list(Suggestion.objects.exclude(state=State.MERGED).select_related("team"))
    decided = [one for one in found if one.state in DECIDED and one.decided_on]
    waiting = [one for one in found if one.state in WAITING]
    named = [one for one in decided if not one.in_confidence and one.team]
    enough = len(decided) >= LEAST
    done = [one for one in found if one.state in (State.ACTED, State.CHANGED)]
    return Figures(
        raised=len(found),
        waiting=len(waiting),
        oldest=max(((today - one.on).days for one in waiting), default=0),
        decided=len(decided),
        from_front=sum(one.level in FRONT for one in decided) / len(decided) if enough else None,
        days=_days(decided) if enough else None,
        levels=_shares([(one.get_level_display(), one) for one in decided]),
        teams=_shares([(one.team.name, one) for one in named if one.team]),
        hours_hoped=float(sum(one.hours_a_month or 0 for one in done)),
        hours_found=float(sum(one.hours_found or 0 for one in done)),
    )


def _days(decided: Sequence[Suggestion]) -> float:
    return float(median((one.decided_on - one.on).days for one in decided if one.decided_on))


def _shares(named: Sequence[tuple[str, Suggestion]]) -> list[Share]:
    """By name; small groups are hidden, and where one alone would be, the next smallest with it."""
    counts = Counter(name for name, _one in named)
    hidden = {name for name, count in counts.items() if count < LEAST}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min((name for name in counts if name not in hidden), key=lambda name: (counts[name], name)))
    return [
        Share(name=name, decided=None, days=None)
        if name in hidden
        else Share(name=name, decided=counts[name], days=_days([one for other, one in named if other == name]))
        for name in sorted(counts)
    ]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A decided suggestion as one person may see it; `decision` is none where its item is exempt and not theirs to read."""

    shown: Shown
    decision: Decision | None


def answered(access: Access, today: dt.date) -> list[Answered]:
    """Suggestions that were decided, for "you said, we did"; for everybody who sees boards."""
    if not access.can(Permission.BOARDS_SEE):
        return []
    found = Suggestion.objects.filter(state__in=sorted(DECIDED)).prefetch_related("steps", "merged")
    held = list(found.select_related("decision__meeting__board", "action__priority", "raised_by", "team", "board"))
    wanted = [one.decision_id for one in held if one.decision_id]
    readable = set(decisions_readable(access, today).filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        Answered(shown=shown, decision=shown.suggestion.decision if shown.suggestion.decision_id in readable else None)
        for shown in shown_to(access, held, today)
    ]
