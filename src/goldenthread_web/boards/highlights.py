"""The highlight report of a board: the exceptions of the plan that runs and of the board's own business, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread_web.boards.models import Board
from goldenthread_web.boards.queries import open_actions, waiting
from goldenthread_web.people.rules import Access
from goldenthread_web.plans.queries import lines_of, priorities_of, running_plan, signals_for
from goldenthread_web.plans.standing import EXCEPTIONS, Standing, measures_of, standing_of

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


def highlights_of(access: Access, board: Board, today: dt.date) -> list[Part]:
    """The exceptions, the gravest kind first; nothing is told of what goes as it should."""
    parts = [*_of_plan(access, today), *_of_board(access, board, today)]
    return [one for one in parts if one.lines]


def _of_plan(access: Access, today: dt.date) -> list[Part]:
    plan = running_plan(access)
    if plan is None:
        return []
    lines = lines_of(access, plan, priorities_of(plan), today)
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


def _of_board(access: Access, board: Board, today: dt.date) -> list[Part]:
    challenges, escalations = waiting(access, board, today)
    late = [one for one in open_actions(access, board, today) if one.due < today]
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
                Highlight(text=one.text, about=f"Pressed by {one.by}.", url=reverse("boards:item", args=[one.item_id]))
                for one in challenges
                if (today - one.at.date()).days >= WAITS_DAYS
            ],
        ),
        Part(
            title="Escalations without an answer",
            lines=[
                Highlight(
                    text=one.question,
                    about=f"To {one.to_board or one.to}.",
                    url=reverse("boards:item", args=[one.item_id]),
                )
                for one in escalations
            ],
        ),
    ]
