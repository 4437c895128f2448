"""What is hidden from a reader is hidden everywhere: on pages, in charts and what is read of them aloud, in files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.conftest import MEASURES, TODAY

from goldenthread_web.indicators.models import Commentary, Drawing, FigureSet
from goldenthread_web.indicators.queries import scorecard_lines
from goldenthread_web.loads.models import Load
from goldenthread_web.people.actions import give_role
from goldenthread_web.people.models import Person
from goldenthread_web.people.roles import Role
from goldenthread_web.people.rules import access_for

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
PUBLIC = ("councillor", "democratic", "advocate", "regional")
HIDDEN = "hidden to protect confidentiality"


def page_of(client: Client, measure: str, more: str = "") -> str:
    answer = client.get(reverse("indicators:measure", args=[measure]) + more)
    assert answer.status_code == 200
    return answer.content.decode()


def with_hidden(load: Load) -> list[FigureSet]:
    """Measures of which the public may not see some quarter or month."""
    found = []
    for one in FigureSet.objects.filter(load=load, profile="committee"):
        points = [point for every in one.page["series"].values() for point in every["points"]]
        if any(point["status"] == HIDDEN for point in points):
            found.append(one)
    return found


def test_a_hidden_period_is_nowhere_on_the_page_nor_in_what_the_chart_says(released: Load, client_of: As) -> None:
    client = client_of("councillor")
    seen = 0
    for one in with_hidden(released):
        staff = FigureSet.objects.get(load=released, profile="internal", measure=one.measure)
        for every, series in one.page["series"].items():
            said = page_of(client, one.measure, f"?every={every}")
            drawing = Drawing.objects.filter(pk=series["chart"]).first()
            own = {point["end"]: point for point in staff.page["series"][every]["points"]}
            open_to_all = {point["number"] for point in series["points"]}
            for point in series["points"]:
                if point["status"] != HIDDEN:
                    continue
                seen += 1
                assert (point["value"], point["number"], point["numerator"], point["interval"]) == ("c", None, None, "")
                row = re.search(rf"<tr><th[^>]*>{re.escape(point['period'])}</th>(.*?)</tr>", said, re.DOTALL)
                assert row is not None
                assert ">c<" in row[1]
                assert own[point["end"]]["value"] not in row[1]
                number = own[point["end"]]["number"]
                assert drawing is None or number in open_to_all or not _plots(drawing, number)
    assert seen > 0, "the example has periods too small for the public"


def _plots(drawing: Drawing, number: float | None) -> bool:
    """Whether a chart's data hold a number that is no whole one, which is a point's and no other's."""
    if number is None or number == int(number):
        return False
    return any(number in row.values() for part in _data(json.loads(drawing.spec)) for row in part)


def _data(spec: Any) -> list[list[dict[str, Any]]]:
    found = []
    if isinstance(spec, dict):
        values = spec.get("values")
        if isinstance(values, list) and values and isinstance(values[0], dict):
            found.append(values)
        for part in spec.values():
            found += _data(part)
    elif isinstance(spec, list):
        for part in spec:
            found += _data(part)
    return found


def test_the_chart_of_staff_does_hold_the_number(released: Load) -> None:
    """The test above would see it."""
    staff = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals")
    series = staff.page["series"]["quarter"]
    drawing = Drawing.objects.get(pk=series["chart"])
    points = [point for point in series["points"] if point["number"] is not None]
    assert any(_plots(drawing, point["number"]) for point in points)


@pytest.mark.parametrize("key", PUBLIC)
def test_the_public_reads_the_rows_of_the_public_only(key: str, released: Load, client_of: As) -> None:
    FigureSet.objects.exclude(profile="committee").update(title="NOT FOR THE PUBLIC")
    client = client_of(key)
    said = client.get(reverse("indicators:scorecard") + "?every=yes").content.decode()
    said += client.get(reverse("home:home")).content.decode()
    said += client.get(reverse("home:search") + "?q=re-referrals").content.decode()
    said += client.get(reverse("indicators:scorecard_file", args=["csv"])).content.decode()
    said += page_of(client, "rereferrals")
    assert "NOT FOR THE PUBLIC" not in said


def test_a_hidden_group_is_a_symbol_with_its_reason(released: Load, client_of: As) -> None:
    said = page_of(client_of("councillor"), "conferences_15")
    one = FigureSet.objects.get(load=released, profile="committee", measure="conferences_15")
    hidden = [group for part in one.page["breakdowns"] for group in part["groups"] if group["status"] == HIDDEN]
    assert hidden
    assert not [group for group in hidden if group.get("spark")], "a line would tell how large it is"
    assert "are hidden and shown as" in said


