"""Ofsted's Annex A: the lists a council gives inspectors, as workbooks or as CSV exports of single lists."""

from __future__ import annotations

from goldenthread.extracts.annex_a.reader import read
from goldenthread.extracts.annex_a.recognise import recognise, recognise_workbook

__all__ = ["read", "recognise", "recognise_workbook"]
