"""The reference page of each measure, and their index, written from the definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldenthread.measures.model import Cohort, CohortKind, Measure, Stage
from goldenthread.periods import long_date
from goldenthread.tables import TABLES

_PERIODS = {
    CohortKind.EVENT: "month, quarter, year to date, rolling 12 months, reporting year (April to March)",
    CohortKind.STOCK: "the end of a day: every month end, and the date of the data",
}
_BREAKDOWN_WORDS: Mapping[str, str] = {
    "team": "team",
    "need": "primary need",
    "source": "source of the referral or contact",
    "age_band": "age band",
    "sex": "sex",
    "ethnicity": "ethnic group",
    "disability": "disability",
    "category": "category of abuse",
    "factors": "number of factors found by the assessment",
    "complexity": "complexity (proposed grouping)",
}
_NOTHING_ELSE = "Generated from the definition; change the definition, not this page."


def page(measure: Measure, cohort: Cohort) -> str:
    """One measure in Markdown: what it means, how it is counted, how to read it and how not to."""
    parts = [
        f"# {measure.title}",
        f"<!-- {_NOTHING_ELSE} -->",
        measure.meaning,
        _facts(measure, cohort),
        "## Why it matters",
        measure.why,
        "## How it is calculated",
        measure.how,
        _fraction(measure),
        _left_out(measure, cohort),
        "## Worked example",
        measure.example,
        "## What moves it",
        measure.moves,
        "## How it is misread",
        measure.misread,
        *(("## Cautions", "\n".join(f"- {caution}" for caution in measure.cautions)) if measure.cautions else ()),
        "## Where it comes from",
        _origin(measure),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(measure: Measure, cohort: Cohort) -> str:
    splits = ", ".join(_BREAKDOWN_WORDS.get(name, name) for name in cohort.breakdowns)
    rows = [
        ("Short name", f"`{measure.id}`"),
        ("Code", measure.code),
        ("Stage of the child's journey", str(measure.stage)),
        ("Unit", str(measure.unit)),
        ("Direction", str(measure.polarity)),
        ("Periods", _PERIODS[cohort.kind]),
        ("Split by", splits if measure.denominator != "population" else "the whole authority only"),
        ("Counted from", f"{TABLES[cohort.table].title} (`{cohort.table}`)"),
    ]
    if measure.lookback_months:
        rows.append(("History needed before the period", f"{measure.lookback_months} months"))
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines)


def _fraction(measure: Measure) -> str:
    lines = [f"- Counted: {measure.numerator_words}"]
    if measure.denominator_words:
        lines.append(f"- Out of: {measure.denominator_words}")
    if measure.denominator:
        lines.append("- With nobody to count out of, there is no value: the answer is not 0.")
    return "\n".join(lines)


def _left_out(measure: Measure, cohort: Cohort) -> str:
    lines = []
    if measure.too_recent:
        lines.append("Events whose outcome is not due yet are left out of both counts and told beside the figure.")
    if measure.excluded:
        lines.append(f"Told beside the figure: {measure.excluded_words}.")
    if measure.lookback_months:
        lines.append(
            f"A period whose start is less than {measure.lookback_months} months after the returns begin is marked "
            "'not enough history' and has no value."
        )
    if measure.quantile is not None:
        lines.append("Between two neighbouring durations the value is interpolated in a straight line.")
    if cohort.kind is CohortKind.STOCK:
        lines.append("A spell is open on a day when it had started by then and had not ended by the end of that day.")
    return " ".join(lines)


def _origin(measure: Measure) -> str:
    return "\n".join(
        (
            f"- Source: {measure.source}",
            f"- Owner: {measure.owner}",
            f"- Version {measure.version}, valid from {long_date(measure.valid_from)}, "
            f"last reviewed {long_date(measure.reviewed)}",
        )
    )


def index(cohorts: Sequence[Cohort]) -> str:
    """The list of all measures by stage of the child's journey, in Markdown."""
    lines = ["# Measures", "", f"<!-- {_NOTHING_ELSE} -->", ""]
    measures = [measure for cohort in cohorts for measure in cohort.measures]
    for stage in Stage:
        lines += [f"## {stage}", "", "| code | measure | unit | direction |", "|---|---|---|---|"]
        for measure in measures:
            if measure.stage is stage:
                link = f"[{measure.title}]({measure.id}.md)"
                lines.append(f"| {measure.code} | {link} | {measure.unit} | {measure.polarity} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
