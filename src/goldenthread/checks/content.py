"""Rows whose own content contradicts itself or is missing."""

from __future__ import annotations

from typing import Any

from goldenthread.checks.common import failing, open_too_long, where
from goldenthread.checks.model import Check, Severity


def _none_beside_others(engine: Any, _as_at: Any) -> Any:
    factor = engine.table("assessment_factor")
    other = factor.filter(factor.code != "21").select(
        o_authority=factor.authority, o_source=factor.source, o_id=factor.assessment_id
    )
    assessment = engine.table("assessment")
    none = factor.filter(factor.code == "21").semi_join(
        other,
        [factor.authority == other.o_authority, factor.source == other.o_source, factor.assessment_id == other.o_id],
    )
    marked = none.select(n_authority=none.authority, n_source=none.source, n_id=none.assessment_id).distinct()
    found = assessment.semi_join(
        marked,
        [
            assessment.authority == marked.n_authority,
            assessment.source == marked.n_source,
            assessment.assessment_id == marked.n_id,
        ],
    )
    return failing(found, "assessment", "start_date")


def _without_factors(engine: Any, _as_at: Any) -> Any:
    assessment, factor = engine.table("assessment"), engine.table("assessment_factor")
    factor = factor.select(f_authority=factor.authority, f_source=factor.source, f_id=factor.assessment_id).distinct()
    found = assessment.filter(assessment.authorised_date.notnull()).anti_join(
        factor,
        [
            assessment.authority == factor.f_authority,
            assessment.source == factor.f_source,
            assessment.assessment_id == factor.f_id,
        ],
    )
    return failing(found, "assessment", "authorised_date")


def _weekend(table: Any) -> Any:
    return table.conference_date.day_of_week.index() >= 5


_TELL = "Record it in the case system."
CHECKS = (
    Check(
        code="8869",
        title="No factor identified, beside other factors",
        severity=Severity.ERROR,
        table="assessment",
        explain="Code 21 says that there was no factor, and the assessment has others.",
        remedy="Remove one or the other.",
        rows=_none_beside_others,
    ),
    Check(
        code="8897Q",
        title="Completed assessment without any factor",
        severity=Severity.QUERY,
        table="assessment",
        explain="No factor was recorded, not even that there was none. Complexity cannot be judged.",
        remedy="Record the factors, or code 21.",
        rows=_without_factors,
    ),
    where(
        "8875", "Conference held at a weekend", "initial_cp_conference", "conference_date",
        "Conferences are not held on a Saturday or Sunday; the date is probably wrong.", _TELL, _weekend,
    ),
    where(
        "8840", "Protection plan starts and ends on one day", "cp_plan", "start_date",
        "A plan that lasts no day protected nobody; it was probably entered by mistake.", "Delete it, or correct its dates.",
        lambda plan: plan.start_date == plan.end_date,
    ),
    where(
        "8905", "Protection plan without a category of abuse", "cp_plan", "start_date",
        "Every plan has a category.", _TELL, lambda plan: plan.initial_category.isnull(),
    ),
    where(
        "no-source", "Referral without a source", "referral", "referral_date",
        "Nobody can say who made the referral.", _TELL, lambda referral: referral.source_code.isnull(),
        severity=Severity.QUERY,
    ),
    where(
        "care-rec", "Episode of care with an end and no reason", "cla_episode", "start_date",
        "Without a reason nobody can say whether the child left care or only moved.", _TELL,
        lambda episode: episode.end_date.notnull() & episode.end_reason.isnull(),
    ),
    where(
        "care-v3", "Short break of more than 17 days", "cla_episode", "start_date",
        "A single short break (V3) lasts 17 days at most.", "Correct the legal status or the dates.",
        lambda episode: (episode.legal_status == "V3") & (
            episode.end_date.fill_null(episode.start_date).delta(episode.start_date, unit="day") > 17
        ),
    ),
    where(
        "births", "Birth date in the future of the record", "person", "date_of_birth",
        "The child was born after the day the return describes.", _TELL,
        lambda person: person.date_of_birth > person.as_at,
    ),
    where(
        "no-birth", "Child without a birth date or a due date", "person", "as_at",
        "The child's age cannot be told, so the child is missing from every age group.", _TELL,
        lambda person: person.date_of_birth.isnull() & person.expected_date_of_birth.isnull(), severity=Severity.QUERY,
    ),
    open_too_long(
        "8670Q", "Assessment open for more than 45 working days", "assessment", "authorised_date", 45,
        "Late work that is still open does not show in the share finished in time.", "Finish it, or close it if it was done.",
    ),
)  # fmt: skip
