"""The service's own templates, filled in as CSV or workbook, for what no return holds."""

from __future__ import annotations

from goldenthread.extracts.templates.reader import read
from goldenthread.extracts.templates.recognise import recognise, recognise_workbook

__all__ = ["read", "recognise", "recognise_workbook"]
