"""Children looked after, care leavers and adoption in the plainest form."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from tests.oracle import plain
from tests.oracle.plain import Event, _care, _ended, _in_order, _one_per_child, _open_on, care_ends, care_starts
from tests.oracle.plain_groups import UNKNOWN, Row, Tables, by_id, need_group, people_groups, rows_of, team_group
from tests.oracle.plain_more import latest, mine, named, took_part

from goldenthread.periods import add_months
from goldenthread.tables import codes, dates

_TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
_ADOPTIVE = ("A3", "A4", "A5", "A6")
_DONE = ("completed", "up_to_date", "yes")
_ADOPTED = ("E11", "E12")


def _placement_group(code: str | None) -> str:
    return UNKNOWN if code is None else codes.PLACEMENT_TYPE.by_code[code].group


def _legal_group(code: str | None) -> str:
    return codes.LEGAL_STATUS.group_of(code) if code in codes.LEGAL_STATUS.by_code else UNKNOWN


def _period_start(tables: Tables, authority: str, row: Row) -> dt.date:
    """When the period of care that an episode belongs to began: the latest beginning up to it, or the first episode."""
    begins = {episode["cla_episode_id"] for episode in care_starts(tables, authority)}
    ordered = _in_order(tables, authority, row["person_id"])
    so_far = ordered[: ordered.index(row) + 1]
    days: list[dt.date] = [episode["start_date"] for episode in so_far if episode["cla_episode_id"] in begins]
    first: dt.date = ordered[0]["start_date"]
    return max(days, default=first)


def _uasc(tables: Tables, authority: str, person: str, day: dt.date) -> bool:
    return any(
        "unaccompanied" in row["status"].lower()
        and (row["start_date"] is None or row["start_date"] <= day)
        and (row["end_date"] is None or day < row["end_date"])
        for row in mine(tables, "immigration_status", authority, person)
    )


def _a_year_ago(row: Row, day: dt.date) -> bool:
    """Whether a spell touches the twelve months up to a day."""
    return bool(row["start_date"] <= day and (row["end_date"] is None or day < add_months(row["end_date"], 12)))


def _placement(tables: Tables, authority: str, person: str, day: dt.date) -> dict[str, Any]:
    """The placement on a day, with `since`: the start, or that of the one before an adoptive placement."""
    ordered = sorted(
        mine(tables, "cla_placement", authority, person), key=lambda row: (row["start_date"], row["placement_id"])
    )
    row = latest(ordered, "start_date", "placement_id", day)
    if not row or (row["end_date"] is not None and row["end_date"] <= day):
        return {}
    place = ordered.index(row)
    adoptive = row["placement_type"] in _ADOPTIVE and place > 0
    return {**row, "since": ordered[place - 1]["start_date"] if adoptive else row["start_date"]}


def _case_team(tables: Tables, authority: str, person: str, day: dt.date) -> str:
    """The team of the case worker of a child on a day; of several, of the one who began last."""
    held = [
        row
        for row in mine(tables, "involvement", authority, person)
        if row["role"] == "case_worker"
        and row["team_id"] is not None
        and row["start_date"] is not None
        and row["start_date"] <= day
        and (row["end_date"] is None or day < row["end_date"])
    ]
    if not held:
        return UNKNOWN
    last = max(held, key=lambda row: (row["start_date"], row["involvement_id"]))
    return team_group(tables, authority, last["team_id"])


def looked_after_open(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    episodes = [row for row in _care(tables, authority) if _open_on(row, day)]
    found = []
    for row in _one_per_child(episodes, "cla_episode_id"):
        person = row["person_id"]
        placed = _placement(tables, authority, person, day)
        group = _placement_group(placed.get("placement_type"))
        miles, inside = placed.get("distance_miles"), placed.get("in_authority")
        began = _period_start(tables, authority, row)
        age = dates.age(by_id(rows_of(tables, "person", authority), "person_id", person).get("date_of_birth"), day)
        moves = [
            other
            for other in mine(tables, "cla_placement", authority, person)
            if other["placement_type"] not in (*_TEMPORARY, "A3", "A5") and _a_year_ago(other, day)
        ]
        workers = {
            other["professional_id"]
            for other in mine(tables, "involvement", authority, person)
            if other["role"] == "case_worker" and other["professional_id"] is not None and _a_year_ago(other, day)
        }
        visit = latest(mine(tables, "cla_visit", authority, person), "visit_date", "cla_visit_id", day)
        seen = visit.get("visit_date")
        status = latest(
            [
                other
                for other in mine(tables, "legal_status", authority, person)
                if other["code"] in codes.LEGAL_STATUS.by_code
            ],
            "start_date", "legal_status_id", day,
        )  # fmt: skip
        standing = status.get("code") if not status or status["end_date"] is None or day < status["end_date"] else None
        long = age is not None and age < 16 and began <= add_months(day, -30)
        since = placed.get("since")
        found.append(
            Event(
                authority=authority, person=person, day=day, row=row["cla_episode_id"],
                true={
                    "all": True,
                    **{f"in {name}": group == name for name in (
                        "foster", "secure and children's homes", "supported / independent", "parents",
                        "other residential", "other",
                    )},
                    "far": miles is not None and miles > 20,
                    "miles": miles is not None,
                    "no miles": miles is None,
                    "far outside": miles is not None and miles > 20 and inside is False,
                    "place": miles is not None and inside is not None,
                    "no place": miles is None or inside is None,
                    "moves": len(moves) >= 3,
                    "workers": len(workers) >= 3,
                    "long": long,
                    "settled": long and since is not None and since <= add_months(day, -24),
                    "uasc": _uasc(tables, authority, person, day),
                    "visited": seen is not None and seen >= began and (day - seen).days <= 42,
                },
                groups={
                    **people_groups(tables, authority, person, day),
                    "need": need_group(row["category_of_need"]),
                    "team": _case_team(tables, authority, person, day),
                    "placement": group,
                    "provider": named(codes.PLACEMENT_PROVIDER, placed.get("provider")),
                    "legal_status_group": _legal_group(row["legal_status"] or standing),
                },
            )
        )  # fmt: skip
    return found


def _checks(tables: Tables, authority: str, person: str, kind: str, day: dt.date) -> tuple[int, bool]:
    """How many checks were done in the twelve months to a day, and whether one is a year's answer."""
    dated, yearly = 0, False
    for row in mine(tables, "cla_health", authority, person):
        if row["check_type"] != kind or row["status"] not in _DONE:
            continue
        if row["check_date"] is not None:
            dated += row["check_date"] <= day < add_months(row["check_date"], 12)
        elif row["check_year"] is not None and day == dt.date(row["check_year"], 3, 31):
            yearly = True
    return dated + yearly, yearly


