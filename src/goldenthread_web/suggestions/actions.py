"""The only writer of suggestions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.actions import name_voice, propose_item
from goldenthread_web.boards.models import Decision, Item, Meeting
from goldenthread_web.boards.workflow import ItemState
from goldenthread_web.boards.workflow import NotYetError as MeetingNotYetError
from goldenthread_web.people.models import Person
from goldenthread_web.plans.models import Action
from goldenthread_web.suggestions.models import Step, Suggestion
from goldenthread_web.suggestions.workflow import DECIDED, NotYetError, State, check_follows

TITLE = 120
# Who an item comes from where the suggestion was raised in confidence.
FROM_THE_STAFF = "a suggestion in confidence"


@transaction.atomic
def raise_suggestion(*, suggestion: Suggestion, by: Person, request: HttpRequest | None = None) -> Suggestion:
    """Raise a suggestion. Of one in confidence the activity log says that there is one, and not whose it is."""
    if suggestion.board.ends and suggestion.board.ends < suggestion.on:
        raise NotYetError(f"{suggestion.board} has ended; choose the board that follows it.")
    suggestion.raised_by = by
    suggestion.save()
    quiet = suggestion.in_confidence
    record(
        actor=None if quiet else by,
        verb=Verb.SUGGESTION_RAISED,
        what=f"suggestion:{suggestion.pk}",
        detail={"in_confidence": quiet},
        request=None if quiet else request,
    )
    return suggestion


@transaction.atomic
def move(
    *,
    suggestion: Suggestion,
    then: State,
    words: str,
    by: Person,
    today: dt.date,
    item: Item | None = None,
    meeting: Meeting | None = None,
    decision: Decision | None = None,
    action: Action | None = None,
    request: HttpRequest | None = None,
) -> Suggestion:
    """Take a suggestion on, with the words that whoever raised it will read.

    With `meeting` it becomes an item of that meeting; of one in confidence the item says neither name, team nor level.
    """
    now = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    check_follows(State(now.state), then, words)
    if then is State.MERGED:
        raise NotYetError("Say with which suggestion it is merged.")
    if meeting is not None and (item is not None or then is not State.CONSIDERED):
        raise NotYetError("Choose an item, or an agenda onto which it goes to be considered: one of the two.")
    if meeting is not None:
        item = _item_of(now, meeting, by, request)
    if then is State.CONSIDERED and item is None and now.item_id is None:
        raise NotYetError("Say at which meeting it is considered: choose its item.")
    if (
        then is State.ACTED
        and action is None
        and now.action_id is None
        and decision is None
        and now.decision_id is None
    ):
        raise NotYetError("Say by which action or decision it was acted on.")
    before = now.state
    now.state, now.item = then, item or now.item
    now.decision, now.action = decision or now.decision, action or now.action
    if then in DECIDED and now.decided_on is None:
        now.decided_on = today
    now.save()
    if now.item is not None and not now.in_confidence:  # of one in confidence nothing is told beside an item
        name_voice(item=now.item, level=now.level, team=now.team, on=now.on, by=by, request=request)
    _step(now, before, then, words, by, today)
    record(
        actor=by,
        verb=Verb.SUGGESTION_MOVED,
        what=f"suggestion:{now.pk}",
        reason=words,
        detail={"before": before, "after": str(then)},
        request=request,
    )
    suggestion.refresh_from_db()
    return suggestion


def _item_of(now: Suggestion, meeting: Meeting, by: Person, request: HttpRequest | None) -> Item:
    quiet = now.in_confidence
    words = " ".join(now.text.split())
    item = Item(
        meeting=meeting, title=words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…", about=now.text,
        purpose=Item.Purpose.DECIDE, raised_on=now.on, raised_by=None if quiet else now.raised_by,
        raised_name=FROM_THE_STAFF if quiet else now.raised_by.name, raised_from="" if quiet else now.level,
        raised_team=None if quiet else now.team, state=ItemState.ON_AGENDA,
    )  # fmt: skip
    try:
        return propose_item(item=item, by=by, request=request)
    except MeetingNotYetError as error:
        raise NotYetError(str(error)) from error


def _step(now: Suggestion, before: str, after: State, words: str, by: Person, today: dt.date) -> None:
    Step.objects.create(
        suggestion=now, before=before, after=after, words=words.strip(), by=by, on=today, at=timezone.now()
    )


@transaction.atomic
def merge(
    *, suggestion: Suggestion, into: Suggestion, by: Person, today: dt.date, request: HttpRequest | None = None
) -> Suggestion:
    """Merge a suggestion with one like it: its answer is then that one's."""
    now = Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    into = Suggestion.objects.select_for_update(of=("self",)).get(pk=into.pk)
    if into.pk == now.pk or into.state == State.MERGED:
        raise NotYetError("Choose another suggestion that is not itself merged.")
    check_follows(State(now.state), State.MERGED, "")
    before, now.state, now.merged_into = now.state, State.MERGED, into
    now.save()
    Suggestion.objects.filter(merged_into=now).update(merged_into=into)
    _step(now, before, State.MERGED, f"Merged with: {into.text[:200]}", by, today)
    record(
        actor=by, verb=Verb.SUGGESTION_MERGED, what=f"suggestion:{now.pk}", detail={"into": into.pk}, request=request
    )
    suggestion.refresh_from_db()
    return suggestion


@transaction.atomic
def follow_up(
    *, suggestion: Suggestion, hours: Decimal, by: Person, today: dt.date, request: HttpRequest | None = None
) -> Suggestion:
    """Record how many hours a month were saved in fact, after it was acted on."""
    if suggestion.state not in (State.ACTED, State.CHANGED):
        raise NotYetError("What it saved can be said after it was acted on.")
    suggestion.hours_found, suggestion.hours_found_on = hours, today
    suggestion.save()
    record(
        actor=by,
        verb=Verb.SUGGESTION_FOLLOWED,
        what=f"suggestion:{suggestion.pk}",
        detail={"hours": str(hours)},
        request=request,
    )
    return suggestion
