"""Who holds the work: involvements, professionals and teams."""

from __future__ import annotations

from goldenthread.tables import codes
from goldenthread.tables.model import Column, Kind, Table

INVOLVEMENT = Table(
    name="involvement",
    title="Involvement",
    grain="one row per worker per child per spell",
    key=("involvement_id",),
    natural_key=("involvement_id",),
    event_date="start_date",
    ssd_table="ssd_involvements",
    columns=(
        Column(
            name="involvement_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="invo_involvements_id",
            s903="built",
        ),
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            references="person",
            ssd="invo_person_id",
            s903="SWEpisodes.CHILD",
        ),
        Column(
            name="referral_id",
            kind=Kind.TEXT,
            meaning="referral the row belongs to",
            references="referral",
            ssd="invo_referral_id",
        ),
        Column(
            name="professional_id",
            kind=Kind.TEXT,
            meaning="worker, by id",
            references="professional",
            ssd="invo_professional_id",
            s903="SW_ID",
            annex_a="L3-9 Allocated Worker",
        ),
        Column(
            name="role",
            kind=Kind.CODE,
            meaning="case_worker, other",
            codes=codes.INVOLVEMENT_ROLE,
            ssd="invo_professional_role_id",
            s903="(always case worker)",
        ),
        Column(
            name="team_id",
            kind=Kind.TEXT,
            meaning="team, by id",
            references="team",
            ssd="invo_professional_team",
            annex_a="L3-9 Allocated Team",
        ),
        Column(
            name="start_date",
            kind=Kind.DATE,
            meaning="date it started",
            required=True,
            ssd="invo_involvement_start_date",
            s903="SW_DECOM",
        ),
        Column(
            name="end_date",
            kind=Kind.DATE,
            meaning="date it ended; empty while open",
            not_before="start_date",
            ssd="invo_involvement_end_date",
            s903="SW_DEC",
        ),
        Column(
            name="change_reason",
            kind=Kind.CODE,
            meaning="why the worker changed",
            codes=codes.WORKER_CHANGE_REASON,
            ssd="invo_worker_change_reason",
            s903="SW_REASON",
        ),
    ),
    dropped="worker name",
    notes=(
        "invo_person_id and invo_referral_id have no declared key.",
        'The role column was a description until 1.4.5 and is a code after it (case worker = CW in one system). Accept both: CW, "case worker", "allocated case worker".',
        "903 SWEpisodes (from 2023/24) covers looked-after children only, and the whole year even before care for children in care at 31 March.",
        "First contact (FCONTA) in SW_REASON is not a change of worker.",
    ),
)

PROFESSIONAL = Table(
    name="professional",
    title="Professional",
    grain="one row per worker",
    key=("professional_id",),
    natural_key=("professional_id",),
    ssd_table="ssd_professionals",
    columns=(
        Column(
            name="professional_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="prof_professional_id",
            s903="SW_ID",
            annex_a="L3-9 Allocated Worker (a name: map to an id, then drop)",
        ),
        Column(name="staff_id", kind=Kind.TEXT, meaning="keyed value", ssd="prof_staff_id"),
        Column(
            name="registered",
            kind=Kind.BOOL,
            meaning="holds a social-work registration number",
            ssd="prof_social_worker_registration_no present",
            s903="SW_ID starts SW",
        ),
        Column(name="job_title", kind=Kind.TEXT, meaning="title of the job", ssd="prof_professional_job_title"),
        Column(
            name="department",
            kind=Kind.TEXT,
            meaning="department the worker belongs to",
            ssd="prof_professional_department",
        ),
        Column(name="fte", kind=Kind.DECIMAL, meaning="full-time equivalent", ssd="prof_full_time_equivalency"),
        Column(name="agency", kind=Kind.BOOL, meaning="works through an agency", ssd="prof_agency_worker_flag"),
        Column(name="caseload_30_sept", kind=Kind.INT, meaning="as stored", ssd="prof_professional_caseload"),
    ),
    dropped="name; registration number replaced by a keyed value",
    notes=(
        "prof_professional_caseload is a stored number as at the last 30 September; compute caseload from involvement instead and show the difference.",
        "prof_agency_worker_flag holds PLACEHOLDER_DATA.",
    ),
)

TEAM = Table(
    name="team",
    title="Team",
    grain="one row per team",
    key=("team_id",),
    natural_key=("team_id",),
    ssd_table="ssd_department",
    columns=(
        Column(
            name="team_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="dept_team_id",
        ),
        Column(
            name="name", kind=Kind.TEXT, meaning="name of the team", ssd="dept_team_name", annex_a="L3-9 Allocated Team"
        ),
        Column(name="parent_team_id", kind=Kind.TEXT, meaning="team it belongs to, by id", ssd="dept_team_parent_id"),
        Column(
            name="parent_name", kind=Kind.TEXT, meaning="name of the team it belongs to", ssd="dept_team_parent_name"
        ),
    ),
    notes=(
        "dept_team_id is not declared unique. Team names can identify a small office: treat as restricted in outputs.",
    ),
)

TABLES = (
    INVOLVEMENT,
    PROFESSIONAL,
    TEAM,
)
