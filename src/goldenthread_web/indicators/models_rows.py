"""What the explorers show, made once when a load is stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.loads.models import Load


class ExplorerPage(models.Model):
    """One page of an explorer, for one load, kind of reader and period: api.Explored without the drawn charts."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="explorer_pages")
    profile = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    period = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    page = models.JSONField()

    class Meta:
        """In the order in which periods are offered."""

        ordering: ClassVar[list[str]] = ["kind", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["load", "profile", "kind", "period"], name="explored_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.profile}, {self.label}"


class ExplorerPicture(models.Model):
    """A drawn chart of a page of an explorer, by the part it stands in and its number there."""

    page = models.ForeignKey(ExplorerPage, on_delete=models.CASCADE, related_name="pictures")
    part = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    svg = models.TextField()

    class Meta:
        """As they stand on the page."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "part", "number"], name="picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.number}"
