"""Write the reference page of every measure from its definition, or with --check say which are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from goldenthread.catalogue import COHORTS, NOT_COMPUTABLE
from goldenthread.catalogue.pages import index, page
from tools.pages import keep

FOLDER = Path(__file__).parents[1] / "docs" / "reference" / "generated" / "measures"


def pages() -> dict[str, str]:
    """File name to text of every page."""
    found = {f"{measure.id}.md": page(measure, cohort) for cohort in COHORTS for measure in cohort.measures}
    return {"index.md": index(COHORTS, NOT_COMPUTABLE), **found}


def main() -> int:
    """Write or check the pages; 1 when a check finds one out of date."""
    return keep(FOLDER, pages(), __doc__)


if __name__ == "__main__":
    sys.exit(main())
