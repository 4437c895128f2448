"""The forms of the activity log: what to look for, which child, and why it is taken out."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread_web.activity.queries import Search
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.design.forms import DayInput, StyledForm


def day_field(label: str) -> forms.DateField:
    """A day, as the browser's own date field sends it or as it is written in England."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        widget=DayInput(),
        error_messages={"invalid": f"{label}: write a date such as 24/11/2014."},
    )


class SearchForm(StyledForm):
    """What to look for in the log."""

    who = forms.CharField(
        label="Who", required=False, max_length=200, help_text="Part of a name, role or e-mail address."
    )
    verb = forms.ChoiceField(
        label="Did what",
        required=False,
        choices=[("", "Anything"), *sorted((verb.value, verb.value.capitalize()) for verb in Verb)],
    )
    what = forms.CharField(
        label="To what", required=False, max_length=200, help_text="A load, a measure, a child's id."
    )
    first_day = day_field("From")
    last_day = day_field("To")
    words = forms.CharField(
        label="Words", required=False, max_length=200, help_text="In the reason, the details or the network address."
    )

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day is before the first. Exchange them.")
        return cleaned

    def asked(self) -> Search:
        """What is looked for; nothing, when the form is wrong."""
        return Search(**self.cleaned_data) if self.is_valid() else Search()


class ChildForm(StyledForm):
    """Which child's history, and why it is looked at."""

    child = forms.CharField(
        label="The child's id",
        max_length=64,
        help_text="As the returns have it, whole.",
        error_messages={"required": "Write the child's id as the returns have it."},
    )
    reason = forms.CharField(
        label="Why you are looking",
        max_length=500,
        min_length=8,
        help_text="For example: subject access request 123. It is written down.",
        error_messages={
            "required": "Say why you are looking: it is written into the log.",
            "min_length": "Say in a few words why you are looking.",
        },
    )


class ReasonForm(StyledForm):
    """Why something is taken out of the site."""

    reason = forms.CharField(
        label="Why you take this out",
        max_length=500,
        min_length=8,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why you take this out: it is written into the log.",
            "min_length": "Say in a few words why you take this out.",
        },
    )
