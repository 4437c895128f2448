"""Published statistics as they are published: renames, codes, separators, encodings, old names; and what is refused."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from tests.unit.comparators import made_comparators as made

from goldenthread.comparators.importing import import_files
from goldenthread.comparators.importing.run import _once
from goldenthread.comparators.importing.sheet import numbers
from goldenthread.comparators.schemas import KEYS, SCHEMAS
from goldenthread.comparators.store import MANIFEST, open_store
from goldenthread.errors import InputError, LoadError

RF04, RF02, RF01 = ("RF04", "pct", ""), ("RF02", "per_10k", ""), ("RF01", "n", "")


def _import(tmp_path, *lines, name="file.csv", encoding="utf-8", **options):
    path = made.write(tmp_path, name, *lines, encoding=encoding)
    return import_files([path], tmp_path / "store", **options)


def _problems(tmp_path, *lines, name="file.csv"):
    with pytest.raises(InputError) as caught:
        _import(tmp_path, *lines, name=name)
    assert not (tmp_path / "store").exists() or not list((tmp_path / "store").glob("*/manifest.json"))
    return caught.value.problems


def test_columns_renamed_between_editions_make_the_same_figures(tmp_path):
    old = made.write(tmp_path, "c1_2024.csv", made.C1_OLD, f'2024,{made.la("841")},"1,539",686.7,356,23.1,c,c')
    new = made.write(tmp_path, "c1_2025.csv", made.C1_NEW, f"202425,{made.la('841')},1117,145,13,162,14.5")
    figures = import_files([old, new], tmp_path / "store").store.figures([RF04, RF02, RF01, ("RF07", "pct", "")])
    assert figures[RF04]["841", 2024].value == 23.1
    assert figures[RF04]["841", 2024].numerator == 356
    assert figures[RF04]["841", 2024].denominator == 1539
    assert figures[RF04]["841", 2025].value == 13
    assert figures[RF01]["841", 2025].edition == "2025"
    assert figures[RF02]["841", 2024].value == 686.7
    hidden = figures["RF07", "pct", ""]["841", 2024]
    assert (hidden.value, hidden.flag) == (None, "c")


@pytest.mark.parametrize("code", ["c", "x", "u", "z", "k", "low", "-", ".."])
def test_codes_are_kept_and_are_never_a_zero(tmp_path, code):
    store = _import(tmp_path, made.C1_NEW, f"2025,{made.la('841')},100,{code},{code},0,0").store
    cell = store.figures([RF04])[RF04]["841", 2025]
    assert cell.value is None
    assert cell.numerator is None
    assert cell.flag == code
    assert store.figures([("RF07", "pct", "")])["RF07", "pct", ""]["841", 2025].value == 0


@pytest.mark.parametrize(
    ("written", "value"),
    [("1,539", 1539), ("1 539", 1539), ("1\u00a0539", 1539), ("1,234,567.5", 1234567.5), (" 23.1 % ", 23.1), ("0", 0), ("7.", 7)],
)  # fmt: skip
def test_numbers_are_read_with_and_without_separators(written, value):
    found = numbers(pa.array([written]))
    assert (found.values.to_pylist(), found.flags.to_pylist(), found.unreadable.to_pylist()) == ([value], [""], [False])


@pytest.mark.parametrize("written", ["12,5", "1 2", "1,23,456", "12.5.1", "c1", "many", "1,539,", "--"])
def test_what_might_be_another_number_is_set_aside(written):
    found = numbers(pa.array([written]))
    assert (found.values.to_pylist(), found.unreadable.to_pylist()) == ([None], [True])


def test_a_blank_is_said_to_be_blank(tmp_path):
    store = _import(tmp_path, made.C1_NEW, f"2025,{made.la('841')},100,,,0,0").store
    assert store.figures([RF04])[RF04]["841", 2025].flag == "blank"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_common_encoding(tmp_path, encoding):
    store = _import(tmp_path, made.C1_NEW, f"2025,{made.la('841')},100,13,13,0,0", encoding=encoding).store
    assert store.figures([RF04])[RF04]["841", 2025].value == 13


def test_old_and_new_codes_of_an_authority_are_one(tmp_path):
    line = "Reporting year,Local authority,E92000001,England,E12000003,Region,,{},Barnsley,Referrals"
    store = _import(
        tmp_path,
        made.C1_NEW,
        f"2024,{line.format('E08000016')},100,11,11,0,0",
        f"2025,{line.format('E08000038')},100,12,12,0,0",
    ).store
    assert {key: one.value for key, one in store.figures([RF04])[RF04].items()} == {
        ("370", 2024): 11,
        ("370", 2025): 12,
    }


def test_a_rate_no_longer_printed_is_made_from_the_mid_year_before(tmp_path):
    population = f"{made.HEAD.replace('category', 'age_group')},population_estimate"
    place = made.la("841").replace(",Referrals", ",Children aged 0 to 17 years")
    files = [
        made.write(tmp_path, "c1.csv", made.C1_NEW, f"2025,{made.la('841')},1117,145,13,0,0"),
        made.write(tmp_path, "ons.csv", population, f"2023,{place},22411", f"2024,{place},22771"),
    ]
    cell = import_files(files, tmp_path / "store").store.figures([RF02])[RF02]["841", 2025]
    assert cell.value == 490.5  # 1117 / 22771 x 10,000
    assert cell.denominator == 22771


def test_without_a_population_a_rate_is_not_available(tmp_path):
    store = _import(tmp_path, made.C1_NEW, f"2025,{made.la('841')},1117,145,13,0,0").store
    cell = store.figures([RF02])[RF02]["841", 2025]
    assert (cell.value, cell.flag) == (None, "x")


def test_what_cannot_be_read_is_set_aside_with_its_place(tmp_path):
    imported = _import(
        tmp_path,
        made.C1_NEW,
        f"2025,{made.la('841')},100,many,13,0,0",
        f"2025,{made.la('841').replace('841', '777')},100,13,13,0,0",
        f"year one,{made.la('840')},100,13,13,0,0",
        f"2025,{made.la('840')},100,13,13,0",
        f"2025,{made.la('390')},100,13,13,0,0",
    )
    places = {(problem.row, problem.column) for problem in imported.aside}
    assert places == {(2, "rereferral_count"), (3, "old_la_code"), (4, "time_period"), (5, "")}
    assert all(problem.file == "file.csv" and problem.remedy for problem in imported.aside)
    told = json.loads((imported.store.imports[0].path / MANIFEST).read_text(encoding="utf-8"))
    assert len(told["set_aside"]) == len(imported.aside)
    assert set(imported.store.figures([RF04])[RF04]) == {("841", 2025), ("390", 2025)}


def test_the_same_files_give_the_same_store_and_a_new_edition_stands_beside_the_old(tmp_path):
    old = made.write(tmp_path, "old.csv", *made.rereferral_lines(range(2020, 2025), "2024"))
    lines = [
        line.replace(",1000,", ",1000,").replace("C1,2024", "C1,2025")
        for line in made.rereferral_lines(range(2020, 2025), "2024")
    ]
    lines[1] = "370,Barnsley,LA,2020,RF04,,pct,131,1000,13.1,,C1,2025"
    new = made.write(tmp_path, "new.csv", *lines)
    first = import_files([old], tmp_path / "store").store
    again = import_files([old], tmp_path / "store").store
    assert [one.id for one in first.imports] == [one.id for one in again.imports]
    both = import_files([new], tmp_path / "store").store
    assert len(both.imports) == 2
    assert both.editions == ("2025", "2024")
    assert both.figures([RF04])[RF04]["370", 2020].value == 13.1
    assert both.figures([RF04], up_to="2024")[RF04]["370", 2020].value == 13.0


def test_a_file_of_another_topic_is_refused_with_what_is_read(tmp_path):
    head = made.HEAD.replace("category", "school_type")
    problem = _problems(tmp_path, f"{head},sess_overall,sess_overall_percent", f"2025,{made.la('841')},1,2")[0]
    assert problem.code == "wrong_topic"
    assert "sess_overall" in problem.what
    assert "C1 referrals" in problem.remedy
    other = _problems(tmp_path, "name,age", "someone,7")[0]
    assert other.code == "wrong_topic"


def test_a_truncated_file_is_refused(tmp_path):
    path = made.write(
        tmp_path, "cut.csv", made.C1_NEW, f"2025,{made.la('841')},100,13,13,0,0", f"2025,{made.la('840')},1"
    )
    with pytest.raises(InputError, match="breaks off"):
        import_files([path], tmp_path / "store")


def test_duplicates_that_disagree_are_refused_and_equal_ones_kept_once(tmp_path):
    line = "841,Darlington,LA,2025,RF04,,pct,145,1117,13,,C1,2025"
    imported = _import(tmp_path, made.LONG, line, line)
    assert imported.store.imports[0].rows("figures").num_rows == 1
    problem = _problems(tmp_path / "store", made.LONG, line, line.replace(",13,", ",14,"), name="two.csv")[0]
    assert problem.code == "disagree"
    assert "Rows 2" in problem.what
    assert "841" in problem.what


def test_many_rows_are_stored_in_one_order_whatever_order_they_come_in():
    from random import Random

    rows = 120_000
    figures = pa.table(
        {
            **{name: pa.array([""] * rows) for name in ("unit", "breakdown", "flag", "source_table", "file")},
            "measure": pa.array([f"M{n % 7}" for n in range(rows)]),
            "area": pa.array([f"{n % 152:03d}" for n in range(rows)]),
            "year": pa.array([n // 1064 for n in range(rows)], pa.int32()),
            "edition": pa.array(["2025"] * rows),
            **{name: pa.array(map(float, range(rows))) for name in ("numerator", "denominator", "value")},
            "row": pa.array(range(rows), pa.int32()),
        }
    ).select(SCHEMAS["figures"].names)
    mixed = list(range(rows))
    found = []
    for seed in range(3):
        Random(seed).shuffle(mixed)  # noqa: S311 - test data
        found.append(_once("figures", figures.take(mixed).cast(SCHEMAS["figures"])))
    assert found[0].num_rows == rows
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])
    assert found[0].equals(found[0].sort_by([(name, "ascending") for name in KEYS["figures"]]))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: [line for line in lines if not line.startswith("805,")], "missing_authority"),
        (lambda lines: lines[:-1], "not_ten"),
        (lambda lines: [lines[0], lines[1].replace("371,Doncaster", "370,Barnsley"), *lines[2:]], "itself"),
        (lambda lines: [lines[0], lines[1].replace("371,Doncaster", "199,Nowhere"), *lines[2:]], "unknown_code"),
        (lambda lines: [lines[0], lines[1].replace("371,Doncaster", "372,Rotherham"), *lines[2:]], "twice"),
    ],
)
def test_a_list_of_neighbours_is_whole_or_not_imported(tmp_path, change, code):
    problems = _problems(tmp_path, *change(made.neighbour_lines()))
    assert code in {problem.code for problem in problems}
    assert all(problem.remedy and problem.file == "file.csv" for problem in problems)


def test_neighbours_in_ten_columns_with_their_closeness(tmp_path):
    codes = list(made.AREAS)
    head = "LA num,LA Name,LA number,GOInd,GOReg," + ",".join(f"SN{n},SNP" for n in range(1, 11)) + ","
    lines = [head]
    for place, code in enumerate(codes):
        ten = ",".join(f"{codes[(place + n) % len(codes)]},{'Very Close' if n < 3 else 'Close '}" for n in range(1, 11))
        lines.append(f"{code},{made.AREAS[code][0]},{code},3,Region,{ten},")
    store = _import(tmp_path, *lines, name="Neighbour_Groupings_April_2021.csv").store
    assert store.models == ("2021",)
    own = store.neighbours("370", "2021")
    assert [one.code for one in own[:2]] == ["371", "372"]
    assert [one.closeness for one in own[1:3]] == ["very close", "close"]


def test_inspections_are_read_with_their_grades(tmp_path):
    head = "area_code,area_name,inspection_date,publication_date,inspection_type,overall,leaders,help_and_protection,in_care,care_leavers"
    imported = _import(
        tmp_path,
        head,
        "841,Darlington,2023-05-01,2023-06-30,standard,Requires improvement to be good,good,good,good,",
        "840,County Durham,2022-05-01,2022-06-30,standard,splendid,good,good,good,good",
    )
    assert [row["overall"] for row in imported.store.inspections] == ["requires_improvement"]
    assert [(problem.row, problem.column) for problem in imported.aside] == [(3, "overall")]


def test_a_changed_store_is_not_opened(tmp_path):
    store = _import(tmp_path, made.C1_NEW, f"2025,{made.la('841')},100,13,13,0,0").store
    file = store.imports[0].path / "figures" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(LoadError, match="changed after"):
        open_store(tmp_path / "store")


def test_a_table_of_another_topic_is_named_by_the_columns_of_its_own(tmp_path):
    problem = _problems(tmp_path, "time_period,geographic_level,pupil_count,absences", "202425,National,5,1")[0]
    assert problem.code == "wrong_topic"
    assert "its columns are pupil_count, absences." in problem.what


def test_a_workbook_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(InputError, match="save the sheet as CSV"):
        import_files([path], tmp_path / "store")


def test_a_description_of_columns_is_left_alone(tmp_path):
    made.write(tmp_path, "data.meta.csv", "col_name,col_type,label", "la_name,Filter,Authority")
    made.write(tmp_path, "data.csv", made.C1_NEW, f"2025,{made.la('841')},100,13,13,0,0")
    imported = import_files([tmp_path], tmp_path / "store")
    assert [problem.file for problem in imported.ignored] == ["data.meta.csv"]
