"""Figures as they were counted, the charts of them, targets, priorities and commentary."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.indicators.models_paper import PanelPaper, PaperParagraph  # noqa: F401 (found by Django here)
from goldenthread_web.indicators.models_rows import ExplorerPage, ExplorerPicture  # noqa: F401 (found by Django here)
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person


class FigureSet(models.Model):
    """One measure of one load as readers of one profile may see it; the fields are those of api.MeasureFigures."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="figures")
    profile = models.CharField(max_length=12)
    measure = models.CharField(max_length=80)
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    stage = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    headline = models.BooleanField()
    concern = models.BooleanField()
    changed = models.BooleanField()
    words = models.TextField()
    row = models.JSONField()
    page = models.JSONField()

    class Meta:
        """In the order of the child's journey."""

        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["load", "profile", "measure"], name="figures_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} for {self.profile}"


class Drawing(models.Model):
    """A chart by the digest of what it shows; `svg` is filled when it is first drawn."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=400)
    alt = models.TextField()
    spec = models.TextField()
    svg = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class TargetSet(models.Model):
    """A target set on this site: what, by whom, when and why. A new one follows; none is overwritten."""

    measure = models.CharField(max_length=80)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    tolerance = models.FloatField(default=0.0)
    level = models.CharField(max_length=10, default="local")
    set_by = models.CharField(max_length=120)
    set_on = models.DateField()
    valid_from = models.DateField()
    reason = models.TextField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"target of {self.measure} from {self.valid_from}"


class Priority(models.Model):
    """A priority of the improvement plan, and the measures that should show it."""

    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    measures = models.JSONField(default=list)

    class Meta:
        """In the plan's order."""

        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Commentary(models.Model):
    """What the owner of a measure says of a period. A change is a new row that replaces the one before; none is lost."""

    measure = models.CharField(max_length=80)
    period = models.CharField(max_length=60)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="commentary")
    text = models.TextField()
    state = models.CharField(max_length=12)
    claims = models.JSONField(default=list)
    justification = models.TextField(blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"commentary on {self.measure}, {self.period}"
