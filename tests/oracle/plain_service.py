"""The service itself in the plainest form: its workforce, the quality of its practice, the voice of families."""

from __future__ import annotations

import datetime as dt

from tests.oracle.plain import Event, _open_on
from tests.oracle.plain_groups import UNKNOWN, Row, Tables, by_id, people_groups, rows_of, team_group
from tests.oracle.plain_more import named

from goldenthread.periods import add_months
from goldenthread.tables import codes

_FTE = ("in_post_fte", "vacancy_fte", "agency_fte", "agency_covering_vacancy_fte", "case_holders_fte", "cases_held")
_YEARLY = ("starters_fte", "leavers_fte", "days_lost_sickness")


def workforce(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    every = rows_of(tables, "workforce", authority)
    snapshots = [row["snapshot_date"] for row in every if row["snapshot_date"] <= day]
    if not snapshots or add_months(max(snapshots), 12) <= day:
        return []
    found = []
    for row in every:
        at = row["snapshot_date"]
        same_day = [other for other in every if other["snapshot_date"] == at]
        if at != max(snapshots) or (row["team_id"] is None and any(other["team_id"] for other in same_day)):
            continue
        year = [
            other
            for other in every
            if (other["team_id"], other["role"]) == (row["team_id"], row["role"])
            and add_months(at, -12) < other["snapshot_date"] <= at
            # A row for the whole service beside rows of teams is left out.
            and not (
                other["team_id"] is None
                and any(o["team_id"] for o in every if o["snapshot_date"] == other["snapshot_date"])
            )
        ]
        numbers = {name: float(row[name] or 0) for name in _FTE}
        numbers |= {f"{name}_year": sum(float(other[name] or 0) for other in year) for name in _YEARLY}
        leap = any(_is_leap_day(day - dt.timedelta(days=back)) for back in range(365))
        numbers["posts"] = numbers["in_post_fte"] + numbers["vacancy_fte"]
        numbers["staff"] = numbers["in_post_fte"] + numbers["agency_fte"]
        numbers["days_to_work"] = numbers["in_post_fte"] * (254 if leap else 253)
        numbers["heads"] = float(row["in_post_headcount"] or 0)
        numbers["new"] = numbers["heads"] if row["role"] == "newly_qualified" else 0.0
        found.append(
            Event(
                authority=authority, person="", day=day, true={"all": True}, numbers=numbers,
                groups={"team": row["team_id"] or UNKNOWN, "role": named(codes.WORKFORCE_ROLE, row["role"])},
            )
        )  # fmt: skip
    return found


def _is_leap_day(day: dt.date) -> bool:
    return (day.month, day.day) == (2, 29)


def case_holders(tables: Tables, authority: str, day: dt.date) -> list[Event]:
    held: dict[str, list[Row]] = {}
    for row in rows_of(tables, "involvement", authority):
        if row["role"] == "case_worker" and row["professional_id"] is not None and _open_on(row, day):
            held.setdefault(row["professional_id"], []).append(row)
    found = []
    for worker, rows in held.items():
        fte = by_id(rows_of(tables, "professional", authority), "professional_id", worker).get("fte")
        teams = [row["team_id"] for row in rows if row["team_id"] is not None]
        cases = len({row["person_id"] for row in rows})
        found.append(
            Event(
                authority=authority, person=worker, day=day,
                true={"all": True, "over": cases > 18 * (1.0 if fte is None else fte)},
                groups={"team": team_group(tables, authority, max(teams, default=None))},
            )
        )  # fmt: skip
    return found


def _service(authority: str, row: Row, day: dt.date, true: dict[str, bool], **groups: str) -> Event:
    return Event(authority=authority, person=row.get("person_id") or "", day=day, true=true, groups=groups)


def _quarter_start(text: str | None) -> dt.date | None:
    """The first day of a calendar quarter such as 2023-Q3; None for other words."""
    return dt.date(int(text[:4]), int(text[-1]) * 3 - 2, 1) if text and text[4:6] == "-Q" else None


def audits_planned(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    plan = rows_of(tables, "audit_plan", authority)
    found = []
    for row in (*rows_of(tables, "audit", authority), *plan):
        start = _quarter_start(row["planned_quarter"])
        if start is None or start > as_at:
            continue
        listed = "audit_id" in row and row.get("audit_id") is not None
        done = listed and row["audit_date"] is not None and row["audit_date"] <= as_at
        planned = (0 if plan else 1) if listed else row["audits_planned"] or 0
        event = _service(
            authority, row, start, {"all": True}, team=row["team_id"] or UNKNOWN,
            theme=named(codes.AUDIT_THEME, row["theme"]),
        )  # fmt: skip
        event.numbers = {"done": float(done), "planned": float(planned)}
        found.append(event)
    return found


def audits(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "audit", authority):
        if row["audit_date"] is None or row["audit_date"] > as_at:
            continue
        both = row["moderated"] is True and row["grade"] is not None and row["moderated_grade"] is not None
        true = {
            "graded": row["grade"] is not None,
            "good": row["grade"] in ("good", "outstanding"),
            "moderated": both,
            "agreed": both and row["grade"] == row["moderated_grade"],
        }
        theme = named(codes.AUDIT_THEME, row["theme"])
        found.append(_service(authority, row, row["audit_date"], true, team=row["team_id"] or UNKNOWN, theme=theme))
    return found


def audit_actions(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "audit_action", authority):
        audit = by_id(rows_of(tables, "audit", authority), "audit_id", row["audit_id"])
        if row["due_date"] <= as_at:
            closed = row["closed_date"]
            true = {"all": True, "in_time": closed is not None and closed <= row["due_date"]}
            found.append(_service(authority, row, row["due_date"], true, team=audit.get("team_id") or UNKNOWN))
    return found


def supervision(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "supervision", authority):
        due, held = row["due_date"], row["held_date"]
        if due is not None and due <= as_at:
            kind = named(codes.SUPERVISION_KIND, row["kind"])
            true = {"all": True, "in_time": held is not None and held <= due}
            found.append(_service(authority, row, due, true, team=row["team_id"] or UNKNOWN, kind=kind))
    return found


def advocacy(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        Event(
            authority=authority, person=row["person_id"], day=row["event_date"],
            true={
                "all": True, "offered": row["offered"] is True,
                "taken_up": row["offered"] is True and row["taken_up"] is True,
            },
            groups={
                **people_groups(tables, authority, row["person_id"], row["event_date"]),
                "why_eligible": named(codes.ADVOCACY_EVENT, row["event_type"]),
                "team": row["team_id"] or UNKNOWN,
            },
        )
        for row in rows_of(tables, "advocacy", authority)
        if row["event_date"] <= as_at
    ]  # fmt: skip


def feedback_answers(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        _service(
            authority, row, row["received_date"],
            {"answered": row["answer"] in ("yes", "no", "partly"), "yes": row["answer"] == "yes"},
            question=named(codes.FEEDBACK_QUESTION, row["question"]), team=row["team_id"] or UNKNOWN,
        )
        for row in rows_of(tables, "feedback", authority)
        if row["kind"] == "survey" and row["respondent"] == "child" and row["received_date"] <= as_at
    ]  # fmt: skip


def feedback_received(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    return [
        _service(
            authority, row, row["received_date"],
            {"complaint": row["kind"] == "complaint", "compliment": row["kind"] == "compliment"},
            theme=row["theme"] or UNKNOWN, team=row["team_id"] or UNKNOWN,
        )
        for row in rows_of(tables, "feedback", authority)
        if row["received_date"] <= as_at
    ]  # fmt: skip


def complaints_closed(tables: Tables, authority: str, as_at: dt.date) -> list[Event]:
    found = []
    for row in rows_of(tables, "feedback", authority):
        closed = row["closed_date"]
        if row["kind"] != "complaint" or closed is None or closed > as_at:
            continue
        first = row["stage"] == "1" and row["due_date"] is not None
        true = {
            "first": first,
            "in_time": first and closed <= row["due_date"],
            "decided": row["outcome"] not in (None, "withdrawn"),
            "upheld": row["outcome"] in ("upheld", "partly_upheld"),
        }
        found.append(
            _service(authority, row, closed, true, theme=row["theme"] or UNKNOWN, team=row["team_id"] or UNKNOWN)
        )
    return found


EVENTS = {
    "audits_planned": audits_planned, "audits": audits, "audit_actions": audit_actions, "supervision": supervision,
    "advocacy": advocacy, "feedback_answers": feedback_answers, "feedback_received": feedback_received,
    "complaints_closed": complaints_closed,
}  # fmt: skip
STOCKS = {"workforce": workforce, "case_holders": case_holders}
