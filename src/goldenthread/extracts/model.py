"""What a reader is given: a file, what it was recognised as, and the circumstances of the run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file, or a member of a zip unpacked to a temporary place.

    `name` is what the user and the manifest see (zip members as returns.zip/file.csv, tables of a database by its
    address without user and password); `size` is in bytes. `rows` is how many rows a database table gave.
    """

    name: str
    path: Path
    size: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What a file is, judged by its content: the return, and the part of it (903 file, SSD table).

    Files with a lower `order` are read first within a set.
    """

    source: str
    part: str = ""
    order: int = 0
    certain: bool = True


def _same(person_id: str) -> str:
    return person_id


def _quiet(_bytes_read: int) -> None:
    return None


@dataclass(kw_only=True)
class ReadContext:
    """The circumstances of a run.

    `as_at` is the date the whole load describes. Every child's id passes through `person_ids`, also
    inside built row ids. `set_of_files` is the folder or zip a file came in; files of one 903 set share
    `shared`.
    """

    as_at: dt.date
    authority: str | None = None
    progress: Callable[[int], None] = _quiet
    person_ids: Callable[[str], str] = _same
    set_of_files: str = ""
    shared: dict[str, Any] = field(default_factory=dict)
