"""Random canonical rows crowded around awkward dates, for holding the engine to the plain count."""

from __future__ import annotations

import datetime as dt
from functools import partial
from random import Random
from typing import Any

from tests.oracle.random_more import MORE_TABLES, Draw, add_last, add_more, add_service

from goldenthread.periods import reporting_year

AUTHORITIES = ("997", "998")
AS_AT = dt.date(2024, 3, 31)
# Leap days, month and year ends, Easter and a one-off bank holiday: dates at which rules tend to differ.
EDGES = tuple(
    dt.date.fromisoformat(text)
    for text in (
        "2020-02-29", "2021-02-28", "2022-02-28", "2022-03-31", "2022-04-01", "2022-06-02", "2022-09-19",
        "2022-12-31", "2023-02-28", "2023-03-01", "2023-03-31", "2023-04-01", "2023-04-07", "2023-05-31",
        "2023-08-31", "2023-09-30", "2023-12-25", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-01",
        "2024-03-28", "2024-03-29", "2024-03-30", "2024-03-31", "2024-04-02",
    )
)  # fmt: skip


def random_rows(random: Random, *, children: int = 12, as_at: dt.date = AS_AT) -> dict[str, list[dict[str, Any]]]:
    """A few children of two authorities with everything that is counted, missing values and errors included."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES}
    for authority in AUTHORITIES:
        for team in ("T1", "T2"):
            tables["team"].append({"team_id": team, "name": f"Team {team}" if team == "T1" else None})
            tables["team"][-1] |= _where(authority)
        for number in range(children):
            _child(random, tables, authority, f"C{number}", as_at)
    # Drawn after everything else, so that what was drawn before stays as it was.
    draw = Draw(random=random, day=partial(_day, random, as_at), later=partial(_later, random))
    for authority in AUTHORITIES:
        add_service(draw, tables, _where(authority))
        for number in range(children):
            add_more(draw, tables, {**_where(authority), "person_id": f"C{number}"})
    add_last(draw, tables)
    return tables


_TABLES = (
    "person", "disability", "team", "contact", "referral", "assessment", "assessment_factor", "s47_enquiry",
    "initial_cp_conference", "cp_plan", "cp_review", "cla_episode", *MORE_TABLES,
)  # fmt: skip


def _where(authority: str) -> dict[str, Any]:
    return {"authority": authority, "source": "cin"}


def _day(random: Random, as_at: dt.date) -> dt.date:
    if random.random() < 0.5:
        return random.choice(EDGES) + dt.timedelta(days=random.choice((0, 0, 0, -1, 1)))
    return as_at - dt.timedelta(days=random.randrange(-5, 1300))


def _later(random: Random, day: dt.date, most: int) -> dt.date | None:
    chance = random.random()
    if chance < 0.15:
        return None
    if chance < 0.25:
        return day
    if chance < 0.29:
        return day - dt.timedelta(days=random.randrange(1, 20))
    if chance < 0.5:
        return max(random.choice(EDGES), day)
    return day + dt.timedelta(days=random.randrange(most))


def _maybe(random: Random, *values: Any) -> Any:
    return random.choice((*values, None))


def _child(random: Random, tables: dict[str, list[dict[str, Any]]], authority: str, child: str, as_at: dt.date) -> None:
    where = {**_where(authority), "person_id": child}
    if random.random() < 0.95:
        born = _day(random, as_at) - dt.timedelta(days=random.randrange(0, 17 * 365))
        unborn = random.random() < 0.08
        tables["person"].append(
            {
                **where,
                "date_of_birth": None if unborn or random.random() < 0.04 else born,
                "expected_date_of_birth": as_at + dt.timedelta(days=40) if unborn else None,
                "sex": _maybe(random, "M", "F", "U"),
                "ethnicity": _maybe(random, "WBRI", "MWBC", "AIND", "REFU", "OOTH"),
            }
        )
    for code in random.choice(((), ("NONE",), ("LD",), ("LD", "AUT"))):
        tables["disability"].append({**where, "code": code})
    for number in range(random.randrange(4)):
        tables["contact"].append(
            {
                **where,
                "contact_id": f"{child}:k{number}",
                "contact_date": _day(random, as_at),
                "source_code": _maybe(random, "2A", "2B", "6", "10"),
                "outcome_new_referral": _maybe(random, True, False),
            }
        )
    for number in range(random.randrange(5)):
        _referral(random, tables, where, f"{child}:{number}", as_at)
    _plans(random, tables, where, child, as_at)
    _care(random, tables, where, child, as_at)


def _referral(
    random: Random, tables: dict[str, list[dict[str, Any]]], where: dict[str, Any], name: str, as_at: dt.date
) -> None:
    day = _day(random, as_at)
    tables["referral"].append(
        {
            **where,
            "referral_id": name,
            "referral_date": day,
            "source_code": _maybe(random, "1A", "2A", "3E", "6", "10"),
            "primary_need": _maybe(random, "N1", "N2", "N5", "N0"),
            "nfa": _maybe(random, True, False, False),
            "closure_date": _later(random, day, 300),
            "closure_reason": _maybe(random, "RC7", "RC8", "RC9"),
            "team_id": _maybe(random, "T1", "T2", "T3"),
        }
    )
    for number in range(random.choice((0, 1, 1, 2))):
        _assessment(random, tables, where, name, number, day)
    for number in range(random.choice((0, 0, 1, 2))):
        enquiry = f"{name}:s{number}"
        start = _later(random, day, 60) or day
        tables["s47_enquiry"].append(
            {
                **where,
                "s47_enquiry_id": enquiry,
                "referral_id": name,
                "start_date": start,
                "team_id": _maybe(random, "T1"),
                "collection_year": _maybe(random, reporting_year(start)),
            }
        )
        if random.random() < 0.6:
            held = _later(random, start, 40)
            tables["initial_cp_conference"].append(
                {
                    **where,
                    "icpc_id": f"{enquiry}:i",
                    "referral_id": name,
                    "s47_enquiry_id": _maybe(random, enquiry, enquiry, enquiry),
                    "conference_date": held or start,
                    "outcome_cp_plan": _maybe(random, True, False),
                    "team_id": _maybe(random, "T1", "T2"),
                }
            )


def _assessment(
    random: Random,
    tables: dict[str, list[dict[str, Any]]],
    where: dict[str, Any],
    referral: str,
    number: int,
    day: dt.date,
) -> None:
    start = _later(random, day, 8) or day
    name = f"{referral}:a{number}"
    tables["assessment"].append(
        {
            **where,
            "assessment_id": name,
            "referral_id": _maybe(random, referral, referral, referral, referral),
            "start_date": start,
            "authorised_date": _later(random, start, 90),
            "outcome_nfa": _maybe(random, True, False),
            "team_id": _maybe(random, "T1", "T2"),
        }
    )
    for code in random.choice(((), ("21",), ("3B",), ("3B", "4B"), ("1B", "3B", "4B"), ("21", "16A"))):
        tables["assessment_factor"].append({**where, "assessment_id": name, "code": code})


def _plans(
    random: Random, tables: dict[str, list[dict[str, Any]]], where: dict[str, Any], child: str, as_at: dt.date
) -> None:
    for number in range(random.choice((0, 0, 1, 2, 3))):
        start = _day(random, as_at)
        name = f"{child}:p{number}"
        tables["cp_plan"].append(
            {
                **where,
                "cp_plan_id": name,
                "start_date": start,
                "end_date": _later(random, start, 900),
                "initial_category": _maybe(random, "NEG", "EMO", "MUL"),
                "latest_category": _maybe(random, "NEG", "PHY"),
                "ola": _maybe(random, False, False, False, True),
                "previous_plans": _maybe(random, 0, 0, 1, 2),
                "team_id": _maybe(random, "T1", "T2"),
            }
        )
        day = start
        for review in range(random.randrange(5)):
            day = day + dt.timedelta(days=random.choice((-3, 60, 90, 91, 92, 93, 150, 181, 182, 183, 184, 185)))
            tables["cp_review"].append(
                {**where, "cp_review_id": f"{name}:{review}", "cp_plan_id": name, "review_date": day}
            )


def _care(
    random: Random, tables: dict[str, list[dict[str, Any]]], where: dict[str, Any], child: str, as_at: dt.date
) -> None:
    day = _day(random, as_at)
    for number in range(random.choice((0, 0, 1, 2, 4))):
        continues = random.random() < 0.4 and number > 0
        end = _later(random, day, 400)
        moves_on = end is not None and random.random() < 0.5
        tables["cla_episode"].append(
            {
                **where,
                "cla_episode_id": f"{child}:e{number}",
                "start_date": day,
                "start_reason": _maybe(random, *(["P" if continues else "S"] * 5)),
                "legal_status": _maybe(random, "C1", "C2", "V2", "V2", "V4"),
                "category_of_need": _maybe(random, "N1", "N8"),
                "end_date": end,
                "end_reason": _maybe(random, *["X1" if moves_on else "E4A"] * 5) if end else None,
            }
        )
        if end is None:
            break
        day = end if moves_on else end + dt.timedelta(days=random.randrange(1, 200))
