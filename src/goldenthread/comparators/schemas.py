"""The kinds of rows that are stored, their columns, and what makes two rows the same fact."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from goldenthread.errors import Problem

TEXT, NUMBER, WHOLE = pa.string(), pa.float64(), pa.int32()
SCHEMAS: dict[str, pa.Schema] = {
    "figures": pa.schema(
        [
            ("measure", TEXT), ("unit", TEXT), ("breakdown", TEXT), ("area", TEXT), ("year", WHOLE),
            ("numerator", NUMBER), ("denominator", NUMBER), ("value", NUMBER), ("flag", TEXT),
            ("source_table", TEXT), ("edition", TEXT), ("file", TEXT), ("row", WHOLE),
        ]
    ),
    "populations": pa.schema(
        [
            ("area", TEXT), ("mid_year", WHOLE), ("population", NUMBER), ("source_table", TEXT), ("edition", TEXT),
            ("file", TEXT), ("row", WHOLE),
        ]
    ),
    "neighbours": pa.schema(
        [
            ("area", TEXT), ("neighbour", TEXT), ("rank", WHOLE), ("closeness", TEXT), ("model", TEXT), ("file", TEXT),
            ("row", WHOLE),
        ]
    ),
    "inspections": pa.schema(
        [
            ("area", TEXT), ("inspected", pa.date32()), ("published", pa.date32()), ("inspection_type", TEXT),
            ("overall", TEXT), ("leaders", TEXT), ("help_and_protection", TEXT), ("in_care", TEXT),
            ("care_leavers", TEXT), ("file", TEXT), ("row", WHOLE),
        ]
    ),
    "areas": pa.schema(
        [("area", TEXT), ("kind", TEXT), ("name", TEXT), ("within", TEXT), ("ons_code", TEXT), ("file", TEXT), ("row", WHOLE)]
    ),
}  # fmt: skip
# What makes two rows of a kind the same fact; they must then agree.
KEYS: dict[str, tuple[str, ...]] = {
    "figures": ("measure", "unit", "breakdown", "area", "year", "edition", "source_table"),
    "populations": ("area", "mid_year", "edition"),
    "neighbours": ("area", "rank", "model"),
    "inspections": ("area", "inspected", "inspection_type"),
    "areas": ("area",),
}
VALUES: dict[str, tuple[str, ...]] = {
    "figures": ("value", "flag"),
    "populations": ("population",),
    "neighbours": ("neighbour", "closeness"),
    "inspections": ("overall", "leaders", "help_and_protection", "in_care", "care_leavers"),
    "areas": ("name", "within"),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of one kind from one file, in the columns of SCHEMAS, with the rows and cells set aside.

    `what` says in words what the file is, for the list of what was read.
    """

    kind: str
    rows: pa.Table
    aside: tuple[Problem, ...]
    what: str


def made(kind: str, columns: dict[str, object]) -> pa.Table:
    """A table of a kind from its columns."""
    return pa.table(columns, schema=SCHEMAS[kind])
