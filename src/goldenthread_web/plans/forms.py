"""Forms for plans and actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import apps

from goldenthread_web.design.forms import StyledForm, style_fields
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import Action, Evidence, Plan, Resource
from goldenthread_web.plans.queries import owners
from goldenthread_web.plans.ratings import SAYABLE, Impact

NO_NAMES = "Never write a child's name, or anything by which a child or family could be known."


def _area(
    label: str, *, rows: int = 3, required: bool = True, help_text: str = "", most: int = 4000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


MOST_BYTES = 50_000_000


class PreparedForm(StyledForm):
    """A form whose choices depend on what there is: they are in place before anything is checked against them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        self.use_required_attribute = False
        self.prepare()
        style_fields(self)

    def prepare(self) -> None:
        """Put the choices in place."""

    def choose(self, name: str, among: Any) -> None:
        """What may be chosen in a field."""
        field: Any = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = among
        else:
            field.choices = among


class EditionForm(PreparedForm):
    """A form that carries which edition of the thing it was filled from, so that no work is lost."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm(forms.ModelForm[Plan]):
    """What a plan says of itself."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """Every field a person may set."""

        model = Plan
        fields = ("title", "kind", "starts", "ends", "governed_by", "inspection", "trigger", "vision")
        labels = {  # noqa: RUF012
            "starts": "From",
            "ends": "To",
            "governed_by": "Governed by",
            "trigger": "Why there is a plan",
        }
        help_texts = {  # noqa: RUF012
            "governed_by": "The board that oversees it, such as Service Improvement Board.",
            "vision": "What will be different for children and families. " + NO_NAMES,
        }
        widgets = {  # noqa: RUF012
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "trigger": forms.Textarea(attrs={"rows": 2}),
            "vision": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        style_fields(self)

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        given = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "The plan would end before it begins.")
        return given


class PriorityForm(EditionForm):
    """A priority of a plan."""

    title = forms.CharField(label="Priority", max_length=200)
    success_statement = _area("What success will look like", required=False)
    sponsor = forms.ModelChoiceField(
        label="Sponsor", queryset=Person.objects.none(), required=False, empty_label="Nobody yet"
    )

    def prepare(self) -> None:
        """People with an open account."""
        self.choose("sponsor", owners())


class ActionForm(EditionForm):
    """What an action says. The due date is set once here; afterwards it changes with a reason and an approver."""

    title = forms.CharField(label="What is to be done", max_length=200)
    why = _area("Why", required=False, help_text=NO_NAMES)
    how = _area("How", required=False)
    owner = forms.ModelChoiceField(
        label="Owner", queryset=Person.objects.none(), required=False, empty_label="Nobody yet"
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.all(), required=False, empty_label="No one team")
    contributors = forms.CharField(label="Who helps", max_length=300, required=False)
    starts = _day("Work begins", required=False)
    due = _day("Due", required=False)
    impact_due = _day(
        "A difference should show by", required=False, help_text="Until then it is too early to speak of impact."
    )
    origin = forms.ChoiceField(label="Where it comes from", choices=Action.Origin.choices)
    origin_words = forms.CharField(label="More about that", max_length=300, required=False)
    findings = forms.ModelMultipleChoiceField(
        label="Findings it answers", queryset=Person.objects.none(), required=False
    )
    depends_on = forms.ModelMultipleChoiceField(label="Waits for", queryset=Action.objects.none(), required=False)

    def __init__(self, *args: Any, plan: Plan, action: Action | None = None, **kwargs: Any) -> None:
        self.plan, self.action = plan, action
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """People with an open account, findings, the plan's other actions; the due date of a new action only."""
        self.choose("owner", owners())
        finding = apps.get_model("inspections", "Finding")
        self.choose("findings", finding.objects.select_related("inspection"))
        others = Action.objects.filter(priority__plan=self.plan).select_related("priority")
        self.choose("depends_on", others.exclude(pk=self.action.pk) if self.action else others)
        if self.action is not None:
            del self.fields["due"]

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        given = super().clean() or {}
        starts, due, impact = given.get("starts"), given.get("due"), given.get("impact_due")
        if starts and due and due < starts:
            self.add_error("due", "The due date is before the day on which the work begins.")
        if due and impact and impact < due:
            self.add_error("impact_due", "A difference cannot be due before the work is.")
        return given


