"""Brings a plan in from a workbook: which column is which, a preview with what is wrong by cell, and taking it over."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.actions import raise_action
from goldenthread_web.plans.lifecycle import enter_priority
from goldenthread_web.plans.models import Action, Import, Plan
from goldenthread_web.plans.recording import add_update
from goldenthread_web.plans.workbook import cell_name, read_workbook
from goldenthread_web.plans.workflow import NotYetError, PlanState

# What a column may hold, with the headings that published plans give it.
FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "priority": ("Priority", ("priority", "theme", "area for improvement", "area", "objective", "outcome area")),
    "number": ("Number", ("no", "no.", "number", "ref", "ref.", "reference", "action no", "#")),
    "title": ("What will be done", ("what", "action", "actions", "what will be done", "what we will do", "activity")),
    "why": ("Why", ("why", "reason", "recommendation", "finding", "rationale")),
    "how": ("How", ("how", "how we will do it", "steps", "method")),
    "owner": ("Owner", ("who", "owner", "lead", "lead officer", "responsible", "responsible officer", "by whom")),
    "team": ("Team", ("team", "service", "service area")),
    "due": ("Due date", ("when", "due", "due date", "by when", "deadline", "target date", "timescale", "completion date")),
    "success": ("What will show success", ("success measures", "success measure", "measures", "what will show success", "success criteria", "outcome")),
    "status": ("Status or report", ("status", "current status", "progress", "rag", "brag", "update", "delivery", "comments", "state")),
}  # fmt: skip
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}


@dataclass(kw_only=True)
class Line:
    """A row of the sheet as an action; `problems` keep it out, `doubts` are told and their text is kept."""

    row: int
    values: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@transaction.atomic
def bring(*, plan: Plan, name: str, content: bytes, by: Person, request: HttpRequest | None = None) -> Import:
    """Keep the cells of a workbook, with a first guess at its columns."""
    if plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise NotYetError(f"A plan that is {plan.state} takes no new lines.")
    read = read_workbook(content, name)
    head = header_row(read.rows)
    columns = {"header": head, "filled": read.filled, "sheet": read.sheet, "fields": guess(read.rows[head])}
    made = Import.objects.create(plan=plan, name=name[:200], cells=read.rows, columns=columns, by=by, at=timezone.now())
    detail = {"name": made.name, "rows": len(read.rows)}
    record(actor=by, verb=Verb.PLAN_IMPORTED, what=f"plan:{plan.pk}", detail=detail, request=request)
    return made


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """The row that looks most like headings, of the first twenty."""
    known = {word for _title, words in FIELDS.values() for word in words}
    scores = [sum(cell.casefold().strip(" :") in known for cell in row) for row in rows[:20]]
    return scores.index(max(scores))


def guess(headings: Sequence[str]) -> dict[str, str]:
    """A field for each column by its heading; the number of the column to the name of the field."""
    found: dict[str, str] = {}
    for column, heading in enumerate(headings):
        word = heading.casefold().strip(" :")
        for name, (title, words) in FIELDS.items():
            if name not in found.values() and (word in words or word == title.casefold()):
                found[str(column)] = name
                break
    return found


@transaction.atomic
def set_columns(*, brought: Import, fields: Mapping[str, str]) -> None:
    """Say which column is which; a field is in one column at most."""
    chosen = [name for name in fields.values() if name]
    twice = sorted({FIELDS[name][0] for name in chosen if chosen.count(name) > 1})
    if twice:
        raise NotYetError(f"{', '.join(twice)} is chosen for more than one column. Choose one.")
    if "title" not in chosen:
        raise NotYetError("Say which column holds what will be done; without it there is no action.")
    brought.columns = {**brought.columns, "fields": {column: name for column, name in fields.items() if name}}
    brought.save(update_fields=["columns"])


def preview(brought: Import) -> list[Line]:
    """The lines as they would be taken over, each with what is wrong with it by cell."""
    people = {one.name.casefold(): one for one in Person.objects.filter(is_active=True)}
    people |= {one.email.casefold(): one for one in people.values()}
    teams = {one.name.casefold(): one for one in Team.objects.all()}
    column_of = {name: int(column) for column, name in brought.columns["fields"].items()}
    lines, priority = [], ""
    for number, row in enumerate(brought.cells):
        if number <= brought.columns["header"] or not any(row):
            continue
        text = {name: row[column] if column < len(row) else "" for name, column in column_of.items()}
        only = [cell for cell in row if cell]
        if len(set(only)) == 1 and not (text.get("title") and text.get("number")) and len(column_of) > 1:
            priority = only[0]  # a row with one text alone is a heading
            continue
        priority = text.get("priority") or priority
        line = Line(row=number, values={**text, "priority": priority or "Brought in"})
        _check(line, column_of, people, teams)
        lines.append(line)
    return lines


def _check(line: Line, column_of: Mapping[str, int], people: Mapping[str, Person], teams: Mapping[str, Team]) -> None:
    values = line.values

    def cell(name: str) -> str:
        return cell_name(line.row, column_of[name])

    if not values.get("title"):
        line.problems.append(f"{cell('title')}: there is no action in this row.")
    elif len(values["title"]) > 200:
        values["how"] = f"{values['title']}\n{values.get('how', '')}".strip()
        values["title"] = values["title"][:197].rsplit(" ", 1)[0] + "…"
        line.doubts.append(f"{cell('title')}: longer than 200 characters; the whole text is kept under How.")
    if said := values.get("owner"):
        values["owner_found"] = people.get(said.casefold())
        if values["owner_found"] is None:
            line.doubts.append(
                f"{cell('owner')}: {said} has no account here. The action has no owner yet; the name is kept."
            )
    if said := values.get("team"):
        values["team_found"] = teams.get(said.casefold())
        if values["team_found"] is None:
            line.doubts.append(f"{cell('team')}: there is no team called {said}. The name is kept.")
    if said := values.get("due"):
        values["due_found"], doubt = read_date(said)
        if doubt:
            line.doubts.append(f"{cell('due')}: {doubt}")
    if len(values.get("number", "")) > 12:
        line.doubts.append(f"{cell('number')}: longer than 12 characters; the action gets the next number.")
        values["number"] = ""


def read_date(said: str) -> tuple[dt.date | None, str]:
    """A date as people write it, and what is doubtful about it: 31/03/2014, 31 March 2014, March 2014."""
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", said.casefold()).replace(",", " ").strip()
    try:
        if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
            return dt.date(*(int(one) for one in found.groups())), ""
        if found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d\d)", text):
            day, month, year = (int(one) for one in found.groups())
            return dt.date(year + 2000 if year < 100 else year, month, day), ""
        if found := re.fullmatch(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(\d{4})", text):
            day_text, name, year_text = found.groups()
            month, year = _MONTHS[name], int(year_text)
            last = calendar.monthrange(year, month)[1]
            if day_text:
                return dt.date(year, month, int(day_text)), ""
            return dt.date(year, month, last), f"“{said}” is taken as the last day of the month."
    except (ValueError, KeyError):
        pass
    return None, f"“{said}” is not a date. The action has no due date yet; the words are kept."


@transaction.atomic
def take_over(*, brought: Import, by: Person, request: HttpRequest | None = None) -> tuple[int, int]:
    """Enter the lines that can be entered as drafts; answers how many were and how many were left out."""
    now = Import.objects.select_for_update(of=("self",)).select_related("plan").get(pk=brought.pk)
    if now.taken_at:
        raise NotYetError("This workbook has been taken over already; doing so again would double the plan.")
    lines = preview(now)
    good = [one for one in lines if not one.problems]
    if not good:
        raise NotYetError("No line can be taken over. Mend what is listed below, or choose other columns.")
    priorities = {one.title.casefold(): one for one in now.plan.priorities.all()}
    taken = set(Action.objects.filter(priority__plan=now.plan).values_list("priority_id", "number"))
    for line in good:
        title = line.values["priority"][:200]
        priority = priorities.get(title.casefold())
        if priority is None:
            priority = enter_priority(plan=now.plan, title=title, success_statement="", by=by, request=request)
            priorities[title.casefold()] = priority
        number = line.values.get("number", "")
        number = "" if (priority.pk, number) in taken else number
        action = raise_action(priority=priority, number=number, by=by, request=request, **_fields(line, now))
        taken.add((priority.pk, action.number))
        if status := line.values.get("status"):
            brought_on = timezone.localdate(now.at)
            add_update(action=action, on=brought_on, by=by, text=f"In the workbook: {status}", request=request)
    now.taken_at = timezone.now()
    now.save(update_fields=["taken_at"])
    detail = {"name": now.name, "taken": len(good), "left out": len(lines) - len(good)}
    record(actor=by, verb=Verb.PLAN_IMPORTED, what=f"plan:{now.plan_id}", detail=detail, request=request)
    return len(good), len(lines) - len(good)


def _fields(line: Line, brought: Import) -> dict[str, Any]:
    values = line.values
    owner, team, due = values.get("owner_found"), values.get("team_found"), values.get("due_found")
    unread = [
        f"{words}: {values[name]}"
        for name, words, found in (("owner", "Who", owner), ("team", "Team", team), ("due", "When", due))
        if values.get(name) and found is None
    ]
    measures = [{"words": values["success"][:300]}] if values.get("success") else []
    return {
        "title": values["title"],
        "why": values.get("why", ""),
        "how": "\n".join(part for part in (values.get("how", ""), *unread) if part),
        "contributors": values["owner"][:300] if values.get("owner") and owner is None else "",
        "owner": owner,
        "team": team,
        "due": due,
        "measures": measures,
        "origin_words": f"{brought.name}, row {line.row + 1}"[:300],
    }
