"""Every cell of the table of rule sets in which they differ."""

from __future__ import annotations

import pytest
from tests.unit.spc.series_of import analysed

from goldenthread.errors import UserError
from goldenthread.spc import sentences, signals
from goldenthread.spc.model import Direction, Judgement, Rule, VariationIcon
from goldenthread.spc.rule_sets import MDC_EXCEL, MDC_EXCEL_6, MDC_R, RULE_SETS, rule_set
from goldenthread.spc.xmr import other_answers


def test_screening_is_one_rule_sets_only() -> None:
    assert (MDC_R.screen, MDC_EXCEL.screen, MDC_EXCEL_6.screen) == (True, False, False)


def test_six_points_are_a_shift_only_under_the_six_point_setting() -> None:
    series = [10.0, 14.0] * 7 + [13.0, 13.5, 13.0, 13.5, 13.0, 13.5]
    series[13] = 10.0
    assert Rule.SHIFT_ABOVE in analysed(series, rules=MDC_EXCEL_6).points[-1].rules
    assert Rule.SHIFT_ABOVE not in analysed(series, rules=MDC_EXCEL).points[-1].rules


def test_a_point_outside_counts_in_two_of_three_only_under_the_spreadsheet_rules() -> None:
    values, sides, outside, near = [9.0, 7.0, 5.0], [1, 1, 1], [1, 0, 0], [0, 1, 0]
    strict = signals.rules_hit(values, sides, outside, near, MDC_R)
    loose = signals.rules_hit(values, sides, outside, near, MDC_EXCEL)
    assert strict == [(Rule.OUTSIDE_ABOVE,), (), ()]
    assert loose == [(Rule.OUTSIDE_ABOVE, Rule.TWO_OF_THREE_ABOVE), (Rule.TWO_OF_THREE_ABOVE,), ()]


def test_a_point_that_is_both_shows_what_the_rule_set_says() -> None:
    hit = (Rule.TREND_DOWN, Rule.SHIFT_ABOVE)
    assert signals.reason(hit, Direction.INCREASE, MDC_R) is Rule.TREND_DOWN  # precedence: a concern
    assert signals.reason(hit, Direction.INCREASE, MDC_EXCEL) is Rule.SHIFT_ABOVE  # improvement is shown
    assert signals.judge(Rule.TREND_DOWN, Direction.INCREASE) is Judgement.CONCERN


def test_limits_and_icons_from_thirteen_points_under_the_spreadsheet_rules() -> None:
    twelve = [10.0, 12.0] * 6
    assert analysed(twelve, rules=MDC_R).variation is VariationIcon.COMMON
    assert analysed(twelve, rules=MDC_EXCEL).variation is None
    assert not analysed(twelve, rules=MDC_EXCEL).segments[0].shown
    assert analysed([*twelve, 10.0], rules=MDC_EXCEL).variation is VariationIcon.COMMON


def test_the_other_answer_is_told_only_when_it_differs() -> None:
    twelve = [10.0, 12.0] * 6
    chosen, other = analysed(twelve, rules=MDC_R), analysed(twelve, rules=MDC_EXCEL)
    assert sentences.differs(chosen, chosen) == ""
    assert sentences.differs(chosen, other) == f"Under mdc-excel, the answer would be: {other.sentence}"


def test_every_other_rule_set_that_differs_is_heard() -> None:
    series = [*[10.0, 14.0] * 6, 10.0, 10.0, 13.0, 13.5, 13.0, 13.5, 13.0, 13.5]
    chosen = analysed(series, rules=MDC_R, target=12.0)
    assert chosen.variation is VariationIcon.COMMON
    answers = other_answers(chosen)
    assert [answer.split(",")[0] for answer in answers] == ["Under mdc-excel-6"]
    assert other_answers(analysed([10.0, 12.0] * 10)) == ()


def test_an_unknown_rule_set_is_refused_by_name() -> None:
    assert [rule_set(name) for name in RULE_SETS] == list(RULE_SETS.values())
    with pytest.raises(UserError, match="no rule set called western-electric"):
        rule_set("western-electric")
