"""The states of a suggestion: what may follow what, and where a word to the one who raised it is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a suggestion is, from being raised to being told what changed."""

    RECEIVED = "received"
    CONSIDERED = "considered"
    ADOPTED = "adopted"
    TRIED = "to be tried"
    DECLINED = "declined"
    ACTED = "acted on"
    CHANGED = "something changed"
    MERGED = "merged"


_S = State
FOLLOWS: Mapping[State, frozenset[State]] = {
    _S.RECEIVED: frozenset({_S.CONSIDERED, _S.MERGED}),
    _S.CONSIDERED: frozenset({_S.ADOPTED, _S.TRIED, _S.DECLINED, _S.MERGED}),
    _S.TRIED: frozenset({_S.ADOPTED, _S.DECLINED, _S.ACTED}),
    _S.ADOPTED: frozenset({_S.ACTED}),
    _S.DECLINED: frozenset({_S.CONSIDERED}),
    _S.ACTED: frozenset({_S.CHANGED}),
    _S.CHANGED: frozenset(),
    _S.MERGED: frozenset(),
}
COLOURS: Mapping[State, str] = {
    _S.RECEIVED: "grey",
    _S.CONSIDERED: "blue",
    _S.ADOPTED: "turquoise",
    _S.TRIED: "turquoise",
    _S.DECLINED: "orange",
    _S.ACTED: "yellow",
    _S.CHANGED: "green",
    _S.MERGED: "grey",
}
# What is said here is read by whoever raised it, and by everybody on "you said, we did".
WORDS_WANTED = frozenset({_S.ADOPTED, _S.TRIED, _S.DECLINED, _S.ACTED, _S.CHANGED})
DECIDED = frozenset({_S.ADOPTED, _S.TRIED, _S.DECLINED, _S.ACTED, _S.CHANGED})
WAITING = frozenset({_S.RECEIVED, _S.CONSIDERED})


class NotYetError(Exception):
    """What was asked for does not follow; the text says why and what to do."""


def check_follows(now: State, then: State, words: str) -> None:
    """Raise NotYetError unless `then` may follow `now`, with words for the one who raised it where they are wanted."""
    if then not in FOLLOWS[now]:
        raise NotYetError(f"A suggestion that is {now} cannot become {then}.")
    if then in WORDS_WANTED and not words.strip():
        raise NotYetError("Say it in a sentence to whoever raised it: every suggestion has an answer.")
