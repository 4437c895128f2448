"""The background worker: takes queued work, and looks every minute for silent loads and nightly sources."""

from __future__ import annotations

import logging
import threading

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
    """What is done at intervals."""
    close_old_connections()
    now = timezone.now()
    recover(now=now)
    load_nightly(now=now, authority=settings.GOLDENTHREAD_AUTHORITY)
    for place in settings.GOLDENTHREAD_TICKS:
        try:
            import_string(place)(now)
        except Exception:  # what other apps do at intervals must not stop loads
            log.exception("%s failed; it is tried again at the next tick", place)
    close_old_connections()
