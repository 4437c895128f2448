"""Worked examples: placements, moves, workers, visits and health of children looked after."""

from __future__ import annotations

import pytest
from tests.spec.ascii_table import rows
from tests.spec.worked import figure

from goldenthread.measures.results import Status
from goldenthread.tables import codes

DAY = "at-2014-03-31"
PEOPLE = rows(
    "person",
    """
    person_id | date_of_birth
    A         | 2004-01-01
    B         | 2010-06-01
    C         | 1999-06-01
    D         | 1998-01-01
    """,
)
EPISODES = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
    a1             | A         | 2010-05-01 | S            | C1           | 2011-05-01 | X1
    a2             | A         | 2011-05-01 | L            | C2           | -          | -
    b1             | B         | 2013-02-01 | S            | -            | -          | -
    c1             | C         | 2013-07-01 | S            | V2           | -          | -
    d1             | D         | 2012-01-01 | S            | V2           | -          | -
    """,
    source="ssd",
)
PLACEMENTS = rows(
    "cla_placement",
    """
    placement_id | person_id | start_date | end_date   | placement_type | provider | change_reason | distance_miles | in_authority
    pa           | A         | 2010-05-01 | -          | U4             | PR1      | -             | 20.0           | no
    pb1          | B         | 2013-02-01 | 2013-04-01 | U6             | PR4      | CREQB         | 3.0            | yes
    pb2          | B         | 2013-04-01 | 2013-09-01 | K2             | PR4      | CARPL         | 30.0           | yes
    pb3          | B         | 2013-09-01 | -          | U6             | PR4      | -             | 30.0           | yes
    pc1          | C         | 2013-07-01 | 2013-09-01 | T1             | -        | -             | -              | -
    pc2          | C         | 2013-09-01 | 2014-01-01 | K3             | PR4      | CARPL         | 20.1           | no
    pc3          | C         | 2014-01-01 | -          | Z1             | PR4      | -             | 20.1           | no
    pd           | D         | 2012-01-01 | -          | P1             | PR0      | -             | -              | -
    """,
    source="ssd",
)
WORKERS = rows(
    "involvement",
    """
    involvement_id | person_id | professional_id | role        | start_date | end_date
    i1             | A         | W1              | case_worker | 2012-01-01 | 2013-04-01
    i2             | A         | W2              | case_worker | 2013-04-01 | 2013-10-01
    i3             | A         | W3              | case_worker | 2013-10-01 | -
    i4             | D         | W1              | case_worker | 2012-01-01 | 2013-03-31
    i5             | D         | W2              | case_worker | 2013-03-31 | 2013-10-01
    i6             | D         | W3              | case_worker | 2013-10-01 | -
    """,
    source="ssd",
)
STATUS = rows(
    "legal_status",
    "legal_status_id | person_id | code | start_date | end_date\nl1 | B | E1 | 2013-02-01 | -",
    source="ssd",
)
ASYLUM = rows(
    "immigration_status",
    """
    immigration_status_id | person_id | status                                | start_date | end_date
    u1                    | C         | Unaccompanied asylum seeking child    | -          | -
    u2                    | D         | unaccompanied                         | -          | 2014-03-31
    """,
    source="ssd",
)
SEEN = rows(
    "cla_visit",
    """
    cla_visit_id | person_id | visit_date
    v1           | A         | 2014-02-17
    v2           | B         | 2014-02-16
    """,
    source="ssd",
)
PEOPLE_OF_SSD = [{**row, "source": "ssd"} for row in PEOPLE]
ALL = (PEOPLE_OF_SSD, EPISODES, PLACEMENTS, WORKERS, STATUS, ASYLUM, SEEN)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        # A and B live with foster carers, C in another placement, D with parents.
        ("looked_after_foster_care", 50.0),
        ("looked_after_children_homes", 0.0),
        ("looked_after_supported", 0.0),
        ("looked_after_with_parents", 25.0),
        ("looked_after_other_placements", 25.0),
        ("looked_after_other_placements_count", 1),
        ("looked_after_other_residential", 0.0),
        # B was in three homes in the twelve months, the first still on 1 April. C's stay in hospital is no placement.
        ("looked_after_3_placements", 25.0),
        # A's worker who left on 1 April 2013 was there that day; D's left the day before.
        ("looked_after_3_workers", 25.0),
        ("looked_after_uasc", 1),
        ("looked_after_uasc_share", 25.0),
        # A was seen 42 days before, B 43.
        ("looked_after_visited_6_weeks", 25.0),
        # A alone is under 16 and two and a half years in care.
        ("looked_after_long_term_stability", 100.0),
    ],
)
def test_children_on_a_day(measure, value):
    assert figure(measure, *ALL, period=DAY).value == value


def test_the_rate_of_unaccompanied_children():
    assert figure("looked_after_uasc_rate", *ALL, period=DAY, population={2013: 10_000}).value == 1.0


def test_distance_from_home():
    far = figure("looked_after_over_20_miles", *ALL, period=DAY)
    # Twenty miles is not over twenty; D's distance is not known.
    assert (far.numerator, far.denominator, far.excluded) == (2, 3, 1)
    outside = figure("looked_after_over_20_miles_outside", *ALL, period=DAY)
    assert (outside.numerator, outside.denominator, outside.excluded) == (1, 3, 1)


def test_children_in_homes_and_supported_accommodation():
    assert figure("looked_after_children_homes", *ALL, period="at-2013-06-30").value == pytest.approx(100 / 3)
    assert figure("looked_after_supported", *ALL, period="at-2013-10-31").value == 25.0
    school = rows(
        "cla_placement", "placement_id | person_id | start_date | placement_type\np | A | 2010-05-01 | S1", source="ssd"
    )
    assert figure("looked_after_other_residential", EPISODES, school, period=DAY).value == 25.0


def test_an_adoptive_placement_carries_on_the_home_before_it():
    placed = rows(
        "cla_placement",
        """
        placement_id | person_id | start_date | end_date   | placement_type
        p1           | A         | 2010-05-01 | 2013-12-01 | U5
        p2           | A         | 2013-12-01 | -          | A5
        """,
        source="ssd",
    )
    assert figure("looked_after_long_term_stability", PEOPLE_OF_SSD, EPISODES, placed, period=DAY).value == 100.0


def test_visits_by_the_team_of_the_case_worker_on_the_day():
    held = rows(
        "involvement",
        """
        involvement_id | person_id | professional_id | team_id | role        | start_date | end_date
        i1             | A         | W1              | T1      | case_worker | 2012-01-01 | 2014-03-31
        i2             | A         | W2              | T2      | case_worker | 2014-03-31 | -
        i3             | B         | W1              | T1      | case_worker | 2013-02-01 | -
        i4             | B         | W3              | T2      | case_worker | 2014-01-01 | 2014-03-01
        i5             | B         | W4              | T2      | other       | 2014-03-02 | -
        i6             | C         | W1              | -       | case_worker | 2013-07-01 | -
        i7             | D         | W1              | T3      | case_worker | 2012-01-01 | -
        """,
        source="ssd",
    )
    teams = rows("team", "team_id | name\nT1 | North\nT2 | South", source="ssd")
    tables = (PEOPLE_OF_SSD, EPISODES, held, teams, SEEN)
    # A went to South on the day. B's second worker left, the first still holds the case; T3 has no name, C's no team.
    for group, counted in {"South": (1, 1), "North": (0, 1), "T3": (0, 1), "not known": (0, 1)}.items():
        found = figure("looked_after_visited_6_weeks", *tables, period=DAY, breakdown="team", group=group)
        assert (found.numerator, found.denominator) == counted, group


def test_legal_status():
    groups = {
        codes.LEGAL_STATUS.group_of("C2"): 1,
        codes.LEGAL_STATUS.group_of("E1"): 1,
        codes.LEGAL_STATUS.group_of("V2"): 2,
    }
    for group, number in groups.items():
        found = figure("looked_after_legal_status", *ALL, period=DAY, breakdown="legal_status_group", group=group)
        assert (found.numerator, found.denominator) == (number, 4), group


def test_reasons_for_moving():
    planned = "CARPL planned move"
    found = figure("placement_change_reasons", PLACEMENTS, breakdown="change", group=planned)
    # Four placements ended in the year, one without a reason.
    assert (found.numerator, found.denominator) == (2, 3)
    assert figure("placement_change_reasons", PLACEMENTS).excluded == 1


CHECKS = rows(
    "cla_health",
    """
    health_check_id | person_id | check_type                      | check_date | status
    h1              | A         | health_assessment               | 2013-04-01 | completed
    h2              | B         | health_assessment               | 2013-06-01 | completed
    h3              | B         | development_check               | 2013-06-01 | completed
    h4              | A         | dental                          | 2013-03-31 | completed
    h5              | D         | dental                          | 2013-12-01 | refused
    h6              | A         | immunisations                   | 2014-01-01 | up_to_date
    h7              | D         | substance_misuse                | 2013-09-01 | yes
    h8              | D         | substance_intervention_offered  | 2013-09-02 | yes
    h9              | D         | conviction                      | 2014-02-01 | yes
    h0              | C         | health_assessment               | 2013-07-29 | completed
    """,
    source="ssd",
)
SCORES = rows(
    "sdq_score",
    """
    sdq_id | person_id | completed_date | score
    q1     | A         | 2013-05-01     | 20
    q2     | A         | 2014-02-01     | 11
    q3     | D         | 2013-03-31     | 30
    """,
    source="ssd",
)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        # A, B and D are a year in care, C is not. B is under five and needs two assessments.
        ("looked_after_health_assessments", (1, 3)),
        # A's check was a year and a day ago; D refused.
        ("looked_after_dental_checks", (0, 3)),
        ("looked_after_immunisations", (1, 3)),
        ("looked_after_development_checks", (1, 1)),
        ("looked_after_substance_misuse", (1, 3)),
        ("looked_after_substance_help", (0, 1)),
        ("looked_after_substance_refused", (1, 1)),
        ("looked_after_convicted", (1, 2)),
        # A and D are 5 to 16; D's score is more than a year old on the day.
        ("looked_after_sdq_returned", (1, 2)),
        ("looked_after_sdq_score", (11, 1)),
    ],
)
def test_health_of_children_a_year_in_care(measure, counts):
    found = figure(measure, PEOPLE_OF_SSD, EPISODES, CHECKS, SCORES, period=DAY)
    assert (found.numerator, found.denominator) == counts


def test_a_score_is_an_average():
    assert figure("looked_after_sdq_score", PEOPLE_OF_SSD, EPISODES, CHECKS, SCORES, period=DAY).value == 11.0


def test_answers_of_a_year_speak_of_31_march_only():
    people = [{**row, "source": "s903"} for row in PEOPLE]
    care = [{**row, "source": "s903"} for row in EPISODES]
    answers = rows(
        "cla_health",
        "health_check_id | person_id | check_type | check_year | status\nh | A | health_assessment | 2014 | yes",
        source="s903",
    )
    found = figure("looked_after_health_assessments", people, care, answers, period=DAY)
    assert (found.numerator, found.denominator) == (1, 3)
    between = figure("looked_after_health_assessments", people, care, answers, period="at-2014-02-28")
    assert (between.value, between.status) == (None, Status.NONE_IN_PERIOD)


def test_first_health_assessment():
    # C started on Monday 1 July 2013 and was assessed twenty working days later.
    found = figure("looked_after_first_health_assessment", PEOPLE_OF_SSD, EPISODES, CHECKS, SCORES, ASYLUM)
    assert (found.numerator, found.denominator, found.value) == (1, 1, 100.0)


MOVES = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | end_date   | end_reason
    a1             | A         | 2012-06-01 | S            | V2           | 2013-05-10 | E4A
    a2             | A         | 2014-02-02 | S            | V2           | -          | -
    b1             | B         | 2013-06-01 | S            | V2           | 2013-08-01 | E4B
    c1             | C         | 2012-06-01 | S            | C2           | 2013-08-01 | E45
    d1             | D         | 2011-06-01 | S            | E1           | 2013-08-01 | E11
    e1             | E         | 2011-06-01 | S            | C2           | 2013-08-01 | E41
    """,
)
ARRIVED = rows(
    "immigration_status", "immigration_status_id | person_id | status | start_date\nu | B | unaccompanied | -"
)


