"""What the pages of plans show: groups of lines, the timeline as a drawing and a table, ratings with their rules."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from goldenthread_web.plans.history import natural
from goldenthread_web.plans.models import Milestone
from goldenthread_web.plans.ratings import DELIVERY_RULES, IMPACT_RULES
from goldenthread_web.plans.standing import EXCEPTIONS, Standing
from goldenthread_web.plans.workflow import STEPS, WORDS, State


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines under one heading."""

    title: str
    about: str
    lines: tuple[Standing, ...]


def grouped(
    standings: Sequence[Standing], key: Callable[[Standing], Sequence[tuple[Hashable, str, str]]]
) -> list[Group]:
    """Lines under headings; `key` gives for a line the sort key, heading and words of each group it is in."""
    found: dict[tuple[Hashable, str, str], list[Standing]] = defaultdict(list)
    for one in standings:
        for place in key(one):
            found[place].append(one)
    return [
        Group(title=place[1], about=place[2], lines=tuple(in_plan_order(found[place])))
        for place in sorted(found, key=lambda one: (str(type(one[0])), one[0]))
    ]


def in_plan_order(standings: Sequence[Standing]) -> list[Standing]:
    """Lines in the plan's order: 2.9 before 2.10."""
    return sorted(standings, key=lambda one: (one.action.priority.number, natural(one.action.number)))


def by_priority(one: Standing) -> list[tuple[Hashable, str, str]]:
    """The group of a line by its priority."""
    priority = one.action.priority
    return [(priority.number, str(priority), priority.success_statement)]


def by_owner(one: Standing) -> list[tuple[Hashable, str, str]]:
    """The group of a line by its owner; what nobody owns comes first."""
    owner = one.action.owner
    if owner is None:
        return [("", "Nobody", "These need an owner.")]
    return [(owner.name, owner.name, owner.job_title if owner.is_active else "This account is closed: hand over.")]


def by_finding(one: Standing) -> list[tuple[Hashable, str, str]]:
    """The groups of a line by the findings it answers."""
    found = [(one.position, f"Finding {one.number}", one.text) for one in one.action.findings.all()]
    return list(found) or [(10**9, "No finding", "These answer no finding of an inspection.")]


def exceptions_first(standings: Sequence[Standing]) -> list[Group]:
    """Lines that need somebody, under what is wrong with them."""
    return [
        Group(title=words, about="", lines=tuple(in_plan_order([one for one in standings if name in one.exceptions])))
        for name, words in EXCEPTIONS.items()
        if any(name in one.exceptions for one in standings)
    ]


def keys() -> dict[str, list[tuple[str, str, str]]]:
    """Both keys with their rules, as they are printed: words, colour, rule."""
    return {
        "delivery": [(name.value, *rule) for name, rule in DELIVERY_RULES.items()],
        "impact": [(name.value, *rule) for name, rule in IMPACT_RULES.items()],
    }


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar of the timeline, in hundredths of its width; `slip` is where the date stood at first, `steps` are milestones."""

    pk: int
    number: str
    title: str
    state: str
    left: float
    width: float
    slip: float | None
    top: int
    tone: str
    begins: dt.date
    ends: dt.date | None
    steps: tuple[tuple[float, bool], ...]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The timeline of a plan: bars from top to bottom, months along the top, today."""

    bars: tuple[Bar, ...]
    months: tuple[tuple[float, str], ...]
    today: float | None
    height: int
    first: dt.date
    last: dt.date


ROW, HEAD, WIDTH, LABEL = 22, 30, 1000, 90


def timeline_of(
    standings: Sequence[Standing], starts: dt.date, today: dt.date, milestones: Sequence[Milestone] = ()
) -> Timeline | None:
    """The bars of the actions that have a due date, with their milestones; None where none has."""
    dated = [one for one in in_plan_order(standings) if one.action.current_due]
    if not dated:
        return None
    ends = [
        day for one in dated for day in (one.action.current_due, one.action.original_due, one.action.done_on) if day
    ]
    first = min([starts, *(one.action.starts for one in dated if one.action.starts)])
    last = max([*ends, first + dt.timedelta(days=30)])
    days = (last - first).days

    def place(day: dt.date) -> float:
        return round(LABEL + (WIDTH - LABEL - 10) * min(1.0, max(0.0, (day - first).days / days)), 1)

    steps: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for step in milestones:
        if first <= step.due <= last:
            steps[step.action_id].append((place(step.due), step.done_on is not None))
    bars = tuple(
        _bar(one, number, one.action.starts or starts, place, tuple(steps[one.action.pk]))
        for number, one in enumerate(dated)
    )
    months = []
    month = dt.date(first.year, first.month, 1)
    every = 1 if days < 500 else 3
    while month <= last:
        if month >= first and (month.month - 1) % every == 0:
            months.append((place(month), f"{month:%b %Y}"))
        month = dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)
    inside = place(today) if first <= today <= last else None
    return Timeline(
        bars=bars, months=tuple(months), today=inside, height=HEAD + ROW * len(bars) + 6, first=first, last=last
    )


def _bar(
    one: Standing,
    number: int,
    begins: dt.date,
    place: Callable[[dt.date], float],
    steps: tuple[tuple[float, bool], ...],
) -> Bar:
    action = one.action
    ends = action.done_on or action.current_due or begins
    left = place(min(begins, ends))
    first = action.original_due
    slipped = first if first and first != action.current_due and first >= begins else None
    return Bar(
        pk=action.pk,
        steps=steps,
        number=action.number,
        title=action.title,
        state=str(action.words),
        left=left,
        width=max(4.0, round(place(ends) - left, 1)),
        slip=place(slipped) if slipped else None,
        top=HEAD + ROW * number,
        tone=one.delivery_colour,
        begins=begins,
        ends=ends,
    )


def ways() -> list[tuple[str, str, list[tuple[str, str, str, bool]]]]:
    """Every state with its colour and the steps out of it: words, where to, who may, whether a reason is wanted."""
    return [
        (*WORDS[now], [(s.words, WORDS[then][0], str(s.who), s.reason) for then, s in steps.items()])
        for now, steps in STEPS.items()
    ]


def diagram() -> str:
    """The states of an action and the steps between them, as Mermaid draws them; written from the table of steps."""
    name = {one: one.name.lower() for one in State}
    lines = ["stateDiagram-v2", *(f"  {name[one]}: {WORDS[one][0]}" for one in State), "  [*] --> draft"]
    for now, steps in STEPS.items():
        lines += [f"  {name[now]} --> {name[then]}: {step.words}" for then, step in steps.items()]
    return "\n".join(lines)
