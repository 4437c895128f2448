"""The measures: one file per cohort, the things counted, with the measures counted over it."""

from __future__ import annotations

from goldenthread.catalogue import (
    assessments,
    conferences,
    contacts,
    enquiries,
    looked_after,
    open_assessments,
    plans_ended,
    plans_open,
    plans_started,
    referrals,
)
from goldenthread.measures.model import Cohort, Measure

COHORTS: tuple[Cohort, ...] = (
    contacts.COHORT,
    referrals.COHORT,
    assessments.COHORT,
    open_assessments.COHORT,
    enquiries.COHORT,
    conferences.COHORT,
    plans_open.COHORT,
    plans_started.COHORT,
    plans_ended.COHORT,
    looked_after.OPEN_COHORT,
    looked_after.STARTED_COHORT,
    looked_after.CEASED_COHORT,
)
MEASURES: dict[str, Measure] = {measure.id: measure for cohort in COHORTS for measure in cohort.measures}
COHORT_OF: dict[str, Cohort] = {measure.id: cohort for cohort in COHORTS for measure in cohort.measures}

__all__ = ["COHORTS", "COHORT_OF", "MEASURES"]
