"""Avonmere's own templates are read back like any return, give every measure a value that they can, and tell its story."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from goldenthread import api
from goldenthread.catalogue import COHORT_OF, MEASURES
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.templates.layout import TEMPLATES
from goldenthread.loads import Load
from goldenthread.synthetic.demonstration import DemonstrationFiles, write_demonstration

PERIODS = ("quarter-2014-09-30", "at-2014-09-30")
QUARTERS = tuple(
    f"{year}-{end}"
    for year in range(2008, 2015)
    for end in ("03-31", "06-30", "09-30", "12-31")
    if "2008-12-31" <= f"{year}-{end}" <= "2014-09-30"
)
CLOCK = {"contacts_decided_1_day", "referrals_decided_1_day", "referrals_decided_late"}
# Measures counted from a table of the templates that have no value in Avonmere, and why: none.
WITHOUT: dict[str, str] = {}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationFiles:
    return write_demonstration(tmp_path_factory.mktemp("avonmere"))


@pytest.fixture(scope="module")
def load(made: DemonstrationFiles, tmp_path_factory: pytest.TempPathFactory) -> Load:
    into = tmp_path_factory.mktemp("loads")
    return read_returns([made.returns], into=into, as_at=made.as_at, authority=made.authority)


def carried() -> set[str]:
    """Measures counted from a table that only the templates fill, and those of the clock of decisions."""
    filled = {template.table for template in TEMPLATES}
    return {name for name in MEASURES if COHORT_OF[name].table in filled} | CLOCK


@pytest.fixture(scope="module")
def figures(load: Load) -> dict[tuple[str, str], dict[str, str]]:
    asked = [f"{kind}-{day}" for day in QUARTERS for kind in ("quarter", "at")]
    text = api.export_measures(
        load.path, periods=asked, measures=sorted(carried()), breakdowns=("all",), output_format="csv"
    )
    return {(row["measure"], row["period"]): row for row in csv.DictReader(io.StringIO(text))}


def test_they_lie_beside_the_other_returns_and_not_a_row_is_set_aside(made, load):
    names = {path.parent.name for path in made.files}
    assert "templates" in names
    files = [one for one in load.manifest["sources"] if one["source"] == "template"]
    assert len(files) == len([path for path in made.files if path.parent.name == "templates"]) == 12
    for one in files:
        assert one["set_aside"] == {}, one["name"]
        assert one["notes"] == {}, one["name"]
        rows = len((made.returns / one["name"]).read_text(encoding="utf-8-sig").splitlines()) - 1
        assert sum(one["rows"].values()) == rows, one["name"]


def test_every_measure_they_can_carry_has_a_value_for_the_latest_period(figures):
    measures = carried()
    assert len(measures) >= 25
    found = {name for name in measures for period in PERIODS if figures.get((name, period), {}).get("value")}
    assert measures - found == set(WITHOUT)


def _series(figures, measure: str) -> list[tuple[float, float]]:
    rows = [figures[measure, f"quarter-{day}"] for day in QUARTERS if figures[measure, f"quarter-{day}"]["value"]]
    return [(float(row["numerator"]), float(row["denominator"])) for row in rows]


def _share(series: list[tuple[float, float]]) -> float:
    return 100 * sum(top for top, _ in series) / sum(bottom for _, bottom in series)


def test_the_volumes_are_those_of_a_small_authority(figures):
    audits = [bottom for _, bottom in _series(figures, "audits_good")]
    assert all(30 <= one <= 60 for one in audits), audits
    latest = {name: float(figures[name, "quarter-2014-09-30"]["denominator"]) for name in
              ("advocacy_offered", "advocacy_taken_up", "children_feedback_yes", "supervision_in_time")}  # fmt: skip
    assert 60 <= latest["advocacy_offered"] <= 180
    assert 24 <= latest["advocacy_taken_up"] <= 150
    assert 40 <= latest["children_feedback_yes"] <= 200
    assert 150 <= latest["supervision_in_time"] <= 400
    assert 55 <= float(figures["newly_qualified_share", "at-2014-09-30"]["denominator"]) <= 90


def test_what_changed_and_what_did_not_is_the_story_of_the_paper(figures):
    """More advocates and somewhat better audits; supervision, answers, complaints and decisions as before."""
    offered, taken = _series(figures, "advocacy_offered"), _series(figures, "advocacy_taken_up")
    assert _share(offered[-4:]) > _share(offered[:-6]) + 15
    assert 30 < _share(taken[-4:]) < 55, "half take one: not reached"
    assert _share(taken[-4:]) > _share(taken[:-6]) + 8
    good = _series(figures, "audits_good")
    assert _share(good[-2:]) > _share(good[:-6]) + 5
    assert _share(good[-2:]) < 75
    for measure in ("supervision_in_time", "children_feedback_yes", "contacts_decided_1_day", "audit_actions_in_time"):
        series = _series(figures, measure)
        assert abs(_share(series[-4:]) - _share(series[:-4])) < 5, measure
        assert _share(series) < 90, measure
    assert 0 < _share(_series(figures, "audits_completed")[-4:]) < 97
    assert _share(_series(figures, "complaints_in_time")[-8:]) < 85


def test_the_grade_of_identity_is_recorded_more_often_and_is_no_better(made):
    with (made.returns / "templates" / "case-audits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    grades = {True: [], False: []}
    for row in rows:
        day = dt.datetime.strptime(row["Audit date"], "%d/%m/%Y").date()  # noqa: DTZ007
        grades[day >= dt.date(2013, 10, 1)].append(row["Grade culture and identity"])
    told = {late: [one for one in given if one] for late, given in grades.items()}
    assert len(told[True]) / len(grades[True]) > len(told[False]) / len(grades[False]) + 0.2
    good = {late: sum(one in ("good", "outstanding") for one in given) / len(given) for late, given in told.items()}
    assert abs(good[True] - good[False]) < 0.12