def looked_after_12_months(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    found = []
    for event in looked_after_open(tables, authority, day):
        row = by_id(rows_of(tables, "cla_episode", authority), "cla_episode_id", event.row)
        if _period_start(tables, authority, row) > add_months(day, -12):
            continue
        person = event.person
        age = dates.age(by_id(rows_of(tables, "person", authority), "person_id", person).get("date_of_birth"), day)

        def had(kind: str, child: str = person) -> bool:
            return _checks(tables, authority, child, kind, day)[0] > 0

        number, yearly = _checks(tables, authority, person, "health_assessment", day)
        scores = [
            {**one, "on": one["completed_date"] or (one["collection_year"] and dt.date(one["collection_year"], 3, 31))}
            for one in mine(tables, "sdq_score", authority, person)
            if one["score"] is not None
        ]
        last = latest(scores, "on", "sdq_id", day)
        scored = bool(last) and last["on"] > add_months(day, -12)
        school = age is not None and 5 <= age <= 16
        young, grown = age is not None and age < 5, age is not None and 10 <= age <= 17
        misused = had("substance_misuse")
        found.append(
            Event(
                authority=authority, person=person, day=day,
                true={
                    "all": True,
                    "assessed": yearly or (age is not None and number >= (2 if age < 5 else 1)) or (age is None and number >= 1),
                    "dental": had("dental"),
                    "immunised": had("immunisations"),
                    "young": young,
                    "developing": young and had("development_check"),
                    "misused": misused,
                    "helped": misused and had("substance_intervention_received"),
                    "refused": misused and had("substance_intervention_offered")
                    and not had("substance_intervention_received"),
                    "grown": grown,
                    "convicted": grown and had("conviction"),
                    "school": school,
                    "scored": school and scored,
                },
                numbers={"score": float(last["score"]) if school and scored else 0.0},
                groups=event.groups,
            )
        )  # fmt: skip
    return found


def looked_after_started(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in care_starts(tables, authority):
        day, person = row["start_date"], row["person_id"]
        if day > as_at:
            continue
        ordered = _in_order(tables, authority, person)
        place = ordered.index(row)
        last_end = ordered[place - 1]["end_date"] if place else None
        checks = [
            check["check_date"]
            for check in mine(tables, "cla_health", authority, person)
            if check["check_type"] == "health_assessment"
            and check["status"] in _DONE
            and check["check_date"] is not None
            and check["check_date"] >= day
        ]
        due = (dates.working_days(day, as_at) or 0) > 20
        waited = dates.working_days(day, min(checks, default=None))
        found.append(
            Event(
                authority=authority, person=person, day=day, row=row["cla_episode_id"],
                true={
                    "all": True,
                    "uasc": _uasc(tables, authority, person, day),
                    "returned": bool(dates.within_12_months(last_end, day)),
                    "due": due,
                    "recent": not due,
                    "in time": due and waited is not None and waited <= 20,
                },
                groups={
                    **people_groups(tables, authority, person, day),
                    "need": need_group(row["category_of_need"]),
                },
            )
        )  # fmt: skip
    return found


def looked_after_ceased(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for event in plain.looked_after_ceased(tables, authority, as_at):
        row = by_id(care_ends(tables, authority), "cla_episode_id", event.row)
        why = row["end_reason"]
        event.true |= {
            "adopted": why in _ADOPTED,
            "guardianship": why in ("E43", "E44", "E45", "E46", "E47", "E48"),
            "arrangements": why == "E41",
            "planned": why == "E4A",
            "unplanned": why == "E4B",
        }
        event.groups["ceased_because"] = named(codes.EPISODE_END_REASON, why, coded=True)
        found.append(event)
    return found


def cla_reviews(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority, person=row["person_id"], day=row["review_date"],
            true=took_part(tables, authority, row),
            groups={
                **people_groups(tables, authority, row["person_id"], row["review_date"]),
                "team": _case_team(tables, authority, row["person_id"], row["review_date"]),
            },
        )
        for row in rows_of(tables, "cla_review", authority)
        if row["cancelled"] is not True and row["review_date"] <= as_at
    ]  # fmt: skip


def cla_reviews_due(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "cla_review", authority):
        due = row["due_date"]
        if due is None or due > as_at:
            continue
        held = row["cancelled"] is not True and row["review_date"] <= due and row["review_date"] <= as_at
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=due, row=row["cla_review_id"],
                true={"all": True, "late": not held},
                groups={
                    **people_groups(tables, authority, row["person_id"], due),
                    "team": _case_team(tables, authority, row["person_id"], due),
                },
            )
        )  # fmt: skip
    return found


