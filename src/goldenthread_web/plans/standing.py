"""How each action of a plan stands today: both ratings, its exceptions, and the impact gap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread_web.plans.models import Action
from goldenthread_web.plans.queries import Signal
from goldenthread_web.plans.ratings import DELIVERY_RULES, IMPACT_RULES, Delivery, Impact, delivery_of, impact_of
from goldenthread_web.plans.workflow import OPEN, PlanState, State

QUIET_DAYS = 30
SLIPS = 2
# The work is said to be done and nobody has shown yet that it stays: here impact is asked for.
CLAIMS = frozenset({State.CLAIMED, State.VERIFIED, State.EMBEDDED})

EXCEPTIONS: Mapping[str, str] = {
    "overdue": "The due date has passed",
    "slipped twice": "The due date has been moved twice or more",
    "no owner": "Nobody owns it",
    "owner left": "Its owner's account is closed",
    "no evidence": "It is said to be done, and nothing shows that it is",
    "evidence expired": "Evidence for it is out of date",
    "no update": f"Nothing has been reported for {QUIET_DAYS} days",
    "waits for a late one": "It waits for an action that is late",
    "due before what it waits for": "It is due before something that it waits for",
    "not working": "It is found not to work",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One action today: its two ratings, what is wrong with it, and what its measures show."""

    action: Action
    delivery: Delivery
    impact: Impact
    slips: int
    exceptions: tuple[str, ...]
    signals: tuple[Signal, ...]
    uncounted: tuple[str, ...]
    gap: bool
    early: bool
    waiting_date: bool

    @property
    def delivery_colour(self) -> str:
        """The colour of the delivery rating."""
        return DELIVERY_RULES[self.delivery][0]

    @property
    def impact_colour(self) -> str:
        """The colour of the impact rating."""
        return IMPACT_RULES[self.impact][0]

    @property
    def why_gap(self) -> str:
        """Why this is in the impact gap, in a sentence."""
        if not self.signals and not self.uncounted:
            return "It is said to be done. It names no measure, and no reviewed evidence shows a difference."
        judged = [one for one in self.signals if one.judged]
        if not judged:
            names = "; ".join((*(one.title for one in self.signals), *self.uncounted))
            return f"It is said to be done. No figures are held of its measure ({names}), and no reviewed evidence shows a difference."
        names = "; ".join(one.title for one in judged)
        turned = any(one.worse for one in judged)
        shown = "has moved the wrong way" if turned else "shows no signal of improvement"
        return f"It is said to be done, but its measure ({names}) {shown}, and no other reviewed evidence shows a difference."


def standing_of(action: Any, signals: Mapping[str, Signal], today: dt.date) -> Standing:
    """How one action stands; it comes from queries.with_parts, which annotates what is asked of it here."""
    # A plan that is over is judged for delivery as at the day it ended.
    ended = action.priority.plan.concluded_on
    delivery = delivery_of(
        state=action.state, said=action.delivery, due=action.current_due, today=min(ended, today) if ended else today
    )
    aims = list(action.success_measures.all())
    names = [one.measure for one in aims]
    held = tuple(signals[name] for name in dict.fromkeys(names) if name in signals)
    claims = State(action.state) in CLAIMS
    early = claims and action.impact_due is not None and action.impact_due > today
    shown = any(one.improved for one in held) or action.has_better
    return Standing(
        action=action,
        delivery=delivery,
        impact=impact_of(state=action.state, said=action.impact, due=action.impact_due, today=today),
        slips=action.slips,
        exceptions=tuple(_exceptions(action, today)),
        signals=held,
        uncounted=tuple(str(one).replace("_", " ") for one in aims if one.measure not in signals),
        gap=claims and not early and not shown,
        early=early and not shown,
        waiting_date=action.has_waiting_date,
    )


def _exceptions(action: Any, today: dt.date) -> list[str]:
    state = State(action.state)
    if action.priority.plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        return []
    live = state in OPEN
    last = action.last_update or action.starts or action.priority.plan.starts
    holds = {
        "overdue": live and action.current_due is not None and action.current_due < today,
        "slipped twice": live and action.slips >= SLIPS,
        "no owner": (live or state is State.DRAFT) and action.owner_id is None,
        "owner left": action.owner is not None and not action.owner.is_active and (live or state in CLAIMS),
        "no evidence": state in CLAIMS and not action.has_evidence,
        "evidence expired": (live or state in CLAIMS) and action.has_expired,
        "no update": live and (today - last).days > QUIET_DAYS,
        "waits for a late one": live and action.waits_for_late,
        "due before what it waits for": live and action.waits_for_later,
        "not working": state is State.NOT_WORKING,
    }
    return [name for name, so in holds.items() if so]


def measures_of(actions: Sequence[Action]) -> set[str]:
    """The counted measures that these actions name."""
    return {one.measure for action in actions for one in action.success_measures.all() if one.measure}


def counted(standings: Sequence[Standing]) -> tuple[dict[str, int], dict[str, int]]:
    """How many actions hold each delivery rating and each impact rating, in the order of the keys."""
    delivery = {one.value: sum(s.delivery is one for s in standings) for one in Delivery}
    impact = {one.value: sum(s.impact is one for s in standings) for one in Impact}
    return delivery, impact
