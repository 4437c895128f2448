"""One hand-made file of each collection year's layout: every module lands where it belongs."""

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


def _section_47(year: int, *, held: str = "") -> str:
    conference = f"<DateOfInitialCPC>{held}</DateOfInitialCPC>" if held else ""
    return (
        f"<Section47><S47ActualStartDate>{year - 1}-06-10</S47ActualStartDate>"
        f"<InitialCPCtarget>{year - 1}-07-01</InitialCPCtarget>{conference}"
        f"<ICPCnotRequired>{0 if held else 1}</ICPCnotRequired></Section47>"
    )


def test_2013_initial_and_core_assessments_are_counted_and_not_read(tmp_path: Path) -> None:
    legacy = (
        "<InitialAssessments><InitialAssessmentActualStartDate>2012-05-02</InitialAssessmentActualStartDate>"
        "</InitialAssessments><CoreAssessments><CoreAssessmentActualStartDate>2012-06-01"
        "</CoreAssessmentActualStartDate></CoreAssessments>"
    )
    made = read_made(message(child(episode(legacy, date="2012-05-01")), head=header(2013)), tmp_path)
    assert made.sink.collection_year == 2013
    assert made.one("referral")["referral_date"] == _day("2012-05-01")
    assert made.rows("assessment") == []
    assert made.notes == {"legacy_assessment": 2}
    assert "durations of these assessments are not computed" in made.problems[0].what


def test_2014_single_assessments_beside_the_old_ones(tmp_path: Path) -> None:
    old = "<InitialAssessments><Anything>2013-05-01</Anything></InitialAssessments>"
    made = read_made(message(child(episode(old, assessment()))), tmp_path)
    row = made.one("assessment")
    assert (row["start_date"], row["authorised_date"]) == (_day("2013-05-02"), _day("2013-06-10"))
    assert row["assessment_id"] == "A1:a20130502"
    assert row["referral_id"] == made.one("referral")["referral_id"] == "A1:20130501"
    assert made.notes == {"legacy_assessment": 1}


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020])
def test_2017_to_2020_the_tree_without_child_in_need_plans(tmp_path: Path, year: int) -> None:
    start = f"{year - 1}-05-02"
    text = message(
        child(
            episode(
                assessment(start, end=f"{year - 1}-06-10", factors=factor_group("18A", "19A", "22A", "23A")),
                _section_47(year, held=f"{year - 1}-07-01"),
                plan(
                    f"{year - 1}-07-01", reviews=f"<Reviews><CPPreviewDate>{year - 1}-09-20</CPPreviewDate></Reviews>"
                ),
                date=f"{year - 1}-05-01",
            ),
            characteristics="<Ethnicity>CHNE</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>",
        ),
        head=header(year),
    )
    made = read_made(text, tmp_path)
    assert {row["code"] for row in made.rows("assessment_factor")} == {"18A", "19A", "22A", "23A"}
    assert {row["assessment_id"] for row in made.rows("assessment_factor")} == {f"A1:a{year - 1}0502"}
    assert made.one("disability")["code"] == "NONE"
    assert made.one("person")["ethnicity"] == "CHNE"
    assert (made.one("person")["sex"], made.one("person")["gender"]) == ("M", "M")
    assert made.one("cp_review")["cp_plan_id"] == made.one("cp_plan")["cp_plan_id"] == f"A1:p{year - 1}0701"
    assert made.rows("cin_plan") == []
    assert (made.notes, made.aside) == ({}, {})


def test_2021_new_factors_of_physical_and_sexual_abuse(tmp_path: Path) -> None:
    text = message(
        child(
            episode(
                assessment("2020-05-02", end="2020-06-01", factors=factor_group("18B", "18C", "19B", "19C")),
                date="2020-05-01",
            )
        ),
        head=header(2021),
    )
    made = read_made(text, tmp_path)
    assert [row["code"] for row in made.rows("assessment_factor")] == ["18B", "18C", "19B", "19C"]
    assert made.notes == {}


def test_2022_child_in_need_plans_and_criminal_exploitation(tmp_path: Path) -> None:
    plans = (
        "<CINPlanDates><CINPlanStartDate>2021-07-01</CINPlanStartDate><CINPlanEndDate>2021-12-01</CINPlanEndDate>"
        "</CINPlanDates><CINPlanDates><CINPlanStartDate>2022-01-05</CINPlanStartDate></CINPlanDates>"
    )
    details = assessment("2021-05-02", end="2021-06-01", factors=factor_group("24A"))
    made = read_made(message(child(episode(plans, details, date="2021-05-01")), head=header(2022)), tmp_path)
    assert [(row["cin_plan_id"], row["end_date"]) for row in made.rows("cin_plan")] == [
        ("A1:n20210701", _day("2021-12-01")),
        ("A1:n20220105", None),
    ]
    assert made.one("assessment_factor")["code"] == "24A"
    assert made.notes == {}


