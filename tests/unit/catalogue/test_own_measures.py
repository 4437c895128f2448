"""A council's own measures: counted beside ours, and every mistake in them told at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from goldenthread.catalogue.own import read_catalogue
from goldenthread.engines import engine_over_rows
from goldenthread.errors import DefinitionError
from goldenthread.measures.evaluate import Scope, evaluate
from goldenthread.periods import parse_period
from goldenthread.tables import TABLES

TODAY = dt.date(2026, 11, 23)
GOOD = """
from dataclasses import replace

from goldenthread.catalogue.common import flag
from goldenthread.catalogue.own import extend
from goldenthread.catalogue.referrals import REREFERRALS

POLICE = replace(
    REREFERRALS,
    id="avonmere_police_rereferrals",
    title="Re-referrals from the police",
    numerator="police_again",
    denominator="police",
    denominator_words="referrals from the police",
)
COHORTS = (
    extend(
        "referrals",
        id="avonmere_referrals",
        measures=(POLICE,),
        columns=lambda rows: {
            "police": flag(rows.source == "Police"),
            "police_again": flag((rows.source == "Police") & (rows.rereferred == 1)),
        },
    ),
)
"""


def _folder(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "my_measures"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def test_a_measure_of_ones_own_is_counted(tmp_path: Path) -> None:
    cohorts, warnings = read_catalogue(_folder(tmp_path, police=GOOD), today=TODAY)
    assert warnings == ()
    rows = [
        {
            "authority": "999", "source": "cin", "referral_id": name, "person_id": child, "referral_date": day,
            "source_code": code,
        }
        for name, child, day, code in (
            ("r1", "A", dt.date(2013, 5, 1), "6"),
            ("r2", "A", dt.date(2013, 9, 1), "6"),
            ("r3", "B", dt.date(2013, 9, 1), "2A"),
        )
    ]  # fmt: skip
    scope = Scope(
        as_at=dt.date(2014, 3, 31), authorities=("999",), population={}, first=dt.date(2012, 4, 1),
        covers_from={table: {"999": dt.date(2005, 4, 1)} for table in TABLES},
    )  # fmt: skip
    with engine_over_rows({"referral": rows}) as engine:
        found = evaluate(engine, cohorts, scope).one("avonmere_police_rereferrals", parse_period("year-2014-03-31"))
    assert (found.numerator, found.denominator, found.value) == (1, 2, 50.0)


def _wrong(tmp_path: Path, **files: str) -> dict[str, list[str]]:
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(_folder(tmp_path, **files), today=TODAY)
    told: dict[str, list[str]] = {}
    for problem in caught.value.problems:
        assert problem.remedy, problem
        told.setdefault(problem.file, []).append(problem.what)
    return told


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    told = _wrong(
        tmp_path,
        raises="import nowhere_at_all\n",
        typing="COHORTS = (\n",
        empty="x = 1\n",
        strange="COHORTS = ('referrals',)\n",
        taken=GOOD.replace('id="avonmere_police_rereferrals"', 'id="rereferrals"'),
        blank=GOOD.replace('title="Re-referrals from the police"', 'title=""').replace("avonmere_", "blank_"),
        column=GOOD.replace("rows.rereferred == 1", "rows.nowhere == 1").replace("avonmere_", "column_"),
        cohort=GOOD.replace('"referrals",', '"refferals",', 1),
    )
    assert "No module named 'nowhere_at_all'" in told["raises.py"][0]
    assert "SyntaxError" in told["typing.py"][0]
    assert "no list called COHORTS" in told["empty.py"][0]
    assert "COHORTS holds a str" in told["strange.py"][0]
    assert "There is a measure called rereferrals already." in told["taken.py"]
    assert any("title" in what for what in told["blank.py"])
    assert any("query cannot be made" in what for what in told["column.py"])
    assert "There is no cohort called refferals" in told["cohort.py"][0]


def test_a_file_that_raises_says_on_which_line(tmp_path: Path) -> None:
    folder = _folder(tmp_path, late="x = 1\ny = 2\nz = 1 / 0\n")
    with pytest.raises(DefinitionError) as caught:
        read_catalogue(folder, today=TODAY)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.severity) == ("late.py", 3, "error")
    assert "ZeroDivisionError" in problem.what


def test_two_files_may_not_share_an_id(tmp_path: Path) -> None:
    told = _wrong(tmp_path, one=GOOD, two=GOOD)
    assert any("already" in what for what in told["two.py"])
    assert "one.py" not in told


def test_an_old_review_is_a_warning_and_stops_nothing(tmp_path: Path) -> None:
    old = GOOD.replace(
        'numerator="police_again",', 'numerator="police_again",\n    reviewed=__import__("datetime").date(2020, 1, 1),'
    )
    cohorts, warnings = read_catalogue(_folder(tmp_path, old=old), today=TODAY)
    assert len(cohorts) == 1
    assert [(one.severity, one.column) for one in warnings] == [("warning", "reviewed")]


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="no measure file here"):
        read_catalogue(tmp_path, today=TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys\nsys.exit(3)", "SystemExit: 3"),
        ("def cohorts():\n    yield 1 / 0\nCOHORTS = cohorts()", "division by zero"),
        ("import no_such_library", "No module named 'no_such_library'"),
        ("COHORTS = 7", "no list called COHORTS"),
    ],
)
def test_a_file_that_ends_the_program_or_breaks_off_is_told_like_any_other(
    tmp_path: Path, text: str, said: str
) -> None:
    folder = _folder(tmp_path, bad=text, police=GOOD)
    with pytest.raises(DefinitionError) as told:
        read_catalogue(folder, today=TODAY)
    (problem,) = told.value.problems
    assert problem.file == "bad.py"
    assert said in problem.what
    assert problem.remedy


def test_rows_that_end_the_program_are_told_too(tmp_path: Path) -> None:
    text = GOOD.replace('"police": flag(rows.source == "Police"),', '"police": exit_now(rows),')
    text = text.replace("COHORTS = (", "def exit_now(rows):\n    raise SystemExit(2)\n\n\nCOHORTS = (")
    with pytest.raises(DefinitionError, match="its query cannot be made"):
        read_catalogue(_folder(tmp_path, police=text), today=TODAY)
