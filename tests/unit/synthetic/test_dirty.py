"""Planted faults are where the list says, often enough, and the same for the same seed."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from goldenthread.errors import UserError
from goldenthread.synthetic.demonstration import write_demonstration
from goldenthread.synthetic.dirty import LEAST, spoil, write_planted


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demonstration(tmp_path_factory.mktemp("clean")).returns


@pytest.fixture(scope="module")
def spoiled(clean: Path, tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("dirty") / "returns"
    shutil.copytree(clean, place)
    return place, spoil(place, 0.001, 3)


def test_every_kind_is_planted_three_times(spoiled):
    _, planted = spoiled
    counts = Counter((fault.file.split("/")[0], fault.kind) for fault in planted)
    assert len(counts) > 55
    assert min(counts.values()) >= LEAST
    named = {kind for _, kind in counts}
    assert named >= {"overlapping_plan", "child_twice", "reason_without_end", "utf_16", "zipped", "nfa_with_activity"}


def test_each_listed_line_differs_from_the_clean_file(clean, spoiled):
    place, planted = spoiled
    for fault in planted:
        if fault.row == 0 or not fault.file.endswith((".xml", ".csv")):
            continue
        before = (clean / fault.file).read_text(encoding="utf-8-sig").splitlines()
        after = (place / fault.file).read_text(encoding="utf-8-sig").splitlines()
        if fault.row <= len(before):
            context = 40 if fault.kind in ("no_factors",) else 1
            assert before[fault.row - 1 : fault.row - 1 + context] != after[fault.row - 1 : fault.row - 1 + context], (
                fault
            )
        else:
            assert after[fault.row - 1], fault


def test_spoiled_census_files_are_still_xml(spoiled):
    place, _ = spoiled
    for path in (place / "cin").glob("*.xml"):
        assert ET.parse(path).getroot().tag == "Message"


def test_the_same_seed_plants_the_same_faults(clean, spoiled, tmp_path):
    place, planted = spoiled
    again = tmp_path / "returns"
    shutil.copytree(clean, again)
    assert spoil(again, 0.001, 3) == planted
    for path in sorted(place.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (again / path.relative_to(place)).read_bytes(), path.name


def test_no_share_no_faults(clean, tmp_path):
    place = tmp_path / "returns"
    shutil.copytree(clean, place)
    assert spoil(place, 0, 3) == ()
    assert (place / "ssd" / "ssd_person.csv").read_bytes() == (clean / "ssd" / "ssd_person.csv").read_bytes()


def test_the_list_can_be_written(spoiled, tmp_path):
    _, planted = spoiled
    listed = json.loads(write_planted(planted, tmp_path / "planted.json").read_text(encoding="utf-8"))
    assert len(listed) == len(planted)
    assert listed[0].keys() == {"file", "row", "kind", "child"}


def test_a_share_outside_0_to_1_and_an_empty_folder_are_refused(clean, tmp_path):
    with pytest.raises(UserError, match="between 0 and 1"):
        spoil(clean, 2, 1)
    with pytest.raises(UserError, match="no returns"):
        spoil(tmp_path, 0.1, 1)