def test_nobody_but_staff_sees_a_team(released: Load, client_of: As) -> None:
    teams = set()
    for one in FigureSet.objects.filter(load=released, profile="internal"):
        teams |= set(one.row["teams"])
    assert teams
    for key in ("commissioner", "chair", "member", "partner", *PUBLIC):
        said = page_of(client_of(key), "rereferrals")
        assert not [team for team in teams if team in said], key
    for profile in ("board", "committee"):
        for one in FigureSet.objects.filter(load=released, profile=profile):
            assert one.row["teams"] == {}
            assert not one.page["funnel"]


def test_a_manager_sees_no_funnel_of_other_teams(released: Load, client_of: As) -> None:
    staff = FigureSet.objects.get(load=released, profile="internal", measure="rereferrals")
    # Avonmere has too few teams for a funnel: any chart stands for it.
    staff.page["funnel"] = staff.page["series"]["month"]["chart"]
    staff.save()
    head = page_of(client_of("head"), "rereferrals")
    assert "Teams against each other" in head
    assert "Teams against each other" not in page_of(client_of("manager"), "rereferrals")


def test_a_figure_of_staff_is_told_by_team_only_with_the_permission_for_it(released: Load, client_of: As) -> None:
    """Made of another measure's figures: what is asked here is who sees the parts of a measure about staff."""
    for one in FigureSet.objects.filter(load=released, measure="rereferrals"):
        one.pk, one.measure, one.stage = None, "workers_over_caseload_limit", "Workforce and caseloads"
        one.save()
    teams = set(FigureSet.objects.get(load=released, profile="internal", measure="rereferrals").row["teams"])
    assert teams
    for key, split in (("head", True), ("director", True), ("qa", True), ("analyst", False), ("councillor", False)):
        said = page_of(client_of(key), "workers_over_caseload_limit")
        assert bool([team for team in teams if team in said]) is split, key
        assert ("<h3" in said and "By team" in said) is split, key
    assert [team for team in teams if team in page_of(client_of("analyst"), "rereferrals")]
    asked = f"?every=yes&team={sorted(teams)[0]}"
    lines = {}
    for key in ("head", "analyst"):
        reader = access_for(Person.objects.get(pk=client_of(key).session["_auth_user_id"]), TODAY)
        found = scorecard_lines(reader, released, every=True)
        lines[key] = {one.measure: one.row["teams"] for one in found}
        assert client_of(key).get(reverse("indicators:scorecard") + asked).status_code == 200
    assert lines["head"]["workers_over_caseload_limit"]
    assert lines["analyst"]["workers_over_caseload_limit"] == {}
    assert lines["analyst"]["rereferrals"]


def test_a_file_holds_what_its_reader_sees_and_not_more(released: Load, client_of: As) -> None:
    address = reverse("indicators:scorecard_file", args=["csv"])
    content = client_of("councillor").get(f"{address}?every=yes&period=quarter").content.decode("utf-8-sig")
    rows = {row[1]: row for row in csv.reader(io.StringIO(content)) if len(row) > 5}
    compared = 0
    for one in FigureSet.objects.filter(load=released, profile="committee", measure__in=MEASURES):
        if one.row["quarter"] is not None and one.title in rows:
            compared += 1
            assert rows[one.title][4].lstrip("'") == one.row["quarter"]["value"]
    assert compared >= 5


def test_a_councillor_who_also_heads_a_service_sees_its_figures_and_no_child(
    released: Load, cast: dict[str, Person], client_of: As
) -> None:
    """Roles add up for totals; they do not for children's records."""
    starts = cast["councillor"].roles_held.all()[0].starts
    give_role(
        person=cast["councillor"],
        role=Role.HEAD_OF_SERVICE,
        team=None,
        starts=starts,
        ends=None,
        by=cast["administrator"],
    )
    said = page_of(client_of("councillor"), "rereferrals")
    assert "North Referral and Assessment" in said
    assert "The children behind this number" not in said
    assert "The children behind this number" in page_of(client_of("head"), "rereferrals")


def test_drafts_of_commentary_are_not_for_the_public(released: Load, client_of: As) -> None:
    client_of("head").post(reverse("indicators:write", args=["contacts"]), {"text": "A draft with a secret."})
    one = Commentary.objects.get()
    assert "A draft with a secret." not in page_of(client_of("councillor"), "contacts")
    assert client_of("councillor").get(reverse("indicators:commentary", args=[one.pk])).status_code == 403
