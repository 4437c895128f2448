"""The returns as written: element order, year rules, columns and codes of each collection year."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from goldenthread.errors import UserError
from goldenthread.synthetic.output import write_returns
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.writers.years import return_years

ORDER = {
    "Child": ["ChildIdentifiers", "ChildCharacteristics", "CINdetails"],
    "ChildIdentifiers": [
        "LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "GenderCurrent",
        "Sex", "PersonDeathDate",
    ],
    "ChildCharacteristics": ["Ethnicity", "Disabilities"],
    "CINdetails": [
        "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure",
        "DateOfInitialCPC", "Assessments", "CINPlanDates", "Section47", "ReferralNFA", "ChildProtectionPlans",
    ],
    "Assessments": [
        "AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate",
        "FactorsIdentifiedAtAssessment",
    ],
    "Section47": ["S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"],
    "ChildProtectionPlans": [
        "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "NumberOfPreviousCPP",
        "Reviews",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns of 2020/21 to the half of 2025/26: every change of layout falls inside."""
    place = tmp_path_factory.mktemp("returns")
    data = next(simulate(population=9_000, years=6, end=dt.date(2025, 9, 30), seed=8))
    write_returns(data, place)
    return place


@pytest.fixture(scope="module")
def census(folder: Path) -> dict[int, ET.Element]:
    found = {}
    for path in sorted((folder / "cin").glob("*.xml")):
        root = ET.parse(path).getroot()
        found[int(root.findtext("Header/CollectionDetails/Year"))] = root
    return found


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_years_end_on_31_march_or_with_the_records(census):
    dates = {year: root.findtext("Header/CollectionDetails/ReferenceDate") for year, root in census.items()}
    assert list(dates) == [2021, 2022, 2023, 2024, 2025, 2026]
    assert dates[2024] == "2024-03-31"
    assert dates[2026] == "2025-09-30"


def test_elements_come_in_the_order_of_the_schema(census):
    for root in census.values():
        for element in root.iter():
            order = ORDER.get(element.tag)
            if order:
                places = [order.index(child.tag) for child in element]
                assert places == sorted(places), (element.tag, [child.tag for child in element])


def test_layout_follows_the_year(census):
    for year, root in census.items():
        tags = {element.tag for element in root.iter()}
        assert ("Sex" in tags) == (year >= 2025)
        assert ("GenderCurrent" in tags) == (year < 2025)
        assert ("CINPlanDates" in tags) == (year >= 2022)
        flags = {element.text for element in root.iter("ReferralNFA")}
        assert flags <= ({"true", "false"} if year % 2 == 0 else {"1", "0"})


def test_codes_follow_the_year(census):
    for year, root in census.items():
        factors = {element.text for element in root.iter("AssessmentFactors")}
        assert factors
        assert not factors & {"18A", "19A"}
        assert "24A" not in factors or year >= 2022
        if year < 2023:
            assert "5D" not in {element.text for element in root.iter("ReferralSource")}
            assert "RC9" not in {element.text for element in root.iter("ReasonForClosure")}


def test_open_cases_are_carried_over_and_nothing_is_known_early(census):
    for year, root in census.items():
        reference = root.findtext("Header/CollectionDetails/ReferenceDate")
        start = f"{year - 1}-04-01"
        for case in root.iter("CINdetails"):
            closed = case.findtext("CINclosureDate")
            assert case.findtext("CINreferralDate") <= reference
            assert closed is None or start <= closed <= reference
            for element in case.iter():
                if element.tag not in ("InitialCPCtarget", "AssessmentInternalReviewDate") and "Date" in element.tag:
                    assert not (element.text or "").strip() or element.text <= reference, element.tag
        carried = [case for case in root.iter("CINdetails") if case.findtext("CINreferralDate") < start]
        assert carried


def test_unborn_children_have_an_expected_date_only(census):
    unborn = [
        (root, who) for root in census.values() for who in root.iter("ChildIdentifiers")
        if who.find("ExpectedPersonBirthDate") is not None
    ]  # fmt: skip
    assert unborn
    for root, who in unborn:
        assert who.find("PersonBirthDate") is None
        assert (who.findtext("Sex") or who.findtext("GenderCurrent")) in ("U", "0")
        assert who.findtext("ExpectedPersonBirthDate") > root.findtext("Header/CollectionDetails/ReferenceDate")


