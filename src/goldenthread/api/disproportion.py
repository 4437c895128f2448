"""Whether groups of children are met more often than others at each stage of the journey, and how sure one can be.

A ratio compares a group with all other children whose group is known. It is of rates where the population of the groups
is given in authority.toml; otherwise it is of shares: how many reach a stage for each child referred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.api.exploring import (
    HIDDEN,
    HIDDEN_WORDS,
    Exploration,
    Part,
    Picture,
    number_words,
    picture,
    ratio_words,
    share_words,
    table,
)
from goldenthread.charts import Bar, ChartTable, bars_chart
from goldenthread.measures.model import NOT_KNOWN
from goldenthread.measures.results import Result, Status
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind, period_ending, reporting_year
from goldenthread.spc import intervals

BASE = "children_referred"
BEFORE = "contacts"
STAGES: Mapping[str, str] = {
    "contacts": "contacts",
    BASE: "children referred",
    "assessments_completed": "assessments completed",
    "children_in_need": "children in need",
    "children_s47": "children with an enquiry",
    "cp_plans_started": "plans started",
    "cp_plans": "children on a plan",
    "looked_after_started": "children who came into care",
    "children_looked_after": "children looked after",
}
BREAKDOWNS: Mapping[str, str] = {"ethnicity": "Ethnicity", "sex": "Sex", "disability": "Disability"}
DEPRIVATION = Part(
    key="deprivation",
    heading="Deprivation",
    verdict="not known",
    said=(
        "No return holds how deprived the place is where a child lives: addresses are not read. So nothing can be said "
        "here about deprivation from these records.",
    ),
)
LEAST = 10


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A group against all other children of known group, with a 95% interval."""

    value: float
    lower: float
    upper: float

    @property
    def differs(self) -> bool:
        """Whether chance alone does not explain it."""
        return self.lower > 1 or self.upper < 1


def explore_disproportion(evidence: Evidence) -> Exploration:
    """Ratios by ethnicity, sex and disability at each stage, as the reader of the evidence may see them."""
    period = period_ending(PeriodKind.ROLLING_12, evidence.last_day())
    parts = [_part(evidence, breakdown, name, period) for breakdown, name in BREAKDOWNS.items()]
    said = [
        "A ratio of 1 means that a group is met as often as all other children. It is a question to look into and not "
        "a verdict: it says nothing of why.",
        "Each ratio has a 95% interval. Where the interval holds 1, chance alone could explain the difference.",
        "Other children are those of the other groups whose numbers are shown.",
        f"Ratios of groups with fewer than {LEAST} children at the stage are not given.",
    ]
    return Exploration(
        title="Who is met at each stage", period=period.label, said=tuple(said), parts=(*parts, DEPRIVATION)
    )


def _part(evidence: Evidence, breakdown: str, name: str, period: Period) -> Part:
    if breakdown in evidence.profile.hidden_breakdowns:
        return Part(key=breakdown, heading=name, said=("This breakdown is not shown to readers of this kind.",))
    people = population_of(evidence, breakdown, period)
    held = {stage: _groups(evidence, stage, period, breakdown) for stage in STAGES}
    held = {stage: groups for stage, groups in held.items() if groups}
    base = held.get(BASE, {})
    if not held or not (people or base):
        return Part(key=breakdown, heading=name, said=(f"Nothing is known of {name.lower()} in the returns read.",))
    names = list(dict.fromkeys(group for groups in held.values() for group in groups if group != NOT_KNOWN))
    # Of two groups the second's ratio is the first's turned over; and what comes before referral is not for each of it.
    told = names[:1] if len(names) == 2 else names
    found = {
        (stage, group): ratio_of(group, groups, people or _counts(base))
        for stage, groups in held.items()
        for group in told
        if people or stage not in (BASE, BEFORE)
    }
    return Part(
        key=breakdown,
        heading=name,
        said=(_compared_with(people, breakdown), *_said(found), _known(held)),
        pictures=tuple(_pictures(evidence, name, period, names, found)),
        tables=(_table(name, period, held, names, found),),
    )


def population_of(evidence: Evidence, breakdown: str, period: Period) -> dict[str, float | None]:
    """People aged 0 to 17 by group at the latest mid-year usable for the period; empty when none is given."""
    listed = [one for one in evidence.settings.people_in_groups if one.breakdown == breakdown]
    usable = [one.mid_year for one in listed if one.mid_year <= reporting_year(period.end) - 1]
    return {one.group: float(one.people) for one in listed if usable and one.mid_year == max(usable)}


