"""Made-up rows of one large council over six years, made quickly with numpy; the shape matters, not the story."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.tables import TABLES, codes

AS_AT = dt.date(2024, 3, 31)
FIRST = dt.date(2018, 4, 1)
POPULATION = 355_000
_EPOCH = dt.date(1970, 1, 1)
_BEGIN, _END = (FIRST - _EPOCH).days, (AS_AT - _EPOCH).days
_NONE = np.iinfo(np.int32).min


def large_council(*, seed: int = 7, referrals_a_year: int = 18_000) -> dict[str, pa.Table]:
    """Canonical tables of a council with about 18,000 referrals a year for people aged 0 to 17."""
    rng = np.random.default_rng(seed)
    people = referrals_a_year * 4
    tables = {"person": _people(rng, people), "disability": _disability(rng, people), "team": _teams()}
    tables["contact"] = _contacts(rng, people, referrals_a_year * 18)
    tables["referral"], referral = _referrals(rng, people, referrals_a_year * 6)
    tables["assessment"], tables["assessment_factor"] = _assessments(rng, referral)
    tables["s47_enquiry"], tables["initial_cp_conference"] = _enquiries(rng, referral)
    tables["cp_plan"], tables["cp_review"] = _plans(rng, people, referrals_a_year // 2)
    tables["cla_episode"] = _care(rng, people, referrals_a_year // 3)
    return tables


def _table(name: str, columns: dict[str, Any]) -> pa.Table:
    schema = TABLES[name].arrow_schema()
    size = len(next(iter(columns.values())))
    fixed = {"authority": "999", "source": "cin"}
    arrays = []
    for column in schema:
        if column.name in columns:
            values = columns[column.name]
            array = values if isinstance(values, pa.Array) else pa.array(values, from_pandas=False)
            arrays.append(array.cast(column.type))
        elif column.name in fixed:
            arrays.append(pa.array([fixed[column.name]], pa.string()).take(pa.array(np.zeros(size, np.int32))))
        else:
            arrays.append(pa.nulls(size, column.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _ids(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pa.array(np.char.add(prefix, numbers.astype("U9")).tolist(), pa.string())


def _days(days: np.ndarray) -> pa.Array:
    days = days.astype(np.int32)
    return pa.array(days, pa.int32(), mask=days == _NONE).cast(pa.date32())


def _pick(rng: np.random.Generator, values: list[str | None], size: int) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(rng.integers(0, len(values), size)))


def _yes(rng: np.random.Generator, share: float, size: int) -> pa.Array:
    return pa.array(rng.random(size) < share)


def _people(rng: np.random.Generator, people: int) -> pa.Table:
    return _table(
        "person",
        {
            "person_id": _ids("C", np.arange(people)),
            "date_of_birth": _days(rng.integers(_BEGIN - 17 * 365, _END - 400, people)),
            "sex": _pick(rng, ["M", "F", "M", "F", "U"], people),
            "ethnicity": _pick(rng, [*codes.ETHNICITY.by_code], people),
        },
    )


def _disability(rng: np.random.Generator, people: int) -> pa.Table:
    chosen = np.flatnonzero(rng.random(people) < 0.9)
    return _table(
        "disability",
        {"person_id": _ids("C", chosen), "code": _pick(rng, ["NONE"] * 6 + ["LD"], len(chosen))},
    )


def _teams() -> pa.Table:
    return _table("team", {"team_id": [f"T{n}" for n in range(12)], "name": [f"Team {n}" for n in range(12)]})


def _team(rng: np.random.Generator, size: int) -> pa.Array:
    return _pick(rng, [f"T{n}" for n in range(12)], size)


def _contacts(rng: np.random.Generator, people: int, size: int) -> pa.Table:
    return _table(
        "contact",
        {
            "contact_id": _ids("K", np.arange(size)),
            "person_id": _ids("C", rng.integers(0, people, size)),
            "contact_date": _days(rng.integers(_BEGIN, _END + 1, size)),
            "source_code": _pick(rng, [*codes.REFERRAL_SOURCE.by_code], size),
            "outcome_new_referral": _yes(rng, 0.3, size),
        },
    )


def _referrals(rng: np.random.Generator, people: int, size: int) -> tuple[pa.Table, dict[str, np.ndarray]]:
    # One referral per child and day, as merged by natural key.
    pairs = np.unique(np.stack([rng.integers(0, people, size), rng.integers(_BEGIN, _END + 1, size)], axis=1), axis=0)
    person, day = pairs[:, 0], pairs[:, 1]
    closed = day + rng.exponential(150, len(day)).astype(int)
    closed = np.where(closed > _END, _NONE, closed)
    number = np.arange(len(day))
    table = _table(
        "referral",
        {
            "referral_id": _ids("R", number),
            "person_id": _ids("C", person),
            "referral_date": _days(day),
            "source_code": _pick(rng, [*codes.REFERRAL_SOURCE.by_code], len(day)),
            "primary_need": _pick(rng, [f"N{n}" for n in range(10)], len(day)),
            "nfa": _yes(rng, 0.1, len(day)),
            "closure_date": _days(closed),
            "closure_reason": _pick(rng, ["RC7", "RC8", "RC7", "RC9", None], len(day)),
            "team_id": _team(rng, len(day)),
        },
    )
    return table, {"number": number, "person": person, "day": day}


def _assessments(rng: np.random.Generator, referral: dict[str, np.ndarray]) -> tuple[pa.Table, pa.Table]:
    chosen = np.flatnonzero(rng.random(len(referral["number"])) < 0.95)
    size = len(chosen)
    start = referral["day"][chosen] + rng.integers(0, 8, size)
    end = start + rng.gamma(4, 12, size).astype(int)
    end = np.where((end > _END) | (rng.random(size) < 0.005), _NONE, end)
    table = _table(
        "assessment",
        {
            "assessment_id": _ids("A", chosen),
            "person_id": _ids("C", referral["person"][chosen]),
            "referral_id": _ids("R", chosen),
            "start_date": _days(start),
            "authorised_date": _days(end),
            "outcome_nfa": _yes(rng, 0.35, size),
            "team_id": _team(rng, size),
        },
    )
    factors = np.sort(rng.integers(0, 5, size))
    owner = np.repeat(chosen, factors)
    step = np.concatenate([np.arange(n) for n in factors]) if size else np.array([], int)
    listed = pa.array(["1B", "2B", "3B", "4B", "16A"], pa.string()).take(pa.array(step))
    return table, _table("assessment_factor", {"assessment_id": _ids("A", owner), "code": listed})


def _enquiries(rng: np.random.Generator, referral: dict[str, np.ndarray]) -> tuple[pa.Table, pa.Table]:
    chosen = np.flatnonzero(rng.random(len(referral["number"])) < 0.33)
    size = len(chosen)
    start = referral["day"][chosen] + rng.integers(0, 30, size)
    enquiry = _table(
        "s47_enquiry",
        {
            "s47_enquiry_id": _ids("S", chosen),
            "person_id": _ids("C", referral["person"][chosen]),
            "referral_id": _ids("R", chosen),
            "start_date": _days(start),
            "team_id": _team(rng, size),
        },
    )
    held = np.flatnonzero(rng.random(size) < 0.35)
    conference = _table(
        "initial_cp_conference",
        {
            "icpc_id": _ids("I", chosen[held]),
            "person_id": _ids("C", referral["person"][chosen[held]]),
            "referral_id": _ids("R", chosen[held]),
            "s47_enquiry_id": _ids("S", chosen[held]),
            "conference_date": _days(start[held] + rng.integers(5, 30, len(held))),
            "outcome_cp_plan": _yes(rng, 0.85, len(held)),
            "team_id": _team(rng, len(held)),
        },
    )
    return enquiry, conference


def _plans(rng: np.random.Generator, people: int, size: int) -> tuple[pa.Table, pa.Table]:
    start = rng.integers(_BEGIN, _END + 1, size)
    end = start + rng.exponential(300, size).astype(int) + 1
    number = np.arange(size)
    person = _ids("C", rng.integers(0, people, size))
    plan = _table(
        "cp_plan",
        {
            "cp_plan_id": _ids("P", number),
            "person_id": person,
            "start_date": _days(start),
            "end_date": _days(np.where(end > _END, _NONE, end)),
            "initial_category": _pick(rng, [*codes.ABUSE_CATEGORY.by_code], size),
            "latest_category": _pick(rng, [*codes.ABUSE_CATEGORY.by_code], size),
            "previous_plans": pa.array((rng.random(size) < 0.2).astype(np.int32)),
            "team_id": _team(rng, size),
        },
    )
    counts = np.maximum((np.minimum(end, _END) - start) // 130, 0)
    owner = np.repeat(number, counts)
    step = np.concatenate([np.arange(n) for n in counts])
    day = np.minimum(start[owner] + 80 + step * 130 + rng.integers(0, 60, len(owner)), _END)
    review = _table(
        "cp_review",
        {
            "cp_review_id": _ids("V", np.arange(len(owner))),
            "person_id": person.take(pa.array(owner)),
            "cp_plan_id": _ids("P", owner),
            "review_date": _days(day),
        },
    )
    return plan, review


def _care(rng: np.random.Generator, people: int, size: int) -> pa.Table:
    start = rng.integers(_BEGIN, _END + 1, size)
    end = start + rng.exponential(500, size).astype(int) + 1
    return _table(
        "cla_episode",
        {
            "cla_episode_id": _ids("E", np.arange(size)),
            "person_id": _ids("C", rng.integers(0, people, size)),
            "start_date": _days(start),
            "start_reason": pa.array(["S"] * size),
            "legal_status": _pick(rng, ["C1", "C2", "V2", "V2", "V4"], size),
            "category_of_need": _pick(rng, [f"N{n}" for n in range(1, 9)], size),
            "end_date": _days(np.where(end > _END, _NONE, end)),
            "end_reason": _pick(rng, ["E4A", "E8", "E48"], size),
        },
    )
