"""Data-quality rules: rows that fail and rows that pass, beside each other."""

from __future__ import annotations

import datetime as dt

import pytest

from goldenthread import checks
from goldenthread.engines import engine_over_rows

D = dt.date
AS_AT = D(2014, 9, 30)
A = {"authority": "999", "source": "cin", "person_id": "SYN1", "as_at": AS_AT}
REFERRAL = A | {"referral_id": "R1", "referral_date": D(2014, 3, 3), "closure_date": D(2014, 6, 30), "source_code": "6"}
PERSON = A | {"date_of_birth": D(2010, 1, 2)}


def _failing(**tables):
    rows = {"referral": [REFERRAL], "person": [PERSON]} | tables
    with engine_over_rows(rows) as engine:
        results = checks.run(engine, AS_AT)
        written = list(checks.failing_rows(engine, AS_AT, results))
    assert len(written) == sum(result.failing for result in results)
    return {result.check.code: result.failing for result in results if result.failing}


def _assessment(start, end=None, **more):
    return A | {"assessment_id": f"A{start}", "referral_id": "R1", "start_date": start, "authorised_date": end} | more


def _plan(start, end=None, name="P1", category="NEG", **more):
    made = {"cp_plan_id": name, "referral_id": "R1", "start_date": start, "end_date": end, "initial_category": category}
    return A | made | more


FACTOR = A | {"assessment_id": "A2014-03-10", "code": "3B"}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"assessment": [_assessment(D(2014, 3, 10), D(2014, 4, 1))], "assessment_factor": [FACTOR]}, {}),
        ({"assessment": [_assessment(D(2014, 3, 1))]}, {"1103": 1, "8670Q": 1}),
        ({"assessment": [_assessment(D(2014, 7, 1), D(2014, 7, 9))]}, {"8565": 1, "8897Q": 1}),
        ({"assessment": [_assessment(D(2014, 3, 10), D(2014, 3, 5))], "assessment_factor": [FACTOR]}, {"8608": 1}),
        (
            {
                "assessment": [_assessment(D(2014, 3, 10), D(2014, 4, 1))],
                "assessment_factor": [FACTOR, FACTOR | {"code": "21"}],
            },
            {"8869": 1},
        ),
        ({"cp_plan": [_plan(D(2014, 3, 20), D(2014, 5, 1))]}, {}),
        ({"cp_plan": [_plan(D(2014, 3, 20), D(2014, 3, 20))]}, {"8840": 1}),
        ({"cp_plan": [_plan(D(2014, 3, 20), D(2014, 3, 10))]}, {"8925": 1}),
        ({"cp_plan": [_plan(D(2014, 3, 20), category=None)]}, {"8905": 1}),
        ({"cp_plan": [_plan(D(2014, 3, 20)), _plan(D(2014, 4, 20), name="P2")]}, {"8935": 1}),
        ({"cp_plan": [_plan(D(2014, 3, 20), D(2014, 4, 20)), _plan(D(2014, 4, 20), name="P2")]}, {}),
        (
            {"initial_cp_conference": [A | {"icpc_id": "I1", "referral_id": "R1", "conference_date": D(2014, 3, 22)}]},
            {"8875": 1},
        ),
        (
            {"initial_cp_conference": [A | {"icpc_id": "I1", "referral_id": "R1", "conference_date": D(2014, 3, 21)}]},
            {},
        ),
        ({"s47_enquiry": [A | {"s47_enquiry_id": "S1", "referral_id": "R1", "start_date": D(2014, 3, 2)}]}, {"2889": 1}),
        ({"referral": [REFERRAL, REFERRAL | {"referral_id": "R2", "referral_date": D(2014, 5, 5)}]}, {"8815": 1}),
        ({"referral": [REFERRAL | {"closure_date": D(2014, 3, 1)}]}, {"8630": 1}),
        ({"referral": [REFERRAL | {"source_code": None}]}, {"no-source": 1}),
        ({"person": [PERSON | {"date_of_birth": D(2015, 1, 1)}]}, {"births": 1}),
        ({"person": [PERSON | {"date_of_birth": None}]}, {"no-birth": 1}),
        (
            {"cla_episode": [A | {"cla_episode_id": "E1", "start_date": D(2014, 4, 1), "end_date": D(2014, 4, 9)}]},
            {"care-rec": 1},
        ),
        (
            {
                "cla_episode": [
                    A | {"cla_episode_id": "E1", "start_date": D(2014, 4, 1), "end_date": D(2014, 4, 19)}
                    | {"end_reason": "E8", "legal_status": "V3"}
                ]
            },
            {"care-v3": 1},
        ),
    ],
)  # fmt: skip
def test_rows_that_fail_are_found_and_rows_that_pass_are_not(tables, expected):
    assert _failing(**tables) == expected


def test_the_report_says_what_how_many_and_what_to_do():
    with engine_over_rows({"cp_plan": [_plan(D(2014, 3, 20), D(2014, 3, 10))]}) as engine:
        lines = list(checks.report_lines(checks.run(engine, AS_AT)))
    assert lines[0].startswith("error 8925: Protection plan ends before it starts: 1 (such as SYN1)")
    assert "Correct the dates" in lines[1]
    assert lines[-1].endswith("rules find nothing wrong")


def test_every_rule_has_words_and_a_code_of_its_own():
    codes = [check.code for check in checks.CHECKS]
    assert len(codes) == len(set(codes))
    assert all(check.explain and check.remedy and check.title for check in checks.CHECKS)
