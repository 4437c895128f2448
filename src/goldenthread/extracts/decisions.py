"""Finding the contacts and referrals that decisions of a template belong to, when only the child and the day are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from goldenthread.extracts.templates.layout import BY_DAY
from goldenthread.tables import TABLES

_EVENTS = {"contact": ("contact_id", "contact_date"), "referral": ("referral_id", "referral_date")}
_KEY = "authority, record_kind, record_id"


def place_decisions(written: Mapping[str, Mapping[str, Path]]) -> dict[str, int]:
    """Give each decision known by child and day the ids of the rows it belongs to, in every return that has them.

    Answers how many were given by child and day, and how many of those no row was found for; those stay as they are.
    """
    clock = written.get("decision_clock", {}).get("template")
    if clock is None:
        return {}
    connection = duckdb.connect()
    try:
        connection.execute(f"CREATE TABLE clock AS SELECT * FROM read_parquet({_text(clock)})")
        connection.execute(f"CREATE TABLE events AS {' UNION ALL '.join(_events(written))}")
        counts = connection.execute(
            "SELECT count(*), count(*) FILTER (NOT EXISTS (SELECT 1 FROM events AS e WHERE e.authority = c.authority "
            "AND e.record_kind = c.record_kind AND e.by_day = c.record_id)) "
            f"FROM clock AS c WHERE starts_with(c.record_id, '{BY_DAY}')"
        ).fetchone()
        if counts and counts[0]:
            names = ", ".join(f"c.{name}" if name != "record_id" else "coalesce(e.id, c.record_id) AS record_id"
                              for name in TABLES["decision_clock"].arrow_schema().names)  # fmt: skip
            connection.execute(
                f"COPY (SELECT * FROM (SELECT {names} FROM clock AS c LEFT JOIN events AS e ON e.authority = c.authority "
                "AND e.record_kind = c.record_kind AND e.by_day = c.record_id) "
                f"QUALIFY row_number() OVER (PARTITION BY {_KEY} ORDER BY source_row DESC) = 1 ORDER BY {_KEY}) "
                f"TO {_text(clock)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
            )
    finally:
        connection.close()
    return {"by_day": int(counts[0]), "not_found": int(counts[1])} if counts and counts[0] else {}


def _events(written: Mapping[str, Mapping[str, Path]]) -> Iterator[str]:
    yield "SELECT '' AS authority, '' AS record_kind, '' AS id, '' AS by_day WHERE false"
    for kind, (key, day) in _EVENTS.items():
        for path in written.get(kind, {}).values():
            yield (
                f"SELECT authority, '{kind}', {key}, '{BY_DAY}' || strftime({day}, '%Y-%m-%d') || ':' || person_id "
                f"FROM read_parquet({_text(path)})"
            )


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
