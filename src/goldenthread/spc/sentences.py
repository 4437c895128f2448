"""One plain sentence for each chart, generated from the signal at its last point."""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.spc.model import Analysis, Assurance, Judgement, PointResult, Reason

Format = Callable[[float], str]


def sentence(analysis: Analysis, *, measure: str, write: Format) -> str:
    """What the chart says of `measure`; `write` turns a value into words with its unit."""
    usable = [result for result in analysis.points if result.point.value is not None]
    if not usable:
        return f"There is no value of {measure} to judge."
    last = usable[-1]
    opening = f"{measure} was {write(last.point.value or 0.0)} in {last.point.label or last.point.date.isoformat()}"
    if not analysis.shown:
        return f"{opening}. There are too few points to say whether it is changing."
    said = _signal(analysis, usable, last, measure, opening, write)
    if analysis.trial:
        return f"Early reading, based on {analysis.last_segment.points} points: {said}"
    return said


def _signal(
    analysis: Analysis, usable: list[PointResult], last: PointResult, measure: str, opening: str, write: Format
) -> str:
    segment = analysis.last_segment
    usual = f"{_limit(segment.lower, write)} to {_limit(segment.upper, write)}"
    verdict = _verdict(last)
    if last.reason is Reason.OUTSIDE:
        return (
            f"{opening}, outside its usual range ({usual}). This is unlikely to be chance{_and(verdict, ' and is ')}."
        )
    if last.reason is Reason.TREND:
        steps = _run(usable, lambda result: result.reason is Reason.TREND and result.high == last.high) - 1
        moved = "risen" if last.high > 0 else "fallen"
        return (
            f"{measure} has {moved} {steps} times in a row, which is unlikely to be chance{_and(verdict, ' and is ')}."
        )
    if last.reason is Reason.TWO_OF_THREE:
        way = f", which suggests a real change{_and(verdict, ' for the ')}"
        return f"Two of the last three values of {measure} are close to the edge of the usual range{way}."
    if last.reason is Reason.SHIFT:
        run = _run(usable, lambda result: result.side == last.side)
        side = "above" if last.side > 0 else "below"
        mean = write(segment.mean or 0.0)
        return f"The last {run} values of {measure} are all {side} the average of {mean}; a lasting change{_and(verdict, ', ', ',')} is likely."
    earlier = [result for result in usable if result.judgement is not Judgement.COMMON]
    stable = f"{opening}. This is within its usual range ({usual}); there is no sign of real change."
    if earlier:
        when = earlier[-1].point.label or earlier[-1].point.date.isoformat()
        return f"{stable} A change was seen around {when}."
    return stable


def _limit(value: float | None, write: Format) -> str:
    return "none" if value is None else write(value)


def _verdict(last: PointResult) -> str:
    words = {Judgement.IMPROVEMENT: "better", Judgement.CONCERN: "worse"}
    return words.get(last.judgement, "")


def _and(verdict: str, joined: str, after: str = "") -> str:
    return f"{joined}{verdict}{after}" if verdict else "; whether this is good or bad needs judgement"


def _run(results: list[PointResult], holds: Callable[[PointResult], bool]) -> int:
    count = 0
    for result in reversed(results):
        if not holds(result):
            break
        count += 1
    return count


def target_sentence(analysis: Analysis, *, write: Format) -> str:
    """What the limits say of the target, or '' when there is none."""
    if analysis.assurance is None or analysis.target is None:
        return ""
    if isinstance(analysis.target, tuple):
        target = f"{write(analysis.target[0])} to {write(analysis.target[1])}"
    else:
        target = write(analysis.target)
    return {
        Assurance.PASS: f"If nothing changes, the target of {target} is expected to be met consistently.",
        Assurance.FAIL: f"If nothing changes, the target of {target} is not expected to be met.",
        Assurance.INCONSISTENT: f"If nothing changes, the target of {target} will be met in some periods and missed in "
        "others by chance.",
    }[analysis.assurance]


def stability(analysis: Analysis, *, every: str = "quarter") -> str:
    """Whether every point shown lies within what chance explains: the sentence behind the word stable."""
    usable = [result for result in analysis.points if result.point.value is not None]
    signals = [result for result in usable if result.judgement is not Judgement.COMMON]
    if not analysis.shown:
        return "too few points to say whether it is stable"
    if not signals:
        trial = " (trial limits)" if analysis.trial else ""
        return f"stable: every {every} within what chance explains{trial}"
    return f"not stable: {len(signals)} of {len(usable)} points are more than chance explains"


def other_rules_sentence(analysis: Analysis, others: dict[str, Analysis]) -> str:
    """What another rule set would have said, where the icon would differ; '' where all agree."""
    differing = [name for name, other in others.items() if other.shown and other.variation != analysis.variation]
    return " ".join(f"Under {name} the answer would be: {others[name].variation}." for name in differing)
