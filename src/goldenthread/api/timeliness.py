"""How long assessments took, as a whole distribution: for whom, how many end just before the limit, and how many could
have ended sooner for their complexity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.api.exploring import (
    HIDDEN_WORDS,
    Exploration,
    Part,
    Picture,
    protected_counts,
    ratio_words,
    share_words,
    small_picture,
    table,
)
from goldenthread.charts import ChartTable
from goldenthread.charts.histogram import histogram
from goldenthread.measures.disclosure import Profile
from goldenthread.measures.model import GROUP_ORDER, NOT_KNOWN
from goldenthread.measures.results import Result, Status
from goldenthread.papers import words
from goldenthread.papers.evidence import Evidence
from goldenthread.periods import Period, PeriodKind, period_ending
from goldenthread.spc import intervals

LIMIT = 45
LONGEST = 60
PILE = (41, 45)
AROUND = ((36, 40), (46, 50))
SPLITS = {"need": "presenting need", "factors": "number of factors", "team": "team", "complexity": "complexity"}
SIMPLE = "simple_assessments_over_20"
FIGURES = {
    "assessments_completed": "Completed",
    "assessment_median": "Half took at most",
    "assessment_upper_quartile": "Three in four took at most",
    "assessments_45": "Within 45 working days",
    "assessments_41_45": "On days 41 to 45",
}
BANDS = ((0, 10), (11, 20), (21, 30), (31, 40), (41, 45), (46, 50), (51, 60), (61, 100_000))
PROPOSAL = (
    "Complexity is a local proposal and not a national definition: low is at most one factor and nothing further "
    "needed; high is three factors or more, an enquiry during the assessment, or a plan or care soon after it."
)


def timeliness_periods(evidence: Evidence) -> tuple[Period, ...]:
    """The periods the explorer tells: twelve months to the last month end, and for managers the last four quarters.

    A band or group that is hidden in one quarter could be worked out from the year and the other three, so that readers
    from whom small numbers are hidden are told of the year alone.
    """
    if evidence.profile.profile is not Profile.INTERNAL:
        return (period_ending(PeriodKind.ROLLING_12, evidence.last_day()),)
    quarters = [
        one for one in evidence.results.periods(PeriodKind.QUARTER) if one.end <= evidence.last_day()
    ]  # fmt: skip
    return (period_ending(PeriodKind.ROLLING_12, evidence.last_day()), *reversed(quarters[-4:]))


def explore_timeliness(evidence: Evidence, folder: Path, period: Period) -> Exploration:
    """The distribution of a period from the rows kept in `folder`, as the reader of the evidence may see it."""
    place = folder / "assessments.parquet"
    title = "How long assessments take"
    if not place.exists():
        nothing = ("No assessments were read, so there is nothing to show.",)
        return Exploration(title=title, period=period.label, said=nothing, parts=())
    rows = pq.read_table(
        place,
        columns=["days", "need", "factors", "team", "complexity"],
        filters=[("day", ">=", period.start), ("day", "<=", period.end), ("authority", "=", evidence.authority)],
    )
    days = [one for one in rows.column("days").to_pylist() if one is not None]
    untimed = rows.num_rows - len(days)
    said = [
        "Working days from start to completion; the day an assessment starts is day 0.",
        "A share within 45 days says nothing of the rest: look at the shape, and at the drop after the limit.",
    ]
    if untimed and evidence.profile.profile is Profile.INTERNAL:
        said.append(f"{untimed:,} assessments completed have no usable start and are left out.")
    parts = (
        _whole(evidence, period, days),
        _pile(evidence, period, days),
        _sooner(evidence, period, rows),
        *(_split(evidence, period, rows, name) for name in SPLITS if name not in evidence.profile.hidden_breakdowns),
    )
    return Exploration(title=title, period=period.label, said=tuple(said), parts=parts)


def _whole(evidence: Evidence, period: Period, days: Sequence[int]) -> Part:
    """Every working day from 0 to 60 for managers; bands for other readers, whose small numbers are hidden."""
    title = f"Assessments by working days taken, {period.label}"
    if evidence.profile.profile is Profile.INTERNAL:
        drawn = day_by_day(days, title)
    else:
        drawn = _banded(evidence, period, days, title)
    return Part(key="whole", heading="All assessments", said=(_middle(days),) if days else (), pictures=(drawn,))


def day_by_day(days: Sequence[int], title: str, group: str = "") -> Picture:
    """A bar for each working day, the five before the limit dark."""
    counted = Counter(min(day, LONGEST + 1) for day in days)
    steps = [(str(day), counted[day]) for day in range(LONGEST + 1)] + [("more", counted[LONGEST + 1])]
    chart = histogram(
        steps,
        title=title,
        unit="working days",
        marked_after=LIMIT,
        marked_words=f"{LIMIT} days",
        shaded=frozenset(range(PILE[0], PILE[1] + 1)),
    )
    return small_picture(chart, title, group)


def _banded(evidence: Evidence, period: Period, days: Sequence[int], title: str) -> Picture:
    shown = protected_counts(bands_of(days), period, "bands", evidence.profile)
    steps = [(name, None if number is None else int(number)) for name, number in shown.items()]
    chart = histogram(steps, title=title, unit="working days", label_every=1, marked_after=4, marked_words="45 days")
    return small_picture(chart, title)


def bands_of(days: Sequence[int]) -> dict[str, float]:
    """How many ended in each band of working days."""
    return {
        (f"{low} to {high}" if high < 1000 else f"{low} or more"): float(sum(low <= day <= high for day in days))
        for low, high in BANDS
    }


def _middle(days: Sequence[int]) -> str:
    if len(days) < 6:
        return "There are too few to speak of a middle."
    ordered = sorted(days)
    half, most = (ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.9))
    return f"Half took {half} working days or fewer, nine in ten took {most} or fewer."


def _pile(evidence: Evidence, period: Period, days: Sequence[int]) -> Part:
    inside, before, after = (sum(low <= day <= high for day in days) for low, high in (PILE, *AROUND))
    around = before + after
    heading = "Do assessments pile up before day 45?"
    how = (
        "Expected is what the five working days before (36 to 40) and after (46 to 50) would lead one to expect of days "
        "41 to 45, if the limit played no part."
    )
    # Each of the three may be set beside a band of the chart above, so that each must be fit to be shown.
    parts = {"inside": inside, "before": before, "after": after}
    if None in protected_counts(parts, period, "pile", evidence.profile, total=len(days)).values():
        return Part(key="pile", heading=heading, verdict="hidden", said=(how, HIDDEN_WORDS))
    found = intervals.rate_ratio(inside, 5, around, 10)
    if found is None or around + inside < 10:
        return Part(key="pile", heading=heading, verdict="too few to tell", said=(how,))
    if around == 0:
        told = f"{inside:,} of {len(days):,} ended on days 41 to 45, and none on the days around them."
        return Part(key="pile", heading=heading, verdict="yes", said=(told, how))
    ratio, expected = inside / (around / 2), around / 2
    verdict = "yes" if found[0] > 1 else "no" if found[1] < 1 else "no clear sign"
    said = (
        f"{inside:,} of {len(days):,} assessments ({share_words(inside, len(days))}) ended on days 41 to 45; expected "
        f"{expected:,.1f}. That is {ratio_words(ratio, found)} times as many.",
        {
            "yes": "More end just before the limit than chance explains: the limit, and not only the child's need, seems to set the pace.",
            "no": "Fewer end just before the limit than on the days around it.",
            "no clear sign": "Chance could explain the difference.",
        }[verdict],
        how,
    )
    return Part(key="pile", heading=heading, verdict=verdict, said=said)


def _sooner(evidence: Evidence, period: Period, rows: pa.Table) -> Part:
    """By complexity: how many ended in 10 and 20 working days, and how many of low complexity took longer.

    Numbers by complexity and band together could be worked out beside the chart of all, so that only managers see them.
    """
    said: list[str] = [PROPOSAL]
    tables: tuple[ChartTable, ...] = ()
    if evidence.profile.profile is Profile.INTERNAL:
        held = _by_group(rows, "complexity")
        low = held.get("low", [])
        said += [_longer(sum(day > limit for day in low), len(low), limit) for limit in (20, 10)] if low else []
        tables = (_sooner_table(held, period),)
    elif SIMPLE in evidence.results.blocks:
        measure, found = evidence.measure(SIMPLE), evidence.result(SIMPLE, period)
        told = [words.result_words(found, measure), words.counts_words(found, measure)]
        said.append(f"{measure.title}: {', '.join(dict.fromkeys(one for one in told if one))}.")
    said.append("Whether one could have ended sooner is for its manager to say; this only says where to look.")
    return Part(key="sooner", heading="Which could have ended sooner?", said=tuple(said), tables=tables)


def _sooner_table(held: dict[str, list[int]], period: Period) -> ChartTable:
    bands = {"10 days or fewer": (0, 10), "11 to 20": (11, 20), "21 to 45": (21, 45), "over 45": (46, 100_000)}
    rows = [
        (name, f"{len(days):,}", *(f"{sum(low <= day <= high for day in days):,}" for low, high in bands.values()))
        for name, days in held.items()
    ]
    return table(f"Working days taken by complexity, {period.label}", ("Complexity", "Assessments", *bands), rows)


def _longer(over: float, whole: int, limit: int) -> str:
    found = intervals.wilson(over, whole)
    between = f" (95% interval {found[0] * 100:.1f}% to {found[1] * 100:.1f}%)" if found else ""
    return (
        f"{over:,.0f} of {whole:,} assessments of low complexity, {share_words(over, whole)}{between}, took more than "
        f"{limit} working days."
    )


def _by_group(rows: pa.Table, name: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for group, day in zip(rows.column(name).to_pylist(), rows.column("days").to_pylist(), strict=True):
        if day is not None:
            found.setdefault(group or NOT_KNOWN, []).append(day)
    order = GROUP_ORDER.get(name, ())

    def place(group: str) -> tuple[bool, int, str]:
        return group == NOT_KNOWN, order.index(group) if group in order else len(order), group

    return {group: found[group] for group in sorted(found, key=place)}


def _split(evidence: Evidence, period: Period, rows: pa.Table, name: str) -> Part:
    """The published measures by group from what was counted, and for managers each group's distribution."""
    groups = _by_group(rows, name)
    pictures = []
    if evidence.profile.profile is Profile.INTERNAL:
        for group, days in groups.items():
            if len(days) >= 20:
                pictures.append(day_by_day(days, f"{group}: assessments by working days taken, {period.label}", group))
    heading = f"By {SPLITS[name]}"
    said = (PROPOSAL,) if name == "complexity" else ()
    return Part(key=name, heading=heading, said=said, pictures=tuple(pictures), tables=_figures(evidence, period, name))


def _figures(evidence: Evidence, period: Period, name: str) -> tuple[ChartTable, ...]:
    held = {
        one: {result.group: result for result in evidence.groups(one, period, name)}
        for one in FIGURES
        if one in evidence.results.blocks and evidence.results.groups(one, period, name, authority=evidence.authority)
    }
    measures = {one: evidence.measure(one) for one in held}
    names = dict.fromkeys(group for groups in held.values() for group, one in groups.items() if _is_told(one))
    if not names:
        return ()
    rows = [
        (group, *(words.result_words(held[one][group], measures[one]) if group in held[one] else "" for one in held))
        for group in names
    ]
    heading = SPLITS[name][:1].upper() + SPLITS[name][1:]
    caption = f"Assessments by {SPLITS[name]}, {period.label}. {HIDDEN_WORDS}"
    return (table(caption, (heading, *(FIGURES[one] for one in held)), rows),)


def _is_told(result: Result) -> bool:
    return result.status is Status.SUPPRESSED or bool(result.numerator or result.denominator)
