"""The other files of an SSDA903 set: who the children are, reviews, health, leaving care, adoption, missing, workers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from goldenthread.extracts import values
from goldenthread.extracts.workers import worker_id
from goldenthread.tables import TABLES, codes

if TYPE_CHECKING:
    from goldenthread.extracts.ssda903.reader import Reading, Row

_FLAGS = {
    "health_assessment": "health_assessment",
    "teeth_check": "dental",
    "health_check": "development_check",
    "immunisations": "immunisations",
    "substance_misuse": "substance_misuse",
    "intervention_received": "substance_intervention_received",
    "intervention_offered": "substance_intervention_offered",
    "convicted": "conviction",
}
_UPN_UNKNOWN = re.compile(r"UN[1-7]")


def _cell(reading: Reading, row: Row, table: str, column: str, heading: str) -> Any:
    return reading.cells.read(TABLES[table].by_name[column], row.text(heading), row.number, heading.upper())


def _day(reading: Reading, row: Row, table: str, column: str, heading: str) -> dt.date | None:
    """A date the row cannot do without; None after setting the row aside."""
    day = _cell(reading, row, table, column, heading)
    if isinstance(day, dt.date):
        return day
    reading.set_aside(
        "impossible_date", f"The row has no usable {heading.upper()}.", row.number, heading.upper(),
        "Correct it in the case system.",
    )  # fmt: skip
    return None


def read_header(reading: Reading, rows: Iterator[Row]) -> None:
    """Children's sex, birth date, ethnicity; of the pupil number only the reason it is unknown."""
    out = reading.sink.rows(
        "person", ("person_id", "date_of_birth", "sex", "ethnicity", "upn_unknown_reason", "is_parent")
    )
    for row in rows:
        upn = row.text("upn").strip().upper()
        unknown = upn if _UPN_UNKNOWN.fullmatch(upn) else None
        out.append(
            (
                row.person,
                _cell(reading, row, "person", "date_of_birth", "dob"),
                _cell(reading, row, "person", "sex", "sex"),
                _cell(reading, row, "person", "ethnicity", "ethnic"),
                unknown,
                _cell(reading, row, "person", "is_parent", "mother"),
                row.number,
            )
        )


def read_reviews(reading: Reading, rows: Iterator[Row]) -> None:
    """Reviews held, with how the child took part."""
    out = reading.sink.rows("cla_review", ("cla_review_id", "person_id", "review_date", "cancelled", "participation"))
    for row in rows:
        day = _day(reading, row, "cla_review", "review_date", "review")
        if day is not None:
            part = _cell(reading, row, "cla_review", "participation", "review_code")
            out.append((f"{row.person}:v{day:%Y%m%d}", row.person, day, False, part, row.number))


def read_uasc(reading: Reading, rows: Iterator[Row]) -> None:
    """Unaccompanied asylum-seeking children, with the date that ceased."""
    people = reading.sink.rows("person", ("person_id", "date_of_birth", "sex", "uasc_date_ceased"))
    statuses = reading.sink.rows(
        "immigration_status", ("immigration_status_id", "person_id", "status", "start_date", "end_date")
    )
    for row in rows:
        ceased = reading.cells.read(TABLES["person"].by_name["uasc_date_ceased"], row.text("duc"), row.number, "DUC")
        born = _cell(reading, row, "person", "date_of_birth", "dob")
        people.append((row.person, born, _cell(reading, row, "person", "sex", "sex"), ceased, row.number))
        statuses.append((f"{row.person}:u", row.person, "unaccompanied", None, ceased, row.number))


def read_oc2(reading: Reading, rows: Iterator[Row]) -> None:
    """A year's health flags, and the strengths and difficulties score."""
    checks = reading.sink.rows("cla_health", ("health_check_id", "person_id", "check_type", "status", "check_year"))
    scores = reading.sink.rows("sdq_score", ("sdq_id", "person_id", "score", "no_score_reason"))
    for row in rows:
        for heading, kind in _FLAGS.items():
            done = values.parse_bool(row.text(heading))
            if isinstance(done, bool):
                identity = f"{row.person}:h{kind}{reading.year}"
                checks.append((identity, row.person, kind, "yes" if done else "no", reading.year, row.number))
        score = _cell(reading, row, "sdq_score", "score", "sdq_score")
        reason = _cell(reading, row, "sdq_score", "no_score_reason", "sdq_reason")
        if score is not None or reason is not None:
            scores.append((f"{row.person}:q{reading.year}", row.person, score, reason, row.number))


def read_oc3(reading: Reading, rows: Iterator[Row]) -> None:
    """Care leavers around a birthday: in touch, activity, home and whether it suits."""
    out = reading.sink.rows(
        "care_leaver",
        (
            "care_leaver_id", "person_id", "in_touch", "accommodation", "accommodation_suitable", "activity",
            "birthday_year",
        ),
    )  # fmt: skip
    for row in rows:
        home = row.text("accom").strip().upper()
        suits = {"1": True, "2": False}.get(home[1:2])
        out.append(
            (
                f"{row.person}:k{reading.year}",
                row.person,
                _cell(reading, row, "care_leaver", "in_touch", "in_touch"),
                codes.ACCOMMODATION.match(home[:1]) if home else None,
                suits,
                _cell(reading, row, "care_leaver", "activity", "activ"),
                reading.year,
                row.number,
            )
        )


