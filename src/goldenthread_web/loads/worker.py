"""The background worker: takes queued work, and looks every minute for silent loads and nightly sources."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from goldenthread_web.loads.actions import load_nightly, recover

EVERY_SECONDS = 30.0
log = logging.getLogger(__name__)


def run(*, batch: bool = False) -> None:
    """Work until told to stop; with `batch` until nothing waits."""
    tick()
    stop = threading.Event()
    ticking = threading.Thread(target=_tick_until, args=(stop,), daemon=True, name="ticking")
    ticking.start()
    try:
        call_command("db_worker", interval=1, batch=batch, startup_delay=False, reload=False, verbosity=0)
    finally:
        stop.set()


def _tick_until(stop: threading.Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        tick()


def tick() -> None:
    """What is done at intervals; what fails is written to the server's log and tried again at the next tick."""
    close_old_connections()
    now = timezone.now()
    _try("Looking for silent loads", lambda: recover(now=now))
    _try("The nightly loads", lambda: load_nightly(now=now, authority=settings.GOLDENTHREAD_AUTHORITY))
    for place in settings.GOLDENTHREAD_TICKS:
        _try(place, partial(_do, place, now))
    close_old_connections()


def _do(place: str, now: dt.datetime) -> None:
    import_string(place)(now)


def _try(what: str, act: Callable[[], object]) -> None:
    """Do one thing of a tick. A database that is busy or away for a moment must not end all that follows."""
    try:
        act()
    except Exception:
        log.exception("%s failed; it is tried again at the next tick", what)
