"""Suggestions: anybody raises one, every one has an answer, and one in confidence stays so."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.conftest import TODAY

from goldenthread_web.activity.models import Event
from goldenthread_web.boards.demonstration import tell_story as tell_of_boards
from goldenthread_web.boards.models import Board, Item, Meeting
from goldenthread_web.people.cast import CAST, NORTH
from goldenthread_web.people.models import Person, Team
from goldenthread_web.people.rules import access_for
from goldenthread_web.suggestions import actions, queries
from goldenthread_web.suggestions.demonstration import TOLD, tell_story
from goldenthread_web.suggestions.models import Suggestion
from goldenthread_web.suggestions.workflow import COLOURS, DECIDED, FOLLOWS, WAITING, WORDS_WANTED, NotYetError, State

As = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def board(cast: dict[str, Person]) -> Board:
    tell_of_boards(people=cast, today=TODAY)
    return Board.objects.get(kind="development")


def raised(board: Board, by: Person, text: str = "A shorter form", **more: Any) -> Suggestion:
    fields = {"board": board, "level": "front line", "on": TODAY, "kind": "issue", "text": text, **more}
    return actions.raise_suggestion(suggestion=Suggestion(**fields), by=by)


def an_item(board: Board) -> Item:
    meeting = Meeting.objects.filter(board=board, state="planned").latest("on")
    return meeting.items.all()[0]


def test_the_table_of_states_is_complete() -> None:
    assert set(FOLLOWS) == set(COLOURS) == set(State)
    reached = {State.RECEIVED}
    while (more := reached | {then for now in reached for then in FOLLOWS[now]}) != reached:
        reached = more
    assert reached == set(State)
    assert DECIDED | WAITING | {State.MERGED} == set(State)
    assert DECIDED <= WORDS_WANTED, "no decision without a word to the one who raised it"


def test_anybody_who_signs_in_may_raise_one_and_see_its_way(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    # given somebody who sees no board
    former = client_of("former")
    given = {
        "text": "The form asks twice.",
        "kind": "time",
        "hours_a_month": "12.5",
        "board": board.pk,
        "level": "front line",
    }
    assert former.post(reverse("suggestions:new"), given).status_code == 302
    one = Suggestion.objects.get()
    # when it is considered, tried and acted on
    clerk = client_of("democratic")
    move = reverse("suggestions:move", args=[one.pk])

    def take(then: str, words: str = "", **more: Any) -> str:
        return text_of(clerk.post(move, {"then": then, "words": words, **more}, follow=True))

    assert "Say at which meeting" in take("considered")
    take("considered", item=an_item(board).pk)
    assert "Say it in a sentence" in take("to be tried")
    take("to be tried", "Two teams try it.")
    assert "Say by which action or decision" in take("acted on", "It is done.")
    # then they read every step, and their own alone
    shown = text_of(former.get(reverse("suggestions:suggestion", args=[one.pk])))
    assert "Two teams try it." in shown
    other = raised(board, cast["worker"], "Somebody else's")
    assert former.get(reverse("suggestions:suggestion", args=[other.pk])).status_code == 404
    assert "Somebody else" not in text_of(former.get(reverse("suggestions:suggestions")))
    assert former.post(move, {"then": "declined", "words": "x"}).status_code == 403


def test_nobody_but_the_chair_learns_whose_one_in_confidence_is(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    north = Team.objects.get(code=NORTH)
    given = {
        "text": "We are afraid to say no.", "kind": "issue", "board": board.pk, "level": "front line",
        "team": north.pk, "in_confidence": "on",
    }  # fmt: skip
    client_of("worker").post(reverse("suggestions:new"), given)
    one = Suggestion.objects.get()
    actions.move(
        suggestion=one, then=State.CONSIDERED, words="", by=cast["democratic"], today=TODAY, item=an_item(board)
    )
    actions.move(suggestion=one, then=State.DECLINED, words="No rule settles it.", by=cast["democratic"], today=TODAY)
    pages = [
        reverse("suggestions:suggestions"), reverse("suggestions:suggestion", args=[one.pk]),
        reverse("suggestions:you_said"), f"{reverse('home:search')}?q=afraid",
    ]  # fmt: skip
    for key in CAST:
        if key in {"worker", "chair"}:
            continue
        client = client_of(key)
        for page in pages:
            answer = client.get(page)
            main = answer.content.decode().partition("<main")[2]
            assert cast["worker"].name not in main, f"{key} reads at {page} whose it is"
            if page != reverse("suggestions:suggestions"):
                assert NORTH not in main, f"{key} reads at {page} of which team it is"
    assert cast["worker"].name in text_of(client_of("chair").get(pages[1]))
    assert "raised by Sol Worker" in text_of(client_of("worker").get(pages[1]))
    events = Event.objects.filter(what=f"suggestion:{one.pk}")
    assert events.count() == 3
    told = [str(value) for event in events.values() for value in event.values()]
    assert not any(cast["worker"].name in one or cast["worker"].email in one for one in told)
    assert not Event.objects.filter(actor=cast["worker"], what__startswith="suggestion").exists()
    seat = board.members.get(part="chair")
    seat.ends = TODAY - dt.timedelta(days=1)
    seat.save()
    assert cast["worker"].name not in text_of(client_of("chair").get(pages[1])).partition("In a")[0]


def test_one_like_another_is_merged_and_takes_its_answer(board: Board, client_of: As, cast: dict[str, Person]) -> None:
    first, second, third = (raised(board, cast["worker"], f"Number {n}") for n in range(3))
    clerk = client_of("democratic")
    clerk.post(reverse("suggestions:merge", args=[second.pk]), {"into": third.pk})
    clerk.post(reverse("suggestions:merge", args=[third.pk]), {"into": first.pk})
    second.refresh_from_db()
    assert second.merged_into == first, "what was merged before goes along"
    assert "Merged with Number 0" in text_of(
        client_of("worker").get(reverse("suggestions:suggestion", args=[second.pk]))
    )
    with pytest.raises(NotYetError, match="another suggestion"):
        actions.merge(suggestion=first, into=first, by=cast["chair"], today=TODAY)
    with pytest.raises(NotYetError, match="another suggestion"):
        actions.merge(suggestion=first, into=third, by=cast["chair"], today=TODAY)
    assert queries.figures_of(TODAY).raised == 1


def test_hours_saved_are_hoped_for_then_found(board: Board, cast: dict[str, Person]) -> None:
    one = raised(board, cast["worker"], hours_a_month=Decimal(40))
    with pytest.raises(NotYetError, match="after it was acted on"):
        actions.follow_up(suggestion=one, hours=Decimal(10), by=cast["chair"], today=TODAY)
    item = Item.objects.filter(decisions__isnull=False).first()
    assert item is not None
    decision = item.decisions.first()
    for then in (State.CONSIDERED, State.ADOPTED, State.ACTED):
        actions.move(
            suggestion=one, then=then, words="So.", by=cast["chair"], today=TODAY, item=item, decision=decision
        )
    assert queries.figures_of(TODAY).hours_hoped == 40.0
    actions.follow_up(suggestion=one, hours=Decimal("31.5"), by=cast["chair"], today=TODAY)
    assert queries.figures_of(TODAY).hours_found == 31.5


def test_small_groups_are_not_told_apart(board: Board, cast: dict[str, Person]) -> None:
    teams = list(Team.objects.order_by("name"))
    for number in range(13):
        team, level = (
            (teams[0], "front line")
            if number < 6
            else (teams[1], "team manager")
            if number < 12
            else (teams[2], "director")
        )
        one = raised(board, cast["worker"], f"N{number}", team=team, level=level, on=TODAY - dt.timedelta(days=10))
        Suggestion.objects.filter(pk=one.pk).update(state=State.ADOPTED, decided_on=TODAY)
    told = queries.figures_of(TODAY)
    assert {one.name: one.decided for one in told.levels} == {"Front line": None, "Team manager": 6, "Director": None}
    assert [one.decided for one in told.teams].count(None) == 2, "one hidden alone could be worked out"
    assert told.days == 10.0
    assert told.from_front == pytest.approx(6 / 13)
    Suggestion.objects.filter(text="N12").delete()
    Suggestion.objects.filter(team=teams[1]).update(in_confidence=True)
    assert [one.name for one in queries.figures_of(TODAY).teams] == [teams[0].name], (
        "those in confidence are in no team"
    )


def test_an_ended_board_takes_none(board: Board, cast: dict[str, Person], client_of: As) -> None:
    old = Board.objects.get(kind="improvement")
    with pytest.raises(NotYetError, match="has ended"):
        raised(old, cast["worker"])
    form = client_of("worker").get(reverse("suggestions:new")).content.decode()
    assert "Service Development Board" in form
    assert "Service Improvement Board" not in form


def test_what_people_write_is_escaped(board: Board, cast: dict[str, Person], client_of: As) -> None:
    raised(board, cast["worker"], "<script>alert(1)</script>")
    assert "<script>alert" not in client_of("chair").get(reverse("suggestions:suggestions")).content.decode()


def test_the_story_is_whole_and_told_once(board: Board, cast: dict[str, Person], client_of: As) -> None:
    tell_story(people=cast, today=TODAY)
    tell_story(people=cast, today=TODAY)
    assert Suggestion.objects.count() == len(TOLD)
    assert {one.state for one in Suggestion.objects.all()} >= {
        "received",
        "declined",
        "to be tried",
        "something changed",
    }
    shown = text_of(client_of("member").get(reverse("suggestions:you_said")))
    assert "Audits held, and workers report more visits." in shown
    figures = queries.figures_of(TODAY)
    assert figures.from_front is not None
    assert (figures.waiting, figures.hours_found) == (1, 95.0)


@pytest.mark.parametrize("page", ["suggestions", "new", "you_said", "suggestion"])
def test_pages_answer_within_fifteen_queries(page: str, board: Board, cast: dict[str, Person], client_of: As) -> None:
    tell_story(people=cast, today=TODAY)
    one = Suggestion.objects.filter(item__isnull=False).first()
    address = reverse(f"suggestions:{page}", args=[one.pk] if page == "suggestion" and one else [])
    client = client_of("chair")
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= 15, [one["sql"][-160:] for one in asked.captured_queries]


@pytest.mark.parametrize("quiet", [False, True])
def test_an_item_that_nobody_spoke_for_counts_for_the_level_of_the_suggestion_unless_in_confidence(
    quiet: bool, board: Board, cast: dict[str, Person]
) -> None:
    team = Team.objects.get(code=NORTH)
    one = raised(board, cast["worker"], team=team, in_confidence=quiet)
    item = an_item(board)
    item = Item.objects.create(meeting=item.meeting, position=90, title="Forms", raised_on=TODAY)
    actions.move(suggestion=one, then=State.CONSIDERED, words="", by=cast["chair"], today=TODAY, item=item)
    item.refresh_from_db()
    assert (item.raised_from, item.raised_team) == (("", None) if quiet else ("front line", team))
    Item.objects.filter(pk=item.pk).update(raised_from="independent", raised_team=None)
    other = raised(board, cast["worker"], team=team)
    actions.move(suggestion=other, then=State.CONSIDERED, words="", by=cast["chair"], today=TODAY, item=item)
    item.refresh_from_db()
    assert item.raised_from == "independent", "what was said of it stays"


def test_one_is_put_onto_an_agenda_in_one_step_and_counts_its_days_from_when_it_was_raised(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    team = Team.objects.get(code=NORTH)
    early = TODAY - dt.timedelta(days=40)
    one = raised(board, cast["worker"], "Let forms be shorter. " * 12, team=team, on=early)
    meeting = an_item(board).meeting
    page = reverse("suggestions:move", args=[one.pk])
    both = {"then": "considered", "meeting": meeting.pk, "item": an_item(board).pk}
    assert "one of the two" in text_of(client_of("democratic").post(page, both))
    client_of("democratic").post(page, {"then": "considered", "meeting": meeting.pk})
    one.refresh_from_db()
    item = one.item
    assert item is not None
    assert (item.meeting, item.state, item.raised_on) == (meeting, "on the agenda", early)
    assert (item.raised_by, item.raised_from, item.raised_team) == (cast["worker"], "front line", team)
    assert len(item.title) <= 120
    other = raised(board, cast["worker"], on=early - dt.timedelta(days=9))
    actions.move(suggestion=other, then=State.CONSIDERED, words="", by=cast["chair"], today=TODAY, item=item)
    item.refresh_from_db()
    assert item.raised_on == early - dt.timedelta(days=9), "the matter waits since the first who raised it"


def test_one_in_confidence_is_on_the_agenda_without_a_trace_of_whose_it_is(
    board: Board, client_of: As, cast: dict[str, Person], tmp_path: Any, settings: Any
) -> None:
    settings.GOLDENTHREAD_DATA = tmp_path
    team = Team.objects.get(code=NORTH)
    one = raised(board, cast["worker"], "We are afraid to say no.", team=team, in_confidence=True)
    meeting = an_item(board).meeting
    client_of("democratic").post(
        reverse("suggestions:move", args=[one.pk]), {"then": "considered", "meeting": meeting.pk}
    )
    item = Item.objects.get(title="We are afraid to say no.")
    assert (item.raised_by, item.raised_from, item.raised_team) == (None, "", None)
    pack = client_of("head").get(reverse("boards:pack_file", args=[meeting.pk])).content
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pack)).pages)
    # the worker sits on the board and stands among its members; beside the item stands nobody
    assert "raised by a suggestion in confidence" in " ".join(words.split())
    for address in (
        reverse("boards:item", args=[item.pk]), reverse("boards:meeting", args=[meeting.pk]),
        reverse("boards:pack", args=[meeting.pk]), reverse("thread:walk", args=["suggestion", one.pk]),
        reverse("boards:highlights", args=[board.pk]), f"{reverse('thread:thread')}?q=afraid",
    ):  # fmt: skip
        main = client_of("head").get(address).content.decode().partition("<main")[2]
        assert cast["worker"].name not in main, address
    actions.move(suggestion=one, then=State.DECLINED, words="No rule settles it.", by=cast["chair"], today=TODAY)
    assert "In confidence" in text_of(client_of("head").get(reverse("suggestions:you_said")))
    assert cast["worker"].name not in text_of(client_of("head").get(reverse("suggestions:you_said")))


def test_nobody_makes_themselves_the_chair_to_read_who_raised_something(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    seat = board.members.get(person=cast["head"])
    page = reverse("boards:member", args=[board.pk, seat.pk])
    given = {
        "person": cast["head"].pk, "part": "chair", "level": "senior manager", "starts": seat.starts.isoformat(),
        "voting": "on",
    }  # fmt: skip
    assert "Nobody makes themselves the chair" in text_of(client_of("head").post(page, given))
    seat.refresh_from_db()
    assert seat.part == "member"


def test_a_decision_on_an_exempt_item_is_not_told_under_you_said_we_did(
    board: Board, client_of: As, cast: dict[str, Person]
) -> None:
    tell_story(people=cast, today=TODAY)
    one = Suggestion.objects.exclude(decision=None).order_by("-on").first()
    assert one is not None
    assert one.decision is not None
    Item.objects.filter(pk=one.decision.item_id).update(exempt=True, exempt_reason="One person.")
    page = reverse("suggestions:you_said")
    assert one.decision.text in text_of(client_of("chair").get(page))
    outside = text_of(client_of("commissioner").get(page))
    assert one.decision.text not in outside
    assert "A decision that is not for publication." in outside
    own = reverse("suggestions:suggestion", args=[one.pk])
    assert (
        reverse("boards:item", args=[one.decision.item_id]) not in client_of("commissioner").get(own).content.decode()
    ), "no link that is refused"


def test_exempt_items_are_offered_to_those_who_may_read_them(board: Board, cast: dict[str, Person]) -> None:
    one, item = raised(board, cast["worker"]), an_item(board)
    Item.objects.filter(pk=item.pk).update(exempt=True, exempt_reason="One person.")
    offered = [
        item in queries.items_open(access_for(cast[key], TODAY), queries.boards_after(one), TODAY)
        for key in ("chair", "commissioner")
    ]
    assert offered == [True, False]


def test_the_decision_of_a_later_meeting_is_found_where_its_item_was_carried(
    board: Board, cast: dict[str, Person]
) -> None:
    tell_story(people=cast, today=TODAY)
    one = Suggestion.objects.get(text__startswith="Counting cases")
    assert one.item is not None
    assert one.item.meeting.on == dt.date(2013, 11, 5)
    found = queries.decisions_of(access_for(cast["chair"], TODAY), one, TODAY)
    assert [decision.meeting.on for decision in found] == [dt.date(2014, 1, 14)]
    assert one.decision == found[0]
