"""Suggestions, and each step of their way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from goldenthread_web.boards.models import Board, Decision, Item, Member
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import Action
from goldenthread_web.suggestions.workflow import COLOURS, State


class Suggestion(models.Model):
    """An issue or a solution that somebody raised.

    `raised_by` is kept also for one raised in confidence, so that its answer can reach them; only the chair of the
    board reads it then, and no other page, list, file or line of the activity log names them.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ISSUE = "issue", "An issue: something is in the way"
        SOLUTION = "solution", "A solution: something could be better"
        TIME = "time", "A way to save time for work with children"

    text = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="suggestions")
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suggestions")
    in_confidence = models.BooleanField(default=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=24, choices=Member.Level.choices)
    on = models.DateField()
    state = models.CharField(max_length=20, default=State.RECEIVED)
    decided_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions")
    hours_a_month = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    hours_found = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    hours_found_on = models.DateField(null=True, blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def colour(self) -> str:
        """The colour of its state."""
        return COLOURS[State(self.state)]


class Step(models.Model):
    """A step of a suggestion's way, with the words for whoever raised it; never changed."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
