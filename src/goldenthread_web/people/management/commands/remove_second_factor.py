"""Takes the second factor of somebody who has lost it and their recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from goldenthread_web.people.happenings import Happening, tell
from goldenthread_web.people.models import Person


class Command(BaseCommand):
    """goldenthread-web manage remove_second_factor."""

    help = "Remove every second factor of a person who has lost theirs; make sure first who is asking."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and why."""
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="why, and how you made sure who asked; it is written down")

    @transaction.atomic
    def handle(self, *_args: Any, email: str, reason: str, **_options: Any) -> None:
        """Remove them and write it down."""
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}. Look at the list of people for it.")
        removed, _by_kind = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise CommandError(f"{person.name} has no second factor.")
        tell(actor=None, happening=Happening.SECOND_FACTOR_REMOVED, what=f"person:{person.pk}", reason=reason)
        self.stdout.write(f"{person.name} signs in with the password alone until a new second factor is added.")
