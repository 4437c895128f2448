"""The rule sets a chart may name. Published tools disagree, so none is changed silently."""

from __future__ import annotations

from goldenthread.errors import UserError
from goldenthread.spc.model import RuleSet

MDC_R = RuleSet(
    id="mdc-r-0.2",
    agrees_with="the R package NHSRplotthedots 0.2.2",
    shift=7,
    trend=7,
    screen=True,
    near_only=True,
    limits_from=2,
)
MDC_EXCEL = RuleSet(
    id="mdc-excel",
    agrees_with="NHS England's Making Data Count workbook as described in late 2023",
    shift=7,
    trend=7,
    screen=False,
    near_only=False,
    limits_from=13,
    improvement_first=True,
)
MDC_EXCEL_6 = RuleSet(
    id="mdc-excel-6",
    agrees_with="the same workbook with its six-point setting",
    shift=6,
    trend=6,
    screen=False,
    near_only=False,
    limits_from=13,
    improvement_first=True,
)
DEFAULT = MDC_R
RULE_SETS = {rules.id: rules for rules in (MDC_R, MDC_EXCEL, MDC_EXCEL_6)}


def rule_set(name: str) -> RuleSet:
    """A rule set by its id; UserError naming those there are."""
    if name not in RULE_SETS:
        raise UserError(f"There is no rule set called {name}.", remedy=f"Choose one of: {', '.join(RULE_SETS)}.")
    return RULE_SETS[name]
