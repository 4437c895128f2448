"""The made-up authority's filled-in templates: the layout of the empty ones, ids that join, the same bytes each time."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from goldenthread.extracts.templates.layout import BY_NAME
from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.templates import LAYOUTS, heading, write_templates

END = dt.date(2025, 9, 30)
# Templates that are not filled in, and why.
LEFT_OUT = {"id-map": "its returns call a child by one id"}


def authority(seed: int = 3) -> AuthorityData:
    return next(simulate(population=9_000, years=3, end=END, seed=seed))


@pytest.fixture(scope="module")
def data() -> AuthorityData:
    return authority()


@pytest.fixture(scope="module")
def written(data: AuthorityData, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in write_templates(data, tmp_path_factory.mktemp("filled")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def test_every_template_is_filled_in_under_its_own_headings(written):
    assert set(written) == set(BY_NAME) - set(LEFT_OUT)
    for name, rows in written.items():
        assert list(rows[0]) == [asked.heading for asked in BY_NAME[name].asked], name
        assert [heading(column) for column in LAYOUTS[name][1]] == list(rows[0])
        needed = [asked.heading for asked in BY_NAME[name].asked if asked.needed]
        assert all(row[one] for row in rows for one in needed), name


def test_children_workers_and_teams_are_those_of_the_dataset(data, written):
    ids = {
        "Person id": set(data.tables["person"]["person_id"].to_pylist()),
        "Professional id": set(data.tables["professional"]["professional_id"].to_pylist()),
        "Team id": set(data.tables["team"]["name"].to_pylist()),
        "Contact id": set(data.tables["contact"]["contact_id"].to_pylist()),
        "Referral id": set(data.tables["referral"]["referral_id"].to_pylist()),
    }
    met = dict.fromkeys(ids, 0)
    for name, rows in written.items():
        for column in ids.keys() & rows[0].keys():
            given = {row[column] for row in rows} - {""}
            assert given <= ids[column], (name, column)
            met[column] += len(given)
    assert all(met.values()), met
    audits = {row["Audit id"] for row in written["case-audits"]}
    assert {row["Audit id"] for row in written["audit-actions"]} <= audits


def test_it_is_plainly_made_up_and_nothing_happens_after_the_records_end(written):
    for name, rows in written.items():
        for column, asked in ((one.heading, one) for one in BY_NAME[name].asked):
            if asked.column.name == BY_NAME[name].own_id:
                assert all(row[column].startswith("MADE-UP-") for row in rows), name
                assert len({row[column] for row in rows}) == len(rows), name
            if column.endswith(" date") and column != "Due date":
                days = [dt.datetime.strptime(row[column], "%d/%m/%Y").date() for row in rows if row[column]]  # noqa: DTZ007
                assert max(days) <= END, (name, column)


def test_not_all_of_it_is_well(written):
    """Audits planned and not done, actions late, supervision missed with its reason, complaints answered late."""
    planned = sum(int(row["Audits planned"]) for row in written["audit-plan"])
    assert 0.7 * planned < len(written["case-audits"]) < 0.97 * planned

    def day(text: str) -> dt.date:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007

    assert any(
        row["Closed date"] and day(row["Closed date"]) > day(row["Due date"]) for row in written["audit-actions"]
    )
    assert any(not row["Held date"] and row["Reason not held"] for row in written["supervision"])
    assert any(
        row["Closed date"] and row["Due date"] and day(row["Closed date"]) > day(row["Due date"])
        for row in written["complaints"]
    )
    lowered = [row for row in written["case-audits"] if row["Moderated"] == "Yes"]
    assert any(row["Grade"] != row["Moderated grade"] for row in lowered)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(data, tmp_path: Path):
    one, two = write_templates(data, tmp_path / "one"), write_templates(authority(), tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    other = write_templates(authority(seed=4), tmp_path / "other")
    assert all(
        path.read_bytes() != again.read_bytes()
        for path, again in zip(one, other, strict=True)
        if path.stem != "audit-plan"
    )


def test_filling_them_in_moves_nothing_else(data, tmp_path: Path):
    before = {name: table.slice(0) for name, table in data.tables.items()}
    write_templates(data, tmp_path)
    assert all(data.tables[name].equals(table) for name, table in before.items())
    again = authority()
    assert all(again.tables[name].equals(table) for name, table in before.items())
