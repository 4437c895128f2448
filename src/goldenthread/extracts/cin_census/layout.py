"""The element names of the CIN Census, collection years 2012/13 to 2025/26, and the columns they fill.

Everything is read by name in any order: the order inside CINdetails differs between case systems.
"""

from __future__ import annotations

from typing import Final

ROOT: Final = "Message"
COLLECTION: Final = "CIN"
FIRST_YEAR_WITH_SCHEMA: Final = 2017
FIRST_YEAR_OF_SEX: Final = 2025

IDENTIFIER_LEAVES: Final = frozenset(
    {
        "LAchildID",
        "UPN",
        "FormerUPN",
        "UPNunknown",
        "PersonBirthDate",
        "ExpectedPersonBirthDate",
        "Sex",
        "GenderCurrent",
        "PersonDeathDate",
    }
)
CHILD_LEAVES: Final = IDENTIFIER_LEAVES | {"Ethnicity"}
EPISODE_LEAVES: Final = frozenset(
    {
        "CINreferralDate",
        "ReferralSource",
        "PrimaryNeedCode",
        "CINclosureDate",
        "ReasonForClosure",
        "DateOfInitialCPC",
        "ReferralNFA",
    }
)
ASSESSMENT_LEAVES: Final = frozenset(
    {
        "AssessmentActualStartDate",
        "AssessmentInternalReviewDate",
        "AssessmentAuthorisationDate",
    }
)
FACTOR_GROUP: Final = "FactorsIdentifiedAtAssessment"
FACTOR: Final = "AssessmentFactors"
CIN_PLAN_LEAVES: Final = frozenset({"CINPlanStartDate", "CINPlanEndDate"})
ENQUIRY_LEAVES: Final = frozenset({"S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"})
CP_PLAN_LEAVES: Final = frozenset(
    {
        "CPPstartDate",
        "CPPendDate",
        "InitialCategoryOfAbuse",
        "LatestCategoryOfAbuse",
        "NumberOfPreviousCPP",
    }
)
REVIEW_GROUPS: Final = frozenset({"Reviews", "CPPreviews"})
REVIEW: Final = "CPPreviewDate"
PLANNED_DATES: Final = frozenset({"AssessmentInternalReviewDate", "InitialCPCtarget", "ExpectedPersonBirthDate"})

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "person": (
        "person_id",
        "date_of_birth",
        "expected_date_of_birth",
        "date_of_death",
        "sex",
        "gender",
        "ethnicity",
        "upn_unknown_reason",
    ),
    "disability": ("person_id", "code"),
    "referral": (
        "referral_id",
        "person_id",
        "referral_date",
        "source_code",
        "primary_need",
        "nfa",
        "closure_date",
        "closure_reason",
        "transfer_in_icpc_date",
    ),
    "assessment": (
        "assessment_id",
        "person_id",
        "referral_id",
        "start_date",
        "internal_review_date",
        "authorised_date",
    ),
    "assessment_factor": ("assessment_id", "code"),
    "cin_plan": ("cin_plan_id", "person_id", "referral_id", "start_date", "end_date"),
    "s47_enquiry": ("s47_enquiry_id", "person_id", "referral_id", "start_date", "icpc_not_required"),
    "initial_cp_conference": (
        "icpc_id",
        "person_id",
        "referral_id",
        "s47_enquiry_id",
        "cp_plan_id",
        "transfer_in",
        "target_date",
        "conference_date",
        "outcome_cp_plan",
    ),
    "cp_plan": (
        "cp_plan_id",
        "person_id",
        "referral_id",
        "start_date",
        "end_date",
        "initial_category",
        "latest_category",
        "previous_plans",
    ),
    "cp_review": ("cp_review_id", "person_id", "cp_plan_id", "review_date"),
}
