"""The measures again, slowly and obviously, over rows held as dictionaries: what the engine must agree with.

Nothing here is shared with the counting code but the calendar rules, which have tests of their own.
Rows are looked through again and again on purpose: each rule reads as its definition does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.oracle.plain_groups import (
    Row,
    Tables,
    by_id,
    category_group,
    factors_group,
    need_group,
    people_groups,
    rows_of,
    source_group,
    team_group,
)

from goldenthread.periods import add_months
from goldenthread.tables import dates


@dataclass(kw_only=True)
class Event:
    """One thing counted: whose, when, what is true of it, and the group it is in for each breakdown."""

    authority: str
    person: str
    day: dt.date
    row: str = ""
    true: dict[str, bool] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    days: int | None = None
    groups: dict[str, str] = field(default_factory=dict)


# --- things that happen -------------------------------------------------------------------------------------


def contacts(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["contact_date"],
            row=row["contact_id"],
            true={
                "all": True,
                "schools": row["source_code"] == "2A",
                "referral": row["outcome_new_referral"] is True,
                "outcome": row["outcome_new_referral"] is not None,
            },
            groups={
                **people_groups(tables, authority, row["person_id"], row["contact_date"]),
                "source": source_group(row["source_code"]),
            },
        )
        for row in rows_of(tables, "contact", authority)
        if row["contact_date"] <= as_at
    ]


def referrals(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    rows = rows_of(tables, "referral", authority)
    found = []
    for row in rows:
        same_child = [other for other in rows if other["person_id"] == row["person_id"]]
        same_day = [other["referral_id"] for other in same_child if other["referral_date"] == row["referral_date"]]
        day = row["referral_date"]
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["referral_id"],
                true={
                    "all": row["referral_id"] == min(same_day),
                    "duplicate": row["referral_id"] != min(same_day),
                    "again": any(dates.within_12_months(other["referral_date"], day) for other in same_child),
                    "after_closure": any(
                        dates.within_12_months(other["closure_date"], day)
                        and other["closure_date"] >= other["referral_date"]
                        for other in same_child
                    ),
                    "nfa": row["nfa"] is True,
                    "nfa_said": row["nfa"] is not None,
                    "schools": row["source_code"] == "2A",
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "source": source_group(row["source_code"]),
                    "need": need_group(row["primary_need"]),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return [event for event in found if event.day <= as_at]


def _complexity(tables: Tables, authority: str, row: Row, found: set[str]) -> str:
    start, end = row["start_date"], row["authorised_date"]
    mine = row["person_id"]
    enquiry = any(
        other["person_id"] == mine and start <= other["start_date"] <= end
        for other in rows_of(tables, "s47_enquiry", authority)
    )
    soon_after = [
        other["start_date"]
        for other in rows_of(tables, "cp_plan", authority)
        if other["person_id"] == mine and other["ola"] is not True
    ]
    soon_after += [episode["start_date"] for episode in care_starts(tables, authority) if episode["person_id"] == mine]
    step_up = any(
        day >= end and (number := dates.working_days(end, day)) is not None and number <= 10 for day in soon_after
    )
    if len(found - {"21"}) >= 3 or enquiry or step_up:
        return "high"
    referral = by_id(rows_of(tables, "referral", authority), "referral_id", row["referral_id"])
    ended = row["outcome_nfa"] is True or referral.get("closure_reason") in ("RC8", "RC9")
    return "low" if len(found - {"21"}) <= 1 and ended else "medium"


def assessments(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    rows = rows_of(tables, "assessment", authority)
    found = []
    for row in rows:
        day = row["authorised_date"]
        if day is None or day > as_at:
            continue
        factors = {
            other["code"]
            for other in rows_of(tables, "assessment_factor", authority)
            if other["assessment_id"] == row["assessment_id"]
        }
        referral = by_id(rows_of(tables, "referral", authority), "referral_id", row["referral_id"])
        first = min(
            (
                (other["start_date"], other["assessment_id"])
                for other in rows
                if row["referral_id"] is not None and other["referral_id"] == row["referral_id"]
            ),
            default=None,
        )
        complexity = _complexity(tables, authority, row, factors)
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["assessment_id"],
                days=dates.working_days(row["start_date"], day),
                true={
                    "all": True,
                    "low": complexity == "low",
                    "first_of_case": bool(referral) and first == (row["start_date"], row["assessment_id"]),
                    "from_referral": dates.working_days(referral.get("referral_date"), day) is not None,
                    "from_referral_45": (dates.working_days(referral.get("referral_date"), day) or 0) <= 45,
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "source": source_group(referral.get("source_code")),
                    "need": need_group(referral.get("primary_need")),
                    "team": team_group(tables, authority, row["team_id"]),
                    "factors": factors_group(factors),
                    "complexity": complexity,
                },
            )
        )
    return found


def enquiries(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    conferences_held = {
        row["s47_enquiry_id"]
        for row in rows_of(tables, "initial_cp_conference", authority)
        if row["conference_date"] <= as_at
    }
    found = []
    for row in rows_of(tables, "s47_enquiry", authority):
        if row["start_date"] > as_at:
            continue
        referral = by_id(rows_of(tables, "referral", authority), "referral_id", row["referral_id"])
        old = dates.working_days(row["start_date"], as_at)
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=row["start_date"],
                row=row["s47_enquiry_id"],
                true={
                    "all": True,
                    "recent": old is not None and old < 15,
                    "conference": row["s47_enquiry_id"] in conferences_held,
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], row["start_date"]),
                    "source": source_group(referral.get("source_code")),
                    "need": need_group(referral.get("primary_need")),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


def conferences(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "initial_cp_conference", authority):
        day = row["conference_date"]
        if day > as_at:
            continue
        enquiry = by_id(rows_of(tables, "s47_enquiry", authority), "s47_enquiry_id", row["s47_enquiry_id"])
        referral = by_id(rows_of(tables, "referral", authority), "referral_id", row["referral_id"])
        start = enquiry.get("start_date")
        number = dates.working_days(start, day)
        plan = any(
            plan["person_id"] == row["person_id"]
            and plan["ola"] is not True
            and 0 <= (plan["start_date"] - day).days <= 45
            for plan in rows_of(tables, "cp_plan", authority)
        )
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["icpc_id"],
                true={
                    "all": True,
                    "in_15": number is not None and number <= 15,
                    "undated": number is None,
                    "recent": (as_at - day).days < 45,
                    "plan": plan if row["outcome_cp_plan"] is None else row["outcome_cp_plan"],
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "source": source_group(referral.get("source_code")),
                    "need": need_group(referral.get("primary_need")),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


def _own_plans(tables: Tables, authority: str) -> list[Row]:
    return [row for row in rows_of(tables, "cp_plan", authority) if row["ola"] is not True]


def _ended(row: Row) -> dt.date | None:
    end: dt.date | None = row["end_date"]
    return end if end is not None and end >= row["start_date"] else None


def plans_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in _own_plans(tables, authority):
        day = row["start_date"]
        if day > as_at:
            continue
        earlier = [
            other
            for other in _own_plans(tables, authority)
            if other["person_id"] == row["person_id"] and other["start_date"] < day
        ]
        ends = [end for other in earlier if (end := _ended(other)) is not None and end < day]
        within = any(add_months(day, -24) <= end for end in ends)
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["cp_plan_id"],
                true={
                    "all": True,
                    "ever": (row["previous_plans"] or 0) > 0 or bool(earlier),
                    "two_years": within,
                    "date_unknown": not within and max(row["previous_plans"] or 0, len(earlier)) > len(ends),
                },
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "category": category_group(row["initial_category"]),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


def plans_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in _own_plans(tables, authority):
        day = _ended(row)
        if day is None or day > as_at:
            continue
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["cp_plan_id"],
                true={"all": True, "two_years_plus": bool(dates.more_than_729_days(row["start_date"], day))},
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "category": category_group(row["latest_category"] or row["initial_category"]),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


def _care(tables: Tables, authority: str) -> list[Row]:
    return [row for row in rows_of(tables, "cla_episode", authority) if row["legal_status"] not in ("V3", "V4")]


def _in_order(tables: Tables, authority: str, person: str) -> list[Row]:
    mine = [row for row in _care(tables, authority) if row["person_id"] == person]
    return sorted(mine, key=lambda row: (row["start_date"], row["cla_episode_id"]))


def care_starts(tables: Tables, authority: str) -> list[Row]:
    found = []
    for row in _care(tables, authority):
        episodes = _in_order(tables, authority, row["person_id"])
        place = episodes.index(row)
        carries_on = place > 0 and episodes[place - 1]["end_date"] == row["start_date"]
        if row["start_reason"] == "S" or (row["start_reason"] is None and not carries_on):
            found.append(row)
    return found


def care_ends(tables: Tables, authority: str) -> list[Row]:
    found = []
    for row in _care(tables, authority):
        episodes = _in_order(tables, authority, row["person_id"])
        place = episodes.index(row)
        carried_on = place + 1 < len(episodes) and episodes[place + 1]["start_date"] == row["end_date"]
        last = row["end_reason"] != "X1" if row["end_reason"] is not None else not carried_on
        if _ended(row) is not None and last:
            found.append(row)
    return found


def looked_after_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["start_date"],
            row=row["cla_episode_id"],
            true={"all": True},
            groups={
                **people_groups(tables, authority, row["person_id"], row["start_date"]),
                "need": need_group(row["category_of_need"]),
            },
        )
        for row in care_starts(tables, authority)
        if row["start_date"] <= as_at
    ]


def looked_after_ceased(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=row["end_date"],
            row=row["cla_episode_id"],
            true={"all": True},
            groups={
                **people_groups(tables, authority, row["person_id"], row["end_date"]),
                "need": need_group(row["category_of_need"]),
            },
        )
        for row in care_ends(tables, authority)
        if row["end_date"] <= as_at
    ]


# --- things that are so on a day ----------------------------------------------------------------------------


def _open_on(row: Row, day: dt.date, start: str = "start_date", end: str = "end_date") -> bool:
    finished = row[end]
    return bool(row[start] <= day and (finished is None or finished > day))


def _one_per_child(rows: Sequence[Row], key: str) -> list[Row]:
    kept: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["start_date"], row[key])):
        kept.setdefault(row["person_id"], row)
    return list(kept.values())


def reviewed_in_time(plan: Row, reviews: Sequence[Row], day: dt.date) -> bool:
    """First review within 3 calendar months of the start, then no gap over 6, the last one measured to `day`."""
    held = sorted(
        review["review_date"]
        for review in reviews
        if review["cp_plan_id"] == plan["cp_plan_id"] and plan["start_date"] < review["review_date"] <= day
    )
    if not held or held[0] > add_months(plan["start_date"], 3):
        return False
    return all(after <= add_months(before, 6) for before, after in zip(held, [*held[1:], day], strict=True))


def plans_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    reviews = rows_of(tables, "cp_review", authority)
    open_plans = [row for row in _own_plans(tables, authority) if _open_on(row, day)]
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=day,
            row=row["cp_plan_id"],
            true={
                "all": True,
                "two_years_plus": bool(dates.more_than_729_days(row["start_date"], day)),
                "three_months": add_months(row["start_date"], 3) <= day,
                "reviewed": reviewed_in_time(row, reviews, day),
            },
            groups={
                **people_groups(tables, authority, row["person_id"], day),
                "category": category_group(row["latest_category"] or row["initial_category"]),
                "team": team_group(tables, authority, row["team_id"]),
            },
        )
        for row in _one_per_child(open_plans, "cp_plan_id")
    ]


def looked_after_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    episodes = [row for row in _care(tables, authority) if _open_on(row, day)]
    return [
        Event(
            authority=authority,
            person=row["person_id"],
            day=day,
            row=row["cla_episode_id"],
            true={"all": True},
            groups={
                **people_groups(tables, authority, row["person_id"], day),
                "need": need_group(row["category_of_need"]),
            },
        )
        for row in _one_per_child(episodes, "cla_episode_id")
    ]


def open_assessments(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "assessment", authority):
        if not _open_on(row, day, end="authorised_date"):
            continue
        referral = by_id(rows_of(tables, "referral", authority), "referral_id", row["referral_id"])
        found.append(
            Event(
                authority=authority,
                person=row["person_id"],
                day=day,
                row=row["assessment_id"],
                true={"all": True, "over_45": (dates.working_days(row["start_date"], day) or 0) > 45},
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "source": source_group(referral.get("source_code")),
                    "need": need_group(referral.get("primary_need")),
                    "team": team_group(tables, authority, row["team_id"]),
                },
            )
        )
    return found


COHORTS: dict[str, Callable[[Tables, str, dt.date], list[Event]]] = {
    "contacts": contacts,
    "referrals": referrals,
    "assessments": assessments,
    "open_assessments": open_assessments,
    "enquiries": enquiries,
    "conferences": conferences,
    "plans_started": plans_started,
    "plans_ended": plans_ended,
    "plans_open": plans_open,
    "looked_after_started": looked_after_started,
    "looked_after_ceased": looked_after_ceased,
    "looked_after_open": looked_after_open,
}
STOCKS = {"open_assessments", "plans_open", "looked_after_open"}
