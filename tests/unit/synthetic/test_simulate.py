"""The simulation's arguments: the seed decides everything, and nonsense is refused in words."""

from __future__ import annotations

import datetime as dt

import pytest

from goldenthread.errors import UserError
from goldenthread.synthetic.run import simulate
from goldenthread.synthetic.scenario import scenario_named

END = dt.date(2015, 3, 31)


def run(**changes):
    arguments = {"authorities": 1, "population": 4_000, "years": 2, "end": END, "seed": 5} | changes
    return list(simulate(**arguments))


def test_one_seed_gives_one_authority():
    (one,), (same,), (other,) = run(), run(), run(seed=6)
    assert one.tables.keys() == same.tables.keys()
    assert all(one.tables[name].equals(same.tables[name]) for name in one.tables)
    assert all(one.extras[name].equals(same.extras[name]) for name in one.extras)
    assert not one.tables["referral"].equals(other.tables["referral"])


def test_an_authority_does_not_depend_on_how_many_come_after_it():
    (alone,) = run()
    first, second = run(authorities=("999", "998"))
    assert first.tables["referral"].equals(alone.tables["referral"])
    assert not set(first.tables["person"]["person_id"].to_pylist()) & set(
        second.tables["person"]["person_id"].to_pylist()
    )
    assert (first.authority, second.authority) == ("999", "998")


def test_years_and_size_are_what_was_asked():
    (small,), (large,) = run(), run(population=16_000)
    assert small.covers_from == dt.date(2013, 4, 1)
    assert small.end == END
    ratio = large.tables["referral"].num_rows / small.tables["referral"].num_rows
    assert 2 < ratio < 8
    assert min(small.tables["contact"]["contact_date"].to_pylist()) >= small.covers_from


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"authorities": 0}, "at least one"),
        ({"years": 0}, "at least one"),
        ({"authorities": 2000}, "1,000"),
        ({"end": dt.date(1999, 1, 1)}, "2010"),
        ({"population": (1, 2)}, "2 population"),
        ({"population": 10}, "1,000 or more"),
        ({"scenario": "no such"}, "no scenario"),
    ],
)
def test_arguments_that_make_no_sense(changes, words):
    with pytest.raises(UserError, match=words):
        run(**changes)


def test_scenarios_are_found_by_name():
    assert scenario_named("panel-2014").within_45 == 91.7
    assert scenario_named("steady") is scenario_named(scenario_named("steady"))


def test_no_real_person_place_or_code():
    (data,) = run()
    assert all(child.startswith("SYN") for child in data.tables["person"]["person_id"].to_pylist())
    for column in ("home_post", "place_post"):
        assert all(post.startswith("ZZ") for post in data.extras["posts"][column].to_pylist())
