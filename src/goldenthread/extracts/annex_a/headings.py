"""Finding the heading row of a sheet and the list it belongs to, by its words and not by place or name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from goldenthread.extracts.annex_a.lists import LISTS, AnnexList, Field, named, normal

ROWS_SEARCHED = 15
_ALIKE = 0.86
_SHORTEST_ALIKE = 8
_WHO = ("sex", "ethnicity", "born", "age")  # every list says who the child is


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How a row of headings fits a list: the column of each field, and the headings nothing was found for."""

    annex: AnnexList
    places: dict[str, int]
    extra: tuple[str, ...]
    row: int = 0

    @property
    def told(self) -> int:
        """Columns found that belong to this list alone."""
        return sum(field.tells and field.name in self.places for field in self.annex.fields)

    @property
    def share(self) -> float:
        """Share of the list's own columns that were found."""
        return self.told / self.annex.telling

    @property
    def missing(self) -> tuple[Field, ...]:
        """Columns that were looked for in vain."""
        return tuple(field for field in self.annex.fields if field.name not in self.places and not field.later)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a sheet is: the list it fits best, another it fits as well, and whether its name says otherwise."""

    fit: Fit | None
    rival: Fit | None = None
    name_differs: bool = False


@lru_cache(maxsize=65536)
def _likeness(heading: str, number: int, name: str) -> float:
    field = _field(number, name)
    printed = normal(field.heading)
    if heading == printed:
        return 1.0
    if field.also and re.fullmatch(field.also, heading):
        return 0.95
    if len(heading) < _SHORTEST_ALIKE:
        return 0.0
    if 2 * min(len(heading), len(printed)) < _ALIKE * (len(heading) + len(printed)):
        return 0.0
    ratio = SequenceMatcher(None, heading, printed).ratio()
    return ratio * 0.9 if ratio >= _ALIKE else 0.0


@cache
def _field(number: int, name: str) -> Field:
    return next(one for one in LISTS if one.number == number).by_name(name)


def fit(headings: Sequence[str], annex: AnnexList, row: int = 0) -> Fit:
    """Give each heading to the field it fits best; of two alike the first column wins."""
    words = [normal(heading) for heading in headings]
    scored = [
        (_likeness(heading, annex.number, field.name), -place, field.name)
        for place, heading in enumerate(words)
        if heading
        for field in annex.fields
    ]
    places: dict[str, int] = {}
    taken: set[int] = set()
    for likeness, place, name in sorted(scored, key=lambda one: (-one[0], -one[1])):
        if likeness and name not in places and -place not in taken:
            places[name] = -place
            taken.add(-place)
    extra = tuple(headings[place] for place, heading in enumerate(words) if heading and place not in taken)
    return Fit(annex=annex, places=places, extra=extra, row=row)


def judge(rows: Sequence[tuple[int, Sequence[str]]], sheet: str) -> Judgement:
    """The list of a sheet from its first rows.

    A list is believed when most of its own columns are there, or some of them and the sheet is called by it. Two
    lists that fit equally well are told apart by the sheet's name, or left for the reader to refuse.
    """
    by_name = named(sheet)
    fits = [
        fit(cells, annex, number)
        for number, cells in rows[:ROWS_SEARCHED]
        if sum(bool(cell) for cell in cells) > 1
        for annex in LISTS
    ]
    fits = [one for one in fits if _believable(one, by_name)]
    if not fits:
        return Judgement(fit=None)
    best = max(fits, key=lambda one: (*_weight(one), -one.row))
    equal = [one for one in fits if one.annex != best.annex and one.told > 1 and round(one.share - best.share, 3) == 0]
    if equal and by_name is not None:
        best = next((one for one in (best, *equal) if one.annex == by_name), best)
        equal = [] if best.annex == by_name else equal
    return Judgement(
        fit=best, rival=equal[0] if equal else None, name_differs=by_name is not None and by_name != best.annex
    )


def _weight(one: Fit) -> tuple[float, int, int]:
    return (round(one.share, 3), one.told, len(one.places))


def _believable(one: Fit, by_name: AnnexList | None) -> bool:
    if not one.told:
        return False
    if by_name == one.annex:
        return True
    has_id = "child" in one.places or "adopter" in one.places
    who = any(name in one.places for name in _WHO)
    return one.share >= 0.5 and has_id and who
