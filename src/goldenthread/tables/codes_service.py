"""Code lists of the service's own templates: audit, advocacy, feedback, supervision, workforce."""

from __future__ import annotations

from goldenthread.tables.model import Code, CodeList

AUDIT_THEME = CodeList(
    name="audit_theme",
    title="Audit theme",
    codes=(
        Code(code="assessment", label="assessment"),
        Code(code="plan", label="plan"),
        Code(code="supervision", label="supervision"),
        Code(code="threshold", label="threshold"),
        Code(code="voice", label="voice"),
        Code(code="culture_and_identity", label="culture and identity"),
        Code(code="other", label="other"),
    ),
)

AUDITOR_ROLE = CodeList(
    name="auditor_role",
    title="Auditor",
    codes=(
        Code(code="manager", label="manager"),
        Code(code="peer", label="peer"),
        Code(code="independent", label="independent"),
        Code(code="external", label="external"),
    ),
)

AUDIT_GRADE = CodeList(
    name="audit_grade",
    title="Audit grade",
    codes=(
        Code(code="outstanding", label="outstanding"),
        Code(code="good", label="good"),
        Code(code="requires_improvement", label="requires improvement"),
        Code(code="inadequate", label="inadequate"),
    ),
)

ADVOCACY_EVENT = CodeList(
    name="advocacy_event",
    title="Why an advocate was to be offered",
    codes=(
        Code(code="initial_conference", label="initial conference"),
        Code(code="cp_review", label="cp review"),
        Code(code="looked_after_review", label="looked after review"),
        Code(code="child_in_need_meeting", label="child in need meeting"),
        Code(code="complaint", label="complaint"),
        Code(code="family_group_meeting", label="family group meeting"),
    ),
)

ADVOCACY_NOT_TAKEN_UP = CodeList(
    name="advocacy_not_taken_up",
    title="Why advocacy was not taken up",
    codes=(
        Code(code="declined", label="declined"),
        Code(code="too_young", label="too young"),
        Code(code="own_voice", label="own voice"),
        Code(code="not_available", label="not available"),
        Code(code="other", label="other"),
    ),
)

FEEDBACK_KIND = CodeList(
    name="feedback_kind",
    title="Kind of feedback",
    codes=(
        Code(code="survey", label="survey"),
        Code(code="complaint", label="complaint"),
        Code(code="compliment", label="compliment"),
        Code(code="member_or_mp_enquiry", label="member or mp enquiry"),
    ),
)

FEEDBACK_RESPONDENT = CodeList(
    name="feedback_respondent",
    title="Who gave feedback",
    codes=(
        Code(code="child", label="child"),
        Code(code="parent_or_carer", label="parent or carer"),
        Code(code="partner", label="partner"),
        Code(code="staff", label="staff"),
    ),
)

FEEDBACK_QUESTION = CodeList(
    name="feedback_question",
    title="Feedback question",
    codes=(
        Code(code="worries_explained", label="worries explained"),
        Code(code="helped_to_understand", label="helped to understand"),
        Code(code="agrees_with_worker", label="agrees with worker"),
        Code(code="plan_clear", label="plan clear"),
        Code(code="tablet_helped", label="tablet helped"),
    ),
)

FEEDBACK_ANSWER = CodeList(
    name="feedback_answer",
    title="Feedback answer",
    codes=(
        Code(code="yes", label="yes"),
        Code(code="no", label="no"),
        Code(code="partly", label="partly"),
        Code(code="not_answered", label="not answered"),
    ),
)

COMPLAINT_STAGE = CodeList(
    name="complaint_stage",
    title="Complaint stage",
    codes=(
        Code(code="1", label="stage 1"),
        Code(code="2", label="stage 2"),
        Code(code="3", label="stage 3"),
    ),
)

COMPLAINT_OUTCOME = CodeList(
    name="complaint_outcome",
    title="Complaint outcome",
    codes=(
        Code(code="upheld", label="upheld"),
        Code(code="partly_upheld", label="partly upheld"),
        Code(code="not_upheld", label="not upheld"),
        Code(code="withdrawn", label="withdrawn"),
    ),
)

SUPERVISION_KIND = CodeList(
    name="supervision_kind",
    title="Kind of supervision",
    codes=(
        Code(code="worker", label="worker"),
        Code(code="case", label="case"),
    ),
)

SUPERVISION_NOT_HELD = CodeList(
    name="supervision_not_held",
    title="Why supervision was not held",
    codes=(
        Code(code="leave", label="leave"),
        Code(code="sickness", label="sickness"),
        Code(code="manager_absence", label="manager absence"),
        Code(code="cancelled", label="cancelled"),
        Code(code="other", label="other"),
    ),
)

WORKFORCE_ROLE = CodeList(
    name="workforce_role",
    title="Workforce role",
    codes=(
        Code(code="senior_manager", label="senior manager"),
        Code(code="middle_manager", label="middle manager"),
        Code(code="first_line_manager", label="first line manager"),
        Code(code="senior_practitioner", label="senior practitioner"),
        Code(code="case_holder", label="case holder"),
        Code(code="qualified_without_cases", label="qualified without cases"),
        Code(code="newly_qualified", label="newly qualified"),
    ),
)

STEPPED_FROM = CodeList(
    name="stepped_from",
    title="What a child was stepped down from",
    codes=(
        Code(code="assessment", label="assessment"),
        Code(code="child_in_need_plan", label="child in need plan"),
        Code(code="child_protection_plan", label="child protection plan"),
        Code(code="looked_after", label="looked after"),
        Code(code="other", label="other"),
    ),
)

DECISION_RECORD = CodeList(
    name="decision_record",
    title="Record a decision belongs to",
    codes=(
        Code(code="contact", label="contact"),
        Code(code="referral", label="referral"),
    ),
)
