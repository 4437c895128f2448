"""Word documents on A4 across: one face throughout, tables whose headings repeat and whose rows stay whole."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

FACE = "Arial"


def new_document(title: str, as_at: dt.date) -> Any:
    """An empty document with its title, margins of 1.5 cm and the page number at the foot."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    document.core_properties.title = title
    document.core_properties.created = document.core_properties.modified = dt.datetime.combine(as_at, dt.time())
    for name, size in (("Normal", 9), ("Title", 20), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x1F, 0x4E, 0x5F)
            faces = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                faces.attrib.pop(qn(f"w:{kind}"), None)
    document.styles["Normal"].element.get_or_add_rPr().append(_language())
    document.add_heading(title, 0)
    _number_pages(section.footer.paragraphs[0], title)
    return document


def _language() -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    told = OxmlElement("w:lang")
    told.set(qn("w:val"), "en-GB")
    return told


def _number_pages(paragraph: Any, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run(f"{title}, page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def add_table(document: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table with its column widths in centimetres; the heading row repeats on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(headings), style="Light Grid Accent 1")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in (headings, *rows):
        line = table.rows[0] if row is headings else table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.text, cell.width = text, Cm(width)


def as_bytes(document: Any) -> bytes:
    """The document as a file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
