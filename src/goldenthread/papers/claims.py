"""Testing what the narrative claims against the figures it stands beside, before anybody signs.

A chart can support that something moved or is stable; it can never support a cause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.measures.model import Polarity
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.spc.model import Judgement
from goldenthread.spc.stability import stability


class Verdict(StrEnum):
    """What the figures say of a claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell"
    NOT_CHECKABLE = "not checkable by a chart"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim: where, the sentence, the words that make it, the measure beside it, the verdict and why."""

    paragraph: str
    sentence: str
    kind: str
    measure: str
    verdict: Verdict
    why: str


MARKS = ("\ue010", "\ue011")
_MARKED = re.compile(f"{MARKS[0]}([^{MARKS[1]}]*){MARKS[1]}")
# What is wanted or expected says nothing of the figures: "we want to reduce", "will fall".
_NOT_WISHED = "".join(
    f"(?<!{word} )"
    for word in ("will", "should", "must", "would", "could", "may", "might", "not yet", "aim to", "want to", "plan to",
                 "hope to", "need to", "expect to", "expected to", "help to", "order to", "work to", "likely to")
)  # fmt: skip
_WORDS_OF = {
    "stable": r"stable|steady|stayed level|unchanged|consistent(?:ly)?|no change|held level|remain(?:s|ed) level",
    "better": r"improv(?:e|es|ed|ing|ement|ements)|better|strengthen(?:s|ed|ing)?",
    "worse": r"worsen(?:s|ed|ing)?|deteriorat(?:e|es|ed|ing|ion)|worse",
    "risen": (
        r"rise|rises|risen|rose|rising|increas(?:e|es|ed|ing)|grow|grows|grown|grew|growing|growth"
        r"|(?:gone|went|going|goes) up"
    ),
    "fallen": (
        # Where a figure lies is not how it moved: "falls within its usual range".
        r"(?:fall|falls)(?! (?:within|outside|short|under|into)\b)|fallen|fell|falling"
        r"|drop|drops|dropped|dropping|decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion)"
        r"|(?<!or )fewer(?! than)|declin(?:e|es|ed|ing)|(?:gone|went|going|goes|come|came|coming) down"
    ),
}
_KINDS = {
    **{kind: re.compile(rf"{_NOT_WISHED}\b(?:{said})\b", re.IGNORECASE) for kind, said in _WORDS_OF.items()},
    "target": re.compile(r"\b(?:target)\b", re.IGNORECASE),
    "cause": re.compile(r"\b(?:because|due to|thanks to|as a result of|proof of|proves|shows that)\b", re.IGNORECASE),
}


def test_claims(said: Sequence[tuple[str, str]], evidence: Evidence) -> tuple[Claim, ...]:
    """Every claim found in (paragraph number, text with measures in marks), with its verdict.

    A claim is about the figures of its own sentence, or where it has none, about the only measure of its paragraph.
    """
    found = []
    for paragraph, text in said:
        only = tuple(dict.fromkeys(_MARKED.findall(text)))
        for marked in re.split(r"(?<=[.!?])\s+", text):
            own = tuple(dict.fromkeys(_MARKED.findall(marked)))
            measures = own or (only if len(only) == 1 else ())
            sentence = _MARKED.sub("", marked)
            for kind, pattern in _KINDS.items():
                if not pattern.search(sentence):
                    continue
                for measure in measures[:1] if kind == "cause" else measures:
                    verdict, why = _test(kind, measure, evidence)
                    if verdict is not None:
                        found.append(
                            Claim(
                                paragraph=paragraph,
                                sentence=sentence,
                                kind=kind,
                                measure=measure,
                                verdict=verdict,
                                why=why,
                            )
                        )
    return tuple(found)


def verdicts(measure: str, evidence: Evidence) -> dict[str, list[str]]:
    """What the figures of one measure say of each kind of claim: kind to verdict and why, where it can be tested."""
    found = {kind: _test(kind, measure, evidence) for kind in _KINDS}
    return {kind: [str(verdict), why] for kind, (verdict, why) in found.items() if verdict is not None}


def claims_in(text: str) -> list[tuple[str, str]]:
    """The claims a text makes, as (sentence, kind), in the order they are made."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return [(one, kind) for one in sentences for kind, pattern in _KINDS.items() if pattern.search(one)]


