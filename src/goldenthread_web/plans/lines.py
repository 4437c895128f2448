"""The rows of a council's workbook as actions: what each cell is taken for, and what is wrong or doubtful about it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldenthread_web.inspections.models import Finding
from goldenthread_web.people.models import Person, Team
from goldenthread_web.plans.models import Action, Import, Plan
from goldenthread_web.plans.ratings import Delivery
from goldenthread_web.plans.workbook import cell_name
from goldenthread_web.plans.workflow import State

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
# What plans say of where an action stands; what is in none of these is kept as a report alone.
STANDS: Mapping[str, tuple[State, str]] = {
    **dict.fromkeys(("complete", "completed", "done", "blue", "achieved", "closed", "delivered", "b", "embedded", "complete and embedded", "done (claimed)", "done (verified)"), (State.CLAIMED, "")),
    **dict.fromkeys(("green", "on track", "in progress", "started", "ongoing", "on-going", "under way", "underway", "g", "on target"), (State.IN_PROGRESS, Delivery.ON_TRACK)),
    **dict.fromkeys(("amber", "yellow", "at risk", "a", "some delay", "slippage"), (State.IN_PROGRESS, Delivery.AT_RISK)),
    **dict.fromkeys(("red", "late", "overdue", "off track", "delayed", "r", "blocked", "late or blocked"), (State.IN_PROGRESS, Delivery.LATE)),
}  # fmt: skip
GENERIC = frozenset({"plan", "action plan", "improvement plan", "sheet1", "sheet2", "sheet3", "actions"})
BROUGHT = "Brought in"
MOST_TITLE, MOST_NUMBER = 200, 12


@dataclass(kw_only=True)
class Line:
    """A row of the sheet as an action; `problems` keep it out, `doubts` are told and their text is kept."""

    row: int
    values: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What there is to find in a workbook: people by what they may be called, teams, findings, and the plan's actions."""

    people: Mapping[str, Person]
    chosen: Mapping[str, Person]
    teams: Mapping[str, Team]
    findings: Mapping[str, Finding]
    numbers: frozenset[tuple[str, str]]
    titles: frozenset[tuple[str, str]]


def known_for(plan: Plan, chosen: Mapping[str, int]) -> Known:
    """What a workbook for this plan may speak of; `chosen` are people picked for names that were not found."""
    active = {one.pk: one for one in Person.objects.filter(is_active=True)}
    found = Finding.objects.filter(inspection=plan.inspection_id) if plan.inspection_id else Finding.objects.none()
    held = list(Action.objects.filter(priority__plan=plan).values_list("priority__title", "number", "title"))
    return Known(
        people=names_of(active.values()),
        chosen={said: active[pk] for said, pk in chosen.items() if pk in active},
        teams={one.name.casefold(): one for one in Team.objects.all()},
        findings={one.number.casefold(): one for one in found},
        numbers=frozenset((priority.casefold(), number) for priority, number, _title in held),
        titles=frozenset((priority.casefold(), title.casefold()) for priority, _number, title in held),
    )


def names_of(people: Iterable[Person]) -> dict[str, Person]:
    """People by name, address, surname first, initial with surname, and job title, where only one is called so."""
    found: dict[str, Person] = {}
    for one in people:
        first, _, last = one.name.partition(" ")
        called = {one.name, one.email, one.job_title, f"{last}, {first}", f"{first[:1]} {last}", f"{first[:1]}. {last}"}
        for said in {called_so.strip().casefold() for called_so in called} - {""}:
            found[said] = one if said not in found else Person()
    # Whoever shares what they are called with another is not guessed at.
    return {said: one for said, one in found.items() if one.pk}


