"""Lists 7 to 10: child protection plans, children in care, leaving care, adoption. Each is a picture of now."""

from __future__ import annotations

import datetime as dt

from goldenthread.extracts import values
from goldenthread.extracts.annex_a import words
from goldenthread.extracts.annex_a.front_door import Ids, Referrals
from goldenthread.extracts.annex_a.lines import Line, Reading, Source

_STARTED = "S"


def read_plans(reading: Reading, source: Source) -> None:
    """List 7: plans open now or in the six months, the last visit and the last review of each."""
    plans = reading.sink.rows(
        "cp_plan",
        (
            "cp_plan_id", "person_id", "referral_id", "start_date", "end_date", "initial_category", "latest_category", "ola",
            "previous_plans", "epo_or_police_protection_6m", "team_id", "professional_id",
        ),
    )  # fmt: skip
    visits = reading.sink.rows("cp_visit", ("cp_visit_id", "person_id", "cp_plan_id", "visit_date", "seen_alone"))
    reviews = reading.sink.rows("cp_review", ("cp_review_id", "person_id", "cp_plan_id", "review_date"))
    ids, referrals = Ids("p"), Referrals(reading.shared.get("referrals", {}))
    for line in reading.lines(source):
        day = line.needed_day("cpp_start", "cp_plan", "start_date")
        if day is None:
            continue
        plan = ids.of(line.person, day)
        plans.append(
            (
                plan,
                line.person,
                referrals.before(line.person, day),
                day,
                line.span("cpp_end", "cp_plan", "end_date", day),
                line.code("initial_category", "abuse"),
                line.code("latest_category", "abuse"),
                False,  # the list leaves out temporary plans of other authorities
                line.value("previous_plans", "cp_plan", "previous_plans"),
                line.yes("epo"),
                line.team(),
                line.worker(),
                line.number,
            )
        )
        visited = line.day("cp_visit", "cp_visit", "visit_date")
        if visited:
            identity = f"{line.person}:x{visited:%Y%m%d}"
            visits.append((identity, line.person, plan, visited, line.yes("cp_seen_alone"), line.number))
        reviewed = line.day("cp_review", "cp_review", "review_date")
        if reviewed and reviewed > day:  # an initial conference is not a review of the plan it began
            reviews.append((f"{line.person}:w{reviewed:%Y%m%d}", line.person, plan, reviewed, line.number))


def read_care(reading: Reading, source: Source) -> None:
    """List 8: each period of care as one episode from its start, with the legal status and placement of now."""
    ids = Ids("e")
    known: set[str] = reading.shared.setdefault("in care", set())
    for line in reading.lines(source):
        day = line.needed_day("care_start", "cla_episode", "entered_care_date")
        if day is None:
            continue
        known.add(line.person)
        end = line.span("care_end", "cla_episode", "end_date", day)
        _episode(reading, line, ids.of(line.person, day), day, end)
        _legal_status(reading, line, day, end)
        _placement(reading, line, day, end)
        _dated(reading, line)
        _asylum(reading, line)


def _episode(reading: Reading, line: Line, identity: str, day: dt.date, end: dt.date | None) -> None:
    out = reading.sink.rows(
        "cla_episode",
        (
            "cla_episode_id", "period_id", "person_id", "start_date", "start_reason", "legal_status", "category_of_need",
            "end_date", "end_reason", "entered_care_date", "last_iro_contact_date", "second_period_12m",
        ),
    )  # fmt: skip
    out.append(
        (
            identity,
            f"{line.person}:c{day:%Y%m%d}",
            line.person,
            day,
            _STARTED,
            line.code("legal_status", "legal"),
            line.code("care_need", "need"),
            end,
            line.code("care_end_reason", "ended"),
            day,
            line.day("iro_contact", "cla_episode", "last_iro_contact_date"),
            line.yes("second_period"),
            line.number,
        )
    )


def _legal_status(reading: Reading, line: Line, day: dt.date, end: dt.date | None) -> None:
    code = words.code_of(line.text("legal_status"), "legal", reading.context.as_at).code
    begun = line.day("legal_start", "legal_status", "start_date") or day
    if code:
        out = reading.sink.rows("legal_status", ("legal_status_id", "person_id", "code", "start_date", "end_date"))
        out.append((f"{line.person}:g{begun:%Y%m%d}", line.person, code, begun, end, line.number))


def _placement(reading: Reading, line: Line, day: dt.date, end: dt.date | None) -> None:
    begun = line.day("placement_start", "cla_placement", "start_date")
    if begun is None:
        return
    out = reading.sink.rows(
        "cla_placement",
        (
            "placement_id", "period_id", "person_id", "start_date", "end_date", "placement_type", "provider", "urn",
            "in_authority", "placement_la", "placements_last_12m",
        ),
    )  # fmt: skip
    out.append(
        (
            f"{line.person}:l{begun:%Y%m%d}",
            f"{line.person}:c{day:%Y%m%d}",
            line.person,
            begun,
            end,
            line.code("placement_type", "place"),
            line.code("provider", "provider"),
            values.clean_id(line.text("urn")),
            words.in_area(line.text("location")),
            values.clean_id(line.text("placement_la")),
            line.value("placements_12m", "cla_placement", "placements_last_12m"),
            line.number,
        )
    )


