"""Writes down what the people app tells, which does not know of the log."""

from __future__ import annotations

from typing import Any

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.happenings import Happening, happened


def write_down(*, happening: Happening, **told: Any) -> None:
    """Write one happening into the log."""
    del told["signal"], told["sender"]
    record(verb=Verb(happening.value), **told)


def listen() -> None:
    """Begin to write down what is told; once, however often it is called."""
    happened.connect(write_down, dispatch_uid="activity")
