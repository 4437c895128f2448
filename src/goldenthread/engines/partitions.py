"""Parquet in one folder for each authority, so that whoever asks about a few authorities reads no other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BY = "authority"
ROW_GROUP = 100_000


def write_partitions(folder: Path, batches: Iterable[pa.Table]) -> None:
    """Write rows below `folder` as `authority=CODE/part-N.parquet`, without the column that the folder tells.

    Rows of one authority should come together: a file ends where another authority begins, so memory stays flat.
    """
    writer: pq.ParquetWriter | None = None
    current, parts = "", dict[str, int]()
    try:
        for batch in batches:
            for code, rows in _runs(batch):
                if writer is None or code != current:
                    if writer is not None:
                        writer.close()
                    current = code
                    parts[code] = parts.get(code, -1) + 1
                    place = folder / f"{BY}={code}" / f"part-{parts[code]}.parquet"
                    place.parent.mkdir(parents=True, exist_ok=True)
                    writer = pq.ParquetWriter(place, rows.schema, compression="zstd")
                writer.write_table(rows, row_group_size=ROW_GROUP)
    finally:
        if writer is not None:
            writer.close()


def _runs(batch: pa.Table) -> Iterable[tuple[str, pa.Table]]:
    """The rows of each authority that stand together, without the authority's column."""
    if not batch.num_rows:
        return
    codes = batch.column(BY).combine_chunks()
    rows = batch.drop_columns([BY])
    ends = [*pc.run_end_encode(codes).run_ends.to_pylist()] if batch.num_rows else []
    start = 0
    for end in ends:
        yield str(codes[start]), rows.slice(start, end - start)
        start = end


def parts_of(folder: Path, authorities: tuple[str, ...] = ()) -> list[Path]:
    """The files of a folder of partitions, in order; with `authorities` only theirs."""
    folders = [folder / f"{BY}={code}" for code in authorities] if authorities else folder.glob(f"{BY}=*")
    return sorted(file for place in folders for file in place.glob("*.parquet"))
