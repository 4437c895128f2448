"""The command line: each command parses its words, calls one function of the api and prints what came of it."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from goldenthread import __version__, cli_compare, cli_engines, cli_template
from goldenthread.errors import UserError

app = typer.Typer(
    name="goldenthread",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="From statutory returns to honest measures and papers fit to publish.",
    epilog="First time here? [bold]goldenthread demo[/bold] does the whole job on a made-up authority.",
)
report_app = typer.Typer(no_args_is_help=True, help="Write a committee paper from a load.")
app.add_typer(report_app, name="report")

LoadOption = Annotated[
    Path, typer.Option("--load", help="A load, or a folder of loads: the latest is used.", show_default=True)
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", help="The authority.toml; by default the one beside the loads or in this folder."),
]
IntoOption = Annotated[Path, typer.Option("--into", help="Folder to write to; made when absent.")]
CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue", help="Python file or folder with measures of your own, counted beside ours. It is run."
    ),
]
LOADS = Path("loads")


def _date(text: str | dt.date) -> dt.date:
    if isinstance(text, dt.date):  # a default
        return text
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is not a date; write it as 2014-09-30") from error


DateOption = Annotated[dt.date, typer.Option(parser=_date, metavar="YYYY-MM-DD")]


def _say(text: str = "") -> None:
    typer.echo(text)


def _print_version(wanted: bool) -> None:
    if wanted:
        _say(f"goldenthread {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take the options that stand before any command."""


@app.command(epilog="Example: goldenthread demo --into demo")
def demo(
    into: IntoOption = Path("demo"),
    seed: Annotated[int, typer.Option(help="The same seed gives the same authority, to the byte.")] = 2014,
) -> None:
    """Do the whole job on the made-up authority Avonmere: returns, load, checks, measures, scorecard and paper."""
    from goldenthread import api

    for line in api.demonstrate(into, seed=seed, say=_say):
        _say(line)


@app.command(epilog="Example: goldenthread read returns/ --as-at 2014-09-30 --into loads/ --authority 999")
def read(
    as_at: Annotated[dt.date, typer.Option("--as-at", parser=_date, metavar="DATE", help="Date the data describe.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files, folders or zips of returns.", show_default=False)
    ] = None,
    into: IntoOption = LOADS,
    authority: Annotated[
        str | None, typer.Option(help="Three-digit DfE code; needed by all but the CIN Census, which says.")
    ] = None,
    pseudonymise: Annotated[
        Path | None, typer.Option(metavar="KEYFILE", help="Replace children's ids by hashes keyed with this file.")
    ] = None,
    prefer: Annotated[
        list[str] | None, typer.Option(help="Source to count where several hold a table (ssd, cin, s903, annex_a).")
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out files that cannot be read.")] = False,
    ssd: Annotated[str, typer.Option(metavar="URL", help="Read the SSD tables of this database as well.")] = "",
    ssd_schema: Annotated[str, typer.Option(metavar="SCHEMA", help="Their schema; ssd_development by default.")] = "",
) -> None:
    """Read a council's returns (CIN Census, SSDA903, SSD, Annex A, templates) into a load."""
    from goldenthread import api

    load = api.read(
        paths or (),
        into=into,
        as_at=as_at,
        authority=authority,
        key_file=pseudonymise,
        prefer=tuple(prefer or ()),
        skip_bad=skip_bad,
        ssd=ssd,
        ssd_schema=ssd_schema,
    )
    for line in api.describe_load(load):
        _say(line)


@app.command(epilog="Example: goldenthread loads loads/")
def loads(folder: Annotated[Path, typer.Argument(help="Folder of loads.")] = LOADS) -> None:
    """List the loads of a folder, newest last."""
    from goldenthread import api

    for line in api.describe_loads(folder):
        _say(line)


@app.command(epilog="Example: goldenthread check --load loads/ --output checks.csv")
def check(
    load: LoadOption = LOADS,
    output: Annotated[Path | None, typer.Option(help="Write every failing row to this .csv file.")] = None,
) -> None:
    """Check the data of a load: impossible orders, overlaps, gaps, things the census would query."""
    from goldenthread import api

    for line in api.check(load, output=output):
        _say(line)


@app.command(epilog="Example: goldenthread reconcile --load loads/ --output differences.csv")
def reconcile(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(help="cp_plans, looked_after, in_need, referrals, ...; everything when absent."),
    ] = None,
    load: LoadOption = LOADS,
    on: Annotated[
        list[dt.date] | None,
        typer.Option(
            "--on", parser=_date, metavar="DATE", help="Day to compare children on; quarter ends when absent."
        ),
    ] = None,
    quarters: Annotated[int, typer.Option(min=1, help="How many of the last quarters to compare.")] = 8,
    output: Annotated[
        Path | None, typer.Option(help="CSV file for the children who differ, by id: for the analyst only.")
    ] = None,
) -> None:
    """Compare the returns of one load: the same children on a day, the same events in a quarter, by each return."""
    from goldenthread import api

    for line in api.reconcile(load, days=on or (), quarters=quarters, subjects=subjects or (), output=output):
        _say(line)


