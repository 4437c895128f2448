"""From day numbers and positions to canonical tables: ids, dates, codes and provenance columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from goldenthread.synthetic.days import NEVER, Bools, Ints, date_of, dates_array
from goldenthread.tables import TABLES

_FIRST_DAY = 5_000  # September 1983: no event is earlier
_DAYS = 17_000


@cache
def _day_texts() -> pa.Array:
    return pa.array([date_of(_FIRST_DAY + day).strftime("%Y%m%d") for day in range(_DAYS)])


def day_texts(days: Ints) -> pa.Array:
    """Days as text like 20140930."""
    return _day_texts().take(pa.array(np.clip(days - _FIRST_DAY, 0, _DAYS - 1)))


def coded(values: Sequence[str | None], positions: Ints) -> pa.Array:
    """Texts by position; -1 is empty."""
    missing = positions < 0
    return pa.array(list(values), pa.string()).take(pa.array(np.where(missing, 0, positions), mask=missing))


def texts(values: NDArray[np.object_]) -> pa.Array:
    """An array of texts with None for empty."""
    return pa.array(values.tolist(), pa.string())


def flags(values: Bools | Ints) -> pa.Array:
    """Yes/no values; -1 is empty."""
    numbers = np.asarray(values).astype(np.int64)
    return pa.array(numbers == 1, mask=numbers < 0)


def until(days: Ints, end: int) -> pa.Array:
    """Dates, empty when after the end of the records."""
    return dates_array(np.where(days > end, NEVER, days))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Texts put together row by row."""
    return pc.binary_join_element_wise(*parts, "")


def numbered(prefix: str, count: int, first: int = 1) -> pa.Array:
    """Row ids made of a prefix and a number."""
    return joined(prefix, pa.array(np.arange(first, first + count)).cast(pa.string()))


class Builder:
    """Makes canonical tables of one authority; a column that is not given is empty."""

    def __init__(self, authority: str, end: int) -> None:
        """The authority's code and the last day of the records."""
        self.authority, self.end = authority, end
        self.tables: dict[str, pa.Table] = {}

    def add(self, name: str, count: int, /, **columns: Any) -> None:
        """Store table `name` with `count` rows."""
        schema = pa.schema([field for field in TABLES[name].arrow_schema() if field.name != "load_id"])
        columns |= {"authority": pa.repeat(self.authority, count), "as_at": self._as_at(count)}
        if unknown := columns.keys() - set(schema.names):
            raise KeyError(f"{name} has no column {sorted(unknown)}")
        arrays = []
        for field in schema:
            column = columns.get(field.name)
            if column is None:
                arrays.append(pa.nulls(count, field.type))
                continue
            if not isinstance(column, (pa.Array, pa.ChunkedArray)):
                column = pa.array(column)
            arrays.append(column if column.type == field.type else column.cast(field.type))
        self.tables[name] = pa.table(arrays, schema=schema)

    def _as_at(self, count: int) -> pa.Array:
        return pa.repeat(pa.scalar(date_of(self.end), pa.date32()), count)
