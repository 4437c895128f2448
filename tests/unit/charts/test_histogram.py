"""A distribution drawn by hand: bars, a marked limit, words and a table that say the same."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from goldenthread.charts.histogram import histogram

STEPS = [("0", 3), ("1", 7), ("2", None), ("more", 5)]


def test_bars_words_and_table_say_the_same() -> None:
    chart = histogram(STEPS, title="Days taken", unit="days", marked_after=1, marked_words="limit")
    drawn = ET.fromstring(chart.svg)
    bars = [one for one in drawn if one.tag.endswith("rect")]
    assert len(bars) == 3
    heights = [float(one.get("height", "0")) for one in bars]
    assert heights.index(max(heights)) == 1
    assert chart.table.rows == (("0", "3"), ("1", "7"), ("2", "c"), ("more", "5"))
    assert "15 in all; the tallest bar is 1 (days) with 7" in chart.alt
    assert "1 bars are hidden" in chart.alt
    assert "style=" not in chart.svg


def test_how_many_lie_on_each_side_of_the_limit_is_said_only_when_nothing_is_hidden() -> None:
    whole = histogram([("0", 3), ("1", 7), ("2", 5)], title="t", unit="days", marked_after=1, marked_words="limit")
    assert "10 lie up to the line named limit, 5 after it" in whole.alt
    assert "lie up to" not in histogram(STEPS, title="t", unit="days", marked_after=1, marked_words="limit").alt


def test_names_cannot_break_the_drawing() -> None:
    chart = histogram([("<b>", 2)], title="<script>", unit="a & b")
    ET.fromstring(chart.svg)
    assert "<script>" not in chart.svg


def test_nothing_to_show_is_said() -> None:
    assert histogram([("0", 0)], title="t", unit="days").alt == "t: nothing to show."
