"""The counts of the whole catalogue as an analyst would write them for DuckDB by hand, grouping sets and all.

It leans on everything that one engine offers and the portable queries may not: grouping sets, macros, filters
on aggregates, full joins on ranges. One query makes the rows of a cohort, one counts them at month grain, one
adds the months up into periods.
"""

from __future__ import annotations

from typing import Any

from goldenthread.measures.model import BETWEEN, crossed_parts
from goldenthread.tables import codes

PERSON = ("age_band", "sex", "ethnicity", "disability")


def _case(column: str, pairs: list[tuple[str, str]]) -> str:
    whens = " ".join(f"when '{code}' then '{label.replace(chr(39), chr(39) * 2)}'" for code, label in pairs)
    return f"case {column} {whens} else 'not known' end"


def _labels(column: str, code_list: Any) -> str:
    return _case(column, [(code.code, f"{code.code} {code.label}") for code in code_list.codes])


def _groups(column: str, code_list: Any) -> str:
    known = [code for code in code_list.codes if code.group not in ("Unknown", "Not known")]
    return _case(column, [(code.code, code.group or code.label) for code in known])


NEED, SOURCE = _labels("primary_need", codes.PRIMARY_NEED), _groups("source_code", codes.REFERRAL_SOURCE)
AGE = "band(date_of_birth, expected_date_of_birth, {day})"
WHO = f"{AGE} as age_band, coalesce(sex, 'not known') sex, coalesce(ethnicity, 'not known') ethnicity, " \
    "coalesce(disability, 'not known') disability"  # fmt: skip
KIDS = "left join kids k on k.authority = x.authority and k.source = x.source and k.person_id = x.person_id"
TEAMS = "left join team t on t.authority = x.authority and t.source = x.source and t.team_id = x.team_id"
TEAM = "coalesce(t.name, x.team_id, 'not known') as team"
CASES = "left join cases c on c.authority = x.authority and c.source = x.source and c.referral_id = x.referral_id"
CASE = "coalesce(c.need, 'not known') as need, coalesce(c.origin, 'not known') as source"
OWN = "(select * from cp_plan where not coalesce(ola, false))"

NEEDY = f"""(select authority, source, person_id, referral_id, team_id, closure_reason, referral_date as start_date,
    case when closure_date >= referral_date then closure_date end as end_date, {NEED} as need
    from referral r where not coalesce(nfa, false) and not (coalesce(closure_reason in ('RC8', 'RC9'), false)
    and not exists (from s47_enquiry s where s.authority = r.authority and s.source = r.source
    and s.referral_id = r.referral_id) and not exists (from cp_plan p where p.authority = r.authority
    and p.source = r.source and p.referral_id = r.referral_id)))"""

SETUP = (
    "create temp macro years(b, d) as year(d) - year(b) - ((month(d) * 100 + day(d)) < (month(b) * 100 + day(b)))::int",
    """create temp macro band(b, e, d) as case when (b is null and e is not null) or years(b, d) < 0 then 'unborn'
    when b is null then 'not known' when years(b, d) < 1 then 'under 1' when years(b, d) < 5 then '1 to 4'
    when years(b, d) < 10 then '5 to 9' when years(b, d) < 16 then '10 to 15' else '16 and over' end""",
    "create temp macro month_of(d) as year(d) * 12 + month(d) - 1",
    """create temp macro lasted(s, d) as case when d < s then 'not known' when d - s > 729 then '2 years or more'
    when s + interval 3 month >= d then '3 months or less' when s + interval 6 month >= d then 'over 3 to 6 months'
    when s + interval 12 month > d then 'over 6 months to under a year' else '1 to under 2 years' end""",
    f"""create temp table kids as select p.authority, p.source, p.person_id, date_of_birth, expected_date_of_birth,
    {_case("sex", [("M", "male"), ("F", "female")])} as sex, {_groups("ethnicity", codes.ETHNICITY)} as ethnicity,
    case any_code when 1 then 'disabled' when 0 then 'not disabled' else 'not known' end as disability
    from person p left join (select authority, source, person_id, max((code <> 'NONE')::int) any_code from disability
    group by all) d on d.authority = p.authority and d.source = p.source and d.person_id = p.person_id""",
    f"""create temp table cases as select r.authority, r.source, referral_id, referral_date, closure_reason,
    c.working_day_number as number, {NEED} as need, {SOURCE} as origin
    from referral r left join calendar c on c.day = r.referral_date""",
)

