"""A definition that is blank, contradictory or doubled is refused, with every mistake at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from goldenthread.catalogue import referrals
from goldenthread.catalogue.problems import find_problems
from goldenthread.measures.model import Distinct, Unit

TODAY = dt.date(2026, 12, 1)


def _problems(**changed: Any) -> list[str]:
    measure = replace(referrals.REREFERRALS, **changed)
    cohort = replace(referrals.COHORT, measures=(measure,))
    return [problem.column for problem in find_problems((cohort,), today=TODAY)]


def test_a_complete_definition_has_no_problems() -> None:
    assert _problems() == []


@pytest.mark.parametrize("name", ["title", "meaning", "why", "how", "example", "moves", "misread", "source", "owner"])
@pytest.mark.parametrize("text", ["", "n/a", "N/A.", "tbc", " - "])
def test_a_blank_is_refused(name: str, text: str) -> None:
    assert _problems(**{name: text}) == [name]


def test_too_few_words_are_refused_where_a_reader_needs_a_sentence() -> None:
    assert _problems(why="It matters.") == ["why"]


def test_all_mistakes_are_told_at_once() -> None:
    assert _problems(why="", misread="n/a", reviewed=dt.date(2027, 1, 1)) == ["why", "misread", "reviewed"]


@pytest.mark.parametrize(
    "changed",
    [
        {"denominator_words": ""},
        {"denominator": ""},
        {"denominator": "population"},
        {"unit": Unit.PER_10K},
        {"excluded": "counted", "excluded_words": ""},
    ],
)
def test_contradictions_are_refused(changed: dict[str, Any]) -> None:
    assert _problems(**changed)


def test_what_is_shared_within_groups_must_be_said() -> None:
    assert _problems(share_within=("team",)) == ["share_by"]
    assert _problems(share_within=("team",), share_by="source") == []


@pytest.mark.parametrize("changed", [{"complement": True}, {"quantile": 0.5}, {"distinct": Distinct.SECOND}])
def test_a_share_is_of_rows_or_of_children_counted_once(changed: dict[str, Any]) -> None:
    assert _problems(share_by="source", **changed) == ["share_by"]
    assert _problems(share_by="source", distinct=Distinct.FIRST) == []


def test_breakdowns_that_cannot_be_told_are_refused() -> None:
    named = replace(referrals.COHORT, breakdowns=(*referrals.COHORT.breakdowns, "seen_by_team"))
    found = find_problems((named,), today=TODAY)
    assert [problem.what for problem in found] == [
        "referrals: a breakdown is called seen_by_team, like one within another."
    ]
    without = replace(referrals.COHORT, breakdowns=tuple(one for one in referrals.COHORT.breakdowns if one != "team"))
    assert {problem.column for problem in find_problems((without,), today=TODAY)} == {"share_within"}


def test_two_definitions_of_one_name_are_refused() -> None:
    found = find_problems((referrals.COHORT, referrals.COHORT), today=TODAY)
    assert {problem.code for problem in found} == {"same_id"}
    assert len(found) == len(referrals.COHORT.measures) + 1
