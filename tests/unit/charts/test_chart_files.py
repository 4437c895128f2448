"""Charts as files: the same bytes each time, safe to put into a page, readable without colour or sight."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable

import altair as alt
import pytest
from tests.unit.charts.drawn import ALL, control, teams

from goldenthread.charts import Chart, look
from goldenthread.spc.model import Judgement

SVG = "{http://www.w3.org/2000/svg}"
CLIPPED = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": 1, "b": 2}, {"a": 2, "b": 1}]},
    "mark": {"type": "line", "clip": True},
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
}


@pytest.mark.parametrize("draw", ALL)
def test_the_same_chart_is_the_same_bytes_whatever_was_drawn_before(draw: Callable[[], Chart]) -> None:
    first, first_picture = draw().svg(), draw().png()
    control([1.0, 2.0, 3.0] * 6).svg()
    assert draw().svg() == first
    assert draw().png() == first_picture


def test_ids_are_the_charts_own_even_where_the_renderer_numbers_them_by_what_it_drew_before() -> None:
    chart = control()
    clipped = [Chart(title=title, alt=chart.alt, table=chart.table, spec=CLIPPED) for title in ("one", "two", "one")]
    drawn = [one.svg() for one in clipped]
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in drawn]
    assert drawn[0] == drawn[2]
    assert not ids[0] & ids[1]
    for svg, own in zip(drawn, ids, strict=True):
        used = set(re.findall(r"url\(#([^)]+)\)", svg))
        assert used
        assert used <= own


@pytest.mark.parametrize("draw", ALL)
def test_svg_may_stand_in_a_page_with_a_strict_policy(draw: Callable[[], Chart]) -> None:
    svg = draw().svg()
    assert not re.findall(r"<script|<style|<foreignObject|<image| style=| class=| on[a-z]+=|href=|javascript:", svg)
    assert not re.findall(r"https?://(?!www\.w3\.org/)", svg)


@pytest.mark.parametrize("draw", ALL)
def test_svg_is_one_picture_with_a_name_and_a_description(draw: Callable[[], Chart]) -> None:
    chart = draw()
    root = ET.fromstring(chart.svg())
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (root.get("role"), title.text, description.text) == ("img", chart.title, chart.alt)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len(list(root.iter(f"{SVG}title"))) == 1


def test_a_title_with_marks_of_its_own_is_kept_as_text() -> None:
    chart = control(title=r"Ages <5 & \1 'quoted'")
    title = ET.fromstring(chart.svg()).find(f"{SVG}title")
    assert title is not None
    assert title.text == r"Ages <5 & \1 'quoted'"


def test_png_is_a_picture_of_the_size_asked_for() -> None:
    chart = teams()
    root = ET.fromstring(chart.svg())
    picture = chart.png(scale=2.0)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert (width, height) == (2 * int(root.get("width", "0")), 2 * int(root.get("height", "0")))


@pytest.mark.parametrize("draw", ALL)
def test_the_specification_is_valid_for_altair(draw: Callable[[], Chart]) -> None:
    spec = dict(draw().spec)
    assert alt.Chart.from_dict(spec).to_dict()["title"]["text"]


def test_every_signal_differs_by_more_than_colour_and_every_marker_has_a_dark_outline() -> None:
    signals = [kind for kind in Judgement if kind is not Judgement.COMMON]
    assert len({(look.SHAPE[kind], look.LETTERS.get(kind, ("", ""))) for kind in Judgement}) == len(Judgement)
    assert look.SHAPE[Judgement.IMPROVEMENT] != look.SHAPE[Judgement.CONCERN]
    assert all(look.LETTERS[kind][0] != look.LETTERS[kind][1] for kind in signals)
    scales = look.marker_scales("signal", {look.WORDS[kind]: (look.FILL[kind], look.SHAPE[kind]) for kind in Judgement})
    assert set(scales["stroke"]["scale"]["range"]) == {look.INK}
