"""The panel report written from a load: what each of its paragraphs states, and of which measures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.loads.models import Load


class PanelPaper(models.Model):
    """The report that a load and the council's narrative make; `problems` say why it could not be written."""

    load = models.OneToOneField(Load, on_delete=models.CASCADE, related_name="panel_paper")
    title = models.CharField(max_length=300, blank=True)
    body = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True, blank=True)
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title or f"paper of load {self.load_id}"


class PaperParagraph(models.Model):
    """A paragraph, by its number in the paper; `figures` hold id, text, measure and period of each figure it states."""

    paper = models.ForeignKey(PanelPaper, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=200)
    number = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    figures = models.JSONField(default=list)

    class Meta:
        """In the paper's order."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["paper", "position"], name="paragraph_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:80]}".strip()
