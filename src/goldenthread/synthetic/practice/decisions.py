"""When a manager decided on contacts and referrals: mostly by the next working day, and no quicker than before."""

from __future__ import annotations

import datetime as dt

import numpy as np

from goldenthread.synthetic.practice.setting import Row, Setting, pick
from goldenthread.synthetic.writers.rows import rows_of
from goldenthread.tables.dates import add_working_days

MONTHS = 36
_WAITS = (0, 1, 2, 3, 4, 5, 8)
_CONTACT, _REFERRAL = (0.44, 0.35, 0.10, 0.05, 0.03, 0.02, 0.01), (0.38, 0.42, 0.09, 0.05, 0.03, 0.02, 0.01)
_RECORDED = 0.97


def decision_rows(setting: Setting) -> dict[str, list[Row]]:
    """Rows of the two templates of decisions, for the last three years: the clock was not kept before."""
    return {
        "contact-decisions": _decided(setting, "contact", setting.chance(2), _CONTACT),
        "referral-decisions": _decided(setting, "referral", setting.chance(3), _REFERRAL),
    }


def _decided(setting: Setting, kind: str, rng: np.random.Generator, shares: tuple[float, ...]) -> list[Row]:
    day_column, id_column = f"{kind}_date", f"{kind}_id"
    begun, end, found = setting.ago(MONTHS), setting.data.end, []
    for record, child, day in rows_of(setting.data.tables[kind], (id_column, "person_id", day_column)):
        wait, recorded = pick(rng, _WAITS, shares), rng.random() < _RECORDED
        hour, minute, later = (int(one) for one in rng.integers((9, 0, 1), (13, 60, 5)))
        decided = add_working_days(day, wait) if wait else day
        if not (begun <= day <= decided <= end and recorded):
            continue
        came = dt.datetime.combine(day, dt.time(hour, minute))
        settled = dt.datetime.combine(decided, dt.time(hour + later, minute))
        row = {id_column: record, "person_id": child, day_column: day, "received_at": came, "decided_at": settled}
        found.append(row)
    return found
