"""Annex A as it should not be: told with what, where and what to do, or refused with nothing half done."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from tests.integration.annex_a.workbooks import PUBLISHED, read, row, rows, told, write_workbook

from goldenthread import loads
from goldenthread.errors import InputError
from goldenthread.extracts import workbook

D = dt.date
CONTACT = {"Date of Contact": D(2025, 9, 1), "Contact Source": "q) 6: Police"}
LIST_1 = [PUBLISHED[1], row(1, **CONTACT)]
OTHER_1 = [PUBLISHED[1], row(1, **CONTACT | {"Child Unique ID": "SYN2"})]
REFERRALS = [PUBLISHED[3], row(3, **{"Date of Referral": D(2025, 7, 2)})]


def _refused(path: Path, tmp_path: Path, **more) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        read(path, tmp_path / "loads", **more)
    assert loads.list_loads(tmp_path / "loads") == ()
    problem = caught.value.problems[0]
    assert problem.remedy
    return problem.code, str(caught.value)


def test_two_sheets_of_one_list_with_other_rows_are_ambiguous(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Contacts": LIST_1, "Contacts (2)": OTHER_1})
    code, text = _refused(path, tmp_path)
    assert code == "ambiguous_sheets"
    assert "Contacts and Contacts (2) both hold list 1" in text


def test_two_sheets_with_the_same_rows_are_read_once(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Contacts": LIST_1, "Copy of contacts": LIST_1})
    load = read(path, tmp_path / "loads")
    assert len(rows(load, "contact")) == 1
    assert "same_sheet" in told(load)


def test_an_empty_twin_gives_way_to_the_sheet_with_rows(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"List 1": [PUBLISHED[1]], "Contacts": LIST_1})
    assert len(rows(read(path, tmp_path / "loads"), "contact")) == 1


def test_a_sheet_that_fits_two_lists_is_ambiguous_until_it_is_named(tmp_path):
    both = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", *PUBLISHED[1][5:], *PUBLISHED[2][5:]]
    cells = ["SYN1", "M", "WBRI", D(2012, 2, 1), D(2025, 9, 1), "6", D(2025, 9, 1), None, "Hub"]
    code, text = _refused(write_workbook(tmp_path / "a.xlsx", {"Data": [both, cells]}), tmp_path)
    assert code == "ambiguous_sheet"
    assert "Call the sheet List" in text
    load = read(write_workbook(tmp_path / "b.xlsx", {"List 2": [both, cells]}), tmp_path / "loads")
    assert len(rows(load, "early_help_episode")) == 1
    assert "contact" not in load.files


def test_a_name_that_belies_the_headings_is_told(tmp_path):
    load = read(write_workbook(tmp_path / "a.xlsx", {"List 4": LIST_1}), tmp_path / "loads")
    assert len(rows(load, "contact")) == 1
    assert "list 1" in told(load)["sheet_name_differs"]["examples"][0]["what"]


def test_the_authority_must_be_given(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"List 1": LIST_1})
    code, text = _refused(path, tmp_path, authority=None)
    assert code == "no_authority"
    assert "--authority" in text


def test_a_census_of_another_authority_beside_the_workbook_is_refused(tmp_path):
    from tests.integration.cin_census.cin_files import child, header, message

    folder = tmp_path / "r"
    write_workbook(folder / "a.xlsx", {"List 1": LIST_1})
    (folder / "census.xml").write_bytes(message(child(), head=header(2025, lea="801")).encode())
    code, text = _refused(folder, tmp_path, authority="800")
    assert code == "other_authority"
    assert "801" in text
    assert "800" in text


def test_a_workbook_of_something_else_is_not_taken_for_a_return(tmp_path):
    path = write_workbook(
        tmp_path / "budget.xlsx", {"Budget": [["Line", "Pounds"], ["Rent", 3]], "Notes": [["x", "y"]]}
    )
    _, text = _refused(path, tmp_path)
    assert "Its sheets (Budget, Notes) are neither lists of Annex A nor templates" in text


def test_sheets_called_lists_without_their_headings_are_refused_by_name(tmp_path):
    nothing = [["Please see", "the shared drive"]]
    code, text = _refused(write_workbook(tmp_path / "a.xlsx", {"List 1": nothing, "List 2": nothing}), tmp_path)
    assert code == "wrong_workbook"
    assert "List 1, List 2" in text


def test_a_list_without_a_column_it_needs_names_what_was_not_understood(tmp_path):
    headings = ["When was it" if one == "Date of Contact" else one for one in PUBLISHED[1]]
    code, text = _refused(write_workbook(tmp_path / "a.xlsx", {"List 1": [headings, *LIST_1[1:]]}), tmp_path)
    assert code == "missing_column"
    assert "When was it" in text


def test_half_empty_sheets_and_lists_are_read_for_what_they_hold(tmp_path):
    partly = [PUBLISHED[1][:6], row(1, **CONTACT)[:6], [], [None, None, None, None, None, D(2025, 9, 2)], ["SYN9"]]
    book = {"Contacts": partly, "List 3": [PUBLISHED[3]], "List 4": [], "List 5": [["to follow", "soon"]]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert [one["source_code"] for one in rows(load, "contact")] == [None]
    aside = told(load, "set_aside")
    assert aside["missing_key"]["examples"][0]["row"] == 4
    assert aside["impossible_date"]["examples"][0] == {
        "what": "The row has no usable Date of Contact.",
        "remedy": "Correct it in the case system.",
        "row": 5,
        "column": "Contacts!Date of Contact",
    }
    assert told(load)["missing_column"]["examples"][0]["column"] == "Contacts!Contact Source"
    assert told(load)["list_not_read"]["examples"][0]["column"] == "List 5"


def test_cells_in_error_are_blank_and_told(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Contacts")
        for line, cells in enumerate(LIST_1):
            for place, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(line, place, str(cell))
        sheet.write_formula("G2", "=VLOOKUP(1,Z:Z,1)", None, "#N/A")
        sheet.write_formula("E2", "=DATEDIF(D2,TODAY(),1)", None, 13)
    load = read(path, tmp_path / "loads")
    assert rows(load, "contact")[0]["source_code"] is None
    assert told(load)["formula_error"]["examples"][0]["what"].startswith("The cell G2")


def test_impossible_values_are_noted_with_their_place(tmp_path):
    odd = CONTACT | {
        "Contact Source": "z) Nobody",
        "Gender": "purple",
        "Date of Birth": "31/02/2012",
        "Ethnicity": "Martian",
    }
    late = CONTACT | {"Date of Contact": "01/01/1900"}
    load = read(
        write_workbook(tmp_path / "a.xlsx", {"C": [PUBLISHED[1], row(1, **odd), row(1, **late)]}), tmp_path / "loads"
    )
    notes = told(load)
    assert notes["unknown_code"]["count"] == 3
    assert notes["unknown_code"]["examples"][0]["column"] == "C!Gender"
    assert {"impossible_date", "sentinel_date"} <= set(notes)
    assert told(load, "set_aside")["impossible_date"]["count"] == 1


def test_a_date_of_birth_that_differs_is_told_and_the_first_kept(tmp_path):
    again = {"Date of Referral": D(2025, 7, 2), "Date of Birth": D(2013, 2, 1)}
    book = {"List 3": [PUBLISHED[3], row(3, **again)], "List 1": LIST_1}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert "person_differs" in told(load)
    assert rows(load, "person")[0]["date_of_birth"] == D(2013, 2, 1)


def test_a_hidden_old_copy_is_not_read(tmp_path):
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, lines in (("Contacts", LIST_1), ("Contacts old", OTHER_1)):
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(lines):
                sheet.write_row(line, 0, ["" if cell is None else cell for cell in cells])
        sheet.hide()
    load = read(path, tmp_path / "loads")
    assert [one["person_id"] for one in rows(load, "contact")] == ["SYN1"]
    assert "hidden_sheet" in told(load)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-400])


def _flipped(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[place + 90 : place + 120] = b"\xff" * 30
    path.write_bytes(bytes(content))


def _not_a_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and then nothing of the kind")


def _no_zip_at_all(path: Path) -> None:
    path.write_text("a,b\n1,2\n", encoding="utf-8")


def _old_excel(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def _encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(_truncated, "corrupt_workbook"), (_flipped, "corrupt_workbook"), (_not_a_zip, "corrupt_workbook"),
     (_no_zip_at_all, "corrupt_workbook"),
     (_old_excel, "old_workbook"), (_encrypted, "encrypted_workbook")],
)  # fmt: skip
def test_workbooks_that_cannot_be_opened_are_refused_and_say_how_to_save_them(tmp_path, spoil, code):
    path = write_workbook(tmp_path / "a.xlsx", {"List 1": LIST_1, "List 3": REFERRALS})
    spoil(path)
    found, text = _refused(path, tmp_path)
    assert found == code
    assert ".xlsx" in text


@pytest.mark.parametrize("ending", ["xlsb", "ods"])
def test_workbooks_of_other_formats_are_refused_by_name(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.bin", b"something else")
    code, text = _refused(path, tmp_path)
    assert code == "corrupt_workbook"
    assert "no workbook of Excel's .xlsx format" in text


def test_a_spoilt_workbook_can_be_left_out(tmp_path):
    write_workbook(tmp_path / "r" / "a.xlsx", {"List 1": LIST_1})
    _truncated(write_workbook(tmp_path / "r" / "b.xlsx", {"List 3": REFERRALS}))
    load = read(tmp_path / "r", tmp_path / "loads", skip_bad=True)
    assert len(rows(load, "contact")) == 1
    assert sum("refused" in source for source in load.manifest["sources"]) == 1


def test_a_damaged_zip_is_refused(tmp_path):
    (tmp_path / "returns.zip").write_bytes(b"PK\x03\x04 broken")
    assert _refused(tmp_path / "returns.zip", tmp_path)[0] == "bad_zip"


def test_a_workbook_in_a_zip_or_without_its_ending_is_read(tmp_path):
    plain = write_workbook(tmp_path / "a.xlsx", {"List 1": LIST_1})
    with zipfile.ZipFile(tmp_path / "returns.zip", "w") as archive:
        archive.write(plain, "annex a/september.xlsx")
    assert len(rows(read(tmp_path / "returns.zip", tmp_path / "zipped"), "contact")) == 1
    plain.rename(tmp_path / "annex")
    assert len(rows(read(tmp_path / "annex", tmp_path / "bare"), "contact")) == 1


def test_a_workbook_that_swells_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "RATIO_FROM_BYTES", 100_000)
    monkeypatch.setattr(workbook, "MOST_RATIO", 50)
    path = write_workbook(tmp_path / "a.xlsx", {"List 1": LIST_1, "Data": LIST_1})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"0" * 5_000_000)
    code, text = _refused(path, tmp_path)
    assert code == "unsafe_workbook"
    assert "would unpack to" in text


def test_a_cell_at_the_far_corner_is_refused_and_formatting_there_is_not(tmp_path):
    import xlsxwriter

    def made(name: str, value: str | None) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
            sheet = book.add_worksheet("List 1")
            for line, cells in enumerate(LIST_1):
                sheet.write_row(line, 0, ["" if cell is None else cell for cell in cells])
            if value:
                sheet.write("XFD1048576", value)
            else:
                sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
        return path

    code, text = _refused(made("far.xlsx", "x"), tmp_path)
    assert code == "unsafe_workbook"
    assert "1,048,576 rows" in text
    assert len(rows(read(made("bold.xlsx", None), tmp_path / "bold"), "contact")) == 1


def test_entities_in_a_workbook_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    plain = write_workbook(tmp_path / "plain.xlsx", {"List 1": LIST_1})
    evil = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/workbook.xml":
                doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
                text = text.replace(b"?>", b"?>" + doctype, 1).replace(b'name="List 1"', b'name="List 1 &e;"')
            new.writestr(name, text)
    code, text = _refused(evil, tmp_path)
    assert code == "corrupt_workbook"
    assert "SECRET" not in text