def placements_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "cla_placement", authority):
        day = _ended(row)
        if day is None or day > as_at:
            continue
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day,
                true={"told": row["change_reason"] is not None, "untold": row["change_reason"] is None},
                groups={
                    **people_groups(tables, authority, row["person_id"], day),
                    "change": named(codes.PLACEMENT_CHANGE_REASON, row["change_reason"], coded=True),
                    "placement": _placement_group(row["placement_type"]),
                    "provider": named(codes.PLACEMENT_PROVIDER, row["provider"]),
                },
            )
        )  # fmt: skip
    return found


def _missing_from_care(tables: Tables, authority: str) -> list[Row]:
    """Missing episodes that began while the child was looked after."""
    return [
        row
        for row in rows_of(tables, "missing_episode", authority)
        if any(
            care["person_id"] == row["person_id"]
            and care["start_date"] <= row["start_date"]
            and (care["end_date"] is None or row["start_date"] <= care["end_date"])
            for care in _care(tables, authority)
        )
    ]


def _lived_in(tables: Tables, authority: str, person: str, day: dt.date) -> str:
    """The group of the placement that began last by a day, while it lasts and on the day it ended."""
    begun = [
        row
        for row in mine(tables, "cla_placement", authority, person)
        if row["start_date"] is not None and row["start_date"] <= day
    ]
    last = max(begun, key=lambda row: (row["start_date"], row["placement_id"]), default={})
    over = last.get("end_date")
    return UNKNOWN if over is not None and over < day else _placement_group(last.get("placement_type"))