@pytest.mark.parametrize(
    ("measure", "counts"),
    [
        ("looked_after_started_uasc", (1, 2)),
        ("looked_after_started_uasc_count", (1, None)),
        # A went home on 10 May and was back on 2 February.
        ("looked_after_returned_12_months", (1, 2)),
        ("looked_after_ceased_sgo", (1, 5)),
        ("looked_after_ceased_cao", (1, 5)),
        ("looked_after_ceased_home_planned", (1, 5)),
        ("looked_after_ceased_home_unplanned", (1, 5)),
        ("looked_after_ceased_adopted", (1, 5)),
        ("children_adopted", (1, None)),
    ],
)
def test_starting_and_ceasing(measure, counts):
    found = figure(measure, MOVES, ARRIVED)
    assert (found.numerator, found.denominator) == counts


def test_rates_and_reasons_of_starting_and_ceasing():
    assert figure("looked_after_started_rate", MOVES, ARRIVED, population={2013: 10_000}).value == 2.0
    assert figure("looked_after_ceased_rate", MOVES, ARRIVED, population={2013: 10_000}).value == 5.0
    assert figure("looked_after_started_uasc_rate", MOVES, ARRIVED, population={2013: 5_000}).value == 2.0
    reason = f"E45 {codes.EPISODE_END_REASON.by_code['E45'].label}"
    found = figure("looked_after_ceased_reasons", MOVES, ARRIVED, breakdown="ceased_because", group=reason)
    assert (found.numerator, found.denominator) == (1, 5)


