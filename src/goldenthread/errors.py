"""Errors a user can act on: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with an input or a definition.

    `what` is a sentence; `file`, `row` (line in XML, row in CSV with the heading as row 1) and
    `column` say where; `remedy` says what to do; `severity` is error, or warning for what does not stop the work. No
    child's details beyond the council's own id.
    """

    what: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    code: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return f"{place + ': ' if place else ''}{self.what}{' ' + self.remedy if self.remedy else ''}"


class UserError(Exception):
    """Something the user can put right. Shown without a traceback; `exit_code` ends the command.

    Carries one or many problems, shown together.
    """

    exit_code = 2

    def __init__(self, problems: str | Problem | Iterable[Problem], *, remedy: str = "") -> None:
        if isinstance(problems, str):
            problems = Problem(what=problems, remedy=remedy)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(UserError):
    """A return or settings file that cannot be used."""

    exit_code = 3


class LoadError(UserError):
    """A load that is missing, partial or has been changed since it was written."""

    exit_code = 4


class DefinitionError(UserError):
    """A measure, target, figure reference or narrative that does not hold together."""

    exit_code = 5


class DiskError(UserError):
    """The disk filled or refused a write; nothing half-written is left behind."""

    exit_code = 6


class DatabaseError(UserError):
    """A database that refuses, drops the connection or holds what cannot be used; nothing half-written is left."""

    exit_code = 7
