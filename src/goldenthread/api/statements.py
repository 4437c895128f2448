"""The paragraphs of the panel report one by one, with the measures that each of their figures states."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from goldenthread.api.outputs import read_narrative
from goldenthread.api.workspace import Workspace
from goldenthread.papers.figures import Figure
from goldenthread.papers.model import ListBlock, Paragraph, Run, Section
from goldenthread.papers.panel import build_panel

PROFILE = "committee"


@dataclass(frozen=True, kw_only=True)
class StatedFigure:
    """A figure of a paragraph: its number in the paper, what it says, the measure and the period it is of."""

    id: str
    text: str
    measure: str
    period: str


@dataclass(frozen=True, kw_only=True)
class PaperStatement:
    """A paragraph or an item of a list: `number` as the paper prints it, such as 6.3 or 6.3 b; '' in the summary."""

    section: str
    number: str
    text: str
    figures: tuple[StatedFigure, ...]


@dataclass(frozen=True, kw_only=True)
class PaperStatements:
    """A paper as what it states, in its order."""

    title: str
    body: str
    on: dt.date
    statements: tuple[PaperStatement, ...]


def paper_statements(space: Workspace, narrative: Path) -> PaperStatements:
    """What the panel report written from a load and a folder of narrative states, as councillors are told it.

    InputError when there is no such folder; DefinitionError for what does not resolve, each with its place.
    """
    panel = build_panel(space.evidence(PROFILE), read_narrative(narrative))
    paper, known = panel.paper, {one.id: one for one in panel.figures}
    return PaperStatements(
        title=paper.heading.title,
        body=paper.heading.body,
        on=paper.heading.meeting_date,
        statements=tuple(
            one for section in (paper.summary, *paper.sections) for one in _statements(section, known) if one.text
        ),
    )


def _statements(section: Section, known: dict[str, Figure]) -> Iterator[PaperStatement]:
    heading = f"{section.number}. {section.heading}" if section.number else section.heading
    last = ""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            last = block.number
            yield _statement(heading, last, block.runs, known)
        elif isinstance(block, ListBlock):
            for place, item in enumerate(block.items):
                yield _statement(heading, f"{last} {chr(ord('a') + place % 26)}".strip(), item, known)


def _statement(section: str, number: str, runs: tuple[Run, ...], known: dict[str, Figure]) -> PaperStatement:
    stated = [known[one.figure] for one in runs if one.figure]
    return PaperStatement(
        section=section,
        number=number,
        text="".join(one.text for one in runs).strip(),
        figures=tuple(
            StatedFigure(id=one.id, text=one.text, measure=one.measure, period=one.period.label) for one in stated
        ),
    )


def write_example_narrative(into: Path) -> None:
    """Write the demonstration's narrative to a folder, to begin one's own from."""
    into.mkdir(parents=True, exist_ok=True)
    with as_file(files("goldenthread.demonstration").joinpath("panel")) as place:
        for one in sorted(place.iterdir()):
            if one.suffix in (".md", ".toml"):
                shutil.copyfile(one, into / one.name)
