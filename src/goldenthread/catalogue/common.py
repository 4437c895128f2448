"""What cohorts share: who the child is, which team, need and source, as the names of groups."""

from __future__ import annotations

from typing import Any

import ibis

from goldenthread.measures.model import NOT_KNOWN, CountContext
from goldenthread.tables import codes, dates
from goldenthread.tables.model import CodeList

# The ages at which the age bands begin.
BANDS_BEGIN = (0, 1, 5, 10, 16)
PERSON_BREAKDOWNS = ("age_band", "sex", "ethnicity", "disability")
# Codes that say so, and codes that are missing, are one group on a page.
_GROUPS_NOT_KNOWN = ("Unknown", "Not known")


def calendar(engine: Any) -> Any:
    """The working-day calendar on the engine."""
    return engine.values("working_day_calendar", dates.calendar_table())


def with_person(rows: Any, engine: Any, *, on: str) -> Any:
    """Add sex, ethnicity group, disability and the age band on the date in column `on`.

    Children are matched within one return: the same id in another return may be another child.
    """
    child = engine.staged("children", lambda: _children(engine))
    rows = rows.left_join(
        child, [rows.authority == child.p_authority, rows.source == child.p_source, rows.person_id == child.p_id]
    )
    known = {name: rows[name].fill_null(NOT_KNOWN) for name in ("sex", "ethnicity", "disability")}
    return rows.mutate(**known, age_band=age_band(rows, rows[on]))


def _children(engine: Any) -> Any:
    """Every child of every return once, with what breakdowns need to know."""
    person, disability = engine.table("person"), engine.table("disability")
    disability = disability.group_by(
        d_authority=disability.authority, d_source=disability.source, d_id=disability.person_id
    ).aggregate(d_any=(disability.code != "NONE").cast("int32").max())
    rows = person.select(
        p_authority=person.authority,
        p_source=person.source,
        p_id=person.person_id,
        date_of_birth=person.date_of_birth,
        expected_date_of_birth=person.expected_date_of_birth,
        sex=person.sex.cases(("M", "male"), ("F", "female"), else_=NOT_KNOWN),
        ethnicity=group(person.ethnicity, codes.ETHNICITY),
    )
    # A child of whom only disabilities are known keeps them.
    rows = rows.outer_join(
        disability,
        [
            rows.p_authority == disability.d_authority,
            rows.p_source == disability.d_source,
            rows.p_id == disability.d_id,
        ],
    )
    return rows.select(
        p_authority=rows.p_authority.fill_null(rows.d_authority),
        p_source=rows.p_source.fill_null(rows.d_source),
        p_id=rows.p_id.fill_null(rows.d_id),
        date_of_birth=rows.date_of_birth,
        expected_date_of_birth=rows.expected_date_of_birth,
        sex=rows.sex,
        ethnicity=rows.ethnicity,
        disability=ibis.cases((rows.d_any == 1, "disabled"), (rows.d_any == 0, "not disabled"), else_=NOT_KNOWN),
    )


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
    return rows.mutate(team=ibis.coalesce(rows.t_name, rows.team_id, ibis.literal(NOT_KNOWN)))


def with_referral(rows: Any, engine: Any) -> Any:
    """Add what the referral of the row says: its date and working-day number, need, source and closure reason."""
    referral = engine.staged("referral_facts", lambda: _referral_facts(engine))
    rows = rows.left_join(
        referral,
        [rows.authority == referral.r_authority, rows.source == referral.r_source, rows.referral_id == referral.r_id],
    )
    return rows.mutate(need=rows.need.fill_null(NOT_KNOWN), referral_source=rows.referral_source.fill_null(NOT_KNOWN))


