"""The settings of an authority: who it is, its population, targets with who set them, and what it is compared with.

They live in one TOML file beside the data, checked on reading; every mistake is reported at once.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.errors import InputError, Problem

COMPARATOR_KINDS = ("national", "region", "neighbours", "group")
LEVELS = ("local", "national")
PARTS = ("authority", "population", "target", "comparator", "rebase", "school_holiday", "people_in_group")


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target in force from a date, with who set it. A range has `low` and `high` instead of `value`.

    `tolerance` is how far beyond the target still counts as near it, in the unit of the measure.
    """

    measure: str
    value: float | None
    low: float | None
    high: float | None
    tolerance: float
    set_by: str
    set_on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None
    level: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Comparator:
    """A published or agreed value to compare with, its year and where it comes from."""

    measure: str
    area: str
    kind: str
    statistic: str
    year: int
    value: float
    source: str
    edition: str


@dataclass(frozen=True, kw_only=True)
class Rebase:
    """A date from which a chart's limits start afresh, with the real change that explains it and who agreed."""

    measure: str
    period_end: dt.date
    reason: str
    approved_by: str
    approved_on: dt.date


@dataclass(frozen=True, kw_only=True)
class PeopleInGroup:
    """How many people aged 0 to 17 of one group of a breakdown live in the area at a mid-year."""

    breakdown: str
    group: str
    mid_year: int
    people: int
    source: str


@dataclass(frozen=True, kw_only=True)
class AuthoritySettings:
    """Everything of authority.toml."""

    code: str
    name: str
    service: str
    kind: str
    made_up: bool
    population: Mapping[int, int]
    population_source: str
    targets: tuple[Target, ...]
    comparators: tuple[Comparator, ...]
    rebases: tuple[Rebase, ...] = ()
    school_holidays: tuple[tuple[dt.date, dt.date], ...] = ()
    people_in_groups: tuple[PeopleInGroup, ...] = ()

    def rebases_for(self, measure: str) -> tuple[Rebase, ...]:
        """The rebases agreed for a measure, oldest first."""
        return tuple(sorted((one for one in self.rebases if one.measure == measure), key=lambda one: one.period_end))

    def target_for(self, measure: str, day: dt.date) -> Target | None:
        """The target in force for a measure on a day; the latest when several are."""
        known = [
            target
            for target in self.targets
            if target.measure == measure
            and target.valid_from <= day
            and (target.valid_to is None or day <= target.valid_to)
        ]
        return max(known, key=lambda target: target.valid_from) if known else None

    def comparators_for(self, measure: str) -> tuple[Comparator, ...]:
        """What a measure is compared with, national first."""
        known = [comparator for comparator in self.comparators if comparator.measure == measure]
        return tuple(sorted(known, key=lambda c: (COMPARATOR_KINDS.index(c.kind), -c.year)))


