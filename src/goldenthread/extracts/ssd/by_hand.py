"""SSD tables that do not map column by column: factors held as JSON, health in four tables, earlier permanence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from goldenthread.extracts import values
from goldenthread.tables import TABLES, codes

if TYPE_CHECKING:
    from goldenthread.extracts.ssd.reader import _TableReader

Found = dict[str, Any]
_CHECK = TABLES["cla_health"].by_name["check_date"]


def factors(reader: _TableReader, number: int, row: list[str], _read: Found) -> Iterator[Found]:
    """One row for each factor: a list of codes, or an object whose affirmative keys are codes."""
    assessment = values.clean_id(reader.cell(row, "cinf_assessment_id"))
    text = reader.cell(row, "cinf_assessment_factors_json")
    for code in _factor_codes(reader, number, text):
        known = codes.ASSESSMENT_FACTOR.match(code)
        if known is None:
            reader.cells.note(
                "unknown_code", "A factor is not in the list: left out.", number, "cinf_assessment_factors_json"
            )
            continue
        yield {"assessment_id": reader.context.person_ids(assessment) if assessment else None, "code": known}


def _factor_codes(reader: _TableReader, number: int, text: str) -> list[str]:
    if values.is_blank(text):
        return []
    try:
        parsed = json.loads(text)
    except ValueError:
        reader.cells.note("bad_json", "The factors are not JSON: left out.", number, "cinf_assessment_factors_json")
        return []
    if isinstance(parsed, list):
        return [str(code) for code in parsed if code]
    if isinstance(parsed, dict):
        return [str(code) for code, value in parsed.items() if values.parse_bool(str(value)) is True]
    return []


def health(reader: _TableReader, number: int, row: list[str], read: Found) -> Iterator[Found]:
    """A dated check with its status."""
    kinds = {"health": "health_assessment", "dent": "dental", "develop": "development_check"}
    words = reader.cell(row, "clah_health_check_type").casefold()
    kind = codes.HEALTH_CHECK.match(words) or next((k for begun, k in kinds.items() if begun in words), None)
    status = codes.HEALTH_STATUS.match(reader.cell(row, "clah_health_check_status"))
    yield _check(reader, number, row, read, "clah", kind, status, "clah_health_check_date")


def immunisations(reader: _TableReader, number: int, row: list[str], read: Found) -> Iterator[Found]:
    """Whether immunisations are up to date."""
    status = _yes(reader.cell(row, "clai_immunisations_status"), "up_to_date")
    yield _check(reader, number, row, read, "clai", "immunisations", status, "clai_immunisations_status_date")


def substance(reader: _TableReader, number: int, row: list[str], read: Found) -> Iterator[Found]:
    """Substance misuse identified, and help received where it was."""
    yield _check(reader, number, row, read, "clas", "substance_misuse", "yes", "clas_substance_misuse_date")
    if values.parse_bool(reader.cell(row, "clas_intervention_received")) is True:
        kind = "substance_intervention_received"
        yield _check(reader, number, row, read, "clas", kind, "yes", "clas_substance_misuse_date")


def convictions(reader: _TableReader, number: int, row: list[str], read: Found) -> Iterator[Found]:
    """A conviction by its date; the offence is never read."""
    yield _check(reader, number, row, read, "clac", "conviction", "yes", "clac_cla_conviction_date")


def _yes(text: str, word: str) -> str | None:
    found = values.parse_bool(text)
    return word if found is True else "no" if found is False else None


def _check(
    reader: _TableReader,
    number: int,
    row: list[str],
    read: Found,
    prefix: str,
    kind: str | None,
    status: str | None,
    date: str,
) -> Found:
    person = values.clean_id(reader.cell(row, f"{prefix}_person_id"))
    day = reader.cells.read(_CHECK, reader.cell(row, date), number, date)
    own = {
        "clah": "clah_health_check_id",
        "clas": "clas_substance_misuse_id",
        "clac": "clac_cla_conviction_id",
    }.get(prefix, "")
    given = values.clean_id(reader.cell(row, own)) if own else None
    built = f"{person}:h{kind}{day:%Y%m%d}" if isinstance(day, dt.date) else f"{person}:h{kind}"
    identity = f"{given}:{kind}" if given and kind == "substance_intervention_received" else given or built
    return read | {
        "health_check_id": reader.context.person_ids(identity),
        "person_id": reader.context.person_ids(person) if person else None,
        "check_type": kind,
        "check_date": day,
        "status": status,
    }


def previous_permanence(reader: _TableReader, number: int, row: list[str], read: Found) -> Iterator[Found]:
    """An earlier permanence arrangement as a permanence row of its own."""
    person = values.clean_id(reader.cell(row, "lapp_person_id"))
    own = values.clean_id(reader.cell(row, "lapp_table_id")) or f"row {number}"
    yield read | {
        "permanence_id": reader.context.person_ids(f"{person}:{own}") if person else None,
        "person_id": reader.context.person_ids(person) if person else None,
    }


READERS: dict[str, Callable[..., Iterator[Found]]] = {
    "cinf": factors,
    "clah": health,
    "clai": immunisations,
    "clas": substance,
    "clac": convictions,
    "lapp": previous_permanence,
}
