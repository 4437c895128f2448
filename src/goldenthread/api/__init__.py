"""The one door: all that the site, the command line and a notebook may use.

Each function is imported when it is first asked for, so that asking for help starts no engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.api.checking import check, check_findings
    from goldenthread.api.comparing import (
        Against,
        compare_all,
        compare_measure,
        describe_comparators,
        import_comparators,
    )
    from goldenthread.api.copying import copy_load
    from goldenthread.api.demo import demonstrate, make_up
    from goldenthread.api.explorers import Explored, explorations
    from goldenthread.api.figures import (
        ChartFigures,
        MeasureFigures,
        Restated,
        assurance_icons,
        claims_in,
        present_figures,
        present_to,
        restatements,
        variation_icons,
    )
    from goldenthread.api.measuring import draw_chart, export_measures
    from goldenthread.api.outputs import write_catalogue_site, write_panel_report, write_scorecard
    from goldenthread.api.published import published_comparators
    from goldenthread.api.reading import describe_load, describe_loads, read
    from goldenthread.api.reconciling import reconcile
    from goldenthread.api.row_store import write_rows
    from goldenthread.api.rows import (
        SORTS,
        Behind,
        Standing,
        about_staff,
        children_behind,
        groups_offered,
        has_measure,
        periods_offered,
        why_not_listed,
    )
    from goldenthread.api.statements import (
        PaperStatement,
        PaperStatements,
        StatedFigure,
        paper_statements,
        write_example_narrative,
    )
    from goldenthread.api.templating import list_templates, write_templates
    from goldenthread.api.tracing import trace
    from goldenthread.api.why import in_brief, why_counted
    from goldenthread.api.workspace import Workspace, open_workspace
    from goldenthread.comparators.authority import Comparator, Target
    from goldenthread.errors import InputError, Problem, UserError
    from goldenthread.extracts.progress import listening
    from goldenthread.loads import Load
    from goldenthread.periods import Period, parse_period
    from goldenthread.tables.dates import add_working_days, working_days

_WHERE = {
    "Behind": "rows",
    "Explored": "explorers",
    "SORTS": "rows",
    "Standing": "rows",
    "children_behind": "rows",
    "explorations": "explorers",
    "groups_offered": "rows",
    "has_measure": "rows",
    "in_brief": "why",
    "periods_offered": "rows",
    "why_counted": "why",
    "about_staff": "rows",
    "why_not_listed": "rows",
    "write_rows": "row_store",
    "Against": "comparing",
    "claims_in": "figures",
    "variation_icons": "figures",
    "assurance_icons": "figures",
    "ChartFigures": "figures",
    "MeasureFigures": "figures",
    "Restated": "figures",
    "present_figures": "figures",
    "present_to": "figures",
    "published_comparators": "published",
    "restatements": "figures",
    "Workspace": "workspace",
    "PaperStatement": "statements",
    "PaperStatements": "statements",
    "StatedFigure": "statements",
    "paper_statements": "statements",
    "write_example_narrative": "statements",
    "check": "checking",
    "check_findings": "checking",
    "compare_all": "comparing",
    "compare_measure": "comparing",
    "copy_load": "copying",
    "demonstrate": "demo",
    "describe_comparators": "comparing",
    "describe_load": "reading",
    "describe_loads": "reading",
    "draw_chart": "measuring",
    "export_measures": "measuring",
    "import_comparators": "comparing",
    "list_templates": "templating",
    "make_up": "demo",
    "open_workspace": "workspace",
    "read": "reading",
    "reconcile": "reconciling",
    "trace": "tracing",
    "write_catalogue_site": "outputs",
    "write_panel_report": "outputs",
    "write_scorecard": "outputs",
    "write_templates": "templating",
}
# Names of lower layers that come through this door.
_BELOW = {
    "Period": "periods",
    "parse_period": "periods",
    "InputError": "errors",
    "Load": "loads",
    "Problem": "errors",
    "Comparator": "comparators.authority",
    "Target": "comparators.authority",
    "UserError": "errors",
    "add_working_days": "tables.dates",
    "working_days": "tables.dates",
    "listening": "extracts.progress",
}
__all__ = [
    "SORTS",
    "Against",
    "Behind",
    "ChartFigures",
    "Comparator",
    "Explored",
    "InputError",
    "Load",
    "MeasureFigures",
    "PaperStatement",
    "PaperStatements",
    "Period",
    "Problem",
    "Restated",
    "Standing",
    "StatedFigure",
    "Target",
    "UserError",
    "Workspace",
    "about_staff",
    "add_working_days",
    "assurance_icons",
    "check",
    "check_findings",
    "children_behind",
    "claims_in",
    "compare_all",
    "compare_measure",
    "copy_load",
    "demonstrate",
    "describe_comparators",
    "describe_load",
    "describe_loads",
    "draw_chart",
    "explorations",
    "export_measures",
    "groups_offered",
    "has_measure",
    "import_comparators",
    "in_brief",
    "list_templates",
    "listening",
    "make_up",
    "open_workspace",
    "paper_statements",
    "parse_period",
    "periods_offered",
    "present_figures",
    "present_to",
    "published_comparators",
    "read",
    "reconcile",
    "restatements",
    "trace",
    "variation_icons",
    "why_counted",
    "why_not_listed",
    "working_days",
    "write_catalogue_site",
    "write_example_narrative",
    "write_panel_report",
    "write_rows",
    "write_scorecard",
    "write_templates",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(f"goldenthread.api.{_WHERE[name]}"), name)
    if name in _BELOW:
        return getattr(importlib.import_module(f"goldenthread.{_BELOW[name]}"), name)
    raise AttributeError(f"goldenthread.api has no {name}")
