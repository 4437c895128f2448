"""Every exploration of a load for one kind of reader, made once when the load is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.api.disproportion import explore_disproportion
from goldenthread.api.exploring import Exploration
from goldenthread.api.front_door import explore_front_door
from goldenthread.api.timeliness import explore_timeliness, timeliness_periods
from goldenthread.api.workspace import Workspace

FRONT_DOOR, TIMELINESS, DISPROPORTION = "front-door", "timeliness", "disproportion"


@dataclass(frozen=True, kw_only=True)
class Explored:
    """One page of an explorer: which explorer, the key and words of its period, and the page as plain data."""

    kind: str
    period: str
    label: str
    page: dict[str, Any]


def explorations(space: Workspace, profile: str, folder: Path) -> Iterator[Explored]:
    """The pages of every explorer as readers of a profile may see them; `folder` holds the rows kept of the load."""
    evidence = space.evidence(profile)
    yield _made(FRONT_DOOR, "", explore_front_door(evidence, folder))
    for period in timeliness_periods(evidence):
        yield _made(TIMELINESS, period.key, explore_timeliness(evidence, folder, period))
    yield _made(DISPROPORTION, "", explore_disproportion(evidence))


def _made(kind: str, period: str, page: Exploration) -> Explored:
    return Explored(kind=kind, period=period, label=page.period, page=page.as_json())
