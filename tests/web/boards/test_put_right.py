"""What is put right at boards: days, items, orders, papers, minutes by two at once, quorum, notice, and who is named to whom."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.boards.test_boards import SOON, a_meeting, an_item, text_of
from tests.web.boards.test_boards import board as board
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.boards import actions, changing, following, queries
from goldenthread_web.boards.models import Board, BoardAction, Challenge, Item, Meeting, Member
from goldenthread_web.boards.notice import agenda_out_by, clear_days
from goldenthread_web.boards.representation import coverage_of, quorum_of, who_came
from goldenthread_web.boards.workflow import MeetingState, NotYetError
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import Action, Plan, Priority

As = Callable[[str], Client]


@pytest.mark.parametrize(
    ("meeting", "out_by"),
    [
        ("2014-11-24", "2014-11-14"),  # the Monday of the panel
        ("2014-12-02", "2014-11-24"),
        ("2014-12-31", "2014-12-19"),  # Christmas and Boxing Day do not count
        ("2014-04-25", "2014-04-15"),  # nor Good Friday and Easter Monday
        ("2014-11-22", "2014-11-14"),  # a Saturday: Monday to Friday lie between
    ],
)
def test_an_agenda_is_out_five_clear_working_days_before(meeting: str, out_by: str) -> None:
    on, by = dt.date.fromisoformat(meeting), dt.date.fromisoformat(out_by)
    assert agenda_out_by(on) == by
    assert clear_days(by, on) >= 5
    assert clear_days(by + dt.timedelta(days=3 if by.weekday() == 4 else 1), on) < 5


@pytest.mark.django_db
def test_a_public_meeting_is_called_late_only_with_a_reason_that_is_printed(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], TODAY + dt.timedelta(days=4), public=True)
    clerk, at = client_of("democratic"), reverse("boards:meeting", args=[meeting.pk])
    assert "That day has passed" in text_of(clerk.get(at))
    move = reverse("boards:move_meeting", args=[meeting.pk])
    assert "had to be out by 16 October 2014" in text_of(clerk.post(move, {"then": "called"}, follow=True))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    clerk.post(move, {"then": "called", "why": "The inspectors come on Monday."})
    shown = text_of(client_of("councillor").get(at))
    assert "out 3 clear working days before, fewer than the five wanted" in shown
    assert "The inspectors come on Monday." in shown


@pytest.mark.django_db
def test_the_first_page_of_whoever_runs_boards_says_when_an_agenda_has_to_be_out(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    a_meeting(board, cast["head"], dt.date(2014, 11, 4), public=True)
    a_meeting(board, cast["head"], dt.date(2014, 11, 4))
    words = "The agenda of Made-up board, meeting 1 has to be out by 27 October 2014"
    home = {key: text_of(client_of(key).get("/")) for key in ("democratic", "worker")}
    assert words in home["democratic"]
    assert "meeting 2 has to be out" not in home["democratic"], "only what is public has a clock"
    assert "has to be out" not in home["worker"]


@pytest.mark.django_db
def test_a_meeting_moves_to_another_day_and_calendars_follow(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], SOON)
    before = client_of("worker").get(reverse("boards:calendar")).content.decode()
    new = SOON + dt.timedelta(days=7)
    given = {"on": new.isoformat(), "at": "14:30", "place": "Room 9, first floor", "public": ""}
    client_of("democratic").post(reverse("boards:change_meeting", args=[meeting.pk]), given)
    after = client_of("worker").get(reverse("boards:calendar")).content.decode()
    uid = f"UID:meeting-{meeting.pk}@testserver"
    assert uid in before
    assert uid in after
    assert ("SEQUENCE:0" in before, "SEQUENCE:1" in after) == (True, True)
    assert f"DTSTART:{new:%Y%m%d}T143000Z" in after
    assert "LOCATION:Room 9\\, first floor" in after
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    refused = text_of(client_of("democratic").post(reverse("boards:change_meeting", args=[meeting.pk]), given))
    assert "Its day stays as it is" in refused


@pytest.mark.django_db
def test_a_cancelled_meeting_is_told_to_calendars_as_cancelled(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], SOON)
    actions.move_meeting(meeting=meeting, then=MeetingState.CANCELLED, by=cast["head"], today=TODAY)
    told = client_of("worker").get(reverse("boards:calendar")).content.decode()
    assert "STATUS:CANCELLED" in told


@pytest.mark.django_db
def test_a_called_public_meeting_that_comes_nearer_has_to_be_called_again(
    board: Board, cast: dict[str, Person]
) -> None:
    meeting = a_meeting(board, cast["head"], SOON, public=True)
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    given = {"on": TODAY + dt.timedelta(days=3), "at": dt.time(10), "place": "Room 2", "public": True}
    with pytest.raises(NotYetError, match="fewer than five clear working days"):
        changing.change_meeting(meeting=meeting, given=given, by=cast["head"], today=TODAY)
    moved = changing.change_meeting(
        meeting=meeting, given=given | {"on": SOON + dt.timedelta(days=9)}, by=cast["head"], today=TODAY
    )
    assert moved.state == MeetingState.CALLED


@pytest.mark.django_db
def test_an_item_becomes_exempt_at_every_meeting_it_was_carried_to(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    first, second = a_meeting(board, cast["head"]), a_meeting(board, cast["head"], SOON)
    item = an_item(first, cast["head"], "A matter of one post")
    actions.move_meeting(meeting=first, then=MeetingState.CANCELLED, by=cast["head"], today=TODAY)
    again = second.items.get(standing=False)
    page = reverse("boards:change_item", args=[again.pk])
    given = {"title": "A matter of one post", "purpose": "decide", "exempt": "on", "version": again.version}
    assert "Say why the item is exempt" in text_of(client_of("chair").post(page, given))
    client_of("chair").post(page, given | {"exempt_reason": "It is about one person."})
    item.refresh_from_db()
    assert item.exempt
    assert client_of("commissioner").get(reverse("boards:item", args=[item.pk])).status_code == 403
    stale = client_of("chair").post(page, given | {"exempt_reason": "Mine.", "title": "Another title"})
    assert stale.status_code == 409
    assert "Another title" in stale.content.decode(), "nothing that was typed is lost"


@pytest.mark.django_db
def test_an_item_is_raised_for_another_member_who_need_not_be_a_user(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    team = Team.objects.order_by("name")[0]
    seat = Member(board=board, name="Wes Westerly", level="front line", team=team, starts=dt.date(2014, 1, 1))
    actions.save_member(member=seat, by=cast["head"])
    meeting = a_meeting(board, cast["head"])
    page = reverse("boards:new_item", args=[meeting.pk])
    client_of("democratic").post(page, {"title": "Sent by e-mail", "purpose": "discuss", "raised_for": seat.pk})
    item = Item.objects.get(title="Sent by e-mail")
    assert (item.raised_by, item.raised_from, item.raised_team) == (None, "front line", team)
    assert item.raiser(named=True) == "Wes Westerly (front line)"
    assert "Raised by another member" not in text_of(client_of("worker").get(page)), "others raise their own"


@pytest.mark.django_db
def test_the_order_of_an_agenda_is_changed_by_whoever_runs_it(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], SOON)
    item = an_item(meeting, cast["head"], "First now")
    at = reverse("boards:order", args=[meeting.pk])
    for _step in range(4):  # once more than there is room for
        client_of("democratic").post(at, {"item": item.pk, "to": "up"})
    assert [one.title for one in meeting.items.all()] == ["First now", "Minutes", "Matters arising"]


@pytest.mark.django_db
def test_a_paper_that_should_not_lie_there_is_withdrawn_and_its_file_destroyed(
    board: Board, cast: dict[str, Person], client_of: As, django_capture_on_commit_callbacks: Any
) -> None:
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    name = "Report [final] (v2).pdf"
    paper = actions.attach_paper(
        item=item, title="Report", by=cast["head"], file=SimpleUploadedFile(name, b"%PDF-1.7 holds a name")
    )
    got = client_of("worker").get(reverse("boards:paper", args=[paper.pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.7 holds a name", "brackets in a name are nothing special"
    place = actions.file_of(paper)
    assert place is not None
    with django_capture_on_commit_callbacks(execute=True):
        client_of("democratic").post(reverse("boards:withdraw", args=[paper.pk]), {"reason": "It named a child."})
    assert not place.exists()
    assert client_of("worker").get(reverse("boards:paper", args=[paper.pk])).status_code == 404
    assert "It named a child." in text_of(client_of("worker").get(reverse("boards:item", args=[item.pk])))


@pytest.mark.django_db
def test_minutes_of_a_whole_meeting_are_written_at_once_and_two_lose_nothing(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"])
    one, two = an_item(meeting, cast["head"], "One"), an_item(meeting, cast["head"], "Two")
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    page = reverse("boards:minutes", args=[meeting.pk])
    rest = {
        key: value
        for each in meeting.items.filter(standing=True)
        for key, value in ((f"minute-{each.pk}", ""), (f"version-{each.pk}", each.version))
    }
    opened = {f"version-{one.pk}": 1, f"version-{two.pk}": 1, **rest}
    client_of("democratic").post(page, opened | {f"minute-{one.pk}": "Theirs of one.", f"minute-{two.pk}": ""})
    mine = opened | {f"minute-{one.pk}": "Mine of one.", f"minute-{two.pk}": "Mine of two."}
    second = client_of("head").post(page, mine)
    assert second.status_code == 409
    shown = second.content.decode()
    assert all(text in shown for text in ("Theirs of one.", "Mine of one.", "Mine of two."))
    two.refresh_from_db()
    assert (two.minute, two.state) == ("Mine of two.", "discussed"), "what nobody else wrote is kept"
    both = mine | {
        f"minute-{one.pk}": "Theirs of one. Mine of one.", f"version-{one.pk}": 2, f"version-{two.pk}": 2,
    }  # fmt: skip
    assert client_of("head").post(page, both).status_code == 302
    one.refresh_from_db()
    assert one.minute == "Theirs of one. Mine of one."


@pytest.mark.django_db
def test_a_seat_counts_once_towards_the_quorum_and_who_stands_in_speaks_for_nobody_else(
    board: Board, cast: dict[str, Person]
) -> None:
    team = Team.objects.order_by("name")[0]
    seat = board.members.get(person=cast["manager"])
    stand = Member(
        board=board, name="Stan In", level="director", team=team, starts=seat.starts, substitute_for=seat
    )  # fmt: skip
    actions.save_member(member=stand, by=cast["head"])
    meeting = a_meeting(board, cast["head"])
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    actions.record_attendance(meeting=meeting, was={seat.pk: "substituted", stand.pk: "present"}, by=cast["head"])
    assert quorum_of(meeting, queries.attendance_of(meeting)).present == 1
    told = coverage_of(board, queries.members_of(board), [team], TODAY)
    assert told.gaps[0] == f"Nobody speaks for {team.name}."
    assert "No director sits on it." in told.gaps
    assert [(one.name, one.expected, one.came) for one in who_came(board)[0]] == [("Team manager", 1, 1)]


@pytest.mark.django_db
def test_partners_and_skills_that_are_wanted_and_missing_are_told(board: Board) -> None:
    board.wanted = "Schools\nhealth\n"
    board.members.filter(name="Bo Chair").update(partner="health trust", skill="chairing")
    told = coverage_of(board, queries.members_of(board), [], TODAY)
    assert [one for one in told.gaps if one.startswith("Wanted")] == ["Wanted, and not at the table: Schools."]
    assert told.skills == ("chairing",)


@pytest.mark.django_db
def test_nobody_has_two_seats_at_once(board: Board, cast: dict[str, Person], client_of: As) -> None:
    page = reverse("boards:new_member", args=[board.pk])
    given = {"person": cast["worker"].pk, "part": "member", "level": "front line", "starts": "2014-06-01"}
    assert "has a seat on this board in those days" in text_of(client_of("chair").post(page, given))
    assert board.members.filter(person=cast["worker"]).count() == 1


@pytest.mark.django_db
def test_a_seat_can_be_ended_after_the_account_of_its_holder_is_closed(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    seat = board.members.get(person=cast["worker"])
    Person.objects.filter(pk=cast["worker"].pk).update(is_active=False)
    page = reverse("boards:member", args=[board.pk, seat.pk])
    given = {
        "person": cast["worker"].pk, "part": "member", "level": "front line", "starts": "2014-01-01", "ends": "2014-10-31",
    }  # fmt: skip
    assert client_of("chair").post(page, given).status_code == 302
    seat.refresh_from_db()
    assert (seat.ends, seat.person) == (dt.date(2014, 10, 31), cast["worker"])


@pytest.mark.django_db
def test_terms_that_are_to_come_are_not_shown_as_those_in_force(board: Board, cast: dict[str, Person]) -> None:
    for text, day in (("Old words.", "2014-01-01"), ("New words.", "2015-01-01")):
        actions.write_terms(
            board=board, text=text, in_force_from=dt.date.fromisoformat(day), review_by=dt.date(2016, 1, 1),
            by=cast["head"],
        )  # fmt: skip
    assert [one.text for one in queries.terms_of(board, TODAY)] == ["Old words.", "New words."]
    assert [one.text for one in queries.terms_of(board, dt.date(2015, 1, 1))] == ["New words.", "Old words."]


@pytest.mark.django_db
def test_who_asked_does_not_answer_and_the_log_tells_how_long_it_waited(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    item = an_item(a_meeting(board, cast["head"]), cast["head"])
    asked = following.challenge(item=item, text="How do we know?", by=cast["worker"])
    Challenge.objects.filter(pk=asked.pk).update(at=dt.datetime(2014, 9, 20, 12, tzinfo=dt.UTC))
    page = reverse("boards:challenges", args=[board.pk])
    assert "1 asked, 1 without an answer" in text_of(client_of("member").get(page))
    assert "for 30 days" in text_of(client_of("member").get(page))
    answer = reverse("boards:answer", args=["challenge", asked.pk])
    assert "You asked it yourself" in text_of(client_of("worker").post(answer, {"answer": "By itself."}))
    client_of("manager").post(answer, {"answer": "By an audit."})
    assert "By an audit." in text_of(client_of("member").get(page))
    Item.objects.filter(pk=item.pk).update(exempt=True)
    assert "How do we know?" not in text_of(client_of("commissioner").get(page))


@pytest.mark.django_db
def test_what_an_exempt_item_asks_for_stays_out_of_the_plan_and_its_owner_can_finish_it(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    plan = Plan.objects.create(
        title="Plan", starts=TODAY, created_by=cast["head"], created=dt.datetime(2014, 1, 1, tzinfo=dt.UTC)
    )
    priority = Priority.objects.create(plan=plan, number=1, title="Posts")
    meeting = a_meeting(board, cast["head"])
    item = an_item(meeting, cast["head"], "One post", exempt=True, exempt_reason="One person.")
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    given: dict[str, Any] = {"item": item, "text": "Speak with one person", "owner": cast["analyst"], "due": SOON}
    with pytest.raises(NotYetError, match="plans are read by everybody"):
        following.raise_board_action(**given, by=cast["head"], priority=priority)
    assert not Action.objects.exists()
    task = following.raise_board_action(**given, by=cast["head"])
    page = reverse("boards:done", args=[task.pk])
    done = client_of("analyst").post(page, {"done_on": TODAY.isoformat(), "said": "Done."}, follow=True)
    assert done.status_code == 200
    task.refresh_from_db()
    assert task.done_on == TODAY
    again = client_of("analyst").post(page, {"done_on": TODAY.isoformat(), "said": "Changed."})
    assert "that stays" in text_of(again)
    assert client_of("commissioner").get(page).status_code == 403


@pytest.mark.django_db
def test_the_log_does_not_tell_the_title_of_a_paper_of_an_exempt_item(board: Board, cast: dict[str, Person]) -> None:
    meeting = a_meeting(board, cast["head"])
    secret = an_item(meeting, cast["head"], "One post", exempt=True, exempt_reason="One person.")
    actions.attach_paper(item=secret, title="About Jo Bloggs", by=cast["head"], page="/measures/")
    assert not any("Bloggs" in str(one.detail) for one in Event.objects.all())


def words_of(answer: Any) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


@pytest.mark.django_db
def test_the_public_copy_of_a_pack_has_neither_exempt_items_nor_names_of_staff(
    board: Board, cast: dict[str, Person], client_of: As
) -> None:
    meeting = a_meeting(board, cast["head"], SOON, public=True)
    matter = an_item(meeting, cast["worker"], "An open matter", raised_from="front line")
    BoardAction.objects.create(meeting=meeting, item=matter, text="Ask them", owner=cast["manager"], due=SOON)
    an_item(meeting, cast["head"], "One post", exempt=True, exempt_reason="One person.")
    actions.move_meeting(meeting=meeting, then=MeetingState.CALLED, by=cast["head"], today=TODAY)
    for page in ("boards:pack", "boards:pack_file"):
        at, read = reverse(page, args=[meeting.pk]), text_of if page == "boards:pack" else words_of
        inside, public = read(client_of("chair").get(at)), read(client_of("chair").get(at + "?copy=public"))
        outside = read(client_of("councillor").get(at))
        assert "Holds exempt items: not for publication." in inside
        assert "One post" in inside
        assert "Sol Worker (front line)" in inside
        assert "Ask them, Mina Manager, by" in inside
        for copy in (public, outside):
            assert "Mina Manager" not in copy
            assert "Ask them, Team manager, north, by" in copy
            assert "One post" not in copy
            assert "not for publication" not in copy
            assert "Sol Worker" not in copy
            assert "raised by front line" in copy
    asked = client_of("chair").get(reverse("boards:pack_file", args=[meeting.pk]))
    assert "-exempt.pdf" in asked["Content-Disposition"]


@pytest.mark.django_db
def test_the_highlight_report_is_attached_as_it_stood_and_tells_nothing_exempt_beside_an_open_item(
    board: Board, cast: dict[str, Person], client_of: As, settings: Any, tmp_path: Path
) -> None:
    settings.GOLDENTHREAD_DATA = tmp_path
    meeting = a_meeting(board, cast["head"])
    an_open = an_item(meeting, cast["head"], "Exceptions")
    exempt = an_item(meeting, cast["head"], "One post", exempt=True, exempt_reason="One person.")
    asked = following.escalate(item=an_open, question="Will it be paid?", to="the director", by=cast["head"])
    following.escalate(item=exempt, question="What of one person?", to="the director", by=cast["head"])
    address = reverse("boards:act", args=[an_open.pk, "paper"])
    given = {"paper_title": "Highlight report", "made": "highlights"}
    assert "one of the three" in text_of(client_of("chair").post(address, given | {"page": "/measures/"}))
    assert "you may not see" in text_of(client_of("democratic").post(address, given))
    client_of("chair").post(address, given)
    following.answer(question=asked, text="Yes.", by=cast["director"])
    pack = words_of(client_of("chair").get(reverse("boards:pack_file", args=[meeting.pk])))
    paper = an_open.papers.get()
    place = actions.file_of(paper)
    assert place is not None
    held = pypdf.PdfReader(place)
    words = " ".join(page.extract_text() for page in held.pages)
    assert "Will it be paid?" in words, "it stays as it was"
    assert "What of one person?" not in words
    assert "Paper 1: Highlight report, on the pages that follow" in pack
