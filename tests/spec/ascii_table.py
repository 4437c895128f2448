"""Rows drawn as a table: how worked examples are written down, so that an analyst can read and check them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from goldenthread.tables import TABLES, Kind

AUTHORITY = "999"


def rows(table: str, drawing: str, **fixed: Any) -> list[dict[str, Any]]:
    """The rows of a canonical table drawn as text.

    The first line holds column names between bars; an empty cell or a dash is missing. Values are read as the
    column's declared kind. `fixed` columns, authority 999 and the source cin are added to every row, and `table` says where the row belongs.
    """
    lines = [line.strip() for line in drawing.strip().splitlines() if line.strip(" -|+")]
    heading, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    declared = TABLES[table].by_name
    unknown = [name for name in heading if name not in declared]
    assert not unknown, f"{table} has no column {unknown}"
    found = []
    for cells in body:
        assert len(cells) == len(heading), f"{len(cells)} cells under {len(heading)} headings: {cells}"
        values = {name: _value(cell, declared[name].kind) for name, cell in zip(heading, cells, strict=True)}
        found.append({"table": table, "authority": AUTHORITY, "source": "cin", **fixed, **values})
    return found


def _value(cell: str, kind: Kind) -> Any:
    if cell in ("", "-"):
        return None
    if kind is Kind.DATE:
        return dt.date.fromisoformat(cell)
    if kind is Kind.DATETIME:
        return dt.datetime.fromisoformat(cell)
    if kind is Kind.BOOL:
        return {"yes": True, "no": False}[cell]
    return int(cell) if kind is Kind.INT else float(cell) if kind is Kind.DECIMAL else cell