def _groups(evidence: Evidence, stage: str, period: Period, breakdown: str) -> dict[str, Result]:
    if stage not in evidence.results.blocks:
        return {}
    found = evidence.results.groups(stage, period, breakdown, authority=evidence.authority)
    if not any(one.numerator for one in found):
        return {}
    return {
        one.group: one
        for one in evidence.groups(stage, period, breakdown)
        if one.status is Status.SUPPRESSED or one.numerator
    }


def _counts(groups: Mapping[str, Result]) -> dict[str, float | None]:
    return {name: None if one.status is Status.SUPPRESSED else one.numerator for name, one in groups.items()}


def ratio_of(group: str, stage: Mapping[str, Result], base: Mapping[str, float | None]) -> Ratio | None:
    """A group's number at a stage for each in the base, against that of the other groups that are shown in both.

    None where it is hidden, or rests on fewer than ten.
    """
    counts = _counts(stage)
    mine, below = counts.get(group), base.get(group)
    others = [name for name in counts if name not in (group, NOT_KNOWN) and counts[name] is not None and base.get(name)]
    above_others = sum(counts[name] or 0.0 for name in others)
    below_others = sum(base[name] or 0.0 for name in others)
    if mine is None or not below or mine < LEAST or not above_others or not below_others:
        return None
    interval = intervals.rate_ratio(mine, below, above_others, below_others)
    if interval is None:
        return None
    value = mine / below / (above_others / below_others)
    return Ratio(value=value, lower=interval[0], upper=interval[1])


def _compared_with(people: Mapping[str, float | None], breakdown: str) -> str:
    if people:
        return "These are ratios of rates: numbers for each child of the group living in the area."
    return (
        f"These are ratios of shares, because no population by {breakdown} is given in authority.toml: how many reach a "
        "stage for each child referred. They cannot show whether a group is referred more often than others."
    )


def _known(held: Mapping[str, Mapping[str, Result]]) -> str:
    missing = []
    for stage, groups in held.items():
        counts = _counts(groups)
        unknown = counts.get(NOT_KNOWN, 0.0)
        whole = sum(number or 0.0 for number in counts.values())
        if unknown and whole:
            missing.append(f"{unknown / whole * 100:.0f}% of {STAGES[stage]}")
    if not missing:
        return "The group is known for everybody whose number is shown."
    return f"The group is not known for {', '.join(missing)}; they are left out of the ratios."


def _said(found: Mapping[tuple[str, str], Ratio | None]) -> tuple[str, ...]:
    said = []
    for (stage, group), ratio in found.items():
        if ratio is not None and ratio.differs:
            said.append(
                f"{group[:1].upper()}{group[1:]}: {ratio.value:.2f} times as many {STAGES[stage]} as among other "
                f"children ({ratio.lower:.2f} to {ratio.upper:.2f})."
            )
    return tuple(said) or ("No ratio differs from 1 by more than chance explains.",)


def _pictures(
    evidence: Evidence, name: str, period: Period, names: Sequence[str],
    found: Mapping[tuple[str, str], Ratio | None],
) -> Iterator[Picture]:  # fmt: skip
    made_up = " (made up)" if evidence.settings.made_up else ""
    for group in names:
        bars = [
            Bar(name=STAGES[stage], value=one.value, lower=one.lower, upper=min(one.upper, 10.0))
            for (stage, of), one in found.items()
            if of == group and one is not None
        ]
        if len(bars) < 2:
            continue
        chart = bars_chart(
            bars,
            title=f"{name}: {group} against other children, {period.label}",
            unit="ratio (1 is as often as others)",
            write=lambda value: f"{value:.2f}",
            source=f"{evidence.settings.name}{made_up}.",
            reference=("as often", 1.0),
        )
        yield picture(chart, group=group)


def _table(
    name: str, period: Period, held: Mapping[str, Mapping[str, Result]], names: Sequence[str],
    found: Mapping[tuple[str, str], Ratio | None],
) -> ChartTable:  # fmt: skip
    rows = []
    for stage, groups in held.items():
        counts = _counts(groups)
        known = [counts[one] for one in counts if one != NOT_KNOWN]
        whole = None if any(number is None for number in known) else sum(number or 0.0 for number in known)
        for group in (*names, NOT_KNOWN):
            if group not in counts:
                continue
            ratio = found.get((stage, group))
            share = share_words(counts[group], whole) if group != NOT_KNOWN else ""
            hidden = counts[group] is None
            empty = "" if (stage, group) not in found else HIDDEN if hidden else "not given"
            told = ratio_words(ratio.value, (ratio.lower, ratio.upper)) if ratio else empty
            rows.append((STAGES[stage], group, number_words(counts[group]), share, told))
    headings = ("Stage", name, "Number", "Share of those known", "Ratio to other children (95% interval)")
    return table(f"{name} at each stage, {period.label}. {HIDDEN_WORDS}", headings, rows)
