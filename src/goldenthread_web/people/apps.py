"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, teams, roles."""

    name = "goldenthread_web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the sign-in library, and tell the rest of the site."""
        from goldenthread_web.people import sign_in_events

        sign_in_events.listen()
