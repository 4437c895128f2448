"""Quality of practice: case audits and supervision, from the authority's own templates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import flag
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes
from goldenthread.tables.model import CodeList

GOOD = ("good", "outstanding")
_QUARTER = "^[0-9]{4}-Q[1-4]$"


def named(column: Any, code_list: CodeList) -> Any:
    """A code by its label; blanks and other words are not known."""
    return column.cases(*((code.code, code.label) for code in code_list.codes), else_=NOT_KNOWN)


def planned_rows(engine: Any, context: CountContext) -> Any:
    """Audits planned and audits done, placed on the first day of the calendar quarter they were planned for.

    The plan says how many were planned; where the authority keeps none, the audits listed for the quarter are the plan.
    """
    audit, plan = engine.table("audit"), engine.table("audit_plan")
    with_plan = plan.select(p_authority=plan.authority, p_source=plan.source, planned=1).distinct()
    audit = audit.left_join(with_plan, [audit.authority == with_plan.p_authority, audit.source == with_plan.p_source])
    listed = _in_quarter(audit)
    listed = listed.select(
        "authority", "source",
        person_id=listed.audit_id,
        event_date=listed.quarter_start,
        counted=(listed.planned.isnull()).cast("int32"),
        done=flag(listed.audit_date <= ibis.literal(context.as_at)),
        team=listed.team_id.fill_null(NOT_KNOWN),
        theme=named(listed.theme, codes.AUDIT_THEME),
    )  # fmt: skip
    plan = _in_quarter(plan)
    plan = plan.select(
        "authority", "source",
        person_id=plan.planned_quarter,
        event_date=plan.quarter_start,
        counted=plan.audits_planned.fill_null(0).cast("int32"),
        done=flag(ibis.literal(value=False)),
        team=plan.team_id.fill_null(NOT_KNOWN),
        theme=named(plan.theme, codes.AUDIT_THEME),
    )  # fmt: skip
    return listed.union(plan)


def _in_quarter(rows: Any) -> Any:
    """Rows with a calendar quarter such as 2025-Q3 in `planned_quarter`, with its first day, `quarter_start`."""
    text = rows.planned_quarter.re_search(_QUARTER).ifelse(rows.planned_quarter, ibis.null("string"))
    rows = rows.mutate(named_year=text.substr(0, 4).cast("int32"), quarter=text.substr(6, 1).cast("int32"))
    rows = rows.filter(rows.quarter.notnull())
    month = (rows.quarter * 3 - 2).cast("int32")
    return rows.mutate(quarter_start=ibis.date(rows.named_year, month, ibis.literal(1, "int32")))


def done_rows(engine: Any, _context: CountContext) -> Any:
    """One row per audit done, placed by its date."""
    audit = engine.table("audit")
    both = (
        audit.moderated.fill_null(ibis.literal(value=False)) & audit.moderated_grade.notnull() & audit.grade.notnull()
    )
    return audit.select(
        "authority", "source",
        person_id=audit.audit_id,
        event_date=audit.audit_date,
        graded=flag(audit.grade.notnull()),
        good=flag(audit.grade.isin(GOOD)),
        moderated=flag(both),
        agreed=flag(both & (audit.moderated_grade == audit.grade)),
        team=audit.team_id.fill_null(NOT_KNOWN),
        theme=named(audit.theme, codes.AUDIT_THEME),
    )  # fmt: skip


def action_rows(engine: Any, _context: CountContext) -> Any:
    """One row per action from an audit, placed by the date it was due."""
    action, audit = engine.table("audit_action"), engine.table("audit")
    audit = audit.select(a_authority=audit.authority, a_source=audit.source, a_id=audit.audit_id, team_id=audit.team_id)
    action = action.left_join(
        audit,
        [action.authority == audit.a_authority, action.source == audit.a_source, action.audit_id == audit.a_id],
    )
    return action.select(
        "authority", "source",
        person_id=action.audit_id,
        event_date=action.due_date,
        counted=1,
        closed_in_time=flag(action.closed_date <= action.due_date),
        team=action.team_id.fill_null(NOT_KNOWN),
    )  # fmt: skip


def supervision_rows(engine: Any, _context: CountContext) -> Any:
    """One row per supervision due, placed by the date it was due."""
    meeting = engine.table("supervision")
    return meeting.select(
        "authority", "source",
        person_id=meeting.supervision_id,
        event_date=meeting.due_date,
        counted=1,
        held_in_time=flag(meeting.held_date <= meeting.due_date),
        team=meeting.team_id.fill_null(NOT_KNOWN),
        kind=named(meeting.kind, codes.SUPERVISION_KIND),
    )  # fmt: skip


_OWN = "The authority's own template; not published nationally"
COMPLETED = Measure(
    id="audits_completed",
    code="QA01",
    title="Audits completed as planned",
    meaning="Of the case audits planned for the period, the share done.",
    why="A programme of audits that is not carried out finds nothing.",
    how="Audits done by the date of the data for a quarter of the period divided by audits planned for it, by the audit "
    "plan, or where there is none by the audits listed for the quarter. "
    "Quarters are those of the calendar: 2025-Q3 is July to September 2025.",
    numerator_words="audits done",
    denominator_words="audits planned",
    example="Of 24 audits planned for the quarter, 21 done is 87.5%.",
    moves="Managers' time, and inspection weeks.",
    misread="Done late still counts as done; audits nobody planned are not in it.",
    polarity=Polarity.HIGH,
    unit=Unit.PERCENT,
    source=_OWN,
    stage=Stage.QUALITY,
    numerator="done",
    denominator="counted",
)
GRADED_GOOD = replace(
    COMPLETED,
    id="audits_good",
    code="QA02",
    title="Audits graded good or better",
    meaning="Of the case audits graded, the share graded good or outstanding.",
    why="It is the nearest thing to seeing the quality of the work itself.",
    how="Audits done in the period with the auditor's grade good or outstanding divided by audits graded.",
    numerator_words="audits graded good or outstanding",
    denominator_words="audits graded",
    example="Of 21 audits, 11 good and 1 outstanding: 57.1%.",
    moves="Practice, which cases are chosen, and how strict the auditors are.",
    misread="Auditors who mark their own teams are kind: see whether moderators agree.",
    numerator="good",
    denominator="graded",
)
AGREED = replace(
    COMPLETED,
    id="audits_moderator_agrees",
    code="QA03",
    title="Audits on whose grade the moderator agrees",
    meaning="Of the audits moderated, the share whose grade the moderator left as it was.",
    why="Grades mean something only if another reader would give the same.",
    how="Audits whose moderated grade equals the auditor's divided by audits moderated with both grades recorded.",
    numerator_words="audits whose grade stood",
    denominator_words="audits moderated",
    example="Of 8 moderated, 6 unchanged is 75.0%.",
    moves="Shared standards, and training of auditors.",
    misread="Near 100% can mean that moderation is a formality.",
    numerator="agreed",
    denominator="moderated",
)
ACTIONS = replace(
    COMPLETED,
    id="audit_actions_in_time",
    code="QA04",
    title="Audit actions closed in time",
    meaning="Of the actions from audits that fell due, the share closed by their date.",
    why="An audit that changes nothing for the child was an exercise.",
    how="Actions due in the period and closed on or before the day they were due divided by actions due.",
    numerator_words="actions closed by their date",
    denominator_words="actions due",
    example="Of 30 actions due in the quarter, 24 closed in time is 80.0%.",
    moves="Follow-up by managers, and dates that were never realistic.",
    misread="Closed is what the worker says: re-audit to know.",
    numerator="closed_in_time",
)
SUPERVISED = replace(
    COMPLETED,
    id="supervision_in_time",
    code="VO04",
    title="Supervision held in time",
    meaning="Of the supervisions due, the share held by the date due.",
    why="Supervision is where a worker's thinking is tested and the worker is looked after.",
    how="Supervisions due in the period and held on or before the day due divided by supervisions due.",
    numerator_words="supervisions held by the date due",
    denominator_words="supervisions due",
    example="Of 60 due in the month, 51 in time is 85.0%.",
    moves="Managers' spans, sickness, and crises.",
    misread="Held says nothing of whether it was any good.",
    numerator="held_in_time",
)
PLANNED_COHORT = Cohort(
    id="audits_planned",
    by_child=False,
    title="Case audits planned",
    kind=CohortKind.EVENT,
    table="audit",
    rows=planned_rows,
    breakdowns=("team", "theme"),
    measures=(COMPLETED,),
)
DONE_COHORT = Cohort(
    id="audits",
    by_child=False,
    title="Case audits done",
    kind=CohortKind.EVENT,
    table="audit",
    rows=done_rows,
    breakdowns=("team", "theme"),
    measures=(GRADED_GOOD, AGREED),
)
ACTIONS_COHORT = Cohort(
    id="audit_actions",
    by_child=False,
    title="Actions from case audits",
    kind=CohortKind.EVENT,
    table="audit_action",
    rows=action_rows,
    breakdowns=("team",),
    measures=(ACTIONS,),
)
SUPERVISION_COHORT = Cohort(
    id="supervision",
    by_child=False,
    title="Supervision due",
    kind=CohortKind.EVENT,
    table="supervision",
    rows=supervision_rows,
    breakdowns=("team", "kind"),
    measures=(SUPERVISED,),
)
