"""Forms for boards, members, meetings, items, minutes, decisions and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from goldenthread_web.boards.models import Attendance, Board, Interest, Item, Meeting, Member
from goldenthread_web.design.forms import DayInput, StyledForm
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import Priority

NO_CHILD = "Never a child's name, nor a story by which a child could be known."


YEARS = (2000, 2050)
HIGHLIGHTS = "highlights"


def _offer(field: Any, people: Sequence[Person]) -> None:
    """Offer people who were read already: two boxes of one page do not read them twice."""
    field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
    field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in people)]


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BoardForm(StyledForm):
    """A board and its standing items."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=Board.Kind.choices)
    remit = forms.CharField(label="What it is for", widget=_long())
    quorum = forms.IntegerField(label="Voting members it takes to decide", min_value=1, max_value=40, initial=3)
    wanted = forms.CharField(
        label="Partners and skills that should be at the table", widget=_long(3), required=False,
        help_text="A line for each, such as health, schools or leaving care. What is missing is told on the board's page.",
    )  # fmt: skip
    formed = forms.DateField(label="Formed on", widget=DayInput())
    ends = forms.DateField(label="Ends on", widget=DayInput(), required=False)
    standing = forms.CharField(
        label="Items on every agenda", widget=_long(), required=False, help_text="A line for each, in order."
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def filled(self, board: Board) -> Board:
        """The board as the form says it."""
        for name in ("name", "kind", "remit", "wanted", "quorum", "formed", "ends"):
            setattr(board, name, self.cleaned_data[name])
        if board.pk:
            board.version = self.cleaned_data["version"]
        return board

    def lines(self) -> list[str]:
        """The standing items."""
        return [one.strip()[:200] for one in self.cleaned_data["standing"].splitlines() if one.strip()]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        given = super().clean() or {}
        if given.get("formed") and given.get("ends") and given["ends"] < given["formed"]:
            self.add_error("ends", "It cannot end before it is formed.")
        return given


class SucceedForm(StyledForm):
    """The board that follows."""

    name = forms.CharField(label="Name of the board that follows", max_length=120)
    kind = forms.ChoiceField(label="Kind", choices=Board.Kind.choices, initial=Board.Kind.DEVELOPMENT)
    remit = forms.CharField(label="What it is for", widget=_long())
    day = forms.DateField(label="From", widget=DayInput())


class TermsForm(StyledForm):
    """Terms of reference."""

    text = forms.CharField(
        label="Terms of reference",
        widget=_long(12),
        help_text="Purpose, scope, powers, quorum, how often it meets, to whom it reports, how it escalates.",
    )
    in_force_from = forms.DateField(label="In force from", widget=DayInput())
    review_by = forms.DateField(label="To be looked at again by", widget=DayInput())


class MemberForm(StyledForm):
    """Somebody's seat."""

    person = forms.ModelChoiceField(
        label="Person of this site",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Not a user of this site",
    )
    name = forms.CharField(label="Name, when not a user of this site", max_length=120, required=False)
    part = forms.ChoiceField(label="Part", choices=Member.Part.choices, initial=Member.Part.MEMBER)
    level = forms.ChoiceField(label="Speaks from", choices=Member.Level.choices)
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.order_by("name"), required=False, empty_label="No one team"
    )
    partner = forms.CharField(
        label="Partner", max_length=120, required=False, help_text="Such as health, police, schools."
    )
    skill = forms.CharField(label="Skill or specialism", max_length=120, required=False)
    voting = forms.BooleanField(label="Has a vote", required=False, initial=True)
    sees_exempt = forms.BooleanField(label="May read exempt items", required=False, initial=True)
    substitute_for = forms.ModelChoiceField(
        label="Stands in for", queryset=Member.objects.none(), required=False, empty_label="Nobody"
    )
    starts = forms.DateField(label="From", widget=DayInput())
    ends = forms.DateField(label="Until", widget=DayInput(), required=False)

    def __init__(self, data: Any, *, member: Member, people: QuerySet[Person]) -> None:
        self.member, self.people = member, people
        initial = {name: getattr(member, name) for name in self.base_fields} if member.pk else None
        super().__init__(data, initial=initial)

    def prepare(self) -> None:
        """The people and seats there are to choose from."""
        person: Any = self.fields["person"]
        # Who holds the seat stays its holder also after their account is closed.
        may = Q(pk__in=self.people.values("pk")) | Q(pk=self.member.person_id or 0)
        person.queryset = Person.objects.filter(may)
        other: Any = self.fields["substitute_for"]
        other.queryset = Member.objects.filter(board=self.member.board).exclude(pk=self.member.pk)

    def clean(self) -> dict[str, Any]:
        """A name, and days in their order."""
        given = super().clean() or {}
        if not given.get("person") and not given.get("name"):
            self.add_error("name", "Choose a person or write a name.")
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "A seat cannot end before it begins.")
        return given

    def filled(self) -> Member:
        """The seat as the form says it."""
        for name in self.base_fields:
            setattr(self.member, name, self.cleaned_data[name])
        if self.member.person:
            self.member.name = self.member.person.name
        return self.member


