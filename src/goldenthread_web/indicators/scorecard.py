"""The scorecard as a page shows it: what was asked for, the lines in their groups, the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from goldenthread import api
from goldenthread_web.indicators.models import Priority
from goldenthread_web.indicators.queries import Line
from goldenthread_web.people.models import Team

PERIODS = {"year": "Twelve months, or the day itself", "quarter": "The last quarter"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asked the scorecard for."""

    by: str = "stage"
    stage: str = ""
    team: str = ""
    period: str = "year"
    only: str = ""
    every: bool = False

    @property
    def query(self) -> str:
        """The same question as part of an address."""
        asked = {"by": self.by, "stage": self.stage, "team": self.team, "period": self.period, "only": self.only}
        return urlencode(
            {key: value for key, value in asked.items() if value} | ({"every": "yes"} if self.every else {})
        )


def read_asked(given: Mapping[str, str], stages: Sequence[str], teams: Sequence[Team]) -> Asked:
    """What was asked, where it makes sense; anything else is as if nothing was asked."""
    stage, team = given.get("stage", ""), given.get("team", "")
    return Asked(
        by="priority" if given.get("by") == "priority" else "stage",
        stage=stage if stage in stages else "",
        team=team if team in {one.code for one in teams} else "",
        period="quarter" if given.get("period") == "quarter" else "year",
        only=given.get("only", "") if given.get("only") in {"changed", "concerns"} else "",
        every=given.get("every") == "yes",
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A line as it is shown: the figure of the team and period asked for."""

    measure: str
    code: str
    title: str
    concern: bool
    value: str
    counts: str
    interval: str
    period: str
    row: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines under one heading."""

    title: str
    lines: tuple[Shown, ...]


def present(lines: Sequence[Line], asked: Asked, priorities: Sequence[Priority]) -> list[Group]:
    """The lines in groups, by stage of the journey or by the plan's priorities."""
    shown = {one.measure: _shown(one, asked) for one in lines}
    if asked.by == "priority":
        groups = [(one.title, [shown[name] for name in one.measures if name in shown]) for one in priorities]
    else:
        stages = dict.fromkeys(one.stage for one in lines)
        groups = [(stage, [shown[one.measure] for one in lines if one.stage == stage]) for stage in stages]
    return [Group(title=title, lines=tuple(found)) for title, found in groups if found]


def _shown(line: Line, asked: Asked) -> Shown:
    figure: Mapping[str, Any] = line.row
    if asked.team:
        absent = {"value": "not counted by team", "counts": "", "interval": "", "period": line.row["period"]}
        figure = line.row["teams"].get(asked.team, absent)
    elif asked.period == "quarter":
        figure = line.row["quarter"] or figure
    return Shown(
        measure=line.measure,
        code=line.code,
        title=line.title,
        concern=line.concern,
        value=figure["value"],
        counts=figure["counts"],
        interval=figure["interval"],
        period=figure["period"],
        row=line.row,
    )


def legend() -> list[tuple[str, str]]:
    """Every icon the scorecard may show, as a drawing and in words."""
    return [*api.variation_icons().values(), *api.assurance_icons().values()]