def _on(row: Row, day: dt.date) -> bool:
    """Whether a spell was on at any time of a day, that on which it ended included."""
    return bool(row["start_date"] <= day and (row["end_date"] is None or day <= row["end_date"]))


def care_days(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    """Every day of a child in care, and whether the child was missing or away on it; one of a month's days that are alike."""
    found = {}
    for person in {row["person_id"] for row in _care(tables, authority)}:
        care = [row for row in _care(tables, authority) if row["person_id"] == person]
        gone = [row for row in _missing_from_care(tables, authority) if row["person_id"] == person]
        day = min(row["start_date"] for row in care)
        while day <= as_at:
            if any(_on(row, day) for row in care):
                kinds = {row["type"] for row in gone if _on(row, day)}
                groups = {
                    **people_groups(tables, authority, person, day),
                    "placement": _lived_in(tables, authority, person, day),
                }
                event = Event(
                    authority=authority, person=person, day=day, groups=groups,
                    true={"care": True, "missing": "M" in kinds, "away": "A" in kinds},
                )  # fmt: skip
                alike = (person, day.replace(day=1), *groups.values(), *event.true.values())
                found.setdefault(alike, event)
            day += dt.timedelta(days=1)
    return list(found.values())


def missing_ended(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in _missing_from_care(tables, authority):
        day = _ended(row)
        if row["type"] != "M" or day is None or day > as_at:
            continue
        offered, accepted = row["interview_offered"], row["interview_accepted"]
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day,
                true={
                    "told": offered in ("Y", "N"),
                    "untold": offered not in ("Y", "N"),
                    "offered": offered == "Y",
                    "answered": offered == "Y" and accepted in ("Y", "N"),
                    "unanswered": offered == "Y" and accepted not in ("Y", "N"),
                    "accepted": offered == "Y" and accepted == "Y",
                },
                groups=people_groups(tables, authority, row["person_id"], day),
            )
        )  # fmt: skip
    return found


def care_leavers(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "care_leaver", authority):
        of_year = dt.date(row["birthday_year"], 3, 31) if row["birthday_year"] else as_at
        day = min(of_year, as_at)
        born = by_id(rows_of(tables, "person", authority), "person_id", row["person_id"]).get("date_of_birth")
        age = dates.age(born, of_year)
        band = UNKNOWN if age is None or not 17 <= age <= 21 else "17 to 18" if age <= 18 else "19 to 21"
        ours = (
            row["eligibility"] in (None, "former_relevant")
            and band != UNKNOWN
            and row["in_touch"] not in ("DIED", "RHOM")
        )
        housed = ours and row["accommodation"] not in ("G", "H", "R")
        reviewed = row["pathway_plan_review_date"]
        now = row["birthday_year"] is None
        people = people_groups(tables, authority, row["person_id"], day)
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day,
                true={
                    "ours": ours,
                    "touch": ours and row["in_touch"] == "YES",
                    "housed": housed,
                    "suitable": housed and row["accommodation_suitable"] is True,
                    "active": ours and row["activity"] in ("F1", "F2", "F3", "F4", "F5", "P1", "P2", "P3", "P4", "P5"),
                    "idle": ours and row["activity"] in ("G4", "G5", "G6"),
                    "higher": ours and row["activity"] in ("F1", "P1"),
                    "unknown": ours and row["activity"] in (None, "0"),
                    "now": now,
                    "reviewed": now and reviewed is not None and add_months(as_at, -6) <= reviewed <= as_at,
                },
                groups={
                    **{name: people[name] for name in ("sex", "ethnicity", "disability")},
                    "leaver_age": band,
                    "team": team_group(tables, authority, row["team_id"]),
                    "home": named(codes.ACCOMMODATION, row["accommodation"], coded=True),
                },
            )
        )  # fmt: skip
    return found


def _between(start: dt.date | None, end: dt.date | None) -> int | None:
    return (end - start).days if start is not None and end is not None and end >= start else None


