"""What is done to actions and plans, and what is refused, each with its sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.plans.conftest import TODAY, World

from goldenthread_web.activity.models import Event
from goldenthread_web.plans import actions, lifecycle, recording
from goldenthread_web.plans.history import compare, state_on
from goldenthread_web.plans.models import Action, Evidence, Milestone, Plan
from goldenthread_web.plans.ratings import Delivery, Impact, delivery_of, impact_of
from goldenthread_web.plans.workflow import NotYetError, PlanState, State

K, S = Evidence.Kind, Evidence.Shows


def test_an_action_is_numbered_under_its_priority_and_its_first_date_stays(world: World) -> None:
    first, second = world.action("One"), world.action("Two")
    assert (first.number, second.number) == ("1.1", "1.2")
    assert first.original_due == first.current_due == dt.date(2014, 12, 1)


@pytest.mark.parametrize("what", ["owner", "due"])
def test_no_action_is_agreed_without_an_owner_and_a_date(world: World, what: str) -> None:
    action = world.action(
        owner="" if what == "owner" else "manager", due=None if what == "due" else dt.date(2014, 12, 1)
    )
    with pytest.raises(NotYetError, match="an owner and a due date"):
        world.move(action, State.AGREED, "head")


def test_agreeing_a_plan_agrees_what_is_ready_and_leaves_the_rest(world: World) -> None:
    plan = lifecycle.enter_plan(plan=Plan(title="Second", starts=TODAY), by=world.cast["head"])
    world.priority = lifecycle.enter_priority(plan=plan, title="P", success_statement="", by=world.cast["head"])
    ready, bare = world.action("Ready", measures=[{"measure": "rereferrals"}]), world.action("Bare", owner="")
    assert lifecycle.agree_plan(plan=plan, by=world.cast["head"]) == 1
    ready.refresh_from_db()
    bare.refresh_from_db()
    assert (ready.state, bare.state) == (State.AGREED, State.DRAFT)


def test_the_scorecard_is_read_by_the_priorities_of_the_plan_that_was_agreed(world: World) -> None:
    from goldenthread_web.indicators.queries import priorities

    world.action(measures=[{"measure": "rereferrals"}])
    lifecycle.tell_scorecard(world.plan, by=world.cast["head"])
    assert [(one.title, one.measures) for one in priorities()] == [("Good plans", ["rereferrals"])]


def test_who_claims_or_owns_an_action_does_not_verify_it(world: World) -> None:
    action = world.begun(owner="qa")
    world.evidence(action, shows=S.DELIVERY)
    action = world.move(action, State.CLAIMED, "director")
    for key in ("qa", "director", "manager"):
        with pytest.raises(NotYetError, match="neither the owner nor the one who claimed"):
            world.move(action, State.VERIFIED, key)
    assert world.move(action, State.VERIFIED, "chair").state == State.VERIFIED


def test_nothing_is_verified_by_nothing(world: World) -> None:
    with pytest.raises(NotYetError, match="nothing to verify it by"):
        world.move(world.claimed(), State.VERIFIED, "chair")


def test_what_is_sent_back_is_no_longer_done(world: World) -> None:
    action = world.claimed()
    assert action.done_on == TODAY
    back = world.move(action, State.IN_PROGRESS, "chair", reason="two teams have not begun")
    assert (back.done_on, back.claimed_by) == (None, None)


def test_a_step_that_needs_a_reason_is_not_taken_without_one(world: World) -> None:
    with pytest.raises(NotYetError, match="Say why"):
        world.move(world.begun(), State.CLAIMED, "manager", reason=" ")


def test_a_change_is_embedded_only_by_two_kinds_of_evidence_over_half_a_year(world: World) -> None:
    action = world.claimed()
    world.evidence(action, kind=K.AUDIT, since=dt.date(2014, 3, 1))
    action = world.move(action, State.VERIFIED, "chair")
    with pytest.raises(NotYetError, match="at least two kinds"):
        world.move(action, State.EMBEDDED, "chair")
    world.evidence(action, kind=K.FEEDBACK, since=dt.date(2014, 9, 1))
    assert world.move(action, State.EMBEDDED, "chair").state == State.EMBEDDED


def test_impact_is_rated_no_further_than_reviewed_evidence_goes(world: World) -> None:
    action, qa = world.claimed(), world.cast["qa"]
    world.evidence(action, kind=K.AUDIT)
    world.evidence(action, kind=K.FEEDBACK, accept=False)
    rate = lambda impact: recording.rate_impact(action=action, impact=impact, reason="r", by=qa, today=TODAY)  # noqa: E731
    with pytest.raises(NotYetError, match="two different kinds"):
        rate(Impact.CHANGE)
    world.evidence(action, kind=K.FEEDBACK)
    assert rate(Impact.CHANGE).impact == Impact.CHANGE
    with pytest.raises(NotYetError, match="six months"):
        rate(Impact.SUSTAINED)
    world.evidence(action, kind=K.STAFF, shows=S.WORSE)
    with pytest.raises(NotYetError, match="none that things are worse"):
        rate(Impact.CHANGE)


def test_nobody_reviews_their_own_evidence_and_a_rejection_says_why(world: World) -> None:
    one = world.evidence(world.begun(), accept=False)
    with pytest.raises(NotYetError, match="somebody other"):
        recording.review_evidence(evidence=one, accepted=True, note_given="", by=world.cast["manager"])
    with pytest.raises(NotYetError, match="why it is not accepted"):
        recording.review_evidence(evidence=one, accepted=False, note_given="", by=world.cast["qa"])


def test_a_date_of_an_owner_holds_once_it_is_approved_and_the_first_stays(world: World) -> None:
    action = world.begun()
    asked = recording.ask_for_date(
        action=action, after=dt.date(2015, 1, 15), reason="leave", access=world.access("manager")
    )
    action.refresh_from_db()
    assert action.current_due == dt.date(2014, 12, 1)
    with pytest.raises(NotYetError, match="waits to be decided"):
        recording.ask_for_date(action=action, after=dt.date(2015, 2, 1), reason="more", access=world.access("manager"))
    recording.decide_date(change=asked, approve=True, by=world.cast["head"])
    action.refresh_from_db()
    assert (action.original_due, action.current_due) == (dt.date(2014, 12, 1), dt.date(2015, 1, 15))
    with pytest.raises(NotYetError, match="decided already"):
        recording.decide_date(change=asked, approve=False, by=world.cast["head"])


def test_a_refused_date_changes_nothing(world: World) -> None:
    action = world.begun()
    asked = recording.ask_for_date(
        action=action, after=dt.date(2015, 1, 15), reason="leave", access=world.access("manager")
    )
    recording.decide_date(change=asked, approve=False, by=world.cast["head"])
    action.refresh_from_db()
    assert action.current_due == dt.date(2014, 12, 1)


@pytest.mark.parametrize(
    ("starts", "due", "impact", "said"),
    [
        (dt.date(2014, 12, 2), dt.date(2014, 12, 1), None, "before the day on which the work begins"),
        (None, dt.date(2014, 12, 1), dt.date(2014, 11, 1), "before the due date"),
    ],
)
def test_dates_that_contradict_are_refused(
    world: World, starts: dt.date, due: dt.date, impact: dt.date, said: str
) -> None:
    with pytest.raises(NotYetError, match=said):
        world.action(starts=starts, due=due, impact_due=impact)
    assert not Action.objects.exists()


def _wait(world: World, one: Action, *others: Action) -> Action:
    return actions.change_action(
        action=one, edition=one.edition, values={}, findings=[], depends_on=others, by=world.cast["head"]
    )


def test_no_action_waits_for_itself_by_any_way_round(world: World) -> None:
    first, second, third = (world.action(title) for title in ("A", "B", "C"))
    with pytest.raises(NotYetError, match="itself: that is a circle"):
        _wait(world, first, first)
    _wait(world, first, second)
    _wait(world, second, third)
    with pytest.raises(NotYetError, match=r"cannot wait for 1\.1, which waits for 1\.3"):
        _wait(world, third, first)
    assert not third.depends_on.exists()


def test_an_edit_of_an_older_text_is_refused_with_both_texts(world: World) -> None:
    action, head = world.action(), world.cast["head"]
    actions.change_action(action=action, edition=1, values={"how": "By Tuesday"}, findings=[], depends_on=[], by=head)
    with pytest.raises(actions.EditConflictError) as caught:
        actions.change_action(
            action=action, edition=1, values={"how": "By Friday"}, findings=[], depends_on=[], by=head
        )
    assert caught.value.differences == [("How", "By Tuesday", "By Friday")]
    action.refresh_from_db()
    assert action.how == "By Tuesday"


def test_an_action_goes_to_a_new_owner_who_has_an_account(world: World) -> None:
    action, gone = world.begun(), world.cast["worker"]
    gone.is_active = False
    gone.save()
    with pytest.raises(NotYetError, match="no longer has an account"):
        actions.hand_over(action=action, to=gone, by=world.cast["head"], reason="leaves")
    assert (
        actions.hand_over(action=action, to=world.cast["qa"], by=world.cast["head"], reason="r").owner
        == world.cast["qa"]
    )


def test_the_state_of_any_past_day_can_be_shown_again_and_two_days_compared(world: World) -> None:
    noon = dt.datetime(2014, 9, 1, 12, tzinfo=dt.UTC)
    action = actions.raise_action(
        priority=world.priority, title="Old", by=world.cast["head"], owner=world.cast["manager"],
        due=dt.date(2014, 12, 1), at=noon,
    )  # fmt: skip
    actions.move(
        action=action, then=State.AGREED, access=world.access("head"), today=TODAY, at=noon + dt.timedelta(days=9)
    )
    assert state_on(world.plan, dt.date(2014, 8, 31)) == []
    before, after = state_on(world.plan, dt.date(2014, 9, 5)), state_on(world.plan, dt.date(2014, 9, 10))
    assert (before[0]["state"], after[0]["state"]) == ("draft", "agreed")
    assert compare(before, after, {})[0].changes == (("State", "draft", "agreed"),)
    assert compare([], after, {})[0].kind == "new"
    assert compare(after, [], {})[0].kind == "gone"
    assert compare(after, after, {}) == []


def test_a_frozen_version_never_changes(world: World) -> None:
    action = world.begun()
    kept = lifecycle.freeze(
        plan=world.plan, title="First", approved_by_meeting="Board 2", approved_on=TODAY, by=world.cast["head"]
    )
    world.move(action, State.CLAIMED, "manager")
    kept.refresh_from_db()
    assert [one["state"] for one in kept.frozen["actions"]] == ["in progress"]
    assert [one["state"] for one in lifecycle.frozen_of(world.plan)["actions"]] == ["done (claimed)"]


def test_a_plan_concludes_with_a_report_and_what_is_unfinished_is_carried_on_with_its_history(world: World) -> None:
    open_, done = world.begun("Open"), world.claimed("Done")
    world.evidence(done)
    world.move(done, State.VERIFIED, "chair")
    head = world.cast["head"]
    given = {"on": TODAY, "vigilance": "Plans", "approved_by_meeting": "Last board", "by": head}
    with pytest.raises(NotYetError, match="Conclude the plan first"):
        lifecycle.carry_on(plan=world.plan, title="Next", starts=TODAY, governed_by="Development Board", by=head)
    with pytest.raises(NotYetError, match="what was achieved"):
        lifecycle.conclude(plan=world.plan, report="Done.", **given)
    final = lifecycle.conclude(plan=world.plan, report="Plans are better and families follow them.", **given)
    assert final.frozen["report"].startswith("Plans are better")
    new, carried = lifecycle.carry_on(
        plan=world.plan, title="Next", starts=TODAY, governed_by="Development Board", by=head
    )
    assert (carried, new.kind, new.continues) == (1, Plan.Kind.DEVELOPMENT, world.plan)
    line = Action.objects.get(priority__plan=new)
    assert (line.title, line.carried_from, line.state) == ("Open", open_, State.DRAFT)
    with pytest.raises(NotYetError, match="carried on already"):
        lifecycle.carry_on(plan=world.plan, title="Again", starts=TODAY, governed_by="", by=head)


def test_what_waits_for_what_and_milestones_to_come_are_carried_too(world: World) -> None:
    first, second, head = world.begun("First"), world.begun("Second"), world.cast["head"]
    _wait(world, second, first)
    reached = recording.add_part(part=Milestone(action=first, title="Reached", due=TODAY), by=head)
    recording.finish_milestone(milestone=reached, on=TODAY, by=head)
    recording.add_part(part=Milestone(action=first, title="To come", due=TODAY), by=head)
    lifecycle.conclude(
        plan=world.plan,
        on=TODAY,
        report="Half of it is done, half is not.",
        vigilance="",
        approved_by_meeting="Last",
        by=head,
    )
    new, _carried = lifecycle.carry_on(plan=world.plan, title="Next", starts=TODAY, governed_by="", by=head)
    lines = {one.title: one for one in Action.objects.filter(priority__plan=new)}
    assert list(lines["Second"].depends_on.all()) == [lines["First"]]
    assert [one.title for one in lines["First"].milestones.all()] == ["To come"]
    with pytest.raises(NotYetError, match="reached already"):
        recording.finish_milestone(milestone=reached, on=TODAY, by=head)


def test_a_plan_that_ends_before_it_begins_is_refused(world: World) -> None:
    with pytest.raises(NotYetError, match="before it begins"):
        lifecycle.enter_plan(plan=Plan(title="X", starts=TODAY, ends=dt.date(2014, 1, 1)), by=world.cast["head"])
    with pytest.raises(NotYetError, match="cannot become"):
        lifecycle.move_plan(plan=world.plan, then=PlanState.DRAFT, reason="r", by=world.cast["head"])


def test_every_deed_is_in_the_activity_log(world: World) -> None:
    before = Event.objects.count()
    action = world.claimed()
    recording.add_update(
        action=action, text="Going well", on=TODAY, by=world.cast["manager"], delivery=Delivery.AT_RISK
    )
    verbs = list(Event.objects.order_by("sequence").values_list("verb", flat=True))[before:]
    assert verbs == [
        "entered an action", "moved an action on", "moved an action on", "moved an action on", "reported on an action",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "said", "days", "rated"),
    [
        (State.DRAFT, Delivery.ON_TRACK, 10, Delivery.NOT_BEGUN),
        (State.AGREED, Delivery.ON_TRACK, 0, Delivery.ON_TRACK),
        (State.IN_PROGRESS, Delivery.AT_RISK, 1, Delivery.AT_RISK),
        (State.IN_PROGRESS, Delivery.ON_TRACK, -1, Delivery.LATE),
        (State.IN_PROGRESS, Delivery.LATE, 30, Delivery.LATE),
        (State.CLAIMED, Delivery.LATE, -30, Delivery.COMPLETE),
        (State.NOT_WORKING, Delivery.ON_TRACK, 1, Delivery.LATE),
        (State.PAUSED, Delivery.ON_TRACK, -1, Delivery.STOPPED),
    ],
)
def test_delivery_follows_its_rules(state: State, said: Delivery, days: int, rated: Delivery) -> None:
    assert delivery_of(state=state, said=said, due=TODAY + dt.timedelta(days=days), today=TODAY) is rated


@pytest.mark.parametrize(
    ("state", "said", "days", "rated"),
    [
        (State.IN_PROGRESS, Impact.NOT_DUE, -5, Impact.NOT_DUE),
        (State.CLAIMED, Impact.NOT_DUE, 5, Impact.TOO_EARLY),
        (State.VERIFIED, Impact.NOT_DUE, 0, Impact.NO_EVIDENCE),
        (State.VERIFIED, Impact.CHANGE, 5, Impact.CHANGE),
        (State.IN_PROGRESS, Impact.WORSE, 5, Impact.WORSE),
    ],
)
def test_impact_follows_its_rules(state: State, said: Impact, days: int, rated: Impact) -> None:
    assert impact_of(state=state, said=said, due=TODAY + dt.timedelta(days=days), today=TODAY) is rated
