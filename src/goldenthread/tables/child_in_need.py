"""Child in need plans and visits."""

from __future__ import annotations

from goldenthread.tables.model import Column, Kind, Table

CIN_PLAN = Table(
    name="cin_plan",
    title="Child in need plan",
    grain="one row per plan",
    key=("cin_plan_id",),
    natural_key=("cin_plan_id",),
    event_date="start_date",
    ssd_table="ssd_cin_plans",
    columns=(
        Column(
            name="cin_plan_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="cinp_cin_plan_id",
            cin="built",
        ),
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            references="person",
            ssd="cinp_person_id",
            cin="LAchildID",
            annex_a="L6 Child Unique ID",
        ),
        Column(
            name="referral_id",
            kind=Kind.TEXT,
            meaning="referral the row belongs to",
            references="referral",
            ssd="cinp_referral_id",
            cin="(parent)",
        ),
        Column(
            name="start_date",
            kind=Kind.DATE,
            meaning="date it started",
            required=True,
            ssd="cinp_cin_plan_start_date",
            cin="CINPlanStartDate",
        ),
        Column(
            name="end_date",
            kind=Kind.DATE,
            meaning="date it ended; empty while open",
            not_before="start_date",
            ssd="cinp_cin_plan_end_date",
            cin="CINPlanEndDate",
        ),
        Column(
            name="team_id",
            kind=Kind.TEXT,
            meaning="team, by id",
            references="team",
            ssd="cinp_cin_plan_team",
            annex_a="L6 Allocated Team",
        ),
        Column(
            name="professional_id",
            kind=Kind.TEXT,
            meaning="worker, by id",
            references="professional",
            ssd="cinp_cin_plan_worker_id",
            annex_a="L6 Allocated Worker",
        ),
    ),
    notes=(
        "Collected in the census only from 2021/22. A plan ends when a CP plan starts or the child is looked after.",
        'Not the same population as "child in need at 31 March" (see measures).',
    ),
)

CIN_VISIT = Table(
    name="cin_visit",
    title="Child in need visit",
    grain="one row per child per visit",
    key=("cin_visit_id",),
    natural_key=("cin_visit_id",),
    event_date="visit_date",
    ssd_table="ssd_cin_visits",
    columns=(
        Column(
            name="cin_visit_id",
            kind=Kind.TEXT,
            meaning="id of the row, unique within one return",
            required=True,
            ssd="cinv_cin_visit_id",
        ),
        Column(
            name="person_id",
            kind=Kind.TEXT,
            meaning="child the row is about",
            required=True,
            references="person",
            ssd="cinv_person_id",
            annex_a="L6 Child Unique ID",
        ),
        Column(
            name="visit_date",
            kind=Kind.DATE,
            meaning="date of the visit",
            required=True,
            ssd="cinv_cin_visit_date",
            annex_a="L6 Date Child Was Last Seen",
        ),
        Column(name="seen", kind=Kind.BOOL, meaning="child was seen", ssd="cinv_cin_visit_seen"),
        Column(name="seen_alone", kind=Kind.BOOL, meaning="child was seen alone", ssd="cinv_cin_visit_seen_alone"),
        Column(name="bedroom_seen", kind=Kind.BOOL, meaning="child's bedroom was seen", ssd="cinv_cin_visit_bedroom"),
    ),
    notes=("SSD gives no plan id here; link by child and date. Annex A gives only the last date.",),
)

TABLES = (
    CIN_PLAN,
    CIN_VISIT,
)
