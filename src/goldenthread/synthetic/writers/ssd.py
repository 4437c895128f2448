"""The Standard Safeguarding Dataset: one CSV file per table, with its columns, JSON texts and placeholders."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.writers.rows import grouped, rows_of
from goldenthread.synthetic.writers.ssd_odd import PLACEHOLDER, PLACEHOLDER_TABLES, SPECIAL
from goldenthread.tables import TABLES, Column

_PLAIN = re.compile(r"[a-z0-9]{4}_[a-z0-9_]+")
_JSON = re.compile(r"([a-z0-9_]+_json)[: ]([A-Z_]+)")
# Keys of the JSON texts that no canonical column holds; free text stays empty.
_COMMENTS = {
    "cont_contact_outcome_json": "COMMENTS",
    "cine_referral_outcome_json": "COMMENTS",
    "cina_assessment_outcome_json": "COMMENTS",
    "s47e_s47_outcome_json": "OUTCOME_COMMENTS",
    "icpc_icpc_outcome_json": "COMMENTS",
}
_PLACEHOLDER_COLUMNS = {"cppr_cp_review_participation", "csdq_sdq_reason", "prof_agency_worker_flag"}
_WORDS = {"initial_category", "latest_category", "eligibility", "order_type", "check_type", "status"}
_BY_HAND = {"assessment_factor", "cla_health", "permanence"}
_MISSING_WORDS = {"M": "Missing", "A": "Away"}


def write_ssd(data: AuthorityData, folder: Path) -> tuple[Path, ...]:
    """Write every SSD table of one authority into a folder; answers the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, rows in data.tables.items():
        declared = TABLES[name]
        if not declared.ssd_table or name in _BY_HAND:
            continue
        columns, values = _layout(declared.columns)
        extra, more = SPECIAL.get(name, ((), None))
        made.append(_write(folder / f"{declared.ssd_table}.csv", (*columns, *extra), _lines(rows, values, more)))
    made.append(_factors(data, folder))
    made += _health(data, folder)
    made += _permanence(data, folder)
    made.append(_addresses(data, folder))
    for name, empty in PLACEHOLDER_TABLES.items():
        made.append(_write(folder / f"{name}.csv", empty, [[PLACEHOLDER] * len(empty)]))
    stamp = f"{data.end:%Y-%m-%d} 00:00:00"
    made.append(
        _write(
            folder / "ssd_version_log.csv",
            ("version_number", "release_date", "description"),
            [("1.4.5", stamp, f"MADE-UP DATA of {data.name}, seed {data.seed}, scenario {data.scenario}")],
        )
    )
    return tuple(made)


def _layout(columns: Sequence[Column]) -> tuple[list[str], list[Callable[[dict[str, Any]], Any]]]:
    """SSD columns of a canonical table, each with how its text is made from a row."""
    names: list[str] = []
    makers: list[Callable[[dict[str, Any]], Any]] = []
    keys: dict[str, dict[str, str]] = defaultdict(dict)
    for column in columns:
        for json_column, key in _JSON.findall(column.ssd):
            keys[json_column][key] = column.name
        elsewhere = column.name in ("uasc_date_ceased", "family_id")  # kept in tables of their own
        if ":" in column.ssd or " present" in column.ssd or elsewhere:
            continue
        found = _PLAIN.match(column.ssd)
        if found:
            names.append(found[0])
            makers.append(_maker(column, found[0]))
    for json_column, fields in keys.items():
        names.append(json_column)
        makers.append(_json_maker(json_column, dict(fields)))
    return names, makers


def _maker(column: Column, ssd_name: str) -> Callable[[dict[str, Any]], Any]:
    if ssd_name in _PLACEHOLDER_COLUMNS:
        return lambda _row: PLACEHOLDER
    name = column.name
    if name in _WORDS and column.codes is not None:
        labels = {code.code: _sentence(code.label) for code in column.codes.codes}
        return lambda row: labels.get(row[name], "")
    if name == "type":
        return lambda row: _MISSING_WORDS.get(row[name], "")
    if name == "role":
        return lambda _row: "CW"
    return lambda row: text(row[name])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _json_maker(json_column: str, fields: dict[str, str]) -> Callable[[dict[str, Any]], str]:
    comments = _COMMENTS.get(json_column)

    def make(row: dict[str, Any]) -> str:
        found = {key: text(row[name]) for key, name in fields.items()}
        if comments:
            found[comments] = ""
        return json.dumps(found, separators=(", ", ": "))

    return make


