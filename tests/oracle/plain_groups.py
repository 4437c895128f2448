"""Which group a plain row is in, and how rows are looked up: the simplest thing that can be right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.tables import codes, dates

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
UNKNOWN = "not known"


def rows_of(tables: Tables, name: str, authority: str) -> list[Row]:
    return [row for row in tables.get(name, ()) if row["authority"] == authority]


def by_id(rows: Sequence[Row], key: str, wanted: Any) -> Row:
    return next((row for row in rows if wanted is not None and row[key] == wanted), {})


def age_band(person: Row, on: dt.date) -> str:
    born, expected = person.get("date_of_birth"), person.get("expected_date_of_birth")
    if born is None:
        return "unborn" if expected is not None else UNKNOWN
    years = dates.age(born, on)
    assert years is not None
    for least, label in ((16, "16 and over"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4"), (0, "under 1")):
        if years >= least:
            return label
    return "unborn"


def people_groups(tables: Tables, authority: str, person_id: str, on: dt.date) -> dict[str, str]:
    person = by_id(rows_of(tables, "person", authority), "person_id", person_id)
    disabilities = {
        row["code"] for row in rows_of(tables, "disability", authority) if row["person_id"] == person_id
    } - {None}
    ethnicity = person.get("ethnicity")
    return {
        "age_band": age_band(person, on),
        "sex": {"M": "male", "F": "female"}.get(person.get("sex"), UNKNOWN),
        "ethnicity": UNKNOWN if ethnicity in (None, "REFU", "NOBT") else codes.ETHNICITY.group_of(ethnicity),
        "disability": "disabled" if disabilities - {"NONE"} else "not disabled" if disabilities else UNKNOWN,
    }


def team_group(tables: Tables, authority: str, team_id: str | None) -> str:
    if team_id is None:
        return UNKNOWN
    return by_id(rows_of(tables, "team", authority), "team_id", team_id).get("name") or team_id


def source_group(code: str | None) -> str:
    group = codes.REFERRAL_SOURCE.group_of(code) if code else ""
    return UNKNOWN if group in ("", "Unknown") else group


def need_group(code: str | None) -> str:
    return UNKNOWN if code is None else f"{code} {codes.PRIMARY_NEED.by_code[code].label}"


def category_group(code: str | None) -> str:
    return UNKNOWN if code is None else f"{code} {codes.ABUSE_CATEGORY.by_code[code].label}"


def factors_group(found: set[str]) -> str:
    counted = len(found - {"21"})
    return {0: "no factor", 1: "1 factor", 2: "2 factors"}.get(counted, "3 factors or more")
