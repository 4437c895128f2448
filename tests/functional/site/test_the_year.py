"""The year of the paper, from the inspection of March 2013 to the second board, by the people who lived it, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.filling import fill, text_of

from goldenthread_web.boards.models import Board, BoardAction, Decision, Item, Meeting
from goldenthread_web.inspections.models import Finding, Inspection
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.models import Action, Evidence, Plan, PlanVersion
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.thread.reading import read_thread, thread_for

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def people(settings: Any) -> dict[str, Person]:
    settings.GOLDENTHREAD_TODAY = dt.date(2013, 3, 1)
    return create_cast(today=dt.date(2013, 3, 1))


@pytest.fixture
def be(people: dict[str, Person]) -> As:
    def made(key: str) -> Client:
        client = Client()
        client.force_login(people[key])
        return client

    return made


@pytest.fixture
def posted(people: dict[str, Person], be: As, settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The site keeps in memory what it read, as it does when it is served; after every change it must be as if read anew."""
    settings.GOLDENTHREAD_REMEMBER = True
    found: list[str] = []
    reader = be("head")

    def shown_on(page: str, settings: Any, *, kept: bool) -> str:
        settings.GOLDENTHREAD_REMEMBER = kept
        shown = text_of(reader.get(page)).partition("Skip to main content")[2]
        settings.GOLDENTHREAD_REMEMBER = True
        assert shown
        return shown

    post = Client.post

    def checked(self: Client, path: str, *args: Any, **options: Any) -> Any:
        answer: Any = post(self, path, *args, **options)
        found.append(path)
        today = settings.GOLDENTHREAD_TODAY
        for key in ("head", "worker", "councillor"):
            access = access_for(people[key], today)
            assert thread_for(access, today) == read_thread(access, today), f"after {path}, for {key}"
        for plan in Plan.objects.values_list("pk", flat=True):
            for page in (reverse("plans:plan", args=[plan]), reverse("plans:by_finding", args=[plan])):
                assert shown_on(page, settings, kept=True) == shown_on(page, settings, kept=False), f"after {path}"
        return answer

    monkeypatch.setattr(Client, "post", checked)
    return found


