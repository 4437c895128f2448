"""Faults of SSDA903 sets and SSD files: rows, columns, encodings and whole files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from goldenthread.synthetic.dirty import LEAST, Planted, choose

Row = dict[str, str]


@dataclass
class Sheet:
    """A CSV file in memory: rows keep their numbers, and rows are only added at the end."""

    path: Path
    columns: list[str]
    rows: list[Row]
    used: set[int]

    def save(self, encoding: str = "utf-8-sig") -> None:
        """Write the file back."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, self.columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows)
        self.path.write_bytes(out.getvalue().encode(encoding))


def _open(path: Path) -> Sheet:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return Sheet(path=path, columns=list(reader.fieldnames or ()), rows=rows, used=set())


@dataclass(frozen=True)
class RowFault:
    """A kind of fault of one row: which rows can carry it, and what is done to them."""

    kind: str
    able: Callable[[Row], bool]
    change: Callable[[Row], None]


def _put(column: str, value: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        row[column] = value

    return change


def _has(*columns: str) -> Callable[[Row], bool]:
    return lambda row: all(row.get(column) for column in columns)


def _uk_earlier(later: str, earlier: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        day = dt.datetime.strptime(row[earlier], "%d/%m/%Y").date() - dt.timedelta(days=12)  # noqa: DTZ007
        row[later] = f"{day:%d/%m/%Y}"

    return change


def _ssd_earlier(later: str, earlier: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        row[later] = f"{dt.date.fromisoformat(row[earlier][:10]) - dt.timedelta(days=12)} 00:00:00"

    return change


def _gap(row: Row) -> None:
    _uk_earlier("DEC", "DEC")(row)


def _iso(row: Row) -> None:
    row["DECOM"] = "-".join(reversed(row["DECOM"].split("/")))


def _lower(row: Row) -> None:
    row["PLACE"], row["LS"] = row["PLACE"].lower(), row["LS"].lower()


EPISODE_FAULTS = (
    RowFault("period_does_not_join", lambda row: row["REC"] == "X1", _gap),
    RowFault("reason_without_end", _has("REC", "DEC"), _put("DEC", "")),
    RowFault("end_before_start", _has("DEC"), _uk_earlier("DEC", "DECOM")),
    RowFault("impossible_date", _has("DECOM"), _put("DECOM", "31/02/2013")),
    RowFault("sentinel_date", _has("DEC"), _put("DEC", "01/01/1900")),
    RowFault("date_iso", _has("DECOM"), _iso),
    RowFault("unknown_code", _has("PLACE"), _put("PLACE", "Q9")),
    RowFault("code_in_lower_case", _has("PLACE", "LS"), _lower),
    RowFault("orphan_key", _has("CHILD"), _put("CHILD", "SYN9999999")),
)
HEADER_FAULTS = (
    RowFault("unknown_code", _has("ETHNIC"), _put("ETHNIC", "XXXX")),
    RowFault("ethnicity_typing_error", _has("ETHNIC"), _put("ETHNIC", "CNHE")),
    RowFault("impossible_date", _has("DOB"), _put("DOB", "30/02/2005")),
)


def spoil_903(folder: Path, sets: Sequence[Path], share: float, rng: np.random.Generator) -> list[Planted]:
    """Spoil the rows of every set; in one file of each set a column is misspelt, and one file is UTF-16."""
    found = []
    for place in sets:
        episodes = _open(place / "episodes.csv")
        found += _rows(folder, episodes, EPISODE_FAULTS, "CHILD", share, rng)
        found += _repeat(folder, episodes, "CHILD", rng)
        episodes.save()
        header = _open(place / "header.csv")
        found += _rows(folder, header, HEADER_FAULTS, "CHILD", share, rng)
        header.save()
        reviews = _open(place / "reviews.csv")
        reviews.columns[reviews.columns.index("REVIEW_CODE")] = "REVEIW_CODE"
        for row in reviews.rows:
            row["REVEIW_CODE"] = row["REVIEW_CODE"]
        reviews.save()
        found.append(_whole(folder, reviews.path, "misspelt_column"))
        missing = _open(place / "missing.csv")
        missing.save("utf-16")
        found.append(_whole(folder, missing.path, "utf_16"))
    return found


def _rows(
    folder: Path, sheet: Sheet, faults: Sequence[RowFault], child: str, share: float, rng: np.random.Generator
) -> list[Planted]:
    found = []
    for fault in faults:
        able = [number for number, row in enumerate(sheet.rows) if fault.able(row)]
        for number in choose(rng, able, share, sheet.used):
            row = sheet.rows[number]
            whose = row.get(child, "")
            fault.change(row)
            found.append(
                Planted(file=sheet.path.relative_to(folder).as_posix(), row=number + 2, kind=fault.kind, child=whose)
            )
    return found


def _repeat(folder: Path, sheet: Sheet, child: str, rng: np.random.Generator) -> list[Planted]:
    """Rows written twice, at the end of the file."""
    found = []
    for number in choose(rng, range(len(sheet.rows)), 0, sheet.used):
        row = sheet.rows[number]
        sheet.rows.append(dict(row))
        found.append(
            Planted(
                file=sheet.path.relative_to(folder).as_posix(),
                row=len(sheet.rows) + 1,
                kind="exact_duplicate",
                child=row.get(child, ""),
            )
        )
    return found


def _whole(folder: Path, path: Path, kind: str) -> Planted:
    return Planted(file=path.relative_to(folder).as_posix(), row=0, kind=kind)


def _none_with_others(row: Row) -> None:
    row["cinf_assessment_factors_json"] = row["cinf_assessment_factors_json"].rstrip("]") + ', "21"]'


def _as_flags(row: Row) -> None:
    codes = row["cinf_assessment_factors_json"].strip("[]").split(", ")
    row["cinf_assessment_factors_json"] = "{" + ", ".join(f'{code}: "Yes"' for code in codes) + ', "22A": "No"}'


SSD_FAULTS: dict[str, tuple[str, tuple[RowFault, ...]]] = {
    "ssd_cin_episodes": (
        "cine_person_id",
        (
            RowFault("impossible_date", _has("cine_referral_date"), _put("cine_referral_date", "2013-02-30 00:00:00")),
            RowFault("unknown_code", _has("cine_referral_source_code"), _put("cine_referral_source_code", "6Z")),
            RowFault("orphan_key", _has("cine_person_id"), _put("cine_person_id", "SYN9999999")),
            RowFault(
                "end_before_start", _has("cine_close_date"), _ssd_earlier("cine_close_date", "cine_referral_date")
            ),
        ),
    ),
    "ssd_cin_assessments": (
        "cina_person_id",
        (
            RowFault(
                "sentinel_date",
                _has("cina_assessment_auth_date"),
                _put("cina_assessment_auth_date", "1900-01-01 00:00:00"),
            ),
            RowFault(
                "future_date",
                _has("cina_assessment_auth_date"),
                _put("cina_assessment_auth_date", "2031-06-02 00:00:00"),
            ),
            RowFault(
                "placeholder", _has("cina_assessment_auth_date"), _put("cina_assessment_auth_date", "PLACEHOLDER_DATA")
            ),
            RowFault(
                "end_before_start",
                _has("cina_assessment_auth_date"),
                _ssd_earlier("cina_assessment_auth_date", "cina_assessment_start_date"),
            ),
        ),
    ),
    "ssd_assessment_factors": (
        "",
        (
            RowFault(
                "none_with_other_factors",
                lambda row: "21" not in row["cinf_assessment_factors_json"],
                _none_with_others,
            ),
            RowFault("factors_as_flags", lambda row: "21" not in row["cinf_assessment_factors_json"], _as_flags),
            RowFault(
                "broken_json", _has("cinf_assessment_factors_json"), _put("cinf_assessment_factors_json", '["4B"')
            ),
        ),
    ),
    "ssd_cp_plans": (
        "cppl_person_id",
        (
            RowFault(
                "end_before_start",
                _has("cppl_cp_plan_end_date"),
                _ssd_earlier("cppl_cp_plan_end_date", "cppl_cp_plan_start_date"),
            ),
            RowFault(
                "unknown_code",
                _has("cppl_cp_plan_initial_category"),
                _put("cppl_cp_plan_initial_category", "Something else"),
            ),
        ),
    ),
    "ssd_person": (
        "pers_person_id",
        (
            RowFault("ethnicity_typing_error", _has("pers_ethnicity"), _put("pers_ethnicity", "CNHE")),
            RowFault("born_1965", _has("pers_dob"), _put("pers_dob", "1965-05-05 00:00:00")),
        ),
    ),
}


def spoil_ssd(folder: Path, place: Path, share: float, rng: np.random.Generator) -> list[Planted]:
    """Spoil rows of the SSD tables, with some written twice and some ids used twice."""
    found = []
    for table, (child, faults) in SSD_FAULTS.items():
        sheet = _open(place / f"{table}.csv")
        found += _rows(folder, sheet, faults, child, share, rng)
        found += _repeat(folder, sheet, child, rng)
        if table == "ssd_cin_assessments":
            found += _same_id(folder, sheet, child, rng)
        if table in _OVERLAPS:
            found += _overlaps(folder, sheet, *_OVERLAPS[table], child, rng)
        if table == "ssd_person":
            found += _system_users(folder, sheet)
        sheet.save("utf-8")
    return found


def _same_id(folder: Path, sheet: Sheet, child: str, rng: np.random.Generator) -> list[Planted]:
    """Two different assessments under one id."""
    found = []
    able = [number for number, row in enumerate(sheet.rows) if row["cina_assessment_start_date"]]
    for number in choose(rng, able, 0, sheet.used):
        row = dict(sheet.rows[number])
        _ssd_earlier("cina_assessment_start_date", "cina_assessment_start_date")(row)
        sheet.rows.append(row)
        name = sheet.path.relative_to(folder).as_posix()
        found.append(Planted(file=name, row=len(sheet.rows) + 1, kind="duplicate_key", child=row[child]))
    return found


_OVERLAPS = {
    "ssd_cin_episodes": ("overlapping_episode", "cine_referral_id", "cine_referral_date"),
    "ssd_cin_assessments": ("overlapping_assessment", "cina_assessment_id", "cina_assessment_start_date"),
    "ssd_cp_plans": ("overlapping_plan", "cppl_cp_plan_id", "cppl_cp_plan_start_date"),
}


def _overlaps(
    folder: Path, sheet: Sheet, kind: str, key: str, start: str, child: str, rng: np.random.Generator
) -> list[Planted]:
    """A second row for the same child that begins while the first is still open."""
    found = []
    for number in choose(rng, range(len(sheet.rows)), 0, sheet.used):
        row = dict(sheet.rows[number])
        row[key] = f"{row[key]}-again"
        row[start] = f"{dt.date.fromisoformat(row[start][:10]) + dt.timedelta(days=1)} 00:00:00"
        sheet.rows.append(row)
        name = sheet.path.relative_to(folder).as_posix()
        found.append(Planted(file=name, row=len(sheet.rows) + 1, kind=kind, child=row[child]))
    return found


def _system_users(folder: Path, sheet: Sheet) -> list[Planted]:
    """Users of the case system among the children, with numbers below one for ids."""
    found = []
    for number in range(LEAST):
        sheet.rows.append({"pers_person_id": str(-1 - number), "pers_surname": "SYSTEM USER"})
        name = sheet.path.relative_to(folder).as_posix()
        found.append(Planted(file=name, row=len(sheet.rows) + 1, kind="system_user", child=str(-1 - number)))
    return found


_MISSING_COLUMN = {
    "ssd_cin_visits": "cinv_cin_visit_bedroom",
    "ssd_cp_visits": "cppv_cp_visit_seen_alone",
    "ssd_cla_visits": "clav_cla_visit_seen_alone",
}
_RENAMED = {
    "ssd_s47_enquiry": ("s47e_s47_start_date", "s47e_s47_strat_date"),
    "ssd_cp_reviews": ("cppr_cp_review_date", "cppr_cp_reveiw_date"),
    "ssd_cla_reviews": ("clar_cla_review_date", "clar_cla_review_dat"),
}
_EXTRA = ("ssd_department", "ssd_missing", "ssd_sdq_scores")
_UTF_16 = ("ssd_disability", "ssd_legal_status", "ssd_cin_plans")
_ZIPPED = ("ssd_early_help_episodes", "ssd_immigration_status", "ssd_care_leavers")
_EMPTIED = ("ssd_send", "ssd_sen_need", "ssd_voice_of_child")


def spoil_ssd_files(folder: Path, place: Path) -> list[Planted]:
    """Whole-file faults: a column missing, renamed or extra; another encoding; zipped; empty."""
    found = []
    for table, column in _MISSING_COLUMN.items():
        sheet = _open(place / f"{table}.csv")
        sheet.columns.remove(column)
        sheet.save("utf-8")
        found.append(_whole(folder, sheet.path, "missing_column"))
    for table, (right, wrong) in _RENAMED.items():
        sheet = _open(place / f"{table}.csv")
        sheet.columns[sheet.columns.index(right)] = wrong
        for row in sheet.rows:
            row[wrong] = row[right]
        sheet.save("utf-8")
        found.append(_whole(folder, sheet.path, "misspelt_column"))
    for table in _EXTRA:
        sheet = _open(place / f"{table}.csv")
        sheet.columns.append("local_note")
        sheet.save("utf-8")
        found.append(_whole(folder, sheet.path, "extra_column"))
    for table in _UTF_16:
        sheet = _open(place / f"{table}.csv")
        sheet.save("utf-16")
        found.append(_whole(folder, sheet.path, "utf_16"))
    for table in _ZIPPED:
        path = place / f"{table}.csv"
        with zipfile.ZipFile(path.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as zipped:
            zipped.writestr(zipfile.ZipInfo(path.name, (2014, 9, 30, 12, 0, 0)), path.read_bytes())
        path.unlink()
        found.append(_whole(folder, path.with_suffix(".zip"), "zipped"))
    for table in _EMPTIED:
        path = place / f"{table}.csv"
        path.write_bytes(b"")
        found.append(_whole(folder, path, "empty_file"))
    return found
