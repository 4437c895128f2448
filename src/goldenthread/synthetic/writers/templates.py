"""Goldenthread's own templates filled in: one CSV file for each, under the headings of the empty ones."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.practice import Setting, practice_rows
from goldenthread.synthetic.writers.rows import rows_of
from goldenthread.tables import TABLES
from goldenthread.tables.model import Column

_GRADED = ("assessment quality", "plan quality", "threshold", "voice of the child", "culture and identity")
_COMPONENT = "component: "


def _columns(table: str, names: str, *more: str) -> tuple[str, tuple[str, ...]]:
    return table, (*names.split(), *more)


# Table and columns of each, written here a second time so that a test can hold them against the empty templates.
LAYOUTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "contact-decisions": _columns("decision_clock", "contact_id person_id contact_date received_at decided_at"),
    "referral-decisions": _columns("decision_clock", "referral_id person_id referral_date received_at decided_at"),
    "case-audits": _columns(
        "audit",
        "audit_id person_id team_id audit_date planned_quarter theme auditor_role grade moderated moderated_grade "
        "actions_due actions_closed_on_time",
        *(f"{_COMPONENT}{part}" for part in _GRADED),
    ),
    "audit-actions": _columns("audit_action", "audit_id action_number due_date closed_date"),
    "audit-plan": _columns("audit_plan", "planned_quarter team_id theme audits_planned"),
    "supervision": _columns(
        "supervision",
        "supervision_id kind professional_id person_id team_id due_date held_date reason_not_held "
        "caseload_at_supervision",
    ),
    "advocacy": _columns(
        "advocacy",
        "advocacy_id person_id team_id event_type event_date offered offered_date taken_up used_in_meeting reason_not_taken_up",
    ),
    "feedback": _columns("feedback", "feedback_id received_date respondent person_id team_id question answer theme"),
    "complaints": _columns(
        "feedback",
        "feedback_id kind received_date respondent person_id team_id stage due_date closed_date outcome theme",
    ),
    "workforce": _columns(
        "workforce",
        "snapshot_date team_id role in_post_fte in_post_headcount vacancy_fte agency_fte agency_covering_vacancy_fte "
        "starters_fte leavers_fte days_lost_sickness cases_held case_holders_fte",
    ),
    "training": _columns(
        "training", "training_id professional_id team_id role course mandatory due_date completed_date"
    ),
    "step-downs": _columns(
        "early_help_step_down",
        "step_down_id person_id step_down_date stepped_from accepted early_help_start_date organisation team_id",
    ),
}


def write_templates(data: AuthorityData, folder: Path) -> tuple[Path, ...]:
    """Write the filled-in templates of one authority into a folder; answers the paths. The same data gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    # By its name, as the figures of the other returns call it: so a team's audits stand beside its assessments.
    called = dict(rows_of(data.tables["team"], ("team_id", "name")))
    made = []
    for name, rows in practice_rows(Setting(data)).items():
        table, columns = LAYOUTS[name]
        known = TABLES[table].by_name
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([heading(column) for column in columns])
            for row in rows:
                row["team_id"] = called.get(row.get("team_id"))
                writer.writerow([_text(row.get(column), _listed(column, known)) for column in columns])
        made.append(path)
    return tuple(made)


def heading(column: str) -> str:
    """The heading of a column."""
    words = column.replace(_COMPONENT, "grade ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _listed(name: str, known: Mapping[str, Column]) -> Column | None:
    return known["grade"] if name.startswith(_COMPONENT) else known.get(name)


def _text(value: Any, column: Column | None) -> str:
    """A value as somebody fills it in: words of the list, Yes and No, days as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if column is not None and column.codes is not None:
        return next(code.label for code in column.codes.codes if code.code == value)
    return str(value)
