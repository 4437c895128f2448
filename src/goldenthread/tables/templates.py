"""Our own small templates, for what no statutory return holds."""

from __future__ import annotations

from goldenthread.tables import codes
from goldenthread.tables.model import Column, Kind, Table

AUDIT = Table(
    name="audit",
    title="Audit",
    grain="one row per case audit",
    key=("audit_id",),
    natural_key=("audit_id",),
    event_date="audit_date",
    columns=(
        Column(name="audit_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(
            name="person_id", kind=Kind.TEXT, meaning="child (optional: a sample number is enough)", references="person"
        ),
        Column(name="team_id", kind=Kind.TEXT, meaning="team that held the case", references="team"),
        Column(name="audit_date", kind=Kind.DATE, meaning="date done"),
        Column(name="planned_quarter", kind=Kind.TEXT, meaning="quarter it was planned for, e.g. 2025-Q3"),
        Column(
            name="theme",
            kind=Kind.CODE,
            meaning="assessment, plan, supervision, threshold, voice, culture and identity, other",
            codes=codes.AUDIT_THEME,
        ),
        Column(
            name="auditor_role",
            kind=Kind.CODE,
            meaning="manager, peer, independent, external",
            codes=codes.AUDITOR_ROLE,
        ),
        Column(name="grade", kind=Kind.CODE, meaning="grade the auditor gave", codes=codes.AUDIT_GRADE),
        Column(name="moderated", kind=Kind.BOOL, meaning="the grade was moderated"),
        Column(name="moderated_grade", kind=Kind.CODE, meaning="grade after moderation", codes=codes.AUDIT_GRADE),
        Column(
            name="grade_components",
            kind=Kind.TEXT,
            meaning="component -> grade, e.g. assessment quality, plan quality, threshold, voice of the child, culture and identity",
        ),
        Column(name="actions_due", kind=Kind.INT, meaning="actions that were due"),
        Column(name="actions_closed_on_time", kind=Kind.INT, meaning="actions closed by their date"),
    ),
    notes=(
        "Template. No child-level text. Grade list is the authority's own; ship outstanding, good, requires improvement, inadequate.",
        "Actions are rows of audit_action (audit_id, due_date, closed_date).",
    ),
)

AUDIT_ACTION = Table(
    name="audit_action",
    title="Audit action",
    grain="one row per action arising from an audit",
    key=("audit_id", "action_number"),
    natural_key=("audit_id", "action_number"),
    event_date="due_date",
    columns=(
        Column(name="audit_id", kind=Kind.TEXT, meaning="audit the action came from", required=True),
        Column(name="action_number", kind=Kind.INT, meaning="number of the action within its audit", required=True),
        Column(name="due_date", kind=Kind.DATE, meaning="date the action is due", required=True),
        Column(name="closed_date", kind=Kind.DATE, meaning="date it was closed"),
    ),
)

