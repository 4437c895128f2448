"""The states of plans and of actions: which may follow which, who may move them, and when a reason is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PlanState(StrEnum):
    """Where a plan is in its life."""

    DRAFT = "draft"
    AGREED = "agreed"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


PLAN_FOLLOWS: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREED, PlanState.WITHDRAWN}),
    PlanState.AGREED: frozenset({PlanState.CONCLUDED, PlanState.WITHDRAWN}),
    PlanState.CONCLUDED: frozenset({PlanState.AGREED}),
    PlanState.WITHDRAWN: frozenset({PlanState.DRAFT}),
}
PLAN_WORDS: Mapping[PlanState, tuple[str, str]] = {
    PlanState.DRAFT: ("Draft", "grey"),
    PlanState.AGREED: ("Agreed and running", "blue"),
    PlanState.CONCLUDED: ("Concluded", "green"),
    PlanState.WITHDRAWN: ("Withdrawn", "orange"),
}


class State(StrEnum):
    """Where an action is on its way from a draft to a change that lasts."""

    DRAFT = "draft"
    AGREED = "agreed"
    IN_PROGRESS = "in progress"
    CLAIMED = "done (claimed)"
    VERIFIED = "done (verified)"
    EMBEDDED = "embedded"
    NOT_WORKING = "not working"
    CLOSED = "closed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REOPENED = "reopened"


class Who(StrEnum):
    """Who may take a step: the owner of the action, those who edit the plan, those who verify."""

    OWNER = "the owner or an editor of the plan"
    EDITOR = "an editor of the plan"
    VERIFIER = "somebody who verifies actions and is neither the owner nor the one who claimed it"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A move from one state to another: the words of its button, who may take it, whether it needs a reason."""

    words: str
    who: Who
    reason: bool = False


_S, _W = State, Who
_BEGIN = Step(words="Begin work", who=_W.OWNER)
_CLAIM = Step(words="Say it is done", who=_W.OWNER, reason=True)
_PAUSE = Step(words="Pause", who=_W.EDITOR, reason=True)
_WITHDRAW = Step(words="Withdraw", who=_W.EDITOR, reason=True)
_REPLACE = Step(words="Mark as superseded", who=_W.EDITOR, reason=True)
_REOPEN = Step(words="Reopen", who=_W.EDITOR, reason=True)
_CLOSE = Step(words="Close", who=_W.EDITOR, reason=True)
_FAILED = Step(words="Say that it is not working", who=_W.VERIFIER, reason=True)
_EMBED = Step(words="Record that the change is embedded", who=_W.VERIFIER, reason=True)
STEPS: Mapping[State, Mapping[State, Step]] = {
    _S.DRAFT: {_S.AGREED: Step(words="Agree", who=_W.EDITOR), _S.WITHDRAWN: _WITHDRAW},
    _S.AGREED: {_S.IN_PROGRESS: _BEGIN, _S.PAUSED: _PAUSE, _S.WITHDRAWN: _WITHDRAW, _S.SUPERSEDED: _REPLACE},
    _S.IN_PROGRESS: {_S.CLAIMED: _CLAIM, _S.PAUSED: _PAUSE, _S.WITHDRAWN: _WITHDRAW, _S.SUPERSEDED: _REPLACE},
    _S.CLAIMED: {
        _S.VERIFIED: Step(words="Verify that it is done", who=_W.VERIFIER, reason=True),
        _S.IN_PROGRESS: Step(words="Send back: not done yet", who=_W.VERIFIER, reason=True),
        _S.REOPENED: _REOPEN,
    },
    _S.VERIFIED: {_S.EMBEDDED: _EMBED, _S.NOT_WORKING: _FAILED, _S.REOPENED: _REOPEN},
    _S.EMBEDDED: {_S.CLOSED: _CLOSE, _S.NOT_WORKING: _FAILED, _S.REOPENED: _REOPEN},
    _S.NOT_WORKING: {_S.REOPENED: _REOPEN, _S.SUPERSEDED: _REPLACE, _S.CLOSED: _CLOSE},
    _S.CLOSED: {_S.REOPENED: _REOPEN},
    _S.PAUSED: {
        _S.IN_PROGRESS: Step(words="Take up again", who=_W.OWNER),
        _S.WITHDRAWN: _WITHDRAW,
        _S.SUPERSEDED: _REPLACE,
    },
    _S.WITHDRAWN: {_S.REOPENED: _REOPEN},
    _S.SUPERSEDED: {_S.REOPENED: _REOPEN},
    _S.REOPENED: {_S.IN_PROGRESS: _BEGIN, _S.PAUSED: _PAUSE, _S.WITHDRAWN: _WITHDRAW, _S.SUPERSEDED: _REPLACE},
}
WORDS: Mapping[State, tuple[str, str]] = {
    _S.DRAFT: ("Draft", "grey"),
    _S.AGREED: ("Agreed, not begun", "light-blue"),
    _S.IN_PROGRESS: ("In progress", "blue"),
    _S.CLAIMED: ("Done, says its owner", "turquoise"),
    _S.VERIFIED: ("Done, verified", "green"),
    _S.EMBEDDED: ("Embedded", "green"),
    _S.NOT_WORKING: ("Not working", "red"),
    _S.CLOSED: ("Closed", "grey"),
    _S.PAUSED: ("Paused", "yellow"),
    _S.WITHDRAWN: ("Withdrawn", "grey"),
    _S.SUPERSEDED: ("Superseded", "grey"),
    _S.REOPENED: ("Reopened", "orange"),
}
# Somebody still has to do something by the due date.
OPEN = frozenset({_S.AGREED, _S.IN_PROGRESS, _S.REOPENED})
# The work is said to be done; whether it made a difference is another question.
DONE = frozenset({_S.CLAIMED, _S.VERIFIED, _S.EMBEDDED, _S.CLOSED})
# Nothing more is expected of these.
ENDED = frozenset({_S.CLOSED, _S.WITHDRAWN, _S.SUPERSEDED})
# What a concluding plan leaves for the next one.
UNFINISHED = frozenset({_S.DRAFT, _S.AGREED, _S.IN_PROGRESS, _S.CLAIMED, _S.NOT_WORKING, _S.PAUSED, _S.REOPENED})


class NotYetError(Exception):
    """What was asked for does not follow from where the plan or the action is; says why in a sentence."""


def check_follows(now: State, then: State) -> Step:
    """The step from one state to another; NotYetError with the sentence the person sees where there is none."""
    step = STEPS[now].get(then)
    if step is None:
        raise NotYetError(f"An action that is {now} cannot become {then}.")
    return step


def check_plan_follows(now: PlanState, then: PlanState) -> None:
    """Raise NotYetError with the sentence the person sees, unless `then` may follow `now`."""
    if then not in PLAN_FOLLOWS[now]:
        raise NotYetError(f"A plan that is {now} cannot become {then}.")
