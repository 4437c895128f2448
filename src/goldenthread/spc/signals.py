"""The rules that mark points: trends, two of three near a limit, shifts; each on plain sequences of numbers.

Every function is given an unbroken stretch: the caller cuts the series at gaps and at the start of a segment.
A window must be whole, so one that would hang over either end cannot fire.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from goldenthread.spc.model import Direction, Judgement, Rule, RuleSet

PRECEDENCE = (
    Rule.OUTSIDE_ABOVE,
    Rule.OUTSIDE_BELOW,
    Rule.TREND_UP,
    Rule.TREND_DOWN,
    Rule.TWO_OF_THREE_ABOVE,
    Rule.TWO_OF_THREE_BELOW,
    Rule.SHIFT_ABOVE,
    Rule.SHIFT_BELOW,
)


def sign(value: float) -> int:
    """+1, 0 or -1."""
    return (value > 0) - (value < 0)


def runs_ending(signs: Sequence[int], length: int) -> list[int]:
    """At each place the sign shared by it and the `length` - 1 places before it, or 0."""
    found, run, last = [], 0, 0
    for current in signs:
        run = run + 1 if current and current == last else int(current != 0)
        last = current
        found.append(current if current and run >= length else 0)
    return found


def _members(fires: Sequence[int], length: int) -> list[bool]:
    marked = [False] * len(fires)
    for place, fired in enumerate(fires):
        if fired:
            marked[place - length + 1 : place + 1] = [True] * length
    return marked


def shift_fires(sides: Sequence[int], length: int) -> list[int]:
    """Where a run of `length` points on one side of the centre is complete: its side, else 0."""
    return runs_ending(sides, length)


def shift_marks(sides: Sequence[int], length: int) -> list[int]:
    """The side of every member of a shift, else 0."""
    members = _members(shift_fires(sides, length), length)
    return [side if member else 0 for side, member in zip(sides, members, strict=True)]


def trend_fires(values: Sequence[float], length: int) -> list[int]:
    """Where `length` values have each risen (+1) or fallen (-1) from the one before, else 0. A tie cancels."""
    steps = [0] + [sign(after - before) for before, after in pairwise(values)]
    return runs_ending(steps, length - 1)


def trend_marks(values: Sequence[float], length: int) -> list[int]:
    """The direction of every member of a trend, by its steps and never by its side of the mean.

    The step to the right decides when the next point is marked too, otherwise the step to the left; so where two
    trends stand back to back the last point of the first takes the direction of the joining step, as in the tool
    this agrees with.
    """
    members = _members(trend_fires(values, length), length)
    steps = [sign(after - before) for before, after in pairwise(values)]
    directions = []
    for place, member in enumerate(members):
        left = steps[place - 1] if place else 0
        right = steps[place] if place + 1 < len(members) and members[place + 1] else 0
        directions.append((right or left) if member else 0)
    return directions


def back_to_back(values: Sequence[float], length: int) -> list[int]:
    """Places where a finished trend takes the direction of the step that joins it to another."""
    fires, marks = trend_fires(values, length), trend_marks(values, length)
    return [
        place
        for place, (fired, marked) in enumerate(zip(fires, marks, strict=True))
        if fired and marked != fired and not any(trend_fires(values[place : place + length], length))
    ]


def two_of_three_marks(sides: Sequence[int], counting: Sequence[bool]) -> list[int]:
    """The side of the counting points of every three in a row that share a side with two or more counting."""
    marks = [0] * len(sides)
    for place in range(len(sides) - 2):
        window = range(place, place + 3)
        same = sides[place] != 0 and len({sides[i] for i in window}) == 1
        if same and sum(counting[i] for i in window) >= 2:
            for i in window:
                if counting[i]:
                    marks[i] = sides[i]
    return marks


def rules_hit(
    values: Sequence[float],
    sides: Sequence[int],
    outside: Sequence[int],
    near: Sequence[int],
    rules: RuleSet,
) -> list[tuple[Rule, ...]]:
    """For each point of an unbroken stretch, every rule that marks it, first in order of precedence."""
    counting = [bool(n) or (rules.outside_counts and bool(o)) for n, o in zip(near, outside, strict=True)]
    marks = (
        (outside, Rule.OUTSIDE_ABOVE, Rule.OUTSIDE_BELOW),
        (trend_marks(values, rules.trend), Rule.TREND_UP, Rule.TREND_DOWN),
        (two_of_three_marks(sides, counting), Rule.TWO_OF_THREE_ABOVE, Rule.TWO_OF_THREE_BELOW),
        (shift_marks(sides, rules.shift), Rule.SHIFT_ABOVE, Rule.SHIFT_BELOW),
    )
    return [
        tuple(above if marked[place] > 0 else below for marked, above, below in marks if marked[place])
        for place in range(len(values))
    ]


def judge(rule: Rule, direction: Direction) -> Judgement:
    """Improvement, concern or neutral: the sign of the rule times the direction that is good."""
    if rule is Rule.COMMON:
        return Judgement.COMMON
    good = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(direction, 0)
    return {1: Judgement.IMPROVEMENT, -1: Judgement.CONCERN, 0: Judgement.NEUTRAL}[rule.sign * good]


def reason(hit: Sequence[Rule], direction: Direction, rules: RuleSet) -> Rule:
    """The rule shown for a point: the first by precedence, or under some rule sets the first that is improvement."""
    if rules.improvement_first:
        for rule in hit:
            if judge(rule, direction) is Judgement.IMPROVEMENT:
                return rule
    return hit[0] if hit else Rule.COMMON
