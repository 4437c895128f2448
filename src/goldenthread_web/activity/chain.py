"""How events are chained: the bytes that are hashed, and where a chain breaks."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from goldenthread_web.activity.models import Event

START = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Break:
    """A place where the log is not as it was written: the event's number, and what shows it."""

    sequence: int
    words: str


def canonical(value: Any) -> str:
    """JSON that is written in one way only: names in order, no spaces, what JSON lacks as text."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {_text(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(one) for one in items]
    return _text(value)


def _text(value: Any) -> str:
    """A text that every database stores as it is: no NUL and no half characters."""
    return str(value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def hash_of(event: Event) -> str:
    """The SHA-256 of an event's content and of the hash of the event before it."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_words": event.actor_words,
        "verb": str(event.verb),
        "what": event.what,
        "child": event.child,
        "reason": event.reason,
        "where_from": event.where_from,
        "device": event.device,
        "detail": event.detail,
        "previous": event.previous,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def breaks(events: Iterable[Event], *, count: int, last: str) -> Iterator[Break]:
    """Where a log, oldest event first, is not as it was written; `count` and `last` are what the head says."""
    expected, previous = 1, START
    for event in events:
        if event.sequence > expected:
            yield Break(sequence=expected, words=_missing(expected, event.sequence - 1))
        elif event.previous != previous:
            yield Break(
                sequence=event.sequence,
                words=f"Event {event.sequence} does not follow event {event.sequence - 1}: one of them was changed, moved or put in later.",
            )
        if hash_of(event) != event.hash:
            yield Break(sequence=event.sequence, words=f"Event {event.sequence} was changed after it was written.")
        expected, previous = event.sequence + 1, event.hash
    if expected <= count:
        yield Break(sequence=expected, words=f"{_missing(expected, count)[:-1]} from the end of the log.")
    elif expected - 1 > count or previous != (last or START):
        yield Break(
            sequence=expected - 1,
            words="The head of the log does not agree with its last event: one of them was changed.",
        )


def _missing(first: int, last: int) -> str:
    return f"Event {first} was removed." if first == last else f"Events {first} to {last} were removed."
