"""Brings a plan in from a workbook: its sheets, which column is which, who is who, and taking it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from goldenthread_web.activity.actions import record
from goldenthread_web.activity.verbs import Verb
from goldenthread_web.people.models import Person
from goldenthread_web.plans.actions import raise_action
from goldenthread_web.plans.columns import FIELDS, SEVERAL, guess, header_row
from goldenthread_web.plans.history import note
from goldenthread_web.plans.lifecycle import enter_priority
from goldenthread_web.plans.lines import Line, preview
from goldenthread_web.plans.models import Action, Import, Plan
from goldenthread_web.plans.recording import add_update
from goldenthread_web.plans.workbook import read_workbook
from goldenthread_web.plans.workflow import NotYetError, PlanState, State

# A sheet with fewer headings than these is a cover, a key or a list, where another sheet is a plan.
HEADINGS_WANTED = 2


@transaction.atomic
def bring(*, plan: Plan, name: str, content: bytes, by: Person, request: HttpRequest | None = None) -> Import:
    """Keep the cells of every sheet that looks like a plan, with a first guess at its columns; answers the fullest."""
    if plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise NotYetError(f"A plan that is {plan.state} takes no new lines.")
    read, now, made = read_workbook(content, name), timezone.now(), []
    heads = [header_row(one.rows) for one in read]
    guesses = [guess(one.rows[head]) for one, head in zip(read, heads, strict=True)]
    plans = [
        number for number, told in enumerate(guesses) if "title" in told.values() and len(told) >= HEADINGS_WANTED
    ] or [0]
    for number in plans:
        one = read[number]
        columns = {
            "header": heads[number], "filled": one.filled, "sheet": one.sheet, "fields": guesses[number],
            "several": len(plans) > 1,
        }  # fmt: skip
        made.append(Import.objects.create(plan=plan, name=name[:200], cells=one.rows, columns=columns, by=by, at=now))
    detail = {"name": made[0].name, "sheets": len(made), "rows": sum(len(one.cells) for one in made)}
    record(actor=by, verb=Verb.PLAN_IMPORTED, what=f"plan:{plan.pk}", detail=detail, request=request)
    return made[0]


@transaction.atomic
def set_columns(
    *, brought: Import, fields: Mapping[str, str], header: int | None = None, owners: Mapping[str, int] | None = None
) -> None:
    """Say which column is which, where the headings stand (from 0), and who is meant by names that were not found."""
    if header is not None and header != brought.columns["header"]:
        if not 0 <= header < len(brought.cells):
            raise NotYetError(f"The sheet has rows 1 to {len(brought.cells)}. Choose one of them for the headings.")
        fields = guess(brought.cells[header])
        brought.columns = {**brought.columns, "header": header, "fields": fields}
        brought.save(update_fields=["columns"])
    chosen = [name for name in fields.values() if name]
    twice = sorted({FIELDS[name][0] for name in chosen if chosen.count(name) > 1 and name not in SEVERAL})
    if twice:
        raise NotYetError(f"{', '.join(twice)} is chosen for more than one column. Choose one.")
    if "title" not in chosen:
        raise NotYetError("Say which column holds what will be done; without it there is no action.")
    brought.columns = {
        **brought.columns,
        "fields": {column: name for column, name in fields.items() if name},
        "owners": {**brought.columns.get("owners", {}), **(owners or {})},
    }
    brought.save(update_fields=["columns"])


@transaction.atomic
def take_over(*, brought: Import, by: Person, today: dt.date, request: HttpRequest | None = None) -> tuple[int, int]:
    """Enter the lines that can be entered, each where the workbook says it stands; how many were, how many left out."""
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
        title = line.values["priority"]
        priority = priorities.get(title.casefold())
        if priority is None:
            priority = enter_priority(plan=now.plan, title=title, success_statement="", by=by, request=request)
            priorities[title.casefold()] = priority
        number = line.values.get("number", "")
        number = "" if (priority.pk, number) in taken else number
        action = raise_action(priority=priority, number=number, by=by, request=request, **_fields(line, now))
        taken.add((priority.pk, action.number))
        _report(action, line, today, by=by, request=request)
    now.taken_at = timezone.now()
    now.save(update_fields=["taken_at"])
    detail = {"name": now.name, "taken": len(good), "left out": len(lines) - len(good)}
    record(actor=by, verb=Verb.PLAN_IMPORTED, what=f"plan:{now.plan_id}", detail=detail, request=request)
    return len(good), len(lines) - len(good)


def _report(action: Action, line: Line, on: dt.date, *, by: Person, request: HttpRequest | None) -> None:
    """What the workbook reports of an action, and where it says that it stands."""
    values = line.values
    said = ". ".join(part.strip(" .") for part in (values.get("status", ""), values.get("report", "")) if part)
    state, delivery = State(values["state_found"]), values["delivery_found"]
    if said:
        add_update(action=action, on=on, by=by, text=f"In the workbook: {said}", request=request)
    if state is State.DRAFT:
        return
    action.state, action.delivery = state, delivery or action.delivery
    if state is State.CLAIMED:
        action.done_on, action.claimed_by = min(values.get("done_found") or on, on), by
    action.edition += 1
    action.save(update_fields=["state", "delivery", "done_on", "claimed_by", "edition"])
    note(
        action, by=by, kind="moved", words=f"draft to {state}", reason=f"As the workbook says: {said or 'done'}"[:1000]
    )


def _fields(line: Line, brought: Import) -> dict[str, Any]:
    values = line.values
    owner, team, due = values.get("owner_found"), values.get("team_found"), values.get("due_found")
    unread = [
        f"{words}: {values[name]}"
        for name, words, found in (
            ("owner", "Who", owner), ("team", "Team", team), ("starts", "Begins", values.get("starts_found")),
            ("due", "When", due), ("done", "Done", values.get("done_found")),
            ("finding", "Findings", values.get("findings_found")),
        )
        if values.get(name) and not found
    ]  # fmt: skip
    measures = [{"words": values["success"][:300]}] if values.get("success") else []
    helpers = values.get("helpers") or (values.get("owner", "") if owner is None else "")
    return {
        "title": values["title"],
        "why": values.get("why", ""),
        "how": "\n".join(part for part in (values.get("how", ""), *unread) if part),
        "contributors": helpers[:300],
        "owner": owner,
        "team": team,
        "starts": values.get("starts_found"),
        "due": due,
        "measures": measures,
        "findings": values.get("findings_found", []),
        "origin": Action.Origin.FINDING if values.get("findings_found") else Action.Origin.OTHER,
        "origin_words": f"{brought.name}, sheet {brought.columns['sheet']}, row {line.row + 1}"[:300],
    }


def left_of(brought: Import) -> list[Import]:
    """The other sheets of the same workbook that are not taken over yet."""
    same = Import.objects.filter(plan=brought.plan_id, name=brought.name, at=brought.at, taken_at=None)
    return list(same.exclude(pk=brought.pk).defer("cells").order_by("pk"))
