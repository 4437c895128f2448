"""Enters the first administrator, whom nobody on the site can enter."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread_web.people.actions import add_person, give_role
from goldenthread_web.people.roles import Role


class Command(BaseCommand):
    """goldenthread-web manage add_administrator."""

    help = "Enter an administrator, and print the link by which they choose a password. It works once, for three days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and where the site is."""
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="the address of the site, as in a browser")

    @transaction.atomic
    def handle(self, *_args: Any, email: str, name: str, site: str, **_options: Any) -> None:
        """Enter, give the role, print the link."""
        today = timezone.localdate()
        try:
            person = add_person(by=None, email=email, name=name, job_title="System administrator", today=today)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        give_role(by=None, person=person, role=Role.ADMINISTRATOR, team=None, starts=today, ends=None)
        key = default_token_generator.make_token(person)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
        self.stdout.write(f"{person.name} was entered. Open this link to choose a password:")
        self.stdout.write(site.rstrip("/") + path)
