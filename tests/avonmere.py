"""Avonmere counted once and shared by the tests that write papers from it."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from goldenthread.api.workspace import Workspace, open_workspace
from goldenthread.loads import write_tables
from goldenthread.papers.panel import Panel, build_panel
from goldenthread.synthetic.demonstration import avonmere

SETTINGS = Path(__file__).parents[1] / "src" / "goldenthread" / "demonstration" / "authority.toml"
NARRATIVE = SETTINGS.parent / "panel"


@cache
def workspace() -> Workspace:
    """Avonmere's load opened and counted."""
    data = avonmere()
    folder = Path(tempfile.mkdtemp(prefix="avonmere-"))
    load = write_tables(
        folder,
        as_at=data.end,
        tables=data.tables,
        source="ssd",
        covers_from={data.authority: data.covers_from},
        made_up=True,
    )
    return open_workspace(load.path, SETTINGS, breakdowns=("all", "team", "source", "category"))


def narrative() -> dict[str, str]:
    """The demonstration's narrative by file name."""
    return {
        path.name: path.read_text(encoding="utf-8") for path in NARRATIVE.iterdir() if path.suffix in (".md", ".toml")
    }


@cache
def panel() -> Panel:
    """The demonstration's paper."""
    return build_panel(workspace().evidence("committee"), narrative())
