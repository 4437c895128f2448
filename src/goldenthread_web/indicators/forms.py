"""Forms for targets, priorities and commentary."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread_web.design.forms import DayInput, StyledForm
from goldenthread_web.indicators.models import TargetSet


class TargetForm(StyledForm):
    """A target: one value or a range, who set it, when, why."""

    value = forms.FloatField(label="Target", required=False, help_text="One value. Leave it empty for a range.")
    low = forms.FloatField(label="From", required=False, help_text="For a range: the lowest value that is good.")
    high = forms.FloatField(label="To", required=False, help_text="For a range: the highest value that is good.")
    tolerance = forms.FloatField(
        label="Tolerance",
        min_value=0,
        initial=0,
        help_text="How far beyond it still counts as near, in the measure's own unit.",
    )
    set_by = forms.CharField(label="Who set it", max_length=120, help_text="A person's post or a body, not a name.")
    set_on = forms.DateField(label="When it was set", widget=DayInput())
    valid_from = forms.DateField(label="In force from", widget=DayInput())
    reason = forms.CharField(label="Why this value", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def clean(self) -> dict[str, Any]:
        """One value, or both ends of a range."""
        given = super().clean() or {}
        value, low, high = given.get("value"), given.get("low"), given.get("high")
        if value is None and (low is None or high is None):
            self.add_error("value", "Enter one value, or both ends of a range.")
        elif value is not None and (low is not None or high is not None):
            self.add_error("value", "Enter one value or a range, not both.")
        elif value is None and low is not None and high is not None and low > high:
            self.add_error("low", "The range must begin below where it ends.")
        return given

    def target(self, measure: str) -> TargetSet:
        """The target that was entered."""
        return TargetSet(measure=measure, **self.cleaned_data)


class CommentaryForm(StyledForm):
    """What the owner of a measure says of a period."""

    text = forms.CharField(
        label="Commentary",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Markdown: an empty line begins a paragraph, * a point. Say what moved, what is being done and by when; no child may be recognised.",
    )


class ReasonForm(StyledForm):
    """A reason somebody must give."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PrioritiesForm(StyledForm):
    """The plan's priorities as lines of text: a title, a colon, and the short names of its measures."""

    lines = forms.CharField(
        label="Priorities",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="One on each line: its title, a colon, then short names of measures with commas between. For example: Timely help: assessments_45, rereferrals",
    )

    def __init__(self, *args: Any, known: frozenset[str], **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)

    def clean_lines(self) -> list[tuple[str, list[str]]]:
        """Titles with their measures; every line that cannot be read is told."""
        wanted, wrong = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not line.strip():
                continue
            title, colon, names = line.partition(":")
            measures = [name.strip() for name in names.split(",") if name.strip()]
            unknown = [name for name in measures if name not in self.known]
            if not colon or not title.strip() or not measures:
                wrong.append(f"Line {number}: write a title, a colon and at least one measure.")
            elif unknown:
                wrong.append(f"Line {number}: there is no measure called {', '.join(unknown)}.")
            else:
                wanted.append((title.strip()[:200], measures))
        if wrong:
            raise forms.ValidationError(wrong)
        return wanted
