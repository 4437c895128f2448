"""Forms for suggestions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread_web.boards.models import Board, Decision, Item, Meeting, Member
from goldenthread_web.design.forms import StyledForm
from goldenthread_web.people.models import Team
from goldenthread_web.plans.models import Action
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import State

NO_CHILD = "Never a child's name, nor a story by which a child could be known."


class RaiseForm(StyledForm):
    """What somebody suggests."""

    text = forms.CharField(label="Your suggestion", widget=forms.Textarea(attrs={"rows": 5}), help_text=NO_CHILD)
    kind = forms.ChoiceField(label="It is", choices=Suggestion.Kind.choices)
    hours_a_month = forms.DecimalField(
        label="Hours of administration it could save in a month, for all together", min_value=0, max_value=99_999,
        max_digits=7, decimal_places=1, required=False,
    )  # fmt: skip
    board = forms.ModelChoiceField(label="For", queryset=Board.objects.none(), empty_label=None)
    level = forms.ChoiceField(label="You speak from", choices=Member.Level.choices)
    team = forms.ModelChoiceField(
        label="Your team", queryset=Team.objects.order_by("name"), required=False, empty_label="No one team"
    )
    in_confidence = forms.BooleanField(
        label="In confidence: only the chair of the board learns that it is mine", required=False
    )

    def __init__(self, data: Any, *, boards: QuerySet[Board], initial: dict[str, Any]) -> None:
        self.boards = boards
        super().__init__(data, initial=initial)

    def prepare(self) -> None:
        """The boards there are."""
        board: Any = self.fields["board"]
        board.queryset = self.boards

    def filled(self) -> Suggestion:
        """The suggestion as the form says it."""
        return Suggestion(**{name: self.cleaned_data[name] for name in self.base_fields})


class MoveForm(StyledForm):
    """Where a suggestion goes, and what is said to whoever raised it."""

    then = forms.ChoiceField(label="It is now")
    words = forms.CharField(
        label="To whoever raised it", widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text="Everybody reads it under “you said, we did”.",
    )  # fmt: skip
    item = forms.ModelChoiceField(
        label="Considered at the item", queryset=Item.objects.none(), required=False, empty_label="Not chosen anew"
    )
    meeting = forms.ModelChoiceField(
        label="Or put it onto an agenda as an item of its own", queryset=Meeting.objects.none(), required=False,
        empty_label="No",
    )  # fmt: skip
    decision = forms.ModelChoiceField(
        label="By the decision", queryset=Decision.objects.none(), required=False, empty_label="None"
    )
    action = forms.ModelChoiceField(
        label="By the action", queryset=Action.objects.none(), required=False, empty_label="None"
    )

    def __init__(
        self,
        data: Any,
        *,
        ways: list[State],
        items: QuerySet[Item],
        meetings: QuerySet[Meeting],
        decisions: QuerySet[Decision],
        actions: QuerySet[Action],
    ) -> None:
        self.ways, self.offered = ways, {"item": items, "meeting": meetings, "decision": decisions, "action": actions}
        super().__init__(data)

    def prepare(self) -> None:
        """The ways on and what there is to choose from; what there is none of is not asked for."""
        then: Any = self.fields["then"]
        then.choices = [(str(one), str(one).capitalize()) for one in self.ways]
        for name, found in self.offered.items():
            field: Any = self.fields[name]
            field.queryset = found
            held = [(one.pk, field.label_from_instance(one)) for one in found]
            if held:
                field.choices = [("", field.empty_label), *held]
            else:
                del self.fields[name]


class MergeForm(StyledForm):
    """With which suggestion it is merged."""

    into = forms.ModelChoiceField(label="Like", queryset=Suggestion.objects.none(), empty_label="Choose")

    def __init__(self, data: Any, *, others: QuerySet[Suggestion]) -> None:
        self.others = others
        super().__init__(data)

    def prepare(self) -> None:
        """The suggestions there are."""
        into: Any = self.fields["into"]
        into.queryset = self.others


class FollowForm(StyledForm):
    """What was saved in fact."""

    hours = forms.DecimalField(
        label="Hours of administration saved in a month, for all together", min_value=0, max_digits=7, decimal_places=1
    )
