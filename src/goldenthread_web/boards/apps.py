"""The app of boards."""

from __future__ import annotations

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Boards and their meetings."""

    name = "goldenthread_web.boards"
    verbose_name = "Boards"
