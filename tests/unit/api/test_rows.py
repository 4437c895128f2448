"""The rows behind a figure are exactly those it was counted from."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goldenthread.api.row_store import INDEX, NOT_OF_CHILDREN, write_rows
from goldenthread.api.rows import Standing, children_behind, kept_as_at, why_not_listed
from goldenthread.api.why import in_brief, why_counted
from goldenthread.api.workspace import Workspace, open_workspace
from goldenthread.catalogue import COHORT_OF, COHORTS, MEASURES
from goldenthread.errors import UserError
from goldenthread.loads import write_tables
from goldenthread.measures.model import crossed_parts
from goldenthread.measures.results import Block
from goldenthread.periods import PeriodKind, parse_period, period_ending
from goldenthread.synthetic.demonstration import avonmere

SETTINGS = Path(__file__).parents[3] / "src" / "goldenthread" / "demonstration" / "authority.toml"
DAYS = (dt.date(2014, 9, 30), dt.date(2014, 3, 31), dt.date(2012, 10, 31))
YEAR = period_ending(PeriodKind.ROLLING_12, DAYS[0])
QUARTER = period_ending(PeriodKind.QUARTER, DAYS[0])


@cache
def space() -> Workspace:
    data = avonmere()
    folder = Path(tempfile.mkdtemp(prefix="avonmere-"))
    covers = {data.authority: data.covers_from}
    load = write_tables(folder, as_at=data.end, tables=data.tables, source="ssd", covers_from=covers, made_up=True)
    told = {name for one in COHORTS for m in one.measures if m.share_by or m.rate_by for name in one.told_by(m)}
    told |= {name for one in COHORTS for name in one.once_in_each}
    return open_workspace(load.path, SETTINGS, breakdowns=("all", "team", "source", *sorted(told)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(space(), tmp_path_factory.mktemp("rows") / "kept")


def listed_blocks() -> list[Block]:
    return [b for b in space().results.blocks.values() if not why_not_listed(b.measure) and not b.absent]


def test_every_figure_is_the_sum_of_the_rows_behind_it(folder: Path) -> None:
    differ, told = [], Counter[str]()
    for block in listed_blocks():
        for column, period in enumerate(block.periods):
            if period.end not in DAYS:
                continue
            for row, (_, breakdown, group) in enumerate(block.keys):
                if breakdown != "all" and period.end != DAYS[0]:
                    continue
                # Of groups within groups a spread: there are many.
                if crossed_parts(breakdown)[1] and (row + column) % 29:
                    continue
                counted = block.result(row, column)
                below = None if block.measure.denominator in ("", "population") else counted.denominator
                found = children_behind(folder, block.measure.id, period, breakdown, group)
                told[breakdown] += 1
                if (found.numerator, found.denominator, found.too_recent, found.excluded) != (
                    counted.numerator, below, counted.too_recent, counted.excluded,
                ):  # fmt: skip
                    differ.append((block.measure.id, period.key, breakdown, group))
    assert differ == []
    assert told.total() > 3000
    assert all(told[name] for name in ("factor_by_age_band", "change_by_provider", "placement"))


def test_kinds_of_every_sort_are_among_those_reconciled() -> None:
    measures = [block.measure for block in listed_blocks()]
    assert {str(m.distinct) for m in measures if m.distinct} == {"first", "last", "second"}
    for trait in ("quantile", "extreme", "over_months", "share_by", "share_within", "rate_by", "complement"):
        assert any(getattr(m, trait) for m in measures), trait
    assert any(m.complement and m.distinct for m in measures)


def test_only_cohorts_that_do_not_count_children_have_no_list() -> None:
    ids = {cohort.id for cohort in COHORTS}
    assert set(NOT_OF_CHILDREN) <= ids
    assert all(reason.endswith(".") for reason in NOT_OF_CHILDREN.values())
    with pytest.raises(UserError, match="no list of children"):
        children_behind(Path("nowhere"), "vacancy_rate", YEAR)


def test_every_child_kept_is_a_child_of_the_load(folder: Path) -> None:
    people = set(pq.read_table(space().load.files["person"]["ssd"], columns=["person_id"]).column(0).to_pylist())
    for name in json.loads((folder / INDEX).read_text())["cohorts"]:
        kept = set(pq.read_table(folder / f"{name}.parquet", columns=["child"]).column(0).to_pylist())
        assert kept <= people, name


def test_nothing_but_ids_dates_groups_and_numbers_is_kept(folder: Path) -> None:
    always = {"authority", "child", "counted_as", "day", "row_key", "starts", "ends", "team", "worker"}
    for name in json.loads((folder / INDEX).read_text())["cohorts"]:
        cohort = next(one for one in COHORTS if one.id == name)
        more = set(pq.read_schema(folder / f"{name}.parquet").names) - always - set(cohort.breakdowns)
        assert all(str(pq.read_schema(folder / f"{name}.parquet").field(one).type) == "int32" for one in more), name


def test_only_the_rows_of_own_teams_are_shown_and_the_figure_stays_whole(folder: Path) -> None:
    everybody = children_behind(folder, "assessments_45", YEAR)
    teams = sorted({team for team in everybody.rows.column("team").to_pylist() if team})
    mine = children_behind(folder, "assessments_45", YEAR, teams={teams[0]})
    assert set(mine.rows.column("team").to_pylist()) == {teams[0]}
    assert 0 < mine.rows.num_rows < everybody.rows.num_rows
    assert mine.rows.num_rows + mine.not_shown == everybody.rows.num_rows
    assert (mine.numerator, mine.denominator) == (everybody.numerator, everybody.denominator)
    nobody = children_behind(folder, "assessments_45", YEAR, teams=frozenset())
    assert nobody.rows.num_rows == 0


def test_children_without_a_team_of_their_own_are_shown_to_the_team_they_were_allocated_to(folder: Path) -> None:
    day = parse_period("at-2014-09-30")
    held = children_behind(folder, "children_looked_after", day)
    named = [row for row in held.rows.to_pylist() if row["team"]]
    assert len(named) > held.rows.num_rows / 2
    assert all(row["worker"] for row in named)


def test_how_rows_stand_adds_up(folder: Path) -> None:
    found = children_behind(folder, "assessments_45", YEAR)
    assert found.standings[Standing.COUNTED] == found.numerator
    assert found.standings[Standing.COUNTED] + found.standings[Standing.NOT_COUNTED] == found.denominator
    recent = children_behind(folder, "referrals_leading_to_assessment", QUARTER)
    assert recent.standings[Standing.TOO_RECENT] == recent.too_recent > 0
    once = children_behind(folder, "children_referred", YEAR)
    assert once.standings[Standing.COUNTED] == once.numerator
    assert once.standings[Standing.AGAIN] > 0


def test_the_day_of_a_range_is_the_one_with_the_lowest_number(folder: Path) -> None:
    lowest = children_behind(folder, "cp_plans_lowest_18_months", parse_period("at-2014-09-30"))
    assert lowest.day is not None
    on_it = children_behind(folder, "cp_plans", parse_period(f"at-{lowest.day}"))
    assert lowest.numerator == on_it.numerator


def test_why_a_child_is_counted_is_said_from_the_definition(folder: Path) -> None:
    rows = children_behind(folder, "assessments_45", YEAR).rows.to_pylist()
    yes = next(row for row in rows if row["standing"] == Standing.COUNTED)
    no = next(row for row in rows if row["standing"] == Standing.NOT_COUNTED)
    assert in_brief("assessments_45", yes).startswith("One of the assessments")
    assert in_brief("assessments_45", no).startswith("Not one of the assessments")
    assert why_counted("assessments_45", no, YEAR)[1].startswith("Not counted: one of the")
    assert MEASURES["assessments_45"].how in why_counted("assessments_45", yes, YEAR)[-1]
    lasted = children_behind(folder, "assessment_median", YEAR).rows.to_pylist()[0]
    assert any(f"It lasted {lasted['amount']}" in said for said in why_counted("assessment_median", lasted, YEAR))


def test_every_standing_of_every_measure_can_be_explained(folder: Path) -> None:
    for block in listed_blocks():
        period = block.periods[-1]
        rows = children_behind(folder, block.measure.id, period).rows.slice(0, 40).to_pylist()
        for row in rows:
            said = why_counted(block.measure.id, row, period)
            assert len(said) >= 3
            assert all(one.endswith((".", ")", ":")) and "  " not in one for one in said), said


def test_rows_are_replaced_whole_and_a_failure_leaves_the_old_ones(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import goldenthread.api.row_store as store

    def fail(*_: object) -> int:
        raise OSError("disk full")

    before = sorted(folder.iterdir())
    monkeypatch.setattr(store, "_write", fail)
    with pytest.raises(OSError, match="disk full"):
        write_rows(space(), folder)
    assert sorted(folder.iterdir()) == before
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    assert kept_as_at(folder) == dt.date(2014, 9, 30)


def test_rows_written_while_counting_are_the_same_and_so_are_the_figures(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    counted = open_workspace(space().load.path, SETTINGS, breakdowns=("all", "team"), rows=kept)
    assert counted.rows == kept
    assert sorted(one.name for one in kept.iterdir()) == sorted(one.name for one in folder.iterdir())
    assert (kept / INDEX).read_text() == (folder / INDEX).read_text()
    for one in kept.glob("*.parquet"):
        mine, other = (pq.read_table(place / one.name) for place in (kept, folder))
        order = [(name, "ascending") for name in mine.column_names]
        assert mine.sort_by(order).equals(other.sort_by(order)), one.name
    plain = open_workspace(space().load.path, SETTINGS, breakdowns=("all", "team"))
    assert plain.rows is None
    assert counted.results.to_rows() == plain.results.to_rows()


def test_rows_written_while_counting_are_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import goldenthread.api.row_store as store

    kept = replace(space(), rows=tmp_path / "kept")
    monkeypatch.setattr(store, "open_engine", lambda *_: pytest.fail("the load was opened again"))
    assert write_rows(kept, tmp_path / "kept") == tmp_path / "kept"


def test_counting_that_fails_leaves_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import goldenthread.api.workspace as opened

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(opened, "evaluate", fail)
    with pytest.raises(OSError, match="disk full"):
        open_workspace(space().load.path, SETTINGS, rows=tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_what_is_asked_amiss_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not told by"):
        children_behind(folder, "assessments_45", YEAR, "theme", "x")
    with pytest.raises(UserError, match="no measure called"):
        children_behind(folder, "nonsense", YEAR)
    with pytest.raises(UserError, match="not kept"):
        children_behind(tmp_path, "assessments_45", YEAR)
    assert COHORT_OF["assessments_45"].id == "assessments"