@app.command(epilog="Example: goldenthread measure rereferrals assessments_45 --format csv --output measures.csv")
def measure(
    measures: Annotated[list[str] | None, typer.Argument(help="Measure ids; all of them when none is named.")] = None,
    load: LoadOption = LOADS,
    settings: SettingsOption = None,
    period: Annotated[
        list[str] | None,
        typer.Option(help="Periods: a kind (month, quarter, ...) or one period such as rolling12-2014-09-30."),
    ] = None,
    breakdown: Annotated[list[str] | None, typer.Option(help="all, team, need, source, age_band, sex, ...")] = None,
    profile: Annotated[str, typer.Option(help="internal, board or committee: what small numbers are hidden.")] = (
        "internal"
    ),
    output_format: Annotated[str, typer.Option("--format", help="csv, json or parquet.")] = "csv",
    output: Annotated[Path | None, typer.Option(help="File to write; the terminal when absent.")] = None,
    catalogue: CatalogueOption = None,
    keep_counts: Annotated[
        bool,
        typer.Option(
            "--keep-counts", help="Keep the counts beside the load; a later load is counted where it differs."
        ),
    ] = False,
    engine: cli_engines.EngineOption = "",
    master: cli_engines.MasterOption = "local[*]",
    database: cli_engines.DatabaseOption = "",
    warehouse: cli_engines.WarehouseOption = "",
    memory: cli_engines.MemoryOption = "",
) -> None:
    """Count measures: numerators, denominators, values, intervals, by period and breakdown."""
    from goldenthread import api

    text = api.export_measures(
        load,
        settings=settings,
        measures=measures or (),
        periods=period or (),
        breakdowns=breakdown or (),
        profile=profile,
        output_format=output_format,
        output=output,
        choice=cli_engines.chosen(engine, master, database, warehouse, memory),
        catalogue=catalogue,
        keep_counts=keep_counts,
    )
    _say(text)


@app.command(epilog="Example: goldenthread chart rereferrals --every quarter --output rereferrals.svg")
def chart(
    measure_id: Annotated[str, typer.Argument(metavar="MEASURE", help="Measure id.")],
    load: LoadOption = LOADS,
    settings: SettingsOption = None,
    every: Annotated[str, typer.Option(help="month, quarter or reporting_year.")] = "quarter",
    breakdown: Annotated[
        str | None, typer.Option(help="Bars with intervals by this breakdown instead of a control chart.")
    ] = None,
    funnel: Annotated[bool, typer.Option("--funnel", help="With --breakdown: a funnel plot.")] = False,
    rules: Annotated[str, typer.Option(help="Rule set: mdc-r-0.2, mdc-excel, mdc-excel-6 or run-chart.")] = "mdc-r-0.2",
    output: Annotated[Path, typer.Option(help="File to write: .svg, .png or .csv (the data behind it).")] = Path(
        "chart.svg"
    ),
    catalogue: CatalogueOption = None,
) -> None:
    """Draw a measure: control chart, bars by group, or funnel."""
    from goldenthread import api

    _say(
        api.draw_chart(
            load,
            measure_id,
            settings=settings,
            every=every,
            breakdown=breakdown,
            funnel=funnel,
            rules=rules,
            output=output,
            catalogue=catalogue,
        )
    )


