"""One plain sentence or two for each analysis: what the last value says about change, and about the target."""

from __future__ import annotations

from goldenthread.spc.model import (
    Analysis,
    AssuranceIcon,
    Direction,
    Judgement,
    PointResult,
    Rule,
    SeriesKind,
    Words,
)
from goldenthread.spc.rule_sets import TOO_FEW_BELOW

_PLURALS = {"children", "people"}
_SINGULAR_HEADS = {"average", "median", "percentage", "proportion", "quartile", "rate", "share"}
_AFTER_THE_HEAD = {"at", "in", "of", "on", "per", "that", "to", "who", "with", "within"}


def sentence(analysis: Analysis) -> str:
    """What the analysis says, in words that name no rule: change first, then the target, then what is unsettled."""
    last = analysis.last
    if last is None:
        return f"{analysis.words.title}: no value in any period."
    if analysis.run_chart is not None:
        parts = [_run_chart(analysis, last)]
    elif not analysis.segments[-1].shown or analysis.segments[-1].lower is None:
        parts = [_value(analysis, last) + ". There are too few points to say whether it is changing."]
    else:
        parts = [_early(analysis) + _change(analysis, last), _target(analysis, last)]
    if last.provisional:
        parts.append("The last value is provisional.")
    return " ".join(part for part in parts if part)


def describe(analysis: Analysis) -> str:
    """The sentence followed by the first and last values, the centre and the limits: the words beside a chart."""
    present, words = analysis.present, analysis.words
    if not present:
        return analysis.sentence
    first, last = present[0], present[-1]
    said = [analysis.sentence, f"First value {_shown(words, first)} ({first.period}), last {_shown(words, last)}"]
    said[-1] += f" ({last.period})."
    segment = analysis.segments[-1]
    if analysis.run_chart is not None:
        said.append(f"Median {words.show_limit(segment.centre)}.")
    elif segment.shown and segment.lower is not None and segment.upper is not None:
        low, high = within_bounds(analysis, segment.lower), within_bounds(analysis, segment.upper)
        kind = "trial limits" if segment.trial else "limits"
        said.append(f"Mean {words.show_limit(segment.centre)}, {kind} {words.show_between(low, high)}.")
    else:
        said.append(f"Mean {words.show_limit(segment.centre)}.")
    if analysis.missing:
        said.append(f"No value for {', '.join(analysis.missing)}.")
    return " ".join(said)


def differs(chosen: Analysis, other: Analysis) -> str:
    """What another rule set says of the same series, or nothing when the answer is the same."""
    if (chosen.variation, chosen.assurance) == (other.variation, other.assurance):
        return ""
    return f"Under {other.rule_set}, the answer would be: {other.sentence}"


def within_bounds(analysis: Analysis, value: float) -> float:
    """A limit as drawn and spoken of: never beyond the possible range."""
    low, high = analysis.bounds
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)


def is_plural(words: Words) -> bool:
    """Whether the title takes "were": as told, or by the noun it opens with (Section 47 enquiries; Share of plans)."""
    if words.plural is not None:
        return words.plural
    for word in words.title.lower().replace(",", "").split():
        if word in _SINGULAR_HEADS:
            return False
        if word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
            return True
        if word in _AFTER_THE_HEAD:
            return False
    return False


def _shown(words: Words, result: PointResult) -> str:
    return "none" if result.point.value is None else words.show(result.point.value)


def _verb(analysis: Analysis, one: str, many: str) -> str:
    return many if is_plural(analysis.words) else one


def _value(analysis: Analysis, last: PointResult) -> str:
    when = "on" if analysis.kind is SeriesKind.STOCK or analysis.frequency is None else "in"
    when = "at" if last.point.label and analysis.kind is SeriesKind.STOCK else when
    verb = _verb(analysis, "was", "were")
    return f"{analysis.words.title} {verb} {_shown(analysis.words, last)} {when} {last.period}"


def _early(analysis: Analysis) -> str:
    segment = analysis.segments[-1]
    return f"Early reading, based on {segment.n} points: " if segment.trial else ""


def _usual(analysis: Analysis) -> str:
    segment, words = analysis.segments[-1], analysis.words
    low, high = segment.lower or 0.0, segment.upper or 0.0
    return f"({words.show_between(within_bounds(analysis, low), within_bounds(analysis, high))})"


def _good(last: PointResult, better: str, worse: str, joined: str = " and is ") -> str:
    if last.judgement is Judgement.NEUTRAL:
        return "; whether this is good or bad needs judgement"
    return joined + (better if last.judgement is Judgement.IMPROVEMENT else worse)


