"""Run the simulation: one authority after the other, each with its own stream of chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from goldenthread.errors import UserError
from goldenthread.synthetic.assemble import assemble
from goldenthread.synthetic.avonmere import AVONMERE_NAME, PANEL_2014
from goldenthread.synthetic.journeys import live
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.scenario import Scenario, one_authority, scenario_named

SIZES = (33_700, 62_500, 148_000, 355_000)
_ENGLAND = 12_000_000


def made_up_codes(count: int) -> list[str]:
    """Three-digit codes in rising order, the last one 999."""
    return [f"{1000 - count + number:03d}" for number in range(count)]


def populations(count: int, rng: np.random.Generator) -> list[int]:
    """People aged 0 to 17 in each of many authorities, spread as England's are (tenth of them under 33,700)."""
    sizes = np.exp(rng.normal(np.log(65_000), 0.56, count))
    return [int(size) for size in np.clip(sizes * (_ENGLAND / 150) / max(sizes.mean(), 1), 9_000, 355_000)]


def simulate(
    *,
    authorities: int | Sequence[str] = 1,
    population: int | Sequence[int] | None = None,
    years: int = 6,
    end: dt.date,
    seed: int,
    scenario: str | Scenario = "steady",
    warm_up_years: int = 2,
) -> Iterator[AuthorityData]:
    """Made-up authorities one at a time, so that memory holds only one.

    `authorities`: how many, or their codes. `population`: people aged 0 to 17, one number for all or one for
    each; None spreads them as England's authorities are (a single authority gets the median, 62,500).
    `years`: whole years of complete records up to and including `end`. The same arguments give the same tables.
    Raises UserError for arguments that make no sense.
    """
    codes = made_up_codes(min(authorities, 1001)) if isinstance(authorities, int) else list(authorities)
    if not codes or years < 1:
        raise UserError("Ask for at least one authority and one year.", remedy="Use 1 or more for each.")
    if len(codes) > 1000 or not dt.date(2010, 1, 1) <= end <= dt.date(2035, 12, 31):
        raise UserError(
            "The simulation makes up to 1,000 authorities, for records that end between 2010 and 2035.",
            remedy="Choose fewer authorities or another end date.",
        )
    chosen = scenario_named(scenario)
    if population is None:
        sizes = populations(len(codes), np.random.default_rng([seed, 10**6])) if len(codes) > 1 else [62_500]
    elif isinstance(population, int):
        sizes = [population] * len(codes)
    else:
        sizes = list(population)
    if len(sizes) != len(codes) or min(sizes) < 1000:
        raise UserError(
            f"{len(sizes)} population(s) for {len(codes)} authorities.",
            remedy="Give one population for each, of 1,000 or more.",
        )
    for index, (code, size) in enumerate(zip(codes, sizes, strict=True)):
        rng = np.random.default_rng([seed, index])
        state = live(
            scenario=one_authority(chosen, rng),
            population=size,
            years=years,
            end=end,
            rng=rng,
            warm_up_years=warm_up_years,
        )
        name = AVONMERE_NAME if chosen.name == PANEL_2014.name else f"Made-up Council {code}"
        yield assemble(state, authority=code, name=name, index=index, years=years, seed=seed)
