"""The measures beyond the first ones, each as the plainest rule over its events."""

from __future__ import annotations

from typing import Any

from tests.oracle.rule import Rule, Test, is_true

DAYS_A_MONTH = 365.25 / 12
PERSON = ("age_band", "sex", "ethnicity", "disability")
_EVERY = is_true("all")


def all_of(*names: str) -> Test:
    return lambda event: all(event.true[name] for name in names)


def number(cohort: str, hit: str = "all", **more: Any) -> Rule:
    return Rule(cohort=cohort, hit=is_true(hit), **more)


def rate(cohort: str, hit: str = "all", **more: Any) -> Rule:
    return Rule(cohort=cohort, hit=is_true(hit), population=True, **more)


def part(cohort: str, hit: str, base: str = "all", **more: Any) -> Rule:
    return Rule(cohort=cohort, hit=is_true(hit), base=is_true(base), **more)


def shares(cohort: str, hit: str = "all", base: str = "all", **more: Any) -> Rule:
    return Rule(cohort=cohort, hit=is_true(hit), base=is_true(base), share=True, **more)


def inside(part: str, *others: str) -> tuple[str, ...]:
    """The names of a breakdown within each of others."""
    return tuple(f"{part}_by_{other}" for other in others)


def is_not(name: str) -> Test:
    return lambda event: not event.true[name]


def mean(cohort: str, name: str, base: str, **more: Any) -> Rule:
    return Rule(cohort=cohort, hit=is_true(base), base=is_true(base), sums=(name,), percent=False, **more)


def ratio(top: str, bottom: str, *, percent: bool = True) -> Rule:
    return Rule(cohort="workforce", hit=_EVERY, base=_EVERY, sums=(top, bottom), percent=percent)


