"""The states of actions and plans: complete, reachable, with a person for every step, and nothing besides the table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from tests.web.plans.conftest import World

from goldenthread_web.plans.actions import may_take
from goldenthread_web.plans.presenting import diagram, ways
from goldenthread_web.plans.ratings import DELIVERY_RULES, IMPACT_RULES, Delivery, Impact
from goldenthread_web.plans.workflow import (
    DONE,
    ENDED,
    OPEN,
    PLAN_FOLLOWS,
    PLAN_WORDS,
    STEPS,
    UNFINISHED,
    WORDS,
    NotYetError,
    PlanState,
    State,
    Who,
    check_follows,
    check_plan_follows,
)


def test_the_tables_are_complete() -> None:
    assert set(STEPS) == set(WORDS) == set(State)
    assert set(PLAN_FOLLOWS) == set(PLAN_WORDS) == set(PlanState)
    assert set(DELIVERY_RULES) == set(Delivery)
    assert set(IMPACT_RULES) == set(Impact)
    reached = {State.DRAFT}
    while (more := reached | {then for now in reached for then in STEPS[now]}) != reached:
        reached = more
    assert reached == set(State), "a state that nothing leads to"
    assert not OPEN & DONE
    assert not ENDED & UNFINISHED
    assert all(STEPS[state] for state in State), "a state that nothing leads out of: whatever ended can be reopened"


def test_whatever_is_said_to_be_done_is_checked_by_another_and_every_ending_says_why() -> None:
    assert STEPS[State.CLAIMED][State.VERIFIED].who is Who.VERIFIER
    assert STEPS[State.VERIFIED][State.EMBEDDED].who is Who.VERIFIER
    for steps in STEPS.values():
        for then, step in steps.items():
            if then in ENDED | DONE | {State.NOT_WORKING, State.REOPENED, State.PAUSED}:
                assert step.reason, f"{then} without a reason"


@pytest.mark.parametrize(("now", "then"), list(product(State, State)))
def test_only_what_the_table_says_may_follow(now: State, then: State) -> None:
    if then in STEPS[now]:
        assert check_follows(now, then) is STEPS[now][then]
    else:
        with pytest.raises(NotYetError, match="cannot become"):
            check_follows(now, then)


@pytest.mark.parametrize(("now", "then"), list(product(PlanState, PlanState)))
def test_only_what_the_table_says_may_follow_of_a_plan(now: PlanState, then: PlanState) -> None:
    if then in PLAN_FOLLOWS[now]:
        check_plan_follows(now, then)
    else:
        with pytest.raises(NotYetError, match="cannot become"):
            check_plan_follows(now, then)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (Who.OWNER, {"director", "head", "analyst", "qa", "manager"}),
        (Who.EDITOR, {"director", "head", "analyst", "qa"}),
        (Who.VERIFIER, {"director", "chair", "qa"}),
    ],
)
def test_who_may_take_a_step(world: World, who: Who, may: set[str]) -> None:
    action = world.begun()
    step = next(one for steps in STEPS.values() for one in steps.values() if one.who is who)
    assert {key for key in world.cast if may_take(step, action, world.access(key))} == may


def test_every_step_is_in_the_diagram() -> None:
    drawn = diagram()
    for now, steps in STEPS.items():
        for then, step in steps.items():
            assert f"{now.name.lower()} --> {then.name.lower()}: {step.words}" in drawn


def test_the_manual_has_the_diagram_and_the_rules_as_they_are() -> None:
    text = (Path(__file__).parents[3] / "docs" / "how-to" / "run-the-plan.md").read_text(encoding="utf-8")
    assert diagram() in text, f"put this diagram into the page:\n{diagram()}"
    for rules in (DELIVERY_RULES, IMPACT_RULES):
        for name, (_colour, rule) in rules.items():
            assert f"| {name.value} | {rule} |" in text


def test_the_page_of_a_plan_shows_every_step_with_who_may_take_it(
    world: World, client_of: Callable[[str], Client]
) -> None:
    shown = ways()
    assert [words for words, _colour, _steps in shown] == [WORDS[one][0] for one in State]
    page = client_of("worker").get(f"/plan/{world.plan.pk}/").content.decode()
    for words, _colour, steps in shown:
        for step, then, who, _reason in steps:
            assert step in page, (words, step)
            assert then in page
            assert who in page
