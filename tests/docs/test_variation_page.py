"""The page that explains variation says what the rule sets do."""

from __future__ import annotations

from pathlib import Path

import pytest

from goldenthread.spc.rule_sets import MDC_EXCEL, MDC_EXCEL_6, MDC_R, RULE_SETS, TOO_FEW_BELOW, RuleSet

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "variation.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells[1:]
    for line in PAGE.splitlines()
    if line.startswith("| ") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 4
}


@pytest.mark.parametrize(("column", "rules"), [(0, MDC_R), (1, MDC_EXCEL), (2, MDC_EXCEL_6)])
def test_the_table_of_rule_sets_is_what_the_code_does(column: int, rules: RuleSet) -> None:
    said = {name: cells[column] for name, cells in ROWS.items()}
    assert said["steps screened"] == ("yes" if rules.screen else "no")
    assert said["shift, points"] == str(rules.shift)
    assert said["trend, points"] == str(rules.trend)
    assert said["an outside point counts in two of three"] == ("yes" if rules.outside_counts else "no")
    assert (said["a point that is both improvement and concern"] == "improvement is shown") == rules.improvement_first
    assert said["limits and icons from"] == f"{max(TOO_FEW_BELOW, rules.limits_from)} points"
    assert said["lines where limits start again"] == ("continuous" if rules.continuous_lines else "broken")


def test_every_rule_set_is_explained_by_name() -> None:
    assert [name for name in RULE_SETS if f"`{name}`" not in PAGE] == []
