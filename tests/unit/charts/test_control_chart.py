"""What a control chart prints, draws and says."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from tests.unit.charts.drawn import SOURCE, STEADY, WORDS, control
from tests.unit.spc.series_of import month, points

from goldenthread.charts import Chart, control_chart
from goldenthread.spc.model import Direction, Frequency, Point, PointStatus, SeriesKind, Words
from goldenthread.spc.rule_sets import MDC_EXCEL, RUN_CHART
from goldenthread.spc.xmr import analyse


def _texts(chart: Chart) -> list[str]:
    rows = [row for layer in chart.spec["layer"] for row in layer["data"]["values"]]
    return [row["text"] for row in rows if "text" in row]


def _rows(chart: Chart, key: str) -> list[dict[str, Any]]:
    return [row for layer in chart.spec["layer"] for row in layer["data"]["values"] if key in row]


def test_the_rule_set_the_data_date_and_the_source_are_printed_on_the_chart() -> None:
    chart = control()
    printed = " ".join(chart.spec["title"]["subtitle"])
    assert "Rule set mdc-r-0.2." in printed
    assert "Data to 30 September 2014." in printed
    assert SOURCE in printed
    assert chart.rule_set == "mdc-r-0.2"
    assert "Rule set mdc-r-0.2." in chart.svg()


def test_lines_are_labelled_with_their_values() -> None:
    found = control()
    limits = next(row for row in found.table.rows if row[0] == "April 2012")[2:5]
    assert set(_texts(found)) == {
        "Target 22.0%",
        f"Lower limit {limits[0]}",
        f"Mean {limits[1]}",
        f"Upper limit {limits[2]}",
    }


def test_labels_at_the_end_stand_apart() -> None:
    chart = control([24.0, 24.01] * 8, target=24.0)
    downs = sorted(row["down"] for row in _rows(chart, "down"))
    assert len(downs) == 4
    assert all(after - before >= 13.9 for before, after in pairwise(downs))
    assert 0 <= downs[0] <= downs[-1] <= chart.spec["height"]


def test_a_signal_carries_its_letter_and_its_words() -> None:
    last = _rows(control(), "signal")[-1]
    assert (last["signal"], last["letter"], last["value"]) == ("signal of concern", "H", 29.0)


def test_the_alternative_text_says_what_happened_and_the_numbers() -> None:
    assert control().alt.startswith(
        "Control chart, 17 points. Re-referrals within 12 months were 29.0% in August 2013,"
    )
    assert "First value 24.0% (April 2012), last 29.0% (August 2013). Mean" in control().alt


def test_the_table_has_every_period_and_its_reason() -> None:
    table = control().table
    assert table.headings == ("Period", "Value (% of referrals)", "Lower limit", "Mean", "Upper limit", "Signal")
    assert len(table.rows) == 17
    assert all(len(row) == len(table.headings) for row in table.rows)
    assert table.rows[-1][-1] == "above the upper limit"


def test_counts_are_in_the_table_when_there_are_any() -> None:
    series = [Point(date=month(n), value=50.0, numerator=20, denominator=40) for n in range(8)]
    analysis = analyse(series, direction=Direction.INCREASE, kind=SeriesKind.PROPORTION, words=WORDS)
    table = control_chart(analysis, title="Share", unit="%", source=SOURCE).table
    assert table.headings[2:4] == ("Numerator", "Denominator")
    assert table.rows[0][2:4] == ("20", "40")


def test_under_six_points_no_limits_are_drawn() -> None:
    chart = control([1.0, 2.0, 1.0, 9.0], target=None)
    assert _texts(chart) == []
    assert not _rows(chart, "until")
    assert "too few points for limits" in " ".join(chart.spec["title"]["subtitle"])
    assert chart.table.rows[0][2:] == ("", "", "", "")


def test_trial_limits_are_labelled() -> None:
    assert "Trial limits: fewer than 13 points." in " ".join(control(STEADY[:8]).spec["title"]["subtitle"])


def test_a_limit_outside_the_possible_range_is_not_drawn() -> None:
    chart = control([1.0, 3.0] * 8, target=None)
    assert not any(text.startswith("Lower limit") for text in _texts(chart))
    assert min(row["value"] for row in _rows(chart, "value")) >= 0
    assert chart.table.rows[0][2].startswith("-")  # the true number stays in the table


def test_a_gap_breaks_the_line_and_is_named() -> None:
    series: list[float | None] = [*STEADY]
    series[5] = None
    chart = control(series)
    assert "no value" in _texts(chart)
    assert len({row["stretch"] for row in _rows(chart, "stretch")}) == 2
    assert "No value for September 2012." in chart.alt
    assert chart.table.rows[5][:2] == ("September 2012", "no value")


def test_a_withheld_value_is_nowhere_on_the_chart() -> None:
    series = points(STEADY)
    series[4] = Point(date=month(4), value=71.23, status=PointStatus.WITHHELD, numerator=2, denominator=3)
    analysis = analyse(
        series, direction=Direction.DECREASE, kind=SeriesKind.PROPORTION, frequency=Frequency.MONTH, words=WORDS
    )
    chart = control_chart(analysis, title="Re-referrals", unit="%", source=SOURCE)
    assert chart.table.rows[4] == ("August 2012", "withheld", "", "", "", "", "", "")
    assert "71.2" not in chart.svg() + chart.alt + repr(chart.table) + repr(chart.spec)


def test_a_rebase_is_marked_and_lines_follow_the_rule_set() -> None:
    series = [*STEADY, *[30.0, 31.0] * 8]
    broken = control(series, rebase=[month(16)])
    assert "new limits from August 2013" in _texts(broken)
    means = [row for row in _rows(broken, "until") if "trial" not in row and "top" not in row]
    assert [(row["at"], row["until"]) for row in means] == [(-0.4, 15.4), (15.6, 31.4)]
    joined = control(series, rebase=[month(16)], rules=MDC_EXCEL)
    means = [row for row in _rows(joined, "until") if "trial" not in row and "top" not in row]
    assert means[0]["until"] == means[1]["at"]


def test_a_provisional_point_is_hollow_and_explained() -> None:
    series = [*points(STEADY), Point(date=month(16), value=29.0, status=PointStatus.PROVISIONAL)]
    analysis = analyse(series, direction=Direction.DECREASE, kind=SeriesKind.PROPORTION, words=WORDS)
    chart = control_chart(analysis, title="Re-referrals", unit="%", source=SOURCE)
    hollow = [layer for layer in chart.spec["layer"] if layer["mark"].get("fill") == "#ffffff"]
    assert [row["value"] for row in hollow[0]["data"]["values"]] == [29.0]
    assert "provisional" in " ".join(chart.spec["title"]["subtitle"])
    assert chart.table.rows[-1][1] == "29.0% (provisional)"


def test_a_run_chart_has_a_median_and_no_limits() -> None:
    chart = control(rules=RUN_CHART, target=None)
    assert [text.split()[0] for text in _texts(chart)] == ["Median"]
    assert chart.table.headings[-1] == "Median"
    assert chart.alt.startswith("Run chart, 17 points.")


def test_both_ends_of_a_target_range_are_drawn() -> None:
    chart = control(target=(20.0, 26.0), direction=Direction.RANGE)
    assert {"Target from 20.0%", "Target to 26.0%"} <= set(_texts(chart))


@pytest.mark.parametrize("values", [[], [None, None], [5.0], [0.0] * 14])
def test_series_with_little_in_them_still_draw(values: list[float | None]) -> None:
    assert control(values, target=None).svg().startswith("<svg")


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_series_without_a_value_says_so_and_shows_no_frame(values: list[float | None]) -> None:
    svg = control(values, target=None).svg()
    assert "No value in any period." in svg
    assert "Rule set" not in svg


def test_there_is_room_beside_the_last_label_for_a_wider_font() -> None:
    ends = [row["text"] for row in _rows(control(), "down")]
    width = float(control().svg().split('viewBox="0 0 ')[1].split(" ")[0])
    widest_letters = max(map(len, ends)) * 0.65 * 12
    assert width >= 45 + 500 + 7 + widest_letters


def test_quarters_are_named_by_their_months() -> None:
    series = [Point(date=dt.date(2013 + n // 4, n % 4 * 3 + 3, 28), value=float(n % 3)) for n in range(8)]
    analysis = analyse(series, direction=Direction.DECREASE, kind=SeriesKind.FLOW, frequency=Frequency.QUARTER)
    svg = control_chart(analysis, title="Contacts", unit="contacts", source=SOURCE).svg()
    assert "Jan–Mar" in svg
    assert "Oct–Dec" in svg


def test_a_unit_in_words_is_in_the_heading_and_not_in_every_cell() -> None:
    chart = control(words=Words(title="Referrals", suffix=" per 10,000"))
    assert chart.table.rows[0][1] == "24.0"
    assert "Target 22.0" in _texts(chart)
