"""Every remark has its words, and every remark the reader makes is in the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goldenthread.extracts import cin_census
from goldenthread.extracts.cin_census.remarks import REMARKS, Remarks
from goldenthread.extracts.sink import EXAMPLES_KEPT, Sink

MODULES = [path for path in Path(cin_census.__file__).parent.glob("*.py") if path.stem != "header"]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)  # the header words its own remarks


@pytest.mark.parametrize("code", sorted(REMARKS))
def test_every_remark_is_a_sentence_with_its_place(code: str, tmp_path: Path) -> None:
    sink = Sink(staging=tmp_path, source="cin", file_name="made.xml")
    Remarks(sink=sink, file="made.xml").note(code, "Element", "A1", 7, quoted=" (X)")
    (problem,) = sink.notes.examples[code]
    assert problem.what[0].isupper()
    assert problem.what.endswith(".")
    assert "{" not in problem.what
    assert "A1" in problem.what
    assert (problem.file, problem.row, problem.column) == ("made.xml", 7, "Element")


def test_the_table_and_the_reader_name_the_same_remarks() -> None:
    used = set(re.findall(r'(?:note|set_aside)\(\s*"(\w+)"', SOURCE)) | set(re.findall(r'Fault\(code="(\w+)"', SOURCE))
    assert len(used) > 15
    assert used <= set(REMARKS)
    assert {code for code in REMARKS if SOURCE.count(f'"{code}"') < 2} == set(), "a remark nobody makes"


def test_a_row_set_aside_says_so(tmp_path: Path) -> None:
    sink = Sink(staging=tmp_path, source="cin", file_name="made.xml")
    remarks = Remarks(sink=sink, file="made.xml")
    for _ in range(EXAMPLES_KEPT + 5):
        remarks.set_aside("missing_key", "LAchildID", "", 3)
    assert sink.aside.count == {"missing_key": EXAMPLES_KEPT + 5}
    assert sink.aside.examples["missing_key"][0].what == "LAchildID of a child is missing; the row was set aside."
    remarks.muted = True
    remarks.set_aside("missing_key", "LAchildID", "", 3)
    assert sink.aside.count == {"missing_key": EXAMPLES_KEPT + 5}
