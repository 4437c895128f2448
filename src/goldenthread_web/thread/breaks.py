"""Where the thread breaks: each kind of break with its sentence, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread_web.thread.nodes import Kind


@dataclass(frozen=True, kw_only=True)
class Break:
    """A kind of break: what it is at, its short name, what is wrong, and how it is mended."""

    kind: Kind
    name: str
    words: str
    remedy: str


BREAKS: Mapping[str, Break] = {
    "finding without action": Break(
        kind=Kind.FINDING,
        name="Findings that nothing answers",
        words="No action answers it.",
        remedy="Add an action to the plan that names it.",
    ),
    "decision not acted on": Break(
        kind=Kind.DECISION,
        name="Decisions that nobody was asked to act on",
        words="Nothing shows that anybody was asked to act on it.",
        remedy="Record on its item who is to do what, and by when.",
    ),
    "decision late": Break(
        kind=Kind.DECISION,
        name="Decisions whose tasks are late",
        words="What was to be done after it is late.",
        remedy="Ask the owner at the next meeting, under matters arising.",
    ),
    "suggestion not acted on": Break(
        kind=Kind.SUGGESTION,
        name="Suggestions that were adopted and rest",
        words="It was adopted more than 30 days ago, and nothing is being done.",
        remedy="Tie it to an action, or tell the one who raised it why it waits.",
    ),
    "priority without action": Break(
        kind=Kind.PRIORITY,
        name="Priorities without an action",
        words="Nothing is planned under it.",
        remedy="Plan actions under it, or take it out of the plan.",
    ),
    "action without measure": Break(
        kind=Kind.ACTION,
        name="Actions that no measure follows",
        words="It names no measure, so nothing counted can show whether it helps.",
        remedy="Name the measure that it should move, or say in words what will show it.",
    ),
    "action without evidence": Break(
        kind=Kind.ACTION,
        name="Actions said to be done with nothing to show",
        words="It is said to be done, and there is no evidence of it.",
        remedy="Add evidence, and have somebody else review it.",
    ),
    "action late": Break(
        kind=Kind.ACTION,
        name="Actions that are late",
        words="Its due date has passed.",
        remedy="Report on it, or ask for another date with a reason.",
    ),
    "evidence out of date": Break(
        kind=Kind.EVIDENCE,
        name="Evidence that is out of date",
        words="It is out of date.",
        remedy="Look again at what it speaks of, and add what you find.",
    ),
    "evidence refused": Break(
        kind=Kind.EVIDENCE,
        name="Evidence that was not accepted",
        words="Whoever reviewed it did not accept it.",
        remedy="Read why, and bring something better.",
    ),
    "measure the wrong way": Break(
        kind=Kind.MEASURE,
        name="Measures that move the wrong way",
        words="It moves the wrong way, more than chance explains.",
        remedy="Ask at the board whether the actions under it are the right ones.",
    ),
    "measure without action": Break(
        kind=Kind.MEASURE,
        name="Measures of concern that no action is to move",
        words="It is of concern, and no action that is still open is to move it.",
        remedy="Plan an action, or say in commentary why none is needed.",
    ),
    "measure without figure": Break(
        kind=Kind.MEASURE,
        name="Measures without a released figure",
        words="No figure of it is released.",
        remedy="Find out why it is not counted, or name another measure.",
    ),
    "statement stale": Break(
        kind=Kind.STATEMENT,
        name="Statements past their day for review",
        words="It was to be looked at again before today.",
        remedy="Write it anew, or say that it still holds.",
    ),
    "statement unsupported": Break(
        kind=Kind.STATEMENT,
        name="Statements that nothing supports",
        words="Nothing supports it.",
        remedy="Name a measure, an audit or what families say.",
    ),
}