def _test(kind: str, measure: str, evidence: Evidence) -> tuple[Verdict | None, str]:
    if kind == "cause":
        return Verdict.NOT_CHECKABLE, "No chart can show a cause: link an audit or say may."
    if kind == "target":
        return _target(measure, evidence)
    if kind == "stable":
        said = stability(evidence.analyse(measure, "quarter"))
        if said.startswith("stable"):
            return Verdict.SUPPORTED, said
        return (Verdict.CANNOT_TELL if "too few" in said else Verdict.NOT_SUPPORTED), said
    return _movement(kind, measure, evidence)


def _target(measure: str, evidence: Evidence) -> tuple[Verdict | None, str]:
    target = evidence.target(measure)
    if target is None:
        return None, ""
    definition = evidence.measure(measure)
    result = evidence.result(measure, evidence.headline_period(measure))
    status = words.target_status(result, target, definition)
    aim = f"target {words.target_words(target, definition)}, value {words.result_words(result, definition)}"
    return (Verdict.SUPPORTED if status == "met" else Verdict.NOT_SUPPORTED), f"{aim}: {status}"


def _movement(kind: str, measure: str, evidence: Evidence) -> tuple[Verdict | None, str]:
    analysis = evidence.analyse(measure, "quarter")
    if not analysis.segments or not analysis.segments[-1].shown or analysis.segments[-1].lower is None:
        return Verdict.CANNOT_TELL, "There are too few points to say whether it is changing."
    last = analysis.present[-4:]
    sign = _SIGNS.get(kind)
    if sign is not None:
        ways = [result.reason.sign for result in last if result.judgement is not Judgement.COMMON]
        if sign in ways:
            return Verdict.SUPPORTED, f"One of the last four quarters is {_WAYS[sign]} than chance explains."
        if -sign in ways:
            return (
                Verdict.NOT_SUPPORTED,
                f"What stands out in the last four quarters is {_WAYS[-sign]}, not {_WAYS[sign]}.",
            )
        return _between_years(measure, evidence, sign=sign)
    wanted = _GOOD[kind]
    if any(result.judgement is wanted for result in last):
        return Verdict.SUPPORTED, f"One of the last four quarters is a signal of {wanted}."
    polarity = evidence.measure(measure).polarity
    if polarity not in (Polarity.HIGH, Polarity.LOW):
        return Verdict.NOT_SUPPORTED, "Neither higher nor lower is better by itself: say which way it moved."
    up = (polarity is Polarity.HIGH) == (wanted is Judgement.IMPROVEMENT)
    return _between_years(measure, evidence, sign=1 if up else -1)


_SIGNS = {"risen": 1, "fallen": -1}
_WAYS = {1: "higher", -1: "lower"}
_GOOD = {"better": Judgement.IMPROVEMENT, "worse": Judgement.CONCERN}


def _between_years(measure: str, evidence: Evidence, *, sign: int) -> tuple[Verdict, str]:
    """Where no quarter stands out: do twelve months differ from the twelve before, that way, by more than chance?"""
    definition, period = evidence.measure(measure), evidence.headline_period(measure)
    now, earlier = evidence.result(measure, period), period.a_year_earlier()
    if evidence.results.get(measure, earlier, authority=evidence.authority) is None:
        return Verdict.NOT_SUPPORTED, "No quarter is more than chance explains."
    before = evidence.result(measure, earlier)
    if now.interval is None or before.interval is None or now.value is None or before.value is None:
        return Verdict.NOT_SUPPORTED, "No quarter is more than chance explains."
    said = f"{words.result_words(before, definition)} a year before, {words.result_words(now, definition)} now"
    apart = now.interval[0] > before.interval[1] or now.interval[1] < before.interval[0]
    if not apart:
        return Verdict.NOT_SUPPORTED, f"{said}: the intervals overlap, and no quarter is more than chance explains."
    if (now.value > before.value) != (sign > 0):
        return Verdict.NOT_SUPPORTED, f"{said}: it moved the other way."
    return Verdict.SUPPORTED, f"{said}: the intervals do not overlap."
