"""Which published series answers which of our measures, and which way is good; as data, with a title for each.

A published series is a code of the published catalogue (RF04), a unit and a breakdown. To add one, add a line. What
has no published series, such as assessments timed from the referral (AS15), is not compared with anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from goldenthread.errors import UserError
from goldenthread.measures.model import Polarity, Unit
from goldenthread.tables.codes import (
    ABUSE_CATEGORY,
    ASSESSMENT_FACTOR,
    CLOSURE_REASON,
    PLACEMENT_CHANGE_REASON,
    PRIMARY_NEED,
)

UNITS: Mapping[str, tuple[Unit, ...]] = {
    "n": (Unit.COUNT,),
    "pct": (Unit.PERCENT, Unit.PERCENT_FTE),
    "per_10k": (Unit.PER_10K,),
    "wd": (Unit.WORKING_DAYS,),
    "score": (Unit.SCORE,),
    "months": (Unit.MONTHS,),
    "fte": (Unit.FTE,),
    "cases_per_fte": (Unit.CASES_PER_FTE,),
    "pct_of_disabled": (Unit.PERCENT,),
    "pct_not_in_touch": (Unit.PERCENT,),
}
UNIT_WORDS: Mapping[str, str] = {
    "n": "number", "pct": "%", "per_10k": "per 10,000 aged 0 to 17", "wd": "working days", "score": "score",
    "months": "months", "fte": "full-time equivalents", "cases_per_fte": "cases per full-time equivalent",
    "pct_of_disabled": "% of disabled children in need", "pct_not_in_touch": "%",
}  # fmt: skip

_ONLY_IN_PARTS = frozenset({"AS07", "CP10", "LA37", "RF09"})


@dataclass(frozen=True, kw_only=True)
class Series:
    """A published series and how it is spoken of.

    `measure` is our measure that counts the same thing ('' for none), `breakdown` and `group` say which of its groups;
    `part` is the published breakdown ('' for the headline).
    """

    code: str
    unit: str
    part: str = ""
    title: str
    polarity: Polarity = Polarity.NEUTRAL
    measure: str = ""
    breakdown: str = "all"
    group: str = "all"

    @property
    def key(self) -> tuple[str, str, str]:
        """What the store finds it by."""
        return self.code, self.unit, self.part

    @property
    def headline(self) -> bool:
        """Whether it is shown when all series are: groups of a breakdown are not."""
        return (
            self.breakdown in ("all", "leaver_age")
            and self.code not in _ONLY_IN_PARTS
            and self.unit != "pct_of_disabled"
        )

    @property
    def between_places(self) -> bool:
        """Whether places of different size can be compared by it: not by plain numbers."""
        return self.unit not in ("n", "fte")

    @property
    def of_children(self) -> bool:
        """Whether the numerator counts children or their cases, so that a gap is told in numbers too."""
        return self.unit in ("pct", "per_10k") and not self.code.startswith("WF")


_H, _L, _N = Polarity.HIGH, Polarity.LOW, Polarity.NEUTRAL
_SINGLE: tuple[tuple[str, str, str, str, Polarity, str], ...] = (
    ("RF01", "n", "", "Referrals", _N, "referrals"),
    ("RF02", "per_10k", "", "Referral rate", _N, "referral_rate"),
    ("RF03", "n", "", "Children referred", _N, "children_referred"),
    ("RF04", "pct", "", "Re-referrals within 12 months", _L, "rereferrals"),
    ("RF05", "pct", "", "Children re-referred", _L, "children_rereferred"),
    ("RF07", "pct", "", "Referrals with no further action", _N, "referrals_nfa"),
    ("RF08", "pct", "", "Referrals assessed and found not in need", _N, "referrals_not_in_need"),
    ("AS01", "n", "", "Assessments completed", _N, "assessments_completed"),
    ("AS02", "pct", "", "Assessments within 45 working days of their start", _H, "assessments_45"),
    ("AS03", "pct", "same_day", "Assessments completed on the same day", _N, "assessments_same_day"),
    ("AS03", "pct", "01_10", "Assessments of 1 to 10 working days", _N, "assessments_1_10"),
    ("AS03", "pct", "11_20", "Assessments of 11 to 20 working days", _N, "assessments_11_20"),
    ("AS03", "pct", "21_30", "Assessments of 21 to 30 working days", _N, "assessments_21_30"),
    ("AS03", "pct", "31_40", "Assessments of 31 to 40 working days", _N, "assessments_31_40"),
    ("AS03", "pct", "41_45", "Assessments of 41 to 45 working days", _N, "assessments_41_45"),
    ("AS03", "pct", "46_50", "Assessments of 46 to 50 working days", _N, "assessments_46_50"),
    ("AS03", "pct", "51_60", "Assessments of 51 to 60 working days", _N, "assessments_51_60"),
    ("AS03", "pct", "61_plus", "Assessments of 61 working days or more", _N, "assessments_61_plus"),
    ("AS05", "wd", "p25", "Assessments: lower quartile of duration", _N, "assessment_lower_quartile"),
    ("AS05", "wd", "p50", "Assessments: median duration", _N, "assessment_median"),
    ("AS05", "wd", "p75", "Assessments: upper quartile of duration", _N, "assessment_upper_quartile"),
    ("AS12", "pct", "", "Assessments within 10 working days", _N, "assessments_10"),
    ("AS13", "pct", "", "Assessments within 20 working days", _N, "assessments_20"),
    ("S01", "n", "", "Section 47 enquiries started", _N, "s47_started"),
    ("S02", "per_10k", "", "Section 47 enquiry rate", _N, "s47_rate"),
    ("S03", "n", "", "Children subject to a Section 47 enquiry", _N, "children_s47"),
    ("S06", "n", "", "Initial child protection conferences", _N, "conferences_held"),
    ("S07", "per_10k", "", "Initial child protection conference rate", _N, "conference_rate"),
    ("S08", "pct", "", "Conferences within 15 working days", _H, "conferences_15"),
    ("S09", "wd", "p25", "Conferences: lower quartile of waiting", _N, ""),
    ("S09", "wd", "p50", "Conferences: median waiting", _N, ""),
    ("S09", "wd", "p75", "Conferences: upper quartile of waiting", _N, ""),
    ("CN01", "n", "", "Children in need at 31 March", _N, "children_in_need"),
    ("CN02", "per_10k", "", "Children in need rate", _N, "children_in_need_rate"),
    ("CN03", "n", "anypoint:children", "Children in need at any point of the year", _N, "children_in_need_any_point"),
    ("CN03", "n", "anypoint:episodes", "Episodes of need at any point of the year", _N, ""),
    ("CN03", "n", "started:children", "Children starting an episode of need", _N, ""),
    ("CN03", "n", "started:episodes", "Episodes of need started", _N, "in_need_episodes_started"),
    ("CN03", "n", "ended:children", "Children ending an episode of need", _N, ""),
    ("CN03", "n", "ended:episodes", "Episodes of need ended", _N, "in_need_episodes_ended"),
    ("CN07", "pct", "", "Children in need with a recorded disability", _N, "children_in_need_disabled"),
    ("CN09", "n", "open", "Child in need plans at 31 March", _N, "cin_plans"),
    ("CN09", "n", "started", "Child in need plans started", _N, "cin_plans_started"),
    ("CN09", "n", "ended", "Child in need plans ended", _N, "cin_plans_ended"),
    ("CN09", "per_10k", "open", "Child in need plan rate", _N, "cin_plan_rate"),
    ("CN09", "per_10k", "started", "Child in need plans started, rate", _N, ""),
    ("CN09", "per_10k", "ended", "Child in need plans ended, rate", _N, ""),
    ("CN12", "n", "", "Children in need awaiting assessment", _N, "children_in_need_awaiting"),
    ("CP01", "n", "", "Children on a protection plan", _N, "cp_plans"),
    ("CP02", "per_10k", "", "Children on a protection plan, rate", _N, "cp_plan_rate"),
    ("CP03", "n", "", "Protection plans started", _N, "cp_plans_started"),
    ("CP03", "per_10k", "", "Protection plans started, rate", _N, "cp_plans_started_rate"),
    ("CP04", "n", "", "Protection plans ended", _N, "cp_plans_ended"),
    ("CP04", "per_10k", "", "Protection plans ended, rate", _N, "cp_plans_ended_rate"),
    ("CP05", "pct", "", "Plans that are a second or later one", _L, "cp_second_plan_ever"),
    ("CP07", "pct", "", "On a plan for two years or more", _L, "cp_plans_2_years_plus"),
    ("CP08", "pct", "", "Plans ended after two years or more", _L, "cp_plans_ended_2_years_plus"),
    ("CP11", "pct", "", "Plans reviewed within timescales", _H, "cp_reviews_in_time"),
    ("PP02", "per_10k", "", "Care applications", _N, ""),
    ("LA01", "n", "", "Children looked after", _N, "children_looked_after"),
    ("LA01", "per_10k", "", "Children looked after, rate", _N, "looked_after_rate"),
    ("LA02", "n", "", "Started to be looked after", _N, "looked_after_started"),
    ("LA02", "per_10k", "", "Started to be looked after, rate", _N, "looked_after_started_rate"),
    ("LA03", "n", "", "Ceased to be looked after", _N, "looked_after_ceased"),
    ("LA03", "per_10k", "", "Ceased to be looked after, rate", _N, "looked_after_ceased_rate"),
    ("LA04", "n", "open", "Unaccompanied asylum-seeking children looked after", _N, "looked_after_uasc"),
    ("LA04", "pct", "open", "Unaccompanied children, of those looked after", _N, "looked_after_uasc_share"),
    ("LA04", "pct", "started", "Unaccompanied children, of those starting", _N, "looked_after_started_uasc"),
    ("LA05", "pct", "", "Three or more placements in the year", _L, "looked_after_3_placements"),
    ("LA06", "pct", "", "Long-term placement stability", _H, "looked_after_long_term_stability"),
    ("LA07", "pct", "", "Looked after in foster care", _H, "looked_after_foster_care"),
    ("LA08", "pct", "", "In secure and children's homes", _N, "looked_after_children_homes"),
    ("LA09", "pct", "", "In supported or independent accommodation", _N, "looked_after_supported"),
    ("LA10", "pct", "", "Looked after, living with parents", _H, "looked_after_with_parents"),
    ("LA11", "pct", "", "Over 20 miles away and outside the authority", _L, "looked_after_over_20_miles_outside"),
    ("LA12", "pct", "inside:over_20", "New placements: over 20 miles, inside the authority", _L, ""),
    ("LA12", "pct", "inside:under_20", "New placements: under 20 miles, inside the authority", _N, ""),
    ("LA12", "pct", "not_known", "New placements: distance not known", _L, ""),
    ("LA12", "pct", "outside:over_20", "New placements: over 20 miles, outside the authority", _L, ""),
    ("LA12", "pct", "outside:under_20", "New placements: under 20 miles, outside the authority", _N, ""),
    ("LA13", "pct", "", "In other, including unregistered, placements", _L, "looked_after_other_placements"),
    ("LA17", "pct", "", "Health assessment up to date", _H, "looked_after_health_assessments"),
    ("LA18", "pct", "", "Dental check done", _H, "looked_after_dental_checks"),
    ("LA19", "pct", "", "Immunisations up to date", _H, "looked_after_immunisations"),
    ("LA20", "pct", "", "Development checks up to date, under 5", _H, "looked_after_development_checks"),
    ("LA22", "score", "", "Average strengths and difficulties score", _L, "looked_after_sdq_score"),
    ("LA22", "pct", "normal", "Strengths and difficulties: normal", _H, ""),
    ("LA22", "pct", "borderline", "Strengths and difficulties: borderline", _N, ""),
    ("LA22", "pct", "concern", "Strengths and difficulties: cause for concern", _L, ""),
    ("LA23", "pct", "", "Strengths and difficulties scores returned", _H, "looked_after_sdq_returned"),
    ("LA24", "pct", "identified", "Substance misuse identified", _L, "looked_after_substance_misuse"),
    ("LA24", "pct", "received", "Substance misuse: received help", _H, "looked_after_substance_help"),
    ("LA24", "pct", "refused", "Substance misuse: refused help", _N, "looked_after_substance_refused"),
    ("LA25", "pct", "", "Convicted or cautioned", _L, "looked_after_convicted"),
    ("LA26", "pct", "", "Missing from care", _N, "missing_from_care"),
    ("LA27", "pct", "", "Away without authorisation", _N, "away_without_authorisation"),
    ("LA29", "pct", "", "Three or more social workers in the year", _L, "looked_after_3_workers"),
    ("LA30", "pct", "", "Moved school in mid-year", _L, ""),
    ("LA31", "n", "SGO", "Ceased through a special guardianship order, number", _N, ""),
    ("LA31", "pct", "SGO", "Ceased through a special guardianship order", _N, "looked_after_ceased_sgo"),
    ("LA31", "pct", "CAO", "Ceased through a child arrangements order", _N, "looked_after_ceased_cao"),
    ("LA32", "pct", "planned", "Returned home as planned", _N, "looked_after_ceased_home_planned"),
    ("LA32", "pct", "unplanned", "Returned home, not planned", _N, "looked_after_ceased_home_unplanned"),
    ("LA38", "pct", "", "In other residential settings", _N, "looked_after_other_residential"),
    ("AD01", "n", "", "Children adopted", _H, "children_adopted"),
    ("AD01", "pct", "", "Adopted, of those who ceased", _H, "looked_after_ceased_adopted"),
    ("AD06", "months", "stage_1", "Adoption: entry to care to decision", _L, "adoption_entry_to_decision"),
    ("AD06", "months", "stage_2", "Adoption: decision to match", _L, "adoption_decision_to_match"),
    ("AD06", "months", "stage_3", "Adoption: match to placed", _L, "adoption_match_to_placed"),
    ("AD06", "months", "stage_4", "Adoption: entry to care to placed", _L, "adoption_entry_to_placed"),
    ("AD06", "months", "stage_5", "Adoption: placed to order", _L, "adoption_placed_to_order"),
    ("AD06", "months", "stage_6", "Adoption: entry to care to order", _L, "adoption_entry_to_order"),
    ("AD06", "n", "placed_within_12m_of_decision", "Adopted children placed within 12 months of the decision", _H, ""),
    ("CL01", "pct_not_in_touch", "19-21", "Care leavers not in touch, 19 to 21", _L, ""),
    ("CL06", "pct", "18-20", "Care leavers staying put, 18 to 20", _H, ""),
    ("CL02", "pct", "17-18:unsuitable", "Care leavers 17 to 18 unsuitably housed", _L, ""),
    ("CL02", "pct", "19-21:unsuitable", "Care leavers 19 to 21 unsuitably housed", _L, ""),
    ("CL02", "pct", "17-18:no_information", "Care leavers 17 to 18, home not known", _L, ""),
    ("CL02", "pct", "19-21:no_information", "Care leavers 19 to 21, home not known", _L, ""),
    ("WF01", "pct", "", "Social worker vacancy rate", _L, "vacancy_rate"),
    ("WF02", "pct", "fte", "Social worker turnover", _L, "turnover_rate"),
    ("WF02", "pct", "headcount", "Social worker turnover, heads", _L, ""),
    ("WF03", "pct", "fte", "Agency social worker rate", _L, "agency_rate"),
    ("WF03", "pct", "headcount", "Agency social worker rate, heads", _L, ""),
    ("WF04", "cases_per_fte", "", "Average caseload", _L, "average_caseload"),
    ("WF05", "pct", "", "Social worker sickness absence", _L, "sickness_absence"),
    ("WF06", "pct", "agency_covering", "Agency workers who cover vacancies", _N, "agency_covering_vacancies"),
    ("WF06", "pct", "vacancies_covered", "Vacancies covered by agency workers", _H, "vacancies_covered"),
    ("WF07", "fte", "in_post", "Social workers in post", _N, ""),
    ("WF07", "fte", "starters", "Social workers started", _N, "social_workers_started"),
    ("WF07", "fte", "leavers", "Social workers left", _N, "social_workers_left"),
)
_DURATIONS = {
    "to_3m": "3 months or less",
    "3m_6m": "over 3 to 6 months",
    "6m_1y": "over 6 months to under a year",
    "1y_2y": "1 to under 2 years",
    "2y_plus": "2 years or more",
}
_WAITED = {
    "00_10": "0 to 10 working days",
    "11_15": "11 to 15 working days",
    "16_20": "16 to 20 working days",
    "21_plus": "21 working days or more",
}
_SOURCES = {
    "individual": "Individual", "schools": "Schools", "education_services": "Education services",
    "health_services": "Health services", "housing": "Housing", "la_services": "LA services", "police": "Police",
    "other_legal_agency": "Other legal agency", "other": "Other", "anonymous": "Anonymous", "unknown": "not known",
}  # fmt: skip
_LEAVERS = {"17-18": "17 to 18", "19-21": "19 to 21"}
_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
_NEEDS = {code.code: code.label for code in PRIMARY_NEED.codes}
_CLOSED = {code.code: code.label for code in CLOSURE_REASON.codes if code.code not in ("RC8", "RC9")} | {
    "unknown": "not known"
}
_ABUSE = {code.code: code.label for code in ABUSE_CATEGORY.codes}
_CHANGES = {code.code: code.label for code in PLACEMENT_CHANGE_REASON.codes}
_FACTORS = {code.code: code.label for code in ASSESSMENT_FACTOR.codes if code.code != "21" and code.code[0] != "8"} | {
    "8B-8F": "privately fostered"
}
_DISABILITIES = ("AUT", "BEH", "COMM", "CON", "DDA", "HAND", "HEAR", "INC", "LD", "MOB", "PC", "VIS")


def _groups(
    code: str, title: str, groups: Mapping[str, str], measure: str, breakdown: str, *, prefix: str = "", suffix: str = "",
    polarity: Polarity = _N,
) -> Iterable[Series]:  # fmt: skip
    for part, group in groups.items():
        yield Series(
            code=code, unit="pct", part=f"{prefix}{part}{suffix}", title=f"{title}: {group}", polarity=polarity,
            measure=measure, breakdown=breakdown if measure else "all", group=group if measure else "all",
        )  # fmt: skip


def _all() -> Iterable[Series]:
    for code, unit, part, title, polarity, measure in _SINGLE:
        yield Series(code=code, unit=unit, part=part, title=title, polarity=polarity, measure=measure)
    yield from _groups("RF06", "Referrals by source", _SOURCES, "referrals_by_source", "source")
    yield from _groups("AS07", "Factors at the end of assessment", _FACTORS, "assessment_factors", "factor")
    yield from _groups("S09", "Conferences by time waited", _WAITED, "conference_bands", "waited")
    yield from _groups("CN04", "Children in need by duration", _DURATIONS, "children_in_need_durations", "duration")
    yield from _groups("CN05", "Episodes of need ended, by duration", _DURATIONS, "in_need_ended_durations", "duration")
    yield from _groups("CN06", "Children in need by primary need", _NEEDS, "children_in_need_primary_needs", "need")
    yield from _groups("CN08", "Reason for closure", _CLOSED, "in_need_closure_reasons", "closed_because")
    yield from _groups(
        "CP09", "Plans open by duration", _DURATIONS, "cp_plan_duration_bands", "duration", prefix="open:"
    )
    yield from _groups(
        "CP09", "Plans ended by duration", _DURATIONS, "cp_plan_ended_duration_bands", "duration", prefix="ended:"
    )
    yield from _groups(
        "CP10", "Plans open, latest category", _ABUSE, "cp_plan_categories", "category", prefix="open:latest:"
    )
    yield from _groups(
        "CP10", "Plans started, category", _ABUSE, "cp_plan_started_categories", "category", prefix="started:initial:"
    )
    yield from _groups("CP10", "Plans open, initial category", _ABUSE, "", "", prefix="open:initial:")
    yield from _groups("LA37", "Reason for a change of placement", _CHANGES, "placement_change_reasons", "change")
    for code, title, measure, polarity, suffix in (
        ("CL02", "Care leavers suitably housed", "care_leavers_suitable_homes", _H, ":suitable"),
        ("CL03", "Care leavers in work or study", "care_leavers_in_work_or_study", _H, ""),
        ("CL04", "Care leavers in neither work nor study", "care_leavers_neither", _L, ""),
        ("CL05", "Care leavers in higher education", "care_leavers_higher_education", _H, ""),
        ("CL08", "Care leavers, activity not known", "care_leavers_activity_unknown", _L, ""),
    ):
        yield from _groups(code, title, _LEAVERS, measure, "leaver_age", suffix=suffix, polarity=polarity)
    for number, month in enumerate(_MONTHS):
        part = f"{(number % 12) + 1:02d}_{month}"
        yield Series(code="RF09", unit="n", part=part, title=f"Referrals in the month: {month}")
    for kind in _DISABILITIES:
        yield Series(code="CN07", unit="pct_of_disabled", part=kind, title=f"Disability of children in need: {kind}")


SERIES: tuple[Series, ...] = tuple(_all())
BY_KEY: Mapping[tuple[str, str, str], Series] = {series.key: series for series in SERIES}


def not_published(measure: str) -> bool:
    """Whether nothing published answers a measure of ours."""
    return all(series.measure != measure for series in SERIES)


def find_series(name: str, part: str | None = None, unit: str | None = None) -> Series:
    """The series of a measure id or a code (RF04), of a part where it has several; UserError says which there are."""
    found = [series for series in SERIES if name in (series.measure, series.code) or name.upper() == series.code]
    if not found:
        known = [*dict.fromkeys([*(s.measure for s in SERIES if s.measure), *(s.code for s in SERIES)])]
        near = get_close_matches(name, known, n=3)
        raise UserError(
            f"Nothing is published that {name} could be compared with.",
            remedy=f"Did you mean {' or '.join(near)}?"
            if near
            else "See docs/how-to/compare-with-others.md for what is.",
        )
    if part is not None:
        wanted = part.strip().lower()
        fitting = [one for one in found if wanted in (one.part.lower(), one.group.lower(), one.title.lower())]
        if not fitting:
            parts = ", ".join(one.part for one in found if one.part)
            raise UserError(
                f"{name} has no part {part}.", remedy=f"Parts are: {parts}." if parts else "It has no parts."
            )
        found = fitting
    if unit is not None:
        found = [one for one in found if one.unit == unit] or found
    if len(found) > 1:
        headline = [one for one in found if not one.part]
        # A rate and a share can be compared between places; a number mostly tells how big a place is.
        found = sorted(headline, key=lambda one: one.unit == "n")[:1] if headline else found
    if len(found) > 1:
        shown = ", ".join(f"{one.part} ({one.title})" for one in found[:40])
        raise UserError(f"{name} is published in {len(found)} parts.", remedy=f"Name one with --part: {shown}.")
    return found[0]
