"""Worked examples: parts within each team, source, need or age; and children counted once in every group they were in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.spec.ascii_table import rows
from tests.spec.worked import YEAR, figure, results

from goldenthread.periods import parse_period
from goldenthread.tables import codes

DAY = "at-2014-03-31"
Drawn = Sequence[Mapping[str, Any]]


def told(measure: str, *tables: Drawn, by: str, period: str = YEAR) -> dict[str, tuple[float | None, float | None]]:
    """By group of a breakdown what is counted, and what it is a part of; groups of which there is nothing are left out."""
    found = results(measure, *tables).groups(measure, parse_period(period), by)
    return {one.group: (one.numerator, one.denominator) for one in found if one.numerator or one.denominator}


# Two contacts came from schools and have an outcome, one of them two; k3 has none.
CONTACTS = rows(
    "contact",
    """
    contact_id | person_id | contact_date | source_code | outcome_nfa | outcome_advice | outcome_new_referral
    k1         | A         | 2013-05-03   | 2A          | yes         | -              | -
    k2         | B         | 2013-06-03   | 2A          | -           | yes            | yes
    k3         | C         | 2013-06-03   | 2A          | -           | -              | -
    k4         | D         | 2013-06-03   | 6           | yes         | -              | no
    """,
)


def test_contacts_by_outcome_within_each_source() -> None:
    assert told("contact_outcomes", CONTACTS, by="outcome_by_source") == {
        "Schools · new referral": (1, 2),
        "Schools · no further action": (1, 2),
        "Schools · advice and information": (1, 2),
        "Police · no further action": (1, 1),
    }
    half = figure("contact_outcomes", CONTACTS, breakdown="outcome_by_source", group="Schools · no further action")
    assert half.value == 50.0
    # Of the whole authority's three with an outcome two came to nothing further.
    assert told("contact_outcomes", CONTACTS, by="outcome")["no further action"] == (2, 3)
    # The sources are no outcomes: they are not parts of the whole themselves.
    assert told("contact_outcomes", CONTACTS, by="source") == {}


def test_referrals_by_source_within_each_team() -> None:
    referrals = rows(
        "referral",
        """
        referral_id | person_id | team_id | referral_date | source_code
        r1          | A         | T1      | 2013-05-03    | 6
        r2          | B         | T1      | 2013-05-03    | 2A
        r3          | C         | T2      | 2013-05-03    | 6
        """,
    )
    assert told("referrals_by_source", referrals, by="source_by_team") == {
        "T1 · Police": (1, 2),
        "T1 · Schools": (1, 2),
        "T2 · Police": (1, 1),
    }


def test_enquiries_by_outcome_within_each_team() -> None:
    enquiries = rows(
        "s47_enquiry",
        """
        s47_enquiry_id | person_id | team_id | start_date | end_date   | outcome_services | nfa
        s1             | A         | T1      | 2013-05-03 | 2013-05-20 | yes              | -
        s2             | B         | T1      | 2013-05-03 | 2013-05-20 | -                | yes
        s3             | C         | T2      | 2013-05-03 | 2013-05-20 | yes              | -
        s4             | D         | -       | 2013-05-03 | 2013-05-20 | yes              | -
        """,
    )
    # T2 has no name, so that its id stands for it.
    assert told("s47_outcomes", enquiries, rows("team", "team_id | name\nT1 | North"), by="outcome_by_team") == {
        "North · no further action": (1, 2),
        "North · services": (1, 2),
        "T2 · services": (1, 1),
        "not known · services": (1, 1),
    }


def _factor(code: str) -> str:
    return f"{code} {codes.ASSESSMENT_FACTOR.by_code[code].label}"


def test_factors_within_each_age_band_and_sex() -> None:
    # A turned five between two assessments of one episode of need.
    people = rows("person", "person_id | date_of_birth | sex\nA | 2008-07-01 | F\nB | 2005-01-01 | M")
    assessments = rows(
        "assessment",
        """
        assessment_id | person_id | referral_id | start_date | authorised_date
        a1            | A         | r1          | 2013-05-01 | 2013-06-03
        a2            | A         | r1          | 2013-08-01 | 2013-09-03
        a3            | B         | r2          | 2013-08-01 | 2013-09-03
        """,
    )
    factors = rows("assessment_factor", "assessment_id | code\na1 | 3B\na2 | 3B\na2 | 4B\na3 | 4B")
    drawn = (people, assessments, factors)
    assert told("assessment_factors", *drawn, by="factor_by_age_band") == {
        f"1 to 4 · {_factor('3B')}": (1, 1),
        f"5 to 9 · {_factor('3B')}": (1, 2),
        f"5 to 9 · {_factor('4B')}": (2, 2),
    }
    # The episode counts in both age bands, and once in the whole and by sex.
    assert told("assessment_factors", *drawn, by="factor") == {_factor("3B"): (1, 2), _factor("4B"): (2, 2)}
    assert told("assessment_factors", *drawn, by="factor_by_sex") == {
        f"female · {_factor('3B')}": (1, 1),
        f"female · {_factor('4B')}": (1, 1),
        f"male · {_factor('4B')}": (1, 1),
    }


def test_how_long_and_why_within_need_and_team() -> None:
    referrals = rows(
        "referral",
        """
        referral_id | person_id | team_id | primary_need | referral_date | closure_date | closure_reason
        r1          | A         | T1      | N1           | 2013-06-01    | 2013-07-01   | RC7
        r2          | B         | T1      | N2           | 2011-06-01    | 2013-07-01   | RC7
        r3          | C         | T1      | N1           | 2013-05-01    | 2013-07-01   | RC5
        r4          | D         | T2      | N1           | 2013-05-01    | 2013-07-01   | RC5
        r5          | E         | T2      | N1           | 2013-12-01    | -            | -
        """,
    )
    moved, other = "RC5 moved to another authority", "RC7 any other reason, no longer in need"
    # How long they lasted and why they were closed are both told within each team, and neither is taken for the other.
    assert told("in_need_ended_durations", referrals, by="duration_by_team") == {
        "T1 · 2 years or more": (1, 3),
        "T1 · 3 months or less": (2, 3),
        "T2 · 3 months or less": (1, 1),
    }
    assert told("in_need_closure_reasons", referrals, by="closed_because_by_team") == {
        f"T1 · {moved}": (1, 3),
        f"T1 · {other}": (2, 3),
        f"T2 · {moved}": (1, 1),
    }
    assert told("in_need_ended_durations", referrals, by="duration_by_need") == {
        "N1 abuse or neglect · 3 months or less": (3, 3),
        "N2 child's disability or illness · 2 years or more": (1, 1),
    }
    # On a day only E is still in need; a month after the beginning it was three months or less.
    assert told("children_in_need_durations", referrals, by="duration_by_team", period=DAY) == {
        "T2 · 3 months or less": (0, 1),
        "T2 · over 3 to 6 months": (1, 1),
    }


def test_children_with_two_contacts_or_more_in_one_age_band() -> None:
    people = rows("person", "person_id | date_of_birth\nA | 2008-07-01\nB | 2004-01-01")
    contacts = rows(
        "contact",
        """
        contact_id | person_id | contact_date
        k1         | A         | 2013-06-03
        k2         | A         | 2013-08-01
        k3         | B         | 2013-06-03
        k4         | B         | 2013-07-03
        """,
    )
    # A's two contacts are one before the fifth birthday and one after: one in each age band, two in all.
    assert told("children_repeat_contacts", people, contacts, by="age_band") == {"1 to 4": (0, 1), "5 to 9": (1, 2)}
    whole = figure("children_repeat_contacts", people, contacts)
    assert (whole.numerator, whole.denominator, whole.value) == (2, 2, 100.0)


def test_reviews_in_time_by_the_team_that_held_the_case() -> None:
    reviews = rows(
        "cla_review",
        """
        cla_review_id | person_id | review_date | due_date
        w1            | A         | 2013-07-20  | 2013-07-20
        w2            | A         | 2014-01-11  | 2014-01-10
        """,
    )
    held = rows(
        "involvement",
        """
        involvement_id | person_id | team_id | role        | start_date | end_date
        i1             | A         | T1      | case_worker | 2013-01-01 | 2013-09-01
        i2             | A         | T2      | case_worker | 2013-09-01 | -
        """,
    )
    # The team that held the case when the late review was due answers for it, the other does not.
    assert told("cla_reviews_in_time", reviews, held, by="team") == {"T1": (1, 1), "T2": (0, 1)}
    assert figure("cla_reviews_in_time", reviews, held).value == 0.0


CARE = rows(
    "cla_episode",
    """
    cla_episode_id | person_id | start_date | start_reason | legal_status | end_date
    e1             | A         | 2012-06-01 | S            | C2           | 2013-12-20
    """,
)
PLACED = rows(
    "cla_placement",
    """
    placement_id | person_id | start_date | end_date   | placement_type
    p1           | A         | 2012-06-01 | 2013-09-10 | U4
    p2           | A         | 2013-09-10 | 2013-12-20 | K2
    """,
)
HOME = "secure and children's homes"


def missing(*spells: str) -> Drawn:
    """Missing episodes of A, each from a day to a day."""
    lines = "\n".join(f"m{number} | A | M | {spell}" for number, spell in enumerate(spells))
    return rows("missing_episode", "missing_episode_id | person_id | type | start_date | end_date\n" + lines)


def test_missing_is_told_by_the_placement_the_child_was_missing_from() -> None:
    gone = missing("2013-10-01 | 2013-10-03")
    assert told("missing_from_care", CARE, PLACED, gone, by="placement") == {"foster": (0, 1), HOME: (1, 1)}
    whole = figure("missing_from_care", CARE, PLACED, gone)
    assert (whole.numerator, whole.denominator) == (1, 1)
    # In the month of the move the child was in care in both.
    assert told("missing_from_care", CARE, PLACED, gone, by="placement", period="month-2013-09-30") == {
        "foster": (0, 1),
        HOME: (0, 1),
    }
    # A child who moves while missing was missing from both.
    moving = missing("2013-09-09 | 2013-09-12")
    assert told("missing_from_care", CARE, PLACED, moving, by="placement") == {"foster": (1, 1), HOME: (1, 1)}


def test_between_placements_it_is_not_known_where_a_child_lived() -> None:
    apart = rows(
        "cla_placement",
        """
        placement_id | person_id | start_date | end_date   | placement_type
        p1           | A         | 2012-06-01 | 2013-09-10 | U4
        p2           | A         | 2013-09-15 | -          | K2
        """,
    )
    gone = missing("2013-09-10 | 2013-09-10", "2013-09-12 | 2013-09-12")
    # On the day the placement ended it was still the child's.
    assert told("missing_from_care", CARE, apart, gone, by="placement") == {
        "foster": (1, 1),
        HOME: (0, 1),
        "not known": (1, 1),
    }


def test_missing_is_told_by_the_age_on_the_day() -> None:
    people = rows("person", "person_id | date_of_birth\nA | 1997-12-10")
    # In December 2013 A was 15, then 16, and missing after the birthday only.
    gone = missing("2013-12-12 | 2013-12-13")
    for period in (YEAR, "month-2013-12-31"):
        assert told("missing_from_care", people, CARE, PLACED, gone, by="age_band", period=period) == {
            "10 to 15": (0, 1),
            "16 and over": (1, 1),
        }


def test_a_child_is_missing_from_care_no_longer_than_in_care() -> None:
    # Nobody closed the episode when care ended on 20 December.
    open_still = missing("2013-12-18 | -")
    assert figure("missing_from_care", CARE, PLACED, open_still, period="month-2013-12-31").value == 100.0
    later = figure("missing_from_care", CARE, PLACED, open_still, period="quarter-2014-03-31")
    assert (later.numerator, later.denominator, later.value) == (0, 0, None)


def test_the_score_of_children_a_year_in_care_by_placement() -> None:
    people = rows("person", "person_id | date_of_birth\nA | 2004-01-01\nB | 2004-01-01\nC | 2004-01-01")
    care = rows(
        "cla_episode",
        """
        cla_episode_id | person_id | start_date | start_reason | legal_status
        e1             | A         | 2012-06-01 | S            | C2
        e2             | B         | 2012-06-01 | S            | C2
        e3             | C         | 2012-06-01 | S            | C2
        """,
    )
    placed = rows(
        "cla_placement",
        """
        placement_id | person_id | start_date | end_date   | placement_type
        p1           | A         | 2012-06-01 | -          | U4
        p2           | B         | 2012-06-01 | -          | U4
        p3           | C         | 2012-06-01 | 2014-03-31 | U4
        p4           | C         | 2014-03-31 | -          | K2
        """,
    )
    scores = rows(
        "sdq_score",
        """
        sdq_id | person_id | completed_date | score
        q1     | A         | 2014-02-01     | 8
        q2     | B         | 2014-02-01     | 14
        q3     | C         | 2014-02-01     | 23
        """,
    )
    # C moved on the day: it is the placement at the end of it that counts.
    for group, value in {"foster": 11.0, HOME: 23.0}.items():
        found = figure(
            "looked_after_sdq_score", people, care, placed, scores, period=DAY, breakdown="placement", group=group
        )
        assert found.value == value, group


def test_advocacy_by_team() -> None:
    offers = rows(
        "advocacy",
        """
        advocacy_id | person_id | team_id | event_type         | event_date | offered | taken_up
        y1          | A         | T1      | initial_conference | 2013-06-01 | yes     | yes
        y2          | B         | T1      | initial_conference | 2013-06-01 | no      | -
        y3          | C         | T2      | cp_review          | 2013-09-01 | yes     | no
        y4          | D         | -       | cp_review          | 2013-09-01 | yes     | yes
        """,
        source="template",
    )
    assert told("advocacy_offered", offers, by="team") == {"T1": (1, 2), "T2": (1, 1), "not known": (1, 1)}
    assert told("advocacy_taken_up", offers, by="team") == {"T1": (1, 1), "T2": (0, 1), "not known": (1, 1)}
