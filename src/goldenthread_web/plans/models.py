"""Plans, their priorities and frozen versions, actions and what is recorded of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models_actions import (
    Change,
    DateChange,
    Evidence,
    Milestone,
    Resource,
    Risk,
    SuccessMeasure,
    Update,
)
from goldenthread_web.plans.ratings import Delivery, Impact
from goldenthread_web.plans.workflow import PLAN_WORDS, WORDS, PlanState, State

__all__ = [
    "Action",
    "Change",
    "DateChange",
    "Evidence",
    "Import",
    "Milestone",
    "Plan",
    "PlanVersion",
    "Priority",
    "Reminder",
    "Resource",
    "Risk",
    "SuccessMeasure",
    "Update",
]


class Plan(models.Model):
    """What is to be improved and how, under somebody's eye, from one day to another."""

    class Kind(models.TextChoices):
        """Why there is a plan."""

        IMPROVEMENT = "improvement", "Improvement plan, after an inspection"
        DEVELOPMENT = "development", "Development plan, of our own accord"

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.IMPROVEMENT)
    state = models.CharField(
        max_length=20, choices=[(one.value, PLAN_WORDS[one][0]) for one in PlanState], default=PlanState.DRAFT
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    governed_by = models.CharField(max_length=200, blank=True)
    inspection = models.ForeignKey(
        "inspections.Inspection", on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    trigger = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by")
    concluded_on = models.DateField(null=True, blank=True)
    concluded_report = models.TextField(blank=True)
    vigilance = models.TextField(blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-starts", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """Its state for people."""
        return PLAN_WORDS[PlanState(self.state)][0]

    @property
    def colour(self) -> str:
        """The colour of its state; the words say the same."""
        return PLAN_WORDS[PlanState(self.state)][1]


class PlanVersion(models.Model):
    """A plan as a board approved it: frozen, so that it can be printed again and compared."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    approved_by_meeting = models.CharField(max_length=300)
    approved_on = models.DateField()
    frozen = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.plan_id}"


class Priority(models.Model):
    """One of the few things a plan is about, and what success will look like."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    success_statement = models.TextField(blank=True)
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        """In the plan's order."""

        ordering: ClassVar[list[str]] = ["number", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Action(models.Model):
    """What somebody is to do, by when, and what it should change. `edition` guards against lost work."""

    class Origin(models.TextChoices):
        """Where the action came from."""

        FINDING = "finding", "Inspection finding"
        SUGGESTION = "suggestion", "Suggestion from the front line"
        DECISION = "decision", "Decision of a board"
        CHALLENGE = "challenge", "Challenge at a review"
        AUDIT = "audit", "Theme of audits"
        OTHER = "other", "Other"

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="actions")
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    how = models.TextField(blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_actions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    contributors = models.CharField(max_length=300, blank=True)
    starts = models.DateField(null=True, blank=True)
    original_due = models.DateField(null=True, blank=True)
    current_due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=[(one.value, WORDS[one][0]) for one in State], default=State.DRAFT)
    delivery = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Delivery], default=Delivery.ON_TRACK
    )
    impact = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Impact], default=Impact.NOT_DUE)
    impact_due = models.DateField(null=True, blank=True)
    findings = models.ManyToManyField("inspections.Finding", blank=True, related_name="actions")
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.FINDING)
    origin_words = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to")
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        """In the plan's order."""

        ordering: ClassVar[list[str]] = ["priority__number", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["priority", "number"], name="action_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def words(self) -> str:
        """Its state for people."""
        return WORDS[State(self.state)][0]

    @property
    def colour(self) -> str:
        """The colour of its state; the words say the same."""
        return WORDS[State(self.state)][1]


class Import(models.Model):
    """A workbook brought in for a plan, as cells, until its lines are taken over or it is put aside."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports")
    name = models.CharField(max_length=200)
    cells = models.JSONField()
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """That somebody was reminded of their actions in a week: once, however often the clock ticks."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    at = models.DateTimeField()
    actions = models.PositiveSmallIntegerField()

    class Meta:
        """One e-mail for each owner and week."""

        ordering: ClassVar[list[str]] = ["-week", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "week"], name="one_reminder_a_week")
        ]

    def __str__(self) -> str:
        return f"reminder of {self.week} to {self.person_id}"
