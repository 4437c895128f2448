"""Walking the thread on the site: what each reader meets, where it breaks, and what they are only told the number of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils.module_loading import import_string
from tests.avonmere import workspace
from tests.web.conftest import TODAY, counted_load
from tests.web.filling import text_of

from goldenthread.api import write_example_narrative
from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.models import BoardAction, Decision, Item
from goldenthread_web.config.demonstration import STORIES
from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.indicators.paper import narrative_folder, store_paper
from goldenthread_web.inspections.models import Finding
from goldenthread_web.loads import actions
from goldenthread_web.people.actions import create_cast
from goldenthread_web.people.cast import NORTH
from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.models import Action, Evidence, Plan, SuccessMeasure
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.thread.lookup import look_up
from goldenthread_web.thread.models import Tie
from goldenthread_web.thread.nodes import Kind, trace
from goldenthread_web.thread.reading import read_thread, thread_for

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, int], Path]]:
    """Avonmere's whole story with the paper of its released load, told once: each test of this file undoes what it does."""
    folder = tmp_path_factory.mktemp("thread")
    known = {"GOLDENTHREAD_TODAY": TODAY, "GOLDENTHREAD_DATA": folder}
    with django_db_blocker.unblock(), override_settings(**known), transaction.atomic():
        people = create_cast(today=TODAY)
        load = counted_load(people["analyst"])
        actions.release(load=load, by=people["analyst"], reason="looked over")
        write_example_narrative(narrative_folder())
        store_paper(workspace(), load, lambda _part, _said: None)
        for one in STORIES:
            import_string(one)(people=people, today=TODAY)
        yield {key: person.pk for key, person in people.items()}, folder
        transaction.set_rollback(True)


@pytest.fixture
def cast(told: tuple[dict[str, int], Path], db: None, settings: Any) -> dict[str, Person]:
    people, settings.GOLDENTHREAD_DATA = told
    settings.GOLDENTHREAD_TODAY = TODAY
    found = Person.objects.in_bulk(people.values())
    return {key: found[pk] for key, pk in people.items()}


@pytest.fixture
def story(cast: dict[str, Person]) -> dict[str, Person]:
    """Those who are in the story."""
    return cast


def walked(client: Client, kind: str, ref: object) -> str:
    answer = client.get(reverse("thread:walk", args=[kind, str(ref)]))
    assert answer.status_code == 200
    return text_of(answer)


def test_a_finding_is_walked_down_to_what_councillors_are_told(story: dict[str, Person], client_of: As) -> None:
    finding = Finding.objects.get(number="d")
    answered = Action.objects.filter(findings=finding).exclude(priority__plan__state="withdrawn")
    shown = walked(client_of("analyst"), "finding", finding.pk)
    assert answered.count() > 5
    assert all(one.title in shown for one in answered[:10])
    assert "Repeat referrals" in shown or "referred" in shown.lower()
    assert "6.5:" in shown, "the paragraph that states the measure"


def test_a_paragraph_is_walked_to_measures_teams_audits_and_families(story: dict[str, Person], client_of: As) -> None:
    shown = walked(client_of("analyst"), "paragraph", "6-5")
    assert "What it rests on" in shown
    assert "By team:" in shown
    rows = FigureSet.objects.get(profile="internal", measure="rereferrals").row["teams"]
    assert len(rows) > 1
    assert all(one["value"] in shown for one in rows.values())
    speaks_of = walked(client_of("analyst"), "paragraph", "5-1b")
    held = Evidence.objects.filter(action__findings__number="b", kind__in=["audit", "feedback"])
    assert held.exists()
    assert all(one.title in speaks_of for one in held)


def test_a_team_manager_reads_the_figures_of_their_own_team_alone(story: dict[str, Person], client_of: As) -> None:
    rows = FigureSet.objects.get(profile="internal", measure="rereferrals").row["teams"]
    others = {called: one for called, one in rows.items() if called != NORTH}
    assert NORTH in rows
    assert others
    for kind, ref in (("measure", "rereferrals"), ("paragraph", "6-5")):
        shown = walked(client_of("manager"), kind, ref)
        assert f"By team: {NORTH} {rows[NORTH]['value']}" in shown, kind
        assert not any(f"{called} {one['value']}" in shown for called, one in others.items()), kind


