"""How far a plan came, priority by priority: counted from its lines, with delivery and impact kept apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread_web.plans import history
from goldenthread_web.plans.ratings import Impact
from goldenthread_web.plans.workflow import DONE, UNFINISHED, State

SEEN = frozenset({State.VERIFIED, State.EMBEDDED, State.CLOSED})
SHOWN = frozenset({Impact.CHANGE, Impact.SUSTAINED})
COLUMNS = ("Actions", "Said to be done", "Seen by somebody else", "A difference shown", "Left to carry on")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Counts of actions under one priority, or under all: done, seen by somebody else, with a difference shown, left over.

    What its owner says is done and nobody else has seen is counted among the done and among what is left to carry on.
    """

    title: str
    total: int
    done: int
    seen: int
    shown: int
    left: int

    @property
    def counts(self) -> tuple[int, ...]:
        """The counts in the order of COLUMNS."""
        return (self.total, self.done, self.seen, self.shown, self.left)


def progress_of(frozen: Mapping[str, Any], day: dt.date) -> list[Progress]:
    """A line for each priority of a plan as it was frozen, and one for the whole plan at the end."""
    rows = history.rated(frozen["actions"], day)
    found = [
        _counted(f"{one['number']}. {one['title']}", [row for row in rows if row["priority"] == one["number"]])
        for one in frozen["priorities"]
    ]
    return [*found, _counted("The whole plan", rows)]


def _counted(title: str, rows: Sequence[Mapping[str, Any]]) -> Progress:
    return Progress(
        title=title,
        total=len(rows),
        done=sum(row["state"] in DONE for row in rows),
        seen=sum(row["state"] in SEEN for row in rows),
        shown=sum(row["impact_shown"] in SHOWN for row in rows),
        left=sum(row["state"] in UNFINISHED for row in rows),
    )


def in_words(whole: Progress) -> str:
    """The counts of the whole plan as a sentence, to stand beside what is claimed of it."""
    return (
        f"{whole.total} actions: {whole.done} said to be done, {whole.seen} of these seen to be by somebody else; "
        f"reviewed evidence shows a difference for {whole.shown}; {whole.left} left to carry on."
    )
