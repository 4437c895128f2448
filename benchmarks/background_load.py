"""Loading one council's returns on the site, to the point where they can be looked over, against the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

POPULATION = int(os.environ.get("BENCH_POPULATION", "355000"))
YEARS = 6
END = "2026-03-31"

_A_SITE = """
import datetime as dt, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from goldenthread_web.loads import actions
from goldenthread_web.loads.models import Source
from goldenthread_web.people.actions import create_cast
analyst = create_cast(today=dt.date.fromisoformat(sys.argv[2]))["analyst"]
source = Source(name="Extracts", kind=Source.Kind.FOLDER, place=sys.argv[1])
actions.save_source(source=source, by=analyst)
"""
_ON_THE_SITE = """
import datetime as dt, sys
import django
django.setup()
from goldenthread_web.loads import actions
from goldenthread_web.loads.models import Load, Source
from goldenthread_web.loads.tasks import run_load
end, source = dt.date.fromisoformat(sys.argv[2]), Source.objects.get()
load = actions.load_from_source(source=source, as_at=end, authority="999", by=None)
run_load.call(load=load.pk)
load = Load.objects.get(pk=load.pk)
if load.state != "for review":
    sys.exit(f"the load {load.state}: {load.problems}")
print(load.report["rows"])
"""


COMMAND = str(Path(sys.executable).with_name("goldenthread"))


def _timed(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words[:4])} failed:\n{done.stderr}")
    return time.perf_counter() - started, done.stdout


def run() -> list[dict[str, Any]]:
    """One row: read, checked, counted and stored on the site against reading, checking and counting the whole catalogue by commands.

    The site is there before: its tables and people are not part of a load.
    """
    plain = {key: value for key, value in os.environ.items() if not key.startswith("GOLDENTHREAD_")}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        returns, loads = str(base / "returns"), str(base / "loads")
        shape = ["--population", str(POPULATION), "--years", str(YEARS), "--end", END]
        _timed([COMMAND, "synthetic", "--into", returns, *shape], plain)
        size = sum(one.stat().st_size for one in Path(returns).rglob("*") if one.is_file())
        parts = [
            [COMMAND, "read", returns, "--as-at", END, "--authority", "999", "--into", loads],
            [COMMAND, "check", "--load", loads],
            [COMMAND, "measure", "--load", loads, "--output", str(base / "measures.parquet"), "--format", "parquet"],
        ]
        by_hand = sum(_timed(words, plain)[0] for words in parts)
        site = plain | {
            "GOLDENTHREAD_DEMONSTRATION": "yes",
            "GOLDENTHREAD_DATA": str(base / "site"),
            "DJANGO_SETTINGS_MODULE": "goldenthread_web.config.settings",
        }
        _timed([sys.executable, "-c", _A_SITE, returns, END], site)
        on_site, said = _timed([sys.executable, "-c", _ON_THE_SITE, returns, END], site)
    return [
        {
            "name": "a load on the site, ready to be looked over, against read, check and measure by commands",
            "ratio": round(on_site / by_hand, 2),
            "aim": "at most 1.2",
            "detail": (
                f"{on_site:.0f} s against {by_hand:.0f} s; {POPULATION:,} children, {YEARS} years, "
                f"{size / 2**20:.0f} MB, {int(said):,} rows"
            ),
        }
    ]
