"""What a paper must hold before it may be published, and what of that is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldenthread.errors import Problem
from goldenthread.papers.evidence import Evidence
from goldenthread.papers.figures import Figure
from goldenthread.papers.model import Paper, Paragraph, Section
from goldenthread.spc.model import VariationIcon

SUMMARY_WORDS = (120, 150)
CONCERNS = (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW)


def missing_parts(paper: Paper, evidence: Evidence, figures: Sequence[Figure]) -> tuple[Problem, ...]:
    """Everything an author or democratic services would have to put right or answer for."""
    found = [*_heading(paper), *_sections(paper), *_closing(paper), *_summary(paper)]
    return (*found, *_silent_concerns(evidence, figures))


def _heading(paper: Paper) -> list[Problem]:
    heading = paper.heading
    named = {"body": heading.body, "title": heading.title, "ward": heading.ward, "openness": heading.openness}
    found = [Problem(what=f"The heading has no {name}.", code="heading") for name, value in named.items() if not value]
    found += [
        Problem(what=f"The attachment '{one}' is to follow: attach it before publishing.", code="attachment")
        for one in heading.attachments
        if "to follow" in one.casefold()
    ]
    return found


def _sections(paper: Paper) -> list[Problem]:
    return [
        Problem(what=f"Section {section.number}, {section.heading}, is empty: say why if there is nothing to say.")
        for section in paper.sections
        if not section.blocks
    ]


def _closing(paper: Paper) -> list[Problem]:
    parts = {
        "contact person": paper.contact,
        "background papers": paper.background,
        "accessible format notice": paper.accessible_format,
    }
    return [Problem(what=f"There is no {name}.", code="closing") for name, value in parts.items() if not value]


def _summary(paper: Paper) -> list[Problem]:
    count = len(re.findall(r"[\w'%.,-]+", words_of(paper.summary)))
    least, most = SUMMARY_WORDS
    if least <= count <= most:
        return []
    return [Problem(what=f"The summary has {count} words; {least} to {most} are wanted.", code="summary")]


def words_of(section: Section) -> str:
    """The words of a section's paragraphs."""
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def _silent_concerns(evidence: Evidence, figures: Sequence[Figure]) -> list[Problem]:
    """Headline measures that signal concern and are not mentioned at all."""
    mentioned = {figure.measure for figure in figures}
    found = []
    for measure in evidence.results.measures.values():
        if not measure.headline or measure.id in mentioned:
            continue
        if evidence.analyse(measure.id, "quarter").variation in CONCERNS:
            found.append(
                Problem(
                    what=f"{measure.title} shows a signal of concern and the paper does not mention it.",
                    remedy="Mention it, or say why not.",
                    code="silent_concern",
                )
            )
    return found
