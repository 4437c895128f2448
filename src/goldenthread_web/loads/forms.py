"""Forms for bringing returns in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django import forms

from goldenthread_web.design.forms import DayInput, StyledForm
from goldenthread_web.loads.models import Source


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file checked as one is."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError("Choose at least one file.")
        return [super(ManyFilesField, self).clean(one, initial) for one in given]


class UploadForm(StyledForm):
    """Files and the date their data describe."""

    as_at = forms.DateField(
        label="Date of the data",
        widget=DayInput(),
        help_text="The day on which the extracts were taken, such as 30 September 2014.",
    )
    files = ManyFilesField(  # type: ignore[assignment]  # the form's own `files` is not touched
        label="Files",
        allow_empty_file=True,
        help_text="One or several: CIN Census XML, SSDA903 files, Annex A, SSD extracts, templates, or zips of them. Up to 500 MB together. They are recognised by what is in them.",
    )


class SourceLoadForm(StyledForm):
    """A source and the date of its data."""

    source = forms.ModelChoiceField(label="Where from", queryset=Source.objects.order_by("name"), empty_label="Choose")
    source_as_at = forms.DateField(label="Date of the data", widget=DayInput())


class SourceForm(forms.ModelForm[Source]):
    """Where returns come from."""

    class Meta:
        """Every field a person may set."""

        model = Source
        fields = ("name", "kind", "place", "schema", "nightly_at")
        labels = {  # noqa: RUF012
            "place": "Folder, or name of the environment variable",
            "schema": "Prefix of the tables' schema",
            "nightly_at": "Load every night at",
        }
        help_texts = {  # noqa: RUF012
            "place": "For a folder its full path on the server. For a database the NAME of the environment variable that holds its address: never the address, for it holds a password.",
            "schema": "For a database only.",
            "nightly_at": "An hour from 0 to 23. Leave empty for no schedule.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from goldenthread_web.design.forms import style_fields

        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        style_fields(self)

    def clean_nightly_at(self) -> int | None:
        """An hour of the day."""
        hour: int | None = self.cleaned_data["nightly_at"]
        if hour is not None and hour > 23:
            raise forms.ValidationError("Enter an hour from 0 to 23.")
        return hour

    def clean(self) -> dict[str, Any]:
        """A place of the kind that was chosen."""
        given = super().clean() or {}
        place, kind = given.get("place", ""), given.get("kind")
        if kind == Source.Kind.FOLDER and place and not (Path(place).is_absolute() and Path(place).is_dir()):
            self.add_error("place", "There is no such folder on the server. Give its full path.")
        if kind == Source.Kind.SSD and place and not re.fullmatch(r"[A-Z][A-Z0-9_]{2,80}", place):
            self.add_error("place", "Give the name of an environment variable in capital letters, not an address.")
        return given


class ReasonForm(StyledForm):
    """Why a load is released or withdrawn."""

    reason = forms.CharField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
