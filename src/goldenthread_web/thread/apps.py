"""The app of the thread."""

from __future__ import annotations

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    """Walks from anything to all that it comes from and all that follows."""

    name = "goldenthread_web.thread"
    verbose_name = "The thread"