MISSING = rows(
    "missing_episode",
    """
    missing_episode_id | person_id | type | start_date | end_date   | interview_offered | interview_accepted
    m1                 | B         | M    | 2013-06-10 | 2013-06-12 | Y                 | N
    m2                 | B         | M    | 2013-07-10 | 2013-07-12 | Y                 | Y
    m3                 | C         | A    | 2013-05-10 | 2013-05-12 | -                 | -
    m4                 | A         | M    | 2013-03-30 | 2013-04-01 | NA                | -
    m5                 | D         | M    | 2013-05-10 | 2013-05-11 | N                 | -
    """,
)


def test_missing_from_care():
    # Five children were looked after in the year. A's episode began the year before and ended on its first day.
    found = figure("missing_from_care", MOVES, MISSING)
    assert (found.numerator, found.denominator) == (3, 5)
    assert figure("away_without_authorisation", MOVES, MISSING).numerator == 1
    offered = figure("return_interviews_offered", MOVES, MISSING)
    assert (offered.numerator, offered.denominator, offered.excluded) == (2, 3, 1)
    accepted = figure("return_interviews_accepted", MOVES, MISSING)
    assert (accepted.numerator, accepted.denominator) == (1, 2)


def test_orders_of_deprivation_of_liberty():
    orders = rows(
        "deprivation_of_liberty",
        """
        dolo_id | person_id | start_date | end_date
        d1      | A         | 2013-05-03 | 2013-08-02
        d2      | A         | 2013-07-01 | -
        """,
    )
    assert figure("deprived_of_liberty", orders, period="at-2013-07-31").value == 1
