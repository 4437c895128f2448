"""A council's workbook comes in: its columns, merged cells, unknown owners, dates as text, and files that are none."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.plans.conftest import TODAY, World

from goldenthread_web.plans import importing
from goldenthread_web.plans.lines import preview, read_date
from goldenthread_web.plans.models import Action, Import
from goldenthread_web.plans.workbook import read_workbook
from goldenthread_web.plans.workflow import NotYetError

ClientOf = Callable[[str], Client]
HEAD = ("Priority", "No", "What", "Who", "By when", "Success measures", "Current status")


def workbook(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet, day = book.add_worksheet("Plan"), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell is not None:
                    sheet.write(number, column, cell)
        for top, left, bottom, right, text in merged:
            sheet.merge_range(top, left, bottom, right, text)
    return stream.getvalue()


REAL = workbook(
    [
        ("Our improvement plan 2014",),
        HEAD,
        (None, "1.1", "Shorten the form", "Mina Manager", dt.date(2014, 12, 1), "Fewer pages", "Green"),
        (None, "1.2", "Train everybody", "Nora Nobody", "31 March 2015", None, None),
        (None, "1.3", None, "Hal Head", "1/2/2015", None, None),
        ("Feedback", "2.1", "Ask families", "head@avonmere.example", "ongoing", None, None),
        ("Feedback", "2.2", "x" * 300, "", "March 2015", None, None),
    ],
    merged=[(2, 0, 4, 0, "Good plans")],
)


def bring(world: World, content: bytes = REAL, name: str = "plan.xlsx") -> Import:
    return importing.bring(plan=world.plan, name=name, content=content, by=world.cast["head"])


def test_headings_are_found_and_columns_guessed(world: World) -> None:
    brought = bring(world)
    assert brought.columns["header"] == 1
    assert brought.columns["fields"] == {
        "0": "priority", "1": "number", "2": "title", "3": "owner", "4": "due", "5": "success", "6": "status",
    }  # fmt: skip


def test_what_is_wrong_is_told_by_cell_and_merged_cells_are_filled(world: World) -> None:
    brought = bring(world)
    lines = preview(brought)
    assert [one.values["priority"] for one in lines] == ["Good plans"] * 3 + ["Feedback"] * 2
    assert brought.columns["filled"] == ["A4", "A5"]
    assert [said for one in lines for said in one.problems] == ["C5: there is no action in this row."]
    doubts = [said for one in lines for said in one.doubts]
    assert doubts[0] == "D4: Nora Nobody has no account here. The action has no owner yet; the name is kept."
    assert doubts[1].startswith("E6: “ongoing” is not a date.")
    assert any(one.startswith("C7: longer than 200") for one in doubts)
    assert any(one.startswith("E7: “March 2015” is taken as the last day") for one in doubts)


def test_lines_are_taken_over_once_and_no_word_is_lost(world: World) -> None:
    brought = bring(world)
    assert importing.take_over(brought=brought, by=world.cast["head"], today=TODAY) == (4, 1)
    with pytest.raises(NotYetError, match="taken over already"):
        importing.take_over(brought=brought, by=world.cast["head"], today=TODAY)
    made = {one.number: one for one in Action.objects.all()}
    assert set(made) == {"1.1", "1.2", "2.1", "2.2"}
    assert (made["1.1"].owner, made["1.1"].current_due) == (world.cast["manager"], dt.date(2014, 12, 1))
    assert [one.words for one in made["1.1"].success_measures.all()] == ["Fewer pages"]
    assert [one.text for one in made["1.1"].updates.all()] == ["In the workbook: Green"]
    assert (made["1.2"].owner, made["1.2"].contributors) == (None, "Nora Nobody")
    assert made["2.1"].owner == world.cast["head"]
    assert "When: ongoing" in made["2.1"].how
    assert "x" * 300 in made["2.2"].how
    assert made["2.2"].current_due == dt.date(2015, 3, 31)
    assert made["1.1"].priority == world.priority, "a priority that is there is used"


def test_a_row_with_one_text_alone_is_a_heading(world: World) -> None:
    content = workbook([("What", "Who", "When"), ("Priority A",), ("Do this", "Hal Head", dt.date(2015, 1, 1))])
    assert [one.values["priority"] for one in preview(bring(world, content))] == ["Priority A"]


def test_what_is_exported_can_be_brought_in_again(world: World, client_of: ClientOf) -> None:
    world.begun("Round and round", why="Because", how="Slowly")
    content = client_of("head").get(f"/plan/{world.plan.pk}/file.xlsx").content
    line = preview(bring(world, content))[0]
    assert (line.values["title"], line.values["why"], line.values["how"]) == ("Round and round", "Because", "Slowly")
    assert line.values["due_found"] == dt.date(2014, 12, 1)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2014-03-31", dt.date(2014, 3, 31)),
        ("31/03/2014", dt.date(2014, 3, 31)),
        ("1.4.14", dt.date(2014, 4, 1)),
        ("3rd Sept 2014", dt.date(2014, 9, 3)),
        ("31 March, 2014", dt.date(2014, 3, 31)),
        ("Feb 2016", dt.date(2016, 2, 29)),
        ("31/02/2014", None),
        ("Sep-14", dt.date(2014, 9, 30)),
        ("30 Sep 14", dt.date(2014, 9, 30)),
        ("by the end of July 2014", dt.date(2014, 7, 31)),
        ("Q2 2014/15", dt.date(2014, 9, 30)),
        ("Q4 2014/15", dt.date(2015, 3, 31)),
        ("03/31/2014", None),
        ("end of term", None),
        ("Smarch 2014", None),
    ],
)
def test_dates_as_people_write_them(said: str, day: dt.date | None) -> None:
    found, doubt = read_date(said)
    assert found == day
    assert bool(doubt) == (day is None or not re.match(r"\d|3rd", said))


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 210_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a workbook", "is not an Excel workbook"),
        (b"", "is not an Excel workbook"),
        (workbook([]), "has anything in it"),
        (workbook([["What"]] + [["x"]] * 2001), "more than 2000 rows"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NotYetError, match=said):
        read_workbook(content, "plan.xlsx")


def test_what_would_unpack_to_far_more_is_not_read() -> None:
    with pytest.raises(NotYetError, match="unpacks to far more"):
        read_workbook(_bomb(), "plan.xlsx")


@pytest.mark.parametrize("place", ["XFD1", "A1048576", "XFD1048576"])
def test_one_cell_far_away_does_not_fill_the_memory(place: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([("What",), ("Do this",)]))) as kept, zipfile.ZipFile(stream, "w") as made:
        for one in kept.namelist():
            text = kept.read(one)
            if one.startswith("xl/worksheets/sheet"):
                row = re.sub(r"[A-Z]", "", place)
                cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", cell.encode())
            made.writestr(one, text)
    with pytest.raises(NotYetError, match="far below or right"):
        read_workbook(stream.getvalue(), "plan.xlsx")


def test_a_sheet_of_too_many_words_is_refused() -> None:
    with pytest.raises(NotYetError, match="far more text"):
        read_workbook(workbook([("What",), *([f"{number} {'x' * 3900}"] for number in range(900))]), "plan.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(NotYetError, match="cannot be read as a workbook"):
        read_workbook(stream.getvalue(), "plan.xlsx")


def test_a_council_brings_its_plan_in_by_the_pages(world: World, client_of: ClientOf) -> None:
    head = client_of("head")
    answer = head.post(f"/plan/{world.plan.pk}/import/", {"workbook": SimpleUploadedFile("plan.xlsx", REAL)})
    assert answer.status_code == 302
    page = head.get(answer["Location"]).content.decode()
    assert "Take over 4 actions" in page
    assert "C5: there is no action in this row." in page
    assert "Merged cells were filled down into A4, A5" in page
    twice = head.post(answer["Location"], {"column-2": "title", "column-3": "title", "look": "yes"}).content.decode()
    assert "chosen for more than one column" in twice
    none = head.post(answer["Location"], {"column-3": "owner", "look": "yes"}).content.decode()
    assert "which column holds what will be done" in none
    fields = {f"column-{column}": name for column, name in Import.objects.get().columns["fields"].items()}
    assert head.post(answer["Location"], {**fields, "take": "yes"})["Location"] == f"/plan/{world.plan.pk}/"
    assert Action.objects.count() == 4
    bad = head.post(f"/plan/{world.plan.pk}/import/", {"workbook": SimpleUploadedFile("plan.xlsx", b"x")})
    assert "is not an Excel workbook" in bad.content.decode()
