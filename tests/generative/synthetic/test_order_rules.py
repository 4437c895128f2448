"""Every order rule of the census holds on clean made-up data, whatever the seed, size and scenario."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from goldenthread.synthetic.model import AuthorityData
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.rows import grouped, rows_of
from goldenthread.tables import TABLES
from goldenthread.tables.dates import age, is_working_day

FAR = dt.date(9999, 1, 1)
CASES = [
    ("panel-2014", 34_000, 5, dt.date(2014, 9, 30), 1),
    ("panel-2014", 34_000, 3, dt.date(2013, 3, 31), 2),
    ("steady", 40_000, 4, dt.date(2025, 3, 31), 3),
    ("steady", 9_000, 3, dt.date(2022, 1, 17), 4),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[4]}")
def data(request: pytest.FixtureRequest) -> AuthorityData:
    scenario, population, years, end, seed = request.param
    return next(simulate(authorities=1, population=population, years=years, end=end, seed=seed, scenario=scenario))


@pytest.fixture(scope="module")
def referrals(data: AuthorityData) -> dict[str, tuple]:
    rows = rows_of(
        data.tables["referral"],
        ("referral_id", "person_id", "referral_date", "closure_date", "closure_reason", "nfa"),
    )
    return {row[0]: row[1:] for row in rows}


def spans(data: AuthorityData, table: str, start: str = "start_date", end: str = "end_date") -> list[tuple]:
    return rows_of(data.tables[table], ("person_id", "referral_id", start, end))


def overlapping(rows: list[tuple]) -> list[tuple]:
    """Pairs of spans of one child that share more than a day of change."""
    by_child = defaultdict(list)
    for person, _, start, end in rows:
        by_child[person].append((start, end or FAR))
    return [(person, a, b) for person, found in by_child.items() for a, b in pairwise(sorted(found)) if b[0] < a[1]]


ACTIVITY = [
    ("assessment", "start_date", "authorised_date"),
    ("s47_enquiry", "start_date", "end_date"),
    ("cin_plan", "start_date", "end_date"),
    ("cp_plan", "start_date", "end_date"),
    ("initial_cp_conference", "conference_date", "conference_date"),
]


@pytest.mark.parametrize(("table", "start", "end"), ACTIVITY)
def test_activity_lies_inside_its_episode(data, referrals, table, start, end):
    for person, referral_id, begun, done in spans(data, table, start, end):
        child, opened, closed, _, _ = referrals[referral_id]
        assert child == person
        assert opened <= begun
        assert done is None or done >= begun
        assert closed is None or (done is not None and done <= closed), (table, referral_id, begun, done, closed)


def test_no_activity_where_nothing_was_to_be_done(data, referrals):
    nfa = {key for key, row in referrals.items() if row[4]}
    early = {key for key, row in referrals.items() if row[3] in ("RC8", "RC9")}
    assert nfa
    assert early - nfa
    for table in ("assessment", "s47_enquiry", "cin_plan", "cp_plan", "initial_cp_conference"):
        held = set(data.tables[table]["referral_id"].to_pylist())
        assert not held & nfa, table
        if table != "assessment":
            assert not held & early, table


def test_a_child_has_one_episode_and_one_plan_at_a_time(data, referrals):
    episodes = [(child, key, opened, closed) for key, (child, opened, closed, *_) in referrals.items()]
    assert not overlapping(episodes)
    assert not overlapping(spans(data, "assessment", end="authorised_date"))
    assert not overlapping(spans(data, "s47_enquiry"))
    plans = spans(data, "cp_plan")
    assert not overlapping(plans)
    need = spans(data, "cin_plan")
    assert not overlapping(need)
    assert not overlapping(need + plans)
    care = rows_of(data.tables["cla_episode"], ("person_id", "referral_id", "start_date", "end_date"))
    assert not overlapping(need + care)
    assert all(end is None or end > start for _, _, start, end in plans + need + care)


def test_conferences_and_plans_belong_together(data):
    held = rows_of(
        data.tables["initial_cp_conference"],
        ("person_id", "conference_date", "cp_plan_id", "s47_enquiry_id", "transfer_in", "outcome_cp_plan"),
    )
    enquiries = dict(rows_of(data.tables["s47_enquiry"], ("s47_enquiry_id", "start_date")))
    plans = dict(rows_of(data.tables["cp_plan"], ("cp_plan_id", "start_date")))
    own = {key for key, ola in rows_of(data.tables["cp_plan"], ("cp_plan_id", "ola")) if not ola}
    assert len({row[2] for row in held} - {None}) == len(own)
    assert max(Counter(row[:2] for row in held).values()) == 1
    for _, day, plan, enquiry, transfer, outcome in held:
        assert is_working_day(day)
        assert (plan is not None) == outcome
        assert plan is None or plans[plan] == day
        assert transfer == (enquiry is None)
        assert transfer or enquiries[enquiry] <= day


def test_reviews_fall_after_the_start_and_inside_the_plan(data):
    plans = {row[0]: row[1:] for row in rows_of(data.tables["cp_plan"], ("cp_plan_id", "start_date", "end_date"))}
    reviews = rows_of(data.tables["cp_review"], ("cp_plan_id", "review_date"))
    assert len(set(reviews)) == len(reviews)
    assert all(plans[plan][0] < day <= (plans[plan][1] or data.end) for plan, day in reviews)


def test_earlier_plans_are_counted(data):
    by_child = defaultdict(list)
    for child, start, earlier, ola in rows_of(
        data.tables["cp_plan"], ("person_id", "start_date", "previous_plans", "ola")
    ):
        if not ola:
            by_child[child].append((start, earlier))
    for found in by_child.values():
        assert [earlier for _, earlier in sorted(found)] == list(range(len(found)))


def test_factors_fit_the_assessment_and_the_year(data):
    factors = grouped(data.tables["assessment_factor"], "assessment_id", ("code",))
    valid = TABLES["assessment_factor"].by_name["code"].codes.by_code
    for key, done in rows_of(data.tables["assessment"], ("assessment_id", "authorised_date")):
        codes = [code for (code,) in factors.pop(key, [])]
        assert bool(codes) == (done is not None)
        assert len(set(codes)) == len(codes)
        assert "21" not in codes or codes == ["21"]
        year = done.year + (done.month >= 4) if done else 0
        assert all(year >= (valid[code].first_year or 0) and year <= (valid[code].last_year or 9999) for code in codes)
    assert not factors


def test_codes_are_of_their_lists_and_ids_are_unique(data):
    for name, table in data.tables.items():
        declared = TABLES[name]
        for column in declared.columns:
            values = table[column.name]
            assert not (column.required and values.null_count), (name, column.name)
            if column.codes is not None and table.num_rows:
                used = set(values.unique().to_pylist()) - {None}
                assert used <= set(column.codes.by_code), (name, column.name)
        keys = rows_of(table, declared.key)
        assert len(set(keys)) == len(keys), name


def test_nobody_is_seen_before_birth_or_after_death_or_in_the_future(data):
    people = {
        row[0]: row[1:]
        for row in rows_of(
            data.tables["person"], ("person_id", "date_of_birth", "expected_date_of_birth", "date_of_death")
        )
    }
    for child, *dates in rows_of(data.tables["referral"], ("person_id", "referral_date", "closure_date")):
        born, expected, died = people[child]
        assert (born is None) == (expected is not None)
        assert all(day is None or day <= data.end for day in dates)
        assert died is None or dates[0] < died
        assert age(born or expected, dates[0]) < 18
    for table, day in (
        ("contact", "contact_date"),
        ("cp_visit", "visit_date"),
        ("cin_visit", "visit_date"),
        ("cla_visit", "visit_date"),
    ):
        for child, when in rows_of(data.tables[table], ("person_id", day)):
            died = people[child][2]
            assert when <= data.end
            assert died is None or when <= died, table
    for child, start, _ in rows_of(data.tables["cla_episode"], ("person_id", "start_date", "end_date")):
        assert people[child][0] is not None
        assert people[child][0] <= start


def test_episodes_in_care_join_end_to_end(data):
    periods = grouped(
        data.tables["cla_episode"],
        "period_id",
        ("start_date", "end_date", "start_reason", "end_reason", "legal_status", "placement_id"),
    )
    placements = {
        row[0]: row[1:] for row in rows_of(data.tables["cla_placement"], ("placement_id", "start_date", "end_date"))
    }
    assert periods
    for rows in periods.values():
        rows = sorted(rows)
        assert rows[0][2] == "S"
        assert all(row[2] != "S" for row in rows[1:])
        for now, after in pairwise(rows):
            assert now[1] == after[0]
            assert now[3] == "X1"
            moved, changed = now[5] != after[5], now[4] != after[4]
            assert after[2] == {(True, True): "B", (True, False): "P", (False, True): "L"}[moved, changed]
        assert (rows[-1][1] is None) == (rows[-1][3] is None)
        assert rows[-1][3] != "X1"
        for start, end, *_, placement in rows:
            begun, left = placements[placement]
            assert begun <= start
            assert left is None or end <= left
    everything = rows_of(data.tables["cla_episode"], ("person_id", "period_id", "start_date", "end_date"))
    assert not overlapping(everything)


def test_the_stock_of_plans_and_care_is_never_empty_or_runaway(data):
    """The control that keeps plans and care on their paths holds in every month covered."""
    for table, rate in (("cp_plan", 40), ("cla_episode", 70)):
        rows = rows_of(data.tables[table], ("person_id", "start_date", "end_date"))
        day = data.covers_from
        while day <= data.end:
            held = {child for child, start, end in rows if start <= day and (end is None or end > day)}
            assert 0.2 * rate < len(held) * 10_000 / data.population < 4 * rate, (table, day)
            day += dt.timedelta(days=91)


def test_short_breaks_are_a_series_of_their_own(data):
    rows = rows_of(data.tables["cla_episode"], ("person_id", "legal_status", "start_reason", "end_reason"))
    breaks = {row[0] for row in rows if row[1] == "V4"}
    assert bool(breaks) == (data.scenario == "steady")
    assert not breaks & {row[0] for row in rows if row[1] != "V4"}
    assert not breaks & set(data.extras["oc2"]["person_id"].to_pylist())
