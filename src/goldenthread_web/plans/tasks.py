"""E-mails to owners of actions, sent in the background."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from goldenthread_web.people.models import Person
from goldenthread_web.plans.reminders import AHEAD_DAYS, digest_for


@task()
def send_digest(*, person: int, today: str) -> None:
    """Tell a person what of their own actions needs them; nothing is sent where nothing does any more."""
    to = Person.objects.get(pk=person)
    digest = digest_for(to, dt.date.fromisoformat(today))
    if not to.is_active or not (digest.actions or digest.clocks):
        return
    context = {
        "person": to,
        "service": settings.GOLDENTHREAD_SERVICE,
        "council": settings.GOLDENTHREAD_COUNCIL,
        "digest": digest,
        "days": AHEAD_DAYS,
        "today": dt.date.fromisoformat(today),
        "link": site_address() + reverse("plans:mine"),
        "inspections": site_address() + reverse("inspections:inspections"),
    }
    number = digest.actions
    needs = f"{number} of your actions need{'s' if number == 1 else ''} you" if number else "a clock runs out"
    subject = f"{settings.GOLDENTHREAD_SERVICE}: {needs}"
    send_mail(subject, render_to_string("plans/mail/digest.txt", context, using="jinja2"), None, [to.email])


def site_address() -> str:
    """Where the site is, for links in e-mails that no request asked for."""
    if settings.GOLDENTHREAD_ADDRESS:
        return str(settings.GOLDENTHREAD_ADDRESS).rstrip("/")
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{settings.ALLOWED_HOSTS[0]}"
