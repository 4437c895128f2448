"""Rates that a table no longer prints, made from its counts and the populations of the mid-year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.comparators.published import decimals_of, mid_year, rate
from goldenthread.comparators.schemas import SCHEMAS

if TYPE_CHECKING:
    from goldenthread.comparators.store import Store

_NO_POPULATION = "x"


def with_rates(figures: pa.Table, populations: pa.Table, before: Store | None) -> pa.Table:
    """The figures with every rate whose population is known; the newest edition of a population is used.

    A rate that was printed gets its population as denominator, so that it has an interval, when the two agree.
    """
    known = _populations(populations, before)
    wanted = pc.and_(pc.equal(figures["unit"], "per_10k"), pc.is_null(figures["denominator"]))
    rates = figures.filter(pc.and_(wanted, pc.is_valid(figures["numerator"])))
    if not rates.num_rows:
        return figures
    rest = figures.filter(pc.invert(pc.and_(wanted, pc.is_valid(figures["numerator"]))))
    rows = rates.to_pylist()
    for row in rows:
        population = known.get((row["area"], mid_year(row["year"])))
        made = rate(row["numerator"], population, decimals_of(row["measure"], row["unit"]))
        if made is None:
            if row["value"] is None and row["flag"] == "":
                row["flag"] = _NO_POPULATION
        elif row["value"] is None:
            row.update(value=made, denominator=population, flag="")
        elif abs(row["value"] - made) < 0.05:
            row["denominator"] = population
    return pa.concat_tables([rest, pa.Table.from_pylist(rows, schema=SCHEMAS["figures"])])


def _populations(populations: pa.Table, before: Store | None) -> dict[tuple[str, int], float]:
    from goldenthread.comparators.store import edition_order

    tables = [*(one.rows("populations") for one in before.imports), populations] if before else [populations]
    rows = [row for table in tables for row in table.to_pylist()]
    rows.sort(key=lambda row: edition_order(row["edition"]))
    return {(row["area"], row["mid_year"]): row["population"] for row in rows}