def _home_grown_from(tables: Tables, authority: str, person: str) -> dt.date | None:
    """The start of the placement that turned into one for adoption with the same carer."""
    ordered = sorted(
        mine(tables, "cla_placement", authority, person), key=lambda row: (row["start_date"], row["placement_id"])
    )
    pairs = pairwise(ordered)
    days: list[dt.date] = [
        before["start_date"]
        for before, row in pairs
        if row["placement_type"] in ("A3", "A5") and before["end_date"] == row["start_date"]
    ]
    return max(days, default=None)


def adopted(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "permanence", authority):
        episodes = [episode for episode in _care(tables, authority) if episode["person_id"] == row["person_id"]]
        ended = [one["end_date"] for one in episodes if one["end_reason"] in _ADOPTED and one["end_date"] is not None]
        day = row["order_date"] or max(ended, default=None)
        if day is None or day > as_at or row["order_type"] not in (None, "adoption"):
            continue
        starts = [
            one["start_date"] for one in episodes if one["start_reason"] in (None, "S") and one["start_date"] <= day
        ]
        entered = max(starts, default=None)
        decided, matched, placed = row["adm_decision_date"], row["matched_date"], row["placed_date"]
        ordered = row["placement_order_date"]
        moved_in = _between(entered, placed)
        since = row["placed_with_carer_date"] or _home_grown_from(tables, authority, row["person_id"])
        with_carer = _between(entered, since) if row["adopted_by_carer"] is True else None
        early = matched is not None and ordered is not None and matched < ordered
        steps = {
            "moved in": moved_in,
            "settled": moved_in if with_carer is None else with_carer,
            "matched": 0 if early else _between(ordered, matched),
            "entry to decision": _between(entered, decided),
            "decision to match": _between(decided, matched),
            "match to placed": _between(matched, placed),
            "entry to placed": moved_in,
            "placed to order": _between(placed, day),
            "entry to order": _between(entered, day),
        }
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day,
                true={name: days is not None for name, days in steps.items()},
                numbers={name: float(days or 0) for name, days in steps.items()},
                groups=people_groups(tables, authority, row["person_id"], day),
            )
        )  # fmt: skip
    return found


def adoption_steps(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "permanence", authority):
        undone = row["decision_reversed_date"]
        for name, date in (("decided", row["adm_decision_date"]), ("ordered", row["placement_order_date"])):
            if date is None or date > as_at:
                continue
            reversed_since = name == "decided" and undone is not None and undone <= as_at
            found.append(
                Event(
                    authority=authority, person=row["person_id"], day=date,
                    true={"decided": name == "decided", "ordered": name == "ordered", "reversed": reversed_since},
                    groups=people_groups(tables, authority, row["person_id"], date),
                )
            )  # fmt: skip
    return found


def adoption_waiting(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "permanence", authority):
        over = [
            row[name]
            for name in ("placed_date", "placed_ffa_date", "order_date", "decision_reversed_date")
            if row[name]
        ]
        if row["adm_decision_date"] is None or row["adm_decision_date"] > day or (over and min(over) <= day):
            continue
        found.append(
            Event(
                authority=authority, person=row["person_id"], day=day, true={"all": True},
                groups=people_groups(tables, authority, row["person_id"], day),
            )
        )  # fmt: skip
    return found


def deprived_of_liberty(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    rows = [row for row in rows_of(tables, "deprivation_of_liberty", authority) if _open_on(row, day)]
    return [
        Event(
            authority=authority, person=row["person_id"], day=day, true={"all": True},
            groups=people_groups(tables, authority, row["person_id"], day),
        )
        for row in _one_per_child(rows, "dolo_id")
    ]  # fmt: skip


EVENTS = {
    "looked_after_started": looked_after_started, "looked_after_ceased": looked_after_ceased, "cla_reviews": cla_reviews,
    "cla_reviews_due": cla_reviews_due, "placements_ended": placements_ended, "care_days": care_days,
    "missing_ended": missing_ended, "care_leavers": care_leavers, "adopted": adopted, "adoption_steps": adoption_steps,
}  # fmt: skip
STOCKS = {
    "looked_after_open": looked_after_open, "looked_after_12_months": looked_after_12_months,
    "adoption_waiting": adoption_waiting, "deprived_of_liberty": deprived_of_liberty,
}  # fmt: skip
