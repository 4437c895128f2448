"""The rest of the cohorts in the plainest form: front door, early help, children in need, workforce, quality, voice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from tests.oracle import plain
from tests.oracle.plain import Event, _ended, _one_per_child, _open_on
from tests.oracle.plain_groups import (
    UNKNOWN,
    Row,
    Tables,
    by_id,
    need_group,
    people_groups,
    rows_of,
    source_group,
    team_group,
)

from goldenthread.periods import add_months
from goldenthread.tables import codes, dates

CONTACT_OUTCOMES = {
    "outcome_new_referral": "new referral", "outcome_existing_referral": "existing referral",
    "outcome_cp_enquiry": "child protection enquiry", "outcome_nfa": "no further action",
    "outcome_advice": "advice and information", "outcome_private_fostering": "private fostering",
    "outcome_non_agency_adoption": "non-agency adoption", "outcome_missing": "missing",
    "outcome_ola_cp": "plan of another authority", "outcome_other": "other",
}  # fmt: skip
ENQUIRY_OUTCOMES = {
    "outcome_cp_conference": "child protection conference", "outcome_legal_action": "legal action",
    "outcome_services": "services", "outcome_continue_assessment": "assessment goes on",
    "outcome_monitor": "monitoring", "outcome_other": "other", "nfa": "no further action",
}  # fmt: skip


def named(code_list: codes.CodeList, code: str | None, *, coded: bool = False) -> str:
    if code is None or code not in code_list.by_code:
        return UNKNOWN
    label = code_list.by_code[code].label
    return f"{code} {label}" if coded else label


def duration(start: dt.date, day: dt.date) -> str:
    """How long, in the published bands."""
    if day < start:
        return UNKNOWN
    if (day - start).days > 729:
        return "2 years or more"
    if day <= add_months(start, 3):
        return "3 months or less"
    if day <= add_months(start, 6):
        return "over 3 to 6 months"
    return "over 6 months to under a year" if day < add_months(start, 12) else "1 to under 2 years"


def mine(tables: Tables, name: str, authority: str, person: str) -> list[Row]:
    return [row for row in rows_of(tables, name, authority) if row["person_id"] == person]


def decision(tables: Tables, authority: str, kind: str, row: Row, key: str, day: dt.date, own: str) -> int | None:
    """Working days from a day to the decision; None when there is no decision, or one before the day."""
    clocks = [
        clock["decided_at"].date()
        for clock in rows_of(tables, "decision_clock", authority)
        if clock["record_kind"] == kind and clock["record_id"] == row[key] and clock["decided_at"] is not None
    ]
    return dates.working_days(day, min(clocks) if clocks else row[own])


def allocated(tables: Tables, authority: str, person: str, day: dt.date) -> bool:
    return any(
        row["role"] == "case_worker" and row["professional_id"] is not None and _open_on(row, day)
        for row in mine(tables, "involvement", authority, person)
    )


def latest(rows: Iterable[Row], date: str, key: str, day: dt.date) -> Row:
    """The latest row by a day; of several on one date the one with the greatest key."""
    known = [row for row in rows if row[date] is not None and row[date] <= day]
    return max(known, key=lambda row: (row[date], row[key]), default={})


def _outcomes(
    rows: list[Row],
    outcomes: dict[str, str],
    day: str,
    key: str,
    authority: str,
    as_at: dt.date,
    groups: Callable[[Row], dict[str, str]],
) -> list[Event]:
    found = []
    for row in rows:
        if row[day] is None or row[day] > as_at:
            continue
        had = [label for name, label in outcomes.items() if row[name] is True]
        found += [
            Event(
                authority=authority,
                person=row["person_id"],
                day=row[day],
                row=row[key],
                true={"all": True, "first": place == 0},
                groups={"outcome": label, **groups(row)},
            )
            for place, label in enumerate(had)
        ]
    return found


def contact_outcomes(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    rows = rows_of(tables, "contact", authority)
    return _outcomes(
        rows, CONTACT_OUTCOMES, "contact_date", "contact_id", authority, as_at,
        lambda row: {"source": source_group(row["source_code"])},
    )  # fmt: skip


def enquiry_outcomes(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    rows = [row for row in rows_of(tables, "s47_enquiry", authority) if _ended(row) is not None]
    return _outcomes(
        rows, ENQUIRY_OUTCOMES, "end_date", "s47_enquiry_id", authority, as_at,
        lambda row: {"team": team_group(tables, authority, row["team_id"])},
    )  # fmt: skip


def enquiries_waiting(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "s47_enquiry", authority):
        if row["icpc_not_required"] is True or row["nfa"] is True or not _open_on(row, day):
            continue
        held = [
            other["conference_date"]
            for other in rows_of(tables, "initial_cp_conference", authority)
            if other["s47_enquiry_id"] == row["s47_enquiry_id"]
        ]
        if held and min(held) <= day:
            continue
        # The census tells of an enquiry in the file of its own year alone.
        if row["collection_year"] is not None and day > dt.date(row["collection_year"], 3, 31):
            continue
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                true={"late": (dates.working_days(row["start_date"], day) or 0) > 15},
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


# --- more that is true of the events of `plain` ---------------------------------------------------------------


def contacts(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = plain.contacts(tables, authority, as_at)
    for event in found:
        row = by_id(rows_of(tables, "contact", authority), "contact_id", event.row)
        days = decision(tables, authority, "contact", row, "contact_id", event.day, "contact_decision_date")
        event.true |= {"decided": days is not None, "undecided": days is None, "soon": days is not None and days <= 1}
    return found


def referrals(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = plain.referrals(tables, authority, as_at)
    for event in found:
        row = by_id(rows_of(tables, "referral", authority), "referral_id", event.row)
        days = decision(tables, authority, "referral", row, "referral_id", event.day, "decision_date")
        assessed = any(
            other["referral_id"] == event.row and other["start_date"] <= as_at
            for other in rows_of(tables, "assessment", authority)
        )
        event.true |= {
            "decided": days is not None,
            "undecided": days is None,
            "soon": days is not None and days <= 1,
            "slow": days is not None and days > 3,
            "recent": (as_at - event.day).days < 30,
            "assessed": assessed or row["outcome_assessment"] is True,
            "not in need": row["closure_reason"] in ("RC8", "RC9"),
        }
    return found


def assessments(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = plain.assessments(tables, authority, as_at)
    for event in found:
        row = by_id(rows_of(tables, "assessment", authority), "assessment_id", event.row)
        event.true |= {
            "seen": row["child_seen"] is True,
            "seen told": row["child_seen"] is not None,
            "seen untold": row["child_seen"] is None,
            "nothing": row["outcome_nfa"] is True,
            "nothing told": row["outcome_nfa"] is not None,
            "nothing untold": row["outcome_nfa"] is None,
            "factors": any(
                other["assessment_id"] == event.row for other in rows_of(tables, "assessment_factor", authority)
            ),
        }
    return found


def conferences(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = plain.conferences(tables, authority, as_at)
    for event in found:
        row = by_id(rows_of(tables, "initial_cp_conference", authority), "icpc_id", event.row)
        enquiry = by_id(rows_of(tables, "s47_enquiry", authority), "s47_enquiry_id", row["s47_enquiry_id"])
        days = dates.working_days(enquiry.get("start_date"), event.day)
        bands = ((10, "0 to 10"), (15, "11 to 15"), (20, "16 to 20"), (99999, "21"))
        name = UNKNOWN if days is None else next(f"{band} working days" for most, band in bands if days <= most)
        event.groups["waited"] = "21 working days or more" if name.startswith("21") else name
    return found


def plans_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    found = plain.plans_open(tables, authority, day)
    for event in found:
        plan = by_id(rows_of(tables, "cp_plan", authority), "cp_plan_id", event.row)
        visits = [
            visit
            for visit in mine(tables, "cp_visit", authority, event.person)
            if visit["visit_date"] >= add_months(day, -12)
        ]
        visit = latest(visits, "visit_date", "cp_visit_id", day)
        since = visit and visit["visit_date"] >= plan["start_date"]
        waited = dates.working_days(visit["visit_date"], day) if since else None
        age = dates.age(
            by_id(rows_of(tables, "person", authority), "person_id", event.person).get("date_of_birth"), day
        )
        old = age is not None and age >= 4
        event.true |= {f"visited {days}": waited is not None and waited <= days for days in (10, 15, 20)}
        event.true |= {
            "old": old,
            "alone": bool(old and since and visit["seen_alone"] is True),
            "allocated": allocated(tables, authority, event.person, day),
        }
        event.groups["duration"] = duration(plan["start_date"], day)
    return found


def plans_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = plain.plans_ended(tables, authority, as_at)
    for event in found:
        plan = by_id(rows_of(tables, "cp_plan", authority), "cp_plan_id", event.row)
        event.true["early"] = event.day <= add_months(plan["start_date"], 3)
        event.groups["duration"] = duration(plan["start_date"], event.day)
    return found


# --- early help ---------------------------------------------------------------------------------------------


def early_help_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["start_date"],
            true={"all": True},
            groups=people_groups(tables, authority, row["person_id"], row["start_date"]),
        )
        for row in rows_of(tables, "early_help_episode", authority)
        if row["start_date"] <= as_at
    ]


def early_help_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    rows = [row for row in rows_of(tables, "early_help_episode", authority) if _open_on(row, day)]
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=day,
            true={"all": True},
            groups=people_groups(tables, authority, row["person_id"], day),
        )
        for row in _one_per_child(rows, "early_help_episode_id")
    ]


def early_help_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "early_help_episode", authority):
        day = _ended(row)
        if day is None or day > as_at:
            continue
        later = [
            other["referral_date"]
            for other in mine(tables, "referral", authority, row["person_id"])
            if other["referral_date"] > day
        ]
        true = {"all": True}
        for months in (6, 12):
            watched = add_months(day, months) <= as_at
            true[f"watched_{months}"] = watched
            true[f"recent_{months}"] = not watched
            true[f"back_{months}"] = watched and bool(later) and bool(dates.within_months(day, min(later), months))
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["early_help_episode_id"],
                true=true,
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "ended_because": row["end_reason"] or UNKNOWN,
                },
            )
        )
    return found


# --- factors ------------------------------------------------------------------------------------------------


def factors(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "assessment", authority):
        day = row["authorised_date"]
        if day is None or day > as_at:
            continue
        codes_found = sorted(
            {
                other["code"]
                for other in rows_of(tables, "assessment_factor", authority)
                if other["assessment_id"] == row["assessment_id"] and other["code"] != "21"
            }
        )
        episode = row["referral_id"] or row["assessment_id"]
        people = people_groups(tables, authority, row["person_id"], day)
        for place, code in enumerate(codes_found):
            groups = {**people, "factor": named(codes.ASSESSMENT_FACTOR, code, coded=True)}
            found.append(
                Event(
                    authority=authority, person=f"{episode}/{code}", day=day, row=row["assessment_id"],
                    true={"factor": True, "any": False}, groups=groups,
                )
            )  # fmt: skip
            if place == 0:
                found.append(
                    Event(
                        authority=authority, person=episode, day=day, row=row["assessment_id"],
                        true={"factor": False, "any": True}, groups=groups,
                    )
                )  # fmt: skip
    return found


# --- children in need ---------------------------------------------------------------------------------------


def _episodes_of_need(tables: Tables, authority: str) -> list[Row]:
    found = []
    for row in rows_of(tables, "referral", authority):
        went_on = any(
            other["referral_id"] == row["referral_id"]
            for name in ("s47_enquiry", "cin_plan", "cp_plan")
            for other in rows_of(tables, name, authority)
        )
        if row["nfa"] is True or (row["closure_reason"] in ("RC8", "RC9") and not went_on):
            continue
        closed = row["closure_date"]
        ends = closed if closed is not None and closed >= row["referral_date"] else None
        found.append({**row, "start_date": row["referral_date"], "end_date": ends})
    return found


def _need_groups(tables: Tables, authority: str, row: Row, on: dt.date) -> dict[str, str]:
    return {
        **people_groups(tables, authority, row["person_id"], on),
        "need": need_group(row["primary_need"]),
        "team": team_group(tables, authority, row["team_id"]),
    }


def in_need_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    rows = [row for row in _episodes_of_need(tables, authority) if _open_on(row, day)]
    found = []
    for row in _one_per_child(rows, "referral_id"):
        assessed = any(
            other["referral_id"] == row["referral_id"] and other["start_date"] <= day
            for other in rows_of(tables, "assessment", authority)
        )
        groups = _need_groups(tables, authority, row, day)
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                true={
                    "all": True,
                    "disabled": groups["disability"] == "disabled",
                    "awaiting": not assessed,
                    "unallocated": not allocated(tables, authority, row["person_id"], day),
                },
                groups={**groups, "duration": duration(row["start_date"], day)},
            )
        )
    return found


def in_need_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["start_date"],
            true={"all": True},
            groups=_need_groups(tables, authority, row, row["start_date"]),
        )
        for row in _episodes_of_need(tables, authority)
        if row["start_date"] <= as_at
    ]


def in_need_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["end_date"],
            true={"all": True},
            groups={
                **_need_groups(tables, authority, row, row["end_date"]),
                "duration": duration(row["start_date"], row["end_date"]),
                "closed_because": named(codes.CLOSURE_REASON, row["closure_reason"], coded=True),
            },
        )
        for row in _episodes_of_need(tables, authority)
        if row["end_date"] is not None and row["end_date"] <= as_at
    ]


def months_open(row: Row, as_at: dt.date) -> list[dt.date]:
    """The first day of each month on which a spell was open at all, both its ends included."""
    found, last = [], min(row["end_date"] or as_at, as_at)
    day = row["start_date"]
    while day <= last:
        found.append(day)
        day = add_months(day.replace(day=1), 1)
    return found


def in_need_any_point(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=day,
            row=row["referral_id"],
            true={"all": True},
            groups={
                **people_groups(tables, authority, row["person_id"], day),
                "need": need_group(row["primary_need"]),
            },
        )
        for row in _episodes_of_need(tables, authority)
        for day in months_open(row, as_at)
    ]


def cin_plans_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    rows = [row for row in rows_of(tables, "cin_plan", authority) if _open_on(row, day)]
    found = []
    for row in _one_per_child(rows, "cin_plan_id"):
        seen = latest(mine(tables, "cin_visit", authority, row["person_id"]), "visit_date", "cin_visit_id", day)
        last = seen.get("visit_date")
        true = {"all": True}
        for weeks in (4, 6):
            true[f"visited_{weeks}"] = last is not None and last >= row["start_date"] and (day - last).days <= weeks * 7
        for months in (9, 12, 24):
            true[f"over_{months}"] = add_months(row["start_date"], months) < day
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day, true=true,
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )  # fmt: skip
    return found


def _cin_plan_events(
    tables: Tables, authority: str, as_at: dt.date, on: Callable[[Row], dt.date | None]
) -> list[Event]:
    return [
        Event(
            authority=authority, person=row["person_id"], day=day, true={"all": True},
            groups={
                **people_groups(tables, authority, row["person_id"], day),
                "team": team_group(tables, authority, row["team_id"]),
            },
        )
        for row in rows_of(tables, "cin_plan", authority)
        if (day := on(row)) is not None and day <= as_at
    ]  # fmt: skip


def cin_plans_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return _cin_plan_events(tables, authority, as_at, lambda row: row["start_date"])


def cin_plans_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return _cin_plan_events(tables, authority, as_at, _ended)


# --- reviews of protection plans ----------------------------------------------------------------------------


def took_part(tables: Tables, authority: str, row: Row) -> dict[str, bool]:
    person = by_id(rows_of(tables, "person", authority), "person_id", row["person_id"])
    age = dates.age(person.get("date_of_birth"), row["review_date"])
    old = age is not None and age >= 4
    told = row["participation"] not in (None, "PN0")
    return {
        "told": old and told,
        "untold": old and not told,
        "heard": old and row["participation"] in ("PN1", "PN2", "PN3", "PN5", "PN6"),
    }


def cp_reviews(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "cp_review", authority):
        plan = by_id(rows_of(tables, "cp_plan", authority), "cp_plan_id", row["cp_plan_id"])
        if row["review_date"] > as_at or plan.get("ola") is True:
            continue
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=row["review_date"],
                true={
                    **took_part(tables, authority, row),
                    "quorum_told": row["quorate"] is not None,
                    "quorum_untold": row["quorate"] is None,
                    "quorate": row["quorate"] is True,
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], row["review_date"]),
                    "team": team_group(tables, authority, plan.get("team_id")),
                },
            )
        )  # fmt: skip
    return found


EVENTS = {
    "contacts": contacts, "referrals": referrals, "assessments": assessments, "conferences": conferences,
    "plans_ended": plans_ended,
    "contact_outcomes": contact_outcomes, "enquiry_outcomes": enquiry_outcomes, "early_help_started": early_help_started,
    "early_help_ended": early_help_ended, "factors": factors, "in_need_started": in_need_started,
    "in_need_ended": in_need_ended, "in_need_any_point": in_need_any_point, "cin_plans_started": cin_plans_started,
    "cin_plans_ended": cin_plans_ended, "cp_reviews": cp_reviews,
}  # fmt: skip
STOCKS = {
    "plans_open": plans_open,
    "enquiries_waiting": enquiries_waiting, "early_help_open": early_help_open, "in_need_open": in_need_open,
    "cin_plans_open": cin_plans_open,
}  # fmt: skip
