"""The workforce and its caseloads, from the authority's own template and from who holds which case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis

from goldenthread.catalogue.common import flag, with_team
from goldenthread.catalogue.history import CASE_WORKER
from goldenthread.measures.model import NOT_KNOWN, Cohort, CohortKind, CountContext, Measure, Polarity, Stage, Unit
from goldenthread.tables import codes, dates

CASELOAD_LIMIT = 18
WORKING_DAYS_A_YEAR = 253
NEWLY_QUALIFIED = "newly_qualified"
_YEARLY = ("starters_fte", "leavers_fte", "days_lost_sickness")
_FTE = ("in_post_fte", "vacancy_fte", "agency_fte", "agency_covering_vacancy_fte", "case_holders_fte")
_FAR = "2999-12-31"


def rows(engine: Any, _context: CountContext) -> Any:
    """One row per team and role as a spell from its snapshot to the authority's next, at most a year.

    A row for the whole service counts only where the snapshot has no rows of teams.
    """
    post = engine.table("workforce")
    of_day = ibis.window(group_by=[post.authority, post.source, post.snapshot_date])
    # A column first and a condition afterwards: Spark knows no condition on a window itself.
    post = post.mutate(has_teams=post.team_id.notnull().cast("int32").max().over(of_day))
    post = post.filter((post.has_teams == 0) | post.team_id.notnull())
    days = post.select("authority", "source", "snapshot_date").distinct()
    in_order = ibis.window(group_by=[days.authority, days.source], order_by=[days.snapshot_date])
    days = days.select(
        d_authority=days.authority, d_source=days.source, d_day=days.snapshot_date,
        following=days.snapshot_date.lead(1).over(in_order),
    )  # fmt: skip
    post = post.left_join(
        days, [post.authority == days.d_authority, post.source == days.d_source, post.snapshot_date == days.d_day]
    )
    post = _with_year(post)
    stale = dates.add_months_expr(post.snapshot_date, 12)
    numbers = {name: _hundredths(post[name]) for name in (*_FTE, "cases_held")}
    post = post.select(
        "authority", "source",
        **numbers,
        **{f"{name}_year": post[f"{name}_year"] for name in _YEARLY},
        start_date=post.snapshot_date,
        counts_from=post.snapshot_date,
        end_date=ibis.least(ibis.coalesce(post.following, ibis.date(_FAR)), stale),
        heads=post.in_post_headcount.fill_null(0).cast("int32"),
        newly_qualified=(post.role == NEWLY_QUALIFIED).fill_null(ibis.literal(value=False)).ifelse(
            post.in_post_headcount.fill_null(0), 0
        ).cast("int32"),
        role=post.role.cases(*((code.code, code.label) for code in codes.WORKFORCE_ROLE.codes), else_=NOT_KNOWN),
        team=post.team_id.fill_null(NOT_KNOWN),
    )  # fmt: skip
    return post.filter(post.start_date.notnull())


def _hundredths(number: Any) -> Any:
    return (number.fill_null(0).cast("float64") * 100).round().cast("int32")


def _with_year(post: Any) -> Any:
    """Add what happened over the twelve months up to each snapshot: starters, leavers and days lost of the same row."""
    same = post.select(
        y_authority=post.authority, y_source=post.source, y_team=post.team_id.fill_null(""), y_role=post.role.fill_null(""),
        y_day=post.snapshot_date, **{f"y_{name}": _hundredths(post[name]) for name in _YEARLY},
    )  # fmt: skip
    key = post.select(
        x_authority=post.authority, x_source=post.source, x_team=post.team_id.fill_null(""), x_role=post.role.fill_null(""),
        x_day=post.snapshot_date,
    ).distinct()  # fmt: skip
    pairs = key.inner_join(
        same,
        [
            key.x_authority == same.y_authority,
            key.x_source == same.y_source,
            key.x_team == same.y_team,
            key.x_role == same.y_role,
        ],
    )
    a_year_before = dates.add_months_expr(pairs.x_day, -12)
    pairs = pairs.filter((a_year_before < pairs.y_day) & (pairs.y_day <= pairs.x_day))
    year = pairs.group_by("x_authority", "x_source", "x_team", "x_role", "x_day").aggregate(
        **{f"{name}_year": pairs[f"y_{name}"].sum().cast("int32") for name in _YEARLY}
    )
    return post.left_join(
        year,
        [
            post.authority == year.x_authority,
            post.source == year.x_source,
            post.team_id.fill_null("") == year.x_team,
            post.role.fill_null("") == year.x_role,
            post.snapshot_date == year.x_day,
        ],
    )


def on_day(spells: Any, _engine: Any, _context: CountContext) -> Any:
    """Add the sums that make denominators."""
    since_leap_day = spells.day.month() * 100 + spells.day.day() >= 229
    year = since_leap_day.ifelse(spells.day.year(), spells.day.year() - 1)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return spells.mutate(
        posts=spells.in_post_fte + spells.vacancy_fte,
        staff=spells.in_post_fte + spells.agency_fte,
        days_to_work=spells.in_post_fte * leap.ifelse(WORKING_DAYS_A_YEAR + 1, WORKING_DAYS_A_YEAR),
    )


def holder_rows(engine: Any, _context: CountContext) -> Any:
    """One row per case worker and child as a spell, with the worker's full-time equivalent (1 where not known)."""
    held = engine.table("involvement")
    held = held.filter((held.role == CASE_WORKER) & held.professional_id.notnull())
    worker = engine.table("professional")
    worker = worker.select(
        w_authority=worker.authority, w_source=worker.source, w_id=worker.professional_id, fte=worker.fte
    )
    held = held.left_join(
        worker,
        [held.authority == worker.w_authority, held.source == worker.w_source, held.professional_id == worker.w_id],
    )
    return held.select(
        "authority", "source", "person_id", "professional_id", "team_id", "start_date", "end_date",
        counts_from=held.start_date,
        fte=ibis.coalesce(held.fte.cast("float64"), ibis.literal(1.0)),
    )  # fmt: skip


