"""The truth file: headline numerators and denominators counted from the events in plain code."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from goldenthread.periods import add_months, month_end
from goldenthread.synthetic.model import VERSION, AuthorityData
from goldenthread.synthetic.writers.rows import rows_of
from goldenthread.tables.dates import within_12_months, within_months, working_days

_DAY = dt.timedelta(days=1)
_MONTHS_OF_STOCK = 18


def write_truth(data: AuthorityData, path: Path) -> Path:
    """Write the truth file of one authority; answers its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(truth(data), indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def truth(data: AuthorityData) -> dict[str, Any]:
    """Who the authority is, and its headline counts: `figures` is a list of measure, period, counts and sources."""
    windows = [_year_to(data.end), _year_to(data.end - dt.timedelta(days=365))]
    figures: list[dict[str, Any]] = []
    for start, end in windows:
        figures += _front(data, start, end)
        figures += _plans(data, start, end)
    figures += _stock(data)
    return {
        "made_up": True,
        "authority": data.authority,
        "name": data.name,
        "population_0_to_17": data.population,
        "seed": data.seed,
        "scenario": data.scenario,
        "generator": VERSION,
        "covers_from": data.covers_from.isoformat(),
        "as_at": data.end.isoformat(),
        "figures": figures,
    }


def _year_to(end: dt.date) -> tuple[dt.date, dt.date]:
    return add_months(end + _DAY, -12), end


def _figure(
    measure: str, start: dt.date, end: dt.date, numerator: int, denominator: int | None, sources: str
) -> dict[str, Any]:
    return {
        "measure": measure,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "numerator": numerator,
        "denominator": denominator,
        "answered_by": sources.split(),
    }


def _front(data: AuthorityData, start: dt.date, end: dt.date) -> list[dict[str, Any]]:
    contacts = [
        row for row in rows_of(data.tables["contact"], ("contact_date", "source_code")) if start <= row[0] <= end
    ]
    schools = sum(source == "2A" for _, source in contacts)
    referrals = rows_of(data.tables["referral"], ("person_id", "referral_date", "source_code", "nfa"))
    dates = defaultdict(set)
    for child, date, *_ in referrals:
        dates[child].add(date)
    now = [row for row in referrals if start <= row[1] <= end]
    again = sum(any(within_12_months(before, row[1]) for before in dates[row[0]]) for row in now)
    days = [
        working_days(begun, done)
        for begun, done in rows_of(data.tables["assessment"], ("start_date", "authorised_date"))
        if done and start <= done <= end
    ]
    found = [
        ("contacts", len(contacts), None, "ssd"),
        ("contacts_from_schools", schools, None, "ssd"),
        ("referrals", len(now), None, "ssd cin"),
        ("referrals_from_schools", sum(row[2] == "2A" for row in now), None, "ssd cin"),
        ("referrals_nfa", sum(row[3] for row in now), len(now), "ssd cin"),
        ("rereferrals", again, len(now), "ssd cin"),
        ("assessments_completed", len(days), None, "ssd cin"),
    ]
    found += [
        (f"assessments_{limit}", sum(d is not None and d <= limit for d in days), len(days), "ssd cin")
        for limit in (10, 20, 45)
    ]
    return [_figure(name, start, end, top, bottom, sources) for name, top, bottom, sources in found]


def _plans(data: AuthorityData, start: dt.date, end: dt.date) -> list[dict[str, Any]]:
    enquiries = [day for (day,) in rows_of(data.tables["s47_enquiry"], ("start_date",)) if start <= day <= end]
    begun = dict(rows_of(data.tables["s47_enquiry"], ("s47_enquiry_id", "start_date")))
    held = [
        working_days(begun.get(enquiry), day)
        for enquiry, day in rows_of(data.tables["initial_cp_conference"], ("s47_enquiry_id", "conference_date"))
        if start <= day <= end
    ]
    plans = [
        row for row in rows_of(data.tables["cp_plan"], ("person_id", "start_date", "end_date", "ola")) if not row[3]
    ]
    started = [row for row in plans if start <= row[1] <= end]
    soon = sum(
        any(other[0] == row[0] and within_months(other[2], row[1], 24) for other in plans if other[2])
        for row in started
    )
    ever = sum(any(other[0] == row[0] and other[1] < row[1] for other in plans) for row in started)
    return [
        _figure("s47_started", start, end, len(enquiries), None, "ssd cin"),
        _figure("conferences_held", start, end, len(held), None, "ssd cin"),
        _figure("conferences_15", start, end, sum(d is not None and d <= 15 for d in held), len(held), "ssd cin"),
        _figure("cp_plans_started", start, end, len(started), None, "ssd cin"),
        _figure("cp_second_plan_2_years", start, end, soon, len(started), "ssd"),
        _figure("cp_second_plan_ever", start, end, ever, len(started), "ssd cin"),
    ]


def _stock(data: AuthorityData) -> list[dict[str, Any]]:
    plans = rows_of(data.tables["cp_plan"], ("person_id", "start_date", "end_date", "ola"))
    episodes = rows_of(data.tables["cla_episode"], ("person_id", "start_date", "end_date", "legal_status"))
    care = [row for row in episodes if row[3] not in ("V3", "V4")]
    found = []
    for back in range(_MONTHS_OF_STOCK - 1, -1, -1):
        day = month_end(add_months(data.end.replace(day=1), -back))
        if day > data.end:
            continue
        on_plan = {row[0] for row in plans if not row[3] and row[1] <= day and (row[2] is None or row[2] > day)}
        in_care = {row[0] for row in care if row[1] <= day and (row[2] is None or row[2] > day)}
        found.append(_figure("cp_plans", day, day, len(on_plan), None, "ssd cin"))
        found.append(_figure("children_looked_after", day, day, len(in_care), None, "ssd s903"))
    return found