def preview(brought: Import) -> list[Line]:
    """The lines as they would be taken over, each with what is wrong with it by cell."""
    columns = brought.columns
    known = known_for(brought.plan, columns.get("owners", {}))
    column_of = {name: int(column) for column, name in columns["fields"].items() if name != "also"}
    also = [int(column) for column, name in columns["fields"].items() if name == "also"]
    headings, filled = brought.cells[columns["header"]], set(columns["filled"])
    sheet = str(columns.get("sheet", ""))
    lines: list[Line] = []
    priority = "" if sheet.casefold().strip() in GENERIC or not columns.get("several") else sheet
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(brought.cells):
        if number <= columns["header"] or not any(row) or row == headings:
            continue
        text = {name: row[column] if column < len(row) else "" for name, column in column_of.items()}
        only = [cell for cell in row if cell]
        if len(set(only)) == 1 and not (text.get("title") and text.get("number")) and len(column_of) > 1:
            priority = only[0]  # a row with one text alone is a heading
            continue
        if lines and text.get("title") and cell_name(number, column_of["title"]) in filled:
            _continue(lines[-1], row, number, filled, column_of["title"])
            continue
        priority = text.get("priority") or priority
        line = Line(row=number, values={**text, "priority": (priority or BROUGHT)[:MOST_TITLE]})
        kept = [
            f"{headings[column] or cell_name(0, column)[:-1]}: {row[column]}"
            for column in also
            if row[column:] and row[column]
        ]
        line.values["how"] = "\n".join(part for part in (text.get("how", ""), *kept) if part)
        _check(line, column_of, known, seen)
        lines.append(line)
    return lines


def _continue(line: Line, row: Sequence[str], number: int, filled: set[str], title: int) -> None:
    """A row that a merged cell joins to the action above: its other words are a step of it."""
    said = [cell for column, cell in enumerate(row) if cell and cell_name(number, column) not in filled]
    if said:
        line.values["how"] = "\n".join(part for part in (line.values["how"], f"– {'; '.join(said)}") if part)
        where = cell_name(number, title)
        line.doubts.append(f"{where}: merged with the action above; the words of this row are a step under its How.")


def _check(line: Line, column_of: Mapping[str, int], known: Known, seen: set[tuple[str, str]]) -> None:
    values = line.values

    def cell(name: str) -> str:
        return cell_name(line.row, column_of[name])

    if not values.get("title"):
        line.problems.append(f"{cell('title')}: there is no action in this row.")
    elif len(values["title"]) > MOST_TITLE:
        values["how"] = f"{values['title']}\n{values['how']}".strip()
        values["title"] = values["title"][: MOST_TITLE - 3].rsplit(" ", 1)[0] + "…"
        line.doubts.append(f"{cell('title')}: longer than 200 characters; the whole text is kept under How.")
    if (values["priority"].casefold(), values.get("title", "").casefold()) in known.titles:
        line.problems.append(f"{cell('title')}: the plan has this action already; it is not entered twice.")
    if said := values.get("owner"):
        _find_owner(line, said, cell("owner"), known)
    if said := values.get("team"):
        values["team_found"] = known.teams.get(said.casefold())
        if values["team_found"] is None:
            line.doubts.append(f"{cell('team')}: there is no team called {said}. The name is kept.")
    _find_dates(line, cell)
    _find_findings(line, cell, known)
    _find_state(line, cell)
    number = values.get("number", "")
    key = (values["priority"].casefold(), number)
    if len(number) > MOST_NUMBER:
        line.doubts.append(f"{cell('number')}: longer than 12 characters; the action gets the next number.")
        values["number"] = ""
    elif number and (key in seen or key in known.numbers):
        line.doubts.append(f"{cell('number')}: number {number} is used already; the action gets the next number.")
        values["number"] = ""
    seen.add(key)


def _find_owner(line: Line, said: str, where: str, known: Known) -> None:
    """The first of the people named who has an account; the others help."""
    parts = [one.strip() for one in re.split(r"[\n/;&+]|\band\b|,(?!\s*\w+$)", said) if one.strip()] or [said]
    called = [said, *parts] if len(parts) > 1 else [said]
    for one in called:
        key = re.sub(r"\s+", " ", one).casefold()
        owner = known.chosen.get(key) or known.people.get(key)
        if owner is not None:
            line.values["owner_found"] = owner
            others = [other for other in parts if other != one] if one != said else []
            if others:
                line.values["helpers"] = ", ".join(others)
                line.doubts.append(
                    f"{where}: {owner.name} is taken as owner, for there is one; {', '.join(others)} helps."
                )
            return
    line.unknown.append(re.sub(r"\s+", " ", said))
    line.doubts.append(f"{where}: {said} has no account here. The action has no owner yet; the name is kept.")


