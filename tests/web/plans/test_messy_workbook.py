"""A council's workbook as it is found: a sheet for each priority, merged cells, names nobody knows, 120 actions."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.plans.conftest import TODAY, World

from goldenthread_web.inspections.actions import save_finding, save_inspection
from goldenthread_web.inspections.models import Finding, Inspection
from goldenthread_web.plans import importing
from goldenthread_web.plans.lines import names_of, preview
from goldenthread_web.plans.models import Action, Import
from goldenthread_web.plans.workflow import State

ClientOf = Callable[[str], Client]
HEADINGS = (
    "Ref", "Ofsted Rec No", "Action\n(what we will do)", "Key steps", "Lead Officer(s)", "Timescale for completion",
    "BRAG rating", "Progress update (Sept 14)", "Cost code",
)  # fmt: skip
OWNERS = (
    "Mina Manager",
    "Manager, Mina",
    "H. Head",
    "Hal Head / Quinn Quality",
    "Karen from Business Support",
    "Head of Service",
)
DATES = ("31/03/2015", "Sep-15", "Ongoing", dt.date(2014, 12, 1), "end of January 2015", "Q3 2014/15")
SAYS = ("Blue", "Green", "AMBER", "Red", "", "Awaiting sign off")
TABS = ("1. Leadership", "2. Front door", "3. Quality of practice")


def messy() -> bytes:
    """Three sheets of forty actions below a title and a blank row, beside a cover, a hidden copy and a key."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        cover = book.add_worksheet("Cover")
        cover.write(0, 0, "Improvement plan: what we will do and who leads it")
        for tab, name in enumerate(TABS):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 8, f"Priority {name}")
            sheet.write_row(2, 0, HEADINGS)
            row = 3
            for number in range(40):
                if number == 20:
                    sheet.write(row, 2, "Second half of the year")
                    row += 1
                # Two actions share a number; of every tenth the steps fill three rows beside a merged action.
                ref = f"{tab + 1}.{number if number == 7 else number + 1}"
                sheet.write(row, 0, ref)
                sheet.write(row, 1, "a, b" if number % 8 == 0 else ("z9" if number == 9 else ""))
                due = DATES[number % len(DATES)]
                sheet.write(row, 4, OWNERS[number % len(OWNERS)])
                if isinstance(due, dt.date):
                    sheet.write_datetime(row, 5, dt.datetime.combine(due, dt.time()), day)
                else:
                    sheet.write(row, 5, due)
                sheet.write_row(row, 6, (SAYS[number % len(SAYS)], f"Said of {ref}", f"CC{number}"))
                sheet.write(row, 3, "First step")
                if number % 10 == 3:
                    sheet.merge_range(row, 2, row + 2, 2, f"Do thing {number} of sheet {tab + 1}")
                    sheet.write_row(row + 1, 3, ("Second step", "Sol Worker"))
                    sheet.write(row + 2, 3, "Third step")
                    row += 2
                else:
                    sheet.write(row, 2, f"Do thing {number} of sheet {tab + 1}")
                row += 1
        book.add_worksheet("Old copy").hide()
        book.get_worksheet_by_name("Old copy").write_row(0, 0, HEADINGS)
        key = book.add_worksheet("Key")
        key.write_column(0, 0, ("Blue: complete", "Green: on track"))
    return stream.getvalue()


@pytest.fixture
def inspected(world: World) -> World:
    one = save_inspection(
        inspection=Inspection(
            framework="SLAC-2013", title="March 2013", starts=dt.date(2013, 3, 4), ends=dt.date(2013, 3, 15)
        ),
        grades={}, by=world.cast["head"],
    )  # fmt: skip
    for number in ("a", "b"):
        save_finding(
            finding=Finding(
                inspection=one, number=number, kind=Finding.Kind.IMPROVEMENT, area="safeguarding", text="Found"
            ),
            by=world.cast["head"],
        )
    world.plan.inspection = one
    world.plan.save()
    head = world.cast["head"]
    head.job_title = "Head of Service"
    head.save()
    return world


def bring(world: World) -> list[Import]:
    importing.bring(plan=world.plan, name="plan.xlsx", content=messy(), by=world.cast["head"])
    return list(Import.objects.order_by("pk"))


def test_every_sheet_that_is_a_plan_is_read_and_no_other(inspected: World) -> None:
    brought = bring(inspected)
    assert sorted(one.columns["sheet"] for one in brought) == sorted(TABS)
    assert {tuple(one.columns["fields"].values()) for one in brought} == {
        ("number", "finding", "title", "how", "owner", "due", "status", "report"),
    }
    assert {one.columns["header"] for one in brought} == {2}


