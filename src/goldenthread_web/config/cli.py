"""The command `goldenthread-web`: serve the site, run its worker, set it up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

SETTINGS_MODULE = "goldenthread_web.config.settings"

USAGE = """Goldenthread's site.

  goldenthread-web serve [--port 8000] [--host 127.0.0.1] [--workers 2]   serve the site, with one background worker
  goldenthread-web worker                                                 run a background worker alone
  goldenthread-web demonstration [--into FOLDER]                          make up Avonmere, its people and a released load
  goldenthread-web check                                                  say what is wrong with the settings
  goldenthread-web manage COMMAND …                                       Django's commands: migrate, verify_activity, …

Example: GOLDENTHREAD_DATA=/srv/goldenthread GOLDENTHREAD_SECRET_KEY_FILE=/srv/key goldenthread-web serve
The settings come from the environment; docs/how-to/run-the-site.md lists them."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command; what the person can mend is said without a traceback."""
    from goldenthread_web.config.values import SettingsError

    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return
    chosen = COMMANDS.get(given[0])
    if chosen is None:
        print(f"There is no command {given[0]}.\n\n{USAGE}", file=sys.stderr)
        sys.exit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    try:
        chosen(given[1:])
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _serve(arguments: list[str]) -> None:
    from goldenthread_web.config.serving import serve

    serve(arguments)


def _worker(_arguments: list[str]) -> None:
    import django

    django.setup()
    from goldenthread_web.loads.worker import run

    run()


def _demonstration(arguments: list[str]) -> None:
    os.environ["GOLDENTHREAD_DEMONSTRATION"] = "yes"
    from goldenthread_web.config.demonstration import demonstrate

    demonstrate(arguments)


def _check(arguments: list[str]) -> None:
    _manage(["check", "--deploy", *arguments])


def _manage(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread-web manage", *arguments])


COMMANDS: Mapping[str, Callable[[list[str]], None]] = {
    "serve": _serve,
    "worker": _worker,
    "demonstration": _demonstration,
    "check": _check,
    "manage": _manage,
}
