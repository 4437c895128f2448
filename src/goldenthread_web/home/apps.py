"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Home by role, search, sections."""

    name = "goldenthread_web.home"
    label = "home"