def _find_dates(line: Line, cell: Any) -> None:
    values = line.values
    for name in ("starts", "due", "done"):
        if said := values.get(name):
            values[f"{name}_found"], doubt = read_date(said)
            if doubt:
                line.doubts.append(f"{cell(name)}: {doubt}")
    starts, due = values.get("starts_found"), values.get("due_found")
    if starts and due and due < starts:
        line.doubts.append(
            f"{cell('due')}: the due date is before the day on which the work begins; that day is kept under How."
        )
        values["starts_found"] = None


def _find_findings(line: Line, cell: Any, known: Known) -> None:
    """Findings of the plan's inspection by the numbers that stand in a cell: a, a.2."""
    if said := line.values.get("finding"):
        numbers = [one for one in re.split(r"[\s,;/&+]+|\band\b", said.casefold()) if one]
        line.values["findings_found"] = [known.findings[one] for one in numbers if one in known.findings]
        missing = [one for one in numbers if one not in known.findings]
        if missing:
            line.doubts.append(
                f"{cell('finding')}: the plan's inspection has no finding {', '.join(missing)}. The words are kept under How."
            )


def _find_state(line: Line, cell: Any) -> None:
    """Where the workbook says an action stands, as far as it has an owner and a date to stand on."""
    values = line.values
    word = re.sub(r"\s+", " ", values.get("status", "")).strip(" .*").casefold()
    found = STANDS.get(word)
    if found is None and values.get("done_found"):
        found = (State.CLAIMED, "")
    values["state_found"], values["delivery_found"] = found or (State.DRAFT, "")
    if found and not (values.get("owner_found") and values.get("due_found")):
        values["state_found"] = State.DRAFT
        where = cell("status") if values.get("status") else cell("done")
        line.doubts.append(
            f"{where}: it stays a draft until it has an owner and a due date; what is said of it is kept."
        )


def read_date(said: str) -> tuple[dt.date | None, str]:
    """A date as people write it, and what is doubtful about it: 31/03/2014, 31 March 2014, March 2014, Sep-14."""
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", said.casefold())
    text = re.sub(r"^(by|by the end of|end of|end|before|early|mid|late)\s+", "", re.sub(r"[,\s]+", " ", text).strip())
    text = re.sub(r"^(the end of|end of|end)\s+", "", text)
    try:
        if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
            return dt.date(*(int(one) for one in found.groups())), ""
        if found := re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d\d)", text):
            day, month, year = (int(one) for one in found.groups())
            return dt.date(_year(year), month, day), ""
        if found := re.fullmatch(r"(?:(\d{1,2})[\s\-]+)?([a-z]+)[\s\-']+(\d{4}|\d\d)", text):
            day_text, name, year_text = found.groups()
            month, year = _MONTHS[name], _year(int(year_text))
            last = calendar.monthrange(year, month)[1]
            if day_text:
                return dt.date(year, month, int(day_text)), ""
            return dt.date(year, month, last), f"“{said}” is taken as the last day of the month."
        if found := re.fullmatch(r"(?:q|quarter )([1-4]) (\d{4})[/\-](?:\d{4}|\d\d)", text):
            quarter, year = int(found[1]), int(found[2])
            ends = {1: (6, 30), 2: (9, 30), 3: (12, 31), 4: (3, 31)}[quarter]
            return dt.date(year + (quarter == 4), *ends), f"“{said}” is taken as the last day of the quarter."
    except (ValueError, KeyError):
        pass
    return None, f"“{said}” is not a date. The words are kept."


def _year(year: int) -> int:
    return year + 2000 if year < 100 else year
