"""Every page of plans in a real browser, narrow and wide: one heading, no sideways scrolling, nothing axe objects to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.functional.site.test_pages_in_browser import (  # noqa: F401 (fixtures)
    chromium,
    load,
    looks_right,
    open_as,
    people,
    pytestmark,
)
from tests.web.conftest import TODAY

from goldenthread_web.inspections.demonstration import tell_story as tell_inspections
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.demonstration import tell_story
from goldenthread_web.plans.models import Action, DateChange, Evidence, Plan, PlanVersion, SuccessMeasure
from goldenthread_web.plans.recording import ask_for_date

Open = Callable[..., Any]
OF_PLAN = (
    "", "on-a-page/", "timeline/", "by-owner/", "by-finding/", "as-at/?day=2014-09-01", "change/", "priority/", "version/",
    "compare/?since=2014-07-01&until=2014-10-01", "conclude/", "import/", "to/withdrawn/",
)  # fmt: skip
OF_ACTION = (
    "",
    "history/",
    "change/",
    "update/",
    "date/",
    "evidence/",
    "impact/",
    "measure/",
    "milestone/",
    "resource/",
    "risk/",
    "hand-over/",
)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_plans_looks_right(
    width: int,
    load: Load,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
    live_server: Any,
    open_as: Open,  # noqa: F811
) -> None:
    # given the story of the demonstration
    tell_inspections(people=people, today=TODAY)
    tell_story(people=people, today=TODAY)
    running, before = Plan.objects.get(state="agreed"), Plan.objects.get(state="concluded")
    action = Action.objects.filter(priority__plan=running, state="done (verified)").order_by("pk")[0]
    begun = Action.objects.filter(priority__plan=running, state="in progress", owner=people["manager"]).order_by("pk")[
        0
    ]
    ask_for_date(
        action=begun, after=TODAY.replace(year=2015), reason="Leave", access=access_for(people["manager"], TODAY)
    )
    asked = DateChange.objects.get(approved_by=None, refused=False)
    item = Evidence.objects.filter(action=action).order_by("pk")[0]
    version = PlanVersion.objects.order_by("pk")[0]
    pages = [
        "/plan/coverage/?framework=SIF-2013",
        "/plan/?all=yes",
        "/plan/mine/",
        "/plan/hand-over/",
        "/plan/new/",
        f"/plan/version/{version.pk}/",
    ]
    pages += [f"/plan/{running.pk}/{one}" for one in OF_PLAN]
    pages += [f"/plan/{before.pk}/", f"/plan/{before.pk}/carry-on/"]
    pages += [f"/plan/action/{action.pk}/{one}" for one in OF_ACTION]
    pages += [
        f"/plan/action/{begun.pk}/to/claimed/",
        f"/plan/date/{asked.pk}/decide/",
        f"/plan/action/{begun.pk}/history/",
    ]
    pages += [f"/plan/evidence/{item.pk}/review/", f"/plan/hand-over/{people['manager'].pk}/"]
    pages += [f"/plan/priority/{action.priority_id}/change/"]
    measured = SuccessMeasure.objects.filter(action__priority__plan=running).order_by("pk")[0]
    pages += [f"/plan/part/measure/{measured.pk}/drop/"]
    # when the director opens every page
    tab = open_as("director", width=width)
    titles = set()
    for path in pages:
        answer = tab.goto(f"{live_server.url}{path}")
        # then it is there, under a title of its own, and fit for everybody
        assert answer.status == 200, path
        looks_right(tab)
        titles.add(tab.title())
    assert len(titles) >= len(pages) - 2
