"""The templates: what each asks for, which table it fills, and how it is told from the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from goldenthread.tables import TABLES, codes
from goldenthread.tables.model import Column, Kind, Table


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One column of a template: the canonical column it fills, its heading, an example, what to say of it."""

    column: Column
    heading: str
    example: str = ""
    needed: bool = False
    advice: str = ""

    @property
    def name(self) -> str:
        """The heading as it is matched."""
        return self.heading.casefold().replace(" ", "_")


@dataclass(frozen=True, kw_only=True)
class Template:
    """One template: `fixed` are columns every row takes, `own_id` the id made for a row that gives none."""

    name: str
    title: str
    about: str
    table: str
    asked: tuple[Asked, ...]
    fixed: tuple[tuple[str, str], ...] = ()
    own_id: str = ""

    @cached_property
    def by_name(self) -> dict[str, Asked]:
        """Columns by the name they are matched by."""
        return {asked.name: asked for asked in self.asked}

    @property
    def needs(self) -> frozenset[str]:
        """Names of the columns a file cannot do without."""
        return frozenset(asked.name for asked in self.asked if asked.needed)

    @property
    def fills(self) -> Table:
        """The canonical table."""
        return TABLES[self.table]


COMPONENT = "component: "  # a column whose grade is one part of `grade_components`
BY_DAY = "day:"  # a decision known by the child and the day, until the row it belongs to is found
_ID_ADVICE = "Your own id of the row; the same id sent again replaces the row. Made when left blank."
_EXAMPLES = {
    Kind.DATE: "30/09/2025", Kind.DATETIME: "30/09/2025 14:30", Kind.BOOL: "Yes", Kind.INT: "2", Kind.DECIMAL: "1.5",
}  # fmt: skip


