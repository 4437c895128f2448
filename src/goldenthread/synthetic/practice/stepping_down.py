"""Step-downs to early help, when a case closes: most are taken on, some wait, some are turned away."""

from __future__ import annotations

import datetime as dt

from goldenthread.synthetic.practice.setting import MARK, Row, Setting, numbered, pick
from goldenthread.synthetic.writers.rows import rows_of

_STEPPED, _ACCEPTED = 0.16, 0.84
_FROM = ("assessment", "child_in_need_plan", "child_protection_plan", "looked_after", "other")
_SHARES = (0.52, 0.34, 0.06, 0.02, 0.06)


def step_down_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the template of step-downs."""
    rng, ids = setting.chance(4), numbered("D")
    found: list[Row] = []
    closed = rows_of(setting.data.tables["referral"], ("closure_date", "person_id", "team_id", "nfa"))
    for day, child, team, nfa in sorted((row for row in closed if row[0]), key=lambda row: row[:2]):
        drawn, taken, wait = rng.random(), bool(rng.random() < _ACCEPTED), int(rng.integers(2, 40))
        if nfa or drawn >= _STEPPED or not setting.data.covers_from <= day <= setting.data.end:
            continue
        begun = day + dt.timedelta(days=wait)
        found.append({
            "step_down_id": next(ids), "person_id": child, "step_down_date": day,
            "stepped_from": pick(rng, _FROM, _SHARES), "accepted": taken, "team_id": team,
            "early_help_start_date": begun if taken and begun <= setting.data.end else None,
            "organisation": f"{MARK}family hub",
        })  # fmt: skip
    return {"step-downs": found}
