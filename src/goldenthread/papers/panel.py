"""The councillors' panel report: the heading block, eight sections, closing table, notes and the appendix of figures."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.errors import DefinitionError, Problem
from goldenthread.measures.model import Measure
from goldenthread.measures.results import Result, Status
from goldenthread.papers import claims, completeness, words
from goldenthread.papers.evidence import Evidence
from goldenthread.papers.figures import Figure, FigureBook
from goldenthread.papers.model import Heading, ListBlock, Paper, Paragraph, Run, Section, TableBlock
from goldenthread.papers.narrative import NarrativeReader
from goldenthread.periods import long_date

SECTIONS = (
    (1, "The issue", "1-the-issue.md"),
    (2, "Recommendation", "2-recommendation.md"),
    (3, "Resource implications (finance, property, people)", "3-resource-implications.md"),
    (4, "Statutory considerations and basis for proposal", "4-statutory-considerations.md"),
    (5, "The report", "5-the-report.md"),
    (6, "Rationale", "6-rationale.md"),
    (7, "Other options considered", "7-other-options.md"),
    (8, "Consultation", "8-consultation.md"),
)
SUMMARY = "summary.md"
HEADING = "heading.toml"
MADE_UP = "Made-up authority: demonstration data. No child, family or council described here exists."


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The paper with what the author should know before signing: claims tested, and what is missing."""

    paper: Paper
    figures: tuple[Figure, ...]
    claims: tuple[claims.Claim, ...]
    missing: tuple[Problem, ...]


def build_panel(evidence: Evidence, narrative: Mapping[str, str]) -> Panel:
    """Build the paper from evidence and the narrative's files by name.

    DefinitionError lists every unresolved reference, typed figure and missing file together.
    """
    problems = [
        Problem(
            what="The narrative has no such file.", remedy="Add it; an empty section needs a sentence why.", file=name
        )
        for name in (HEADING, SUMMARY, *(file for _, _, file in SECTIONS))
        if name not in narrative
    ]
    if problems:
        raise DefinitionError(problems)
    try:
        raw = tomllib.loads(narrative[HEADING])
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(Problem(what=f"The file is not TOML: {error}.", file=HEADING)) from None
    book = FigureBook(evidence=evidence)
    reader = NarrativeReader(book=book, fields=_fields(evidence))
    summary = Section(number=0, heading="Summary", blocks=reader.read(narrative[SUMMARY], file=SUMMARY))
    sections = tuple(
        Section(number=number, heading=heading, blocks=reader.read(narrative[file], file=file, section=number))
        for number, heading, file in SECTIONS
    )
    heading = _heading(raw, evidence, reader.problems)
    if reader.problems:
        raise DefinitionError(reader.problems)
    closing = raw.get("closing", {})
    figures = tuple(book.rows())
    paper = Paper(
        heading=heading,
        banner=MADE_UP if evidence.settings.made_up else "",
        summary=summary,
        sections=sections,
        contact=tuple(closing.get("contact", ())),
        background=tuple(closing.get("background_papers", ())),
        accessible_format=str(closing.get("accessible_format", "")),
        notes=_notes(evidence, figures, reader.sources.facts),
        appendix=_appendix(evidence, figures),
        as_at=evidence.as_at,
        load_id=evidence.load_id,
    )
    tested = claims.test_claims(reader.claims, evidence)
    return Panel(
        paper=paper, figures=figures, claims=tested, missing=completeness.missing_parts(paper, evidence, figures)
    )


def _fields(evidence: Evidence) -> dict[str, str]:
    return {
        "authority.name": evidence.settings.name,
        "authority.service": evidence.settings.service,
        "data.date": long_date(evidence.as_at),
        "load.id": evidence.load_id,
    }


def _heading(raw: Mapping[str, object], evidence: Evidence, problems: list[Problem]) -> Heading:
    meeting = raw.get("meeting")
    given = meeting if isinstance(meeting, dict) else {}
    for key in ("body", "date", "forward_plan_reference", "title", "ward", "openness", "attachments"):
        if key not in given:
            remedy = "Leave it as an empty text if it is meant to be blank." if key == "forward_plan_reference" else ""
            problems.append(Problem(what=f"meeting.{key} is missing.", remedy=remedy, file=HEADING))
    date = given.get("date")
    return Heading(
        council=evidence.settings.name,
        body=str(given.get("body", "")),
        meeting_date=date if isinstance(date, dt.date) else evidence.as_at,
        forward_plan_reference=str(given.get("forward_plan_reference", "")),
        title=str(given.get("title", "")),
        ward=str(given.get("ward", "")),
        openness=str(given.get("openness", "")),
        attachments=tuple(str(one) for one in given.get("attachments", ())),
    )


