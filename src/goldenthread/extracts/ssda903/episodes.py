"""Episodes of care: joined into periods of care and placements, the same from one year's file to the next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from goldenthread.tables import TABLES

if TYPE_CHECKING:
    from goldenthread.extracts.ssda903.reader import Reading, Row

_EPISODE, _PLACEMENT = TABLES["cla_episode"].by_name, TABLES["cla_placement"].by_name
CONTINUES, STARTS, LEGAL_ONLY = "X1", "S", "L"


@dataclass(kw_only=True)
class Episode:
    """One row of the file, read."""

    number: int
    person: str
    start: dt.date
    reason: str | None
    legal: str | None
    need: str | None
    end: dt.date | None
    end_reason: str | None
    place: str | None
    provider: str | None
    change: str | None
    urn: str | None


def read_episodes(reading: Reading, rows: Iterator[Row]) -> None:
    """Read the episodes file into episodes, legal statuses and placements."""
    by_child: dict[str, list[Episode]] = {}
    for row in rows:
        episode = _episode(reading, row)
        if episode is not None:
            by_child.setdefault(episode.person, []).append(episode)
    if by_child:
        reading.cells.note(
            "no_distance",
            "Postcodes are dropped as they are read, so the distance from home is not known.",
            2,
            "PL_POST",
        )
    out = _Out(reading)
    for episodes in by_child.values():
        out.child(sorted(episodes, key=lambda one: (one.start, one.end or dt.date.max)))
        reading.sink.flush()


def _episode(reading: Reading, row: Row) -> Episode | None:
    cells = reading.cells
    start = cells.read(_EPISODE["start_date"], row.text("decom"), row.number, "DECOM")
    if start is None:
        reading.set_aside(
            "impossible_date", "The episode has no usable DECOM.", row.number, "DECOM", "Correct it in the case system."
        )
        return None
    end = cells.read(_EPISODE["end_date"], row.text("dec"), row.number, "DEC")
    reason = cells.read(_EPISODE["end_reason"], row.text("rec"), row.number, "REC")
    if end is not None and end < start:
        cells.note(
            "end_before_start", "DEC is before DECOM: left out.", row.number, "DEC", "Correct it in the case system."
        )
        end = None
    if end is None and reason is not None:
        cells.note("rec_without_dec", "The episode has a REC and no DEC: read as open.", row.number, "DEC")
        reason = None
    if end is not None and reason is None:
        cells.note("dec_without_rec", "The episode has a DEC and no REC.", row.number, "REC")

    def code(name: str, heading: str, fields: dict[str, Any] = _EPISODE) -> Any:
        return cells.read(fields[name], row.text(heading.lower()), row.number, heading)

    return Episode(
        number=row.number,
        person=row.person,
        start=start,
        reason=code("start_reason", "RNE"),
        legal=code("legal_status", "LS"),
        need=code("category_of_need", "CIN"),
        end=end,
        end_reason=reason,
        place=code("placement_type", "PLACE", _PLACEMENT),
        provider=code("provider", "PLACE_PROVIDER", _PLACEMENT),
        change=code("change_reason", "REASON_PLACE_CHANGE", _PLACEMENT),
        urn=code("urn", "URN", _PLACEMENT),
    )


class _Out:
    """Writes the episodes of one child after another."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        sink = reading.sink
        self.episodes = sink.rows(
            "cla_episode",
            (
                "cla_episode_id", "period_id", "person_id", "start_date", "start_reason", "legal_status",
                "category_of_need", "end_date", "end_reason", "entered_care_date", "placement_id",
            ),
        )  # fmt: skip
        self.legal = sink.rows("legal_status", ("legal_status_id", "person_id", "code", "start_date", "end_date"))
        self.placements = sink.rows(
            "cla_placement",
            (
                "placement_id", "period_id", "person_id", "start_date", "end_date", "placement_type", "provider", "urn",
                "change_reason",
            ),
        )  # fmt: skip
        # What an earlier year's file said of an episode that goes on: when its period and its placement began.
        self.carried: dict[str, tuple[dt.date, dt.date]] = reading.context.shared.setdefault("all", {}).setdefault(
            "episodes", {}
        )

    def child(self, episodes: list[Episode]) -> None:
        """Write one child's episodes, oldest first."""
        person = episodes[0].person
        twice = Counter[str]()
        before: Episode | None = None
        period = placed = episodes[0].start
        placement: list[Any] = []
        for one in episodes:
            identity = f"{person}:e{one.start:%Y%m%d}"
            twice[identity] += 1
            if twice[identity] > 1:
                self.reading.cells.note(
                    "duplicate_key", "Two episodes of the child start on this day.", one.number, "DECOM"
                )
                identity += f"#{twice[identity]}"
            joins = before is not None and before.end_reason == CONTINUES and before.end == one.start
            if joins and before is not None:
                placed = placed if one.reason == LEGAL_ONLY else one.start
            elif one.reason != STARTS and identity in self.carried:
                period, placed = self.carried[identity]
            else:
                period = placed = one.start
            self.carried[identity] = (period, placed)
            self._write(one, identity, period, placed)
            placement = self._placement(one, period, placed, placement)
            before = one
        if placement:
            self.placements.append(tuple(placement))

    def _write(self, one: Episode, identity: str, period: dt.date, placed: dt.date) -> None:
        person = one.person
        self.episodes.append(
            (
                identity, f"{person}:c{period:%Y%m%d}", person, one.start, one.reason, one.legal, one.need, one.end,
                one.end_reason, period, f"{person}:l{placed:%Y%m%d}", one.number,
            )
        )  # fmt: skip
        self.legal.append((f"{person}:g{one.start:%Y%m%d}", person, one.legal, one.start, one.end, one.number))

    def _placement(self, one: Episode, period: dt.date, placed: dt.date, current: list[Any]) -> list[Any]:
        """The placement the episode is in: the one before it drawn out, or a new one."""
        identity = f"{one.person}:l{placed:%Y%m%d}"
        if current and current[0] == identity:
            current[4], current[8] = one.end, one.change
            return current
        if current:
            self.placements.append(tuple(current))
        return [
            identity, f"{one.person}:c{period:%Y%m%d}", one.person, placed, one.end, one.place, one.provider, one.urn,
            one.change, one.number,
        ]  # fmt: skip
