"""Whose items become decisions of a board: by the level and the team that raised them, and how long it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from goldenthread_web.boards.models import Board, Item, Member
from goldenthread_web.boards.workflow import ItemState
from goldenthread_web.people.models import Person, Team

FRONT = (Member.Level.FRONT_LINE, Member.Level.SENIOR)
LEAST = 5
NO_TEAM = "no one team"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Of one level or team: how many of its items were decided, as a share of all, and half within how many days."""

    name: str
    decided: int
    share: float
    days: float


@dataclass(frozen=True, kw_only=True)
class Voices:
    """Where decided items came from, and how long from raising to deciding; None and nothing where too few to say."""

    decided: int
    from_front: int | None = None
    share: float | None = None
    days: float | None = None
    levels: tuple[Voice, ...] = ()
    teams: tuple[Voice, ...] = ()


def voices_of(board: Board) -> Voices:
    """How far each level and team was heard: of items decided, those raised from it, and the median days to a decision.

    Standing items and those of which nobody said who raised them are left out. Under five decided, only their number is told.
    """
    held = Item.objects.filter(meeting__board=board, meeting__removed_at=None, state=ItemState.DECIDED, standing=False)
    decided = list(held.exclude(raised_from="").select_related("meeting", "raised_team"))
    if len(decided) < LEAST:
        return Voices(decided=len(decided))
    front = sum(one.raised_from in FRONT for one in decided)
    order = {str(label): place for place, (_value, label) in enumerate(Member.Level.choices)}
    levels = _told(decided, lambda one: one.get_raised_from_display())
    return Voices(
        decided=len(decided),
        from_front=front,
        share=front / len(decided),
        days=_days(decided),
        levels=tuple(sorted(levels, key=lambda one: order[one.name])),
        teams=_told(decided, lambda one: one.raised_team.name if one.raised_team else NO_TEAM),
    )


def _told(decided: list[Item], name_of: Callable[[Item], str]) -> tuple[Voice, ...]:
    groups: dict[str, list[Item]] = {}
    for one in decided:
        groups.setdefault(name_of(one), []).append(one)
    return tuple(
        Voice(name=name, decided=len(held), share=len(held) / len(decided), days=_days(held))
        for name, held in sorted(groups.items(), key=lambda pair: (pair[0] == NO_TEAM, pair[0]))
    )


def _days(decided: Iterable[Item]) -> float:
    return float(median((one.meeting.on - one.raised_on).days for one in decided))


def team_of(person: Person, today: dt.date) -> Team | None:
    """The team somebody speaks from on a day: that of their seat on a board, else of their role."""
    seats = Member.objects.filter(person=person, starts__lte=today).exclude(ends__lt=today)
    seat = seats.exclude(team=None).order_by("-starts").select_related("team").first()
    if seat is not None:
        return seat.team
    roles = person.roles_held.filter(starts__lte=today).exclude(ends__lt=today).exclude(team=None)
    held = roles.order_by("-starts").select_related("team").first()
    return held.team if held is not None else None
