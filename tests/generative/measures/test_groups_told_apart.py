"""What engines count comes as columns of names: each row is told its group without a Python value for each row."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.measures.dense import _told_apart

names = st.sampled_from(["", "999", "all", "A team", "Ünïted", "not known"]) | st.none()
days = st.dates(dt.date(2014, 1, 1), dt.date(2014, 1, 5))


@settings(deadline=None)
@given(st.lists(st.tuples(names, days, names), max_size=40), st.integers(1, 7))
def test_every_row_is_given_the_place_of_its_own_combination(rows: list[tuple[object, ...]], size: int) -> None:
    types = {"authority": pa.string(), "month": pa.date32(), "grp": pa.string()}
    schema = pa.schema(list(types.items()))
    batches = [
        pa.RecordBatch.from_pylist([dict(zip(types, row, strict=True)) for row in rows[at : at + size]], schema=schema)
        for at in range(0, len(rows), size)
    ]
    named, place = _told_apart(pa.Table.from_batches(batches, schema=schema), tuple(types))
    assert [named[at] for at in place] == rows
    assert len(named) == len(set(named)) == len(set(rows))
