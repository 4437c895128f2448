"""The published tables by their real headings, with one made-up row each: recognised, and every figure found."""

from __future__ import annotations

import pytest

from goldenthread.comparators.importing import import_files
from goldenthread.comparators.importing.topics import TOPICS
from goldenthread.comparators.series import BY_KEY

PLACE = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
    "new_la_code,la_name"
)
SWAPPED = PLACE.replace("new_la_code,la_name", "la_name,new_la_code")
WHERE = "2025,Reporting year,Local authority,E92000001,England,E12000001,North East,841,E06000005,Darlington"
OTHER = "2025,Reporting year,Local authority,E92000001,England,E12000001,North East,841,Darlington,E06000005"
LENGTHS = ",".join(
    f"{name},{name}_percent"
    for name in (
        "3_months_or_less", "more_than_3_months_6_months", "more_than_6_months_less_than_1_year", "1_year_less_than_2_years",
        "2_years_or_more",
    )
)  # fmt: skip
ABUSE = ("Neglect", "Physical", "Sexual", "Emotional", "Multiple")
CATEGORIES = ",".join(f"{name}_{when}" for when in ("Initial", "Latest") for name in ABUSE)
WORKFORCE = (
    "inpost_fte,inpost_headcount,starters_fte,starters_headcount,leavers_fte,leavers_headcount,turnover_rate_fte,"
    "turnover_rate_headcount,agency_fte,agency_headcount,agency_rate_fte,agency_rate_headcount,agency_cover_fte,"
    "agency_cover_rate_fte,vacancy_fte,vacancy_rate_fte,vacancy_agency_cover_rate_fte,case_holders_fte,cases,caseload_fte,"
    "working_days_lost_fte,absence_rate_fte"
)
# Topic, heading after the place, cells after the place, and some figures that must come out of them.
WIDE = [
    (
        "B1",
        "category,Anypoint_episodes,Anypoint_child,Started_episodes,Started_child,Ended_episodes,Ended_child,At31_episodes,"
        "awaiting_assessment",
        "x,1770,1698,723,705,768,748,1002,8",
        {("CN01", "n", ""): 1002, ("CN03", "n", "started:children"): 705, ("CN12", "n", ""): 8, ("CN02", "per_10k", ""): None},
    ),
    (
        "C2",
        "category,Assessments_completed,Assessments_completed_rate,Same_day,1-10_days,11-20_days,21-30_days,31-40_days,"
        "41-45_days,46-50_days,51-60_days,61+_days,25th_Percentile_days,Median_days,75th_Percentile_days",
        "x,1000,50,10,90,100,200,300,100,50,50,100,9,30,44",
        {("AS02", "pct", ""): 80.0, ("AS12", "pct", ""): 10.0, ("AS13", "pct", ""): 20.0, ("AS03", "pct", "61_plus"): 10.0,
         ("AS05", "wd", "p50"): 30},
    ),
    (
        "C4",
        "category,Section47,Section47_child,ICPC,ICPC_child,Duration_0-10_days,Duration_11-15_days,Duration_16-20_days,"
        "Duration_21+_days,Duration_25th_Percentile,Duration_median,Duration_75th_Percentile",
        "x,403,367,200,138,20,120,30,c,14,15,20",
        {("S01", "n", ""): 403, ("S08", "pct", ""): 70.0, ("S09", "pct", "21_plus"): None, ("S09", "wd", "p75"): 20},
    ),
    (
        "C5",
        "category,Referrals,Individual,Schools,Education_Services,Health_Services,Housing,LA_Services,Police,"
        "Other_legal_agency,Other,Anonymous,Unknown",
        "x,1000,84,245,164,113,18,274,50,4,4,36,0",
        {("RF06", "pct", "police"): 5.0, ("RF06", "pct", "unknown"): 0.0},
    ),
    (
        "D1",
        "category,CPP_start,CPP_start_rate,CPP_child_start,CPP_child_start_rate,CPP_end,CPP_end_rate,CPP_child_end,"
        "CPP_child_end_rate,CPP_anypoint,CPP_anypoint_rate,CPP_child_anypoint,CPP_child_anypoint_rate,CPP_At31,CPP_At31_rate",
        "x,196,87.5,196,87.5,167,74.5,167,74.5,312,139.2,312,139.2,145,64.7",
        {("CP01", "n", ""): 145, ("CP02", "per_10k", ""): 64.7, ("CP04", "per_10k", ""): 74.5},
    ),
    ("D2", f"category,CPP_start,{CATEGORIES}", "x,100,49,8,3,39,1,50,9,3,37,1", {("CP10", "pct", "started:initial:EMO"): 39.0}),
    ("D3", "category,CPP_start,CPP_subsequent,CPP_subsequent_percent", "x,114,23,20.2", {("CP05", "pct", ""): 20.2}),
    ("D4", f"category,CPP_At31,{CATEGORIES}", "x,100,49,8,3,39,1,50,9,3,37,1", {("CP10", "pct", "open:latest:EMO"): 37.0}),
    (
        "D5",
        f"category,CPP_At31,{LENGTHS}",
        "x,92,23,25,26,28.3,26,28.3,11,12,6,6.5",
        {("CP07", "pct", ""): 6.5, ("CP09", "pct", "open:to_3m"): 25.0},
    ),
    (
        "D6",
        "category,CPP_At31_3Months,Reviewed_within_timescales,Reviewed_within_timescales_percent",
        "x,310,303,97.7",
        {("CP11", "pct", ""): 97.7},
    ),
    (
        "D7",
        f"category,CPP_End,{LENGTHS}",
        "x,281,c,c,57,20.3,127,45.2,55,19.6,c,c",
        {("CP08", "pct", ""): None, ("CP09", "pct", "ended:1y_2y"): 19.6},
    ),
    (
        "CSWW",
        WORKFORCE,
        "95.6,100,17.8,18,14.7,16,15.4,16,13.5,14,12.3,12.3,4,29.7,4,4,100,64.3,1027,16,1466.8,6.1",
        {("WF01", "pct", ""): 4, ("WF02", "pct", "fte"): 15.4, ("WF04", "cases_per_fte", ""): 16, ("WF07", "fte", "leavers"): 14.7},
    ),
]  # fmt: skip
TALL = [
    (
        "CLA-rates",
        "population_count,population_estimate,number,rate_per_10000",
        ["Children looked after at 31 March each year,22411,299,133", "Children starting to be looked after each year,22411,119,53"],
        {("LA01", "n", ""): 299, ("LA01", "per_10k", ""): 133, ("LA02", "per_10k", ""): 53},
    ),
    (
        "CLA-stability",
        "cla_group,placement_stability,children_count,children_percent",
        [
            "CLA on 31 March,Total children,332,100",
            "CLA on 31 March,With 3 or more placements during the year,31,9",
            "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years,"
            "Living with the same carer for at least 2 years,75,60",
        ],
        {("LA05", "pct", ""): 9, ("LA06", "pct", ""): 60},
    ),
    (
        "CL-activity",
        "care_leaver_age,breakdown,care_leaver_count,care_leaver_percent",
        [
            '17 to 18 years,Total,50,100',
            '17 to 18 years,"Total in education, employment or training",32,64',
            "19 to 21 years,Total,80,100",
            '19 to 21 years,"Total not in education, employment or training",c,c',
        ],
        {("CL03", "pct", "17-18"): 64, ("CL04", "pct", "19-21"): None},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "heading", "cells", "expected"), WIDE, ids=[one[0] for one in WIDE])
