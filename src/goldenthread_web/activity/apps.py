"""The activity app."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """The activity log, which also listens to what the people app tells."""

    name = "goldenthread_web.activity"
    label = "activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write down what is told of sign-ins, people and roles."""
        from goldenthread_web.activity.listening import listen

        listen()
