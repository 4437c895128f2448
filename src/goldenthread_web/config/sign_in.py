"""The settings of signing in, from the environment; docs/how-to/people-and-sign-in.md says what each does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from goldenthread_web.config.values import Environment

_env = Environment(os.environ)
_made_up = _env.flag("GOLDENTHREAD_DEMONSTRATION") or _env.flag("GOLDENTHREAD_TESTING")
_service = _env.text("GOLDENTHREAD_SERVICE", "Goldenthread")

# How many proxies of the council's stand before the site: only what they say of an address is believed.
GOLDENTHREAD_TRUSTED_PROXIES = _env.number(
    "GOLDENTHREAD_TRUSTED_PROXIES", 1 if _env.flag("GOLDENTHREAD_BEHIND_PROXY") else 0
)
ALLAUTH_TRUSTED_PROXY_COUNT = GOLDENTHREAD_TRUSTED_PROXIES

# Who must have a second factor: "everybody", "sensitive" (children's records, people, the log) or "nobody".
GOLDENTHREAD_SECOND_FACTOR = _env.text("GOLDENTHREAD_SECOND_FACTOR", "nobody" if _made_up else "sensitive")
if GOLDENTHREAD_SECOND_FACTOR not in {"everybody", "sensitive", "nobody"}:
    _env.problems.append("GOLDENTHREAD_SECOND_FACTOR: write everybody, sensitive or nobody.")

# A session ends after so many minutes without use, and after so many hours whatever is done.
GOLDENTHREAD_IDLE_MINUTES = _env.number("GOLDENTHREAD_IDLE_MINUTES", 30, least=5)
GOLDENTHREAD_SESSION_HOURS = _env.number("GOLDENTHREAD_SESSION_HOURS", 12, least=1)
SESSION_COOKIE_AGE = GOLDENTHREAD_SESSION_HOURS * 3600
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

# Failed attempts are counted where every process of the site sees them.
CACHES: dict[str, Any] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if not _env.flag("GOLDENTHREAD_TESTING"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": Path(_env.text("GOLDENTHREAD_DATA", "site-data")).resolve() / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }

_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_validation}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "job_title")},
    },
    {"NAME": f"{_validation}.NumericPasswordValidator"},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": "goldenthread_web.people.passwords.NotAVariationValidator"},
    {"NAME": "goldenthread_web.people.passwords.NotOfThisPlaceValidator"},
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "goldenthread_web.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{_service}: "
ACCOUNT_USER_DISPLAY = "goldenthread_web.people.adapters.display"
# A council often comes from one address, so what is counted by address is generous and by person is not.
ACCOUNT_RATE_LIMITS = {
    "login": "200/m/ip",
    "login_failed": "60/m/ip,5/15m/key",
    "reset_password": "30/m/ip,3/h/key",
    "reset_password_from_key": "30/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
_forms = "goldenthread_web.people.sign_in_forms"
ACCOUNT_FORMS = {
    "login": f"{_forms}.SignInForm",
    "reset_password": f"{_forms}.AskForPasswordForm",
    "reset_password_from_key": f"{_forms}.ChoosePasswordForm",
    "change_password": f"{_forms}.ChangePasswordForm",
    "set_password": f"{_forms}.SetPasswordForm",
    "reauthenticate": f"{_forms}.ConfirmPasswordForm",
}

MFA_ADAPTER = "goldenthread_web.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = _service
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # An administrator enters addresses, and the invitation proves them.
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _made_up
MFA_FORMS = {
    "authenticate": f"{_forms}.CodeForm",
    "reauthenticate": f"{_forms}.ConfirmCodeForm",
    "activate_totp": f"{_forms}.AppForm",
    "add_webauthn": f"{_forms}.AddKeyForm",
    "edit_webauthn": f"{_forms}.NameKeyForm",
}

# The council's directory, by OpenID Connect. Nobody can sign themselves up: a person is matched by verified address.
_directory = _env.text("GOLDENTHREAD_DIRECTORY")
# Where a browser is sent to sign in there, when that is not where the directory describes itself.
GOLDENTHREAD_DIRECTORY_PLACES = [
    f"{parts.scheme}://{parts.netloc}"
    for parts in map(urlsplit, (_directory, _env.text("GOLDENTHREAD_DIRECTORY_SIGN_IN")))
    if parts.netloc
]
GOLDENTHREAD_DIRECTORY_NAME = _env.text("GOLDENTHREAD_DIRECTORY_NAME", "your council account")
GOLDENTHREAD_DIRECTORY_SECOND_FACTOR = _env.flag("GOLDENTHREAD_DIRECTORY_SECOND_FACTOR")
GOLDENTHREAD_DIRECTORY_VERIFIED = _env.flag("GOLDENTHREAD_DIRECTORY_VERIFIED")
SOCIALACCOUNT_ADAPTER = "goldenthread_web.people.adapters.DirectoryAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if _directory:
    _client = _env.text("GOLDENTHREAD_DIRECTORY_CLIENT")
    if not _client:
        _env.problems.append("GOLDENTHREAD_DIRECTORY_CLIENT: give the client id the directory knows this site by.")
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "directory",
            "name": GOLDENTHREAD_DIRECTORY_NAME,
            "client_id": _client,
            "secret": _env.text("GOLDENTHREAD_DIRECTORY_SECRET"),
            "settings": {"server_url": _directory},
        }
    ]

sign_in_problems = _env.problems
