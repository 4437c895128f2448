"""What a data-quality rule is, and what running it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """An error cannot be true; a query may be."""

    ERROR = "error"
    QUERY = "query"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule.

    `code` is the census rule's number, or a name of our own; `rows(engine, as_at)` gives the rows that fail, with
    `authority`, `person_id`, `row_id` and `day`.
    """

    code: str
    title: str
    severity: Severity
    table: str
    explain: str
    remedy: str
    rows: Callable[[Any, Any], Any]


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """How many rows fail a rule, by authority, with the ids of the first few."""

    check: Check
    counts: dict[str, int]
    examples: tuple[str, ...]

    @property
    def failing(self) -> int:
        """Rows that fail in all."""
        return sum(self.counts.values())
