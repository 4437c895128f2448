"""What surrounds the library's pages: their titles and help, as the site's own pages have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goldenthread_web.design.nav import sections_for

PAGES: Mapping[str, tuple[str, str]] = {
    "account_login": ("Sign in", ""),
    "account_logout": ("Sign out", "You are about to sign out on this device. What you have saved is kept."),
    "account_inactive": ("Your account is closed", ""),
    "account_reauthenticate": (
        "Confirm that it is you",
        "What you are about to change matters to the safety of your account. Write your password again.",
    ),
    "account_change_password": (
        "Change your password",
        "A new password takes the place of the present one at once. You stay signed in here.",
    ),
    "account_set_password": (
        "Set a password",
        "With a password you can sign in when the council's directory cannot be reached. Choose one that you use nowhere else.",
    ),
    "account_reset_password": (
        "Choose a new password",
        "Write the e-mail address that you sign in with. A link to choose a new password is sent to it.",
    ),
    "account_reset_password_done": ("Look in your mail", ""),
    "account_reset_password_from_key": ("Choose your password", ""),
    "account_reset_password_from_key_done": ("Your password is set", ""),
    "mfa_index": (
        "Your second factor",
        "A second factor keeps others out even when they know your password. Add an app or a security key here.",
    ),
    "mfa_authenticate": ("Your second factor, please", ""),
    "mfa_reauthenticate": (
        "Confirm with your second factor",
        "What you are about to change matters to the safety of your account. Write a code from your app.",
    ),
    "mfa_activate_totp": (
        "Add an authenticator app",
        "An app on your telephone makes a new code every half minute. Read the square with it, then write the code it shows.",
    ),
    "mfa_deactivate_totp": (
        "Remove the authenticator app",
        "Codes of the app will no longer be asked for or accepted. If your role needs a second factor, add another one first.",
    ),
    "mfa_view_recovery_codes": (
        "Your recovery codes",
        "Each code lets you in once when you have lost your telephone or key. Keep them on paper in a safe place.",
    ),
    "mfa_generate_recovery_codes": (
        "Make new recovery codes",
        "New codes take the place of the old ones, which stop working at once. Do this when somebody may have seen them.",
    ),
    "mfa_list_webauthn": (
        "Your security keys",
        "These keys can be used as your second factor. Remove one that you have lost.",
    ),
    "mfa_add_webauthn": (
        "Add a security key",
        "A security key is a small device, or your computer's or telephone's own lock. Give it a name by which you will know it.",
    ),
    "mfa_reauthenticate_webauthn": (
        "Confirm with your security key",
        "What you are about to change matters to the safety of your account. Use your key to show that it is you.",
    ),
    "mfa_remove_webauthn": (
        "Remove a security key",
        "The key will no longer let you in. Other keys and your app are not touched.",
    ),
    "mfa_edit_webauthn": ("Name a security key", "A name tells you which key is which. It is shown to nobody else."),
    "usersessions_list": (
        "Where you are signed in",
        "Each line is a browser in which you are signed in. If you do not know one, sign out the others and change your password.",
    ),
    "socialaccount_login_cancelled": ("You did not sign in", ""),
    "socialaccount_login_error": ("The directory did not let you in", ""),
    "openid_connect_login": ("Sign in with the council's directory", ""),
    "openid_connect_callback": ("The directory did not let you in", ""),
}


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Title, help, navigation and the council's name for a page of the library; nothing for the site's own pages."""
    match = request.resolver_match
    if match is None or match.view_name not in PAGES:
        return {}
    title, help_words = PAGES[match.view_name]
    access = getattr(request, "access", None)
    return {
        "title": title,
        "help": help_words,
        "section": "account",
        "sections": sections_for(access.permissions) if access else (),
        "access": access,
        "today": getattr(request, "today", None),
        "council": settings.GOLDENTHREAD_COUNCIL,
        "service": settings.GOLDENTHREAD_SERVICE,
        "demonstration": settings.GOLDENTHREAD_DEMONSTRATION,
        "directory_name": settings.GOLDENTHREAD_DIRECTORY_NAME
        if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        else "",
        "second_factor_needed": getattr(request, "second_factor_needed", False),
    }
