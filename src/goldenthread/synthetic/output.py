"""Writing a simulated authority as the returns a council produces."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from goldenthread.errors import UserError
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.annex_a import write_annex_a
from goldenthread.synthetic.writers.cin_census import CinCensus
from goldenthread.synthetic.writers.ssd import write_ssd
from goldenthread.synthetic.writers.ssda903 import Ssda903
from goldenthread.synthetic.writers.templates import write_templates
from goldenthread.synthetic.writers.years import return_years

RETURNS = ("cin", "s903", "ssd")
TEMPLATES = "templates"
KNOWN = (*RETURNS, "annex_a", TEMPLATES)


def write_returns(
    data: AuthorityData,
    folder: Path,
    *,
    returns: Collection[str] = RETURNS,
    first_year: int | None = None,
) -> tuple[Path, ...]:
    """Write one authority's returns under `folder`; answers the files in the order written.

    `returns`: which of cin (one XML file per reporting year), s903 (a folder of CSV files per year) and ssd (a
    folder of CSV files); annex_a (one workbook) and templates (a folder of filled-in CSV templates) when asked for.
    `first_year`: the first collection year of cin and s903; the first wholly covered one when not given. A last year
    that is not over is written as far as the records go. The same data gives the same bytes. Raises UserError for a
    return that is not one of these.
    """
    if unknown := set(returns) - set(KNOWN):
        raise UserError(f"'{sorted(unknown)[0]}' is not a return.", remedy=f"Choose from {', '.join(KNOWN)}.")
    made: list[Path] = []
    years = return_years(data.covers_from, data.end, first=first_year)
    if "cin" in returns:
        census = CinCensus(data)
        for year in years:
            path = folder / "cin" / f"cin-census-{data.authority}-{year.label}.xml"
            census.write(path, year)
            made.append(path)
    if "s903" in returns:
        care = Ssda903(data)
        for year in years:
            made += care.write(folder / "ssda903" / f"{data.authority}-{year.label}", year)
    if "ssd" in returns:
        made += write_ssd(data, folder / "ssd")
    if "annex_a" in returns:
        made.append(write_annex_a(data, folder / "annex_a" / f"annex-a-{data.authority}-{data.end}.xlsx"))
    if TEMPLATES in returns:
        made += write_templates(data, folder / "templates")
    return tuple(made)