class ReasonForm(PreparedForm):
    """Why a step is taken."""

    reason = _area("Why", help_text=NO_NAMES)

    def __init__(self, *args: Any, wanted: bool = True, **kwargs: Any) -> None:
        self.wanted = wanted
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Wanted or not."""
        self.fields["reason"].required = self.wanted


class UpdateForm(PreparedForm):
    """A report on an action."""

    on = _day("Day it is of")
    text = _area("What has happened", help_text=NO_NAMES)
    percent = forms.IntegerField(label="Per cent done", min_value=0, max_value=100, required=False)
    delivery = forms.ChoiceField(
        label="Delivery",
        required=False,
        choices=[("", "As before"), *((one.value, one.value.capitalize()) for one in SAYABLE)],
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> dt.date:
        """Not a day to come."""
        return _come(self.cleaned_data["on"], self.today)


class DateForm(StyledForm):
    """Another due date."""

    after = _day("New due date")
    reason = _area("Why the date changes", help_text="It stays in the history and is read by the board.")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_after(self) -> dt.date:
        """A day by which something can still be done."""
        after: dt.date = self.cleaned_data["after"]
        if after < self.today:
            raise forms.ValidationError("That day is over. Choose one by which the work can still be done.")
        return after


class DecideForm(StyledForm):
    """Approve or refuse."""

    decision = forms.ChoiceField(label="Decision", choices=[("approve", "Approve"), ("refuse", "Refuse")])


class EvidenceForm(PreparedForm):
    """Something that shows what was done or what changed."""

    kind = forms.ChoiceField(label="Kind", choices=Evidence.Kind.choices)
    shows = forms.ChoiceField(label="What it shows", choices=Evidence.Shows.choices)
    title = forms.CharField(label="Title", max_length=200)
    link = forms.URLField(label="Link", max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(
        label="File",
        max_length=200,
        required=False,
        help_text="At most 50 MB. Nothing by which a child could be known.",
    )
    kept_at = forms.CharField(
        label="Where it is kept",
        max_length=300,
        required=False,
        help_text="A folder, where there is no link and no file.",
    )
    note = _area("What it says", required=False, help_text=NO_NAMES)
    measure = forms.ChoiceField(label="Measure", required=False)
    effective_from = _day("Speaks of the time from")
    effective_to = _day("to", required=False, help_text="Leave empty if it still holds.")
    expires = _day("Look at it again by", required=False, help_text="After this day it is shown as out of date.")

    def __init__(self, *args: Any, measures: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.measures = measures
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The measures that are counted."""
        self.choose("measure", [("", "None"), *self.measures])

    def clean(self) -> dict[str, Any]:
        """Dates in their order; a measure where the kind is one."""
        given = super().clean() or {}
        begins, ends, expires = (given.get(name) for name in ("effective_from", "effective_to", "expires"))
        if begins and ends and ends < begins:
            self.add_error("effective_to", "The period ends before it begins.")
        if begins and expires and expires < begins:
            self.add_error("expires", "It would be out of date before the period it speaks of.")
        file = given.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", "The file is larger than 50 MB. Say where it is kept instead.")
        if given.get("kind") == Evidence.Kind.MEASURE and not given.get("measure"):
            self.add_error("measure", "Choose the measure.")
        return given


class ReviewForm(StyledForm):
    """What the reviewer of evidence finds."""

    accepted = forms.ChoiceField(label="Does it show what it says?", choices=[("yes", "Yes, accept it"), ("no", "No")])
    note = _area("Why", required=False, help_text="Wanted where it is not accepted.")
    expires = _day("Look at it again by", required=False, help_text="Leave empty to keep the day that is set.")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_expires(self) -> dt.date | None:
        """A day to come, or none."""
        expires: dt.date | None = self.cleaned_data["expires"]
        if expires and expires <= self.today:
            raise forms.ValidationError("That day is over or today. Choose a day to come.")
        return expires


