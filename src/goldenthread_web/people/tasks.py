"""Mail that is sent in the background; a link's secret is made as it is sent and kept nowhere."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from goldenthread_web.people.models import Person

NOTICES = {
    "password_changed": "Your password was changed.",
    "password_set": "A password was set for your account.",
    "password_reset": "Your password was changed by a link sent to this address.",
    "totp_activated": "An authenticator app was added to your account.",
    "totp_deactivated": "The authenticator app was removed from your account.",
    "webauthn_added": "A security key was added to your account.",
    "webauthn_removed": "A security key was removed from your account.",
    "recovery_codes_generated": "New recovery codes were made for your account; the old ones no longer work.",
}


@task()
def send_link(*, person: int, site: str, invitation: bool) -> None:
    """Send a link by which a person chooses a password; it works once and for three days."""
    to = Person.objects.get(pk=person)
    if not to.is_active:
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(to), "key": default_token_generator.make_token(to)},
    )
    subject = "You may sign in" if invitation else "Choose a new password"
    _send(to, subject, "people/mail/link.txt", link=site.rstrip("/") + path, invitation=invitation, site=site)


@task()
def send_notice(*, person: int, kind: str, site: str) -> None:
    """Tell a person that something about how they sign in was changed."""
    to = Person.objects.get(pk=person)
    words = NOTICES.get(kind)
    if words and to.is_active:
        _send(to, "A change to your account", "people/mail/notice.txt", words=words, site=site)


@task()
def send_emergency_notice(*, people: list[int], who: str, reason: str, until: str, site: str) -> None:
    """Tell those who answer for information that somebody took emergency access."""
    for to in Person.objects.filter(pk__in=people, is_active=True):
        _send(
            to,
            "Emergency access was taken",
            "people/mail/emergency.txt",
            who=who,
            reason=reason,
            until=until,
            site=site,
        )


def _send(to: Person, subject: str, template: str, **context: object) -> None:
    whole = {
        "person": to,
        "service": settings.GOLDENTHREAD_SERVICE,
        "council": settings.GOLDENTHREAD_COUNCIL,
        **context,
    }
    send_mail(f"{settings.GOLDENTHREAD_SERVICE}: {subject}", render_to_string(template, whole), None, [to.email])
