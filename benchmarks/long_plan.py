"""The pages of a plan and of the thread with 500 actions, 5,000 reports and 60 meetings, against a static page."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.browsing import STATIC, Browsed, Visitor, flat_out, people_of, served, site_environment

ACTIONS, REPORTS, MEETINGS, EVIDENCE = 500, 5_000, 60, 1_500
READERS = ("director", "head", "analyst", "qa")
AT_ONCE = 8
CHANGES = 40
AIM = "at most 5"


def fill() -> dict[str, str]:
    """Fill the running plan and board of the demonstration to these sizes; the addresses to open."""
    import django

    django.setup()
    from django.utils import timezone

    from goldenthread_web.boards.models import Board, BoardAction, Decision, Item, Meeting
    from goldenthread_web.inspections.models import Finding
    from goldenthread_web.people.models import Person
    from goldenthread_web.plans.models import Action, Evidence, Plan, SuccessMeasure, Update

    plan = Plan.objects.get(state="agreed")
    by, now = Person.objects.get(name="Hal Head"), timezone.now()
    priorities, findings = list(plan.priorities.all()), list(Finding.objects.exclude(kind="strength"))
    names = list(
        SuccessMeasure.objects.exclude(measure="").values_list("measure", flat=True).distinct().order_by("measure")
    )
    have = Action.objects.filter(priority__plan=plan).count()
    made = Action.objects.bulk_create(
        Action(
            priority=priorities[number % len(priorities)], number=f"x.{number}", title=f"Made-up action {number}",
            owner=by, state="in progress" if number % 3 else "done (claimed)", current_due=dt.date(2014, 12, 1),
            original_due=dt.date(2014, 12, 1), starts=dt.date(2014, 7, 8),
        )
        for number in range(ACTIONS - have)
    )  # fmt: skip
    through = Action.findings.through
    through.objects.bulk_create(
        through(action=one, finding=findings[number % len(findings)]) for number, one in enumerate(made)
    )
    SuccessMeasure.objects.bulk_create(
        SuccessMeasure(action=one, measure=names[number % len(names)]) for number, one in enumerate(made)
    )
    Update.objects.bulk_create(
        Update(action=made[number % len(made)], on=dt.date(2014, 9, 1), at=now, by=by, text=f"Made-up report {number}.")
        for number in range(REPORTS - Update.objects.count())
    )
    Evidence.objects.bulk_create(
        Evidence(
            action=made[number % len(made)], kind="document", shows="delivery", title=f"Made-up note {number}",
            effective_from=dt.date(2014, 8, 1), added_by=by, added=now, accepted=True,
        )
        for number in range(EVIDENCE - Evidence.objects.count())
    )  # fmt: skip
    board = Board.objects.latest("formed")
    held = Meeting.objects.count()
    for number in range(MEETINGS - held):
        meeting = Meeting.objects.create(
            board=board, number=100 + number, on=dt.date(2014, 9, 1), at=dt.time(10), place="Avonmere", state="agreed"
        )
        for place in range(3):
            item = Item.objects.create(
                meeting=meeting, position=place, title=f"Made-up item {place}", raised_on=meeting.on, state="decided"
            )
            Decision.objects.create(
                meeting=meeting, item=item, number=place + 1, text=f"Made-up decision {number}.{place}", reason="x", by=by, at=now
            )  # fmt: skip
            BoardAction.objects.create(
                meeting=meeting, item=item, text="Made-up task", owner=by, due=dt.date(2015, 1, 1)
            )
    busy = made[0]
    return {
        "the plan": f"/plan/{plan.pk}/",
        "an action": f"/plan/action/{busy.pk}/",
        "where the thread breaks": "/thread/",
        "the thread of an action": f"/thread/action/{busy.pk}/",
        "the thread of a finding with some fifty actions": f"/thread/finding/{findings[0].pk}/",
        "the thread of a measure": f"/thread/measure/{names[0]}/",
    }


def measure(folder: Path) -> list[dict[str, Any]]:
    """The rows, for a demonstration in a folder."""
    environment = site_environment(folder, "")
    web = [sys.executable, "-m", "goldenthread_web.config", "demonstration", "--into", str(folder)]
    subprocess.run(web, check=True, env=environment, capture_output=True)
    code = "from benchmarks.long_plan import fill; import json; print(json.dumps(fill()))"
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, env=environment | {"PYTHONPATH": str(Path.cwd())}, capture_output=True, text=True
    )  # fmt: skip
    paths: dict[str, str] = json.loads(said.stdout.splitlines()[-1])
    with served(folder, "") as (port, _process):
        readers = people_of(port, READERS, AT_ONCE)
        flat_out(readers, (*STATIC, *paths.values()), asked=80)
        yardstick = flat_out(readers, STATIC, asked=400)
        rows = [_row(name, flat_out(readers, (path,), asked=160), yardstick) for name, path in paths.items()]
        return rows + _after_changes(Visitor(port=port, who="head"), paths)


def _after_changes(reader: Visitor, paths: dict[str, str]) -> list[dict[str, Any]]:
    """Each page opened right after somebody has reported on an action, by one reader, against a static page opened as often."""
    yardstick = [reader.open(STATIC[0]) for _ in range(CHANGES)]
    rows = []
    for name, path in paths.items():
        took = []
        for _ in range(CHANGES):
            reader.fill_in(f"{paths['an action']}update/", {"on": "2014-10-01", "text": "Made-up report."})
            took.append(reader.open(path))
        rows.append(
            _row(
                name,
                Browsed(seconds=sum(took), answers=tuple(took)),
                Browsed(seconds=sum(yardstick), answers=tuple(yardstick)),
                "one person, right after a change",
            )
        )
    return rows


def _row(name: str, found: Browsed, yardstick: Browsed, met: str = f"{AT_ONCE} people at once") -> dict[str, Any]:
    return {
        "name": f"{name}, {ACTIONS} actions, {REPORTS:,} reports, {MEETINGS} meetings, {met}",
        "ratio": round(found.p95 / yardstick.p95, 1),
        "aim": AIM,
        "detail": (
            f"95th percentile {found.p95 * 1000:.0f} ms, median {found.median * 1000:.0f} ms; static "
            f"{yardstick.p95 * 1000:.0f} and {yardstick.median * 1000:.0f} ms"
        ),
    }


def run() -> list[dict[str, Any]]:
    """The rows, on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder))
