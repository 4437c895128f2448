"""The rule sets that may be named: published tools disagree, so an answer always says which one made it."""

from __future__ import annotations

from collections.abc import Mapping

from goldenthread.errors import UserError
from goldenthread.spc.model import RuleSet

LIMIT_CONSTANT = 2.66  # 3 / 1.128: three sigma from the mean moving range of pairs
SCREEN_CONSTANT = 3.267  # upper limit of the moving range
TRIAL_BELOW = 13
TOO_FEW_BELOW = 6
FIXED_BASE_AT_LEAST = 12

MDC_R = RuleSet(
    id="mdc-r-0.2",
    agrees_with="Making data count, R package NHSRplotthedots 0.2.2",
    screen=True,
)
MDC_EXCEL = RuleSet(
    id="mdc-excel",
    agrees_with="Making data count, spreadsheet tool of NHS England, seven points",
    outside_counts=True,
    improvement_first=True,
    limits_from=TRIAL_BELOW,
    continuous_lines=True,
)
MDC_EXCEL_6 = RuleSet(
    id="mdc-excel-6",
    agrees_with="Making data count, spreadsheet tool of NHS England, six points",
    shift=6,
    trend=6,
    outside_counts=True,
    improvement_first=True,
    limits_from=TRIAL_BELOW,
    continuous_lines=True,
)
RUN_CHART = RuleSet(
    id="run-chart",
    agrees_with="Anhøj and Olesen (2014): longest run and crossings of the median",
    run_chart=True,
)
DEFAULT = MDC_R
RULE_SETS: Mapping[str, RuleSet] = {rules.id: rules for rules in (MDC_R, MDC_EXCEL, MDC_EXCEL_6, RUN_CHART)}


def rule_set(name: str) -> RuleSet:
    """The rule set of that id; UserError naming those there are."""
    if name not in RULE_SETS:
        raise UserError(f"There is no rule set called {name}.", remedy=f"Choose one of: {', '.join(RULE_SETS)}.")
    return RULE_SETS[name]
