"""The demonstration from end to end, and made-up authorities of any size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

from goldenthread.api.checking import check
from goldenthread.api.outputs import panel_report_of, read_narrative, scorecard_of, write_catalogue_site
from goldenthread.api.reading import read
from goldenthread.api.workspace import SETTINGS, open_workspace
from goldenthread.errors import UserError
from goldenthread.extracts.progress import progress_bar
from goldenthread.synthetic.demonstration import write_demonstration

_INDEX = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Goldenthread: the demonstration</title></head>
<body><main><h1>Goldenthread: the demonstration</h1>
<p>Avonmere is a made-up authority. Nobody described here exists.</p>
<ul><li><a href="out/scorecard.html">Scorecard</a> (<a href="out/scorecard.xlsx">Excel workbook</a>)</li>
<li><a href="out/panel-report.html">Report to the scrutiny panel</a> (<a href="out/panel-report.docx">Word</a>,
<a href="out/panel-report.pdf">PDF</a>)</li>
<li><a href="out/catalogue/index.html">What every measure counts</a></li>
<li><a href="out/panel-report.checks.txt">Claims tested and what is missing</a></li></ul></main></body></html>
"""


def demonstrate(into: Path, *, seed: int, say: Callable[[str], None]) -> Iterator[str]:
    """Make up Avonmere, write its returns, read, check and count them, write scorecard and paper."""
    say("1 of 5  Writing the returns of Avonmere, a made-up authority")
    made = write_demonstration(into, seed=seed)
    loads = into / "loads"
    settings = into / SETTINGS
    settings.write_bytes(files("goldenthread.demonstration").joinpath(SETTINGS).read_bytes())
    say(f"        {len(made.files)} files in {made.returns}")
    say("2 of 5  Reading them back as a council's own")
    load = read([made.returns], into=loads, as_at=made.as_at, authority=made.authority)
    rows = sum(entry["rows"] for sources in load.manifest["files"].values() for entry in sources.values())
    say(f"        {rows:,} rows in load {load.id}")
    say("3 of 5  Checking the data")
    for line in check(load.path, output=into / "out" / "checks.csv"):
        say(f"        {line}")
    say("4 of 5  Counting every measure")
    space = open_workspace(load.path, settings, breakdowns=("all",))
    say(f"        {len(space.results):,} results")
    say("5 of 5  Writing the scorecard and the panel report")
    out = into / "out"
    yield from scorecard_of(space, out, profile="board", show=False)
    yield from panel_report_of(space, read_narrative(None), out)
    yield from write_catalogue_site(out / "catalogue")
    (into / "index.html").write_text(_INDEX, encoding="utf-8", newline="\n")
    yield f"Open {into / 'index.html'}, or run `make serve` and open http://127.0.0.1:8000"


def make_up(
    into: Path,
    *,
    population: int,
    authorities: int,
    years: int,
    end: dt.date,
    seed: int,
    dirty: float = 0.0,
    as_load: bool = False,
    annex_a: bool = False,
) -> Iterator[str]:
    """Write the returns of made-up authorities, or a load straight away; with `dirty` spoil a share of the rows."""
    from goldenthread.synthetic import dirty as spoiling
    from goldenthread.synthetic.output import RETURNS, write_returns
    from goldenthread.synthetic.run import simulate
    from goldenthread.synthetic.scale import write_load

    if not 0 <= dirty <= 1:
        raise UserError(f"A share of {dirty} cannot be spoiled.", remedy="Give a number from 0 to 1.")
    if as_load:
        with progress_bar("Making up authorities", authorities) as advance:
            made = write_load(
                into,
                authorities=authorities,
                population=population,
                years=years,
                end=end,
                seed=seed,
                progress=lambda _authority, _rows: advance(1),
            )
        yield f"Load of {len(made.load.authorities)} made-up authorities: {made.load.path}"
        return
    for data in simulate(authorities=authorities, population=population, years=years, end=end, seed=seed):
        folder = into / data.authority if authorities > 1 else into
        written = write_returns(data, folder, returns=(*RETURNS, "annex_a") if annex_a else RETURNS)
        yield f"{len(written)} files of made-up authority {data.authority} in {folder}"
        if dirty:
            planted = spoiling.spoil(folder, dirty, seed)
            place = spoiling.write_planted(planted, into / f"planted-{data.authority}.json")
            yield f"{len(planted)} errors planted, listed in {place}"
