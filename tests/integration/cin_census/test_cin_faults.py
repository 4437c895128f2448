"""Every fault seen in real and sample files: what is kept, what is left out, and what is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.integration.cin_census.cin_files import (
    assessment,
    child,
    episode,
    factor_group,
    header,
    message,
    plan,
    read_made,
)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "nfa"), [("0", False), ("1", True), ("true", True), ("FALSE", False), (" True ", True), ("", None)]
)
def test_yes_and_no_in_every_spelling(tmp_path: Path, text: str, nfa: bool | None) -> None:
    made = read_made(message(child(episode(nfa=text))), tmp_path)
    assert made.one("referral")["nfa"] is nfa
    assert made.notes == {}


def test_a_flag_that_is_neither_is_missing_and_noted(tmp_path: Path) -> None:
    made = read_made(message(child(episode(nfa="perhaps"))), tmp_path)
    assert made.one("referral")["nfa"] is None
    assert made.notes == {"bad_value": 1}


@pytest.mark.parametrize(("text", "sex"), [("1", "M"), ("2", "F"), ("0", "U"), ("9", "U")])
def test_sex_in_numbers_is_converted_and_noted(tmp_path: Path, text: str, sex: str) -> None:
    made = read_made(message(child(identifiers=f"<Sex>{text}</Sex>"), head=header(2025)), tmp_path)
    assert made.one("person")["sex"] == sex
    assert made.notes == {"old_code": 1}


def test_gender_current_in_a_new_file_is_read_and_noted(tmp_path: Path) -> None:
    made = read_made(message(child(identifiers="<GenderCurrent>2</GenderCurrent>"), head=header(2025)), tmp_path)
    assert made.one("person")["sex"] == "F"
    assert made.notes == {"old_element": 1}


def test_stray_text_between_elements_is_ignored(tmp_path: Path) -> None:
    identifiers = "<UPNunknown>UN2</UPNunknown>PersonBirthDate<PersonBirthDate>2004-02-29</PersonBirthDate>loose"
    made = read_made(message("stray", child("more", episode(), "and more", identifiers=identifiers)), tmp_path)
    assert made.one("person")["date_of_birth"] == _day("2004-02-29")
    assert made.one("person")["upn_unknown_reason"] == "UN2"
    assert made.notes == {}


@pytest.mark.parametrize("text", ["01/05/2013", "2013-05-01T00:00:00", "2013-05-01 00:00:00.000", "1/5/2013"])
def test_dates_in_other_forms_are_converted_and_noted(tmp_path: Path, text: str) -> None:
    made = read_made(message(child(episode(date=text))), tmp_path)
    assert made.one("referral")["referral_date"] == _day("2013-05-01")
    assert made.one("referral")["referral_id"] == "A1:20130501"
    assert made.notes == {"date_format": 1}


def test_an_impossible_end_is_left_out_and_the_row_kept(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment(end="2013-02-30")))), tmp_path)
    assert made.one("assessment")["authorised_date"] is None
    assert made.notes == {"impossible_date": 1}
    (problem,) = made.problems
    assert (problem.row, problem.column, problem.file) == (1, "AssessmentAuthorisationDate", "made.xml")
    assert "2013-02-30" not in str(problem), "nothing about a child is quoted"


@pytest.mark.parametrize(
    ("date", "code"),
    [
        ("2012-02-30", "impossible_date"),
        ("1979-12-31", "impossible_date"),
        ("1900-01-01", "sentinel_date"),
        ("2028-01-01", "future_date"),
        ("9999-12-31", "sentinel_date"),
        ("soon", "impossible_date"),
    ],
)
def test_an_impossible_start_sets_its_row_aside(tmp_path: Path, date: str, code: str) -> None:
    made = read_made(message(child(episode(assessment(date, factors=factor_group("2A"))))), tmp_path)
    assert made.rows("assessment") == []
    assert made.rows("assessment_factor") == []
    assert made.aside == {code: 1}
    assert made.one("referral")["person_id"] == "A1"


def test_an_end_before_its_start_is_left_out(tmp_path: Path) -> None:
    closing = "<CINclosureDate>2013-04-30</CINclosureDate>"
    text = message(child(episode(closing, assessment("2013-05-02", end="2013-05-01"), plan(end="2013-06-30"))))
    made = read_made(text, tmp_path)
    assert made.one("referral")["closure_date"] is None
    assert made.one("assessment")["authorised_date"] is None
    assert made.one("cp_plan")["end_date"] is None
    assert made.notes == {"end_before_start": 3}


def test_a_conference_before_its_enquiry_is_set_aside(tmp_path: Path) -> None:
    enquiry = (
        "<Section47><S47ActualStartDate>2013-06-10</S47ActualStartDate><DateOfInitialCPC>2013-06-01"
        "</DateOfInitialCPC><ICPCnotRequired>0</ICPCnotRequired></Section47>"
    )
    made = read_made(message(child(episode(enquiry))), tmp_path)
    assert made.rows("initial_cp_conference") == []
    assert made.one("s47_enquiry")["start_date"] == _day("2013-06-10")
    assert made.aside == {"end_before_start": 1}


def test_a_review_on_the_day_the_plan_started_is_set_aside(tmp_path: Path) -> None:
    reviews = "<Reviews><CPPreviewDate>2013-07-01</CPPreviewDate><CPPreviewDate>2013-09-01</CPPreviewDate></Reviews>"
    made = read_made(message(child(episode(plan(reviews=reviews)))), tmp_path)
    assert made.one("cp_review")["review_date"] == _day("2013-09-01")
    assert made.aside == {"review_on_start": 1}


def test_an_event_after_the_reference_date_is_kept_and_noted(tmp_path: Path) -> None:
    text = message(child(episode(assessment(end="2014-04-10"))))
    made = read_made(text, tmp_path)
    assert made.one("assessment")["authorised_date"] == _day("2014-04-10")
    assert made.notes == {"after_reference_date": 1}


def test_a_planned_date_after_the_reference_date_is_nothing_to_note(tmp_path: Path) -> None:
    planned = "<AssessmentInternalReviewDate>2014-05-10</AssessmentInternalReviewDate>"
    text = message(child(episode(assessment("2014-03-20", end="", factors=planned), date="2014-03-19")))
    made = read_made(text, tmp_path)
    assert made.one("assessment")["internal_review_date"] == _day("2014-05-10")
    assert made.notes == {}


def test_an_early_birth_is_kept_and_noted(tmp_path: Path) -> None:
    made = read_made(message(child(identifiers="<PersonBirthDate>1965-03-01</PersonBirthDate>")), tmp_path)
    assert made.one("person")["date_of_birth"] == _day("1965-03-01")
    assert made.notes == {"early_birth_date": 1}


def test_a_death_before_birth_is_left_out(tmp_path: Path) -> None:
    identifiers = "<PersonBirthDate>2010-03-01</PersonBirthDate><PersonDeathDate>2009-03-01</PersonDeathDate>"
    made = read_made(message(child(identifiers=identifiers)), tmp_path)
    assert made.one("person")["date_of_death"] is None
    assert made.notes == {"end_before_start": 1}


def test_an_unknown_factor_is_noted_and_the_others_kept(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment(factors=factor_group("2B", "RB", "3B"))))), tmp_path)
    assert [row["code"] for row in made.rows("assessment_factor")] == ["2B", "3B"]
    assert made.notes == {"unknown_code": 1}
    assert "(RB)" in made.problems[0].what


def test_a_code_of_another_year_is_kept_and_noted(tmp_path: Path) -> None:
    early = message(child(episode(assessment(factors=factor_group("24A", "18A")))))
    made = read_made(early, tmp_path)
    assert [row["code"] for row in made.rows("assessment_factor")] == ["24A", "18A"]
    assert made.notes == {"code_of_another_year": 1}
    assert "(24A)" in made.problems[0].what


def test_what_does_not_look_like_a_code_is_not_quoted(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment(factors=factor_group("Wilhelmina Madeup"))))), tmp_path)
    assert made.notes == {"unknown_code": 1}
    assert "Wilhelmina" not in str(made.problems[0])


@pytest.mark.parametrize("group", [factor_group(), "<FactorsIdentifiedAtAssessment/>", factor_group("", " ")])
def test_an_empty_factor_group_means_none_recorded(tmp_path: Path, group: str) -> None:
    made = read_made(message(child(episode(assessment(factors=group)))), tmp_path)
    assert made.rows("assessment_factor") == []
    assert (made.notes, made.aside) == ({}, {})


def test_a_factor_given_twice_is_counted_once(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment(factors=factor_group("2B", "2B"))))), tmp_path)
    assert made.one("assessment_factor")["code"] == "2B"
    assert made.aside == {"exact_duplicate": 1}


@pytest.mark.parametrize(
    ("characteristics", "factors"),
    [
        ("<Disabilities><Disability>NONE</Disability><Disability>LD</Disability></Disabilities>", ""),
        ("", factor_group("21", "3B")),
    ],
)
def test_none_beside_other_codes_is_noted(tmp_path: Path, characteristics: str, factors: str) -> None:
    made = read_made(message(child(episode(assessment(factors=factors)), characteristics=characteristics)), tmp_path)
    assert made.notes == {"none_with_others": 1}


def test_placeholder_text_is_missing_with_its_cause(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment(end="PlaceholderStr")))), tmp_path)
    assert made.one("assessment")["authorised_date"] is None
    assert made.notes == {"placeholder": 1}
    assert "shared SSD census script" in made.problems[0].remedy


def test_a_placeholder_start_sets_the_row_aside_once(tmp_path: Path) -> None:
    made = read_made(message(child(episode(assessment("PlaceholderStr")))), tmp_path)
    assert made.aside == {"placeholder": 1}
    assert made.notes == {}


def test_rows_without_what_they_need_are_set_aside(tmp_path: Path) -> None:
    text = message(
        child(episode(), id=""),
        child(
            episode(assessment(), date=""),
            episode(assessment(""), "<CINPlanDates/>", "<Section47/>", plan("", reviews="<CPPreviewDate/>")),
        ),
    )
    made = read_made(text, tmp_path)
    assert made.aside == {"missing_key": 6, "no_plan": 1}
    assert made.one("person")["person_id"] == "A1"
    assert made.one("assessment")["referral_id"] is None, "an assessment stands without its referral"
    assert made.one("referral")["referral_id"] == "A1:20130501"


def test_a_conference_for_the_episode_and_under_the_enquiry(tmp_path: Path) -> None:
    enquiry = (
        "<Section47><S47ActualStartDate>2013-06-10</S47ActualStartDate><DateOfInitialCPC>2013-07-01"
        "</DateOfInitialCPC><ICPCnotRequired>0</ICPCnotRequired></Section47>"
    )
    made = read_made(message(child(episode("<DateOfInitialCPC>2013-07-01</DateOfInitialCPC>", enquiry))), tmp_path)
    assert made.one("initial_cp_conference")["transfer_in"] is False
    assert made.notes == {"two_conferences": 1}


@pytest.mark.parametrize("previous", ["-1", "many", "1.5"])
def test_a_number_that_cannot_be_is_missing(tmp_path: Path, previous: str) -> None:
    made = read_made(message(child(episode(plan(previous=previous)))), tmp_path)
    assert made.one("cp_plan")["previous_plans"] is None
    assert made.notes == {"bad_value": 1}


def test_elements_nobody_reads_are_counted(tmp_path: Path) -> None:
    text = message(
        child(
            episode("<Extra>x</Extra>"),
            identifiers="<Nickname>Wilhelmina</Nickname>",
            characteristics="<AsylumSeeking>0</AsylumSeeking>",
            more="<Afterthought><Leaf/></Afterthought>",
        )
    )
    made = read_made(text, tmp_path)
    assert made.notes == {"unread_element": 3, "unread_group": 1}
    assert {each.column for each in made.problems} == {"Extra", "Nickname", "AsylumSeeking", "Afterthought"}
    assert not any("Wilhelmina" in str(each) for each in made.problems)


def test_many_faults_of_a_kind_are_all_counted_and_few_are_worded(tmp_path: Path) -> None:
    children = (child(episode(date="01/05/2013"), id=f"B{number}") for number in range(60))
    made = read_made(message(*children), tmp_path)
    assert made.notes == {"date_format": 60}
    assert len(made.problems) == 20
