"""The editable copy: Word with real styles, numbered paragraphs, captions, repeated table headings, alternative text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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

_FONT = "Arial"
_ACCENT = RGBColor(0x1F, 0x4E, 0x5F)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_NUMBERING = 77
_ACROSS = Cm(16.6)
# How many letters fit between the margins, in ordinary and in small tables.
_LETTERS_ACROSS = {False: 84.0, True: 94.0}


def render_docx(paper: Paper) -> bytes:
    """The paper as a Word file; the same paper gives the same bytes."""
    document = Document()
    _styles(document)
    _numbering(document)
    _properties(document, paper)
    if paper.banner:
        document.add_paragraph(paper.banner, style="Notice")
    document.add_paragraph(paper.heading.council, style="Subtitle")
    document.add_paragraph(paper.heading.title, style="Title")
    _pairs(document, heading_rows(paper))
    _section(document, paper.summary)
    for section in paper.sections:
        _section(document, section)
    document.add_paragraph("Contact and background papers", style="Unnumbered Heading")
    closing = [("Contact person", "; ".join(paper.contact)), ("Background papers", "; ".join(paper.background))]
    _pairs(document, closing)
    document.add_paragraph(paper.accessible_format).runs[0].bold = True
    _section(document, paper.notes)
    _section(document, paper.appendix)
    _chart_data(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return _same_bytes(stream.getvalue())


def _styles(document: Any) -> None:
    for name, size in (("Normal", 12), ("Title", 20), ("Subtitle", 13), ("Heading 1", 15), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        if name != "Normal":
            style.font.color.rgb = _ACCENT
            style.font.bold, style.font.italic = True, False
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    document.styles["Caption"].font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    document.styles["Caption"].font.size = Pt(11)
    document.styles["Caption"].font.name = _FONT
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name, base in (("Numbered Paragraph", "Normal"), ("Unnumbered Heading", "Heading 1"), ("Notice", "Normal")):
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles[base]
    document.styles["Notice"].font.bold = True
    for section in document.sections:
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)


def _numbering(document: Any) -> None:
    """Headings count 1, 2, 3 and paragraphs 1.1, 1.2 by Word's own numbering."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(_NUMBERING))
    kind = OxmlElement("w:multiLevelType")
    kind.set(qn("w:val"), "multilevel")
    abstract.append(kind)
    for level, (style, text) in enumerate((("Heading1", "%1"), ("NumberedParagraph", "%1.%2"))):
        abstract.append(_level(level, style, text))
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), str(_NUMBERING))
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), str(_NUMBERING))
    number.append(link)
    numbering.append(number)
    for name, level, count in (
        ("Heading 1", 0, _NUMBERING),
        ("Numbered Paragraph", 1, _NUMBERING),
        ("Unnumbered Heading", 0, 0),
    ):
        properties = document.styles[name].element.get_or_add_pPr()
        listed = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", level), ("w:numId", count)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), str(value))
            listed.append(child)
        properties.append(listed)


def _level(level: int, style: str, text: str) -> Any:
    made = OxmlElement("w:lvl")
    made.set(qn("w:ilvl"), str(level))
    for tag, value in (
        ("w:start", "1"),
        ("w:numFmt", "decimal"),
        ("w:pStyle", style),
        ("w:lvlText", text),
        ("w:lvlJc", "left"),
    ):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        made.append(child)
    properties = OxmlElement("w:pPr")
    indent = OxmlElement("w:ind")
    indent.set(qn("w:left"), "794")
    indent.set(qn("w:hanging"), "794")
    properties.append(indent)
    made.append(properties)
    return made


def _properties(document: Any, paper: Paper) -> None:
    core = document.core_properties
    core.title = paper.heading.title
    core.author = paper.heading.council
    core.language = "en-GB"
    core.subject = paper.heading.body
    core.comments = f"Data at {long_date(paper.as_at)}, load {paper.load_id}"
    moment = dt.datetime.combine(paper.heading.meeting_date, dt.time())
    core.created = core.modified = moment
    core.last_modified_by = ""
    core.revision = 1


def _section(document: Any, section: Section) -> None:
    document.add_paragraph(section.heading, style="Heading 1" if section.number else "Unnumbered Heading")
    for block in section.blocks:
        _block(document, block)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph):
        made = document.add_paragraph(style="Numbered Paragraph" if block.number else "Normal")
        _runs(made, block.runs)
    elif isinstance(block, ListBlock):
        for place, item in enumerate(block.items):
            made = document.add_paragraph(style="Normal" if block.lettered else "List Bullet")
            if block.lettered:
                made.paragraph_format.left_indent = Cm(2.2)
                made.paragraph_format.first_line_indent = Cm(-0.8)
                made.add_run(f"({chr(97 + place)}) ")
            _runs(made, item)
    elif isinstance(block, TableBlock):
        _table(document, block)
    else:
        _chart(document, block)


def _runs(made: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        added = made.add_run(run.text if not run.link else f"{run.text} ({run.link})")
        added.bold, added.italic = run.bold or None, run.italic or None
        if run.figure:
            made.add_run(run.figure).font.superscript = True


def _chart(document: Any, block: ChartBlock) -> None:
    document.add_paragraph(block.caption, style="Caption")
    picture = document.add_picture(io.BytesIO(block.chart.png(scale=2.0)), width=Cm(16.4))
    inline = picture._inline.docPr
    inline.set("descr", block.chart.alt)
    inline.set("title", block.chart.title)


def _chart_data(document: Any, paper: Paper) -> None:
    """The numbers behind every chart, at the end so that they do not break the text."""
    charts = charts_of(paper)
    if not charts:
        return
    document.add_paragraph("Data behind the charts", style="Unnumbered Heading")
    for block in charts:
        table = block.chart.table
        caption = f"Figure {block.number}: {table.caption}"
        _table(document, TableBlock(caption=caption, headings=table.headings, rows=table.rows), small=True)


def _table(document: Any, block: TableBlock, *, small: bool = False) -> None:
    document.add_paragraph(block.caption, style="Caption")
    table = document.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    _row(table.rows[0], block.headings, bold=True, small=small)
    _repeat(table.rows[0])
    for row in block.rows:
        _row(table.add_row(), row, bold=False, small=small)
    table.autofit = False
    shares = column_shares([block.headings, *block.rows], letters=_LETTERS_ACROSS[small])
    for column, share in zip(table.columns, shares, strict=True):
        column.width = round(_ACROSS * share)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = round(_ACROSS * share)
        _keep_whole(row)
    document.add_paragraph(block.note) if block.note else document.add_paragraph()


def _row(row: Any, cells: tuple[str, ...], *, bold: bool, small: bool) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold = bold or None
        run.font.size = Pt(9 if small else 10)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _mark(row: Any, tag: str) -> None:
    made = OxmlElement(tag)
    made.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(made)


def _repeat(row: Any) -> None:
    _mark(row, "w:tblHeader")


def _keep_whole(row: Any) -> None:
    _mark(row, "w:cantSplit")


def _pairs(document: Any, pairs: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, text in pairs:
        row = table.add_row()
        row.cells[0].paragraphs[0].add_run(name).bold = True
        row.cells[1].paragraphs[0].add_run(text)
        row.cells[0].width, row.cells[1].width = Cm(5.5), Cm(11.1)
        _keep_whole(row)


def _same_bytes(content: bytes) -> bytes:
    """The package with a fixed date on every member, so that two runs give the same file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            info = zipfile.ZipInfo(member.filename, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(info, before.read(member))
    return made.getvalue()