class MeetingForm(StyledForm):
    """When and where a meeting is."""

    on = forms.DateField(label="Day", widget=DayInput())
    at = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label="Place", max_length=200)
    public = forms.BooleanField(label="Open to the public", required=False)

    def clean(self) -> dict[str, Any]:
        """A day within the years whose bank holidays are known."""
        given = super().clean() or {}
        if given.get("on") and not YEARS[0] <= given["on"].year <= YEARS[1]:
            self.add_error("on", f"Give a day between {YEARS[0]} and {YEARS[1]}.")
        return given

    def filled(self, board: Board) -> Meeting:
        """The meeting as the form says it."""
        given = self.cleaned_data
        return Meeting(board=board, on=given["on"], at=given["at"], place=given["place"], public=given["public"])


class ItemForm(StyledForm):
    """An item somebody raises."""

    title = forms.CharField(label="Title", max_length=200)
    about = forms.CharField(label="What it is about", widget=_long(), required=False, help_text=NO_CHILD)
    purpose = forms.ChoiceField(label="The board is asked", choices=Item.Purpose.choices)
    raised_from = forms.ChoiceField(
        label="Raised from", choices=[("", "Choose"), *Member.Level.choices], required=False,
        help_text="So that it can be seen whose items become decisions.",
    )  # fmt: skip
    raised_for = forms.ModelChoiceField(
        label="Raised by another member", queryset=Member.objects.none(), required=False, empty_label="No, it is mine",
        help_text="Their level and team are then taken from their seat.",
    )  # fmt: skip
    raised_team = forms.ModelChoiceField(
        label="Team it comes from", queryset=Team.objects.order_by("name"), required=False, empty_label="No one team"
    )
    exempt = forms.BooleanField(label="Exempt from publication", required=False)
    exempt_reason = forms.CharField(label="Why it is exempt", max_length=300, required=False)

    version = forms.IntegerField(widget=forms.HiddenInput(), initial=1, required=False)

    def __init__(self, data: Any, *, initial: dict[str, Any], members: QuerySet[Member] | None) -> None:
        self.members = members
        super().__init__(data, initial=initial)

    def prepare(self) -> None:
        """The members for whom it may be raised, by whoever runs the board."""
        other: Any = self.fields["raised_for"]
        if self.members is None:
            del self.fields["raised_for"]
        else:
            other.queryset = self.members

    def given(self) -> dict[str, Any]:
        """What the item is to say of itself."""
        given = dict(self.cleaned_data)
        seat: Member | None = given.pop("raised_for", None)
        given.pop("version", None)
        if seat is not None:
            given |= {
                "raised_by": seat.person, "raised_name": seat.name, "raised_from": seat.level, "raised_team": seat.team,
            }  # fmt: skip
        return given


class AttendanceForm(forms.Form):
    """How each member was at a meeting."""

    def __init__(self, data: Any, *, members: list[Member], was: dict[int, str]) -> None:
        super().__init__(data)
        self.members = members
        for one in members:
            self.fields[f"m{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=[("", "Not recorded"), *Attendance.Was.choices], required=False,
                initial=was.get(one.pk, ""), widget=forms.Select(attrs={"class": "govuk-select"}),
            )  # fmt: skip

    def was(self) -> dict[int, str]:
        """How each was, by the member's key."""
        return {one.pk: self.cleaned_data[f"m{one.pk}"] for one in self.members}


