"""Lists 1 to 6: contacts, early help, referrals and children in need, assessments, enquiries and conferences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from goldenthread.errors import Problem
from goldenthread.extracts.annex_a.lines import Line, Reading, Source

_REFERRAL = (
    "referral_id", "person_id", "referral_date", "source_code", "primary_need", "nfa", "closure_date", "closure_reason",
    "case_status", "referrals_last_12_months", "outcome_assessment", "team_id", "professional_id",
)  # fmt: skip
_LOCATED = ("referral_id", "person_id", "referral_date")


class Ids:
    """Ids built from the child and a day; a second on the same day gets a number."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._seen: dict[str, int] = {}

    def of(self, person: str, day: dt.date) -> str:
        """The next id of a child and day."""
        identity = f"{person}:{self.tag}{day:%Y%m%d}"
        self._seen[identity] = self._seen.get(identity, 0) + 1
        return identity if self._seen[identity] == 1 else f"{identity}#{self._seen[identity]}"


def read_contacts(reading: Reading, source: Source) -> None:
    """List 1: one row for each child and contact."""
    out = reading.sink.rows("contact", ("contact_id", "person_id", "contact_date", "source_code"))
    ids = Ids("o")
    for line in reading.lines(source):
        day = line.needed_day("contact_date", "contact", "contact_date")
        if day is not None:
            out.append((ids.of(line.person, day), line.person, day, line.code("contact_source", "source"), line.number))


def read_early_help(reading: Reading, source: Source) -> None:
    """List 2: early help assessments."""
    out = reading.sink.rows(
        "early_help_episode", ("early_help_episode_id", "person_id", "start_date", "end_date", "organisation")
    )
    ids = Ids("h")
    for line in reading.lines(source):
        day = line.needed_day("eh_start", "early_help_episode", "start_date")
        if day is not None:
            end = line.span("eh_end", "early_help_episode", "end_date", day)
            name = line.value("organisation", "early_help_episode", "organisation")
            out.append((ids.of(line.person, day), line.person, day, end, name, line.number))


def read_referrals(reading: Reading, referrals: Source | None, in_need: Source | None) -> None:
    """Lists 3 and 6 as one: a referral and the episode of need that began the same day are one row.

    What an earlier workbook of the run said of the same referral is kept where this one is silent.
    """
    found: dict[tuple[str, dt.date], dict[str, Any]] = {}
    told: dict[tuple[str, dt.date], dict[str, Any]] = reading.shared.setdefault("referrals", {})
    for line in reading.lines(referrals) if referrals else ():
        _take(found, line, _referral(line))
    alone = 0
    for line in reading.lines(in_need) if in_need else ():
        episode = _episode_of_need(line)
        if episode is None:
            continue
        _visit(reading, line)
        key = (line.person, episode["referral_date"])
        if referrals and key not in found and reading.covers_from <= key[1] <= reading.context.as_at:
            alone += 1
        _take(found, line, episode)
    if alone and in_need:
        reading.sink.note(
            Problem(
                code="need_without_referral",
                what=f"{alone:,} episodes of need began in the six months on a day that list 3 has no referral for: "
                "each is counted as a referral of its own.",
                remedy="Let both lists give the date of the referral.",
                file=reading.file,
                column=in_need.sheet,
            )
        )
    out = reading.sink.rows("referral", _REFERRAL)
    for key, row in found.items():
        whole = told.get(key, {}) | {name: value for name, value in row.items() if value is not None}
        told[key] = whole
        out.append((f"{key[0]}:r{key[1]:%Y%m%d}", *(whole.get(name) for name in _REFERRAL[1:]), row["row"]))


def _take(found: dict[tuple[str, dt.date], dict[str, Any]], line: Line, row: dict[str, Any] | None) -> None:
    if row is None:
        return
    key = (line.person, row["referral_date"])
    before = found.get(key)
    if before is not None and before["sheet"] == row["sheet"]:
        line.note("duplicate_key", "The child has another row of this list with the same date: the later one is kept.",
                  "child")  # fmt: skip
    merged = (before or {}) | {name: value for name, value in row.items() if value is not None}
    merged["row"] = before["row"] if before else row["row"]
    found[key] = merged


def _referral(line: Line) -> dict[str, Any] | None:
    day = line.needed_day("referral_date", "referral", "referral_date")
    if day is None:
        return None
    return {
        "person_id": line.person,
        "referral_date": day,
        "source_code": line.code("referral_source", "source"),
        "nfa": line.yes("referral_nfa"),
        "referrals_last_12_months": line.value("referral_count", "referral", "referrals_last_12_months"),
        "team_id": line.team(),
        "professional_id": line.worker(),
        "row": line.number,
        "sheet": line.source.sheet,
    }


