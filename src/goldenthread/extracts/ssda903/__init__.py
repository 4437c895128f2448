"""SSDA903: the yearly set of CSV files about children looked after, known by their headings."""

from __future__ import annotations

from goldenthread.extracts.ssda903.reader import read
from goldenthread.extracts.ssda903.recognise import recognise

__all__ = ["read", "recognise"]