def read_ad1(reading: Reading, rows: Iterator[Row]) -> None:
    """Children adopted in the year: decision, match and who adopted."""
    out = reading.sink.rows(
        "permanence",
        (
            "permanence_id", "person_id", "adm_decision_date", "matched_date", "adopted_by_carer", "number_of_adopters",
            "adopter_sex", "adopter_legal_status", "order_type",
        ),
    )  # fmt: skip
    for row in rows:
        out.append(
            (
                f"{row.person}:ad1",
                row.person,
                _cell(reading, row, "permanence", "adm_decision_date", "date_int"),
                _cell(reading, row, "permanence", "matched_date", "date_match"),
                _cell(reading, row, "permanence", "adopted_by_carer", "foster_care"),
                _cell(reading, row, "permanence", "number_of_adopters", "nb_adoptr"),
                _cell(reading, row, "permanence", "adopter_sex", "sex_adoptr"),
                _cell(reading, row, "permanence", "adopter_legal_status", "ls_adoptr"),
                "adoption",
                row.number,
            )
        )


def read_placed(reading: Reading, rows: Iterator[Row]) -> None:
    """Decisions that a child should be placed for adoption, and their reversal."""
    out = reading.sink.rows(
        "permanence", ("permanence_id", "person_id", "placed_date", "decision_reversed_date", "reversed_reason")
    )
    for row in rows:
        day = _day(reading, row, "permanence", "placed_date", "date_placed")
        if day is not None:
            ceased = _cell(reading, row, "permanence", "decision_reversed_date", "date_placed_ceased")
            why = _cell(reading, row, "permanence", "reversed_reason", "reason_placed_ceased")
            out.append((f"{row.person}:d{day:%Y%m%d}", row.person, day, ceased, why, row.number))


def read_previous(reading: Reading, rows: Iterator[Row]) -> None:
    """An earlier permanence arrangement; its date may be known in part only and is kept as written."""
    out = reading.sink.rows(
        "permanence",
        (
            "permanence_id", "person_id", "previous_permanence", "previous_permanence_date", "previous_permanence_la",
        ),
    )  # fmt: skip
    for row in rows:
        out.append(
            (
                f"{row.person}:b",
                row.person,
                _cell(reading, row, "permanence", "previous_permanence", "prev_perm"),
                values.clean_id(row.text("date_perm")),
                values.clean_id(row.text("la_perm")),
                row.number,
            )
        )


def read_missing(reading: Reading, rows: Iterator[Row]) -> None:
    """Episodes missing, or away without authorisation."""
    out = reading.sink.rows("missing_episode", ("missing_episode_id", "person_id", "type", "start_date", "end_date"))
    for row in rows:
        day = _day(reading, row, "missing_episode", "start_date", "mis_start")
        if day is not None:
            kind = _cell(reading, row, "missing_episode", "type", "missing")
            end = _cell(reading, row, "missing_episode", "end_date", "mis_end")
            out.append((f"{row.person}:m{day:%Y%m%d}{kind or ''}", row.person, kind, day, end, row.number))


def read_workers(reading: Reading, rows: Iterator[Row]) -> None:
    """Social workers in turn; of a registration number only that there was one is kept.

    The file is collected from 2023/24, so the set holds workers for fewer years than children.
    """
    reading.sink.covers_table("involvement", dt.date(reading.year - 1, 4, 1))
    spells = reading.sink.rows(
        "involvement",
        ("involvement_id", "person_id", "professional_id", "role", "start_date", "end_date", "change_reason"),
    )
    workers = reading.sink.rows("professional", ("professional_id", "registered"))
    held = list(rows)
    # Numbered in the order of the alphabet, so that the XML form and the CSV set give the same ids.
    given = {number for row in held if (number := values.clean_id(row.text("sw_id")))}
    ids = {number: worker_id(reading.context, number) for number in sorted(given)}
    seen: set[str] = set()
    for row in held:
        day = _day(reading, row, "involvement", "start_date", "sw_decom")
        worker = values.clean_id(row.text("sw_id"))
        if day is None or worker is None:
            continue
        end = _cell(reading, row, "involvement", "end_date", "sw_dec")
        why = _cell(reading, row, "involvement", "change_reason", "sw_reason")
        who = ids[worker]
        spells.append((f"{row.person}:w{day:%Y%m%d}", row.person, who, "case_worker", day, end, why, row.number))
        if who not in seen:
            seen.add(who)
            workers.append((who, worker.upper().startswith("SW"), row.number))


def read_dolo(reading: Reading, rows: Iterator[Row]) -> None:
    """Deprivation of liberty orders, collected from 2026/27."""
    reading.sink.covers_table("deprivation_of_liberty", dt.date(reading.year - 1, 4, 1))
    out = reading.sink.rows("deprivation_of_liberty", ("dolo_id", "person_id", "start_date", "end_date"))
    for row in rows:
        day = _day(reading, row, "deprivation_of_liberty", "start_date", "dolo_start")
        if day is not None:
            end = _cell(reading, row, "deprivation_of_liberty", "end_date", "dolo_end")
            out.append((f"{row.person}:j{day:%Y%m%d}", row.person, day, end, row.number))
