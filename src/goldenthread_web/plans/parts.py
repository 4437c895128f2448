"""What plans add to the page of a measure: the actions that claim to move it."""

from __future__ import annotations

from django.urls import reverse

from goldenthread_web.people.rules import Access
from goldenthread_web.plans.queries import claimed_to_move
from goldenthread_web.plans.workflow import WORDS, State


def actions_of_measure(access: Access, measure: str) -> list[dict[str, str]]:
    """The actions whose success this measure is to show, each with its address and its state in words."""
    found = []
    for one in claimed_to_move(access, measure):
        aim = f", to reach {one.target:g}" if one.target is not None else ""
        by = f" by {one.target_date.day} {one.target_date:%B %Y}" if one.target_date else ""
        found.append(
            {
                "title": f"{one.action.number} {one.action.title}",
                "url": reverse("plans:action", args=[one.action_id]),
                "state": f"{WORDS[State(one.action.state)][0]}{aim}{by} ({one.action.priority.plan.title})",
            }
        )
    return found
