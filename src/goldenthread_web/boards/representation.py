"""Who is at the table: members by team or partner and level, who came, whether enough came, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread_web.boards.models import Attendance, Board, Meeting, Member
from goldenthread_web.people.models import Team

WHOLE = "the whole service"
_THERE = (Attendance.Was.PRESENT, Attendance.Was.SUBSTITUTED)
# Levels of the service itself: each should be heard. Partners and independent members are wanted by name.
_OWN_LEVELS = 5


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Who sits on a board by team or partner and level: `rows` are names with a number for each level."""

    levels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    skills: tuple[str, ...]
    gaps: tuple[str, ...]


def coverage_of(board: Board, members: Sequence[Member], teams: Sequence[Team], day: dt.date) -> Coverage:
    """Levels by teams and partners on a day, the skills at the table, and which team, level, partner or skill is missing.

    The secretary and those who only stand in for somebody speak for nobody.
    """
    sitting = [
        one for one in members if one.sits(day) and one.part != Member.Part.SECRETARY and one.substitute_for_id is None
    ]
    levels = tuple(Member.Level.values)
    partners = sorted({one.partner for one in sitting if one.partner})
    names = [*(one.name for one in teams), *partners, WHOLE]
    count = Counter((_place(one), one.level) for one in sitting)
    rows = tuple((name, tuple(count[(name, level)] for level in levels)) for name in names)
    gaps = [f"Nobody speaks for {name}." for name, counts in rows[: len(teams)] if not any(counts)]
    heard = {one.level for one in sitting}
    gaps += [f"No {Member.Level(one).label.casefold()} sits on it." for one in levels[:_OWN_LEVELS] if one not in heard]
    skills = tuple(sorted({one.skill for one in sitting if one.skill}, key=str.casefold))
    has = " ".join((*skills, *partners)).casefold()
    gaps += [f"Wanted, and not at the table: {one}." for one in _wanted(board) if one.casefold() not in has]
    return Coverage(levels=tuple(Member.Level.labels), rows=rows, skills=skills, gaps=tuple(gaps))


def _place(one: Member) -> str:
    return one.team.name if one.team else one.partner or WHOLE


def _wanted(board: Board) -> list[str]:
    return [one.strip() for one in board.wanted.splitlines() if one.strip()]


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Whether enough were there: seats with a vote that were filled, and how many it takes."""

    present: int
    wanted: int

    @property
    def met(self) -> bool:
        """Whether decisions could be taken."""
        return self.present >= self.wanted


def quorum_of(meeting: Meeting, attendance: Sequence[Attendance]) -> Quorum:
    """Seats with a vote that were filled, by the member or by whoever stands in for them: each seat counts once."""
    filled = {
        one.member.substitute_for_id or one.member_id for one in attendance if one.was in _THERE and one.member.voting
    }
    return Quorum(present=len(filled), wanted=meeting.board.quorum)


@dataclass(frozen=True, kw_only=True)
class Came:
    """Of the members from one level or team: how many times they could have come, and did or sent somebody."""

    name: str
    expected: int
    came: int

    @property
    def share(self) -> float:
        """The share of times."""
        return self.came / self.expected


def who_came(board: Board) -> tuple[tuple[Came, ...], tuple[Came, ...]]:
    """Attendance at all meetings of a board, by level and by team or partner; those who stand in count for whom they do."""
    held = Attendance.objects.filter(meeting__board=board, meeting__removed_at=None)
    rows = held.filter(member__substitute_for=None).exclude(member__part=Member.Part.SECRETARY)
    found = list(rows.select_related("member__team"))
    labels = dict(Member.Level.choices)
    order = {str(label): place for place, label in enumerate(Member.Level.labels)}
    levels = _came([(str(labels[one.member.level]), one) for one in found])
    teams = _came([(_place(one.member), one) for one in found])
    return (
        tuple(sorted(levels, key=lambda one: order[one.name])),
        tuple(sorted(teams, key=lambda one: (one.name == WHOLE, one.name.casefold()))),
    )


def _came(named: Sequence[tuple[str, Attendance]]) -> list[Came]:
    expected = Counter(name for name, _one in named)
    came = Counter(name for name, one in named if one.was in _THERE)
    return [Came(name=name, expected=expected[name], came=came[name]) for name in expected]
