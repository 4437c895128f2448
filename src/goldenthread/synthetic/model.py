"""What a simulation hands over: one authority's canonical tables, and what only the returns need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

VERSION = "1"  # changes when the same seed no longer gives the same bytes


@dataclass(frozen=True, kw_only=True)
class AuthorityData:
    """One made-up authority.

    `tables` holds canonical tables by name with every declared column except `load_id`. `extras` holds what the
    returns carry and the canonical tables do not: `oc2` (yearly health answers), `oc3` (care leavers at
    birthdays), `posts` (home and placement postcodes that do not exist). The rows are complete from
    `covers_from` to `end`.
    """

    authority: str
    name: str
    population: int
    covers_from: dt.date
    end: dt.date
    years: int
    seed: int
    scenario: str
    tables: Mapping[str, pa.Table]
    extras: Mapping[str, pa.Table]
