"""Planting the faults that real returns hold, and listing every one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from goldenthread.errors import UserError

LEAST = 3  # every kind of fault is planted at least this often where the files allow it


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One planted fault: the file (relative to the folder), the line or row (heading row is 1; 0 for a whole file),
    its kind, and the child it concerns ('' when none)."""

    file: str
    row: int
    kind: str
    child: str = ""


def spoil(folder: Path, share: float, seed: int) -> tuple[Planted, ...]:
    """Plant faults in the returns under `folder` (as `write_returns` wrote them) and list them in file order.

    `share` is the share of the rows that could carry each kind of fault that get it, 0 to 1; above 0 each kind
    is planted at least three times. The same arguments plant the same faults. Raises UserError for a share
    outside 0 to 1 or a folder without returns.
    """
    from goldenthread.synthetic.dirty_cin import spoil_census, spoil_census_files
    from goldenthread.synthetic.dirty_csv import spoil_903, spoil_ssd, spoil_ssd_files

    if not 0 <= share <= 1:
        raise UserError(f"A share of {share} is not between 0 and 1.", remedy="Ask for 0.01 to spoil one row in 100.")
    census = sorted((folder / "cin").glob("*.xml"))
    sets = sorted(path for path in (folder / "ssda903").glob("*") if path.is_dir())
    ssd = folder / "ssd"
    if not census and not sets and not ssd.is_dir():
        raise UserError("There are no returns in this folder.", remedy="Write returns there first.")
    if share == 0:
        return ()
    rng = np.random.default_rng([seed, 4])
    found: list[Planted] = []
    if census:
        found += spoil_census(folder, census, share, rng)
        found += spoil_census_files(folder, census)
    if sets:
        found += spoil_903(folder, sets, share, rng)
    if ssd.is_dir():
        found += spoil_ssd(folder, ssd, share, rng)
        found += spoil_ssd_files(folder, ssd)
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.row, fault.kind)))


def write_planted(planted: Iterable[Planted], path: Path) -> Path:
    """Write the list of planted faults as JSON; answers the path."""
    path.write_text(json.dumps([asdict(fault) for fault in planted], indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def choose(rng: np.random.Generator, candidates: Sequence[int], share: float, used: set[int]) -> list[int]:
    """Some of the candidate rows, at least three, none of them spoiled already; they count as used from then on."""
    free = [row for row in candidates if row not in used]
    wanted = min(max(LEAST, round(share * len(candidates))), len(free))
    chosen = (
        sorted(int(row) for row in rng.choice(np.array(free, dtype=np.int64), wanted, replace=False)) if free else []
    )
    used.update(chosen)
    return chosen