def _episode_of_need(line: Line) -> dict[str, Any] | None:
    day = line.needed_day("cin_start", "referral", "referral_date")
    if day is None:
        return None
    return {
        "person_id": line.person,
        "referral_date": day,
        "primary_need": line.code("need", "need"),
        "closure_date": line.span("cin_closed", "referral", "closure_date", day),
        "closure_reason": line.code("closure_reason", "closure_reason"),
        "case_status": line.code("status", "status"),
        "team_id": line.team(),
        "professional_id": line.worker(),
        "row": line.number,
        "sheet": line.source.sheet,
    }


def _visit(reading: Reading, line: Line) -> None:
    day = line.day("last_seen", "cin_visit", "visit_date")
    if day is not None:
        out = reading.sink.rows("cin_visit", ("cin_visit_id", "person_id", "visit_date", "seen"))
        out.append((f"{line.person}:y{day:%Y%m%d}", line.person, day, True, line.number))


class Referrals:
    """Finds the referral an event belongs to: the child's latest one on or before the day, if still open then."""

    def __init__(self, told: Mapping[tuple[str, dt.date], Mapping[str, Any]]) -> None:
        self._days: dict[str, list[tuple[dt.date, dt.date | None]]] = {}
        for (person, day), row in sorted(told.items()):
            self._days.setdefault(person, []).append((day, row.get("closure_date")))

    def before(self, person: str, day: dt.date) -> str | None:
        """The id of that referral, None when the workbooks do not tell."""
        spells: Sequence[tuple[dt.date, dt.date | None]] = self._days.get(person, ())
        begun = [one for one in spells if one[0] <= day and (one[1] is None or one[1] >= day)]
        return f"{person}:r{begun[-1][0]:%Y%m%d}" if begun else None


def read_assessments(reading: Reading, source: Source) -> None:
    """List 4: assessments of need."""
    out = reading.sink.rows(
        "assessment",
        (
            "assessment_id", "person_id", "referral_id", "start_date", "authorised_date", "child_seen", "outcome_nfa",
            "outcome_services", "team_id", "professional_id",
        ),
    )  # fmt: skip
    ids, referrals = Ids("a"), Referrals(reading.shared.get("referrals", {}))
    for line in reading.lines(source):
        day = line.needed_day("assessment_start", "assessment", "start_date")
        if day is None:
            continue
        needs = line.yes("assessment_requires")
        out.append(
            (
                ids.of(line.person, day),
                line.person,
                referrals.before(line.person, day),
                day,
                line.span("assessment_done", "assessment", "authorised_date", day),
                line.yes("assessment_seen"),
                None if needs is None else not needs,
                needs,
                line.team(),
                line.worker(),
                line.number,
            )
        )


def read_enquiries(reading: Reading, source: Source) -> None:
    """List 5: enquiries, each with the conference it led to; two enquiries may share one conference."""
    enquiries = reading.sink.rows(
        "s47_enquiry",
        (
            "s47_enquiry_id", "person_id", "referral_id", "start_date", "icpc_not_required", "s47_last_12_months",
            "team_id", "professional_id",
        ),
    )  # fmt: skip
    conferences = reading.sink.rows(
        "initial_cp_conference",
        (
            "icpc_id", "person_id", "referral_id", "s47_enquiry_id", "conference_date", "outcome_cp_plan",
            "icpcs_last_12_months", "team_id", "professional_id",
        ),
    )  # fmt: skip
    ids, referrals = Ids("s"), Referrals(reading.shared.get("referrals", {}))
    held_before: set[str] = set()
    for line in reading.lines(source):
        day = line.needed_day("s47_start", "s47_enquiry", "start_date")
        if day is None:
            continue
        enquiry, referral = ids.of(line.person, day), referrals.before(line.person, day)
        count = line.value("s47_count", "s47_enquiry", "s47_last_12_months")
        who = (line.team(), line.worker(), line.number)
        enquiries.append((enquiry, line.person, referral, day, line.yes("icpc_unnecessary"), count, *who))
        held = line.span("icpc_date", "initial_cp_conference", "conference_date", day)
        conference = f"{line.person}:i{held:%Y%m%d}" if held else ""
        if held and conference not in held_before:
            held_before.add(conference)
            counted = line.value("icpc_count", "initial_cp_conference", "icpcs_last_12_months")
            led = line.yes("icpc_plan")
            conferences.append((conference, line.person, referral, enquiry, held, led, counted, *who))
