"""The highlight report of a board: the exceptions of the plan that runs and of the board's own business, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread_web.boards.models import Board
from goldenthread_web.boards.queries import open_actions, waiting
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.models import Plan
from goldenthread_web.plans.queries import lines_of, plans_for, priorities_of, signals_for
from goldenthread_web.plans.standing import EXCEPTIONS, Standing, measures_of, standing_of
from goldenthread_web.plans.workflow import PlanState

WAITS_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Highlight:
    """A line of the report: what it is about, the sentence, and where it is dealt with."""

    text: str
    about: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """The lines of one kind of exception."""

    title: str
    lines: Sequence[Highlight]


def highlights_of(access: Access, board: Board, today: dt.date, *, exempt_too: bool = True) -> list[Part]:
    """The exceptions of every plan that runs and of a board, the gravest kind first; nothing of what goes as it should.

    `exempt_too` also tells what waits of exempt items that this person may read: never in a paper of an open item.
    """
    parts = [*_of_plans(access, today), *_of_board(access, board, today, exempt_too)]
    return [one for one in parts if one.lines]


def running_plans(access: Access) -> list[Plan]:
    """The plans that are agreed and running, as far as this person sees plans as they stand."""
    if not access.can(Permission.PLAN_SEE):
        return []
    return list(plans_for(access).filter(state=PlanState.AGREED))


def _of_plans(access: Access, today: dt.date) -> list[Part]:
    lines = [line for plan in running_plans(access) for line in lines_of(access, plan, priorities_of(plan), today)]
    signals = signals_for(access, measures_of(lines))
    stand = [standing_of(one, signals, today) for one in lines]
    parts = [
        Part(
            title="Done, and no difference shows",
            lines=[_line(one, one.why_gap) for one in stand if one.gap],
        )
    ]
    for name, words in EXCEPTIONS.items():
        parts.append(Part(title=words, lines=[_line(one, _by(one)) for one in stand if name in one.exceptions]))
    return parts


def _line(one: Standing, about: str) -> Highlight:
    url = reverse("plans:action", args=[one.action.pk])
    return Highlight(text=f"{one.action.number} {one.action.title}", about=about, url=url)


def _by(one: Standing) -> str:
    due = one.action.current_due
    told = f"due {due.day} {due:%B %Y}" if due else "no due date"
    return f"{one.action.owner or 'nobody owns it'}; {told}; {one.delivery}."


def _of_board(access: Access, board: Board, today: dt.date, exempt_too: bool) -> list[Part]:
    challenges, escalations = waiting(access, board, today)
    late = [one for one in open_actions(access, board, today) if one.due < today]
    if not exempt_too:
        late = [one for one in late if not one.item.exempt]
        challenges = [one for one in challenges if not one.item.exempt]
        escalations = [one for one in escalations if not one.item.exempt]
    return [
        Part(
            title="Asked for by the board, and late",
            lines=[
                Highlight(
                    text=one.text,
                    about=f"{one.owner}; due {one.due.day} {one.due:%B %Y}; {(today - one.due).days} days late.",
                    url=reverse("boards:item", args=[one.item_id]),
                )
                for one in late
            ],
        ),
        Part(
            title=f"Challenges without an answer for {WAITS_DAYS} days",
            lines=[
                Highlight(
                    text=one.text,
                    about=f"Pressed by {one.by}, {one.waits(today)} days ago.",
                    url=reverse("boards:item", args=[one.item_id]),
                )
                for one in challenges
                if one.waits(today) >= WAITS_DAYS
            ],
        ),
        Part(
            title="Escalations without an answer",
            lines=[
                Highlight(
                    text=one.question,
                    about=f"To {one.whom()}, {one.waits(today)} days ago.",
                    url=reverse("boards:answer", args=["escalation", one.pk]),
                )
                for one in escalations
            ],
        ),
    ]