class ObserverForm(StyledForm):
    """Somebody who was there without a seat."""

    name = forms.CharField(label="Name", max_length=120)
    comes_from = forms.CharField(
        label="From where", max_length=120, help_text="Such as the department, another council or a university."
    )


class InterestForm(StyledForm):
    """An interest that a member declared."""

    member = forms.ModelChoiceField(label="Who declared it", queryset=Member.objects.none(), empty_label="Choose")
    item = forms.ModelChoiceField(label="In which item", queryset=Item.objects.none(), empty_label="Choose")
    text = forms.CharField(label="What the interest is", max_length=300, help_text=NO_CHILD)
    followed = forms.ChoiceField(label="What followed", choices=[("", "Choose"), *Interest.Followed.choices])

    def __init__(self, data: Any, *, members: Sequence[Member], items: Sequence[Item]) -> None:
        self.members, self.items = members, items
        super().__init__(data)

    def prepare(self) -> None:
        """The members who sat on that day, and the items whoever fills it in may read."""
        member: Any = self.fields["member"]
        member.queryset = Member.objects.filter(pk__in=[one.pk for one in self.members])
        member.choices = [("", "Choose"), *((one.pk, one.name) for one in self.members)]
        item: Any = self.fields["item"]
        item.queryset = Item.objects.filter(pk__in=[one.pk for one in self.items])
        item.choices = [("", "Choose"), *((one.pk, one.title) for one in self.items)]


class MinuteForm(StyledForm):
    """What was said."""

    minute = forms.CharField(label="Minute", widget=_long(8), required=False, help_text=NO_CHILD)
    version = forms.IntegerField(widget=forms.HiddenInput())


class DecisionForm(StyledForm):
    """What was decided."""

    text = forms.CharField(label="What was decided", widget=_long(3))
    reason = forms.CharField(label="Why", widget=_long(3))
    dissent = forms.CharField(label="Who did not agree, and why", widget=_long(2), required=False)
    nobody = forms.BooleanField(label="Nobody has to act on it", required=False)


class ActionForm(StyledForm):
    """What is to be done."""

    todo = forms.CharField(label="What is to be done", max_length=300)
    owner = forms.ModelChoiceField(label="By whom", queryset=Person.objects.none(), empty_label="Choose")
    due = forms.DateField(label="By when", widget=DayInput())
    priority = forms.ModelChoiceField(
        label="Under a priority of a plan", queryset=Priority.objects.none(), required=False,
        empty_label="No: it is the board's own",
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person], priorities: QuerySet[Priority] | None) -> None:
        self.people, self.priorities = people, priorities
        super().__init__(data)

    def prepare(self) -> None:
        """The people there are to choose from, and the priorities for those who see plans."""
        _offer(self.fields["owner"], self.people)
        priority: Any = self.fields["priority"]
        if self.priorities is None:
            del self.fields["priority"]
        else:
            priority.queryset = self.priorities


class ChallengeForm(StyledForm):
    """A question that is pressed."""

    question = forms.CharField(label="The challenge", widget=_long(3), help_text=NO_CHILD)


class EscalateForm(StyledForm):
    """To whom something goes."""

    asked = forms.CharField(label="What is asked", widget=_long(3), help_text=NO_CHILD)
    to_board = forms.ModelChoiceField(
        label="To another board", queryset=Board.objects.all(), required=False, empty_label="Not to a board"
    )
    to_person = forms.ModelChoiceField(
        label="Or to a person of this site", queryset=Person.objects.none(), required=False, empty_label="Not to a person",
        help_text="It then stands on their first page, and they answer it.",
    )  # fmt: skip
    to = forms.CharField(
        label="Or to somebody else", max_length=120, required=False,
        help_text="Such as the chief executive; whoever runs the board then writes down the answer.",
    )  # fmt: skip

    def __init__(self, data: Any, *, people: Sequence[Person]) -> None:
        self.people = people
        super().__init__(data)

    def prepare(self) -> None:
        """The people there are to choose from."""
        _offer(self.fields["to_person"], self.people)


