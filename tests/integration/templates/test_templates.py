"""Templates written, filled in and read back; what is filled in wrongly is told by row and column."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from tests.made_returns import write_csv

from goldenthread import api
from goldenthread.errors import InputError, UserError
from goldenthread.extracts.read import read_returns
from goldenthread.extracts.registry import READERS, reader
from goldenthread.extracts.templates.layout import BY_NAME, TEMPLATES, Asked, Template
from goldenthread.extracts.templates.write import choices, write_template
from goldenthread.loads import Load
from goldenthread.tables import TABLES
from goldenthread.tables.model import Kind

D, T = dt.date, dt.datetime
AS_AT = D(2025, 9, 30)
IDS = [template.name for template in TEMPLATES]


def _read(path: Path, into: Path, **more: Any) -> Load:
    return read_returns([path], into=into, as_at=AS_AT, **({"authority": "999"} | more))


def _rows(load: Load, table: str) -> list[dict[str, Any]]:
    return pq.read_table(load.files[table]["template"]).to_pylist()


def _told(load: Load, kind: str = "notes") -> dict[str, Any]:
    return {code: found for source in load.manifest["sources"] for code, found in source[kind].items()}


def _answer(asked: Asked) -> Any:
    """A right answer for a column: the last word to choose, or the example."""
    if choices(asked):
        return choices(asked)[-1]
    kind = asked.column.kind
    if kind is Kind.DATE:
        return D(2025, 9, 3)
    if kind is Kind.DATETIME:
        return T(2025, 9, 3, 14, 30)
    return float(asked.example) if kind in (Kind.INT, Kind.DECIMAL) else asked.example or "X1"


def _expected(asked: Asked) -> Any:
    column, answer = asked.column, _answer(asked)
    if column.kind is Kind.BOOL:
        return answer == "Yes"
    if column.codes:
        return column.codes.match(answer)
    return answer


def _fill(path: Path, template: Template, rows: list[list[Any]]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[template.title]
    for line, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            sheet.cell(line, place, value)
    book.save(path)


def _text(value: Any) -> str:
    if isinstance(value, T):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, D) else str(value)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_a_template_filled_in_comes_back(tmp_path, template, file_format):
    path = write_template(template, tmp_path, file_format=file_format)[0]
    answers = [_answer(asked) for asked in template.asked]
    if file_format == "xlsx":
        _fill(path, template, [answers])
    else:
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([_text(answer) for answer in answers])
    load = _read(path, tmp_path / "loads")
    (row,) = _rows(load, template.table)
    for asked in template.asked:
        if asked.column.name in row:
            assert row[asked.column.name] == _expected(asked), asked.heading
    for name, value in template.fixed:
        assert row[name] == value
    assert row["source_row"] == 2
    assert _told(load) == {}
    assert _told(load, "set_aside") == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_a_template_is_known_by_its_headings_and_by_no_other_reader(tmp_path, template):
    path = write_template(template, tmp_path, file_format="csv")[0]
    head = path.read_bytes()
    known = {source: reader(source).recognise(head, path.name) for source in READERS}
    assert known.pop("template").part == template.name
    assert set(known.values()) == {None}
    (book,) = write_template(template, tmp_path)
    assert reader("template").recognise_workbook(book, book.name).part == template.name
    assert reader("annex_a").recognise_workbook(book, book.name) is None


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
def test_an_empty_template_holds_no_row_and_two_writings_are_alike(tmp_path, template):
    (path,) = write_template(template, tmp_path / "a")
    (again,) = write_template(template, tmp_path / "b")
    assert path.read_bytes() == again.read_bytes()
    load = _read(path, tmp_path / "loads")
    assert dict(load.files) == {}
    assert set(template.fills.column_names) >= {
        asked.column.name for asked in template.asked if asked.column in template.fills.columns
    }


def test_the_workbook_helps_whoever_fills_it_in(tmp_path):
    (path,) = write_template(BY_NAME["case-audits"], tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Case audits", "How to fill", "Lists"]
    sheet = book["Case audits"]
    assert sheet.freeze_panes == "A2"
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert {"list", "date", "whole"} <= kinds
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    grade = next(rule for rule in lists if str(rule.sqref).startswith("H2"))
    assert grade.formula1 == "Lists!$H$1:$H$4"
    assert [cell.value for cell in book["Lists"]["H"][:4]] == [
        "outstanding", "good", "requires improvement", "inadequate",
    ]  # fmt: skip
    words = [cell.value for row in book["How to fill"].iter_rows() for cell in row if cell.value]
    assert all(asked.heading in words for asked in BY_NAME["case-audits"].asked)


def test_every_table_of_the_service_has_a_template():
    from goldenthread.tables import templates

    filled = {template.table for template in TEMPLATES}
    assert filled == {table.name for table in templates.TABLES}
    for template in TEMPLATES:
        required = set(TABLES[template.table].required) - {template.own_id, *dict(template.fixed)}
        assert required - {"record_id"} <= {asked.column.name for asked in template.asked if asked.needed}, (
            template.name
        )


def test_the_parts_of_a_grade_are_kept_together(tmp_path):
    path = write_csv(
        tmp_path / "a.csv", "Audit date,Grade,Planned quarter,Theme,Auditor role,Moderated,Moderated grade,Actions due,"
        "Team id,Grade threshold,Grade plan quality", "01/09/2025,Good,2025 q3,plan,peer,Yes,inadequate,2,North,good,Outstanding",
    )  # fmt: skip
    load = _read(path, tmp_path / "loads")
    (row,) = _rows(load, "audit")
    assert json.loads(row["grade_components"]) == {"plan quality": "outstanding", "threshold": "good"}
    assert (row["grade"], row["moderated_grade"], row["planned_quarter"]) == ("good", "inadequate", "2025-Q3")
    assert len(row["audit_id"]) == 16
    again = _read(path, tmp_path / "again")
    assert _rows(again, "audit")[0]["audit_id"] == row["audit_id"]


def test_what_is_filled_in_wrongly_is_told_by_row_and_column(tmp_path):
    header = ",".join(asked.heading for asked in BY_NAME["supervision"].asked)
    rows = [
        "S1,worker,SW1,,T1,01/09/2025,02/09/2025,,16",
        "S2,group,SW1,,T1,01/09/2025,,,",
        "S3,worker,Pat Example,,T1,31/09/2025,,,",
        "S4,case,SW1,SYN1,T1,01/09/2025,,on a cruise,many",
        ",,,,,,,,",
        "S5,worker,Pat Example,,T1,01/09/2025,,,",
    ]
    load = _read(write_csv(tmp_path / "a.csv", header, *rows), tmp_path / "loads")
    assert [row["supervision_id"] for row in _rows(load, "supervision")] == ["S1", "S4", "S5"]
    aside = _told(load, "set_aside")["unusable_value"]
    assert [(one["row"], one["column"]) for one in aside["examples"]] == [(3, "Kind"), (4, "Due date")]
    notes = _told(load)
    assert [(one["row"], one["column"]) for one in notes["unknown_code"]["examples"]] == [
        (3, "Kind"),
        (5, "Reason not held"),
    ]
    assert {one["row"] for one in notes["name_in_id"]["examples"]} == {4, 7}
    for file in load.path.rglob("*.parquet"):
        assert b"Example" not in file.read_bytes()


def test_a_text_about_a_child_is_not_kept(tmp_path):
    header = "Received date,Question,Answer,Theme,Respondent"
    text = "she told us a long story about her family and where they used to live"
    load = _read(write_csv(tmp_path / "a.csv", header, f"01/09/2025,plan clear,yes,{text},child"), tmp_path / "loads")
    assert _rows(load, "feedback")[0]["theme"] is None
    assert "free_text" in _told(load)


def test_a_missing_column_names_the_nearest(tmp_path):
    path = write_csv(tmp_path / "a.csv", "Audit id,Action number,Due dat,Closed date", "A1,1,01/09/2025,")
    with pytest.raises(InputError, match="Due date, which is not there"):
        _read(path, tmp_path / "loads")


def test_the_authority_must_be_given(tmp_path):
    (path,) = write_template(BY_NAME["workforce"], tmp_path)
    with pytest.raises(InputError, match="--authority"):
        _read(path, tmp_path / "loads", authority=None)


def _dataset(folder: Path) -> Path:
    write_csv(folder / "ssd_contacts.csv", "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_source_code",
              "CO1,SYN1,2025-09-01,6", "CO2,SYN2,2025-09-02,6", "CO3,SYN1,2025-09-01,2A")  # fmt: skip
    write_csv(
        folder / "ssd_cin_episodes.csv", "cine_referral_id,cine_person_id,cine_referral_date", "R1,SYN1,2025-09-01"
    )
    return folder


@pytest.mark.parametrize("key", [None, b"k" * 40])
def test_a_decision_finds_its_rows_by_id_or_by_child_and_day(tmp_path, key):
    folder = _dataset(tmp_path / "r")
    write_csv(folder / "c.csv", "Contact id,Person id,Contact date,Received at,Decided at",
              "CO2,,,02/09/2025 09:00,03/09/2025 16:45", ",SYN1,01/09/2025,,01/09/2025", ",SYN9,01/09/2025,,02/09/2025",
              ",SYN1,,,02/09/2025")  # fmt: skip
    write_csv(
        folder / "d.csv", "Referral id,Person id,Referral date,Received at,Decided at", ",SYN1,01/09/2025,,05/09/2025"
    )
    load = _read(folder, tmp_path / "loads", key=key)
    ids = {row["contact_id"] for row in pq.read_table(load.files["contact"]["ssd"]).to_pylist()}
    clocks = _rows(load, "decision_clock")
    placed = {row["record_id"]: row["decided_at"] for row in clocks if row["record_kind"] == "contact"}
    assert len(placed) == 4
    assert ids < set(placed)
    assert sorted(when for record, when in placed.items() if record in ids) == [
        T(2025, 9, 1), T(2025, 9, 1), T(2025, 9, 3, 16, 45),
    ]  # fmt: skip
    referral = pq.read_table(load.files["referral"]["ssd"]).to_pylist()[0]["referral_id"]
    assert [row["record_id"] for row in clocks if row["record_kind"] == "referral"] == [referral]
    assert load.manifest["decisions"] == {"by_day": 3, "not_found": 1}
    assert any("2 found, 1 without a contact" in line for line in api.describe_load(load))
    assert _told(load, "set_aside")["missing_value"]["examples"][0]["row"] == 5


def test_each_table_is_complete_from_the_month_of_its_first_row(tmp_path):
    folder = tmp_path / "r"
    write_csv(folder / "a.csv", "Audit id,Action number,Due date,Closed date", "A1,1,15/03/2025,", "A1,2,15/01/2025,")
    write_csv(folder / "p.csv", "Planned quarter,Team id,Theme,Audits planned", "2024-Q4,,,20")
    load = _read(folder, tmp_path / "loads")
    assert load.covers() == {"audit_action": {"999": D(2025, 1, 1)}, "audit_plan": {"999": D(2024, 10, 1)}}
    write_csv(
        folder / "s.csv", "Kind,Due date,Supervision id,Professional id,Team id,Held date", "worker,09/02/2025,S1,W1,,"
    )
    assert _read(folder, tmp_path / "again").covers()["supervision"] == {"999": D(2025, 2, 1)}


def test_decisions_reach_the_measures(tmp_path):
    folder = _dataset(tmp_path / "r")
    write_csv(folder / "ssd_cin_episodes.csv", "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date",
              "R1,SYN1,2025-09-01,", "R2,SYN3,2025-07-01,2025-07-02")  # fmt: skip
    write_csv(folder / "c.csv", "Contact id,Person id,Contact date,Received at,Decided at", ",SYN1,01/09/2025,,02/09/2025",
              "CO2,,,,09/09/2025")  # fmt: skip
    load = _read(folder, tmp_path / "loads")
    text = api.export_measures(
        load.path, measures=("contacts_decided_1_day",), periods=("month",), breakdowns=("all",), output_format="csv"
    )
    row = next(row for row in csv.DictReader(text.splitlines()) if "2025-09" in row["period"])
    assert (float(row["numerator"]), float(row["denominator"])) == (2, 3)


def test_the_command_lists_and_writes_templates(tmp_path):
    from typer.testing import CliRunner

    from goldenthread.cli import app

    listed = CliRunner().invoke(app, ["template"])
    assert all(name in listed.output for name in BY_NAME)
    written = CliRunner().invoke(app, ["template", "--all", "--into", str(tmp_path)])
    assert written.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.xlsx" for name in BY_NAME}
    wrong = CliRunner().invoke(app, ["template", "case-audit"])
    assert isinstance(wrong.exception, UserError)
    assert "Did you mean case-audits?" in str(wrong.exception)
    with pytest.raises(UserError, match="Choose xlsx or csv"):
        list(api.write_templates(["training"], into=tmp_path, file_format="pdf"))
