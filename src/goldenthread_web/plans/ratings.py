"""The two ratings of an action, kept apart: was it done on time, and did it make a difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from goldenthread_web.plans.workflow import DONE, OPEN, State


class Delivery(StrEnum):
    """Whether the work is done when it should be; what the owner says is kept, what is shown follows the rules."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    LATE = "late or blocked"
    COMPLETE = "complete"
    NOT_BEGUN = "not begun"
    STOPPED = "stopped"


class Impact(StrEnum):
    """Whether the work has made a difference to children and families."""

    NOT_DUE = "not yet due"
    TOO_EARLY = "too early to say"
    NO_EVIDENCE = "no evidence"
    CHANGE = "evidence of change"
    SUSTAINED = "sustained"
    WORSE = "worse"


_D, _I = Delivery, Impact
DELIVERY_RULES: Mapping[Delivery, tuple[str, str]] = {
    _D.COMPLETE: ("blue", "The owner says that it is done, or somebody else has verified it."),
    _D.ON_TRACK: ("green", "It is agreed or under way, its due date has not passed, and the owner reports no risk."),
    _D.AT_RISK: ("yellow", "Its due date has not passed, but the owner says that it may not be met."),
    _D.LATE: ("red", "Its due date has passed, the owner says that it is blocked, or it is found not to work."),
    _D.NOT_BEGUN: ("grey", "It is a draft that nobody has agreed."),
    _D.STOPPED: ("grey", "It is paused, withdrawn or superseded."),
}
IMPACT_RULES: Mapping[Impact, tuple[str, str]] = {
    _I.NOT_DUE: ("grey", "The work is not done, so no difference is expected yet."),
    _I.TOO_EARLY: ("grey", "The work is done, but the day by which a difference should show has not come."),
    _I.NO_EVIDENCE: ("orange", "A difference should show by now, and nothing reviewed and in date shows one."),
    _I.CHANGE: (
        "blue",
        "Reviewed evidence of at least two different kinds shows a difference; a measure alone is not enough.",
    ),
    _I.SUSTAINED: ("green", "Evidence of at least two kinds covers six months or more."),
    _I.WORSE: ("red", "Evidence shows that things have become worse."),
}
# What the owner may say of delivery; the rest follows from the state and the dates.
SAYABLE = (_D.ON_TRACK, _D.AT_RISK, _D.LATE)
# Done or found wanting: here a difference is asked for.
ASKED = DONE | {State.NOT_WORKING}
SUSTAINED_DAYS = 182
KINDS_WANTED = 2


def delivery_of(*, state: str, said: str, due: dt.date | None, today: dt.date) -> Delivery:
    """The delivery rating by the rules printed beside it."""
    now = State(state)
    if now in DONE:
        return _D.COMPLETE
    if now is State.NOT_WORKING:
        return _D.LATE
    if now not in OPEN:
        return _D.NOT_BEGUN if now is State.DRAFT else _D.STOPPED
    if said == _D.LATE or (due is not None and due < today):
        return _D.LATE
    return _D.AT_RISK if said == _D.AT_RISK else _D.ON_TRACK


def impact_of(*, state: str, said: str, due: dt.date | None, today: dt.date) -> Impact:
    """The impact rating by the rules printed beside it; `due` is the day by which a difference should show."""
    if said != _I.NOT_DUE or State(state) not in ASKED:
        return Impact(said)
    return _I.TOO_EARLY if due is not None and due > today else _I.NO_EVIDENCE
