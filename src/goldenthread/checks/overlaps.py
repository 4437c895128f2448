"""Two of a kind open at once for one child."""

from __future__ import annotations

from goldenthread.checks.common import overlap
from goldenthread.checks.model import Severity

CHECKS = (
    overlap("8815", "Two episodes of need open at once", "referral"),
    overlap("8896", "Two assessments open at once", "assessment", severity=Severity.QUERY),
    overlap("8935", "Two protection plans open at once", "cp_plan"),
    overlap("4014", "Two child in need plans open at once", "cin_plan"),
    overlap("care-overlap", "Two episodes of care open at once", "cla_episode"),
)
