"""Which readers there are, and which of them knows a file by its content."""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType

from goldenthread.extracts.model import Recognised, SourceFile
from goldenthread.extracts.workbook import looks_like_workbook

READERS = {
    "cin": "goldenthread.extracts.cin_census",
    "s903": "goldenthread.extracts.ssda903",
    "ssd": "goldenthread.extracts.ssd",
    "template": "goldenthread.extracts.templates",
    "annex_a": "goldenthread.extracts.annex_a",
}
ACCEPTED = (
    "CIN Census XML, SSDA903 CSV files or XML, SSD tables as CSV or Parquet, Annex A lists and filled-in templates "
    "as workbooks or CSV"
)
HEAD_BYTES = 65_536


@cache
def reader(source: str) -> ModuleType:
    """The reader of a return."""
    return importlib.import_module(READERS[source])


def recognise(file: SourceFile) -> Recognised | None:
    """What a file is by its first 64 KiB, a workbook by its sheets, or None when no reader knows it."""
    if looks_like_workbook(file.path, file.name):
        return _recognise_workbook(file)
    with file.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    perhaps = None
    for source in READERS:
        found = reader(source).recognise(head, file.name)
        if found is None and head.startswith(b"PAR1") and hasattr(reader(source), "recognise_file"):
            found = reader(source).recognise_file(file.path)
        if isinstance(found, Recognised):
            if found.certain:
                return found
            perhaps = perhaps or found
    return perhaps


def _recognise_workbook(file: SourceFile) -> Recognised | None:
    for source in reversed(READERS):  # Annex A first: its sheets are mostly known by name, without reading them
        known = getattr(reader(source), "recognise_workbook", None)
        found = known(file.path, file.name) if known else None
        if isinstance(found, Recognised):
            return found
    return None
