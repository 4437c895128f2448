"""What children and families say: advocates offered and taken up, answers to questions, complaints and compliments.

An advocate is offered more often from the summer before last and taken up more often from the autumn after; what
children answer, and how many complaints are answered in time, stays as it was.
"""

from __future__ import annotations

import datetime as dt

import numpy as np

from goldenthread.synthetic.practice.setting import Row, Setting, numbered, pick, some_day
from goldenthread.synthetic.writers.rows import rows_of
from goldenthread.tables.dates import add_working_days

OLD_ENOUGH = 10
_OFFERED, _TAKEN = (0.62, 0.85), (0.27, 0.46)
_MEETINGS = (
    ("initial_cp_conference", "conference_date", "initial_conference"),
    ("cp_review", "review_date", "cp_review"),
    ("cla_review", "review_date", "looked_after_review"),
)
_NOT_TAKEN, _NOT_SHARES = (
    ("declined", "too_young", "own_voice", "not_available", "other"),
    (0.46, 0.08, 0.26, 0.14, 0.06),
)
_CHILDREN_ASK = ("worries_explained", "helped_to_understand", "agrees_with_worker", "plan_clear", "tablet_helped")
_PARENTS_ASK = ("worries_explained", "agrees_with_worker", "plan_clear")
_ANSWERS = ("yes", "partly", "no", "not_answered")
_THEMES, _PRAISE = (
    ("delay", "communication", "decision", "staff conduct", "contact"),
    ("kindness", "clear words", "help"),
)
_STAGE_1_DAYS, _STAGE_2_DAYS, _ANSWERED_IN_TIME = 10, 25, 0.71


def voice_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the templates of advocacy, feedback and complaints."""
    complaints = _complaints(setting)
    return {"advocacy": _advocacy(setting, complaints), "feedback": _feedback(setting), "complaints": complaints}


def _advocacy(setting: Setting, complaints: list[Row]) -> list[Row]:
    rng, ids, events = setting.chance(8), numbered("V"), []
    for table, column, kind in _MEETINGS:
        for child, day in rows_of(setting.data.tables[table], ("person_id", column)):
            if day is not None and setting.data.covers_from <= day <= setting.data.end:
                events.append((day, child, kind))
    events += [
        (one["received_date"], one["person_id"], "complaint") for one in complaints if one["respondent"] == "child"
    ]
    teams = {
        (child, first.year, first.month): team
        for first, _last in setting.months
        for child, _worker, team in setting.open_cases(first)
    }
    rows = []
    for day, child, kind in sorted(set(events)):
        if setting.age(child, day) >= OLD_ENOUGH:
            team = teams.get((child, day.year, day.month))
            rows.append({"advocacy_id": next(ids), **_offer(setting, rng, day, child, kind), "team_id": team})
    return rows


def _offer(setting: Setting, rng: np.random.Generator, day: dt.date, child: str, kind: str) -> Row:
    offered = bool(rng.random() < _OFFERED[day >= setting.ago(14)])
    taken, used = bool(rng.random() < _TAKEN[day >= setting.ago(12)]), bool(rng.random() < 0.8)
    before, reason = int(rng.integers(3, 20)), pick(rng, _NOT_TAKEN, _NOT_SHARES)
    row: Row = {"person_id": child, "event_type": kind, "event_date": day, "offered": offered}
    if not offered:
        return row
    row |= {"offered_date": day - dt.timedelta(days=before), "taken_up": taken}
    return row | ({"used_in_meeting": used} if taken else {"reason_not_taken_up": reason})


def _feedback(setting: Setting) -> list[Row]:
    rng, ids, found = setting.chance(9), numbered("F"), []
    for first, last in setting.months:
        cases = sorted({(child, team) for child, _worker, team in setting.open_cases(first)})
        asked = [one for one in cases if setting.age(one[0], first) >= 7]
        for respondent, among, many, questions, shares in (
            ("child", asked, 7, _CHILDREN_ASK, (0.66, 0.18, 0.11, 0.05)),
            ("parent_or_carer", cases, 4, _PARENTS_ASK, (0.60, 0.21, 0.15, 0.04)),
        ):
            for _number in range(int(rng.poisson(many))):
                child, team = pick(rng, among)
                day, anonymous = some_day(rng, first, last), rng.random() < 0.3
                found += [
                    {
                        "feedback_id": next(ids), "received_date": day, "respondent": respondent,
                        "person_id": None if anonymous else child, "team_id": team, "question": question,
                        "answer": pick(rng, _ANSWERS, shares), "theme": None,
                    }
                    for question in questions
                ]  # fmt: skip
    return found


def _complaints(setting: Setting) -> list[Row]:
    rng, ids, found = setting.chance(11), numbered("C"), []
    for first, last in setting.months:
        cases = sorted({(child, team) for child, _worker, team in setting.open_cases(first)})
        for kind, many in (("complaint", 3.4), ("compliment", 4.2), ("member_or_mp_enquiry", 1.1)):
            for _number in range(int(rng.poisson(many))):
                child, team = pick(rng, cases)
                day = some_day(rng, first, last)
                by = pick(rng, ("child", "parent_or_carer", "partner"), (0.22, 0.70, 0.08))
                if by == "child" and setting.age(child, day) < OLD_ENOUGH:
                    by = "parent_or_carer"
                row: Row = {"feedback_id": next(ids), "kind": kind, "received_date": day, "respondent": by,
                            "person_id": child, "team_id": team}  # fmt: skip
                found.append(row | _answered(setting, rng, kind, day))
    return found


def _answered(setting: Setting, rng: np.random.Generator, kind: str, day: dt.date) -> Row:
    if kind == "compliment":
        return {"theme": pick(rng, _PRAISE)}
    second = kind == "complaint" and rng.random() < 0.12
    due = add_working_days(day, _STAGE_2_DAYS if second else _STAGE_1_DAYS)
    in_time, early, late = rng.random() < _ANSWERED_IN_TIME, int(rng.integers(0, 6)), int(rng.integers(1, 45))
    closed = max(day, due - dt.timedelta(days=early)) if in_time else due + dt.timedelta(days=late)
    outcome = pick(rng, ("upheld", "partly_upheld", "not_upheld", "withdrawn"), (0.16, 0.30, 0.46, 0.08))
    over = closed <= setting.data.end
    row: Row = {"theme": pick(rng, _THEMES), "due_date": due, "closed_date": closed if over else None}
    if kind == "complaint":
        row |= {"stage": "2" if second else "1", "outcome": outcome if over else None}
    return row