def test_a_table_with_a_column_for_each_figure(tmp_path, table, heading, cells, expected):
    (tmp_path / "file.csv").write_text(f"{PLACE},{heading}\n{WHERE},{cells}\n", encoding="utf-8")
    _check(tmp_path, table, expected)


@pytest.mark.parametrize(("table", "heading", "lines", "expected"), TALL, ids=[one[0] for one in TALL])
def test_a_table_with_filter_columns(tmp_path, table, heading, lines, expected):
    text = "\n".join([f"{SWAPPED},{heading}", *(f"{OTHER},{line}" for line in lines)])
    (tmp_path / "file.csv").write_text(text + "\n", encoding="utf-8")
    _check(tmp_path, table, expected)


def _check(tmp_path, table, expected):
    store = import_files([tmp_path / "file.csv"], tmp_path / "store").store
    figures = store.figures(expected)
    for key, value in expected.items():
        cell = figures[key]["841", 2025]
        assert cell.value == value, key
        assert cell.source_table == table
        assert value is not None or cell.flag in ("c", "x")


def test_a_denominator_in_another_row_is_found(tmp_path):
    _, heading, lines, _ = TALL[1]
    text = "\n".join([f"{SWAPPED},{heading}", *(f"{OTHER},{line}" for line in lines)])
    (tmp_path / "file.csv").write_text(text + "\n", encoding="utf-8")
    store = import_files([tmp_path / "file.csv"], tmp_path / "store").store
    cell = store.figures([("LA05", "pct", "")])["LA05", "pct", ""]["841", 2025]
    assert (cell.numerator, cell.denominator) == (31, 332)


def test_every_figure_of_every_topic_is_a_series_that_is_known():
    for topic in TOPICS:
        for figure in topic.figures:
            assert (figure.measure, figure.unit, figure.breakdown) in BY_KEY, (topic.table, figure)
