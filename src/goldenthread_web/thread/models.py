"""What a paragraph of the panel report is tied to by hand, where no figure ties it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.people.models import Person


class Tie(models.Model):
    """A paragraph, by the title of its paper and its number, and what it speaks of, by kind and key."""

    paper = models.CharField(max_length=300)
    paragraph = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    ref = models.PositiveBigIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order they were made; each once."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["paper", "paragraph", "kind", "ref"], name="tied_once")
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} to {self.kind} {self.ref}"
