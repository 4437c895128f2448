"""The states of a load, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a load is on its way from files to figures that everybody sees."""

    QUEUED = "queued"
    READING = "reading"
    CHECKING = "checking"
    COUNTING = "counting"
    STORING = "storing"
    FOR_REVIEW = "for review"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    CANCELLED = "cancelled"


_S = State
FOLLOWS: Mapping[State, frozenset[State]] = {
    _S.QUEUED: frozenset({_S.READING, _S.CANCELLED, _S.FAILED}),
    _S.READING: frozenset({_S.CHECKING, _S.QUEUED, _S.CANCELLED, _S.FAILED}),
    _S.CHECKING: frozenset({_S.COUNTING, _S.QUEUED, _S.CANCELLED, _S.FAILED}),
    _S.COUNTING: frozenset({_S.STORING, _S.QUEUED, _S.CANCELLED, _S.FAILED}),
    _S.STORING: frozenset({_S.FOR_REVIEW, _S.QUEUED, _S.CANCELLED, _S.FAILED}),
    _S.FOR_REVIEW: frozenset({_S.RELEASED, _S.WITHDRAWN}),
    _S.RELEASED: frozenset({_S.SUPERSEDED, _S.WITHDRAWN}),
    _S.SUPERSEDED: frozenset({_S.RELEASED}),
    _S.WITHDRAWN: frozenset({_S.RELEASED}),
    _S.FAILED: frozenset({_S.QUEUED}),
    _S.CANCELLED: frozenset({_S.QUEUED}),
}
RUNNING = frozenset({_S.READING, _S.CHECKING, _S.COUNTING, _S.STORING})
WAITING = RUNNING | {_S.QUEUED}
# A load of the same files in one of these states is the load; it is not made again.
ALIVE = WAITING | {_S.FOR_REVIEW, _S.RELEASED, _S.SUPERSEDED, _S.WITHDRAWN}
# Counted and stored: its figures can be looked at.
COUNTED = frozenset({_S.FOR_REVIEW, _S.RELEASED, _S.SUPERSEDED, _S.WITHDRAWN})
WORDS: Mapping[State, tuple[str, str]] = {
    _S.QUEUED: ("Waiting for its turn", "grey"),
    _S.READING: ("Reading the files", "blue"),
    _S.CHECKING: ("Checking the data", "blue"),
    _S.COUNTING: ("Counting the measures", "blue"),
    _S.STORING: ("Storing the figures", "blue"),
    _S.FOR_REVIEW: ("For review", "yellow"),
    _S.RELEASED: ("Released", "green"),
    _S.SUPERSEDED: ("Superseded", "grey"),
    _S.WITHDRAWN: ("Withdrawn", "orange"),
    _S.FAILED: ("Failed", "red"),
    _S.CANCELLED: ("Cancelled", "grey"),
}


class WrongStateError(Exception):
    """What was asked for does not follow from where the load is."""


def check_follows(now: State, then: State) -> None:
    """Raise WrongStateError with the sentence the person sees, unless `then` may follow `now`."""
    if then not in FOLLOWS[now]:
        raise WrongStateError(f"A load that is {now} cannot become {then}.")
