"""The indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Stored figures and what is written about them."""

    name = "goldenthread_web.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
