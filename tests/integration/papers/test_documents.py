"""The documents opened and checked: Word by its styles, PDF by its tags and text, Excel by its numbers, all by bytes."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
import pypdf
import pytest
from tests.avonmere import panel, workspace

from goldenthread.papers.columns import column_shares
from goldenthread.papers.docx import render_docx
from goldenthread.papers.html import render_html
from goldenthread.papers.pdf import render_pdf
from goldenthread.papers.scorecard import all_rows, build_scorecard
from goldenthread.papers.scorecard_html import render_scorecard
from goldenthread.papers.scorecard_terminal import render_terminal
from goldenthread.papers.scorecard_xlsx import render_workbook


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render_docx(panel().paper)))


@pytest.fixture(scope="module")
def pdf():
    return pypdf.PdfReader(io.BytesIO(render_pdf(panel().paper)))


@pytest.fixture(scope="module")
def card():
    return build_scorecard(workspace().evidence("board"), banner="Made up")


def test_word_has_real_headings_title_and_numbered_paragraphs(word):
    styles = [p.style.name for p in word.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 8
    assert styles.count("Numbered Paragraph") > 20
    assert styles.count("Caption") >= 8


def test_word_pictures_have_alternative_text_and_tables_repeat_their_heading(word):
    alts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(alts) == 6
    assert all(alt and len(alt) > 60 for alt in alts)
    captioned = [t for t in word.tables if len(t.columns) > 2]
    assert all(t.rows[0]._tr.trPr is not None and "tblHeader" in t.rows[0]._tr.trPr.xml for t in captioned)


def test_word_gives_the_columns_of_its_tables_the_room_that_their_words_need(word):
    data = [t for t in word.tables if t.rows[0].cells[-1].text == "Signal"]
    assert len(data) == 6
    for table in data:
        widths = [column.width.cm for column in table.columns]
        assert sum(widths) == pytest.approx(16.6, abs=0.01)
        assert widths[-1] > 16.6 / len(widths)
        assert [cell.width.cm for cell in table.rows[-1].cells] == pytest.approx(widths, abs=0.01)


def test_word_says_its_title_and_language(word):
    assert word.core_properties.title == panel().paper.heading.title
    assert word.core_properties.language == "en-GB"


def test_word_holds_every_figure(word):
    text = "\n".join(p.text for p in word.paragraphs)
    for figure in panel().figures:
        if figure.show == "value":
            assert figure.text in text or any(figure.text in c.text for t in word.tables for c in t._cells), figure


def test_pdf_is_tagged_claims_ua_and_has_language_and_title(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("en")
    assert pdf.metadata.title.replace("\u2019", "'") == panel().paper.heading.title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_pdf_text_holds_the_headline_figures(pdf):
    text = " ".join(page.extract_text() for page in pdf.pages)
    for expected in ("91.7%", "21.5%", "24.0%", "4.1%", "Made-up authority"):
        assert expected in text


def test_html_is_one_file_without_scripts_and_with_a_strict_policy():
    page = render_html(panel().paper)
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("<h1") == 1
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"(?:src|href)=\"https?:", page)
    assert all(f'id="{figure.id}"' in page for figure in panel().figures)


def test_workbook_holds_real_numbers_and_native_charts(card):
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(card)))
    sheet = book["Scorecard"]
    headings = [cell.value for cell in sheet[4]]
    values = {row[1].value: row[4].value for row in sheet.iter_rows(min_row=5)}
    assert headings[4] == "Value"
    assert round(values["Re-referrals within 12 months"], 1) == 21.5
    assert isinstance(values["Referrals"], int | float)
    assert len(book["Charts"]._charts) >= 15
    assert book["Notes"].max_row > 20


def test_scorecard_rows_say_who_set_the_target_and_how_sure_we_are(card):
    row = next(row for row in all_rows(card) if row.measure.id == "rereferrals")
    assert "set by commissioners" in row.target_set_by
    assert row.interval
    assert row.sentence.startswith("Re-referrals")
    assert "England 23.5%" in row.comparators[0]


def test_scorecard_page_and_terminal_name_every_measure(card):
    page, text = render_scorecard(card), render_terminal(card)
    for row in all_rows(card):
        assert row.measure.title in page.replace("&#39;", "'")
    assert "Re-referrals" in text
    assert "Made up" in page


@pytest.mark.parametrize("render", [render_docx, render_pdf, render_html])
def test_two_renderings_are_the_same_bytes(render):
    assert render(panel().paper) == render(panel().paper)


def test_two_workbooks_are_the_same_bytes(card):
    assert render_workbook(card) == render_workbook(card)


def test_no_word_of_a_table_runs_out_of_its_column():
    rows = [
        ("Figure", "States", "Data and load"),
        ("F01", "91.7%", "SSD, 2014-09-30-5aede62f06"),
        ("F02", "a b " * 40, "SSD"),
    ]
    shares = column_shares(rows, letters=80)
    assert sum(shares) == pytest.approx(1)
    longest = [max(len(word) for cell in column for word in cell.split()) for column in zip(*rows, strict=True)]
    assert all(share * 80 > most for share, most in zip(shares, longest, strict=True))
    assert shares[1] == max(shares)


def _letters(font):
    """How wide each letter of a font in a PDF is, as a share of how high it is, by the font's own table."""
    inner = font["/DescendantFonts"][0].get_object()
    held, widths = list(inner["/W"]), {}
    while held:
        first, then = int(held.pop(0)), held.pop(0)
        if isinstance(then, list):
            widths |= {first + place: float(width) for place, width in enumerate(then)}
        else:
            widths |= dict.fromkeys(range(first, int(then) + 1), float(held.pop(0)))
    told = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", font["/ToUnicode"].get_object().get_data().decode())
    found = {}
    for glyph, letters in told:
        text = bytes.fromhex(letters).decode("utf-16-be")
        for letter in text:  # two letters drawn as one share its width
            found.setdefault(letter, widths.get(int(glyph, 16), float(inner.get("/DW", 1000))) / len(text) / 1000)
    return found


def test_no_text_of_a_table_of_the_pdf_stands_beyond_the_margin(pdf):
    ends: list[float] = []
    fonts: dict[str, dict[str, float]] = {}

    def note(text, page, line, font, size):
        """Where a piece of a table's text ends, in points."""
        if size < 10 and text.strip():
            letters = fonts.setdefault(font["/BaseFont"], _letters(font))
            begins = line[4] * page[0] + line[5] * page[2] + page[4]
            ends.append(begins + sum(letters[letter] for letter in text.strip()) * size)

    for page in pdf.pages:
        page.extract_text(visitor_text=note)
    assert len(ends) > 1000
    width, margin = 595.28, 62.36
    assert max(ends) < width - margin + 0.5
