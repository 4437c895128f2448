"""A small plan with a few actions, written through the site's own actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from goldenthread_web.people.models import Person
from goldenthread_web.people.rules import Access, access_for
from goldenthread_web.plans import actions, lifecycle, recording
from goldenthread_web.plans.models import Action, Evidence, Plan, Priority
from goldenthread_web.plans.workflow import State

TODAY = dt.date(2014, 10, 20)


@dataclass(kw_only=True)
class World:
    """The plan, its priority and its people, with short ways to do things."""

    cast: Mapping[str, Person]
    plan: Plan
    priority: Priority
    made: list[Action] = field(default_factory=list)

    def access(self, key: str) -> Access:
        return access_for(self.cast[key], TODAY)

    def action(self, title: str = "Write the guide", *, owner: str = "manager", **more: Any) -> Action:
        given = {"due": dt.date(2014, 12, 1), "starts": dt.date(2014, 10, 1), **more}
        person = self.cast[owner] if owner else None
        return actions.raise_action(priority=self.priority, title=title, by=self.cast["head"], owner=person, **given)

    def move(self, action: Action, then: State, key: str, *, on: dt.date = TODAY, reason: str = "because") -> Action:
        return actions.move(action=action, then=then, access=self.access(key), today=on, reason=reason)

    def begun(self, title: str = "Write the guide", **more: Any) -> Action:
        action = self.action(title, **more)
        self.move(action, State.AGREED, "head")
        return self.move(action, State.IN_PROGRESS, "head")

    def claimed(self, title: str = "Write the guide", **more: Any) -> Action:
        action = self.begun(title, **more)
        return self.move(action, State.CLAIMED, "manager" if action.owner else "head")

    def evidence(
        self,
        action: Action,
        *,
        kind: str = Evidence.Kind.AUDIT,
        shows: str = Evidence.Shows.BETTER,
        since: dt.date = dt.date(2014, 8, 1),
        until: dt.date | None = None,
        accept: bool = True,
        **more: Any,
    ) -> Evidence:
        one = Evidence(
            action=action,
            kind=kind,
            shows=shows,
            title=f"{kind} of it",
            effective_from=since,
            effective_to=until,
            **more,
        )
        made = recording.add_evidence(evidence=one, by=self.cast["manager"])
        if accept:
            recording.review_evidence(evidence=made, accepted=True, note_given="seen", by=self.cast["qa"])
        return made


@pytest.fixture
def world(cast: dict[str, Person]) -> World:
    plan = lifecycle.enter_plan(
        plan=Plan(title="Improvement plan", starts=dt.date(2014, 1, 1), governed_by="Improvement Board"),
        by=cast["head"],
    )
    priority = lifecycle.enter_priority(
        plan=plan, title="Good plans", success_statement="Families follow them.", by=cast["head"]
    )
    lifecycle.agree_plan(plan=plan, by=cast["head"])
    return World(cast=cast, plan=plan, priority=priority)


@pytest.fixture
def told(cast: dict[str, Person], today: dt.date) -> Plan:
    """The whole story of the demonstration; the plan that runs."""
    from goldenthread_web.inspections.demonstration import tell_story as tell_inspections
    from goldenthread_web.plans.demonstration import tell_story

    tell_inspections(people=cast, today=today)
    tell_story(people=cast, today=today)
    return Plan.objects.get(state="agreed")


ClientOf = Callable[[str], Any]
