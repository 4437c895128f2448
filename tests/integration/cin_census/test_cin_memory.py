"""Memory stays flat as files grow, and nothing that must not be kept reaches a table or a message."""

from __future__ import annotations

import datetime as dt
import gc
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from tests.integration.cin_census.cin_files import (
    assessment,
    child,
    episode,
    factor_group,
    message,
    plan,
    read_made,
)

from goldenthread.extracts import sink as sinks
from goldenthread.extracts.cin_census import read, reader
from goldenthread.extracts.cin_census.child import read_child
from goldenthread.extracts.cin_census.reading import Reading
from goldenthread.extracts.model import ReadContext, Recognised, SourceFile

UPN = "A123456789012"
NAME = "Wilhelmina Madeup"


def _file(children: int) -> bytes:
    reviews = "<Reviews><CPPreviewDate>2013-09-20</CPPreviewDate><CPPreviewDate>2014-02-20</CPPreviewDate></Reviews>"
    details = episode(assessment(factors=factor_group("2B", "3B", "4B")), plan(reviews=reviews))
    return message(*(child(details, id=f"B{number:06d}") for number in range(children))).encode()


def _peak(children: int, folder: Path) -> int:
    """The least of three readings: what other threads of the process allocate meanwhile is not the reader's."""
    return min(_peak_once(children, folder / str(turn)) for turn in range(3))


def _peak_once(children: int, folder: Path) -> int:
    folder.mkdir(parents=True)
    data = _file(children)
    gc.collect()
    tracemalloc.start()
    try:
        _read_only(data, folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _read_only(data: bytes, folder: Path) -> None:
    path = folder / "made.xml"
    path.write_bytes(data)
    sink = sinks.Sink(staging=folder / "staging", source="cin", file_name="made.xml")
    source = SourceFile(name="made.xml", path=path, size=len(data), sha256="")
    read(source, Recognised(source="cin"), sink, context=ReadContext(as_at=dt.date(2014, 9, 30)))
    sink.close()
    assert sink.rows_read["referral"] == data.count(b"<CINdetails>")


def test_four_times_the_children_do_not_need_four_times_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "BATCH_ROWS", 500)
    _peak(100, tmp_path / "warm")
    small, large = _peak(1000, tmp_path / "small"), _peak(4000, tmp_path / "large")
    assert large < 1.5 * small, f"{large:,} bytes at four times the children, {small:,} before"


def test_the_tree_holds_no_more_than_the_piece_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []

    def watch(reading: Reading, element: Any) -> None:
        held.append(sum(1 for _ in element.getroottree().iter()))
        read_child(reading, element)

    monkeypatch.setattr(reader, "read_child", watch)
    read_made(_file(300), tmp_path)
    assert len(held) == 300
    assert max(held) < 2 * held[0], "children that were read must leave the tree"


def test_progress_adds_up_to_the_file(tmp_path: Path) -> None:
    data, told = _file(200), list[int]()
    read_made(data, tmp_path, progress=told.append)
    assert sum(told) == len(data)
    assert len(told) > 2


def test_no_name_and_no_pupil_number_goes_anywhere(tmp_path: Path) -> None:
    identifiers = (
        f"<UPN>{UPN}</UPN><FormerUPN>{UPN}</FormerUPN><Forename>{NAME}</Forename>"
        f"<Surname>{NAME}</Surname><Sex>{NAME}</Sex><PersonBirthDate>{NAME}</PersonBirthDate>"
    )
    modules = f"<ReasonForClosure>{NAME}</ReasonForClosure><DateOfInitialCPC>{UPN}</DateOfInitialCPC>"
    text = message(
        child(
            episode(modules, assessment(end=NAME, factors=factor_group(NAME, UPN)), plan(previous=NAME), nfa=NAME),
            identifiers=identifiers,
            characteristics=f"<Ethnicity>{UPN}</Ethnicity><Disability>{NAME}</Disability>",
        )
    )
    made = read_made(text, tmp_path)
    everything = repr(made.tables) + " ".join(map(str, made.problems))
    assert made.one("person")["person_id"] == "A1"
    assert len(made.problems) >= 10
    assert "Wilhelmina" not in everything
    assert UPN not in everything
