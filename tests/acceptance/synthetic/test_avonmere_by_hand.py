"""Avonmere's headline figures, counted by hand from the written files: plain loops, none of our readers or measures."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from goldenthread.synthetic.demonstration import DemonstrationFiles, write_demonstration

END = dt.date(2014, 9, 30)
# Bank holidays of England as published, day by day.
HOLIDAYS = {
    dt.date.fromisoformat(day)
    for day in [
        "2012-01-02",
        "2012-04-06",
        "2012-04-09",
        "2012-05-07",
        "2012-06-04",
        "2012-06-05",
        "2012-08-27",
        "2012-12-25",
        "2012-12-26",
        "2013-01-01",
        "2013-03-29",
        "2013-04-01",
        "2013-05-06",
        "2013-05-27",
        "2013-08-26",
        "2013-12-25",
        "2013-12-26",
        "2014-01-01",
        "2014-04-18",
        "2014-04-21",
        "2014-05-05",
        "2014-05-26",
        "2014-08-25",
        "2014-12-25",
        "2014-12-26",
    ]
}
YEAR = (dt.date(2013, 10, 1), END)
YEAR_BEFORE = (dt.date(2012, 10, 1), dt.date(2013, 9, 30))
MONTH_ENDS = [
    dt.date.fromisoformat(day)
    for day in [
        "2013-04-30",
        "2013-05-31",
        "2013-06-30",
        "2013-07-31",
        "2013-08-31",
        "2013-09-30",
        "2013-10-31",
        "2013-11-30",
        "2013-12-31",
        "2014-01-31",
        "2014-02-28",
        "2014-03-31",
        "2014-04-30",
        "2014-05-31",
        "2014-06-30",
        "2014-07-31",
        "2014-08-31",
        "2014-09-30",
    ]
]


def working_days(start: dt.date, end: dt.date) -> int:
    count = 0
    day = start
    while day < end:
        day += dt.timedelta(days=1)
        count += day.weekday() < 5 and day not in HOLIDAYS
    return count


def day(text: str | None) -> dt.date | None:
    """A date as SSD, 903 or the census writes it."""
    if not text:
        return None
    if "/" in text:
        d, m, y = text.split("/")
        return dt.date(int(y), int(m), int(d))
    return dt.date.fromisoformat(text[:10])


def inside(when: dt.date | None, window: tuple[dt.date, dt.date]) -> bool:
    return when is not None and window[0] <= when <= window[1]


def a_year_before(when: dt.date) -> dt.date:
    return dt.date(when.year - 1, when.month, 28 if (when.month, when.day) == (2, 29) else when.day)


def two_years_before(when: dt.date) -> dt.date:
    return a_year_before(a_year_before(when))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemonstrationFiles:
    return write_demonstration(tmp_path_factory.mktemp("avonmere"))


@pytest.fixture(scope="module")
def ssd(made: DemonstrationFiles):
    def read(table: str) -> list[dict[str, str]]:
        with (made.returns / "ssd" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def census(made: DemonstrationFiles) -> dict[str, dict]:
    """Events of the three census files, the later file winning: each keyed by child and date."""
    found = {name: {} for name in ("referrals", "assessments", "enquiries", "conferences", "plans")}
    for path in sorted((made.returns / "cin").glob("*.xml")):
        for child in ET.parse(path).getroot().find("Children"):
            person = child.findtext("ChildIdentifiers/LAchildID")
            for case in child.findall("CINdetails"):
                opened = day(case.findtext("CINreferralDate"))
                found["referrals"][person, opened] = case.findtext("ReferralSource"), case.findtext("ReferralNFA")
                if held := day(case.findtext("DateOfInitialCPC")):
                    found["conferences"][person, held] = None
                for work in case.findall("Assessments"):
                    start = day(work.findtext("AssessmentActualStartDate"))
                    found["assessments"][person, start] = day(work.findtext("AssessmentAuthorisationDate"))
                for enquiry in case.findall("Section47"):
                    start = day(enquiry.findtext("S47ActualStartDate"))
                    found["enquiries"][person, start] = None
                    if held := day(enquiry.findtext("DateOfInitialCPC")):
                        found["conferences"][person, held] = start
                for plan in case.findall("ChildProtectionPlans"):
                    start = day(plan.findtext("CPPstartDate"))
                    earlier = int(plan.findtext("NumberOfPreviousCPP"))
                    found["plans"][person, start] = day(plan.findtext("CPPendDate")), earlier
    return found


@pytest.fixture(scope="module")
def plans(ssd) -> list[tuple[str, dt.date, dt.date | None]]:
    return [
        (row["cppl_person_id"], day(row["cppl_cp_plan_start_date"]), day(row["cppl_cp_plan_end_date"]))
        for row in ssd("ssd_cp_plans")
        if row["cppl_cp_plan_ola"] == "N"
    ]


def test_children_on_a_plan_stay_between_120_and_130(plans):
    counts = [
        len({child for child, start, end in plans if start <= at and (end is None or end > at)}) for at in MONTH_ENDS
    ]
    assert all(120 <= count <= 130 for count in counts), counts
    assert len(set(counts)) > 2, "a number that never moves is not a record"


def test_children_looked_after_stay_between_135_and_145(ssd):
    care = [
        (row["clae_person_id"], day(row["clae_cla_episode_start_date"]), day(row["clae_cla_episode_ceased_date"]))
        for row in ssd("ssd_cla_episodes")
    ]
    counts = [
        len({child for child, start, end in care if start <= at and (end is None or end > at)}) for at in MONTH_ENDS
    ]
    assert all(135 <= count <= 145 for count in counts), counts
    assert len(set(counts)) > 2


def test_assessments_within_45_working_days(ssd, census):
    from_ssd = [
        (day(row["cina_assessment_start_date"]), day(row["cina_assessment_auth_date"]))
        for row in ssd("ssd_cin_assessments")
    ]
    from_census = [(start, done) for (_, start), done in census["assessments"].items()]
    for rows in (from_ssd, from_census):
        lengths = [working_days(start, done) for start, done in rows if inside(done, YEAR)]
        assert 800 <= len(lengths) <= 1000
        assert round(100 * sum(length <= 45 for length in lengths) / len(lengths), 1) == 91.7
        assert 5 <= 100 * sum(length <= 10 for length in lengths) / len(lengths) <= 13
        assert 20 <= 100 * sum(length <= 20 for length in lengths) / len(lengths) <= 35
    assert sorted(row for row in from_ssd if inside(row[1], YEAR)) == sorted(
        row for row in from_census if inside(row[1], YEAR)
    )


def test_a_fifth_of_the_simplest_assessments_take_over_20_working_days(ssd):
    factors = {
        row["cinf_assessment_id"]: json.loads(row["cinf_assessment_factors_json"])
        for row in ssd("ssd_assessment_factors")
    }
    enquired = {row["s47e_referral_id"] for row in ssd("ssd_s47_enquiry")}
    lengths = [
        working_days(day(row["cina_assessment_start_date"]), day(row["cina_assessment_auth_date"]))
        for row in ssd("ssd_cin_assessments")
        if inside(day(row["cina_assessment_auth_date"]), YEAR)
        and row["cina_assessment_outcome_nfa"] == "Y"
        and row["cina_referral_id"] not in enquired
        and len(factors[row["cina_assessment_id"]]) <= 1
    ]
    assert len(lengths) > 80
    assert 18 <= 100 * sum(length > 20 for length in lengths) / len(lengths) <= 22


def rereferral_share(referrals: list[tuple[str, dt.date]], window: tuple[dt.date, dt.date]) -> float:
    dates = defaultdict(set)
    for child, when in referrals:
        dates[child].add(when)
    now = [(child, when) for child in dates for when in dates[child] if inside(when, window)]
    again = sum(any(a_year_before(when) <= other < when for other in dates[child]) for child, when in now)
    return round(100 * again / len(now), 1)


def test_rereferrals_fell_from_24_to_21_5_per_cent(ssd, census):
    referrals = [(row["cine_person_id"], day(row["cine_referral_date"])) for row in ssd("ssd_cin_episodes")]
    assert rereferral_share(referrals, YEAR) == 21.5
    assert rereferral_share(referrals, YEAR_BEFORE) == 24.0
    assert rereferral_share(list(census["referrals"]), YEAR) == 21.5
    assert 1000 <= sum(inside(when, YEAR) for _, when in referrals) <= 1100


def second_plan_share(plans, window: tuple[dt.date, dt.date]) -> float:
    started = [(child, start) for child, start, _ in plans if inside(start, window)]
    soon = sum(
        any(other == child and end is not None and two_years_before(start) <= end <= start for other, _, end in plans)
        for child, start in started
    )
    return round(100 * soon / len(started), 1)


def test_second_plans_within_two_years(plans):
    assert second_plan_share(plans, YEAR) == 4.1
    for end in (dt.date(2013, 9, 30), dt.date(2013, 12, 31), dt.date(2014, 3, 31), dt.date(2014, 6, 30)):
        assert second_plan_share(plans, (a_year_before(end) + dt.timedelta(days=1), end)) < 5


def test_contacts_from_schools_fall_by_a_third_while_referrals_hold(ssd):
    contacts = [day(row["cont_contact_date"]) for row in ssd("ssd_contacts") if row["cont_contact_source_code"] == "2A"]
    before = sum(inside(when, YEAR_BEFORE) for when in contacts)
    now = sum(inside(when, YEAR) for when in contacts)
    assert 28 <= 100 * (before - now) / before <= 38
    referrals = [
        day(row["cine_referral_date"]) for row in ssd("ssd_cin_episodes") if row["cine_referral_source_code"] == "2A"
    ]
    before = sum(inside(when, YEAR_BEFORE) for when in referrals)
    now = sum(inside(when, YEAR) for when in referrals)
    assert abs(now - before) / before < 0.1


def test_volumes_are_those_of_a_small_authority(ssd, plans):
    enquiries = sum(inside(day(row["s47e_s47_start_date"]), YEAR) for row in ssd("ssd_s47_enquiry"))
    held = sum(inside(day(row["icpc_icpc_date"]), YEAR) for row in ssd("ssd_initial_cp_conference"))
    started = sum(inside(start, YEAR) for _, start, _ in plans)
    assert 250 <= enquiries <= 350
    assert 115 <= held <= 165
    # Enough starts for 4.1% to be five children, which a public paper may show.
    assert 90 <= started <= 125


def test_census_and_ssd_hold_the_same_events(ssd, census, plans):
    window = (dt.date(2012, 4, 1), END)
    referrals = {
        (row["cine_person_id"], day(row["cine_referral_date"])): row["cine_referral_source_code"]
        for row in ssd("ssd_cin_episodes")
        if inside(day(row["cine_referral_date"]), window)
    }
    assert referrals == {key: row[0] for key, row in census["referrals"].items() if inside(key[1], window)}
    enquiries = {
        (row["s47e_person_id"], day(row["s47e_s47_start_date"]))
        for row in ssd("ssd_s47_enquiry")
        if inside(day(row["s47e_s47_start_date"]), window)
    }
    assert enquiries == {key for key in census["enquiries"] if inside(key[1], window)}
    held = {
        (row["icpc_person_id"], day(row["icpc_icpc_date"]))
        for row in ssd("ssd_initial_cp_conference")
        if inside(day(row["icpc_icpc_date"]), window)
    }
    assert held == {key for key in census["conferences"] if inside(key[1], window)}
    open_or_later = {(child, start): end for child, start, end in plans if end is None or end >= window[0]}
    assert open_or_later == {key: row[0] for key, row in census["plans"].items()}


def test_ever_repeated_plans_agree(census, plans):
    starts = defaultdict(list)
    for child, start, _ in plans:
        starts[child].append(start)
    for (child, start), (_, earlier) in census["plans"].items():
        assert earlier == sum(other < start for other in starts[child])


def test_903_and_ssd_agree_on_children_looked_after(made, ssd):
    from_ssd = {
        (row["clae_person_id"], day(row["clae_cla_episode_start_date"])): (
            day(row["clae_cla_episode_ceased_date"]),
            row["clae_cla_episode_ceased_reason"],
        )
        for row in ssd("ssd_cla_episodes")
    }
    merged = {}
    for folder in sorted((made.returns / "ssda903").iterdir()):
        with (folder / "episodes.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                merged[row["CHILD"], day(row["DECOM"])] = day(row["DEC"]), row["REC"]
                assert row["HOME_POST"].startswith("ZZ")
                assert row["PL_POST"].startswith("ZZ")
        with (folder / "header.csv").open(encoding="utf-8-sig", newline="") as file:
            listed = {row["CHILD"] for row in csv.DictReader(file)}
        assert listed
    assert merged == {key: row for key, row in from_ssd.items() if row[0] is None or row[0] >= dt.date(2012, 4, 1)}


def test_the_truth_file_says_the_same(made, ssd, plans):
    figures = json.loads(made.truth.read_text(encoding="utf-8"))["figures"]
    found = {(row["measure"], row["to"]): (row["numerator"], row["denominator"]) for row in figures}
    at = END.isoformat()
    assert found["cp_plans", at][0] == len({child for child, _, end in plans if end is None})
    again, all_of_them = found["rereferrals", at]
    assert round(100 * again / all_of_them, 1) == 21.5
    soon, started = found["cp_second_plan_2_years", at]
    assert round(100 * soon / started, 1) == 4.1
    assert started == sum(inside(start, YEAR) for _, start, _ in plans)
    in_time, completed = found["assessments_45", at]
    assert round(100 * in_time / completed, 1) == 91.7
    assert found["contacts", at][0] == sum(inside(day(row["cont_contact_date"]), YEAR) for row in ssd("ssd_contacts"))


def test_everything_says_that_it_is_made_up(made, ssd):
    for path in (made.returns / "cin").glob("*.xml"):
        head = path.read_text(encoding="utf-8")[:600]
        assert "Made-up data" in head
        assert "<SoftwareCode>MADE-UP DATA</SoftwareCode>" in head
    assert {row["pers_forename"] for row in ssd("ssd_person")} == {"MADE-UP"}
    assert all(row["pers_person_id"].startswith("SYN") for row in ssd("ssd_person"))


def test_two_runs_write_the_same_bytes(made, tmp_path):
    again = write_demonstration(tmp_path)
    assert [path.relative_to(made.returns) for path in made.files] == [
        path.relative_to(again.returns) for path in again.files
    ]
    for one, other in zip(made.files, again.files, strict=True):
        assert Path(one).read_bytes() == Path(other).read_bytes()
    assert made.truth.read_bytes() == again.truth.read_bytes()


@pytest.mark.parametrize("seed", [7, 99])
def test_the_story_holds_for_another_seed(tmp_path, seed):
    figures = json.loads(write_demonstration(tmp_path, seed=seed).truth.read_text(encoding="utf-8"))["figures"]
    found = {(row["measure"], row["to"]): row for row in figures}
    at = END.isoformat()

    def share(measure: str, to: str = at) -> float:
        return round(100 * found[measure, to]["numerator"] / found[measure, to]["denominator"], 1)

    assert share("rereferrals") == 21.5
    assert share("rereferrals", "2013-09-30") == 24.0
    assert share("assessments_45") == 91.7
    assert share("cp_second_plan_2_years") == 4.1
    assert all(120 <= row["numerator"] <= 130 for (name, _), row in found.items() if name == "cp_plans")
    assert all(135 <= row["numerator"] <= 145 for (name, _), row in found.items() if name == "children_looked_after")
