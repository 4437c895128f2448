"""The commands from end to end: import, compare for terminal, page and workbook, with and without a load."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import openpyxl
import pytest
from tests.unit.comparators import made_comparators as made
from typer.testing import CliRunner

from goldenthread import api
from goldenthread.cli import app
from goldenthread.errors import UserError

REFERENCE = Path("../shared/reference/comparators")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("compare")
    made.store_files(place / "files")
    said = list(api.import_comparators([place / "files"], into=place / "store"))
    assert any("published figures" in line for line in said)
    assert said[-1] == "Editions: 2025. Neighbour lists: 2025."
    return place / "store"


def _run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


def test_import_and_list_say_what_was_read(tmp_path):
    made.store_files(tmp_path / "files")
    said = _run("comparators", "import", tmp_path / "files", "--into", tmp_path / "store")
    assert "statistical neighbours, model 2025, 150 rows" in said
    assert "populations aged 0 to 17, 15 rows" in said
    assert "Neighbour lists: 2025" in _run("comparators", "list", tmp_path / "store")


def test_a_measure_of_an_authority_against_the_rest_in_the_terminal(folder):
    said = _run("compare", "rereferrals", "--comparators", folder, "--authority", "Leeds", "--group", "Wakefield")
    assert "Re-referrals within 12 months (RF04; %; low is good)" in said
    assert "17.5%" in said
    assert "Statistical neighbours (2025), year ending 2025" in said
    assert "Chosen group, mean" in said
    twice = _run(
        "compare", "RF04", "--comparators", folder, "--authority", "383", "--group", "384", "--group", "Wakefield"
    )
    assert "1 of 1 have a value" in twice
    assert "It has no list" not in said


def test_the_page_has_no_script_and_says_the_same_as_its_charts(folder, tmp_path):
    page = tmp_path / "one.html"
    _run("compare", "RF04", "--comparators", folder, "--authority", "383", "--year", "2024", "--output", page)
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert " style=" not in text
    assert "Year ending 2024, edition 2025, table C1" in text
    assert text.count('role="img"') >= 1
    assert re.search(r"<desc>Re-referrals within 12 months\. Leeds 17\.5% in 2025", text)
    assert "The same as a table" in text
    assert text.count("<h1") == 1


def test_every_measure_on_one_page(folder, tmp_path):
    page = tmp_path / "all.html"
    said = _run("compare", "--all", "--comparators", folder, "--authority", "383", "--output", page)
    text = page.read_text(encoding="utf-8")
    assert "Re-referrals within 12 months" in said
    assert "Neighbours" in said
    assert "(median)" in said
    assert text.count('class="card"') == 1
    assert "<script" not in text


def test_the_workbook_holds_numbers(folder, tmp_path):
    book = tmp_path / "one.xlsx"
    _run("compare", "rereferrals", "--comparators", folder, "--authority", "383", "--output", book)
    again = tmp_path / "again.xlsx"
    _run("compare", "rereferrals", "--comparators", folder, "--authority", "383", "--output", again)
    assert book.read_bytes() == again.read_bytes()
    opened = openpyxl.load_workbook(io.BytesIO(book.read_bytes()))
    assert opened.sheetnames == ["Compared", "Years", "Neighbours", "In words"]
    rows = list(opened["Compared"].iter_rows(min_row=4, values_only=True))
    assert rows[0][6] == 17.5
    assert rows[0][8:10] == (175, 1000)
    assert opened["Years"]["G3"].value == "Neighbours (median)"
    assert len(list(opened["Neighbours"].iter_rows(min_row=4, values_only=True))) == 10


def test_what_cannot_be_done_says_what_can(folder, tmp_path):
    against = api.Against(comparators=folder, authority="383")
    with pytest.raises(UserError, match=r"neither \.html nor \.xlsx"):
        api.compare_measure("rereferrals", against, output=tmp_path / "page.pdf")
    with pytest.raises(UserError, match="Leeds cannot be in the group"):
        api.compare_measure("rereferrals", api.Against(comparators=folder, authority="383", group=("Leeds",)))
    with pytest.raises(UserError, match="Nothing is stored"):
        api.compare_measure("s47_rate", against)
    with pytest.raises(UserError, match="Which authority"):
        api.compare_measure("rereferrals", api.Against(comparators=folder))
    with pytest.raises(UserError, match="Editions stored: 2025"):
        api.compare_measure("rereferrals", api.Against(comparators=folder, authority="383", edition="1999"))
    with pytest.raises(UserError, match="median or mean"):
        api.compare_measure("rereferrals", api.Against(comparators=folder, authority="383", average="mode"))
    with pytest.raises(UserError, match="comparators import"):
        api.compare_measure("rereferrals", api.Against(comparators=tmp_path, authority="383"))


def test_a_figure_counted_from_a_load_stands_beside_the_published_ones(folder, tmp_path):
    from goldenthread.loads import write_tables
    from goldenthread.synthetic.demonstration import avonmere

    data = avonmere()
    load = write_tables(
        tmp_path / "loads", as_at=data.end, tables=data.tables, source="ssd",
        covers_from={data.authority: data.covers_from}, made_up=True,
    )  # fmt: skip
    settings = Path("src/goldenthread/demonstration/authority.toml")
    against = api.Against(comparators=folder, load=load.path, settings=settings)
    said = api.compare_measure("rereferrals", against, output=tmp_path / "local.html")
    assert data.end == dt.date(2014, 9, 30)
    assert "counted here" in said
    assert "227 of 1,055" in said
    page = (tmp_path / "local.html").read_text(encoding="utf-8")
    assert "12 months to 30 September 2014, data at 30 September 2014" in page
    assert "has no list of statistical neighbours" in page
    assert "target of 22.0%" in page
    with pytest.raises(UserError, match="Nothing is published"):
        api.compare_measure("assessments_45_from_referral", against)
    other = api.Against(comparators=folder, load=load.path, settings=settings, authority="383")
    assert "counted here" not in api.compare_measure("rereferrals", other)  # a load is not shown as another's
    hidden = api.Against(comparators=folder, load=load.path, settings=settings, profile="committee", year=2016)
    assert "counted here" in api.compare_measure("rereferrals", hidden)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="needs the published files in ../shared/reference")
def test_the_published_files_are_imported_whole_and_neighbour_averages_differ_as_is_known(tmp_path):
    from goldenthread.comparators.areas import areas
    from goldenthread.comparators.compare import compare
    from goldenthread.comparators.importing import import_files
    from goldenthread.comparators.series import find_series

    imported = import_files([REFERENCE], tmp_path / "store")
    assert imported.aside == ()
    assert sum(rows for _, what, rows in imported.read if "published figures" in what) == 361_772
    series = find_series("rereferrals")
    cells = imported.store.figures([series.key])[series.key]
    flips = compared = 0
    for area in areas().values():
        if area.kind != "authority" or area.until or (area.code, 2025) not in cells:
            continue
        one = compare(
            series,
            cells,
            authority=area.code,
            year=2025,
            neighbours=imported.store.neighbours(area.code, "2025"),
            model="2025",
        )
        assert one.neighbours is not None
        value = one.own.value if one.own else None
        if value is not None and one.neighbours.mean is not None and one.neighbours.median is not None:
            compared += 1
            flips += (value > one.neighbours.mean) != (value > one.neighbours.median)
    assert compared >= 150
    assert 8 <= flips <= 16  # the choice of average turns the verdict of about one authority in twelve