def test_2023_early_help_as_source_and_as_reason_for_closure(tmp_path: Path) -> None:
    text = message(
        child(
            "<CINdetails><CINreferralDate>2022-05-01</CINreferralDate><ReferralSource>5D</ReferralSource>"
            "<PrimaryNeedCode>N5</PrimaryNeedCode><CINclosureDate>2022-06-01</CINclosureDate>"
            "<ReasonForClosure>RC9</ReasonForClosure><ReferralNFA>false</ReferralNFA></CINdetails>"
        ),
        head=header(2023),
    )
    row = read_made(text, tmp_path).one("referral")
    assert (row["source_code"], row["closure_reason"], row["closure_date"], row["nfa"]) == (
        "5D",
        "RC9",
        _day("2022-06-01"),
        False,
    )


def test_2024_is_the_last_year_of_gender_current(tmp_path: Path) -> None:
    identifiers = "<ExpectedPersonBirthDate>2024-06-01</ExpectedPersonBirthDate><GenderCurrent>0</GenderCurrent>"
    made = read_made(message(child(episode(date="2024-02-01"), identifiers=identifiers), head=header(2024)), tmp_path)
    row = made.one("person")
    assert (row["sex"], row["gender"], row["date_of_birth"]) == ("U", "U", None)
    assert row["expected_date_of_birth"] == _day("2024-06-01")
    assert made.notes == {}


@pytest.mark.parametrize("year", [2025, 2026])
def test_2025_and_2026_sex_in_letters(tmp_path: Path, year: int) -> None:
    identifiers = "<PersonBirthDate>2015-01-02</PersonBirthDate><Sex>F</Sex><UPNunknown>UN1</UPNunknown>"
    made = read_made(
        message(child(episode(date=f"{year - 1}-09-01"), identifiers=identifiers), head=header(year)), tmp_path
    )
    row = made.one("person")
    assert (row["sex"], row["gender"], row["upn_unknown_reason"]) == ("F", None, "UN1")
    assert row["collection_year"] == year
    assert made.notes == {}


def test_the_planned_pre_proceedings_group_is_counted_as_unread(tmp_path: Path) -> None:
    group = "<PreProceedingsandFGDM><PPStartDate>2025-05-01</PPStartDate></PreProceedingsandFGDM>"
    of_2026 = child(episode(group, group, date="2025-05-01"), identifiers="<Sex>F</Sex>")
    made = read_made(message(of_2026, head=header(2026)), tmp_path)
    assert made.notes == {"unread_group": 2}
    assert made.problems[0].column == "PreProceedingsandFGDM"


def test_elements_are_read_by_name_in_any_order(tmp_path: Path) -> None:
    reviews = "<Reviews><CPPreviewDate>2013-09-20</CPPreviewDate></Reviews>"
    text = message(
        "<Child><CINdetails><ChildProtectionPlans>"
        f"{reviews}<LatestCategoryOfAbuse>SAB</LatestCategoryOfAbuse><CPPstartDate>2013-07-01</CPPstartDate>"
        "</ChildProtectionPlans><Assessments>"
        f"{factor_group('2B')}<AssessmentActualStartDate>2013-05-02</AssessmentActualStartDate></Assessments>"
        "<CINreferralDate>2013-05-01</CINreferralDate></CINdetails>"
        "<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>"
        "<ChildIdentifiers><Sex>M</Sex><LAchildID>A1</LAchildID></ChildIdentifiers></Child>"
    )
    made = read_made(text, tmp_path)
    assert made.one("cp_review")["cp_review_id"] == "A1:r2013070120130920"
    assert made.one("cp_plan")["latest_category"] == "SAB"
    assert made.one("assessment_factor")["code"] == "2B"
    assert {made.one(name)["referral_id"] for name in ("cp_plan", "assessment", "referral")} == {"A1:20130501"}


def test_a_header_after_the_children_is_found(tmp_path: Path) -> None:
    text = f"<Message><Children>{child(episode())}</Children>{header(2014, lea='301')}</Message>"
    made = read_made(text, tmp_path, authority=None)
    assert made.one("referral")["authority"] == "301"
    assert made.one("referral")["collection_year"] == 2014


def test_a_default_namespace_changes_nothing(tmp_path: Path) -> None:
    text = message(child(episode(assessment(factors=factor_group("3B")))))
    (tmp_path / "plain").mkdir()
    plain = read_made(text, tmp_path / "plain")
    spaced = read_made(text.replace("<Message>", "<Message xmlns='urn:made:up'>"), tmp_path)
    assert spaced.tables == plain.tables
    assert len(spaced.rows("assessment_factor")) == 1


