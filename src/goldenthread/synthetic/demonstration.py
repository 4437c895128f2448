"""The demonstration: Avonmere's returns for three years to 30 September 2014, and the truth beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from goldenthread.synthetic.avonmere import AVONMERE_CODE, AVONMERE_NAME, AVONMERE_POPULATION, PANEL_2014
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.output import RETURNS, TEMPLATES, write_returns
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.truth import write_truth

END = dt.date(2014, 9, 30)
SEED = 2014
_YEARS = 6
_WARM_UP_YEARS = 4
_FIRST_COLLECTION_YEAR = 2013


@dataclass(frozen=True, kw_only=True)
class DemonstrationFiles:
    """What the demonstration wrote: returns (a folder that a reader can be pointed at), and the truth file."""

    folder: Path
    returns: Path
    files: tuple[Path, ...]
    truth: Path
    authority: str
    name: str
    population: int
    as_at: dt.date
    seed: int


def avonmere(*, seed: int = SEED) -> AuthorityData:
    """Avonmere as it stands on 30 September 2014: six years of records."""
    return next(
        simulate(
            authorities=(AVONMERE_CODE,),
            population=AVONMERE_POPULATION,
            years=_YEARS,
            end=END,
            seed=seed,
            scenario=PANEL_2014,
            warm_up_years=_WARM_UP_YEARS,
        )
    )


def write_demonstration(folder: Path, *, seed: int = SEED) -> DemonstrationFiles:
    """Write Avonmere's returns and its filled-in templates under `folder/returns`, and `folder/truth.json`.

    The returns are CIN census files, SSDA903 sets and an SSD extract. The same seed gives the same bytes.
    """
    data = avonmere(seed=seed)
    returns = folder / "returns"
    files = write_returns(data, returns, returns=(*RETURNS, TEMPLATES), first_year=_FIRST_COLLECTION_YEAR)
    return DemonstrationFiles(
        folder=folder,
        returns=returns,
        files=files,
        truth=write_truth(data, folder / "truth.json"),
        authority=AVONMERE_CODE,
        name=AVONMERE_NAME,
        population=AVONMERE_POPULATION,
        as_at=END,
        seed=seed,
    )
