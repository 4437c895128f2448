"""The reference page of each measure, and their index, written from the definitions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldenthread.catalogue.beyond import NotComputable
from goldenthread.measures.model import Cohort, CohortKind, Limit, Measure, Stage, crossed_parts
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
    "outcome": "outcome",
    "ended_because": "reason for ending",
    "factor": "factor",
    "waited": "working days since the enquiry",
    "duration": "how long",
    "closed_because": "reason for closure",
    "placement": "kind of placement",
    "provider": "provider of the placement",
    "legal_status_group": "legal status",
    "ceased_because": "reason for ceasing",
    "change": "reason for the change",
    "leaver_age": "age (17 to 18, 19 to 21)",
    "home": "kind of home",
    "role": "role",
    "theme": "theme",
    "kind": "kind",
    "question": "question",
    "why_eligible": "why the child was entitled to an advocate",
}
_SOURCE_NAMES: Mapping[str, str] = {"annex_a": "Annex A", "s903": "SSDA903"}
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
    rows = [
        ("Short name", f"`{measure.id}`"),
        ("Code", ", ".join((measure.code, *measure.also))),
        ("Stage of the child's journey", str(measure.stage)),
        ("Unit", str(measure.unit)),
        ("Direction", str(measure.polarity)),
        ("Periods", _PERIODS[cohort.kind]),
        ("Split by", _splits(measure, cohort)),
        ("Counted from", f"{TABLES[cohort.table].title} (`{cohort.table}`)"),
    ]
    if measure.lookback_months:
        rows.append(("History needed before the period", f"{measure.lookback_months} months"))
    lines = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines)


def _splits(measure: Measure, cohort: Cohort) -> str:
    if measure.share_by:
        *most, last = [breakdown_words(name) for name in measure.share_within] or [""]
        within = f"{', '.join(most)} and {last}" if most else last
        more = f", and in each group by {within}" if within else ""
        return f"{breakdown_words(measure.share_by)}: the share of each in the whole authority{more}"
    return ", ".join(breakdown_words(name) for name in cohort.told_by(measure)) or "the whole authority only"


def breakdown_words(name: str) -> str:
    """A breakdown as people call it."""
    part, within = crossed_parts(name)
    said = _BREAKDOWN_WORDS.get(part, part.replace("_", " "))
    return f"{said} by {breakdown_words(within)}" if within else said


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
    if measure.needs:
        tables = " and ".join(TABLES[table].title.lower() for table in measure.needs)
        lines.append(f"Besides what is counted it needs {tables}, read from the same return.")
    if measure.lookback_months:
        lines.append(
            f"A period whose start is less than {measure.lookback_months} months after the returns begin is marked "
            "'not enough history' and has no value."
        )
    lines += [_limit_words(source, limit) for source, limit in measure.limits.items()]
    if measure.over_months and measure.extreme is None:
        lines.append(f"The {measure.over_months} months up to the end of the period are counted together.")
    if measure.quantile is not None:
        lines.append("Between two neighbouring durations the value is interpolated in a straight line.")
    if cohort.kind is CohortKind.STOCK:
        lines.append("A spell is open on a day when it had started by then and had not ended by the end of that day.")
    return " ".join(lines)


def _limit_words(source: str, limit: Limit) -> str:
    name = _SOURCE_NAMES[source]
    if limit.never:
        return f"Not told from {name}. {limit.never}"
    return f"From {name} there is a value for the date of the data alone: it lists how things stood that day."


def _origin(measure: Measure) -> str:
    return "\n".join(
        (
            f"- Source: {measure.source}",
            f"- Owner: {measure.owner}",
            f"- Version {measure.version}, valid from {long_date(measure.valid_from)}, "
            f"last reviewed {long_date(measure.reviewed)}",
        )
    )


def index(cohorts: Sequence[Cohort], beyond: Sequence[NotComputable] = ()) -> str:
    """The list of all measures by stage of the child's journey, in Markdown; last, the lines without a figure."""
    lines = ["# Measures", "", f"<!-- {_NOTHING_ELSE} -->", ""]
    measures = [measure for cohort in cohorts for measure in cohort.measures]
    for stage in Stage:
        lines += [f"## {stage}", "", "| code | measure | unit | direction |", "|---|---|---|---|"]
        for measure in measures:
            if measure.stage is stage:
                link = f"[{measure.title}]({measure.id}.md)"
                codes = ", ".join((measure.code, *measure.also))
                lines.append(f"| {codes} | {link} | {measure.unit} | {measure.polarity} |")
        lines.append("")
    if beyond:
        lines += ["## Not computable from what the returns hold", ""]
        lines += ["| code | measure | why not | what would make it so |", "|---|---|---|---|"]
        lines += [f"| {one.code} | {one.title} | {one.reason} | {one.would_need} |" for one in beyond]
    return "\n".join(lines).rstrip() + "\n"
