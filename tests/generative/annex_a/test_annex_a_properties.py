"""Whatever the layout, Annex A holds the same; whatever the bytes, reading ends in a load or in words a user understands."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.errors import InputError, Problem
from goldenthread.extracts.annex_a import words
from goldenthread.extracts.annex_a.headings import judge
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.templates.recognise import template_of
from goldenthread.loads import Load, list_loads
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.annex_a import write_annex_a

END = dt.date(2025, 9, 30)
_JUNK = (b"", b"<", b">", b"&x;", b'"', b"99999999999", b'r="ZZZ1"', b"</c>", b"<v>", b"-1", b"1e999", b"\xff\x00")
_ELSEWHERE = {"source_row", "load_id", "professional_id", "adviser_id"}


@cache
def _data() -> AuthorityData:
    return next(simulate(population=1_500, years=1, end=END, seed=4))


def _content(vary: int | None) -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_annex_a(_data(), Path(folder) / "a.xlsx", vary=vary)
        load = _read(path, Path(folder) / "loads")
        found = {}
        for table, files in load.files.items():
            rows = pq.read_table(files["annex_a"]).to_pylist()
            found[table] = sorted(str({k: v for k, v in row.items() if k not in _ELSEWHERE}) for row in rows)
        return found


def _read(path: Path, into: Path) -> Load:
    return read_returns([path], into=into, as_at=END, authority="999")


@cache
def _plain() -> dict[str, list[str]]:
    return _content(None)


@cache
def _bytes() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_annex_a(_data(), Path(folder) / "a.xlsx").read_bytes()


@cache
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_layout_changes_what_a_workbook_holds(seed):
    assert _content(seed) == _plain()


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_spoilt_workbook_is_read_or_refused_in_words(data):
    content = bytearray(_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(1, len(content))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(bytes(content[:cut]))
        told: tuple[Problem, ...] = ()
        try:
            _read(path, Path(folder) / "loads")
        except InputError as error:
            told = error.problems
        assert all(problem.what and problem.remedy for problem in told)
        assert (list_loads(Path(folder) / "loads") == ()) == bool(told)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_workbook_with_spoilt_parts_is_read_or_refused_in_words(data):
    parts = _parts()
    name = data.draw(st.sampled_from(sorted(parts)))
    spoilt = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        length = data.draw(st.integers(0, 20))
        spoilt[place : place + length] = data.draw(st.sampled_from(_JUNK))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, bytes(spoilt) if part == name else content)
        with contextlib.suppress(InputError):
            assert _read(path, Path(folder) / "loads").files


@given(rows=st.lists(st.lists(st.text(max_size=60), max_size=30), max_size=6), sheet=st.text(max_size=20))
@settings(max_examples=80, deadline=None)
def test_any_sheet_at_all_is_judged(rows, sheet):
    found = judge(list(enumerate(rows, 1)), sheet)
    assert found.fit is None or found.fit.told
    for cells in rows:
        template_of(cells)


@given(text=st.text(max_size=40), kind=st.sampled_from(sorted(words.WORDS)))
@settings(deadline=None)
def test_any_words_at_all_mean_a_code_of_the_list_or_none(text, kind):
    meant = words.code_of(text, kind, END)
    assert meant.code is None or meant.code in words.WORDS[kind].codes.by_code
    ethnic = words.ethnicity_of(text)
    assert ethnic.code is None or ethnic.code in words.codes.ETHNICITY.by_code
    words.yes_no(text)
    words.suitable(text)
    words.in_area(text)
