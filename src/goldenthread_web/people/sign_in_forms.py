"""The forms of signing in, in the site's words and style."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from goldenthread_web.design.forms import style_fields

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "password1": "New password",
    "password2": "New password again",
    "oldpassword": "Present password",
    "code": "Code",
    "name": "Name of the key",
}
HINTS = {
    "password1": "At least 12 characters. Three words that have nothing to do with each other do well.",
}


def dress(form: forms.BaseForm, **labels: str) -> None:
    """Give a form of the library the site's labels, hints and classes, and no words inside the boxes."""
    form.use_required_attribute = False
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = HINTS.get(name, "")
        if not isinstance(field.widget, forms.HiddenInput):
            field.label = labels.get(name) or LABELS.get(name, field.label)
    style_fields(form)


class SignInForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = "Write your e-mail address."
        self.fields["password"].error_messages["required"] = "Write your password."
        dress(self)


class AskForPasswordForm(account.ResetPasswordForm):
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ChoosePasswordForm(account.ResetPasswordKeyForm):
    """A password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class SetPasswordForm(account.SetPasswordForm):
    """A first password for somebody who came through the directory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class CodeForm(mfa.AuthenticateForm):
    """A code of the second factor, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, code="Code from your app, or a recovery code")


class ConfirmCodeForm(mfa.ReauthenticateForm):
    """A code again, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, code="Code from your app, or a recovery code")


class AppForm(totp.ActivateTOTPForm):
    """The first code of a new app, which proves that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, code="Code that the app shows")


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A new security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        dress(self)


class NameKeyForm(webauthn.EditWebAuthnForm):
    """Another name for a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
