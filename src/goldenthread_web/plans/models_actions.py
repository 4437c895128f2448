"""What is recorded of an action: measures, milestones, updates, dates, evidence, risks, resources, every change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.people.models import Person

ACTION = "plans.Action"


class SuccessMeasure(models.Model):
    """A measure that an action should move, by the name of a counted measure; or, where none is counted, in words."""

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="success_measures")
    measure = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=300, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    target = models.FloatField(null=True, blank=True)
    target_date = models.DateField(null=True, blank=True)

    class Meta:
        """As they were entered."""

        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["measure"], name="plans_by_measure")]

    def __str__(self) -> str:
        return self.measure or self.words

    @property
    def aim(self) -> str:
        """From where to where and by when, as far as that was said."""
        parts = (
            f"from {self.baseline:g}" if self.baseline is not None else "",
            f"to {self.target:g}" if self.target is not None else "",
            f"by {self.target_date.day} {self.target_date:%B %Y}" if self.target_date else "",
        )
        return " ".join(part for part in parts if part)


class Milestone(models.Model):
    """A step on the way."""

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        """By date."""

        ordering: ClassVar[list[str]] = ["due", "pk"]

    def __str__(self) -> str:
        return self.title


class Update(models.Model):
    """What was reported of an action: `on` is the day it is of, `at` when it was written. Never overwritten."""

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="updates")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    delivery = models.CharField(max_length=20, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"update of {self.on}"


class DateChange(models.Model):
    """A new due date that was asked for; it holds from the day that somebody who may has approved it."""

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="date_changes")
    before = models.DateField(null=True, blank=True)
    after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"

    @property
    def days(self) -> int | None:
        """By how many days the date moves."""
        return None if self.before is None else (self.after - self.before).days


class Evidence(models.Model):
    """Something that shows what was done or what changed, for the period it speaks of."""

    class Kind(models.TextChoices):
        """What kind of evidence; impact wants at least two different ones."""

        DOCUMENT = "document", "Document"
        LINK = "link", "Page on a web site"
        AUDIT = "audit", "Audit or dip sample"
        FEEDBACK = "feedback", "What children or families say"
        OBSERVATION = "observation", "Observation of practice"
        MEASURE = "measure", "Measure"
        PARTNER = "partner", "What partners say"
        STAFF = "staff", "What staff say"
        INSPECTION = "inspection", "Letter of an inspectorate"

    class Shows(models.TextChoices):
        """What it is evidence of."""

        DELIVERY = "delivery", "That the work was done"
        BETTER = "better", "That things became better"
        SAME = "same", "That nothing changed"
        WORSE = "worse", "That things became worse"

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    shows = models.CharField(max_length=10, choices=Shows.choices, default=Shows.DELIVERY)
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    kept_at = models.CharField(max_length=300, blank=True)
    folder = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    measure = models.CharField(max_length=80, blank=True)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    expires = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        """The latest period first."""

        ordering: ClassVar[list[str]] = ["-effective_from", "-pk"]

    def __str__(self) -> str:
        return self.title


class Risk(models.Model):
    """What may go wrong, how likely and how bad on a scale of one to five, and what is done about it."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="risks")
    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, null=True, blank=True, related_name="risks")
    title = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField()
    consequence = models.PositiveSmallIntegerField()
    mitigation = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """As they were entered."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def score(self) -> int:
        """Likelihood times consequence."""
        return self.likelihood * self.consequence


class Resource(models.Model):
    """What an action needs: money, people or property."""

    class Kind(models.TextChoices):
        """What is needed."""

        MONEY = "money", "Money"
        PEOPLE = "people", "People"
        PROPERTY = "property", "Property"

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300)
    pounds = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        """As they were entered."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.words


class Change(models.Model):
    """One change of an action and what was so after it: `at` is the day it holds from. Only ever added.

    The state on any past day is the latest of these; `values` holds what a plan shows of an action.
    """

    action = models.ForeignKey(ACTION, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    values = models.JSONField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["action", "-at"], name="plans_as_at")]

    def __str__(self) -> str:
        return self.words
