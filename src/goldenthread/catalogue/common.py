"""What cohorts share: who the child is, which team, need and source, as the names of groups."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.tables import codes, dates
from goldenthread.tables.model import CodeList

NOT_KNOWN = "not known"
PERSON_BREAKDOWNS = ("age_band", "sex", "ethnicity", "disability")
# Codes that say so, and codes that are missing, are one group on a page.
_GROUPS_NOT_KNOWN = ("Unknown", "Not known")
AGE_BANDS = ("unborn", "under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")


def calendar(engine: Any) -> Any:
    """The working-day calendar on the engine."""
    return engine.values("working_day_calendar", dates.calendar_table())


def with_person(rows: Any, engine: Any, *, on: str) -> Any:
    """Add sex, ethnicity group, disability and the age band on the date in column `on`.

    Children are matched within one return: the same id in another return may be another child.
    """
    person = engine.table("person")
    person = person.select(
        p_authority=person.authority,
        p_source=person.source,
        p_id=person.person_id,
        date_of_birth=person.date_of_birth,
        expected_date_of_birth=person.expected_date_of_birth,
        sex=person.sex.cases(("M", "male"), ("F", "female"), else_=NOT_KNOWN),
        ethnicity=group(person.ethnicity, codes.ETHNICITY),
    )
    rows = rows.left_join(
        person, [rows.authority == person.p_authority, rows.source == person.p_source, rows.person_id == person.p_id]
    ).drop("p_authority", "p_source", "p_id")
    rows = _with_disability(rows, engine)
    return rows.mutate(age_band=age_band(rows, rows[on]))


def _with_disability(rows: Any, engine: Any) -> Any:
    disability = engine.table("disability")
    disability = disability.group_by(
        d_authority=disability.authority, d_source=disability.source, d_id=disability.person_id
    ).aggregate(d_any=(disability.code != "NONE").cast("int32").max())
    rows = rows.left_join(
        disability,
        [
            rows.authority == disability.d_authority,
            rows.source == disability.d_source,
            rows.person_id == disability.d_id,
        ],
    )
    words = ibis.cases((rows.d_any == 1, "disabled"), (rows.d_any == 0, "not disabled"), else_=NOT_KNOWN)
    return rows.mutate(disability=words).drop("d_authority", "d_source", "d_id", "d_any")


def age_band(rows: Any, day: Any) -> Any:
    """The published age band on a day: unborn until the birth date."""
    years = dates.age_expr(rows.date_of_birth, day)
    unborn = (rows.date_of_birth.isnull() & rows.expected_date_of_birth.notnull()) | (years < 0)
    return ibis.cases(
        (unborn, "unborn"),
        (rows.date_of_birth.isnull(), NOT_KNOWN),
        (years < 1, "under 1"),
        (years <= 4, "1 to 4"),
        (years <= 9, "5 to 9"),
        (years <= 15, "10 to 15"),
        else_="16 and over",
    )


def with_team(rows: Any, engine: Any) -> Any:
    """Add `team`: the team's name where it is known, otherwise its id."""
    team = engine.table("team")
    team = team.select(t_authority=team.authority, t_source=team.source, t_id=team.team_id, t_name=team.name)
    rows = rows.left_join(
        team, [rows.authority == team.t_authority, rows.source == team.t_source, rows.team_id == team.t_id]
    )
    return rows.mutate(team=ibis.coalesce(rows.t_name, rows.team_id)).drop("t_authority", "t_source", "t_id", "t_name")


def with_referral(rows: Any, engine: Any) -> Any:
    """Add what the referral of the row says: its date, primary need, source, closure reason and closure date."""
    referral = engine.table("referral")
    referral = referral.select(
        r_authority=referral.authority,
        r_source=referral.source,
        r_id=referral.referral_id,
        referral_date=referral.referral_date,
        referral_closure_reason=referral.closure_reason,
        need=label(referral.primary_need, codes.PRIMARY_NEED),
        referral_source=group(referral.source_code, codes.REFERRAL_SOURCE),
    )
    return rows.left_join(
        referral,
        [rows.authority == referral.r_authority, rows.source == referral.r_source, rows.referral_id == referral.r_id],
    ).drop("r_authority", "r_source", "r_id")


def label(column: Any, code_list: CodeList) -> Any:
    """A code as 'code label'; codes outside the list and blanks are not known."""
    known = [(code.code, f"{code.code} {code.label}") for code in code_list.codes]
    return column.cases(*known, else_=NOT_KNOWN)


def group(column: Any, code_list: CodeList) -> Any:
    """A code as its published group; codes outside the list and blanks are not known."""
    known = [(code.code, code.group or code.label) for code in code_list.codes if code.group not in _GROUPS_NOT_KNOWN]
    return column.cases(*known, else_=NOT_KNOWN)


def flag(condition: Any) -> Any:
    """A condition as 1 or 0; unknown is 0."""
    return condition.fill_null(ibis.literal(value=False)).cast("int32")


def previous_end(rows: Any, *, key: str, start: str, end: str) -> Any:
    """Add `previous_end`: the latest end of an earlier spell of the same child strictly before this one's start.

    Ends before their own start are errors of the data and are left out.
    """
    starts = rows.select(
        "authority", "source", "person_id", e_key=rows[key], e_day=rows[start], e_order=1, e_end=ibis.null("date")
    )
    ended = rows.filter(rows[end].notnull() & (rows[end] >= rows[start]))
    ends = ended.select(
        "authority", "source", "person_id", e_key=ibis.null("string"), e_day=ended[end], e_order=2, e_end=ended[end]
    )
    events = starts.union(ends)
    window = ibis.window(
        group_by=[events.authority, events.source, events.person_id],
        order_by=[events.e_day, events.e_order, events.e_key],
        preceding=None,
        following=0,
    )
    events = events.mutate(previous_end=events.e_end.max().over(window))
    events = events.filter(events.e_order == 1).select(
        e_authority=events.authority, e_source=events.source, e_id=events.e_key, previous_end=events.previous_end
    )
    return rows.left_join(
        events, [rows.authority == events.e_authority, rows.source == events.e_source, rows[key] == events.e_id]
    ).drop("e_authority", "e_source", "e_id")


def without_overlap(rows: Any, *, key: str) -> Any:
    """Add `counts_from`, so that a child with overlapping spells is counted once on any day.

    A spell counts from its start, or from the end of earlier-starting spells where they run into it.
    """
    window = ibis.window(
        group_by=[rows.authority, rows.person_id],
        order_by=[rows.start_date, rows[key]],
        preceding=(None, 1),
    )
    far = ibis.date(2999, 12, 31)
    rows = rows.mutate(_covered=rows.end_date.fill_null(far))
    rows = rows.mutate(_until=rows._covered.max().over(window))
    runs_in = rows._until.notnull() & (rows._until > rows.start_date)
    return rows.mutate(counts_from=runs_in.ifelse(rows._until, rows.start_date)).drop("_covered", "_until")
