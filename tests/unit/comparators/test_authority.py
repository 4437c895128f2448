"""authority.toml: read whole, and every mistake reported at once with its place."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.avonmere import SETTINGS

from goldenthread.catalogue import MEASURES
from goldenthread.comparators.authority import read_authority
from goldenthread.errors import InputError

GOOD = """
[authority]
code = "999"
name = "Test Council"
[population]
source = "made up"
[population.mid_year]
2013 = 34000
[[target]]
measure = "rereferrals"
value = 24
set_by = "A board"
set_on = 2013-03-01
valid_from = 2013-04-01
valid_to = 2014-03-31
[[target]]
measure = "rereferrals"
value = 22.0
set_by = "A board"
set_on = 2014-03-01
valid_from = 2014-04-01
"""


def _read(tmp_path, text):
    path = tmp_path / "authority.toml"
    path.write_text(text, encoding="utf-8")
    return read_authority(path, measures=MEASURES)


def test_the_demonstration_settings_are_good():
    settings = read_authority(SETTINGS, measures=MEASURES)
    assert settings.made_up
    assert settings.comparators_for("cp_plan_rate")[0].area == "England"


def test_the_target_in_force_on_a_day_is_used(tmp_path):
    settings = _read(tmp_path, GOOD)
    assert settings.target_for("rereferrals", dt.date(2014, 3, 31)).value == 24.0
    assert settings.target_for("rereferrals", dt.date(2014, 4, 1)).value == 22.0
    assert settings.target_for("rereferrals", dt.date(2012, 4, 1)) is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('code = "999"', "code = 999", "authority.code is 999, not a str"),
        ('name = "Test Council"', "", "authority.name is missing"),
        ("2013 = 34000", '2013 = "many"', "population.mid_year.2013"),
        ("2013 = 34000", "2013 = -5", "population.mid_year.2013"),
        ('measure = "rereferrals"\nvalue = 24', 'measure = "referals"\nvalue = 24', "names referals"),
        ("value = 24\n", "", "target 1 needs either value, or low and high"),
        ("value = 24\n", "value = 24\nlow = 1\nhigh = 2\n", "target 1 needs either value, or low and high"),
        ("value = 24\n", 'value = 24\nlevel = "galactic"\n', "target 1.level"),
        ("[population]", "[populace]", "populace is not a part of this file"),
        ("set_on = 2013-03-01", 'set_on = "spring"', "target 1.set_on"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, old, new, expected):
    with pytest.raises(InputError, match=expected.replace(".", r"\.")):
        _read(tmp_path, GOOD.replace(old, new, 1))


def test_mistakes_are_reported_together(tmp_path):
    with pytest.raises(InputError) as caught:
        _read(tmp_path, GOOD.replace('name = "Test Council"', "").replace("2013 = 34000", "2013 = 0"))
    assert len(caught.value.problems) >= 2


@pytest.mark.parametrize("text", ["not toml at all [", ""])
def test_what_is_not_a_settings_file_is_an_input_error(tmp_path, text):
    with pytest.raises(InputError):
        _read(tmp_path, text)


def test_a_file_that_is_not_there_says_how_to_write_one(tmp_path):
    with pytest.raises(InputError, match="write-authority-toml"):
        read_authority(tmp_path / "none.toml")


def test_a_rebase_says_who_agreed_to_it_and_why(tmp_path):
    rebase = '\n[[rebase]]\nmeasure = "rereferrals"\nperiod_end = 2013-12-31\nreason = "New front door"\n'
    with pytest.raises(InputError, match=r"rebase 1\.approved_by is missing"):
        _read(tmp_path, GOOD + rebase)
    settings = _read(tmp_path, GOOD + rebase + 'approved_by = "Head of service"\napproved_on = 2014-02-01\n')
    assert settings.rebases_for("rereferrals")[0].reason == "New front door"
    assert settings.rebases_for("contacts") == ()