def test_a_paragraph_that_rests_on_what_a_councillor_may_not_open_says_so(
    story: dict[str, Person], client_of: As, settings: Any
) -> None:
    settings.GOLDENTHREAD_TODAY = dt.date(2014, 11, 17)
    shown = walked(client_of("councillor"), "paragraph", "5-3")
    assert "What it rests on you may not open; it is counted above." in shown
    assert re.search(r"\d+ actions of plans: \d+ done", shown)
    alone = walked(client_of("councillor"), "paragraph", "3-2")
    assert "It states no figure, and is tied to nothing that you may open." in alone


def test_a_councillor_meets_counts_where_they_may_not_open(
    story: dict[str, Person], client_of: As, settings: Any
) -> None:
    finding = Finding.objects.get(number="b")
    councillor = client_of("councillor")
    shown = walked(councillor, "finding", finding.pk)
    assert re.search(r"\d+ actions of plans: \d+ done", shown)
    assert "audit or dip sample" in shown
    for title in Action.objects.values_list("title", flat=True):
        assert title not in shown
    for title in Evidence.objects.values_list("title", flat=True).distinct():
        assert title not in shown
    for kind, model in (("action", Action), ("evidence", Evidence), ("suggestion", Suggestion), ("asked", BoardAction)):
        one = model._default_manager.first()
        assert one is not None
        assert councillor.get(reverse("thread:walk", args=[kind, one.pk])).status_code == 404
    # The report is theirs when its agenda is out.
    at = reverse("thread:walk", args=["paragraph", "6-5"])
    assert councillor.get(at).status_code == 404
    settings.GOLDENTHREAD_TODAY = dt.date(2014, 11, 17)
    shown = text_of(councillor.get(at))
    assert "21.5%" in shown
    assert "By team" not in shown
    internal = FigureSet.objects.get(profile="internal", measure="rereferrals").row["teams"]
    assert not any(one["counts"] and one["counts"] in shown for one in internal.values())


def test_where_it_breaks_is_said_at_the_start_and_on_the_walk(story: dict[str, Person], client_of: As) -> None:
    head = client_of("head")
    # given a finding nobody answers, an action nobody measures, and evidence that is out of date
    lonely = Finding.objects.get(number="e")
    for action in Action.objects.filter(findings=lonely):
        action.findings.remove(lonely)
    running = Action.objects.filter(priority__plan__state="agreed", success_measures__isnull=True).exclude(
        state="draft"
    )
    Evidence.objects.filter(action__priority__plan__state="agreed").update(expires=TODAY - dt.timedelta(days=1))
    shown = text_of(head.get(reverse("thread:thread")))
    assert "Findings that nothing answers: 1" in shown
    assert f"Actions that no measure follows: {running.count()}" in shown
    assert "Evidence that is out of date: " in shown
    assert "Decisions that nobody was asked to act on: 1" in shown
    walk = walked(head, "finding", lonely.pk)
    assert "No action answers it." in walk
    # What is within it is answered where it is itself, and what is within alone is told by itself.
    lesser = Finding.objects.get(number="e.1")
    assert "No action answers it." not in walked(head, "finding", lesser.pk).partition("Where it comes from")[0]
    Finding.objects.create(
        inspection=lesser.inspection, number="e.9", position=99, kind="area for improvement", text="Another", within=lonely,
        area=lesser.area,
    )  # fmt: skip
    Action.objects.filter(priority__plan__state="agreed")[0].findings.add(lesser)
    assert "Findings that nothing answers: 1" in text_of(head.get(reverse("thread:thread")))
    assert "e.9: Another" in text_of(head.get(reverse("thread:thread")))
    decision = Decision.objects.get(text="Each team chooses one.")
    assert "Nothing shows that anybody was asked to act on it." in walked(head, "decision", decision.pk)


def test_a_decision_that_needs_nobody_is_no_break(story: dict[str, Person], cast: dict[str, Person]) -> None:
    graph = thread_for(access_for(cast["head"], TODAY), TODAY)
    approved = Decision.objects.get(text="The plan is approved as its first version.")
    assert not approved.calls_for_action
    assert graph.nodes[f"decision-{approved.pk}"].breaks == ()


def test_a_task_that_is_late_breaks_the_thread_at_its_decision(
    story: dict[str, Person], cast: dict[str, Person]
) -> None:
    task = BoardAction.objects.filter(plan_action=None, done_on=None).first()
    assert task is not None
    BoardAction.objects.filter(pk=task.pk).update(due=TODAY - dt.timedelta(days=3))
    graph = thread_for(access_for(cast["head"], TODAY), TODAY)
    decision = task.item.decisions.get()
    assert graph.nodes[f"decision-{decision.pk}"].breaks == ("decision late",)
    assert graph.nodes[f"asked-{task.pk}"].state == "late"


