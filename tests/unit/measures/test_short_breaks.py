"""Short-break series are left out, also where only the child's legal status tells (SSD)."""

from __future__ import annotations

import datetime as dt

from goldenthread.catalogue import looked_after
from goldenthread.engines import engine_over_rows
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.periods import parse_period

D = dt.date
A = {"authority": "999", "source": "ssd"}


def _count(episodes, statuses):
    scope = Scope(
        as_at=D(2014, 3, 31),
        authorities=("999",),
        covers_from={"cla_episode": {"999": D(2012, 4, 1)}},
        population={},
        first=D(2013, 4, 1),
    )
    with engine_over_rows({"cla_episode": episodes, "legal_status": statuses}) as engine:
        results = evaluate(engine, [looked_after.OPEN_COHORT], scope, only=frozenset({"children_looked_after"}))
        return results.one("children_looked_after", parse_period("at-2014-03-31")).value


def _episode(person, legal=None):
    return A | {
        "cla_episode_id": f"E{person}", "person_id": person, "start_date": D(2014, 1, 6), "start_reason": "S",
        "legal_status": legal,
    }  # fmt: skip


def _status(person, code, start, end=None):
    return A | {
        "legal_status_id": f"L{person}{start}",
        "person_id": person,
        "code": code,
        "start_date": start,
        "end_date": end,
    }


def test_the_legal_status_of_the_day_tells_where_the_episode_does_not():
    episodes = [_episode("P1"), _episode("P2"), _episode("P3"), _episode("P4", "V2"), _episode("P5", "V4")]
    statuses = [
        _status("P1", "V4", D(2014, 1, 6)),
        _status("P2", "V2", D(2014, 1, 6)),
        _status("P3", "V3", D(2013, 1, 6), D(2013, 6, 6)),
        _status("P4", "V3", D(2014, 1, 6)),
    ]
    assert _count(episodes, statuses) == 3


def test_without_any_legal_status_every_episode_counts():
    assert _count([_episode("P1"), _episode("P2")], []) == 2
