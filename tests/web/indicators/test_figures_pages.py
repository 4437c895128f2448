"""The scorecard and the pages of measures: everybody sees the figures of their profile, and no number more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks import default_task_backend
from docx import Document
from tests.web.conftest import MEASURES, TODAY, counted_load, small_workspace

from goldenthread import api
from goldenthread_web.activity.models import Event
from goldenthread_web.design.cells import plain
from goldenthread_web.indicators import actions, queries, tasks
from goldenthread_web.indicators.measures import as_table
from goldenthread_web.indicators.models import Drawing, FigureSet, Priority, TargetSet
from goldenthread_web.indicators.storing import PROFILES
from goldenthread_web.loads import actions as load_actions
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import EmergencyAccess, Person

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_figures_stored_are_those_that_were_counted(released: Load) -> None:
    results = small_workspace().results
    for name in MEASURES & set(results.measures):
        evidence = small_workspace().evidence("internal")
        counted = evidence.result(name, evidence.headline_period(name))
        stored = FigureSet.objects.get(load=released, profile="internal", measure=name)
        assert stored.row["number"] == counted.value
        assert (stored.page["numerator"], stored.page["denominator"]) == (counted.numerator, counted.denominator)
    assert set(FigureSet.objects.values_list("profile", flat=True)) == set(PROFILES)


def test_figures_hidden_from_a_reader_are_nowhere_in_what_is_stored_for_them(released: Load) -> None:
    hidden = 0
    for one in FigureSet.objects.filter(load=released, profile="committee"):
        staff = FigureSet.objects.get(load=released, profile="internal", measure=one.measure)
        known = {part["name"]: part["groups"] for part in staff.page["breakdowns"]}
        for part in one.page["breakdowns"]:
            for group in part["groups"]:
                if group["status"] != "hidden to protect confidentiality":
                    continue
                hidden += 1
                assert group["value"] == "c"
                assert group["number"] is None
                assert group["numerator"] is None
                assert group["denominator"] is None
                assert not group["interval"]
                assert group["group"] in {one["group"] for one in known[part["name"]]}
    assert hidden > 0, "the example has small numbers to hide"


def test_the_scorecard_shows_every_headline_measure_with_its_date_and_load(released: Load, client_of: As) -> None:
    shown = client_of("director").get(reverse("indicators:scorecard"))
    said = text_of(shown)
    for one in FigureSet.objects.filter(load=released, profile="internal", headline=True):
        assert one.title in said
        assert one.row["value"] in said
    assert "Data at 30 September 2014" in said
    assert released.key in said
    assert "How to read this page" in said
    for icon_words in api.variation_icons().values():
        assert icon_words[1] in said, "the legend is always there"


def test_filters_narrow_and_nonsense_is_as_if_nothing_was_asked(released: Load, client_of: As) -> None:
    client, address = client_of("director"), reverse("indicators:scorecard")
    concerns = FigureSet.objects.filter(load=released, profile="internal", headline=True, concern=True)
    said = text_of(client.get(f"{address}?only=concerns"))
    for one in FigureSet.objects.filter(load=released, profile="internal", headline=True):
        assert (one.title in said) == concerns.filter(pk=one.pk).exists()
    assert "not counted by team" in text_of(client.get(f"{address}?team=North+Referral+and+Assessment"))
    everything = text_of(client.get(address))
    assert text_of(client.get(f"{address}?only=rubbish&team=x&stage=y&period=z")) == everything
    quarter = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals").row["quarter"]
    assert quarter["value"] in text_of(client.get(f"{address}?period=quarter"))


def test_a_manager_is_offered_the_own_team_only_and_boards_no_team(released: Load, client_of: As) -> None:
    address = reverse("indicators:scorecard")
    manager = client_of("manager").get(address).content.decode()
    assert "North Referral and Assessment" in manager
    assert "South Referral and Assessment" not in manager
    south = text_of(client_of("manager").get(reverse("indicators:measure", args=["rereferrals"])))
    assert "South Referral and Assessment" not in south
    assert "South Referral and Assessment" in text_of(
        client_of("head").get(reverse("indicators:measure", args=["rereferrals"]))
    )
    # and within a team they see their own as well
    ended = reverse("indicators:measure", args=["s47_outcomes"])
    mine, all_teams = (text_of(client_of(key).get(ended)) for key in ("manager", "head"))
    assert "North Referral and Assessment" in mine
    assert "South Referral and Assessment" not in mine
    assert "South Referral and Assessment" in all_teams
    for key in ("member", "partner", "councillor", "commissioner"):
        assert "Referral and Assessment" not in text_of(client_of(key).get(ended))
        assert 'id="team"' not in client_of(key).get(address).content.decode()


def test_priorities_group_the_scorecard(released: Load, client_of: As) -> None:
    client = client_of("head")
    wrong = client.post(reverse("indicators:priorities"), {"lines": "Timely help assessments_45\nGood: nonsense"})
    assert "Line 1" in wrong.content.decode()
    assert "no measure called nonsense" in wrong.content.decode()
    assert not Priority.objects.exists()
    client.post(reverse("indicators:priorities"), {"lines": "Timely help: assessments_45, rereferrals"})
    said = text_of(client.get(f"{reverse('indicators:scorecard')}?by=priority"))
    assert "Timely help" in said
    assert "Front door" not in said.partition("How to read")[0].partition("Take it with you")[2]


@pytest.mark.parametrize("form", ["csv", "xlsx", "docx"])
def test_the_scorecard_as_a_file_says_its_date_and_load_and_is_written_down(
    form: str, released: Load, client_of: As
) -> None:
    answer = client_of("councillor").get(reverse("indicators:scorecard_file", args=[form]))
    assert answer.status_code == 200
    assert f".{form}" in answer["Content-Disposition"]
    content = answer.content
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
    elif form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        cells = [str(cell.value or "") for row in sheet.iter_rows() for cell in row]
    else:
        document = Document(io.BytesIO(content))
        cells = [one.text for one in document.paragraphs]
        cells += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(cells)
    assert "30 September 2014" in whole
    assert released.key in whole
    stored = FigureSet.objects.get(load=released, profile="committee", measure="rereferrals")
    assert stored.row["value"] in whole
    assert stored.title in whole
    event = Event.objects.get(verb="exported figures")
    assert json.loads(event.detail)["form"] == form if isinstance(event.detail, str) else event.detail["form"] == form


def test_cells_that_a_spreadsheet_would_run_are_plain_text() -> None:
    for text in ("=1+1", "@SUM(A1)", "+cmd", "-cmd", "\tx", "\rx"):
        assert plain(text).startswith("'")
    for text in ("-1.5", "+2", "12", "words", ""):
        assert plain(text) == text


def test_a_measure_is_shown_from_every_side(released: Load, client_of: As) -> None:
    said = text_of(client_of("head").get(reverse("indicators:measure", args=["rereferrals"])))
    stored = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals")
    for part in (
        stored.row["value"], stored.row["counts"], stored.row["interval"], stored.page["series"]["quarter"]["sentence"],
        stored.page["definition"]["misread"], "set by commissioners of children's services".replace("'", "&#39;"),
        "By ethnic group", "England", "No action of a plan names this measure", stored.page["rule_set"],
    ):  # fmt: skip
        assert part in said, part
    for every in ("month", "reporting_year"):
        again = client_of("head").get(f"{reverse('indicators:measure', args=['rereferrals'])}?every={every}")
        assert stored.page["series"][every]["sentence"] in text_of(again)
    assert client_of("head").get(reverse("indicators:measure", args=["nothing"])).status_code == 404


def test_charts_are_drawn_once_and_hold_no_script(released: Load, client_of: As) -> None:
    client, address = client_of("head"), reverse("indicators:measure", args=["rereferrals"])
    first = client.get(address).content.decode()
    assert "<svg" in first
    assert "<script" not in first.partition('id="over-time"')[2].partition("</section>")[0]
    assert " style=" not in first, "nothing is styled within the page"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).content.decode().count("<svg") == first.count("<svg")
    assert not [one for one in asked.captured_queries if one["sql"].startswith("UPDATE") and "drawing" in one["sql"]]


def test_charts_are_drawn_in_the_background_the_headlines_first(
    released: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = queries.undrawn(released.pk)
    first = FigureSet.objects.filter(load=released, headline=True).values_list("page__series", flat=True)
    wanted = {series["quarter"]["chart"] for series in first}
    assert len(waiting) > 4
    assert {one.key for one in waiting[:4]} <= wanted
    monkeypatch.setattr(tasks, "AT_ONCE", 4)
    default_task_backend.clear()
    tasks.draw_charts.call(load=released.pk)
    assert [one.key for one in queries.undrawn(released.pk)] == [one.key for one in waiting[4:]]
    assert all(one.svg for one in Drawing.objects.filter(pk__in=[one.key for one in waiting[:4]]))
    assert [one.kwargs for one in default_task_backend.results] == [{"load": released.pk}], "the rest is queued"
    monkeypatch.setattr(tasks, "AT_ONCE", len(waiting))
    monkeypatch.setattr(tasks.actions, "draw", lambda one: Drawing.objects.filter(pk=one.pk).update(svg="<svg/>"))
    tasks.draw_charts.call(load=released.pk)
    assert queries.undrawn(released.pk) == []
    assert len(default_task_backend.results) == 1, "nothing more is queued when all are drawn"


@pytest.mark.parametrize("key", ["analyst", "manager", "councillor"])
@pytest.mark.parametrize("page", ["home:home", "indicators:scorecard", "measure", "home:search", "search"])
def test_pages_answer_within_ten_queries(key: str, page: str, released: Load, client_of: As) -> None:
    client = client_of(key)
    address = {
        "measure": reverse("indicators:measure", args=["rereferrals"]),
        "search": f"{reverse('home:search')}?q=assess",
    }.get(page) or reverse(page)
    client.get(address)  # charts are drawn the first time
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 10, [one["sql"][:120] for one in asked.captured_queries]


def test_targets_are_kept_as_history_with_who_and_why(released: Load, client_of: As) -> None:
    client, address = client_of("head"), reverse("indicators:target", args=["rereferrals"])
    given = {
        "value": "20",
        "tolerance": "1",
        "set_by": "the improvement board",
        "set_on": "2014-10-13",
        "valid_from": "2014-10-13",
        "reason": "Halfway to the best neighbour.",
    }
    assert "not both" in client.post(address, {**given, "low": "1", "high": "2"}).content.decode()
    assert "both ends" in client.post(address, {**given, "value": ""}).content.decode()
    assert not TargetSet.objects.exists()
    client.post(address, given)
    client.post(address, {**given, "value": "18", "valid_from": "2014-11-01", "reason": "Agreed at the review."})
    said = text_of(client.get(reverse("indicators:measure", args=["rereferrals"])))
    for part in ("Halfway to the best neighbour.", "Agreed at the review.", "the improvement board", "Hal Head"):
        assert part in said
    assert Event.objects.filter(verb="set a target").count() == 2
    assert client_of("manager").post(address, given).status_code == 403


def test_a_target_of_the_site_is_judged_from_the_next_load_on(released: Load, client_of: As) -> None:
    given = {
        "value": "5",
        "tolerance": "0",
        "set_by": "the board",
        "set_on": "2014-04-01",
        "valid_from": "2014-04-01",
        "reason": "To see what follows.",
    }
    client_of("head").post(reverse("indicators:target", args=["cp_second_plan_2_years"]), given)
    from goldenthread_web.indicators.queries import targets_in_force

    made = {one.measure: one for one in api.present_figures(small_workspace(), "internal", targets=targets_in_force())}
    assert "5" in made["cp_second_plan_2_years"].row["target"] or made["cp_second_plan_2_years"].row["target_set_by"]


def test_search_finds_measures_by_their_words(released: Load, client_of: As) -> None:
    found = client_of("councillor").get(f"{reverse('home:search')}?q=re-referrals")
    assert reverse("indicators:measure", args=["rereferrals"]) in found.content.decode()
    nothing = client_of("councillor").get(f"{reverse('home:search')}?q=zebra")
    assert "Nothing was found" in nothing.content.decode()
    sly = client_of("councillor").get(f"{reverse('home:search')}?q=<script>alert(1)</script>")
    assert "<script>alert" not in sly.content.decode()


def test_home_says_what_needs_each_role(cast: dict[str, Person], client_of: As) -> None:
    assert "Bring in the first returns" in text_of(client_of("analyst").get(reverse("home:home")))
    assert "No figures have been released" in text_of(client_of("director").get(reverse("home:home")))
    assert "You hold no role" in text_of(client_of("former").get(reverse("home:home")))
    waiting = counted_load(cast["analyst"])
    assert f"Look over load {waiting}" in text_of(client_of("analyst").get(reverse("home:home")))
    assert f"Look over load {waiting}" not in text_of(client_of("director").get(reverse("home:home")))
    load_actions.release(load=waiting, by=cast["analyst"], reason="good")
    FigureSet.objects.filter(load=waiting, measure="rereferrals").update(concern=True)
    said = text_of(client_of("director").get(reverse("home:home")))
    assert "Of concern" in said
    row = FigureSet.objects.get(load=waiting, profile="internal", measure="rereferrals").row
    assert f"Re-referrals within 12 months: {row['value']} , {row['period']}" in said


def test_home_says_whose_commentary_waits_and_for_whom(released: Load, cast: dict[str, Person], client_of: As) -> None:
    figures = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals")
    actions.write_commentary(figures=figures, period="September", text="We look at this each week.", by=cast["manager"])
    too_far = "Re-referrals have risen, and they have fallen."
    actions.write_commentary(figures=figures, period="August", text=too_far, by=cast["manager"])
    home = {
        key: text_of(client_of(key).get(reverse("home:home"))) for key in ("director", "manager", "head", "councillor")
    }
    assert "Publish the commentary on Re-referrals within 12 months, September" in home["director"]
    assert "Mend, or answer for, the commentary on Re-referrals within 12 months, August" in home["manager"]
    assert "August" not in home["director"], "what is not mended is its writer's"
    assert "Mend, or answer for" not in home["head"]
    assert "commentary on" not in home["councillor"]


def test_home_tells_who_keeps_watch_of_emergencies_and_who_enters_people_of_bare_accounts(
    cast: dict[str, Person], client_of: As
) -> None:
    assert "Fay Former" in text_of(client_of("administrator").get(reverse("home:home")))
    assert "emergency access" not in text_of(client_of("governance").get(reverse("home:home")))
    now = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    EmergencyAccess.objects.create(
        person=cast["administrator"], reason="The court asks", starts=now, ends=now + dt.timedelta(hours=1)
    )
    assert "took emergency access" in text_of(client_of("governance").get(reverse("home:home")))
    assert "took emergency access" not in text_of(client_of("director").get(reverse("home:home")))


def test_what_a_newer_load_moves_is_listed_with_from_and_to() -> None:
    def page(value: str, number: float | None, status: str = "final") -> dict[str, Any]:
        points = [{"end": "2014-06-30", "period": "Q1", "value": value, "number": number, "status": status}]
        return {"series": {"quarter": {"points": points}, "month": {"points": []}, "reporting_year": {"points": []}}}

    before = {"a": page("10.0%", 10.0), "b": page("5", 5.0), "c": page("7", 7.0, "provisional"), "gone": page("1", 1.0)}
    after = {"a": page("12.5%", 12.5), "b": page("5", 5.0), "c": page("9", 9.0)}
    found = api.restatements(before, after, {"a": "Measure A"})
    assert [(one.title, one.before, one.after, one.moved_words) for one in found] == [
        ("Measure A", "10.0%", "12.5%", "up 2.5")
    ]


def test_readers_told_one_after_another_are_told_the_same_as_each_alone() -> None:
    from goldenthread_web.indicators.storing import PROFILES

    together: dict[str, list[api.MeasureFigures]] = {profile: [] for profile in PROFILES}
    for profile, made in api.present_to(small_workspace(), PROFILES):
        together[profile].append(made)
    for profile in PROFILES:
        assert together[profile] == list(api.present_figures(small_workspace(), profile))
    shown, hidden = (
        [point["status"] for one in together[profile] for point in one.page["series"]["month"]["points"]]
        for profile in ("internal", "committee")
    )
    assert shown != hidden


def test_what_is_kept_in_memory_of_a_measure_is_for_those_who_may_do_the_same_and_until_it_changes(
    released: Load, cast: dict[str, Person], client_of: As, settings: Any
) -> None:
    settings.GOLDENTHREAD_REMEMBER = True
    at = reverse("indicators:measure", args=["rereferrals"])
    figures = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals")
    said = actions.write_commentary(figures=figures, period="September", text="We look each week.", by=cast["manager"])
    for _again in range(2):
        assert "We look each week." in text_of(client_of("head").get(at))
        assert "We look each week." not in text_of(client_of("councillor").get(at)), "it is not published"
    actions.publish(commentary=said, by=cast["head"])
    assert "We look each week." in text_of(client_of("councillor").get(at))


def test_groups_within_groups_are_a_table_of_which_each_column_is_a_whole(released: Load, client_of: As) -> None:
    # given the categories of plans started, told within each age band
    page = FigureSet.objects.get(load=released, profile="internal", measure="cp_plan_started_categories").page
    part = next(one for one in page["breakdowns"] if one["name"] == "category_by_age_band")
    # when they are set out as a table
    table = as_table(part)
    # then ages are in order, and the plans of a column add up to what they are shares of
    assert table.columns == ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
    for place, column in enumerate(table.columns):
        cells = [cells[place] for _, cells in table.rows if cells[place]]
        assert sum(cell["numerator"] for cell in cells) == cells[0]["denominator"], column
    said = text_of(client_of("analyst").get(reverse("indicators:measure", args=["cp_plan_started_categories"])))
    assert "Category of abuse by age band, 12 months to 30 September 2014" in said
    # and where so little is left that nothing may be shown, the public reads that
    public = FigureSet.objects.get(load=released, profile="committee", measure="cp_plan_started_categories").page
    hidden = [one["words"] for one in public["breakdowns"] if one["within"] and as_table(one).hidden]
    read = text_of(client_of("councillor").get(reverse("indicators:measure", args=["cp_plan_started_categories"])))
    assert hidden
    assert read.count("would give them away: all are hidden") == len(hidden)