ROWS = {
    "contacts": f"""select x.authority, month_of(contact_date) as month, 1 as counted,
    (source_code = '2A' and source_code is not null)::int as from_school,
    (outcome_new_referral is not null)::int as outcome_known, coalesce(outcome_new_referral, false)::int as led_to_referral,
    {SOURCE} as source, {WHO.format(day="contact_date")} from contact x {KIDS} where contact_date <= $as_at""",
    "referrals": f"""with firsts as (select * from referral
    qualify row_number() over (partition by authority, source, person_id, referral_date order by referral_id) = 1),
    stream as (select authority, source, person_id, referral_id, referral_date as day, referral_date as s, null::date as e
    from firsts union all select authority, source, person_id, null, closure_date, null, closure_date from referral
    where closure_date >= referral_date),
    x as (select f.*, b.last_s, b.last_e from firsts f join (select *, max(s) over w as last_s, max(e) over w as last_e
    from stream window w as (partition by authority, source, person_id order by day
    range between unbounded preceding and interval 1 day preceding)) b using (authority, source, person_id, referral_id)),
    y as (select x.authority, x.person_id, month_of(referral_date) as month, 1 as counted,
    referral_date as event_date, referral_id as row_key,
    coalesce(last_s >= referral_date - interval 12 month, false)::int as rereferred,
    coalesce(last_e >= referral_date - interval 12 month, false)::int as after_closure,
    (nfa is not null)::int as nfa_known, coalesce(nfa, false)::int as closed_nfa,
    coalesce(closure_reason in ('RC8', 'RC9'), false)::int as not_in_need,
    (referral_date > $as_at - 30)::int as too_recent, (referral_date <= $as_at - 30)::int as outcome_due,
    ((started.referral_id is not null or coalesce(outcome_assessment, false)) and referral_date <= $as_at - 30)::int
    as led_to_assessment,
    coalesce(source_code = '2A', false)::int as from_school, {NEED} as need, {SOURCE} as source, {TEAM},
    {WHO.format(day="referral_date")} from x left join (select distinct authority, source, referral_id from assessment
    where start_date <= $as_at) started using (authority, source, referral_id) {KIDS} {TEAMS} where referral_date <= $as_at)
    select *, coalesce(month - lag(month) over w, 12) as counted_gap,
    coalesce(month - max(case when rereferred = 1 then month end) over (w rows between unbounded preceding and 1 preceding),
    12) as rereferred_gap from y window w as (partition by authority, person_id order by event_date, row_key)""",
    "assessments": f"""with every as (select *, row_number() over (partition by authority, source, referral_id
    order by start_date, assessment_id) as place from assessment),
    x as (select e.*, s.working_day_number as n1, f.working_day_number as n2 from every e
    left join calendar s on s.day = start_date left join calendar f on f.day = authorised_date
    where authorised_date <= $as_at),
    events as (select authority, source, person_id, start_date as d, 1 as during from s47_enquiry union all
    select authority, source, person_id, start_date, 0 from {OWN} union all
    select authority, source, person_id, start_date, 0 from cla_episode where start_reason = 'S'
    and (legal_status is null or legal_status not in ('V3', 'V4'))),
    touched as (select distinct x.authority, x.source, x.assessment_id from x join events v on v.authority = x.authority
    and v.source = x.source and v.person_id = x.person_id left join calendar k on k.day = v.d
    where (during = 1 and d between start_date and authorised_date)
    or (during = 0 and d >= authorised_date and k.working_day_number - n2 <= 10)),
    factor as (select authority, source, assessment_id, count(distinct code) filter (code <> '21') as n,
    count(code) as said from assessment_factor group by all),
    y as (select x.*, coalesce(f.n, 0) as factor_count, coalesce(f.said, 0) as said, h.assessment_id is not null as touched,
    case when authorised_date >= start_date then n2 - n1 end as days,
    case when authorised_date >= c.referral_date then n2 - c.number end as referral_days,
    coalesce(c.referral_date < $begins and n1 - c.number > 45, false) as later,
    coalesce(outcome_nfa, false) or coalesce(c.closure_reason in ('RC8', 'RC9'), false) as ended, {CASE.replace("as source", "as origin")}
    from x left join factor f using (authority, source, assessment_id)
    left join touched h using (authority, source, assessment_id) {CASES}),
    z as (select x.authority, month_of(authorised_date) as month, days, need, origin as source, 1 as counted,
    case factor_count when 0 then 'no factor' when 1 then '1 factor' when 2 then '2 factors' else '3 factors or more' end
    as factors, case when factor_count >= 3 or touched then 'high' when factor_count <= 1 and ended then 'low'
    else 'medium' end as complexity, (days is not null)::int as timed, (days is null)::int as untimed,
    coalesce(child_seen, false)::int as seen, (child_seen is not null)::int as seen_known,
    (child_seen is null)::int as seen_unknown, coalesce(outcome_nfa, false)::int as ended_nfa,
    (outcome_nfa is not null)::int as nfa_known, (outcome_nfa is null)::int as nfa_unknown, (said > 0)::int as with_factors,
    coalesce(place = 1 and referral_days is not null and not later, false)::int as first_of_referral,
    coalesce(place = 1 and referral_days <= 45 and not later, false)::int as within_45_of_referral, {TEAM},
    {WHO.format(day="authorised_date")} from y x {KIDS} {TEAMS})
    select *, 1 - first_of_referral as not_first_of_referral, (complexity = 'low' and days is not null)::int as simple,
    coalesce(complexity = 'low' and days > 20, false)::int as simple_over_20,
    coalesce(days = 0, false)::int as same_day, coalesce(days between 0 and 10, false)::int as days_0_10,
    coalesce(days between 1 and 10, false)::int as days_1_10, coalesce(days between 11 and 20, false)::int as days_11_20,
    coalesce(days between 21 and 30, false)::int as days_21_30, coalesce(days between 31 and 40, false)::int as days_31_40,
    coalesce(days between 31 and 45, false)::int as days_31_45, coalesce(days between 41 and 45, false)::int as days_41_45,
    coalesce(days between 46 and 50, false)::int as days_46_50, coalesce(days between 51 and 60, false)::int as days_51_60,
    coalesce(days >= 61, false)::int as days_61_plus, coalesce(days <= 20, false)::int as within_20,
    coalesce(days <= 45, false)::int as within_45, coalesce(days >= 46, false)::int as over_45 from z""",
    "open_assessments": f"""with x as (select a.*, c.working_day_number as n1, w.day, w.day_number
    from assessment a left join calendar c on c.day = start_date
    join month_ends w on w.day >= start_date and w.day < coalesce(authorised_date, date '2999-12-31'))
    select x.authority, day as month, 1 as counted, coalesce(day_number - n1 > 45, false)::int as over_45, {CASE}, {TEAM},
    {WHO.format(day="day")} from x {CASES} {KIDS} {TEAMS}""",
    "s47_enquiries": f"""with y as (select x.authority, x.person_id, month_of(start_date) as month, 1 as counted,
    start_date, x.s47_enquiry_id, (start_date > $last_due)::int as too_recent, (start_date <= $last_due)::int as outcome_due,
    (i.s47_enquiry_id is not null and start_date <= $last_due)::int as led_to_conference, {CASE}, {TEAM},
    {WHO.format(day="start_date")} from s47_enquiry x left join (select distinct authority, source, s47_enquiry_id
    from initial_cp_conference where s47_enquiry_id is not null and conference_date <= $as_at) i
    on i.authority = x.authority and i.source = x.source and i.s47_enquiry_id = x.s47_enquiry_id {CASES} {KIDS} {TEAMS}
    where start_date <= $as_at)
    select *, coalesce(month - lag(month) over (partition by authority, person_id order by start_date, s47_enquiry_id), 12)
    as counted_gap from y""",
    "conferences": f"""with x as (select i.*, case when conference_date >= q.start_date
    then f.working_day_number - s.working_day_number end as days,
    coalesce(outcome_cp_plan, exists (select 1 from {OWN} p where p.authority = i.authority and p.source = i.source
    and p.person_id = i.person_id and p.start_date - conference_date between 0 and 45)) as planned,
    conference_date > $as_at - 45 as recent from initial_cp_conference i
    left join s47_enquiry q on q.authority = i.authority and q.source = i.source and q.s47_enquiry_id = i.s47_enquiry_id
    left join calendar s on s.day = q.start_date left join calendar f on f.day = conference_date
    where conference_date <= $as_at)
    select x.authority, month_of(conference_date) as month, 1 as counted, coalesce(days <= 15, false)::int as within_15,
    case when days <= 10 then '0 to 10 working days' when days <= 15 then '11 to 15 working days'
    when days <= 20 then '16 to 20 working days' when days > 20 then '21 working days or more' else 'not known' end as waited,
    (days is null)::int as no_start, (planned and not recent)::int as led_to_plan, recent::int as too_recent,
    (not recent)::int as outcome_due, {CASE}, {TEAM}, {WHO.format(day="conference_date")} from x {CASES} {KIDS} {TEAMS}""",
    "assessment_factors": f"""with found as (select a.authority, a.source, a.assessment_id, authorised_date,
    coalesce(a.referral_id, a.assessment_id) as episode, f.code, {_labels("f.code", codes.ASSESSMENT_FACTOR)} as factor
    from assessment a join (select distinct authority, source, assessment_id, code from assessment_factor
    where code <> '21') f using (authority, source, assessment_id) where authorised_date <= $as_at),
    y as (select authority, episode || '/' || code as what, authorised_date, assessment_id, factor, 1 as counted,
    0 as any_factor from found union all select authority, episode, authorised_date, assessment_id, factor, 0, 1 from found
    qualify row_number() over (partition by authority, source, assessment_id order by code) = 1),
    z as (select *, month_of(authorised_date) as month, coalesce(month - lag(month_of(authorised_date)) over
    (partition by authority, what order by authorised_date, assessment_id), 12) as gap from y)
    select *, gap as counted_gap, gap as any_factor_gap from z""",
    "in_need_started": f"""select x.authority, month_of(start_date) as month, 1 as counted, need, {TEAM},
    {WHO.format(day="start_date")} from {NEEDY} x {KIDS} {TEAMS} where start_date <= $as_at""",
    "in_need_ended": f"""select x.authority, month_of(end_date) as month, 1 as counted, need,
    lasted(start_date, end_date) as duration, {_labels("closure_reason", codes.CLOSURE_REASON)} as closed_because, {TEAM},
    {WHO.format(day="end_date")} from {NEEDY} x {KIDS} {TEAMS} where end_date <= $as_at""",
    "in_need_open": f"""with e as (select *, max(coalesce(end_date, date '2999-12-31')) over (partition by authority,
    person_id order by start_date, referral_id rows between unbounded preceding and 1 preceding) as covered from {NEEDY}),
    x as (select e.*, w.day, coalesce(a.first_assessment, case when start_date < $begins then start_date end) as
    first_assessment from e join month_ends w on w.day >= greatest(start_date,
    coalesce(covered, start_date)) and w.day < coalesce(end_date, date '2999-12-31')
    left join (select authority, source, referral_id, min(start_date) as first_assessment from assessment group by all) a
    using (authority, source, referral_id)),
    y as (select x.authority, day as month, 1 as counted, need, lasted(start_date, day) as duration,
    (first_assessment is null or first_assessment > day)::int as awaiting, {TEAM}, {WHO.format(day="day")}
    from x {KIDS} {TEAMS})
    select *, (disability = 'disabled')::int as disabled from y""",
    "cp_plans_open": f"""with own as (select *, max(coalesce(end_date, date '2999-12-31')) over (partition by authority,
    person_id order by start_date, cp_plan_id rows between unbounded preceding and 1 preceding) as covered from {OWN}),
    points as (select authority, source, cp_plan_id, start_date as d, true as first from own union all
    select distinct r.authority, r.source, r.cp_plan_id, review_date, false from cp_review r join own using
    (authority, source, cp_plan_id) where review_date > start_date),
    late as (select *, case when first then (d + interval 3 month)::date - 1 else (d + interval 6 month)::date end as last
    from points window w as (partition by authority, source, cp_plan_id order by d)
    qualify coalesce(lead(d) over w, date '2999-12-31') > d + case when first then interval 3 month
    else interval 6 month end),
    x as (select o.*, l.last, w.day, greatest(start_date, coalesce(covered, start_date)) as from_day from own o
    left join (select authority, source, cp_plan_id, min(last) as last from late group by all) l
    using (authority, source, cp_plan_id) join month_ends w on w.day >= greatest(start_date, coalesce(covered, start_date))
    and w.day < coalesce(end_date, date '2999-12-31'))
    select x.authority, day as month, 1 as counted, lasted(start_date, day) as duration,
    (day - start_date > 729)::int as two_years,
    (start_date + interval 3 month <= day)::int as reviewable,
    (start_date + interval 3 month <= day and coalesce(last >= day, false))::int as in_time,
    {_labels("coalesce(latest_category, initial_category)", codes.ABUSE_CATEGORY)} as category, {TEAM},
    {WHO.format(day="day")} from x {KIDS} {TEAMS}""",
    "cp_plans_started": f"""with own as (select * from {OWN}),
    stream as (select authority, source, person_id, cp_plan_id, start_date as day, start_date as s, null::date as e from own
    union all select authority, source, person_id, null, end_date, null, end_date from own where end_date >= start_date),
    x as (select own.*, b.starts, b.ends, b.last_e from own join (select *, count(s) over w as starts, count(e) over w as ends,
    max(e) over w as last_e from stream window w as (partition by authority, source, person_id order by day
    range between unbounded preceding and interval 1 day preceding)) b using (authority, source, person_id, cp_plan_id)),
    y as (select *, coalesce(last_e >= start_date - interval 24 month, false) as near, coalesce(previous_plans, 0) as said
    from x where start_date <= $as_at)
    select x.authority, month_of(start_date) as month, 1 as counted, (said > 0 or starts > 0)::int as second_ever,
    near::int as second_2_years, (not near and (said > ends or starts > ends))::int as date_unknown,
    {_labels("initial_category", codes.ABUSE_CATEGORY)} as category, {TEAM}, {WHO.format(day="start_date")}
    from y x {KIDS} {TEAMS}""",
    "cp_plans_ended": f"""select x.authority, month_of(end_date) as month, 1 as counted,
    lasted(start_date, end_date) as duration, (start_date + interval 3 month >= end_date)::int as within_3_months,
    (end_date - start_date > 729)::int as two_years,
    {_labels("coalesce(latest_category, initial_category)", codes.ABUSE_CATEGORY)} as category, {TEAM},
    {WHO.format(day="end_date")} from {OWN} x {KIDS} {TEAMS} where end_date >= start_date and end_date <= $as_at""",
    "looked_after_open": f"""with care as (select *, max(coalesce(end_date, date '2999-12-31')) over (partition by authority,
    person_id order by start_date, cla_episode_id rows between unbounded preceding and 1 preceding) as covered
    from cla_episode where legal_status is null or legal_status not in ('V3', 'V4')),
    x as (select c.*, w.day from care c join month_ends w on w.day >= greatest(start_date, coalesce(covered, start_date))
    and w.day < coalesce(end_date, date '2999-12-31'))
    select x.authority, day as month, 1 as counted, {_labels("category_of_need", codes.PRIMARY_NEED)} as need,
    {WHO.format(day="day")} from x {KIDS}""",
    "looked_after_started": f"""with y as (select x.authority, x.person_id, month_of(start_date) as month, 1 as counted,
    start_date, cla_episode_id, {_labels("category_of_need", codes.PRIMARY_NEED)} as need, {WHO.format(day="start_date")}
    from cla_episode x {KIDS} where start_reason = 'S' and (legal_status is null or legal_status not in ('V3', 'V4'))
    and start_date <= $as_at)
    select *, coalesce(month - lag(month) over (partition by authority, person_id order by start_date, cla_episode_id), 12)
    as counted_gap from y""",
    "looked_after_ceased": f"""with y as (select x.authority, x.person_id, month_of(end_date) as month, 1 as counted,
    end_date, cla_episode_id, {_labels("category_of_need", codes.PRIMARY_NEED)} as need, {WHO.format(day="end_date")}
    from cla_episode x {KIDS} where end_reason <> 'X1' and (legal_status is null or legal_status not in ('V3', 'V4'))
    and end_date >= start_date and end_date <= $as_at)
    select *, coalesce(lead(month) over (partition by authority, person_id order by end_date, cla_episode_id) - month, 12)
    as counted_gap from y""",
}