def read_authority(path: Path, *, measures: Collection[str] = ()) -> AuthoritySettings:
    """Read authority.toml; InputError lists every mistake with its place. `measures` are the ids known."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            Problem(
                what="There is no such settings file.",
                remedy="Write one as docs/how-to/write-authority-toml.md shows, or name it with --settings.",
                file=str(path),
            )
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(Problem(what=f"The file is not TOML: {error}.", file=path.name)) from None
    return _Reader(path.name, frozenset(measures)).settings(raw)


class _Reader:
    """Reads the parts of the file and collects what is wrong with them."""

    def __init__(self, file: str, measures: frozenset[str]) -> None:
        self.file, self.measures = file, measures
        self.problems: list[Problem] = []

    def settings(self, raw: Mapping[str, Any]) -> AuthoritySettings:
        head = self._section(raw, "authority")
        population = self._section(raw, "population")
        settings = AuthoritySettings(
            code=self._get(head, "authority.code", str, ""),
            name=self._get(head, "authority.name", str, ""),
            service=self._get(head, "authority.service", str, "", optional=True),
            kind=self._get(head, "authority.kind", str, "", optional=True),
            made_up=self._get(head, "authority.made_up", bool, False, optional=True),
            population=self._population(population),
            population_source=self._get(population, "population.source", str, ""),
            targets=tuple(self._target(one, n) for n, one in enumerate(raw.get("target", []), 1)),
            comparators=tuple(self._comparator(one, n) for n, one in enumerate(raw.get("comparator", []), 1)),
            rebases=tuple(self._rebase(one, n) for n, one in enumerate(raw.get("rebase", []), 1)),
            school_holidays=tuple(self._holiday(one, n) for n, one in enumerate(raw.get("school_holiday", []), 1)),
            people_in_groups=tuple(self._people(one, n) for n, one in enumerate(raw.get("people_in_group", []), 1)),
        )
        for key in raw:
            if key not in PARTS:
                self._wrong(key, "is not a part of this file", f"Parts are {', '.join(PARTS)}.")
        if self.problems:
            raise InputError(self.problems)
        return settings

    def _section(self, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        found = raw.get(name)
        if isinstance(found, dict):
            return found
        self._wrong(name, "is missing", f"Add [{name}].")
        return {}

    def _wrong(self, place: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(what=f"{place} {what}.", remedy=remedy, file=self.file))

    def _get(self, raw: Mapping[str, Any], place: str, kind: Any, default: Any, *, optional: bool = False) -> Any:
        key = place.rsplit(".", 1)[-1]
        if key not in raw:
            if not optional:
                self._wrong(place, "is missing")
            return default
        value = raw[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._wrong(place, f"is {value!r}, not a {kind.__name__}")
            return default
        return value

    def _population(self, raw: Mapping[str, Any]) -> dict[int, int]:
        found = {}
        for year, people in raw.get("mid_year", {}).items():
            if not str(year).isdigit() or not isinstance(people, int) or people <= 0:
                self._wrong(f"population.mid_year.{year}", "is not a year with a number of people")
                continue
            found[int(year)] = people
        if not found and raw:
            self._wrong(
                "population.mid_year", "has no year", "Add [population.mid_year] with lines such as 2013 = 34100."
            )
        return found

    def _measure(self, raw: Mapping[str, Any], place: str) -> str:
        name = str(self._get(raw, f"{place}.measure", str, ""))
        if name and self.measures and name not in self.measures:
            self._wrong(f"{place}.measure", f"names {name}, which is not a measure", "See `goldenthread measure`.")
        return name

    def _target(self, raw: Mapping[str, Any], number: int) -> Target:
        place = f"target {number}"
        value = self._get(raw, f"{place}.value", float, None, optional=True)
        low = self._get(raw, f"{place}.low", float, None, optional=True)
        high = self._get(raw, f"{place}.high", float, None, optional=True)
        if (value is None) == (low is None or high is None):
            self._wrong(place, "needs either value, or low and high")
        level = self._get(raw, f"{place}.level", str, "local", optional=True)
        if level not in LEVELS:
            self._wrong(f"{place}.level", f"is {level!r}", f"Write {' or '.join(LEVELS)}.")
        return Target(
            measure=self._measure(raw, place),
            value=value,
            low=low,
            high=high,
            tolerance=self._get(raw, f"{place}.tolerance", float, 0.0, optional=True),
            set_by=self._get(raw, f"{place}.set_by", str, ""),
            set_on=self._get(raw, f"{place}.set_on", dt.date, dt.date.min),
            valid_from=self._get(raw, f"{place}.valid_from", dt.date, dt.date.min),
            valid_to=self._get(raw, f"{place}.valid_to", dt.date, None, optional=True),
            level=level,
            reason=self._get(raw, f"{place}.reason", str, "", optional=True),
        )

    def _rebase(self, raw: Mapping[str, Any], number: int) -> Rebase:
        place = f"rebase {number}"
        return Rebase(
            measure=self._measure(raw, place),
            period_end=self._get(raw, f"{place}.period_end", dt.date, dt.date.min),
            reason=self._get(raw, f"{place}.reason", str, ""),
            approved_by=self._get(raw, f"{place}.approved_by", str, ""),
            approved_on=self._get(raw, f"{place}.approved_on", dt.date, dt.date.min),
        )

    def _holiday(self, raw: Mapping[str, Any], number: int) -> tuple[dt.date, dt.date]:
        place = f"school_holiday {number}"
        starts = self._get(raw, f"{place}.starts", dt.date, dt.date.min)
        ends = self._get(raw, f"{place}.ends", dt.date, dt.date.min)
        if ends < starts:
            self._wrong(place, "ends before it starts")
        return starts, ends

    def _people(self, raw: Mapping[str, Any], number: int) -> PeopleInGroup:
        place = f"people_in_group {number}"
        people = self._get(raw, f"{place}.people", int, 1)
        if people <= 0:
            self._wrong(f"{place}.people", "is not a number of people")
        return PeopleInGroup(
            breakdown=self._get(raw, f"{place}.breakdown", str, ""),
            group=self._get(raw, f"{place}.group", str, ""),
            mid_year=self._get(raw, f"{place}.mid_year", int, 0),
            people=people,
            source=self._get(raw, f"{place}.source", str, ""),
        )

    def _comparator(self, raw: Mapping[str, Any], number: int) -> Comparator:
        place = f"comparator {number}"
        kind = self._get(raw, f"{place}.kind", str, "national")
        if kind not in COMPARATOR_KINDS:
            self._wrong(f"{place}.kind", f"is {kind!r}", f"Write one of {', '.join(COMPARATOR_KINDS)}.")
            kind = "group"
        return Comparator(
            measure=self._measure(raw, place),
            area=self._get(raw, f"{place}.area", str, ""),
            kind=kind,
            statistic=self._get(raw, f"{place}.statistic", str, "published value", optional=True),
            year=self._get(raw, f"{place}.year", int, 0),
            value=self._get(raw, f"{place}.value", float, 0.0),
            source=self._get(raw, f"{place}.source", str, ""),
            edition=self._get(raw, f"{place}.edition", str, "", optional=True),
        )
