"""A paper as data: heading, numbered sections, figures, tables, notes. Rendered three ways; never computes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldenthread.charts import Chart
from goldenthread.periods import long_date


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text; `figure` is the number of the figure it states (F07), '' for plain words."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    figure: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; `number` such as 6.3 where the paper numbers it."""

    runs: tuple[Run, ...]
    number: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, kw_only=True)
class ListBlock:
    """A list of items, lettered a) b) c) or bulleted."""

    items: tuple[tuple[Run, ...], ...]
    lettered: bool = False


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """A table with a caption, one heading row, units in the headings; the first column names the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ChartBlock:
    """A chart with its caption; the data table goes with it."""

    number: int
    chart: Chart

    @property
    def caption(self) -> str:
        """The numbered caption."""
        return f"Figure {self.number}: {self.chart.title}"


Block = Paragraph | ListBlock | TableBlock | ChartBlock


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section with its heading; `number` is 0 for sections that carry none (summary, appendices)."""

    number: int
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The heading block of the paper, in the order councils print it."""

    council: str
    body: str
    meeting_date: dt.date
    forward_plan_reference: str
    title: str
    ward: str
    openness: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole paper. `banner` stands at the head of every rendering (made-up data); `as_at` is the data date."""

    heading: Heading
    banner: str
    summary: Section
    sections: tuple[Section, ...]
    contact: tuple[str, ...]
    background: tuple[str, ...]
    accessible_format: str
    notes: Section
    appendix: Section
    as_at: dt.date
    load_id: str


def heading_rows(paper: Paper) -> list[tuple[str, str]]:
    """The heading block as names and texts, in order."""
    heading = paper.heading
    return [
        ("Meeting or decision maker", heading.body),
        ("Meeting or decision date", long_date(heading.meeting_date)),
        ("Executive forward plan reference", heading.forward_plan_reference or "None: for a scrutiny panel"),
        ("Ward", heading.ward),
        ("Status", heading.openness),
        ("List of attachments to this report", "; ".join(heading.attachments) or "None"),
    ]


def charts_of(paper: Paper) -> list[ChartBlock]:
    """Every chart of the paper, in the order of their numbers."""
    sections = (paper.summary, *paper.sections)
    return [block for section in sections for block in section.blocks if isinstance(block, ChartBlock)]
