"""Forms for inspections, findings, clocks, the self-evaluation and published judgements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread_web.design.forms import DayInput, StyledForm
from goldenthread_web.inspections.actions import Said
from goldenthread_web.inspections.frameworks import FRAMEWORKS, Framework
from goldenthread_web.inspections.models import Finding, Inspection, Support
from goldenthread_web.people.models import Person

NO_CHILD = "Never a child's name, nor a story by which a child could be known."
_LONG = forms.Textarea(attrs={"rows": 4})


class FrameworkForm(StyledForm):
    """By which framework a new inspection is entered."""

    framework = forms.ChoiceField(label="Framework", choices=[(one.key, one.name) for one in FRAMEWORKS.values()])


class InspectionForm(StyledForm):
    """An inspection and what was judged, area by area in the grades of its framework."""

    title = forms.CharField(label="Title", max_length=200, help_text="Such as: Inspection of March 2013.")
    starts = forms.DateField(label="First day", widget=DayInput())
    ends = forms.DateField(label="Last day", widget=DayInput())
    published = forms.DateField(label="Report published", widget=DayInput(), required=False)
    report_link = forms.URLField(label="Address of the report", max_length=500, required=False, assume_scheme="https")
    scope = forms.CharField(label="What it looked at", widget=_LONG, required=False, help_text=NO_CHILD)
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, data: Any, *, framework: Framework, inspection: Inspection) -> None:
        self.framework, self.inspection = framework, inspection
        names = ("title", "starts", "ends", "published", "report_link", "scope", "version")
        initial = {name: getattr(inspection, name) for name in names} if inspection.pk else {}
        super().__init__(data, initial=initial)

    def prepare(self) -> None:
        """A grade and words for each area."""
        judged = {one.area: one for one in self.inspection.judgements.all()} if self.inspection.pk else {}
        framework = self.framework
        for area in framework.areas:
            now = judged.get(area.key)
            if framework.grades and area.graded:
                choices = [("", "Not judged"), *((one, one.capitalize()) for one in framework.grades)]
                self.fields[f"grade_{area.key}"] = forms.ChoiceField(
                    label=area.name, choices=choices, required=False, initial=now.grade if now else "",
                    widget=forms.Select(attrs={"class": "govuk-select"}),
                )  # fmt: skip
            self.fields[f"said_{area.key}"] = forms.CharField(
                label=f"What was said: {area.name}", required=False, initial=now.said if now else "",
                widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given = super().clean() or {}
        starts, ends, published = given.get("starts"), given.get("ends"), given.get("published")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day cannot be before the first.")
        if ends and published and published < ends:
            self.add_error("published", "The report cannot be published before the inspection ended.")
        return given

    def filled(self) -> Inspection:
        """The inspection as the form says it."""
        for name in ("title", "starts", "ends", "published", "report_link", "scope"):
            setattr(self.inspection, name, self.cleaned_data[name])
        self.inspection.framework = self.framework.key
        if self.inspection.pk:
            self.inspection.version = self.cleaned_data["version"]
        return self.inspection

    def grades(self) -> dict[str, tuple[str, str]]:
        """Grade and words by area."""
        given = self.cleaned_data
        return {one.key: (given.get(f"grade_{one.key}", ""), given[f"said_{one.key}"]) for one in self.framework.areas}


class FindingForm(StyledForm):
    """A finding."""

    number = forms.CharField(label="Number", max_length=12, help_text="As in the report, such as a or 1.2.")
    kind = forms.ChoiceField(label="Kind", choices=Finding.Kind.choices)
    area = forms.ChoiceField(label="Area of judgement")
    paragraph = forms.CharField(label="Paragraph of the report", max_length=20, required=False)
    text = forms.CharField(label="What was found", widget=_LONG, help_text=NO_CHILD)
    within = forms.ModelChoiceField(
        label="Part of", queryset=Finding.objects.none(), required=False, empty_label="A main finding"
    )
    owner = forms.ModelChoiceField(
        label="Owner", queryset=Person.objects.none(), required=False, empty_label="Nobody yet"
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, data: Any, *, finding: Finding, owners: QuerySet[Person]) -> None:
        self.finding, self.owners = finding, owners
        names = ("number", "kind", "area", "paragraph", "text", "within", "owner", "version")
        super().__init__(data, initial={name: getattr(finding, name) for name in names} if finding.pk else {})

    def prepare(self) -> None:
        """The areas of its framework, the main findings beside it, the people who may own it."""
        finding = self.finding
        areas: Any = self.fields["area"]
        areas.choices = [(one.key, one.name) for one in FRAMEWORKS[finding.inspection.framework].areas]
        within: Any = self.fields["within"]
        others = Finding.objects.filter(inspection=finding.inspection, within=None)
        within.queryset = others.exclude(pk=finding.pk) if finding.pk else others
        owner: Any = self.fields["owner"]
        owner.queryset = self.owners

    def clean_number(self) -> str:
        """A number that no other finding of the inspection has."""
        number: str = self.cleaned_data["number"].strip()
        same = Finding.objects.filter(inspection=self.finding.inspection, number=number).exclude(pk=self.finding.pk)
        if same.exists():
            raise forms.ValidationError(f"There is a finding {number} already.")
        return number

    def filled(self) -> Finding:
        """The finding as the form says it."""
        for name in ("number", "kind", "area", "paragraph", "text", "within", "owner"):
            setattr(self.finding, name, self.cleaned_data[name])
        if self.finding.pk:
            self.finding.version = self.cleaned_data["version"]
        return self.finding


class MoveForm(StyledForm):
    """Where a finding goes, and why."""

    then = forms.ChoiceField(label="It is now")
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, data: Any, *, ways: Sequence[str]) -> None:
        self.ways = ways
        super().__init__(data)

    def prepare(self) -> None:
        """The ways on that are open."""
        then: Any = self.fields["then"]
        then.choices = [(str(one), str(one).capitalize()) for one in self.ways]


class ClockForm(StyledForm):
    """The day a clock starts, or the day the thing was done."""

    day = forms.DateField(label="Day", widget=DayInput())


class StatementForm(StyledForm):
    """What we know, how we know it, what we will do; and what it rests on, a line for each."""

    know = forms.CharField(label="What we know about the quality and impact of practice", widget=_LONG)
    how = forms.CharField(label="How we know it", widget=_LONG)
    will = forms.CharField(label="What we will do next", widget=_LONG)
    review_by = forms.DateField(label="Look at it again by", widget=DayInput())
    supports = forms.CharField(
        label="What it rests on",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="A line for each, beginning with what it is: measure rereferrals; audit Thematic audit of plans "
        "2014-06-30; feedback Survey of parents 2014-05-01; other Staff conference. The short names of measures are below.",
    )

    def __init__(self, data: Any, *, initial: dict[str, Any], measures: Sequence[str]) -> None:
        self.measures = frozenset(measures)
        super().__init__(data, initial=initial)

    def clean_supports(self) -> list[tuple[str, str, dt.date | None]]:
        """Lines of kind, reference and perhaps a date; a measure must be one that is counted."""
        found, wrong = [], []
        for line in self.cleaned_data["supports"].splitlines():
            if not line.strip():
                continue
            kind, _, rest = line.strip().partition(" ")
            reference, of = _dated(rest.strip())
            if kind.casefold() not in Support.Kind.values or not reference:
                wrong.append(f"“{line.strip()}”: begin with measure, audit, feedback or other.")
            elif kind.casefold() == Support.Kind.MEASURE and reference not in self.measures:
                wrong.append(f"There is no measure {reference}; its short name is at the end of its page.")
            else:
                found.append((kind.casefold(), reference[:200], of))
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def said(self) -> Said:
        """The statement as the form says it."""
        return Said(**{name: self.cleaned_data[name] for name in ("know", "how", "will", "review_by", "supports")})


def _dated(text: str) -> tuple[str, dt.date | None]:
    before, _, last = text.rpartition(" ")
    try:
        return before.strip(), dt.date.fromisoformat(last)
    except ValueError:
        return text, None


class ReasonForm(StyledForm):
    """Why."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PublishedForm(StyledForm):
    """A file of published judgements, and what it leaves unsaid."""

    file = forms.FileField(label="CSV file", help_text="With columns such as Authority, Grade and Published.")
    framework = forms.ChoiceField(
        label="Framework, where no column says it",
        choices=[(one.key, one.name) for one in FRAMEWORKS.values() if one.grades],
    )
    area = forms.CharField(
        label="Area, where no column says it",
        initial="overall",
        max_length=120,
        help_text="Overall effectiveness is overall.",
    )
    source = forms.CharField(label="Where the file comes from", max_length=200)
