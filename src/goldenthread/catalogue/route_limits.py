"""What single returns can tell of a measure where that is less than others can: told instead of a wrong figure.

Ofsted's Annex A lists the latest visit, review, placement and check of each child, and six months of events. SSDA903
tells of children looked after and of nobody else. The children in need census holds no enquiry's end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from goldenthread.measures.model import Cohort, Limit

ANNEX_A, S903 = "annex_a", "s903"
_NOW = Limit(data_date_only=True)


def _never(reason: str) -> Limit:
    return Limit(never=reason)


_PLACED = (
    "foster_care", "children_homes", "supported", "with_parents", "over_20_miles_outside", "over_20_miles",
    "other_placements", "other_placements_count", "other_residential", "legal_status", "visited_6_weeks",
    "health_assessments", "dental_checks",
)  # fmt: skip
_NOT_LISTED = (
    "immunisations", "development_checks", "substance_misuse", "substance_help", "substance_refused", "convicted",
)  # fmt: skip
LIMITS: Mapping[str, Mapping[str, Limit]] = {
    **{f"looked_after_{name}": {ANNEX_A: _NOW} for name in _PLACED},
    **{name: {ANNEX_A: _NOW} for name in ("cp_visited_10_days", "cp_visited_15_days", "cp_visited_20_days")},
    "cp_seen_alone": {ANNEX_A: _NOW},
    **{f"looked_after_{name}": {ANNEX_A: _never("Annex A does not list it.")} for name in _NOT_LISTED},
    "cp_reviews_in_time": {
        ANNEX_A: _never("Annex A lists the latest review of each plan, not whether those before it were in time.")
    },
    # List 8 counts the placements of the twelve months itself, and says when the child started and moved in.
    "looked_after_3_placements": {ANNEX_A: Limit(data_date_only=True, lookback_months=0)},
    "looked_after_long_term_stability": {ANNEX_A: Limit(data_date_only=True, lookback_months=0)},
    "looked_after_first_health_assessment": {
        ANNEX_A: _never("Annex A lists the latest health assessment of each child, not the first.")
    },
    "assessments_45_from_referral": {
        ANNEX_A: _never("Annex A lists six months of assessments, so which is the first of a case cannot be told.")
    },
    "workers_over_caseload_limit": {
        S903: _never("SSDA903 tells of children looked after, who are only some of the cases a worker holds.")
    },
    "adoption_decisions": {
        S903: _never("SSDA903 gives the decision of children who were adopted, not of every child it was made for.")
    },
    "adoption_plans_changed": {
        S903: _never("SSDA903 gives the decision of children who were adopted, not of every child it was made for.")
    },
    "adoption_waiting": {S903: _never("SSDA903 does not tell of children who wait to be placed for adoption.")},
}


def limited(cohort: Cohort) -> Cohort:
    """The cohort with what single returns can tell of its measures."""
    measures = tuple(
        replace(measure, limits=LIMITS[measure.id]) if measure.id in LIMITS else measure for measure in cohort.measures
    )
    return replace(cohort, measures=measures)
