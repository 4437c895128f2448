"""The states of a finding: what may follow what, who may move it, and where a reason is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from goldenthread_web.people.roles import Permission


class FindingState(StrEnum):
    """Where a finding is, from the letter that brought it to the board that closed it."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    PLANNED = "planned"
    ADDRESSED = "being addressed"
    EVIDENCED = "evidence of impact"
    CLOSED = "closed"
    REOPENED = "reopened"


_F = FindingState
FOLLOWS: Mapping[FindingState, frozenset[FindingState]] = {
    _F.RECEIVED: frozenset({_F.ACCEPTED, _F.DISPUTED}),
    _F.DISPUTED: frozenset({_F.ACCEPTED, _F.CLOSED}),
    _F.ACCEPTED: frozenset({_F.PLANNED, _F.DISPUTED}),
    _F.PLANNED: frozenset({_F.ADDRESSED, _F.ACCEPTED}),
    _F.ADDRESSED: frozenset({_F.EVIDENCED, _F.PLANNED}),
    _F.EVIDENCED: frozenset({_F.CLOSED, _F.ADDRESSED}),
    _F.CLOSED: frozenset({_F.REOPENED}),
    _F.REOPENED: frozenset({_F.PLANNED, _F.ADDRESSED, _F.CLOSED}),
}
# Closing is the board's; accepting and the rest are the service's.
MAY_MOVE_TO: Mapping[FindingState, Permission] = {
    state: Permission.FINDINGS_CLOSE if state in (_F.CLOSED, _F.REOPENED) else Permission.INSPECTIONS_EDIT
    for state in FindingState
}
REASON_WANTED = frozenset({_F.DISPUTED, _F.EVIDENCED, _F.CLOSED, _F.REOPENED})
OPEN = frozenset(FindingState) - {_F.CLOSED}
COLOURS: Mapping[FindingState, str] = {
    _F.RECEIVED: "grey",
    _F.ACCEPTED: "blue",
    _F.DISPUTED: "orange",
    _F.PLANNED: "blue",
    _F.ADDRESSED: "yellow",
    _F.EVIDENCED: "turquoise",
    _F.CLOSED: "green",
    _F.REOPENED: "red",
}


class NotYetError(Exception):
    """What was asked for does not follow; the text says why and what to do."""


def check_follows(now: FindingState, then: FindingState, reason: str) -> None:
    """Raise NotYetError unless `then` may follow `now`, with a reason where one is wanted."""
    if then not in FOLLOWS[now]:
        raise NotYetError(f"A finding that is {now} cannot become {then}.")
    if then in REASON_WANTED and not reason.strip():
        raise NotYetError(f"Say why the finding is {then}; the reason is kept with it.")
