"""The settings of the site, from the environment (GOLDENTHREAD_…); docs/how-to/run-the-site.md lists them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from goldenthread_web.config.sign_in import *  # noqa: F403
from goldenthread_web.config.values import Environment

_env = Environment(os.environ)

# Demonstration: made-up people who may be signed in as with one click, on this machine only.
GOLDENTHREAD_DEMONSTRATION = _env.flag("GOLDENTHREAD_DEMONSTRATION")
GOLDENTHREAD_DATA = Path(_env.text("GOLDENTHREAD_DATA", "site-data")).resolve()
GOLDENTHREAD_TODAY = _env.day("GOLDENTHREAD_TODAY")
GOLDENTHREAD_SERVICE = _env.text("GOLDENTHREAD_SERVICE", "Goldenthread")
# The address by which people reach the site, for links in e-mails; where it is empty, the first of the hosts.
GOLDENTHREAD_ADDRESS = _env.text("GOLDENTHREAD_ADDRESS", "")
GOLDENTHREAD_COUNCIL = _env.text("GOLDENTHREAD_COUNCIL", "Avonmere Council" if GOLDENTHREAD_DEMONSTRATION else "")
GOLDENTHREAD_AUTHORITY = _env.text("GOLDENTHREAD_AUTHORITY", "999" if GOLDENTHREAD_DEMONSTRATION else "")
GOLDENTHREAD_COLOUR = _env.colour("GOLDENTHREAD_COLOUR", "#1f4e5f")
# What follows the counting of a load, in this order.
GOLDENTHREAD_LOAD_STEPS = (
    "goldenthread_web.indicators.storing.store_figures",
    "goldenthread_web.indicators.rows.store_rows",
    "goldenthread_web.indicators.paper.store_paper",
)

# What the page of a measure shows besides its figures, in this order: functions of (access, measure).
GOLDENTHREAD_MEASURE_PARTS = ("goldenthread_web.plans.parts.actions_of_measure",)
# What the worker does besides at every tick: each is given the moment, and decides itself whether it is time.
GOLDENTHREAD_TICKS = ("goldenthread_web.plans.reminders.remind",)

# Tests write into the tables as no page does, without an event: there nothing is kept in memory unless one asks for it.
GOLDENTHREAD_REMEMBER = not _env.flag("GOLDENTHREAD_TESTING")

_https = _env.flag("GOLDENTHREAD_HTTPS", default=not GOLDENTHREAD_DEMONSTRATION)
_testing = _env.flag("GOLDENTHREAD_TESTING")
DEBUG = False
SECRET_KEY = _env.text("GOLDENTHREAD_SECRET_KEY")
if not SECRET_KEY and (GOLDENTHREAD_DEMONSTRATION or _testing):
    SECRET_KEY = "made-up key of the demonstration, which holds nothing worth keeping"  # noqa: S105
if len(SECRET_KEY) < 32:
    _env.problems.append(
        "GOLDENTHREAD_SECRET_KEY: give a secret of at least 32 characters (or GOLDENTHREAD_SECRET_KEY_FILE)."
    )
_local = "127.0.0.1,localhost,[::1]"
ALLOWED_HOSTS = [one.strip() for one in _env.text("GOLDENTHREAD_HOSTS", _local).split(",") if one.strip()]
if GOLDENTHREAD_DEMONSTRATION and set(ALLOWED_HOSTS) - set(_local.split(",")):
    _env.problems.append(
        "GOLDENTHREAD_HOSTS: the demonstration signs anybody in, so it is served on this machine only."
    )

DATABASES: dict[str, Any] = {"default": _env.database("GOLDENTHREAD_DATABASE", GOLDENTHREAD_DATA)}
# Fields are drawn by the templates' own engine, which is several times as fast over long lists of choices.
FORM_RENDERER = "django.forms.renderers.Jinja2"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "goldenthread_web.design",
    "goldenthread_web.people",
    "goldenthread_web.activity",
    "goldenthread_web.loads",
    "goldenthread_web.indicators",
    "goldenthread_web.inspections",
    "goldenthread_web.plans",
    "goldenthread_web.boards",
    "goldenthread_web.suggestions",
    "goldenthread_web.thread",
    "goldenthread_web.home",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread_web.people.middleware.SessionLimitMiddleware",
    "goldenthread_web.people.middleware.AccessMiddleware",
    "goldenthread_web.people.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "goldenthread_web.config.urls"
WSGI_APPLICATION = "goldenthread_web.config.wsgi.application"
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "goldenthread_web.people.sign_in_pages.surroundings",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "goldenthread_web.config.jinja.environment", "context_processors": _CONTEXT},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = GOLDENTHREAD_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _testing
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = _testing
FILE_UPLOAD_HANDLERS = ["goldenthread_web.loads.files.SpaceAwareUploadHandler"]
FILE_UPLOAD_TEMP_DIR = GOLDENTHREAD_DATA / "incoming"
# Uploads are written beside the data, so that a full disk is met while they arrive; Django wants the folder at its start.
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 400
MEDIA_ROOT = GOLDENTHREAD_DATA / "uploads"

AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _env.flag("GOLDENTHREAD_BEHIND_PROXY") else None
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if _https else []
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *GOLDENTHREAD_DIRECTORY_PLACES],  # noqa: F405
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _env.text("GOLDENTHREAD_MAIL_HOST", "localhost")
EMAIL_PORT = _env.number("GOLDENTHREAD_MAIL_PORT", 25, least=1)
EMAIL_HOST_USER = _env.text("GOLDENTHREAD_MAIL_USER")
EMAIL_HOST_PASSWORD = _env.text("GOLDENTHREAD_MAIL_PASSWORD")
EMAIL_USE_TLS = _env.flag("GOLDENTHREAD_MAIL_TLS")
DEFAULT_FROM_EMAIL = _env.text("GOLDENTHREAD_MAIL_FROM", "goldenthread@localhost")
if GOLDENTHREAD_DEMONSTRATION:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = GOLDENTHREAD_DATA / "mail"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Whoever asks by another name is answered 400; what strangers try is no news.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}

_env.problems += sign_in_problems  # noqa: F405
_env.check()
