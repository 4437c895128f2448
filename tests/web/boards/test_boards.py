"""Boards: who sits on them, meetings from plan to agreed minutes, decisions and what follows, and who may see what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards import actions, following, queries
from goldenthread_web.boards.calendar import as_calendar, escaped, folded
from goldenthread_web.boards.demonstration import MEMBERS, STAND_IN, WATCHED, tell_story
from goldenthread_web.boards.models import Board, BoardAction, Decision, Item, Meeting, Member
from goldenthread_web.boards.representation import coverage_of, quorum_of
from goldenthread_web.boards.voices import team_of, voices_of
from goldenthread_web.boards.workflow import (
    ITEM_COLOURS,
    ITEM_FOLLOWS,
    MEETING_COLOURS,
    MEETING_FOLLOWS,
    ItemState,
    MeetingState,
    NotYetError,
)
from goldenthread_web.people.cast import EAST, NORTH
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.rules import access_for
from goldenthread_web.plans.actions import raise_action
from goldenthread_web.plans.models import Plan, Priority

As = Callable[[str], Client]
SOON = TODAY + dt.timedelta(days=30)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def board(cast: dict[str, Person]) -> Board:
    made = actions.save_board(
        board=Board(name="Made-up board", kind="improvement", remit="Sees to it.", quorum=2, formed=dt.date(2014, 1, 1)),
        standing=["Minutes", "Matters arising"], by=cast["head"],
    )  # fmt: skip
    for key, level in (("chair", "independent"), ("manager", "team manager"), ("worker", "front line")):
        actions.save_member(
            member=Member(board=made, person=cast[key], name=cast[key].name, level=level, starts=dt.date(2014, 1, 1)),
            by=cast["head"],
        )
    return made


def a_meeting(board: Board, by: Person, on: dt.date = TODAY, *, public: bool = False) -> Meeting:
    return actions.plan_meeting(
        meeting=Meeting(board=board, on=on, at=dt.time(10), place="Room 2", public=public), by=by
    )


def an_item(meeting: Meeting, by: Person, title: str = "An item", **more: Any) -> Item:
    fields = {"raised_on": TODAY, "state": ItemState.ON_AGENDA, **more}
    return actions.propose_item(item=Item(meeting=meeting, title=title, **fields), by=by)


@pytest.mark.parametrize(
    ("follows", "colours", "states", "first"),
    [
        (MEETING_FOLLOWS, MEETING_COLOURS, MeetingState, MeetingState.PLANNED),
        (ITEM_FOLLOWS, ITEM_COLOURS, ItemState, ItemState.PROPOSED),
    ],
)
def test_the_tables_of_states_are_complete(follows: Any, colours: Any, states: Any, first: Any) -> None:
    assert set(follows) == set(colours) == set(states)
    reached = {first}
    while (more := reached | {then for now in reached for then in follows[now]}) != reached:
        reached = more
    assert reached == set(states)
    assert not any(state in follows[state] for state in states)


@pytest.mark.django_db
def test_a_meeting_goes_from_plan_to_agreed_minutes(board: Board, cast: dict[str, Person], client_of: As) -> None:
    # given a meeting planned by whoever runs the board
    clerk = client_of("democratic")
    clerk.post(
        reverse("boards:new_meeting", args=[board.pk]), {"on": TODAY.isoformat(), "at": "10:00", "place": "Room 2"}
    )
    meeting = Meeting.objects.get()
    assert [one.title for one in meeting.items.all()] == ["Minutes", "Matters arising"]
    # when somebody from the front line answers the call for items
    client_of("worker").post(
        reverse("boards:new_item", args=[meeting.pk]),
        {"title": "Shorter form", "purpose": "decide", "raised_from": "front line", "about": "It asks the same twice."},
    )
    item = Item.objects.get(title="Shorter form")
    assert (item.state, item.raised_by) == (ItemState.PROPOSED, cast["worker"])
    clerk.post(reverse("boards:act", args=[item.pk, "move"]), {"then": "on the agenda"})

    def move(then: str) -> str:
        return text_of(clerk.post(reverse("boards:move_meeting", args=[meeting.pk]), {"then": then}, follow=True))

    assert "cannot become held" in move("held")
    move("called")
    # and minutes, a decision and an action are recorded as it goes
    act = reverse("boards:act", args=[item.pk, "minute"])
    clerk.post(act, {"minute": "All spoke for it.", "version": item.version})
    decide = reverse("boards:act", args=[item.pk, "decision"])
    assert "required" in text_of(clerk.post(decide, {"text": "Use it.", "reason": ""}))
    clerk.post(decide, {"text": "Use it.", "reason": "It saves time.", "dissent": "None."})
    todo = {"todo": "Tell the teams", "owner": cast["manager"].pk, "due": (TODAY + dt.timedelta(days=7)).isoformat()}
    clerk.post(reverse("boards:act", args=[item.pk, "action"]), todo)
    move("held")
    assert "Record who was there first" in move("minuted")
    seats = {one.name: one.pk for one in board.members.all()}
    clerk.post(reverse("boards:attendance", args=[meeting.pk]), {f"m{pk}": "present" for pk in seats.values()})
    move("minuted")
    assert "No later meeting has been held" in move("agreed")
    clerk.post(reverse("boards:move_meeting", args=[meeting.pk]), {"then": "agreed", "why": "It is the last."})
    # then everything stands on the meeting's page, and nothing more can be written
    shown = text_of(client_of("member").get(reverse("boards:meeting", args=[meeting.pk])))
    assert "quorate 3 seats with a vote were filled" in shown
    assert "Decision 1: Use it." in shown
    assert "To do: Tell the teams, Mina Manager" in shown
    item.refresh_from_db()
    with pytest.raises(NotYetError, match="agreed"):
        actions.write_minute(item=item, text="Late", version=item.version, by=cast["democratic"])
    assert Event.objects.filter(verb=Verb.DECISION_RECORDED).count() == 1
    # and the owner says when it is done
    action = BoardAction.objects.get()
    assert "Tell the teams" in text_of(client_of("manager").get(reverse("boards:boards")))
    assert client_of("worker").get(reverse("boards:done", args=[action.pk])).status_code == 403
    early = {"done_on": (TODAY - dt.timedelta(days=1)).isoformat()}
    assert "before the meeting" in text_of(client_of("manager").post(reverse("boards:done", args=[action.pk]), early))
    client_of("manager").post(reverse("boards:done", args=[action.pk]), {"done_on": TODAY.isoformat(), "said": "Told."})
    assert queries.open_actions(access_for(cast["head"], TODAY), board, TODAY) == []


@pytest.mark.django_db
def test_what_was_not_reached_is_carried_to_the_next_meeting(board: Board, cast: dict[str, Person]) -> None:
    first, second = a_meeting(board, cast["head"]), a_meeting(board, cast["head"], SOON)
    reached, left = an_item(first, cast["worker"], "Reached"), an_item(first, cast["worker"], "Left")
    actions.move_meeting(meeting=first, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    actions.write_minute(item=reached, text="Spoken of.", version=1, by=cast["head"])
    actions.move_meeting(meeting=first, then=MeetingState.HELD, by=cast["head"], today=TODAY)
    actions.record_attendance(meeting=first, was={board.members.all()[0].pk: "present"}, by=cast["head"])
    actions.move_meeting(meeting=first, then=MeetingState.MINUTED, by=cast["head"], today=TODAY)
    carried = second.items.get(standing=False)
    assert (carried.title, carried.carried_from, carried.raised_by) == ("Left", left, cast["worker"])
    left.refresh_from_db()
    assert left.state == ItemState.DEFERRED
    assert actions.carry_forward(meeting=first, by=cast["head"]) == [], "once is enough"


@pytest.mark.django_db
def test_a_meeting_that_has_not_been_cannot_have_been_held(board: Board, cast: dict[str, Person]) -> None:
    meeting = a_meeting(board, cast["head"], SOON)
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    with pytest.raises(NotYetError, match="cannot have been held yet"):
        actions.move_meeting(meeting=meeting, then=MeetingState.HELD, by=cast["head"], today=TODAY)


@pytest.mark.django_db
def test_two_who_write_one_minute_lose_nothing(board: Board, cast: dict[str, Person], client_of: As) -> None:
    meeting = a_meeting(board, cast["head"])
    item = an_item(meeting, cast["head"])
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    address = reverse("boards:act", args=[item.pk, "minute"])
    client_of("democratic").post(address, {"minute": "The first wrote this.", "version": 1})
    second = client_of("head").post(address, {"minute": "The second wrote that.", "version": 1})
    assert second.status_code == 409
    assert "The first wrote this." in text_of(second)
    assert "The second wrote that." in second.content.decode()
    item.refresh_from_db()
    assert item.minute == "The first wrote this."


@pytest.mark.django_db
def test_an_exempt_item_is_for_the_board_and_those_who_answer_for_it(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], public=True)
    with pytest.raises(NotYetError, match="Say why"):
        an_item(meeting, cast["head"], "Secret", exempt=True)
    item = an_item(meeting, cast["head"], "A matter of one post", exempt=True, exempt_reason="It is about one person.")
    actions.attach_paper(
        item=item, title="The paper", by=cast["head"], file=SimpleUploadedFile("../../paper.txt", b"within")
    )
    paper = item.papers.get()
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY, why="It cannot wait.")
    following.decide(item=item, text="Agreed as proposed.", reason="Because.", dissent="", by=cast["head"])
    addresses = [reverse("boards:item", args=[item.pk]), reverse("boards:paper", args=[paper.pk])]
    for key, status in (
        ("director", 200),
        ("worker", 200),
        ("commissioner", 403),
        ("partner", 403),
        ("councillor", 403),
    ):
        answers = [client_of(key).get(one) for one in addresses]
        assert [one.status_code for one in answers] == [status] * 2, key
        if answers[1].streaming:  # read to its end, as a browser does
            assert b"".join(answers[1].streaming_content) == b"within"
    refused = text_of(client_of("commissioner").get(addresses[0]))
    assert "exempt from publication" in refused
    for page in ("boards:meeting", "boards:pack"):
        shown = text_of(client_of("councillor").get(reverse(page, args=[meeting.pk])))
        assert "A matter of one post" not in shown
        assert "Agreed as proposed" not in shown
        assert "It is about one person" in shown
    assert "Agreed as proposed" not in text_of(client_of("commissioner").get(reverse("boards:decisions")))
    assert "Agreed as proposed" in text_of(client_of("worker").get(reverse("boards:decisions")))
    seat = board.members.get(person=cast["worker"])
    seat.sees_exempt = False
    seat.save()
    assert client_of("worker").get(addresses[0]).status_code == 403
    got = client_of("director").get(addresses[1])
    assert b"".join(got.streaming_content) == b"within"
    assert got["Content-Disposition"] == 'attachment; filename="paper.txt"'
    assert Event.objects.filter(verb=Verb.PAPER_OPENED, what=f"paper:{paper.pk}").count() >= 1


@pytest.mark.django_db
def test_who_reads_in_public_sees_public_meetings_once_called(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    closed, public = a_meeting(board, cast["head"]), a_meeting(board, cast["head"], SOON, public=True)
    councillor = client_of("councillor")
    assert councillor.get(reverse("boards:meeting", args=[public.pk])).status_code == 404
    actions.move_meeting(meeting=public, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    assert councillor.get(reverse("boards:meeting", args=[public.pk])).status_code == 200
    assert councillor.get(reverse("boards:meeting", args=[closed.pk])).status_code == 404
    shown = text_of(councillor.get(reverse("boards:board", args=[board.pk])))
    assert "Who sits on it" not in shown
    assert "clear working days" in text_of(councillor.get(reverse("boards:meeting", args=[public.pk])))


@pytest.mark.django_db
def test_a_meeting_removed_by_mistake_is_restored_whole(board: Board, cast: dict[str, Person], client_of: As) -> None:
    meeting = a_meeting(board, cast["head"])
    an_item(meeting, cast["worker"], "Not to be lost")
    head = client_of("head")
    head.post(reverse("boards:remove_meeting", args=[meeting.pk]), {"reason": "wrong day"})
    assert head.get(reverse("boards:meeting", args=[meeting.pk])).status_code == 404
    assert "Meetings that were removed" in text_of(head.get(reverse("boards:boards")))
    assert "Meetings that were removed" not in text_of(client_of("member").get(reverse("boards:boards")))
    head.post(reverse("boards:restore_meeting", args=[meeting.pk]))
    assert "Not to be lost" in text_of(head.get(reverse("boards:meeting", args=[meeting.pk])))
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.AGREED)
    answer = head.post(reverse("boards:remove_meeting", args=[meeting.pk]), {"reason": "again"})
    assert "part of the record" in text_of(answer)


@pytest.mark.django_db
def test_an_action_arising_may_be_one_of_the_plan(board: Board, cast: dict[str, Person]) -> None:
    plan = Plan.objects.create(
        title="Plan", starts=TODAY, created_by=cast["head"], created=dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    )
    priority = Priority.objects.create(plan=plan, number=1, title="Assessments")
    raise_action(priority=priority, title="First", by=cast["head"])
    meeting = a_meeting(board, cast["head"])
    item = an_item(meeting, cast["head"])
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    made = following.raise_board_action(
        item=item, text="Look again", owner=cast["manager"], due=SOON, by=cast["head"], priority=priority
    )
    assert made.plan_action is not None
    assert (made.plan_action.number, made.plan_action.origin, made.plan_action.owner) == (
        "1.2",
        "decision",
        cast["manager"],
    )
    with pytest.raises(NotYetError, match="action of the plan"):
        following.finish_board_action(action=made, done_on=TODAY, said="", by=cast["head"], today=TODAY)
    assert queries.open_actions(access_for(cast["head"], TODAY), board, TODAY) == [made]
    made.plan_action.done_on = SOON
    made.plan_action.save()
    assert queries.open_actions(access_for(cast["head"], TODAY), board, TODAY) == []
    with pytest.raises(NotYetError, match="before the meeting"):
        following.raise_board_action(
            item=item, text="Yesterday", owner=cast["manager"], due=TODAY - dt.timedelta(days=1), by=cast["head"]
        )


@pytest.mark.django_db
def test_challenges_and_escalations_stay_open_until_answered_once(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    other = actions.save_board(
        board=Board(name="Another", kind="performance", remit="x", formed=TODAY), standing=[], by=cast["head"]
    )
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    client_of("partner").post(
        reverse("boards:act", args=[item.pk, "challenge"]), {"question": "Is it better for children?"}
    )
    both = client_of("head").post(
        reverse("boards:act", args=[item.pk, "escalate"]), {"asked": "Money", "to_board": other.pk, "to": "Director"}
    )
    assert "one of the three" in text_of(both)
    client_of("head").post(reverse("boards:act", args=[item.pk, "escalate"]), {"asked": "Money", "to_board": other.pk})
    shown = text_of(client_of("chair").get(reverse("boards:board", args=[other.pk])))
    assert "Escalated by Hal Head to Another" in shown
    asked = item.challenges.get()
    address = reverse("boards:answer", args=["challenge", asked.pk])
    client_of("manager").post(address, {"answer": "The audit says so."})
    assert "answered before" in text_of(client_of("head").post(address, {"answer": "Again"}))
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("The audit says so.", cast["manager"])
    assert (
        "challenge"
        not in text_of(client_of("chair").get(reverse("boards:board", args=[board.pk])))
        .partition("Without an answer")[2]
        .partition("Who sits")[0]
        .casefold()
    )


@pytest.mark.django_db
def test_who_is_not_heard_is_said(board: Board, cast: dict[str, Person]) -> None:
    teams = list(Team.objects.order_by("name"))
    seat = board.members.get(person=cast["manager"])
    seat.team = teams[0]
    seat.save()
    told = coverage_of(board, queries.members_of(board), teams, TODAY)
    assert f"Nobody speaks for {teams[1].name}." in told.gaps
    assert not any(teams[0].name in one for one in told.gaps)
    assert "No director sits on it." in told.gaps
    assert "No front line sits on it." not in told.gaps
    assert dict(told.rows)[teams[0].name][told.levels.index("Team manager")] == 1


@pytest.mark.django_db
def test_a_board_is_followed_by_another_and_nothing_open_is_lost(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    item = an_item(a_meeting(board, cast["head"], TODAY - dt.timedelta(days=5)), cast["head"])
    Meeting.objects.update(state=MeetingState.CALLED)
    item.refresh_from_db()
    left = following.raise_board_action(item=item, text="Unfinished", owner=cast["manager"], due=SOON, by=cast["head"])
    client_of("chair").post(
        reverse("boards:succeed", args=[board.pk]),
        {"name": "The next board", "kind": "development", "remit": "Goes on.", "day": TODAY.isoformat()},
    )
    after = Board.objects.get(name="The next board")
    board.refresh_from_db()
    assert (after.follows, board.ends) == (board, TODAY - dt.timedelta(days=1))
    assert {one.name for one in after.members.all()} == {one.name for one in board.members.all()}
    assert [one.title for one in after.standing_items.all()] == ["Minutes", "Matters arising"]
    assert queries.open_actions(access_for(cast["head"], TODAY), after, TODAY) == [left]
    with pytest.raises(NotYetError, match="ended on 19 October 2014"):
        a_meeting(board, cast["head"])


@pytest.mark.django_db
def test_a_paper_is_a_file_or_a_page_of_this_site(board: Board, cast: dict[str, Person], client_of: As) -> None:
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    address = reverse("boards:act", args=[item.pk, "paper"])
    worker = client_of("worker")
    assert "one of the two" in text_of(worker.post(address, {"paper_title": "Nothing", "page": ""}))
    assert "beginning with a single /" in text_of(
        worker.post(address, {"paper_title": "Away", "page": "//bad.example/"})
    )
    worker.post(address, {"paper_title": "The measure", "page": "/measures/rereferrals/"})
    paper = item.papers.get()
    assert worker.get(reverse("boards:paper", args=[paper.pk]))["Location"] == "/measures/rereferrals/"
    empty = worker.post(address, {"paper_title": "Empty", "file": SimpleUploadedFile("a.txt", b"")})
    assert item.papers.count() == 1, text_of(empty)


def test_a_calendar_is_folded_and_escaped() -> None:
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    line = folded("SUMMARY:" + "é" * 100)
    assert all(len(one.encode()) <= 75 for one in line.split("\r\n"))
    assert line.replace("\r\n ", "") == "SUMMARY:" + "é" * 100


@pytest.mark.django_db
def test_meetings_of_my_boards_come_as_a_calendar_in_universal_time(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], dt.date(2015, 6, 1))
    told = client_of("worker").get(reverse("boards:calendar"))
    text = told.content.decode()
    assert told["Content-Type"].startswith("text/calendar")
    assert "DTSTART:20150601T090000Z" in text, "ten in the morning of British summer time"
    assert "STATUS:TENTATIVE" in text
    assert f"UID:meeting-{meeting.pk}@" in text
    assert "BEGIN:VEVENT" not in client_of("director").get(reverse("boards:calendar")).content.decode()
    empty = as_calendar([], host="x")
    assert empty.endswith("\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"), "a calendar holds at least one component"
    assert escaped("a\x07b") == "ab", "no control character"


@pytest.fixture
def story(cast: dict[str, Person]) -> Board:
    tell_story(people=cast, today=TODAY)
    return Board.objects.get(kind="development")


@pytest.mark.django_db
def test_the_story_is_whole_and_told_once(story: Board, cast: dict[str, Person], client_of: As) -> None:
    tell_story(people=cast, today=TODAY)
    first = Board.objects.get(kind="improvement")
    assert (first.formed, first.meetings.earliest("on").on) == (dt.date(2013, 4, 29), dt.date(2013, 5, 14))
    assert first.meetings.latest("on").on == dt.date(2014, 4, 15)
    assert story.meetings.filter(on__lte=TODAY).count() == 3
    assert story.follows == first
    assert story.members.count() == len(MEMBERS) + 1, "and who stands in"
    assert story.members.get(name=STAND_IN).substitute_for == story.members.get(person=cast["manager"])
    assert (first.ends, story.formed) == (dt.date(2014, 4, 30), dt.date(2014, 7, 1))
    assert not Meeting.objects.filter(state="agreed", called_on__gte=models.F("on")).exists(), "called before it met"
    assert {one.title for one in queries.watched_by(story)} == {title for title, *_more in WATCHED}
    assert first.meetings.get(on=dt.date(2014, 1, 14)).items.get(title="Caseloads that can be done").carried_from
    told = coverage_of(story, queries.members_of(story), list(Team.objects.all()), TODAY)
    assert told.gaps == ("Wanted, and not at the table: schools.",), "every team and every level is heard"
    assert "leaving care" in told.skills
    assert all(quorum_of(one, queries.attendance_of(one)).met for one in first.meetings.select_related("board"))
    heard = voices_of(first)
    assert heard.from_front is not None
    assert 0 < heard.from_front < heard.decided
    shown = text_of(client_of("member").get(reverse("boards:decisions") + "?q=shorter+form"))
    assert "The shorter form is used by every team from October" in shown
    assert Decision.objects.exclude(dissent="").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    ["boards", "board", "meeting", "pack", "item", "decisions", "minutes", "challenges", "highlights", "change_item"],
)
def test_pages_answer_within_fifteen_queries(page: str, story: Board, client_of: As) -> None:
    meeting = story.meetings.filter(on__lte=TODAY).latest("on")
    item = meeting.items.filter(standing=False).first()
    assert item is not None
    arguments = {
        **{key: [story.pk] for key in ("board", "challenges", "highlights")},
        **{key: [meeting.pk] for key in ("meeting", "pack", "minutes")},
        **{key: [item.pk] for key in ("item", "change_item")},
    }
    client, address = client_of("chair"), reverse(f"boards:{page}", args=arguments.get(page, []))
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 15, [one["sql"][:120] for one in asked.captured_queries]


@pytest.mark.django_db
def test_exempt_is_seen_by_role_or_by_seat_and_not_after_the_seat_has_ended(
    board: Board, cast: dict[str, Person]
) -> None:
    worker = access_for(cast["worker"], TODAY)
    assert queries.sees_exempt(worker, board, TODAY)
    board.members.filter(person=cast["worker"]).update(ends=TODAY - dt.timedelta(days=1))
    assert not queries.sees_exempt(worker, board, TODAY)


@pytest.mark.django_db
def test_the_board_page_tells_by_level_and_by_team_whose_items_are_decided(
    story: Board, cast: dict[str, Person], client_of: As
) -> None:
    first = Board.objects.get(kind="improvement")
    heard = voices_of(first)
    for parts in (heard.levels, heard.teams):
        assert sum(one.decided for one in parts) == heard.decided
        assert sum(one.share for one in parts) == pytest.approx(1)
    named = {one.name: one for one in heard.teams}
    assert named["West Safeguarding and Support"].decided == 1
    assert named["West Safeguarding and Support"].days == 33, "raised 33 days before the meeting that decided it"
    address = reverse("boards:board", args=[first.pk])
    shown = text_of(client_of("chair").get(address))
    assert "By level and by team" in shown
    assert re.search(r"West Safeguarding and Support 1 \d+% 33", shown)
    told = text_of(client_of("councillor").get(address))
    assert "By level and by team" not in told, "of few items the team would name who raised them"


@pytest.mark.django_db
def test_too_few_decided_items_are_only_numbered(story: Board, client_of: As) -> None:
    held = Item.objects.filter(meeting__board=story, state=ItemState.DECIDED, standing=False)
    held.filter(pk__in=[one.pk for one in held[:2]]).update(raised_from="")
    assert voices_of(story).decided == 3
    assert voices_of(story).levels == ()
    assert "By level and by team" not in text_of(client_of("chair").get(reverse("boards:board", args=[story.pk])))


@pytest.mark.django_db
def test_an_item_comes_from_the_team_of_the_seat_else_of_the_role(board: Board, cast: dict[str, Person]) -> None:
    assert getattr(team_of(cast["worker"], TODAY), "code", "") == NORTH
    seat = Member(board=board, person=cast["worker"], name="W", level="front line", starts=TODAY)
    seat.team = Team.objects.get(code=EAST)
    seat.save()
    assert team_of(cast["worker"], TODAY) == seat.team
    assert getattr(team_of(cast["worker"], TODAY - dt.timedelta(days=1)), "code", "") == NORTH, "not seated yet"
    assert team_of(cast["councillor"], TODAY) is None
