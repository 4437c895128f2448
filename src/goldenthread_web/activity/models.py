"""Events of the activity log, each holding the hash of the one before, and the head that the next one follows."""

from __future__ import annotations

import json
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models


class LogIsFinal(TypeError):  # noqa: N818
    """Somebody tried to change or remove what is written in the log."""

    def __init__(self) -> None:
        super().__init__("The activity log is only ever added to; write a new event that corrects the old one.")


class EventQuerySet(models.QuerySet["Event"]):
    """Events that can be read and, through actions.py, added."""

    def update(self, **_values: Any) -> NoReturn:
        """Refused."""
        raise LogIsFinal

    def delete(self) -> NoReturn:
        """Refused."""
        raise LogIsFinal

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise LogIsFinal


class Event(models.Model):
    """One thing somebody did. Only `activity.actions` makes them; nothing changes them."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    # As they were called, and what they were, when they did it.
    actor_words = models.CharField(max_length=400)
    verb = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=200, db_index=True)
    child = models.CharField(max_length=64, blank=True, db_index=True)
    reason = models.TextField(blank=True)
    where_from = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=60, blank=True)
    # Canonical JSON as text: the bytes that are hashed must come back the same from every database.
    detail = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[models.Manager[Event]] = EventQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering: ClassVar[list[str]] = ["-sequence"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.sequence}: {self.actor_words} {self.verb} {self.what}"

    @property
    def details(self) -> dict[str, Any]:
        """What else was written down, by name."""
        found: dict[str, Any] = json.loads(self.detail)
        return found

    def save(self, **options: Any) -> None:
        """Write a new event; one that is written stays as it is."""
        if not self._state.adding:
            raise LogIsFinal
        super().save(**{**options, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused."""
        raise LogIsFinal


class Head(models.Model):
    """How many events there are and the hash of the last: its row is locked while one is added.

    `changed` is another value after every event that is not one of reading alone: while it stays, so do the records.
    """

    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    changed = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.count}:{self.hash}"