class ImpactForm(StyledForm):
    """A rating of impact."""

    impact = forms.ChoiceField(label="Impact", choices=[(one.value, one.value.capitalize()) for one in Impact])
    reason = _area("What it rests on")


class MeasureForm(PreparedForm):
    """A measure that the action should move."""

    measure = forms.ChoiceField(label="Counted measure", required=False)
    words = forms.CharField(label="Or in words, where none is counted", max_length=300, required=False)
    baseline = forms.FloatField(label="Where it stood", required=False)
    target = forms.FloatField(label="Where it should be", required=False)
    target_date = _day("By", required=False)

    def __init__(self, *args: Any, measures: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.measures = measures
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The measures that are counted."""
        self.choose("measure", [("", "None"), *self.measures])

    def clean(self) -> dict[str, Any]:
        """A counted measure or words."""
        given = super().clean() or {}
        if not given.get("measure") and not given.get("words"):
            self.add_error("measure", "Choose a measure, or say in words what will show success.")
        return given


class MilestoneForm(StyledForm):
    """A step on the way."""

    title = forms.CharField(label="Milestone", max_length=200)
    due = _day("Due")


class ResourceForm(StyledForm):
    """What an action needs."""

    kind = forms.ChoiceField(label="Kind", choices=Resource.Kind.choices)
    words = forms.CharField(label="What is needed", max_length=300)
    pounds = forms.DecimalField(label="Pounds", min_value=0, max_digits=12, decimal_places=2, required=False)


class RiskForm(StyledForm):
    """What may go wrong."""

    title = forms.CharField(label="What may go wrong", max_length=300)
    likelihood = forms.IntegerField(label="How likely, 1 to 5", min_value=1, max_value=5)
    consequence = forms.IntegerField(label="How bad, 1 to 5", min_value=1, max_value=5)
    mitigation = _area("What is done about it", required=False)


class HandOverForm(PreparedForm):
    """A new owner."""

    to = forms.ModelChoiceField(label="New owner", queryset=Person.objects.none(), empty_label="Choose")
    reason = _area("Why")

    def prepare(self) -> None:
        """People with an open account."""
        self.choose("to", owners())


class FreezeForm(StyledForm):
    """A version that a board approved."""

    title = forms.CharField(
        label="Name of the version", max_length=200, help_text="Such as Plan approved in June 2013."
    )
    approved_by_meeting = forms.CharField(label="Approved by which meeting", max_length=300)
    approved_on = _day("Approved on")


class ConcludeForm(StyledForm):
    """The final report of a plan."""

    on = _day("Concluded on")
    report = _area("What was achieved", rows=6, most=20_000, help_text=NO_NAMES)
    vigilance = _area("What needs continued vigilance", rows=4, required=False, most=20_000)
    approved_by_meeting = forms.CharField(label="Approved by which meeting", max_length=300)


class CarryForm(StyledForm):
    """The plan that carries on."""

    title = forms.CharField(label="Title of the new plan", max_length=200)
    starts = _day("From")
    governed_by = forms.CharField(label="Governed by", max_length=200)
    vision = _area("Vision", required=False)


class BetweenForm(StyledForm):
    """Two days to compare."""

    since = _day("From")
    until = _day("To")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_until(self) -> dt.date:
        """Not a day to come."""
        return _come(self.cleaned_data["until"], self.today)

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "The second day is before the first.")
        return given


class DayForm(StyledForm):
    """A day to look back to."""

    day = _day("As at the end of")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_day(self) -> dt.date:
        """Not a day to come."""
        return _come(self.cleaned_data["day"], self.today)


def _come(day: dt.date, today: dt.date) -> dt.date:
    if day > today:
        raise forms.ValidationError("That day has not come yet.")
    return day
