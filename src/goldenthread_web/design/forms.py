"""Form fields that carry the design system's classes and say in the page what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms

CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "govuk-select",
    forms.SelectMultiple: "govuk-select",
    forms.Textarea: "govuk-textarea",
    forms.CheckboxInput: "gt-checkbox",
    forms.ClearableFileInput: "govuk-file-upload",
    forms.FileInput: "govuk-file-upload",
}


class DayInput(forms.DateInput):
    """A date that browsers offer a calendar for; they take only dates written as 2014-09-30."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def style_fields(form: forms.BaseForm) -> None:
    """Give every field its class, and tie its hint and error to it."""
    for name, field in form.fields.items():
        widget = field.widget
        if isinstance(widget, forms.HiddenInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
            continue
        style = next((CLASSES[kind] for kind in type(widget).__mro__ if kind in CLASSES), "govuk-input")
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {style}".strip()
        if form.is_bound and name in form.errors:
            widget.attrs["class"] += f" {style}--error"
            widget.attrs["aria-invalid"] = "true"


class StyledForm(forms.Form):
    """A form of the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.prepare()
        style_fields(self)

    def prepare(self) -> None:
        """Give fields what they offer where that depends on something: before anything is checked."""
