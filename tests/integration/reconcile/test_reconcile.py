"""The returns of one authority compared: where they agree, where they do not, and which children differ."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from goldenthread.api.reconciling import compare_returns, quarter_ends, reconcile
from goldenthread.errors import UserError
from goldenthread.extracts.read import read_returns
from goldenthread.loads import Load

CIN = """<?xml version="1.0"?><Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2014</Year>
<ReferenceDate>2014-03-31</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel><LEA>999</LEA>
</Source></Header><Children>{children}</Children></Message>"""
CHILD = """<Child><ChildIdentifiers><LAchildID>{child}</LAchildID><UPNunknown>UN7</UPNunknown>
<PersonBirthDate>2006-01-01</PersonBirthDate><GenderCurrent>1</GenderCurrent></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics><CINdetails>
<CINreferralDate>{referred}</CINreferralDate><ReferralSource>6</ReferralSource><PrimaryNeedCode>N1</PrimaryNeedCode>
<ReferralNFA>0</ReferralNFA><ChildProtectionPlans><CPPstartDate>{plan}</CPPstartDate>
<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans></CINdetails></Child>"""


def _load(folder: Path, id_map: str = "") -> Load:
    """Three children in the census; the dataset lacks one, knows another of its own, and dates a referral later."""
    children = [("A", "2013-05-01", "2013-06-01"), ("B", "2013-07-01", "2013-08-01"), ("C", "2013-07-01", "2013-09-01")]
    made = "".join(CHILD.format(child=c, referred=r, plan=p) for c, r, p in children)
    returns = folder / "returns"
    (returns / "ssd").mkdir(parents=True)
    (returns / "cin.xml").write_text(CIN.format(children=made), encoding="utf-8")
    (returns / "ssd" / "ssd_person.csv").write_text(
        "pers_person_id,pers_sex,pers_ethnicity,pers_dob\nA,M,WBRI,2006-01-01\nB2,M,WBRI,2006-01-01\nD,M,WBRI,2006-01-01\n"
    )
    (returns / "ssd" / "ssd_cin_episodes.csv").write_text(
        "cine_referral_id,cine_person_id,cine_referral_date,cine_close_date\n"
        "r1,A,2013-05-03,\nr2,B2,2013-07-01,\nr4,D,2013-07-01,\n"
    )
    (returns / "ssd" / "ssd_cp_plans.csv").write_text(
        "cppl_cp_plan_id,cppl_person_id,cppl_referral_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date\n"
        "p1,A,r1,2013-06-01,\np2,B2,r2,2013-08-01,\np4,D,r4,2013-08-01,\n"
    )
    if id_map:
        (returns / "id-map.csv").write_text(id_map)
    return read_returns([returns], into=folder / "loads", as_at=dt.date(2014, 3, 31), authority="999")


DAY = dt.date(2014, 3, 31)


def test_the_children_who_differ_are_told_by_return(tmp_path: Path) -> None:
    load = _load(tmp_path)
    made, differences = compare_returns(load, days=[DAY], quarters=4)
    (plans,) = [one for one in made if one.subject == "cp_plans"]
    assert (plans.first, plans.in_first, plans.second, plans.in_second, plans.in_both) == ("cin", 3, "ssd", 3, 1)
    found = {(one.person_id, one.present_in) for one in differences if one.subject == "cp_plans"}
    assert found == {("B", "cin"), ("C", "cin"), ("B2", "ssd"), ("D", "ssd")}


def test_an_event_a_few_days_apart_is_pointed_at(tmp_path: Path) -> None:
    _, differences = compare_returns(_load(tmp_path), quarters=4)
    near = [one for one in differences if one.subject == "referrals" and one.person_id == "A"]
    assert {(one.day.isoformat(), one.nearest) for one in near} == {
        ("2013-05-01", "2013-05-03"),
        ("2013-05-03", "2013-05-01"),
    }


def test_the_id_map_puts_a_child_of_two_ids_together(tmp_path: Path) -> None:
    mapped = "person_id,lachild_id,s903_id,annex_a_id\nB2,B,,\n"
    made, differences = compare_returns(_load(tmp_path, mapped), days=[DAY])
    assert next(one for one in made if one.subject == "cp_plans").in_both == 2
    assert "B2" not in {one.person_id for one in differences if one.subject == "cp_plans"}


def test_ids_are_listed_in_the_file_and_never_printed(tmp_path: Path) -> None:
    load, output = _load(tmp_path), tmp_path / "out" / "differences.csv"
    lines = list(reconcile(load.path, days=[DAY], subjects=("cp_plans",), output=output))
    assert any("only cin 2, only ssd 2" in line for line in lines)
    assert not any(f" {child}" in line.replace(",", " ").split("  ") for line in lines for child in ("B2", "D"))
    with output.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["person_id"] for row in rows] == ["B", "C", "B2", "D"]
    assert rows[0] == {
        "subject": "cp_plans", "authority": "999", "period": "at 2014-03-31", "person_id": "B", "day": "2013-08-01",
        "present_in": "cin", "absent_from": "ssd", "nearest": "",
    }  # fmt: skip


def test_a_return_is_not_compared_for_a_time_it_does_not_cover(tmp_path: Path) -> None:
    made, _ = compare_returns(_load(tmp_path), days=[DAY], quarters=8)
    quarters = {one.period for one in made if one.subject == "plans_started"}
    # The census covers the year from April 2013 only.
    assert min(quarters) == "2013-04-01 to 2013-06-30"
    assert len(quarters) == 4


def test_one_return_alone_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    returns = tmp_path / "cin.xml"
    returns.write_text(CIN.format(children=CHILD.format(child="A", referred="2013-05-01", plan="2013-06-01")))
    load = read_returns([returns], into=tmp_path / "loads", as_at=DAY)
    (line,) = reconcile(load.path)
    assert "nothing to compare" in line


def test_an_unknown_subject_is_refused_with_those_there_are(tmp_path: Path) -> None:
    load = _load(tmp_path)
    with pytest.raises(UserError, match=r"nothing called visits.*cp_plans, looked_after"):
        list(reconcile(load.path, subjects=("visits",)))


def test_quarters_are_whole_and_end_with_the_data() -> None:
    assert quarter_ends(dt.date(2014, 5, 15), 2) == [dt.date(2013, 12, 31), dt.date(2014, 3, 31)]
    assert quarter_ends(dt.date(2014, 3, 31), 1) == [dt.date(2014, 3, 31)]
