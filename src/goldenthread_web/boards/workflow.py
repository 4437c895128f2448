"""The states of a meeting and of an item, as tables: what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class MeetingState(StrEnum):
    """Where a meeting is."""

    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    MINUTED = "minuted"
    AGREED = "agreed"
    CANCELLED = "cancelled"


class ItemState(StrEnum):
    """Where an item is on its way to a decision."""

    PROPOSED = "proposed"
    ON_AGENDA = "on the agenda"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


_M, _I = MeetingState, ItemState
MEETING_FOLLOWS: Mapping[MeetingState, frozenset[MeetingState]] = {
    _M.PLANNED: frozenset({_M.CALLED, _M.CANCELLED}),
    _M.CALLED: frozenset({_M.HELD, _M.CANCELLED, _M.PLANNED}),
    _M.HELD: frozenset({_M.MINUTED}),
    _M.MINUTED: frozenset({_M.AGREED, _M.HELD}),
    _M.AGREED: frozenset(),
    _M.CANCELLED: frozenset({_M.PLANNED}),
}
ITEM_FOLLOWS: Mapping[ItemState, frozenset[ItemState]] = {
    _I.PROPOSED: frozenset({_I.ON_AGENDA, _I.WITHDRAWN, _I.DEFERRED}),
    _I.ON_AGENDA: frozenset({_I.DISCUSSED, _I.DECIDED, _I.DEFERRED, _I.WITHDRAWN}),
    _I.DISCUSSED: frozenset({_I.DECIDED, _I.DEFERRED, _I.WITHDRAWN}),
    _I.DECIDED: frozenset(),
    _I.DEFERRED: frozenset(),
    _I.WITHDRAWN: frozenset(),
}
MEETING_COLOURS: Mapping[MeetingState, str] = {
    _M.PLANNED: "grey",
    _M.CALLED: "blue",
    _M.HELD: "yellow",
    _M.MINUTED: "turquoise",
    _M.AGREED: "green",
    _M.CANCELLED: "orange",
}
ITEM_COLOURS: Mapping[ItemState, str] = {
    _I.PROPOSED: "grey",
    _I.ON_AGENDA: "blue",
    _I.DISCUSSED: "turquoise",
    _I.DECIDED: "green",
    _I.DEFERRED: "orange",
    _I.WITHDRAWN: "orange",
}
# Minutes may be written from the moment a meeting is called until they are agreed.
MINUTES_OPEN = frozenset({_M.CALLED, _M.HELD, _M.MINUTED})
AGENDA_OPEN = frozenset({_M.PLANNED, _M.CALLED})
# What waits is carried to the next meeting by itself.
CARRIED = frozenset({_I.PROPOSED, _I.ON_AGENDA, _I.DEFERRED})


class NotYetError(Exception):
    """What was asked for does not follow; the text says why and what to do."""


def check_meeting(now: MeetingState, then: MeetingState) -> None:
    """Raise NotYetError unless a meeting that is `now` may become `then`."""
    if then not in MEETING_FOLLOWS[now]:
        raise NotYetError(f"A meeting that is {now} cannot become {then}.")


def check_item(now: ItemState, then: ItemState) -> None:
    """Raise NotYetError unless an item that is `now` may become `then`."""
    if then not in ITEM_FOLLOWS[now]:
        raise NotYetError(f"An item that is {now} cannot become {then}.")