def test_the_final_plan_lay_before_the_board_as_a_paper(story: dict[str, Person], client_of: As) -> None:
    item = Item.objects.get(title="The final plan")
    paper = item.papers.get()
    got = client_of("worker").get(reverse("boards:paper", args=[paper.pk]), follow=True)
    assert got.status_code == 200
    assert "Put a chronology on every open file" in text_of(got)


def test_what_a_board_asked_of_the_plan_leads_on_to_the_action(
    story: dict[str, Person], cast: dict[str, Person]
) -> None:
    task = BoardAction.objects.exclude(plan_action=None).get()
    graph = thread_for(access_for(cast["head"], TODAY), TODAY)
    found = trace(graph, f"decision-{task.item.decisions.get().pk}")
    assert f"action-{task.plan_action_id}" in found.keys


def test_a_measure_of_concern_without_an_action_is_a_break(story: dict[str, Person], client_of: As) -> None:
    FigureSet.objects.filter(measure="contacts").update(concern=True, headline=True)
    shown = text_of(client_of("analyst").get(reverse("thread:thread")))
    assert "Measures of concern that no action is to move" in shown
    assert "It is of concern" in walked(client_of("analyst"), "measure", "contacts")


def test_an_exempt_decision_is_on_no_thread_of_those_who_may_not_read_it(
    story: dict[str, Person], cast: dict[str, Person], client_of: As
) -> None:
    decision = Decision.objects.filter(item__actions__isnull=False, item__actions__plan_action=None).first()
    assert decision is not None
    Item.objects.filter(pk=decision.item_id).update(exempt=True)
    task = decision.item.actions.get()
    inside, outside = client_of("chair"), client_of("commissioner")
    at = reverse("thread:walk", args=["decision", decision.pk])
    assert inside.get(at).status_code == 200
    assert outside.get(at).status_code == 404
    assert outside.get(reverse("thread:walk", args=["asked", task.pk])).status_code == 404
    assert decision.text not in text_of(outside.get(reverse("thread:thread"), {"q": decision.text[:20]}))


def test_who_raised_a_suggestion_is_on_no_page_of_the_thread(story: dict[str, Person], client_of: As) -> None:
    quiet = Suggestion.objects.get(in_confidence=True)
    shown = walked(client_of("head"), "suggestion", quiet.pk)
    assert quiet.text[:40] in shown
    assert quiet.raised_by.name not in shown


def test_a_search_finds_things_of_every_kind(story: dict[str, Person], client_of: As) -> None:
    shown = text_of(client_of("analyst").get(reverse("thread:thread"), {"q": "advocate"}))
    for title in ("Findings", "Actions of plans", "Decisions of boards", "Paragraphs of the panel report"):
        assert title in shown
    assert "Nothing on the thread has these words" in text_of(
        client_of("analyst").get(reverse("thread:thread"), {"q": "zebra"})
    )


WORDS_LOOKED_FOR = ("advocate", "review", "chronolog", "team", "plan 2013", "each team", "the", "zebra", "'", "50%")


@pytest.mark.parametrize("key", ["analyst", "head", "worker", "chair", "partner", "councillor", "former"])
def test_the_search_of_the_site_finds_what_lies_on_the_thread_in_two_queries(
    key: str, story: dict[str, Person], cast: dict[str, Person]
) -> None:
    access = access_for(cast[key], today=TODAY)
    graph = thread_for(access, TODAY)
    for words in WORDS_LOOKED_FOR:
        with CaptureQueriesContext(connection) as asked:
            found = look_up(access, words, TODAY, most=100_000)
        assert len(asked) <= 3
        there = {one.key: one for one in graph.nodes.values() if one.kind is not Kind.MEASURE}
        shown = {one.key: one for part in found for one in part.nodes}
        wanted = words.casefold().split()
        by_title = {key for key, one in there.items() if all(word in one.title.casefold() for word in wanted)}
        assert by_title <= set(shown) <= set(there), words
        assert all((one.title, one.url) == (there[key].title, there[key].url) for key, one in shown.items())
        assert all(one.state == there[key].state for key, one in shown.items() if one.state)


