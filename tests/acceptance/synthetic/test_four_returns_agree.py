"""The same made-up children read through the dataset, the census, SSDA903 and Annex A give the same answers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from goldenthread import api
from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load
from goldenthread.synthetic.output import write_returns
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.annex_a import write_annex_a

END = dt.date(2025, 9, 30)
MONTHS = [f"2025-0{month}" for month in range(4, 10)]
FRONT = ("referrals", "referrals_from_schools", "referrals_nfa", "assessments_completed", "assessments_45",
         "assessments_10", "s47_started", "conferences_held", "conferences_15", "cp_plans_started", "cp_plans_ended",
         "cp_second_plan_ever")  # fmt: skip
STOCK = ("cp_plans",)
CARE = ("children_looked_after",)
WORK = {"annex": "annex_a", "varied": "annex_a", "ssd": "ssd", "cin": "cin", "s903": "s903"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Load]:
    """One small authority's returns, each read by itself."""
    folder = tmp_path_factory.mktemp("four")
    data = next(simulate(population=8_000, years=3, end=END, seed=5))
    write_returns(data, folder, returns=("cin", "s903", "ssd"))
    write_annex_a(data, folder / "annex" / "annex.xlsx")
    write_annex_a(data, folder / "varied" / "annex.xlsx", vary=11)
    places = {"s903": "ssda903"}
    return {
        name: read_returns(
            [folder / places.get(name, name)], into=folder / "loads" / name, as_at=END, authority=data.authority
        )
        for name in WORK
    }


def _counted(load: Load, measures: tuple[str, ...], periods: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    text = api.export_measures(load.path, periods=periods, measures=measures, breakdowns=("all",), output_format="csv")
    return {
        (row["measure"], row["period"]): (row["numerator"], row["denominator"])
        for row in csv.DictReader(io.StringIO(text))
        if any(month in row["period"] for month in MONTHS)
    }


def test_events_of_the_six_months_are_the_same_by_annex_a_and_by_the_dataset(made):
    expected = _counted(made["ssd"], FRONT, ["month", "quarter"])
    found = _counted(made["annex"], FRONT, ["month", "quarter"])
    assert {name for name, _ in expected} == set(FRONT)
    assert len(expected) >= len(FRONT) * len(MONTHS)
    assert found == expected


def test_events_of_the_six_months_are_the_same_by_annex_a_and_by_the_census(made):
    expected = _counted(made["cin"], FRONT, ["month"])
    annex = _counted(made["annex"], FRONT, ["month"])
    transfers = ("conferences_held", "conferences_15")  # the census has conferences on transfer in, list 5 has not
    assert {key: value for key, value in annex.items() if key[0] not in transfers} == {
        key: value for key, value in expected.items() if key[0] not in transfers
    }


def test_contacts_are_the_same_but_for_rows_that_cannot_be_told_apart(made):
    (source,) = made["annex"].manifest["sources"]
    alike = source["set_aside"].get("exact_duplicate", {"count": 0})["count"]
    day = dt.date(2025, 4, 1)

    def since(name: str, table: str, column: str) -> int:
        rows = pq.read_table(made[name].files[table][WORK[name]], columns=[column]).column(column).to_pylist()
        return sum(one >= day for one in rows)

    assert since("annex", "contact", "contact_date") + alike == since("ssd", "contact", "contact_date")
    assert since("annex", "early_help_episode", "start_date") == since("ssd", "early_help_episode", "start_date")


def test_plans_open_and_children_in_care_on_the_day_are_the_same_everywhere(made):
    day = [f"at-{END}"]
    plans = {name: _counted(made[name], STOCK, day) for name in ("annex", "varied", "ssd", "cin")}
    assert len({str(one) for one in plans.values()}) == 1
    care = {name: _counted(made[name], CARE, day) for name in ("annex", "varied", "ssd", "s903")}
    assert len({str(one) for one in care.values()}) == 1
    assert float(next(iter(plans["annex"].values()))[0]) > 5
    assert float(next(iter(care["annex"].values()))[0]) > 5


def test_annex_a_beside_the_dataset_changes_no_figure(made, tmp_path):
    folder = made["ssd"].path.parents[2]
    load = read_returns([folder / "ssd", folder / "annex"], into=tmp_path, as_at=END, authority="999")
    assert load.routes["referral"] == {"999": "ssd"}
    measures = (*FRONT, *STOCK, *CARE, "contacts")
    one, two = (
        api.export_measures(
            each.path,
            periods=["quarter", f"at-{END}"],
            measures=measures,
            breakdowns=("all", "sex"),
            output_format="csv",
        )
        for each in (made["ssd"], load)
    )
    assert one == two
    assert len(one.splitlines()) > 30


def test_a_workbook_laid_out_as_councils_vary_it_holds_the_same(made):
    plain, varied = made["annex"], made["varied"]
    assert set(plain.files) == set(varied.files)
    left_out = ["source_row", "load_id", "professional_id", "adviser_id"]
    for table, files in plain.files.items():
        if table == "professional":
            assert (
                pq.read_metadata(files["annex_a"]).num_rows == pq.read_metadata(varied.files[table]["annex_a"]).num_rows
            )
            continue
        first, second = (pq.read_table(load.files[table]["annex_a"]) for load in (plain, varied))
        kept = [name for name in first.column_names if name not in left_out]
        assert _sorted(first.select(kept)) == _sorted(second.select(kept)), table


def _sorted(table) -> list[str]:
    return sorted(str(row) for row in table.to_pylist())


def test_two_writings_are_the_same_to_the_byte(tmp_path: Path):
    data = next(simulate(population=2_000, years=1, end=END, seed=2))
    for vary in (None, 7):
        first = write_annex_a(data, tmp_path / "a.xlsx", vary=vary).read_bytes()
        assert write_annex_a(data, tmp_path / "b.xlsx", vary=vary).read_bytes() == first
    written = write_returns(data, tmp_path / "r", returns=("annex_a",))
    assert [path.name for path in written] == [f"annex-a-{data.authority}-2025-09-30.xlsx"]
