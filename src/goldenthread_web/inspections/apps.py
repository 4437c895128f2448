"""The app of inspections."""

from __future__ import annotations

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspections and what came of them."""

    name = "goldenthread_web.inspections"
    verbose_name = "Inspections"
