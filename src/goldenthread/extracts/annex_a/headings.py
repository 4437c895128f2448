"""Finding the heading row of a sheet and the list it belongs to, by its words and not by place or name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

from goldenthread.extracts.annex_a.lists import LISTS, AnnexList, Field, named, normal

ROWS_SEARCHED = 15
_ALIKE = 0.86
_SHORTEST_ALIKE = 8
_NOTE = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}|[A-Za-z]{1,2}(?=[).:]))\s*[).:\-]?\s+")
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


@lru_cache(maxsize=65536)
def readings(heading: str, above: str = "") -> tuple[tuple[str, float], ...]:
    """The words a heading may mean, each with how far it is believed: as it stands, without a note in brackets such as
    (dd/mm/yyyy), without a number in front such as 3. or c), and after the words of a merged cell above it."""
    found = {normal(heading): 1.0}
    plain = _NOTE.sub(" ", heading)
    for text in (plain, _NUMBER.sub("", heading), _NUMBER.sub("", plain)):
        found.setdefault(normal(text), 0.98)
    if above:
        found.setdefault(normal(f"{above} {plain}"), 0.97)
    return tuple((words, belief) for words, belief in found.items() if words)


def fit(headings: Sequence[str], annex: AnnexList, row: int = 0, above: Sequence[str] = ()) -> Fit:
    """Give each heading to the field it fits best; of two alike the first column wins.

    `above` are the cells of the row above, where headings may begin or stand alone.
    """
    joined, spread = _joined(headings, above)
    scored = [
        (
            max(_likeness(words, annex.number, field.name) * belief for words, belief in readings(heading, over)),
            -place,
            field.name,
        )
        for place, (heading, over) in enumerate(zip(joined, spread, strict=True))
        if readings(heading, over)
        for field in annex.fields
    ]
    places: dict[str, int] = {}
    taken: set[int] = set()
    for likeness, place, name in sorted(scored, key=lambda one: (-one[0], -one[1])):
        if likeness and name not in places and -place not in taken:
            places[name] = -place
            taken.add(-place)
    extra = tuple(heading for place, heading in enumerate(joined) if normal(heading) and place not in taken)
    return Fit(annex=annex, places=places, extra=extra, row=row)


def _joined(headings: Sequence[str], above: Sequence[str]) -> tuple[list[str], list[str]]:
    """A row of headings with those that stand in the row above alone, and the words of the merged cell over each.

    Of merged cells only the first holds the words: they are those of the cells to its right that are blank.
    """
    width = max(len(headings), len(above))
    lower = [*headings, *[""] * (width - len(headings))]
    upper = [*above, *[""] * (width - len(above))]
    spread, last = [], ""
    for cell in upper:
        last = cell or last
        spread.append(last)
    joined = [low or up for low, up in zip(lower, upper, strict=True)]
    return joined, [over if low else "" for low, over in zip(lower, spread, strict=True)]


def judge(rows: Sequence[tuple[int, Sequence[str]]], sheet: str) -> Judgement:
    """The list of a sheet from its first rows.

    A list is believed when most of its own columns are there, or some of them and the sheet is called by it. Two
    lists that fit equally well are told apart by the sheet's name, or left for the reader to refuse.
    """
    by_name = named(sheet)
    looked = rows[:ROWS_SEARCHED]
    fits = [
        fit(cells, annex, number)
        for number, cells in looked
        if sum(bool(cell) for cell in cells) > 1
        for annex in LISTS
    ]
    fits = [one for one in fits if _believable(one, by_name)]
    if all(any(field.needs for field in one.missing) for one in fits):
        # Headings may take two rows, some of them merged from one into the other.
        two_rows = [
            fit(cells, annex, number, above)
            for (_, above), (number, cells) in pairwise(looked)
            if any(above) and sum(bool(cell) for cell in cells) > 1
            for annex in LISTS
        ]
        fits += [one for one in two_rows if _believable(one, by_name)]
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