def _split(splits: tuple[str, ...]) -> tuple[str, str]:
    held = [(name, [part for part in crossed_parts(name) if part]) for name in splits]
    # Those within another first: of both their columns each has a set of its own as well.
    held.sort(key=lambda one: -len(one[1]))
    whens = [(name, parts, " and ".join(f"grouping({part}) = 0" for part in parts)) for name, parts in held]
    names = " ".join(f"when {when} then '{name}'" for name, _, when in whens)
    values = " ".join(f"when {when} then " + f" || '{BETWEEN}' || ".join(reversed(parts)) for _, parts, when in whens)
    return f"case {names} else 'all' end as breakdown", f"case {values} else 'all' end as grp"


def counts(cohort: str, splits: tuple[str, ...], sums: tuple[str, ...], extra: str = "") -> str:
    """The month-grain counts of the rows of a cohort in every breakdown."""
    more = f", {extra}" if extra else ""
    sets = ", ".join(
        ["(authority, month" + more + ")", *(f"(authority, month, {_columns(name)}{more})" for name in splits)]
    )
    summed = ", ".join(f"sum({name})::bigint as {name}" for name in sums) if sums else "count(*) as n"
    names, values = _split(splits)
    return (
        f"select authority, month, {names}, {values}{more}, {summed} from {cohort}_rows group by grouping sets ({sets})"
    )


def _columns(breakdown: str) -> str:
    return ", ".join(part for part in crossed_parts(breakdown) if part)
