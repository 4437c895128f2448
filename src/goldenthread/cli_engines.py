"""Options of commands that count: which engine, and where its tables are; and copying a load to a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from goldenthread.engines.model import EngineChoice

EngineOption = Annotated[
    str, typer.Option("--engine", help="duckdb (in this process), spark or postgres.", show_default="duckdb")
]
MasterOption = Annotated[
    str, typer.Option("--master", help="Spark: the cluster's address, or local[N] for N cores of this machine.")
]
DatabaseOption = Annotated[
    str, typer.Option("--database", metavar="URL", help="Count the tables of this PostgreSQL database, not a load's.")
]
WarehouseOption = Annotated[
    str,
    typer.Option("--warehouse", metavar="SCHEMA", help="Schema that holds the canonical tables, on Spark or there."),
]
MemoryOption = Annotated[str, typer.Option("--memory", help="Most memory to use, such as 8GB; more goes to disk.")]


def chosen(engine: str, master: str, database: str, warehouse: str, memory: str = "") -> EngineChoice:
    """The choice the options make; naming a database is choosing PostgreSQL."""
    from goldenthread.engines.model import EngineChoice

    name = engine or ("postgres" if database else "duckdb")
    return EngineChoice(engine=name, master=master, database=database, schema=warehouse, memory_limit=memory)


def copy_load(
    database: Annotated[str, typer.Option("--database", metavar="URL", help="PostgreSQL database to copy to.")],
    warehouse: Annotated[str, typer.Option("--warehouse", metavar="SCHEMA", help="Schema to copy to; made if absent.")],
    load: Annotated[Path, typer.Option("--load", help="A load, or a folder of loads: the latest is copied.")] = Path(
        "loads"
    ),
) -> None:
    """Copy a load into a schema of a PostgreSQL database, where it can be counted."""
    from goldenthread import api

    for line in api.copy_load(load, database=database, schema=warehouse):
        typer.echo(line)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    example = "Example: goldenthread copy-load --database postgresql://analyst@host/children --warehouse goldenthread"
    app.command("copy-load", epilog=example)(copy_load)
