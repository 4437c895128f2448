"""The pages of plans as the cast meets them: what comes first, both texts of a conflict, files, and their queries."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.plans.conftest import TODAY, World

from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.inspections.demonstration import tell_story as tell_inspections
from goldenthread_web.inspections.models import Finding
from goldenthread_web.loads.models import Load
from goldenthread_web.plans import lifecycle, recording
from goldenthread_web.plans.models import Action, DateChange, Evidence, Milestone, Plan
from goldenthread_web.plans.ratings import Impact
from goldenthread_web.plans.workflow import State

ClientOf = Callable[[str], Client]
S, K = Evidence.Shows, Evidence.Kind


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def measure_that(load: Load, *, improves: bool) -> str:
    """A counted measure whose chart shows a signal of improvement, or none."""
    for one in FigureSet.objects.filter(load=load, profile="internal"):
        if one.row["variation"].startswith("improvement") is improves and one.page["series"]["quarter"]["chart"]:
            return one.measure
    raise AssertionError("no such measure")


def gap_of(page: str) -> str:
    return page[page.index('id="gap"') : page.index('id="exceptions"')]


def test_done_without_a_difference_comes_first_with_its_chart(
    world: World, released: Load, client_of: ClientOf
) -> None:
    flat, better = measure_that(released, improves=False), measure_that(released, improves=True)
    world.claimed("Changed nothing", measures=[{"measure": flat}])
    world.claimed("Moved it", measures=[{"measure": better}])
    world.claimed("Names nothing")
    world.claimed("Too early", measures=[{"measure": flat}], impact_due=dt.date(2015, 3, 1))
    shown = world.claimed("Families say so", measures=[{"measure": flat}])
    world.evidence(shown, kind=K.FEEDBACK)
    unread = world.claimed("Nobody has read it", measures=[{"measure": flat}])
    world.evidence(unread, kind=K.FEEDBACK, accept=False)
    stale = world.claimed("Out of date", measures=[{"measure": flat}])
    world.evidence(stale, kind=K.FEEDBACK, expires=dt.date(2014, 9, 1))
    begun = world.begun("Not done", measures=[{"measure": flat}])
    assert begun.state == State.IN_PROGRESS
    page = text_of(client_of("head"), f"/plan/{world.plan.pk}/")
    gap = gap_of(page)
    for title, inside in (
        ("Changed nothing", True), ("Names nothing", True), ("Nobody has read it", True), ("Out of date", True),
        ("Moved it", False), ("Too early", False), ("Families say so", False), ("Not done", False),
    ):  # fmt: skip
        assert (title in gap) is inside, title
    assert gap.count("<svg") == 1, "the chart of a measure is drawn once, beside the first action that names it"
    assert gap.index("Changed nothing") < gap.index("<svg") < gap.index("Names nothing")
    assert "For 1 more it is too early to say" in gap
    assert page.index('id="gap"') < page.index('id="exceptions"') < page.index('id="priority-1"')


def test_a_measure_without_figures_is_not_called_flat(world: World, released: Load, client_of: ClientOf) -> None:
    name = measure_that(released, improves=False)
    for one in FigureSet.objects.filter(load=released, measure=name):
        one.row = {**one.row, "variation": "", "value": "not available from this load"}
        one.save()
    world.claimed("Cannot be seen", measures=[{"measure": name}])
    gap = gap_of(text_of(client_of("head"), f"/plan/{world.plan.pk}/"))
    assert "No figures are held of its measure" in gap
    assert "shows no signal" not in gap.replace("No chart of their measures shows a signal", "")
    assert "<svg" not in gap


def test_a_measure_that_no_load_holds_is_named_in_words(world: World, client_of: ClientOf) -> None:
    world.claimed("Cannot be seen", measures=[{"measure": "audit_actions_in_time"}])
    gap = gap_of(text_of(client_of("head"), f"/plan/{world.plan.pk}/"))
    assert "No figures are held of its measure (audit actions in time)" in gap


def test_what_needs_somebody_is_named(world: World, client_of: ClientOf) -> None:
    late = world.begun("Late one", due=dt.date(2014, 10, 10))
    waiting = world.begun("Waits")
    waiting.depends_on.set([late])
    sooner, later = (
        world.begun("Due sooner", due=dt.date(2014, 11, 1)),
        world.begun("Due later", due=dt.date(2014, 12, 5)),
    )
    sooner.depends_on.set([later])
    world.action("Nobody's", owner="")
    left = world.begun("Owner gone", owner="worker")
    world.cast["worker"].is_active = False
    world.cast["worker"].save()
    slipped = world.begun("Slipped")
    for number in (1, 2):
        recording.ask_for_date(
            action=slipped,
            after=dt.date(2014, 12, 1) + dt.timedelta(days=number),
            reason="r",
            access=world.access("head"),
        )
        slipped.refresh_from_db()
    quiet = world.begun("Quiet", starts=dt.date(2014, 8, 1))
    page = text_of(client_of("head"), f"/plan/{world.plan.pk}/")
    for words, action in (
        ("The due date has passed: 1", late), ("The due date has been moved twice or more: 1", slipped),
        ("Nobody owns it: 1", None), ("account is closed: 1", left), ("Nothing has been reported for 30 days: 1", quiet),
        ("It waits for an action that is late: 1", waiting),
        ("It is due before something that it waits for: 1", sooner),
    ):  # fmt: skip
        assert words in page.replace("&#39;", "'"), words
        assert action is None or action.title in page
    recording.add_update(action=quiet, text="On its way", on=TODAY, by=world.cast["manager"])
    assert "Nothing has been reported for 30 days" not in text_of(client_of("head"), f"/plan/{world.plan.pk}/")
    assert "Owner gone" in text_of(client_of("head"), "/plan/hand-over/")


def test_two_people_edit_one_action_and_neither_loses_work(world: World, client_of: ClientOf) -> None:
    action = world.action()
    path = f"/plan/action/{action.pk}/change/"
    form = {"title": action.title, "origin": "other", "owner": action.owner_id, "edition": 1}
    assert client_of("head").post(path, {**form, "how": "In two steps"}).status_code == 302
    answer = client_of("analyst").post(path, {**form, "how": "In three steps"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "In two steps" in page
    assert "Somebody else changed this" in page
    assert 'value="2"' in page, "kept again, it is judged against what stands now"
    assert client_of("analyst").post(path, {**form, "how": "In five steps", "edition": 2}).status_code == 302
    action.refresh_from_db()
    assert action.how == "In five steps"


def test_a_conflict_shows_findings_too_and_is_never_silent(world: World, client_of: ClientOf) -> None:
    tell_inspections(people=world.cast, today=TODAY)
    first, second = Finding.objects.filter(number__in=("a", "b")).order_by("number")
    action = world.action(findings=[first])
    head = client_of("head")
    given = {
        "title": action.title,
        "origin": "other",
        "starts": "2014-10-01",
        "owner": world.cast["manager"].pk,
        "edition": 1,
    }
    kept = head.post(f"/plan/action/{action.pk}/change/", {**given, "findings": [first.pk, second.pk]})
    assert kept.status_code == 302
    page = head.post(f"/plan/action/{action.pk}/change/", {**given, "findings": [first.pk]}).content.decode()
    assert "Somebody else changed this while you were writing" in page
    assert '<th scope="row" class="govuk-table__header">Findings</th>' in page
    assert action.findings.count() == 2, "nothing is written over unseen"
    world.move(Action.objects.get(pk=action.pk), State.AGREED, "head")
    same = {**given, "edition": 2, "findings": [first.pk, second.pk]}
    page = head.post(f"/plan/action/{action.pk}/change/", same).content.decode()
    assert "What they changed is not in this form" in page


def test_two_people_edit_one_priority(world: World, client_of: ClientOf) -> None:
    head, edition = client_of("head"), lifecycle.priority_edition(world.priority)
    path = f"/plan/priority/{world.priority.pk}/change/"
    assert f'value="{edition}"' in text_of(head, path)
    kept = head.post(path, {"title": "Better plans", "success_statement": "Families follow them", "edition": edition})
    assert kept.status_code == 302
    page = head.post(path, {"title": "Good plans", "success_statement": "Else", "edition": edition}).content.decode()
    assert "Better plans" in page
    assert "Else" in page
    world.priority.refresh_from_db()
    assert (world.priority.title, world.priority.success_statement) == ("Better plans", "Families follow them")


def test_what_was_entered_by_mistake_is_taken_out_with_a_reason_and_stays_in_the_history(
    world: World, client_of: ClientOf
) -> None:
    action = world.begun(measures=[{"words": "Wrong measure", "baseline": 1.0}])
    world.begun("Other")
    recording.add_part(part=Milestone(action=action, title="Half way", due=TODAY), by=world.cast["head"])
    head = client_of("head")
    for kind, part in (("measure", action.success_measures.get()), ("milestone", action.milestones.get())):
        path = f"/plan/part/{kind}/{part.pk}/drop/"
        assert "required" in head.post(path, {"reason": ""}).content.decode()
        assert head.post(path, {"reason": "Typed by mistake"}).status_code == 302
        assert head.get(path).status_code == 404
    assert not action.success_measures.exists()
    assert not action.milestones.exists()
    page = text_of(head, f"/plan/action/{action.pk}/history/")
    assert "No longer a success measure: Wrong measure, from 1" in page
    assert "No longer a milestone: Half way" in page
    assert head.get("/plan/part/nonsense/1/drop/").status_code == 404


def test_evidence_out_of_date_is_looked_at_again(world: World, client_of: ClientOf) -> None:
    action = world.claimed()
    item = world.evidence(action, expires=dt.date(2014, 9, 1))
    chair = client_of("chair")
    assert f"/plan/evidence/{item.pk}/review/" in text_of(chair, f"/plan/action/{action.pk}/")
    assert "Evidence for it is out of date" in text_of(chair, f"/plan/{world.plan.pk}/")
    past = chair.post(f"/plan/evidence/{item.pk}/review/", {"accepted": "yes", "expires": "2014-10-20"})
    assert "Choose a day to come" in past.content.decode()
    kept = chair.post(f"/plan/evidence/{item.pk}/review/", {"accepted": "yes", "expires": "2015-04-01"})
    assert kept.status_code == 302
    assert "Evidence for it is out of date" not in text_of(chair, f"/plan/{world.plan.pk}/")


def test_all_that_somebody_owned_is_handed_over_in_one_go_or_nothing_is(world: World, client_of: ClientOf) -> None:
    tell_inspections(people=world.cast, today=TODAY)
    manager, to = world.cast["manager"], world.cast["qa"]
    first, second, done = world.begun("First"), world.begun("Second"), world.action("Dropped")
    world.move(done, State.WITHDRAWN, "head")
    world.priority.sponsor = manager
    world.priority.save()
    finding = Finding.objects.filter(owner=manager).exclude(state="closed").get()
    manager.is_active = False
    manager.save()
    head, path = client_of("head"), f"/plan/hand-over/{manager.pk}/"
    assert path in text_of(head, "/plan/hand-over/")
    page = text_of(head, path)
    assert "Open actions: 2" in page
    assert "Open findings: 1" in page
    assert "Dropped" not in page
    nothing = head.post(path, {"to": to.pk, "reason": "Mina left"}).content.decode()
    assert "Tick what is to be handed over" in nothing
    same = head.post(path, {"to": manager.pk, "reason": "Mina left", "actions": [first.pk]}).content.decode()
    assert "Select a valid choice" in same, "who left cannot be chosen"
    given = {"to": to.pk, "reason": "Mina left", "actions": [first.pk, 999_999], "findings": [finding.pk]}
    done_ = head.post(path, {**given, "priorities": [world.priority.pk]}, follow=True).content.decode()
    assert "1 action, 1 finding, 1 priority handed over to Quinn Quality" in done_
    owners = {one.title: one.owner for one in Action.objects.all()}
    assert owners == {"First": to, "Second": manager, "Dropped": manager}
    finding.refresh_from_db()
    world.priority.refresh_from_db()
    assert (finding.owner, world.priority.sponsor) == (to, to)
    assert "Mina left" in text_of(head, f"/plan/action/{first.pk}/history/")
    Action.objects.filter(pk=second.pk).update(state=State.WITHDRAWN)
    assert "owns nothing that is open" in text_of(head, path)


def test_the_timeline_shows_milestones_and_leads_to_each_action(world: World, client_of: ClientOf) -> None:
    action = world.begun()
    for day, reached in ((dt.date(2014, 10, 15), True), (dt.date(2014, 11, 15), False)):
        step = recording.add_part(part=Milestone(action=action, title="On the way", due=day), by=world.cast["head"])
        if reached:
            recording.finish_milestone(milestone=step, on=day, by=world.cast["manager"])
    page = text_of(client_of("head"), f"/plan/{world.plan.pk}/timeline/")
    assert page.count(" l6 6 l-6 6 l-6 -6 z") == 2
    assert "1 of 2 milestones reached" in page
    assert f'href="/plan/action/{action.pk}/"' in page


def test_by_finding_tells_what_no_action_answers(world: World, client_of: ClientOf) -> None:
    tell_inspections(people=world.cast, today=TODAY)
    world.plan.inspection = Finding.objects.get(number="a").inspection
    world.plan.save()
    part, other, main = (Finding.objects.get(number=number) for number in ("d.1", "e", "b"))
    world.action("Answers all that is within d, and b", findings=[part, main])
    Finding.objects.filter(number="d").update(state="planned")
    Finding.objects.filter(number="a.3").update(within=main, state="planned")
    withdrawn = world.action("Given up", findings=[other])
    world.move(withdrawn, State.WITHDRAWN, "head")
    page = text_of(client_of("head"), f"/plan/{world.plan.pk}/by-finding/")
    bare = page[page.index('id="bare"') : page.index('id="group-1"')]
    assert "Findings that no action of this plan answers: 5" in bare
    assert set(re.findall(r">([a-z][.0-9]*): ", bare)) == {"a", "a.2", "c", "e", "e.1"}


def test_two_people_edit_one_plan(world: World, client_of: ClientOf) -> None:
    path = f"/plan/{world.plan.pk}/change/"
    form = {"title": "Mine", "kind": "improvement", "starts": "2014-01-01", "edition": world.plan.edition}
    world.plan.refresh_from_db()
    form["edition"] = world.plan.edition
    assert client_of("head").post(path, form).status_code == 302
    answer = client_of("qa").post(path, {**form, "title": "Yours"})
    page = answer.content.decode()
    assert "Somebody else changed this" in page
    assert "Mine" in page
    assert "Yours" in page
    assert Plan.objects.get(pk=world.plan.pk).title == "Mine"


def test_an_owner_reports_in_a_minute_and_nobody_else_reports_for_them(world: World, client_of: ClientOf) -> None:
    action = world.begun()
    path = f"/plan/action/{action.pk}/update/"
    assert client_of("worker").get(path).status_code == 403
    answer = client_of("manager").post(
        path, {"on": "2014-10-20", "text": "Two teams have begun", "delivery": "at risk"}
    )
    assert answer.status_code == 302
    page = text_of(client_of("worker"), f"/plan/action/{action.pk}/")
    assert "Two teams have begun" in page
    assert "At risk" in page
    assert "not come yet" in client_of("manager").post(path, {"on": "2014-10-21", "text": "x"}).content.decode()


def test_a_step_is_offered_to_who_may_take_it_and_to_nobody_else(world: World, client_of: ClientOf) -> None:
    action = world.claimed()
    world.evidence(action, shows=S.DELIVERY)
    path = f"/plan/action/{action.pk}/to/verified/"
    assert path in text_of(client_of("chair"), f"/plan/action/{action.pk}/")
    for key in ("manager", "worker", "partner", "head"):
        assert path not in text_of(client_of(key), f"/plan/action/{action.pk}/")
        assert client_of(key).post(path, {"reason": "r"}).status_code == 403
    assert client_of("chair").post(path, {"reason": "Seen in the files"}).status_code == 302
    assert "Seen in the files" in text_of(client_of("worker"), f"/plan/action/{action.pk}/history/")


def test_a_date_that_was_asked_for_is_decided_on_its_page(world: World, client_of: ClientOf) -> None:
    action = world.begun()
    client_of("manager").post(f"/plan/action/{action.pk}/date/", {"after": "2015-01-31", "reason": "Leave"})
    assert "Another due date is asked for" in text_of(client_of("head"), f"/plan/{world.plan.pk}/")
    asked = DateChange.objects.get()
    assert client_of("head").post(f"/plan/date/{asked.pk}/decide/", {"decision": "approve"}).status_code == 302
    page = text_of(client_of("worker"), f"/plan/action/{action.pk}/history/")
    assert "61 days later" in page
    assert "approved by Hal Head" in page


def test_readers_of_versions_see_what_a_board_approved_and_nothing_else(world: World, client_of: ClientOf) -> None:
    action = world.begun()
    kept = lifecycle.freeze(
        plan=world.plan, title="First", approved_by_meeting="Board 2", approved_on=TODAY, by=world.cast["head"]
    )
    councillor = client_of("councillor")
    assert "Improvement plan: First" in text_of(councillor, "/plan/")
    assert action.title in text_of(councillor, f"/plan/version/{kept.pk}/")
    assert councillor.get(f"/plan/version/{kept.pk}/file.docx").status_code == 200
    for path in (
        f"/plan/{world.plan.pk}/",
        f"/plan/action/{action.pk}/",
        "/plan/mine/",
        f"/plan/{world.plan.pk}/file.docx",
    ):
        assert councillor.get(path).status_code == 403, path


def test_the_page_of_a_measure_names_the_actions_that_claim_to_move_it(
    world: World, released: Load, client_of: ClientOf
) -> None:
    action = world.claimed("Look in each month", measures=[{"measure": "rereferrals", "target": 20.0}])
    page = text_of(client_of("head"), "/measures/rereferrals/")
    assert f"/plan/action/{action.pk}/" in page
    assert "1.1 Look in each month" in page
    assert "Done, says its owner, to reach 20" in page
    assert "What is meant to move it" not in text_of(client_of("councillor"), "/measures/rereferrals/")


def test_files_hold_the_public_table_and_nothing_that_a_spreadsheet_would_run(
    world: World, client_of: ClientOf
) -> None:
    from docx import Document
    from python_calamine import CalamineWorkbook

    aim = {"words": "Families who follow their plan", "baseline": 40, "target": 75, "target_date": dt.date(2015, 3, 31)}
    world.begun('=HYPERLINK("http://x")', measures=[aim])
    head = client_of("head")
    made = Document(io.BytesIO(head.get(f"/plan/{world.plan.pk}/file.docx").content))
    assert [cell.text for cell in made.tables[0].rows[-1].cells] == ["The whole plan", "1", "0", "0", "0", "1"]
    assert [cell.text for cell in made.tables[1].rows[0].cells][:3] == ["No.", "What will be done", "Who"]
    assert made.tables[1].rows[1].cells[0].text == "1.1"
    assert made.tables[1].rows[1].cells[4].text == "Families who follow their plan, from 40 to 75 by 31 March 2015"
    page = made.sections[0]
    assert (page.page_width.cm, page.page_height.cm) == pytest.approx((29.7, 21.0), abs=0.01), "A4, across"
    assert {table.rows[0]._tr.trPr is not None for table in made.tables} == {True}
    book = CalamineWorkbook.from_filelike(io.BytesIO(head.get(f"/plan/{world.plan.pk}/file.xlsx").content))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert '\'=HYPERLINK("http://x")' in cells
    html = head.get(f"/plan/{world.plan.pk}/file.html").content.decode()
    assert "<script" not in html
    assert "Improvement Board" in html
    assert head.get(f"/plan/{world.plan.pk}/file.exe").status_code == 404


def test_a_plan_is_concluded_beside_what_its_records_say_and_what_is_carried_on_stays_as_it_was(
    world: World, client_of: ClientOf
) -> None:
    open_, done = world.begun("Open", due=dt.date(2014, 10, 1)), world.claimed("Done")
    world.evidence(done, kind=K.AUDIT, since=dt.date(2014, 9, 1))
    world.evidence(done, kind=K.FEEDBACK, since=dt.date(2014, 9, 1))
    world.move(done, State.VERIFIED, "chair")
    recording.rate_impact(action=done, impact=Impact.CHANGE, reason="Both say so", by=world.cast["head"], today=TODAY)
    for access, day in (("manager", 10), ("manager", 20)):
        asked = recording.ask_for_date(
            action=open_, after=dt.date(2014, 11, day), reason="Leave", access=world.access(access)
        )
        recording.decide_date(change=asked, approve=True, by=world.cast["head"])
        open_.refresh_from_db()
    head, base = client_of("head"), f"/plan/{world.plan.pk}"
    said = (
        "2 actions: 1 said to be done, 1 of these seen to be by somebody else; reviewed evidence shows a difference for 1; "
        "1 left to carry on."
    )
    assert said in text_of(head, f"{base}/conclude/")
    given = {"on": "2014-10-20", "report": "Plans are better and families follow them.", "approved_by_meeting": "Last"}
    assert head.post(f"{base}/conclude/", given).status_code == 302
    assert said in text_of(head, f"{base}/")
    assert said in text_of(head, f"/plan/version/{world.plan.versions.get().pk}/")
    refused = head.post(f"/plan/priority/{world.priority.pk}/action/", {"title": "Too late", "origin": "other"})
    assert "takes no new actions" in refused.content.decode()
    head.post(f"{base}/carry-on/", {"title": "Next", "starts": "2014-10-20", "governed_by": "Development Board"})
    later = Action.objects.get(carried_from=open_)
    page = text_of(head, f"/plan/action/{later.pk}/")
    assert "where it was first due 1 October 2014 and moved later 2 times" in page
    page = text_of(head, f"/plan/action/{open_.pk}/")
    assert f'Carried on as <a class="govuk-link" href="/plan/action/{later.pk}/">' in page
    assert "Say it is done" not in page
    assert f"/plan/action/{open_.pk}/update/" not in page
    kept = head.post(f"/plan/action/{open_.pk}/to/claimed/", {"reason": "Done"}).content.decode()
    assert "This was carried on as action 1.1 of Next. Move it there." in kept


def test_past_days_and_comparisons_refuse_what_makes_no_sense(world: World, client_of: ClientOf) -> None:
    head, base = client_of("head"), f"/plan/{world.plan.pk}"
    assert "has not come yet" in text_of(head, f"{base}/as-at/?day=2014-12-01")
    assert "has not come yet" in text_of(head, f"{base}/compare/?since=2014-05-01&until=2014-12-01")
    action = world.begun()
    past = head.post(f"/plan/action/{action.pk}/date/", {"after": "2014-10-19", "reason": "Back then"})
    assert "That day is over" in past.content.decode()
    assert "before the first" in text_of(head, f"{base}/compare/?since=2014-05-01&until=2014-04-01")
    assert "Enter a valid date" in text_of(head, f"{base}/as-at/?day=yesterday")
    assert head.get(f"{base}/compare/?first=1&second=7").status_code == 404
    assert head.get(f"/plan/{world.plan.pk}/to/heaven/").status_code == 404


@pytest.mark.parametrize("many", [2, 40])
def test_no_page_asks_more_of_the_database_for_a_longer_plan(
    world: World, released: Load, client_of: ClientOf, many: int
) -> None:
    flat = measure_that(released, improves=False)
    for number in range(many):
        action = world.claimed(f"Line {number}", measures=[{"measure": flat}])
        world.evidence(action, accept=False)
        recording.add_update(action=action, text="So far", on=TODAY, by=world.cast["head"])
    client, base = client_of("head"), f"/plan/{world.plan.pk}"
    for path, most in (
        (f"{base}/", 10), (f"{base}/on-a-page/", 10), (f"{base}/timeline/", 10), (f"{base}/by-owner/", 10),
        (f"{base}/by-finding/", 10), ("/plan/mine/", 10), (f"{base}/as-at/?day=2030-01-01", 10),
        (f"/plan/action/{action.pk}/", 10), (f"/plan/action/{action.pk}/history/", 15), (f"{base}/file.xlsx", 15),
    ):  # fmt: skip
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= most, (path, len(asked), [one["sql"][:90] for one in asked])


PAGES = (
    "",
    "on-a-page/",
    "timeline/",
    "by-owner/",
    "by-finding/",
    "as-at/?day=2014-09-01",
    "compare/?since=2014-07-09&until=2014-10-01",
)


def test_the_story_of_the_demonstration_reads_on_every_page(
    told: Plan, client_of: ClientOf, cast: Any, today: Any
) -> None:
    from goldenthread_web.plans.demonstration import tell_story

    before = told.continues
    assert before is not None
    first = Action.objects.filter(priority__plan=before)
    assert 55 <= first.count() <= 65
    assert set(first.values_list("state", flat=True)) >= {
        State.EMBEDDED, State.VERIFIED, State.CLAIMED, State.IN_PROGRESS, State.PAUSED, State.NOT_WORKING, State.WITHDRAWN,
    }  # fmt: skip
    assert [one.number for one in before.versions.all()] == [2, 1]
    head = client_of("head")
    for plan in (told, before):
        for path in PAGES:
            page = text_of(head, f"/plan/{plan.pk}/{path}")
            assert page.count("<h1") == 1
            assert " style=" not in page
    assert "Done, but no difference shown: 0" not in text_of(head, f"/plan/{before.pk}/")
    page = text_of(head, f"/plan/{before.pk}/on-a-page/")
    assert page.index("Posts stay empty") < page.index("Training is put off")
    assert "£24,000" in page
    page = text_of(head, f"/plan/{told.pk}/")
    assert "Verified under the plan before, and no difference shown: " in page, "nothing is lost between two boards"
    assert "Keep supervision even when the week is full" in gap_of(page)
    assert gap_of(page).count("gt-need--pressing") >= 5, "some of what is claimed has made no difference"
    tell_story(people=cast, today=today)
    assert Plan.objects.count() == 2, "told once"