def holders_on_day(spells: Any, engine: Any, _context: CountContext) -> Any:
    """One row per worker holding a case on the day, with whether there are more cases than the limit allows."""
    held = spells.group_by("authority", "source", "professional_id", "day").aggregate(
        cases=spells.person_id.nunique(), fte=spells.fte.max(), team_id=spells.team_id.max()
    )
    held = with_team(held, engine)
    return held.select(
        "authority", "day", "team",
        counted=1,
        over_limit=flag(held.cases > held.fte * CASELOAD_LIMIT),
    )  # fmt: skip


_OWN = "the authority's own workforce template, on the rules of the DfE children's social work workforce statistics"
_CENSUS_DAY = "The national figure is of 30 September; other days are for the service's own use."
VACANCY = Measure(
    id="vacancy_rate",
    code="WF01",
    title="Vacancy rate of social workers",
    meaning="Of the social work posts, the share that was vacant on the day.",
    why="Empty posts become other people's caseloads.",
    how="Full-time equivalents vacant divided by those vacant and in post, at the latest snapshot up to the day.",
    numerator_words="full-time equivalents vacant",
    denominator_words="full-time equivalents vacant and in post",
    example="12 vacant and 68 in post: 12 of 80, 15.0%.",
    moves="Leavers, recruitment, and posts added to the establishment.",
    misread="A post covered by agency staff is still vacant.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT_FTE,
    source=_OWN,
    stage=Stage.WORKFORCE,
    numerator="vacancy_fte",
    denominator="posts",
    hundredths=True,
    cautions=(_CENSUS_DAY,),
)
TURNOVER = replace(
    VACANCY,
    id="turnover_rate",
    code="WF02",
    title="Turnover of social workers",
    meaning="Full-time equivalents who left in the twelve months, for every 100 in post at the end of them.",
    why="Each leaver takes the trust of a dozen families along.",
    how="Full-time equivalents who left over the twelve months up to the latest snapshot divided by those in post at it.",
    numerator_words="full-time equivalents who left in twelve months",
    denominator_words="full-time equivalents in post",
    example="8 left in the year, 68 in post: 11.8%.",
    moves="Caseloads, pay, managers, and moves to agencies.",
    misread="A move between teams of one authority is no leaver.",
    numerator="leavers_fte_year",
    denominator="in_post_fte",
    lookback_months=11,
)
AGENCY = replace(
    VACANCY,
    id="agency_rate",
    code="WF03",
    title="Agency rate of social workers",
    meaning="Of the social workers at work, the share from agencies.",
    why="Agency staff cost more and leave sooner.",
    how="Full-time equivalents from agencies divided by those from agencies and in post.",
    numerator_words="full-time equivalents from agencies",
    denominator_words="full-time equivalents from agencies and in post",
    example="10 from agencies and 68 in post: 10 of 78, 12.8%.",
    moves="Vacancies, and agency teams brought in for a project.",
    misread="A whole team bought as a service may be left out of the count.",
    numerator="agency_fte",
    denominator="staff",
)
CASELOAD = replace(
    VACANCY,
    id="average_caseload",
    code="WF04",
    title="Average caseload",
    meaning="The average number of cases for each full-time social worker who holds any.",
    why="Nobody does good work with too many families at once.",
    how="Cases held, agency staff's included, divided by the full-time equivalents of those who hold at least one case.",
    numerator_words="cases held",
    denominator_words="full-time equivalents holding a case",
    example="912 cases held by 60 full-time equivalents: 15.2 each.",
    moves="Vacancies, referrals, and cases nobody has closed.",
    misread="An average hides the worker with thirty.",
    unit=Unit.CASES_PER_FTE,
    numerator="cases_held",
    denominator="case_holders_fte",
)
SICKNESS = replace(
    TURNOVER,
    id="sickness_absence",
    code="WF05",
    title="Sickness absence of social workers",
    meaning="Of the days that could be worked in the twelve months, the share lost to sickness.",
    why="Absence is a sign of strain, and a cause of it for those who stay.",
    how=f"Days lost over the twelve months up to the latest snapshot divided by full-time equivalents in post times "
    f"{WORKING_DAYS_A_YEAR} ({WORKING_DAYS_A_YEAR + 1} where the year has a 29 February).",
    numerator_words="days lost to sickness in twelve months",
    denominator_words="days that could be worked",
    example="600 days lost by 68 full-time equivalents: 600 of 17,204, 3.5%.",
    moves="A few long absences, winter, and how absence is recorded.",
    misread="Agency staff are in neither count.",
    numerator="days_lost_sickness_year",
    denominator="days_to_work",
)
AGENCY_COVERING = replace(
    AGENCY,
    id="agency_covering_vacancies",
    code="WF06",
    title="Agency staff covering vacancies",
    meaning="Of the agency staff, the share who cover a vacant post.",
    why="The rest are extra: the authority pays for more than its establishment.",
    how="Full-time equivalents from agencies covering vacancies divided by all from agencies.",
    numerator_words="full-time equivalents from agencies covering a vacancy",
    denominator_words="full-time equivalents from agencies",
    example="8 of 10 cover a vacancy: 80.0%.",
    misread="Cover for sickness and parental leave is not cover for a vacancy.",
    polarity=Polarity.NEUTRAL,
    numerator="agency_covering_vacancy_fte",
    denominator="agency_fte",
)
COVERED = replace(
    AGENCY_COVERING,
    id="vacancies_covered",
    title="Vacancies covered by agency staff",
    meaning="Of the vacant posts, the share covered by agency staff.",
    why="An uncovered vacancy is work that others must do.",
    how="Full-time equivalents from agencies covering vacancies divided by full-time equivalents vacant.",
    denominator_words="full-time equivalents vacant",
    example="8 of 12 vacancies are covered: 66.7%.",
    polarity=Polarity.HIGH,
    denominator="vacancy_fte",
)
STARTERS = replace(
    TURNOVER,
    id="social_workers_started",
    code="WF07",
    title="Social workers who started",
    meaning="Full-time equivalents of social workers who started in the twelve months.",
    why="With leavers it says whether the service is gaining or losing hands.",
    how="Full-time equivalents who started, summed over the twelve months up to the latest snapshot.",
    numerator_words="full-time equivalents who started in twelve months",
    denominator_words="",
    example="Eleven full-timers and one half-timer make 11.5.",
    moves="Recruitment rounds, and newly qualified workers in the autumn.",
    misread="A starter needs months before holding a full caseload.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.FTE,
    numerator="starters_fte_year",
    denominator="",
)
LEAVERS = replace(
    STARTERS,
    id="social_workers_left",
    title="Social workers who left",
    meaning="Full-time equivalents of social workers who left in the twelve months.",
    how="Full-time equivalents who left, summed over the twelve months up to the latest snapshot.",
    numerator_words="full-time equivalents who left in twelve months",
    moves="Caseloads, pay, managers, and retirement.",
    misread="Some leave for a better job in the same authority and count elsewhere.",
    numerator="leavers_fte_year",
)
NEW = replace(
    VACANCY,
    id="newly_qualified_share",
    code="WF10",
    title="Newly qualified social workers",
    meaning="Of the social workers in post, the share in their first, supported year.",
    why="New workers are the future, and need lighter caseloads and more supervision.",
    how="People in post in the newly qualified role divided by people in post, at the latest snapshot up to the day.",
    numerator_words="newly qualified social workers in post",
    denominator_words="social workers in post",
    example="9 of 75 is 12.0%.",
    moves="Autumn recruitment, and whether last year's stay.",
    misread="Time in service is not held, so years of experience cannot be told.",
    polarity=Polarity.NEUTRAL,
    unit=Unit.PERCENT,
    numerator="newly_qualified",
    denominator="heads",
    hundredths=False,
)
OVER_LIMIT = Measure(
    id="workers_over_caseload_limit",
    code="WF08",
    title="Case workers above the caseload limit",
    meaning=f"Of the workers who hold cases, the share with more than {CASELOAD_LIMIT} children for each full-time post.",
    why="It finds the overloaded whom the average hides.",
    how=f"Workers named as case worker of more than {CASELOAD_LIMIT} children for each full-time equivalent on the day, "
    "divided by workers named as case worker of any child. A worker whose hours are not known counts as full time.",
    numerator_words="case workers above the limit",
    denominator_words="case workers who hold a case",
    example=f"A half-time worker with 10 children is above the limit of {CASELOAD_LIMIT / 2:.0f}.",
    moves="Vacancies, allocation, and closing of finished cases.",
    misread=f"The limit of {CASELOAD_LIMIT} is a proposal: an authority should set its own in a definition of its own.",
    polarity=Polarity.LOW,
    unit=Unit.PERCENT,
    source="SSD involvements and professionals; local measure",
    stage=Stage.WORKFORCE,
    numerator="over_limit",
    denominator="counted",
)
COHORT = Cohort(
    id="workforce",
    by_child=False,
    title="Social workers",
    kind=CohortKind.STOCK,
    table="workforce",
    rows=rows,
    on_day=on_day,
    breakdowns=("role", "team"),
    measures=(
        VACANCY, TURNOVER, AGENCY, CASELOAD, SICKNESS, AGENCY_COVERING, COVERED, STARTERS, LEAVERS, NEW,
    ),
)  # fmt: skip
HOLDERS_COHORT = Cohort(
    id="case_holders",
    by_child=False,
    title="Case workers who hold a case",
    kind=CohortKind.STOCK,
    table="involvement",
    rows=holder_rows,
    on_day=holders_on_day,
    breakdowns=("team",),
    measures=(OVER_LIMIT,),
)
