"""Comparison: averages by name, quarters by polarity, ranks only with intervals, the funnel, gaps and trends."""

from __future__ import annotations

import pytest
from tests.unit.comparators import made_comparators as made

from goldenthread.comparators.areas import areas, code_of, find_area, region_of
from goldenthread.comparators.compare import Local, Target, choose_model, choose_year, compare
from goldenthread.comparators.importing import import_files
from goldenthread.comparators.series import find_series
from goldenthread.comparators.standing import band, gap, interval, place, rank, trend
from goldenthread.comparators.store import Figure
from goldenthread.errors import UserError
from goldenthread.measures.model import Polarity
from goldenthread.papers.comparing import show
from goldenthread.spc.funnels import FunnelLabel

RF04 = find_series("rereferrals")


def _figure(value, above=None, below=None, area="841", year=2025):
    return Figure(
        area=area,
        year=year,
        value=value,
        numerator=above,
        denominator=below,
        flag="",
        source_table="C1",
        edition="2025",
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("comparators")
    return import_files(made.store_files(folder / "files"), folder / "store").store


@pytest.fixture(scope="module")
def cells(store):
    return store.figures([RF04.key])[RF04.key]


def _compare(store, cells, authority="370", **options):
    return compare(
        RF04,
        cells,
        authority=authority,
        year=2025,
        neighbours=store.neighbours(authority, "2025"),
        model="2025",
        **options,
    )


def test_neighbours_have_a_mean_and_a_median_and_say_which_list_and_how_many(store, cells):
    one = _compare(store, cells)
    # Neighbours of the first are numbers 1 to 10: 15 - 4.5 + n per cent.
    assert one.neighbours.median == pytest.approx(16.0)
    assert one.neighbours.mean == pytest.approx(16.0)
    assert (one.neighbours.used, one.neighbours.model) == (10, "2025")
    assert [member.name for member in one.neighbours.members][:2] == ["Doncaster", "Rotherham"]
    assert one.region.value == 19
    assert one.region_name == "Yorkshire and The Humber"
    words = [row.who for row in show(one).rows]
    assert "Statistical neighbours, median" in words
    assert "Statistical neighbours, mean" in words


def test_mean_and_median_differ_and_the_page_says_when_the_answer_hangs_on_it(store, cells):
    changed = dict(cells)
    changed["380", 2025] = _figure(90.0, 900, 1000, area="380")
    changed["370", 2025] = _figure(18.0, 180, 1000, area="370")
    shown = show(_compare(store, changed))
    assert shown.comparison.neighbours.median == pytest.approx(17.0)
    assert shown.comparison.neighbours.mean > 18
    assert any("depends on the average" in caution for caution in shown.cautions)


def test_a_neighbour_without_a_value_drops_out_and_is_counted(store, cells):
    changed = {key: one for key, one in cells.items() if key != ("371", 2025)}
    shown = show(_compare(store, changed))
    assert shown.comparison.neighbours.used == 9
    assert "Only 9 of its 10 statistical neighbours have a value." in shown.cautions
    assert shown.members[0].rows[0][3] == "not published"


def test_an_authority_that_is_a_neighbour_and_was_chosen_is_one_bar(store, cells):
    neighbours = {one.code for one in store.neighbours("370", "2025")}
    other = next(code for code in made.AREAS if code not in neighbours | {"370"})
    shown = show(_compare(store, cells, group=("371", other)))
    names = [row[0] for row in shown.bars.table.rows]
    assert (len(names), len(set(names))) == (12, 12)
    assert (names[1], names[-1]) == ("Doncaster", made.AREAS[other][0])
    # Bars of one name would be put end to end, and be read as one long bar.
    assert all(layer["encoding"]["x"].get("stack", "") is None for layer in shown.bars.spec["layer"][:1])


def test_the_limits_of_the_funnel_are_told_for_a_place_of_its_size(store, cells):
    from goldenthread.spc.funnels import proportion_limits

    one = _compare(store, cells)
    for level, limits in ((0.95, one.place.inner), (0.998, one.place.outer)):
        want = proportion_limits(one.place.baseline / 100, one.own.denominator, level)
        assert limits == pytest.approx([100 * limit for limit in want])
    assert one.place.outer[0] < one.place.inner[0] < one.place.baseline < one.place.inner[1] < one.place.outer[1]
    low, high = one.place.outer
    assert f"{low:.1f} to {high:.1f} at 99.8%" in " ".join(show(one).sentences)


def test_a_chosen_group_and_the_past(store, cells):
    one = _compare(store, cells, group=("383", "384"))
    assert one.group.median == pytest.approx((17.5 + 18.5) / 2)
    assert [figure.year for figure in one.past] == list(range(2016, 2026))
    assert one.past[0].value == 15.0


@pytest.mark.parametrize(
    ("polarity", "value", "letter"),
    [
        (Polarity.LOW, 1, "A"), (Polarity.LOW, 20, "D"), (Polarity.HIGH, 20, "A"), (Polarity.HIGH, 1, "D"),
        (Polarity.LOW, 8, "B"), (Polarity.HIGH, 8, "C"), (Polarity.NEUTRAL, 1, None), (Polarity.LOW, None, None),
    ],
)  # fmt: skip
def test_quarters_follow_the_good_direction(polarity, value, letter):
    found = band(value, [float(n) for n in range(1, 21)], polarity)
    assert (found.letter if found else None) == letter


def test_a_rank_is_a_span_of_places_and_needs_an_interval():
    intervals = {str(n): (n - 1.5, n + 1.5) for n in range(30)}
    low = rank("10", intervals, Polarity.LOW)
    assert (low.first, low.last, low.of, low.lowest_first) == (8, 14, 30, True)
    high = rank("10", intervals, Polarity.HIGH)
    assert (high.first, high.last) == (17, 23)
    assert rank("none", intervals, Polarity.LOW) is None
    assert rank("1", dict(list(intervals.items())[:10]), Polarity.LOW) is None
    assert interval("pct", _figure(20.0)) is None
    assert interval("n", _figure(20.0, 20, 100)) is None


def test_intervals_are_wilson_for_shares_and_exact_for_rates():
    assert interval("pct", _figure(10.0, 10, 100)) == pytest.approx((5.52, 17.44), abs=0.01)
    assert interval("per_10k", _figure(10.0, 10, 10_000)) == pytest.approx((4.795, 18.390), abs=0.001)


def test_the_place_on_the_funnel_is_that_of_the_funnel_module():
    others = [_figure(20.0, 200, 1000, area=str(n)) for n in range(10)]
    assert place("pct", _figure(30.0, 300, 1000), others).label is FunnelLabel.HIGH_OUTER
    assert place("pct", _figure(20.0, 200, 1000), others).label is FunnelLabel.WITHIN
    assert place("pct", _figure(17.0, 170, 1000), others).label is FunnelLabel.LOW_INNER
    assert place("pct", _figure(20.0, 200, 1000), others[:3]) is None
    assert place("n", _figure(20.0, 200, 1000), others) is None


def test_a_trend_is_real_only_when_its_interval_leaves_no_change_out():
    falling = trend({year: 30 - (year - 2016) + (0.2 if year % 2 else -0.2) for year in range(2016, 2026)})
    assert falling.real
    assert falling.slope == pytest.approx(-1, abs=0.05)
    jumping = trend({year: 30 + (5 if year % 2 else -5) for year in range(2016, 2026)})
    assert not jumping.real
    assert trend({2020: 1.0, 2021: 2.0, 2022: 3.0, 2023: 4.0}) is None


def test_the_slope_and_its_interval_are_those_of_ordinary_least_squares():
    from scipy.stats import linregress, t

    values = {2016: 3.0, 2017: 4.5, 2018: 4.0, 2019: 6.5, 2020: 6.0, 2021: 8.5}
    found, plain = trend(values), linregress(list(values), list(values.values()))
    assert found.slope == pytest.approx(plain.slope)
    assert found.upper - found.slope == pytest.approx(plain.stderr * t.ppf(0.975, 4))


def test_the_gap_to_a_target_is_told_in_points_in_children_and_in_years():
    line = trend({year: 30 - (year - 2016) + (0.1 if year % 2 else -0.1) for year in range(2016, 2026)})
    found = gap(21.0, 500, target=18, polarity=Polarity.LOW, unit="pct", line=line, year=2025)
    assert found.short == pytest.approx(3)
    assert found.children == 15
    assert found.reached[0] in (2028, 2029)
    away = gap(21.0, 500, target=25, polarity=Polarity.HIGH, unit="pct", line=line, year=2025)
    assert away.reached is None
    met = gap(17.0, 500, target=18, polarity=Polarity.LOW, unit="pct", line=line, year=2025)
    assert (met.short, met.reached) == (0.0, None)
    assert gap(1.0, 1, target=1, polarity=Polarity.NEUTRAL, unit="pct", line=line, year=2025) is None


def test_sentences_name_the_target_and_say_not_on_this_trend(store, cells):
    one = _compare(store, cells, target=Target(value=5.0, set_by="A board"))
    said = " ".join(show(one).sentences)
    assert "target of 5.0% (set by A board)" in said
    assert "fewer children or cases" in said
    flat = {key: one for key, one in cells.items() if key[1] >= 2023}
    assert "not be reached on this trend" in " ".join(
        show(_compare(store, flat, target=Target(value=5.0, set_by="B"))).sentences
    )


def test_a_figure_counted_here_stands_beside_the_published_one_with_its_period(store, cells):
    local = Local(
        value=21.5, numerator=227, denominator=1055, interval=(19.1, 24.1), period="12 months to 30 September 2025",
        data_date="30 September 2025",
    )  # fmt: skip
    shown = show(_compare(store, cells, local=local))
    assert shown.rows[0].who == "Barnsley, counted here"
    assert "12 months to 30 September 2025, data at 30 September 2025" in shown.rows[0].source
    assert "edition 2025" in shown.rows[1].source
    assert any("published year ends in 2025" in caution for caution in shown.cautions)
    assert "similar to" in shown.sentences[0] or "higher than" in shown.sentences[0]


def test_without_published_figures_its_own_years_are_drawn_and_make_the_trend(store, cells):
    past = tuple((year, 30.0 - (year - 2018) + (0.1 if year % 2 else -0.1)) for year in range(2018, 2026))
    local = Local(
        value=22.9, numerator=229, denominator=1000, interval=(20.4, 25.6), period="12 months to 31 March 2025",
        data_date="31 March 2025", past=past,
    )  # fmt: skip
    one = compare(RF04, cells, authority="999", name="Avonmere", year=2025, local=local)
    shown = show(one)
    assert shown.lines.table.headings[:3] == ("Year ending", "Avonmere, counted here", "England")
    assert "Over 8 years counted here, to 2025 it has fallen by" in " ".join(shown.sentences)
    assert one.trend.real


def test_plain_numbers_are_neither_ranked_nor_banded(store):
    series = find_series("referrals")
    figures = {(code, 2025): _figure(100.0 + n, area=code) for n, code in enumerate(areas())}
    one = compare(series, figures, authority="841", year=2025)
    assert (one.band, one.rank, one.place) == (None, None, None)
    assert any("how large a place is" in caution for caution in show(one).cautions)


def test_a_hidden_figure_says_why_and_gives_the_newest_there_is(store, cells):
    hidden = Figure(
        area="370", year=2025, value=None, numerator=None, denominator=None, flag="c", source_table="C1", edition="2025"
    )
    shown = show(_compare(store, {**cells, ("370", 2025): hidden}))
    assert "suppressed" in shown.sentences[0]
    assert "11.0% in 2024" in shown.sentences[1]
    assert shown.rows[0].value is None


def test_years_and_lists_that_are_not_there_are_refused_with_those_that_are(store, cells):
    assert choose_year(RF04, cells, "370", None) == 2025
    assert choose_year(RF04, cells, "370", None, not_after=2019) == 2019
    assert choose_year(RF04, cells, "370", None, not_after=2001) == 2025
    with pytest.raises(UserError, match="2016 to 2025"):
        choose_year(RF04, cells, "370", 2031)
    with pytest.raises(UserError, match="Lists stored: 2025"):
        choose_model(store, "2021")


@pytest.mark.parametrize(
    ("text", "code"),
    [("Bristol", "801"), ("hull", None), ("Dorset", "838"), ("E08000038", "370"), ("940 / 941", "940/941"), ("999", "999"),
     ("St. Helens", "342"), ("E10000006", "909")],
)  # fmt: skip
def test_areas_are_found_by_code_and_by_name(text, code):
    if code is None:
        with pytest.raises(UserError, match=r"Did you mean|Give a name"):
            find_area(text)
    else:
        assert find_area(text) == code


def test_reorganised_authorities_have_successors_and_every_area_its_region():
    known = areas()
    for code, successors in {"835": {"838"}, "837": {"839"}, "909": {"942", "943"}, "928": {"940", "941"}}.items():
        assert set(known[code].successors) == successors
        assert all(known[one].since for one in successors)
    assert code_of("E10000002") == "825"
    assert all(region_of(area.code) in known for area in known.values() if area.kind in ("authority", "joint"))
    assert sum(area.kind == "authority" and not area.until for area in known.values()) == 153
