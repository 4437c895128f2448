"""The loads app."""

from django.apps import AppConfig


class LoadsConfig(AppConfig):
    """Uploads, loads and releases."""

    name = "goldenthread_web.loads"
    label = "loads"
    default_auto_field = "django.db.models.BigAutoField"