def test_what_is_kept_in_memory_for_one_is_shown_to_nobody_who_may_see_less(
    story: dict[str, Person], cast: dict[str, Person], settings: Any
) -> None:
    settings.GOLDENTHREAD_REMEMBER = True
    record(actor=None, verb=Verb.ACTION_MOVED, what="action:1")
    fresh = {}
    for key, person in cast.items():
        access = access_for(person, today=TODAY)
        fresh[key] = read_thread(access, TODAY)
        for _time in range(2):
            assert thread_for(access, TODAY) == fresh[key], key
    assert len({len(one.nodes) for one in fresh.values()}) > 3, "they do not all see the same"
    # a seat that reads exempt items is part of what is kept apart
    item = Item.objects.filter(state="decided", meeting__board__ends=None).first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(exempt=True)
    record(actor=None, verb=Verb.ACTION_MOVED, what="action:1")
    seated, other = (access_for(cast[key], today=TODAY) for key in ("member", "advocate"))
    assert item.decisions.get().text in {one.title for one in thread_for(seated, TODAY).nodes.values()}
    assert item.decisions.get().text not in {one.title for one in thread_for(other, TODAY).nodes.values()}


def test_long_lists_show_what_breaks_and_say_how_much_more_there_is(story: dict[str, Person], client_of: As) -> None:
    finding = Finding.objects.get(number="d")
    by, first = story["head"], Action.objects.filter(findings=finding).latest("pk")
    for number in range(40):
        one = Action.objects.create(
            priority=first.priority, number=f"z.{number}", title=f"Line {number} of many", owner=by,
            state="in progress", current_due=dt.date(2014, 10, 1) if number == 39 else dt.date(2015, 1, 1),
        )  # fmt: skip
        one.findings.add(finding)
        SuccessMeasure.objects.create(action=one, measure="contacts")
    head, address = client_of("head"), reverse("thread:walk", args=["finding", finding.pk])
    shown = text_of(head.get(address)).partition("As a picture")[0]
    assert "Line 39 of many" in shown, "it is late: the thread breaks there"
    assert "Line 38 of many" not in shown
    assert re.search(r"And \d+ more, on which nothing breaks\. Show everything", shown)
    every = text_of(head.get(address, {"every": "yes"})).partition("As a picture")[0]
    assert all(f"Line {number} of many" in every for number in range(40))
    assert "on which nothing breaks" not in every


def test_a_paragraph_is_tied_by_hand_and_untied(story: dict[str, Person], client_of: As) -> None:
    head = client_of("head")
    decision = Decision.objects.get(text="Each team chooses one.")
    to = {"to": f"decision-{decision.pk}"}
    at = reverse("thread:tie", args=["5-2"])
    assert "This field is required" in text_of(head.post(at, {"to": ""}))
    assert "Select a valid choice" in text_of(head.post(at, {"to": "decision-999999"}))
    assert "Each team chooses one." in text_of(head.post(at, to, follow=True))
    assert "Select a valid choice" in text_of(head.post(at, to)), "twice is refused"
    assert client_of("worker").post(at, to).status_code == 403
    tie = Tie.objects.get(paragraph="5-2")
    assert "It is untied" in text_of(head.post(reverse("thread:untie", args=[tie.pk]), follow=True))
    assert not Tie.objects.filter(paragraph="5-2").exists()


def test_the_pages_ask_a_fixed_number_of_times(story: dict[str, Person], client_of: As) -> None:
    analyst = client_of("analyst")
    finding = Finding.objects.get(number="d")
    for path, most in (
        (reverse("thread:thread"), 27),
        (reverse("thread:walk", args=["finding", finding.pk]), 27),
        (reverse("thread:walk", args=["paragraph", "6-5"]), 29),
    ):
        analyst.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            analyst.get(path)
        assert len(asked) <= most, (path, len(asked))


def test_two_finds_of_one_title_say_which_plan_or_board_they_belong_to(story: dict[str, Person], client_of: As) -> None:
    first, second = Plan.objects.order_by("pk")[:2]
    for plan in (first, second):
        one = Action.objects.filter(priority__plan=plan).latest("pk")
        Action.objects.filter(pk=one.pk).update(title="Zebra crossings")
        Evidence.objects.create(
            action=one, kind="document", shows="delivery", title="Zebra counted", effective_from=TODAY,
            added_by=story["head"], added=dt.datetime(2014, 10, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    task = BoardAction.objects.filter(plan_action=None, item__decisions__isnull=False).latest("pk")
    BoardAction.objects.filter(pk=task.pk).update(text="Zebra watch")
    for address in ("thread:thread", "home:search"):
        shown = text_of(client_of("analyst").get(reverse(address), {"q": "zebra"}))
        for plan in (first, second):
            assert shown.count(plan.title) == 2, (address, "its action and its evidence")
        assert task.meeting.board.name in shown
    assert "Zebra crossings" not in text_of(client_of("analyst").get(reverse("home:search"), {"q": first.title})), (
        "the name of a plan finds the plan, not all that is in it"
    )
