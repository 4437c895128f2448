"""Serves the site with granian and runs one background worker beside it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType


def serve(arguments: list[str]) -> None:
    """Prepare the database and the static files, then serve until interrupted."""
    parser = argparse.ArgumentParser(prog="goldenthread-web serve")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (a proxy with HTTPS goes before it)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes that answer pages")
    parser.add_argument("--no-worker", action="store_true", help="the background worker runs elsewhere")
    chosen = parser.parse_args(arguments)
    prepare()
    tell_address(chosen.host, chosen.port)
    worker = None if chosen.no_worker else subprocess.Popen([sys.executable, "-m", "goldenthread_web.config", "worker"])
    site = subprocess.Popen(site_command(host=chosen.host, port=chosen.port, workers=chosen.workers))  # noqa: S603 (our own program)
    print(f"Open http://{chosen.host}:{chosen.port} in a browser; Ctrl-C stops.", flush=True)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        code = site.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        for process in (site, worker):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (site, worker):
            if process is not None:
                process.wait(30)
    sys.exit(code)


def tell_address(host: str, port: int) -> None:
    """Let e-mails of the demonstration lead to where it is served; a council says its address itself."""
    from django.conf import settings

    if settings.GOLDENTHREAD_DEMONSTRATION:
        os.environ.setdefault("GOLDENTHREAD_ADDRESS", f"http://{host}:{port}")


def site_command(*, host: str, port: int, workers: int) -> list[str]:
    """The command that answers pages."""
    return [
        *(sys.executable, "-m", "granian", "goldenthread_web.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--log-level", "warning", "--respawn-failed-workers", "--no-ws"),
    ]


def prepare() -> None:
    """The database brought up to date and the static files collected; tells when the settings do not do."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.GOLDENTHREAD_DATA.mkdir(parents=True, exist_ok=True)
    settings.GOLDENTHREAD_DATA.chmod(0o700)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
