"""The measures: one file per cohort, the things counted, with the measures counted over it."""

from __future__ import annotations

from goldenthread.catalogue import (
    adoption,
    assessments,
    care_events,
    conferences,
    contacts,
    early_help,
    enquiries,
    enquiry_outcomes,
    factors,
    in_need,
    in_need_plans,
    leavers,
    looked_after,
    open_assessments,
    plans_ended,
    plans_open,
    plans_started,
    quality,
    referrals,
    reviews,
    voice,
    workforce,
)
from goldenthread.catalogue.beyond import NOT_COMPUTABLE, NotComputable
from goldenthread.catalogue.route_limits import limited
from goldenthread.measures.model import Cohort, Measure

_DEFINED: tuple[Cohort, ...] = (
    contacts.COHORT,
    contacts.OUTCOME_COHORT,
    early_help.STARTED_COHORT,
    early_help.OPEN_COHORT,
    early_help.ENDED_COHORT,
    referrals.COHORT,
    assessments.COHORT,
    open_assessments.COHORT,
    factors.COHORT,
    enquiries.COHORT,
    enquiry_outcomes.OUTCOME_COHORT,
    enquiry_outcomes.OPEN_COHORT,
    conferences.COHORT,
    in_need.OPEN_COHORT,
    in_need.STARTED_COHORT,
    in_need.ENDED_COHORT,
    in_need.ANY_COHORT,
    in_need_plans.OPEN_COHORT,
    in_need_plans.STARTED_COHORT,
    in_need_plans.ENDED_COHORT,
    plans_open.COHORT,
    plans_started.COHORT,
    plans_ended.COHORT,
    reviews.CP_COHORT,
    looked_after.OPEN_COHORT,
    looked_after.YEAR_COHORT,
    looked_after.STARTED_COHORT,
    looked_after.CEASED_COHORT,
    reviews.CLA_COHORT,
    reviews.DUE_COHORT,
    care_events.PLACEMENTS_COHORT,
    care_events.MONTHS_COHORT,
    care_events.INTERVIEWS_COHORT,
    care_events.LIBERTY_COHORT,
    leavers.COHORT,
    adoption.ADOPTED_COHORT,
    adoption.STEPS_COHORT,
    adoption.WAITING_COHORT,
    workforce.COHORT,
    workforce.HOLDERS_COHORT,
    quality.PLANNED_COHORT,
    quality.DONE_COHORT,
    quality.ACTIONS_COHORT,
    quality.SUPERVISION_COHORT,
    voice.ADVOCACY_COHORT,
    voice.SURVEY_COHORT,
    voice.RECEIVED_COHORT,
    voice.CLOSED_COHORT,
)
COHORTS: tuple[Cohort, ...] = tuple(limited(cohort) for cohort in _DEFINED)
MEASURES: dict[str, Measure] = {measure.id: measure for cohort in COHORTS for measure in cohort.measures}
COHORT_OF: dict[str, Cohort] = {measure.id: cohort for cohort in COHORTS for measure in cohort.measures}

__all__ = ["COHORTS", "COHORT_OF", "MEASURES", "NOT_COMPUTABLE", "NotComputable"]
