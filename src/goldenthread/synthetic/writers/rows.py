"""Columns of a table as plain Python values, and rows of one table grouped by a key of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa


def rows_of(table: pa.Table, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The chosen columns row by row."""
    if table.num_rows == 0:
        return []
    return list(zip(*(table[column].to_pylist() for column in columns), strict=True))


def grouped(table: pa.Table, key: str, columns: Sequence[str]) -> dict[Any, list[tuple[Any, ...]]]:
    """The chosen columns row by row, gathered under the value of `key`, rows in the table's order."""
    found: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for value, row in zip(table[key].to_pylist(), rows_of(table, columns), strict=True):
        found[value].append(row)
    return found


def made_up_upn(person_id: str) -> str:
    """A pupil number of the right length that no school gives out (it begins with ZZ)."""
    return "ZZ" + person_id.removeprefix("SYN").rjust(11, "0")[-11:]
