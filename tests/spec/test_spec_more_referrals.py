"""Worked examples: where referrals come from, how soon they were decided, what they and assessments led to."""

from __future__ import annotations

from tests.spec.ascii_table import rows
from tests.spec.worked import figure

REFERRALS = rows(
    "referral",
    """
    referral_id | person_id | referral_date | source_code | closure_reason | decision_date | outcome_assessment
    r1          | A         | 2013-05-03    | 6           | RC8            | 2013-05-07    | -
    r2          | B         | 2013-05-03    | 6           | RC7            | 2013-05-10    | -
    r3          | C         | 2013-06-03    | 2A          | RC9            | -             | yes
    r4          | D         | 2014-03-20    | 1A          | -              | -             | yes
    """,
)
ASSESSMENTS = rows(
    "assessment",
    """
    assessment_id | person_id | referral_id | start_date | authorised_date | child_seen | outcome_nfa
    a1            | A         | r1          | 2013-05-08 | 2013-06-03      | yes        | yes
    a2            | A         | r1          | 2013-07-01 | 2013-07-20      | no         | -
    a3            | B         | -           | 2013-07-01 | 2013-07-20      | -          | no
    """,
)
FACTORS = rows(
    "assessment_factor",
    """
    assessment_id | code
    a1            | 3B
    a1            | 4B
    a2            | 3B
    a3            | 21
    """,
)


def test_referrals_by_source():
    found = figure("referrals_by_source", REFERRALS, breakdown="source", group="Police")
    assert (found.numerator, found.denominator, found.value) == (2, 4, 50.0)


def test_referrals_not_in_need():
    assert figure("referrals_not_in_need", REFERRALS).value == 50.0


def test_referrals_decided():
    # One working day, and four: 7 May is the first working day after Friday 3 May 2013.
    one = figure("referrals_decided_1_day", REFERRALS)
    assert (one.numerator, one.denominator, one.excluded) == (1, 2, 2)
    assert figure("referrals_decided_late", REFERRALS).value == 50.0


def test_referrals_leading_to_an_assessment():
    # r1 has one, r3 says so, r4 is eleven days old: too recent to tell.
    found = figure("referrals_leading_to_assessment", REFERRALS, ASSESSMENTS)
    assert (found.numerator, found.denominator, found.too_recent) == (2, 3, 1)


def test_what_assessments_say():
    seen = figure("assessments_child_seen", REFERRALS, ASSESSMENTS, FACTORS)
    assert (seen.numerator, seen.denominator, seen.excluded) == (1, 2, 1)
    nothing = figure("assessments_ended_nfa", REFERRALS, ASSESSMENTS, FACTORS)
    assert (nothing.numerator, nothing.denominator, nothing.excluded) == (1, 2, 1)
    # 'None found' (21) is an answer.
    assert figure("assessments_with_factors", REFERRALS, ASSESSMENTS, FACTORS).value == 100.0


def test_a_factor_counts_once_for_an_episode_of_need():
    # a1 and a2 belong to one referral: domestic abuse counts once, in one episode with factors. Code 21 is left out.
    abuse = "3B domestic abuse: parent or carer"
    found = [
        one
        for one in ("3B", "4B")
        for result in [_factor(one)]
        if (result.numerator, result.denominator, result.value) == (1, 1, 100.0)
    ]
    assert found == ["3B", "4B"], abuse
    rate = figure(
        "assessment_factor_rate", ASSESSMENTS, FACTORS, population={2013: 20_000}, breakdown="factor", group=_name("3B")
    )
    assert rate.value == 0.5


def _name(code):
    from goldenthread.tables import codes

    return f"{code} {codes.ASSESSMENT_FACTOR.by_code[code].label}"


def _factor(code):
    return figure("assessment_factors", ASSESSMENTS, FACTORS, breakdown="factor", group=_name(code))


def test_a_factor_counts_again_in_another_year():
    later = rows(
        "assessment",
        """
        assessment_id | person_id | referral_id | start_date | authorised_date
        b1            | A         | r1          | 2012-12-01 | 2012-12-20
        b2            | A         | r1          | 2013-12-01 | 2013-12-20
        """,
    )
    found = rows("assessment_factor", "assessment_id | code\nb1 | 3B\nb2 | 3B")
    for period in ("year-2013-03-31", "year-2014-03-31"):
        share = figure("assessment_factors", later, found, breakdown="factor", group=_name("3B"), period=period)
        assert share.numerator == 1


ENQUIRIES = rows(
    "s47_enquiry",
    """
    s47_enquiry_id | person_id | start_date | end_date   | outcome_cp_conference | outcome_services | nfa | icpc_not_required
    s1             | A         | 2013-05-03 | 2013-05-20 | yes                   | yes              | -   | -
    s2             | B         | 2013-05-03 | 2013-05-20 | -                     | -                | yes | yes
    s3             | C         | 2014-03-03 | -          | -                     | -                | -   | -
    s4             | D         | 2014-03-03 | -          | -                     | -                | -   | yes
    s5             | E         | 2014-03-11 | -          | -                     | -                | -   | -
    s6             | F         | 2014-03-03 | -          | -                     | -                | -   | -
    """,
)
CONFERENCES = rows(
    "initial_cp_conference",
    """
    icpc_id | person_id | s47_enquiry_id | conference_date
    i1      | A         | s1             | 2013-05-20
    i2      | F         | s6             | 2014-03-28
    i3      | G         | -              | 2014-01-10
    """,
)


def test_outcomes_of_enquiries():
    found = figure("s47_outcomes", ENQUIRIES, breakdown="outcome", group="services")
    assert (found.numerator, found.denominator, found.value) == (1, 2, 50.0)
    assert figure("s47_outcomes", ENQUIRIES, breakdown="outcome", group="no further action").value == 50.0


def test_enquiries_waiting_for_a_conference():
    # s3 has waited 20 working days; s4 needs none, s5 has waited 14, s6 had its conference.
    assert figure("s47_open_over_15", ENQUIRIES, CONFERENCES, period="at-2014-03-31").value == 1


def test_conferences_by_wait():
    # 3 to 20 May 2013 is ten working days across a bank holiday; 3 to 28 March 2014 is nineteen.
    for group in ("0 to 10 working days", "16 to 20 working days", "not known"):
        found = figure("conference_bands", ENQUIRIES, CONFERENCES, breakdown="waited", group=group)
        assert (found.numerator, found.denominator) == (1, 3), group


def test_of_two_rows_of_one_day_either_closure_came_before_the_next_referral():
    drawn = rows(
        "referral",
        """
        referral_id | person_id | referral_date | closure_date
        a1          | A         | 2013-05-01    | -
        a2          | A         | 2013-05-01    | 2013-06-10
        a3          | A         | 2014-01-15    | -
        """,
    )
    found = figure("rereferrals_after_closure", drawn)
    assert (found.numerator, found.denominator) == (1, 2)
