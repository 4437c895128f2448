"""Worked examples: what a return leaves out is neither made up nor counted as not done."""

from __future__ import annotations

import datetime as dt

from tests.spec.ascii_table import rows
from tests.spec.worked import figure

BEGINS = {"referral": dt.date(2013, 4, 1), "assessment": dt.date(2013, 4, 1), "cla_episode": dt.date(2005, 4, 1)}
REFERRALS = rows(
    "referral",
    """
    referral_id | person_id | referral_date | closure_date | nfa
    a           | A         | 2013-02-11    | -            | no
    b           | B         | 2013-03-04    | -            | no
    c           | C         | 2014-03-24    | -            | no
    """,
)
ASSESSMENTS = rows(
    "assessment",
    """
    assessment_id | person_id | referral_id | start_date | authorised_date
    a2            | A         | a           | 2013-09-02 | 2013-10-01
    b1            | B         | b           | 2013-03-11 | 2013-04-25
    """,
)


def test_a_case_older_than_the_return_was_assessed_before_it_begins():
    # A's first assessment was over before the census of the year begins; C was referred a week before the end of it.
    found = figure("children_in_need_awaiting", REFERRALS, period="at-2014-03-31", covers_from=BEGINS)
    assert found.value == 1
    long_ago = figure("children_in_need_awaiting", REFERRALS, period="at-2014-03-31", covers_from=None)
    assert long_ago.value == 3


def test_a_later_assessment_of_a_case_older_than_the_return_is_not_taken_for_its_first():
    # B's began five working days after the referral. A's began 138 after it: the first of that case is not in the file.
    found = figure("assessments_45_from_referral", REFERRALS, ASSESSMENTS, covers_from=BEGINS)
    assert (found.numerator, found.denominator, found.excluded) == (1, 1, 1)
    found = figure("assessments_45_from_referral", REFERRALS, ASSESSMENTS)
    assert (found.numerator, found.denominator, found.excluded) == (1, 2, 0)


def test_an_enquiry_of_the_census_is_known_to_the_end_of_its_year():
    drawing = """
        s47_enquiry_id | person_id | start_date
        a              | A         | 2013-02-11
        b              | B         | 2013-12-02
    """
    census = [
        {**row, "collection_year": 2013 if row["s47_enquiry_id"] == "a" else 2014}
        for row in rows("s47_enquiry", drawing)
    ]
    conferences = rows("initial_cp_conference", "icpc_id | person_id | conference_date\nz | Z | 2013-05-01")
    at = {"period": "at-2014-03-31"}
    assert figure("s47_open_over_15", census, conferences, **at).value == 1
    assert figure("s47_open_over_15", census, conferences, period="at-2013-03-31").value == 1
    # A case system tells of the end of an enquiry, so one without it goes on.
    assert figure("s47_open_over_15", rows("s47_enquiry", drawing, source="ssd"), conferences, **at).value == 2


