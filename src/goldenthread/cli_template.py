"""The command that writes empty templates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def template(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Templates to write.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Write every template.")] = False,
    into: Annotated[Path, typer.Option("--into", help="Folder to write to; made when absent.")] = Path("templates"),
    file_format: Annotated[str, typer.Option("--format", help="xlsx, with lists to choose from, or csv.")] = "xlsx",
) -> None:
    """Write empty templates for what no return holds: audits, supervision, advocacy, workforce and more."""
    from goldenthread import api

    lines = api.write_templates(names or (), into=into, file_format=file_format) if names or every else (
        api.list_templates()
    )  # fmt: skip
    for line in lines:
        typer.echo(line)
    if not names and not every:
        typer.echo("Write one with `goldenthread template NAME`, or all of them with `goldenthread template --all`.")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: goldenthread template case-audits workforce --into templates/")(template)
