"""The forms of the pages for people: somebody's details, a role, its end, a team, a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread_web.design.forms import DayInput, StyledForm
from goldenthread_web.people.actions import LONGEST_EMERGENCY_HOURS
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.roles import Role


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, as the browser's own date field sends it or as it is written in England."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        widget=DayInput(),
        error_messages={
            "invalid": f"{label}: write a date such as 24/11/2014.",
            "required": f"{label}: write a date such as 24/11/2014.",
        },
    )


def reason_field(label: str) -> forms.CharField:
    """A reason that is written into the activity log."""
    return forms.CharField(
        label=label,
        max_length=500,
        min_length=8,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why: it is written into the activity log.",
            "min_length": "Say in a few words why.",
        },
    )


class PersonForm(StyledForm):
    """Somebody's details."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write the person's name."})
    email = forms.EmailField(
        label="E-mail address",
        help_text="The address the council's directory has for them.",
        error_messages={
            "required": "Write the address they will sign in with.",
            "invalid": "Write an e-mail address, such as name@council.gov.uk.",
        },
    )
    job_title = forms.CharField(label="Post", max_length=120, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """One address, one person."""
        email: str = self.cleaned_data["email"].strip().lower()
        others = Person.objects.filter(email__iexact=email)
        if self.person is not None:
            others = others.exclude(pk=self.person.pk)
        if others.exists():
            raise forms.ValidationError(
                "Somebody with this address is here already. Search for them, closed accounts too."
            )
        return email


class RoleForm(StyledForm):
    """A role, the team it is for, and its days."""

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *((role.value, role.value.capitalize()) for role in Role)],
        error_messages={"required": "Choose a role."},
    )
    team = forms.ModelChoiceField(
        label="Team",
        queryset=Team.objects.all(),
        required=False,
        empty_label="The whole service",
        help_text="Only team managers and social workers hold their role for a team.",
    )
    starts = day_field("First day")
    ends = day_field("Last day", required=False, help_text="Leave empty when it is not known.")


class EndRoleForm(StyledForm):
    """The last day of a role, and why it ends."""

    last_day = day_field(
        "Last day", help_text="The role still counts on this day. Yesterday's date stops access at once."
    )
    reason = reason_field("Why the role ends")


class TeamForm(StyledForm):
    """A team."""

    code = forms.CharField(
        label="Code",
        max_length=60,
        help_text="Exactly as the returns call the team.",
        error_messages={"required": "Write what the returns call the team."},
    )
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write the team's name."})

    def clean_code(self) -> str:
        """One code, one team."""
        code: str = self.cleaned_data["code"].strip()
        if Team.objects.filter(code=code).exists():
            raise forms.ValidationError("A team with this code is here already.")
        return code


class TeamNameForm(StyledForm):
    """Another name for a team."""

    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Write the team's name."})


class ReasonForm(StyledForm):
    """Why something is done."""

    reason = reason_field("Why")


class EmergencyForm(StyledForm):
    """Why children's records must be opened, and for how long."""

    reason = reason_field("Why you need it")
    hours = forms.TypedChoiceField(
        label="For how long",
        coerce=int,
        choices=[(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in range(1, LONGEST_EMERGENCY_HOURS + 1)],
    )
