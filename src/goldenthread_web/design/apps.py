"""The design app."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, styles and the words of help."""

    name = "goldenthread_web.design"
    label = "design"
