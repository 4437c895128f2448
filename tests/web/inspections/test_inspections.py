"""Inspections: entered, moved on and closed by those who may; their clocks; what others were judged; what we say of ourselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.indicators.models import FigureSet
from goldenthread_web.inspections import actions, queries
from goldenthread_web.inspections.clocks import RULES
from goldenthread_web.inspections.demonstration import FINDINGS, tell_story
from goldenthread_web.inspections.frameworks import FRAMEWORKS, alike, not_met_before
from goldenthread_web.inspections.importing import read_published
from goldenthread_web.inspections.models import Clock, Finding, Inspection, Published, Statement
from goldenthread_web.inspections.workflow import (
    COLOURS,
    FOLLOWS,
    MAY_MOVE_TO,
    REASON_WANTED,
    FindingState,
    NotYetError,
)
from goldenthread_web.loads.models import Load
from goldenthread_web.people.models import Person

As = Callable[[str], Client]


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def story(cast: dict[str, Person]) -> Inspection:
    tell_story(people=cast, today=TODAY)
    return Inspection.objects.get()


def a_finding(inspection: Inspection, by: Person, **more: Any) -> Finding:
    fields = {"number": "9", "kind": Finding.Kind.IMPROVEMENT, "area": "overall", "text": "Something to put right"}
    return actions.save_finding(finding=Finding(inspection=inspection, **{**fields, **more}), by=by)


def test_the_table_of_states_is_complete() -> None:
    assert set(FOLLOWS) == set(MAY_MOVE_TO) == set(COLOURS) == set(FindingState)
    reached = {FindingState.RECEIVED}
    while (more := reached | {then for now in reached for then in FOLLOWS[now]}) != reached:
        reached = more
    assert reached == set(FindingState)
    assert all(FOLLOWS.values()), "nothing is beyond being taken up again"
    assert set(FindingState) >= REASON_WANTED


def test_frameworks_are_whole_and_joined_by_what_their_areas_are_about() -> None:
    for one in FRAMEWORKS.values():
        assert len({area.key for area in one.areas}) == len(one.areas)
        assert all(area.themes for area in one.areas)
        assert not (one.since and one.until) or one.since <= one.until
        assert bool(one.grades) == any(area.graded for area in one.areas)
    assert [one.key for one in alike("SLAC-2013", "looked_after", "ILACS-2023")] == ["care", "leavers"]
    assert [one.key for one in alike("ILACS-2018", "care", "ILACS-2023")] == ["care", "leavers"]
    new = not_met_before("SLAC-2013", "SIF-2013")
    assert [(area.key, [str(theme) for theme in themes]) for area, themes in new] == [
        ("help", ["early help"]), ("adoption", ["adoption"]), ("lscb", ["work with partners"]),
    ]  # fmt: skip
    assert "adequate" in FRAMEWORKS["SLAC-2013"].grades
    assert "adequate" not in FRAMEWORKS["SIF-2013"].grades


@pytest.mark.parametrize(
    ("rule", "starts", "due"),
    [
        # A published letter: out on Friday 1 April 2022, the plan due on 15 July, over Easter, May and the Jubilee.
        ("plan", dt.date(2022, 4, 1), dt.date(2022, 7, 15)),
        ("priority_action", dt.date(2014, 12, 8), dt.date(2015, 1, 8)),
        ("monitoring", dt.date(2014, 11, 30), dt.date(2015, 2, 28)),
        ("self_evaluation", dt.date(2014, 12, 31), dt.date(2015, 12, 31)),
    ],
)
def test_clocks_count_working_days_of_england(rule: str, starts: dt.date, due: dt.date) -> None:
    assert RULES[rule].due(starts) == due


@pytest.mark.django_db
def test_a_clock_is_started_moved_and_stopped_once(cast: dict[str, Person], story: Inspection) -> None:
    one = actions.save_inspection(
        inspection=Inspection(framework="SIF-2013", title="Another", starts=TODAY, ends=TODAY),
        grades={},
        by=cast["head"],
    )
    actions.start_clock(inspection=one, rule="plan", starts=TODAY, by=cast["head"])
    clock = actions.start_clock(inspection=one, rule="plan", starts=TODAY - dt.timedelta(days=200), by=cast["head"])
    assert Clock.objects.filter(inspection=one).count() == 1
    assert clock.standing(TODAY) == ("overdue", "red")
    with pytest.raises(NotYetError, match="before the clock started"):
        actions.stop_clock(clock=clock, done_on=clock.starts - dt.timedelta(days=1), by=cast["head"])
    stopped = actions.stop_clock(clock=clock, done_on=TODAY, by=cast["head"])
    assert stopped.standing(TODAY) == ("done late", "orange")
    with pytest.raises(NotYetError, match="stopped"):
        actions.start_clock(inspection=one, rule="plan", starts=TODAY, by=cast["head"])


@pytest.mark.django_db
def test_a_judgement_of_inadequate_offers_the_clock_of_monitoring_visits(
    cast: dict[str, Person], client_of: As
) -> None:
    one = actions.save_inspection(
        inspection=Inspection(framework="ILACS-2018", title="Another", starts=TODAY, ends=TODAY),
        grades={"overall": ("good", ""), "help": ("good", "")}, by=cast["head"],
    )  # fmt: skip
    head, address = client_of("head"), reverse("inspections:inspection", args=[one.pk])
    assert "Next monitoring visit expected" not in text_of(head.get(address))
    start = reverse("inspections:clock", args=[one.pk, "monitoring"])
    assert head.post(start, {"day": "2014-10-20", "what": "start"}).status_code == 404
    actions.save_inspection(inspection=one, grades={"help": ("inadequate", "")}, by=cast["head"])
    assert "Next monitoring visit expected" in text_of(head.get(address))
    assert head.post(start, {"day": "2014-10-20", "what": "start"}).status_code == 302
    assert Clock.objects.get(rule="monitoring").due == dt.date(2015, 1, 20)


def test_an_inspection_is_entered_with_what_it_judged(cast: dict[str, Person], client_of: As) -> None:
    # given a head of service with the report at hand
    head = client_of("head")
    assert "Framework" in text_of(head.get(reverse("inspections:new")))
    address = reverse("inspections:new") + "?framework=ILACS-2023"
    given = {
        "title": "Inspection of May 2024", "starts": "2024-05-13", "ends": "2024-05-24", "published": "2024-07-08",
        "report_link": "https://reports.example/1", "scope": "The whole service", "version": 0,
        "grade_overall": "good", "grade_leaders": "outstanding", "grade_help": "good", "grade_care": "", "grade_leavers": "",
        **{f"said_{area.key}": "" for area in FRAMEWORKS["ILACS-2023"].areas},
    }  # fmt: skip
    # when the days are in the wrong order, nothing is kept
    wrong = head.post(address, {**given, "ends": "2024-05-01"})
    assert "The last day cannot be before the first" in text_of(wrong)
    assert head.post(address, {**given, "grade_overall": "adequate"}).status_code == 200, "no grade of this framework"
    assert not Inspection.objects.exists()
    # then entered rightly it is there, in the words of its framework, for every reader
    assert head.post(address, given).status_code == 302
    one = Inspection.objects.get()
    assert {area.area: area.grade for area in one.judgements.all()} == {
        "overall": "good", "leaders": "outstanding", "help": "good",
    }  # fmt: skip
    shown = text_of(client_of("councillor").get(reverse("inspections:inspection", args=[one.pk])))
    assert "The impact of leaders on social work practice outstanding" in shown
    assert "No finding has been entered" in shown
    assert Event.objects.filter(verb=Verb.INSPECTION_SAVED, what=f"inspection:{one.pk}").count() == 1


@pytest.mark.django_db
def test_two_people_who_change_one_finding_lose_nothing(
    cast: dict[str, Person], story: Inspection, client_of: As
) -> None:
    finding = Finding.objects.get(number="a")
    address = reverse("inspections:change_finding", args=[finding.pk])
    read = finding.version
    given = {"number": "a", "kind": finding.kind, "area": finding.area, "paragraph": "", "within": "", "owner": ""}
    assert (
        client_of("head").post(address, {**given, "text": "The first wrote this", "version": read}).status_code == 302
    )
    second = client_of("qa").post(address, {**given, "text": "The second wrote that", "version": read})
    assert second.status_code == 409
    assert "The first wrote this" in text_of(second)
    assert "The second wrote that" in second.content.decode()
    finding.refresh_from_db()
    assert finding.text == "The first wrote this"


@pytest.mark.django_db
def test_a_finding_goes_its_way_by_those_who_may(cast: dict[str, Person], story: Inspection, client_of: As) -> None:
    finding = a_finding(story, cast["head"])
    address = reverse("inspections:move_finding", args=[finding.pk])

    def move(key: str, then: str, reason: str = "") -> str:
        answer = client_of(key).post(address, {"then": then, "reason": reason}, follow=True)
        finding.refresh_from_db()
        return text_of(answer)

    move("head", "accepted")
    assert finding.state == "accepted"
    assert "Give the finding an owner first" in move("head", "planned")
    Finding.objects.filter(pk=finding.pk).update(owner=cast["manager"])
    move("head", "planned")
    move("head", "being addressed")
    assert "Say why the finding is evidence of impact" in move("head", "evidence of impact")
    move("head", "evidence of impact", "The audit of May")
    move("head", "closed", "we think it is done")
    assert finding.state == "evidence of impact", "closing is the board's"
    move("chair", "closed", "The board saw the audit")
    assert finding.state == "closed"
    assert [one.after for one in finding.moves.all()][:2] == ["closed", "evidence of impact"]
    assert client_of("member").post(address, {"then": "reopened", "reason": "x"}).status_code == 403
    move("chair", "reopened", "The figures went back")
    assert finding.state == "reopened"


@pytest.mark.django_db
def test_a_strength_has_nothing_done_about_it(cast: dict[str, Person], story: Inspection, client_of: As) -> None:
    strength = Finding.objects.get(number="s1")
    with pytest.raises(NotYetError, match="strength"):
        actions.move_finding(finding=strength, then=FindingState.ACCEPTED, reason="", by=cast["head"])
    shown = text_of(client_of("head").get(reverse("inspections:finding", args=[strength.pk])))
    assert "Take it on" not in shown


@pytest.mark.django_db
def test_a_number_is_used_once_and_a_finding_is_no_part_of_itself(story: Inspection, client_of: As) -> None:
    answer = client_of("head").post(
        reverse("inspections:new_finding", args=[story.pk]),
        {"number": "a", "kind": "recommendation", "area": "overall", "text": "Twice", "version": 0},
    )
    assert "There is a finding a already" in text_of(answer)
    first = Finding.objects.get(number="a")
    form = client_of("head").get(reverse("inspections:change_finding", args=[first.pk])).content.decode()
    part_of = form.partition('name="within"')[2].partition("</select>")[0]
    assert f'value="{first.pk}"' not in part_of


def test_a_file_of_judgements_is_read_or_told_row_by_row() -> None:
    content = (
        "Local authority,Type,Outcome,Publication date\r\n"
        "Madeupshire,county,Good,24/11/2014\r\n"
        "Inventedham,unitary,Requires improvement,2014-07-01\r\n"
        ",unitary,good,2014-07-01\r\n"
        "Nowhere,unitary,splendid,soon\r\n\r\n"
    ).encode("cp1252")
    rows, wrong = read_published(content, framework="SIF-2013", area="Overall effectiveness")
    assert [(one.authority, one.grade, one.published, one.area) for one in rows] == [
        ("Madeupshire", "good", dt.date(2014, 11, 24), "overall"),
        ("Inventedham", "requires improvement", dt.date(2014, 7, 1), "overall"),
    ]
    assert wrong[0] == "Row 4: the council is empty."
    assert wrong[1].startswith("Row 5: 'splendid' is no grade of Single Inspection Framework")
    assert "'soon' is no date" in wrong[1]
    assert read_published(b"Name;Grade\n", framework="SIF-2013", area="overall")[1][0].startswith("There is no column")
    assert read_published(b"\xff\xfe\x00bad", framework="SIF-2013", area="overall")[0] == []


@pytest.mark.django_db
def test_published_judgements_are_kept_all_or_none_and_counted_once_a_council(
    cast: dict[str, Person], client_of: As
) -> None:
    analyst = client_of("analyst")
    address = reverse("inspections:bring_in")

    def send(text: str) -> Any:
        given = {"framework": "SIF-2013", "area": "overall", "source": "Ofsted, June 2014"}
        file = SimpleUploadedFile("judged.csv", text.encode())
        return analyst.post(address, {**given, "file": file}, follow=True)

    bad = send("authority,grade,published\nA,good,2014-01-01\nB,fine,2014-01-01\n")
    assert "Nothing was kept" in text_of(bad)
    assert "Row 3" in text_of(bad)
    assert not Published.objects.exists()
    good = "authority,grade,published\nA,good,2014-01-01\nB,inadequate,2014-01-01\nB,good,2014-06-01\n"
    send(good)
    send(good)
    assert Published.objects.count() == 3, "what is there is not doubled"
    told = queries.context_of("SIF-2013", "overall")
    assert (
        told.sentence
        == "Of 2 councils inspected: none outstanding, 2 good, none requires improvement, none inadequate."
    )
    earlier = queries.context_of("SIF-2013", "overall", until=dt.date(2014, 3, 1))
    assert "1 good" in earlier.sentence
    assert "1 inadequate" in earlier.sentence
    shown = client_of("councillor").get(reverse("inspections:others") + "?framework=SIF-2013")
    assert "Of 2 councils inspected" in text_of(shown)
    assert "<svg" in shown.content.decode()


@pytest.mark.django_db
def test_forty_inspected_nine_good(story: Inspection, client_of: As) -> None:
    shown = text_of(client_of("director").get(reverse("inspections:others") + "?framework=SIF-2013"))
    assert "Of 40 councils inspected: none outstanding, 9 good" in shown
    unitary = text_of(client_of("director").get(reverse("inspections:others") + "?framework=SIF-2013&kind=unitary"))
    assert "Of 10 councils inspected of kind unitary" in unitary


@pytest.mark.django_db
def test_the_self_evaluation_says_what_it_lacks(
    released: Load, story: Inspection, client_of: As, cast: dict[str, Person]
) -> None:
    address = reverse("inspections:self_evaluation") + "?framework=SIF-2013"
    shown = text_of(client_of("partner").get(address))
    assert "3 statements; 2 out of date or without enough to stand on" in shown
    assert "Only figures support it" in shown
    assert "Nothing supports it" in shown
    assert re.search(r"Re-referrals within 12 months: \d", shown)
    Statement.objects.update(review_by=TODAY - dt.timedelta(days=1))
    assert "was to be looked at again by 19 October 2014" in text_of(client_of("partner").get(address))
    assert client_of("councillor").get(address).status_code == 403


def test_a_statement_is_doubted_when_its_measure_is_of_concern_or_its_audit_has_no_date(
    released: Load, cast: dict[str, Person], client_of: As
) -> None:
    said = actions.Said(
        know="Few come back", how="Figures", will="Go on", review_by=TODAY + dt.timedelta(days=60),
        supports=[("measure", "rereferrals", None), ("audit", "Audit of closures", None), ("other", "Staff day", None)],
    )  # fmt: skip
    actions.write_statement(framework="SIF-2013", area="help", said=said, by=cast["qa"])
    address = reverse("inspections:self_evaluation") + "?framework=SIF-2013"
    FigureSet.objects.filter(measure="rereferrals").update(concern=False)
    shown = text_of(client_of("head").get(address))
    assert "Audit of closures has no date" in shown
    assert "Staff day has no date" not in shown
    assert "is of concern today" not in shown
    FigureSet.objects.filter(measure="rereferrals").update(concern=True)
    assert "Re-referrals within 12 months is of concern today" in text_of(client_of("head").get(address))


@pytest.mark.django_db
def test_a_statement_is_written_anew_and_taken_out_and_stays_in_the_history(
    released: Load, cast: dict[str, Person], client_of: As
) -> None:
    qa = client_of("qa")
    address = reverse("inspections:write", args=["ILACS-2023", "help"])
    given = {"know": "Plans are clearer", "how": "Audit", "will": "Audit again", "review_by": "2015-01-31"}
    wrong = qa.post(address, {**given, "supports": "gossip from the corridor\nmeasure no_such_thing"})
    assert "begin with measure, audit, feedback or other" in text_of(wrong)
    assert "There is no measure no_such_thing" in text_of(wrong)
    qa.post(address, {**given, "supports": "measure rereferrals\naudit Thematic audit 2014-06-30"})
    first = Statement.objects.get()
    assert {(one.kind, one.reference, one.of) for one in first.supports.all()} == {
        ("measure", "rereferrals", None), ("audit", "Thematic audit", dt.date(2014, 6, 30)),
    }  # fmt: skip
    again = f"{address}?replaces={first.pk}"
    elsewhere = reverse("inspections:write", args=["ILACS-2023", "care"])
    assert qa.get(f"{elsewhere}?replaces={first.pk}").status_code == 404, "a statement is replaced in its own area"
    assert "audit Thematic audit 2014-06-30" in qa.get(again).content.decode()
    assert qa.post(again, {**given, "know": "Plans are much clearer", "supports": ""}).status_code == 302
    late = client_of("head").post(again, {**given, "know": "Plans vary", "supports": ""})
    assert late.status_code == 409
    assert "Plans are much clearer" in text_of(late)
    second = Statement.objects.get(replaces=first)
    drop = reverse("inspections:drop", args=[second.pk])
    assert "required" in text_of(qa.post(drop, {"reason": ""}))
    qa.post(drop, {"reason": "Said elsewhere"})
    assert "Plans are much clearer" not in text_of(qa.get(reverse("inspections:self_evaluation")))
    assert Statement.objects.count() == 2


@pytest.mark.django_db
def test_the_story_is_whole_and_told_once(story: Inspection, cast: dict[str, Person], client_of: As) -> None:
    tell_story(people=cast, today=TODAY)
    assert Inspection.objects.count() == 1
    main = Finding.objects.filter(kind=Finding.Kind.IMPROVEMENT)
    assert [one.number for one in main] == ["a", "b", "c", "d", "e"]
    assert {one.number: one.state for one in Finding.objects.exclude(kind="strength")} == {
        number: state for number, _area, _text, _owner, state, _within in FINDINGS
    }
    plan = Clock.objects.get()
    assert plan.due == dt.date(2013, 7, 31), "fourteen weeks and two bank holidays"
    assert plan.standing(TODAY)[0] == "done in time"
    shown = text_of(client_of("councillor").get(reverse("inspections:inspection", args=[story.pk])))
    assert "Overall effectiveness adequate" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["inspections", "others", "self_evaluation", "frameworks", "inspection", "finding"])
def test_pages_answer_within_ten_queries(name: str, released: Load, story: Inspection, client_of: As) -> None:
    one = Finding.objects.get(number="a")
    arguments = {"inspection": [story.pk], "finding": [one.pk]}.get(name, [])
    client, address = client_of("head"), reverse(f"inspections:{name}", args=arguments)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 10, [one["sql"][:120] for one in asked.captured_queries]


@pytest.mark.django_db
def test_what_people_write_is_escaped(story: Inspection, cast: dict[str, Person], client_of: As) -> None:
    sly = a_finding(story, cast["head"], text="<script>alert(1)</script>")
    page = client_of("head").get(reverse("inspections:finding", args=[sly.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
