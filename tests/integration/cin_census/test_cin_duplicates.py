"""The same thing twice: word for word is counted once, the rest is kept and listed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.integration.cin_census.cin_files import (
    assessment,
    child,
    episode,
    factor_group,
    message,
    plan,
    read_made,
)


def test_a_child_repeated_word_for_word_is_merged(tmp_path: Path) -> None:
    whole = child(
        episode(
            assessment(factors=factor_group("2B", "3B")), plan(reviews="<CPPreviewDate>2013-09-01</CPPreviewDate>")
        ),
        characteristics="<Ethnicity>WBRI</Ethnicity><Disability>LD</Disability>",
    )
    once = read_made(message(whole), tmp_path)
    (tmp_path / "twice").mkdir()
    twice = read_made(message(whole, child(id="A2"), whole), tmp_path / "twice")
    assert [row["person_id"] for row in twice.rows("person")] == ["A1", "A2"]
    for table in ("referral", "assessment", "assessment_factor", "cp_plan", "cp_review", "disability"):
        assert twice.rows(table) == once.rows(table), table
    assert twice.aside == {"exact_duplicate": 6}, "person, disability, referral, assessment, plan, review"
    assert twice.notes == {}


def test_a_child_whose_episodes_stand_in_two_records(tmp_path: Path) -> None:
    made = read_made(message(child(episode()), child(episode(date="2013-08-01"))), tmp_path)
    assert made.one("person")["person_id"] == "A1"
    assert [row["referral_id"] for row in made.rows("referral")] == ["A1:20130501", "A1:20130801"]
    assert made.aside == {"exact_duplicate": 1}


def test_a_child_with_different_details_keeps_the_first(tmp_path: Path) -> None:
    second = child(episode(date="2013-08-01"), identifiers="<GenderCurrent>2</GenderCurrent>")
    made = read_made(message(child(episode()), second), tmp_path)
    assert made.one("person")["sex"] == "M"
    assert len(made.rows("referral")) == 2
    assert made.aside == {"duplicate_child": 1}


def test_a_referral_entered_differently_in_a_second_record(tmp_path: Path) -> None:
    second = child(episode(assessment("2013-06-01", end="2013-06-20"), nfa="1"))
    made = read_made(message(child(episode()), second), tmp_path)
    assert [(row["referral_id"], row["nfa"]) for row in made.rows("referral")] == [
        ("A1:20130501", False),
        ("A1:20130501#2", True),
    ]
    assert made.one("assessment")["referral_id"] == "A1:20130501#2"
    assert made.notes == {"duplicate_key": 1}


def test_two_episodes_that_start_the_same_day(tmp_path: Path) -> None:
    made = read_made(message(child(episode(), episode(nfa="1"), episode(nfa="1"))), tmp_path)
    assert [row["referral_id"] for row in made.rows("referral")] == ["A1:20130501", "A1:20130501#2"]
    assert made.notes == {"duplicate_key": 1}
    assert made.aside == {"exact_duplicate": 1}


def test_three_records_of_one_child(tmp_path: Path) -> None:
    records = [child(episode(nfa=nfa)) for nfa in ("0", "1", "")]
    made = read_made(message(*records, records[1]), tmp_path)
    assert [(row["referral_id"], row["nfa"]) for row in made.rows("referral")] == [
        ("A1:20130501", False),
        ("A1:20130501#2", True),
        ("A1:20130501#3", None),
    ]
    assert made.aside == {"exact_duplicate": 4}, "three times the person, once the referral"


def test_assessments_with_other_factors_are_two(tmp_path: Path) -> None:
    same_day = episode(assessment(factors=factor_group("2B")), assessment(factors=factor_group("3B")))
    made = read_made(message(child(same_day)), tmp_path)
    assert [(row["assessment_id"], row["code"]) for row in made.rows("assessment_factor")] == [
        ("A1:a20130502", "2B"),
        ("A1:a20130502#2", "3B"),
    ]
    assert made.notes == {"duplicate_key": 1}


def test_a_plan_repeated_once_for_each_review_is_one_plan(tmp_path: Path) -> None:
    plans = [plan(reviews=f"<CPPreviewDate>2013-{month}-01</CPPreviewDate>") for month in ("09", "12")]
    made = read_made(message(child(episode(*plans))), tmp_path)
    assert made.one("cp_plan")["start_date"] == dt.date(2013, 7, 1)
    assert [row["cp_plan_id"] for row in made.rows("cp_review")] == ["A1:p20130701", "A1:p20130701"]
    assert made.aside == {"exact_duplicate": 1}


def test_faults_of_a_first_record_are_noted_once(tmp_path: Path) -> None:
    first = child(episode(assessment(end="PlaceholderStr")))
    made = read_made(message(first, child(episode(date="2013-08-01")), child(id="")), tmp_path)
    assert made.notes == {"placeholder": 1}
    assert made.aside == {"exact_duplicate": 1, "missing_key": 1}


def test_ids_pass_through_the_hash_everywhere(tmp_path: Path) -> None:
    made = read_made(
        message(child(episode(assessment(factors=factor_group("2B")), plan()), id="SECRET7")),
        tmp_path,
        person_ids=lambda own: f"h{len(own)}",
    )
    assert made.one("person")["person_id"] == "h7"
    assert "SECRET7" not in repr(made.tables)
    assert made.one("assessment_factor")["assessment_id"] == "h7:a20130502"
