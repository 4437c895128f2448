"""England, its regions and its authorities: codes old and new, which region each is in, and who succeeded whom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from goldenthread.errors import UserError

ENGLAND = "E92000001"
LONDON = "E12000007"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place with published figures.

    `code` is the three-digit DfE code of an authority, the ONS code of a region or of England; `kind` is country,
    region, authority or joint (two authorities that return together); `within` is the code of the area around it;
    `ons_codes` are all ONS codes seen, the current one first; `since` and `until` are the days a reorganisation made
    or ended it; `successors` took its place.
    """

    code: str
    kind: str
    name: str
    within: str = ""
    ons_codes: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    successors: tuple[str, ...] = ()


@cache
def areas() -> dict[str, Area]:
    """Every area known, by code."""
    text = files("goldenthread.comparators").joinpath("areas.tsv").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines()[1:]:
        code, kind, name, within, ons, since, until, successors = line.split("\t")
        found[code] = Area(
            code=code,
            kind=kind,
            name=name,
            within=within,
            ons_codes=tuple(ons.split()),
            since=dt.date.fromisoformat(since) if since else None,
            until=dt.date.fromisoformat(until) if until else None,
            successors=tuple(successors.split()),
        )
    return found


@cache
def codes_in_use() -> dict[str, str]:
    """Each code under which an area is published, DfE's and every ONS code, to the code used here."""
    found = {ons: area.code for area in areas().values() for ons in area.ons_codes}
    return found | {code: code for code in areas()}


def code_of(text: str) -> str | None:
    """The code used here for a code as published: `940 / 941` is one joint return; None when it is not known."""
    bare = re.sub(r"\s*/\s*", "/", text.strip())
    return codes_in_use().get(bare)


def name_of(code: str) -> str:
    """The name of an area, or `authority 999` for one that is not in the list."""
    area = areas().get(code)
    return area.name if area else f"authority {code}"


def region_of(code: str) -> str | None:
    """The region an authority is in (Inner or Outer London for a London borough), or None."""
    area = areas().get(code)
    return area.within or None if area and area.kind in ("authority", "joint") else None


def find_area(text: str) -> str:
    """The code of an area named by code or by name in any case; UserError with the nearest names."""
    known = code_of(text)
    if known:
        return known
    if re.fullmatch(r"\d{3}", text.strip()):
        return text.strip()  # an authority that is not published, such as a made-up one
    plain = _plain(text)
    by_name: dict[str, str] = {}
    for area in areas().values():
        if area.kind == "authority" and area.until is not None:
            by_name.setdefault(_plain(area.name), area.code)
        else:
            by_name[_plain(area.name)] = area.code
    if plain in by_name:
        return by_name[plain]
    begins = [code for name, code in by_name.items() if plain and name.startswith(plain)]
    if len(begins) == 1:
        return begins[0]
    near = [name_of(code) for code in begins] or [name_of(by_name[n]) for n in get_close_matches(plain, by_name, n=3)]
    raise UserError(
        f"There is no area called {text}.",
        remedy=f"Did you mean {' or '.join(near)}?" if near else "Give a name or a three-digit DfE code.",
    )


def _plain(name: str) -> str:
    swapped = re.sub(r"^(.*), (?:city|county) of$", r"\1", name.strip().lower())
    return re.sub(r"[^a-z]+", " ", swapped.replace("&", "and")).strip()