def test_from_the_inspection_to_the_second_board(
    people: dict[str, Person], be: As, settings: Any, posted: list[str]
) -> None:
    head, analyst, manager, quality, chair, clerk, worker = (
        be(key) for key in ("head", "analyst", "manager", "qa", "chair", "democratic", "worker")
    )

    def on(year: int, month: int, day: int) -> None:
        settings.GOLDENTHREAD_TODAY = dt.date(year, month, day)

    # March 2013: the inspection, and what it found
    on(2013, 4, 8)
    fill(
        head, reverse("inspections:new") + "?framework=SLAC-2013", title="Inspection of March 2013", starts="2013-03-04",
        ends="2013-03-15", published="2013-04-05",
    )  # fmt: skip
    inspection = Inspection.objects.get()
    area = inspection.by.areas[0].key
    for number, text in (("a", "Assessments are uneven."), ("c", "Few young people have an advocate.")):
        fill(
            head, reverse("inspections:new_finding", args=[inspection.pk]), number=number, kind="area for improvement",
            text=text, area=area, owner=str(people["head"].pk),
        )  # fmt: skip
    first, second = Finding.objects.order_by("number")
    for then in ("accepted", "planned"):
        fill(head, reverse("inspections:finding", args=[first.pk]), then=then, reason="Agreed.")
    assert "No action answers it" in text_of(head.get(reverse("thread:walk", args=["finding", second.pk])))

    # May: a board drawn from every level
    on(2013, 5, 1)
    fill(
        clerk, reverse("boards:new"), name="Improvement Board", kind="improvement", remit="Steers the plan.", quorum="1",
        formed="2013-04-29", standing="Matters arising",
    )  # fmt: skip
    board = Board.objects.get()
    for key, part, level in (("chair", "chair", "independent"), ("worker", "member", "front line")):
        fill(
            clerk, reverse("boards:new_member", args=[board.pk]), person=str(people[key].pk), part=part, level=level,
            starts="2013-04-29",
        )  # fmt: skip
    assert "No team manager sits on it." in text_of(worker.get(reverse("boards:board", args=[board.pk])))

    # The plan: a priority, and an action for each finding
    fill(
        analyst, reverse("plans:new"), title="Improvement plan", kind="improvement", starts="2013-05-01",
        ends="2014-04-30", inspection=str(inspection.pk), governed_by="Improvement Board",
    )  # fmt: skip
    plan = Plan.objects.get()
    fill(analyst, reverse("plans:new_priority", args=[plan.pk]), title="Assessments of even quality")
    priority = plan.priorities.get()
    for finding in (first, second):
        fill(
            analyst, reverse("plans:new_action", args=[priority.pk]), title=f"Answer {finding.number}",
            owner=str(people["manager"].pk), starts="2013-05-01", due="2013-09-30", findings=str(finding.pk),
            origin="finding",
        )  # fmt: skip
    action, other = Action.objects.order_by("pk")
    fill(analyst, reverse("plans:move", args=[plan.pk, "agreed"]))
    for one in (action, other):
        one.refresh_from_db()
        if one.state == "draft":
            fill(analyst, reverse("plans:move_action", args=[one.pk, "agreed"]))

    # June: a suggestion from the front line goes to a meeting, which decides; the plan is frozen as it approved it
    on(2013, 5, 20)
    fill(
        worker, reverse("suggestions:new"), text="A shorter form.", kind="time", hours_a_month="10", level="front line"
    )
    fill(clerk, reverse("boards:new_meeting", args=[board.pk]), on="2013-06-18", at="10:00", place="Avonmere")
    meeting = Meeting.objects.get()
    fill(
        worker, reverse("boards:new_item", args=[meeting.pk]), title="A shorter form", purpose="decide",
        raised_from="front line",
    )  # fmt: skip
    item = Item.objects.get(title="A shorter form")
    clerk.post(reverse("boards:act", args=[item.pk, "move"]), {"then": "on the agenda"})
    clerk.post(reverse("boards:move_meeting", args=[meeting.pk]), {"then": "called"})
    on(2013, 6, 18)
    clerk.post(reverse("boards:move_meeting", args=[meeting.pk]), {"then": "held"})
    raised = Suggestion.objects.get()
    its_page, item_page = reverse("suggestions:suggestion", args=[raised.pk]), reverse("boards:item", args=[item.pk])
    fill(clerk, its_page, then="considered", item=str(item.pk))
    fill(clerk, item_page, text="Two teams try it.", reason="It should save time.")
    # who takes the minutes sees no plans as they stand: the chair, who does, puts what follows into the plan
    assert clerk.get(item_page).content.decode().count('name="priority"') == 0
    fill(
        chair,
        item_page,
        todo="Try the form",
        owner=str(people["manager"].pk),
        due="2013-09-30",
        priority=str(priority.pk),
    )
    arisen = BoardAction.objects.get().plan_action
    assert arisen is not None, "what the board asked for stands in the plan"
    fill(clerk, its_page, then="to be tried", words="Two teams try it.", decision=str(Decision.objects.get().pk))
    assert "Two teams try it." in text_of(worker.get(its_page))
    fill(
        analyst, reverse("plans:freeze", args=[plan.pk]), title="First version", approved_by_meeting="Meeting 1",
        approved_on="2013-06-18",
    )  # fmt: skip
    assert "Answer a" in text_of(be("councillor").get(reverse("plans:version", args=[PlanVersion.objects.get().pk])))

    # September: the owner says it is done, with nothing to show; then with evidence that somebody else reviews
    on(2013, 9, 27)
    for then in ("in_progress", "claimed"):
        fill(manager, reverse("plans:move_action", args=[action.pk, then]), reason="It is used.")
    walk = reverse("thread:walk", args=["action", action.pk])
    assert "there is no evidence of it" in text_of(chair.get(walk))
    fill(
        manager, reverse("plans:add_evidence", args=[action.pk]), kind="audit", shows="delivery",
        title="Dip sample of ten", effective_from="2013-09-01", kept_at="Improvement folder",
    )  # fmt: skip
    evidence = Evidence.objects.get()
    fill(quality, reverse("plans:review", args=[evidence.pk]), accepted="yes")
    fill(quality, reverse("plans:move_action", args=[action.pk, "verified"]), reason="Seen.")
    assert "there is no evidence of it" not in text_of(chair.get(walk))
    assert "names no measure, and no reviewed evidence shows a difference" in text_of(
        chair.get(reverse("plans:action", args=[action.pk]))
    ), "done is not the same as better"

    # April 2014: the plan is concluded; what is unfinished goes on under a second board
    on(2014, 4, 15)
    fill(
        head, reverse("plans:conclude", args=[plan.pk]), report="Most of what was planned is done, and assessments are looked at by somebody else than who wrote them.", vigilance="Quality of assessments.",
        approved_by_meeting="Meeting 7",
    )  # fmt: skip
    on(2014, 7, 8)
    fill(
        head, reverse("boards:succeed", args=[board.pk]), name="Development Board", kind="development", remit="Goes on.",
        day="2014-07-01",
    )  # fmt: skip
    after = Board.objects.get(follows=board)
    assert after.members.count() == 2, "the members go on"
    fill(
        head, reverse("plans:carry_on", args=[plan.pk]), title="Development plan", starts="2014-07-08",
        governed_by="Development Board",
    )  # fmt: skip
    carried = Plan.objects.get(continues=plan)
    again = Action.objects.get(priority__plan=carried, carried_from=other)
    fill(head, reverse("plans:move", args=[carried.pk, "agreed"]))
    again.refresh_from_db()
    if again.state == "draft":
        fill(head, reverse("plans:move_action", args=[again.pk, "agreed"]))
    shown = text_of(worker.get(reverse("thread:walk", args=["finding", second.pk])))
    assert "Answer c" in shown
    assert "It names no measure" in shown, "the thread goes on, and shows where it breaks"
    thread = text_of(worker.get(reverse("thread:walk", args=["suggestion", raised.pk])))
    assert "Two teams try it." in thread
    assert "Try the form" in thread
    assert len(posted) > 30
