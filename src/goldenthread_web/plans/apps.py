"""The plans app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans, actions, evidence and impact."""

    name = "goldenthread_web.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