def _referral_facts(engine: Any) -> Any:
    referral = with_day_number(engine.table("referral"), engine, day="referral_date", name="referral_number")
    return referral.select(
        r_authority=referral.authority,
        r_source=referral.source,
        r_id=referral.referral_id,
        referral_date=referral.referral_date,
        referral_number=referral.referral_number,
        referral_closure_reason=referral.closure_reason,
        need=label(referral.primary_need, codes.PRIMARY_NEED),
        referral_source=group(referral.source_code, codes.REFERRAL_SOURCE),
    )


def with_day_number(rows: Any, engine: Any, *, day: str, name: str) -> Any:
    """Add the working-day number of a date column: the difference of two is the working days between."""
    days = calendar(engine)
    days = days.select(**{f"{name}_day": days.day, name: days.working_day_number})
    return rows.left_join(days, [rows[day] == days[f"{name}_day"]])


def label(column: Any, code_list: CodeList) -> Any:
    """A code as 'code label'; codes outside the list and blanks are not known."""
    known = [(code.code, f"{code.code} {code.label}") for code in code_list.codes]
    return column.cases(*known, else_=NOT_KNOWN)


def group(column: Any, code_list: CodeList) -> Any:
    """A code as its published group; codes outside the list and blanks are not known."""
    known = [(code.code, code.group or code.label) for code in code_list.codes if code.group not in _GROUPS_NOT_KNOWN]
    return column.cases(*known, else_=NOT_KNOWN)


def covered_from(rows: Any, context: CountContext) -> Any:
    """The day from which the table named in the cohort's `coverage_of` is complete for the row's authority, if known."""
    known = [(authority, ibis.date(day.isoformat())) for authority, day in sorted(context.covers_from.items())]
    return rows.authority.cases(*known, else_=ibis.null("date")) if known else ibis.null("date")


def flag(condition: Any) -> Any:
    """A condition as 1 or 0; unknown is 0."""
    return condition.fill_null(ibis.literal(value=False)).cast("int32")


def with_previous(rows: Any, *, key: str, start: str, end: str) -> Any:
    """Add what came before each spell of the same child, strictly before its start.

    `previous_start` and `previous_end` are the latest such dates, `earlier_starts` and `earlier_ends` how many there
    were. Ends before their own start are errors of the data and are left out.
    """
    columns = ("authority", "source", "person_id")
    starts = rows.select(*columns, e_key=rows[key], e_day=rows[start], e_start=rows[start], e_end=ibis.null("date"))
    ended = rows.filter(rows[end].notnull() & (rows[end] >= rows[start]))
    nothing = {"e_key": ibis.null("string"), "e_start": ibis.null("date")}
    ends = ended.select(
        *columns, e_key=nothing["e_key"], e_day=ended[end], e_start=nothing["e_start"], e_end=ended[end]
    )
    events = starts.union(ends)
    # Days are compared as numbers, so that the window is one of whole days before this one on every engine.
    events = events.mutate(e_number=dates.days_between_expr(ibis.date(2000, 1, 1), events.e_day))
    before = ibis.range_window(
        group_by=[events.authority, events.source, events.person_id],
        order_by=[events.e_number],
        preceding=(None, 1),
    )
    events = events.mutate(
        previous_start=events.e_start.max().over(before),
        previous_end=events.e_end.max().over(before),
        earlier_starts=events.e_start.count().over(before),
        earlier_ends=events.e_end.count().over(before),
    )
    found = events.filter(events.e_start.notnull()).select(
        e_authority=events.authority,
        e_source=events.source,
        e_id=events.e_key,
        previous_start=events.previous_start,
        previous_end=events.previous_end,
        earlier_starts=events.earlier_starts,
        earlier_ends=events.earlier_ends,
    )
    return rows.left_join(
        found, [rows.authority == found.e_authority, rows.source == found.e_source, rows[key] == found.e_id]
    )


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
    covered = rows.end_date.fill_null(far)
    rows = rows.mutate(covered_until=covered.max().over(window))
    runs_in = rows.covered_until.notnull() & (rows.covered_until > rows.start_date)
    return rows.mutate(counts_from=runs_in.ifelse(rows.covered_until, rows.start_date))