class AnswerForm(StyledForm):
    """An answer."""

    answer = forms.CharField(label="Answer", widget=_long(4), help_text=NO_CHILD)


class DoneForm(StyledForm):
    """That something is done."""

    done_on = forms.DateField(label="Done on", widget=DayInput())
    said = forms.CharField(label="What came of it", widget=_long(3), required=False)


class ChangeActionForm(StyledForm):
    """Another owner or another day for an action of a board."""

    owner = forms.ModelChoiceField(label="By whom", queryset=Person.objects.none())
    due = forms.DateField(label="By when", widget=DayInput())
    reason = forms.CharField(label="Why", widget=_long(3), help_text="It stays beside the owner and the day it had.")
    seen = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, data: Any, *, initial: dict[str, Any], people: QuerySet[Person]) -> None:
        self.people = people
        super().__init__(data, initial=initial)

    def prepare(self) -> None:
        """The people there are to choose from; who owns it now stays to be chosen after their account is closed."""
        owner: Any = self.fields["owner"]
        owner.queryset = Person.objects.filter(Q(pk__in=self.people.values("pk")) | Q(pk=self.initial["owner"]))


class PaperForm(StyledForm):
    """A paper: a file, or a page of this site."""

    paper_title = forms.CharField(label="Title of the paper", max_length=200)
    file = forms.FileField(label="File", required=False)
    made = forms.ChoiceField(
        label="Or made here",
        choices=[("", "No"), (HIGHLIGHTS, "The highlight report as it stands today, as a PDF that stays as it is")],
        required=False,
        help_text="It tells of the plan as you see it; at a public meeting everybody reads it.",
    )
    page = forms.CharField(
        label="Or a page of this site",
        max_length=300,
        required=False,
        help_text="Such as /measures/rereferrals/. A page shows what is so when it is opened.",
    )


class ReasonForm(StyledForm):
    """Why."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=_long(3))


class CallForm(StyledForm):
    """Why a public meeting is called late."""

    why = forms.CharField(
        label="Why it cannot wait", max_length=300, help_text="It is printed with the agenda; everybody reads it."
    )


class WatchForm(StyledForm):
    """What a board keeps its eye on."""

    title = forms.CharField(label="What is watched", max_length=200)
    why = forms.CharField(label="Why it needs vigilance", widget=_long(3), help_text=NO_CHILD)
    measure = forms.ChoiceField(label="The measure that would tell", required=False)
    challenger = forms.CharField(
        label="Who challenges it", max_length=120, required=False, help_text="Somebody who does not answer for it."
    )

    def __init__(self, data: Any, *, measures: list[tuple[str, str]]) -> None:
        self.measures = measures
        super().__init__(data)

    def prepare(self) -> None:
        """The measures there are."""
        measure: Any = self.fields["measure"]
        measure.choices = [("", "None"), *self.measures]


class ReleaseForm(StyledForm):
    """What shows that something need not be watched any more."""

    why = forms.CharField(label="What shows that it need not be watched any more", widget=_long(3), help_text=NO_CHILD)


class MinutesForm(StyledForm):
    """The minutes of a whole meeting: a box for each item, with the version that was read."""

    def __init__(self, data: Any, *, items: list[Item]) -> None:
        self.items = items
        super().__init__(data)

    def prepare(self) -> None:
        """A box for each item."""
        for one in self.items:
            self.fields[f"minute-{one.pk}"] = forms.CharField(
                label="Minute", widget=_long(4), required=False, initial=one.minute
            )
            self.fields[f"version-{one.pk}"] = forms.IntegerField(widget=forms.HiddenInput(), initial=one.version)

    def written(self, item: Item) -> tuple[str, int]:
        """What is to be the minute of an item, and the version that was read."""
        return self.cleaned_data[f"minute-{item.pk}"], self.cleaned_data[f"version-{item.pk}"]

    def boxes(self) -> list[tuple[Item, Any, Any]]:
        """Each item with its box and its version, to be shown."""
        return [(one, self[f"minute-{one.pk}"], self[f"version-{one.pk}"]) for one in self.items]