MORE_RULES: dict[str, Rule] = {
    "contact_rate": rate("contacts"),
    "contacts_by_source": shares("contacts"),
    "children_repeat_contacts": part("contacts", "all", least=2, children="first", each=("age_band",)),
    "contacts_decided_1_day": part("contacts", "soon", "decided", left_out=is_true("undecided")),
    "contact_outcomes": shares("contact_outcomes", base="first", within=inside("outcome", "source")),
    "early_help_started": number("early_help_started"),
    "early_help_open": number("early_help_open"),
    "early_help_end_reasons": shares("early_help_ended"),
    "referrals_by_source": shares("referrals", within=inside("source", "team")),
    "referrals_not_in_need": Rule(cohort="referrals", hit=all_of("all", "not in need"), base=_EVERY),
    "referrals_decided_1_day": Rule(
        cohort="referrals",
        hit=all_of("all", "soon"),
        base=all_of("all", "decided"),
        left_out=all_of("all", "undecided"),
    ),
    "referrals_decided_late": Rule(
        cohort="referrals",
        hit=all_of("all", "slow"),
        base=all_of("all", "decided"),
        left_out=all_of("all", "undecided"),
    ),
    "referrals_leading_to_assessment": Rule(
        cohort="referrals",
        hit=lambda e: e.true["all"] and e.true["assessed"] and not e.true["recent"],
        base=lambda e: e.true["all"] and not e.true["recent"],
        recent=all_of("all", "recent"),
    ),
    "assessments_child_seen": part("assessments", "seen", "seen told", left_out=is_true("seen untold")),
    "assessments_ended_nfa": part("assessments", "nothing", "nothing told", left_out=is_true("nothing untold")),
    "assessments_with_factors": part("assessments", "factors"),
    "assessment_factors": shares(
        "factors", "factor", "any", children="first", within=inside("factor", *PERSON), each=("age_band",)
    ),
    "assessment_factor_rate": rate("factors", "factor", children="first"),
    "s47_outcomes": shares("enquiry_outcomes", base="first", within=inside("outcome", "team")),
    "s47_open_over_15": number("enquiries_waiting", "late"),
    "conference_bands": shares("conferences", within=inside("waited", "team")),
    "children_in_need": number("in_need_open"),
    "children_in_need_rate": rate("in_need_open"),
    "children_in_need_durations": shares("in_need_open", within=inside("duration", "need", "team")),
    "children_in_need_primary_needs": shares("in_need_open", within=inside("need", *PERSON)),
    "children_in_need_disabled": part("in_need_open", "disabled"),
    "children_in_need_awaiting": number("in_need_open", "awaiting"),
    "children_in_need_awaiting_rate": rate("in_need_open", "awaiting"),
    "unallocated_cases": number("in_need_open", "unallocated"),
    "in_need_episodes_started": number("in_need_started"),
    "in_need_episodes_started_rate": rate("in_need_started"),
    "in_need_episodes_ended": number("in_need_ended"),
    "in_need_episodes_ended_rate": rate("in_need_ended"),
    "in_need_ended_durations": shares("in_need_ended", within=inside("duration", "need", "team")),
    "in_need_closure_reasons": shares("in_need_ended", within=inside("closed_because", "team")),
    "children_in_need_any_point": number("in_need_any_point", children="first"),
    "children_in_need_any_point_rate": rate("in_need_any_point", children="first", annual=False),
    "cin_plans": number("cin_plans_open"),
    "cin_plan_rate": rate("cin_plans_open"),
    "cin_plans_started": number("cin_plans_started"),
    "cin_plans_ended": number("cin_plans_ended"),
    "cin_plans_started_rate": rate("cin_plans_started"),
    "cin_plans_ended_rate": rate("cin_plans_ended"),
    "cp_seen_alone": part("plans_open", "alone", "old"),
    "cp_allocated": part("plans_open", "allocated"),
    "cp_plan_duration_bands": shares("plans_open", within=inside("duration", "category")),
    "cp_plan_categories": shares("plans_open", within=inside("category", *PERSON)),
    "cp_plan_started_categories": shares("plans_started", within=inside("category", *PERSON)),
    "cp_plans_ended_rate": rate("plans_ended"),
    "cp_plan_ended_duration_bands": shares("plans_ended", within=inside("duration", "category")),
    "cp_plans_ended_3_months": part("plans_ended", "early"),
    "cp_reviews_child_took_part": part("cp_reviews", "heard", "told", left_out=is_true("untold")),
    "cp_reviews_quorate": part("cp_reviews", "quorate", "quorum_told", left_out=is_true("quorum_untold")),
    "cla_reviews_child_took_part": part("cla_reviews", "heard", "told", left_out=is_true("untold")),
    "cla_reviews_in_time": part("cla_reviews_due", "late", turned=True, children="first", each=("team", "age_band")),
    "looked_after_3_placements": part("looked_after_open", "moves"),
    "looked_after_long_term_stability": part("looked_after_open", "settled", "long"),
    "looked_after_foster_care": part("looked_after_open", "in foster"),
    "looked_after_children_homes": part("looked_after_open", "in secure and children's homes"),
    "looked_after_supported": part("looked_after_open", "in supported / independent"),
    "looked_after_with_parents": part("looked_after_open", "in parents"),
    "looked_after_other_placements": part("looked_after_open", "in other"),
    "looked_after_other_residential": part("looked_after_open", "in other residential"),
    "looked_after_over_20_miles": part("looked_after_open", "far", "miles", left_out=is_true("no miles")),
    "looked_after_over_20_miles_outside": part(
        "looked_after_open", "far outside", "place", left_out=is_true("no place")
    ),
    "looked_after_other_placements_count": number("looked_after_open", "in other"),
    "looked_after_uasc_rate": rate("looked_after_open", "uasc"),
    "looked_after_started_uasc_count": number("looked_after_started", "uasc", children="first"),
    "looked_after_started_uasc_rate": rate("looked_after_started", "uasc", children="first"),
    "looked_after_uasc": number("looked_after_open", "uasc"),
    "looked_after_uasc_share": part("looked_after_open", "uasc"),
    "looked_after_visited_6_weeks": part("looked_after_open", "visited"),
    "looked_after_3_workers": part("looked_after_open", "workers"),
    "looked_after_legal_status": shares("looked_after_open", within=inside("legal_status_group", *PERSON)),
    "looked_after_health_assessments": part("looked_after_12_months", "assessed"),
    "looked_after_dental_checks": part("looked_after_12_months", "dental"),
    "looked_after_immunisations": part("looked_after_12_months", "immunised"),
    "looked_after_development_checks": part("looked_after_12_months", "developing", "young"),
    "looked_after_sdq_score": mean("looked_after_12_months", "score", "scored"),
    "looked_after_sdq_returned": part("looked_after_12_months", "scored", "school"),
    "looked_after_substance_misuse": part("looked_after_12_months", "misused"),
    "looked_after_substance_help": part("looked_after_12_months", "helped", "misused"),
    "looked_after_substance_refused": part("looked_after_12_months", "refused", "misused"),
    "looked_after_convicted": part("looked_after_12_months", "convicted", "grown"),
    "looked_after_started_rate": rate("looked_after_started", children="first"),
    "looked_after_started_uasc": part("looked_after_started", "uasc", children="first"),
    "looked_after_returned_12_months": part("looked_after_started", "returned", children="first"),
    "looked_after_first_health_assessment": part("looked_after_started", "in time", "due", recent=is_true("recent")),
    "looked_after_ceased_rate": rate("looked_after_ceased", children="last"),
    "looked_after_ceased_reasons": shares(
        "looked_after_ceased", children="last", within=inside("ceased_because", *PERSON)
    ),
    "children_adopted": number("looked_after_ceased", "adopted", children="last"),
    "deprived_of_liberty": number("deprived_of_liberty"),
    "placement_change_reasons": shares(
        "placements_ended", "told", "told", left_out=is_true("untold"), within=inside("change", "placement", "provider")
    ),
    "missing_from_care": part("care_days", "missing", "care", children="first", each=("placement", "age_band")),
    "away_without_authorisation": part("care_days", "away", "care", children="first", each=("placement", "age_band")),
    "return_interviews_offered": part("missing_ended", "offered", "told", left_out=is_true("untold")),
    "return_interviews_accepted": part("missing_ended", "accepted", "answered", left_out=is_true("unanswered")),
    "care_leavers_in_touch": part("care_leavers", "touch", "ours"),
    "care_leavers_suitable_homes": part("care_leavers", "suitable", "housed"),
    "care_leavers_in_work_or_study": part("care_leavers", "active", "ours"),
    "care_leavers_neither": part("care_leavers", "idle", "ours"),
    "care_leavers_higher_education": part("care_leavers", "higher", "ours"),
    "care_leavers_activity_unknown": part("care_leavers", "unknown", "ours"),
    "care_leavers_pathway_plan_reviewed": part("care_leavers", "reviewed", "now"),
    "adoption_care_to_moving_in": mean("adopted", "moved in", "moved in", months=36, left_out=is_not("moved in")),
    "adoption_order_to_match": mean("adopted", "matched", "matched", months=36, left_out=is_not("matched")),
    "adoption_care_to_settled": mean("adopted", "settled", "settled", months=36, left_out=is_not("settled")),
    "adoption_decisions": number("adoption_steps", "decided"),
    "adoption_placement_orders": number("adoption_steps", "ordered"),
    "adoption_plans_changed": part("adoption_steps", "reversed", "decided"),
    "adoption_waiting": number("adoption_waiting"),
    "vacancy_rate": ratio("vacancy_fte", "posts"),
    "turnover_rate": ratio("leavers_fte_year", "in_post_fte"),
    "agency_rate": ratio("agency_fte", "staff"),
    "average_caseload": ratio("cases_held", "case_holders_fte", percent=False),
    "sickness_absence": ratio("days_lost_sickness_year", "days_to_work"),
    "agency_covering_vacancies": ratio("agency_covering_vacancy_fte", "agency_fte"),
    "vacancies_covered": ratio("agency_covering_vacancy_fte", "vacancy_fte"),
    "social_workers_started": Rule(cohort="workforce", hit=_EVERY, sums=("starters_fte_year",)),
    "social_workers_left": Rule(cohort="workforce", hit=_EVERY, sums=("leavers_fte_year",)),
    "newly_qualified_share": ratio("new", "heads"),
    "workers_over_caseload_limit": part("case_holders", "over"),
    "audits_completed": Rule(cohort="audits_planned", hit=_EVERY, base=_EVERY, sums=("done", "planned")),
    "audits_good": part("audits", "good", "graded"),
    "audits_moderator_agrees": part("audits", "agreed", "moderated"),
    "audit_actions_in_time": part("audit_actions", "in_time"),
    "supervision_in_time": part("supervision", "in_time"),
    "advocacy_offered": part("advocacy", "offered"),
    "advocacy_taken_up": part("advocacy", "taken_up", "offered"),
    "children_feedback_yes": part("feedback_answers", "yes", "answered"),
    "complaints": number("feedback_received", "complaint"),
    "compliments": number("feedback_received", "compliment"),
    "complaints_in_time": part("complaints_closed", "in_time", "first"),
    "complaints_upheld": part("complaints_closed", "upheld", "decided"),
}
for months in (6, 12):
    MORE_RULES[f"early_help_then_referral_{months}_months"] = part(
        "early_help_ended", f"back_{months}", f"watched_{months}", recent=is_true(f"recent_{months}"), children="first"
    )
for days in (10, 15, 20):
    MORE_RULES[f"cp_visited_{days}_days"] = part("plans_open", f"visited {days}")
for weeks in (4, 6):
    MORE_RULES[f"cin_visited_{weeks}_weeks"] = part("cin_plans_open", f"visited_{weeks}")
for months in (9, 12, 24):
    MORE_RULES[f"cin_plans_over_{months}_months"] = part("cin_plans_open", f"over_{months}")
for name, hit in (
    ("sgo", "guardianship"), ("cao", "arrangements"), ("home_planned", "planned"), ("home_unplanned", "unplanned"),
    ("adopted", "adopted"),
):  # fmt: skip
    MORE_RULES[f"looked_after_ceased_{name}"] = part("looked_after_ceased", hit, children="last")
for name in (
    "entry_to_decision", "decision_to_match", "match_to_placed", "entry_to_placed", "placed_to_order", "entry_to_order",
):  # fmt: skip
    words = name.replace("_", " ")
    MORE_RULES[f"adoption_{name}"] = mean("adopted", words, words, scale=1 / DAYS_A_MONTH)