def test_903_columns_and_codes_follow_the_year(folder):
    years = sorted((folder / "ssda903").iterdir())
    assert len(years) == 6
    for place in years:
        year = int(place.name[4:8]) + 1
        episodes = table(place / "episodes.csv", "utf-8-sig")
        assert "URN" in episodes[0]
        assert (place / "social_worker_episodes.csv").exists() == (year >= 2024)
        assert (place / "oc2.csv").exists() == (year <= 2025)
        sexes = {row["SEX"] for row in table(place / "header.csv", "utf-8-sig")}
        assert sexes <= ({"M", "F", "U"} if year >= 2025 else {"1", "2", "0"})
        placed = {row["PLACE"] for row in episodes}
        assert not (year >= 2025 and placed & {"H5", "P2"})
        assert not (year < 2025 and "K3" in placed)
        listed = {row["CHILD"] for row in table(place / "header.csv", "utf-8-sig")}
        for name in ("episodes", "reviews", "uasc", "oc3", "missing"):
            assert {row["CHILD"] for row in table(place / f"{name}.csv", "utf-8-sig")} <= listed


def test_903_had_no_urn_before_2015_16(tmp_path):
    data = next(simulate(population=5_000, years=1, end=dt.date(2015, 3, 31), seed=8))
    write_returns(data, tmp_path, returns=("s903",))
    (place,) = (tmp_path / "ssda903").iterdir()
    episodes = table(place / "episodes.csv", "utf-8-sig")
    assert episodes
    assert "URN" not in episodes[0]
    assert all(len(row["DECOM"].split("/")) == 3 for row in episodes)


def test_ssd_columns_json_and_placeholders(folder):
    ssd = folder / "ssd"
    contact = table(ssd / "ssd_contacts.csv")[0]
    assert contact["cont_contact_date"].endswith(" 00:00:00")
    assert set(json.loads(contact["cont_contact_outcome_json"])) == {
        "NEW_REFERRAL_FLAG", "EXISTING_REFERRAL_FLAG", "CP_ENQUIRY_FLAG", "NFA_FLAG", "ADVICE_FLAG",
        "PRIVATE_FOSTERING_FLAG", "NON_AGENCY_ADOPTION_FLAG", "MISSING_FLAG", "OLA_CP_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG", "COMMENTS",
    }  # fmt: skip
    factors = [json.loads(row["cinf_assessment_factors_json"]) for row in table(ssd / "ssd_assessment_factors.csv")]
    assert all(isinstance(codes, list) and codes for codes in factors)
    assert {row["cppr_cp_review_participation"] for row in table(ssd / "ssd_cp_reviews.csv")} == {"PLACEHOLDER_DATA"}
    assert table(ssd / "ssd_send.csv")[0]["send_person_id"] == "PLACEHOLDER_DATA"
    plans = table(ssd / "ssd_cp_plans.csv")
    assert {row["cppl_cp_plan_ola"] for row in plans} == {"Y", "N"}
    assert {row["cppl_cp_plan_initial_category"] for row in plans} <= {
        "Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple (not recommended)",
    }  # fmt: skip
    people = table(ssd / "ssd_person.csv")
    assert all(row["pers_surname"].startswith("NAME ") for row in people)
    assert {row["pers_upn"][:2] for row in people} <= {"", "ZZ"}
    assert "s47e_s47_start_date" in table(ssd / "ssd_s47_enquiry.csv")[0]


def test_only_known_returns_can_be_asked_for(tmp_path):
    data = next(simulate(population=2_000, years=1, end=dt.date(2015, 3, 31), seed=1))
    with pytest.raises(UserError, match="annex"):
        write_returns(data, tmp_path, returns=("annex",))


def test_return_years_start_when_everything_is_covered():
    years = return_years(dt.date(2008, 10, 1), dt.date(2010, 9, 30))
    assert [(year.year, year.whole) for year in years] == [(2010, True), (2011, False)]
    assert years[0].label == "2009-10"
    assert return_years(dt.date(2008, 4, 1), dt.date(2010, 3, 31))[0].year == 2009
