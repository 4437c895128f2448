"""Every measure from the plain events of `plain.py`: what is counted, over what, and what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle import plain, plain_care, plain_more, plain_service
from tests.oracle.plain_rules import MORE_RULES
from tests.oracle.rule import Rule, Test, is_true

from goldenthread.periods import add_months

EVENTS = {**plain.COHORTS}
for _module in (plain_more, plain_care, plain_service):
    EVENTS |= {**_module.EVENTS, **_module.STOCKS}
STOCKS = {*plain.STOCKS, *plain_more.STOCKS, *plain_care.STOCKS, *plain_service.STOCKS}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the plain count says."""

    numerator: float
    denominator: float | None
    recent: int
    left_out: int
    value: float | None


def _band(least: int, most: int) -> Test:
    return lambda event: event.days is not None and least <= event.days <= most


def _timed(event: plain.Event) -> bool:
    return event.days is not None


def _untimed(event: plain.Event) -> bool:
    return event.days is None


def _duration(least: int, most: int) -> Rule:
    return Rule(cohort="assessments", hit=_band(least, most), base=_timed, left_out=_untimed)


_ALL = is_true("all")

RULES: dict[str, Rule] = {
    "contacts": Rule(cohort="contacts", hit=_ALL),
    "contacts_from_schools": Rule(cohort="contacts", hit=is_true("schools")),
    "contacts_from_schools_share": Rule(cohort="contacts", hit=is_true("schools"), base=_ALL),
    "contacts_leading_to_referral": Rule(cohort="contacts", hit=is_true("referral"), base=is_true("outcome")),
    "referrals": Rule(cohort="referrals", hit=_ALL),
    "referral_rate": Rule(cohort="referrals", hit=_ALL, population=True),
    "children_referred": Rule(cohort="referrals", hit=_ALL, children="first"),
    "rereferrals": Rule(cohort="referrals", hit=lambda e: e.true["all"] and e.true["again"], base=_ALL),
    "children_rereferred": Rule(
        cohort="referrals", hit=lambda e: e.true["all"] and e.true["again"], base=_ALL, children="first"
    ),
    "rereferrals_after_closure": Rule(
        cohort="referrals", hit=lambda e: e.true["all"] and e.true["after_closure"], base=_ALL
    ),
    "referrals_nfa": Rule(
        cohort="referrals",
        hit=lambda e: e.true["all"] and e.true["nfa"],
        base=lambda e: e.true["all"] and e.true["nfa_said"],
    ),
    "referrals_from_schools": Rule(cohort="referrals", hit=lambda e: e.true["all"] and e.true["schools"]),
    "assessments_completed": Rule(cohort="assessments", hit=_ALL, left_out=_untimed),
    "assessments_45": _duration(0, 45),
    "assessments_10": _duration(0, 10),
    "assessments_20": _duration(0, 20),
    "assessments_0_10": _duration(0, 10),
    "assessments_11_20": _duration(11, 20),
    "assessments_21_30": _duration(21, 30),
    "assessments_31_45": _duration(31, 45),
    "assessments_over_45": _duration(46, 99999),
    "assessments_same_day": _duration(0, 0),
    "assessments_1_10": _duration(1, 10),
    "assessments_31_40": _duration(31, 40),
    "assessments_41_45": _duration(41, 45),
    "assessments_46_50": _duration(46, 50),
    "assessments_51_60": _duration(51, 60),
    "assessments_61_plus": _duration(61, 99999),
    "assessment_median": Rule(cohort="assessments", hit=_timed, quantile=Fraction(1, 2)),
    "assessment_lower_quartile": Rule(cohort="assessments", hit=_timed, quantile=Fraction(1, 4)),
    "assessment_upper_quartile": Rule(cohort="assessments", hit=_timed, quantile=Fraction(3, 4)),
    "assessments_45_from_referral": Rule(
        cohort="assessments",
        hit=lambda e: e.true["first_of_case"] and e.true["from_referral"] and e.true["from_referral_45"],
        base=lambda e: e.true["first_of_case"] and e.true["from_referral"],
        left_out=lambda e: not (e.true["first_of_case"] and e.true["from_referral"]),
    ),
    "simple_assessments_over_20": Rule(
        cohort="assessments",
        hit=lambda e: e.true["low"] and _band(21, 99999)(e),
        base=lambda e: e.true["low"] and _timed(e),
    ),
    "assessments_open": Rule(cohort="open_assessments", hit=_ALL),
    "assessments_open_over_45_share": Rule(cohort="open_assessments", hit=is_true("over_45"), base=_ALL),
    "assessments_open_over_45": Rule(cohort="open_assessments", hit=is_true("over_45")),
    "s47_started": Rule(cohort="enquiries", hit=_ALL),
    "s47_rate": Rule(cohort="enquiries", hit=_ALL, population=True),
    "children_s47": Rule(cohort="enquiries", hit=_ALL, children="first"),
    "s47_leading_to_conference": Rule(
        cohort="enquiries",
        hit=lambda e: e.true["conference"] and not e.true["recent"],
        base=lambda e: not e.true["recent"],
        recent=is_true("recent"),
    ),
    "conferences_held": Rule(cohort="conferences", hit=_ALL),
    "conference_rate": Rule(cohort="conferences", hit=_ALL, population=True),
    "conferences_15": Rule(cohort="conferences", hit=is_true("in_15"), base=_ALL, left_out=is_true("undated")),
    "conferences_leading_to_plan": Rule(
        cohort="conferences",
        hit=lambda e: e.true["plan"] and not e.true["recent"],
        base=lambda e: not e.true["recent"],
        recent=is_true("recent"),
    ),
    "cp_plans": Rule(cohort="plans_open", hit=_ALL),
    "cp_plan_rate": Rule(cohort="plans_open", hit=_ALL, population=True),
    "cp_plans_started": Rule(cohort="plans_started", hit=_ALL),
    "cp_plans_started_rate": Rule(cohort="plans_started", hit=_ALL, population=True),
    "cp_plans_ended": Rule(cohort="plans_ended", hit=_ALL),
    "cp_second_plan_ever": Rule(cohort="plans_started", hit=is_true("ever"), base=_ALL),
    "cp_second_plan_2_years": Rule(
        cohort="plans_started", hit=is_true("two_years"), base=_ALL, left_out=is_true("date_unknown")
    ),
    "cp_plans_2_years_plus": Rule(cohort="plans_open", hit=is_true("two_years_plus"), base=_ALL),
    "cp_plans_ended_2_years_plus": Rule(cohort="plans_ended", hit=is_true("two_years_plus"), base=_ALL),
    "cp_reviews_in_time": Rule(
        cohort="plans_open",
        hit=lambda e: e.true["three_months"] and e.true["reviewed"],
        base=is_true("three_months"),
    ),
    "cp_plans_lowest_18_months": Rule(cohort="plans_open", hit=_ALL, extreme=min),
    "cp_plans_highest_18_months": Rule(cohort="plans_open", hit=_ALL, extreme=max),
    "children_looked_after_lowest_18_months": Rule(cohort="looked_after_open", hit=_ALL, extreme=min),
    "children_looked_after_highest_18_months": Rule(cohort="looked_after_open", hit=_ALL, extreme=max),
    "children_looked_after": Rule(cohort="looked_after_open", hit=_ALL),
    "looked_after_rate": Rule(cohort="looked_after_open", hit=_ALL, population=True),
    "looked_after_started": Rule(cohort="looked_after_started", hit=_ALL, children="first"),
    "looked_after_ceased": Rule(cohort="looked_after_ceased", hit=_ALL, children="last"),
}