def _dated(reading: Reading, line: Line) -> None:
    """The last review, visit, health assessment and dental check."""
    person = line.person
    reviewed = line.day("care_review", "cla_review", "review_date")
    if reviewed:
        reviews = reading.sink.rows("cla_review", ("cla_review_id", "person_id", "review_date", "cancelled"))
        reviews.append((f"{person}:v{reviewed:%Y%m%d}", person, reviewed, False, line.number))
    visited = line.day("care_visit", "cla_visit", "visit_date")
    if visited:
        visits = reading.sink.rows("cla_visit", ("cla_visit_id", "person_id", "visit_date", "seen"))
        visits.append((f"{person}:z{visited:%Y%m%d}", person, visited, True, line.number))
    for field, kind in (("health", "health_assessment"), ("dental", "dental")):
        checked = line.day(field, "cla_health", "check_date")
        if checked:
            checks = reading.sink.rows(
                "cla_health", ("health_check_id", "person_id", "check_type", "check_date", "status")
            )
            checks.append((f"{person}:t{kind}{checked:%Y%m%d}", person, kind, checked, "completed", line.number))


def _asylum(reading: Reading, line: Line) -> None:
    if line.yes("uasc"):
        out = reading.sink.rows("immigration_status", ("immigration_status_id", "person_id", "status"))
        known: set[str] = reading.shared.setdefault("asylum", set())
        if line.person not in known:
            known.add(line.person)
            out.append((f"{line.person}:u", line.person, "unaccompanied", line.number))


def read_leavers(reading: Reading, source: Source) -> None:
    """List 9: care leavers as they are now."""
    out = reading.sink.rows(
        "care_leaver",
        (
            "care_leaver_id", "person_id", "eligibility", "in_touch", "latest_contact_date", "accommodation",
            "accommodation_suitable", "activity", "pathway_plan_review_date", "team_id", "professional_id", "adviser_id",
        ),
    )  # fmt: skip
    for line in reading.lines(source):
        _asylum(reading, line)
        out.append(
            (
                f"{line.person}:k",
                line.person,
                line.code("eligibility", "eligibility"),
                line.code("in_touch", "in_touch"),
                line.day("latest_contact", "care_leaver", "latest_contact_date"),
                line.code("accommodation", "home"),
                words.suitable(line.text("suitability")),
                line.code("activity", "activity"),
                line.day("pathway", "care_leaver", "pathway_plan_review_date"),
                line.team(),
                line.worker(),
                line.worker("adviser"),
                line.number,
            )
        )


_DATES = (
    ("adm_decision", "adm_decision_date"), ("placement_order", "placement_order_date"), ("matched", "matched_date"),
    ("placed", "placed_date"), ("ffa", "placed_ffa_date"), ("adoption_order", "order_date"),
    ("reversed", "decision_reversed_date"),
)  # fmt: skip


def read_adoption(reading: Reading, source: Source) -> None:
    """List 10: children adopted, to be adopted, or no longer to be adopted in the twelve months."""
    columns = (
        "permanence_id",
        "person_id",
        "family_id",
        *(column for _, column in _DATES),
        "order_type",
        "reversed_reason",
    )
    out = reading.sink.rows("permanence", columns)
    for line in reading.lines(source):
        days = [line.day(field, "permanence", column) for field, column in _DATES]
        decided, ordered = days[0], days[5]
        family = values.clean_id(line.text("family"))
        out.append(
            (
                f"{line.person}:f{decided:%Y%m%d}" if decided else f"{line.person}:f",
                line.person,
                reading.context.person_ids(family) if family else None,
                *days,
                "adoption" if ordered else None,
                line.code("reversed_reason", "reversed"),
                line.number,
            )
        )
        _entered_care(reading, line, ordered)


def _entered_care(reading: Reading, line: Line, left: dt.date | None) -> None:
    """When the child came into care, for children who left it before the six months of list 8."""
    known: set[str] = reading.shared.setdefault("in care", set())
    begun = line.day("entered_care", "cla_episode", "entered_care_date")
    if begun is None or left is None or line.person in known:
        return
    known.add(line.person)
    out = reading.sink.rows(
        "cla_episode",
        (
            "cla_episode_id", "period_id", "person_id", "start_date", "start_reason", "legal_status", "category_of_need",
            "end_date", "end_reason", "entered_care_date", "last_iro_contact_date", "second_period_12m",
        ),
    )  # fmt: skip
    identity, period = f"{line.person}:e{begun:%Y%m%d}", f"{line.person}:c{begun:%Y%m%d}"
    out.append(
        (identity, period, line.person, begun, _STARTED, None, None, left, "E11", begun, None, None, line.number)
    )
