"""The workforce month by month and the training that is due, from the workers who hold the cases of the returns.

Vacancies and agency workers stay about level; who starts and leaves follows from the workers themselves. First line
managers and those without cases appear in no return: they are added.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from goldenthread.periods import add_months
from goldenthread.synthetic.practice.setting import Row, Setting, Worker, numbered, pick, some_day

_HOLDS = ("case_holder", "senior_practitioner", "newly_qualified")
_BESIDES = {"first_line_manager": 2, "qualified_without_cases": 1}
_COVERING, _SICK_DAYS, _NEW, _SENIOR, _LEAVES = 0.8, 0.72, 0.7, 5, 0.02
_COURSES = (("Analysis in assessments", 36), ("Safeguarding refresher", 24), ("Domestic abuse", 36),
            ("Culture and identity", 36), ("Advocacy and the voice of the child", 36))  # fmt: skip
_MANDATORY = {"Analysis in assessments", "Safeguarding refresher"}
_IN_TIME, _EVER = 0.74, 0.93


def staff_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the templates of workforce and training."""
    return {"workforce": _workforce(setting), "training": _training(setting)}


def role_of(worker: Worker, day: dt.date) -> str:
    """What somebody who holds cases is on a day: most are new for a year, every fifth is a senior practitioner."""
    number = int("".join(one for one in worker.id if one.isdigit()))
    if number % 10 < 10 * _NEW and not worker.agency and day < add_months(worker.since, 12):
        return "newly_qualified"
    return "senior_practitioner" if number % _SENIOR == 4 and not worker.agency else "case_holder"


def _workforce(setting: Setting) -> list[Row]:
    rng, found = setting.chance(6), []
    vacant = {team: 1.0 + 0.2 * number for number, team in enumerate(setting.teams)}
    for first, last in setting.months:
        cases = _cases(setting, last)
        for team in setting.teams:
            vacant[team] = float(np.clip(vacant[team] + rng.choice((-0.5, 0, 0, 0.5)), 0.5, 2.5))
            there = [one for one in setting.workers if one.team == team and one.there(last)]
            for role in _HOLDS:
                row = _role(setting, rng, role, first, last, [one for one in there if role_of(one, last) == role])
                row |= {
                    "team_id": team,
                    "cases_held": sum(cases[one.id] for one in there if role_of(one, last) == role),
                }
                left = [one for one in setting.workers if one.team == team and one.until and first <= one.until <= last]
                row["leavers_fte"] = _hours(one for one in left if not one.agency and role_of(one, last) == role)
                if role == "case_holder":
                    row["vacancy_fte"] = round(vacant[team], 1)
                    row["agency_covering_vacancy_fte"] = round(min(row["agency_fte"] * _COVERING, vacant[team]), 1)
                found.append(row)
            found += [_besides(rng, last, role, people) | {"team_id": team} for role, people in _BESIDES.items()]
    return found


def _besides(rng: np.random.Generator, day: dt.date, role: str, people: int) -> Row:
    """Those who hold no case: now and then one goes and another comes in the same month."""
    left = float(rng.binomial(people, _LEAVES))
    sick = float(rng.poisson(people * _SICK_DAYS))
    here = {"role": role, "in_post_fte": float(people), "in_post_headcount": people, "days_lost_sickness": sick}
    return _none(day) | here | {"starters_fte": left, "leavers_fte": left}


def _none(day: dt.date) -> Row:
    """A line of nobody on a day."""
    hours = ("in_post_fte", "vacancy_fte", "agency_fte", "agency_covering_vacancy_fte", "starters_fte", "leavers_fte",
             "days_lost_sickness", "case_holders_fte")  # fmt: skip
    return {"snapshot_date": day, "in_post_headcount": 0, "cases_held": 0} | dict.fromkeys(hours, 0.0)


def _role(
    setting: Setting, rng: np.random.Generator, role: str, first: dt.date, last: dt.date, there: list[Worker]
) -> Row:
    own = [one for one in there if not one.agency]
    begun = [one for one in own if first <= one.since <= last and one.since > setting.data.covers_from]
    return _none(last) | {
        "role": role,
        "in_post_fte": _hours(own),
        "in_post_headcount": len(own),
        "agency_fte": _hours(one for one in there if one.agency),
        "starters_fte": _hours(begun),
        "days_lost_sickness": float(rng.poisson(len(own) * _SICK_DAYS)),
        "case_holders_fte": _hours(there),
    }


def _hours(workers: Iterable[Worker]) -> float:
    return round(sum((one.fte for one in workers), 0.0), 1)


def _cases(setting: Setting, day: dt.date) -> defaultdict[str, int]:
    held: defaultdict[str, int] = defaultdict(int)
    for _child, worker, _team in setting.open_cases(day):
        held[worker] += 1
    return held


def _training(setting: Setting) -> list[Row]:
    rng, ids, found = setting.chance(7), numbered("T"), []
    for worker in setting.workers:
        for course, every in _COURSES:
            due = add_months(max(worker.since, setting.data.covers_from), 3) + dt.timedelta(
                days=int(rng.integers(0, 270))
            )
            while due <= setting.data.end:
                done = _done(rng, due)
                if worker.there(due) and due >= setting.data.covers_from:
                    found.append({
                        "training_id": next(ids), "professional_id": worker.id, "team_id": worker.team,
                        "role": role_of(worker, due), "course": course, "mandatory": course in _MANDATORY,
                        "due_date": due, "completed_date": done if done and done <= setting.data.end else None,
                    })  # fmt: skip
                due = add_months(due, every)
    return found


def _done(rng: np.random.Generator, due: dt.date) -> dt.date | None:
    if rng.random() >= _EVER:
        return None
    if rng.random() < _IN_TIME:
        return some_day(rng, due - dt.timedelta(days=60), due)
    return due + dt.timedelta(days=int(pick(rng, (10, 30, 60, 90))))
