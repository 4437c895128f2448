"""Case audits, what was planned, and the actions that came of them.

Grades are better in the last two quarters than before and stay mixed; a moderator lowers some and raises few. How
identity is explored is graded in more and more audits, and no better than before.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from goldenthread.synthetic.practice.setting import Row, Setting, numbered, pick, some_day

PLANNED = 8  # for each team and quarter
_GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
_WORSE = dict(zip(_GRADES, (*_GRADES[1:], _GRADES[-1]), strict=True))
_BETTER = dict(zip(_GRADES, (_GRADES[0], *_GRADES[:-1]), strict=True))
_EARLIER, _BETWEEN, _LATELY = (0.02, 0.43, 0.43, 0.12), (0.02, 0.46, 0.42, 0.10), (0.04, 0.53, 0.36, 0.07)
_IDENTITY = (0.01, 0.34, 0.49, 0.16)
_THEMES = ("assessment", "plan", "supervision", "threshold", "voice", "culture_and_identity", "other")
_THEME_SHARES = (0.36, 0.22, 0.08, 0.10, 0.12, 0.08, 0.04)
_AUDITORS = ("manager", "peer", "independent", "external")
_DONE, _MODERATED, _LOWERED, _RAISED, _IN_TIME, _CLOSED = 0.88, 0.35, 0.22, 0.04, 0.68, 0.94
_PARTS = ("assessment quality", "plan quality", "threshold", "voice of the child")


def audit_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the templates of case audits, audit actions and the audit plan."""
    rng, ids = setting.chance(1), numbered("A")
    audits: list[Row] = []
    actions: list[Row] = []
    plan: list[Row] = []
    for quarter, first, last in setting.quarters:
        held = setting.open_cases(first)
        for team in setting.teams:
            plan.append({"planned_quarter": quarter, "team_id": team, "audits_planned": PLANNED})
            of_team = [child for child, _worker, holder in held if holder == team]
            if not of_team:
                continue
            for _number in range(int(rng.binomial(PLANNED, _DONE))):
                late = int(rng.integers(5, 40)) if rng.random() < 0.1 else 0
                day = some_day(rng, first, last) + dt.timedelta(days=late)
                child = pick(rng, of_team)
                if day > setting.data.end:
                    continue  # planned for the last quarter, and not done by the end of it
                audit = _audit(setting, rng, day) | {"audit_id": next(ids), "person_id": child, "team_id": team}
                audits.append(audit | {"planned_quarter": quarter})
                actions += _actions(setting, rng, audits[-1])
    return {"case-audits": audits, "audit-actions": actions, "audit-plan": plan}


def _audit(setting: Setting, rng: np.random.Generator, day: dt.date) -> Row:
    shares = _LATELY if day >= setting.ago(6) else _BETWEEN if day >= setting.ago(15) else _EARLIER
    grade = pick(rng, _GRADES, shares)
    moderated = bool(rng.random() < _MODERATED)
    row: Row = {
        "audit_date": day,
        "theme": pick(rng, _THEMES, _THEME_SHARES),
        "auditor_role": pick(rng, _AUDITORS, (0.55, 0.30, 0.13, 0.02)),
        "grade": grade,
        "moderated": moderated,
        "moderated_grade": _moderated(rng, grade) if moderated else None,
    }
    for part in _PARTS:
        row[f"component: {part}"] = _near(rng, grade)
    explored = 0.3 if day < setting.ago(24) else 0.5 if day < setting.ago(12) else 0.8
    row["component: culture and identity"] = pick(rng, _GRADES, _IDENTITY) if rng.random() < explored else None
    return row


def _moderated(rng: np.random.Generator, grade: str) -> str:
    drawn = rng.random()
    return _WORSE[grade] if drawn < _LOWERED else _BETTER[grade] if drawn > 1 - _RAISED else grade


def _near(rng: np.random.Generator, grade: str) -> str:
    """The grade of a part: mostly that of the whole, at times one better or one worse."""
    return pick(rng, (grade, _WORSE[grade], _BETTER[grade]), (0.66, 0.2, 0.14))


def _actions(setting: Setting, rng: np.random.Generator, audit: Row) -> list[Row]:
    """The actions of an audit; counts on the audit itself are of those due by the end of the records."""
    most = {"outstanding": 1, "good": 2, "requires_improvement": 4, "inadequate": 5}[audit["grade"]]
    rows: list[Row] = []
    for number in range(1, int(rng.integers(most // 3, most + 1)) + 1):
        due = audit["audit_date"] + dt.timedelta(days=int(pick(rng, (14, 28, 42), (0.3, 0.5, 0.2))))
        in_time = rng.random() < _IN_TIME
        after = -int(rng.integers(0, 12)) if in_time else int(rng.integers(1, 50))
        closed = due + dt.timedelta(days=after) if rng.random() < _CLOSED else None
        known = closed if closed is not None and closed <= setting.data.end else None
        rows.append({"audit_id": audit["audit_id"], "action_number": number, "due_date": due, "closed_date": known})
    fallen = [row for row in rows if row["due_date"] <= setting.data.end]
    audit["actions_due"] = len(fallen)
    audit["actions_closed_on_time"] = sum(
        row["closed_date"] is not None and row["closed_date"] <= row["due_date"] for row in fallen
    )
    return rows
