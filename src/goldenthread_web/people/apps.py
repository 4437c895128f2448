"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, teams, roles."""

    name = "goldenthread_web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
