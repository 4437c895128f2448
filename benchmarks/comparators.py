"""Importing every comparator file against a bare pass of the csv module over the same bytes."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.timing import in_turn
from goldenthread.comparators.areas import areas
from goldenthread.comparators.importing import import_files
from goldenthread.comparators.series import SERIES
from goldenthread.comparators.store import open_store

REFERENCE = Path("../shared/reference/comparators")
RUNS = 3
_HEAD = (
    "area_code,area_name,area_type,year,measure_id,breakdown,unit,numerator,denominator,value,flag,source_table,edition"
)


def write_made_up(folder: Path) -> None:
    """Figures of every series, authority and year from 2016: about as many rows as are published."""
    authorities = [area for area in areas().values() if area.kind in ("authority", "region", "country")]
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_HEAD + "\n")
        for number, series in enumerate(SERIES):
            for year in range(2018, 2026):
                for place, area in enumerate(authorities):
                    above = (number * 7 + place * 13 + year) % 900
                    cells = f"{above},1000,{above / 10}," if above % 37 else ",,,c"
                    stream.write(
                        f'{area.code},"{area.name}",LA,{year},{series.code},{series.part},{series.unit},{cells},made up,2025\n'
                    )


def _pass(folder: Path) -> int:
    rows = 0
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows += sum(1 for _ in csv.reader(stream))
    return rows


def run() -> list[dict[str, Any]]:
    """The import and one question of the store, each as a multiple of reading the files with the csv module."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        files, what = REFERENCE, "the published files"
        if not REFERENCE.is_dir():
            files, what = place / "files", "made-up files of the same size"
            files.mkdir()
            write_made_up(files)
        rows = _pass(files)
        turns = iter(range(1000))
        keys = [series.key for series in SERIES if series.headline]

        def ask() -> None:
            open_store(place / "store0").figures(keys)

        bare, importing, asking = in_turn(
            lambda: _pass(files), lambda: import_files([files], place / f"store{next(turns)}"), ask, runs=RUNS
        )
    return [
        {
            "name": f"import of all comparators ({what}) against a pass of the csv module",
            "ratio": round(importing.seconds / bare.seconds, 2),
            "aim": "at most 12",
            "detail": f"{importing.seconds:.2f} s against {bare.seconds:.2f} s, {rows:,} rows; checked, hashed and written as Parquet",
        },
        {
            "name": "opening the store and finding every headline series against the same pass",
            "ratio": round(asking.seconds / bare.seconds, 2),
            "aim": "at most 8",
            "detail": f"{asking.seconds:.2f} s for {len(keys)} series of every area and year",
        },
    ]
