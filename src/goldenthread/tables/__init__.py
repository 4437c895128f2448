"""The contract: canonical tables, columns, constraints and code lists, and the calendar rules they need."""

from __future__ import annotations

from goldenthread.tables import care, child_in_need, front_door, permanence, person, protection, templates, workers
from goldenthread.tables.model import PROVENANCE, Code, CodeList, Column, Kind, Table

ALL_TABLES: tuple[Table, ...] = (
    *person.TABLES,
    *front_door.TABLES,
    *child_in_need.TABLES,
    *protection.TABLES,
    *care.TABLES,
    *permanence.TABLES,
    *workers.TABLES,
    *templates.TABLES,
)
TABLES: dict[str, Table] = {table.name: table for table in ALL_TABLES}

__all__ = ["ALL_TABLES", "PROVENANCE", "TABLES", "Code", "CodeList", "Column", "Kind", "Table"]
