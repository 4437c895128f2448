"""Bars, funnels, sparklines, icons and the axes worked out for them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from tests.unit.charts.drawn import TEAMS, needs, teams

from goldenthread.charts import ASSURANCE_WORDS, VARIATION_WORDS, assurance_icon, axes, sparkline, variation_icon
from goldenthread.spc.model import AssuranceIcon, VariationIcon

SVG = "{http://www.w3.org/2000/svg}"


def test_bars_print_value_interval_and_counts_and_keep_a_group_without_a_value_in_the_table() -> None:
    chart = needs()
    assert chart.table.rows[0] == ("Abuse or neglect", "34.2%", "30.0% to 38.0%", "120 of 350")
    assert chart.table.rows[2] == ("Absent parenting", "no value", "", "none in the period")
    assert chart.alt == "By need: Abuse or neglect 34.2%; Family in acute stress 91.0%."
    assert "England 2014 23.4%" in chart.svg()
    assert "95% intervals" in chart.svg()


def test_a_funnel_names_units_outside_and_lists_all_in_the_order_given() -> None:
    chart = teams()
    assert [row[0] for row in chart.table.rows] == [name for name, _, _ in TEAMS]
    assert "West is high (99.8%) at 44.4%" in chart.alt
    assert chart.alt.endswith("The other 2 lie within what chance explains.")
    assert chart.rule_set == "funnel-proportion"
    assert "Rule set funnel-proportion." in " ".join(chart.spec["title"]["subtitle"])


def test_names_on_a_funnel_do_not_run_into_each_other() -> None:
    layer = teams().spec["layer"][-1]
    boxes = [(row["across"], row["across"] + 6 * len(row["name"]), row["down"]) for row in layer["data"]["values"]]
    assert len(boxes) == len(TEAMS)
    for place, (left, right, down) in enumerate(boxes):
        for other_left, other_right, other_down in boxes[place + 1 :]:
            assert right <= other_left or other_right <= left or abs(down - other_down) >= 11


@pytest.mark.parametrize("icon", [*VariationIcon, None])
def test_a_variation_icon_says_its_meaning(icon: VariationIcon | None) -> None:
    root = ET.fromstring(variation_icon(icon))
    assert root.findtext(f"{SVG}title") == VARIATION_WORDS[icon]
    assert (root.findtext(f"{SVG}text") or "") == {
        "improvement-high": "H",
        "improvement-low": "L",
        "concern-high": "H",
        "concern-low": "L",
        "neutral-high": "↑",
        "neutral-low": "↓",
    }.get(str(icon), "")


def test_improvement_and_concern_differ_in_shape() -> None:
    assert "<rect" in variation_icon(VariationIcon.CONCERN_HIGH)
    assert "<rect" not in variation_icon(VariationIcon.IMPROVEMENT_HIGH)
    assert len({variation_icon(icon) for icon in [*VariationIcon, None]}) == len(VariationIcon) + 1


@pytest.mark.parametrize(
    ("icon", "letter"),
    [(AssuranceIcon.PASS, "P"), (AssuranceIcon.FAIL, "F"), (AssuranceIcon.INCONSISTENT, "?")],
)
def test_an_assurance_icon_has_its_letter_and_meaning(icon: AssuranceIcon, letter: str) -> None:
    root = ET.fromstring(assurance_icon(icon))
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}text")) == (ASSURANCE_WORDS[icon], letter)
    assert assurance_icon(None) == ""


def test_a_sparkline_breaks_at_a_gap_and_marks_the_last_value() -> None:
    svg = sparkline([3.0, 4.0, None, 6.0, 2.0], title="Contacts <by month>")
    root = ET.fromstring(svg)
    path = root.find(f"{SVG}path")
    assert path is not None
    assert path.get("d", "").count("M") == 2
    assert root.findtext(f"{SVG}title") == "Contacts <by month>"
    assert root.find(f"{SVG}circle") is not None
    assert sparkline([None, 4.0], title="one value") == ""
    assert " style=" not in svg


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([0.0], 0.0, 1.0), ([120.0, 130.0], 115.0, 135.0), ([3.0, 40.0], 0.0, 50.0), ([20.0, 27.0], 18.0, 28.0)],
)
def test_a_vertical_axis_has_round_ends_that_hold_the_values(values: list[float], low: float, high: float) -> None:
    found = axes.scale(values)
    assert (found.low, found.high) == (low, high)
    assert found.ticks[0] == low
    assert all(low <= value <= high for value in values)


def test_an_axis_stops_at_the_greatest_possible_value() -> None:
    assert axes.scale([91.0, 99.5], (0.0, 100.0)).high == 100.0
    assert axes.scale([91.0, 99.5]).high > 100.0


def test_periods_are_labelled_evenly_and_always_the_last() -> None:
    for count in range(1, 80):
        shown = axes.labelled(count)
        assert shown[-1] == count - 1
        assert len(shown) <= axes.MOST_LABELS
        assert len({after - before for before, after in pairwise(shown)}) <= 1


def test_labels_move_only_as_far_as_they_must() -> None:
    assert axes.apart([10.0, 50.0, 90.0], 14.0, 0.0, 100.0) == [10.0, 50.0, 90.0]
    assert axes.apart([50.0, 50.0], 14.0, 0.0, 100.0) == [50.0, 64.0]
    assert axes.apart([99.0, 98.0], 14.0, 0.0, 100.0) == [100.0, 86.0]