def _change(analysis: Analysis, last: PointResult) -> str:
    title, words = analysis.words.title, analysis.words
    if last.reason is Rule.COMMON:
        return _no_signal_now(analysis, last)
    if last.reason in (Rule.OUTSIDE_ABOVE, Rule.OUTSIDE_BELOW):
        said = f"{_value(analysis, last)}, outside {_its(analysis)} usual range {_usual(analysis)}."
        return f"{said} This is unlikely to be chance{_good(last, 'better', 'worse')}."
    if last.reason in (Rule.TREND_UP, Rule.TREND_DOWN):
        moved = "risen" if last.reason is Rule.TREND_UP else "fallen"
        times = run_length(analysis, last) - 1
        said = f"{title} {_verb(analysis, 'has', 'have')} {moved} {times} times in a row"
        return f"{said}, which is unlikely to be chance{_good(last, 'better', 'worse')}."
    if last.reason in (Rule.TWO_OF_THREE_ABOVE, Rule.TWO_OF_THREE_BELOW):
        said = f"Two of the last three values of {_lower_first(title)} are close to the edge of the usual range"
        return f"{said}, which suggests a real change{_good(last, 'better', 'worse', ' for the ')}."
    side = "above" if last.reason is Rule.SHIFT_ABOVE else "below"
    said = f"The last {run_length(analysis, last)} values of {_lower_first(title)} are all {side} the average of "
    said += words.show_limit(analysis.segments[-1].centre)
    if last.judgement is Judgement.NEUTRAL:
        return f"{said}; a lasting change is likely; whether this is good or bad needs judgement."
    return f"{said}; a lasting change, {_good(last, 'better', 'worse', '')}, is likely."


def _no_signal_now(analysis: Analysis, last: PointResult) -> str:
    earlier = [result for result in analysis.present if result.special and result.segment == last.segment]
    if earlier:
        subject = f"{analysis.words.title} {_verb(analysis, 'is', 'are')}"
        return f"{subject} now within {_its(analysis)} usual range; a change was seen around {earlier[-1].period}."
    within = f"This is within {_its(analysis)} usual range {_usual(analysis)}"
    return f"{_value(analysis, last)}. {within}; there is no sign of real change."


def _its(analysis: Analysis) -> str:
    return _verb(analysis, "its", "their")


def _lower_first(title: str) -> str:
    """A title inside a sentence: its first letter small, unless the word is an abbreviation or hyphenated name."""
    return title if len(title) > 1 and title[1].isupper() else title[:1].lower() + title[1:]


def run_length(analysis: Analysis, last: PointResult) -> int:
    """How many points in a row, ending with the last, belong to its trend or shift."""
    results = [result for result in analysis.points if result.segment == last.segment and result.point.present]
    values = [result.point.value for result in results if result.point.value is not None]
    count = 1
    for place in range(len(results) - 1, 0, -1):
        before, after = results[place - 1], results[place]
        if last.reason in (Rule.SHIFT_ABOVE, Rule.SHIFT_BELOW):
            together = before.side == last.side and last.reason in before.rules
        else:
            step = (values[place] - values[place - 1]) * last.reason.sign
            together = step > 0 and bool(before.rules) and bool(after.rules)
        if not together:
            break
        count += 1
    return count


def _target(analysis: Analysis, last: PointResult) -> str:
    if analysis.assurance is None or analysis.target is None:
        return ""
    words, target = analysis.words, analysis.target
    name = f"target of {words.show(target)}" if not isinstance(target, tuple) else ""
    if isinstance(target, tuple):
        name = f"target range of {words.show(target[0])} to {words.show(target[1])}"
    if _outgrown(analysis, last):
        return f"The usual range was made mostly before this change: it cannot say whether the {name} will be met from now on."
    ending = {
        AssuranceIcon.PASS: "is expected to be met consistently",
        AssuranceIcon.FAIL: "is not expected to be met",
        AssuranceIcon.INCONSISTENT: "will be met in some periods and missed in others by chance",
    }[analysis.assurance]
    return f"If nothing changes, the {name} {ending}."


def _outgrown(analysis: Analysis, last: PointResult) -> bool:
    """Whether a change has carried the last value across the target, to the other side from all that the limits expect."""
    value, target, high_is_good = last.point.value, analysis.target, analysis.direction is Direction.INCREASE
    if not last.special or value is None or target is None or isinstance(target, tuple):
        return False
    met = value >= target if high_is_good else value <= target
    return analysis.assurance is (AssuranceIcon.FAIL if met else AssuranceIcon.PASS)


def _run_chart(analysis: Analysis, last: PointResult) -> str:
    result = analysis.run_chart
    said = _value(analysis, last)
    if result is None or not result.judged or analysis.segments[-1].n < TOO_FEW_BELOW:
        return f"{said}. There are too few points to say whether it is changing."
    middle = analysis.words.show_limit(analysis.segments[-1].centre)
    if result.side:
        where = "above" if result.side > 0 else "below"
        good = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(analysis.direction, 0) * result.side
        judged = {1: " and is better", -1: " and is worse", 0: "; whether this is good or bad needs judgement"}[good]
        return (
            f"{said}. The latest run of values {where} the median of {middle} is longer than chance explains{judged}."
        )
    if result.long_run:
        return f"{said}. There was a shift earlier in the series that is longer than chance explains."
    if result.few_crossings:
        return f"{said}. The values cross the median of {middle} less often than expected: a pattern unlikely to be chance."
    return f"{said}. The values move about the median of {middle} no more than chance explains."
