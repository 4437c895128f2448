"""Writes what follows from a meeting: decisions, actions arising, challenges and escalations."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.boards.actions import ConflictError
from goldenthread_web.boards.models import (
    ActionChange,
    Board,
    BoardAction,
    Challenge,
    Decision,
    Escalation,
    Item,
    Meeting,
)
from goldenthread_web.boards.workflow import MINUTES_OPEN, ItemState, NotYetError, check_item
from goldenthread_web.people.models import Person
from goldenthread_web.plans.actions import raise_action
from goldenthread_web.plans.models import Action, Priority


@transaction.atomic
def decide(
    *,
    item: Item,
    text: str,
    reason: str,
    dissent: str,
    by: Person,
    calls_for_action: bool = True,
    request: HttpRequest | None = None,
) -> Decision:
    """Record a decision on an item, its reason, who did not agree, and whether somebody has to act on it."""
    now = Item.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    meeting = Meeting.objects.select_for_update().get(pk=now.meeting_id)
    if meeting.state not in MINUTES_OPEN:
        raise NotYetError(f"A decision cannot be recorded: the meeting is {meeting.state}.")
    if not reason.strip():
        raise NotYetError("Say why the board decided so; readers will ask.")
    if now.state != ItemState.DECIDED:
        check_item(ItemState(now.state), ItemState.DECIDED)
        Item.objects.filter(pk=now.pk).update(state=ItemState.DECIDED)
    last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
    made = Decision.objects.create(
        meeting=meeting, item=now, number=last + 1, text=text.strip(), reason=reason.strip(), dissent=dissent.strip(),
        calls_for_action=calls_for_action, by=by, at=timezone.now(),
    )  # fmt: skip
    record(
        actor=by,
        verb=Verb.DECISION_RECORDED,
        what=f"decision:{made.pk}",
        detail={"meeting": meeting.pk, "number": made.number},
        request=request,
    )
    return made


@transaction.atomic
def raise_board_action(
    *,
    item: Item,
    text: str,
    owner: Person,
    due: dt.date,
    by: Person,
    priority: Priority | None = None,
    request: HttpRequest | None = None,
) -> BoardAction:
    """Raise an action arising; under a priority it becomes an action of the plan, which then tells where it stands."""
    if item.meeting.state not in MINUTES_OPEN:
        raise NotYetError(f"An action cannot be raised: the meeting is {item.meeting.state}.")
    if due < item.meeting.on:
        raise NotYetError("It cannot be due before the meeting.")
    if priority is not None and item.exempt:
        raise NotYetError("The item is exempt, and plans are read by everybody: keep it as an action of the board.")
    planned = None
    if priority is not None:
        planned = raise_action(
            priority=priority, title=text[:200], by=by, owner=owner, due=due, origin=Action.Origin.DECISION,
            origin_words=str(item.meeting), request=request,
        )  # fmt: skip
    made = BoardAction.objects.create(
        meeting=item.meeting, item=item, text=text, owner=owner, due=due, plan_action=planned
    )
    record(
        actor=by,
        verb=Verb.BOARD_ACTION_RAISED,
        what=f"board-action:{made.pk}",
        detail={"meeting": item.meeting_id, "in_plan": planned is not None},
        request=request,
    )
    return made


@transaction.atomic
def finish_board_action(
    *, action: BoardAction, done_on: dt.date, said: str, by: Person, today: dt.date, request: HttpRequest | None = None
) -> BoardAction:
    """Record that an action of a board is done, once; one of the plan is moved there."""
    action = BoardAction.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=action.pk)
    if action.done_on:
        raise NotYetError(f"It was recorded as done on {action.done_on.day} {action.done_on:%B %Y}; that stays.")
    if done_on > today:
        raise NotYetError("It cannot be done on a day that is still to come.")
    if action.plan_action_id:
        raise NotYetError("This is an action of the plan; say there how far it is.")
    if done_on < action.meeting.on:
        raise NotYetError("It cannot have been done before the meeting.")
    action.done_on, action.done_said = done_on, said.strip()
    action.save()
    record(actor=by, verb=Verb.BOARD_ACTION_DONE, what=f"board-action:{action.pk}", request=request)
    return action


@transaction.atomic
def change_board_action(
    *,
    action: BoardAction,
    owner: Person,
    due: dt.date,
    reason: str,
    by: Person,
    seen: int | None = None,
    at: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> ActionChange:
    """Give an action of a board to another owner or another day, with the reason; what it was before is kept.

    `seen` is how many such changes were read: ConflictError where somebody else changed it meanwhile.
    """
    now = BoardAction.objects.select_for_update(of=("self",)).select_related("meeting", "owner").get(pk=action.pk)
    if now.plan_action_id:
        raise NotYetError("This is an action of the plan; its owner asks there for another day.")
    if now.done_on:
        raise NotYetError(f"It was recorded as done on {now.done_on.day} {now.done_on:%B %Y}; that stays.")
    if seen is not None and seen != now.changes.count():
        raise ConflictError(now)
    if (owner.pk, due) == (now.owner_id, now.due):
        raise NotYetError("Choose another owner or another day: these are the ones it has.")
    if due < now.meeting.on:
        raise NotYetError("It cannot be due before the meeting.")
    if not reason.strip():
        raise NotYetError("Say why; the board will ask.")
    made = ActionChange.objects.create(
        action=now, owner_before=now.owner, owner_after=owner, due_before=now.due, due_after=due,
        reason=reason.strip(), by=by, at=at or timezone.now(),
    )  # fmt: skip
    now.owner, now.due = owner, due
    now.save()
    record(
        actor=by,
        verb=Verb.BOARD_ACTION_CHANGED,
        what=f"board-action:{now.pk}",
        detail={
            "owner": [made.owner_before_id, owner.pk],
            "due": [made.due_before.isoformat(), due.isoformat()],
        },
        request=request,
    )
    return made


@transaction.atomic
def challenge(
    *, item: Item, text: str, by: Person, at: dt.datetime | None = None, request: HttpRequest | None = None
) -> Challenge:
    """Press a question; it stays open until it is answered in writing."""
    made = Challenge.objects.create(item=item, by=by, text=text.strip(), at=at or timezone.now())
    record(actor=by, verb=Verb.CHALLENGED, what=f"item:{item.pk}", request=request)
    return made


@transaction.atomic
def escalate(
    *,
    item: Item,
    question: str,
    by: Person,
    to_board: Board | None = None,
    to_person: Person | None = None,
    to: str = "",
    at: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> Escalation:
    """Take something to another board, to a person of this site, or to somebody else by their office."""
    if sum((to_board is not None, to_person is not None, bool(to.strip()))) != 1:
        raise NotYetError("Say to which board it goes, to which person, or to whom else: one of the three.")
    if to_person is not None and to_person.pk == by.pk:
        raise NotYetError("You cannot take it to yourself; whoever asks does not answer.")
    if to_board is not None and to_board.pk == item.meeting.board_id:
        raise NotYetError("It is before this board already; choose another.")
    made = Escalation.objects.create(
        item=item, to_board=to_board, to_person=to_person, to=to.strip(), question=question.strip(), by=by,
        at=at or timezone.now(),
    )  # fmt: skip
    record(actor=by, verb=Verb.ESCALATED, what=f"item:{item.pk}", request=request)
    return made


@transaction.atomic
def answer(
    *,
    question: Challenge | Escalation,
    text: str,
    by: Person,
    at: dt.datetime | None = None,
    request: HttpRequest | None = None,
) -> Challenge | Escalation:
    """Answer a challenge or an escalation, once; whoever asked it does not answer it."""
    now = type(question).objects.select_for_update(of=("self",)).get(pk=question.pk)
    if now.answered_at:
        raise NotYetError("It was answered before; both stay on the record.")
    if now.by_id == by.pk:
        raise NotYetError("You asked it yourself; somebody else answers.")
    if not text.strip():
        raise NotYetError("Write the answer.")
    now.answer, now.answered_by, now.answered_at = text.strip(), by, at or timezone.now()
    now.save()
    record(actor=by, verb=Verb.ANSWERED, what=f"item:{now.item_id}", request=request)
    return now
