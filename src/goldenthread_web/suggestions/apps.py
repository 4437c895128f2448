"""The app of suggestions."""

from __future__ import annotations

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    """Issues and solutions that anybody may raise."""

    name = "goldenthread_web.suggestions"
    verbose_name = "Suggestions"
