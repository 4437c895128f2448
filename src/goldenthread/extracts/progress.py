"""A progress bar for what takes longer than a second, silent when nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SHOW_AFTER_SECONDS = 1.0
Advance = Callable[[int], None]
Listener = Callable[[str, int, int], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within this block `listener` is told (label, units done, units in all) as work goes on; what it raises stops the work."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Advance]:
    """Gives a function to call with the units done since the last call; a bar appears after one second."""
    listener = _LISTENER.get()
    if listener is not None:
        yield _telling(listener, label, total)
        return
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(label, total=total)
    started = time.monotonic()
    shown = False

    def advance(done: int) -> None:
        nonlocal shown
        bar.advance(task, done)
        if not shown and time.monotonic() - started > SHOW_AFTER_SECONDS:
            bar.start()
            shown = True

    try:
        yield advance
    finally:
        if shown:
            bar.stop()


def _telling(listener: Listener, label: str, total: int) -> Advance:
    done = 0
    listener(label, done, total)

    def advance(more: int) -> None:
        nonlocal done
        done += more
        listener(label, done, total)

    return advance
