"""The commands that import published statistics and compare with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

comparators_app = typer.Typer(
    no_args_is_help=True,
    help="Published statistics to compare with.",
    epilog="Example: goldenthread comparators import downloads/ --into comparators/",
)
FOLDER = Path("comparators")


@comparators_app.command("import", epilog="Example: goldenthread comparators import downloads/ --into comparators/")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="CSV files as published, or folders of them.", show_default=False)
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder of comparators; made when absent.")] = FOLDER,
    edition: Annotated[
        str | None, typer.Option(help="Edition of these files, such as 2025; by default what they say themselves.")
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out files that cannot be read.")] = False,
) -> None:
    """Import published tables, populations, neighbour lists and inspection outcomes, keeping their editions."""
    from goldenthread import api

    for line in api.import_comparators(paths, into=into, edition=edition, skip_bad=skip_bad):
        typer.echo(line)


@comparators_app.command("list", epilog="Example: goldenthread comparators list comparators/")
def list_(folder: Annotated[Path, typer.Argument(help="Folder of comparators.")] = FOLDER) -> None:
    """List what a folder of comparators holds."""
    from goldenthread import api

    for line in api.describe_comparators(folder):
        typer.echo(line)


def compare(
    measure: Annotated[str | None, typer.Argument(help="Measure id, or a published code such as RF04.")] = None,
    comparators: Annotated[Path, typer.Option(help="Folder of imported comparators.")] = FOLDER,
    load: Annotated[
        Path | None, typer.Option(help="A load, to put the figure counted from it beside the rest.")
    ] = None,
    settings: Annotated[Path | None, typer.Option(help="The authority.toml of the load.")] = None,
    authority: Annotated[str, typer.Option(help="Authority by code or name; the load's own when left out.")] = "",
    year: Annotated[int | None, typer.Option(help="Published year, by when it ends; the newest by default.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="Another authority to compare with; may be repeated.")] = None,
    part: Annotated[str | None, typer.Option(help="Part of a measure published in parts, such as police.")] = None,
    unit: Annotated[str | None, typer.Option(help="n, pct or per_10k where a code is published as several.")] = None,
    average: Annotated[str, typer.Option(help="Average of the neighbours to lead with: median or mean.")] = "median",
    neighbours: Annotated[str | None, typer.Option(help="Year of the neighbour list; the newest by default.")] = None,
    edition: Annotated[str | None, typer.Option(help="Use nothing later than this edition.")] = None,
    profile: Annotated[str, typer.Option(help="internal, board or committee: what small numbers are hidden.")] = (
        "internal"
    ),
    every: Annotated[bool, typer.Option("--all", help="Every published measure: small charts on one page.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write a page (.html) or a workbook (.xlsx).")] = None,
) -> None:
    """Compare with England, the region, statistical neighbours, a chosen group, targets and the past."""
    from goldenthread import api

    if (measure is None) == (not every):
        raise typer.BadParameter("name one measure, or give --all")
    against = api.Against(
        comparators=comparators, authority=authority, year=year, group=tuple(group or ()), model=neighbours,
        edition=edition, average=average, load=load, settings=settings, profile=profile,
    )  # fmt: skip
    if measure is None:
        typer.echo(api.compare_all(against, output=output))
    else:
        typer.echo(api.compare_measure(measure, against, part=part, unit=unit, output=output))


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(comparators_app, name="comparators")
    app.command(epilog="Example: goldenthread compare rereferrals --authority 800 --output rereferrals.html")(compare)
