"""The background work of a load: read, check, count, then the steps of the apps above."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from goldenthread import api
from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.loads import actions
from goldenthread_web.loads.files import FULL
from goldenthread_web.loads.models import Load, Source
from goldenthread_web.loads.workflow import State, WrongStateError

EVERY_SECONDS = 1.0
# How far a load is when each of these begins, from what they take on a large council.
SHARES = {"Reading returns": (0.02, 0.5), "Merging": (0.52, 0.13), "Checking": (0.65, 0.05), "Counting": (0.70, 0.15)}


class CancelledError(Exception):
    """The load was cancelled, or taken from this worker."""


class Teller:
    """Writes progress to the load at most every second, and stops the work when it may not go on."""

    def __init__(self, load_id: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.load_id = load_id
        self.clock = clock
        self.last = float("-inf")

    def listen(self, label: str, done: int, total: int) -> None:
        """Hear of a step of the library."""
        begins, share = SHARES.get(label, (0.9, 0.0))
        self.tell(round(begins + share * min(1.0, done / total if total else 0.0), 6), label)

    def tell(self, fraction: float, said: str, *, now: bool = False) -> None:
        """Write it down when it is time; CancelledError when the load may not go on."""
        if not now and self.clock() - self.last < EVERY_SECONDS:
            return
        self.last = self.clock()
        if not actions.tell_progress(self.load_id, fraction, said):
            raise CancelledError


@task()
def run_load(*, load: int) -> None:
    """Make a queued load; what goes wrong is written on the load, never lost."""
    taken = actions.claim(load)
    if taken is None:
        return
    try:
        make(taken, Teller(taken.pk))
    except (CancelledError, WrongStateError):
        taken.refresh_from_db()
        if taken.is_running and taken.cancel_wanted:
            actions.end_badly(taken, State.CANCELLED, [])
    except api.UserError as error:
        actions.end_badly(taken, State.FAILED, [_told(one) for one in error.problems])
    except Exception as error:
        actions.end_badly(taken, State.FAILED, [_fault(error)])
        raise


def _fault(error: Exception) -> dict[str, str]:
    """What is told of a fault that nobody foresaw; of a full disk, what to do."""
    if isinstance(error, OSError) and error.errno in FULL:
        what, remedy = "The server's disk is full.", "Ask your administrator to make room, then run it again."
    else:
        what = "The load stopped on an unexpected fault."
        remedy = "Run it again; if it fails again, tell your administrator at what time."
    return {"what": what, "remedy": remedy, "file": ""}


def make(load: Load, teller: Teller) -> None:
    """Read, check, count and store one load."""
    data = Path(settings.GOLDENTHREAD_DATA)
    with api.listening(teller.listen):
        made = api.read(**_origin(load), into=data / "loads", as_at=load.as_at, authority=load.authority or None)
        actions.move(load, State.CHECKING, key=made.id, report=_report(made))
        found = api.check_findings(made.path, output=data / "findings" / f"{load.pk}.csv")
        actions.move(load, State.COUNTING, findings=found)
        load.rows_folder.parent.mkdir(parents=True, exist_ok=True)
        space = api.open_workspace(made.path, _settings_file(data), rows=load.rows_folder)
        actions.move(load, State.STORING)
        steps = settings.GOLDENTHREAD_LOAD_STEPS
        for number, step in enumerate(steps):
            start, share = 0.85 + 0.15 * number / len(steps), 0.15 / len(steps)
            teller.tell(start, "Storing", now=True)
            import_string(step)(space, load, lambda part, said, a=start, s=share: teller.tell(a + s * part, said))
    actions.move(load, State.FOR_REVIEW, fraction=1.0, said="", finished=timezone.now())
    record(actor=load.started_by, verb=Verb.LOAD_FINISHED, what=f"load:{load.pk}", detail={"key": load.key})


def _settings_file(data: Path) -> Path | None:
    place = data / "authority.toml"
    return place if place.is_file() else None


def _origin(load: Load) -> dict[str, Any]:
    if load.upload is not None:
        return {"paths": [load.upload.folder]}
    source = load.source
    if source is None:
        raise api.UserError("The load has neither files nor a source.", remedy="Upload the files again.")
    if source.kind == Source.Kind.FOLDER:
        return {"paths": [Path(source.place)]}
    address = os.environ.get(source.place, "")
    if not address:
        raise api.UserError(
            f"The environment variable {source.place} holds no address of a database.",
            remedy="Ask your administrator to set it where the worker runs.",
        )
    return {"paths": [], "ssd": address, "ssd_schema": source.schema}


def _report(made: api.Load) -> dict[str, Any]:
    """What was read and set aside, file by file; examples of rows stay in the load, for they name children."""
    files = [_file_report(one) for one in made.manifest["sources"]]
    rows = sum(entry["rows"] for found in made.manifest["files"].values() for entry in found.values())
    ignored = [{"file": Path(str(one["file"])).name, "why": one["why"]} for one in made.manifest.get("ignored", [])]
    orphans = [
        {"source": source, "table": table, "rows": count}
        for source, found in made.manifest.get("orphans", {}).items()
        for table, count in found.items()
    ]
    return {"files": files, "rows": rows, "ignored": ignored, "orphans": orphans}


def _file_report(one: dict[str, Any]) -> dict[str, Any]:
    name = Path(str(one["name"])).name
    if "refused" in one:
        return {"name": name, "refused": one["refused"]}
    fates: dict[str, int] = {}
    for account in one["accounts"].values():
        for fate, count in account.items():
            fates[fate] = fates.get(fate, 0) + count
    return {
        "name": name,
        "source": one["source"],
        "year": one["collection_year"] or 0,
        "rows": sum(one["rows"].values()),
        "fates": fates,
        "set_aside": [
            {"code": code.replace("_", " "), "count": found["count"]} for code, found in one["set_aside"].items()
        ],
        "notes": [{"code": code.replace("_", " "), "count": found["count"]} for code, found in one["notes"].items()],
    }


def _told(problem: Any) -> dict[str, str]:
    place = Path(str(problem.file)).name if problem.file else ""
    where = f", row {problem.row}" if getattr(problem, "row", None) else ""
    return {"what": problem.what, "remedy": problem.remedy or "", "file": f"{place}{where}"}
