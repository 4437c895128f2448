"""School holidays and people in groups in authority.toml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from goldenthread.comparators.authority import read_authority
from goldenthread.errors import InputError

HEAD = '[authority]\ncode = "999"\nname = "Avonmere"\n[population]\nsource = "made up"\n[population.mid_year]\n2013 = 34700\n'


def written(folder: Path, more: str) -> Path:
    place = folder / "authority.toml"
    place.write_text(HEAD + more, encoding="utf-8")
    return place


def test_holidays_and_people_are_read(tmp_path: Path) -> None:
    settings = read_authority(
        written(
            tmp_path,
            "[[school_holiday]]\nstarts = 2014-10-20\nends = 2014-10-31\n[[people_in_group]]\nbreakdown = 'sex'\n"
            "group = 'female'\nmid_year = 2013\npeople = 17000\nsource = 'ONS'\n",
        )
    )
    assert settings.school_holidays == ((dt.date(2014, 10, 20), dt.date(2014, 10, 31)),)
    assert settings.people_in_groups[0].people == 17000


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    place = written(
        tmp_path,
        "[[school_holiday]]\nstarts = 2014-10-31\nends = 2014-10-20\n[[people_in_group]]\nbreakdown = 'sex'\n"
        "group = 'female'\nmid_year = 2013\npeople = 0\nsource = 'ONS'\n",
    )
    with pytest.raises(InputError) as refused:
        read_authority(place)
    said = " ".join(one.what for one in refused.value.problems)
    assert "ends before it starts" in said
    assert "is not a number of people" in said