def test_the_first_episode_in_the_files_stands_for_the_start_of_a_period_of_care():
    # The files begin in April 2010: A came into care before them, moved in 2010 and changed legal status in 2013.
    episodes = rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
        a1             | A         | 2010-02-01 | P            | C2           | 2013-11-05 | X1
        a2             | A         | 2013-11-05 | L            | E1           | -          | -
        """,
        source="s903",
    )
    people = rows("person", "person_id | date_of_birth\nA | 2004-05-06", source="s903")
    home = rows(
        "cla_placement",
        "placement_id | person_id | start_date | placement_type\nh | A | 2010-02-01 | U4",
        source="s903",
    )
    found = figure("looked_after_long_term_stability", episodes, people, home, period="at-2014-03-31")
    assert (found.numerator, found.denominator) == (1, 1)
    # It is no start of the period in which the files begin.
    assert figure("looked_after_started", episodes, period="year-2010-03-31", first_counted="2009-04-01").value == 0


def test_ssda903_tells_of_placement_orders_by_the_legal_status_of_episodes():
    episodes = rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
        a1             | A         | 2012-05-01 | S            | C1           | 2012-11-01 | X1
        a2             | A         | 2012-11-01 | L            | E1           | 2013-01-10 | X1
        a3             | A         | 2013-01-10 | T            | E1           | 2013-10-01 | E11
        b1             | B         | 2012-02-01 | P            | E1           | -          | -
        c1             | C         | 2013-05-01 | S            | C1           | 2013-09-09 | X1
        c2             | C         | 2013-09-09 | U            | E1           | -          | -
        """,
        source="s903",
    )
    homes = rows(
        "cla_placement",
        """
        placement_id | person_id | start_date | end_date   | placement_type
        a1           | A         | 2012-05-01 | 2013-01-10 | U4
        a2           | A         | 2013-01-10 | 2013-10-01 | A5
        """,
        source="s903",
    )
    adopted = rows(
        "permanence",
        """
        permanence_id | person_id | adm_decision_date | matched_date | placed_date | adopted_by_carer | order_type
        a:ad1         | A         | 2012-09-01        | 2012-12-01   | -           | yes              | adoption
        a:d           | A         | -                 | -            | 2013-01-10  | -                | -
        """,
        source="s903",
    )
    # A's order in November 2012 and C's in September 2013; B's was there before the files begin.
    orders = "adoption_placement_orders"
    assert figure(orders, episodes, homes, adopted, period="year-2013-03-31").value == 1
    assert figure(orders, episodes, homes, adopted).value == 1
    matched = figure("adoption_order_to_match", episodes, homes, adopted, first_counted="2010-04-01")
    assert (matched.numerator, matched.denominator) == (30, 1)
    # A1 counts to the day of the adoptive placement, A10 to the day A came to live with the carers who adopted.
    moved_in = figure("adoption_care_to_moving_in", episodes, homes, adopted, first_counted="2010-04-01")
    settled = figure("adoption_care_to_settled", episodes, homes, adopted, first_counted="2010-04-01")
    assert (moved_in.value, settled.value) == (254, 0)


def test_an_adopted_child_whose_start_of_care_is_not_in_the_files_is_told():
    episodes = rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
        a1             | A         | 2012-05-01 | P            | E1           | 2013-10-01 | E11
        """,
        source="s903",
    )
    adopted = rows(
        "permanence",
        "permanence_id | person_id | placed_date | order_type\na | A | 2012-09-01 | adoption",
        source="s903",
    )
    found = figure("adoption_care_to_moving_in", episodes, adopted, first_counted="2010-04-01")
    assert (found.value, found.excluded) == (None, 1)


def test_a_child_missing_from_home_is_not_missing_from_care():
    episodes = rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | end_date   | end_reason
        a1             | A         | 2013-05-01 | S            | 2013-08-31 | E4A
        """,
    )
    missing = rows(
        "missing_episode",
        """
        missing_episode_id | person_id | type | start_date | end_date   | interview_offered | interview_accepted
        m1                 | A         | M    | 2013-09-10 | 2013-09-12 | Y                 | Y
        m2                 | B         | M    | 2013-05-10 | 2013-05-12 | Y                 | Y
        m3                 | A         | M    | 2013-08-30 | 2013-09-02 | N                 | -
        """,
    )
    found = figure("missing_from_care", episodes, missing, period="year-2014-03-31")
    assert (found.numerator, found.denominator) == (1, 1)
    found = figure("missing_from_care", episodes, missing, period="month-2013-06-30")
    assert (found.numerator, found.denominator) == (0, 1)
    offered = figure("return_interviews_offered", episodes, missing)
    assert (offered.numerator, offered.denominator) == (0, 1)


def test_the_councils_own_count_of_placements_is_used_where_a_list_gives_one():
    episodes = rows("cla_episode", "cla_episode_id | person_id | start_date\na | A | 2012-05-01\nb | B | 2012-05-01")
    homes = rows(
        "cla_placement",
        """
        placement_id | person_id | start_date | placement_type | placements_last_12m
        a            | A         | 2014-01-10 | U4             | 4
        b            | B         | 2014-01-10 | U4             | 2
        """,
    )
    found = figure("looked_after_3_placements", episodes, homes, period="at-2014-03-31")
    assert (found.numerator, found.denominator) == (1, 2)
