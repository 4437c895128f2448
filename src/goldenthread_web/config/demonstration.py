"""The demonstration of the site: Avonmere's returns, people and a released load."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
from pathlib import Path

TODAY = dt.date(2014, 10, 20)
# What is told of Avonmere after its figures, in this order; each by the actions of its own app.
STORIES = (
    "goldenthread_web.inspections.demonstration.tell_story",
    "goldenthread_web.plans.demonstration.tell_story",
    "goldenthread_web.boards.demonstration.tell_story",
    "goldenthread_web.suggestions.demonstration.tell_story",
    "goldenthread_web.thread.demonstration.tell_story",
)
REASON = "Checked against the last load; nothing published moves."


def demonstrate(arguments: list[str]) -> None:
    """Make the demonstration's site if it is not there."""
    parser = argparse.ArgumentParser(prog="goldenthread-web demonstration")
    parser.add_argument("--into", type=Path, default=Path("demo"), help="folder of the demonstration")
    chosen = parser.parse_args(arguments)
    site = chosen.into / "site"
    if (site / "ready").is_file():
        print(f"The demonstration's site is in {site}.")
        return
    os.environ.setdefault("GOLDENTHREAD_DATA", str(site))
    os.environ.setdefault("GOLDENTHREAD_TODAY", TODAY.isoformat())
    from goldenthread_web.config.serving import prepare

    prepare()
    if not (chosen.into / "returns").is_dir():
        _write_returns(chosen.into)
    _fill(chosen.into, site)
    (site / "ready").write_text("", encoding="ascii")
    print(f"The demonstration's site is in {site}. Run `make serve` to open it.")


def _write_returns(into: Path) -> None:
    from goldenthread_web.loads.demonstration import write_returns

    write_returns(into)


def _fill(into: Path, site: Path) -> None:
    """The people, one load of the returns made by the same task as any other, and its release."""
    from django.utils.module_loading import import_string

    from goldenthread_web.loads import actions
    from goldenthread_web.loads.demonstration import write_narrative
    from goldenthread_web.loads.models import Load, Source
    from goldenthread_web.loads.tasks import run_load
    from goldenthread_web.loads.workflow import State
    from goldenthread_web.people.actions import create_cast

    people = create_cast(today=TODAY)
    shutil.copyfile(into / "authority.toml", site / "authority.toml")
    write_narrative(site / "panel-report")
    source = Source(name="Extracts of Avonmere", kind=Source.Kind.FOLDER, place=str((into / "returns").resolve()))
    actions.save_source(source=source, by=people["analyst"])
    load = actions.load_from_source(source=source, as_at=dt.date(2014, 9, 30), authority="999", by=people["analyst"])
    print("Loading the returns of Avonmere (about a minute)", flush=True)
    run_load.call(load=load.pk)
    load = Load.objects.get(pk=load.pk)
    if load.state != State.FOR_REVIEW:
        sys.exit(f"The load of the demonstration {load.state}: {load.problems}")
    actions.release(load=load, by=people["analyst"], reason=REASON)
    for story in STORIES:
        import_string(story)(people=people, today=TODAY)
