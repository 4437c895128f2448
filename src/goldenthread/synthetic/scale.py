"""Many made-up authorities straight into a load, one at a time, so that memory stays flat."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.loads import Load, write_tables
from goldenthread.synthetic.model import VERSION, AuthorityData
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.scenario import Scenario, scenario_named

_SOURCE = "ssd"  # the simulation knows what an SSD extract knows
_BATCH = 100_000


@dataclass(frozen=True, kw_only=True)
class SimulatedLoad:
    """A load of made-up authorities, and the people aged 0 to 17 in each (for rates)."""

    load: Load
    populations: Mapping[str, int]


def write_load(
    into: Path,
    *,
    authorities: int | Sequence[str] = 1,
    population: int | Sequence[int] | None = None,
    years: int = 6,
    end: dt.date,
    seed: int,
    scenario: str | Scenario = "steady",
    progress: Callable[[str, int], None] | None = None,
    partitioned: bool = False,
) -> SimulatedLoad:
    """Simulate and write a load under the folder `into`, without any return in between.

    The arguments are those of `simulate`; `progress` is told each authority's code and rows as it is done. With
    `partitioned` the load has a folder for each authority, as a region's or the country's should.
    Raises UserError for arguments that make no sense and DiskError when the disk fills.
    """
    into.mkdir(parents=True, exist_ok=True)
    covers: dict[str, dt.date] = {}
    people: dict[str, int] = {}
    spool = Path(tempfile.mkdtemp(prefix=".made-up-", dir=into))
    try:
        with contextlib.closing(_Spool(spool)) as store:
            for data in simulate(
                authorities=authorities, population=population, years=years, end=end, seed=seed, scenario=scenario
            ):
                rows = store.add(data)
                covers[data.authority], people[data.authority] = data.covers_from, data.population
                if progress is not None:
                    progress(data.authority, rows)
        name = scenario_named(scenario).name
        load = write_tables(
            into,
            as_at=end,
            tables={path.stem: _batches(path) for path in sorted(spool.glob("*.parquet"))},
            source=_SOURCE,
            covers_from=covers,
            identity=(f"made up: {VERSION}, {name}, seed {seed}, {years} years", *map(str, sorted(people.items()))),
            made_up=True,
            partitioned=partitioned,
        )
    finally:
        shutil.rmtree(spool, ignore_errors=True)
    return SimulatedLoad(load=load, populations=people)


class _Spool:
    """One growing Parquet file for each table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writers: dict[str, pq.ParquetWriter] = {}

    def add(self, data: AuthorityData) -> int:
        """Append an authority's tables; answers the number of rows."""
        count = 0
        for name, table in data.tables.items():
            if name not in self.writers:
                path = self.folder / f"{name}.parquet"
                self.writers[name] = pq.ParquetWriter(path, table.schema, compression="lz4", use_dictionary=True)
            place = table.schema.get_field_index("source")
            field = table.schema.field(place)
            named = table.set_column(place, field, pa.repeat(pa.scalar(_SOURCE), table.num_rows))
            self.writers[name].write_table(named)
            count += table.num_rows
        return count

    def close(self) -> None:
        """Finish every file."""
        for writer in self.writers.values():
            writer.close()


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=_BATCH)