def test_a_conference_under_an_enquiry_and_a_plan_that_day(tmp_path: Path) -> None:
    made = read_made(message(child(episode(_section_47(2014, held="2013-07-01"), plan()))), tmp_path)
    enquiry, conference = made.one("s47_enquiry"), made.one("initial_cp_conference")
    assert enquiry["s47_enquiry_id"] == conference["s47_enquiry_id"] == "A1:s20130610"
    assert enquiry["icpc_not_required"] is False
    assert (conference["transfer_in"], conference["outcome_cp_plan"]) == (False, True)
    assert conference["cp_plan_id"] == made.one("cp_plan")["cp_plan_id"]
    assert (conference["target_date"], conference["conference_date"]) == (_day("2013-07-01"), _day("2013-07-01"))


def test_a_conference_without_a_plan_that_day(tmp_path: Path) -> None:
    made = read_made(message(child(episode(_section_47(2014, held="2013-07-01"), plan("2013-07-02")))), tmp_path)
    conference = made.one("initial_cp_conference")
    assert (conference["outcome_cp_plan"], conference["cp_plan_id"]) == (False, None)


def test_an_enquiry_that_needed_no_conference(tmp_path: Path) -> None:
    made = read_made(message(child(episode(_section_47(2014)))), tmp_path)
    assert made.one("s47_enquiry")["icpc_not_required"] is True
    assert made.rows("initial_cp_conference") == []


def test_a_transfer_in_conference_stands_at_the_episode(tmp_path: Path) -> None:
    transfer = "<DateOfInitialCPC>2013-07-01</DateOfInitialCPC>"
    later = episode(plan(), date="2013-08-01")
    made = read_made(message(child(episode(transfer), later)), tmp_path)
    conference = made.one("initial_cp_conference")
    assert (conference["transfer_in"], conference["s47_enquiry_id"]) == (True, None)
    assert conference["outcome_cp_plan"] is True, "the plan may stand under another episode of the child"
    assert made.rows("referral")[0]["transfer_in_icpc_date"] == _day("2013-07-01")


def test_a_conference_of_an_earlier_year_is_left_to_that_year_unless_its_plan_is_here(tmp_path: Path) -> None:
    transfer = "<DateOfInitialCPC>2012-07-01</DateOfInitialCPC>"
    made = read_made(message(child(episode(transfer, date="2012-06-01"))), tmp_path)
    assert made.rows("initial_cp_conference") == []
    assert made.one("referral")["transfer_in_icpc_date"] == _day("2012-07-01")
    assert made.aside == {"earlier_conference": 1}
    still_open = episode(transfer, plan("2012-07-01"), date="2012-06-01")
    (tmp_path / "open").mkdir()
    made = read_made(message(child(still_open)), tmp_path / "open")
    assert made.one("initial_cp_conference")["outcome_cp_plan"] is True


@pytest.mark.parametrize(
    "reviews",
    [
        "<Reviews><CPPreviewDate>2013-09-20</CPPreviewDate><CPPreviewDate>2014-02-20</CPPreviewDate></Reviews>",
        "<Reviews><CPPreviewDate>2013-09-20</CPPreviewDate></Reviews>"
        "<Reviews><CPPreviewDate>2014-02-20</CPPreviewDate></Reviews>",
        "<CPPreviews><CPPreviewDate>2013-09-20</CPPreviewDate><CPPreviewDate>2014-02-20</CPPreviewDate></CPPreviews>",
        "<CPPreviewDate>2013-09-20</CPPreviewDate><CPPreviewDate>2014-02-20</CPPreviewDate>",
    ],
    ids=["one group of many", "many groups of one", "a group called CPPreviews", "no group"],
)
def test_reviews_in_every_shape(tmp_path: Path, reviews: str) -> None:
    made = read_made(message(child(episode(plan(reviews=reviews, previous="2")))), tmp_path)
    assert [row["review_date"] for row in made.rows("cp_review")] == [_day("2013-09-20"), _day("2014-02-20")]
    assert made.one("cp_plan")["previous_plans"] == 2
    assert (made.notes, made.aside) == ({}, {})


def test_several_disability_groups_are_all_read(tmp_path: Path) -> None:
    groups = "".join(f"<Disabilities><Disability>{code}</Disability></Disabilities>" for code in ("AUT", "LD", "BEH"))
    made = read_made(message(child(characteristics=f"<Ethnicity>WBRI</Ethnicity>{groups}")), tmp_path)
    assert {row["code"] for row in made.rows("disability")} == {"AUT", "LD", "BEH"}


def test_rows_say_whose_they_are_and_where_they_stood(tmp_path: Path) -> None:
    text = message(child(episode()), head=header(2014, lea="301")).replace("<Child>", "\n\n<Child>")
    row = read_made(text.replace("<CINdetails>", "\n<CINdetails>"), tmp_path, authority=None).one("referral")
    assert (row["authority"], row["source"], row["collection_year"]) == ("301", "cin", 2014)
    assert (row["as_at"], row["source_file"], row["source_row"]) == (_day("2014-03-31"), "made.xml", 4)