def _sentence(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _ask(table: str, name: str, *, example: str = "", needed: bool = False, advice: str = "") -> Asked:
    column = TABLES[table].by_name[name]
    if not example:
        example = column.codes.codes[0].label if column.codes else _EXAMPLES.get(column.kind, "")
    return Asked(column=column, heading=_sentence(name), example=example, needed=needed, advice=advice)


def _template(
    name: str,
    title: str,
    about: str,
    table: str,
    columns: str,
    needed: str = "",
    *,
    own_id: str = "",
    fixed: tuple[tuple[str, str], ...] = (),
    examples: dict[str, str] | None = None,
    more: tuple[Asked, ...] = (),
) -> Template:
    known = {"person_id": "SYN0000001", "team_id": "T1", "professional_id": "SW000001"} | (examples or {})
    asked = tuple(
        _ask(
            table,
            one,
            example=known.get(one, ""),
            needed=one in needed.split(),
            advice=_ID_ADVICE if one == own_id else "",
        )
        for one in columns.split()
    )
    return Template(name=name, title=title, about=about, table=table, asked=(*asked, *more), fixed=fixed, own_id=own_id)


def _free(name: str, kind: Kind, meaning: str, example: str, *, needed: bool = False, advice: str = "") -> Asked:
    column = Column(name=name, kind=kind, meaning=meaning)
    return Asked(column=column, heading=_sentence(name), example=example, needed=needed, advice=advice)


def _decisions(kind: str, day: str) -> Template:
    return Template(
        name=f"{kind}-decisions",
        title=f"{kind.capitalize()} decisions",
        about=f"When a manager decided on each {kind}, which no return says. Give the {kind}'s id as the dataset has it, "
        f"or the child and the date of the {kind}.",
        table="decision_clock",
        fixed=(("record_kind", kind),),
        asked=(
            _free(
                f"{kind}_id", Kind.TEXT, f"id of the {kind} in the dataset (SSD)", "", advice="Blank when not known."
            ),
            _free("person_id", Kind.TEXT, "child, by the id the return uses", "SYN0000001"),
            _free(day, Kind.DATE, f"date of the {kind} as the return has it", "30/09/2025"),
            _ask("decision_clock", "received_at", advice="A date alone will do."),
            _ask("decision_clock", "decided_at", needed=True, advice="A date alone will do."),
        ),
    )


_COMPONENTS = tuple(
    Asked(
        column=Column(name=f"{COMPONENT}{part}", kind=Kind.CODE, meaning=f"grade for {part}", codes=codes.AUDIT_GRADE),
        heading=f"Grade {part}",
        example="good",
    )
    for part in ("assessment quality", "plan quality", "threshold", "voice of the child", "culture and identity")
)

TEMPLATES: tuple[Template, ...] = (
    _decisions("contact", "contact_date"),
    _decisions("referral", "referral_date"),
    _template(
        "case-audits",
        "Case audits",
        "One row for each case audited. No text about a child: grades and a theme only.",
        "audit",
        "audit_id person_id team_id audit_date planned_quarter theme auditor_role grade moderated moderated_grade "
        "actions_due actions_closed_on_time",
        "audit_date grade",
        own_id="audit_id",
        examples={"planned_quarter": "2025-Q3", "audit_id": "A1", "grade": "good", "moderated_grade": "good"},
        more=_COMPONENTS,
    ),
    _template(
        "audit-actions",
        "Audit actions",
        "One row for each action that came of an audit.",
        "audit_action",
        "audit_id action_number due_date closed_date",
        "audit_id action_number due_date",
        examples={"audit_id": "A1", "action_number": "1"},
    ),
    _template(
        "audit-plan",
        "Audit plan",
        "How many audits are planned for each quarter, so that those done can be held against them.",
        "audit_plan",
        "planned_quarter team_id theme audits_planned",
        "planned_quarter audits_planned",
        examples={"planned_quarter": "2025-Q3", "audits_planned": "20"},
    ),
    _template(
        "supervision",
        "Supervision",
        "One row for each supervision due, of a worker or of a case.",
        "supervision",
        "supervision_id kind professional_id person_id team_id due_date held_date reason_not_held caseload_at_supervision",
        "kind due_date",
        own_id="supervision_id",
        examples={"supervision_id": "S1", "caseload_at_supervision": "16", "reason_not_held": ""},
    ),
    _template(
        "advocacy",
        "Advocacy",
        "One row for each meeting or complaint at which a child was to be offered an advocate.",
        "advocacy",
        "advocacy_id person_id team_id event_type event_date offered offered_date taken_up used_in_meeting reason_not_taken_up",
        "event_type event_date offered",
        own_id="advocacy_id",
        examples={"advocacy_id": "AD1", "reason_not_taken_up": ""},
    ),
    _template(
        "feedback",
        "Feedback",
        "One row for each answer to one question by a child, a parent or carer, a partner or a member of staff.",
        "feedback",
        "feedback_id received_date respondent person_id team_id question answer theme",
        "received_date question answer",
        own_id="feedback_id",
        fixed=(("kind", "survey"),),
        examples={"feedback_id": "F1", "theme": "communication"},
    ),
    _template(
        "complaints",
        "Complaints and compliments",
        "One row for each complaint, compliment, and enquiry by a member or MP.",
        "feedback",
        "feedback_id kind received_date respondent person_id team_id stage due_date closed_date outcome theme",
        "kind received_date",
        own_id="feedback_id",
        examples={"feedback_id": "C1", "kind": "complaint", "theme": "delay"},
    ),
    _template(
        "workforce",
        "Workforce",
        "One row for each month, team and role: posts, vacancies, agency workers, starters, leavers, sickness.",
        "workforce",
        "snapshot_date team_id role in_post_fte in_post_headcount vacancy_fte agency_fte agency_covering_vacancy_fte "
        "starters_fte leavers_fte days_lost_sickness cases_held case_holders_fte",
        "snapshot_date role in_post_fte",
        examples={"in_post_fte": "12.6", "in_post_headcount": "14", "cases_held": "180", "role": "case holder"},
    ),
    _template(
        "training",
        "Training",
        "One row for each worker and course due.",
        "training",
        "training_id professional_id team_id role course mandatory due_date completed_date",
        "course due_date",
        own_id="training_id",
        examples={"training_id": "TR1", "course": "domestic abuse", "role": "case holder"},
    ),
    _template(
        "step-downs",
        "Early help step-downs",
        "One row for each child stepped down from social care to early help.",
        "early_help_step_down",
        "step_down_id person_id step_down_date stepped_from accepted early_help_start_date organisation team_id",
        "person_id step_down_date",
        own_id="step_down_id",
        examples={"step_down_id": "SD1", "organisation": "Family hub"},
    ),
    _template(
        "id-map",
        "Id map",
        "Which ids of the returns are the same child, where they differ. Never for a child who was adopted.",
        "id_map",
        "person_id lachild_id s903_id annex_a_id",
        "person_id",
        examples={"lachild_id": "L0000001", "s903_id": "90300001", "annex_a_id": "A0000001"},
    ),
)
BY_NAME = {template.name: template for template in TEMPLATES}
