"""The convenience copy: a tagged PDF that claims PDF/UA-1, made by Typst from the same model."""

from __future__ import annotations

import tempfile
from pathlib import Path

from goldenthread.papers.columns import column_shares
from goldenthread.papers.model import (
    Block,
    ChartBlock,
    ListBlock,
    Paper,
    Paragraph,
    Run,
    Section,
    TableBlock,
    charts_of,
    heading_rows,
)
from goldenthread.periods import long_date

_ESCAPED = str.maketrans({character: "\\" + character for character in '\\#$*_`<>@[]"~=-+/'})
# How many letters of DejaVu Sans, the widest font named below, fit between the margins, in ordinary and in small tables.
_LETTERS_ACROSS = {False: 82.0, True: 92.0}
_PREAMBLE = """
#set document(title: [{title}], author: "{council}", date: datetime(year: {year}, month: {month}, day: {day}))
#set text(lang: "en", region: "GB", font: ("Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"), size: 11pt)
#set page(
  paper: "a4",
  margin: (x: 2.2cm, top: 2.2cm, bottom: 2.4cm),
  footer: context [#set text(size: 9pt)
    #grid(columns: (1fr, auto), [{footer}], [Page #counter(page).display() of #counter(page).final().first()])],
)
#set par(leading: 0.65em, spacing: 0.9em)
#show heading: set text(fill: rgb("#1f4e5f"))
#show heading.where(level: 1): set text(size: 15pt)
#show heading: set block(above: 1.6em, below: 0.8em)
#show link: set text(fill: rgb("#12496b"))
#set table(stroke: (x: none, top: none, bottom: 0.5pt + rgb("#b1b4b6")), inset: (x: 4pt, y: 5pt))
#set table.cell(breakable: false)
#show table.cell.where(y: 0): strong
#show figure: set align(left)
#show figure.caption: set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: image): set figure.caption(position: top)
#let numbered(n, body) = grid(columns: (1.1cm, 1fr), n, body)
"""


def render_pdf(paper: Paper) -> bytes:
    """The paper as a PDF; the same paper gives the same bytes."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "paper.typ"
        source.write_text(_Writer(place).paper(paper), encoding="utf-8", newline="\n")
        return bytes(typst.compile(str(source), root=str(place), format="pdf", pdf_standards="ua-1"))


class _Writer:
    """Writes Typst markup, putting pictures beside the source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paper(self, paper: Paper) -> str:
        heading, date = paper.heading, paper.heading.meeting_date
        footer = f"{paper.banner + ' ' if paper.banner else ''}{heading.council}. Data at {long_date(paper.as_at)}."
        parts = [
            _PREAMBLE.format(
                title=_plain(heading.title),
                council=heading.council.replace('"', "'"),
                year=date.year,
                month=date.month,
                day=date.day,
                footer=_plain(footer),
            )
        ]
        if paper.banner:
            parts.append(f'#block(fill: rgb("#fff3d6"), inset: 8pt, width: 100%)[*{_plain(paper.banner)}*]')
        parts.append(f'#text(fill: rgb("#1f4e5f"), weight: "bold", size: 13pt)[{_plain(heading.council)}]')
        parts.append(f"#title[{_plain(heading.title)}]")
        parts.append(_pairs(heading_rows(paper)))
        parts += [self.section(one) for one in (paper.summary, *paper.sections)]
        parts.append("= Contact and background papers")
        parts.append(
            _pairs([("Contact person", "; ".join(paper.contact)), ("Background papers", "; ".join(paper.background))])
        )
        parts.append(f"*{_plain(paper.accessible_format)}*")
        parts += [self.section(one) for one in (paper.notes, paper.appendix)]
        parts += self.chart_data(paper)
        return "\n\n".join(parts) + "\n"

    def section(self, section: Section) -> str:
        number = f"{section.number} " if section.number else ""
        return "\n\n".join([f"= {number}{_plain(section.heading)}", *(self.block(block) for block in section.blocks)])

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            words = _runs(block.runs)
            return f"#numbered[{block.number}][{words}]" if block.number else words
        if isinstance(block, ListBlock):
            kind = 'enum(numbering: "(a)", indent: 1.1cm' if block.lettered else "list("
            items = ", ".join(f"[{_runs(item)}]" for item in block.items)
            return f"#{kind}{', ' if block.lettered else ''}{items})"
        if isinstance(block, TableBlock):
            return _table(block.caption, block.headings, block.rows) + (
                f"\n\n{_plain(block.note)}" if block.note else ""
            )
        return self.chart(block)

    def chart(self, block: ChartBlock) -> str:
        name = f"figure-{block.number}.png"
        (self.folder / name).write_bytes(block.chart.png(scale=2.5))
        alt = block.chart.alt.replace("\\", "\\\\").replace('"', "'")
        return (
            f'#figure(image("{name}", width: 100%, alt: "{alt}"), caption: [{_plain(block.chart.title)}], '
            f'supplement: [Figure], alt: "{alt}")'
        )

    def chart_data(self, paper: Paper) -> list[str]:
        """The numbers behind every chart, at the end so that they do not break the text."""
        charts = charts_of(paper)
        tables = [
            _table(
                f"Figure {one.number}: {one.chart.table.caption}",
                one.chart.table.headings,
                one.chart.table.rows,
                small=True,
            )
            for one in charts
        ]
        return ["= Data behind the charts", *tables] if tables else []


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)


def _runs(runs: tuple[Run, ...]) -> str:
    parts = []
    for run in runs:
        text = _plain(run.text)
        if run.bold:
            text = f"#strong[{text}]"
        if run.italic:
            text = f"#emph[{text}]"
        if run.link:
            text = f'#link("{run.link}")[{text}]'
        if run.figure:
            text = f"#box[{text}#super[{run.figure}]]"
        parts.append(text)
    return "".join(parts)


def _table(caption: str, headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, small: bool = False) -> str:
    shares = column_shares([headings, *rows], letters=_LETTERS_ACROSS[small])
    widths = ", ".join(f"{share:.4f}fr" for share in shares)
    head = ", ".join(f"[{_plain(heading)}]" for heading in headings)
    body = ",\n".join(", ".join(f"[{_plain(cell)}]" for cell in row) for row in rows)
    size = "8pt" if small else "9pt"
    return (
        f"#[#set text(size: {size})\n#set par(justify: false)\n#figure(kind: table, supplement: [Table], "
        f"caption: [{_plain(caption)}], table(columns: ({widths}), align: left, table.header({head}),\n{body}))]"
    )


def _pairs(pairs: list[tuple[str, str]]) -> str:
    lines = [f"/ {_plain(name)}: {_plain(text)}" for name, text in pairs]
    return "#[#set terms(separator: [: ], hanging-indent: 1cm)\n" + "\n".join(lines) + "]"