@app.command(epilog="Example: goldenthread scorecard --load loads/ --into out/")
def scorecard(
    load: LoadOption = LOADS,
    settings: SettingsOption = None,
    into: IntoOption = Path("out"),
    profile: Annotated[str, typer.Option(help="internal, board or committee.")] = "board",
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print the table.")] = False,
    engine: cli_engines.EngineOption = "",
    master: cli_engines.MasterOption = "local[*]",
    database: cli_engines.DatabaseOption = "",
    warehouse: cli_engines.WarehouseOption = "",
    memory: cli_engines.MemoryOption = "",
) -> None:
    """Write the scorecard as a page of HTML and a workbook, and print it as a table."""
    from goldenthread import api

    choice = cli_engines.chosen(engine, master, database, warehouse, memory)
    for line in api.write_scorecard(load, settings=settings, into=into, profile=profile, show=not quiet, choice=choice):
        _say(line)


@app.command(epilog="Example: goldenthread catalogue --into out/catalogue")
def catalogue(
    into: IntoOption = Path("out/catalogue"),
    own: CatalogueOption = None,
) -> None:
    """Write the catalogue of measures as pages to read: what each counts, why, how, and how it is misread."""
    from goldenthread import api

    for line in api.write_catalogue_site(into, catalogue=own):
        _say(line)


@report_app.command("panel", epilog="Example: goldenthread report panel --narrative paper/ --into out/")
def report_panel(
    load: LoadOption = LOADS,
    settings: SettingsOption = None,
    narrative: Annotated[
        Path | None, typer.Option(help="Folder of Markdown sections; the demonstration's own when absent.")
    ] = None,
    into: IntoOption = Path("out"),
) -> None:
    """Write the councillors' panel report: accessible HTML, Word and tagged PDF, with every figure traceable."""
    from goldenthread import api

    for line in api.write_panel_report(load, settings=settings, narrative=narrative, into=into):
        _say(line)


@app.command(epilog="Example: goldenthread trace F07 --report out/")
def trace(
    figure: Annotated[str, typer.Argument(help="A figure's number in the paper (F07), or a measure id.")],
    report: Annotated[Path, typer.Option(help="Folder the paper was written to.")] = Path("out"),
    load: Annotated[Path | None, typer.Option(help="The load, when it has moved.")] = None,
) -> None:
    """Follow a figure of the paper back to its definition, its counts, the query that made them and the load."""
    from goldenthread import api

    for line in api.trace(figure, report=report, load=load):
        _say(line)


@app.command(epilog="Example: goldenthread synthetic --into returns/ --population 62500 --years 6 --end 2026-03-31")
def synthetic(
    into: IntoOption,
    population: Annotated[int, typer.Option(help="People aged 0 to 17 in each authority.")] = 62_500,
    authorities: Annotated[int, typer.Option(help="How many authorities.")] = 1,
    years: Annotated[int, typer.Option(help="Years of history.")] = 6,
    end: Annotated[dt.date, typer.Option(parser=_date, metavar="DATE", help="Last day.")] = dt.date(2026, 3, 31),
    seed: Annotated[int, typer.Option(help="The same seed gives the same children.")] = 1,
    dirty: Annotated[float, typer.Option(help="Share of rows to spoil with realistic errors, 0 to 1.")] = 0.0,
    as_load: Annotated[bool, typer.Option("--as-load", help="Write a load straight away, not returns.")] = False,
    annex_a: Annotated[bool, typer.Option("--annex-a", help="Write the Annex A workbook too.")] = False,
) -> None:
    """Make up an authority, or a hundred and fifty: returns as councils write them, or a load."""
    from goldenthread import api

    for line in api.make_up(
        into,
        population=population,
        authorities=authorities,
        years=years,
        end=end,
        seed=seed,
        dirty=dirty,
        as_load=as_load,
        annex_a=annex_a,
    ):
        _say(line)


cli_template.register(app)
cli_compare.register(app)
cli_engines.register(app)


def main() -> None:
    """Run the command line; a user's error is printed without a traceback and ends with its own code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except UserError as error:
        count = len(error.problems)
        typer.echo("This could not be done." if count == 1 else f"This could not be done: {count} problems.", err=True)
        for problem in error.problems:
            typer.echo(f"  {problem}", err=True)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
