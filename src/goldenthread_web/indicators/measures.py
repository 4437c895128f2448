"""The page of a measure as one person may see it: their own teams, every target there has been, the list of measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread_web.indicators.models import TargetSet
from goldenthread_web.people.roles import Permission
from goldenthread_web.people.rules import Access

TEAM = "team"
SIGNS: Mapping[str, str] = {"high is good": "at least ", "low is good": "below "}


def narrowed(page: Mapping[str, Any], access: Access, *, split: bool = True) -> dict[str, Any]:
    """The page without the teams that are not this person's; all teams against each other only for who sees all.

    Without `split` only the whole service is told.
    """
    if not split:
        return {**page, "breakdowns": [], "funnel": "", "funnel_alt": ""}
    teams = access.teams_for(Permission.FIGURES_TEAM)
    if teams is None:
        return dict(page)
    parts = [_own(part, teams) for part in page["breakdowns"]]
    return {**page, "breakdowns": [part for part in parts if part["groups"]], "funnel": "", "funnel_alt": ""}


def _own(part: Mapping[str, Any], teams: frozenset[str]) -> dict[str, Any]:
    if part.get("within") == TEAM:
        return {**part, "groups": [cell for cell in part["groups"] if cell["outer"] in teams]}
    if part["name"] != TEAM:
        return dict(part)
    return {**part, "groups": [group for group in part["groups"] if group["group"] in teams]}


@dataclass(frozen=True, kw_only=True)
class Within:
    """A breakdown within the groups of another, as a table: the groups without are its columns; `hidden` where all is."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    hidden: bool


def as_table(part: Mapping[str, Any]) -> Within:
    """The groups within groups of a page as a table; an empty cell where there is nobody."""
    cells = {(cell["outer"], cell["inner"]): cell for cell in part["groups"] if cell["numerator"] != 0}
    columns = tuple(dict.fromkeys(cell["outer"] for cell in part["groups"]))
    held = {inner for _, inner in cells}
    rows = ((row, tuple(cells.get((column, row), {}) for column in columns)) for row in part["rows"] if row in held)
    hidden = all(cell["numerator"] is None for cell in part["groups"])
    return Within(columns=columns, rows=tuple(rows), hidden=hidden)


@dataclass(frozen=True, kw_only=True)
class TargetShown:
    """A target in words; `entered_by` is empty where it stands in the settings of the authority."""

    words: str
    valid: str
    set_by: str
    set_on: str
    reason: str
    level: str
    entered_by: str = ""


def target_history(
    stored: Sequence[Mapping[str, Any]], entered: Iterable[TargetSet], definition: Mapping[str, Any]
) -> list[TargetShown]:
    """Every target there has been: those set on this site, the newest first, then those of the settings."""
    own = [_entered(one, definition) for one in entered]
    known = {(one.set_by, one.set_on, one.reason) for one in own}
    return own + [_stored(one) for one in stored if (one["set_by"], one["set_on"], one["reason"]) not in known]


def _entered(one: TargetSet, definition: Mapping[str, Any]) -> TargetShown:
    sign = SIGNS.get(definition["polarity"], "")
    aim = f"{one.low:g} to {one.high:g}" if one.value is None else f"{sign}{one.value:g}"
    slack = f", tolerance {one.tolerance:g}" if one.tolerance else ""
    return TargetShown(
        words=f"{aim} ({definition['unit']}{slack})",
        valid=f"from {_day(one.valid_from)}",
        set_by=one.set_by,
        set_on=_day(one.set_on),
        reason=one.reason,
        level=one.level,
        entered_by=one.entered_by.name,
    )


def _stored(one: Mapping[str, Any]) -> TargetShown:
    until = f" to {one['valid_to']}" if one["valid_to"] else ""
    return TargetShown(
        words=f"{one['words']} (tolerance {one['tolerance']})",
        valid=f"from {one['valid_from']}{until}",
        set_by=one["set_by"],
        set_on=one["set_on"],
        reason=one["reason"],
        level=one["level"],
    )


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
