"""Supervision: every worker each month, every child on a protection plan each quarter; mostly held, and at times late."""

from __future__ import annotations

import datetime as dt

import numpy as np

from goldenthread.synthetic.practice.setting import Row, Setting, numbered, pick, some_day
from goldenthread.synthetic.writers.rows import rows_of

_IN_TIME = {"worker": 0.83, "case": 0.77}
_LATE = 0.62  # of those not held in time, the share held later
_REASONS = ("leave", "sickness", "manager_absence", "cancelled", "other")
_SHARES = (0.30, 0.22, 0.20, 0.20, 0.08)
_BETWEEN_CASES = dt.timedelta(days=91)


def supervision_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the template of supervision."""
    rng, ids = setting.chance(5), numbered("S")
    rows = [*_of_workers(setting, rng), *_of_cases(setting, rng)]
    return {"supervision": [{"supervision_id": next(ids), **row} for row in rows]}


def _of_workers(setting: Setting, rng: np.random.Generator) -> list[Row]:
    found: list[Row] = []
    for first, last in setting.months:
        loads = np.unique([worker for _child, worker, _team in setting.open_cases(first)], return_counts=True)
        cases = dict(zip(loads[0].tolist(), loads[1].tolist(), strict=True))
        for worker in setting.workers:
            due = some_day(rng, first, last)
            held = _held(setting, rng, "worker", due)
            if worker.there(first) and worker.there(due):
                here = {"kind": "worker", "professional_id": worker.id, "team_id": worker.team, "due_date": due}
                found.append(here | held | {"caseload_at_supervision": cases.get(worker.id, 0)})
    return found


def _of_cases(setting: Setting, rng: np.random.Generator) -> list[Row]:
    found: list[Row] = []
    columns = ("start_date", "person_id", "end_date", "professional_id", "team_id", "ola")
    plans = [row for row in rows_of(setting.data.tables["cp_plan"], columns) if not row[5]]
    for start, child, end, worker, team, _ola in sorted(plans, key=lambda row: row[:2]):
        due, until = start + _BETWEEN_CASES, min(end or dt.date.max, setting.data.end)
        while due <= until:
            held = _held(setting, rng, "case", due)
            if due >= setting.data.covers_from:
                here = {"kind": "case", "professional_id": worker, "person_id": child, "team_id": team}
                found.append(here | {"due_date": due} | held)
            due += _BETWEEN_CASES
    return sorted(found, key=lambda row: (row["due_date"], row["person_id"]))


def _held(setting: Setting, rng: np.random.Generator, kind: str, due: dt.date) -> Row:
    in_time, later = rng.random() < _IN_TIME[kind], rng.random() < _LATE
    early, late, reason = int(rng.integers(0, 6)), int(rng.integers(1, 25)), pick(rng, _REASONS, _SHARES)
    day = due - dt.timedelta(days=early) if in_time else due + dt.timedelta(days=late)
    if (in_time or later) and day <= setting.data.end:
        return {"held_date": day, "reason_not_held": None}
    return {"held_date": None, "reason_not_held": None if in_time or later else reason}
