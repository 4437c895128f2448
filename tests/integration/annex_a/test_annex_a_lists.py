"""Each list of Annex A fills its tables, whatever the layout of its sheet and the wording of its values."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from tests.integration.annex_a.workbooks import AS_AT, PUBLISHED, read, row, rows, told, write_workbook

from goldenthread.extracts.annex_a.headings import judge
from goldenthread.extracts.annex_a.lists import LISTS, named
from goldenthread.extracts.annex_a.words import WORDS, code_of, ethnicity_of, in_area, suitable, yes_no

D = dt.date
REFERRED = {"Date of Referral": D(2025, 7, 2), "Referral Source": "q) 6: Police", "Referral NFA?": "b) No",
            "Number of Referrals in Last 12 Months": 2, "Allocated Team": "North", "Allocated Worker": "Pat Example"}  # fmt: skip
IN_NEED = {"CIN Start Date": D(2025, 7, 2), "Primary Need Code": "N1 - Abuse or neglect", "CIN Closure Date": D(2025, 9, 9),
           "Reason for Closure": "RC8 - Case closed after assessment", "Case Status": "e) Closed episode",
           "Date Child Was Last Seen": D(2025, 9, 1), "Does the Child have a Disability": "a) Yes",
           "Allocated Worker": "pat  EXAMPLE"}  # fmt: skip


@pytest.mark.parametrize("number", list(PUBLISHED))
def test_a_list_is_known_by_its_published_headings_alone(number):
    assert {one.number for one in LISTS} == set(PUBLISHED)
    found = judge([(1, list(PUBLISHED[number]))], "Sheet1")
    assert found.fit is not None
    assert found.rival is None
    assert found.fit.annex.number == number
    assert found.fit.extra == ()
    assert [field.name for field in found.fit.missing] == []


@pytest.mark.parametrize("number", list(PUBLISHED))
def test_headings_in_capitals_with_punctuation_and_out_of_order_are_the_same(number):
    shuffled = [f" {heading.upper()}* " for heading in reversed(PUBLISHED[number])]
    found = judge([(1, ["Annex A", ""]), (2, ["", ""]), (4, ["", *shuffled, "Notes"])], "Data")
    assert found.fit is not None
    assert (found.fit.annex.number, found.fit.row, found.fit.extra) == (number, 4, ("Notes",))


@pytest.mark.parametrize(
    ("sheet", "number"),
    [("List 4", 4), ("Annex A - List 11", 11), ("LIST01", 1), ("3 Referrals", 3), ("Contacts", 1), ("CIN", 6), ("CLA", 8),
     ("Care Leavers", 9), ("Prospective adopters", 11), ("S47 and ICPCs", 5), ("Budget", None), ("List 12", None)],
)  # fmt: skip
def test_the_names_sheets_go_by(sheet, number):
    found = named(sheet)
    assert (found.number if found else None) == number


def test_referral_and_episode_of_need_of_one_day_are_one_row(tmp_path):
    book = {"List 3": [PUBLISHED[3], row(3, **REFERRED)], "List 6": [PUBLISHED[6], row(6, **IN_NEED)]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    (referral,) = rows(load, "referral")
    assert referral["referral_date"] == D(2025, 7, 2)
    assert (referral["source_code"], referral["nfa"], referral["referrals_last_12_months"]) == ("6", False, 2)
    assert (referral["primary_need"], referral["closure_reason"], referral["case_status"]) == ("N1", "RC8", "CLOSED")
    assert referral["closure_date"] == D(2025, 9, 9)
    assert rows(load, "disability")[0]["code"] == "YES"
    assert rows(load, "cin_visit")[0]["visit_date"] == D(2025, 9, 1)
    (child,) = rows(load, "person")
    assert (child["sex"], child["ethnicity"], child["date_of_birth"]) == ("F", "WBRI", D(2012, 2, 1))


def test_the_two_lists_in_two_workbooks_are_one_row_too(tmp_path):
    write_workbook(tmp_path / "r" / "a.xlsx", {"List 3": [PUBLISHED[3], row(3, **REFERRED)]})
    write_workbook(tmp_path / "r" / "b.xlsx", {"List 6": [PUBLISHED[6], row(6, **IN_NEED)]})
    (referral,) = rows(read(tmp_path / "r", tmp_path / "loads"), "referral")
    assert (referral["source_code"], referral["primary_need"]) == ("6", "N1")


def test_the_order_of_workbooks_does_not_matter(tmp_path):
    assessed = {"Continuous Assessment Start Date": D(2025, 7, 3)}
    write_workbook(tmp_path / "r" / "a.xlsx", {"Work": [PUBLISHED[4], row(4, **assessed)]})
    write_workbook(tmp_path / "r" / "b.xlsx", {"Front": [PUBLISHED[3], row(3, **REFERRED)]})
    load = read(tmp_path / "r", tmp_path / "loads")
    assert rows(load, "assessment")[0]["referral_id"] == rows(load, "referral")[0]["referral_id"]
    assert [source["name"] for source in load.manifest["sources"]] == ["b.xlsx", "a.xlsx"]


def test_the_same_list_in_two_workbooks_counts_a_row_once_and_the_later_wins(tmp_path):
    again = REFERRED | {"Referral NFA?": "a) Yes"}
    write_workbook(tmp_path / "r" / "a.xlsx", {"List 3": [PUBLISHED[3], row(3, **REFERRED)]})
    write_workbook(tmp_path / "r" / "b.xlsx", {"Referrals": [PUBLISHED[3], row(3, **again), row(3, **again)]})
    load = read(tmp_path / "r", tmp_path / "loads")
    (referral,) = rows(load, "referral")
    assert referral["nfa"] is True
    assert load.manifest["sources"][1]["accounts"]["referral"] == {"changed": 1}
    assert told(load, "set_aside")["exact_duplicate"]["count"] == 1


def test_an_episode_of_need_of_another_day_is_a_referral_of_its_own_and_told(tmp_path):
    other = IN_NEED | {"CIN Start Date": D(2025, 7, 9)}
    older = IN_NEED | {"CIN Start Date": D(2024, 1, 9), "Child Unique ID": "SYN2"}
    book = {"List 3": [PUBLISHED[3], row(3, **REFERRED)], "List 6": [PUBLISHED[6], row(6, **other), row(6, **older)]}
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert len(rows(load, "referral")) == 3
    assert told(load)["need_without_referral"]["examples"][0]["what"].startswith("1 episodes of need")


def test_no_name_of_a_worker_is_kept_and_one_worker_is_one_id(tmp_path):
    book = {"List 3": [PUBLISHED[3], row(3, **REFERRED)], "List 6": [PUBLISHED[6], row(6, **IN_NEED)]}
    path = write_workbook(tmp_path / "a.xlsx", book)
    for name, key in (("plain", None), ("keyed", b"k" * 40)):
        load = read(path, tmp_path / name, key=key)
        (worker,) = rows(load, "professional")
        assert worker["professional_id"] == rows(load, "referral")[0]["professional_id"]
        assert worker["professional_id"].startswith("W" if key is None else "P")
        for file in load.path.rglob("*"):
            assert not file.is_file() or b"xample" not in file.read_bytes()


def test_assessments_enquiries_and_conferences_join_their_referral(tmp_path):
    assessed = {"Continuous Assessment Start Date": D(2025, 7, 3), "Child Seen During Continuous Assessment": "a) Yes",
                "Continuous Assessment Date of Authorisation": "15/08/2025",
                "Was the child assessed as requiring LA children's social care support?": "b) No"}  # fmt: skip
    enquired = {"Strategy discussion initiating Section 47 Enquiry Start Date": D(2025, 7, 4),
                "Was an Initial Child Protection Conference deemed unnecessary?": "No",
                "Date of Initial Child Protection Conference": D(2025, 7, 22),
                "Did the Initial Child Protection Conference Result in a Child Protection Plan": "Y",
                "Number of Section 47 Enquiries in the last 12 months": 2, "Number of ICPCs in the last 12 months": 1}  # fmt: skip
    later = enquired | {"Strategy discussion initiating Section 47 Enquiry Start Date": D(2025, 7, 11)}
    book = {
        "List 3": [PUBLISHED[3], row(3, **REFERRED)],
        "List 4": [PUBLISHED[4], row(4, **assessed)],
        "List 5": [PUBLISHED[5], row(5, **enquired), row(5, **later)],
    }
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    (assessment,) = rows(load, "assessment")
    assert (assessment["authorised_date"], assessment["child_seen"]) == (D(2025, 8, 15), True)
    assert (assessment["outcome_nfa"], assessment["outcome_services"]) == (True, False)
    assert assessment["referral_id"] == rows(load, "referral")[0]["referral_id"]
    assert {one["s47_last_12_months"] for one in rows(load, "s47_enquiry")} == {2}
    assert len(rows(load, "s47_enquiry")) == 2
    (conference,) = rows(load, "initial_cp_conference")
    assert (conference["conference_date"], conference["outcome_cp_plan"]) == (D(2025, 7, 22), True)
    assert conference["s47_enquiry_id"] == "SYN1:s20250704"


def test_a_plan_carries_its_last_visit_and_review(tmp_path):
    plan = {"Child Protection Plan Start Date": D(2025, 3, 3), "Initial Category of Abuse": "a) Neglect",
            "Latest Category of Abuse": "Emotional abuse", "Date of the Last Statutory Visit": D(2025, 9, 20),
            "Was the Child Seen Alone?": "a) Yes", "Date of latest review conference": D(2025, 6, 1),
            "Number of Previous Child Protection Plans": 0,
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)": "N"}  # fmt: skip
    load = read(write_workbook(tmp_path / "a.xlsx", {"CP": [PUBLISHED[7], row(7, **plan)]}), tmp_path / "loads")
    (kept,) = rows(load, "cp_plan")
    assert (kept["initial_category"], kept["latest_category"], kept["previous_plans"]) == ("NEG", "EMO", 0)
    assert (kept["ola"], kept["epo_or_police_protection_6m"], kept["end_date"]) == (False, False, None)
    assert (rows(load, "cp_visit")[0]["visit_date"], rows(load, "cp_visit")[0]["seen_alone"]) == (D(2025, 9, 20), True)
    assert rows(load, "cp_review")[0]["review_date"] == D(2025, 6, 1)


def test_a_child_in_care_fills_episode_status_placement_and_checks(tmp_path):
    care = {
        "Date Started to be Looked After": D(2024, 3, 3), "Child's Category of Need": "N1",
        "Start date of current legal status": D(2024, 9, 9), "Child's Legal Status": "b) Full care orders",
        "Date of Latest Statutory Review": D(2025, 8, 1), "Date of Last Social Work Visit": D(2025, 9, 2),
        "Date of Last Health Assessment": D(2025, 2, 2), "Date of Last Dental Check": D(2025, 2, 3),
        "Number of Placements in the Last 12 months": 2, "Start Date of Most Recent Placement": D(2025, 1, 5),
        "Placement Type": "a) Foster", "Placement Provider": "a) Own LA", "Placement postcode": "ZZ1 1ZZ",
        "Placement Location": "b) Out", "LA of Placement": "998", "URN of Placement": "SC999999",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": "Y",
        "Does the Child have a Disability": "b) No", "Date of Last IRO Visit / Contact to the Child": D(2025, 7, 7),
    }  # fmt: skip
    left = {"Child Unique ID": "SYN2", "Date Started to be Looked After": D(2025, 2, 1), "Child's Legal Status": "V2",
            "Date Ceased to be Looked After": D(2025, 6, 1), "Reason Ceased to be Looked After": "d) Returned home"}  # fmt: skip
    load = read(
        write_workbook(tmp_path / "a.xlsx", {"CLA": [PUBLISHED[8], row(8, **care), row(8, **left)]}), tmp_path / "loads"
    )
    first, second = rows(load, "cla_episode")
    assert (first["start_date"], first["start_reason"], first["legal_status"]) == (D(2024, 3, 3), "S", "C2")
    assert (first["end_date"], first["last_iro_contact_date"]) == (None, D(2025, 7, 7))
    assert (second["end_date"], second["end_reason"]) == (D(2025, 6, 1), "E4A")
    assert rows(load, "legal_status")[0]["start_date"] == D(2024, 9, 9)
    (placement,) = rows(load, "cla_placement")
    assert (placement["placement_type"], placement["provider"], placement["in_authority"]) == ("U6", "PR1", False)
    assert (placement["placements_last_12m"], placement["urn"]) == (2, "SC999999")
    assert {one["check_type"] for one in rows(load, "cla_health")} == {"health_assessment", "dental"}
    assert rows(load, "immigration_status")[0]["status"] == "unaccompanied"
    assert rows(load, "disability")[0]["code"] == "NONE"
    assert told(load)["group_only"]["count"] == 2
    for file in load.path.rglob("*"):
        assert not file.is_file() or b"ZZ1 1ZZ" not in file.read_bytes()


def test_care_leavers_and_adoption(tmp_path):
    leaving = {"Eligibility Category": "b) Former relevant", "LA in Touch": "a) Yes/In touch",
               "Type of Accommodation": "U: Independent living", "Suitability of Accommodation": "b) Not suitable",
               "Activity Status": "F1: Full time in higher education", "Latest Date of Contact": D(2025, 9, 1),
               "Allocated Personal Advisor": "Sam Madeup"}  # fmt: skip
    adopted = {"Child Unique ID": "SYN3", "Family identifier": "FAM9", "Date the Child Entered Care": D(2023, 1, 2),
               "Date of Decision that Child Should be Placed for Adoption": D(2024, 1, 2),
               "Date of Placement Order": D(2024, 3, 2), "Date of Matching Child and Prospective Adopters": D(2024, 5, 2),
               "Date Placed for Adoption": D(2024, 6, 2), "Date of Adoption Order": D(2024, 12, 2)}  # fmt: skip
    reversed_ = {"Child Unique ID": "SYN4", "Date of Decision that Child Should be Placed for Adoption": D(2024, 1, 2),
                 "Date of Decision that Child Should No Longer be Placed for Adoption": D(2025, 2, 2),
                 "Reason Why Child No Longer Placed for Adoption": "c) Adopters not found"}  # fmt: skip
    book = {
        "Leaving care": [PUBLISHED[9], row(9, **leaving)],
        "Adoption": [PUBLISHED[10], row(10, **adopted), row(10, **reversed_)],
        "List 11": [PUBLISHED[11], ["AD1", "FAM9", "a) Male", "a) WBRI", "b) No"]],
    }
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    (leaver,) = rows(load, "care_leaver")
    assert (leaver["eligibility"], leaver["in_touch"], leaver["activity"]) == ("former_relevant", "YES", "F1")
    assert (leaver["accommodation"], leaver["accommodation_suitable"]) == ("U", False)
    assert leaver["adviser_id"] == rows(load, "professional")[0]["professional_id"]
    done, undone = sorted(rows(load, "permanence"), key=lambda one: one["person_id"])
    assert (done["order_date"], done["order_type"], done["placed_date"]) == (D(2024, 12, 2), "adoption", D(2024, 6, 2))
    assert (undone["reversed_reason"], undone["order_type"]) == ("RD3", None)
    (episode,) = rows(load, "cla_episode")
    assert (episode["person_id"], episode["start_date"], episode["end_date"]) == ("SYN3", D(2023, 1, 2), D(2024, 12, 2))
    assert told(load)["not_kept"]["examples"][0]["what"].startswith("1 rows on adopters")


def test_early_help_and_contacts_of_one_day_are_each_a_row(tmp_path):
    contact = {"Date of Contact": D(2025, 9, 1), "Contact Source": "e) 2A: Schools"}
    other = contact | {"Contact Source": "Individual"}
    helped = {"Assessment start date": D(2025, 5, 5), "Organisation completing assessment": "Family hub"}
    book = {
        "Contacts": [PUBLISHED[1], row(1, **contact), row(1, **other)],
        "Early Help": [PUBLISHED[2], row(2, **helped)],
    }
    load = read(write_workbook(tmp_path / "a.xlsx", book), tmp_path / "loads")
    assert [(one["contact_id"], one["source_code"]) for one in rows(load, "contact")] == [
        ("SYN1:o20250901", "2A"),
        ("SYN1:o20250901#2", "1D"),
    ]
    assert rows(load, "early_help_episode")[0]["organisation"] == "Family hub"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_export_with_a_title_above_its_headings_is_read(tmp_path, delimiter, encoding):
    path = tmp_path / "r" / "export.csv"
    path.parent.mkdir()
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        cells = ["SYN1", "M", "CNHE", "1/2/2012", "13", "2/7/2025", "Schools", "N", "1", "North", "Pat Example"]
        writer.writerows([["Referrals in six months"], [], PUBLISHED[3], cells])
    load = read(path, tmp_path / "loads")
    (referral,) = rows(load, "referral")
    assert (referral["referral_date"], referral["source_code"], referral["source_row"]) == (D(2025, 7, 2), "2A", 4)
    assert rows(load, "person")[0]["ethnicity"] == "CHNE"
    assert load.covers_from["annex_a"]["999"] == D(2025, 4, 1)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("sex", "a) Male", "M"), ("sex", "1 - Male", "M"), ("sex", "Unborn", "U"), ("sex", "I", "U"), ("sex", "d) Neither", "U"),
        ("source", "g) 3A: Health services", "3A"), ("source", "p1) 5D: LA services", "5D"), ("source", "m) 4: Housing", "4"),
        ("source", "u) 10: Unknown", "10"), ("source", "Police", "6"), ("source", "h)", "3B"), ("source", "LA services", "5B"),
        ("need", "N4 - Family in acute stress", "N4"), ("need", "c)", "N3"), ("need", "Absent parenting", "N8"),
        ("closure_reason", "RC1 - Adopted", "RC1"), ("closure_reason", "c) Residence Order", "RC3"),
        ("closure_reason", "g) Other incl. no longer in need", "RC7"), ("closure_reason", "i) Not stated", None),
        ("status", "a) Looked after child", "LAC"), ("status", "d) Open assessment", "ASMT"),
        ("abuse", "e) Multiple/not recommended", "MUL"), ("abuse", "Physical", "PHY"),
        ("legal", "C2", "C2"), ("legal", "e) Accommodated under S20", "V2"), ("legal", "g) Youth justice", "J1"),
        ("place", "k) Family centre or mother and baby", "R3"), ("place", "d) Independent living", "K3"), ("place", "T0", "T0"),
        ("provider", "b) Private", "PR4"), ("provider", "PR5", "PR5"), ("provider", "c) Other", None),
        ("ended", "g) SGO", "E45"), ("ended", "E13", "E13"), ("ended", "l) Age assessment 18 or over", "E15"),
        ("reversed", "RD2", "RD2"), ("reversed", "a) Child's needs changed", "RD1"),
        ("in_touch", "b) No/Not in touch", "NO"), ("in_touch", "Refu", "REFU"), ("in_touch", "c) Died or Not recorded", None),
        ("home", "B: Parents/relatives", "B"), ("home", "K2", "K"), ("home", "p)", "Z"), ("home", "g)", "K"),
        ("activity", "F1: Full time in higher education", "F1"), ("activity", "0", "0"),
        ("eligibility", "d) Eligible", "eligible"), ("eligibility", "Qualifying", "qualifying"),
    ],
)  # fmt: skip
def test_the_words_of_the_workbook_mean_codes(kind, text, code):
    meant = code_of(text, kind, AS_AT)
    assert meant.known
    assert meant.code == code


def test_words_of_a_group_say_so_and_others_are_not_guessed():
    assert code_of("Individual", "source", AS_AT).group_only
    assert code_of("a) Foster", "place", AS_AT).group_only
    assert not code_of("Somebody", "source", AS_AT).known
    assert code_of("d) Independent living", "place", D(2020, 1, 1)).code == "P2"
    assert code_of("SGO", "ended", D(2017, 1, 1)).code == "E43"
    for kind, words in WORDS.items():
        assert all(code_of(code, kind, AS_AT).code == code for code in words.codes.by_code), kind
        assert set(words.letters) <= set(words.codes.by_code), kind


def test_ethnicity_yes_and_no_suitability_and_place():
    assert ethnicity_of("White British (WBRI)").code == "WBRI"
    assert ethnicity_of("q) OOTH").code == "OOTH"
    assert ethnicity_of("White - British").code == "WBRI"
    assert (ethnicity_of("d) Black or black British").code, ethnicity_of("White").group_only) == ("BOTH", True)
    assert (ethnicity_of("f) Not stated").code, ethnicity_of("f) Not stated").group_only) == ("NOBT", False)
    assert not ethnicity_of("Martian").known
    assert [yes_no(text) for text in ("a) Yes", "b) No", "c) Unknown", "true", "0", "")] == [
        True, False, None, True, False, None,
    ]  # fmt: skip
    assert [suitable(text) for text in ("a) Suitable", "b) Unsuitable", "d) Exclude")] == [True, False, None]
    assert [in_area(text) for text in ("a) In", "Out of area", "?")] == [True, False, None]
