"""Which cohorts are counted: ours, and with `--catalogue` a council's own beside them."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from goldenthread.catalogue import COHORTS
from goldenthread.measures.model import Cohort


def cohorts_with(catalogue: Path | None) -> tuple[Cohort, ...]:
    """Our cohorts and those of a folder; DefinitionError with every mistake in it. Warnings are printed."""
    if catalogue is None:
        return COHORTS
    from goldenthread.catalogue.own import read_catalogue

    today = dt.datetime.now(tz=dt.UTC).date()
    found, warnings = read_catalogue(catalogue, today=today)
    for warning in warnings:
        print(f"Warning: {warning}", file=sys.stderr)
    return (*COHORTS, *found)
