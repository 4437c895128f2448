"""Inspections with what they judged and found, their clocks, the self-evaluation, and judgements of other councils."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

from goldenthread_web.inspections.clocks import REMIND_DAYS, RULES
from goldenthread_web.inspections.frameworks import FRAMEWORKS, Area, Framework
from goldenthread_web.inspections.workflow import COLOURS, FindingState
from goldenthread_web.people.models import Person


class Inspection(models.Model):
    """One inspection, visit or review; `framework` is a key of frameworks.FRAMEWORKS, `clock_starts` as its letter says."""

    framework = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    scope = models.TextField(blank=True)
    starts = models.DateField()
    ends = models.DateField()
    published = models.DateField(null=True, blank=True)
    report_link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-starts", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> Framework:
        """Its framework."""
        return FRAMEWORKS[self.framework]


class Judgement(models.Model):
    """What was judged of an area, in the words of the inspection's own framework."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    area = models.CharField(max_length=30)
    grade = models.CharField(max_length=60, blank=True)
    said = models.TextField(blank=True)

    class Meta:
        """One for each area."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "area"], name="judged_once")
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"


class Finding(models.Model):
    """One thing an inspection found. `number` is the report's own where it has one; `within` is the main finding."""

    class Kind(models.TextChoices):
        """What kind of finding."""

        STRENGTH = "strength", "Strength"
        IMPROVEMENT = "area for improvement", "Area for improvement"
        RECOMMENDATION = "recommendation", "Recommendation"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    number = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    paragraph = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    text = models.TextField()
    area = models.CharField(max_length=30)
    within = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="lesser")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    state = models.CharField(max_length=30, default=FindingState.RECEIVED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the report's order."""

        ordering: ClassVar[list[str]] = ["inspection", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "number"], name="finding_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:80]}"

    @property
    def is_strength(self) -> bool:
        """Strengths are kept, and nothing has to be done about them."""
        return self.kind == self.Kind.STRENGTH

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return COLOURS[FindingState(self.state)]

    @property
    def judged(self) -> Area:
        """The area it was found under."""
        return FRAMEWORKS[self.inspection.framework].area(self.area)


class FindingMove(models.Model):
    """A step of a finding from state to state; never changed."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=30)
    after = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Clock(models.Model):
    """A clock that runs: its rule, the day it starts, the last day in time, and when and by whom it was stopped."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=30)
    starts = models.DateField()
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    stopped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """The next to be done first."""

        ordering: ClassVar[list[str]] = ["due", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "rule"], name="clock_runs_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.due}"

    @property
    def what(self) -> str:
        """What must be done."""
        return RULES[self.rule].what

    def standing(self, today: dt.date) -> tuple[str, str]:
        """Where it stands on a day, in words, and their colour."""
        if self.done_on:
            return ("done in time", "green") if self.done_on <= self.due else ("done late", "orange")
        if today > self.due:
            return "overdue", "red"
        return ("due soon", "yellow") if (self.due - today).days <= REMIND_DAYS else ("running", "blue")


class Published(models.Model):
    """A judgement of some council as it was published, for context; figures about councils, never about children."""

    authority = models.CharField(max_length=120)
    kind = models.CharField(max_length=60, blank=True)
    framework = models.CharField(max_length=20)
    area = models.CharField(max_length=30)
    grade = models.CharField(max_length=60)
    published = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        """One for each council, area and day."""

        ordering: ClassVar[list[str]] = ["-published", "authority"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "framework", "area", "published"], name="published_once")
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.grade}"


class Statement(models.Model):
    """A statement of the self-evaluation: what we know, how we know it, what we will do. A change is a new row."""

    framework = models.CharField(max_length=20)
    area = models.CharField(max_length=30)
    know = models.TextField()
    how = models.TextField()
    will = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    review_by = models.DateField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    dropped = models.BooleanField(default=False)

    class Meta:
        """In the order they were written."""

        ordering: ClassVar[list[str]] = ["framework", "area", "pk"]

    def __str__(self) -> str:
        return self.know[:80]


class Support(models.Model):
    """What a statement rests on: a measure by its name, or an audit or feedback by its reference and date."""

    class Kind(models.TextChoices):
        """What kind of support."""

        MEASURE = "measure", "Measure"
        AUDIT = "audit", "Audit"
        FEEDBACK = "feedback", "Feedback from children and families"
        OTHER = "other", "Something else"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="supports")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.CharField(max_length=200)
    of = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.reference}"