RULES |= MORE_RULES


def answer(
    rule: Rule,
    events: Sequence[plain.Event],
    start: dt.date,
    end: dt.date,
    *,
    breakdown: str = "all",
    group: str = "all",
    population: int | None = None,
    months: int = 0,
    since: dt.date | None = None,
) -> Answer:
    """Count one measure over `events` of its cohort from `start` to `end`, in one group of a breakdown.

    Within another breakdown ('outcome_by_source', 'Schools · advice') the part is of what its group there has in all.
    """
    there, inner = _named(breakdown, group)
    if rule.months:
        start = add_months(add_months(end, 0, end_of_month=True) + dt.timedelta(days=1), -rule.months)
    unknown = bool(rule.months and since and start < since)
    inside = [event for event in events if max(start, since or start) <= event.day <= end]

    def found(test: Test | None, *, least: int = 1, whole: bool = False) -> list[plain.Event]:
        passing = [event for event in inside if test is not None and test(event)]
        if there.keys() & set(rule.each):
            passing = _in(passing, there)
        if rule.children:
            passing = _one_per_child(passing, last=rule.children == "last", least=least)
        return passing if whole else _in(passing, there)

    def add(events: Sequence[plain.Event], place: int) -> float:
        return sum(event.numbers[rule.sums[place]] for event in events) if place < len(rule.sums) else len(events)

    numerator = add(_in(found(rule.hit, least=rule.least), inner), 0)
    denominator = add(found(rule.base, whole=rule.share and not inner), 1) if rule.base else None
    if rule.turned and denominator is not None:
        numerator = denominator - numerator
    if rule.share and not there and denominator is not None:
        numerator = denominator
    value: float | None
    if rule.quantile is not None:
        value = _quantile(sorted(e.days for e in _in(inside, there) if e.days is not None), rule.quantile)
    elif rule.population:
        value = numerator / population * 10_000 * (12 / months if months and rule.annual else 1) if population else None
    elif denominator is None:
        value = numerator
    else:
        value = (100 if rule.percent else rule.scale) * numerator / denominator if denominator else None
    value = None if unknown else value
    return Answer(
        numerator=numerator,
        denominator=denominator,
        recent=_events(inside, rule.recent, there | inner),
        left_out=_events(inside, rule.left_out, there | inner),
        value=value,
    )


def _named(breakdown: str, group: str) -> tuple[dict[str, str], dict[str, str]]:
    """The group a figure is of, by breakdown; and where it is of a part within that group, the part."""
    if breakdown == "all":
        return {}, {}
    if "_by_" not in breakdown:
        return {breakdown: group}, {}
    (part, without), (outer, inner) = breakdown.split("_by_"), group.rsplit(" · ", 1)
    return {without: outer}, {part: inner}


def _in(events: Sequence[plain.Event], groups: Mapping[str, str]) -> list[plain.Event]:
    return [event for event in events if all(event.groups[name] == group for name, group in groups.items())]


def _events(inside: Sequence[plain.Event], test: Test | None, groups: Mapping[str, str]) -> int:
    """Events told of beside a figure: never children."""
    return len(_in([event for event in inside if test is not None and test(event)], groups))


def _one_per_child(events: Sequence[plain.Event], *, last: bool, least: int = 1) -> list[plain.Event]:
    """For each child the first event (or the last one); with `least`, the one that makes so many."""
    kept: dict[str, list[plain.Event]] = {}
    for event in sorted(events, key=lambda event: (event.day, event.row), reverse=last):
        kept.setdefault(event.person, []).append(event)
    return [mine[least - 1] for mine in kept.values() if len(mine) >= least]


def _quantile(values: Sequence[int], share: Fraction) -> float | None:
    """Linear interpolation between the two nearest values."""
    if not values:
        return None
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return float(values[low] + (values[high] - values[low]) * (place - low))