def test_each_cell_is_taken_for_what_it_is_or_told(inspected: World) -> None:
    [one] = [each for each in bring(inspected) if each.columns["sheet"] == TABS[0]]
    lines = preview(one)
    assert len(lines) == 40, "rows that a merged action spans are one action"
    assert Counter(line.values["priority"] for line in lines) == {TABS[0]: 20, "Second half of the year": 20}
    third = lines[3].values
    assert third["title"] == "Do thing 3 of sheet 1"
    assert third["how"] == "First step\n– Second step; Sol Worker\n– Third step"
    cast = inspected.cast
    assert [line.values.get("owner_found") for line in lines[:6]] == [
        cast["manager"], cast["manager"], cast["head"], cast["head"], None, cast["head"],
    ]  # fmt: skip
    assert third["helpers"] == "Quinn Quality"
    assert [str(line.values["due_found"]) for line in lines[:6]] == [
        "2015-03-31", "2015-09-30", "None", "2014-12-01", "2015-01-31", "2014-12-31",
    ]  # fmt: skip
    assert [line.values["state_found"] for line in lines[:6]] == [
        State.CLAIMED, State.IN_PROGRESS, State.DRAFT, State.IN_PROGRESS, State.DRAFT, State.DRAFT,
    ]  # fmt: skip
    assert [finding.number for finding in lines[0].values["findings_found"]] == ["a", "b"]
    doubts = " ".join(said for line in lines for said in line.doubts)
    for said in (
        "B15: the plan's inspection has no finding z9", "E10: Karen from Business Support has no account here",
        "A13: number 1.7 is used already", "G6: it stays a draft until it has an owner and a due date",
        "C8: merged with the action above",
    ):  # fmt: skip
        assert said in doubts, f"{said} / {doubts}"
    assert not any(line.problems for line in lines)


def test_a_plan_of_120_actions_comes_in_by_the_pages_sheet_by_sheet(inspected: World, client_of: ClientOf) -> None:
    head, karen = client_of("head"), inspected.cast["qa"]
    answer = head.post(f"/plan/{inspected.plan.pk}/import/", {"workbook": SimpleUploadedFile("plan.xlsx", messy())})
    for number in range(3):
        place = answer["Location"]
        page = head.get(place).content.decode()
        assert "Karen from Business Support" in page
        one = Import.objects.get(pk=int(place.rstrip("/").rpartition("/")[2]))
        given = {f"column-{column}": name for column, name in one.columns["fields"].items()} | {"column-8": "also"}
        [hidden] = re.findall(r'name="said-(\d+)" value="Karen from Business Support"', page)
        given |= {f"said-{hidden}": "Karen from Business Support", f"owner-{hidden}": str(karen.pk), "header": "3"}
        looked = head.post(place, {**given, "look": "yes"}).content.decode()
        assert "Take over 40 actions" in looked
        assert "Karen from Business Support has no account" not in looked
        answer = head.post(place, {**given, "take": "yes"})
        assert answer.status_code == 302, number
    assert answer["Location"] == f"/plan/{inspected.plan.pk}/"
    every = Action.objects.filter(priority__plan=inspected.plan)
    assert every.count() == 120
    assert every.filter(owner=karen).count() == 3 * 6
    assert {one.state for one in every} == {State.DRAFT, State.IN_PROGRESS, State.CLAIMED}
    done = every.filter(state=State.CLAIMED).first()
    assert done is not None
    assert (done.done_on, done.claimed_by) == (TODAY, inspected.cast["head"])
    assert "Cost code: CC" in every[0].how
    assert [one.text for one in every[0].updates.all()] == ["In the workbook: Blue. Said of 1.1"]
    assert head.get(f"/plan/{inspected.plan.pk}/").status_code == 200
    # brought a second time, nothing is doubled
    [again] = [one for one in bring(inspected) if one.taken_at is None and one.columns["sheet"] == TABS[0]]
    assert sum("the plan has this action already" in said for line in preview(again) for said in line.problems) == 40


def test_the_row_of_the_headings_can_be_chosen(inspected: World, client_of: ClientOf) -> None:
    [one] = [each for each in bring(inspected) if each.columns["sheet"] == TABS[0]]
    head = client_of("head")
    given = {f"column-{column}": name for column, name in one.columns["fields"].items()}
    wrong = head.post(f"/plan/import/{one.pk}/", {**given, "header": "5", "look": "yes"}).content.decode()
    assert "which column holds what will be done" in wrong
    far = head.post(f"/plan/import/{one.pk}/", {**given, "header": "900", "look": "yes"}).content.decode()
    assert "Choose one of them for the headings" in far
    right = head.post(f"/plan/import/{one.pk}/", {**given, "header": "3", "look": "yes"}).content.decode()
    assert "Take over 40 actions" in right


def test_whoever_shares_a_name_is_not_guessed_at(world: World) -> None:
    first, second = world.cast["manager"], world.cast["head"]
    first.name, second.name = "Ann Other", "Alf Other"
    called = names_of([first, second])
    assert "a. other" not in called
    assert called["ann other"] == first