def text(value: Any) -> Any:
    """A value as SSD text: dates with midnight, yes/no as Y and N, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, dt.date):
        return f"{value} 00:00:00"
    return value


def _lines(
    table: pa.Table,
    makers: Sequence[Callable[[dict[str, Any]], Any]],
    more: Callable[[dict[str, Any]], list[Any]] | None,
) -> Iterator[list[Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            line = [make(row) for make in makers]
            yield line + more(row) if more else line


def _factors(data: AuthorityData, folder: Path) -> Path:
    found = grouped(data.tables["assessment_factor"], "assessment_id", ("code",))
    rows = (
        (f"AF{number}", assessment, json.dumps([code for (code,) in codes]))
        for number, (assessment, codes) in enumerate(found.items(), 1)
    )
    columns = ("cinf_table_id", "cinf_assessment_id", "cinf_assessment_factors_json")
    return _write(folder / "ssd_assessment_factors.csv", columns, rows)


def _health(data: AuthorityData, folder: Path) -> list[Path]:
    rows = rows_of(data.tables["cla_health"], ("health_check_id", "person_id", "check_type", "check_date", "status"))

    def of(*kinds: str) -> list[tuple[Any, ...]]:
        return [row for row in rows if row[2] in kinds]

    words = {"health_assessment": "Health Assessment", "dental": "Dental", "development_check": "Development Check"}
    checks = [(i, p, words[k], text(d), s.capitalize()) for i, p, k, d, s in of(*words)]
    latest = {p: text(d) for _, p, _, d, _ in of("immunisations")}
    received = {p for _, p, *_ in of("substance_intervention_received")}
    misuse = [(i, p, text(d), "Cannabis", "Y" if p in received else "N") for i, p, _, d, _ in of("substance_misuse")]
    convicted = [(i, p, text(d), "") for i, p, _, d, _ in of("conviction")]
    return [
        _write(
            folder / "ssd_cla_health.csv",
            ("clah_health_check_id", "clah_person_id", "clah_health_check_type", "clah_health_check_date",
             "clah_health_check_status"),
            checks,
        ),
        _write(
            folder / "ssd_cla_immunisations.csv",
            ("clai_person_id", "clai_immunisations_status", "clai_immunisations_status_date"),
            [(person, "Y", day) for person, day in latest.items()],
        ),
        _write(
            folder / "ssd_cla_substance_misuse.csv",
            ("clas_substance_misuse_id", "clas_person_id", "clas_substance_misuse_date", "clas_substance_misused",
             "clas_intervention_received"),
            misuse,
        ),
        _write(
            folder / "ssd_cla_convictions.csv",
            ("clac_cla_conviction_id", "clac_person_id", "clac_cla_conviction_date", "clac_cla_conviction_offence"),
            convicted,
        ),
    ]  # fmt: skip


def _permanence(data: AuthorityData, folder: Path) -> list[Path]:
    columns = [column for column in TABLES["permanence"].columns if column.ssd.startswith("perm_")]
    names, makers = _layout(columns)
    made = _write(folder / "ssd_permanence.csv", names, _lines(data.tables["permanence"], makers, None))
    previous = ("lapp_table_id", "lapp_person_id", "lapp_previous_permanence_option",
                "lapp_previous_permanence_la", "lapp_previous_permanence_order_date")  # fmt: skip
    return [made, _write(folder / "ssd_cla_previous_permanence.csv", previous, [])]


def _addresses(data: AuthorityData, folder: Path) -> Path:
    columns = ("addr_table_id", "addr_person_id", "addr_address_type", "addr_address_start_date",
               "addr_address_postcode", "addr_address_json")  # fmt: skip
    posts = rows_of(data.extras["posts"], ("placement_id", "home_post"))
    rows = []
    for number, (placement, post) in enumerate(posts, 1):
        place = json.dumps({"ROOM": "", "HOUSE": "MADE-UP HOUSE", "STREET": "", "TOWN": "", "POSTCODE": post})
        rows.append((f"AD{number}", placement.split(":")[0], "HOME", "", post, place))
    return _write(folder / "ssd_address.csv", columns, rows)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
    return path
