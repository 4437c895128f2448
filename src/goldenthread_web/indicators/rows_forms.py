"""What a reader of a list of children may choose, and the reason for taking a list out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from goldenthread import api
from goldenthread_web.design.forms import StyledForm, style_fields
from goldenthread_web.indicators.rows_queries import AskedRows

EVERYBODY = "all"
APART = "\x1f"
SORT_WORDS = {
    "day": "Date, newest first",
    "oldest": "Date, oldest first",
    "child": "Child's id",
    "team": "Team",
    "worker": "Worker",
    "standing": "Counted or not",
}
KIND_WORDS = {
    "month": "Months",
    "quarter": "Quarters",
    "year_to_date": "Year to date",
    "rolling_12": "Twelve months",
    "reporting_year": "Years",
    "snapshot": "Days",
}


class RowsForm(forms.Form):
    """Which period and group, which rows, in which order."""

    period = forms.ChoiceField(label="Period")
    group = forms.ChoiceField(label="Group")
    show = forms.ChoiceField(label="Show")
    sort = forms.ChoiceField(label="In order of")

    def __init__(
        self, data: Mapping[str, Any], periods: Sequence[api.Period], groups: Mapping[str, Sequence[str]]
    ) -> None:
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for one in periods:
            by_kind.setdefault(KIND_WORDS[one.kind], []).append((one.key, one.label))
        first = {"period": periods[0].key, "group": EVERYBODY, "show": "", "sort": "day"}
        super().__init__({name: data.get(name) or value for name, value in first.items()})
        choices: dict[str, Any] = {
            "period": list(by_kind.items()),
            "group": [(EVERYBODY, "Everybody"), *_group_choices(groups)],
            "show": [("", "Every row"), *((one.value, one.value[:1].upper() + one.value[1:]) for one in api.Standing)],
            "sort": list(SORT_WORDS.items()),
        }
        for name, offered in choices.items():
            field = self.fields[name]
            field.required = name != "show"
            field.choices = offered  # type: ignore[attr-defined]
        style_fields(self)

    def asked(self, measure: str) -> AskedRows:
        """What was asked, once it is valid."""
        by, _, group = self.cleaned_data["group"].partition(APART)
        return AskedRows(
            measure=measure,
            period=api.parse_period(self.cleaned_data["period"]),
            by=by,
            group=group or EVERYBODY,
            show=self.cleaned_data["show"],
            sort=self.cleaned_data["sort"],
        )


def group_key(by: str, group: str) -> str:
    """A group as one choice."""
    return by if by == EVERYBODY else f"{by}{APART}{group}"


def _group_choices(groups: Mapping[str, Sequence[str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (by.replace("_", " ").capitalize(), [(group_key(by, one), one) for one in names])
        for by, names in groups.items()
    ]


class ExportForm(StyledForm):
    """Why a list of children leaves the site, and as what."""

    reason = forms.CharField(
        label="Why you need the list outside this site",
        widget=forms.Textarea(attrs={"rows": 2}),
        min_length=10,
        max_length=500,
        help_text="Written into the activity log beside every child in the list.",
        error_messages={
            "required": "Enter why you need the list.",
            "min_length": "Say in a few words more why you need the list.",
        },
    )
    form = forms.ChoiceField(label="File", choices=[("xlsx", "Excel"), ("csv", "CSV")])
