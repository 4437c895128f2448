"""Random rows of the tables beyond the child protection journey, and the columns that journey left empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from goldenthread.periods import add_months

Tables = dict[str, list[dict[str, Any]]]
MORE_TABLES = (
    "early_help_episode", "cin_plan", "cin_visit", "cp_visit", "involvement", "professional", "cla_placement",
    "cla_review", "cla_visit", "cla_health", "sdq_score", "missing_episode", "care_leaver", "permanence",
    "immigration_status", "legal_status", "decision_clock", "audit", "audit_action", "advocacy", "feedback",
    "supervision", "workforce", "deprivation_of_liberty", "audit_plan",
)  # fmt: skip
_CHECKS = (
    "health_assessment", "health_assessment", "dental", "development_check", "immunisations", "substance_misuse",
    "substance_intervention_received", "substance_intervention_offered", "conviction",
)  # fmt: skip
_FLAGS = (
    "outcome_existing_referral", "outcome_cp_enquiry", "outcome_nfa", "outcome_advice", "outcome_private_fostering",
    "outcome_non_agency_adoption", "outcome_missing", "outcome_ola_cp", "outcome_other",
)  # fmt: skip
_S47_FLAGS = (
    "outcome_cp_conference", "outcome_legal_action", "outcome_services", "outcome_continue_assessment",
    "outcome_monitor", "outcome_other",
)  # fmt: skip
_LEAVING = ("E11", "E12", "E41", "E45", "E4A", "E4B", "E8")


@dataclass(frozen=True, kw_only=True)
class Draw:
    """How days are drawn: any day, and a day after another (or before it, or none)."""

    random: Random
    day: Callable[[], dt.date]
    later: Callable[[dt.date, int], dt.date | None]

    def maybe(self, *values: Any) -> Any:
        return self.random.choice((*values, None))

    def few(self, most: int) -> range:
        return range(self.random.randrange(most + 1))


def add_more(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    """Everything else about one child."""
    mine = {name: [row for row in rows if _is(row, where)] for name, rows in tables.items()}
    _fill_in(draw, tables, mine, where)
    _spells(draw, tables, where)
    if not mine["cla_episode"] and draw.random.random() < 0.5:
        mine["cla_episode"] = _settled(draw, tables, where)
    _care(draw, tables, where, mine["cla_episode"])
    _own_templates(draw, tables, where)


def _is(row: dict[str, Any], where: dict[str, Any]) -> bool:
    return row.get("person_id") == where["person_id"] and row["authority"] == where["authority"]


def _fill_in(draw: Draw, tables: Tables, mine: Tables, where: dict[str, Any]) -> None:
    """Columns of rows already drawn, and rows that name them."""
    choose = draw.random.choice
    for row in mine["contact"]:
        row |= {name: draw.maybe(True, False, False) for name in _FLAGS}
        row["contact_decision_date"] = draw.later(row["contact_date"], 6) if choose((True, False)) else None
        _clock(draw, tables, where, "contact", row["contact_id"], row["contact_date"])
    for row in mine["referral"]:
        row["decision_date"] = draw.later(row["referral_date"], 6) if choose((True, False)) else None
        row["outcome_assessment"] = draw.maybe(True, False)
        _clock(draw, tables, where, "referral", row["referral_id"], row["referral_date"])
        for number in draw.few(1):
            start = draw.later(row["referral_date"], 60) or row["referral_date"]
            plan = f"{row['referral_id']}:n{number}"
            tables["cin_plan"].append(
                {
                    **where,
                    "cin_plan_id": plan,
                    "referral_id": draw.maybe(row["referral_id"]),
                    "start_date": start,
                    "end_date": draw.later(start, 500),
                    "team_id": draw.maybe("T1", "T2"),
                }
            )
    for row in mine["assessment"]:
        row["child_seen"] = draw.maybe(True, True, False)
    for row in mine["s47_enquiry"]:
        row |= {name: draw.maybe(True, False, False) for name in _S47_FLAGS}
        row["end_date"] = draw.later(row["start_date"], 60)
        row["nfa"], row["icpc_not_required"] = draw.maybe(True, False), draw.maybe(True, False, False)
    for row in mine["cp_review"]:
        row["participation"] = draw.maybe("PN0", "PN1", "PN4", "PN6", "PN7")
        row["quorate"] = draw.maybe(True, False)
    for row in mine["cla_episode"]:
        if row["end_reason"] == "E4A":
            row["end_reason"] = choose(_LEAVING)


def _clock(draw: Draw, tables: Tables, where: dict[str, Any], kind: str, row: str, day: dt.date) -> None:
    if draw.random.random() < 0.4:
        decided = draw.later(day, 5)
        tables["decision_clock"].append(
            {
                "authority": where["authority"],
                "source": "template",
                "record_kind": kind,
                "record_id": row,
                "received_at": dt.datetime.combine(day, dt.time(9)),
                "decided_at": decided and dt.datetime.combine(decided, dt.time(17, 30)),
            }
        )


def _spells(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    """Early help, visits and workers."""
    child = where["person_id"]
    for number in draw.few(2):
        start = draw.day()
        tables["early_help_episode"].append(
            {
                **where,
                "early_help_episode_id": f"{child}:e{number}",
                "start_date": start,
                "end_date": draw.later(start, 300),
                "end_reason": draw.maybe("needs met", "stepped up"),
            }
        )
    for table, key in (("cin_visit", "cin_visit_id"), ("cp_visit", "cp_visit_id"), ("cla_visit", "cla_visit_id")):
        for number in draw.few(8):
            tables[table].append(
                {**where, key: f"{child}:v{number}", "visit_date": draw.day(), "seen_alone": draw.maybe(True, False)}
            )
    for number in draw.few(5):
        start = draw.day()
        tables["involvement"].append(
            {
                **where,
                "involvement_id": f"{child}:i{number}",
                "professional_id": draw.maybe("W1", "W2", "W3", "W4"),
                "role": draw.random.choice(("case_worker", "case_worker", "case_worker", "other")),
                "team_id": draw.maybe("T1", "T2"),
                "start_date": start,
                "end_date": draw.later(start, 400),
            }
        )


def _care(draw: Draw, tables: Tables, where: dict[str, Any], episodes: list[dict[str, Any]]) -> None:
    child, choose = where["person_id"], draw.random.choice
    for row in episodes:
        for number in range(choose((1, 1, 2, 3))):
            start = draw.later(row["start_date"], 120) or row["start_date"]
            inside = draw.maybe(True, False)
            tables["cla_placement"].append(
                {
                    **where,
                    "placement_id": f"{row['cla_episode_id']}:p{number}",
                    "start_date": start,
                    "end_date": draw.later(start, 500),
                    "placement_type": draw.maybe(
                        "U1", "U4", "U6", "K2", "K3", "P1", "Z1", "R2", "T1", "A3", "A5", "A6"
                    ),
                    "provider": draw.maybe("PR1", "PR4"),
                    "change_reason": draw.maybe("CARPL", "CREQB", "OTHER"),
                    "distance_miles": draw.maybe(3.2, 20.0, 20.1, 77.0),
                    "in_authority": inside,
                }
            )
    for number in draw.few(3):
        held = draw.day()
        tables["cla_review"].append(
            {
                **where,
                "cla_review_id": f"{child}:r{number}",
                "review_date": held,
                "due_date": draw.later(held, 10),
                "cancelled": draw.maybe(True, False, False),
                "participation": draw.maybe("PN0", "PN2", "PN5", "PN7"),
            }
        )
    for number in draw.few(9):
        dated = draw.random.random() < 0.6
        tables["cla_health"].append(
            {
                **where,
                "health_check_id": f"{child}:h{number}",
                "check_type": choose(_CHECKS),
                "check_date": draw.day() if dated else None,
                "check_year": None if dated else choose((2022, 2023, 2024)),
                "status": choose(("completed", "up_to_date", "yes", "yes", "no", "refused", "planned")),
            }
        )
    for number in draw.few(3):
        dated = draw.random.random() < 0.6
        tables["sdq_score"].append(
            {
                **where,
                "sdq_id": f"{child}:q{number}",
                "completed_date": draw.day() if dated else None,
                "collection_year": None if dated else choose((2023, 2024)),
                "score": draw.maybe(0, 8, 14, 23),
            }
        )
    for number in draw.few(3):
        start = draw.day()
        tables["missing_episode"].append(
            {
                **where,
                "missing_episode_id": f"{child}:m{number}",
                "type": choose(("M", "M", "A")),
                "start_date": start,
                "end_date": draw.later(start, 9),
                "interview_offered": draw.maybe("Y", "Y", "N", "NA"),
                "interview_accepted": draw.maybe("Y", "N", "NA"),
            }
        )
    for number in draw.few(1):
        start = draw.maybe(draw.day())
        tables["immigration_status"].append(
            {
                **where,
                "immigration_status_id": f"{child}:u{number}",
                "status": choose(("unaccompanied", "Unaccompanied asylum seeking child", "settled")),
                "start_date": start,
                "end_date": draw.later(start, 700) if start else draw.maybe(draw.day()),
            }
        )
    for number in draw.few(2):
        start = draw.day()
        tables["deprivation_of_liberty"].append(
            {**where, "dolo_id": f"{child}:d{number}", "start_date": start, "end_date": draw.later(start, 200)}
        )
        tables["legal_status"].append(
            {
                **where,
                "legal_status_id": f"{child}:l{number}",
                "code": choose(("C1", "C2", "V2", "E1", "SGO")),
                "start_date": start,
                "end_date": draw.later(start, 700),
            }
        )
    _leaving(draw, tables, where)
    _permanence(draw, tables, where)


def add_last(draw: Draw, tables: Tables) -> None:
    """Children missing while they moved or had a birthday, placements begun on the day care ended, teams of advocacy."""
    where = ("authority", "source", "person_id")
    born = {(row["authority"], row["person_id"]): row["date_of_birth"] for row in tables["person"]}
    day = dt.timedelta(days=1)
    for row in list(tables["cla_placement"]):
        birthday = born.get((row["authority"], row["person_id"]))
        turn = draw.random.choice(
            (row["start_date"], birthday and add_months(birthday, draw.random.choice((60, 120, 192))))
        )
        if turn is not None and draw.random.random() < 0.4:
            first, last = draw.random.choice(((turn - day, turn + day), (turn, turn), (turn - 3 * day, turn - day)))
            tables["missing_episode"].append(
                {
                    **{name: row[name] for name in where},
                    "missing_episode_id": f"{row['placement_id']}:m",
                    "type": draw.random.choice(("M", "A")),
                    "start_date": first,
                    "end_date": last,
                }
            )
    for row in tables["cla_episode"]:
        if row["end_date"] is not None and draw.random.random() < 0.3:
            tables["cla_placement"].append(
                {
                    **{name: row[name] for name in where},
                    "placement_id": f"{row['cla_episode_id']}:last",
                    "start_date": row["end_date"],
                    "end_date": draw.later(row["end_date"], 9),
                    "placement_type": draw.random.choice(("K2", "P1")),
                }
            )
    for row in tables["advocacy"]:
        row["team_id"] = draw.maybe("T1", "T2")


def _settled(draw: Draw, tables: Tables, where: dict[str, Any]) -> list[dict[str, Any]]:
    """A child long in one home, some adopted from it in the end, with a first health assessment near the start."""
    child, start = where["person_id"], draw.random.choice((dt.date(2019, 6, 3), dt.date(2021, 9, 30)))
    adopted = draw.maybe(dt.date(2023, 8, 31))
    episode = {
        **where, "cla_episode_id": f"{child}:e0", "start_date": start, "start_reason": "S", "legal_status": "C2",
        "category_of_need": "N1", "end_date": adopted, "end_reason": "E11" if adopted else None,
    }  # fmt: skip
    tables["cla_episode"].append(episode)
    for person in tables["person"]:
        if _is(person, where) and person["date_of_birth"]:
            person["date_of_birth"] = draw.random.choice(
                (dt.date(2010, 4, 1), dt.date(2020, 5, 1), person["date_of_birth"])
            )
    tables["cla_placement"].append(
        {**where, "placement_id": f"{child}:p", "start_date": start, "end_date": adopted, "placement_type": "U4"}
    )
    for number, worker in enumerate(("W1", "W2", "W3")):
        tables["involvement"].append(
            {
                **where, "involvement_id": f"{child}:s{number}", "professional_id": worker, "role": "case_worker",
                "team_id": "T1", "start_date": dt.date(2023, 4 + number, 1), "end_date": None,
            }
        )  # fmt: skip
    checked = start + dt.timedelta(days=draw.random.choice((27, 28, 29)))
    for kind, day in (
        ("health_assessment", checked), ("substance_misuse", dt.date(2023, 12, 1)),
        ("substance_intervention_offered", dt.date(2023, 12, 2)), ("conviction", dt.date(2023, 12, 3)), ("development_check", dt.date(2024, 1, 4)),
    ):  # fmt: skip
        tables["cla_health"].append(
            {
                **where,
                "health_check_id": f"{child}:{kind}",
                "check_type": kind,
                "check_date": day,
                "status": "completed",
            }
        )
    if adopted:
        tables["permanence"].append(
            {
                **where, "permanence_id": f"{child}:s", "adm_decision_date": dt.date(2022, 2, 28),
                "placement_order_date": dt.date(2022, 5, 31), "matched_date": dt.date(2022, 9, 30),
                "placed_date": dt.date(2022, 10, 31), "order_type": "adoption", "order_date": draw.maybe(adopted),
            }
        )  # fmt: skip
    return [episode]


def _leaving(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    older = [row for row in tables["person"] if _is(row, where) and row["date_of_birth"]]
    if older and draw.random.random() < 0.5:
        # Some of the children are old enough to have left care.
        older[0]["date_of_birth"] = dt.date(
            draw.random.choice((2002, 2003, 2005, 2006)), *draw.random.choice(((3, 31), (4, 1), (9, 9)))
        )
    for number in draw.few(2):
        tables["care_leaver"].append(
            {
                **where,
                "care_leaver_id": f"{where['person_id']}:k{number}",
                "eligibility": draw.maybe("former_relevant", "former_relevant", "relevant"),
                "in_touch": draw.maybe("YES", "YES", "NO", "REFU", "DIED", "RHOM"),
                "accommodation": draw.maybe("U", "Z", "G", "X"),
                "accommodation_suitable": draw.maybe(True, True, False),
                "activity": draw.maybe("F1", "P2", "F3", "G4", "G5", "0"),
                "birthday_year": draw.maybe(2022, 2023, 2024),
                "pathway_plan_review_date": draw.maybe(draw.day()),
            }
        )


def _permanence(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    for number in draw.few(1):
        decided = draw.day()
        matched = draw.later(decided, 200)
        placed = matched and draw.later(matched, 60)
        ordered = placed and draw.later(placed, 300)
        tables["permanence"].append(
            {
                **where,
                "permanence_id": f"{where['person_id']}:a{number}",
                "adm_decision_date": draw.maybe(decided, decided, decided),
                "placement_order_date": draw.maybe(draw.later(decided, 90)),
                "matched_date": matched,
                "placed_date": placed,
                "placed_ffa_date": draw.maybe(None, None, placed),
                "placed_with_carer_date": draw.maybe(draw.day()),
                "adopted_by_carer": draw.maybe(True, False),
                "order_date": draw.maybe(ordered, ordered),
                "order_type": draw.maybe("adoption", "adoption", "special_guardianship"),
                "decision_reversed_date": draw.maybe(None, None, draw.later(decided, 200)),
            }
        )


def _own_templates(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    child, choose = where["person_id"], draw.random.choice
    for number in draw.few(3):
        tables["advocacy"].append(
            {
                **where,
                "advocacy_id": f"{child}:y{number}",
                "event_type": draw.maybe("initial_conference", "complaint"),
                "event_date": draw.day(),
                "offered": draw.maybe(True, True, False),
                "taken_up": draw.maybe(True, False),
            }
        )
    for number in draw.few(5):
        received = draw.day()
        kind = choose(("survey", "survey", "complaint", "complaint", "compliment"))
        tables["feedback"].append(
            {
                **where,
                "feedback_id": f"{child}:f{number}",
                "kind": kind,
                "received_date": received,
                "respondent": choose(("child", "child", "parent_or_carer")),
                "team_id": draw.maybe("T1", "T2"),
                "question": draw.maybe("plan_clear", "agrees_with_worker"),
                "answer": draw.maybe("yes", "yes", "no", "partly", "not_answered"),
                "stage": choose(("1", "1", "2")),
                "due_date": draw.later(received, 30),
                "closed_date": draw.later(received, 40),
                "outcome": draw.maybe("upheld", "partly_upheld", "not_upheld", "withdrawn"),
                "theme": draw.maybe("delay", "attitude"),
            }
        )


def add_service(draw: Draw, tables: Tables, where: dict[str, Any]) -> None:
    """What belongs to the service and not to a child: audits, supervision, posts, workers."""
    choose = draw.random.choice
    for number in range(20):
        audit = f"A{number}"
        tables["audit"].append(
            {
                **where,
                "audit_id": audit,
                "team_id": draw.maybe("T1", "T2"),
                "audit_date": draw.maybe(draw.day(), draw.day()),
                "planned_quarter": draw.maybe("2021-Q4", "2022-Q2", "2022-Q4", "2024-Q1", "next spring"),
                "theme": draw.maybe("plan", "voice"),
                "grade": draw.maybe("outstanding", "good", "requires_improvement"),
                "moderated": draw.maybe(True, True, False),
                "moderated_grade": draw.maybe("good", "requires_improvement"),
            }
        )
        for action in draw.few(2):
            due = draw.day()
            tables["audit_action"].append(
                {
                    **where,
                    "audit_id": audit,
                    "action_number": action,
                    "due_date": due,
                    "closed_date": draw.later(due, 20),
                }
            )
        due = draw.day()
        tables["supervision"].append(
            {
                **where,
                "supervision_id": f"S{number}",
                "kind": draw.maybe("worker", "case"),
                "team_id": draw.maybe("T1", "T2"),
                "due_date": draw.maybe(due, due, due),
                "held_date": draw.later(due, 15),
            }
        )
    for quarter in ("2022-Q2", "2024-Q1") if choose((True, False)) else ():
        tables["audit_plan"].append(
            {**where, "planned_quarter": quarter, "team_id": "T1", "audits_planned": choose((3, 9))}
        )
    for worker, fte in (("W1", 1.0), ("W2", 0.05), ("W3", None)):
        tables["professional"].append({**where, "professional_id": worker, "fte": fte})
    for snapshot in (dt.date(2022, 9, 30), dt.date(2023, 3, 31), dt.date(2023, 9, 30), dt.date(2023, 12, 31)):
        for team, role in (("T1", "case_holder"), ("T2", "newly_qualified"), (None, "case_holder")):
            if team is None and choose((True, False)):
                continue
            tables["workforce"].append(
                {
                    **where,
                    "snapshot_date": snapshot,
                    "team_id": team,
                    "role": role,
                    "in_post_fte": draw.maybe(4.5, 10.25),
                    "in_post_headcount": draw.maybe(5, 11),
                    "vacancy_fte": draw.maybe(0.0, 1.5),
                    "agency_fte": draw.maybe(2.0, 0.6),
                    "agency_covering_vacancy_fte": draw.maybe(0.5),
                    "starters_fte": draw.maybe(1.0, 0.8),
                    "leavers_fte": draw.maybe(1.0, 2.2),
                    "days_lost_sickness": draw.maybe(12.5, 30.0),
                    "cases_held": draw.maybe(60, 131),
                    "case_holders_fte": draw.maybe(4.0, 8.8),
                }
            )
