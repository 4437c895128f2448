"""Uploads, where returns come from, loads and their releases."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models

from goldenthread_web.loads.workflow import ALIVE, COUNTED, RUNNING, WAITING, WORDS, State
from goldenthread_web.people.models import Person


class Upload(models.Model):
    """Files that somebody brought, kept as they came under the data folder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"upload {self.id}"

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return Path(settings.GOLDENTHREAD_DATA) / "uploads" / str(self.id)


class UploadedFile(models.Model):
    """One file of an upload, by the name it came with; it is stored under its digest."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Where returns can be fetched: a folder on the server, or an SSD database named in the environment.

    The address of a database holds a password, so only the name of the environment variable is kept.
    """

    class Kind(models.TextChoices):
        """What kind of place."""

        FOLDER = "folder", "A folder of extracts on the server"
        SSD = "ssd", "An SSD database"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.CharField(max_length=500)
    schema = models.CharField(max_length=63, blank=True)
    nightly_at = models.PositiveSmallIntegerField(null=True, blank=True)
    last_night = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Load(models.Model):
    """A set of returns on its way to figures; `key` names the library's load once it is read."""

    authority = models.CharField(max_length=20)
    as_at = models.DateField()
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="loads")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="loads")
    state = models.CharField(max_length=20, choices=[(one.value, WORDS[one][0]) for one in State], default=State.QUEUED)
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=120, blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField()
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fraction = models.FloatField(default=0.0)
    said = models.CharField(max_length=300, blank=True)
    cancel_wanted = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    against = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        """The newest first; the same files are loaded once, and one load is released at a time."""

        ordering: ClassVar[list[str]] = ["-created", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["digest"], name="same_files_once", condition=models.Q(state__in=sorted(ALIVE))
            ),
            models.UniqueConstraint(
                fields=["authority"], name="one_release_at_a_time", condition=models.Q(state=State.RELEASED)
            ),
        ]

    def __str__(self) -> str:
        return self.key or f"load {self.pk}"

    @property
    def folder(self) -> Path:
        """Where the library keeps the tables of this load."""
        return Path(settings.GOLDENTHREAD_DATA) / "loads" / self.key

    @property
    def rows_folder(self) -> Path:
        """Where the rows behind its figures lie, in a folder of this site's own."""
        return Path(settings.GOLDENTHREAD_DATA) / "rows" / self.key

    @property
    def words(self) -> str:
        """Its state for people."""
        return WORDS[State(self.state)][0]

    @property
    def colour(self) -> str:
        """The colour of its state; the words say the same."""
        return WORDS[State(self.state)][1]

    @property
    def is_running(self) -> bool:
        """Whether a worker is at it."""
        return self.state in RUNNING

    @property
    def is_waiting(self) -> bool:
        """Whether it has not come to its end."""
        return self.state in WAITING

    @property
    def is_counted(self) -> bool:
        """Whether its figures are stored."""
        return self.state in COUNTED


class Release(models.Model):
    """A load given to everybody, by whom and why; and when it was taken back."""

    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="releases")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"release of {self.load}"


class Restatement(models.Model):
    """A figure that the released load had published and this load gives otherwise."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="restatements")
    measure = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    period = models.CharField(max_length=60)
    period_end = models.DateField()
    before = models.CharField(max_length=60)
    after = models.CharField(max_length=60)
    moved = models.FloatField(null=True)
    moved_words = models.CharField(max_length=80)

    class Meta:
        """The latest period first, the largest move first within it."""

        ordering: ClassVar[list[str]] = ["-period_end", "title", "period"]

    def __str__(self) -> str:
        return f"{self.title}, {self.period}: {self.before} to {self.after}"
