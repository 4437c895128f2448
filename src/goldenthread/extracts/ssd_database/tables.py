"""Which tables of a database are SSD tables, and which of their columns are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.extracts.delimited import normal
from goldenthread.extracts.model import Recognised
from goldenthread.extracts.ssd.mapping import LEFT_ALONE, prefixes, sources
from goldenthread.extracts.ssd.recognise import from_columns

# Tables are sought under these schemas when none is named: that of the SSD scripts, then the usual one of each server.
USUAL_SCHEMAS = ("ssd_development", "public", "dbo")
# Columns that are read by hand, beside those the canonical tables declare: see goldenthread.extracts.ssd.by_hand.
BY_HAND_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cinf": ("cinf_assessment_id", "cinf_assessment_factors_json"),
    "clah": (
        "clah_health_check_id",
        "clah_person_id",
        "clah_health_check_type",
        "clah_health_check_status",
        "clah_health_check_date",
    ),
    "clai": ("clai_person_id", "clai_immunisations_status", "clai_immunisations_status_date"),
    "clas": (
        "clas_substance_misuse_id",
        "clas_person_id",
        "clas_substance_misuse_date",
        "clas_intervention_received",
    ),
    "clac": ("clac_cla_conviction_id", "clac_person_id", "clac_cla_conviction_date"),
    "lapp": ("lapp_table_id", "lapp_person_id"),
}


@dataclass(frozen=True, kw_only=True)
class SsdTable:
    """An SSD table as the database has it.

    `columns` are all its columns in order, `wanted` those whose values are taken, `present_only` those of which only
    is taken whether there is a value: names and numbers of people stay where they are.
    """

    schema: str
    name: str
    recognised: Recognised
    columns: tuple[str, ...]
    wanted: tuple[str, ...]
    present_only: frozenset[str]

    @property
    def is_read(self) -> bool:
        """Whether rows are taken at all."""
        return bool(self.wanted)


def ssd_tables(schema: str, present: Mapping[str, Mapping[str, str]]) -> tuple[list[SsdTable], list[str]]:
    """The SSD tables among those of a schema, first those that others rely on; and the names of tables left alone.

    `present` gives each table's columns with their types.
    """
    found, others = [], []
    for name, columns in present.items():
        recognised = from_columns([normal(column) for column in columns])
        if recognised is None:
            others.append(name)
        else:
            found.append(_ssd_table(schema, name, recognised, tuple(columns)))
    return sorted(found, key=lambda one: (one.recognised.order, one.name)), sorted(others)


def _ssd_table(schema: str, name: str, recognised: Recognised, columns: tuple[str, ...]) -> SsdTable:
    prefix = recognised.part
    wanted: set[str] = set()
    present_only: set[str] = set()
    if prefix not in LEFT_ALONE and prefix in prefixes():
        declared = sources(prefixes()[prefix], prefix)
        values = {one.ssd for one in declared if not one.present_only} | set(BY_HAND_COLUMNS.get(prefix, ()))
        present_only = {one.ssd for one in declared if one.present_only} - values
        wanted = values | present_only
    return SsdTable(
        schema=schema,
        name=name,
        recognised=recognised,
        columns=columns,
        wanted=tuple(column for column in columns if normal(column) in wanted),
        present_only=frozenset(column for column in columns if normal(column) in present_only),
    )


def text_schema(table: SsdTable) -> pa.Schema:
    """Every column of a table as text, by its own name; columns that are not taken stay empty."""
    return pa.schema([(column, pa.string()) for column in table.columns])


def write_empty(table: SsdTable, place: Path) -> None:
    """A file that holds the table's columns and no row."""
    pq.write_table(text_schema(table).empty_table(), place)