def _notes(evidence: Evidence, figures: tuple[Figure, ...], facts: list[tuple[str, str]]) -> Section:
    """A legend made from what the paper holds, so that nothing unexplained appears."""
    threshold = evidence.profile.threshold
    items = [
        f"Figures describe {evidence.settings.name} at {long_date(evidence.as_at)} unless another period is given.",
        f"A number from 1 to {threshold - 1} is hidden and shown as {words.HIDDEN}, with what would give it away; zero is "
        "shown.",
        "95% intervals say how far chance alone could have moved a figure: Wilson's for shares, Byar's or exact Poisson "
        "for rates.",
        "On control charts the solid line is the mean and the dashed lines are the limits within which chance keeps nearly "
        "every point. Filled signs mark points that are more than chance explains: a circle for the better, a square for "
        "the worse, a triangle where no direction is agreed.",
    ]
    rules = sorted(
        {evidence.analyse(f.measure, "quarter").rule_set for f in figures if f.show in ("sentence", "stability")}
    )
    if rules:
        items.append(f"The rule set of the charts is {', '.join(rules)}.")
    for name in dict.fromkeys(figure.measure for figure in figures):
        target = evidence.target(name)
        if target:
            items.append(
                f"Target for {evidence.measure(name).title.lower()}: {words.target_words(target, evidence.measure(name))}, "
                f"{target.level}, set by {target.set_by} on {long_date(target.set_on)}."
            )
        title = evidence.measure(name).title
        items += [
            f"{title}, {c.area}: {c.source}{', ' + c.edition if c.edition else ''}." for c in evidence.comparators(name)
        ]
    items += [f"{text}: {source}." for text, source in dict.fromkeys(facts)]
    return Section(
        number=0,
        heading="Notes and legend",
        blocks=(ListBlock(items=tuple((Run(text=item),) for item in dict.fromkeys(items))),),
    )


def _appendix(evidence: Evidence, figures: tuple[Figure, ...]) -> Section:
    headings = ("Figure", "States", "Definition", "Period", "Counts", "Data and load")
    rows = tuple(_appendix_row(evidence, figure) for figure in figures)
    opening = Paragraph(
        runs=(
            Run(
                text="Each number in this paper carries a small reference such as F01. This table says what it is of, "
                "how it is defined and what it was counted from. "
                f"Load {evidence.load_id}, data at {long_date(evidence.as_at)}."
            ),
        )
    )
    definitions = tuple(
        Paragraph(
            runs=(
                Run(text=f"{m.code} {m.title}, version {m.version}. ", bold=True),
                Run(text=f"{m.how} Source: {m.source}."),
            )
        )
        for m in (evidence.measure(name) for name in dict.fromkeys(figure.measure for figure in figures))
    )
    table = TableBlock(caption="How each figure was calculated", headings=headings, rows=rows)
    return Section(number=0, heading="Appendix: how each figure was calculated", blocks=(opening, table, *definitions))


def _appendix_row(evidence: Evidence, figure: Figure) -> tuple[str, ...]:
    measure = evidence.measure(figure.measure)
    group = "" if figure.breakdown == "all" else f", {figure.breakdown}: {figure.group}"
    return (
        figure.id,
        figure.text,
        f"{measure.code} {measure.title}, version {measure.version}{group}",
        figure.period.label,
        _counts(figure, evidence),
        f"{evidence.source_of(figure.measure)}, {evidence.load_id}",
    )


def _counts(figure: Figure, evidence: Evidence) -> str:
    measure = evidence.measure(figure.measure)
    if not figure.results:
        return "from the settings" if figure.show != "period" else "not a count"
    if len(figure.results) > 1:
        return f"{len(figure.results)} periods from {figure.results[0].period.short_label}"
    return " ".join(
        part for part in (words.counts_words(figure.results[0], measure), _aside(figure.results[0], measure)) if part
    )


def _aside(result: Result, measure: Measure) -> str:
    parts = []
    if result.status is Status.SUPPRESSED:
        return ""
    if result.too_recent:
        parts.append(f"{result.too_recent} too recent to tell, left out")
    if result.excluded:
        parts.append(f"{result.excluded} {measure.excluded_words}".strip())
    if result.note:
        parts.append(result.note)
    return f"({'; '.join(parts)})" if parts else ""
