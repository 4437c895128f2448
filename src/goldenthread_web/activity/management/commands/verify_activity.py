"""Checks that the activity log is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goldenthread_web.activity.queries import verify


class Command(BaseCommand):
    """goldenthread-web manage verify_activity."""

    help = (
        "Check that the activity log is as it was written, and say where it is not. Keep the last line somewhere "
        "else, and give it with --since to show later that nothing before it was written anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The line kept from an earlier check."""
        parser.add_argument("--since", default="", metavar="NUMBER:HASH", help="the last line of an earlier check")

    def handle(self, *_args: Any, since: str = "", **_options: Any) -> None:
        """Say that the log holds, or where it breaks."""
        found = verify(since=since)
        for one in found.breaks:
            self.stderr.write(one.words)
        if found.breaks:
            raise CommandError(
                "The activity log is not as it was written. Keep the database as it is, and tell whoever is "
                "responsible for information governance."
            )
        self.stdout.write(f"{found.count:,} events, each following the one before: nothing was changed or removed.")
        self.stdout.write(f"{found.count}:{found.last}")