ADVOCACY = Table(
    name="advocacy",
    title="Advocacy",
    grain="one row per child per offer",
    key=("advocacy_id",),
    natural_key=("advocacy_id",),
    event_date="event_date",
    columns=(
        Column(name="advocacy_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(name="person_id", kind=Kind.TEXT, meaning="child the row is about", references="person"),
        Column(name="team_id", kind=Kind.TEXT, meaning="team that held the case, by id", references="team"),
        Column(name="event_type", kind=Kind.CODE, meaning="why the child was eligible", codes=codes.ADVOCACY_EVENT),
        Column(name="event_date", kind=Kind.DATE, meaning="date of the meeting or complaint"),
        Column(name="offered", kind=Kind.BOOL, meaning="an advocate was offered"),
        Column(name="offered_date", kind=Kind.DATE, meaning="date the advocate was offered"),
        Column(name="taken_up", kind=Kind.BOOL, meaning="the offer was taken up"),
        Column(name="used_in_meeting", kind=Kind.BOOL, meaning="the advocate spoke or gave the child's words"),
        Column(
            name="reason_not_taken_up",
            kind=Kind.CODE,
            meaning="declined, too young, own voice, not available, other",
            codes=codes.ADVOCACY_NOT_TAKEN_UP,
        ),
    ),
    notes=(
        "Eligible events: initial conference, CP review, looked-after review, child in need meeting, complaint, family group meeting.",
    ),
)

FEEDBACK = Table(
    name="feedback",
    title="Feedback",
    grain="one row per answer to one question, or per complaint/compliment",
    key=("feedback_id",),
    natural_key=("feedback_id",),
    event_date="received_date",
    columns=(
        Column(name="feedback_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(
            name="kind",
            kind=Kind.CODE,
            meaning="survey, complaint, compliment, member or MP enquiry",
            codes=codes.FEEDBACK_KIND,
        ),
        Column(name="received_date", kind=Kind.DATE, meaning="date it was received", required=True),
        Column(
            name="respondent",
            kind=Kind.CODE,
            meaning="child, parent or carer, partner, staff",
            codes=codes.FEEDBACK_RESPONDENT,
        ),
        Column(name="person_id", kind=Kind.TEXT, meaning="child (blank for anonymous)", references="person"),
        Column(name="team_id", kind=Kind.TEXT, meaning="team, by id", references="team"),
        Column(
            name="question",
            kind=Kind.CODE,
            meaning="e.g. worries_explained, helped_to_understand, agrees_with_worker, plan_clear, tablet_helped",
            codes=codes.FEEDBACK_QUESTION,
        ),
        Column(name="answer", kind=Kind.CODE, meaning="yes, no, partly, not answered", codes=codes.FEEDBACK_ANSWER),
        Column(name="stage", kind=Kind.CODE, meaning="stage of a complaint", codes=codes.COMPLAINT_STAGE),
        Column(name="due_date", kind=Kind.DATE, meaning="date due"),
        Column(name="closed_date", kind=Kind.DATE, meaning="date it was closed"),
        Column(
            name="outcome",
            kind=Kind.CODE,
            meaning="upheld, partly upheld, not upheld, withdrawn",
            codes=codes.COMPLAINT_OUTCOME,
        ),
        Column(name="theme", kind=Kind.TEXT, meaning="theme, from the authority's own list"),
    ),
    notes=(
        "Free text never enters the store; a theme code does.",
        "SSD ssd_voice_of_child has five yes/no items but holds placeholder values today.",
    ),
)

SUPERVISION = Table(
    name="supervision",
    title="Supervision",
    grain="one row per worker per supervision due",
    key=("supervision_id",),
    natural_key=("supervision_id",),
    event_date="due_date",
    columns=(
        Column(name="supervision_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(name="kind", kind=Kind.CODE, meaning="worker, case", codes=codes.SUPERVISION_KIND),
        Column(name="professional_id", kind=Kind.TEXT, meaning="worker, by id", references="professional"),
        Column(name="person_id", kind=Kind.TEXT, meaning="child, case supervision only", references="person"),
        Column(name="team_id", kind=Kind.TEXT, meaning="team, by id", references="team"),
        Column(name="due_date", kind=Kind.DATE, meaning="date due"),
        Column(name="held_date", kind=Kind.DATE, meaning="date it was held"),
        Column(
            name="reason_not_held",
            kind=Kind.CODE,
            meaning="leave, sickness, manager absence, cancelled, other",
            codes=codes.SUPERVISION_NOT_HELD,
        ),
        Column(name="caseload_at_supervision", kind=Kind.INT, meaning="cases held on the day"),
    ),
    notes=("Case supervision (per child) and worker supervision are two kinds; keep apart.",),
)

WORKFORCE = Table(
    name="workforce",
    title="Workforce",
    grain="one row per team or role per month",
    key=("snapshot_date", "team_id", "role"),
    natural_key=("snapshot_date", "team_id", "role"),
    event_date="snapshot_date",
    columns=(
        Column(name="snapshot_date", kind=Kind.DATE, meaning="day described", required=True),
        Column(name="team_id", kind=Kind.TEXT, meaning="blank = whole service", references="team"),
        Column(
            name="role",
            kind=Kind.CODE,
            meaning="senior manager, middle manager, first-line manager, senior practitioner, case holder, qualified without cases, newly qualified",
            codes=codes.WORKFORCE_ROLE,
        ),
        Column(name="in_post_fte", kind=Kind.DECIMAL, meaning="full-time equivalents in post"),
        Column(name="in_post_headcount", kind=Kind.INT, meaning="people in post"),
        Column(name="vacancy_fte", kind=Kind.DECIMAL, meaning="full-time equivalents vacant"),
        Column(name="agency_fte", kind=Kind.DECIMAL, meaning="full-time equivalents from agencies"),
        Column(name="agency_covering_vacancy_fte", kind=Kind.DECIMAL, meaning="agency covering vacancy fte"),
        Column(name="starters_fte", kind=Kind.DECIMAL, meaning="since the last snapshot"),
        Column(name="leavers_fte", kind=Kind.DECIMAL, meaning="since the last snapshot"),
        Column(name="days_lost_sickness", kind=Kind.DECIMAL, meaning="since the last snapshot"),
        Column(name="cases_held", kind=Kind.INT, meaning="cases held by the role"),
        Column(name="case_holders_fte", kind=Kind.DECIMAL, meaning="FTE holding one case or more"),
    ),
    notes=(
        "Shapes follow the DfE workforce census so that local and published rates agree. Snapshot date 30 September for the published figure; monthly for local use.",
    ),
)

DECISION_CLOCK = Table(
    name="decision_clock",
    title="Decision clock",
    grain="one row per contact or referral that a manager decided",
    key=("record_kind", "record_id"),
    natural_key=("record_kind", "record_id"),
    columns=(
        Column(
            name="record_kind",
            kind=Kind.CODE,
            meaning="contact or referral",
            codes=codes.DECISION_RECORD,
            required=True,
        ),
        Column(
            name="record_id",
            kind=Kind.TEXT,
            meaning="contact_id or referral_id of the row the clock belongs to",
            required=True,
        ),
        Column(name="received_at", kind=Kind.DATETIME, meaning="when it arrived"),
        Column(name="decided_at", kind=Kind.DATETIME, meaning="when a manager decided"),
    ),
)

AUDIT_PLAN = Table(
    name="audit_plan",
    title="Audit plan",
    grain="one row per quarter, team and theme for which audits are planned",
    key=("planned_quarter", "team_id", "theme"),
    natural_key=("planned_quarter", "team_id", "theme"),
    columns=(
        Column(name="planned_quarter", kind=Kind.TEXT, meaning="calendar quarter, e.g. 2025-Q3", required=True),
        Column(name="team_id", kind=Kind.TEXT, meaning="team, blank for the whole service", references="team"),
        Column(
            name="theme", kind=Kind.CODE, meaning="theme of the audits, blank for any theme", codes=codes.AUDIT_THEME
        ),
        Column(name="audits_planned", kind=Kind.INT, meaning="how many audits are planned", required=True),
    ),
    notes=("Audits done are rows of audit with the same planned_quarter.",),
)

TRAINING = Table(
    name="training",
    title="Training",
    grain="one row per worker per course due",
    key=("training_id",),
    natural_key=("training_id",),
    event_date="due_date",
    columns=(
        Column(name="training_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(name="professional_id", kind=Kind.TEXT, meaning="worker, by id", references="professional"),
        Column(name="team_id", kind=Kind.TEXT, meaning="team, by id", references="team"),
        Column(name="role", kind=Kind.CODE, meaning="role of the worker", codes=codes.WORKFORCE_ROLE),
        Column(name="course", kind=Kind.TEXT, meaning="course, from the authority's own list", required=True),
        Column(name="mandatory", kind=Kind.BOOL, meaning="the course is required for the role"),
        Column(name="due_date", kind=Kind.DATE, meaning="date it is to be completed by"),
        Column(name="completed_date", kind=Kind.DATE, meaning="date it was completed"),
    ),
)

EARLY_HELP_STEP_DOWN = Table(
    name="early_help_step_down",
    title="Step-down to early help",
    grain="one row per child per step-down from social care to early help",
    key=("step_down_id",),
    natural_key=("step_down_id",),
    event_date="step_down_date",
    columns=(
        Column(name="step_down_id", kind=Kind.TEXT, meaning="id of the row, unique within one return", required=True),
        Column(name="person_id", kind=Kind.TEXT, meaning="child the row is about", required=True, references="person"),
        Column(name="step_down_date", kind=Kind.DATE, meaning="date social care stepped the child down", required=True),
        Column(
            name="stepped_from",
            kind=Kind.CODE,
            meaning="what the child was stepped down from",
            codes=codes.STEPPED_FROM,
        ),
        Column(name="accepted", kind=Kind.BOOL, meaning="early help took the child on"),
        Column(
            name="early_help_start_date",
            kind=Kind.DATE,
            meaning="date early help began",
            not_before="step_down_date",
        ),
        Column(name="organisation", kind=Kind.TEXT, meaning="organisation that leads"),
        Column(name="team_id", kind=Kind.TEXT, meaning="team that stepped the child down", references="team"),
    ),
)

ID_MAP = Table(
    name="id_map",
    title="Id map",
    grain="one row per child whose id differs between returns",
    key=("person_id",),
    natural_key=("person_id",),
    columns=(
        Column(name="person_id", kind=Kind.TEXT, meaning="id in the dataset (SSD)", required=True),
        Column(name="lachild_id", kind=Kind.TEXT, meaning="id in the CIN Census (LAchildID)"),
        Column(name="s903_id", kind=Kind.TEXT, meaning="id in SSDA903 (CHILD)"),
        Column(name="annex_a_id", kind=Kind.TEXT, meaning="id in Annex A (Child Unique ID)"),
    ),
    notes=("A child who was adopted and came back into care has two ids that must stay apart: leave such rows out.",),
)

TABLES = (
    AUDIT,
    AUDIT_ACTION,
    AUDIT_PLAN,
    ADVOCACY,
    FEEDBACK,
    SUPERVISION,
    WORKFORCE,
    DECISION_CLOCK,
    TRAINING,
    EARLY_HELP_STEP_DOWN,
    ID_MAP,
)
